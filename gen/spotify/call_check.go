package spotify

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

var errNoValues = errors.New("it has no values; give at least one")

// checks finds what a body has that the API refuses. Emitted functions tell it what the
// body of each request must be like. The first mistake counts.
type checks struct {
	path []string // of what is checked: property, item, property …
	name string   // of the first property of the path of the mistake
	err  error
}

func (c *checks) fail(path []string, err error) {
	if c.err != nil {
		return
	}
	if len(path) == 0 {
		path = []string{""}
		err = fmt.Errorf("request body: %w", err)
	}
	for _, step := range slices.Backward(path[1:]) {
		err = fmt.Errorf("%s: %w", step, err)
	}
	c.name, c.err = path[0], err
}

// given says whether a property of a body is given.
type given struct {
	name string
	is   bool
}

// alternatives refuses properties of which only one may be given, and a lack of all of
// them if one is needed.
func (c *checks) alternatives(needed bool, properties ...given) {
	names := make([]string, len(properties))
	n := 0
	for i, p := range properties {
		names[i] = p.name
		if p.is {
			n++
		}
	}
	switch {
	case n > 1:
		c.fail(c.path, fmt.Errorf("it has more than one of %s; set only one", strings.Join(names, " and ")))
	case n == 0 && needed && len(c.path) > 0: // refuseEmptyBody is for the whole body
		c.fail(c.path, fmt.Errorf("it has none of %s; set one", strings.Join(names, " and ")))
	}
}

// notEmpty refuses a list that is given and has no elements.
func (c *checks) notEmpty(name string, given bool, n int) {
	if given && n == 0 {
		c.fail(append(c.path, name), errNoValues)
	}
}

// within checks a property that is an object.
func (c *checks) within(name string, check func(*checks)) {
	outer := c.path
	c.path = append(c.path, name)
	check(c)
	c.path = outer
}

// item checks an element of a list.
func (c *checks) item(name string, i int, check func(*checks)) {
	c.within(name, func(c *checks) { c.within(fmt.Sprintf("item %d", i), check) })
}

// check refuses a body. See [checks].
func (r *request) check(check func(*checks)) {
	var c checks
	if check(&c); c.err != nil {
		r.fail(c.name, c.err)
	}
}

// onlyOne refuses two parameters of which only one may be given.
func (r *request) onlyOne(name string, given bool, other string, otherGiven bool) {
	if given && otherGiven {
		r.fail(name, fmt.Errorf("%s is given, too; set only one", other))
	}
}

// checkBody finds out whether a body can be sent before a part of it is.
func checkBody(op *Operation, check func(*checks)) error {
	r := newRequest(op, nil)
	r.check(check)
	return r.err
}

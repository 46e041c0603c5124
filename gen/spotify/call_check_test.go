package spotify

import "testing"

func TestChecks(t *testing.T) {
	a, b := given{"a", true}, given{"b", true}
	noA, noB := given{"a", false}, given{"b", false}
	tests := []struct {
		name  string
		check func(*checks)
		want  string // "" if it passes
	}{
		{"nothing", func(*checks) {}, ""},
		{"one of two", func(c *checks) { c.alternatives(true, a, noB) }, ""},
		{"the other", func(c *checks) { c.alternatives(true, noA, b) }, ""},
		{"none is needed", func(c *checks) {
			c.within("x", func(c *checks) { c.alternatives(false, noA, noB) })
		}, ""},
		{"both", func(c *checks) { c.alternatives(false, a, b) }, "request body: it has more than one of a and b"},
		{"both, within", func(c *checks) {
			c.within("x", func(c *checks) { c.alternatives(false, a, b) })
		}, "parameter x: it has more than one of a and b"},
		{"none, within", func(c *checks) {
			c.within("x", func(c *checks) { c.alternatives(true, noA, noB) })
		}, "parameter x: it has none of a and b"},
		{"no list", func(c *checks) { c.notEmpty("l", false, 0) }, ""},
		{"a list", func(c *checks) { c.notEmpty("l", true, 1) }, ""},
		{"an empty list", func(c *checks) { c.notEmpty("l", true, 0) }, "parameter l: it has no values"},
		{"in an item", func(c *checks) {
			c.item("l", 2, func(c *checks) { c.notEmpty("m", true, 0) })
		}, "parameter l: item 2: m: it has no values"},
		{"the first mistake wins", func(c *checks) {
			c.item("l", 0, func(c *checks) { c.notEmpty("m", true, 0) })
			c.item("l", 1, func(c *checks) { c.notEmpty("n", true, 0) })
			c.notEmpty("o", true, 0)
		}, "parameter l: item 0: m: it has no values"},
		{"behind what is within", func(c *checks) {
			c.within("x", func(*checks) {})
			c.notEmpty("o", true, 0)
		}, "parameter o: it has no values"},
	}
	for _, test := range tests {
		err := checkBody(opSave, test.check)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		wantError(t, err, "spotify: Albums.Save: "+test.want)
	}
}

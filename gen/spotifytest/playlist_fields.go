package spotifytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A fieldFilter is what the parameter fields says, in the order in which it says it. A
// filter that begins with something to leave out lets everything else through; another
// one lets only through what it names. One without terms lets everything through.
//
//	name,items(added_at,item.name)
//	items.item.album(!external_urls,!images)
type fieldFilter []fieldTerm

// A fieldTerm names a member of an object, and possibly what is meant of its value.
type fieldTerm struct {
	name  string
	leave bool        // it is to be left out
	of    fieldFilter // nil means all of the value
}

// deepestFilter bounds how far terms can be nested, which is beyond what there is in
// any answer.
const deepestFilter = 32

// parseFields reads a filter. An empty text is a filter without terms; a malformed one
// is a [*refusal].
func parseFields(text string) (fieldFilter, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	p := &fieldParser{text: text}
	filter, err := p.list(0)
	if err == nil && p.at < len(p.text) {
		err = p.unexpected()
	}
	if err != nil {
		return nil, badRequest("Invalid fields: " + err.Error())
	}
	return filter, nil
}

// A fieldParser reads a filter from left to right.
type fieldParser struct {
	text string
	at   int
}

// list reads terms with commas between them.
func (p *fieldParser) list(depth int) (fieldFilter, error) {
	var filter fieldFilter
	for {
		term, err := p.term(depth)
		if err != nil {
			return nil, err
		}
		filter = append(filter, term)
		if !p.accept(',') {
			return filter, nil
		}
	}
}

// term reads a name, with the members that are chosen of it after a dot or in parentheses.
func (p *fieldParser) term(depth int) (fieldTerm, error) {
	if depth == deepestFilter {
		return fieldTerm{}, fmt.Errorf("more than %d levels", deepestFilter)
	}
	t := fieldTerm{leave: p.accept('!')}
	if t.name = p.name(); t.name == "" {
		return t, p.unexpected()
	}
	var err error
	switch {
	case p.accept('.'):
		var inner fieldTerm
		inner, err = p.term(depth + 1)
		t.of = fieldFilter{inner}
	case p.accept('('):
		t.of, err = p.list(depth + 1)
		if err == nil && !p.accept(')') {
			err = p.unexpected()
		}
	}
	return t, err
}

func (p *fieldParser) name() string {
	p.skipSpace()
	start := p.at
	for p.at < len(p.text) && isFieldName(p.text[p.at]) {
		p.at++
	}
	return p.text[start:p.at]
}

func isFieldName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_'
}

func (p *fieldParser) accept(b byte) bool {
	p.skipSpace()
	if p.at == len(p.text) || p.text[p.at] != b {
		return false
	}
	p.at++
	return true
}

func (p *fieldParser) skipSpace() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

func (p *fieldParser) unexpected() error {
	if p.at == len(p.text) {
		return errors.New("unexpected end")
	}
	return fmt.Errorf("unexpected %q at %d", p.text[p.at], p.at)
}

// apply returns what a filter lets through of a value, which it leaves as it is.
func (f fieldFilter) apply(v any) any {
	if len(f) == 0 {
		return v
	}
	return f.filter(generic(v))
}

// generic turns a value into what JSON consists of, so that lists of all types are
// filtered alike.
func generic(v any) any {
	decoder := json.NewDecoder(bytes.NewReader(encode(v)))
	decoder.UseNumber()
	var plain any
	if err := decoder.Decode(&plain); err != nil {
		return v // encode writes nothing that cannot be read
	}
	return plain
}

// filter goes into lists. A value that is neither a list nor an object has no fields,
// and stays.
func (f fieldFilter) filter(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = f.filter(element)
		}
		return list
	case object:
		o := object{}
		for name, value := range v {
			if left, ok := f.member(name, value); ok {
				o[name] = left
			}
		}
		return o
	}
	return v
}

// member returns what is let through of the value of a member, and whether that is
// anything. If a member is named twice, both apply, and exclusions come last.
func (f fieldFilter) member(name string, value any) (any, bool) {
	var chosen, left fieldFilter
	named, whole := false, false
	for _, t := range f {
		switch {
		case t.name != name:
		case t.leave && t.of == nil:
			return nil, false
		case t.leave:
			left = append(left, t.of.turned()...)
		default:
			named = true
			whole = whole || t.of == nil
			chosen = append(chosen, t.of...)
		}
	}
	if !named && !f[0].leave {
		return nil, false
	}
	if named && !whole {
		value = chosen.filter(value)
	}
	if len(left) > 0 {
		value = left.filter(value)
	}
	return value, true
}

// turned is a filter that leaves out what this one lets through.
func (f fieldFilter) turned() fieldFilter {
	out := make(fieldFilter, len(f))
	for i, t := range f {
		out[i] = fieldTerm{name: t.name, leave: !t.leave, of: t.of}
	}
	return out
}

// String writes a filter in the form in which it is read.
func (f fieldFilter) String() string {
	terms := make([]string, len(f))
	for i, t := range f {
		terms[i] = t.name
		if t.leave {
			terms[i] = "!" + t.name
		}
		if t.of != nil {
			terms[i] += "(" + t.of.String() + ")"
		}
	}
	return strings.Join(terms, ",")
}

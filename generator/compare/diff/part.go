package diff

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// part is a place in the requests of an operation.
type part struct {
	pair
	inBody bool
	path   string // limit, or body.items[].uri
}

// subject identifies a part: GET /search limit.
func (p part) subject() string { return p.after.place() + " " + p.path }

// text names a part in a sentence: the parameter limit of GET /search.
func (p part) text() Text {
	switch {
	case !p.inBody:
		return Textf("the parameter %s of %s", p.path, p.after.place())
	case len(p.steps()) == 0:
		return Textf("the body of %s", p.after.place())
	}
	return Textf("the member %s of the body of %s", strings.TrimPrefix(p.path, "body."), p.after.place())
}

// named returns the member of a name.
func (p part) named(name string) part {
	if p.path != "" {
		name = p.path + "." + name
	}
	p.path = name
	return p
}

// element returns the elements of a list.
func (p part) element() part {
	p.path += "[]"
	return p
}

// steps are the names that lead to the part, from the parameter or the member of the
// body on.
func (p part) steps() []string {
	steps := strings.Split(strings.ReplaceAll(p.path, "[]", ""), ".")
	if p.inBody {
		steps = steps[1:]
	}
	return steps
}

// top is the parameter, or the member of the body, that the part belongs to; empty for
// the body itself.
func (p part) top() string {
	if steps := p.steps(); len(steps) > 0 {
		return steps[0]
	}
	return ""
}

// user is the part as something that uses types, in one version.
func (p part) user(e *endpoint) user {
	if p.inBody {
		return user{kind: byBody, owner: e.place()}
	}
	return user{byParameter, e.place(), p.top()}
}

// addMember adds a change of a part.
func (c *comparison) addMember(at part, kind Kind, effect Effect, format string, args ...any) *draft {
	d := c.add(Change{
		Kind: kind, Group: Parameters, Effect: effect, Subject: at.subject(),
		Text: sentence(Textf(format, args...)), Pos: at.after.op().Pos,
	}).claim(c.memberClaims(at)...).affect(c.memberNames(at)...)
	switch kind {
	case ParameterAdded, ParameterRemoved, ParameterRenamed, ParameterType, ParameterValues:
		d.with(c.memberUsers(at)...) // any other change has the types that were there before
	}
	if kind == ParameterAdded || kind == ParameterType || kind == ParameterRenamed {
		for _, m := range c.after.goMembers(at, at.after) {
			if owner, _, ok := strings.Cut(m.declaration, "."); ok && !c.after.isComparable(m.typ) {
				d.claim(c.after.holders(owner)...)
			}
		}
	}
	return d
}

// goMember is what a part of a request is in Go.
type goMember struct {
	name        string // as a user says it
	declaration string // of the field; empty for an argument of the method
	typ         model.TypeRef
}

// goMembers finds a part in the Go of one side. A method that fixes a parameter has
// nothing for it.
func (s *side) goMembers(at part, e *endpoint) []goMember {
	var found []goMember
	for _, op := range e.methods {
		if isArgument(op, at) {
			found = append(found, goMember{name: op.QualifiedName()})
		}
		if at.inBody {
			found = append(found, s.bodyMember(at, op)...)
			continue
		}
		for _, p := range op.Options {
			if p.Wire == at.top() {
				name := op.OptionsType + "." + p.GoName
				found = append(found, goMember{name, name, p.Type})
			}
		}
	}
	return found
}

// bodyMember follows the steps of a part from the type of the body.
func (s *side) bodyMember(at part, op *model.Operation) []goMember {
	steps := at.steps()
	if op.Body.Kind == model.NoBody || op.Body.Kind == model.ArgumentBody && len(steps) > 0 {
		return nil
	}
	if len(steps) == 0 || op.Body.Kind == model.JPEGBody {
		return []goMember{{name: op.QualifiedName()}}
	}
	name := op.Body.Type.Name
	var found []goMember
	for _, step := range steps {
		t := s.types[name]
		if t == nil {
			return found // a type of the runtime has its members within
		}
		f := t.Field(step)
		if f == nil {
			return nil // the body of another method has it
		}
		found = []goMember{{t.Name + "." + f.GoName, t.Name + "." + f.GoName, f.Type}}
		name = elementName(f.Type)
	}
	return found
}

// elementName is the name of a type, or of the elements of a list.
func elementName(ref model.TypeRef) string {
	if ref.Elem != nil {
		return elementName(*ref.Elem)
	}
	return ref.Name
}

// memberNames lists what a part is called in Go, in the new version or else in the old
// one.
func (c *comparison) memberNames(at part) []string {
	if c.raw {
		return nil
	}
	var names []string
	for _, m := range slices.Concat(c.after.goMembers(at, at.after), c.before.goMembers(at, at.before)) {
		if !slices.Contains(names, m.name) {
			names = append(names, m.name)
		}
	}
	return names
}

// memberName is what an importer calls a part in one version.
func (c *comparison) memberName(at part, s *side, e *endpoint) Text {
	var names []Text
	for _, m := range s.goMembers(at, e) {
		name := About(m.name)
		if m.declaration == "" {
			name = Textf("%s to %s", at.path, name)
		}
		if !slices.ContainsFunc(names, func(t Text) bool { return slices.Equal(t, name) }) {
			names = append(names, name)
		}
	}
	if c.raw || len(names) == 0 {
		return about(Textf("%s of %s", at.path, e.place()))
	}
	return enumerate(names, "and")
}

// memberClaims lists the declarations that a part explains: the field for it, the
// signatures of methods that have it as an argument, and the options that come and go
// with the first and the last of their fields.
func (c *comparison) memberClaims(at part) []string {
	var claims []string
	for _, s := range []*side{c.before, c.after} {
		e := at.before
		if s == c.after {
			e = at.after
		}
		for _, m := range s.goMembers(at, e) {
			if m.declaration != "" {
				claims = append(claims, m.declaration)
			}
		}
		for _, op := range e.methods {
			isBody := at.inBody && len(at.steps()) == 0 && c.before.methods[op.QualifiedName()] != nil && c.after.methods[op.QualifiedName()] != nil
			if isBody || isArgument(op, at) || c.optionsComeOrGo(op) && isOption(op, at) {
				claims = append(claims, signatures(op)...)
			}
			if c.optionsComeOrGo(op) && isOption(op, at) {
				claims = append(claims, op.OptionsType)
			}
		}
	}
	return claims
}

func isArgument(op *model.Operation, at part) bool {
	return slices.ContainsFunc(op.Params, func(p model.Param) bool { return p.Wire == at.top() && (p.In == model.InBody) == at.inBody })
}

func isOption(op *model.Operation, at part) bool {
	return !at.inBody && slices.ContainsFunc(op.Options, func(p model.Param) bool { return p.Wire == at.top() })
}

// optionsComeOrGo reports whether a method has options in one version only.
func (c *comparison) optionsComeOrGo(op *model.Operation) bool {
	old, new := c.before.methods[op.QualifiedName()], c.after.methods[op.QualifiedName()]
	return old != nil && new != nil && (len(old.Options) == 0) != (len(new.Options) == 0)
}

// memberUsers is what uses the types of a part.
func (c *comparison) memberUsers(at part) []user {
	users := []user{at.user(at.before), at.user(at.after)}
	for _, s := range []*side{c.before, c.after} {
		e := at.before
		if s == c.after {
			e = at.after
		}
		for _, m := range s.goMembers(at, e) {
			if owner, _, ok := strings.Cut(m.declaration, "."); ok && at.inBody {
				users = append(users, user{byField, owner, lastOf(at.steps())})
			}
		}
	}
	return users
}

func lastOf(steps []string) string {
	if len(steps) == 0 {
		return ""
	}
	return steps[len(steps)-1]
}

// bodyClaims lists the declarations that a body brings or takes away.
func (c *comparison) bodyClaims(p pair) []string {
	var claims []string
	for _, op := range slices.Concat(p.before.methods, p.after.methods) {
		claims = append(claims, signatures(op)...)
		if name := op.Body.Type.Name; name != "" {
			claims = append(claims, name, name+".*")
		}
	}
	return claims
}

// enumsOf lists the enums that a part has in Go.
func (s *side) enumsOf(at part) []string {
	var names []string
	look := func(ref model.TypeRef) {
		if name := elementName(ref); s.enums[name] != nil {
			names = append(names, name)
		}
	}
	for _, op := range at.after.methods {
		for _, p := range slices.Concat(op.Params, op.Options) {
			if p.Wire == at.top() && (p.In == model.InBody) == at.inBody {
				look(p.Type)
			}
		}
		for _, m := range s.bodyMember(at, op) {
			if owner, field, ok := strings.Cut(m.declaration, "."); ok && at.inBody {
				for _, f := range s.types[owner].Fields {
					if f.GoName == field {
						look(f.Type)
					}
				}
			}
		}
	}
	return names
}

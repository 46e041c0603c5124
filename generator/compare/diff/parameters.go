package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// compareParameters reports what requests may hold: parameters and bodies.
func (c *comparison) compareParameters() {
	for _, p := range c.pairs {
		c.comparePathParameters(p)
		c.compareMembers(p, part{pair: p}, parameterMembers(p.before), parameterMembers(p.after))
		c.compareBody(p)
		c.compareBatch(p)
	}
}

// member is a parameter in the query, in the header, or in a cookie, or a property of an object.
type member struct {
	name       string
	required   bool
	deprecated bool
	schema     model.WireSchema
	style      model.Style
	encoding   string // of a field of a form
}

// parameterMembers are the parameters that have a name on the wire.
func parameterMembers(e *endpoint) []member {
	var members []member
	for _, p := range e.Params {
		if p.In != model.InPath {
			members = append(members, member{p.Name, p.Required, p.Deprecated, p.Schema, p.Style, ""})
		}
	}
	return members
}

func propertyMembers(s model.WireSchema) []member {
	var members []member
	for _, p := range s.Properties {
		members = append(members, member{name: p.Name, required: p.Required, deprecated: p.Deprecated, schema: p.Schema, encoding: p.Encoding})
	}
	return members
}

// comparePathParameters compares them by their order, as their names are never sent. If
// there are more or fewer of them, names tell which ones come and go.
func (c *comparison) comparePathParameters(p pair) {
	old, new := pathMembers(p.before), pathMembers(p.after)
	if len(old) != len(new) {
		old, new = c.pathParametersComeAndGo(p, old, new)
	}
	for i := range old {
		c.compareSchema(part{pair: p}.named(new[i].name), old[i].schema, new[i].schema)
	}
}

// pathParametersComeAndGo reports the path parameters without a counterpart and returns
// the others: those of the same name, and of the rest the first ones.
func (c *comparison) pathParametersComeAndGo(p pair, before, after []member) (old, new []member) {
	var gone, come []member
	for _, m := range before {
		if i := indexOf(after, m.name); i >= 0 {
			old, new = append(old, m), append(new, after[i])
		} else {
			gone = append(gone, m)
		}
	}
	for _, m := range after {
		if indexOf(before, m.name) < 0 {
			come = append(come, m)
		}
	}
	both := min(len(gone), len(come))
	old, new = append(old, gone[:both]...), append(new, come[:both]...)
	for _, m := range gone[both:] {
		c.memberRemoved(p, part{pair: p}, m)
	}
	for _, m := range come[both:] {
		m.required = true
		c.memberAdded(p, part{pair: p}, m)
	}
	return old, new
}

func pathMembers(e *endpoint) []member {
	var members []member
	for _, p := range e.Params {
		if p.In == model.InPath {
			members = append(members, member{name: p.Name, schema: p.Schema})
		}
	}
	slices.SortStableFunc(members, func(a, b member) int {
		return cmp.Compare(strings.Index(e.Path, "{"+a.name+"}"), strings.Index(e.Path, "{"+b.name+"}"))
	})
	return members
}

// compareMembers compares what stands side by side in a request: by name, and the rest
// by hints.
func (c *comparison) compareMembers(p pair, at part, before, after []member) {
	var gone, come []member
	for _, old := range before {
		i := indexOf(after, old.name)
		if i < 0 {
			gone = append(gone, old)
			continue
		}
		c.compareMember(at.named(old.name), old, after[i])
	}
	for _, new := range after {
		if indexOf(before, new.name) < 0 {
			come = append(come, new)
		}
	}
	for _, old := range slices.Clone(gone) {
		if new, ok := successor(old, gone, come); ok {
			c.memberRenamed(at, old, new)
			gone = slices.DeleteFunc(gone, func(m member) bool { return m.name == old.name })
			come = slices.DeleteFunc(come, func(m member) bool { return m.name == new.name })
		}
	}
	for _, m := range gone {
		c.memberRemoved(p, at, m)
	}
	for _, m := range come {
		c.memberAdded(p, at, m)
	}
}

func (c *comparison) memberRemoved(p pair, at part, m member) {
	where := at.named(m.name)
	d := c.addMember(where, ParameterRemoved, Behaviour, "%s is gone.", where.text())
	d.Old, d.Pos = describeSchema(m.schema), p.before.op().Pos
	d.Advice = do("Do not send %s any more.", c.memberName(where, c.before, p.before))
}

func (c *comparison) memberAdded(p pair, at part, m member) {
	where := at.named(m.name)
	d := c.addMember(where, ParameterAdded, Additive, "%s is new, and optional.", where.text())
	d.New = describeSchema(m.schema)
	if m.required {
		d.Effect = Behaviour
		d.Text = sentence(Textf("%s is new, and required.", where.text()))
		d.Advice = do("Pass %s.", c.memberName(where, c.after, p.after))
	}
}

func indexOf(members []member, name string) int {
	return slices.IndexFunc(members, func(m member) bool { return m.name == name })
}

// successor returns the one member of come that has the form of an old one and a name
// like it, and is so like no other that is gone.
func successor(old member, gone, come []member) (member, bool) {
	like := func(as member, list []member) []member {
		return slices.DeleteFunc(slices.Clone(list), func(m member) bool {
			return m.required != old.required || !sameForm(m.schema, old.schema) || !alike(m.name, as.name)
		})
	}
	candidates := like(old, come)
	if len(candidates) == 1 && len(like(candidates[0], gone)) == 1 {
		return candidates[0], true
	}
	return member{}, false
}

// sameForm reports whether two schemas admit values of the same form.
func sameForm(a, b model.WireSchema) bool {
	return slices.Equal(describeSchema(a), describeSchema(b)) && slices.Equal(propertyNames(a), propertyNames(b))
}

func (c *comparison) memberRenamed(at part, old, new member) {
	was, is := at.named(old.name), at.named(new.name)
	d := c.addMember(is, ParameterRenamed, Behaviour, "%s is gone; %s, of the same type, is new, and may be its successor.", was.text(), new.name)
	d.Old, d.New = name(old.name), name(new.name)
	d.claim(c.memberClaims(was)...).affect(c.memberNames(was)...)
	before, after := c.memberName(was, c.before, at.before), c.memberName(is, c.after, at.after)
	if !slices.Equal(before, after) {
		d.Advice = ifTheSame(after, before)
	}
	c.compareSchema(is, old.schema, new.schema)
}

func (c *comparison) compareMember(at part, old, new member) {
	switch {
	case new.required && !old.required:
		c.addMember(at, ParameterRequired, Behaviour, "%s is required now.", at.text()).
			advise(do("Always pass %s.", c.memberName(at, c.after, at.after)))
	case old.required && !new.required:
		c.optional(at, new)
	}
	if old.deprecated != new.deprecated {
		d := c.addMember(at, ParameterDeprecated, Comment, "%s is no longer deprecated.", at.text())
		if new.deprecated {
			d.Text = sentence(Textf("%s is deprecated.", at.text()))
			d.advise(doWithout("Prepare to stop using %s.", c.memberName(at, c.after, at.after)))
		}
	}
	was, is := describeStyle(old.style), describeStyle(new.style)
	if old.encoding != new.encoding {
		was, is = unmarked(cmp.Or(old.encoding, "as usual")), unmarked(cmp.Or(new.encoding, "as usual"))
	}
	if (old.style != new.style || old.encoding != new.encoding) && form(old.schema) == form(new.schema) {
		d := c.addMember(at, ParameterType, Behaviour, "%s is written %s now; it was written %s.", at.text(), is, was)
		d.Old, d.New = was, is
		d.advise(do("Send %s in the new form.", c.memberName(at, c.after, at.after)))
		if !c.raw {
			d.advise(do("Update the client, which sends %s in the new form.", c.memberName(at, c.after, at.after)))
		}
	}
	c.compareSchema(at, old.schema, new.schema)
}

// optional reports that a part need not be passed. The client leaves the zero value out
// of a body then, which it sent before if it was one that the API could mean.
func (c *comparison) optional(at part, now member) {
	d := c.addMember(at, ParameterOptional, Additive, "%s is optional now.", at.text())
	zero := map[string]string{"integer": "0", "number": "0", "boolean": "false"}[now.schema.Kind]
	if c.raw || !at.inBody || zero == "" {
		return
	}
	d.Effect = Behaviour
	d.Text = sentence(Textf("%s is optional now, and is left out where it is %s.", at.text(), words(zero)))
	d.advise(do("Where %s is %s, check that the API treats a missing value in the same way.", c.memberName(at, c.after, at.after), words(zero)))
}

// compareSchema compares what a value may be.
func (c *comparison) compareSchema(at part, old, new model.WireSchema) {
	if form(old) != form(new) {
		if old.Kind == "array" && new.Kind == "array" && old.Items != nil && new.Items != nil {
			c.compareSchema(at.element(), *old.Items, *new.Items)
			return
		}
		d := c.addMember(at, ParameterType, Behaviour, "%s is %s now; it was %s.", at.text(), describeSchema(new), describeSchema(old))
		d.Old, d.New = describeSchema(old), describeSchema(new)
		d.advise(do("Pass %s as %s.", c.memberName(at, c.after, at.after), describeSchema(new)))
		return
	}
	c.compareValues(at, old, new)
	c.compareBounds(at, old, new)
	if was, is := describeDefault(old), describeDefault(new); !slices.Equal(was, is) {
		d := c.addMember(at, ParameterDefault, Behaviour, "The default of %s is %s now; it was %s.", at.text(), is, was)
		d.Old, d.New = was, is
		d.advise(c.defaultAdvice(at, old, new))
	}
	if old.Open != new.Open {
		d := c.addMember(at, ParameterType, Additive, "%s may have members that are not listed.", at.text())
		if old.Open {
			d.Effect, d.Text = Behaviour, sentence(Textf("%s may no longer have members that are not listed.", at.text()))
		}
	}
	if old.Items != nil && new.Items != nil {
		c.compareSchema(at.element(), *old.Items, *new.Items)
	}
	c.compareMembers(at.pair, at, propertyMembers(old), propertyMembers(new))
}

// defaultAdvice tells callers who relied on a default how to get the same now. The
// former default may be more than the API now takes.
func (c *comparison) defaultAdvice(at part, old, new model.WireSchema) Advice {
	name := c.memberName(at, c.after, at.after)
	former, isNumber := old.Default.(float64)
	if !isNumber || new.Max == nil || former <= *new.Max {
		return do("If you relied on the default, pass %s.", name)
	}
	more, where := "", ""
	if at.after.op().Paging != model.NoPaging && at.path == "limit" {
		more = ", and read more pages"
	}
	if former <= new.MaxExtended {
		where = " without extended quota mode"
	}
	return do("If you relied on the former default, set %s to at most %s%s: %s is refused now%s.",
		name, words(number(*new.Max)), words(more), words(number(former)), words(where))
}

// form tells values apart that are written in different ways in Go.
func form(s model.WireSchema) string {
	kind := s.Kind
	if s.Time {
		kind += " of a time"
	}
	if len(s.Enum) > 0 {
		kind += " of a few"
	}
	if s.Items != nil {
		kind += " of " + form(*s.Items)
	}
	return kind
}

// compareValues compares the values that are admitted. Where the values of an enum
// tell the same, nothing is said.
func (c *comparison) compareValues(at part, old, new model.WireSchema) {
	removed, added := difference(old.Enum, new.Enum)
	if len(removed)+len(added) == 0 || c.enumTells(at, removed, added) {
		return
	}
	effect, text := Additive, Text(nil)
	switch {
	case len(removed) == 0:
		text = Textf("%s may be %s, too.", at.text(), list(added, "and"))
	case len(added) == 0:
		effect, text = Behaviour, Textf("%s may no longer be %s.", at.text(), list(removed, "or"))
	default:
		effect, text = Behaviour, Textf("%s may be %s now, but no longer %s.", at.text(), list(added, "or"), list(removed, "or"))
	}
	d := c.addMember(at, ParameterValues, effect, "%s", text)
	d.Old, d.New = list(old.Enum, "or"), list(new.Enum, "or")
	if len(removed) > 0 {
		d.advise(do("Do not pass %s for %s.", list(removed, "or"), c.memberName(at, c.after, at.after)))
	}
}

// enumTells reports whether the enum of a parameter has changed in just that way.
func (c *comparison) enumTells(at part, removed, added []string) bool {
	for _, name := range c.after.enumsOf(at) {
		now := c.after.enums[name]
		before := c.before.enums[c.formerName(name)]
		if before == nil {
			continue
		}
		gone, come := difference(values(before), values(now))
		if contains(gone, removed) && contains(come, added) {
			return true
		}
	}
	return false
}

func values(e *model.Enum) []string {
	var wires []string
	for _, v := range e.Values {
		wires = append(wires, v.Wire)
	}
	return wires
}

// compareBounds compares the bounds of numbers, of texts, and of lists.
func (c *comparison) compareBounds(at part, old, new model.WireSchema) {
	was, is := describeBounds(old), describeBounds(new)
	if slices.Equal(was, is) || c.isBatch(at, old, new) {
		return
	}
	effect := Additive
	if narrower(old, new) {
		effect = Behaviour
	}
	d := c.addMember(at, ParameterBounds, effect, "The bounds of %s are %s now; they were %s.", at.text(), is, was)
	d.Old, d.New = was, is
	switch {
	case was.String() == unbounded:
		d.Text = sentence(Textf("%s is bounded now: %s.", at.text(), is))
	case is.String() == unbounded:
		d.Text = sentence(Textf("%s has no bounds any more; they were %s.", at.text(), was))
	}
	if effect == Behaviour {
		d.advise(do("Keep %s within %s.", c.memberName(at, c.after, at.after), is))
	}
}

// narrower reports whether some value was within the old bounds and is not within the
// new ones.
func narrower(old, new model.WireSchema) bool {
	lower := new.Min != nil && (old.Min == nil || *new.Min > *old.Min)
	upper := new.Max != nil && (old.Max == nil || *new.Max < *old.Max)
	extended := new.MaxExtended < old.MaxExtended && !(new.Max != nil && *new.Max >= old.MaxExtended)
	return lower || upper || extended || less(new.MaxLength, old.MaxLength) || less(new.MaxItems, old.MaxItems) ||
		new.MinItems > old.MinItems || new.MinProps > old.MinProps
}

// less compares maxima. 0 means that there is no maximum.
func less(a, b int) bool { return a != 0 && (b == 0 || a < b) }

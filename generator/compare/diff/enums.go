package diff

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// compareUnions reports what values of several types may be.
func (c *comparison) compareUnions() {
	for _, old := range c.before.Model.Unions {
		new := c.after.unions[c.newName(old.Name)]
		if new == nil {
			continue
		}
		c.compareTelling(old, new)
		for _, m := range old.Members {
			if !hasMember(new, c.newName(m.Type), m.Kind) {
				c.addMemberOf(MemberRemoved, Behaviour, new, old, m, "%s is never %s any more.").
					advise(doWithout("Stop using %s.", c.unionMember(old.Name, m)))
			}
		}
		for _, m := range new.Members {
			if !hasMember(&old, c.formerName(m.Type), m.Kind) {
				c.addMemberOf(MemberAdded, Additive, new, old, m, "%s may be %s, too.")
			}
		}
	}
}

// compareTelling reports that the kinds of a union are told apart in another way.
func (c *comparison) compareTelling(old model.Union, new *model.Union) {
	change := Change{
		Kind: FieldType, Group: Types, Effect: Behaviour, Subject: c.after.subject(new.Name) + "." + new.Property, Pos: new.Pos,
		Text: Textf("The kind of %s is in %s now; it was in %s.", c.after.subject(new.Name), new.Property, old.Property),
		Old:  name(old.Property), New: name(new.Property),
	}
	switch {
	case old.Property != new.Property:
	case !slices.Equal(old.Shapes, new.Shapes):
		change.Text = Textf("The kind of %s is recognised by other fields than before, where %s is wrong.", c.after.subject(new.Name), new.Property)
		change.Old, change.New = nil, nil
	default:
		return
	}
	d := c.add(change)
	if !c.raw {
		d.affect(new.Name)
	}
}

// unionMember is what an importer calls a member of a union.
func (c *comparison) unionMember(union string, m model.Member) Text {
	if c.raw {
		return about(Textf("%s in %s", c.before.subject(m.Type), c.before.subject(union)))
	}
	return About(union + "." + m.GoName)
}

func hasMember(u *model.Union, typeName, kind string) bool {
	return slices.ContainsFunc(u.Members, func(m model.Member) bool { return m.Type == typeName && m.Kind == kind })
}

func (c *comparison) addMemberOf(kind Kind, effect Effect, new *model.Union, old model.Union, m model.Member, format string) *draft {
	s, subject, pos := c.after, c.after.subject(new.Name), new.Pos
	if kind == MemberRemoved {
		s = c.before
	}
	text := Textf(format, subject, Textf("%s (%s)", article(s.subject(m.Type)), m.Kind))
	d := c.add(Change{Kind: kind, Group: Types, Effect: effect, Subject: subject + " " + m.Kind, Text: text, Pos: pos}).
		claim(old.Name+"."+m.GoName, new.Name+"."+m.GoName, old.Name+".ResourceURI", new.Name+".ResourceURI", old.Name, new.Name).
		with(user{byMember, old.Name, m.GoName}, user{byMember, new.Name, m.GoName})
	if !c.raw && kind == MemberAdded {
		d.affect(new.Name + "." + m.GoName)
	}
	return d
}

// compareEnums reports the values that have come and gone.
func (c *comparison) compareEnums() {
	for i := range c.before.Model.Enums {
		old := &c.before.Model.Enums[i]
		if new := c.after.enums[c.newName(old.Name)]; new != nil {
			c.compareEnum(old, new)
		}
	}
}

func (c *comparison) compareEnum(old, new *model.Enum) {
	same := sameWire
	if old.FoldCase && new.FoldCase {
		same = strings.EqualFold
	}
	for _, v := range old.Values {
		i := slices.IndexFunc(new.Values, func(other model.EnumValue) bool { return same(v.Wire, other.Wire) })
		if i < 0 {
			d := c.addValue(ValueRemoved, Behaviour, new, v, "%s is never %q any more.", c.after.subject(new.Name), v.Wire)
			d.Old = name(v.Wire)
			if !c.raw {
				d.advise(doWithout("Stop using %s.", About(v.GoName)))
			}
			continue
		}
		switch now := new.Values[i]; {
		case now.Wire != v.Wire:
			d := c.addValue(ValueRenamed, Behaviour, new, now, "The value %q of %s is spelled %q now.", v.Wire, c.after.subject(new.Name), now.Wire)
			d.was(name(v.Wire), name(now.Wire)).claim(v.GoName)
			if !c.raw {
				d.advise(useInstead(now.GoName, v.GoName))
			}
		case now.GoName != v.GoName && old.Name == new.Name:
			d := c.addValue(ValueRenamed, Behaviour, new, v, "The value %q of %s is called %s in Go now; it was %s.", v.Wire, new.Name, now.GoName, v.GoName)
			d.was(name(v.GoName), name(now.GoName)).claim(now.GoName).advise(useInstead(now.GoName, v.GoName))
		case now.GoName != v.GoName:
			c.claimFor(old.Name, v.GoName, now.GoName)
		}
	}
	for _, v := range new.Values {
		if !slices.ContainsFunc(old.Values, func(other model.EnumValue) bool { return same(v.Wire, other.Wire) }) {
			d := c.addValue(ValueAdded, Additive, new, v, "%s may be %q, too.", c.after.subject(new.Name), v.Wire)
			d.New = name(v.Wire)
			if !c.raw {
				d.affect(v.GoName)
			}
		}
	}
}

func sameWire(a, b string) bool { return a == b }

// claimFor gives declarations to the change that renames a type, which is made later.
func (c *comparison) claimFor(typeName string, names ...string) {
	if c.renameClaims == nil {
		c.renameClaims = map[string][]string{}
	}
	c.renameClaims[typeName] = append(c.renameClaims[typeName], names...)
}

func (c *comparison) addValue(kind Kind, effect Effect, e *model.Enum, v model.EnumValue, format string, args ...any) *draft {
	wire := v.Wire
	if wire == "" {
		wire = `""`
	}
	return c.add(Change{
		Kind: kind, Group: Enums, Effect: effect, Subject: c.after.subject(e.Name) + " " + wire,
		Text: Textf(format, args...), Pos: e.Pos,
	}).claim(v.GoName)
}

// compareScopes reports the scopes that there are, and those that operations need.
func (c *comparison) compareScopes() {
	for _, s := range c.before.Model.Scopes {
		if !hasScope(c.after, s.Name) {
			d := c.add(Change{
				Kind: ScopeRemoved, Group: Scopes, Effect: Behaviour, Subject: s.Name,
				Text: Textf("The scope %s is gone.", s.Name), Old: name(s.Name),
				Advice: do("Do not ask users for %s.", About(s.Name)),
			}).claim(s.GoName)
			if !c.raw {
				d.affect(s.GoName)
			}
		}
	}
	for _, s := range c.after.Model.Scopes {
		if !hasScope(c.before, s.Name) {
			d := c.add(Change{
				Kind: ScopeAdded, Group: Scopes, Effect: Additive, Subject: s.Name,
				Text: Textf("The scope %s is new.", s.Name), New: name(s.Name),
			}).claim(s.GoName)
			if !c.raw {
				d.affect(s.GoName)
			}
		}
	}
	for _, p := range c.pairs {
		c.compareScopeRule(p)
	}
}

func hasScope(s *side, name string) bool {
	return slices.ContainsFunc(s.Model.Scopes, func(scope model.Scope) bool { return scope.Name == name })
}

// compareScopeRule reports that an operation needs other scopes. One that needs fewer
// works with the consent that users have given.
func (c *comparison) compareScopeRule(p pair) {
	was, is := describeScopes(p.before.op().Scopes), describeScopes(p.after.op().Scopes)
	if slices.Equal(was, is) {
		return
	}
	change := c.about(p, ScopesChanged, Scopes, Behaviour, "%s needs other scopes now: %s. It needed %s.", p.after.place(), is, was)
	change.Old, change.New = was, is
	old, new := p.before.op().Scopes, p.after.op().Scopes
	switch {
	case needsLess(old, new) && needsLess(new, old):
		change.Effect = Comment
		change.Text = Textf("%s has other optional scopes now, and needs the same: %s. It was %s.", p.after.place(), is, was)
	case needsLess(old, new):
		change.Effect = Comment
		change.Text = Textf("%s needs fewer scopes now: %s. It needed %s.", p.after.place(), is, was)
	default:
		change.Advice = do("Ask users for the scopes again.")
		if !c.raw {
			change.Advice = do("Ask users of %s for the scopes again, with a new login.", c.operationName(p.after))
		}
	}
	c.add(change).affect(c.methodNames(p.after)...)
}

// needsLess reports whether what satisfied the old rule satisfies the new one.
func needsLess(old, new model.ScopeRule) bool {
	if !contains(old.All, new.All) || len(new.Any) > 0 && !slices.ContainsFunc(new.Any, func(s string) bool { return slices.Contains(old.All, s) }) &&
		(len(old.Any) == 0 || !contains(new.Any, old.Any)) {
		return false
	}
	return !slices.ContainsFunc(new.ByKind, func(k model.KindScope) bool {
		return !slices.Contains(old.ByKind, k) && !slices.Contains(old.All, k.Scope)
	})
}

func describeScopes(rule model.ScopeRule) Text {
	var parts []Text
	if len(rule.All) > 0 {
		parts = append(parts, list(rule.All, "and"))
	}
	if len(rule.Any) > 0 {
		parts = append(parts, Textf("one of %s", list(rule.Any, "and")))
	}
	for _, k := range rule.ByKind {
		parts = append(parts, Textf("%s for %s", k.Scope, k.Kind))
	}
	if len(rule.Optional) > 0 {
		parts = append(parts, Textf("optionally %s", list(rule.Optional, "and")))
	}
	return orNone(enumerate(parts, "and"))
}

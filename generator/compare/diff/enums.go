package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

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
		switch {
		case i < 0 && old.Listed && !new.Listed:
			c.valueUnlisted(new, v)
			continue
		case i < 0:
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

// valueUnlisted reports that a value has no constant any more because the schema lists no
// values of the type, so that any may come. Those that are left come from overrides.
func (c *comparison) valueUnlisted(e *model.Enum, v model.EnumValue) {
	d := c.addValue(ValueUnlisted, Behaviour, e, v, "%s may be any text now, %q as before: the schema no longer lists its values.", c.after.subject(e.Name), v.Wire)
	d.Old = name(v.Wire)
	if !c.raw {
		d.advise(do("Write %s instead of %s, or list the value in an override.", About(fmt.Sprintf("%s(%q)", e.Name, v.Wire)), About(v.GoName)))
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

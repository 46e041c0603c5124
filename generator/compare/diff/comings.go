package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// comeAndGo reports the types that have another name, are new, or are gone. What only
// one change brings, or takes away, is part of that change.
func (c *comparison) comeAndGo() {
	c.typesRenamed()
	c.indexDrafts()
	c.typesOf(c.before, TypeRemoved, func(name string) bool { return c.after.declares(c.newName(name)) })
	c.typesOf(c.after, TypeAdded, func(name string) bool { return c.before.declares(c.formerName(name)) })
}

func (c *comparison) typesRenamed() {
	for _, old := range declared(c.before) {
		new, ok := c.renamed[old.name]
		if !ok {
			continue
		}
		was, is := c.before.subject(old.name), c.after.subject(new)
		if c.raw && was == is {
			continue // it has no name but the one that the rules give it
		}
		change := Change{
			Kind: TypeRenamed, Group: old.group, Effect: None, Subject: is, Old: name(old.name), New: name(new), Pos: c.after.pos(new),
			Text: Textf("%s is called %s now.", was, is),
		}
		if was == is {
			change.Text = Textf("%s is called %s in Go now; it was %s.", is, new, old.name)
		}
		guessed := c.guessed[old.name] && was != is
		if guessed {
			change.Text = Textf("%s is gone; %s, with mostly the same fields, is new in its place, and may be its successor.", was, is)
		}
		if !c.raw && c.after.keeps(old.name) {
			guessed = false // somebody has decided
			change.Text = Textf("%s is called %s now. Its old name in Go, %s, stays and is deprecated.", was, is, old.name)
			if was == is {
				change.Text = Textf("%s is called %s in Go now. The old name, %s, stays and is deprecated.", is, new, old.name)
			}
		}
		switch {
		case c.raw:
			change.Old, change.New = name(was), name(is)
		case guessed:
			change.Advice = ifTheSame(About(new), About(old.name))
		default:
			change.Advice = useInstead(new, old.name)
		}
		d := c.add(change).claim(old.name, old.name+".*", new, new+".*").claim(c.renameClaims[old.name]...)
		if c.before.unions[old.name] != nil {
			d.claim(c.before.parts(old.name)...).claim(c.after.parts(new)...)
		}
		d.renames = old.name
	}
}

// keeps reports whether a side has a former name of a type.
func (s *side) keeps(name string) bool {
	return slices.ContainsFunc(s.Model.Aliases, func(a model.Alias) bool { return a.Name == name })
}

// declaration is a type, a union, or an enum of a side.
type declaration struct {
	name  string
	group Group
}

func declared(s *side) []declaration {
	var all []declaration
	for _, t := range s.Model.Types {
		all = append(all, declaration{t.Name, Types})
	}
	for _, u := range s.Model.Unions {
		all = append(all, declaration{u.Name, Types})
	}
	for _, p := range s.Model.Pages {
		all = append(all, declaration{p.Name, Types})
	}
	for _, e := range s.Model.Enums {
		all = append(all, declaration{e.Name, Enums})
	}
	return all
}

func (s *side) pos(name string) model.Pos {
	switch {
	case s.types[name] != nil:
		return s.types[name].Pos
	case s.unions[name] != nil:
		return s.unions[name].Pos
	case s.enums[name] != nil:
		return s.enums[name].Pos
	}
	return model.Pos{}
}

// typesOf reports the types of a side that the other one does not have.
func (c *comparison) typesOf(s *side, kind Kind, stays func(name string) bool) {
	for _, t := range declared(s) {
		if stays(t.name) {
			continue
		}
		claims := append([]string{t.name, t.name + ".*"}, s.parts(t.name)...)
		if d := c.causeOf(s, t.name, stays); d != nil {
			d.claim(claims...)
			continue
		}
		change := Change{
			Kind: kind, Group: t.group, Effect: Additive, Subject: s.subject(t.name), Pos: s.pos(t.name),
			Text: Textf("%s is new.", s.subject(t.name)),
		}
		if kind == TypeRemoved {
			change.Effect = Behaviour
			change.Text = Textf("%s is gone.", s.subject(t.name))
			if !c.raw {
				change.Advice = doWithout("Stop using %s.", About(t.name))
			}
		}
		c.add(change).claim(claims...)
	}
}

// parts lists what the package declares for a type beside it: the values of an enum, and the
// functions that make a union.
func (s *side) parts(name string) []string {
	var names []string
	if e := s.enums[name]; e != nil {
		for _, v := range e.Values {
			names = append(names, v.GoName)
		}
	}
	if u := s.unions[name]; u != nil {
		for _, a := range u.Attempts {
			names = append(names, u.Constructor(a))
		}
	}
	return names
}

// causeOf returns the one change that all users of a type come or go with; nil if there
// are several, or if something that stays uses it, too. It looks at each of the types
// that hold it, however far away and in however many ways, once.
func (c *comparison) causeOf(s *side, name string, stays func(string) bool) *draft {
	seen := map[string]bool{name: true}
	var cause *draft
	for open := []string{name}; len(open) > 0; open = open[1:] {
		for _, by := range s.users[open[0]] {
			d := c.draftWith(by)
			if d == nil && (by.kind == byField || by.kind == byMember) && !stays(by.owner) {
				if !seen[by.owner] {
					seen[by.owner] = true
					open = append(open, by.owner)
				}
				continue
			}
			if d == nil || cause != nil && cause != d {
				return nil
			}
			cause = d
		}
	}
	return cause
}

// draftWith finds the change that something comes or goes with.
func (c *comparison) draftWith(by user) *draft {
	if d := c.draftsWith[by]; d != nil {
		return d
	}
	if by.kind == byParameter || by.kind == byBody || by.kind == byResult {
		return c.draftsWith[user{kind: byOperation, owner: by.owner}]
	}
	return nil
}

// indexDrafts notes which change comes first with each user of types.
func (c *comparison) indexDrafts() {
	c.draftsWith = map[user]*draft{}
	for _, d := range c.drafts {
		for _, by := range d.users {
			if c.draftsWith[by] == nil {
				c.draftsWith[by] = d
			}
		}
	}
}

package diff

import (
	"slices"

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

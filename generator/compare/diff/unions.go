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
			switch a := c.attemptOf(new, c.newName(m.Type)); {
			case hasMember(new, c.newName(m.Type), m.Kind):
			case a != nil:
				c.addMemberOf(MemberRemoved, Behaviour, new, old, m, "%s does not tell any more whether it is %s.").
					claim(new.Name+"."+a.Method(), new.Constructor(*a)).
					advise(c.insteadOf(new.Name+"."+a.Method(), old.Name+"."+m.GoName))
			default:
				c.addMemberOf(MemberRemoved, Behaviour, new, old, m, "%s is never %s any more.").
					advise(doWithout("Stop using %s.", c.unionMember(old.Name, m)))
			}
		}
		for _, m := range new.Members {
			switch a := c.attemptOf(&old, c.formerName(m.Type)); {
			case hasMember(&old, c.formerName(m.Type), m.Kind):
			case a != nil:
				c.addMemberOf(MemberAdded, Behaviour, new, old, m, "%s tells now when it is %s.").
					claim(old.Name+"."+a.Method(), old.Constructor(*a)).
					advise(c.insteadOf(new.Name+"."+m.GoName, old.Name+"."+a.Method()))
			default:
				c.addMemberOf(MemberAdded, Additive, new, old, m, "%s may be %s, too.")
			}
		}
		c.compareAttempts(old, new)
	}
}

// insteadOf advises to use another part of a union, where there is Go.
func (c *comparison) insteadOf(new, old string) Advice {
	if c.raw {
		return Advice{}
	}
	return useInstead(new, old)
}

// attemptOf returns the attempt of a union at an emitted type; nil if there is none.
func (c *comparison) attemptOf(u *model.Union, typeName string) *model.Attempt {
	i := slices.IndexFunc(u.Attempts, func(a model.Attempt) bool { return a.Type.Kind == model.Named && a.Type.Name == typeName })
	if i < 0 {
		return nil
	}
	return &u.Attempts[i]
}

// compareAttempts reports the types that a union may be of and that nothing tells. Those
// that something tells on the other side are reported as members.
func (c *comparison) compareAttempts(old model.Union, new *model.Union) {
	for _, a := range old.Attempts {
		i := slices.IndexFunc(new.Attempts, func(other model.Attempt) bool { return c.sameType(a.Type, other.Type) })
		switch {
		case i < 0 && !isMember(new, c.newName(a.Type.Name)):
			d := c.addAttempt(MemberRemoved, Behaviour, c.before, new, old, a, "%s is never %s any more.")
			d.advise(doWithout("Stop using %s.", c.attempted(old.Name, a)))
		case i >= 0 && new.Attempts[i].Name != a.Name:
			now := new.Attempts[i]
			c.claimFor(a.Type.Name, old.Name+"."+a.Method(), new.Name+"."+now.Method(), old.Constructor(a), new.Constructor(now))
		}
	}
	for _, a := range new.Attempts {
		known := slices.ContainsFunc(old.Attempts, func(other model.Attempt) bool { return c.sameType(other.Type, a.Type) })
		if !known && !isMember(&old, c.formerName(a.Type.Name)) {
			c.addAttempt(MemberAdded, Additive, c.after, new, old, a, "%s may be %s, too.")
		}
	}
}

func isMember(u *model.Union, typeName string) bool {
	return slices.ContainsFunc(u.Members, func(m model.Member) bool { return m.Type == typeName })
}

// attempted is what an importer calls a type that a union may be of.
func (c *comparison) attempted(union string, a model.Attempt) Text {
	if c.raw {
		return about(Textf("%s in %s", c.before.describeType(a.Type), c.before.subject(union)))
	}
	return About(union + "." + a.Method())
}

func (c *comparison) addAttempt(kind Kind, effect Effect, s *side, new *model.Union, old model.Union, a model.Attempt, format string) *draft {
	subject := c.after.subject(new.Name)
	d := c.add(Change{
		Kind: kind, Group: Types, Effect: effect, Subject: subject + " " + a.Name,
		Text: Textf(format, subject, s.describeType(a.Type)), Pos: new.Pos,
	})
	d.claim(old.Name+"."+a.Method(), new.Name+"."+a.Method(), old.Constructor(a), new.Constructor(a), old.Name, new.Name).
		with(user{byMember, old.Name, a.Method()}, user{byMember, new.Name, a.Method()})
	if !c.raw && kind == MemberAdded {
		d.affect(new.Name + "." + a.Method())
	}
	return d
}

// compareTelling reports that the kinds of a union are told apart in another way.
func (c *comparison) compareTelling(old model.Union, new *model.Union) {
	change := Change{
		Kind: FieldType, Group: Types, Effect: Behaviour, Subject: c.after.subject(new.Name) + "." + new.Property, Pos: new.Pos,
		Text: Textf("The kind of %s is in %s now; it was in %s.", c.after.subject(new.Name), new.Property, old.Property),
		Old:  name(old.Property), New: name(new.Property),
	}
	switch {
	case old.Property == "" || new.Property == "":
		return // reported of each member
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
		claim(old.Name+"."+m.GoName, new.Name+"."+m.GoName, old.Name+".ResourceURI", new.Name+".ResourceURI", old.Name+".Unknown", new.Name+".Unknown", old.Name, new.Name).
		claim(unionGetters(&old, new)...).
		with(user{byMember, old.Name, m.GoName}, user{byMember, new.Name, m.GoName})
	if !c.raw && kind == MemberAdded {
		d.affect(new.Name + "." + m.GoName)
	}
	return d
}

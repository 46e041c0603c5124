package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// compareBody compares what requests carry.
func (c *comparison) compareBody(p pair) {
	old, new := p.before.Body, p.after.Body
	place := p.after.place()
	add := func(effect Effect, format string, args ...any) *draft {
		d := c.add(c.about(p, BodyChanged, Parameters, effect, format, args...)).
			claim(c.bodyClaims(p)...).affect(c.methodNames(p.after)...).with(user{kind: byBody, owner: p.before.place()}, user{kind: byBody, owner: place})
		d.Old, d.New = name(old.MediaType), name(new.MediaType)
		return d
	}
	switch {
	case old.MediaType == "" && new.MediaType == "":
	case old.MediaType == "":
		d := add(Additive, "%s now takes a body of type %s.", place, new.MediaType)
		if new.Required {
			d.Effect = Behaviour
			d.advise(do("Pass a body to %s.", c.operationName(p.after)))
		}
	case new.MediaType == "":
		add(Behaviour, "%s no longer takes a body.", place).advise(do("Call %s without a body.", c.operationName(p.after)))
	case old.MediaType != new.MediaType:
		add(Behaviour, "The body of %s is %s now; it was %s.", place, new.MediaType, old.MediaType).
			advise(do("Check the code that calls %s.", c.operationName(p.after)))
	default:
		c.compareMember(part{pair: p, path: "body", inBody: true}, member{name: "body", required: old.Required, schema: old.Schema},
			member{name: "body", required: new.Required, schema: new.Schema})
	}
}

// compareBatch compares how many things one request may be about.
func (c *comparison) compareBatch(p pair) {
	var names []string
	var old, new model.Batch
	for _, m := range p.methods {
		if m.before.Batch.Param == m.after.Batch.Param && m.before.Batch.Max != m.after.Batch.Max {
			old, new = m.before.Batch, m.after.Batch
			names = append(names, m.after.QualifiedName())
		}
	}
	if len(names) == 0 || new.Param == "" {
		return
	}
	change := c.about(p, BatchSize, Parameters, Additive, "%s takes %d %s in one request now; it took %d.", p.after.place(), new.Max, new.Param, old.Max)
	if new.Max < old.Max {
		change.Effect = Behaviour
		change.Text = Textf("%s takes no more than %d %s in one request now; it took %d.", p.after.place(), new.Max, new.Param, old.Max)
		if !c.raw {
			change.Advice = do("Update the client: its new version of %s sends as many as the API takes.", About(names...))
			if new.Whole {
				change.Advice = do("Pass at most %d to %s.", new.Max, About(names...))
			}
		}
	}
	if len(p.after.Body.Schema.Properties) > 0 && indexOf(parameterMembers(p.after), new.Param) < 0 {
		change.Subject += " body." + new.Param
	} else {
		change.Subject += " " + new.Param
	}
	change.Old, change.New = Textf("%d", old.Max), Textf("%d", new.Max)
	if c.raw {
		names = nil
	}
	c.add(change).affect(names...)
}

// isBatch reports whether bounds differ in the size of a batch only.
func (c *comparison) isBatch(at part, old, new model.WireSchema) bool {
	new.MaxItems = old.MaxItems
	if !slices.Equal(describeBounds(old), describeBounds(new)) {
		return false
	}
	for _, m := range at.methods {
		if m.before.Batch.Param == at.top() && m.after.Batch.Param == at.top() && m.before.Batch.Max != m.after.Batch.Max {
			return true
		}
	}
	return false
}

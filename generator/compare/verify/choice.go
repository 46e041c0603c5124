package verify

import (
	"encoding/json"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// choice compares a value with the choices of a oneOf.
func (c *checker) choice(x any, s *schema, around []*schema, at *trail) {
	object, ok := x.(map[string]any)
	said, tells := object[s.discriminator].(string)
	if !ok || s.discriminator == "" || !tells {
		c.add(c.best(x, s.choices, at))
		return
	}
	c.event(&s.stats, "kind "+said)
	choice := s.mapping[said]
	for _, rule := range s.shapes {
		if _, ok := object[rule.has].(map[string]any); ok && rule.says == said && s.mapping[rule.is] != nil {
			c.event(&s.stats, "shape "+said)
			c.add(c.without(c.try(x, s.mapping[rule.is], at), at.to(s.discriminator)))
			return
		}
	}
	if choice == nil {
		c.report(UnknownKind, s, shown(said), at.to(s.discriminator), x)
		if choice = s.named()[said]; choice == nil {
			c.add(c.without(c.best(x, s.choices, at), at.to(s.discriminator)))
			return
		}
	}
	t := c.try(x, choice, at)
	if other, name, has := s.otherShape(c, object, choice, t, at); other != nil {
		c.report(OtherShape, s, shapeDetail(said, has, name), at, x)
		c.add(c.without(other, at.to(s.discriminator)))
		return
	}
	c.add(t)
}

// otherShape looks for a choice that an object fits better than the one that it says. It
// returns what that shows, the value that stands for it, and the object among its members
// that tells.
func (s *schema) otherShape(c *checker, x map[string]any, choice *schema, t *trace, at *trail) (best *trace, name, tell string) {
	wrong := t.weight()
	if wrong < 3 {
		return nil, "", ""
	}
	named := s.named()
	for _, value := range sortedNames(named) {
		other := named[value]
		if other.target() == choice.target() {
			continue
		}
		shown := c.try(x, other, at)
		if shown.weight()*2 >= wrong || best != nil && shown.weight() >= best.weight() {
			continue
		}
		for _, member := range sortedNames(x) {
			if _, isObject := x[member].(map[string]any); isObject && len(property(choice.parts(), member)) == 0 && len(property(other.parts(), member)) > 0 {
				best, name, tell = shown, value, member
				break
			}
		}
	}
	return best, name, tell
}

// named returns the choices by the values that stand for them: those of the mapping, and
// those that the choices themselves say.
func (s *schema) named() map[string]*schema {
	all := map[string]*schema{}
	for _, choice := range s.choices {
		if value := branch(choice, s.discriminator); value != "" {
			all[value] = choice
		}
	}
	members(get(s.node, "discriminator", "mapping"), func(value string, _ *yaml.Node) {
		if choice := s.mapping[value]; choice != nil {
			all[value] = choice
		}
	})
	return all
}

func shapeDetail(says, has, is string) string {
	return strconv.Quote(says) + " with " + strconv.Quote(has) + " is " + strconv.Quote(is)
}

// weight tells how badly something fits.
func (t *trace) weight() int { return len(t.found) }

func (c *checker) try(x any, s *schema, at *trail) *trace {
	inner := &checker{trace: &trace{}, lenient: c.lenient}
	inner.value(x, s, at)
	return inner.trace
}

// best returns what the choice shows that a value fits best.
func (c *checker) best(x any, choices []*schema, at *trail) *trace {
	var best *trace
	for _, choice := range choices {
		if t := c.try(x, choice, at); best == nil || t.weight() < best.weight() {
			best = t
		}
	}
	if best == nil {
		return &trace{}
	}
	return best
}

// without drops what was found of one member.
func (c *checker) without(t *trace, member *trail) *trace {
	t.found = slices.DeleteFunc(t.found, func(f found) bool {
		return f.trail != nil && (f.kind == UnknownValue || f.kind == OtherCase) && f.trail.String() == member.String()
	})
	return t
}

// branch returns the value of the discriminator for a choice: the only value of the enum
// of that property, or "".
func branch(choice *schema, discriminator string) string {
	for _, s := range property(choice.parts(), discriminator) {
		for _, p := range s.parts() {
			var value string
			if len(p.enum) == 1 && json.Unmarshal([]byte(p.enum[0]), &value) == nil {
				return value
			}
		}
	}
	return ""
}

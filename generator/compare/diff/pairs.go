package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// pair is an operation that is in both versions.
type pair struct {
	before, after *endpoint
	methods       []methodPair
	gone, come    []*model.Operation // methods without a counterpart
}

// methodPair is a method of an operation in both versions.
type methodPair struct{ before, after *model.Operation }

// pairOperations finds the operations that are in both versions: at the same place, or
// moved.
func (c *comparison) pairOperations() {
	for _, e := range c.before.endpoints {
		if other := c.after.places[e.place()]; other != nil {
			c.pair(e, other)
		}
	}
	for _, like := range []struct {
		key  func(*endpoint) string // equal for operations that are the same
		same func(a, b *endpoint) bool
	}{
		{shapeKey, sameShape}, {idKey, sameID}, {useKey, c.sameUse},
	} {
		gone, come := byKey(c.unpaired(c.before), like.key), byKey(c.unpaired(c.after), like.key)
		for _, e := range c.unpaired(c.before) {
			key := like.key(e)
			if other := onlyMatch(e, gone[key], come[key], like.same); other != nil {
				c.pair(e, other)
				gone[key] = without(gone[key], e)
				come[key] = without(come[key], other)
			}
		}
	}
}

func (c *comparison) pair(before, after *endpoint) {
	p := newPair(before, after)
	c.pairs = append(c.pairs, p)
	c.pairOf[before], c.pairOf[after] = p, p
	c.moves[before.place()] = after.place()
}

// unpaired lists the operations of a side that are in no pair.
func (c *comparison) unpaired(s *side) []*endpoint {
	var rest []*endpoint
	for _, e := range s.endpoints {
		if c.pairOf[e].before == nil {
			rest = append(rest, e)
		}
	}
	return rest
}

func byKey(all []*endpoint, key func(*endpoint) string) map[string][]*endpoint {
	found := map[string][]*endpoint{}
	for _, e := range all {
		found[key(e)] = append(found[key(e)], e)
	}
	return found
}

// onlyMatch returns the one operation of come that is the same as e and as no other of
// gone; nil if there is none, or more than one.
func onlyMatch(e *endpoint, gone, come []*endpoint, same func(a, b *endpoint) bool) *endpoint {
	var match *endpoint
	for _, other := range come {
		if same(e, other) {
			if match != nil {
				return nil
			}
			match = other
		}
	}
	if match == nil || slices.ContainsFunc(gone, func(g *endpoint) bool { return g != e && same(g, match) }) {
		return nil
	}
	return match
}

func without(list []*endpoint, e *endpoint) []*endpoint {
	return slices.DeleteFunc(slices.Clone(list), func(other *endpoint) bool { return other == e })
}

func shapeKey(e *endpoint) string { return e.Method + " " + shape(e.Path) }

func idKey(e *endpoint) string { return e.op().ID }

// useKey has what operations of the same use have in common.
func useKey(e *endpoint) string {
	return fmt.Sprintf("%s %s %q %q %q %d", e.Method, lastSegment(e.Path), queryNames(e), e.Body.MediaType,
		propertyNames(e.Body.Schema), len(e.methods))
}

// sameShape reports whether two places differ in the names of path parameters only.
func sameShape(a, b *endpoint) bool { return shapeKey(a) == shapeKey(b) }

// shape is a path without the names of its parameters.
func shape(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, "{") {
			segments[i] = "{}"
		}
	}
	return strings.Join(segments, "/")
}

func sameID(a, b *endpoint) bool { return a.op().ID != "" && a.op().ID == b.op().ID }

// sameUse reports whether two operations look as if one was the other at another
// place: the same verb, the same end of the path, the same parameters, the same answer.
// Those that the schema calls by two names are two.
func (c *comparison) sameUse(a, b *endpoint) bool {
	if a.op().ID != "" && b.op().ID != "" && a.op().ID != b.op().ID {
		return false
	}
	return useKey(a) == useKey(b) && a.op().Result.Kind != model.NoResult &&
		c.sameResultType(a.op().Result, b.op().Result)
}

// lastSegment is the last part of a path that is not a parameter.
func lastSegment(path string) string {
	for _, s := range slices.Backward(strings.Split(path, "/")) {
		if !strings.HasPrefix(s, "{") {
			return s
		}
	}
	return ""
}

func queryNames(e *endpoint) []string {
	var names []string
	for _, p := range e.Params {
		if p.In == model.InQuery {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names
}

func propertyNames(s model.WireSchema) []string {
	var names []string
	for _, p := range s.Properties {
		names = append(names, p.Name)
	}
	return names
}

// newPair pairs the methods of an operation: by name, and those that are left in their
// order if there are as many.
func newPair(before, after *endpoint) pair {
	p := pair{before: before, after: after}
	gone := slices.Clone(before.methods)
	for _, op := range after.methods {
		i := slices.IndexFunc(gone, func(other *model.Operation) bool { return other.QualifiedName() == op.QualifiedName() })
		if i < 0 {
			p.come = append(p.come, op)
			continue
		}
		p.methods = append(p.methods, methodPair{gone[i], op})
		gone = slices.Delete(gone, i, i+1)
	}
	p.gone = gone
	if len(p.gone) == len(p.come) {
		for i := range p.gone {
			p.methods = append(p.methods, methodPair{p.gone[i], p.come[i]})
		}
		p.gone, p.come = nil, nil
	}
	return p
}

// compareOperationIDs reports operationIds that name something else than before. They
// are hints only: nothing in the client depends on them.
func (c *comparison) compareOperationIDs() {
	placesBefore, placesAfter := byID(c.before), byID(c.after)
	explained := map[string]bool{} // operations whose change of ID has been told
	for _, e := range c.before.endpoints {
		id := e.op().ID
		now := placesAfter[id]
		if id == "" || now == nil || c.movedTo(e.place()) == now.place() || placesBefore[id] != e {
			continue
		}
		text := Textf("The %s %s names %s now; it named %s before.", "operationId", id, now.place(), e.place())
		if other := c.counterpart(e); other != nil {
			if other.op().ID == "" {
				text = join(text, Textf(" That one no longer has an %s.", "operationId"))
			} else {
				text = join(text, Textf(" That one has the %s %s now.", "operationId", other.op().ID))
			}
			explained[other.place()] = true
		}
		explained[now.place()] = true
		c.add(Change{
			Kind: OperationIDMoved, Group: Operations, Effect: None, Subject: now.place(),
			Old: name(e.place()), New: name(now.place()), Text: text, Pos: now.op().Pos,
		})
	}
	for _, p := range c.pairs {
		if p.before.op().ID == p.after.op().ID || explained[p.after.place()] {
			continue
		}
		change := c.about(p, OperationIDChanged, Operations, None, "The %s of %s is %s now; it was %s before.",
			"operationId", p.after.place(), orNone(name(p.after.op().ID)), orNone(name(p.before.op().ID)))
		change.Old, change.New = name(p.before.op().ID), name(p.after.op().ID)
		c.add(change)
	}
}

// byID returns the operations of a side by their operationIds, which only one has.
func byID(s *side) map[string]*endpoint {
	places := map[string]*endpoint{}
	for _, e := range s.endpoints {
		if places[e.op().ID] == nil {
			places[e.op().ID] = e
		}
	}
	return places
}

// counterpart returns what has become of an operation of the old version, or nil.
func (c *comparison) counterpart(e *endpoint) *endpoint { return c.pairOf[e].after }

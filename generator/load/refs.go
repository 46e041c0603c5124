package load

import (
	"maps"
	"net/url"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxRefHops is how many references a reference may lead through.
const maxRefHops = 100

// checkRefs looks up every reference.
func (c *checker) checkRefs() {
	followed := map[*yaml.Node]bool{}
	for _, n := range c.refs {
		ref := member(n, "$ref")
		target, problem := c.resolve(ref)
		if target == nil {
			c.errorAt(ref, "$ref %s", describeRef(ref)+problem)
			continue
		}
		want := c.kinds[n]
		if have, walked := c.kinds[target]; walked && have != want {
			c.errorAt(ref, "$ref %q leads to a %s where a %s is wanted", short(ref.Value), have, want)
			continue
		}
		if cycle := c.refCycle(n, followed); cycle != "" {
			c.errorAt(ref, "$ref leads back to itself (%s); put a schema somewhere in the circle", cycle)
		}
		c.checkSiblings(n)
	}
}

// checkSiblings reports keys beside a reference: OpenAPI 3.0 ignores them, so
// that they say something which nobody reads. Extensions are exempt.
func (c *checker) checkSiblings(n *yaml.Node) {
	members(n, func(key, _ *yaml.Node) {
		switch {
		case key.Value == "$ref" || isExtension(key.Value):
		case c.kinds[n] == KindPathItem: // OpenAPI allows them there
		case key.Value == "description" || key.Value == "summary": // harmless, and wide-spread
		default:
			c.errorAt(key, "%s beside $ref has no effect; put the $ref into an allOf", key.Value)
		}
	})
}

// describeRef returns a reference as the start of a message.
func describeRef(ref *yaml.Node) string {
	if isString(ref) {
		return `"` + short(ref.Value) + `" `
	}
	return ""
}

// resolve returns the node that a reference leads to, or what is wrong with it.
func (c *checker) resolve(ref *yaml.Node) (target *yaml.Node, problem string) {
	if !isString(ref) {
		return nil, "is not a text but " + describe(ref)
	}
	pointer, local := strings.CutPrefix(ref.Value, "#/")
	switch {
	case ref.Value == "#":
		return nil, "leads to the whole document, which is no part of it; name one under components"
	case !local && strings.HasPrefix(ref.Value, "#"):
		return nil, "names an anchor that is not there; define it under components"
	case !local:
		return nil, "leads out of the file; copy what it names under components"
	}
	pointer, err := url.PathUnescape(pointer)
	if err != nil {
		return nil, "has a bad % escape"
	}
	target, known := c.targets[pointer]
	if !known {
		hops := maxRefHops
		target = c.lookup(pointer, &hops)
		c.targets[pointer] = target
	}
	if target == nil {
		return nil, "leads nowhere; define it under components or correct the name"
	}
	return target, ""
}

// lookup finds the node at a JSON pointer. A reference on the way is followed.
func (c *checker) lookup(pointer string, hops *int) *yaml.Node {
	n := c.root
	for _, token := range pointerTokens(pointer) {
		for {
			ref := member(n, "$ref")
			if _, value := child(n, token); value != nil || ref == nil || !isString(ref) {
				break
			}
			if *hops--; *hops < 0 {
				return nil
			}
			inner, local := strings.CutPrefix(ref.Value, "#/")
			if !local {
				return nil
			}
			if n = c.lookup(inner, hops); n == nil {
				return nil
			}
		}
		if _, n = child(n, token); n == nil {
			return nil
		}
	}
	return n
}

// refCycle follows a reference through references only, and returns the circle
// that it runs into. It walks no reference twice and adds those that it walked
// to known.
func (c *checker) refCycle(n *yaml.Node, known map[*yaml.Node]bool) string {
	var way []string
	seen := map[*yaml.Node]bool{}
	defer func() { maps.Copy(known, seen) }()
	for at := n; ; {
		ref := member(at, "$ref")
		if ref == nil || known[at] {
			return ""
		}
		way = append(way, ref.Value[strings.LastIndex(ref.Value, "/")+1:])
		if seen[at] {
			return short(strings.Join(way, " → "))
		}
		seen[at] = true
		target, _ := c.resolve(ref)
		if target == nil {
			return ""
		}
		at = target
	}
}

// checkCompositions reports schemas that are a part of themselves through
// allOf, oneOf, anyOf or not alone. No value could ever be checked against
// them, and no Go type could hold one.
func (c *checker) checkCompositions() {
	done := map[*yaml.Node]bool{}
	open := map[*yaml.Node]bool{}
	var enter func(n *yaml.Node)
	follow := func(part *yaml.Node) {
		target := c.resolved(part)
		switch {
		case target == nil:
		case open[target]:
			c.errorAt(part, "schema is a part of itself through allOf, oneOf, anyOf or not; break the circle")
		default:
			enter(target)
		}
	}
	enter = func(n *yaml.Node) {
		if done[n] || n.Kind != yaml.MappingNode {
			return
		}
		open[n] = true
		for _, key := range []string{"allOf", "oneOf", "anyOf"} {
			if v := member(n, key); v != nil && v.Kind == yaml.SequenceNode {
				for _, part := range v.Content {
					follow(part)
				}
			}
		}
		if v := member(n, "not"); v != nil {
			follow(v)
		}
		delete(open, n)
		done[n] = true
	}
	walkUsed(c.root, func(n *yaml.Node, kind Kind) {
		if kind == KindSchema && member(n, "$ref") == nil {
			enter(n)
		}
	})
}

// resolved follows references to the object behind them, or returns nil where
// there is none.
func (c *checker) resolved(n *yaml.Node) *yaml.Node {
	for range maxRefHops {
		ref := member(n, "$ref")
		if ref == nil {
			return n
		}
		target, _ := c.resolve(ref)
		if target == nil {
			return nil
		}
		n = target
	}
	return nil
}

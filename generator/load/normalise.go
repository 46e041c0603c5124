package load

import (
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// normalise brings a published schema to the one form that overlays and later stages
// know. Each rule keeps what the schema says; those that cannot say so.
func (l *loader) normalise(root *yaml.Node) {
	l.dropWebhooks(root)
	l.followAnchors(root)
	l.moveDefinitions(root)
	l.decodeReferences(root)
	l.movePathItems(root)
	l.fromOpenAPI31(root)
	l.dropRepeatedIDs(root)
	l.nameSuccesses(root)
	l.requirePathParameters(root)
	l.moveParameters(root)
	l.moveAnswers(root)
	l.shortenMediaTypes(root)
	l.normaliseSchemas(root)
}

// normaliseSchemas has the rules that hold after overlays, too.
func (l *loader) normaliseSchemas(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if kind == KindSchema {
			l.schemaFrom31(n)
		}
		l.dropUnknownKeys(n, kind)
		if kind != KindSchema {
			return
		}
		l.wrapReference(n)
		l.giveItems(n)
		l.dropDefault(n)
	})
}

// warnAt adds a warning that a part of the schema is taken otherwise than it is written.
func (l *loader) warnAt(n *yaml.Node, format string, args ...any) {
	l.found.Warnf(l.index.of(n), format, args...)
}

// lose reports a part of the schema that the client does not have, or only as raw JSON.
func (l *loader) lose(n *yaml.Node, format string, args ...any) {
	l.staleAt(l.index.of(n), model.Lost, format, args...)
}

// dropWebhooks leaves out the requests that the API sends: a client sends none.
func (l *loader) dropWebhooks(root *yaml.Node) {
	if key, _ := child(root, "webhooks"); key != nil {
		l.warnAt(key, "webhooks are left out: they are requests that the API sends")
		dropKey(root, "webhooks")
	}
}

// dropRepeatedIDs leaves out an operationId that another operation has.
func (l *loader) dropRepeatedIDs(root *yaml.Node) {
	first := map[string]*yaml.Node{}
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		id := member(n, "operationId")
		if kind != KindOperation || !isString(id) {
			return
		}
		if other := first[id.Value]; other != nil {
			l.warnAt(id, "operationId %q is taken by the operation at %s; it is left out here", short(id.Value), l.index.of(other))
			dropKey(n, "operationId")
			return
		}
		first[id.Value] = id
	})
}

// nameSuccesses writes ranges in capitals, and makes what an operation answers by default
// its success where it describes no other.
func (l *loader) nameSuccesses(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		responses := member(n, "responses")
		if kind != KindOperation {
			return
		}
		var other *yaml.Node
		isDescribed := false
		members(responses, func(code, answer *yaml.Node) {
			if len(code.Value) == len("2XX") && strings.HasSuffix(strings.ToUpper(code.Value), "XX") {
				code.Value = strings.ToUpper(code.Value)
			}
			isDescribed = isDescribed || isSuccess(code.Value) || strings.HasPrefix(code.Value, "3")
			if code.Value == "default" {
				other = answer
			}
		})
		if other != nil && !isDescribed {
			responses.Content = append(responses.Content, l.text(other, "2XX"), l.copyOf(other))
		}
	})
}

// requirePathParameters says of parameters in a path that they are required, as they are
// whatever a schema says.
func (l *loader) requirePathParameters(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		in, required := member(n, "in"), member(n, "required")
		if kind == KindParameter && in != nil && in.Value == "path" && (required == nil || required.Value != "true") {
			dropKey(n, "required")
			n.Content = append(n.Content, l.text(in, "required"), l.made(in, yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}))
		}
	})
}

// moveParameters puts the parameters of a path into each of its operations that has
// none in their place.
func (l *loader) moveParameters(root *yaml.Node) {
	members(member(root, "paths"), func(_, item *yaml.Node) {
		shared := member(item, "parameters")
		if shared == nil || shared.Kind != yaml.SequenceNode || member(item, "$ref") != nil {
			return
		}
		members(item, func(method, op *yaml.Node) {
			if !slices.Contains(methods, method.Value) || op.Kind != yaml.MappingNode {
				return
			}
			own := member(op, "parameters")
			if own == nil {
				own = l.made(shared, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
				op.Content = append(op.Content, l.text(shared, "parameters"), own)
			}
			if own.Kind != yaml.SequenceNode {
				return // reported later
			}
			for _, parameter := range shared.Content {
				if !slices.ContainsFunc(own.Content, func(other *yaml.Node) bool { return l.sameParameter(root, parameter, other) }) {
					own.Content = append(own.Content, l.copyOf(parameter))
				}
			}
		})
		dropKey(item, "parameters")
	})
}

// decodeReferences writes references without the percent signs of URLs, by which some tools
// write braces and spaces.
func (l *loader) decodeReferences(root *yaml.Node) {
	Walk(root, func(n *yaml.Node, _ Kind) {
		ref := member(n, "$ref")
		if !isString(ref) || !strings.HasPrefix(ref.Value, "#/") {
			return
		}
		if plain, err := url.PathUnescape(ref.Value); err == nil && !strings.Contains(plain, "%") {
			ref.Value = plain
		}
	})
}

// movePathItems writes what is at a path where the path is. OpenAPI 3.1 has components for
// it.
func (l *loader) movePathItems(root *yaml.Node) {
	moved := false
	paths := member(root, "paths")
	members(paths, func(key, item *yaml.Node) {
		if ref := member(item, "$ref"); !isString(ref) || !strings.HasPrefix(ref.Value, "#/components/pathItems/") {
			return
		}
		if target := follow(root, item); target != item && target.Kind == yaml.MappingNode {
			replace(paths, item, l.copyOf(target))
			moved = true
		}
	})
	if moved {
		dropKeys(member(root, "components"), "pathItems")
	}
}

// moveAnswers writes the answer of an operation where it is given. Which answers share a
// component, and what that is called, means nothing: they can be told apart, or put
// together, without anything else changing.
func (l *loader) moveAnswers(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if kind != KindOperation {
			return
		}
		responses := member(n, "responses")
		members(responses, func(code, answer *yaml.Node) {
			target := follow(root, answer)
			if !strings.HasPrefix(code.Value, "2") || target == answer || target.Kind != yaml.MappingNode || member(target, "$ref") != nil {
				return
			}
			for i, c := range responses.Content {
				if c == answer {
					responses.Content[i] = l.copyOf(target)
				}
			}
		})
	})
	dropUnreferenced(root, "responses")
}

// dropUnreferenced leaves out the components of a section that nothing refers to.
func dropUnreferenced(root *yaml.Node, section string) {
	refs := map[string]bool{}
	Walk(root, func(n *yaml.Node, _ Kind) {
		if ref := member(n, "$ref"); ref != nil {
			// A reference may lead to a part of a component.
			if tokens := pointerTokens(strings.TrimPrefix(ref.Value, "#")); len(tokens) > 2 && tokens[0] == "components" && tokens[1] == section {
				refs[tokens[2]] = true
			}
		}
	})
	components := member(member(root, "components"), section)
	if components == nil || components.Kind != yaml.MappingNode {
		return
	}
	var kept []*yaml.Node
	members(components, func(key, value *yaml.Node) {
		if refs[key.Value] {
			kept = append(kept, key, value)
		}
	})
	components.Content = kept
}

// sameParameter reports whether two parameters, or references to them, have one name
// and place.
func (l *loader) sameParameter(root, a, b *yaml.Node) bool {
	a, b = follow(root, a), follow(root, b)
	for _, key := range []string{"name", "in"} {
		x, y := member(a, key), member(b, key)
		if x == nil || y == nil || x.Value != y.Value {
			return false
		}
	}
	return true
}

// follow returns what a local reference leads to; the node itself if it is none, or
// leads nowhere.
func follow(root, n *yaml.Node) *yaml.Node {
	for range maxRefHops {
		ref := member(n, "$ref")
		if ref == nil || !strings.HasPrefix(ref.Value, "#/") {
			return n
		}
		target := root
		for _, token := range pointerTokens(ref.Value[1:]) {
			if _, target = child(target, token); target == nil {
				return n
			}
		}
		n = target
	}
	return n
}

// shortenMediaTypes writes media types in small letters and without parameters, and every
// JSON as application/json, also that of a vendor. A request has to say which one it is, so
// that its media type is kept in an extension.
func (l *loader) shortenMediaTypes(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if kind != KindBody && kind != KindResponse {
			return
		}
		content := member(n, "content")
		var unreadable []*yaml.Node
		members(content, func(key, media *yaml.Node) {
			essence, _, err := mime.ParseMediaType(key.Value)
			if err != nil {
				unreadable = append(unreadable, key)
				return
			}
			if essence == key.Value && !strings.HasSuffix(essence, "+json") {
				return
			}
			vendor := essence
			if essence == "text/json" || strings.HasSuffix(essence, "+json") {
				essence = mediaJSON
			}
			if other, _ := child(content, essence); other != nil {
				return
			}
			key.Value = essence
			if kind == KindBody && vendor != essence && media.Kind == yaml.MappingNode {
				media.Content = append(media.Content, l.text(key, "x-spotgen-media-type"), l.text(key, vendor))
			}
		})
		for _, key := range unreadable {
			l.lose(key, "%q is no media type; what it is about is left out", short(key.Value))
			dropKey(content, key.Value)
		}
	})
}

const mediaJSON = "application/json"

// wrapReference keeps what stands beside a $ref, which OpenAPI 3.0 ignores: it becomes
// a schema of which the reference is the allOf. Extensions and words may stay.
func (l *loader) wrapReference(n *yaml.Node) {
	ref := member(n, "$ref")
	if ref == nil || len(n.Content) == 2 {
		return
	}
	beside := false
	members(n, func(key, _ *yaml.Node) {
		beside = beside || key.Value != "$ref" && !isExtension(key.Value) && key.Value != "description" && key.Value != "summary"
	})
	if beside {
		l.wrap(n)
	}
}

// wrap puts the $ref of a schema into its allOf, before what is there.
func (l *loader) wrap(n *yaml.Node) {
	key, ref := child(n, "$ref")
	dropKey(n, "$ref")
	inner := l.made(ref, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{key, ref}})
	parts := member(n, "allOf")
	if parts == nil || parts.Kind != yaml.SequenceNode {
		dropKey(n, "allOf")
		parts = l.made(ref, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
		n.Content = append(n.Content, l.text(ref, "allOf"), parts)
	}
	parts.Content = slices.Insert(parts.Content, 0, inner)
}

// giveItems makes a list without items a list of anything. An enum beside it is about
// the elements.
func (l *loader) giveItems(n *yaml.Node) {
	kind := member(n, "type")
	if kind == nil || kind.Value != "array" || member(n, "items") != nil {
		return
	}
	items := l.made(kind, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"})
	if key, enum := child(n, "enum"); enum != nil && enum.Kind == yaml.SequenceNode {
		dropKey(n, "enum")
		items.Content = append(items.Content, key, enum)
		if !slices.ContainsFunc(enum.Content, func(value *yaml.Node) bool { return !isString(value) }) {
			items.Content = append(items.Content, l.text(kind, "type"), l.text(kind, "string"))
		}
	} else {
		l.lose(kind, "array has no items: its elements are raw JSON; say in overrides/schema what it is a list of")
	}
	n.Content = append(n.Content, l.text(kind, "items"), items)
}

// dropDefault leaves out a default that is not of the type of the schema.
func (l *loader) dropDefault(n *yaml.Node) {
	kind, value := member(n, "type"), member(n, "default")
	if kind == nil || value == nil || isNull(value) {
		return
	}
	ok := true
	switch kind.Value {
	case "string":
		ok = isString(value) || value.Tag == "!!binary"
	case "integer":
		number, err := strconv.ParseFloat(value.Value, 64)
		ok = value.Tag == "!!int" || value.Tag == "!!float" && err == nil && number == float64(int64(number))
	case "number":
		ok = value.Tag == "!!int" || value.Tag == "!!float"
	case "boolean":
		ok = value.Tag == "!!bool"
	case "array":
		ok = value.Kind == yaml.SequenceNode
	case "object":
		ok = value.Kind == yaml.MappingNode
	}
	if !ok {
		l.warnAt(value, "default is %s, but the type is %s; the default is left out", describe(value), kind.Value)
		dropKey(n, "default")
	}
}

// made returns a new node that stands where another one does.
func (l *loader) made(at *yaml.Node, n yaml.Node) *yaml.Node {
	l.index.moved[&n] = place{pos: l.index.of(at)}
	return &n
}

// text returns a new text that stands where another node does.
func (l *loader) text(at *yaml.Node, value string) *yaml.Node {
	return l.made(at, yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value})
}

// copyOf returns a copy of a tree with the same places.
func (l *loader) copyOf(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, inner := range n.Content {
		c.Content = append(c.Content, l.copyOf(inner))
	}
	if at, moved := l.index.moved[n]; moved {
		l.index.moved[&c] = at
	}
	return &c
}

// dropKey takes a key and its value out of a mapping.
func dropKey(n *yaml.Node, name string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}

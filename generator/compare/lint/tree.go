package lint

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// part is an object of the schema and its place.
type part struct {
	node   *yaml.Node
	kind   load.Kind
	parent *part // the object around it; nil for the document
	via    way   // what leads here from the parent: properties, id
}

// way is a series of tokens of a JSON pointer, unescaped.
type way []string

// String renders a way as a JSON pointer.
func (w way) String() string {
	var b strings.Builder
	for _, token := range w {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// pointer returns the JSON pointer of a part.
func (p *part) pointer() string {
	above := ""
	if p.parent != nil {
		above = p.parent.pointer()
	}
	return above + p.via.String()
}

// isVia reports whether a part stands under a key of its parent.
func (p *part) isVia(key string) bool { return len(p.via) > 0 && p.via[0] == key }

// property returns the name of the property that a schema describes, or "".
func (p *part) property() string {
	if p.kind == load.KindSchema && p.parent.kind == load.KindSchema && p.isVia("properties") {
		return p.via[1]
	}
	return ""
}

// component returns the name under which a schema stands among the components, or "".
func (p *part) component() string {
	if p.parent != nil && p.parent.kind == load.KindComponents && p.isVia("schemas") {
		return p.via[1]
	}
	return ""
}

// owner returns the component schema that a part is in, or nil.
func (p *part) owner() *part {
	return p.ancestor(func(a *part) bool { return a.component() != "" })
}

// ancestor returns the nearest part that satisfies a condition, beginning with p.
func (p *part) ancestor(is func(*part) bool) *part {
	for ; p != nil; p = p.parent {
		if is(p) {
			return p
		}
	}
	return nil
}

func (p *part) within(kind load.Kind) *part {
	return p.ancestor(func(a *part) bool { return a.kind == kind })
}

// inRequest reports whether a part is described inside of a request. Components are
// not, even if requests use them.
func (p *part) inRequest() bool {
	return p.within(load.KindBody) != nil || p.within(load.KindParameter) != nil
}

// inError reports whether a part is of an error object. The runtime reads those by
// itself.
func (p *part) inError() bool {
	owner := p.owner()
	return owner != nil && strings.Contains(owner.component(), "Error")
}

// route returns the method and the path that a part belongs to, or "".
func (p *part) route() (method, path string) {
	op := p.within(load.KindOperation)
	if op == nil {
		return "", ""
	}
	if item := op.parent; item.isVia("paths") {
		return strings.ToUpper(op.via[0]), item.via[1]
	}
	return "", ""
}

// get returns the value of a key, or nil.
func (p *part) get(key string) *yaml.Node { return member(p.node, key) }

func (p *part) has(key string) bool { return p.get(key) != nil }

// text returns the value of a key if it is a scalar, else "".
func (p *part) text(key string) string { return scalar(p.get(key)) }

func (p *part) isTrue(key string) bool { return p.text(key) == "true" }

// prose is what the schema says in words of a schema: its own description, and that
// of the parameter that it is the schema of.
func (p *part) prose() string {
	prose := p.text("description")
	if p.parent != nil && p.parent.kind == load.KindParameter {
		prose += "\n" + p.parent.text("description")
	}
	return prose
}

func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func scalar(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode {
		return ""
	}
	return n.Value
}

// texts returns the scalars of a list.
func texts(n *yaml.Node) []string {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	var list []string
	for _, c := range n.Content {
		list = append(list, scalar(c))
	}
	return list
}

// schema is a document as the rules look at it.
type schema struct {
	parts     []*part // in the order of the file, the outer before the inner
	byPointer map[string]*part
	children  map[*part][]*part
	byWay     map[wayFrom]*part
	keys      map[*yaml.Node]*yaml.Node // of the values of mappings
	types     []string                  // of the runtime
	habits
}

// wayFrom is how one comes from a part to one of its children.
type wayFrom struct {
	parent *part
	via    string // tokens, each behind a /
}

func newSchema(root *yaml.Node, types []string) *schema {
	s := &schema{byPointer: map[string]*part{}, children: map[*part][]*part{}, byWay: map[wayFrom]*part{}, keys: map[*yaml.Node]*yaml.Node{}, types: types}
	type opened struct {
		*part
		way []string
	}
	var open []opened // the parts around the current one
	load.WalkPointers(root, func(n *yaml.Node, kind load.Kind, way []string) {
		way = slices.Clone(way)
		isAround := func(o opened) bool { return len(o.way) < len(way) && slices.Equal(o.way, way[:len(o.way)]) }
		for len(open) > 0 && !isAround(open[len(open)-1]) {
			open = open[:len(open)-1]
		}
		p := &part{node: n, kind: kind}
		if len(open) > 0 {
			around := open[len(open)-1]
			p.parent, p.via = around.part, way[len(around.way):]
			s.children[p.parent] = append(s.children[p.parent], p)
			s.byWay[wayFrom{p.parent, p.via.String()}] = p
		}
		open = append(open, opened{p, way})
		s.parts = append(s.parts, p)
		s.byPointer[p.pointer()] = p
	})
	s.findKeys(root)
	s.habits = s.learn()
	return s
}

func (s *schema) findKeys(n *yaml.Node) {
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			s.keys[c] = n.Content[i-1]
		}
		s.findKeys(c)
	}
}

// child returns the part that tokens lead to from another one, or nil.
func (s *schema) child(p *part, via ...string) *part {
	return s.byWay[wayFrom{p, way(via).String()}]
}

// maxHops is how many references a reference may lead through.
const maxHops = 100

// follow returns the part behind the references of a part, or nil if they lead
// nowhere.
func (s *schema) follow(p *part) *part {
	for range maxHops {
		if p == nil {
			return nil
		}
		ref := p.text("$ref")
		if ref == "" {
			return p
		}
		pointer, local := strings.CutPrefix(ref, "#")
		if unescaped, err := url.PathUnescape(pointer); local && err == nil {
			p = s.byPointer[unescaped]
			continue
		}
		return nil
	}
	return nil
}

// reference returns the name of the component schema that a schema is, by reference
// or by a wrapper around one, or "".
func (s *schema) reference(p *part) string {
	ref := p.text("$ref")
	if ref == "" {
		if wrapped := p.get("allOf"); wrapped != nil && len(wrapped.Content) == 1 {
			ref = scalar(member(wrapped.Content[0], "$ref"))
		}
	}
	name, _ := strings.CutPrefix(ref, schemasPrefix)
	if name == ref {
		return ""
	}
	return name
}

const schemasPrefix = "#/components/schemas/"

// properties returns the properties of a schema, those that it composes included.
func (s *schema) properties(p *part) []*part {
	return s.collect(p, map[*part]bool{})
}

func (s *schema) collect(p *part, seen map[*part]bool) []*part {
	p = s.follow(p)
	if p == nil || seen[p] {
		return nil
	}
	seen[p] = true
	var found []*part
	for _, c := range s.children[p] {
		switch {
		case c.kind == load.KindSchema && c.isVia("properties"):
			found = append(found, c)
		case c.kind == load.KindSchema && c.isVia("allOf"):
			found = append(found, s.collect(c, seen)...)
		}
	}
	return found
}

// find returns the property of a name, composed ones included, or nil.
func (s *schema) find(p *part, name string) *part {
	return s.search(p, name, map[*part]bool{})
}

func (s *schema) search(p *part, name string, seen map[*part]bool) *part {
	p = s.follow(p)
	if p == nil || seen[p] {
		return nil
	}
	seen[p] = true
	if own := s.child(p, "properties", name); own != nil {
		return own
	}
	composed := p.get("allOf")
	if composed == nil || composed.Kind != yaml.SequenceNode {
		return nil
	}
	for i := range composed.Content {
		if found := s.search(s.child(p, "allOf", strconv.Itoa(i)), name, seen); found != nil {
			return found
		}
	}
	return nil
}

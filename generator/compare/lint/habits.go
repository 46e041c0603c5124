package lint

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// habits is what a schema does elsewhere, against which the rules hold its parts.
type habits struct {
	kinds    map[string]int            // how many objects say that they are of a type
	honest   map[string]bool           // types that an object of that name has
	typeName string                    // the x-go-type-name of their types
	marks    map[string]map[string]int // how many properties are like each other, and have a mark
	refs     map[string][]string       // components that properties of a name are
	composed map[string]bool           // references in an allOf
	errors   map[string]bool           // references under error
	pages    map[string]string         // components that are bases of pages, by their kinds
	ids      map[string]bool           // operationIds
	tags     map[string]string         // first tags, by the beginnings of paths
	schemes  []string                  // ways of authorization
}

func (s *schema) learn() habits {
	h := habits{
		kinds: map[string]int{}, honest: map[string]bool{}, marks: map[string]map[string]int{}, refs: map[string][]string{},
		composed: map[string]bool{}, errors: map[string]bool{}, pages: map[string]string{}, ids: map[string]bool{}, tags: map[string]string{},
	}
	typeNames := map[string]int{}
	for _, p := range s.parts {
		switch p.kind {
		case load.KindSecurity:
			h.schemes = append(h.schemes, p.via[1])
		case load.KindOperation:
			h.learnOperation(p)
		case load.KindSchema:
			if enum := texts(p.get("enum")); p.isObjectType() && len(enum) == 1 {
				h.kinds[enum[0]]++
				typeNames[p.text("x-go-type-name")]++
				h.honest[enum[0]] = h.honest[enum[0]] || enum[0] == kindOf(p.parent.component())
			}
			h.learnSchema(s, p)
		}
	}
	for typeName, n := range typeNames {
		if typeName != "" && 2*n > len(h.kinds) {
			h.typeName = typeName
		}
	}
	return h
}

func (h *habits) learnOperation(p *part) {
	h.ids[p.text("operationId")] = true
	tags := texts(p.get("tags"))
	_, path := p.route()
	if len(tags) == 0 || tags[0] == "" {
		return
	}
	for i := 1; i <= len(path); i++ {
		if i == len(path) || path[i] == '/' {
			if _, known := h.tags[path[:i]]; !known {
				h.tags[path[:i]] = tags[0]
			}
		}
	}
}

func (h *habits) learnSchema(s *schema, p *part) {
	if kind := p.text("x-spotgen-page"); p.component() != "" && kind != "" && h.pages[kind] == "" {
		h.pages[kind] = p.component()
	}
	ref := p.text("$ref")
	if p.isVia("allOf") {
		h.composed[ref] = true
	}
	named := p.property()
	if named == "error" && ref != "" {
		h.errors[ref] = true
	}
	if name := s.reference(p); named != "" && name != "" && !slices.Contains(h.refs[named], name) && len(h.refs[named]) < 2 {
		h.refs[named] = append(h.refs[named], name)
	}
	key := s.likeness(p)
	if key == "" {
		return
	}
	if h.marks[key] == nil {
		h.marks[key] = map[string]int{}
	}
	h.marks[key][""]++
	for _, mark := range marks {
		if v := p.get(mark); v != nil && v.Kind == yaml.ScalarNode {
			h.marks[key][mark+" "+v.Value]++
		}
	}
}

// tagOf returns the first tag of an operation whose path begins as a path does, the
// longest way, or "".
func (h *habits) tagOf(path string) string {
	for path != "" {
		if tag, known := h.tags[path]; known {
			return tag
		}
		path = path[:max(strings.LastIndexByte(path, '/'), 0)]
	}
	return ""
}

// marks are the keys that overrides give to all properties of a name.
var marks = []string{"format", "x-go-type", "x-go-type-name", pointerMark, "x-spotgen-fold-case", "x-spotgen-merge-into"}

// pointerMark is false on what is a pointer in Go.
const pointerMark = "x-go-type-skip-optional-pointer"

// likeness is what properties have in common that should be described in one way:
// their name, their type, and whether they are sent or received.
func (s *schema) likeness(p *part) string {
	named := p.property()
	if named == "" {
		return ""
	}
	side := "received "
	if p.inRequest() {
		side = "sent "
	}
	typ := p.text("type")
	if ref := s.reference(p); ref != "" {
		typ = ref
	}
	if typ == "" {
		return ""
	}
	return side + named + " " + typ
}

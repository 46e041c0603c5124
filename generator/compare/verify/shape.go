package verify

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
)

// shape is what values have in common. It holds no texts but short words.
type shape struct {
	kinds   map[string]bool
	big     bool            // an integer beyond 32 bits
	words   map[string]bool // nil once there is a text that is no word, or too many words
	noWords bool
	times   bool // all texts are dates with times
	texts   int
	numbers int
	low     float64 // of the numbers
	high    float64
	items   *shape
	members map[string]*shape
	objects int
	in      map[string]int // number of objects that have a member
}

const (
	maxDepth   = 4
	maxMembers = 60
	maxWords   = 20
)

func (s *shape) add(x any, depth int) {
	if s.kinds == nil {
		s.kinds = map[string]bool{}
		s.times = true
	}
	s.kinds[jsonType(x)] = true
	switch x := x.(type) {
	case json.Number:
		if f, err := x.Float64(); err == nil {
			if s.numbers++; s.numbers == 1 {
				s.low, s.high = f, f
			}
			s.low, s.high = min(s.low, f), max(s.high, f)
			s.big = s.big || f > math.MaxInt32 || f < math.MinInt32
		}
	case string:
		s.addText(x)
	case []any:
		if depth >= maxDepth {
			return
		}
		if s.items == nil {
			s.items = &shape{}
		}
		for _, element := range x {
			s.items.add(element, depth+1)
		}
	case map[string]any:
		s.addObject(x, depth)
	}
}

func (s *shape) addText(x string) {
	s.texts++
	s.times = s.times && holds("date-time", x)
	switch {
	case s.noWords:
	case !isWord(x) || len(s.words) >= maxWords:
		s.noWords, s.words = true, nil
	case s.words == nil:
		s.words = map[string]bool{x: true}
	default:
		s.words[x] = true
	}
}

func (s *shape) addObject(x map[string]any, depth int) {
	s.objects++
	if depth >= maxDepth {
		return
	}
	if s.members == nil {
		s.members, s.in = map[string]*shape{}, map[string]int{}
	}
	for _, name := range sortedNames(x) {
		shown := memberName(name)
		inner := s.members[shown]
		if inner == nil {
			if len(s.members) >= maxMembers {
				continue
			}
			inner = &shape{}
			s.members[shown] = inner
		}
		s.in[shown]++
		inner.add(x[name], depth+1)
	}
}

// kind returns the one type that the values have, and whether some are null. It is empty
// if there are none, or several.
func (s *shape) kind() (kind string, null bool) {
	kinds := sortedNames(s.kinds)
	null = s.kinds["null"]
	kinds = slices.DeleteFunc(kinds, func(k string) bool { return k == "null" })
	switch {
	case len(kinds) == 1:
		return kinds[0], null
	case slices.Equal(kinds, []string{"integer", "number"}):
		return "number", null
	}
	return "", null
}

// schema writes a schema that the values fit: the one of a component, or of a property of
// that name that the document has already, and else a new one.
func (s *shape) schema(t *tree, name string) *yaml.Node {
	kind, null := s.kind()
	n := s.known(t, name, kind)
	if n == nil {
		n = s.fresh(t, kind)
	}
	if null && get(n, "nullable") == nil {
		if ref := get(n, "$ref"); ref != nil {
			n = overlay.Mapping("allOf", list(n))
		}
		n.Content = append([]*yaml.Node{overlay.Value("nullable"), overlay.Value(true)}, n.Content...)
	}
	return n
}

func (s *shape) fresh(t *tree, kind string) *yaml.Node {
	switch kind {
	case "":
		return overlay.Mapping()
	case "string":
		if s.times && s.texts > 0 {
			return overlay.Mapping("type", kind, "format", "date-time")
		}
	case "integer":
		if s.big {
			return overlay.Mapping("type", kind, "format", "int64")
		}
	case "array":
		items := s.items
		if items == nil {
			items = &shape{}
		}
		return overlay.Mapping("type", kind, "items", items.schema(t, ""))
	case "object":
		if len(s.members) == 0 {
			return overlay.Mapping("type", kind)
		}
		if s.members[others] != nil {
			return overlay.Mapping("type", kind, "additionalProperties", s.members[others].schema(t, ""))
		}
		properties := overlay.Mapping()
		for _, name := range sortedNames(s.members) {
			properties.Content = append(properties.Content, overlay.Value(name), s.members[name].schema(t, name))
		}
		return overlay.Mapping("type", kind, "properties", properties)
	}
	return overlay.Mapping("type", kind)
}

// known returns a schema that is there already: a reference to the component whose members
// an object has, or a copy of a property of that name.
func (s *shape) known(t *tree, name, kind string) *yaml.Node {
	if kind == "object" {
		if ref := s.component(t); ref != "" {
			return overlay.Mapping("$ref", "#"+ref)
		}
	}
	if name == "" || kind == "" || kind == "object" {
		return nil
	}
	var best *yaml.Node
	for _, property := range t.byProperty[name] {
		if !s.fits(property) || property.ref != nil || len(property.allOf) > 0 {
			continue
		}
		n := overlay.Mapping()
		for _, key := range []string{"type", "format", "enum", "items"} {
			if v := get(property.node, key); v != nil {
				n.Content = append(n.Content, overlay.Value(key), withoutWords(v))
			}
		}
		if best == nil || len(n.Content) > len(best.Content) {
			best = n
		}
	}
	return best
}

// component returns the pointer of the component schema that an object fits best, or "".
func (s *shape) component(t *tree) string {
	best, most := "", 0.5
	for _, name := range t.components {
		candidate := t.schema(pointer("components", "schemas", name))
		if candidate == nil || !s.fits(candidate) {
			continue
		}
		all := map[string]bool{}
		for _, p := range candidate.parts() {
			for member := range p.properties {
				all[member] = true
			}
		}
		if share := float64(len(s.members)) / float64(max(len(all), 1)); share > most || share == most && best == "" {
			best, most = candidate.pointer, share
		}
	}
	return best
}

// fits reports whether the values could be of a schema.
func (s *shape) fits(to *schema) bool {
	kind, _ := s.kind()
	parts := to.parts()
	wanted, _ := typeOf(parts)
	if wanted == "" || kind != "" && kind != wanted && !(kind == "integer" && wanted == "number") {
		return false
	}
	for _, p := range parts {
		if len(p.choices) > 0 || p.within != "" || kind == "string" && len(p.enum) > 0 && !s.among(p.enum) {
			return false
		}
		for _, name := range p.required {
			if kind == "object" && s.in[name] < s.objects {
				return false
			}
		}
		if kind == "array" && s.items != nil && len(s.items.kinds) > 0 && p.items != nil && !s.items.fits(p.items) {
			return false
		}
	}
	for name, inner := range s.members {
		known := property(parts, name)
		if len(known) == 0 {
			return false
		}
		if k, null := inner.kind(); k == "" && null {
			continue
		}
		if !slices.ContainsFunc(known, inner.fits) {
			return false
		}
	}
	return kind != "object" || len(s.members) > 0
}

func (s *shape) among(enum []string) bool {
	if s.noWords {
		return false
	}
	for text := range s.words {
		if !slices.Contains(enum, strconv.Quote(text)) {
			return false
		}
	}
	return true
}

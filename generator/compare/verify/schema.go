package verify

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// schema is a schema of the document, and what exchanges have shown of it.
type schema struct {
	pointer string
	node    *yaml.Node
	ref     *schema // what a $ref leads to

	kind       string // type: object, array, …; empty if it is not said
	format     string
	mayBeNull  bool
	enum       []string // in the form of written()
	foldCase   bool
	properties map[string]*schema
	required   []string
	items      *schema
	// additional is the schema of further members; anything says that they may be
	// anything.
	additional *schema
	anything   bool

	allOf, choices []*schema
	discriminator  string
	mapping        map[string]*schema
	shapes         []shapeRule

	minimum, maximum     float64
	minLength, maxLength int
	minItems, maxItems   int
	minProperties        int
	pattern              *regexp.Regexp

	nullElements string // x-spotgen-null-elements
	within       string // x-spotgen-within
	mergeInto    string // x-spotgen-merge-into

	flat            []*schema // memo of parts
	nullKnown, null bool      // memo of nullable
	stats
}

// shapeRule is an entry of x-spotgen-shapes.
type shapeRule struct{ says, has, is string }

// schema returns the schema at a pointer, or nil if there is none.
func (t *tree) schema(p string) *schema {
	if s := t.schemas[p]; s != nil {
		return s
	}
	n := t.at(p)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	s := &schema{pointer: p, node: n}
	t.schemas[p] = s
	if ref := text(n, "$ref"); ref != "" {
		if to, local := refPointer(ref); local {
			s.ref = t.schema(to)
		}
		return s
	}
	s.kind, s.format = text(n, "type"), text(n, "format")
	s.mayBeNull = text(n, "nullable") == "true"
	s.foldCase = text(n, "x-spotgen-fold-case") == "true"
	s.nullElements, s.within, s.mergeInto = text(n, "x-spotgen-null-elements"), text(n, "x-spotgen-within"), text(n, "x-spotgen-merge-into")
	if list := get(n, "enum"); list != nil {
		for _, c := range list.Content {
			s.enum = append(s.enum, written(c))
			s.mayBeNull = s.mayBeNull || c.Tag == "!!null"
		}
	}
	s.required = texts(n, "required")
	members(get(n, "properties"), func(name string, _ *yaml.Node) {
		if s.properties == nil {
			s.properties = map[string]*schema{}
		}
		if inner := t.schema(p + pointer("properties", name)); inner != nil {
			s.properties[name] = inner
		}
	})
	s.items = t.schema(p + "/items")
	s.additional = t.schema(p + "/additionalProperties")
	s.anything = text(n, "additionalProperties") == "true" || s.additional != nil && len(s.additional.node.Content) == 0
	s.allOf, s.choices = t.list(p, "allOf"), append(t.list(p, "oneOf"), t.list(p, "anyOf")...)
	t.readDiscriminator(s)
	s.readBounds()
	return s
}

func (t *tree) list(p, key string) []*schema {
	var all []*schema
	if n := get(t.at(p), key); n != nil {
		for i := range n.Content {
			if s := t.schema(p + pointer(key, strconv.Itoa(i))); s != nil {
				all = append(all, s)
			}
		}
	}
	return all
}

// readDiscriminator reads the values that tell the choices apart. Without a mapping, they
// are the names of the component schemas.
func (t *tree) readDiscriminator(s *schema) {
	s.discriminator = text(get(s.node, "discriminator"), "propertyName")
	if s.discriminator == "" {
		return
	}
	s.mapping = map[string]*schema{}
	for _, choice := range s.choices {
		if choice.ref != nil {
			s.mapping[lastToken(choice.ref.pointer)] = choice
		}
	}
	members(get(s.node, "discriminator", "mapping"), func(value string, to *yaml.Node) {
		p, local := refPointer(to.Value)
		if !local || p == "" {
			p = pointer("components", "schemas", to.Value)
		}
		if target := t.schema(p); target != nil {
			s.mapping[value] = target
		}
	})
	if rules := get(s.node, "x-spotgen-shapes"); rules != nil {
		for _, rule := range rules.Content {
			s.shapes = append(s.shapes, shapeRule{text(rule, "says"), text(rule, "has"), text(rule, "is")})
		}
	}
}

func (s *schema) readBounds() {
	number := func(key string, none float64) float64 {
		if f, err := strconv.ParseFloat(text(s.node, key), 64); err == nil {
			return f
		}
		return none
	}
	s.minimum, s.maximum = number("minimum", math.Inf(-1)), number("maximum", math.Inf(1))
	s.maximum = max(s.maximum, number("x-spotgen-extended-maximum", math.Inf(-1)))
	s.minLength, s.maxLength = int(number("minLength", 0)), int(number("maxLength", math.MaxInt32))
	s.minItems, s.maxItems = int(number("minItems", 0)), int(number("maxItems", math.MaxInt32))
	s.maxItems = max(s.maxItems, int(number("x-spotgen-extended-maximum", 0)))
	s.minProperties = int(number("minProperties", 0))
	if p := text(s.node, "pattern"); p != "" {
		s.pattern, _ = regexp.Compile(p) // one that Go does not know is not checked
	}
}

// target returns the schema behind references.
func (s *schema) target() *schema {
	for range maxHops {
		if s.ref == nil {
			return s
		}
		s = s.ref
	}
	return s
}

// parts returns a schema and those that its allOf composes, without references.
func (s *schema) parts() []*schema {
	if s.flat == nil {
		s.flat = s.collect(map[*schema]bool{})
	}
	return s.flat
}

func (s *schema) collect(seen map[*schema]bool) []*schema {
	s = s.target()
	if seen[s] {
		return nil
	}
	seen[s] = true
	all := []*schema{s}
	for _, inner := range s.allOf {
		all = append(all, inner.collect(seen)...)
	}
	return all
}

// nullable reports whether null is admitted. As the generator does, it takes the word of
// any part for it.
func (s *schema) nullable() bool {
	if !s.nullKnown {
		s.nullKnown = true // what leads back here says nothing more
		s.null = s.findNullable()
	}
	return s.null
}

func (s *schema) findNullable() bool {
	all := s.parts()
	silent := true
	for _, p := range all {
		if p.mayBeNull || slices.ContainsFunc(p.choices, (*schema).nullable) {
			return true
		}
		silent = silent && !p.says()
	}
	return silent
}

// says reports whether a schema says anything of a value.
func (s *schema) says() bool {
	return s.kind != "" || s.properties != nil || s.items != nil || len(s.enum) > 0 || len(s.choices) > 0
}

// described reports whether any part of an object says which members it has.
func described(parts []*schema) bool {
	return slices.ContainsFunc(parts, func(p *schema) bool { return p.properties != nil || len(p.choices) > 0 })
}

// property returns what parts say of a member.
func property(parts []*schema, name string) []*schema {
	var found []*schema
	for _, p := range parts {
		if s := p.properties[name]; s != nil {
			found = append(found, s)
		}
	}
	return found
}

// typeOf returns the type that parts say, or "".
func typeOf(parts []*schema) (string, *schema) {
	for _, p := range parts {
		if p.kind != "" {
			return p.kind, p
		}
	}
	for _, p := range parts {
		switch {
		case p.properties != nil:
			return "object", p
		case p.items != nil:
			return "array", p
		}
	}
	return "", nil
}

func lastToken(p string) string {
	all := tokens(p)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// written is a comparable form of a scalar of the schema: 1 and "1" are not the same.
func written(n *yaml.Node) string {
	switch n.Tag {
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return strconv.FormatFloat(f, 'g', -1, 64)
		}
	case "!!bool", "!!null":
		return strings.ToLower(n.Value)
	}
	return strconv.Quote(n.Value)
}

package resolve

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// merged is a schema put together with the parts of its allOf, theirs included.
// What several parts say about the same thing holds together: of bounds the
// stricter one, of enums the common values. Of what cannot hold together, such as
// two defaults, the last part counts. A schema without allOf is merged with nothing.
type merged struct {
	// ref is the component that the schema is, if it is a reference to one, plain
	// or in an allOf that adds nothing but words and null.
	ref string
	// typed says that an x-go-type stands beside that reference.
	typed bool
	// base is the component among its parts that is the base of a page.
	base string

	kind         string // OpenAPI type; empty if it is not said, or if it is said in several ways
	conflict     bool   // its parts are of types that no value has at once
	format       string
	description  string
	nullable     bool
	deprecated   bool
	extensions   map[string]any // its own, and those of the part that it wraps
	enum         []any
	constant     any // the default
	properties   []property
	required     []string
	items        *openapi3.SchemaRef
	additional   *openapi3.SchemaRef // schema of the properties that are not listed
	open         bool                // whether there may be properties that are not listed
	alternatives []property          // what it may be, each without a name: oneOf and anyOf
	not          bool
	mapping      *openapi3.Discriminator
	min, max     *float64
	minItems     int
	maxItems     int // 0 without a bound
	minProps     int
	maxLength    int     // 0 without a bound
	maxExtended  float64 // the upper bound in extended quota mode; 0 without one of its own
}

// property is a property of a merged schema, or one of its alternatives.
type property struct {
	name   string
	schema *openapi3.SchemaRef
	// component declares the property; empty if the schema itself does.
	component string
	pointer   string // JSON pointer of the declaration, from the component or the schema on
}

// merger puts schemas together, each once. It remembers the schemas that it is at, so
// that an allOf which leads back to itself ends, and hands out the same schema for the
// same two declarations of a property, so that recursion through one is recognised.
type merger struct {
	known map[*openapi3.Schema]*merged
	under map[*openapi3.Schema]bool
	both  map[[2]*openapi3.Schema]*openapi3.Schema
	// pages has the bases of the pages that are written out, instead of composed with a base.
	pages map[*openapi3.Schema]string
}

func newMerger(components openapi3.Schemas) *merger {
	return &merger{
		pages: writtenPages(components),
		known: map[*openapi3.Schema]*merged{},
		under: map[*openapi3.Schema]bool{},
		both:  map[[2]*openapi3.Schema]*openapi3.Schema{},
	}
}

// merge returns what a schema says. A missing schema says nothing.
func (m *merger) merge(ref *openapi3.SchemaRef) *merged {
	if ref == nil || ref.Value == nil {
		return &merged{}
	}
	s := m.node(ref.Value)
	component := refComponent(ref.Ref)
	if component == "" {
		return s
	}
	named := *s
	named.ref, named.typed = component, false
	if len(ref.Extensions) > 0 {
		named.extensions = maps.Clone(s.extensions)
		if named.extensions == nil {
			named.extensions = map[string]any{}
		}
		maps.Copy(named.extensions, ref.Extensions)
		named.typed = hasType(ref.Extensions)
	}
	return &named
}

// component returns what a component says: it is a type of its own, even if it adds
// nothing to another one. Only a component that is a plain reference is that other one.
func (m *merger) component(ref *openapi3.SchemaRef) *merged {
	s := *m.merge(ref)
	if ref.Ref != "" {
		return &s
	}
	if s.ref != "" { // all that the other one says is true of it, but for names that one has
		if _, isBase := s.extensions["x-spotgen-page"]; isBase {
			s.base = cmp.Or(s.base, s.ref) // a page without items of its own
		}
		s.extensions = maps.Clone(s.extensions)
		delete(s.extensions, "x-spotgen-page")
		delete(s.extensions, pictureKey)
	}
	s.ref, s.typed = "", false
	return &s
}

// node merges a schema that is no reference.
func (m *merger) node(node *openapi3.Schema) *merged {
	if s, ok := m.known[node]; ok {
		return s
	}
	m.under[node] = true
	defer delete(m.under, node)
	s := own(node)
	parts := indexed("allOf", node.AllOf)
	if len(s.alternatives) == 1 && s.mapping == nil {
		parts, s.alternatives = append(parts, s.alternatives[0]), nil // there is no choice
	}
	if len(parts) > 0 {
		s = m.compose(parts, s)
	}
	if base := m.pages[node]; base != "" {
		s.base = base
	}
	m.known[node] = s
	return s
}

// indexed lists the schemas under a key with where they stand.
func indexed(key string, refs openapi3.SchemaRefs) []property {
	var parts []property
	for i, ref := range refs {
		if ref != nil && ref.Value != nil {
			parts = append(parts, property{schema: ref, pointer: "/" + key + "/" + itoa(i)})
		}
	}
	return parts
}

// compose merges a schema with the parts of its allOf. If only one of them says
// anything about the value, the schema is that part: the others add words and null.
func (m *merger) compose(listed []property, beside *merged) *merged {
	type part struct {
		property
		*merged
	}
	var parts []part
	substantial := -1
	count := 0
	for _, one := range listed {
		if m.under[one.schema.Value] {
			continue
		}
		p := part{one, m.merge(one.schema)}
		if p.substantial() {
			substantial = len(parts)
			count++
		}
		parts = append(parts, p)
	}
	if count == 1 && !beside.substantial() {
		s := *parts[substantial].merged
		s.extensions = map[string]any{}
		for _, p := range parts {
			maps.Copy(s.extensions, p.extensions)
			s.nullable = s.nullable || p.nullable
			s.typed = s.typed || p.typed || p.schema.Ref == "" && hasType(p.extensions)
		}
		s.typed = s.typed || hasType(beside.extensions)
		maps.Copy(s.extensions, beside.extensions)
		s.locate(parts[substantial].property)
		s.describe(beside)
		return &s
	}
	s := &merged{}
	for _, p := range parts {
		if _, isBase := p.extensions["x-spotgen-page"]; isBase && s.base == "" {
			s.base = cmp.Or(p.base, refComponent(p.schema.Ref))
		}
		inner := *p.merged
		inner.locate(p.property)
		m.add(s, &inner)
	}
	outer := *beside
	m.add(s, &outer)
	// Its own properties stand where the schema does, which is nearer than a part.
	for i, p := range s.properties {
		if j := slices.IndexFunc(beside.properties, func(b property) bool { return b.name == p.name }); j >= 0 {
			s.properties[i].component, s.properties[i].pointer = "", beside.properties[j].pointer
		}
	}
	s.ref, s.extensions = "", beside.extensions
	s.describe(beside)
	return s
}

// describe replaces the words of a part by those beside the allOf.
func (s *merged) describe(beside *merged) {
	if beside.description != "" {
		s.description = beside.description
	}
	s.nullable = s.nullable || beside.nullable
	s.deprecated = s.deprecated || beside.deprecated
	if beside.constant != nil {
		s.constant = beside.constant
	}
}

// locate changes the places of properties from those in a part to those in the schema
// that the part belongs to.
func (s *merged) locate(part property) {
	component := refComponent(part.schema.Ref)
	located := func(list []property) []property {
		list = slices.Clone(list)
		for i := range list {
			p := &list[i]
			switch {
			case p.component != "":
			case component != "":
				p.component = component
			default:
				p.pointer = part.pointer + p.pointer
			}
		}
		return list
	}
	s.properties, s.alternatives = located(s.properties), located(s.alternatives)
}

// substantial reports whether a schema says anything about the value, beside that it
// may be null, what it is for, and an object at most.
func (s *merged) substantial() bool {
	return s.ref != "" || s.kind != "" && s.kind != openapi3.TypeObject || s.conflict || s.format != "" || len(s.enum) > 0 ||
		len(s.properties) > 0 || len(s.required) > 0 || s.items != nil || s.additional != nil || len(s.alternatives) > 0 || s.not ||
		s.min != nil || s.max != nil || s.minItems > 0 || s.maxItems > 0 || s.minProps > 0 || s.maxLength > 0
}

// own reads what a schema says beside its allOf.
func own(node *openapi3.Schema) *merged {
	s := &merged{
		kind:         kindOf(node),
		format:       node.Format,
		description:  node.Description,
		nullable:     node.Nullable,
		deprecated:   node.Deprecated,
		extensions:   node.Extensions,
		enum:         node.Enum,
		constant:     node.Default,
		required:     node.Required,
		items:        node.Items,
		additional:   node.AdditionalProperties.Schema,
		alternatives: alternatives(node),
		not:          node.Not != nil,
		mapping:      node.Discriminator,
		min:          node.Min,
		max:          node.Max,
		minItems:     int(node.MinItems),
		minProps:     int(node.MinProps),
	}
	s.maxExtended, _ = node.Extensions["x-spotgen-extended-maximum"].(float64)
	s.conflict = len(node.Type.Slice()) > 1
	s.open = s.kind == openapi3.TypeObject && isOpen(node)
	if node.MaxItems != nil {
		s.maxItems = int(*node.MaxItems)
	}
	if node.MaxLength != nil {
		s.maxLength = int(*node.MaxLength)
	}
	for _, name := range slices.Sorted(maps.Keys(node.Properties)) {
		s.properties = append(s.properties, property{name: name, schema: node.Properties[name], pointer: "/properties/" + escapePointer(name)})
	}
	return s
}

// alternatives lists what a schema may be, each once. Alternatives that only say which
// properties there have to be, or what they may hold, are about the same type.
func alternatives(node *openapi3.Schema) []property {
	var list []property
	onlyNarrow := true
	for _, one := range slices.Concat(indexed("oneOf", node.OneOf), indexed("anyOf", node.AnyOf)) {
		if !slices.ContainsFunc(list, func(other property) bool { return other.schema.Value == one.schema.Value }) {
			list = append(list, one)
		}
		onlyNarrow = onlyNarrow && one.schema.Ref == "" && narrows(one.schema.Value, node)
	}
	if onlyNarrow {
		return nil
	}
	return list
}

// narrows reports whether an alternative adds nothing to what a schema says that has it
// but conditions.
func narrows(s, outer *openapi3.Schema) bool {
	for name := range s.Properties {
		if outer.Properties[name] == nil {
			return false
		}
	}
	return (s.Type == nil || s.Type.Is(kindOf(outer))) && s.Format == "" && len(s.Enum) == 0 && s.Items == nil &&
		s.AdditionalProperties.Schema == nil && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0
}

// add puts another part of an allOf to what is known of it.
func (m *merger) add(s, part *merged) {
	switch {
	case part.kind == "":
	case s.kind == "" && !s.conflict:
		s.kind = part.kind
	case s.kind != part.kind:
		s.kind, s.conflict = "", true
	}
	s.conflict = s.conflict || part.conflict
	if part.format != "" {
		s.format = part.format
	}
	if part.constant != nil {
		s.constant = part.constant
	}
	if part.maxExtended != 0 {
		s.maxExtended = part.maxExtended
	}
	if part.mapping != nil {
		s.mapping = part.mapping
	}
	s.nullable = s.nullable || part.nullable
	s.open = s.open || part.open
	s.not = s.not || part.not
	s.enum = common(s.enum, part.enum)
	s.required = slices.Concat(s.required, part.required)
	s.items = m.combine(s.items, part.items)
	s.additional = m.combine(s.additional, part.additional)
	s.alternatives = slices.Concat(s.alternatives, part.alternatives)
	s.min = stricter(s.min, part.min, func(x, y float64) float64 { return max(x, y) })
	s.max = stricter(s.max, part.max, func(x, y float64) float64 { return min(x, y) })
	s.minItems, s.maxItems = max(s.minItems, part.minItems), leastOf(s.maxItems, part.maxItems)
	s.minProps, s.maxLength = max(s.minProps, part.minProps), leastOf(s.maxLength, part.maxLength)
	for _, p := range part.properties {
		i, found := slices.BinarySearchFunc(s.properties, p.name, func(known property, name string) int { return strings.Compare(known.name, name) })
		if !found {
			s.properties = slices.Insert(s.properties, i, p)
			continue
		}
		s.properties[i].schema = m.combine(s.properties[i].schema, p.schema)
	}
}

// combine returns the schema of something that two parts of an allOf describe. Of two
// components the later counts: a value is of one Go type.
func (m *merger) combine(a, b *openapi3.SchemaRef) *openapi3.SchemaRef {
	switch {
	case a == nil || a.Value == nil:
		return b
	case b == nil || b.Value == nil:
		return a
	case a.Value == b.Value, a.Ref != "" && b.Ref != "":
		return b
	}
	key := [2]*openapi3.Schema{a.Value, b.Value}
	both, ok := m.both[key]
	if !ok {
		both = &openapi3.Schema{AllOf: openapi3.SchemaRefs{a, b}, Extensions: map[string]any{}}
		for _, part := range []*openapi3.SchemaRef{a, b} {
			maps.Copy(both.Extensions, part.Value.Extensions)
			maps.Copy(both.Extensions, part.Extensions)
			both.Deprecated = both.Deprecated || part.Value.Deprecated
			if part.Value.Description != "" {
				both.Description = part.Value.Description
			}
		}
		m.both[key] = both
	}
	return openapi3.NewSchemaRef("", both)
}

// isOpen reports whether an object may have properties that its schema does not
// list. One that lists none can only be open; of the others, overrides have removed
// the additionalProperties that are not meant.
func isOpen(node *openapi3.Schema) bool {
	additional := node.AdditionalProperties
	switch {
	case additional.Has != nil:
		return *additional.Has
	case additional.Schema != nil:
		return true
	}
	return len(node.Properties)+len(node.Required)+len(node.AllOf) == 0
}

func kindOf(node *openapi3.Schema) string {
	if types := node.Type.Slice(); len(types) == 1 {
		return types[0]
	}
	if len(node.Properties) > 0 {
		return openapi3.TypeObject
	}
	return ""
}

// common returns the values that both enums admit. An empty enum admits everything.
// Enums without a common value contradict each other, and the later one counts.
func common(a, b []any) []any {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	both := slices.DeleteFunc(slices.Clone(a), func(value any) bool {
		return !slices.ContainsFunc(b, func(other any) bool { return reflect.DeepEqual(value, other) })
	})
	if len(both) == 0 {
		return b
	}
	return both
}

func stricter(a, b *float64, choose func(x, y float64) float64) *float64 {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	chosen := choose(*a, *b)
	return &chosen
}

func leastOf(a, b int) int {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

func hasType(extensions map[string]any) bool {
	_, ok := extensionString(extensions, "x-go-type")
	return ok
}

// refComponent returns the name of the schema component that a reference leads to;
// empty for anything else.
func refComponent(ref string) string {
	name, ok := strings.CutPrefix(ref, "#/components/schemas/")
	if !ok || strings.Contains(name, "/") {
		return ""
	}
	return name
}

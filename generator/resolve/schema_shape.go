package resolve

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// shape is a schema with its allOf merged and everything decided but the names. What
// is inside it is read when it is asked for, so that recursion ends where types do.
type shape struct {
	*merged
	component string // a reference: the name under components/schemas
	runtime   string // x-go-type
	goType    string // of a scalar, by the rules of oapi-codegen
	props     []prop // of an object, in the order of their names
	elemType  string // runtime type of the elements of a list, if it is not as the schema has it
	elemShape *shape // the elements of a list that does not stand in the schema
	pointer   bool   // x-go-type-skip-optional-pointer: false
}

type prop struct {
	property
	required   bool
	nullable   bool
	deprecated bool
	extensions map[string]any
}

// schemas reads the schemas of a document.
type schemas struct {
	components openapi3.Schemas
	merger     *merger
	scalars    scalarRules
}

func newSchemas(doc *openapi3.T) schemas {
	s := schemas{scalars: newScalarRules()}
	if doc.Components != nil {
		s.components = doc.Components.Schemas
	}
	s.merger = newMerger(s.components)
	return s
}

// component returns the shape of a component, and whether there is one.
func (s schemas) component(name string) (shape, bool) {
	ref, ok := s.components[name]
	if !ok {
		return shape{}, false
	}
	return s.of(s.merger.component(ref)), true
}

func (s schemas) shape(ref *openapi3.SchemaRef) shape { return s.of(s.merger.merge(ref)) }

func (s schemas) of(m *merged) shape {
	out := shape{merged: m, pointer: wantsPointer(m.extensions)}
	name, hasType := extensionString(m.extensions, "x-go-type")
	switch {
	case m.ref != "" && !m.typed:
		out.component = m.ref
	case hasType:
		out.runtime = name
	case m.kind == openapi3.TypeArray:
	case m.kind == openapi3.TypeObject || m.kind == "" && len(m.properties) > 0:
		out.props = s.props(m)
	default:
		out.goType = s.scalars.goType(m.kind, m.format)
	}
	return out
}

func (s schemas) props(m *merged) []prop {
	var props []prop
	for _, p := range m.properties {
		value := s.merger.merge(p.schema)
		props = append(props, prop{
			property:   p,
			required:   slices.Contains(m.required, p.name),
			nullable:   value.nullable,
			deprecated: value.deprecated,
			extensions: value.extensions,
		})
	}
	return props
}

// isList reports whether the shape is a list of its own.
func (s shape) isList() bool {
	return s.component == "" && s.runtime == "" && s.kind == openapi3.TypeArray
}

// elem returns the elements of a list.
func (s shape) elem(in schemas) shape {
	if s.elemType != "" {
		return shape{merged: &merged{}, runtime: s.elemType}
	}
	if s.elemShape != nil {
		return *s.elemShape
	}
	return in.shape(s.items)
}

// withElem returns the list with elements of a runtime type; with those of the schema
// if the type is empty.
func (s shape) withElem(runtime string) shape {
	s.elemType = runtime
	return s
}

// prop returns the property of a name, and whether there is one.
func (s shape) prop(name string) (prop, bool) {
	for _, p := range s.props {
		if p.name == name {
			return p, true
		}
	}
	return prop{}, false
}

// isUnion reports whether the shape is one of several.
func (s shape) isUnion() bool {
	return s.component == "" && s.runtime == "" && len(s.alternatives) > 0
}

// isObject reports whether the shape has properties of its own.
func (s shape) isObject() bool {
	return s.component == "" && len(s.props) > 0 && len(s.alternatives) == 0
}

// isMap reports whether the shape is an object of which only the values are described.
func (s shape) isMap() bool {
	return s.component == "" && s.runtime == "" && !s.conflict && s.additional != nil && len(s.props)+len(s.alternatives) == 0
}

// isSingle reports whether the shape is a list of exactly one.
func (s shape) isSingle() bool {
	return s.isList() && s.minItems == 1 && s.merged.maxItems == 1
}

// wantsPointer reports whether overrides ask for a pointer. Without their
// word, what is absent is a zero value.
func wantsPointer(extensions map[string]any) bool {
	skip, given := extensions["x-go-type-skip-optional-pointer"].(bool)
	return given && !skip
}

// refusesPointer reports whether overrides ask for no pointer where the rule
// would make one.
func refusesPointer(extensions map[string]any) bool {
	skip, _ := extensions["x-go-type-skip-optional-pointer"].(bool)
	return skip
}

func extensionString(extensions map[string]any, key string) (string, bool) {
	s, ok := extensions[key].(string)
	return s, ok && s != ""
}

package resolve

import (
	"cmp"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// A choice is one of the schemas that a value may have.
type choice struct {
	shape     shape
	component string   // the component that it is, or that it is made from; empty if it is none
	pointer   string   // JSON pointer of where it stands
	kinds     []string // the values of a property that stand for it; none if nothing tells
}

// choices lists the choices of a schema. Those of a choice that has no name of its own
// are among them.
func (r *resolver) choices(s shape, at place) []choice {
	var list []choice
	for _, one := range s.alternatives {
		c := choice{shape: r.schemas.shape(one.schema), pointer: at.declaration(prop{property: one}).pointer}
		if c.shape.component == "" && c.shape.kind == "" && len(c.shape.alternatives) == 0 && isScalarKind(s.kind) {
			c.shape = r.schemas.typed(c.shape, s.merged)
		}
		c.component = c.shape.component
		c.shape = r.schemas.beside(c.shape, s)
		if c.shape.isUnion() && c.shape.mapping == nil && len(c.shape.props) == 0 {
			list = append(list, r.choices(c.shape, place{pointer: c.pointer})...)
			continue
		}
		list = append(list, c)
	}
	return list
}

func isScalarKind(kind string) bool {
	switch kind {
	case openapi3.TypeString, openapi3.TypeInteger, openapi3.TypeNumber, openapi3.TypeBoolean:
		return true
	}
	return false
}

// typed gives a shape without a type that of the schema around it.
func (s schemas) typed(of shape, outer *merged) shape {
	m := *of.merged
	m.kind, m.format = outer.kind, cmp.Or(m.format, outer.format)
	return s.of(&m)
}

// beside adds to a choice the properties that stand beside the choices, unless it is a
// component that has them all.
func (s schemas) beside(choice, outer shape) shape {
	if len(outer.props) == 0 {
		return choice
	}
	own := s.resolved(choice)
	lacks := slices.ContainsFunc(outer.props, func(p prop) bool { return !hasProp(own, p.name) })
	if !own.isObject() || !lacks {
		return choice
	}
	common, both := *outer.merged, &merged{}
	common.alternatives, common.mapping = nil, nil
	s.merger.add(both, &common)
	s.merger.add(both, own.merged)
	return s.of(both)
}

// suffix is what the name of a union gets to be the name of a choice that has none; empty
// for a choice that needs no name in Go.
func (c choice) suffix() string {
	switch s := c.shape; {
	case c.component != "":
		return naming.Type(c.component)
	case len(c.kinds) > 0:
		return naming.Exported(c.kinds[0])
	case s.base != "":
		return "Page"
	case s.isList():
		return "Items" // of which each is an Item
	case s.isUnion():
		return "Union"
	case s.isObject():
		return "Object"
	case s.isMap():
		return "Map" // of which each is a MapValue
	case isStringEnum(s):
		return "Text"
	}
	return ""
}

// onlyChoice returns the schema that all choices are together, if they are one type in Go:
// texts of any kinds, numbers, and schemas that are alike.
func (r *resolver) onlyChoice(s shape, choices []choice) (shape, bool) {
	if s.mapping != nil || len(choices) == 0 {
		return shape{}, false
	}
	if text, ok := r.schemas.text(choices); ok {
		return text.named(s), true
	}
	best := choices[0].shape
	alike, numbers := true, true
	for _, c := range choices {
		alike = alike && r.schemas.alike(best, c.shape, maxReferences)
		numbers = numbers && numberSize(r.schemas.resolved(c.shape)) > 0
	}
	if numbers {
		for _, c := range choices {
			if numberSize(r.schemas.resolved(c.shape)) > numberSize(r.schemas.resolved(best)) {
				best = c.shape
			}
		}
	}
	return best, alike || numbers
}

// numberSize orders the types of numbers by what they can hold; 0 for all other types.
func numberSize(s shape) int {
	if s.runtime != "" || s.component != "" {
		return 0
	}
	switch scalarKind(s.goType) {
	case model.Int:
		return 1
	case model.Int64:
		return 2
	case model.Float64:
		return 3
	}
	return 0
}

// text returns what choices are that are all texts: an enum with the values of all of them,
// or a string if none has any. An enum that is a component is that component if
// there is no other one.
func (s schemas) text(choices []choice) (shape, bool) {
	var enums []shape
	all := merged{kind: openapi3.TypeString}
	for _, c := range choices {
		text := s.resolved(c.shape)
		if text.component != "" || text.runtime != "" || text.kind != openapi3.TypeString || text.goType != "string" {
			return shape{}, false
		}
		if len(text.enum) > 0 {
			enums = append(enums, c.shape)
		}
		for _, value := range text.enum {
			if !slices.Contains(all.enum, value) {
				all.enum = append(all.enum, value)
			}
		}
	}
	if len(enums) == 1 {
		only := *enums[0].merged
		return s.of(&only), true
	}
	return s.of(&all), true
}

// named returns a shape that has the name in Go which another one is given.
func (s shape) named(by shape) shape {
	m := *s.merged
	m.extensions = maps.Clone(m.extensions)
	if name, ok := by.extensions["x-go-type-name"]; ok {
		if m.extensions == nil {
			m.extensions = map[string]any{}
		}
		m.extensions["x-go-type-name"] = name
	}
	s.merged = &m
	return s
}

// resolved returns what a reference leads to.
func (s schemas) resolved(given shape) shape {
	for range maxReferences {
		c, ok := s.component(given.component)
		if given.component == "" || !ok {
			break
		}
		given = c
	}
	return given
}

// tell finds out which values of which property stand for which choices, and returns
// the property. It is that of the discriminator, or else one of which no two choices can
// have the same value.
func (r *resolver) tell(s shape, choices []choice) (property string) {
	var kinds [][]string
	if s.mapping != nil {
		property = s.mapping.PropertyName
		for _, c := range choices {
			kinds = append(kinds, r.kindsByMapping(s, c))
		}
		kinds = withoutCommon(kinds)
	} else {
		property, kinds = r.kindsByConstants(choices)
	}
	for i, of := range kinds {
		choices[i].kinds = of
	}
	return property
}

// kindsByMapping returns the values of a discriminator that stand for a choice: those of the
// mapping, or else those that the choice admits. If nothing is mapped, it is the name
// of the component, as OpenAPI has it.
func (r *resolver) kindsByMapping(s shape, c choice) []string {
	var kinds []string
	named := false
	for _, value := range slices.Sorted(maps.Keys(s.mapping.Mapping)) {
		if component := refComponent(s.mapping.Mapping[value].Ref); component == "" || component != c.component {
			continue
		}
		if value == c.component {
			named = true // which says nothing new
			continue
		}
		kinds = append(kinds, value)
	}
	if len(kinds) == 0 {
		kinds, _ = r.admitted(c, s.mapping.PropertyName)
	}
	if len(kinds) == 0 && c.component != "" && (named || len(s.mapping.Mapping) == 0) {
		kinds = []string{c.component}
	}
	return kinds
}

// withoutCommon takes out the values that stand for several choices.
func withoutCommon(kinds [][]string) [][]string {
	count := map[string]int{}
	for _, of := range kinds {
		for _, kind := range of {
			count[kind]++
		}
	}
	for i := range kinds {
		kinds[i] = slices.DeleteFunc(slices.Clone(kinds[i]), func(kind string) bool { return count[kind] > 1 })
	}
	return kinds
}

// kindsByConstants finds the property that tells the most choices apart by the values that
// it admits, two of them at least. A choice that admits any value, or one that another
// admits, too, cannot be told from it.
func (r *resolver) kindsByConstants(choices []choice) (property string, kinds [][]string) {
	best := 1
	for _, name := range r.propertiesOf(choices) {
		var of [][]string
		told := 0
		for _, c := range choices {
			values, has := r.admitted(c, name)
			if has && len(values) == 0 {
				told = -len(choices)
			}
			if len(values) > 0 {
				told++
			}
			of = append(of, values)
		}
		isSure := slices.EqualFunc(of, withoutCommon(of), slices.Equal)
		if isSure && told > best {
			property, kinds, best = name, of, told
		}
	}
	return property, kinds
}

// propertiesOf lists the properties of choices, type before all others.
func (r *resolver) propertiesOf(choices []choice) []string {
	names := map[string]bool{}
	for _, c := range choices {
		for _, p := range r.objectOf(c).props {
			names[p.name] = true
		}
	}
	sorted := slices.Sorted(maps.Keys(names))
	if names["type"] {
		sorted = slices.Insert(slices.DeleteFunc(sorted, func(name string) bool { return name == "type" }), 0, "type")
	}
	return sorted
}

// objectOf returns the object that a choice is; a shape without properties if it is none.
func (r *resolver) objectOf(c choice) shape {
	s := r.schemas.resolved(c.shape)
	if !s.isObject() || s.base != "" {
		return shape{merged: &merged{}}
	}
	return s
}

// admitted returns the texts that a property of a choice admits, if they are listed, and
// whether there is the property.
func (r *resolver) admitted(c choice, property string) (values []string, has bool) {
	p, ok := r.objectOf(c).prop(property)
	if !ok {
		return nil, false
	}
	for _, value := range r.schemas.resolved(r.schemas.shape(p.schema)).enum {
		text, ok := value.(string)
		if !ok {
			return nil, true
		}
		values = append(values, text)
	}
	return values, true
}

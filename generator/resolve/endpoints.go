package resolve

import (
	"cmp"
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
)

// The endpoints are read from the schema, not from the methods that the operations
// become: a server has to take what the schema says, whoever sends it.

// endpoints describes all operations on the wire. The methods are resolved before.
func (r *resolver) endpoints(operations []operation, methods []*model.Operation) []model.Endpoint {
	var endpoints []model.Endpoint
	for _, op := range operations {
		e := model.Endpoint{Method: op.method, Path: op.path}
		for _, m := range methods {
			if m.Method == op.method && m.Path == op.path {
				e.Methods = append(e.Methods, m.QualifiedName())
			}
		}
		reader := wireReader{}
		for _, p := range op.params {
			e.Params = append(e.Params, model.EndpointParam{
				Name: p.name, In: model.Place(p.in), Required: p.required, Deprecated: p.spec.Deprecated, Schema: reader.schema(p.spec.Schema, nil)})
		}
		if op.body != nil {
			media := op.spec.RequestBody.Value.Content[op.body.mediaType]
			e.Body = model.EndpointBody{
				MediaType: op.body.mediaType, Required: op.body.required, Schema: reader.schema(media.Schema, nil)}
		}
		if reader.read > maxWireSchemas {
			r.diags.Errorf(r.in.Pos(operationPlace(op).pointer),
				"%s takes a request of more than %d schemas, one in the other; describe it with fewer in overrides/schema", op.key(), maxWireSchemas)
			continue
		}
		endpoints = append(endpoints, e)
	}
	slices.SortFunc(endpoints, model.CompareEndpoints)
	return endpoints
}

// maxWireSchemas bounds what is read of one request. Following references makes a
// tree of what is a graph, which a few lines of a schema can make grow beyond all
// bounds; the largest real request has some twenty.
const maxWireSchemas = 10_000

// wireReader reads the schemas of one request.
type wireReader struct {
	read int
}

// schema reads a schema. One that leads back to those around it says no more than
// its kind there: the nesting has no end, but a value that is checked has one.
// Alternatives (oneOf, anyOf, not) are not told apart: what they are about may be
// anything.
func (w *wireReader) schema(ref *openapi3.SchemaRef, around []*openapi3.Schema) model.WireSchema {
	if w.read++; ref == nil || ref.Value == nil || w.read > maxWireSchemas {
		return model.WireSchema{}
	}
	node := ref.Value
	switch {
	case slices.Contains(around, node):
		return model.WireSchema{Kind: kindOf(node), Open: kindOf(node) == openapi3.TypeObject}
	case len(node.OneOf)+len(node.AnyOf) > 0 || node.Not != nil:
		return model.WireSchema{}
	}
	around = append(slices.Clip(around), node)
	var s model.WireSchema
	for _, part := range node.AllOf {
		s = mergeWire(s, w.schema(part, around))
	}
	return mergeWire(s, w.own(node, around))
}

// own reads what a schema says beside its allOf.
func (w *wireReader) own(node *openapi3.Schema, around []*openapi3.Schema) model.WireSchema {
	extended, _ := node.Extensions["x-spotgen-extended-maximum"].(float64)
	s := model.WireSchema{
		Kind:        kindOf(node),
		Min:         node.Min,
		Max:         node.Max,
		MaxExtended: extended,
		MinItems:    int(node.MinItems),
		MinProps:    int(node.MinProps),
	}
	for _, value := range node.Enum {
		if text, ok := value.(string); ok {
			s.Enum = append(s.Enum, text)
		}
	}
	switch node.Default.(type) {
	case string, float64, bool:
		s.Default = node.Default
	}
	if node.MaxLength != nil {
		s.MaxLength = int(*node.MaxLength)
	}
	if node.MaxItems != nil {
		s.MaxItems = int(*node.MaxItems)
	}
	if node.Items != nil {
		items := w.schema(node.Items, around)
		s.Items = &items
	}
	for _, name := range slices.Sorted(maps.Keys(node.Properties)) {
		property := node.Properties[name]
		s.Properties = append(s.Properties, model.WireProperty{
			Name: name, Deprecated: property.Value != nil && property.Value.Deprecated, Schema: w.schema(property, around)})
	}
	// What is required may be described by another part of an allOf.
	for _, name := range node.Required {
		s.Properties = mergeProperties(s.Properties, []model.WireProperty{{Name: name, Required: true}})
	}
	s.Open = s.Kind == openapi3.TypeObject && isOpen(node)
	return s
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

// mergeWire puts two parts of an allOf together. Where both say something about the
// same thing, both hold: of bounds the stricter one, of enums what is in both.
func mergeWire(a, b model.WireSchema) model.WireSchema {
	s := model.WireSchema{
		Kind:        cmp.Or(b.Kind, a.Kind),
		Enum:        common(a.Enum, b.Enum),
		Min:         stricter(a.Min, b.Min, func(x, y float64) float64 { return max(x, y) }),
		Max:         stricter(a.Max, b.Max, func(x, y float64) float64 { return min(x, y) }),
		MaxExtended: cmp.Or(b.MaxExtended, a.MaxExtended),
		Default:     a.Default,
		MaxLength:   leastOf(a.MaxLength, b.MaxLength),
		Items:       a.Items,
		MinItems:    max(a.MinItems, b.MinItems),
		MaxItems:    leastOf(a.MaxItems, b.MaxItems),
		MinProps:    max(a.MinProps, b.MinProps),
		Open:        a.Open || b.Open,
	}
	if b.Default != nil {
		s.Default = b.Default
	}
	if b.Items != nil {
		s.Items = b.Items
	}
	s.Properties = mergeProperties(a.Properties, b.Properties)
	return s
}

func mergeProperties(a, b []model.WireProperty) []model.WireProperty {
	merged := slices.Clone(a)
	for _, p := range b {
		i := slices.IndexFunc(merged, func(other model.WireProperty) bool { return other.Name == p.Name })
		if i < 0 {
			merged = append(merged, p)
			continue
		}
		merged[i].Required = merged[i].Required || p.Required
		merged[i].Deprecated = merged[i].Deprecated || p.Deprecated
		merged[i].Schema = mergeWire(merged[i].Schema, p.Schema)
	}
	slices.SortFunc(merged, func(a, b model.WireProperty) int { return cmp.Compare(a.Name, b.Name) })
	return merged
}

func common(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return slices.DeleteFunc(slices.Clone(a), func(value string) bool { return !slices.Contains(b, value) })
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

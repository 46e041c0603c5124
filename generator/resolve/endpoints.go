package resolve

import (
	"cmp"
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
		reader := wireReader{merger: r.schemas.merger}
		for _, p := range op.params {
			if !p.travels() {
				continue
			}
			schema := reader.schema(p.spec.Schema, nil)
			style, _ := p.style(schema.Kind == openapi3.TypeArray, schema.Kind == openapi3.TypeObject)
			e.Params = append(e.Params, model.EndpointParam{
				Name: p.name, In: model.Place(p.in), Style: style, Required: p.required, Deprecated: p.spec.Deprecated, Schema: schema})
		}
		if op.body != nil {
			e.Body = model.EndpointBody{
				MediaType: op.body.mediaType(), Required: op.body.required, Schema: reader.schema(op.body.media.Schema, nil)}
			r.noteForm(op.body, e.Body.Schema.Properties)
		}
		if reader.read > maxWireSchemas {
			r.lose(r.in.Pos(operationPlace(op).pointer),
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
	merger *merger
	read   int
}

// schema reads a schema. One that leads back to those around it says no more than
// its kind there: the nesting has no end, but a value that is checked has one.
// Alternatives (oneOf, anyOf, not) are not told apart: what they are about may be
// anything.
func (w *wireReader) schema(ref *openapi3.SchemaRef, around []*openapi3.Schema) model.WireSchema {
	if w.read++; ref == nil || ref.Value == nil || w.read > maxWireSchemas {
		return model.WireSchema{}
	}
	m := w.merger.merge(ref)
	switch {
	case slices.Contains(around, ref.Value):
		return model.WireSchema{Kind: m.kind, Open: m.kind == openapi3.TypeObject}
	case len(m.alternatives) > 0 || m.not:
		return model.WireSchema{}
	}
	around = append(slices.Clip(around), ref.Value)
	s := model.WireSchema{
		Kind:        m.kind,
		Min:         m.min,
		Max:         m.max,
		MaxExtended: m.maxExtended,
		MinItems:    m.minItems,
		MaxItems:    m.maxItems,
		MinProps:    m.minProps,
		MaxLength:   m.maxLength,
		Time:        m.kind == openapi3.TypeString && m.format == "date-time",
		Open:        m.open && m.kind == openapi3.TypeObject,
	}
	for _, value := range m.enum {
		if text, ok := value.(string); ok {
			s.Enum = append(s.Enum, text)
		}
	}
	switch m.constant.(type) {
	case string, float64, bool:
		s.Default = m.constant
	}
	if m.items != nil {
		items := w.schema(m.items, around)
		s.Items = &items
	}
	s.Properties = w.properties(m, around)
	return s
}

// properties reads the properties of an object, and those that it requires without
// describing them.
func (w *wireReader) properties(m *merged, around []*openapi3.Schema) []model.WireProperty {
	var properties []model.WireProperty
	for _, p := range m.properties {
		properties = append(properties, model.WireProperty{
			Name:       p.name,
			Required:   slices.Contains(m.required, p.name),
			Deprecated: w.merger.merge(p.schema).deprecated,
			Schema:     w.schema(p.schema, around),
		})
	}
	for _, name := range m.required {
		if !slices.ContainsFunc(properties, func(p model.WireProperty) bool { return p.Name == name }) {
			properties = append(properties, model.WireProperty{Name: name, Required: true})
		}
	}
	slices.SortFunc(properties, func(a, b model.WireProperty) int { return cmp.Compare(a.Name, b.Name) })
	return properties
}

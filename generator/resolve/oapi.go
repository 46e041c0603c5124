package resolve

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// This file is the only one that knows oapi-codegen, which resolves types and
// parameters: it merges allOf, follows references, combines the parameters of
// paths and operations, and maps OpenAPI types and formats to Go types. What
// it says is copied into the plain structs below at once.

// described is the document as oapi-codegen understands it.
type described struct {
	components []component // components/schemas, in the order of their names
	operations []operation // in the order of their paths and methods
}

type component struct {
	name  string
	shape shape
}

type operation struct {
	method, path string
	id           string // as in the schema; empty without one
	spec         *openapi3.Operation
	params       []param // path parameters in the order of the path, then the query's in the order of the schema
	body         *body
	results      []result // declared success answers, ascending
}

type param struct {
	name     string
	in       string
	required bool
	spec     *openapi3.Parameter
	shape    shape
}

type body struct {
	mediaType string
	required  bool
	shape     shape
}

type result struct {
	code  string
	ref   string // name under components/responses; empty for an inline answer
	shape *shape // nil without a JSON body
}

// shape is a schema with everything resolved but the names.
type shape struct {
	node      *openapi3.Schema
	component string // a reference: the name under components/schemas
	runtime   string // x-go-type
	goType    string // of a scalar, as oapi-codegen maps it
	elem      *shape // of an array
	props     []prop // of an object, in the order of their names
	union     []string
	mapping   map[string]string // discriminator value → component
	pointer   bool              // x-go-type-skip-optional-pointer: false
}

type prop struct {
	name       string
	required   bool
	nullable   bool
	deprecated bool
	extensions map[string]any
	shape      shape
}

// oapiCodegen guards the package variables of oapi-codegen. They are shared by
// the whole process, so the lock has to be too.
var oapiCodegen sync.Mutex

// describe runs oapi-codegen over the document.
//
// Its package keeps state: OperationDefinitions and GenerateGoSchema read
// options and the document from package variables that only Generate sets, and
// return empty Go types, without an error, when it has not run. So Generate
// runs first, asked for nothing. Because of that state, two runs must not
// overlap.
func describe(doc *openapi3.T) (d described, err error) {
	oapiCodegen.Lock()
	defer oapiCodegen.Unlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("oapi-codegen gave up on the schema: %v", r)
		}
	}()
	if _, err := codegen.Generate(doc, codegen.Configuration{
		PackageName: "spotify",
		// Otherwise it renames the operations inside the document.
		Compatibility: codegen.CompatibilityOptions{PreserveOriginalOperationIdCasingInEmbeddedSpec: true},
		OutputOptions: codegen.OutputOptions{
			SkipFmt:                   true,
			SkipPrune:                 true,
			PreferSkipOptionalPointer: true,
			TypeMapping:               typeMapping(),
		},
	}); err != nil {
		return described{}, &located{whereabouts(err.Error()), err}
	}

	c := converter{components: map[string]string{}}
	if doc.Components != nil {
		for name := range doc.Components.Schemas {
			c.components[codegen.SchemaNameToTypeName(name)] = name
		}
		for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
			schema, err := codegen.GenerateGoSchema(doc.Components.Schemas[name], []string{name})
			if err != nil {
				return described{}, &located{"/components/schemas/" + escapePointer(name), err}
			}
			d.components = append(d.components, component{name: name, shape: c.shape(schema)})
		}
	}
	definitions, err := codegen.OperationDefinitions(doc)
	if err != nil {
		return described{}, fmt.Errorf("oapi-codegen: %w", err)
	}
	for _, definition := range definitions {
		op, err := c.operation(definition)
		if err != nil {
			at := operationPlace(operation{method: definition.Method, path: definition.Path})
			return described{}, &located{at.pointer, err}
		}
		d.operations = append(d.operations, op)
	}
	return d, nil
}

// whereabouts finds the part of the schema that an error of oapi-codegen is
// about, as a JSON pointer. Its errors have no more than text; of one that says
// something else, the place is the whole document.
func whereabouts(text string) string {
	if m := oapiOperation.FindStringSubmatch(text); m != nil {
		return operationPlace(operation{method: m[1], path: m[2]}).pointer
	}
	if m := oapiSchema.FindStringSubmatch(text); m != nil {
		return "/components/schemas/" + escapePointer(m[1])
	}
	return ""
}

var (
	oapiOperation = regexp.MustCompile(`in ([A-Z]+) path "([^"]+)"`)
	oapiSchema    = regexp.MustCompile(`in schema "([^"]+)"`)
)

// located is an error about the part of the schema at a JSON pointer.
type located struct {
	pointer string
	err     error
}

func (l *located) Error() string { return "oapi-codegen: " + l.err.Error() }

// typeMapping keeps every number exact (the stock mapping of number and float
// is float32) and every string a string, but for times.
func typeMapping() *codegen.TypeMapping {
	text := codegen.SimpleTypeSpec{Type: "string"}
	float := codegen.SimpleTypeSpec{Type: "float64"}
	return &codegen.TypeMapping{
		Number: codegen.FormatMapping{Default: float, Formats: map[string]codegen.SimpleTypeSpec{"float": float, "double": float}},
		String: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{
			"byte": text, "email": text, "date": text, "duration": text, "json": text, "uuid": text, "binary": text,
		}},
	}
}

// converter turns what oapi-codegen says into shapes.
type converter struct {
	components map[string]string // type name of oapi-codegen → component
}

func (c converter) operation(definition codegen.OperationDefinition) (operation, error) {
	op := operation{method: definition.Method, path: definition.Path, id: definition.SpecOperationId, spec: definition.Spec}
	for _, p := range slices.Concat(definition.PathParams, definition.QueryParams, definition.HeaderParams, definition.CookieParams) {
		schema, err := codegen.GenerateGoSchema(p.Spec.Schema, []string{p.ParamName})
		if err != nil {
			return operation{}, fmt.Errorf("parameter %s: %w", p.ParamName, err)
		}
		op.params = append(op.params, param{name: p.ParamName, in: p.In, required: p.Required, spec: p.Spec, shape: c.shape(schema)})
	}
	if ref := definition.Spec.RequestBody; ref != nil && ref.Value != nil {
		for _, mediaType := range slices.Sorted(maps.Keys(ref.Value.Content)) {
			schema, err := codegen.GenerateGoSchema(ref.Value.Content[mediaType].Schema, []string{"body"})
			if err != nil {
				return operation{}, fmt.Errorf("request body: %w", err)
			}
			op.body = &body{mediaType: mediaType, required: ref.Value.Required, shape: c.shape(schema)}
		}
	}
	responses := definition.Spec.Responses.Map()
	for _, code := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(code, "2") || responses[code].Value == nil {
			continue
		}
		answer := result{code: code, ref: componentName(responses[code].Ref)}
		if media := responses[code].Value.Content.Get("application/json"); media != nil && media.Schema != nil {
			schema, err := codegen.GenerateGoSchema(media.Schema, []string{"result"})
			if err != nil {
				return operation{}, fmt.Errorf("answer %s: %w", code, err)
			}
			shape := c.shape(schema)
			answer.shape = &shape
		}
		op.results = append(op.results, answer)
	}
	return op, nil
}

func (c converter) shape(schema codegen.Schema) shape {
	s := shape{node: schema.OAPISchema, goType: schema.GoType}
	s.pointer = wantsPointer(s.extensions())
	if name, ok := c.components[schema.GoType]; ok {
		s.component = name
		return s
	}
	// A schema with x-go-type-name is handed out as a reference to a type
	// that stands among its additional types.
	for _, additional := range schema.AdditionalTypes {
		if additional.TypeName == schema.GoType {
			return c.shape(additional.Schema)
		}
	}
	if name, ok := extensionString(s.extensions(), "x-go-type"); ok {
		s.runtime = name
		return s
	}
	if schema.ArrayType != nil {
		elem := c.shape(*schema.ArrayType)
		s.elem = &elem
	}
	for _, member := range schema.UnionElements {
		s.union = append(s.union, c.components[member.String()])
	}
	if schema.Discriminator != nil {
		s.mapping = map[string]string{}
		for value, typeName := range schema.Discriminator.Mapping {
			s.mapping[value] = c.components[typeName]
		}
	}
	for _, p := range schema.Properties {
		resolved := c.shape(p.Schema)
		resolved.pointer = resolved.pointer || wantsPointer(p.Extensions)
		s.props = append(s.props, prop{
			name:       p.JsonFieldName,
			required:   p.Required,
			nullable:   p.Nullable,
			deprecated: p.Deprecated,
			extensions: p.Extensions,
			shape:      resolved,
		})
	}
	return s
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

func (s shape) extensions() map[string]any {
	if s.node == nil {
		return nil
	}
	return s.node.Extensions
}

// isObject reports whether the shape has properties of its own.
func (s shape) isObject() bool { return s.component == "" && len(s.props) > 0 && len(s.union) == 0 }

// isSingle reports whether the shape is a list of exactly one.
func (s shape) isSingle() bool {
	return s.elem != nil && s.node != nil && s.node.MinItems == 1 && s.node.MaxItems != nil && *s.node.MaxItems == 1
}

// componentName returns the last segment of a reference.
func componentName(ref string) string {
	return ref[strings.LastIndexByte(ref, '/')+1:]
}

func extensionString(extensions map[string]any, key string) (string, bool) {
	s, ok := extensions[key].(string)
	return s, ok && s != ""
}

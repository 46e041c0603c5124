package load_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
)

// TestMend has the rules for values of another type than OpenAPI wants, one at a time.
func TestMend(t *testing.T) {
	const op, property = "paths/~1a/get", "components/schemas/A"
	get := func(more string) string { return pathLines("/a: {get: {" + ok + ", " + more + "}}") }
	answer := `{"responses":{"200":{"description":"d"}}`
	tests := map[string]struct {
		spec     string
		at, want string
		found    []string // those that are losses are errors where nothing may be lost
		isLoss   bool
	}{
		"numbers for texts": {
			spec: get("summary: 5, description: 1.5, operationId: 7"),
			at:   op, want: answer + `,"summary":"5","description":"1.5","operationId":"7"}`,
		},
		"mapping for a text": {
			spec: get("summary: {a: b}"),
			at:   op, want: answer + `}`,
			found: []string{"spec.yml:4:61: warning: summary of operation cannot be a mapping; it is left out"},
		},
		"texts for booleans": {
			spec: get("deprecated: 'Yes', parameters: [{name: 5, in: query, required: 'false', explode: on, schema: {}}]"),
			at:   op, want: answer + `,"deprecated":true,"parameters":[{"name":"5","in":"query","required":false,"explode":true,"schema":{}}]}`,
		},
		"no boolean": {
			spec: get("deprecated: soon"),
			at:   op, want: answer + `}`,
			found: []string{`spec.yml:4:64: warning: deprecated of operation cannot be the text "soon"; it is left out`},
		},
		"texts for numbers": {
			spec: schemas("A: {type: integer, minimum: '5', maximum: ' 1e3', maxItems: 3.0, minItems: '2', maxLength: 0x10}"),
			at:   property, want: `{"type":"integer","minimum":5,"maximum":1000,"maxItems":3,"minItems":2,"maxLength":16}`,
		},
		"no numbers": {
			spec: schemas("A: {minimum: a, maximum: .inf, maxItems: -1, minItems: 1.5, maxLength: [], format: null}"),
			at:   property, want: `{}`,
			found: []string{
				`spec.yml:6:18: warning: minimum of schema cannot be the text "a"; it is left out`,
				"spec.yml:6:30: warning: maximum of schema cannot be the number .inf; it is left out",
				"spec.yml:6:46: warning: maxItems of schema cannot be the number -1; it is left out",
				"spec.yml:6:60: warning: minItems of schema cannot be the number 1.5; it is left out",
				"spec.yml:6:76: warning: maxLength of schema cannot be a list; it is left out",
			},
		},
		"null": {
			spec: schemas("A: {type: object, description: null, properties: {a: null, b: {allOf: [null], default: null, items: null}}, not: null}"),
			at:   property, want: `{"type":"object","properties":{"a":{},"b":{"allOf":[],"default":null,"items":{}}}}`,
		},
		"null in a request": {
			spec: get("parameters: [null], requestBody: null"),
			at:   op, want: answer + `,"parameters":[]}`,
		},
		"null for an answer": {
			spec: pathLines("/a: {get: {responses: {'200': null}}, put: {responses: {'200': {content: {application/json: null}}}}}"),
			at:   "paths/~1a", want: `{"get":{"responses":{"200":{}}},"put":{"responses":{"200":{"content":{"application/json":{}}}}}}`,
		},
		"tags": {
			spec: pathLines("/a: {get: {tags: Books}, put: {tags: [5, null, [a], b]}}"),
			at:   "paths/~1a", want: `{"get":{"tags":["Books"]},"put":{"tags":["5","b"]}}`,
			found: []string{
				"spec.yml:4:44: warning: tags cannot hold null; it is left out",
				"spec.yml:4:50: warning: tags cannot hold a list; it is left out",
			},
		},
		"security": {
			spec: pathLines("/a: {get: {security: {login: read}}, put: {security: [a, {login: null}, {login: [1]}]}}") + "security: a\n",
			at:   "paths/~1a", want: `{"get":{"security":[{"login":["read"]}]},"put":{"security":[{"login":[]},{"login":["1"]}]}}`,
			found: []string{
				`spec.yml:4:57: warning: security cannot be the text "a"; it is left out`,
				`spec.yml:5:11: warning: security cannot be the text "a"; it is left out`,
			},
		},
		"one server": {
			spec: top + "servers: {url: a}\n",
			at:   "servers", want: `[{"url":"a"}]`,
		},
		"value of a server": {
			spec: top + "servers: [{url: '{a}/{b}', variables: {a: {default: 1}, b: {enum: [c, d]}, e: {default: f}}}]\n",
			at:   "servers", want: `[{"url":"{a}/{b}","variables":{"a":{"default":"1"},"b":{"enum":["c","d"],"default":"c"},"e":{"default":"f"}}}]`,
		},
		"servers without an address": {
			spec: top + "servers: [{url: ''}, {url: 'https://{a}.b'}, {url: c}]\n",
			at:   "servers", want: `[{"url":"c"}]`,
			found: []string{
				"spec.yml:4:11: warning: server has no url, and is left out",
				`spec.yml:4:28: warning: server "https://{a}.b" is left out: it has no default for {a}`,
			},
			isLoss: true,
		},
		"type in capitals": {
			spec: schemas("A: {type: String, enum: [1, true, a]}"),
			at:   property, want: `{"type":"string","enum":["1","true","a"]}`,
		},
		"required twice": {
			spec: schemas("A: {type: object, required: [a, a, 5]}"),
			at:   property, want: `{"type":"object","required":["a","5"]}`,
		},
		"one for a list": {
			spec: schemas("A: {allOf: {type: string}, oneOf: [true, {type: string}]}"),
			at:   property, want: `{"allOf":[{"type":"string"}],"oneOf":[{},{"type":"string"}]}`,
		},
		"no schemas": {
			spec: schemas("A: {items: [{type: string}], properties: {a: text, b: true}, not: 5, additionalProperties: 'yes', anyOf: a}"),
			at:   property, want: `{"items":{},"properties":{"a":{},"b":{}},"additionalProperties":true}`,
			found: []string{
				"spec.yml:6:16: warning: items is not a schema but a list; it is raw JSON",
				`spec.yml:6:50: warning: a is not a schema but the text "text"; it is raw JSON`,
				"spec.yml:6:71: warning: not is not a mapping but the number 5, and is left out",
				`spec.yml:6:110: warning: anyOf is not a list but the text "a", and is left out`,
			},
			isLoss: true,
		},
		"no objects": {
			spec: pathLines("/a: {parameters: 5, get: {requestBody: a, responses: [], security: []}, put: {responses: {'200': a}}}"),
			at:   "paths/~1a", want: `{"get":{"security":[]},"put":{"responses":{}}}`,
			found: []string{
				"spec.yml:4:20: warning: parameters is not a list but the number 5, and is left out",
				`spec.yml:4:42: warning: requestBody is not a mapping but the text "a", and is left out`,
				"spec.yml:4:56: warning: responses is not a mapping but a list, and is left out",
				`spec.yml:4:100: warning: 200 is not a mapping but the text "a", and is left out`,
			},
			isLoss: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			checkLoaded(t, test.spec, "", test.at, test.want, test.found)
			if _, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(test.spec)}, nil, load.Options{}); (err != nil) != test.isLoss {
				t.Errorf("where nothing may be lost, the error is %v", err)
			}
		})
	}
}

// TestUnused makes sure that what the generator does not use costs nothing, whatever it is.
func TestUnused(t *testing.T) {
	const good = "responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}"
	answer := func(more string) string {
		return pathLines("/a: {get: {responses: {'200': {description: d, " + more + ", content: {application/json: {schema: {type: string}}}}}}}")
	}
	media := func(more string) string {
		return pathLines("/a: {get: {responses: {'200': {description: d, content: {application/json: {schema: {type: string}, " + more + "}}}}}}")
	}
	operation := func(more string) string { return pathLines("/a: {get: {" + more + ", " + good + "}}") }
	parameter := func(more string) string {
		return operation("parameters: [{name: q, in: query, schema: {type: string}, " + more + "}]")
	}
	schema := func(more string) string { return schemas("A: {type: string, " + more + "}") }
	failure := func(answer string) string {
		return pathLines("/a: {get: {responses: {'200': {description: d}, '400': " + answer + "}}}")
	}
	document := func(more string) string { return pathLines("/a: {get: {"+good+"}}") + more + "\n" }
	nowhere := "{$ref: '#/nowhere'}"
	tests := map[string]string{
		"header that leads nowhere":        answer("headers: {X-A: " + nowhere + "}"),
		"header of an unknown type":        answer("headers: {X-A: {schema: {type: nothing}}}"),
		"header without a schema":          answer("headers: {'X A': {}}"),
		"headers that are none":            answer("headers: [a]"),
		"link to nowhere":                  answer("links: {a: {operationId: b}, c: " + nowhere + ", d: {}}"),
		"links that are none":              answer("links: 5"),
		"callback without answers":         operation("callbacks: {a: {b: {post: {}}}, c: " + nowhere + "}"),
		"callbacks that are none":          operation("callbacks: []"),
		"external documentation":           operation("externalDocs: {description: a}"),
		"servers of an operation":          operation("servers: [5]"),
		"servers of a path":                pathLines("/a: {servers: [{}], summary: [], description: {}, get: {" + good + "}}"),
		"examples that are a list":         media("examples: [a]"),
		"example and examples":             media("example: .nan, examples: {a: " + nowhere + "}"),
		"encoding of an answer":            media("encoding: {a: {style: b, headers: {X-A: " + nowhere + "}}}"),
		"example of a parameter":           parameter("example: {a: " + nowhere + "}, examples: a"),
		"what may be empty":                parameter("allowEmptyValue: a, allowReserved: b"),
		"words of a body":                  operation("requestBody: {description: [], content: {application/json: {}}}"),
		"notes of a schema":                schema("title: [a], example: .inf, externalDocs: 5, xml: {name: []}, readOnly: a, writeOnly: b"),
		"checks of a schema":               schema("pattern: '(?=a)', minLength: x, uniqueItems: 5, multipleOf: 0, maxProperties: -1, exclusiveMinimum: a"),
		"read and write":                   schema("readOnly: true, writeOnly: true"),
		"error that leads nowhere":         failure(nowhere),
		"error of an unknown type":         failure("{content: {application/json: {schema: {type: nothing, $ref: 5}}}}"),
		"error that is none":               failure("5"),
		"status that is none":              pathLines("/a: {get: {responses: {'200': {description: d}, '999': 5, 404: a}}}"),
		"no info":                          "openapi: 3.0.3\npaths: {/a: {get: {" + good + "}}}\n",
		"info without words":               "openapi: 3.0.3\ninfo: {contact: a, license: {url: 5}, version: [1], description: {}}\npaths: {/a: {get: {" + good + "}}}\n",
		"tags":                             document("tags: [a, {name: b}, {name: b}, {}, {name: c, externalDocs: {}}]"),
		"tags that are none":               document("tags: 5"),
		"documentation of the document":    document("externalDocs: []"),
		"undefined way to be allowed":      operation("security: [{login: [a]}]"),
		"way to be allowed of no kind":     document("components: {securitySchemes: {a: {}, b: {type: apiKey, in: 5}, c: {type: oauth2, flows: {implicit: {authorizationUrl: 5}}}, d: {type: mutualTLS}}}"),
		"components that answers refer to": document("components: {examples: [], headers: {'a b': 5}, links: {a: {}}, callbacks: 5}"),
		"variables of a server":            document("servers: [{url: a, description: [], variables: {b: {default: c, enum: 5, description: {}}}}]"),
	}
	for name, spec := range tests {
		t.Run(name, func(t *testing.T) {
			doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(spec)}, nil, load.Options{})
			if err != nil || len(warnings) > 0 {
				t.Fatalf("finds %v %v, want nothing", err, warnings)
			}
			for _, item := range doc.Spec.Paths.Map() {
				if op := item.Get; op == nil || len(op.Responses.Map()) != 1 {
					t.Errorf("the operation is %+v, want one with an answer", op)
				}
			}
		})
	}
}

// TestUnreached makes sure that components to which nothing leads cost nothing, and that
// they do if an operation leads to them in any way.
func TestUnreached(t *testing.T) {
	const broken = "components: {schemas: {Bad: {type: nothing}, Worse: 5, List: {type: array}, Kind: {oneOf: [{$ref: '#/components/schemas/Bad'}]}}, parameters: {P: {in: nowhere}, Q: 5}, " +
		"responses: {R: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Bad'}}}}}, requestBodies: {B: {}}}\n"
	get := func(more string) string { return pathLines("/a: {get: {"+ok+", "+more+"}}") + broken }
	for name, test := range map[string]struct {
		spec      string
		isReached bool
	}{
		"nothing":           {get("summary: Bad"), false},
		"by an error":       {pathLines("/a: {get: {responses: {'200': {description: d}, '400': {$ref: '#/components/responses/R'}}}}") + broken, false},
		"by an example":     {get("requestBody: {content: {application/json: {example: {$ref: '#/components/schemas/Bad'}}}}"), false},
		"by an answer":      {pathLines("/a: {get: {responses: {'200': {$ref: '#/components/responses/R'}}}}") + broken, true},
		"by a parameter":    {get("parameters: [{$ref: '#/components/parameters/P'}]"), true},
		"by a body":         {get("requestBody: {$ref: '#/components/requestBodies/B'}"), true},
		"through a schema":  {get("requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Kind'}}}}"), true},
		"by a part":         {get("requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Kind/oneOf/0'}}}}"), true},
		"by a mapping":      {get("requestBody: {content: {application/json: {schema: {discriminator: {propertyName: k, mapping: {b: '#/components/schemas/Bad'}}}}}}"), true},
		"by a bare mapping": {get("requestBody: {content: {application/json: {schema: {discriminator: {propertyName: k, mapping: {b: Bad}}}}}}"), true},
		"by an extension":   {get("x-spotgen-methods: [{name: Get, items: Bad}]"), true},
	} {
		t.Run(name, func(t *testing.T) {
			doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(test.spec)}, nil, load.Options{})
			if (err != nil) != test.isReached {
				t.Fatalf("the error is %v", err)
			}
			if err == nil && (doc.Spec.Components.Schemas["Bad"] != nil || len(warnings) == 0) {
				t.Errorf("is not left out with a warning: %v", warnings)
			}
		})
	}
	_, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(top + "components: {schemas: {A: {type: string}}}\n")},
		overlayOf("{target: $.components.schemas.A, x-evidence: e, update: {type: nothing}}"), load.Options{})
	want := []string{`overlay.yml:4:68: type is the text "nothing"; write one of string, number, integer, boolean, array, object`}
	if diff := cmp.Diff(want, findings(t, err)); diff != "" {
		t.Errorf("an override of what nothing leads to (-want +got):\n%s", diff)
	}
}

package load_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// TestNormalise has the rules for what a schema says in another way, one at a time.
func TestNormalise(t *testing.T) {
	const property = "components/schemas/A"
	tests := map[string]struct {
		spec    string
		overlay string
		at      string // where the result stands
		want    string // the result as JSON
		found   []string
	}{
		"keyword beside a reference": {
			spec: schemas("A: {$ref: '#/components/schemas/B', nullable: true, x-a: b}", "B: {type: string}"),
			at:   property, want: `{"nullable":true,"x-a":"b","allOf":[{"$ref":"#/components/schemas/B"}]}`,
		},
		"words beside a reference": {
			spec: schemas("A: {$ref: '#/components/schemas/B', description: c, x-a: b}", "B: {type: string}"),
			at:   property, want: `{"$ref":"#/components/schemas/B","description":"c","x-a":"b"}`,
		},
		"allOf beside a reference": {
			spec: schemas("A: {allOf: [{type: object}], $ref: '#/components/schemas/B'}", "B: {type: object}"),
			at:   property, want: `{"allOf":[{"$ref":"#/components/schemas/B"},{"type":"object"}]}`,
		},
		"override of a reference": {
			spec:    schemas("A: {type: object, properties: {a: {$ref: '#/components/schemas/B'}}}", "B: {type: string}"),
			overlay: `{target: $.components.schemas.A, x-evidence: e, update: {properties: {a: {nullable: true}}}}`,
			at:      property + "/properties/a", want: `{"allOf":[{"$ref":"#/components/schemas/B"}],"nullable":true}`,
		},
		"reference to an anchor in a value": {
			spec: schemas("A: {properties: {a: {$ref: '#b'}, b: {$anchor: b, type: string, example: {$ref: '#b'}}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{"$ref":"#/components/schemas/A/properties/b"},"b":{"type":"string","example":{"$ref":"#b"}}}`,
		},
		"extension at a reference": {
			spec:    schemas("A: {type: object, properties: {a: {$ref: '#/components/schemas/B'}}}", "B: {type: object}"),
			overlay: `{target: '$.components.schemas.A.properties[*]', x-evidence: e, update: {x-go-name: Word}}`,
			at:      property + "/properties/a", want: `{"$ref":"#/components/schemas/B","x-go-name":"Word"}`,
		},
		"override of a reference to a scalar": {
			spec:    schemas("A: {type: object, properties: {a: {$ref: '#/components/schemas/B', description: c}}}", "B: {type: string, enum: [d]}"),
			overlay: `{target: '$.components.schemas.A.properties.a', x-evidence: e, x-was: {type: string}, update: {enum: [f]}}`,
			at:      property + "/properties/a", want: `{"description":"c","type":"string","enum":["d","f"]}`,
		},
		"override of a parameter by its name and place": {
			spec:    pathLines("/a: {get: {" + ok + ", parameters: [{name: b, in: query, schema: {type: string}}, {name: b, in: header, schema: {type: string}}]}}"),
			overlay: `{target: '$.paths[*].get', x-evidence: e, update: {parameters: [{name: b, in: query, schema: {type: integer}}]}}`,
			at:      "paths/~1a/get/parameters", want: `[{"name":"b","in":"header","schema":{"type":"string"}},{"name":"b","in":"query","schema":{"type":"integer"}}]`,
		},
		"bytes of OpenAPI 3.1": {
			spec: schemas("A: {properties: {a: {type: string, contentMediaType: image/png}, b: {contentMediaType: application/octet-stream}, c: {type: string, contentEncoding: base64url, contentMediaType: image/png}, " +
				"d: {type: string, contentMediaType: text/html}, e: {type: string, contentMediaType: application/ld+json}, f: {type: string, contentEncoding: 7bit, contentMediaType: image/png}, " +
				"g: {type: string, format: uri, contentMediaType: image/png}, h: {type: object, contentMediaType: image/png}}}"),
			at: property, want: `{"properties":{"a":{"type":"string","format":"binary"},"b":{"format":"binary","type":"string"},"c":{"type":"string","format":"byte"},` +
				`"d":{"type":"string"},"e":{"type":"string"},"f":{"type":"string"},"g":{"type":"string","format":"uri"},"h":{"type":"object"}}}`,
		},
		"JSON of a vendor in a request": {
			spec: pathLines("/a: {patch: {requestBody: {content: {Application/Merge-Patch+JSON; q=1: {schema: {}}}}, " + ok + "}, put: {requestBody: {content: {application/json: {}, application/x+json: {}}}, " + ok + "}}"),
			at:   "paths/~1a", want: `{"patch":{"requestBody":{"content":{"application/json":{"schema":{},"x-spotgen-media-type":"application/merge-patch+json"}}},"responses":{"200":{"description":"d"}}},` +
				`"put":{"requestBody":{"content":{"application/json":{},"application/x+json":{}}},"responses":{"200":{"description":"d"}}}}`,
		},
		"parameters of a path": {
			spec: pathLines("/a/{b}:",
				"  parameters: [{name: b, in: path, required: true, schema: {type: string}}, {name: c, in: query, schema: {type: string}}]",
				"  get: {"+ok+"}",
				"  put: {"+ok+", parameters: [{name: c, in: query, schema: {type: integer}}]}"),
			at: "paths/~1a~1{b}", want: `{"get":{"responses":{"200":{"description":"d"}},"parameters":[` +
				`{"name":"b","in":"path","required":true,"schema":{"type":"string"}},{"name":"c","in":"query","schema":{"type":"string"}}]},` +
				`"put":{"responses":{"200":{"description":"d"}},"parameters":[` +
				`{"name":"c","in":"query","schema":{"type":"integer"}},{"name":"b","in":"path","required":true,"schema":{"type":"string"}}]}}`,
		},
		"parameter in the path that is not required": {
			spec: pathLines("/a/{b}: {get: {" + ok + ", parameters: [{name: b, in: path, required: false, schema: {type: string}}]}}"),
			at:   "paths/~1a~1{b}/get/parameters", want: `[{"name":"b","in":"path","schema":{"type":"string"},"required":true}]`,
		},
		"JSON by other names": {
			spec: pathLines("/a: {get: {responses: {'200': {description: d, content: {'application/json; charset=utf-8': {schema: {type: string}}}},",
				"  '201': {description: d, content: {application/vnd.x+json: {}}}, '202': {description: d, content: {application/json: {}, application/problem+json: {}}},",
				"  '203': {description: d, content: {'Text/Plain; charset=utf-8': {}}}}}}"),
			at: "paths/~1a/get/responses", want: `{"200":{"description":"d","content":{"application/json":{"schema":{"type":"string"}}}},` +
				`"201":{"description":"d","content":{"application/json":{}}},"202":{"description":"d","content":{"application/json":{},"application/problem+json":{}}},` +
				`"203":{"description":"d","content":{"text/plain":{}}}}`,
		},
		"media type that is none": {
			spec: pathLines("/a: {get: {responses: {'200': {description: d, content: {a b/c: {}, text/plain: {}}}}}}"),
			at:   "paths/~1a/get/responses", want: `{"200":{"description":"d","content":{"text/plain":{}}}}`,
			found: []string{`spec.yml:4:60: warning: "a b/c" is no media type; what it is about is left out`},
		},
		"range in small letters": {
			spec: pathLines("/a: {get: {responses: {2xx: {description: d}, 4Xx: {description: e}}}}"),
			at:   "paths/~1a/get/responses", want: `{"2XX":{"description":"d"},"4XX":{"description":"e"}}`,
		},
		"success by default": {
			spec: pathLines("/a: {get: {responses: {'404': {description: d}, default: {description: e}}}}"),
			at:   "paths/~1a/get/responses", want: `{"404":{"description":"d"},"default":{"description":"e"},"2XX":{"description":"e"}}`,
		},
		"error by default": {
			spec: pathLines("/a: {get: {responses: {'204': {description: d}, default: {description: e}}}, put: {responses: {'303': {description: d}, default: {description: e}}}}"),
			at:   "paths/~1a", want: `{"get":{"responses":{"204":{"description":"d"},"default":{"description":"e"}}},"put":{"responses":{"303":{"description":"d"},"default":{"description":"e"}}}}`,
		},
		"list of anything": {
			spec: schemas("A: {type: array}"),
			at:   property, want: `{"type":"array","items":{}}`,
			found: []string{"spec.yml:6:15: warning: array has no items: its elements are raw JSON; say in overrides/schema what it is a list of"},
		},
		"enum beside a list": {
			spec: schemas("A: {type: array, enum: [b, c]}"),
			at:   property, want: `{"type":"array","items":{"enum":["b","c"],"type":"string"}}`,
		},
		"defaults": {
			spec: schemas("A: {properties: {a: {type: integer, default: twenty}, b: {type: integer, default: 20}, c: {type: string, default: 1}, d: {type: boolean, default: 'yes'}, e: {type: string, nullable: true, default: null}}}"),
			at:   property + "/properties", want: `{"a":{"type":"integer"},"b":{"type":"integer","default":20},"c":{"type":"string"},"d":{"type":"boolean"},"e":{"type":"string","nullable":true,"default":null}}`,
			found: []string{
				`spec.yml:6:50: warning: default is the text "twenty", but the type is integer; the default is left out`,
				`spec.yml:6:119: warning: default is the number 1, but the type is string; the default is left out`,
				`spec.yml:6:151: warning: default is the text "yes", but the type is boolean; the default is left out`,
			},
		},
		"webhooks": {
			spec: schemas("A: {type: string}") + "webhooks: {a: {post: {}}}\n",
			at:   property, want: `{"type":"string"}`,
			found: []string{"spec.yml:7:1: warning: webhooks are left out: they are requests that the API sends"},
		},
		"operationId twice": {
			spec: pathLines("/a: {get: {operationId: b, " + ok + "}, put: {operationId: b, " + ok + "}}"),
			at:   "paths/~1a/put", want: `{"responses":{"200":{"description":"d"}}}`,
			found: []string{`spec.yml:4:88: warning: operationId "b" is taken by the operation at spec.yml:4:27; it is left out here`},
		},
		"merge keys": {
			spec: schemas("B: &b {type: object, properties: {c: {type: string}}}", "C: &c {title: t, type: string}", "A: {<<: [*b, *c], type: array, items: {<<: *c}}"),
			at:   property, want: `{"type":"array","items":{"title":"t","type":"string"},"properties":{"c":{"type":"string"}},"title":"t"}`,
		},
		"key that is none": {
			spec: schemas("A: {type: string, maxLenght: 3, x-a: b}") + "moods: {}\n",
			at:   property, want: `{"type":"string","x-a":"b"}`,
			found: []string{
				`spec.yml:6:23: warning: schema has no "maxLenght" in OpenAPI; it is left out`,
				`spec.yml:7:1: warning: document has no "moods" in OpenAPI; it is left out`,
			},
		},
		"types of 3.1": {
			spec: schemas("A: {properties: {a: {type: [string, 'null']}, b: {type: 'null'}, c: {type: [integer, number]}, d: {type: [string]}}}"),
			at:   property + "/properties", want: `{"a":{"type":"string","nullable":true},"b":{"nullable":true},"c":{"type":"number"},"d":{"type":"string"}}`,
		},
		"several types of 3.1": {
			spec: schemas("A: {properties: {a: {type: [string, integer, 'null'], title: t, enum: [b, 2, null], maxLength: 3, minimum: 1}, " +
				"b: {type: [string, number], format: float}, c: {type: [string, boolean], format: date}, " +
				"d: {type: [array, object], items: {type: string}, properties: {e: {type: string}}, required: [e]}}}"),
			at: property + "/properties", want: `{"a":{"title":"t","nullable":true,"anyOf":[{"type":"string","enum":["b"],"maxLength":3},{"type":"integer","enum":[2],"minimum":1}]},` +
				`"b":{"anyOf":[{"type":"string"},{"type":"number","format":"float"}]},"c":{"anyOf":[{"type":"string","format":"date"},{"type":"boolean","format":"date"}]},` +
				`"d":{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"object","properties":{"e":{"type":"string"}},"required":["e"]}]}}`,
		},
		"several types beside alternatives": {
			spec: schemas("A: {properties: {a: {type: [string, integer], oneOf: [{type: string}, {type: integer}]}}}"),
			at:   property + "/properties/a", want: `{"oneOf":[{"type":"string"},{"type":"integer"}]}`,
		},
		"alternatives that are null": {
			spec: schemas("B: {enum: [null]}", "A: {properties: {a: {oneOf: [{type: string}, {enum: [null]}]}, b: {oneOf: [{type: string}, {const: null}]}, "+
				"c: {oneOf: [{type: string}, {nullable: true, description: d}]}, d: {oneOf: [{type: string}, {$ref: '#/components/schemas/B'}]}, "+
				"e: {oneOf: [{type: string}, {type: integer, nullable: true}]}, f: {oneOf: [{type: string}, {type: integer}, {type: 'null'}]}}}"),
			at: property + "/properties", want: `{"a":{"allOf":[{"type":"string"}],"nullable":true},"b":{"allOf":[{"type":"string"}],"nullable":true},` +
				`"c":{"allOf":[{"type":"string"}],"nullable":true},"d":{"allOf":[{"type":"string"}],"nullable":true},` +
				`"e":{"oneOf":[{"type":"string"},{"type":"integer","nullable":true}]},"f":{"oneOf":[{"type":"string"},{"type":"integer"}],"nullable":true}}`,
		},
		"document of 3.1": {
			spec: "openapi: 3.1.0\njsonSchemaDialect: x\ninfo: {title: t, version: '1', summary: s, license: {name: n, identifier: MIT}}\n" +
				"components:\n  pathItems: {}\n  schemas:\n    B: {type: string}\n    A: {properties: {a: {const: 5}, b: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}, " +
				"c: {type: integer, exclusiveMinimum: 3}, d: {type: string, examples: [e], $comment: f}, e: {$ref: '#/components/schemas/B', nullable: true}}}\n",
			at: property + "/properties", want: `{"a":{"enum":[5],"type":"integer"},"b":{"allOf":[{"$ref":"#/components/schemas/B"}],"nullable":true},` +
				`"c":{"type":"integer","minimum":3,"exclusiveMinimum":true},"d":{"type":"string"},"e":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/B"}]}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			checkLoaded(t, test.spec, test.overlay, test.at, test.want, test.found)
		})
	}
}

// TestHeal has schemas of which a part is wrong: where parts may be lost, that part is
// lost and nothing else.
func TestHeal(t *testing.T) {
	tests := map[string]struct {
		spec, overlay, at, want string
		found                   []string
	}{
		"unknown type": {
			spec: schemas("A: {properties: {a: {type: strnig}, b: {type: string}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{},"b":{"type":"string"}}`,
			found: []string{`spec.yml:6:32: warning: type is the text "strnig"; write one of string, number, integer, boolean, array, object (left out)`},
		},
		"reference to nowhere": {
			spec: schemas("A: {properties: {a: {$ref: '#/components/schemas/B'}, b: {type: string}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{},"b":{"type":"string"}}`,
			found: []string{`spec.yml:6:32: warning: $ref "#/components/schemas/B" leads nowhere; define it under components or correct the name (left out)`},
		},
		"reference to an anchor that is not there": {
			spec: schemas("A: {properties: {a: {$ref: '#b'}, b: {type: string, example: {$anchor: b}}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{},"b":{"type":"string","example":{"$anchor":"b"}}}`,
			found: []string{`spec.yml:6:32: warning: $ref "#b" names an anchor that is not there; define it under components (left out)`},
		},
		"reference to the whole document": {
			spec: schemas("A: {properties: {a: {$ref: '#'}, b: {type: string}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{},"b":{"type":"string"}}`,
			found: []string{`spec.yml:6:32: warning: $ref "#" leads to the whole document, which is no part of it; name one under components (left out)`},
		},
		"override of an empty reference": {
			spec:    schemas("A: {properties: {b: {$ref: ''}, c: {type: string}}}"),
			overlay: `{target: $.components.schemas.A.properties.b, x-evidence: e, update: {type: string}}`,
			at:      "components/schemas/A/properties", want: `{"b":{"type":"string","allOf":[{}]},"c":{"type":"string"}}`,
			found: []string{`spec.yml:6:32: warning: $ref "" leads out of the file; copy what it names under components (left out)`},
		},
		"override that refers to nowhere": {
			spec:    schemas("A: {properties: {b: {type: string}}}"),
			overlay: `{target: $.components.schemas.A.properties, x-evidence: e, update: {a: {$ref: '#/components/schemas/B'}, c: {type: string}}}`,
			at:      "components/schemas/A/properties", want: `{"b":{"type":"string"},"c":{"type":"string"}}`,
			found: []string{`overlay.yml:4:83: warning: $ref "#/components/schemas/B" leads nowhere; define it under components or correct the name (left out)`},
		},
		"parameter without a place": {
			spec: pathLines("/a: {get: {" + ok + ", parameters: [{name: b}, {name: c, in: query, schema: {type: string}}]}}"),
			at:   "paths/~1a/get/parameters", want: `[{"name":"c","in":"query","schema":{"type":"string"}}]`,
			found: []string{"spec.yml:4:65: warning: parameter lacks in; add it (left out)"},
		},
		"path that climbs": {
			spec: pathLines("/a/../b: {get: {"+ok+"}}", "/c: {get: {"+ok+"}}"),
			at:   "paths", want: `{"/c":{"get":{"responses":{"200":{"description":"d"}}}}}`,
			found: []string{`spec.yml:4:3: warning: path "/a/../b" climbs with ".."; write the path that is meant (left out)`},
		},
		"method of the future": {
			spec: pathLines("/a: {get: {" + ok + "}, query: {" + ok + "}}"),
			at:   "paths/~1a", want: `{"get":{"responses":{"200":{"description":"d"}}}}`,
			found: []string{`spec.yml:4:53: warning: unknown HTTP method "query"; OpenAPI 3.0 has get, put, post, delete, options, head, patch, trace (left out)`},
		},
		"required that is no list": {
			spec: schemas("A: {type: object, required: true, properties: {a: {type: string}}}"),
			at:   "components/schemas/A", want: `{"type":"object","properties":{"a":{"type":"string"}}}`,
			found: []string{"spec.yml:6:33: warning: required of a schema is not a list of property names but the boolean true; list the names, or remove it with an overlay (left out)"},
		},
		"mapping that is none": {
			spec: schemas("A: {properties: {a: {type: string, discriminator: {mapping: [c]}}, b: {type: string}}}"),
			at:   "components/schemas/A/properties", want: `{"a":{"type":"string"},"b":{"type":"string"}}`,
			found: []string{"spec.yml:6:55: warning: discriminator is not as OpenAPI 3.0 has it: mapping cannot be a JSON array (left out)"},
		},
		"key of an override that is none": {
			spec:    schemas("A: {properties: {b: {type: string}}}"),
			overlay: `{target: $.components.schemas.A.properties.b, x-evidence: e, update: {maxLenght: 3}}`,
			at:      "components/schemas/A/properties", want: `{"b":{"type":"string"}}`,
			found: []string{`overlay.yml:4:75: warning: schema has no "maxLenght" in OpenAPI; correct or remove it (left out)`},
		},
		"circle of allOf": {
			spec: schemas("A: {allOf: [{$ref: '#/components/schemas/B'}]}", "B: {allOf: [{$ref: '#/components/schemas/A'}], type: object}"),
			at:   "components/schemas/B", want: `{"allOf":[{}],"type":"object"}`,
			found: []string{"spec.yml:7:17: warning: schema is a part of itself through allOf, oneOf, anyOf or not; break the circle (left out)"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			checkLoaded(t, test.spec, test.overlay, test.at, test.want, test.found)
			if _, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(test.spec)}, overlayOf(test.overlay), load.Options{}); err == nil {
				t.Error("loads without a word where nothing may be lost")
			}
		})
	}
}

// checkLoaded loads a schema with an overlay of one action, if there is one, and compares
// what stands at a JSON pointer, and the warnings.
func checkLoaded(t *testing.T, spec, action, at, want string, found []string) {
	t.Helper()
	doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(spec)}, overlayOf(action), load.Options{StaleAsWarning: true})
	if err != nil {
		t.Fatalf("does not load:\n%v", err)
	}
	node := doc.Nodes
	for token := range strings.SplitSeq(at, "/") {
		node = memberOf(t, node, strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~"))
	}
	if got := toJSON(t, node); got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
	var got []string
	for _, d := range warnings {
		got = append(got, d.String())
	}
	if diff := cmp.Diff(found, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// overlayOf returns an overlay of one action; none if there is no action.
func overlayOf(action string) []load.Source {
	if action == "" {
		return nil
	}
	return []load.Source{{Name: "overlay.yml", Data: []byte("overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n  - " + action + "\n")}}
}

func memberOf(t *testing.T, n *yaml.Node, name string) *yaml.Node {
	t.Helper()
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	t.Fatalf("there is no %s", name)
	return nil
}

// toJSON writes a tree in its order.
func toJSON(t *testing.T, n *yaml.Node) string {
	t.Helper()
	var parts []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			parts = append(parts, toJSON(t, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: n.Content[i].Value})+":"+toJSON(t, n.Content[i+1]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case yaml.SequenceNode:
		for _, c := range n.Content {
			parts = append(parts, toJSON(t, c))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

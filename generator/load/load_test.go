package load_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// findings returns the lines of a failed load.
func findings(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var found model.Diagnostics
	if !errors.As(err, &found) {
		t.Fatalf("error is %T, want model.Diagnostics: %v", err, err)
	}
	return strings.Split(found.Error(), "\n")
}

// top is a sound beginning of a schema; the lines after it start at 4.
const top = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n"

// schemas returns a schema with the given lines under components.schemas,
// which start at line 6. Its operation leads to all of them.
func schemas(lines ...string) string {
	var names []string
	for _, line := range lines {
		if name, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(name, " ") {
			names = append(names, name)
		}
	}
	top := strings.Replace(top, "paths: {}", "paths: {/all: {get: {x-all: ["+strings.Join(names, ", ")+"], "+ok+"}}}", 1)
	return top + "components:\n  schemas:\n    " + strings.Join(lines, "\n    ") + "\n"
}

// pathLines returns a schema with the given lines under paths, which start at
// line 4.
func pathLines(lines ...string) string {
	return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  " + strings.Join(lines, "\n  ") + "\n"
}

const ok = "responses: {'200': {description: d}}"

func TestLoadFindings(t *testing.T) {
	tests := map[string]struct {
		spec string
		want []string
	}{
		// What is no YAML, or no document.
		"not YAML": {
			"openapi: 3.0.3\ninfo: [\n",
			[]string{"spec.yml:2: is not YAML: did not find expected node content"},
		},
		"unknown anchor": {
			"a: *b\n",
			[]string{"spec.yml: is not YAML: unknown anchor 'b' referenced"},
		},
		"control character": {
			"a: \x01\n",
			[]string{"spec.yml: is not YAML: control characters are not allowed"},
		},
		"empty":          {"", []string{"spec.yml: is empty; is it the right file?"}},
		"only a comment": {"# nothing\n", []string{"spec.yml: is empty; is it the right file?"}},
		"only a null":    {"---\nnull\n", []string{"spec.yml: is empty; is it the right file?"}},
		"two documents": {
			top + "---\na: 1\n",
			[]string{"spec.yml:4:1: has a second YAML document; keep one document a file"},
		},
		"list": {
			"- 1\n",
			[]string{"spec.yml:1:1: is not a mapping at its top but a list; is it the right file?"},
		},
		"text": {
			"hello there\n",
			[]string{`spec.yml:1:1: is not a mapping at its top but the text "hello there"; is it the right file?`},
		},
		"too large": {
			strings.Repeat("#", load.MaxBytes+1),
			[]string{"spec.yml: is larger than 32 MiB; a schema of this size is surely not meant"},
		},
		"too deep": {
			"a: " + strings.Repeat("[", 101) + strings.Repeat("]", 101) + "\n",
			[]string{"spec.yml:1:104: is nested deeper than 100 levels; flatten it with $ref"},
		},
		"too deep in several places": {
			"a: " + strings.Repeat("[", 101) + strings.Repeat("]", 101) + "\nb: " + strings.Repeat("[", 101) + strings.Repeat("]", 101) + "\n",
			[]string{"spec.yml:1:104: is nested deeper than 100 levels; flatten it with $ref"},
		},

		// What YAML allows and a schema should not have.
		"duplicate keys": {
			top + "x-a: 1\nx-b: {c: 1, c: 2}\nx-a: 2\n",
			[]string{
				`spec.yml:4:1: key "x-a" comes again on line 6, and only that counts; remove one`,
				`spec.yml:5:7: key "c" comes again on line 5, and only that counts; remove one`,
			},
		},
		"alias in itself": {
			top + "x-a: &a {b: [*a]}\n",
			[]string{"spec.yml:4:14: alias *a stands for something that contains it; use $ref for recursive schemas"},
		},
		"alias bomb": {
			top + bomb(9),
			[]string{"spec.yml:8:39: the aliases of this file stand for more than 100000 values; write them with $ref"},
		},
		"merge key": {
			top + "x-a: &a 1\nx-c: {<<: *a}\n",
			[]string{"spec.yml:5:7: merge key << wants a mapping, or a list of mappings"},
		},
		"key that is a list": {
			top + "x-a: {[b]: 1}\n",
			[]string{"spec.yml:4:7: key is not a string but a list; quote it"},
		},
		"hostile keys": {
			top + "x-a:\n  '': 1\n  \"a\\nb\": 1\n  \"a\\u200bb\": 1\n",
			[]string{
				"spec.yml:5:3: key is empty; give it a name",
				`spec.yml:6:3: key "a\nb" has control or invisible characters; remove them`,
				`spec.yml:7:3: key "a\u200bb" has control or invisible characters; remove them`,
			},
		},
		"no number of JSON": {
			top + "x-a: .nan\n",
			[]string{`spec.yml:4:6: ".nan" has no form in JSON; write a plain number or quote it`},
		},

		// What is no OpenAPI 3.0.
		"not OpenAPI": {
			"a: 1\n",
			[]string{"spec.yml:1:1: is not OpenAPI: there is no openapi key; is it the right file?"},
		},
		"Swagger 2": {
			"swagger: '2.0'\n",
			[]string{"spec.yml:1:10: is Swagger 2.0; convert it to OpenAPI 3.0"},
		},
		"OpenAPI 4": {
			"openapi: 4.0.0\n",
			[]string{`spec.yml:1:10: openapi is the text "4.0.0"; only 3.0 and 3.1 are read`},
		},
		"no version": {
			"openapi: []\n",
			[]string{"spec.yml:1:10: openapi is not a version but a list; write openapi: 3.0.3"},
		},
		"nothing but a version": {
			"openapi: 3.1.0\n",
			[]string{"spec.yml:1:1: has neither info nor paths; is it the whole file?"},
		},
		"no info and paths": {
			"openapi: 3.0.3\n",
			[]string{
				"spec.yml:1:1: has no paths; OpenAPI 3.0 requires them",
			},
		},
		"paths that are a list": {
			"openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: []\n",
			[]string{"spec.yml:3:8: paths is not a mapping but a list"},
		},

		// References.
		"dangling reference": {
			schemas("A: {$ref: '#/components/schemas/B'}"),
			[]string{`spec.yml:6:15: $ref "#/components/schemas/B" leads nowhere; define it under components or correct the name`},
		},
		"external references": {
			schemas("A: {$ref: 'other.yml#/A'}", "B: {$ref: 'https://example.com/b.json'}"),
			[]string{
				`spec.yml:6:15: $ref "other.yml#/A" leads out of the file; copy what it names under components`,
				`spec.yml:7:15: $ref "https://example.com/b.json" leads out of the file; copy what it names under components`,
			},
		},
		"reference that is no text": {
			schemas("A: {$ref: [1]}", "B: {$ref: 5}"),
			[]string{
				"spec.yml:6:15: $ref is not a text but a list",
				"spec.yml:7:15: $ref is not a text but the number 5",
			},
		},
		"reference with a bad escape": {
			schemas("A: {$ref: '#/components/%zz'}"),
			[]string{`spec.yml:6:15: $ref "#/components/%zz" has a bad % escape`},
		},
		"references in a circle": {
			schemas("A: {$ref: '#/components/schemas/B'}", "B: {$ref: '#/components/schemas/A'}"),
			[]string{"spec.yml:6:15: $ref leads back to itself (B → A → B); put a schema somewhere in the circle"},
		},
		"reference to another kind": {
			schemas("A: {type: object, properties: {b: {$ref: '#/components/parameters/P'}}}") +
				"  parameters:\n    P: {name: p, in: query, schema: {type: string}}\n",
			[]string{`spec.yml:6:46: $ref "#/components/parameters/P" leads to a parameter where a schema is wanted`},
		},
		"allOf in a circle": {
			schemas("A: {allOf: [{$ref: '#/components/schemas/B'}]}", "B: {allOf: [{$ref: '#/components/schemas/A'}]}"),
			[]string{"spec.yml:7:17: schema is a part of itself through allOf, oneOf, anyOf or not; break the circle"},
		},
		"discriminator to nowhere": {
			schemas("A: {type: object, discriminator: {propertyName: type, mapping: {b: '#/components/schemas/B'}}}"),
			[]string{`spec.yml:6:72: discriminator maps to "#/components/schemas/B", which leads nowhere; define it under components or correct the name`},
		},

		// Schemas.
		"required: true": {
			schemas("A:", "  type: object", "  required: true"),
			[]string{"spec.yml:8:17: required of a schema is not a list of property names but the boolean true; list the names, or remove it with an overlay"},
		},
		"types": {
			schemas("A: {type: strnig}", "B: {type: [string, boolean]}", "D: {type: array}", "E: {type: 5}"),
			[]string{
				`spec.yml:6:15: type is the text "strnig"; write one of string, number, integer, boolean, array, object`,
				"spec.yml:8:15: array has no items: its elements are raw JSON; say in overrides/schema what it is a list of",
				"spec.yml:9:15: type is the number 5; write one of string, number, integer, boolean, array, object",
			},
		},
		"shapes of keywords": {
			schemas("A: {enum: a}", "B: {allOf: a}", "C: {properties: []}", "D: {required: [[]]}"),
			[]string{
				`spec.yml:6:15: enum is not a list but the text "a"`,
				`spec.yml:7:16: allOf is not a list but the text "a", and is left out`,
				"spec.yml:8:21: properties is not a mapping but a list",
				"spec.yml:9:20: required property is not a name but a list",
			},
		},
		"hostile enum": {
			schemas("A: {type: string, enum: [\"a\\tb\", \"c`d\", '']}"),
			[]string{`spec.yml:6:30: enum value "a\tb" has control or invisible characters; remove them`},
		},
		"hostile names of schemas": {
			schemas("../A: {type: string}", "a..b: {type: string}", "'a b': {type: string}"),
			[]string{
				`spec.yml:6:5: name "../A" under components.schemas has more than letters, digits, and single . - _; rename it`,
				`spec.yml:7:5: name "a..b" under components.schemas has more than letters, digits, and single . - _; rename it`,
				`spec.yml:8:5: name "a b" under components.schemas has more than letters, digits, and single . - _; rename it`,
			},
		},

		// Paths and operations.
		"bad paths": {
			pathLines("a: {}", "/a/../b: {}", "/a?b=c: {}", "/{a: {}", "/a/{}: {}", "/{a}/{a}: {}"),
			[]string{
				`spec.yml:4:3: path "a" does not start with /; add it`,
				`spec.yml:5:3: path "/a/../b" climbs with ".."; write the path that is meant`,
				`spec.yml:6:3: path "/a?b=c" contains "?"; query parameters go under parameters`,
				`spec.yml:7:3: path "/{a" has a brace without its partner; write placeholders as {name}`,
				`spec.yml:8:3: path "/a/{}" has a placeholder without a name; write {name}`,
				`spec.yml:9:3: path "/{a}/{a}" names {a} twice; give each placeholder its own name`,
			},
		},
		"unknown method": {
			pathLines("/a: {fetch: {"+ok+"}}", "/b: 5", "/c: {get: 5}"),
			[]string{
				`spec.yml:4:8: unknown HTTP method "fetch"; OpenAPI 3.0 has get, put, post, delete, options, head, patch, trace`,
				"spec.yml:5:7: path item is not a mapping but the number 5",
				"spec.yml:6:13: operation is not a mapping but the number 5",
			},
		},
		"placeholders and parameters": {
			pathLines(
				"/a/{b}: {get: {"+ok+"}}",
				"/c: {get: {"+ok+", parameters: [{name: d, in: path, required: true, schema: {type: string}}]}}",
				"/e/{f}: {parameters: [{name: f, in: path, required: true, schema: {type: string}}], get: {"+ok+"}}",
			),
			[]string{
				`spec.yml:4:12: path "/a/{b}" needs a path parameter named "b"; describe it under parameters`,
				`spec.yml:5:65: path parameter "d" is not in the path "/c"; write {d} there or remove the parameter`,
			},
		},
		"parameters": {
			pathLines(
				"/a:",
				"  get:",
				"    "+ok,
				"    parameters:",
				"    - {name: q, in: query, schema: {type: string}}",
				"    - {name: q, in: query, schema: {type: string}}",
				"    - {name: q, in: header, schema: {type: string}}",
				"    - {name: r, in: body}",
				"    - {in: query}",
				"    - {}",
				"    - {name: \"a\\nb\", in: query, schema: {type: string}}",
				"    - 5",
				"/b: {get: {"+ok+", parameters: {}}}",
			),
			[]string{
				`spec.yml:9:9: query parameter "q" stands twice in one operation; remove one`,
				`spec.yml:11:23: parameter is in the text "body"; write one of path, query, header, cookie`,
				"spec.yml:12:9: parameter lacks name; add it",
				"spec.yml:13:9: parameter lacks name and in; add it",
				`spec.yml:14:16: parameter name "a\nb" has control or invisible characters; remove them`,
				"spec.yml:15:9: parameter is not a mapping but the number 5",
				"spec.yml:16:64: parameters is not a list but a mapping",
			},
		},
		"the same operation twice": {
			pathLines(
				"/a/{b}: {get: {"+ok+", parameters: [{name: b, in: path, required: true, schema: {type: string}}]}}",
				"/a/{c}: {get: {"+ok+", parameters: [{name: c, in: path, required: true, schema: {type: string}}]}}",
			),
			[]string{"spec.yml:5:12: GET /a/{c} is the same operation as the one at spec.yml:4:12; remove one"},
		},
		"parameters that are not described": {
			pathLines("/a: {get: {" + ok + ", parameters: [{name: b, in: query}, {name: c, in: query, schema: {}, content: {a/b: {}}}]}}"),
			[]string{
				"spec.yml:4:65: parameter has neither schema nor content; describe it by one of them",
				"spec.yml:4:87: parameter has both schema and content; describe it by one of them",
			},
		},
		"body that is not described": {
			pathLines("/a: {put: {" + ok + ", requestBody: {required: true}}}"),
			[]string{"spec.yml:4:65: request body has no content; describe it"},
		},
		"answers": {
			pathLines(
				"/a: {get: {responses: {good: {description: d}, '20': {description: d}, 2XX: {description: d}, default: {description: d}, x-a: b}}}",
			),
			[]string{
				`spec.yml:4:26: response "good" has no status; write a code such as 200, a range such as 2XX, or default`,
				`spec.yml:4:50: response "20" has no status; write a code such as 200, a range such as 2XX, or default`,
			},
		},
		"operations": {
			pathLines(
				"/a: {get: {}, put: {responses: {}}, post: {responses: []}, patch: {responses: null}}",
				"/b: {get: {operationId: x, "+ok+"}, put: {operationId: x, "+ok+"}}",
				"/c: {get: {operationId: \"a\\rb\", tags: ['', [a], \"c\\td\"], "+ok+"}}",
			),
			[]string{
				"spec.yml:4:57: responses is not a mapping but a list, and is left out",
				`spec.yml:5:88: warning: operationId "x" is taken by the operation at spec.yml:5:27; it is left out here`,
				`spec.yml:6:27: operationId "a\rb" has control or invisible characters; remove them`,
				"spec.yml:6:42: tag is empty; give it a name",
				"spec.yml:6:46: warning: tags cannot hold a list; it is left out",
				`spec.yml:6:51: tag "c\td" has control or invisible characters; remove them`,
			},
		},

		// What only kin-openapi finds.
		"schema that does not decode": {
			schemas("A:", "  type: object", "  properties:", "    b: {type: object, discriminator: {mapping: [c]}}"),
			[]string{`spec.yml:9:42: discriminator is not as OpenAPI 3.0 has it: mapping cannot be a JSON array`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(test.spec)}, nil, load.Options{})
			if diff := cmp.Diff(test.want, findings(t, err)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if doc != nil || warnings != nil {
				t.Errorf("doc %v and warnings %v beside an error", doc, warnings)
			}
		})
	}
}

// bomb returns lines in which each alias list stands for ten of the one before.
func bomb(levels int) string {
	var b strings.Builder
	b.WriteString("x-0: &a0 [0,0,0,0,0,0,0,0,0,0]\n")
	for i := 1; i < levels; i++ {
		alias := fmt.Sprintf("*a%d", i-1)
		fmt.Fprintf(&b, "x-%d: &a%d [%s]\n", i, i, strings.Join([]string{alias, alias, alias, alias, alias, alias, alias, alias, alias, alias}, ","))
	}
	return b.String()
}

func TestLoadAccepts(t *testing.T) {
	tests := map[string]string{
		"nothing but the frame": top,
		"JSON":                  `{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}`,
		"separator at the end":  top + "...\n---\n",
		"version of YAML":       "%YAML 1.2\n---\n" + top,
		"version that is 3.0":   "openapi: 3.0\ninfo: {title: t, version: '1'}\npaths: {}\n",
		"recursive schema":      schemas("A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}"),
		"recursive list":        schemas("A: {type: array, items: {$ref: '#/components/schemas/A'}}"),
		"one part twice":        schemas("A: {type: object}", "B: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}]}"),
		"required unknown name": schemas("A: {type: object, required: [b]}"),
		"keyword as a name":     schemas("A: {type: object, properties: {$ref: {type: string}, required: {type: boolean}, type: {type: string}}}"),
		"aliases":               schemas("A: &a {type: object, properties: {b: {type: string}}}", "B: *a"),
		"refs in extensions":    top + "x-policies: {$ref: ../policies.yaml, list: [{$ref: '#/nowhere'}]}\n",
		"refs in examples":      schemas("A: {type: object, example: {$ref: 5}}"),
		"ref into a property":   schemas("A: {type: object, properties: {b: {type: string}}}", "B: {$ref: '#/components/schemas/A/properties/b'}"),
		"description by a ref":  schemas("A: {type: string}", "B: {$ref: '#/components/schemas/A', description: d, x-go-name: C}"),
		"numbers of YAML":       schemas("A: {type: integer, minimum: 0x10, maximum: 1_000}"),
		"empty enum value":      schemas("A: {type: string, enum: ['', 'a`b', \"c'd\"]}"),
		"numeric response keys": pathLines("/a: {get: {responses: {200: {description: d}}}}"),
		"path-level parameter": pathLines("/a/{b}: {parameters: [{$ref: '#/components/parameters/B'}], get: {"+ok+"}}") +
			"components: {parameters: {B: {name: b, in: path, required: true, schema: {type: string}}}}\n",
	}
	for name, spec := range tests {
		t.Run(name, func(t *testing.T) {
			doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(spec)}, nil, load.Options{})
			if err != nil || len(warnings) > 0 {
				t.Fatalf("error %v, warnings %v", err, warnings)
			}
			if doc.Spec == nil || doc.Nodes == nil || doc.Index == nil {
				t.Errorf("document is not complete: %+v", doc)
			}
		})
	}
}

func TestTreeAcceptsWhatNeedsOverlays(t *testing.T) {
	root, index, _, err := load.Tree(load.Source{Name: "spec.yml", Data: []byte(schemas("A: {required: true}"))})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(root.Content), 8; got != want {
		t.Errorf("root has %d nodes, want %d", got, want)
	}
	if got, want := index.Pos("/components/schemas/A").String(), "spec.yml:6:5"; got != want {
		t.Errorf("A is at %s, want %s", got, want)
	}
}

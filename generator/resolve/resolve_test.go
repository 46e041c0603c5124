package resolve_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// inputs are what a test resolves.
type inputs struct {
	spec, names, docs string
	stale             bool
}

// resolveInputs resolves a schema that must load. The runtime has a few types
// and a function.
func resolveInputs(t *testing.T, in inputs) (*model.API, model.Diagnostics, error) {
	t.Helper()
	doc, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(in.spec)}, nil, load.Options{})
	if err != nil {
		t.Fatalf("the schema of the test does not load: %v", err)
	}
	at := func(line int) model.Pos { return model.Pos{File: "gen/spotify/x.go", Line: line, Col: 6} }
	return resolve.Resolve(resolve.Input{
		Spec:  doc.Spec,
		Pos:   doc.Index.Pos,
		Names: resolve.Text{Name: "names.yml", Data: []byte(in.names)},
		Docs:  resolve.Text{Name: "docs.yml", Data: []byte(in.docs)},
		Runtime: []resolve.Declared{
			{Name: "URI", IsType: true, Pos: at(1)},
			{Name: "Resource", IsType: true, Pos: at(2)},
			{Name: "Resources", IsType: true, Pos: at(3)},
			{Name: "ParseURI", Pos: at(4)},
		},
		Package:        "spotify",
		StaleAsWarning: in.stale,
	})
}

// findings returns the errors, or else the warnings, one a line.
func findings(t *testing.T, in inputs) []string {
	t.Helper()
	_, warnings, err := resolveInputs(t, in)
	found := warnings
	if err != nil && !errors.As(err, &found) {
		t.Fatalf("the error is a %T, not model.Diagnostics: %v", err, err)
	}
	if len(found) == 0 {
		return nil
	}
	return strings.Split(found.Error(), "\n")
}

// operation returns a schema whose only operation, GET /songs, has these lines
// beside its tag and its answer. They start at line 6.
func operation(lines ...string) string {
	return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /songs:\n    get:\n      " +
		strings.Join(append(lines, "tags: [Songs]", "responses: {'204': {description: d}}"), "\n      ") + "\n"
}

// answer returns a schema whose only operation answers with the schema in line
// 12, and has these components, which start at line 15.
func answer(result string, components ...string) string {
	return `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /songs:
    get:
      tags: [Songs]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: ` + result + `
components:
  schemas:
    ` + strings.Join(append(components, "Unused: {type: string}"), "\n    ") + "\n"
}

// property returns a schema whose answer is an object with these properties,
// which start at line 18.
func property(lines ...string) string {
	return answer("{$ref: '#/components/schemas/SongObject'}",
		append([]string{"SongObject:", "  type: object", "  properties:"}, indent("    ", lines)...)...)
}

func indent(by string, lines []string) []string {
	var indented []string
	for _, line := range lines {
		indented = append(indented, by+line)
	}
	return indented
}

func TestFindings(t *testing.T) {
	plain := operation()
	tests := map[string]struct {
		in   inputs
		want []string
	}{
		"nothing to find": {inputs{spec: plain}, nil},
	}
	for name, test := range findingsOfTexts() {
		tests["texts: "+name] = test
	}
	for name, test := range findingsOfTypes() {
		tests["types: "+name] = test
	}
	for name, test := range findingsOfOperations() {
		tests["operations: "+name] = test
	}
	for name, test := range findingsOfBodies() {
		tests["bodies: "+name] = test
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, findings(t, test.in)); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestStaleness holds that whoever reads the findings can tell which of them are
// about overrides that no longer fit, and that an older schema resolves with them.
func TestStaleness(t *testing.T) {
	pinned := func(methods string) string {
		return operation("parameters: [{name: kind, in: query, required: true, schema: {type: string, enum: [sun]}}]", "x-spotgen-methods: ["+methods+"]")
	}
	tests := map[string]struct {
		in   inputs
		want model.Staleness
	}{
		"name of nothing":       {inputs{spec: operation(), names: "methods:\n  GET /hymns: {name: Sing, because: b}\n"}, model.Unmatched},
		"name as by rule":       {inputs{spec: operation(), names: "methods:\n  GET /songs: {name: Get, because: b}\n"}, model.Unnecessary},
		"docs of nothing":       {inputs{spec: operation(), docs: "types:\n  HymnObject: a\n"}, model.Unmatched},
		"scopes":                {inputs{spec: operation("security: [{login: [a, b]}]", "x-spotgen-scopes: {all: [a]}") + login}, model.Unmatched},
		"replacement":           {inputs{spec: operation("x-spotgen-replacement: GET /hymns")}, model.Unmatched},
		"merge":                 {inputs{spec: property("a: {type: string, x-spotgen-merge-into: c}", "b: {type: string}")}, model.Unmatched},
		"pin of no parameter":   {inputs{spec: pinned("{name: Sing, pin: {size: s}}")}, model.Unmatched},
		"pin of no value":       {inputs{spec: pinned("{name: Sing, pin: {kind: moon}}")}, model.Unmatched},
		"types of no list":      {inputs{spec: pinned("{name: Sing, types: {kind: URI}}")}, model.Unmatched},
		"body of no property":   {inputs{spec: pinned("{name: Sing, body: [b]}")}, model.Unmatched},
		"nothing to do with it": {inputs{spec: pinned("{name: sing}")}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := resolveInputs(t, test.in)
			var found model.Diagnostics
			if !errors.As(err, &found) || len(found) != 1 || found[0].Stale != test.want || found[0].Warning {
				t.Errorf("found %+v, want one error that is %q", found, test.want)
			}
			test.in.stale = true
			_, warnings, err := resolveInputs(t, test.in)
			if test.want == "" {
				if err == nil {
					t.Error("an older schema resolves, although the finding is not about that")
				}
				return
			}
			if err != nil || len(warnings) != 1 || warnings[0].Stale != test.want || !warnings[0].Warning {
				t.Errorf("with an older schema, found %+v and %v, want one warning that is %q", warnings, err, test.want)
			}
		})
	}
}

func TestServer(t *testing.T) {
	for servers, want := range map[string]string{
		"": "",
		"servers: [{url: 'https://a.example/v1'}, {url: 'https://b.example'}]":                                 "https://a.example/v1",
		"servers: [{url: 'https://{town}.example/{v}', variables: {town: {default: york}, v: {default: v2}}}]": "https://york.example/v2",
	} {
		api, _, err := resolveInputs(t, inputs{spec: operation() + servers})
		if err != nil || api.Server != want {
			t.Errorf("%s: the server is %q, %v; want %q", servers, api.Server, err, want)
		}
	}
}

// TestSharedScopes makes sure that an operation needs the scopes of the whole schema, but
// for one that lists its own or none.
func TestSharedScopes(t *testing.T) {
	for lines, want := range map[string][]string{
		"":                             {"books.read"},
		"security: [{login: [write]}]": {"write"},
		"security: []":                 nil,
	} {
		api, _, err := resolveInputs(t, inputs{spec: operation(lines) + "security: [{login: [books.read]}]\ncomponents: {securitySchemes: {login: {type: http, scheme: bearer}}}\n"})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, api.Operations()[0].Scopes.All); diff != "" {
			t.Errorf("%q: the scopes differ (-want +got):\n%s", lines, diff)
		}
	}
}

// TestCollectionName makes sure that an answer with a list counts as a list where its
// things have paths of their own.
func TestCollectionName(t *testing.T) {
	const shelf = "{type: object, properties: {songs: {type: array, items: {type: string}}, total: {type: integer}}}"
	const one = "  /songs/{id}:\n    delete:\n      tags: [Songs]\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'204': {description: d}}\n"
	for _, test := range []struct{ result, more, want string }{
		{shelf, one, "List"},
		{shelf, "", "Get"},
		{shelf, strings.Replace(one, "{id}", "{id}/copies", 1), "Get"},
		{"{type: object, properties: {title: {type: string}, total: {type: integer}}}", one, "Get"},
	} {
		api, _, err := resolveInputs(t, inputs{spec: strings.Replace(answer(test.result), "components:\n", test.more+"components:\n", 1)})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(api.Services[0].Operations, func(op model.Operation) bool { return op.Method == "GET" })
		if got := api.Services[0].Operations[i].Name; got != test.want {
			t.Errorf("%s with %q is called %s, want %s", test.result, test.more, got, test.want)
		}
	}
}

// TestPatchBody makes sure that the body of a PATCH can set a value to zero, and that other
// bodies are as they were.
func TestPatchBody(t *testing.T) {
	const properties = "{type: object, required: [title], properties: {title: {type: string}, loud: {type: boolean}, " +
		"mood: {type: string, enum: [good]}, seconds: {type: integer, x-go-type-skip-optional-pointer: true}, tags: {type: array, items: {type: string}}}}"
	const component = "components: {schemas: {SongChange: " + properties + "}}\n"
	for _, test := range []struct {
		method, schema string
		want           []string
	}{
		{"patch", properties, []string{"loud", "mood"}},
		{"patch", "{$ref: '#/components/schemas/SongChange'}", []string{"loud", "mood"}},
		{"post", properties, nil},
		{"post", "{$ref: '#/components/schemas/SongChange'}", nil},
	} {
		spec := strings.Replace(operation("requestBody: {content: {application/json: {schema: "+test.schema+"}}}"), "get:", test.method+":", 1)
		api, _, err := resolveInputs(t, inputs{spec: spec + component})
		if err != nil {
			t.Fatal(err)
		}
		var pointers []string
		for _, f := range api.Types[0].Fields {
			if f.Type.Pointer {
				pointers = append(pointers, f.Wire)
			}
		}
		if diff := cmp.Diff(test.want, pointers); diff != "" {
			t.Errorf("%s %s: the pointers differ (-want +got):\n%s", test.method, test.schema, diff)
		}
	}
}

// TestSuccessByDefault makes sure that an operation which describes no success, or nothing
// at all, is a method.
func TestSuccessByDefault(t *testing.T) {
	const song = "content: {application/json: {schema: {type: string}}}"
	for responses, want := range map[string]model.ResultKind{
		"{default: {description: d, " + song + "}}":                                 model.Value,
		"{'404': {description: d}, default: {description: d, " + song + "}}":        model.Value,
		"{2xx: {description: d, " + song + "}}":                                     model.Value,
		"{'204': {description: d}, default: {description: an error, " + song + "}}": model.NoResult,
		"{}":   model.NoResult,
		"null": model.NoResult,
	} {
		spec := strings.Replace(operation(), "{'204': {description: d}}", responses, 1)
		api, _, err := resolveInputs(t, inputs{spec: spec})
		if err != nil {
			t.Fatal(err)
		}
		if got := api.Operations()[0].Result.Kind; got != want {
			t.Errorf("%s: the result is of the kind %d, want %d", responses, got, want)
		}
	}
}

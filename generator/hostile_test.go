package generator_test

import (
	"encoding/json"
	"errors"
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// exhaustive tries every hostile name in every place, instead of each name in an eighth of
// the places. CI and make fuzz set it.
var exhaustive = flag.Bool("exhaustive", false, "try every hostile name in every place, and every change of a schema")

// hostileNames are what a schema could call something by mistake or on purpose.
var hostileNames = map[string]string{
	"empty":              "",
	"blank":              "  ",
	"quote":              `a"b`,
	"backquote":          "a`b",
	"backslash":          `a\b`,
	"newline":            "a\nb",
	"nul":                "a\x00b",
	"byte order mark":    "a\ufeffb",
	"line separator":     "a\u2028b",
	"comment end":        "*/ func init() {} /*",
	"statement":          "x; panic(1)",
	"keyword":            "func",
	"type of runtime":    "URI",
	"method":             "MarshalJSON",
	"with":               "With",
	"raw":                "Raw",
	"operation constant": "Op",
	"dash":               "-",
	"underscore":         "_",
	"dots":               "..",
	"path up":            "../../etc/passwd",
	"test file":          "x_test",
	"comma":              "a,omitempty",
	"accent":             "Ørsted",
	"no cases":           "日本",
	"arabic digits":      "٣",
	"emoji":              "🎵",
	"long":               strings.Repeat("long_", 400),
}

// hostilePlaces are the inputs that a name goes into, at NAME. It is quoted as
// JSON there, which is YAML too.
var hostilePlaces = map[string]struct{ spec, names, docs string }{
	"schema":                   {spec: hostileSpec("Songs", "op", "[]", "{$ref: '#/components/schemas/Hostile'}", "Hostile: {type: string}\n    NAME: {type: object, properties: {a: {type: string}, b: {type: string}}}")},
	"property":                 {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: T, properties: {NAME: {type: string}, b: {type: string}}}", "")},
	"property with a Go name":  {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: T, properties: {NAME: {type: string, x-go-name: A}, b: {type: string}}}", "")},
	"envelope":                 {spec: hostileSpec("Songs", "op", "[]", "{type: object, properties: {NAME: {type: string}}}", "")},
	"inline object":            {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: T, properties: {NAME: {type: object, properties: {a: {type: string}}}, b: {type: string}}}", "")},
	"twin":                     {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: T, properties: {NAME: {type: string, x-spotgen-merge-into: b}, b: {type: string}}}", "")},
	"enum value":               {spec: hostileSpec("Songs", "op", "[]", "{type: string, x-go-type-name: E, enum: [NAME, x]}", "")},
	"folded enum value":        {spec: hostileSpec("Songs", "op", "[]", "{type: string, x-go-type-name: E, x-spotgen-fold-case: true, enum: [NAME, x]}", "")},
	"required parameter":       {spec: hostileSpec("Songs", "op", "[{name: NAME, in: query, required: true, schema: {type: string}}]", "{type: string}", "")},
	"optional parameter":       {spec: hostileSpec("Songs", "op", "[{name: NAME, in: query, schema: {type: string}}]", "{type: string}", "")},
	"parameter with a Go name": {spec: hostileSpec("Songs", "op", "[{name: NAME, in: query, required: true, x-go-name: A, schema: {type: string}}]", "{type: string}", "")},
	"parameter of a body": {spec: strings.Replace(hostileSpec("Songs", "op", "[{name: NAME, in: query, required: true, schema: {type: string}}]", "{type: string, format: date-time}", ""),
		"get:", "put:\n      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}", 1)},
	"tag":                  {spec: hostileSpec("NAME", "op", "[]", "{type: string}", "")},
	"operation":            {spec: hostileSpec("Songs", "NAME", "[]", "{type: string}", "")},
	"path":                 {spec: strings.Replace(hostileSpec("Songs", "op", "[]", "{type: string}", ""), "  /songs:", "  PATH:", 1)},
	"type name":            {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: NAME, properties: {a: {type: string}, b: {type: string}}}", "")},
	"enum name":            {spec: hostileSpec("Songs", "op", "[]", "{type: string, x-go-type-name: NAME, enum: [x]}", "")},
	"runtime type":         {spec: hostileSpec("Songs", "op", "[]", "{type: string, x-go-type: NAME}", "")},
	"field name":           {spec: hostileSpec("Songs", "op", "[]", "{type: object, x-go-type-name: T, properties: {a: {type: string, x-go-name: NAME}, b: {type: string}}}", "")},
	"argument name":        {spec: hostileSpec("Songs", "op", "[{name: a, in: query, required: true, x-go-name: NAME, schema: {type: string}}]", "{type: string}", "")},
	"option name":          {spec: hostileSpec("Songs", "op", "[{name: a, in: query, x-go-name: NAME, schema: {type: string}}]", "{type: string}", "")},
	"discriminator":        {spec: hostileSpec("Songs", "op", "[]", "{x-go-type-name: U, oneOf: [{$ref: '#/components/schemas/M'}], discriminator: {propertyName: NAME, mapping: {m: '#/components/schemas/M'}}}", "M: {type: object, properties: {a: {type: string}}}")},
	"kind of a member":     {spec: hostileSpec("Songs", "op", "[]", "{x-go-type-name: U, oneOf: [{$ref: '#/components/schemas/M'}], discriminator: {propertyName: type, mapping: {NAME: '#/components/schemas/M'}}}", "M: {type: object, properties: {a: {type: string}}}")},
	"constant of a member": {spec: hostileSpec("Songs", "op", "[]", "{x-go-type-name: U, oneOf: [{$ref: '#/components/schemas/M'}], discriminator: {propertyName: a}}", "M: {type: object, properties: {a: {type: string, enum: [NAME]}}}")},
	"union name":           {spec: hostileSpec("Songs", "op", "[]", "{x-go-type-name: NAME, oneOf: [{$ref: '#/components/schemas/M'}], discriminator: {propertyName: type, mapping: {m: '#/components/schemas/M'}}}", "M: {type: object, properties: {a: {type: string}}}")},
	"member of a union": {
		spec:  hostileSpec("Songs", "op", "[]", "{x-go-type-name: U, oneOf: [{$ref: '#/components/schemas/M'}], discriminator: {propertyName: type, mapping: {m: '#/components/schemas/M'}}}", "M: {type: object, properties: {a: {type: string}}}"),
		names: "types:\n  M: {name: NAME, because: b}\n",
	},
	"description": {spec: strings.Replace(hostileSpec("Songs", "op", "[{name: a, in: query, description: NAME, schema: {type: string}}]", "{type: object, description: NAME, x-go-type-name: T, properties: {a: {type: string, description: NAME}, b: {type: string}}}", ""), "get:", "get:\n      description: NAME\n      summary: NAME", 1)},
	"scope": {spec: strings.Replace(hostileSpec("Songs", "op", "[]", "{type: string}", ""), "get:", "get:\n      security: [{login: [NAME]}]", 1) +
		"  securitySchemes: {login: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://x.test', scopes: {NAME: NAME}}}}}\n"},
	"day":           {spec: strings.Replace(hostileSpec("Songs", "op", "[]", "{type: string}", ""), "get:", "get:\n      x-spotgen-development: {removed: NAME}", 1)},
	"note":          {spec: strings.Replace(hostileSpec("Songs", "op", "[]", "{type: string}", ""), "get:", "get:\n      x-spotgen-development: {removed: '2026-02-11', note: NAME}", 1)},
	"method name":   {spec: strings.Replace(hostileSpec("Songs", "op", "[]", "{type: string}", ""), "get:", "get:\n      x-spotgen-methods: [{name: NAME}]", 1)},
	"pinned value":  {spec: strings.Replace(hostileSpec("Songs", "op", "[{name: a, in: query, required: true, schema: {type: string}}]", "{type: string}", ""), "get:", "get:\n      x-spotgen-methods: [{name: M, pin: {a: NAME}}]", 1)},
	"named service": {spec: hostileSpec("Songs", "op", "[]", "{type: string}", ""), names: "services:\n  GET /songs: {name: NAME, because: b}\n"},
	"named method":  {spec: hostileSpec("Songs", "op", "[]", "{type: string}", ""), names: "methods:\n  GET /songs: {name: NAME, because: b}\n"},
	"docs": {
		spec: hostileSpec("Songs", "op", "[{name: a, in: query, schema: {type: string}}]", "{type: object, x-go-type-name: T, properties: {a: {type: string, x-go-type-name: E, enum: [x]}, b: {type: string}}}", ""),
		docs: "package: NAME\nservices: {Songs: NAME}\noperations: {GET /songs: NAME}\nparameters: {GET /songs a: NAME}\ntypes: {T: NAME, E: NAME}\nfields: {T.b: NAME}\nvalues: {E.x: NAME}\n",
	},
}

// hostileSpec returns a schema with one operation, GET /songs, and the parts
// that are not as usual.
func hostileSpec(tag, operationID, parameters, result, schemas string) string {
	return `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /songs:
    get:
      tags: [` + tag + `]
      operationId: ` + operationID + `
      parameters: ` + parameters + `
      responses: {'200': {description: d, content: {application/json: {schema: ` + result + `}}}}
components:
  schemas:
    Unused: {type: string}
    ` + schemas + "\n"
}

// TestHostileNames makes sure that there is no name and no text in any input
// that becomes Go which does not compile: either it is refused, or it is right. By
// default, every name is in a third of the places, and every place has a third of the
// names.
func TestHostileNames(t *testing.T) {
	names := slices.Sorted(maps.Keys(hostileNames))
	for i, placeName := range slices.Sorted(maps.Keys(hostilePlaces)) {
		place := hostilePlaces[placeName]
		t.Run(placeName, func(t *testing.T) {
			t.Parallel()
			for j, hostileName := range names {
				if (i+j)%8 != 0 && !*exhaustive {
					continue
				}
				hostile := hostileNames[hostileName]
				quoted, err := json.Marshal(hostile)
				if err != nil {
					t.Fatal(err)
				}
				fill := func(text string) []byte {
					path, _ := json.Marshal("/" + hostile)
					return []byte(strings.NewReplacer("NAME", string(quoted), "PATH", string(path)).Replace(text))
				}
				out, err := generator.Generate(generator.Inputs{
					Spec:    load.Source{Name: "spec.yml", Data: fill(place.spec)},
					Names:   resolve.Text{Name: "names.yml", Data: fill(place.names)},
					Docs:    resolve.Text{Name: "docs.yml", Data: fill(place.docs)},
					Runtime: outlinedRuntime(t),
					Fake:    outlinedFake(t),
				}, generator.Options{})
				if err != nil {
					checkHostileFindings(t, hostileName, err)
					continue
				}
				for _, err := range typeCheck(t, out.Files, out.Fake) {
					t.Errorf("%s: %v", hostileName, err)
				}
				for _, file := range out.Files {
					if strings.ContainsAny(file.Name, "/\\ ") {
						t.Errorf("%s: emits a file called %q", hostileName, file.Name)
					}
				}
			}
		})
	}
}

// checkHostileFindings makes sure that a refusal has a line, and is one line.
func checkHostileFindings(t *testing.T, hostileName string, err error) {
	t.Helper()
	var diags model.Diagnostics
	if !errors.As(err, &diags) {
		t.Errorf("%s: the error is a %T, not model.Diagnostics: %v", hostileName, err, err)
	}
	for _, d := range diags {
		if d.Pos.Line == 0 || strings.Contains(d.Message, "\n") {
			t.Errorf("%s: finding without a line, or of several: %q", hostileName, d)
		}
	}
}

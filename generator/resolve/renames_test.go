package resolve_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

// TestRenames has names that are taken, also by the names that things get instead. Where
// overrides may be stale, everything ends up with a name of its own.
func TestRenames(t *testing.T) {
	tests := map[string]struct {
		spec string
		want string // the names of the package, sorted
	}{
		"member called like something of unions": {
			answer("{oneOf: [{$ref: '#/components/schemas/RawObject'}], discriminator: {propertyName: type, mapping: {a: '#/components/schemas/RawObject'}}}",
				"RawObject: {type: object, properties: {type: {type: string}}}"),
			"RawObject SongsGetResult SongsService",
		},
		"union as such a member": {
			answer("{oneOf: [{$ref: '#/components/schemas/Raw'}], discriminator: {propertyName: type, mapping: {a: '#/components/schemas/Raw'}}}",
				"Raw: {oneOf: [{$ref: '#/components/schemas/Star'}], discriminator: {propertyName: type, mapping: {b: '#/components/schemas/Star'}}}",
				"Star: {type: object, properties: {type: {type: string}}}"),
			"RawType SongsGetResult SongsService Star",
		},
		"enum called like a struct, and another like its new name": {
			answer("{type: object, properties: {a: {$ref: '#/components/schemas/Mood'}, b: {type: string, enum: [c], x-go-type-name: Mood}, d: {type: string, enum: [e], x-go-type-name: MoodEnum}}}",
				"Mood: {type: object, properties: {f: {type: string}}}"),
			"Mood MoodEnum MoodEnum2 MoodEnum2C MoodEnumE SongsGetResult SongsService",
		},
		"enum called like a function, whose other name is an operation's": {
			answer("{type: object, properties: {a: {type: string, enum: [b], x-go-type-name: ParseURI}, c: {type: string, enum: [d], x-go-type-name: OpSongsGet}}}"),
			"OpSongsGetEnum OpSongsGetEnumD ParseURIEnum ParseURIEnumB SongsGetResult SongsService",
		},
		"scopes of one name, three times": {
			operation() + "components: {securitySchemes: {login: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://x.test', scopes: {a-b: x, a_b: y, 'a b': z, a-b-scope: w}}}}}}\n",
			"ScopeAB ScopeABScope ScopeABScope2 ScopeABScopeScope SongsService",
		},
		"services that differ in case, and some that are called like others later": {
			"openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n" +
				"  /a: {get: {tags: [MOODS], responses: {'204': {description: d}}}}\n" +
				"  /b: {get: {tags: [Moods], responses: {'204': {description: d}}}}\n" +
				"  /c: {get: {tags: [MoodS], responses: {'204': {description: d}}}}\n" +
				"  /d: {get: {tags: [MoodsCalls], responses: {'204': {description: d}}}}\n" +
				"  /e: {get: {tags: [With], responses: {'204': {description: d}}}}\n" +
				"  /f: {get: {tags: [withCalls], responses: {'204': {description: d}}}}\n",
			"MOODSService MoodsCallsService WithCalls2Service WithCallsService",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api, _, err := resolveInputs(t, inputs{spec: test.spec, stale: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, strings.Join(packageNames(api), " ")); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

// packageNames lists the names that a model declares, sorted.
func packageNames(api *model.API) []string {
	var names []string
	for _, t := range api.Types {
		names = append(names, t.Name)
	}
	for _, e := range api.Enums {
		names = append(names, e.Name)
		for _, v := range e.Values {
			names = append(names, v.GoName)
		}
	}
	for _, u := range api.Unions {
		names = append(names, u.Name)
	}
	for _, s := range api.Services {
		names = append(names, s.Type())
	}
	for _, s := range api.Scopes {
		names = append(names, s.GoName)
	}
	slices.Sort(names)
	return names
}

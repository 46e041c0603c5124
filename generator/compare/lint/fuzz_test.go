package lint_test

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/load"
)

// FuzzLint makes sure that whatever loads can be linted, that each finding is one line
// with a place, and that its actions can be pasted: they parse, and fit what they were
// made for.
func FuzzLint(f *testing.F) {
	for _, rows := range []map[string]row{rowsOfStrings(), rowsOfEnums(), rowsOfNulls(), rowsOfUnions(), rowsOfObjects(), rowsOfRequests(), rowsOfOperations()} {
		for _, test := range rows {
			f.Add([]byte(test.spec))
		}
	}
	for _, line := range []string{
		"A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, uri: {$ref: '#/components/schemas/A/properties/a'}}}",
		"A: {allOf: [{$ref: '#/components/schemas/B'}], required: ['a''b', \"c\\\"d\"]}\n    B: {type: object, properties: {x: {allOf: [{$ref: '#/components/schemas/A'}]}}}",
		"A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/A/oneOf/0'}], discriminator: {propertyName: type, mapping: {}}}\n    B: {type: object, properties: {type: {type: string}}}",
		"A: {type: object, description: null, properties: {type: {type: string, enum: [1, null, {a: b}], example: [1], description: {a: b}}}, required: [null]}",
		"A: {type: array, items: {type: object, nullable: true}, description: 'a `null` item in the `x` array'}",
		"A: {description: 'can be null', properties: {'': {type: string}, '.': {type: string, description: 'or null'}, '[''$'']': {type: object}}}",
	} {
		f.Add([]byte(schemas(line)))
	}
	f.Fuzz(func(t *testing.T, spec []byte) {
		source := load.Source{Name: "spec.yml", Data: spec}
		doc, _, err := load.Load(source, nil, load.Options{})
		if err != nil {
			return
		}
		for i, found := range lint.Lint(doc, runtime) {
			if found.Pos.File != "spec.yml" || found.Message == "" || strings.ContainsAny(found.Message, "\n\r") || found.Rule == "" || !strings.HasSuffix(found.Topic, ".yml") {
				t.Errorf("finding %+v", found)
			}
			if found.Action == "" || i >= 20 { // some schemas are troubled through and through
				continue
			}
			if _, _, err := load.Load(source, []load.Source{{Name: "o.yml", Data: []byte(pasted(found.Action))}}, load.Options{}); err != nil && strings.HasPrefix(err.Error(), "o.yml") && !isConsequence(err) {
				t.Errorf("%s: %v\n%s\n%s", found.Key(), err, spec, found.Action)
			}
		}
	})
}

// isConsequence reports whether an action fits and what it makes does not, because
// something else in the schema refers to what was there.
func isConsequence(err error) bool {
	return !strings.Contains(err.Error(), "target") && !strings.Contains(err.Error(), "action")
}

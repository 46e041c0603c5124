package spotifytest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The words of the emitted table, against the structs that they stand for.
func TestSchemaWords(t *testing.T) {
	number := func(f float64) *float64 { return &f }
	text := schema{kind: "string"}
	tests := []struct {
		name      string
		got, want schema
	}{
		{"anything", anything(), schema{}},
		{"string", aString().ofLength(80), schema{kind: "string", length: 80}},
		{"enum", oneOf("a", "b").byDefault("b"), schema{kind: "string", enum: []string{"a", "b"}, preset: "b"}},
		{"integer", anInteger().between(1, 10).extendedTo(50).byDefault(5), schema{kind: "integer", min: number(1), max: number(10), maxExt: 50, preset: 5.0}},
		{"number", aNumber().atLeast(0.5).byDefault(1.5), schema{kind: "number", min: number(0.5), preset: 1.5}},
		{"maximum", aNumber().atMost(0), schema{kind: "number", max: number(0)}},
		{"boolean", aBoolean().byDefault(true), schema{kind: "boolean", preset: true}},
		{"list", aList(aString()).upTo(20), schema{kind: "array", items: &text, maxSize: 20}},
		{"list of some", aList(aString()).sized(1, 0), schema{kind: "array", items: &text, minSize: 1}},
		{"object", anObject(needs("a", aString()), takes("b", anything())).withAtLeast(1), schema{
			kind: "object", least: 1, props: []property{{name: "a", required: true, schema: text}, {name: "b"}}}},
		{"open object", anObject().andOthers(), schema{kind: "object", open: true}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.got, cmp.AllowUnexported(schema{}, property{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	parameters := []parameter{inPath.needs("id", aString()), inQuery.takes("market", aString())}
	want := []parameter{{name: "id", in: "path", required: true, schema: text}, {name: "market", in: "query", schema: text}}
	if diff := cmp.Diff(want, parameters, cmp.AllowUnexported(parameter{}, schema{})); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
}

// A word says one thing about a copy: what was said before stays what it was.
func TestSchemaWordsDoNotShare(t *testing.T) {
	base := anInteger().between(1, 50)
	_ = base.atMost(10).byDefault(5)
	if *base.max != 50 || base.preset != nil {
		t.Errorf("the schema became %+v", base)
	}
}

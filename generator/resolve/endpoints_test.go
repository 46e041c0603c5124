package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

func TestEndpointsAreInOrder(t *testing.T) {
	methods := func(tag string, names ...string) string {
		var b strings.Builder
		for _, name := range names {
			fmt.Fprintf(&b, "    %s: {tags: [%s], responses: {'204': {description: d}}}\n", name, tag)
		}
		return b.String()
	}
	api, _, err := resolveInputs(t, inputs{spec: "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n" +
		"  /songs:\n" + methods("A", "delete", "put", "post", "get") +
		"  /albums:\n" + methods("B", "patch", "delete", "get")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range api.Endpoints {
		got = append(got, e.Method+" "+e.Path+" "+strings.Join(e.Methods, ", "))
	}
	if diff := cmp.Diff([]string{
		"GET /albums B.GetAlbums", "DELETE /albums B.RemoveAlbums", "PATCH /albums B.UpdateAlbums",
		"GET /songs A.GetSongs", "POST /songs A.CreateSongs", "PUT /songs A.UpdateSongs", "DELETE /songs A.RemoveSongs",
	}, got); diff != "" {
		t.Errorf("endpoints (-want +got):\n%s", diff)
	}
}

// Parts of an allOf hold together: the stricter bound, what both enums have, and
// what any of them requires.
func TestEndpointsMergeAllOf(t *testing.T) {
	api, _, err := resolveInputs(t, inputs{spec: operation(`requestBody: {content: {application/json: {schema: {allOf: [` +
		`{type: object, properties: {n: {type: integer, minimum: 1, maximum: 9}, s: {type: string, enum: [a, b, c], maxLength: 5}}}, ` +
		`{type: object, properties: {n: {type: integer, minimum: 0, maximum: 5, default: 2}, s: {type: string, enum: [c, b], maxLength: 7}}}, ` +
		`{type: object, required: [n]}]}}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	one, five := 1.0, 5.0
	want := model.WireSchema{Kind: "object", Properties: []model.WireProperty{
		{Name: "n", Required: true, Schema: model.WireSchema{Kind: "integer", Min: &one, Max: &five, Default: 2.0}},
		{Name: "s", Schema: model.WireSchema{Kind: "string", Enum: []string{"b", "c"}, MaxLength: 5}},
	}}
	if diff := cmp.Diff(want, api.Endpoints[0].Body.Schema); diff != "" {
		t.Errorf("the schema of the body (-want +got):\n%s", diff)
	}
}

// A body of a few lines whose references make a tree that no memory holds is
// refused.
func TestEndpointsAreBounded(t *testing.T) {
	spec := operation(`requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}`) + "components:\n  schemas:\n"
	for i := range 40 {
		spec += fmt.Sprintf("    S%d: {type: object, properties: {a: {$ref: '#/components/schemas/S%d'}, b: {$ref: '#/components/schemas/S%d'}}}\n", i, i+1, i+1)
	}
	spec += "    S40: {type: object, properties: {a: {type: string}}}\n"
	want := []string{"spec.yml:5:5: GET /songs takes a request of more than 10000 schemas, one in the other; describe it with fewer in overrides/schema"}
	if diff := cmp.Diff(want, findings(t, inputs{spec: spec})); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

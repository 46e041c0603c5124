package load_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// FuzzLoad makes sure that whatever is given to Load comes back as a document
// or as findings that say where to look.
func FuzzLoad(f *testing.F) {
	for _, spec := range []string{
		corrected, top, top + bomb(3),
		schemas("A: {$ref: '#/components/schemas/B'}", "B: {$ref: '#/components/schemas/A/items'}"),
		schemas("A: &a {allOf: [{$ref: '#/components/schemas/A'}]}", "B: *a"),
		schemas("A: {type: array, items: {type: object, discriminator: {propertyName: b, mapping: {c: '#/a'}}}}"),
		pathLines("/a/{b}: {get: {" + ok + ", parameters: [{name: b, in: path, required: true, schema: {type: string}}]}}"),
		pathLines("/a: {post: {requestBody: {content: {a/b: {schema: {enum: [1, 2.5e3, 0x1F]}}}}, " + ok + ", security: [{s: [a]}]}}"),
		"swagger: '2.0'\n", "openapi: 3.1.0\n", "a: *a\n", "[", "--- 1\n--- 2\n", "\xff\xfe",
	} {
		f.Add([]byte(spec), []byte(positions))
	}
	for _, action := range []string{
		"{target: $, update: {paths: {/a: {get: {}}}}, x-evidence: e}",
		"{target: \"$..[?@.type=='string']\", update: {x-a: [1, {b: c}]}, x-evidence: e}",
		"{target: '$.components.schemas[*].properties[?@.x-gone > 1]~', remove: true, x-evidence: e}",
		"{target: '$..*', remove: true, x-was: {a: [1]}, x-evidence: e}",
		"{target: '$.info', update: &u [*u], x-evidence: e}",
		"{target: '$[?match(@.a, \"b\")]', remove: true, x-evidence: e}",
	} {
		f.Add([]byte(corrected), []byte(frame+"- "+action+"\n"))
	}
	f.Fuzz(func(t *testing.T, spec, overlay []byte) {
		for _, stale := range []bool{false, true} {
			doc, warnings, err := load.Load(
				load.Source{Name: "spec.yml", Data: spec},
				[]load.Source{{Name: "o.yml", Data: overlay}},
				load.Options{StaleAsWarning: stale},
			)
			for _, w := range warnings {
				checkFinding(t, w)
			}
			if err == nil {
				if doc == nil || doc.Spec == nil || doc.Nodes == nil || doc.Index == nil {
					t.Fatalf("no error, and no document: %+v", doc)
				}
				continue
			}
			var found model.Diagnostics
			if !errors.As(err, &found) || len(found) == 0 {
				t.Fatalf("error without findings: %T %v", err, err)
			}
			for _, d := range found {
				checkFinding(t, d)
			}
		}
	})
}

func checkFinding(t *testing.T, d model.Diagnostic) {
	t.Helper()
	if d.Pos.File != "spec.yml" && d.Pos.File != "o.yml" {
		t.Errorf("finding without a file: %+v", d)
	}
	if d.Message == "" || strings.ContainsAny(d.Message, "\n\r") {
		t.Errorf("finding is not one line: %+q", d.Message)
	}
}

package oapicodegen_test

import (
	"path/filepath"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/oracle/oapicodegen"
)

// BenchmarkGenerate measures the way from the schema and the overrides in memory to the
// files in memory, beside oapi-codegen's stock output for the same schema.
//
// oapi-codegen is given the schema with the overlays applied, as JSON, which it could not
// read otherwise, so that it is spared the work of the stage load. The stage resolve runs
// it as well, asked for types but not for code.
func BenchmarkGenerate(b *testing.B) {
	in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("spotgen", func(b *testing.B) {
		for b.Loop() {
			if _, err := generator.Generate(in, generator.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("oapi-codegen", func(b *testing.B) {
		doc, _, err := load.Load(in.Spec, in.Overlay, load.Options{})
		if err != nil {
			b.Fatal(err)
		}
		schema, err := oapicodegen.Prepare(doc)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := oapicodegen.Stock(schema); err != nil {
				b.Fatal(err)
			}
		}
	})
}

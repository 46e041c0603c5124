package lint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/load"
)

// BenchmarkLint lints the committed schema with its overrides, and with nothing but
// what lets it load, which leaves everything to find.
func BenchmarkLint(b *testing.B) {
	all, err := filepath.Glob("../../../overrides/schema/*.yml")
	if err != nil || len(all) == 0 {
		b.Fatalf("no overlays: %v", err)
	}
	for name, overlays := range map[string][]string{"with overrides": all, "without": {"../../../overrides/schema/load.yml"}} {
		var sources []load.Source
		for _, o := range overlays {
			sources = append(sources, source(b, o))
		}
		doc, _, err := load.Load(source(b, "../../../spec/open-api-schema.yml"), sources, load.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				lint.Lint(doc, runtime)
			}
		})
	}
}

func source(b *testing.B, name string) load.Source {
	b.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	return load.Source{Name: name, Data: data}
}

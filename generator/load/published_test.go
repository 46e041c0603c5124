package load_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
)

const root = "../../"

// source reads a file of the repository.
func source(tb testing.TB, path string) load.Source {
	tb.Helper()
	data, err := os.ReadFile(root + path)
	if err != nil {
		tb.Fatal(err)
	}
	return load.Source{Name: filepath.Base(path), Data: data}
}

// reference reads a file of the reference material, which stands beside the
// repository and is no part of it: a clone has only the reduced schema.
func reference(tb testing.TB, path string) load.Source {
	tb.Helper()
	if _, err := os.Stat(root + "../shared/" + path); errors.Is(err, fs.ErrNotExist) {
		tb.Skip("the reference material is not beside this clone: ../shared/" + path)
	}
	return source(tb, "../shared/"+path)
}

// overrides reads the overlays of the repository.
func overrides(tb testing.TB) []load.Source {
	tb.Helper()
	paths, err := filepath.Glob(root + "overrides/schema/*.yml")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no overlays: %v", err)
	}
	var sources []load.Source
	for _, path := range paths {
		sources = append(sources, source(tb, "overrides/schema/"+filepath.Base(path)))
	}
	return sources
}

func TestReducedSchemaLoads(t *testing.T) {
	doc, _, err := load.Load(source(t, "spec/open-api-schema.yml"), overrides(t), load.Options{StaleAsWarning: true})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Spec.Paths.Len() < 60 {
		t.Errorf("only %d paths", doc.Spec.Paths.Len())
	}
}

func TestPublishedSchemaLoads(t *testing.T) {
	spec := reference(t, "published/open-api-schema.yml")
	doc, warnings, err := load.Load(spec, overrides(t), load.Options{})
	if err != nil || warnings != nil {
		t.Fatal(err, warnings)
	}
	if doc.Spec.Paths.Len() < 60 {
		t.Errorf("only %d paths", doc.Spec.Paths.Len())
	}
	// docs/facts/mismatches.md M01 is all that keeps the file from loading alone.
	_, _, err = load.Load(spec, nil, load.Options{})
	want := []string{"open-api-schema.yml:2596:25: required of a schema is not a list of property names but the boolean true; list the names, or remove it with an overlay"}
	if diff := cmp.Diff(want, findings(t, err)); diff != "" {
		t.Errorf("findings without overlays (-want +got):\n%s", diff)
	}
}

func TestOlderSchemasLoadWithStaleActions(t *testing.T) {
	for _, name := range []string{"2025-10-03", "2026-02-10", "2026-02-12"} {
		spec := reference(t, "published/older/"+name+".yml")
		if _, _, err := load.Load(spec, overrides(t), load.Options{StaleAsWarning: true}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	spec, overlays := source(b, "spec/open-api-schema.yml"), overrides(b)
	b.Run("schema alone as tree", func(b *testing.B) {
		for b.Loop() {
			if _, _, _, err := load.Tree(spec); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("with overrides", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := load.Load(spec, overlays, load.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkPublished loads the published schema, of which nearly half is prose.
func BenchmarkPublished(b *testing.B) {
	spec, overlays := reference(b, "published/open-api-schema.yml"), overrides(b)
	for b.Loop() {
		if _, _, err := load.Load(spec, overlays, load.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

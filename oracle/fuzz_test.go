package oracle

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
)

// FuzzRead reads anything. It must come to an end, with an error or with an API that
// has each name once, each line on a line, and no difference to itself.
func FuzzRead(f *testing.F) {
	for _, table := range [][]change{valueChanges(), structChanges(), typeChanges(), interfaceChanges(), trickyChanges()} {
		for _, row := range table {
			f.Add("package p\n"+row.before, "package p\n"+row.after)
		}
	}
	f.Add("package p\nconst A = A; const B = 1 << 1000000; const C = 1e1000000000; const D = \"a\" << \"b\"; const E = 1 / 0",
		"package p\ntype A = B; type B = A; type C C; type D struct{ D }; type E [len(E{})]E; type F[T F[T]] struct{ *F[F[T]] }")
	f.Add("package p\ntype A[A A] struct{ A }", "package p\ntype I interface{ I; I }; type T[P any] struct{ x T[struct{ a, b P }] }; type G[A G[A]] interface{ M(A) }")
	f.Fuzz(func(t *testing.T, before, after string) {
		old := fuzzed(t, before)
		compared := fuzzed(t, after)
		if old == nil || compared == nil {
			return
		}
		goapi.Compare(old, compared)
	})
}

func fuzzed(t *testing.T, source string) *goapi.API {
	api, err := goapi.Read([]emit.File{{Name: "p.go", Data: []byte(source)}})
	if err != nil {
		return nil
	}
	names := map[string]bool{}
	for _, d := range api.Declarations {
		if names[d.Name] || d.Name == "" || d.Text == "" {
			t.Errorf("%q is there twice or says nothing", d.Name)
		}
		names[d.Name] = true
	}
	if lines := strings.Count(api.Text(), "\n"); lines != len(api.Declarations) {
		t.Errorf("%d declarations on %d lines", len(api.Declarations), lines)
	}
	goapi.Compare(api, api)
	return api
}

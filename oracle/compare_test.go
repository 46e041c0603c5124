package oracle

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/exp/apidiff"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
)

// change is a row of the tables: two packages, and the names that differ. What
// breaks is expected of goapi as well as of apidiff.
type change struct {
	name          string
	before, after string   // without the package clause
	breaking      []string // in the order of the names
	harmless      []string
	// apidiff is what apidiff calls breaking where that is something else than
	// breaking, and because says why it is.
	apidiff []string
	because string
	// backwards and backwardsBecause are the same for the row the other way round.
	backwards        []string
	backwardsBecause string
}

func TestCompare(t *testing.T) {
	world := sharedWorld()
	for _, table := range [][]change{valueChanges(), structChanges(), typeChanges(), interfaceChanges(), trickyChanges()} {
		for _, row := range table {
			t.Run(row.name, func(t *testing.T) {
				before, after := world.read(t, row.before), world.read(t, row.after)
				differences := goapi.Compare(before, after)
				var breaking, harmless []string
				for _, d := range differences {
					if d.Breaking {
						breaking = append(breaking, d.Name)
					} else {
						harmless = append(harmless, d.Name)
					}
					if d.Old == d.New && d.Why == "" {
						t.Errorf("%s: neither the texts nor the reason say what is different", d.Name)
					}
				}
				if diff := cmp.Diff(row.breaking, breaking); diff != "" {
					t.Errorf("other names break than expected (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(row.harmless, harmless); diff != "" {
					t.Errorf("other names differ harmlessly than expected (-want +got):\n%s", diff)
				}
				world.compareWithApidiff(t, row, breaking, func(name string) bool {
					return slices.Contains(harmless, name) || slices.Contains(breaking, name) || declares(before, name) == declares(after, name)
				})
			})
		}
	}
}

func declares(api *goapi.API, name string) bool {
	return slices.ContainsFunc(api.Declarations, func(d goapi.Declaration) bool { return d.Name == name })
}

// TestCompareBackwards holds goapi against apidiff for the rows the other way round:
// there, what was added goes, and so on.
func TestCompareBackwards(t *testing.T) {
	world := sharedWorld()
	for _, table := range [][]change{valueChanges(), structChanges(), typeChanges(), interfaceChanges(), trickyChanges()} {
		for _, row := range table {
			if row.because != "" {
				continue // the two differ, and may do so this way round
			}
			t.Run(row.name, func(t *testing.T) {
				var breaking []string
				for _, d := range goapi.Compare(world.read(t, row.after), world.read(t, row.before)) {
					if d.Breaking {
						breaking = append(breaking, d.Name)
					}
				}
				backwards := change{before: row.after, after: row.before, apidiff: row.backwards, because: row.backwardsBecause}
				world.compareWithApidiff(t, backwards, breaking, func(string) bool { return true })
			})
		}
	}
}

// TestRecursiveConstraint is a row of TestCompare for which apidiff has no end. Go 1.25 does
// not compile it.
func TestRecursiveConstraint(t *testing.T) {
	world := sharedWorld()
	before := world.read(t, `type Adder[A Adder[A]] interface{ Add(A) A }`)
	after := world.read(t, `type Adder[A Adder[A]] interface{ Add(A) A; Sub(A) A }`)
	want := []goapi.Difference{{
		Name: "Adder.Sub", Kind: goapi.Method, New: "Sub(A) A", Breaking: true, Why: "implementations in other packages lack it",
	}}
	if diff := cmp.Diff(want, goapi.Compare(before, after)); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

// compareWithApidiff makes sure that apidiff is of the same opinion. What goapi does
// not have to mention is what both packages declare, or neither: apidiff also has
// what is promoted.
func (w *world) compareWithApidiff(t *testing.T, row change, breaking []string, mayHave func(name string) bool) {
	t.Helper()
	var theirs []string
	for _, c := range apidiff.Changes(w.check(t, row.before), w.check(t, row.after)).Changes {
		name := apidiffName(t, c.Message)
		switch {
		case !c.Compatible:
			theirs = append(theirs, name)
		case !mayHave(name):
			t.Errorf("apidiff has a harmless difference that goapi has not: %s", c.Message)
		}
	}
	slices.Sort(theirs)
	theirs = slices.Compact(theirs)
	want := row.apidiff
	if row.because == "" {
		// The members of a type that is gone or is another one are no news to apidiff.
		want = slices.DeleteFunc(slices.Clone(breaking), func(name string) bool {
			owner, _, isMember := strings.Cut(name, ".")
			return isMember && slices.Contains(theirs, owner) && !slices.Contains(theirs, name)
		})
	}
	if diff := cmp.Diff(want, theirs); diff != "" {
		t.Errorf("apidiff finds other breaking names (-want +apidiff):\n%s", diff)
	}
}

// apidiffName is the name that a message of apidiff is about.
func apidiffName(t *testing.T, message string) string {
	t.Helper()
	subject, _, ok := strings.Cut(message, ": ")
	if !ok {
		t.Fatalf("apidiff says %q, which has no subject", message)
	}
	subject, part, _ := strings.Cut(subject, ", ")
	subject = strings.NewReplacer("(", "", ")", "", "*", "").Replace(subject)
	// A type parameter list is not part of the name: Page[T].Next.
	if begin, rest, ok := strings.Cut(subject, "["); ok {
		_, rest, _ = strings.Cut(rest, "]")
		subject = begin + rest
	}
	if of, ok := strings.CutPrefix(part, "method set of "); ok {
		_, method, _ := strings.Cut(subject, ".")
		return strings.TrimPrefix(of, "*") + "." + method
	}
	return subject
}

// world reads packages and type-checks them, with the standard library from source.
type world struct {
	set      *token.FileSet
	importer types.Importer
}

// sharedWorld is the world of all tests, which takes a second to read the imports.
var sharedWorld = sync.OnceValue(func() *world {
	set := token.NewFileSet()
	return &world{set, importer.ForCompiler(set, "source", nil)}
})

func (w *world) read(t *testing.T, source string) *goapi.API {
	t.Helper()
	api, err := goapi.Read([]emit.File{{Name: "p.go", Data: []byte("package p\n" + source)}})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func (w *world) check(t *testing.T, source string) *types.Package {
	t.Helper()
	file, err := parser.ParseFile(w.set, "p.go", "package p\n"+source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: w.importer}
	checked, err := config.Check("p", w.set, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return checked
}

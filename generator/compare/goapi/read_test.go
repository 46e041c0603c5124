package goapi_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
)

// TestText holds how each kind of declaration reads.
func TestText(t *testing.T) {
	api := read(t, `
import (
	"context"
	"errors"
	clock "time"
)

// Kind is a kind.
//
// Deprecated: there is but one.
type Kind string

const (
	// First is first.
	First Kind = "first"
	Second, third Kind = "sec" + "ond", "third"
	Large = 1 << 70
	Hex = 0x10
	Negative = -1
	Letter = 'a'
	Wait = 2 * clock.Second
)

const (
	Zero = iota * clock.Second
	One
)

// Deprecated: these go.
var ErrGone, ErrLost = errors.New("gone"), errors.New("lost")

var Table = map[string][]int{"a": nil}

var Odd = first(pick)

func NewThing(ctx context.Context, a, b int, options ...func(*Thing) error) (thing *Thing, err error) { return }

func Map[K comparable, V, W any](in map[K]V, f func(key K, value V) W) map[K]W { return nil }

// Thing is a thing.
type Thing struct {
	A, B int `+"`json:\"a\"`"+` // of no use
	// Deprecated: use A.
	C struct {
		D string
		E []byte `+"`json:\"e\"`"+`
	}
	*inner
	Outer
	clock.Duration
	unexported func()
}

type inner struct{ X int }

func (*inner) Do(what string) {}

type Outer struct{ Y [2]int }

func (Outer) String() string { return "" }

func (o *Outer) Set(_ int) *Outer { return o }

type (
	Page[T any] struct{ Items []T }
	Names = Page[string]
	Number interface{ ~int | ~float64 }
	Walker interface {
		context.Context
		base
		Walk(step func(Walker) bool)
		walk()
	}
	base interface{ Base() }
	Pipe chan<- (<-chan interface{ M() })
	Empty struct{}
)

func (p *Page[T]) Next() (T, bool) { panic(p) }

// Deprecated: use Next.
func (p Page[T]) Last() T { panic(p) }
`)
	want := `pkg p, const First Kind = "first"
pkg p, const Hex = 0x10
pkg p, const Large = 1180591620717411303424
pkg p, const Letter = 'a'
pkg p, const Negative = -1
pkg p, const One = iota * clock.Second (iota 1)
pkg p, const Second Kind = "second"
pkg p, const Wait = 2 * clock.Second
pkg p, const Zero = iota * clock.Second (iota 0)
pkg p, func Map[K comparable, V any, W any](map[K]V, func(K, V) W) map[K]W
pkg p, func NewThing(context.Context, int, int, ...func(*Thing) error) (*Thing, error)
pkg p, method (*Outer) Set(int) *Outer
pkg p, method (*Page[T]) Next() (T, bool)
pkg p, method (Outer) String() string
pkg p, method (Page[T]) Last() T //deprecated
pkg p, method (Thing) Do(string)
pkg p, type Empty struct //comparable
pkg p, type Kind string //deprecated
pkg p, type Names = Page[string]
pkg p, type Number interface{ ~int | ~float64 }
pkg p, type Outer struct //comparable
pkg p, type Outer struct, Y [2]int
pkg p, type Page[T any] struct
pkg p, type Page[T any] struct, Items []T
pkg p, type Pipe chan<- <-chan interface{M()}
pkg p, type Thing struct
pkg p, type Thing struct, A int
pkg p, type Thing struct, B int
pkg p, type Thing struct, C struct{D string; E []byte "json:\"e\""} //deprecated
pkg p, type Thing struct, Outer
pkg p, type Thing struct, X int
pkg p, type Thing struct, clock.Duration
pkg p, type Walker interface //unexported methods
pkg p, type Walker interface, Base()
pkg p, type Walker interface, Walk(func(Walker) bool)
pkg p, type Walker interface, context.Context
pkg p, var ErrGone error //deprecated
pkg p, var ErrLost error //deprecated
pkg p, var Odd = first(pick)
pkg p, var Table map[string][]int
`
	if diff := cmp.Diff(want, api.Text()); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
}

// TestReadFiles holds which files count.
func TestReadFiles(t *testing.T) {
	file := func(name, text string) emit.File { return emit.File{Name: name, Data: []byte(text)} }
	tests := []struct {
		name  string
		files []emit.File
		want  []string
		err   string
	}{
		{name: "none", err: "no Go files that are not tests"},
		{name: "only tests", files: []emit.File{file("a_test.go", "package p; var V int")}, err: "no Go files that are not tests"},
		{name: "tests and others", files: []emit.File{file("a.go", "package p; var A int"), file("a_test.go", "package p_test; nonsense"), file("note.txt", "nonsense")}, want: []string{"A"}},
		{name: "method in another file", files: []emit.File{file("a.go", "package p; func (T) M() {}"), file("b.go", "package p; type T int")}, want: []string{"T", "T.M"}},
		{name: "declared twice", files: []emit.File{file("b.go", "package p; var A string"), file("a.go", "package p; const A = 1")}, want: []string{"A"}},
		{name: "method of nothing", files: []emit.File{file("a.go", "package p; func (T) M() {}; func ([]int) N() {}")}},
		{name: "no Go", files: []emit.File{file("a.go", "package p\n\nvar A = = 1\n")}, err: "a.go:3:9: expected operand, found '='"},
		{name: "two packages", files: []emit.File{file("a.go", "package p"), file("b.go", "package q")}, err: "b.go:1:9: is of package q, not of p as the files before it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api, err := goapi.Read(test.files)
			if err != nil || test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.err) {
					t.Fatalf("got error %v, want %q", err, test.err)
				}
				return
			}
			var names []string
			for _, d := range api.Declarations {
				names = append(names, d.Name)
			}
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhy holds what is said where the texts do not tell what breaks.
func TestWhy(t *testing.T) {
	tests := []struct{ name, before, after, why string }{
		{"comparable", `type T struct{}`, `type T struct{ x []int }`, "is no longer comparable"},
		{"import", `import x "text/template"; var V x.Template`, `import x "html/template"; var V x.Template`, "means another type than before"},
		{"sealed", `type I interface{}`, `type I interface{ m() }`, "has an unexported method, so that other packages can no longer implement it"},
		{"embedded", `type T struct{ X int }`, `type e struct{ X int }; type T struct{ e }`, "cannot be set in a literal of the struct, because the field is in an embedded one"},
		{"implements", `type I interface{ m() }; type T int; func (*T) m() {}`, `type I interface{ m() }; type T int`, "*T no longer implements I"},
		{"visible", `var V int`, `var V string`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			differences := goapi.Compare(read(t, test.before), read(t, test.after))
			if len(differences) != 1 || !differences[0].Breaking || differences[0].Why != test.why {
				t.Errorf("got %+v, want one that breaks, because %q", differences, test.why)
			}
		})
	}
}

// TestIncomplete reads what does not compile: names that nobody declares, other packages
// of which nothing is known, and a struct that holds itself.
func TestIncomplete(t *testing.T) {
	api := read(t, `
import "example.org/go-other/v2"

type T struct {
	A missing
	B *Pair[int, other.List[missing]]
	C T
}

type Twice[E other.Some] struct{ E E }

var V = other.Find(missing)

func (Missing) M() {}

func F(Missing) other.List[int] { return undefined }
`)
	want := `pkg p, func F(Missing) other.List[int]
pkg p, type T struct
pkg p, type T struct, A missing
pkg p, type T struct, B *Pair[int, other.List[missing]]
pkg p, type T struct, C T
pkg p, type Twice[E other.Some] struct
pkg p, type Twice[E other.Some] struct, E E
pkg p, var V = other.Find(missing)
`
	if diff := cmp.Diff(want, api.Text()); diff != "" {
		t.Errorf("the text differs (-want +got):\n%s", diff)
	}
}

// realPackages are the packages of the repository that importers use.
func realPackages() []string { return []string{"spotify", "spotifytest"} }

func realFiles(t testing.TB, name string) []emit.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("../../../gen", name, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("gen/%s has no Go files: %v", name, err)
	}
	var files []emit.File
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, emit.File{Name: filepath.Base(path), Data: data})
	}
	return files
}

// TestRealPackages reads the real packages: every name and every line once, nothing
// left to guesses, and no difference to themselves.
func TestRealPackages(t *testing.T) {
	for _, name := range realPackages() {
		t.Run(name, func(t *testing.T) {
			api, err := goapi.Read(realFiles(t, name))
			if err != nil {
				t.Fatal(err)
			}
			names := map[string]bool{}
			for _, d := range api.Declarations {
				if names[d.Name] {
					t.Errorf("%s is there twice", d.Name)
				}
				names[d.Name] = true
				if d.Kind == goapi.Var && strings.Contains(d.Text, " = ") {
					t.Errorf("the type of a variable is not known: %s", d.Text)
				}
				if d.Kind == goapi.Const && strings.Contains(d.Text, "iota") {
					t.Errorf("the value of a constant is not known: %s", d.Text)
				}
			}
			lines := slices.Collect(strings.Lines(api.Text()))
			if distinct := slices.Compact(slices.Sorted(slices.Values(lines))); len(distinct) != len(lines) {
				t.Errorf("of %d lines, %d are distinct", len(lines), len(distinct))
			}
			again, err := goapi.Read(realFiles(t, name))
			if err != nil {
				t.Fatal(err)
			}
			if found := goapi.Compare(api, again); len(found) > 0 {
				t.Errorf("differs from itself: %+v", found)
			}
		})
	}
}

// TestRealNames holds that nothing is missing: not a name that go/types finds, and not
// that values of a type can be compared.
func TestRealNames(t *testing.T) {
	set := token.NewFileSet()
	imports := importer.ForCompiler(set, "source", nil)
	for _, name := range realPackages() {
		t.Run(name, func(t *testing.T) {
			api, err := goapi.Read(realFiles(t, name))
			if err != nil {
				t.Fatal(err)
			}
			text := api.Text()
			for _, scopeName := range checkedReal(t, set, imports, name).declared {
				d := slices.IndexFunc(api.Declarations, func(d goapi.Declaration) bool { return d.Name == scopeName.name })
				if d < 0 {
					t.Errorf("%s is missing", scopeName.name)
					continue
				}
				line := "pkg " + name + ", " + api.Declarations[d].Text
				// What the client's types are is not known of the fake server, which imports it.
				if name == "spotify" && scopeName.comparable && strings.HasSuffix(line, " struct") && !strings.Contains(text, line+" //comparable") {
					t.Errorf("%s can be compared, which is not known", scopeName.name)
				}
				if !scopeName.comparable && strings.Contains(text, line+" //comparable") {
					t.Errorf("%s cannot be compared", scopeName.name)
				}
			}
		})
	}
}

type checkedPackage struct{ declared []checkedName }

type checkedName struct {
	name       string
	comparable bool
}

// checkedReal type-checks a real package and lists what it exports.
func checkedReal(t *testing.T, set *token.FileSet, imports types.Importer, name string) checkedPackage {
	t.Helper()
	var files []*ast.File
	for _, file := range realFiles(t, name) {
		if strings.HasSuffix(file.Name, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(set, file.Name, file.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, parsed)
	}
	config := types.Config{Importer: imports}
	checked, err := config.Check(name, set, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found checkedPackage
	add := func(name string, t types.Type) {
		found.declared = append(found.declared, checkedName{name, t != nil && types.Comparable(t)})
	}
	for _, name := range checked.Scope().Names() {
		object := checked.Scope().Lookup(name)
		if !object.Exported() {
			continue
		}
		declared, ok := object.(*types.TypeName)
		if !ok {
			add(name, nil)
			continue
		}
		add(name, declared.Type())
		methods := types.NewMethodSet(types.NewPointer(declared.Type()))
		if types.IsInterface(declared.Type()) {
			methods = types.NewMethodSet(declared.Type())
		}
		for method := range methods.Methods() {
			if method.Obj().Exported() {
				add(name+"."+method.Obj().Name(), nil)
			}
		}
		if fields, ok := declared.Type().Underlying().(*types.Struct); ok {
			for field := range fields.Fields() {
				if field.Exported() {
					add(name+"."+field.Name(), nil)
				}
			}
		}
	}
	return found
}

func BenchmarkRead(b *testing.B) {
	for _, name := range realPackages() {
		b.Run(name, func(b *testing.B) {
			files := realFiles(b, name)
			for b.Loop() {
				if _, err := goapi.Read(files); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	api, err := goapi.Read(realFiles(b, "spotify"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		goapi.Compare(api, api)
	}
}

func read(t *testing.T, source string) *goapi.API {
	t.Helper()
	api, err := goapi.Read([]emit.File{{Name: "p.go", Data: []byte("package p\n" + source)}})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

package generator_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
)

// An outline has the hand-written files of a package without the bodies of functions. The
// bodies are the same whatever is generated, and reading and checking them again and again
// would take most of the time of the tests that do so. All that emitted code can do to a
// body is to take a name away from it: see hiddenNames.
type outline struct {
	sources []emit.Source
	// taken are the names that bodies need, beside those that the files declare:
	// predeclared ones, and those of imported packages.
	taken map[string]bool
}

type outlines struct{ runtime, fake outline }

var loadOutlines = sync.OnceValues(func() (outlines, error) {
	in, err := readRepository()
	if err != nil {
		return outlines{}, err
	}
	runtime, err := outlineOf(in.Runtime)
	if err != nil {
		return outlines{}, err
	}
	fake, err := outlineOf(in.Fake)
	return outlines{runtime, fake}, err
})

func loadedOutlines(t testing.TB) outlines {
	t.Helper()
	o, err := loadOutlines()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func outlinedFake(t testing.TB) []emit.Source    { return loadedOutlines(t).fake.sources }
func outlinedRuntime(t testing.TB) []emit.Source { return loadedOutlines(t).runtime.sources }

// hiddenNames finds declarations of a package that hide a name from the bodies.
func (o outline) hiddenNames(checked *types.Package) []error {
	var errs []error
	for _, name := range checked.Scope().Names() {
		if o.taken[name] {
			errs = append(errs, fmt.Errorf("%s is declared, and hand-written files use that name for something else", name))
		}
	}
	return errs
}

func outlineOf(sources []emit.Source) (outline, error) {
	o := outline{taken: map[string]bool{}}
	for _, name := range types.Universe.Names() {
		o.taken[name] = true
	}
	for _, source := range sources {
		data, err := withoutBodies(source, o.taken)
		if err != nil {
			return outline{}, err
		}
		o.sources = append(o.sources, emit.Source{Path: source.Path, Data: data})
	}
	return o, nil
}

// withoutBodies leaves out what is in the bodies, and the imports that only they need. It adds
// the names of all imports to a set.
func withoutBodies(source emit.Source, imported map[string]bool) ([]byte, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, source.Path, source.Data, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, spec := range tree.Imports {
		imported[importName(spec)] = true
	}
	used := map[string]bool{}
	for _, decl := range tree.Decls {
		if function, ok := decl.(*ast.FuncDecl); ok {
			// Generic functions may not be without one.
			function.Body = &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{
				Fun: ast.NewIdent("panic"), Args: []ast.Expr{&ast.BasicLit{Kind: token.INT, Value: "0"}},
			}}}}
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if name, ok := selector.X.(*ast.Ident); ok {
					used[name.Name] = true
				}
			}
			return true
		})
	}
	for _, decl := range tree.Decls {
		if imports, ok := decl.(*ast.GenDecl); ok && imports.Tok == token.IMPORT {
			imports.Specs = slices.DeleteFunc(imports.Specs, func(spec ast.Spec) bool { return !used[importName(spec)] })
		}
	}
	tree.Decls = slices.DeleteFunc(tree.Decls, func(decl ast.Decl) bool {
		imports, ok := decl.(*ast.GenDecl)
		return ok && imports.Tok == token.IMPORT && len(imports.Specs) == 0
	})
	tree.Comments = nil
	var b bytes.Buffer
	err = format.Node(&b, set, tree)
	return b.Bytes(), err
}

// importName is the name under which a file knows an imported package.
func importName(spec ast.Spec) string {
	imported := spec.(*ast.ImportSpec)
	if imported.Name != nil {
		return imported.Name.Name
	}
	name, err := strconv.Unquote(imported.Path.Value)
	if err != nil {
		return ""
	}
	if base := path.Base(name); !strings.HasPrefix(base, "v") || len(base) > 2 {
		return base
	}
	return path.Base(path.Dir(name))
}

// TestHiddenNames makes sure that an emitted name which a body of the runtime would miss
// is found although the bodies are not there.
func TestHiddenNames(t *testing.T) {
	for name, want := range map[string]bool{"len": true, "string": true, "json": true, "Harmless": false} {
		t.Run(name, func(t *testing.T) {
			in := caseInputs(t, "testdata/cases/single")
			in.Runtime = outlinedRuntime(t)
			out, err := generator.Generate(in, generator.Options{})
			if err != nil {
				t.Fatal(err)
			}
			more := emit.File{Name: "more.go", Data: []byte("package spotify\n\nfunc " + name + "() {}\n")}
			errs := typeCheck(t, append(out.Files, more), nil)
			if found := len(errs) > 0; found != want {
				t.Errorf("findings: %v, want some: %v", errs, want)
			}
		})
	}
}

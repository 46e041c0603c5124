package generator_test

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
)

// TestFakeDeclares makes sure that the names which hand-written files must leave
// free are those that are emitted.
func TestFakeDeclares(t *testing.T) {
	files, err := emit.EmitFake(realOutput(t).API, nil)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				declared = append(declared, decl.Name.Name)
			case *ast.GenDecl:
				if decl.Tok != token.IMPORT {
					t.Errorf("%s declares a %s; add it to this test and to FakeDeclares", file.Name, decl.Tok)
				}
			}
		}
	}
	slices.Sort(declared)
	if diff := cmp.Diff(emit.FakeDeclares(), declared); diff != "" {
		t.Errorf("declared names (-FakeDeclares +emitted):\n%s", diff)
	}
}

// TestFakeIsOptional makes sure that there is a fake server for a client that it can
// import, and if it was written.
func TestFakeIsOptional(t *testing.T) {
	in := caseInputs(t, filepath.Join("testdata", "cases", "enums"))
	without := in
	without.Fake = nil
	tests := []struct {
		name    string
		in      generator.Inputs
		options generator.Options
		want    bool
	}{
		{"as usual", in, generator.Options{}, true},
		{"no hand-written half", without, generator.Options{}, false},
		{"another package", in, generator.Options{Package: "music"}, false},
		{"the package by name", in, generator.Options{Package: "spotify"}, true},
	}
	for _, test := range tests {
		out, err := generator.Generate(test.in, test.options)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(out.Fake) > 0; got != test.want {
			t.Errorf("%s: a fake server is made: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestFakeTable makes sure that the table has each operation of the schema once, and
// each method of the client.
func TestFakeTable(t *testing.T) {
	api := realOutput(t).API
	keys, methods := map[string]bool{}, map[string]bool{}
	for _, e := range api.Endpoints {
		if key := e.Method + " " + e.Path; keys[key] {
			t.Errorf("%s is there twice", key)
		} else {
			keys[key] = true
		}
		for _, method := range e.Methods {
			methods[method] = true
		}
		for _, p := range e.Params {
			if inPath := strings.Contains(e.Path, "{"+p.Name+"}"); inPath != (p.In == "path") {
				t.Errorf("%s %s has the parameter %s in the %s", e.Method, e.Path, p.Name, p.In)
			}
		}
	}
	for _, op := range api.Operations() {
		if !keys[op.Method+" "+op.Path] || !methods[op.QualifiedName()] {
			t.Errorf("%s (%s %s) is missing", op.QualifiedName(), op.Method, op.Path)
		}
	}
	if declared := declaredOperations(t); len(keys) != declared {
		t.Errorf("there are %d operations, and the schema has %d", len(keys), declared)
	}
}

// declaredOperations counts the operations of the committed schema in its text.
func declaredOperations(t *testing.T) int {
	t.Helper()
	operations := regexp.MustCompile(`(?m)^    (get|post|put|delete|patch):$`)
	return len(operations.FindAll(repositoryInputs(t).Spec.Data, -1))
}

// TestFakeNeedsTheRuntimeOnly makes sure that the hand-written half, down to the last
// statement, compiles against a client that has hardly anything emitted in it.
func TestFakeNeedsTheRuntimeOnly(t *testing.T) {
	in := caseInputs(t, filepath.Join("testdata", "cases", "single"))
	in.Fake = repositoryInputs(t).Fake
	out, err := generator.Generate(in, realOptions)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range typeCheck(t, out.Files, out.Fake) {
		t.Error(err)
	}
}

// fakeOutlines are the hand-written files of the fake server without the bodies of
// functions. They are the same whatever is generated, and reading and checking them
// again and again would take most of the time of the tests that do so.
var fakeOutlines = sync.OnceValues(func() ([]emit.Source, error) {
	in, err := readRepository()
	if err != nil {
		return nil, err
	}
	var outlines []emit.Source
	for _, source := range in.Fake {
		data, err := outline(source)
		if err != nil {
			return nil, err
		}
		outlines = append(outlines, emit.Source{Path: source.Path, Data: data})
	}
	return outlines, nil
})

func outlinedFake(t testing.TB) []emit.Source {
	t.Helper()
	outlines, err := fakeOutlines()
	if err != nil {
		t.Fatal(err)
	}
	return outlines
}

func outline(source emit.Source) ([]byte, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, source.Path, source.Data, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
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

package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/prune"
)

// TestFakeDeclares makes sure that the names which hand-written files must leave
// free are those that are emitted.
func TestFakeDeclares(t *testing.T) {
	files, err := emit.EmitFake(realOutput(t).API, nil, emit.ClientPath)
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
		{"another package with a path", in, generator.Options{Package: "music", ClientPath: "example.com/app/music"}, true},
		{"a part", in, generator.Options{Include: prune.Selection{Operations: []string{"GET /songs"}}}, false},
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

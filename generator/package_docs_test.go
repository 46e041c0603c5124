package generator_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/internal/backlog"
)

// maxFileLines is how long an emitted file may be, to be shown by web sites
// and read by people.
const maxFileLines = 2000

// TestEveryExportedNameIsDocumented makes sure that pkg.go.dev shows something
// for every type, function, method, constant and variable. A group of
// constants may be documented as a whole where the names speak for themselves.
func TestEveryExportedNameIsDocumented(t *testing.T) {
	for _, file := range realOutput(t).Files {
		tree, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range undocumented(tree) {
			t.Errorf("%s: %s has no comment", file.Name, name)
		}
	}
}

func undocumented(file *ast.File) []string {
	var names []string
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			// What Error does is said by the interface error.
			if decl.Name.IsExported() && decl.Doc == nil && isExportedReceiver(decl) && decl.Name.Name != "Error" {
				names = append(names, funcName(decl))
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				for _, name := range specNames(spec) {
					if name.IsExported() && decl.Doc == nil && specDoc(spec) == nil {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

func isExportedReceiver(decl *ast.FuncDecl) bool {
	return decl.Recv == nil || ast.IsExported(funcName(decl))
}

func specDoc(spec ast.Spec) *ast.CommentGroup {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		return spec.Doc
	case *ast.ValueSpec:
		if spec.Doc != nil {
			return spec.Doc
		}
		return spec.Comment
	}
	return nil
}

func TestUndocumented(t *testing.T) {
	tree, err := parser.ParseFile(token.NewFileSet(), "p.go", `package p

// A is documented.
type A int

type B int

func (A) M() {}

func (a) M() {}

func (A) Error() string { return "" }

// These are documented together.
const C, D = 1, 2

const (
	// E is documented.
	E = 1
	F = 2
	G = 3 // so is this
)
`, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"B", "A.M", "F"}, undocumented(tree)); diff != "" {
		t.Errorf("undocumented names differ (-want +got):\n%s", diff)
	}
}

// TestDocsCoverEverything makes sure that no comment of the package is what the
// generator says when it has nothing to say, but for what has just come.
func TestDocsCoverEverything(t *testing.T) {
	var missing []string
	for _, scope := range realOutput(t).API.Scopes {
		if scope.Doc == "" {
			missing = append(missing, "the scope "+scope.Name)
		}
	}
	fallbacks := []string{"is a type of the API", "sends the request that the schema calls", "holds the operations on", "is described by the schema"}
	for _, file := range realOutput(t).Files {
		for number, line := range strings.Split(string(file.Data), "\n") {
			for _, fallback := range fallbacks {
				if strings.HasPrefix(line, "//") && strings.Contains(line, fallback) {
					missing = append(missing, fmt.Sprintf("%s:%d: %s", file.Name, number+1, line))
				}
			}
		}
	}
	backlog.Check(t, "overrides/docs.yml has no entry", missing)
}

// TestDeprecatedOperationsNameTheirReplacement makes sure that whoever reads
// "Deprecated:" in an editor reads what to do as well.
func TestDeprecatedOperationsNameTheirReplacement(t *testing.T) {
	out := realOutput(t)
	comments := methodComments(t, out.Files)
	deprecated := 0
	for _, op := range out.API.Operations() {
		_, paragraph, found := strings.Cut(comments[op.Service+"Service."+op.Name], "\nDeprecated: ")
		if found != op.Deprecated {
			t.Errorf("%s: deprecated is %v in the model and %v in the comment", op.QualifiedName(), op.Deprecated, found)
		}
		if !op.Deprecated {
			continue
		}
		deprecated++
		want := "There is no replacement."
		if service, method, ok := strings.Cut(op.Replacement, "."); ok {
			want = "Use [" + service + "Service." + method + "] instead."
		}
		if got := strings.Join(strings.Fields(paragraph), " "); !strings.HasSuffix(got, want) {
			t.Errorf("%s: the comment ends with %q, want %q", op.QualifiedName(), got, want)
		}
	}
	if deprecated == 0 {
		t.Error("no operation is deprecated; the schema deprecates dozens")
	}
}

// methodComments returns the comments of methods as text, by type and name.
func methodComments(t *testing.T, files []emit.File) map[string]string {
	t.Helper()
	comments := map[string]string{}
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok {
				comments[funcName(decl)] = decl.Doc.Text()
			}
		}
	}
	return comments
}

// TestFilesAreReadable makes sure that no emitted file is too long, and that
// every file says where it comes from.
func TestFilesAreReadable(t *testing.T) {
	names := map[string]bool{}
	for _, file := range realOutput(t).Files {
		if lines := bytes.Count(file.Data, []byte("\n")); lines > maxFileLines {
			t.Errorf("%s has %d lines, more than %d; split it in generator/emit", file.Name, lines, maxFileLines)
		}
		first, _, _ := strings.Cut(string(file.Data), "\n")
		if !strings.HasPrefix(first, emit.Marker) || !strings.HasSuffix(first, " DO NOT EDIT.") {
			t.Errorf("%s begins with %q, which go generate does not know as a header", file.Name, first)
		}
		if folded := strings.ToLower(file.Name); names[folded] {
			t.Errorf("%s differs from another file in upper and lower case only", file.Name)
		} else {
			names[folded] = true
		}
	}
}

// funcName is the name of a function, after the type that it is a method of.
func funcName(decl *ast.FuncDecl) string {
	if decl.Recv == nil {
		return decl.Name.Name
	}
	receiver := decl.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	return receiver.(*ast.Ident).Name + "." + decl.Name.Name
}

func specNames(spec ast.Spec) []*ast.Ident {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		return []*ast.Ident{spec.Name}
	case *ast.ValueSpec:
		return spec.Names
	}
	return nil
}

package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// published are the packages that are imported from elsewhere, by people who do not have
// the facts.
var published = []string{"gen/spotify", "gen/spotifytest"}

func TestExportedCommentsCiteNoFacts(t *testing.T) {
	s, _, err := newScanner(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	eachExportedComment(t, func(_ string, fset *token.FileSet, comments []*ast.CommentGroup) {
		for _, f := range s.citing(fset, comments) {
			t.Error(f)
		}
	})
}

// eachExportedComment checks the comments on exported names, file by file.
func eachExportedComment(t *testing.T, check func(file string, fset *token.FileSet, comments []*ast.CommentGroup)) {
	t.Helper()
	for _, dir := range published {
		files, err := fs.Glob(os.DirFS(root), dir+"/*.go")
		if err != nil {
			t.Fatal(err)
		}
		comments := 0
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			data, err := os.ReadFile(path.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			documentation, fset, err := exportedComments(name, data)
			if err != nil {
				t.Fatal(err)
			}
			comments += len(documentation)
			check(name, fset, documentation)
		}
		if comments < 100 {
			t.Errorf("%s: only %d comments on exported names", dir, comments)
		}
	}
}

// citing reports the comments that cite a fact.
func (s *scanner) citing(fset *token.FileSet, documentation []*ast.CommentGroup) []finding {
	var found []finding
	for _, c := range documentation {
		before := s.cited
		problems := s.scan("comment.go", commentText(c))
		if s.cited > before || problems != nil {
			at := fset.Position(c.Pos())
			found = append(found, finding{at.Filename, at.Line, "the comment on an exported name cites a fact; say what holds, and cite inside of the function; the source is in overrides"})
		}
	}
	return found
}

// commentText returns a comment as it is in the file, so that its lines are joined.
func commentText(c *ast.CommentGroup) string {
	var b strings.Builder
	for _, line := range c.List {
		b.WriteString(line.Text + "\n")
	}
	return b.String()
}

// exportedComments returns what go doc shows of a file.
func exportedComments(name string, data []byte) ([]*ast.CommentGroup, *token.FileSet, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	comments := []*ast.CommentGroup{file.Doc}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type))) {
				comments = append(comments, d.Doc)
			}
		case *ast.GenDecl:
			before := len(comments)
			for _, spec := range d.Specs {
				comments = append(comments, ofSpec(spec)...)
			}
			if len(comments) > before {
				comments = append(comments, d.Doc)
			}
		}
	}
	kept := comments[:0]
	for _, c := range comments {
		if c != nil {
			kept = append(kept, c)
		}
	}
	return kept, fset, nil
}

// receiver returns the name of the type of a receiver.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.IndexListExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// ofSpec returns the comments of an exported type, variable, or constant. They may be nil;
// there are none if it is not exported.
func ofSpec(spec ast.Spec) (comments []*ast.CommentGroup) {
	switch s := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range s.Names {
			if name.IsExported() {
				return []*ast.CommentGroup{s.Doc, s.Comment}
			}
		}
	case *ast.TypeSpec:
		if !s.Name.IsExported() {
			return nil
		}
		comments = []*ast.CommentGroup{s.Doc, s.Comment}
		ast.Inspect(s.Type, func(n ast.Node) bool {
			field, ok := n.(*ast.Field)
			if !ok {
				return true
			}
			shown := len(field.Names) == 0
			for _, name := range field.Names {
				shown = shown || name.IsExported()
			}
			if shown {
				comments = append(comments, field.Doc, field.Comment)
			}
			return shown
		})
	}
	return comments
}

func TestExportedComments(t *testing.T) {
	const fact = "docs/facts/mismatches.md M01"
	for name, test := range map[string]struct {
		text  string
		cites bool
	}{
		"package":                      {"// Package p: FACT.\npackage p\n", true},
		"function":                     {"package p\n\n// F is it (FACT).\nfunc F() {}\n", true},
		"a number alone":               {"package p\n\n// F is it (M01).\nfunc F() {}\n", true},
		"over two lines":               {"package p\n\n// F is it (docs/facts/mismatches.md\n// M01).\nfunc F() {}\n", true},
		"method":                       {"package p\n\n// F is it (FACT).\nfunc (*T) F() {}\n", true},
		"method of a generic type":     {"package p\n\n// F is it (FACT).\nfunc (T[A]) F() {}\n", true},
		"type":                         {"package p\n\n// T is it (FACT).\ntype T int\n", true},
		"type in parentheses":          {"package p\n\ntype (\n\t// T is it (FACT).\n\tT int\n)\n", true},
		"type, at the end of the line": {"package p\n\ntype T int // FACT\n", true},
		"field":                        {"package p\n\ntype T struct {\n\t// F is it (FACT).\n\tF int\n}\n", true},
		"field, at its end":            {"package p\n\ntype T struct {\n\tF int // FACT\n}\n", true},
		"field inside of a field":      {"package p\n\ntype T struct {\n\tF []struct {\n\t\tG int // FACT\n\t}\n}\n", true},
		"method of an interface":       {"package p\n\ntype T interface {\n\t// F is it (FACT).\n\tF()\n}\n", true},
		"embedded field":               {"package p\n\ntype T struct {\n\tU // FACT\n}\n", true},
		"constants":                    {"package p\n\n// These are it (FACT).\nconst (\n\tA = 1\n\tb = 2\n)\n", true},
		"constant":                     {"package p\n\nconst (\n\ta = 1\n\tB = 2 // FACT\n)\n", true},
		"variable":                     {"package p\n\nvar A, b = 1, 2 // FACT\n", true},

		"unexported function":                 {"package p\n\n// f is it (FACT).\nfunc f() {}\n", false},
		"exported method of unexported type":  {"package p\n\n// F is it (FACT).\nfunc (t) F() {}\n", false},
		"unexported type":                     {"package p\n\n// t is it (FACT).\ntype t struct {\n\tF int // FACT\n}\n", false},
		"unexported field":                    {"package p\n\ntype T struct {\n\tf int // FACT\n}\n", false},
		"field of an unexported field":        {"package p\n\ntype T struct {\n\tf struct {\n\t\tG int // FACT\n\t}\n}\n", false},
		"unexported constants":                {"package p\n\n// These are it (FACT).\nconst (\n\ta = 1\n\tb = 2 // FACT\n)\n", false},
		"inside of a function":                {"package p\n\n// F is it.\nfunc F() {\n\t// FACT\n}\n", false},
		"before the comment":                  {"package p\n\n// FACT\n\n// F is it.\nfunc F() {}\n", false},
		"inside of a function in a variable":  {"package p\n\nvar A = func() {\n\t// FACT\n}\n", false},
		"unexported one beside exported ones": {"package p\n\nconst (\n\tA = 1\n\tb = 2 // FACT\n)\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, err := newScanner(sample)
			if err != nil {
				t.Fatal(err)
			}
			documentation, fset, err := exportedComments("p.go", []byte(strings.ReplaceAll(test.text, "FACT", fact)))
			if err != nil {
				t.Fatal(err)
			}
			if found := s.citing(fset, documentation); len(found) > 0 != test.cites {
				t.Errorf("findings = %v, want some: %v", found, test.cites)
			}
		})
	}
}

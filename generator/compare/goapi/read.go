package goapi

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/emit"
)

// Read reads the exported API of a package out of its files, those of tests left out.
// Text that is not Go is an error with its position. Code that does not compile is read
// as far as it can be.
func Read(files []emit.File) (*API, error) { return ReadWith(nil, files) }

// ReadWith is Read for a package some files of which Parse has parsed before, with one
// FileSet. They come first, whatever package their clauses name, and are not changed:
// packages that have them in common can be read at the same time.
func ReadWith(parsed []*ast.File, files []emit.File) (*API, error) {
	set := token.NewFileSet()
	for _, file := range parsed {
		// No position in the other files is one in these.
		set.AddFile(file.Name.Name, -1, max(0, int(file.FileEnd)-set.Base()))
	}
	all, name := slices.Clone(parsed), ""
	ordered := slices.SortedFunc(slices.Values(files), func(a, b emit.File) int { return strings.Compare(a.Name, b.Name) })
	for _, file := range ordered {
		if !strings.HasSuffix(file.Name, ".go") || strings.HasSuffix(file.Name, "_test.go") {
			continue
		}
		parsed, err := Parse(set, file.Name, file.Data)
		if err != nil {
			return nil, err
		}
		if name == "" {
			name = parsed.Name.Name
		}
		if parsed.Name.Name != name {
			return nil, fmt.Errorf("%s: is of package %s, not of %s as the files before it", set.Position(parsed.Name.Pos()), parsed.Name.Name, name)
		}
		all = append(all, parsed)
	}
	if len(all) == 0 {
		return nil, errors.New("no Go files that are not tests")
	}
	s := newScope()
	s.check(set, name, all)
	return &API{Package: name, Declarations: s.declarations(), scope: s}, nil
}

// Parse parses a file for ReadWith. It leaves out what does not count: the bodies of
// functions, what is in literals of structs, slices, and maps, and the names of
// parameters and results.
func Parse(set *token.FileSet, name string, data []byte) (*ast.File, error) {
	file, err := parser.ParseFile(set, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			n.Body = nil
		case *ast.FuncLit:
			n.Body = &ast.BlockStmt{}
		case *ast.CompositeLit:
			if array, ok := n.Type.(*ast.ArrayType); !ok || !isCounted(array) {
				n.Elts = nil
			}
		case *ast.TypeSpec:
			if t, ok := n.Type.(*ast.StructType); ok && !n.Assign.IsValid() {
				makeIndirect(t)
			}
		case *ast.FuncType:
			n.Params, n.Results = withoutNames(n.Params), withoutNames(n.Results)
		}
		return true
	})
	return file, nil
}

// isCounted reports whether the length of an array is that of its literal.
func isCounted(t *ast.ArrayType) bool {
	_, ok := t.Len.(*ast.Ellipsis)
	return ok
}

func withoutNames(list *ast.FieldList) *ast.FieldList {
	if list == nil {
		return nil
	}
	var fields []*ast.Field
	for _, field := range list.List {
		for range max(1, len(field.Names)) {
			fields = append(fields, &ast.Field{Type: field.Type})
		}
	}
	return &ast.FieldList{Opening: list.Opening, List: fields, Closing: list.Closing}
}

// check type-checks a package. It reports no errors, because the compiler will.
func (s *scope) check(set *token.FileSet, name string, files []*ast.File) {
	s.files = files
	missing := missing{"": {}}
	for _, file := range files {
		s.addFile(file, missing)
	}
	var checked []*ast.File
	for _, file := range files {
		checked = append(checked, inPackage(name, file, missing[""]))
	}
	for _, declared := range slices.AppendSeq(types.Universe.Names(), maps.Keys(s.sources)) {
		delete(missing[""], declared)
	}
	checked = append(checked, inPackage(name, missing.file(set, ""), nil))
	config := types.Config{IgnoreFuncBodies: true, Importer: missing.importer(set), Error: func(error) {}}
	s.pkg, _ = config.Check(name, set, checked, nil)
}

// inPackage is a file as one of a package, without the unexported functions that are
// not used outside of bodies.
func inPackage(name string, file *ast.File, used map[string]int) *ast.File {
	changed := *file
	changed.Name = ast.NewIdent(name)
	changed.Decls = slices.DeleteFunc(slices.Clone(file.Decls), func(decl ast.Decl) bool {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Name.IsExported() {
			return false
		}
		_, ok = used[f.Name.Name]
		return !ok
	})
	return &changed
}

// addFile notes what go/types does not keep of a file, and what it lacks.
func (s *scope) addFile(file *ast.File, missing missing) {
	paths := missing.addImports(file)
	arguments := map[ast.Expr]int{}
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.FuncDecl:
			s.deprecate([]*ast.Ident{n.Name}, n.Doc)
			if n.Recv == nil {
				s.add(n.Name, source{})
			} else {
				ast.Inspect(n.Recv, visit)
			}
			ast.Inspect(n.Type, visit)
			return false
		case *ast.GenDecl:
			s.addGeneral(n)
		case *ast.Field:
			names := n.Names
			if len(names) == 0 {
				names = []*ast.Ident{embeddedName(n.Type)}
			}
			s.deprecate(names, n.Doc)
			if _, ok := n.Type.(*ast.FuncType); ok && len(n.Names) == 1 {
				missing.add("", n.Names[0].Name, 0) // a type may have to implement it
			}
			ast.Inspect(n.Type, visit)
			return false
		case *ast.IndexExpr:
			arguments[n.X] = 1
		case *ast.IndexListExpr:
			arguments[n.X] = len(n.Indices)
		case *ast.SelectorExpr:
			if qualifier, ok := n.X.(*ast.Ident); ok && paths[qualifier.Name] != "" {
				missing.add(paths[qualifier.Name], n.Sel.Name, arguments[n])
				return false
			}
		case *ast.Ident:
			missing.add("", n.Name, arguments[n])
		}
		return true
	}
	for _, decl := range file.Decls {
		ast.Inspect(decl, visit)
	}
}

// addGeneral adds types, constants, and variables. A constant without an expression
// repeats the last one with its type.
func (s *scope) addGeneral(decl *ast.GenDecl) {
	var last ast.ValueSpec
	for i, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			s.deprecate([]*ast.Ident{spec.Name}, spec.Doc, decl.Doc)
			s.add(spec.Name, source{typ: spec.Type})
		case *ast.ValueSpec:
			s.deprecate(spec.Names, spec.Doc, decl.Doc)
			if decl.Tok == token.VAR || spec.Type != nil || len(spec.Values) > 0 {
				last = *spec
			}
			for j, name := range spec.Names {
				from := source{typ: last.Type, index: i}
				switch {
				case decl.Tok == token.VAR && len(spec.Values) == 1 && len(spec.Names) > 1:
					from.value, from.index = spec.Values[0], j+1
				case j < len(last.Values):
					from.value = last.Values[j]
				}
				s.add(name, from)
			}
		}
	}
}

// add keeps the first declaration of a name, as go/types does.
func (s *scope) add(name *ast.Ident, from source) {
	if _, ok := s.sources[name.Name]; !ok {
		s.sources[name.Name] = from
	}
}

// deprecate notes that declarations are deprecated if a paragraph of a comment says so.
func (s *scope) deprecate(names []*ast.Ident, docs ...*ast.CommentGroup) {
	if slices.ContainsFunc(docs, isDeprecated) {
		for _, name := range names {
			s.deprecated[name.Pos()] = true
		}
	}
}

func isDeprecated(doc *ast.CommentGroup) bool {
	if doc == nil || !slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.Contains(c.Text, "Deprecated:") }) {
		return false // without making the text
	}
	text := doc.Text()
	return strings.HasPrefix(text, "Deprecated:") || strings.Contains(text, "\n\nDeprecated:")
}

// embeddedName is the name of a field that is only a type.
func embeddedName(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.StarExpr:
		return embeddedName(e.X)
	case *ast.ParenExpr:
		return embeddedName(e.X)
	case *ast.IndexExpr:
		return embeddedName(e.X)
	case *ast.IndexListExpr:
		return embeddedName(e.X)
	}
	return ast.NewIdent("")
}

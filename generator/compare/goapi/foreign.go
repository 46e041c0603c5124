package goapi

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// missing are the names that a package uses and does not declare, by import path, with
// the number of their type arguments; those of the package itself by the empty path.
// Some of them may not be names of types, which does no harm.
type missing map[string]map[string]int

// addImports adds the packages that a file imports, and returns their paths by name.
func (m missing) addImports(file *ast.File) map[string]string {
	paths := map[string]string{}
	for _, spec := range file.Imports {
		importPath := importPath(spec)
		paths[importName(spec)] = importPath
		if m[importPath] == nil {
			m[importPath] = map[string]int{}
		}
	}
	return paths
}

func (m missing) add(importPath, name string, arguments int) {
	if name != "_" {
		m[importPath][name] = max(m[importPath][name], arguments)
	}
}

// importName is what a file calls a package that it imports. Without an explicit name
// it is what the package is probably called: the last element of the path, give or
// take a version.
func importName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	return guessName(importPath(spec))
}

func guessName(importPath string) string {
	base := path.Base(importPath)
	if version, ok := strings.CutPrefix(base, "v"); ok && version != "" && strings.Trim(version, "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	base, _, _ = strings.Cut(base, ".") // gopkg.in/yaml.v3
	return strings.TrimPrefix(base, "go-")
}

func importPath(spec *ast.ImportSpec) string {
	unquoted, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return unquoted
}

// marker is the field of the structs that stand for types of other packages. Its type
// says which one it is, also where the package declares a type by means of it.
const marker = "declaredElsewhere"

// file declares the missing names of a package, each as a type of its own, but for
// functions that make errors.
func (m missing) file(set *token.FileSet, importPath string) *ast.File {
	var b strings.Builder
	b.WriteString("package p\n")
	for _, name := range slices.Sorted(maps.Keys(m[importPath])) {
		switch importPath + "." + name {
		case "errors.New", "errors.Join", "fmt.Errorf":
			fmt.Fprintf(&b, "func %s(...any) error\n", name)
			continue
		}
		var params, args string
		if n := m[importPath][name]; n > 0 {
			var names []string
			for i := range n {
				names = append(names, fmt.Sprintf("P%d_", i))
			}
			args = "[" + strings.Join(names, ", ") + "]"
			params = strings.TrimSuffix(args, "]") + " any]"
		}
		fmt.Fprintf(&b, "type %s%s struct{ %s *%s%s }\n", name, params, marker, name, args)
	}
	file, err := parser.ParseFile(set, "", b.String(), parser.SkipObjectResolution)
	if err != nil {
		panic(err) // the names are identifiers of a file that has been parsed
	}
	return file
}

// importer makes the other packages.
func (m missing) importer(set *token.FileSet) types.Importer {
	return importer(func(importPath string) (*types.Package, error) {
		if importPath == "unsafe" {
			return types.Unsafe, nil
		}
		file := m.file(set, importPath)
		file.Name = ast.NewIdent(guessName(importPath))
		config := types.Config{IgnoreFuncBodies: true, Error: func(error) {}}
		made, _ := config.Check(importPath, set, []*ast.File{file}, nil)
		return made, nil
	})
}

type importer func(importPath string) (*types.Package, error)

func (i importer) Import(importPath string) (*types.Package, error) { return i(importPath) }

// foreign is the type of another package that a type is, or is declared by means of;
// nil if it is none. Names that the package lacks count as such.
func foreign(t types.Type) *types.Named {
	s, ok := t.Underlying().(*types.Struct)
	if !ok || s.NumFields() != 1 || s.Field(0).Name() != marker {
		return nil
	}
	pointer, ok := s.Field(0).Type().(*types.Pointer)
	if !ok {
		return nil
	}
	named, _ := pointer.Elem().(*types.Named)
	return named
}

// isForeign reports whether a type is one of another package, and not declared by
// means of it.
func isForeign(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	elsewhere := foreign(named)
	return elsewhere != nil && elsewhere.Obj() == named.Obj()
}

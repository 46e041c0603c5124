package main

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const (
	zmb3Path     = "github.com/zmb3/spotify/v2"
	zmb3AuthPath = zmb3Path + "/auth"
	oursPath     = "github.com/spotgen/spotgen/gen/spotify"
)

// exportData imports packages as the compiler has left them, by path.
func exportData(t *testing.T, paths ...string) types.Importer {
	t.Helper()
	args := append([]string{"list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}"}, paths...)
	list := exec.Command("go", args...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, fmt.Errorf("the guide does without %s", path)
		}
		return os.Open(files[path])
	})
}

// A library is a package, and how the guide names what is in it.
type library struct {
	title    string
	main     *types.Package            // whose names need no qualifier
	packages map[string]*types.Package // by qualifier
	values   map[string]types.Type     // of names for values, like client
}

// newLibrary takes values like "client": "Client" or "auth": "spotifyauth.Authenticator".
func newLibrary(t *testing.T, title string, main *types.Package, others map[string]*types.Package, values map[string]string) *library {
	t.Helper()
	l := &library{title: title, main: main, packages: map[string]*types.Package{"spotify": main}, values: map[string]types.Type{}}
	for qualifier, other := range others {
		l.packages[qualifier] = other
	}
	for value, name := range values {
		from, typeName := main, name
		if qualifier, rest, ok := strings.Cut(name, "."); ok {
			from, typeName = l.packages[qualifier], rest
		}
		object := from.Scope().Lookup(typeName)
		if object == nil {
			t.Fatalf("%s has no type %s", title, name)
		}
		l.values[value] = object.Type()
	}
	return l
}

// exported lists what the packages export: Name, Type.Method, and for packages other
// than the main one, with the qualifier in front.
func (l *library) exported() []string {
	var names []string
	for _, p := range l.packages {
		for _, name := range p.Scope().Names() {
			if !ast.IsExported(name) {
				continue
			}
			object := p.Scope().Lookup(name)
			names = append(names, l.qualified(p, name))
			if _, ok := object.(*types.TypeName); !ok {
				continue
			}
			named, ok := object.Type().(*types.Named)
			for i := 0; ok && i < named.NumMethods(); i++ {
				if method := named.Method(i); method.Exported() {
					names = append(names, l.qualified(p, name+"."+method.Name()))
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func (l *library) qualified(p *types.Package, name string) string {
	for qualifier, other := range l.packages {
		if other == p && p != l.main {
			return qualifier + "." + name
		}
	}
	return name
}

// resolve finds what an expression like client.Albums.Get, Page[Track], *APIError, or
// spotify.WithRetry names, and returns the names in it in the form of exported.
func (l *library) resolve(expression ast.Expr) ([]string, error) {
	switch e := expression.(type) {
	case *ast.StarExpr:
		return l.resolve(e.X)
	case *ast.IndexExpr:
		generic, err := l.resolve(e.X)
		if err != nil {
			return nil, err
		}
		argument, err := l.resolve(e.Index)
		return append(generic, argument...), err
	}
	chain, err := chainOf(expression)
	if err != nil {
		return nil, err
	}
	name, err := l.follow(chain)
	return []string{name}, err
}

// chainOf takes a.b.c apart.
func chainOf(expression ast.Expr) ([]string, error) {
	switch e := expression.(type) {
	case *ast.Ident:
		return []string{e.Name}, nil
	case *ast.SelectorExpr:
		chain, err := chainOf(e.X)
		return append(chain, e.Sel.Name), err
	}
	return nil, fmt.Errorf("it is not a name")
}

func (l *library) follow(chain []string) (string, error) {
	if value, ok := l.values[chain[0]]; ok {
		return l.members(value, chain[1:])
	}
	from := l.main
	if p, ok := l.packages[chain[0]]; ok && len(chain) > 1 {
		from, chain = p, chain[1:]
	}
	object := from.Scope().Lookup(chain[0])
	if object == nil || !object.Exported() {
		return "", fmt.Errorf("%s has no %s", l.title, chain[0])
	}
	if len(chain) == 1 {
		return l.qualified(from, chain[0]), nil
	}
	if _, ok := object.(*types.TypeName); !ok {
		return "", fmt.Errorf("%s is not a type", chain[0])
	}
	return l.members(object.Type(), chain[1:])
}

// members follows fields, and at last a field or a method.
func (l *library) members(of types.Type, chain []string) (string, error) {
	name := ""
	for i, member := range chain {
		owner := namedOf(of)
		if owner == nil {
			return "", fmt.Errorf("%s has no members", of)
		}
		found, _, _ := types.LookupFieldOrMethod(of, true, owner.Obj().Pkg(), member)
		if found == nil || !found.Exported() {
			return "", fmt.Errorf("%s has no %s in %s", l.title, member, owner.Obj().Name())
		}
		if _, isField := found.(*types.Var); !isField && i < len(chain)-1 {
			return "", fmt.Errorf("%s is a method", member)
		}
		name = l.qualified(owner.Obj().Pkg(), owner.Obj().Name()+"."+member)
		of = found.Type()
	}
	if name == "" {
		return l.qualified(namedOf(of).Obj().Pkg(), namedOf(of).Obj().Name()), nil
	}
	return name, nil
}

func namedOf(t types.Type) *types.Named {
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}

// hasMember reports whether any type has a field or a method of that name.
func (l *library) hasMember(name string) bool {
	for _, p := range l.packages {
		for _, typeName := range p.Scope().Names() {
			object, ok := p.Scope().Lookup(typeName).(*types.TypeName)
			if !ok {
				continue
			}
			if found, _, _ := types.LookupFieldOrMethod(object.Type(), true, p, name); found != nil {
				return true
			}
		}
	}
	return false
}

// pointers lists the fields that are pointers, as Type.Field, of the types that
// answers are decoded into.
func (l *library) pointers() []string {
	var fields []string
	for _, name := range l.main.Scope().Names() {
		structure, ok := l.main.Scope().Lookup(name).Type().Underlying().(*types.Struct)
		if !ok || !isAnswer(name, structure) {
			continue
		}
		for field := range structure.Fields() {
			if _, isPointer := field.Type().(*types.Pointer); isPointer && field.Exported() {
				name := name + "." + field.Name()
				if field.Name() == "UnknownMembers" { // which every object has
					name = field.Name()
				}
				fields = append(fields, name)
			}
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}

// isAnswer tells answers from options, requests, and all that has no JSON.
func isAnswer(name string, structure *types.Struct) bool {
	if strings.HasSuffix(name, "Request") || name == "PlayOffset" {
		return false
	}
	for i := range structure.NumFields() {
		if _, tagged := reflect.StructTag(structure.Tag(i)).Lookup("json"); tagged {
			return true
		}
	}
	return name == "Playable" // which is one value of JSON, and not an object
}

package goapi

import (
	"go/ast"
	"go/token"
	"go/types"
)

// scope is what a package declares: what go/types tells, and what it does not keep of
// the source.
type scope struct {
	pkg        *types.Package
	files      []*ast.File
	sources    map[string]source
	deprecated map[token.Pos]bool       // the positions of the names
	known      map[*types.Named]members // of all types that exported declarations lead to
}

// source is the syntax of a package-level declaration.
type source struct {
	typ   ast.Expr // of a constant or a variable, if it is written; what is right of the name of a type
	value ast.Expr // nil if the source has none
	// index is the value of iota for a constant. For a variable that one call sets
	// together with others, it is the number of the result.
	index int
}

func newScope() *scope {
	return &scope{
		pkg: types.NewPackage("", ""), sources: map[string]source{},
		deprecated: map[token.Pos]bool{}, known: map[*types.Named]members{},
	}
}

func (s *scope) lookup(name string) types.Object { return s.pkg.Scope().Lookup(name) }

// typeName returns a type that the package declares, or nil.
func (s *scope) typeName(name string) *types.TypeName {
	declared, ok := s.lookup(name).(*types.TypeName)
	if !ok || s.isMissing(declared) {
		return nil
	}
	return declared
}

// isMissing reports whether an object stands for one that the package lacks.
func (s *scope) isMissing(object types.Object) bool {
	_, ok := s.sources[object.Name()]
	return !ok
}

// exported lists the exported package-level objects of one kind.
func exported[T types.Object](s *scope) []T {
	var list []T
	for _, name := range s.pkg.Scope().Names() {
		if object, ok := s.lookup(name).(T); ok && object.Exported() && !s.isMissing(object) {
			list = append(list, object)
		}
	}
	return list
}

// declared is the type that the package declares and of which the other is an instance
// or itself; nil if it is none.
func (s *scope) declared(t types.Type) *types.Named {
	if named, ok := types.Unalias(t).(*types.Named); ok && named.Obj().Pkg() == s.pkg && !isForeign(named) {
		return named.Origin()
	}
	return nil
}

package goapi

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"
)

// source is what the types of one file depend on beside their own text.
type source struct {
	imports []*ast.ImportSpec
}

// typ is the type that an expression denotes. The type parameters are those that
// are in scope, by their index.
func (s *source) typ(e ast.Expr, params []string) *typ {
	list := func(op op, text string, exprs ...ast.Expr) *typ {
		t := &typ{op: op, text: text}
		for _, expr := range exprs {
			t.elems = append(t.elems, s.typ(expr, params))
		}
		return t
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.typ(e.X, params)
	case *ast.Ident:
		if i := slices.Index(params, e.Name); i >= 0 && e.Name != "_" {
			return &typ{op: opParam, text: e.Name, index: i}
		}
		return named(e.Name)
	case *ast.SelectorExpr:
		if qualifier, ok := e.X.(*ast.Ident); ok {
			return &typ{op: opForeign, text: qualifier.Name + "." + e.Sel.Name, path: s.path(qualifier.Name)}
		}
	case *ast.IndexExpr:
		return list(opInstance, "", e.X, e.Index)
	case *ast.IndexListExpr:
		return list(opInstance, "", append([]ast.Expr{e.X}, e.Indices...)...)
	case *ast.StarExpr:
		return list(opPointer, "", e.X)
	case *ast.ArrayType:
		if e.Len == nil {
			return list(opSlice, "", e.Elt)
		}
		return list(opArray, types.ExprString(e.Len), e.Elt)
	case *ast.Ellipsis:
		if e.Elt != nil {
			return list(opSlice, "", e.Elt)
		}
	case *ast.MapType:
		return list(opMap, "", e.Key, e.Value)
	case *ast.ChanType:
		return list(opChan, chanText(e.Dir), e.Value)
	case *ast.FuncType:
		return s.function(e, params)
	case *ast.StructType:
		return &typ{op: opStruct, fields: s.structFields(e, params)}
	case *ast.InterfaceType:
		return &typ{op: opInterface, fields: s.elements(e, params)}
	case *ast.BinaryExpr:
		if e.Op == token.OR {
			union := list(opUnion, "", e.X, e.Y)
			if first := union.elems[0]; first.op == opUnion {
				union.elems = append(first.elems, union.elems[1])
			}
			return union
		}
	case *ast.UnaryExpr:
		if e.Op == token.TILDE {
			return list(opTilde, "", e.X)
		}
	}
	return unknown(e)
}

// unknown stands for a type that syntax does not tell.
func unknown(e ast.Expr) *typ {
	return &typ{op: opUnknown, text: strings.Join(strings.Fields(types.ExprString(e)), " ")}
}

func chanText(dir ast.ChanDir) string {
	switch dir {
	case ast.SEND:
		return "chan<-"
	case ast.RECV:
		return "<-chan"
	}
	return "chan"
}

// path is the import path of a package that the file calls by a name. Without an
// explicit name, the path has it as the last element, give or take a version.
func (s *source) path(name string) string {
	for _, spec := range s.imports {
		if spec.Name != nil && spec.Name.Name == name {
			return importPath(spec)
		}
	}
	for _, spec := range s.imports {
		if spec.Name == nil && guessName(importPath(spec)) == name {
			return importPath(spec)
		}
	}
	return "?" + name
}

func importPath(spec *ast.ImportSpec) string {
	unquoted, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return unquoted
}

// guessName is what a package is probably called.
func guessName(importPath string) string {
	base := path.Base(importPath)
	if version, ok := strings.CutPrefix(base, "v"); ok && version != "" && strings.Trim(version, "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	base, _, _ = strings.Cut(base, ".") // gopkg.in/yaml.v3
	return strings.TrimPrefix(base, "go-")
}

// function is the type of a function, with what its type parameters may be.
func (s *source) function(e *ast.FuncType, params []string) *typ {
	t := &typ{op: opFunc}
	if e.TypeParams != nil {
		params = slices.Concat(params, fieldNames(e.TypeParams))
		t.constraints = s.typeParams(e.TypeParams, params)
	}
	t.params = s.expanded(e.Params, params)
	t.results = s.expanded(e.Results, params)
	if e.Params != nil && len(e.Params.List) > 0 {
		last, ok := e.Params.List[len(e.Params.List)-1].Type.(*ast.Ellipsis)
		t.variadic = ok && last.Elt != nil
	}
	return t
}

// expanded lists a type for each parameter or result, also of grouped ones.
func (s *source) expanded(list *ast.FieldList, params []string) []*typ {
	if list == nil {
		return nil
	}
	var types []*typ
	for _, f := range list.List {
		t := s.typ(f.Type, params)
		for range max(1, len(f.Names)) {
			types = append(types, t)
		}
	}
	return types
}

// typeParams are type parameters with their constraints. The names are in scope
// already, because a constraint may use any of them.
func (s *source) typeParams(list *ast.FieldList, params []string) []field {
	if list == nil {
		return nil
	}
	var fields []field
	for _, f := range list.List {
		for _, name := range f.Names {
			fields = append(fields, field{name: name.Name, typ: s.typ(f.Type, params)})
		}
	}
	return fields
}

func fieldNames(list *ast.FieldList) []string {
	var names []string
	if list != nil {
		for _, f := range list.List {
			for _, name := range f.Names {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

func (s *source) structFields(e *ast.StructType, params []string) []field {
	var fields []field
	for _, f := range e.Fields.List {
		t := s.typ(f.Type, params)
		found := field{typ: t, deprecated: deprecated(f.Doc)}
		if f.Tag != nil {
			found.tag = oneLine(f.Tag.Value)
		}
		if len(f.Names) == 0 {
			found.name, found.embedded = embeddedName(t), true
			fields = append(fields, found)
		}
		for _, name := range f.Names {
			found.name = name.Name
			fields = append(fields, found)
		}
	}
	return fields
}

// oneLine requotes a literal that has line breaks.
func oneLine(literal string) string {
	if unquoted, err := strconv.Unquote(literal); err == nil && strings.ContainsAny(literal, "\n\r") {
		return strconv.Quote(unquoted)
	}
	return literal
}

// elements are the methods of an interface, and what it embeds.
func (s *source) elements(e *ast.InterfaceType, params []string) []field {
	var fields []field
	for _, f := range e.Methods.List {
		t := s.typ(f.Type, params)
		if len(f.Names) == 0 {
			fields = append(fields, field{name: embeddedName(t), typ: t, embedded: true})
		}
		for _, name := range f.Names {
			fields = append(fields, field{name: name.Name, typ: t, deprecated: deprecated(f.Doc)})
		}
	}
	return fields
}

// embeddedName is the name of a field that is only a type.
func embeddedName(t *typ) string {
	switch t.op {
	case opPointer, opInstance:
		return embeddedName(t.elems[0])
	case opForeign:
		_, name, _ := strings.Cut(t.text, ".")
		return name
	case opName:
		return t.text
	}
	return ""
}

// deprecated reports whether a paragraph of a comment says so.
func deprecated(doc *ast.CommentGroup) bool {
	for paragraph := range strings.SplitSeq(doc.Text(), "\n\n") {
		if strings.HasPrefix(paragraph, "Deprecated:") {
			return true
		}
	}
	return false
}

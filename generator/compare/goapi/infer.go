package goapi

import (
	"go/ast"
	"go/token"
)

// infer is the type of an expression where it is plain to see.
func (s *scope) infer(from *source, e ast.Expr) *typ {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.infer(from, e.X)
	case *ast.CompositeLit:
		if array, ok := e.Type.(*ast.ArrayType); e.Type != nil && !(ok && isCounted(array)) {
			return from.typ(e.Type, nil)
		}
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			if t := s.infer(from, e.X); t.op != opUnknown {
				return &typ{op: opPointer, elems: []*typ{t}}
			}
		}
	case *ast.FuncLit:
		return from.function(e.Type, nil)
	case *ast.Ident:
		if f := s.funcs[e.Name]; f != nil && len(f.typ.constraints) == 0 {
			return f.typ
		}
	case *ast.CallExpr:
		if results := s.results(from, e); len(results) == 1 {
			return results[0]
		}
	}
	if t, _ := s.eval(&constant{source: from}, e); t != nil && !s.callsForeign(e) {
		return defaultType(t)
	}
	return unknown(e)
}

// isCounted reports whether the length of an array is that of its literal.
func isCounted(t *ast.ArrayType) bool {
	_, ok := t.Len.(*ast.Ellipsis)
	return ok
}

// callsForeign reports whether an expression calls another package. In a constant,
// that is a conversion; in a variable, it may be a function.
func (s *scope) callsForeign(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok {
			_, ok = call.Fun.(*ast.SelectorExpr)
		}
		found = found || ok
		return !found
	})
	return found
}

// defaultType is the type that a variable gets from a constant without a type.
func defaultType(t *typ) *typ {
	if t.op != opUntyped {
		return t
	}
	switch t.text {
	case "untyped float":
		return named("float64")
	case "untyped complex":
		return named("complex128")
	}
	return named(t.text[len("untyped "):])
}

// results are the types of the results of a call; nil if they are not plain to see.
func (s *scope) results(from *source, e ast.Expr) []*typ {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return nil
	}
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		switch f := s.funcs[fun.Name]; {
		case f != nil && len(f.typ.constraints) == 0:
			return f.typ.results
		case f == nil && s.isType(fun):
			return []*typ{named(fun.Name)}
		case f == nil && (fun.Name == "new" || fun.Name == "make") && len(call.Args) > 0:
			return s.allocated(from, fun.Name, call.Args[0])
		}
	case *ast.ArrayType, *ast.MapType, *ast.FuncType, *ast.ChanType, *ast.InterfaceType:
		return []*typ{from.typ(fun, nil)}
	case *ast.SelectorExpr:
		if isErrorMaker(from, fun) {
			return []*typ{named("error")}
		}
	}
	return nil
}

// allocated is the result of new or make. Since Go 1.26, new may also be given a value.
func (s *scope) allocated(from *source, name string, arg ast.Expr) []*typ {
	if name == "make" {
		return []*typ{from.typ(arg, nil)}
	}
	t := from.typ(arg, nil)
	if ident, ok := arg.(*ast.Ident); ok && !s.isType(ident) || !ok && !isTypeSyntax(arg) {
		if t = s.infer(from, arg); t.op == opUnknown {
			return nil
		}
	}
	return []*typ{{op: opPointer, elems: []*typ{t}}}
}

func isTypeSyntax(e ast.Expr) bool {
	switch e.(type) {
	case *ast.ArrayType, *ast.MapType, *ast.FuncType, *ast.ChanType, *ast.InterfaceType, *ast.StructType, *ast.SelectorExpr:
		return true
	}
	return false
}

func isErrorMaker(from *source, e *ast.SelectorExpr) bool {
	qualifier, ok := e.X.(*ast.Ident)
	if !ok {
		return false
	}
	switch from.path(qualifier.Name) + "." + e.Sel.Name {
	case "errors.New", "errors.Join", "fmt.Errorf":
		return true
	}
	return false
}

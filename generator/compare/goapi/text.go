package goapi

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Text renders the API, a line for each declaration, sorted, in the manner of the
// files under api/ of the Go distribution:
//
//	pkg spotify, method (*AlbumsService) Get(context.Context, AlbumID) (*Album, error)
//	pkg spotify, type Point struct //comparable
//	pkg spotify, type Point struct, X int //deprecated
//
// Notes after two slashes are part of the API too, but do not show in the declaration.
func (a *API) Text() string {
	type line struct{ text, notes string }
	var lines []line
	for _, d := range a.Declarations {
		notes := slices.Clone(d.notes)
		if d.Deprecated {
			notes = append(notes, "deprecated")
		}
		l := line{text: d.line()}
		if len(notes) > 0 {
			l.notes = " //" + strings.Join(notes, ", ")
		}
		lines = append(lines, l)
	}
	// Without the notes, so that a line does not move when it gets one.
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.text, b.text) })
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("pkg " + a.Package + ", " + l.text + l.notes + "\n")
	}
	return b.String()
}

func (d Declaration) line() string {
	if d.owner != "" {
		return d.owner + ", " + d.Text
	}
	if d.Kind == Method {
		return "method " + strings.TrimPrefix(d.Text, "func ")
	}
	return d.Text
}

// declarations lists what is exported, in the order of the names.
func (s *scope) declarations() []Declaration {
	exposed := s.exposed()
	var list []Declaration
	for _, object := range exported[types.Object](s) {
		name := object.Name()
		d := Declaration{Name: name, Deprecated: s.deprecated[object.Pos()]}
		switch object := object.(type) {
		case *types.Const:
			d.Kind, d.Text = Const, s.constText(object)
		case *types.Var:
			d.Kind, d.Text = Var, s.varText(object)
		case *types.Func:
			d.Kind, d.Text = Func, s.signatureText("func "+name, object)
		case *types.TypeName:
			d.Kind, d.Text, d.notes = Type, s.declText(object), notes(object)
			if named, ok := object.Type().(*types.Named); ok && !object.IsAlias() {
				list = append(list, s.memberDeclarations(named)...)
			} // else its members are those of what it stands for
		}
		list = append(list, d)
	}
	for _, named := range exposed {
		list = append(list, s.memberDeclarations(named)...)
	}
	slices.SortFunc(list, func(a, b Declaration) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// constText is the declaration of a constant: with the value if it is known, else with
// the expression.
func (s *scope) constText(c *types.Const) string {
	from, v := s.sources[c.Name()], c.Val()
	text := "const " + c.Name()
	switch t, ok := c.Type().(*types.Basic); {
	case ok && t.Kind() == types.Invalid && from.typ != nil:
		text += " " + types.ExprString(from.typ)
	case !ok || t.Kind() != types.Invalid && t.Info()&types.IsUntyped == 0:
		text += " " + s.typeText(c.Type(), c.Pos())
	}
	switch {
	case v.Kind() == constant.String:
		return text + " = " + strconv.Quote(constant.StringVal(v))
	case isLiteral(from.value):
		return text + " = " + types.ExprString(from.value) // as written: 0x10, 'a', 1e6
	case v.Kind() != constant.Unknown:
		return text + " = " + v.ExactString()
	}
	text += " = " + exprText(from.value)
	if usesIota(from.value) {
		text += fmt.Sprintf(" (iota %d)", from.index)
	}
	return text
}

// varText is the declaration of a variable: with the expression if the type is not known.
func (s *scope) varText(v *types.Var) string {
	if v.Type() != types.Typ[types.Invalid] {
		return "var " + v.Name() + " " + s.typeText(valueType(v.Type()), v.Pos())
	}
	from := s.sources[v.Name()]
	text := "var " + v.Name() + " = " + exprText(from.value)
	if from.index > 0 {
		text += fmt.Sprintf(" (result %d)", from.index)
	}
	return text
}

// exprText is an expression on one line.
func exprText(e ast.Expr) string {
	if e == nil {
		return "?"
	}
	return strings.Join(strings.Fields(types.ExprString(e)), " ")
}

func isLiteral(e ast.Expr) bool {
	if unary, ok := e.(*ast.UnaryExpr); ok {
		e = unary.X
	}
	literal, ok := e.(*ast.BasicLit)
	return ok && !strings.ContainsAny(literal.Value, "\n")
}

func usesIota(e ast.Expr) bool {
	return e != nil && slices.Contains(strings.FieldsFunc(types.ExprString(e), isNoLetter), "iota")
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' }

// declText is the declaration of a type without fields and methods.
func (s *scope) declText(name *types.TypeName) string {
	text := "type " + name.Name()
	if alias, ok := name.Type().(*types.Alias); ok {
		return text + s.paramsText(alias.TypeParams(), name.Pos()) + " = " + s.typeText(alias.Rhs(), name.Pos())
	}
	if named, ok := name.Type().(*types.Named); ok {
		text += s.paramsText(named.TypeParams(), name.Pos())
	}
	switch right := ast.Unparen(s.sources[name.Name()].typ).(type) {
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr:
		return text + " " + types.ExprString(right)
	}
	switch t := name.Type().Underlying().(type) {
	case *types.Struct:
		return text + " struct"
	case *types.Interface:
		var terms []string
		_, set := elements(t)
		for _, term := range set {
			terms = append(terms, s.typeText(term, name.Pos()))
		}
		if len(terms) == 0 {
			return text + " interface"
		}
		return text + " interface{ " + strings.Join(terms, "; ") + " }"
	default:
		return text + " " + s.typeText(t, name.Pos())
	}
}

// notes are what the declaration of a type does not show.
func notes(name *types.TypeName) []string {
	switch t := name.Type().Underlying().(type) {
	case *types.Struct:
		if !name.IsAlias() && comparabilityOf(name.Type()) == canCompare {
			return []string{"comparable"}
		}
	case *types.Interface:
		if !name.IsAlias() && hasUnexported(t) {
			return []string{"unexported methods"}
		}
	}
	return nil
}

func hasUnexported(t *types.Interface) bool {
	for method := range t.Methods() {
		if !method.Exported() {
			return true
		}
	}
	return false
}

// memberDeclarations are the exported fields and methods that a type has as its own.
func (s *scope) memberDeclarations(named *types.Named) []Declaration {
	var list []Declaration
	owner := s.declText(named.Obj())
	for _, m := range s.members(named).sorted() {
		if !m.own || !m.Exported() {
			continue
		}
		d := Declaration{Name: named.Obj().Name() + "." + m.Name(), Kind: Field, Deprecated: s.deprecated[m.Pos()], owner: owner}
		switch {
		case m.isMethod() && types.IsInterface(named):
			d.Kind, d.Text = Method, s.signatureText(m.Name(), m)
		case m.isMethod():
			d.Kind, d.owner = Method, ""
			d.Text = s.signatureText("func ("+receiver(named, m)+") "+m.Name(), m)
		default:
			d.Text = s.typeText(m.Type(), m.Pos())
			if !m.isEmbedded() {
				d.Text = m.Name() + " " + d.Text
			}
		}
		list = append(list, d)
	}
	return list
}

func receiver(named *types.Named, m *member) string {
	text := named.Obj().Name()
	if m.addressed {
		text = "*" + text
	}
	var params []string
	for param := range named.TypeParams().TypeParams() {
		params = append(params, param.Obj().Name())
	}
	if len(params) > 0 {
		text += "[" + strings.Join(params, ", ") + "]"
	}
	return text
}

// exposed are the unexported types of the package that exported declarations lead to.
func (s *scope) exposed() []*types.Named {
	var found []*types.Named
	seen := map[types.Object]bool{}
	var visit func(t types.Type)
	follow := func(named *types.Named) {
		if seen[named.Obj()] {
			return
		}
		seen[named.Obj()] = true
		if !named.Obj().Exported() {
			found = append(found, named)
		}
		for param := range named.TypeParams().TypeParams() {
			visit(param.Constraint())
		}
		s.known[named] = s.members(named)
		for _, m := range s.known[named].byName {
			if m.Exported() {
				visit(m.Type())
			}
		}
		// With a T of type T u, code has no u, but what is inside one.
		switch named.Underlying().(type) {
		case *types.Struct, *types.Interface:
		default:
			visit(named.Underlying())
		}
	}
	visit = func(t types.Type) {
		t = types.Unalias(t)
		if named := s.declared(t); named != nil {
			follow(named)
		}
		if signature, ok := t.(*types.Signature); ok {
			for param := range signature.TypeParams().TypeParams() {
				visit(param.Constraint())
			}
		}
		for _, p := range partsOf(t).ordered {
			if p.name == "" || token.IsExported(p.name) {
				visit(p.typ)
			}
		}
	}
	for _, object := range exported[types.Object](s) {
		visit(object.Type())
	}
	return found
}

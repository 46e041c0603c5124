package goapi

import (
	"go/token"
	"maps"
	"slices"
	"strings"
)

// Text renders the API, a line for each declaration, sorted, in the manner of the
// files under api/ of the Go distribution:
//
//	pkg spotify, method (*AlbumsService) Get(context.Context, AlbumID) (*Album, error)
//	pkg spotify, type Point struct //comparable
//	pkg spotify, type Point struct, X int //deprecated
//
// What follows two slashes is part of the API too, but does not show in the
// declaration.
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
	var list []Declaration
	for name, c := range s.consts {
		if token.IsExported(name) {
			list = append(list, Declaration{Name: name, Kind: Const, Text: s.constText(name, c), Deprecated: c.deprecated})
		}
	}
	for name, v := range s.vars {
		if token.IsExported(name) {
			text := "var " + name + " " + v.typ.String()
			if v.typ.op == opUnknown {
				text = "var " + name + " = " + v.typ.text
			}
			list = append(list, Declaration{Name: name, Kind: Var, Text: text, Deprecated: v.deprecated})
		}
	}
	for name, f := range s.funcs {
		if token.IsExported(name) {
			text := f.typ.signatureText("func " + name + paramsText(f.typ.constraints))
			list = append(list, Declaration{Name: name, Kind: Func, Text: text, Deprecated: f.deprecated})
		}
	}
	for _, d := range s.types {
		if token.IsExported(d.name) {
			list = append(list, s.typeDeclaration(d))
			if d.alias {
				continue // its members are those of what it stands for
			}
			list = append(list, s.memberDeclarations(d)...)
		}
	}
	for name := range s.exposed() {
		list = append(list, s.memberDeclarations(s.types[name])...)
	}
	slices.SortFunc(list, func(a, b Declaration) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func (s *scope) typeDeclaration(d *typeDecl) Declaration {
	declared := Declaration{Name: d.name, Kind: Type, Text: s.text(d), Deprecated: d.deprecated}
	switch t := s.underlying(d.right); {
	case d.alias:
	case t.op == opStruct && s.comparability(t, d.params) == canCompare:
		declared.notes = []string{"comparable"}
	case t.op == opInterface && s.hasUnexported(t):
		declared.notes = []string{"unexported methods"}
	}
	return declared
}

func (s *scope) hasUnexported(t *typ) bool {
	return slices.ContainsFunc(s.interfaceElements(t), func(f field) bool { return !f.embedded && !token.IsExported(f.name) })
}

// memberDeclarations are the exported fields and methods that a type has as its own.
func (s *scope) memberDeclarations(d *typeDecl) []Declaration {
	var list []Declaration
	owner := s.text(d)
	isInterface := s.underlying(d.right).op == opInterface
	for _, m := range s.members(d.self()).sorted() {
		if !m.own || !token.IsExported(m.name) {
			continue
		}
		declared := Declaration{Name: d.name + "." + m.name, Kind: Field, Deprecated: m.deprecated, owner: owner}
		switch {
		case m.method && isInterface:
			declared.Kind, declared.Text = Method, m.typ.signatureText(m.name)
		case m.method:
			declared.Kind, declared.owner = Method, ""
			declared.Text = m.typ.signatureText("func (" + receiver(d, m) + ") " + m.name)
		case m.embedded:
			declared.Text = m.typ.String()
		default:
			declared.Text = m.name + " " + m.typ.String()
		}
		list = append(list, declared)
	}
	return list
}

func receiver(d *typeDecl, m *member) string {
	if m.addressed {
		return "*" + d.self().String()
	}
	return d.self().String()
}

// exposed are the unexported types of the package that exported declarations lead to.
func (s *scope) exposed() map[string]bool {
	found, seen := map[string]bool{}, map[string]bool{}
	var visit func(t *typ)
	follow := func(d *typeDecl) {
		if seen[d.name] {
			return
		}
		seen[d.name] = true
		for _, p := range d.params {
			visit(p.typ)
		}
		if d.alias {
			visit(d.right)
			return
		}
		if !token.IsExported(d.name) {
			found[d.name] = true
		}
		for _, m := range s.members(d.self()).byName {
			if token.IsExported(m.name) {
				visit(m.typ)
			}
		}
		// Who has a T of type T u has no u, but what is inside one.
		if underlying := s.underlying(d.self()); underlying.op != opStruct && underlying.op != opInterface {
			visit(underlying)
		}
	}
	visit = func(t *typ) {
		if d, _ := s.lookup(t); d != nil {
			follow(d)
		}
		if t.op == opStruct || t.op == opInterface {
			for _, f := range t.fields {
				if f.embedded || token.IsExported(f.name) {
					visit(f.typ)
				}
			}
			return
		}
		t.children(visit)
	}
	for _, name := range slices.Sorted(maps.Keys(s.types)) {
		if token.IsExported(name) {
			follow(s.types[name])
		}
	}
	for name, f := range s.funcs {
		if token.IsExported(name) {
			visit(f.typ)
		}
	}
	for name, v := range s.vars {
		if token.IsExported(name) {
			visit(v.typ)
		}
	}
	for name, c := range s.consts {
		if t, _ := s.compute(c); token.IsExported(name) && t != nil {
			visit(t)
		}
	}
	return found
}

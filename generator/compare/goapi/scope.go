package goapi

import (
	"go/ast"
	"strings"
)

// scope has what a package declares, exported or not.
type scope struct {
	types  map[string]*typeDecl
	consts map[string]*constant
	vars   map[string]*variable
	funcs  map[string]*function
}

func newScope() *scope {
	return &scope{map[string]*typeDecl{}, map[string]*constant{}, map[string]*variable{}, map[string]*function{}}
}

type typeDecl struct {
	name       string
	alias      bool
	params     []field // type parameters with their constraints
	right      *typ    // what is right of the name
	methods    map[string]method
	deprecated bool
}

type method struct {
	pointer    bool // has a pointer as the receiver
	typ        *typ
	deprecated bool
}

type function struct {
	typ        *typ
	deprecated bool
}

type variable struct {
	typ        *typ
	deprecated bool
}

// maxDepth is how far chains of declarations are followed. Go code that compiles has
// no endless ones, but not all that is read compiles.
const maxDepth = 100

// lookup returns the declaration that a type names, and its type arguments. It is nil
// for what the package does not declare.
func (s *scope) lookup(t *typ) (*typeDecl, []*typ) {
	switch {
	case t.op == opName:
		return s.types[t.text], nil
	case t.op == opInstance && t.elems[0].op == opName:
		return s.types[t.elems[0].text], t.elems[1:]
	}
	return nil, nil
}

// unalias replaces an alias by what it stands for.
func (s *scope) unalias(t *typ) *typ {
	for range maxDepth {
		d, args := s.lookup(t)
		switch {
		case d != nil && d.alias:
			t = d.right.subst(args)
			continue
		case d == nil && t.op == opName:
			return predeclared(t)
		}
		return t
	}
	return unknown(ast.NewIdent(t.text)) // an alias of itself
}

// predeclared is the type that a predeclared name stands for.
func predeclared(t *typ) *typ {
	switch t.text {
	case "any":
		return &typ{op: opInterface}
	case "byte":
		return named("uint8")
	case "rune":
		return named("int32")
	}
	return t
}

// underlying is the underlying type, as far as it is known: one of another package
// stands for itself.
func (s *scope) underlying(t *typ) *typ {
	for range maxDepth {
		t = s.unalias(t)
		d, args := s.lookup(t)
		switch {
		case d != nil:
			t = d.right.subst(args)
			continue
		case t.op == opName && t.text == "error":
			return &typ{op: opInterface, fields: []field{{name: "Error", typ: &typ{op: opFunc, results: []*typ{named("string")}}}}}
		}
		return t
	}
	return unknown(ast.NewIdent(t.text))
}

// self is the type that a declaration declares, with its own parameters if it has any.
func (d *typeDecl) self() *typ {
	if len(d.params) == 0 {
		return named(d.name)
	}
	t := &typ{op: opInstance, elems: []*typ{named(d.name)}}
	for i, p := range d.params {
		t.elems = append(t.elems, &typ{op: opParam, text: p.name, index: i})
	}
	return t
}

// text is the declaration without fields and methods.
func (s *scope) text(d *typeDecl) string {
	text := "type " + d.name + paramsText(d.params)
	if d.alias {
		return text + " = " + d.right.String()
	}
	switch d.right.op {
	case opStruct:
		return text + " struct"
	case opInterface:
		if terms := s.typeSet(d.right); len(terms) > 0 {
			return text + " interface{ " + strings.Join(terms, "; ") + " }"
		}
		return text + " interface"
	}
	return text + " " + d.right.String()
}

// typeSet are the elements of an interface that restrict it to certain types, each
// as Go.
func (s *scope) typeSet(t *typ) []string {
	var terms []string
	for _, e := range s.interfaceElements(t) {
		if e.embedded && e.typ.op != opForeign {
			terms = append(terms, e.typ.String())
		}
	}
	return terms
}

// interfaceElements are the methods of an interface, those of the interfaces of the
// package that it embeds included, and what else it embeds.
func (s *scope) interfaceElements(t *typ) []field {
	var found []field
	seen := map[string]bool{}
	var add func(t *typ, depth int)
	add = func(t *typ, depth int) {
		for _, f := range t.fields {
			embedded := s.underlying(f.typ)
			switch {
			case f.embedded && embedded.op == opInterface && depth < maxDepth:
				if key := "embedded " + f.typ.String(); !seen[key] {
					seen[key] = true
					add(embedded, depth+1)
				}
			case !f.embedded && seen[f.name]:
			default:
				seen[f.name] = !f.embedded
				found = append(found, f)
			}
		}
	}
	add(t, 0)
	return found
}

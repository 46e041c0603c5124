package goapi

import (
	"go/token"
	"maps"
	"slices"
)

// member is a field or a method that a selector of a type reaches.
type member struct {
	name     string
	method   bool
	embedded bool // is an embedded field
	typ      *typ
	depth    int // how many embedded fields lead to it
	// addressed says that only a pointer to the type has the method.
	addressed bool
	// own says that the member counts as declared by the type: it is its own, or
	// only unexported embedded fields lead to it.
	own        bool
	via        string // where it is declared: E.M
	through    string // the embedded field of the type itself that leads to it; empty for depth 0
	deprecated bool
}

// members is what the selectors of a type reach.
type members struct {
	byName map[string]*member
	// foreign are the embedded types of other packages, which may have further
	// members, each as name and import path.
	foreign map[string]bool
}

// level is a type whose members are looked at, at one depth of embedding.
type level struct {
	typ     *typ
	pointer bool // a pointer has led here, so that methods with a pointer receiver can be called
	own     bool
	through string
}

// members finds the members of a type of the package, those of embedded types
// included. A name that two types have at the same depth cannot be selected.
func (s *scope) members(t *typ) members {
	found := members{map[string]*member{}, map[string]bool{}}
	seen := map[string]bool{}
	hidden := map[string]bool{} // ambiguous at a lower depth
	levels := []level{{typ: t, own: true}}
	for depth := 0; len(levels) > 0 && depth < maxDepth; depth++ {
		var next []level
		here := map[string]*member{}
		count := map[string]int{}
		for _, l := range levels {
			for _, m := range s.direct(l, depth) {
				count[m.name]++
				here[m.name] = m
			}
		}
		for _, name := range slices.Sorted(maps.Keys(here)) {
			m := here[name]
			if found.byName[name] != nil || hidden[name] {
				continue
			}
			if count[name] > 1 {
				hidden[name] = true
				continue
			}
			found.byName[name] = m
			if !m.embedded {
				continue
			}
			l := level{typ: s.unalias(m.typ), pointer: m.addressed, own: m.own && !token.IsExported(name), through: m.through}
			if depth == 0 {
				l.through = name
			}
			if l.typ.op == opPointer {
				l.typ, l.pointer = s.unalias(l.typ.elems[0]), true
			}
			key, foreign := embeddedKey(l.typ)
			switch {
			case foreign:
				found.foreign[key] = true
			case !seen[key]:
				seen[key] = true
				next = append(next, l)
			}
		}
		levels = next
	}
	return found
}

// embeddedKey identifies the type of an embedded field whatever its type arguments,
// so that a generic type that embeds ever larger instances of itself has an end.
func embeddedKey(t *typ) (key string, foreign bool) {
	if t.op == opInstance {
		t = t.elems[0]
	}
	if t.op == opForeign {
		return foreignName(t), true
	}
	return t.String(), false
}

// direct are the members that a type has without embedding. The field addressed of
// an embedded field says that a pointer has led to it.
func (s *scope) direct(l level, depth int) []*member {
	var found []*member
	d, args := s.lookup(l.typ)
	owner := ""
	if d != nil {
		owner = d.name + "."
		for name, m := range d.methods {
			found = append(found, &member{
				name: name, method: true, typ: m.typ.subst(args), depth: depth, addressed: m.pointer && !l.pointer,
				own: l.own, via: owner + name, through: l.through, deprecated: m.deprecated,
			})
		}
	}
	switch t := s.underlying(l.typ); t.op {
	case opStruct:
		for _, f := range t.fields {
			if f.name == "_" || f.name == "" {
				continue
			}
			found = append(found, &member{
				name: f.name, typ: f.typ, embedded: f.embedded, depth: depth, addressed: f.embedded && l.pointer,
				own: l.own, via: owner + f.name, through: l.through, deprecated: f.deprecated,
			})
		}
	case opInterface:
		for _, f := range s.interfaceElements(t) {
			if f.embedded && f.typ.op != opForeign {
				continue // of the type set
			}
			found = append(found, &member{
				name: f.name, method: !f.embedded, typ: f.typ, embedded: f.embedded, depth: depth,
				own: l.own, via: owner + f.name, through: l.through, deprecated: f.deprecated,
			})
		}
	}
	return found
}

// sorted are the members in the order of their names.
func (m members) sorted() []*member {
	var list []*member
	for _, name := range slices.Sorted(maps.Keys(m.byName)) {
		list = append(list, m.byName[name])
	}
	return list
}

// foreignName identifies a type of another package, however a file calls that.
func foreignName(t *typ) string { return t.path + "." + embeddedName(t) }

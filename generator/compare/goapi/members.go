package goapi

import (
	"go/types"
	"maps"
	"slices"
)

// member is a field or a method that a selector of a type reaches.
type member struct {
	types.Object     // a *types.Var or a *types.Func
	depth        int // how many embedded fields lead to it
	// addressed says that only a pointer to the type has the method.
	addressed bool
	// own says that the member counts as declared by the type: it is its own, or
	// only unexported embedded fields lead to it.
	own     bool
	via     string // where it is declared: E.M
	through string // the embedded field of the type itself that leads to it; empty for depth 0
}

// Type is the type as the source has it.
func (m *member) Type() types.Type { return valueType(m.Object.Type()) }

func (m *member) isMethod() bool {
	_, ok := m.Object.(*types.Func)
	return ok
}

// isEmbedded reports whether the member is an embedded field.
func (m *member) isEmbedded() bool {
	field, ok := m.Object.(*types.Var)
	return ok && field.Embedded()
}

// members is what the selectors of a type reach.
type members struct {
	byName map[string]*member
	// foreign says that a type of another package is embedded, which may have more.
	foreign bool
}

// members finds the members of a type of the package, those of embedded types
// included. A name that two types have at the same depth cannot be selected.
func (s *scope) members(t types.Type) members {
	found := members{byName: map[string]*member{}}
	named, ok := t.(*types.Named)
	if !ok {
		return found
	}
	if known, ok := s.known[named]; ok {
		return known
	}
	names := map[string]bool{}
	found.foreign = addNames(named, names, map[*types.TypeName]bool{})
	for name := range names {
		if object, index, _ := types.LookupFieldOrMethod(named, true, s.pkg, name); object != nil {
			found.byName[name] = s.member(named, object, index)
		}
	}
	if t, ok := named.Underlying().(*types.Interface); ok {
		elsewhere, _ := elements(t)
		for _, e := range elsewhere {
			field := types.NewField(named.Obj().Pos(), s.pkg, e.Obj().Name(), e, true)
			found.byName[field.Name()] = &member{Object: field, own: true}
		}
	}
	return found
}

// addNames adds the names of all fields and methods that a type may have. It reports
// whether a type of another package is embedded.
func addNames(t types.Type, names map[string]bool, seen map[*types.TypeName]bool) bool {
	t = types.Unalias(t)
	if pointer, ok := t.(*types.Pointer); ok {
		t = types.Unalias(pointer.Elem())
	}
	if isForeign(t) {
		return true
	}
	if named, ok := t.(*types.Named); ok {
		// Whatever the type arguments, so that a type that embeds ever larger instances
		// of itself has an end.
		if seen[named.Obj()] {
			return false
		}
		seen[named.Obj()] = true
		for method := range named.Methods() {
			names[method.Name()] = true
		}
	}
	elsewhere := false
	switch t := t.Underlying().(type) {
	case *types.Struct:
		for field := range t.Fields() {
			names[field.Name()] = true
			elsewhere = field.Embedded() && addNames(field.Type(), names, seen) || elsewhere
		}
	case *types.Interface:
		for method := range t.Methods() {
			names[method.Name()] = true
		}
	}
	delete(names, "_")
	return elsewhere
}

// member tells how a selector reaches what it does, by the indices of the embedded
// fields that lead to it.
func (s *scope) member(named *types.Named, object types.Object, index []int) *member {
	m := &member{Object: object, depth: len(index) - 1, own: true}
	var at types.Type = named
	for _, i := range index[:m.depth] {
		field := at.Underlying().(*types.Struct).Field(i)
		if m.through == "" {
			m.through = field.Name()
		}
		m.own = m.own && !field.Exported()
		at = types.Unalias(field.Type())
		if pointer, ok := at.(*types.Pointer); ok {
			at = types.Unalias(pointer.Elem())
		}
	}
	if owner, ok := at.(*types.Named); ok {
		m.via = owner.Obj().Name() + "." + object.Name()
	}
	if m.isMethod() {
		byValue, _, _ := types.LookupFieldOrMethod(named, false, s.pkg, object.Name())
		m.addressed = byValue == nil
	}
	return m
}

// sorted are the members in the order of their names.
func (m members) sorted() []*member {
	var list []*member
	for _, name := range slices.Sorted(maps.Keys(m.byName)) {
		list = append(list, m.byName[name])
	}
	return list
}

// elements are what an interface embeds beside interfaces of its package: types of
// other packages, which are taken to be interfaces, and the terms of its type set.
// The methods are those that go/types lists.
func elements(t *types.Interface) (elsewhere []*types.Named, terms []types.Type) {
	seen := map[*types.Interface]bool{}
	var add func(t *types.Interface)
	add = func(t *types.Interface) {
		if seen[t] {
			return
		}
		seen[t] = true
		for e := range t.EmbeddedTypes() {
			switch embedded, ok := e.Underlying().(*types.Interface); {
			case isForeign(e):
				elsewhere = append(elsewhere, types.Unalias(e).(*types.Named))
			case ok && e != types.Universe.Lookup("comparable").Type():
				add(embedded)
			default:
				terms = append(terms, e)
			}
		}
	}
	add(t)
	return elsewhere, terms
}

package goapi

import "go/types"

// compareStructs finds exported fields that are gone or are of another type, and
// whether values can no longer be compared.
func (c *comparison) compareStructs(before *types.Named, after types.Type) {
	olds, news := c.old.members(before), c.new.members(after)
	for _, m := range olds.sorted() {
		if m.isMethod() || !m.Exported() {
			continue
		}
		n := news.byName[m.Name()]
		switch {
		case n == nil || n.isMethod() || !c.same(m.Type(), n.Type()):
			c.lost(before, m, "")
		case m.depth == 0 && n.depth > 0:
			c.lost(before, m, "cannot be set in a literal of the struct, because the field is in an embedded one")
		}
	}
	switch o, n := comparabilityOf(before), comparabilityOf(after); {
	case o != cannotCompare && n == cannotCompare:
		c.breaks(before.Obj().Name(), "is no longer comparable")
	case o == canCompare && n == mayCompare:
		c.breaks(before.Obj().Name(), "may no longer be comparable, because a field is of a type of another package")
	}
}

// lost notes that a member of a type is not what it was.
func (c *comparison) lost(owner *types.Named, m *member, why string) {
	name := owner.Obj().Name() + "." + m.Name()
	if _, ok := c.found[name]; !ok {
		c.found[name] = finding{why: why, via: m.via, through: owner.Obj().Name() + "." + m.through}
	}
}

// compareMethods finds exported methods that are gone, have another signature, or
// need a pointer now.
func (c *comparison) compareMethods(before *types.Named, after types.Type) {
	olds, news := c.old.members(before), c.new.members(after)
	for _, m := range olds.sorted() {
		if !m.isMethod() || !m.Exported() {
			continue
		}
		switch n := news.byName[m.Name()]; {
		case n == nil || !n.isMethod() || !c.same(m.Type(), n.Type()):
			c.lost(before, m, "")
		case n.addressed && !m.addressed:
			c.lost(before, m, "needs a pointer now")
		}
	}
}

// compareInterfaces finds methods that are gone or have another signature, and those
// that were added although other packages may implement the interface. They cannot
// if it has an unexported method.
func (c *comparison) compareInterfaces(name string, before, after *types.Interface) {
	olds, news := requirements(before), requirements(after)
	sealed := hasUnexported(before)
	for key, o := range olds {
		if n, ok := news[key]; o.Exported() && (!ok || !c.same(o.Type(), n.Type())) {
			c.breaks(name+"."+o.Name(), "")
		}
	}
	for key, n := range news {
		if _, ok := olds[key]; n.Exported() && !ok && !sealed {
			c.breaks(name+"."+n.Name(), "implementations in other packages lack it")
		}
	}
	if !sealed && hasUnexported(after) {
		c.breaks(name, "has an unexported method, so that other packages can no longer implement it")
	}
	_, oldTerms := elements(before)
	_, newTerms := elements(after)
	if !c.sameSet(oldTerms, newTerms) {
		c.breaks(name, "")
	}
}

// requirements are the methods of an interface by name, and the interfaces of other
// packages that it embeds.
func requirements(t *types.Interface) map[string]types.Object {
	found := map[string]types.Object{}
	for method := range t.Methods() {
		found[method.Name()] = method
	}
	elsewhere, _ := elements(t)
	for _, named := range elsewhere {
		found[typeName(named)] = named.Obj()
	}
	return found
}

// implementable returns the underlying interface of a type if types can implement it:
// one that restricts them to certain types is for type parameters only.
func (s *scope) implementable(t types.Type) *types.Interface {
	named := s.declared(t)
	if named == nil || named.TypeParams().Len() > 0 {
		return nil
	}
	iface, ok := named.Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	if _, terms := elements(iface); len(terms) > 0 {
		return nil
	}
	return iface
}

// implements reports whether a type has the methods of an interface. What embedded
// types of other packages have is not known; lenient gives them credit for it.
func implements(t types.Type, found members, iface *types.Interface, pointer, lenient bool) bool {
	if elsewhere, _ := elements(iface); pointer && types.IsInterface(t) || !lenient && len(elsewhere) > 0 {
		return false
	}
	for method := range iface.Methods() {
		m := found.byName[method.Name()]
		switch {
		case m == nil && lenient && found.foreign:
		case m == nil || !m.isMethod() || m.addressed && !pointer || !types.Identical(method.Type(), m.Type()):
			return false
		}
	}
	return true
}

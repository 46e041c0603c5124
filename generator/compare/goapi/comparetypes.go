package goapi

import "go/token"

// compareStructs finds exported fields that are gone or are of another type, and
// whether values can no longer be compared.
func (c *comparison) compareStructs(before *typeDecl, oldType *typ, after, newType *typ) {
	olds, news := c.old.members(before.self()), c.new.members(after)
	for _, m := range olds.sorted() {
		if m.method || !token.IsExported(m.name) {
			continue
		}
		n := news.byName[m.name]
		switch {
		case n == nil || n.method || !c.same(m.typ, n.typ):
			c.lost(before, m, "")
		case m.depth == 0 && n.depth > 0:
			c.lost(before, m, "cannot be set in a literal of the struct, because the field is in an embedded one")
		}
	}
	params := before.params
	if d, _ := c.new.lookup(after); d != nil {
		params = d.params
	}
	switch o, n := c.old.comparability(oldType, before.params), c.new.comparability(newType, params); {
	case o != cannotCompare && n == cannotCompare:
		c.breaks(before.name, "is no longer comparable")
	case o == canCompare && n == mayCompare:
		c.breaks(before.name, "may no longer be comparable, because a field is of a type of another package")
	}
}

// lost notes that a member of a type is not what it was.
func (c *comparison) lost(d *typeDecl, m *member, why string) {
	name := d.name + "." + m.name
	if _, ok := c.found[name]; !ok {
		c.found[name] = finding{why: why, via: m.via, through: d.name + "." + m.through}
	}
}

// compareMethods finds exported methods that are gone, have another signature, or
// need a pointer now.
func (c *comparison) compareMethods(before *typeDecl, after *typ) {
	olds, news := c.old.members(before.self()), c.new.members(after)
	for _, m := range olds.sorted() {
		if !m.method || !token.IsExported(m.name) {
			continue
		}
		switch n := news.byName[m.name]; {
		case n == nil || !n.method || !c.same(m.typ, n.typ):
			c.lost(before, m, "")
		case n.addressed && !m.addressed:
			c.lost(before, m, "needs a pointer now")
		}
	}
}

// compareInterfaces finds methods that are gone or have another signature, and those
// that were added although other packages may implement the interface. They cannot
// if it has an unexported method.
func (c *comparison) compareInterfaces(before *typeDecl, oldType, newType *typ) {
	olds, news := c.old.elementsByKey(oldType), c.new.elementsByKey(newType)
	sealed := c.old.hasUnexported(oldType)
	for key, o := range olds {
		if n, ok := news[key]; key != typeSetKey && o.isExported() && (!ok || !o.embedded && !c.same(o.typ, n.typ)) {
			c.breaks(before.name+"."+o.name, "")
		}
	}
	for key, n := range news {
		if _, ok := olds[key]; key != typeSetKey && n.isExported() && !ok && !sealed {
			c.breaks(before.name+"."+n.name, "implementations in other packages lack it")
		}
	}
	if !sealed && c.new.hasUnexported(newType) {
		c.breaks(before.name, "has an unexported method, so that other packages can no longer implement it")
	}
	if !c.sameSet(olds[typeSetKey].typ.elems, news[typeSetKey].typ.elems) {
		c.breaks(before.name, "")
	}
}

// typeSetKey is the key of the restrictions to certain types.
const typeSetKey = " "

func (f field) isExported() bool { return f.embedded || token.IsExported(f.name) }

// elementsByKey are the methods of an interface by name, the interfaces of other
// packages that it embeds, and all that makes up its type set together.
func (s *scope) elementsByKey(t *typ) map[string]field {
	found := map[string]field{typeSetKey: {typ: &typ{op: opUnion}}}
	for _, f := range s.interfaceElements(t) {
		switch {
		case !f.embedded:
			found[f.name] = f
		case f.typ.op == opForeign:
			found[foreignName(f.typ)] = f
		default:
			set := found[typeSetKey].typ
			set.elems = append(set.elems, f.typ)
		}
	}
	return found
}

// interfaceOf is the underlying interface that types can implement, or nil: one that
// restricts them to certain types is for type parameters only.
func (c *comparison) interfaceOf(s *scope, t *typ) map[string]field {
	if d, _ := s.lookup(t); d == nil || len(d.params) > 0 {
		return nil
	}
	underlying := s.underlying(t)
	if underlying.op != opInterface {
		return nil
	}
	elements := s.elementsByKey(underlying)
	if len(elements[typeSetKey].typ.elems) > 0 {
		return nil
	}
	return elements
}

// implements reports whether a type has the methods of an interface. What embedded
// types of other packages have is not known; lenient gives them credit for it.
func implements(s *scope, t *typ, iface map[string]field, pointer, lenient bool) bool {
	if pointer && s.underlying(t).op == opInterface {
		return false
	}
	found := s.members(t)
	self := &comparison{old: s, new: s, within: true}
	for key, f := range iface {
		if key == typeSetKey {
			continue
		}
		if f.embedded {
			if !lenient {
				return false
			}
			continue
		}
		m := found.byName[f.name]
		switch {
		case m == nil && lenient && len(found.foreign) > 0:
		case m == nil || !m.method || m.addressed && !pointer || !self.same(f.typ, m.typ):
			return false
		}
	}
	return true
}

package goapi

import (
	"go/token"
	"slices"
)

// maxComparisons ends the comparison of types that have no end. That of the client
// with itself takes a few thousand.
const maxComparisons = 1 << 22

// same reports whether a type of the new package is what one of the old package was:
// identical, but for declared types, which stand for each other. Of declared types
// that meet for the first time it finds out what breaks.
func (c *comparison) same(before, after *typ) bool {
	if c.steps++; c.steps > maxComparisons || c.depth > maxDepth*maxDepth {
		return false
	}
	c.depth++
	defer func() { c.depth-- }()
	before, after = c.old.unalias(before), c.new.unalias(after)
	if d, args := c.old.lookup(before); d != nil {
		_, newArgs := c.new.lookup(after)
		return c.sameDeclared(d, after) && c.sameList(args, newArgs)
	}
	if d, _ := c.new.lookup(after); d != nil || before.op != after.op {
		return false
	}
	switch before.op {
	case opForeign:
		return foreignName(before) == foreignName(after)
	case opParam:
		return before.index == after.index
	case opArray:
		return c.old.length(before) == c.new.length(after) && c.sameList(before.elems, after.elems)
	case opFunc:
		return before.variadic == after.variadic && c.sameList(before.params, after.params) && c.sameList(before.results, after.results)
	case opStruct:
		return slices.EqualFunc(before.fields, after.fields, func(a, b field) bool {
			return a.embedded == b.embedded && a.tag == b.tag && c.same(a.typ, b.typ) &&
				(a.name == b.name || a.embedded && !token.IsExported(a.name) && !token.IsExported(b.name))
		})
	case opInterface:
		return c.sameElements(c.old.interfaceElements(before), c.new.interfaceElements(after))
	case opUnion:
		return c.sameSet(before.elems, after.elems)
	}
	return before.text == after.text && c.sameList(before.elems, after.elems)
}

func (c *comparison) sameList(before, after []*typ) bool {
	return slices.EqualFunc(before, after, c.same)
}

// sameSet compares lists whose order does not matter.
func (c *comparison) sameSet(before, after []*typ) bool {
	if len(before) != len(after) {
		return false
	}
	for _, t := range before {
		if !slices.ContainsFunc(after, func(u *typ) bool { return c.same(t, u) }) {
			return false
		}
	}
	return true
}

// sameElements compares what is in two interfaces, in any order.
func (c *comparison) sameElements(before, after []field) bool {
	if len(before) != len(after) {
		return false
	}
	for _, f := range before {
		same := slices.ContainsFunc(after, func(g field) bool {
			return f.embedded == g.embedded && (f.embedded || f.name == g.name) && c.same(f.typ, g.typ)
		})
		if !same {
			return false
		}
	}
	return true
}

// sameConstraints compares what type parameters may be.
func (c *comparison) sameConstraints(before, after []field) bool {
	return slices.EqualFunc(before, after, func(a, b field) bool { return c.same(plainConstraint(a.typ), plainConstraint(b.typ)) })
}

// plainConstraint takes an interface off that has nothing but a type set: it may be
// left out.
func plainConstraint(t *typ) *typ {
	if t.op == opInterface && len(t.fields) == 1 && t.fields[0].embedded {
		return t.fields[0].typ
	}
	return t
}

// length is the length of an array: its value if the package tells it.
func (s *scope) length(t *typ) string {
	if c, ok := s.consts[t.text]; ok {
		if _, v := s.compute(c); v != nil {
			return v.ExactString()
		}
	}
	return t.text
}

// sameDeclared reports whether a new type is the counterpart of an old declared one.
func (c *comparison) sameDeclared(before *typeDecl, after *typ) bool {
	d, _ := c.new.lookup(after)
	switch matched := c.matched[before.name]; {
	case c.within:
		return d != nil && d.name == before.name
	case matched != nil:
		return head(matched) == head(after)
	}
	if token.IsExported(before.name) {
		// Importers know it by this name, which may have become an alias.
		if c.new.types[before.name] == nil || head(c.new.unalias(named(before.name))) != head(after) {
			return false
		}
	}
	if d == nil && (after.op != opName || len(before.params) > 0) {
		return false // only a declared type or a predeclared one can be the counterpart
	}
	if d != nil {
		after = d.self()
	}
	c.matched[before.name] = after // already here, because a constraint may be by means of the type itself
	if d != nil && !c.sameConstraints(before.params, d.params) {
		delete(c.matched, before.name)
		return false
	}
	c.compareDeclared(before, after)
	return true
}

// head identifies a type whatever its type arguments.
func head(t *typ) string {
	if t.op == opInstance {
		t = t.elems[0]
	}
	if t.op == opForeign {
		return foreignName(t)
	}
	return t.String()
}

// compareDeclared finds what breaks about a declared type.
func (c *comparison) compareDeclared(before *typeDecl, after *typ) {
	oldType, newType := c.old.underlying(before.self()), c.new.underlying(after)
	if oldType.op != newType.op {
		c.breaks(before.name, "")
		return
	}
	c.compared[before.name] = true
	switch oldType.op {
	case opStruct:
		c.compareStructs(before, oldType, after, newType)
	case opInterface:
		c.compareInterfaces(before, oldType, newType)
		return // its methods are compared
	case opChan:
		if !c.same(oldType.elems[0], newType.elems[0]) || oldType.text != newType.text && newType.text != "chan" {
			c.breaks(before.name, "")
		}
	default:
		if !c.same(oldType, newType) && !(oldType.op == opName && widens(oldType.text, newType.text)) {
			c.breaks(before.name, "")
		}
	}
	c.compareMethods(before, after)
}

// widens reports whether a numeric type holds all values of another one, on machines
// of 32 and of 64 bits.
func widens(from, to string) bool {
	for _, family := range [][]string{
		{"int8", "int16", "int32", "int", "int64"},
		{"uint8", "uint16", "uint32", "uint", "uint64"},
		{"float32", "float64"},
		{"complex64", "complex128"},
	} {
		if i := slices.Index(family, from); i >= 0 {
			return slices.Contains(family[i:], to)
		}
	}
	return false
}

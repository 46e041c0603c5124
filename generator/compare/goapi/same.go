package goapi

import (
	"fmt"
	"go/types"
	"slices"
)

// maxComparisons ends the comparison of types that have no end. That of the client
// with itself takes a few thousand.
const maxComparisons = 1 << 22

// maxDepth is how deep types may be inside each other.
const maxDepth = 10000

// same reports whether a type of the new package is what one of the old package was:
// identical, but for declared types, which stand for each other. Of declared types
// that meet for the first time it finds out what breaks.
func (c *comparison) same(before, after types.Type) bool {
	if c.steps++; c.steps > maxComparisons || c.depth > maxDepth {
		return false
	}
	c.depth++
	defer func() { c.depth-- }()
	before, after = types.Unalias(before), types.Unalias(after)
	o, n := partsOf(before), partsOf(after)
	if named := c.old.declared(before); named != nil {
		return c.sameDeclared(named, after) && c.sameParts(o.ordered, n.ordered)
	}
	return c.new.declared(after) == nil && o.form == n.form && c.sameParts(o.ordered, n.ordered) && c.sameSet(o.terms, n.terms)
}

// parts is what a type is made of.
type parts struct {
	form    string // all but the types
	ordered []part
	terms   []types.Type // of a type set
}

type part struct {
	name string // of a field that is not embedded, or of a method
	typ  types.Type
}

func (p *parts) add(name string, t types.Type) { p.ordered = append(p.ordered, part{name, t}) }

func partsOf(t types.Type) (p parts) {
	switch t := t.(type) {
	case *types.Basic:
		p.form = types.Typ[t.Kind()].Name() // of byte, uint8
	case *types.TypeParam:
		p.form = fmt.Sprint("parameter ", t.Index())
	case *types.Named:
		p.form = typeName(t)
		for arg := range t.TypeArgs().Types() {
			p.add("", arg)
		}
	case *types.Array:
		p.form = fmt.Sprint("array of ", t.Len())
		p.add("", t.Elem())
	case *types.Map:
		p.form = "map"
		p.add("", t.Key())
		p.add("", t.Elem())
	case *types.Chan:
		p.form = fmt.Sprint("channel ", t.Dir())
		p.add("", t.Elem())
	case *types.Pointer:
		p.form = "pointer"
		p.add("", t.Elem())
	case *types.Slice:
		p.form = "slice"
		p.add("", t.Elem())
	case *types.Signature:
		p.form = fmt.Sprint("func ", t.Params().Len(), t.Results().Len(), t.Variadic())
		for param := range t.Params().Variables() {
			p.add("", param.Type())
		}
		for result := range t.Results().Variables() {
			p.add("", result.Type())
		}
	case *types.Struct:
		p.addStruct(t)
	case *types.Interface:
		p.addInterface(t)
	case *types.Union:
		p.addUnion(t)
	}
	return p
}

func (p *parts) addStruct(t *types.Struct) {
	p.form = "struct"
	for i := range t.NumFields() {
		switch f := t.Field(i); {
		case !f.Embedded():
			p.form += fmt.Sprintf(" %s %q", f.Name(), t.Tag(i))
			p.add(f.Name(), f.Type())
		case f.Exported():
			p.form += fmt.Sprintf(" embedded %s %q", f.Name(), t.Tag(i))
			p.add("", f.Type())
		default:
			p.form += fmt.Sprintf(" embedded %q", t.Tag(i)) // under whatever name
			p.add("", f.Type())
		}
	}
}

func (p *parts) addInterface(t *types.Interface) {
	p.form = "interface"
	for method := range t.Methods() {
		p.form += " " + method.Name()
		p.add(method.Name(), method.Type())
	}
	elsewhere, terms := elements(t)
	for _, named := range elsewhere {
		p.terms = append(p.terms, named)
	}
	p.terms = append(p.terms, terms...)
}

func (p *parts) addUnion(t *types.Union) {
	if t.Len() == 1 {
		p.form = fmt.Sprint("term ", t.Term(0).Tilde())
		p.add("", t.Term(0).Type())
		return
	}
	p.form = "union"
	for term := range t.Terms() {
		p.terms = append(p.terms, types.NewUnion([]*types.Term{term}))
	}
}

func (c *comparison) sameParts(before, after []part) bool {
	return slices.EqualFunc(before, after, func(a, b part) bool { return c.same(a.typ, b.typ) })
}

// sameSet compares lists whose order does not matter.
func (c *comparison) sameSet(before, after []types.Type) bool {
	if len(before) != len(after) {
		return false
	}
	for _, t := range before {
		if !slices.ContainsFunc(after, func(u types.Type) bool { return c.same(t, u) }) {
			return false
		}
	}
	return true
}

// sameConstraints compares what type parameters may be.
func (c *comparison) sameConstraints(before, after *types.TypeParamList) bool {
	if before.Len() != after.Len() {
		return false
	}
	for i := range before.Len() {
		if !c.same(plainConstraint(before.At(i)), plainConstraint(after.At(i))) {
			return false
		}
	}
	return true
}

// plainConstraint takes an interface off that has nothing but another one.
func plainConstraint(param *types.TypeParam) types.Type {
	t, ok := param.Constraint().(*types.Interface)
	if ok && t.NumExplicitMethods() == 0 && t.NumEmbeddeds() == 1 && types.IsInterface(t.EmbeddedType(0)) {
		return t.EmbeddedType(0)
	}
	return param.Constraint()
}

// sameDeclared reports whether a new type is the counterpart of an old declared one.
func (c *comparison) sameDeclared(before *types.Named, after types.Type) bool {
	name := before.Obj().Name()
	if matched := c.matched[name]; matched != nil {
		return head(matched) == head(after)
	}
	if before.Obj().Exported() {
		// Importers know it by this name, which may have become an alias.
		if now := c.new.typeName(name); now == nil || head(now.Type()) != head(after) {
			return false
		}
	}
	// Only a declared type or a predeclared one can be the counterpart.
	declared := c.new.declared(after)
	switch {
	case declared != nil:
		after = declared
	case head(after) == nil || isForeign(after) || before.TypeParams().Len() > 0:
		return false
	}
	c.matched[name] = after // already here, because a constraint may be by means of the type itself
	if declared != nil && !c.sameConstraints(before.TypeParams(), declared.TypeParams()) {
		delete(c.matched, name)
		return false
	}
	c.compareDeclared(before, after)
	return true
}

// head identifies a declared or predeclared type whatever its type arguments. It is nil
// for all other types.
func head(t types.Type) any {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return t.Obj()
	case *types.Basic:
		return t.Kind()
	}
	return nil
}

// compareDeclared finds what breaks about a declared type.
func (c *comparison) compareDeclared(before *types.Named, after types.Type) {
	name := before.Obj().Name()
	oldType, newType := underlying(before), underlying(after)
	if fmt.Sprintf("%T", oldType) != fmt.Sprintf("%T", newType) {
		c.breaks(name, "")
		return
	}
	c.compared[name] = true
	switch o := oldType.(type) {
	case *types.Struct:
		c.compareStructs(before, after)
	case *types.Interface:
		c.compareInterfaces(name, o, newType.(*types.Interface))
		return // its methods are compared
	case *types.Chan:
		n := newType.(*types.Chan)
		if !c.same(o.Elem(), n.Elem()) || o.Dir() != n.Dir() && n.Dir() != types.SendRecv {
			c.breaks(name, "")
		}
	case *types.Basic:
		if !widens(partsOf(o).form, partsOf(newType).form) {
			c.breaks(name, "")
		}
	default:
		if !c.same(oldType, newType) {
			c.breaks(name, "")
		}
	}
	c.compareMethods(before, after)
}

// underlying is the underlying type, as far as it is known: one of another package
// stands for itself.
func underlying(t types.Type) types.Type {
	if named := foreign(t); named != nil {
		return named
	}
	return t.Underlying()
}

// widens reports whether a basic type holds all values of another one, on machines of
// 32 and of 64 bits.
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
	return from == to
}

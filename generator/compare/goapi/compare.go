package goapi

import (
	value "go/constant"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// Compare lists the differences between two APIs that Read has made, in the order of
// the names. Where a type is gone, so are its members: each is a difference.
func Compare(before, after *API) []Difference {
	c := &comparison{
		old: before.known(), new: after.known(),
		matched: map[string]*typ{}, compared: map[string]bool{}, found: map[string]finding{},
	}
	c.compareTypes()
	c.compareValues()
	c.compareImplementations()
	return c.differences(before, after)
}

func (a *API) known() *scope {
	if a.scope == nil {
		return newScope()
	}
	return a.scope
}

// comparison finds what breaks. Types of the two packages are the same if one can
// stand for the other in the API: exported ones by their names, unexported ones by
// where they are used. That is found out on the way.
type comparison struct {
	old, new *scope
	within   bool            // both scopes are one, in which the same name is the same type
	matched  map[string]*typ // from the name of an old type to the new one
	compared map[string]bool // old types whose members have been compared
	found    map[string]finding

	steps, depth int // of same
}

// finding is what breaks about a name.
type finding struct {
	why string
	// via is the declaration that a promoted member is from, through the embedded
	// field that leads there.
	via, through string
}

func (c *comparison) breaks(name, why string) {
	if _, ok := c.found[name]; !ok {
		c.found[name] = finding{why: why}
	}
}

// compareTypes compares the exported types: first the declared ones, because then an
// alias finds what it stands for.
func (c *comparison) compareTypes() {
	for _, aliases := range []bool{false, true} {
		for _, name := range slices.Sorted(maps.Keys(c.old.types)) {
			before, after := c.old.types[name], c.new.types[name]
			if !token.IsExported(name) || before.alias != aliases || after == nil {
				continue
			}
			same := false
			switch {
			case !aliases:
				same = c.sameDeclared(before, c.new.unalias(named(name)))
			case len(before.params) > 0 || len(after.params) > 0:
				same = after.alias && c.sameConstraints(before.params, after.params) && c.same(before.right, after.right)
			default:
				same = c.same(named(name), named(name))
			}
			if !same {
				c.breaks(name, "")
			}
		}
	}
}

// compareValues compares constants, variables, and functions.
func (c *comparison) compareValues() {
	for _, name := range slices.Sorted(maps.Keys(c.old.consts)) {
		if after := c.new.consts[name]; token.IsExported(name) && after != nil && !c.sameConstant(c.old.consts[name], after) {
			c.breaks(name, "")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.old.vars)) {
		if after := c.new.vars[name]; token.IsExported(name) && after != nil && !c.same(c.old.vars[name].typ, after.typ) {
			c.breaks(name, "")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.old.funcs)) {
		if !token.IsExported(name) {
			continue
		}
		before := c.old.funcs[name].typ
		if after := c.new.funcs[name]; after != nil && !(c.sameConstraints(before.constraints, after.typ.constraints) && c.same(before, after.typ)) {
			c.breaks(name, "")
		}
		// A variable can be called as well.
		if after := c.new.vars[name]; after != nil && !(len(before.constraints) == 0 && c.same(before, after.typ)) {
			c.breaks(name, "")
		}
	}
}

func (c *comparison) sameConstant(before, after *constant) bool {
	oldType, oldValue := c.old.compute(before)
	newType, newValue := c.new.compute(after)
	switch {
	case (oldType == nil) != (newType == nil), oldType != nil && !c.same(oldType, newType):
		return false
	case oldValue == nil || newValue == nil:
		return before.valueText(oldValue) == after.valueText(newValue)
	case oldValue.Kind() != newValue.Kind() && !(isNumber(oldValue) && isNumber(newValue)):
		return false
	}
	return value.Compare(oldValue, token.EQL, newValue)
}

// compareImplementations finds types that no longer implement an interface of the
// package. It matters where importers cannot see why: with unexported methods.
func (c *comparison) compareImplementations() {
	names := slices.Sorted(maps.Keys(c.matched))
	for _, iface := range names {
		before, after := c.interfaceOf(c.old, named(iface)), c.interfaceOf(c.new, c.matched[iface])
		if before == nil || after == nil {
			continue
		}
		for _, name := range names {
			d := c.old.types[name]
			if name == iface || len(d.params) > 0 {
				continue
			}
			for _, pointer := range []bool{false, true} {
				if implements(c.old, named(name), before, pointer, false) && !implements(c.new, c.matched[name], after, pointer, true) {
					c.breaks(name, strings.Repeat("*", boolInt(pointer))+name+" no longer implements "+iface)
				}
			}
		}
	}
}

// differences joins the declarations by name and gives each its verdict.
func (c *comparison) differences(before, after *API) []Difference {
	olds, news := byName(before), byName(after)
	c.attribute(olds, news)
	names := map[string]bool{}
	for _, list := range []map[string]Declaration{olds, news} {
		for name := range list {
			names[name] = true
		}
	}
	for name := range c.found {
		names[name] = true
	}
	var list []Difference
	for _, name := range slices.Sorted(maps.Keys(names)) {
		o, inOld := olds[name]
		n, inNew := news[name]
		f, breaking := c.found[name]
		d := Difference{Name: name, Kind: o.Kind, Old: o.Text, New: n.Text, Breaking: breaking, Why: f.why}
		switch {
		case !inOld && !inNew: // an unexported type
			d.Kind, d.Old = Type, c.old.text(c.old.types[name])
			if matched, _ := c.new.lookup(c.matched[name]); matched != nil {
				d.New = c.new.text(matched)
			}
		case !inOld:
			d.Kind = n.Kind
		case o.Text == n.Text && !breaking:
			continue
		default:
			d.Breaking = breaking || c.isBreaking(o, n, inNew)
		}
		if d.Breaking && d.Why == "" && d.Old == d.New {
			d.Why = "means another type than before"
		}
		list = append(list, d)
	}
	return list
}

func byName(a *API) map[string]Declaration {
	declarations := map[string]Declaration{}
	for _, d := range a.Declarations {
		declarations[d.Name] = d
	}
	return declarations
}

// attribute moves findings about members that are declared elsewhere, such as a
// method of an exported embedded type, to their type, unless the embedded field is
// gone or the member itself has a finding there.
func (c *comparison) attribute(olds, news map[string]Declaration) {
	for _, name := range slices.Sorted(maps.Keys(c.found)) {
		owner, memberName, isMember := strings.Cut(name, ".")
		if !isMember || olds[name].Name != "" || news[name].Name != "" {
			continue
		}
		f := c.found[name]
		delete(c.found, name)
		_, gone := c.found[f.through]
		if _, ok := c.found[f.via]; ok || gone {
			continue
		}
		if d, ok := olds[f.via]; ok && news[f.via].Name == "" && c.isBreaking(d, Declaration{}, false) {
			continue
		}
		c.breaks(owner, "no longer has "+memberName+" as it was in "+strings.TrimSuffix(f.via, "."+memberName))
	}
}

// isBreaking is the verdict about a declaration that is gone or reads otherwise, and
// about which nothing was found.
func (c *comparison) isBreaking(o, n Declaration, inNew bool) bool {
	owner, _, isMember := strings.Cut(o.Name, ".")
	switch {
	case isMember:
		return !c.compared[owner] // of a type that is gone or is quite another
	case !inNew:
		return true
	}
	return o.Kind != n.Kind && !(o.Kind == Func && n.Kind == Var)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

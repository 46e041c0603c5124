package goapi

import (
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// Compare lists the differences between two APIs that Read has made, in the order of
// the names. Where a type is gone, so are its members: each is a difference.
func Compare(before, after *API) []Difference {
	c := &comparison{
		old: before.known(), new: after.known(),
		matched: map[string]types.Type{}, compared: map[string]bool{}, found: map[string]finding{},
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
	matched  map[string]types.Type // from the name of an old type to the new one
	compared map[string]bool       // old types whose members have been compared
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
		for _, before := range exported[*types.TypeName](c.old) {
			after := c.new.typeName(before.Name())
			if before.IsAlias() != aliases || after == nil {
				continue
			}
			oldAlias, isAlias := before.Type().(*types.Alias)
			newAlias, staysAlias := after.Type().(*types.Alias)
			same := false
			switch {
			case !aliases:
				same = c.sameDeclared(before.Type().(*types.Named), types.Unalias(after.Type()))
			case isAlias && staysAlias:
				same = c.sameConstraints(oldAlias.TypeParams(), newAlias.TypeParams()) && c.same(oldAlias.Rhs(), newAlias.Rhs())
			default:
				same = c.same(before.Type(), after.Type())
			}
			if !same {
				c.breaks(before.Name(), "")
			}
		}
	}
}

// compareValues compares constants, variables, and functions.
func (c *comparison) compareValues() {
	for _, before := range exported[*types.Const](c.old) {
		if after, ok := c.new.lookup(before.Name()).(*types.Const); ok && !c.sameConstant(before, after) {
			c.breaks(before.Name(), "")
		}
	}
	for _, before := range exported[*types.Var](c.old) {
		if after, ok := c.new.lookup(before.Name()).(*types.Var); ok && !c.sameVariable(before, after) {
			c.breaks(before.Name(), "")
		}
	}
	for _, before := range exported[*types.Func](c.old) {
		same, params := true, before.Signature().TypeParams()
		switch after := c.new.lookup(before.Name()).(type) {
		case *types.Func:
			same = c.sameConstraints(params, after.Signature().TypeParams()) && c.same(before.Type(), after.Type())
		case *types.Var: // it can be called as well
			same = params.Len() == 0 && c.same(before.Type(), after.Type())
		}
		if !same {
			c.breaks(before.Name(), "")
		}
	}
}

func (c *comparison) sameConstant(before, after *types.Const) bool {
	switch {
	case !c.same(before.Type(), after.Type()):
		return false
	case before.Val().Kind() == constant.Unknown || after.Val().Kind() == constant.Unknown:
		return c.old.constText(before) == c.new.constText(after)
	case before.Val().Kind() != after.Val().Kind() && !(isNumber(before.Val()) && isNumber(after.Val())):
		return false
	}
	return constant.Compare(before.Val(), token.EQL, after.Val())
}

func isNumber(v constant.Value) bool {
	return v.Kind() == constant.Int || v.Kind() == constant.Float || v.Kind() == constant.Complex
}

func (c *comparison) sameVariable(before, after *types.Var) bool {
	if invalid := types.Typ[types.Invalid]; before.Type() == invalid && after.Type() == invalid {
		return c.old.varText(before) == c.new.varText(after)
	}
	return c.same(valueType(before.Type()), valueType(after.Type()))
}

// compareImplementations finds types that no longer implement an interface of the
// package. It matters where importers cannot see why: with unexported methods.
func (c *comparison) compareImplementations() {
	names := slices.Sorted(maps.Keys(c.matched))
	for _, iface := range names {
		before, after := c.old.implementable(c.old.lookup(iface).Type()), c.new.implementable(c.matched[iface])
		if before == nil || after == nil {
			continue
		}
		for _, name := range names {
			o, n := c.old.declared(c.old.lookup(name).Type()), c.matched[name]
			if name == iface || o.TypeParams().Len() > 0 {
				continue
			}
			olds, news := c.old.members(o), c.new.members(n)
			for _, pointer := range []bool{false, true} {
				if implements(o, olds, before, pointer, false) && !implements(n, news, after, pointer, true) {
					subject := "" // the reader sees the name of the type
					if pointer {
						subject = "*" + name + " "
					}
					c.breaks(name, subject+"no longer implements "+iface)
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
			d.Kind, d.Old = Type, c.old.declText(c.old.typeName(name))
			if matched := c.new.declared(c.matched[name]); matched != nil {
				d.New = c.new.declText(matched.Obj())
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

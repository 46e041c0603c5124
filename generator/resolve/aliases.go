package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// aliases resolves the former names of types that overrides want to keep. They give way to
// everything else that has such a name.
func (r *resolver) aliases(api *model.API) {
	entries := r.names.entries[formerly]
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		e := r.names.get(formerly, name)
		target := r.names.nowCalled(name)
		other, taken := r.claimed[name]
		switch {
		case r.in.Provisional:
		case !naming.IsExported(name):
			r.diags.Errorf(e.pos, "%s: %q is no exported Go name, which types have; correct or remove the entry", formerly, name)
		case !r.declares(target):
			r.stale(e.pos, "%s: there is no type %s of which %s could be the former name; correct or remove the entry", formerly, target, name)
		case taken:
			r.stale(e.pos, "%s: %s cannot stay as the former name of %s, because it is the name of something else, at %s; remove the entry", formerly, name, target, other.pos)
		default:
			api.Aliases = append(api.Aliases, r.alias(name, target, e.pos))
		}
	}
}

// nowCalled returns the name of the type that has had a name.
func (n names) nowCalled(name string) string {
	for range n.entries[formerly] { // as many names as there can be
		e := n.entries[formerly][name]
		if e == nil {
			break
		}
		name = n.fields(e)["name"]
	}
	return name
}

// formerName returns the first name that a type had, if that is not the name of another type
// now; else the name that it has.
func (r *resolver) formerName(name string) string {
	entries := r.names.entries[formerly]
	for _, former := range slices.Sorted(maps.Keys(entries)) {
		isFirst := true
		for _, e := range entries {
			isFirst = isFirst && r.names.fields(e)["name"] != former
		}
		_, ofRuntime := r.runtime[former]
		if isFirst && r.names.nowCalled(former) == name && naming.IsExported(former) && !ofRuntime && !r.declares(former) {
			return former
		}
	}
	return name
}

// declares reports whether a type is emitted under a name that is not generic.
func (r *resolver) declares(name string) bool {
	return r.types[name] != nil || r.enums[name] != nil || r.unions[name] != nil
}

// alias makes a former name, with those of what is called after the type.
func (r *resolver) alias(name, target string, at model.Pos) model.Alias {
	alias := model.Alias{Name: name, Target: target}
	r.claimed[name] = claim{pos: at}
	free := func(name string) bool {
		_, taken := r.claimed[name]
		if !taken {
			r.claimed[name] = claim{pos: at}
		}
		return !taken
	}
	if e := r.enums[target]; e != nil {
		for _, v := range e.Values {
			if rest, ok := strings.CutPrefix(v.GoName, target); ok && free(name+rest) {
				alias.Values = append(alias.Values, model.AliasPart{Name: name + rest, Target: v.GoName})
			}
		}
	}
	if u := r.unions[target]; u != nil && u.Request {
		for _, a := range u.Attempts {
			if former := (model.Union{Name: name}).Constructor(a); free(former) {
				alias.Constructors = append(alias.Constructors, model.AliasPart{Name: former, Target: u.Constructor(a), Param: a.Type})
			}
		}
	}
	return alias
}

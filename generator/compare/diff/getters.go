package diff

import (
	"maps"
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// dependents lists the getters, on either side, that a change of each field may change.
func (c *comparison) dependents() map[string][]string {
	all := map[string][]string{}
	for _, api := range []*model.API{c.before.Model, c.after.Model} {
		for _, t := range api.Types {
			for _, g := range t.Getters {
				owner := t.Name
				for _, step := range g.Path {
					name := owner + "." + step.GoName
					all[name] = append(all[name], t.Name+"."+g.Name)
					owner = step.Type.Name
					if step.Type.Kind == model.List {
						owner = step.Type.Elem.Name
					}
				}
			}
		}
		for _, u := range api.Unions {
			for _, g := range u.Getters {
				for _, m := range u.Fields() {
					name := m.Type + "." + g.Name
					all[name] = append(all[name], u.Name+"."+g.Name)
				}
			}
		}
	}
	return all
}

// reached returns names, and all getters that depend on them.
func reached(names []string, dependents map[string][]string) []string {
	seen := map[string]bool{}
	var visit func(names []string)
	visit = func(names []string) {
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				visit(dependents[name])
			}
		}
	}
	visit(names)
	return slices.Sorted(maps.Keys(seen))
}

// unionGetters names the getters of a union on either side: which ones it has depends on
// all of its members.
func unionGetters(unions ...*model.Union) []string {
	var names []string
	for _, u := range unions {
		for _, g := range u.Getters {
			names = append(names, u.Name+"."+g.Name)
		}
	}
	return names
}

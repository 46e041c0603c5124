package resolve

import (
	"cmp"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// addPresences gives each struct that an operation may leave empty the method that tells. It
// has the name that overrides give it, or else that of the status: 204 No Content.
func (r *resolver) addPresences(api *model.API) {
	const byRule = "HasContent"
	named := map[string]string{}
	unused := map[string]model.Pos{}
	for _, a := range r.asked {
		given, ok := a.extensions[presenceKey]
		if !ok {
			continue
		}
		pos, t := r.in.Pos(a.pointer+"/"+presenceKey), r.types[a.typeName]
		switch name, _ := given.(string); {
		case !naming.IsExported(name):
			r.diags.Errorf(pos, "%s: %v is no exported Go name", presenceKey, given)
		case hasMember(t, name):
			r.stale(pos, "%s: %s has a field or a method %s already; give the method another name, or remove the entry", presenceKey, t.Name, name)
		default:
			named[t.Name], unused[t.Name] = name, pos
		}
	}
	for _, op := range api.Operations() {
		ref := op.Result.Type
		if !op.Result.Nilable || ref.Kind != model.Named || ref.Class != model.Struct {
			continue
		}
		t := r.types[ref.Name]
		delete(unused, t.Name)
		name := cmp.Or(t.Presence, named[t.Name])
		if name == "" && !hasMember(t, byRule) {
			name = byRule
		}
		t.Presence, op.Result.Presence = name, name
		t.PresenceDoc = cmp.Or(r.docs.text("getters", t.Name+"."+name, name), "reports whether there is anything in the value. There is nothing if the API had nothing to answer.")
	}
	for _, t := range sortedValues(r.types) {
		if pos, ok := unused[t.Name]; ok {
			r.stale(pos, "%s: no operation answers either %s or nothing, with 204; remove the entry", presenceKey, t.Name)
		}
	}
}

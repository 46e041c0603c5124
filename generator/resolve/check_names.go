package resolve

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// claim is what has a name. One without a key cannot have another.
type claim struct {
	key    string // in renames
	pos    model.Pos
	others []string // names to have instead
}

// checkNames reports every Go name of the package that is used twice, by the
// model, by what is emitted beside it, or by the runtime, and every name that
// Go does not admit.
func (r *resolver) checkNames(api *model.API) {
	for name, d := range r.runtime {
		r.claimed[name] = claim{pos: d.Pos}
	}
	for _, name := range []string{"Client", "NewClient", "Op", "Operations", "AnyPage"} {
		r.claimed[name] = claim{pos: model.Pos{File: "the emitted client"}}
	}
	if api.HasFiles() {
		r.claimed["FilePart"] = claim{pos: model.Pos{File: "the emitted client"}}
	}
	for _, p := range api.Pages {
		r.claim(p.Name, claim{pos: r.in.Pos("/components/schemas/" + escapePointer(p.Schema))})
	}
	for _, t := range api.Types {
		key := r.keys[r.types[t.Name]]
		r.claim(t.Name, claim{key, t.Pos, longerNames(t.Name, key)})
		if t.Picture != nil {
			r.claim(t.Picture.List, claim{pos: t.Pos})
		}
	}
	for _, e := range api.Enums {
		r.claimEnum(e)
	}
	for _, u := range api.Unions {
		by := claim{r.keys[r.unions[u.Name]], u.Pos, []string{u.Name + "Union"}}
		r.claim(u.Name, by)
		for _, a := range u.Attempts {
			if u.Request {
				r.claim(u.Constructor(a), by)
			}
		}
	}
	for _, s := range api.Scopes {
		r.claim(s.GoName, claim{"scope " + s.Name, r.in.Pos("/components/securitySchemes"), []string{s.GoName + "Scope"}})
	}
	r.claimServices(api)
}

// claim notes what has a name. Of two that have one name, that gets another which can.
func (r *resolver) claim(name string, by claim) {
	if !naming.IsExported(name) {
		r.clash(by, by, "%q is no exported Go name; give it one in overrides/names.yml, or with x-go-type-name", name)
		return
	}
	if other, ok := r.claimed[name]; ok {
		r.clash(by, other, "the name %s is taken by %s; rename one in overrides/names.yml", name, other.pos)
		return
	}
	r.claimed[name] = by
}

// clash reports a name that does not do.
func (r *resolver) clash(by, other claim, format string, args ...any) {
	renamed := by
	if by.key == "" {
		renamed = other
	}
	if renamed.key == "" {
		r.diags.Errorf(by.pos, format, args...)
		return
	}
	r.misnamed(renamed.key, by.pos, renamed.others, format, args...)
}

func (r *resolver) claimEnum(e model.Enum) {
	r.claim(e.Name, claim{r.keys[r.enums[e.Name]], e.Pos, []string{e.Name + "Enum"}})
	if !naming.IsExported(e.Name) {
		return
	}
	values := map[string]string{}
	for _, v := range e.Values {
		by := claim{"value " + e.Name + " " + v.Wire, e.Pos, []string{v.GoName + "Value"}}
		if other, ok := values[v.GoName]; ok {
			r.misnamed(by.key, e.Pos, by.others, "the values %q and %q of %s both become %s; remove one in overrides/schema", other, v.Wire, e.Name, v.GoName)
			continue
		}
		values[v.GoName] = v.Wire
		r.claim(v.GoName, by)
	}
}

func (r *resolver) claimServices(api *model.API) {
	files, options := map[string]string{}, map[string]*model.Operation{}
	for _, s := range api.Services {
		if !r.claimService(s, files) {
			continue
		}
		for i := range s.Operations {
			op := &s.Operations[i]
			if !naming.IsExported(op.Name) {
				r.misnamed(r.methodKeys[op.QualifiedName()], op.Pos, []string{naming.Exported(strings.ToLower(op.Method) + " " + op.Path)},
					"%s %s becomes %q, which is no exported Go name; name it in overrides/names.yml", op.Method, op.Path, op.Name)
				continue
			}
			r.claim("Op"+op.Service+op.Name, claim{pos: op.Pos})
			if op.OptionsType != "" {
				r.claimOptions(op, options)
			}
			if name := op.Result.Type.Name; op.Result.Kind == model.ByStatus {
				r.claim(name, claim{resultKey(op.QualifiedName()), op.Pos, []string{name + "ByStatus"}})
			}
		}
	}
}

// clientMethods are the names of what templates/client.go.tmpl gives the client beside its
// services.
func clientMethods() []string { return []string{"Do", "ForUser", "NextPage", "ResetCooldown", "With"} }

// claimService reports a service whose name cannot be a field of the client,
// or the name of a file beside those of the others. It says whether it can.
func (r *resolver) claimService(s model.Service, files map[string]string) bool {
	pos, key := s.Operations[0].Pos, r.serviceKeys[s.Name]
	file := strings.ToLower(s.Name)
	switch other, known := files[file]; {
	case !naming.IsExported(s.Name):
		r.misnamed(key, pos, []string{s.Name}, "the service %q is no exported Go name; name it in overrides/names.yml", s.Name)
		return false
	case slices.Contains(clientMethods(), s.Name):
		r.misnamed(key, pos, []string{s.Name + "Calls"}, "the service %s has the name of a method of the client; rename it in overrides/names.yml", s.Name)
		return false
	case known:
		r.diags.Errorf(pos, "the services %s and %s differ in upper and lower case only; give both one name in overrides/names.yml", other, s.Name)
		return false
	}
	files[file] = s.Name
	r.claim(s.Type(), claim{key, pos, []string{s.Name + "Calls"}})
	return true
}

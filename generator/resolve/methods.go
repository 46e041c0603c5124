package resolve

import (
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// method is one of the methods that an operation splits into, by
// x-spotgen-methods. The zero value is an operation that does not split.
type method struct {
	name       string
	pin        map[string]string // parameters with a fixed value
	items      string            // component of the items of the page
	types      map[string]string // x-go-type of the elements of list parameters
	body       []string          // properties of the body; nil is all, empty is no body
	required   []string          // properties that must be given; nil is what the schema says
	whole      bool              // its batch must not be split
	idempotent *bool
}

// suffix tells the parts of a split body apart.
func (m method) suffix() string {
	if m.body == nil {
		return ""
	}
	return "#" + m.name
}

func (r *resolver) methods(op operation, at place) []method {
	given, ok := op.spec.Extensions["x-spotgen-methods"]
	if !ok {
		return nil
	}
	pos := r.in.Pos(at.pointer + "/x-spotgen-methods")
	list, ok := given.([]any)
	if !ok || len(list) == 0 {
		r.diags.Errorf(pos, "x-spotgen-methods must be a list of methods, each with a name")
		return nil
	}
	var methods []method
	for _, item := range list {
		fields, _ := item.(map[string]any)
		m := method{}
		m.name, _ = fields["name"].(string)
		m.items, _ = fields["items"].(string)
		if !naming.IsExported(m.name) {
			r.diags.Errorf(pos, "x-spotgen-methods: %q is no exported Go name", m.name)
			continue
		}
		m.pin = stringMap(fields["pin"])
		for _, name := range slices.Sorted(maps.Keys(m.pin)) {
			r.checkPin(op, m, name, pos)
		}
		m.types = stringMap(fields["types"])
		for _, name := range slices.Sorted(maps.Keys(m.types)) {
			if !slices.ContainsFunc(op.params, func(p param) bool { return p.name == name && p.shape.isList() }) {
				r.stale(pos, "%s gives a type to the elements of %q, which is no list parameter of %s; correct it in overrides/schema/methods.yml", m.name, name, op.key())
			}
		}
		if _, ok := fields["body"]; ok {
			m.body = append([]string{}, stringList(fields["body"])...)
			r.checkBodyParts(op, m.body, pos)
		}
		if _, ok := fields["required"]; ok {
			m.required = append([]string{}, stringList(fields["required"])...)
			r.checkBodyParts(op, m.required, pos)
		}
		m.whole, _ = fields["whole"].(bool)
		if idempotent, ok := fields["idempotent"].(bool); ok {
			m.idempotent = &idempotent
		}
		methods = append(methods, m)
	}
	return methods
}

func stringMap(v any) map[string]string {
	given, _ := v.(map[string]any)
	m := map[string]string{}
	for name, value := range given {
		m[name], _ = value.(string)
	}
	return m
}

func (r *resolver) checkPin(op operation, m method, name string, pos model.Pos) {
	for _, p := range op.params {
		if p.name != name {
			continue
		}
		enum := p.shape.enum
		if len(enum) > 0 && !slices.Contains(enum, any(m.pin[name])) {
			r.stale(pos, "%s pins %s to %q, which the schema does not admit; correct it in overrides/schema/methods.yml", m.name, name, m.pin[name])
		}
		return
	}
	r.stale(pos, "%s pins the parameter %q, which %s does not have; correct it in overrides/schema/methods.yml", m.name, name, op.key())
}

func (r *resolver) checkBodyParts(op operation, parts []string, pos model.Pos) {
	for _, part := range parts {
		if op.body == nil || !hasProp(op.body.shape, part) {
			r.stale(pos, "x-spotgen-methods names the property %q, which the body of %s does not have; correct it in overrides/schema/methods.yml", part, op.key())
		}
	}
}

// checkNames reports every Go name of the package that is used twice, by the
// model, by what is emitted beside it, or by the runtime, and every name that
// Go does not admit.
func (r *resolver) checkNames(api *model.API) {
	taken := map[string]model.Pos{}
	for name, d := range r.runtime {
		taken[name] = d.Pos
	}
	for _, name := range []string{"Client", "NewClient", "Op", "Operations"} {
		taken[name] = model.Pos{File: "the emitted client"}
	}
	claim := func(name string, pos model.Pos) {
		if !naming.IsExported(name) {
			r.diags.Errorf(pos, "%q is no exported Go name; give it one in overrides/names.yml, or with x-go-type-name", name)
			return
		}
		if other, ok := taken[name]; ok {
			r.diags.Errorf(pos, "the name %s is taken by %s; rename one in overrides/names.yml", name, other)
			return
		}
		taken[name] = pos
	}
	for _, p := range api.Pages {
		claim(p.Name, r.in.Pos("/components/schemas/"+escapePointer(p.Schema)))
	}
	for _, t := range api.Types {
		claim(t.Name, t.Pos)
	}
	for _, e := range api.Enums {
		claim(e.Name, e.Pos)
		if !naming.IsExported(e.Name) {
			continue
		}
		values := map[string]string{}
		for _, v := range e.Values {
			if other, ok := values[v.GoName]; ok {
				r.diags.Errorf(e.Pos, "the values %q and %q of %s both become %s; remove one in overrides/schema", other, v.Wire, e.Name, v.GoName)
				continue
			}
			values[v.GoName] = v.Wire
			claim(v.GoName, e.Pos)
		}
	}
	for _, u := range api.Unions {
		claim(u.Name, u.Pos)
	}
	for _, s := range api.Scopes {
		claim(s.GoName, r.in.Pos("/components/securitySchemes"))
	}
	files := map[string]string{}
	for _, s := range api.Services {
		if !r.checkService(s, files) {
			continue
		}
		claim(s.Type(), s.Operations[0].Pos)
		for i := range s.Operations {
			op := &s.Operations[i]
			if !naming.IsExported(op.Name) {
				r.diags.Errorf(op.Pos, "%s %s becomes %q, which is no exported Go name; name it in overrides/names.yml", op.Method, op.Path, op.Name)
				continue
			}
			claim("Op"+op.Service+op.Name, op.Pos)
			if len(op.Options) > 0 {
				claim(op.OptionsType(), op.Pos)
			}
		}
	}
}

// checkService reports a service whose name cannot be a field of the client,
// or the name of a file beside those of the others. It says whether it can.
func (r *resolver) checkService(s model.Service, files map[string]string) bool {
	pos := s.Operations[0].Pos
	switch {
	case !naming.IsExported(s.Name):
		r.diags.Errorf(pos, "the service %q is no exported Go name; name it in overrides/names.yml", s.Name)
		return false
	case s.Name == "With":
		r.diags.Errorf(pos, "the service With has the name of a method of the client; rename it in overrides/names.yml")
		return false
	}
	file := strings.ToLower(s.Name)
	if other, ok := files[file]; ok {
		r.diags.Errorf(pos, "the services %s and %s differ in upper and lower case only; give both one name in overrides/names.yml", other, s.Name)
		return false
	}
	files[file] = s.Name
	return true
}

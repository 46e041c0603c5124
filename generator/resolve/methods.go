package resolve

import (
	"maps"
	"slices"

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
	arguments  bool              // the properties of the body are arguments, without a struct
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
		m.arguments, _ = fields["arguments"].(bool)
		m.whole, _ = fields["whole"].(bool)
		if idempotent, ok := fields["idempotent"].(bool); ok {
			m.idempotent = &idempotent
		}
		methods = append(methods, m)
	}
	r.checkBodyWhole(op, methods, at)
	return methods
}

// checkBodyWhole reports properties of a body that none of the methods sends into which
// the operation splits.
func (r *resolver) checkBodyWhole(op operation, methods []method, at place) {
	if op.body == nil || len(methods) == 0 || slices.ContainsFunc(methods, func(m method) bool { return m.body == nil }) {
		return
	}
	for _, p := range op.body.shape.props {
		if !slices.ContainsFunc(methods, func(m method) bool { return slices.Contains(m.body, p.name) }) {
			r.lose(r.in.Pos(at.pointer+"/requestBody/content/application~1json/schema"+p.pointer),
				"the property %q of the body of %s is in none of its methods; name it in x-spotgen-methods in overrides/schema/methods.yml", p.name, op.key())
		}
	}
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

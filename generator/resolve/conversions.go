package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

const conversionsKey = "x-spotgen-conversions"

// addConversions adds the methods that return a value as a type which has a part of its
// properties: names of methods, each with the schema of that type.
func (r *resolver) addConversions(t *model.Type, a asked) {
	at := a.pointer + "/" + conversionsKey
	given, ok := a.extensions[conversionsKey].(map[string]any)
	if !ok || len(given) == 0 {
		r.diags.Errorf(r.in.Pos(at), "%s must be an object of names of schemas, by the names of methods", conversionsKey)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		pos := r.in.Pos(at + "/" + escapePointer(name))
		schema, _ := given[name].(string)
		if !naming.IsExported(name) || schema == "" {
			r.diags.Errorf(pos, "%s: %q needs an exported Go name and the name of a schema", conversionsKey, name)
			continue
		}
		target := r.typeOfSchema(schema)
		switch {
		case target == nil:
			r.stale(pos, "%s: no operation has the schema %q; correct or remove the entry", conversionsKey, schema)
			continue
		case hasConversion(t, name, target): // another schema of the type says the same
			continue
		case hasMember(t, name):
			r.stale(pos, "%s: %s has a field or a method %s already; give the method another name, or remove the entry", conversionsKey, t.Name, name)
			continue
		}
		copies, problem := r.copies(model.TypeRef{Kind: model.Named, Class: model.Struct, Name: t.Name}, target.Fields, nil)
		if problem != "" {
			r.stale(pos, "%s: %s cannot become a %s: %s; correct or remove the entry", conversionsKey, t.Name, target.Name, problem)
			continue
		}
		t.Conversions = append(t.Conversions, model.Conversion{
			Name:   name,
			Doc:    cmp.Or(r.docs.text("getters", t.Name+"."+name, name), "returns the fields that a ["+target.Name+"] has, too. Lists and pointers are shared, not copied."),
			To:     model.TypeRef{Kind: model.Named, Class: model.Struct, Name: target.Name},
			Copies: copies,
		})
	}
}

func hasConversion(t *model.Type, name string, target *model.Type) bool {
	return slices.ContainsFunc(t.Conversions, func(c model.Conversion) bool { return c.Name == name && c.To.Name == target.Name })
}

// typeOfSchema returns the struct that a component has become, or nil.
func (r *resolver) typeOfSchema(name string) *model.Type {
	pos := r.in.Pos(componentPlace(name, "").pointer)
	for _, t := range slices.Concat(sortedValues(r.types), r.sameTypes) {
		if t.Pos == pos && !t.Request {
			return r.types[t.Name]
		}
	}
	return nil
}

// copies finds out how the fields of a struct are filled from a struct or a page. A field
// that has no like there is a problem.
func (r *resolver) copies(from model.TypeRef, fields []model.Field, within []string) (copies []model.Copy, problem string) {
	if slices.Contains(within, from.Name) {
		return nil, fmt.Sprintf("%s leads back to itself", from.Name)
	}
	within = append(slices.Clip(within), from.Name)
	for _, f := range fields {
		own, ok := r.fieldOf(from, f.Wire)
		if !ok || own.GoName != f.GoName {
			return nil, fmt.Sprintf("%s has no property %q", from.Name, f.Wire)
		}
		c := model.Copy{GoName: f.GoName, From: own.Type, To: f.Type}
		target := r.types[f.Type.Name]
		isStruct := f.Type.Kind == model.Named && f.Type.Class == model.Struct && !f.Type.Single && !own.Type.Single && target != nil && len(target.Fields) > 0
		switch {
		case sameType(own.Type, f.Type):
		case !isStruct:
			return nil, fmt.Sprintf("the property %q of %s is of another type", f.Wire, from.Name)
		default:
			if c.Copies, problem = r.copies(own.Type, target.Fields, within); problem != "" {
				return nil, problem
			}
		}
		copies = append(copies, c)
	}
	return copies, ""
}

package resolve

import (
	"cmp"
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// unionType resolves a oneOf of objects. The values of the discriminator
// come from its mapping, or else from the members' own constant. Unions that overrides
// give one name are one type with the members of all of them, like enums.
func (r *resolver) unionType(s shape, at place) model.TypeRef {
	name, _ := extensionString(s.extensions, "x-go-type-name")
	key := "union " + at.pointer
	name = r.forced.name(key, cmp.Or(name, at.goName))
	ref := model.TypeRef{Kind: model.Named, Class: model.UnionType, Name: name}
	if reason := r.notUnion(s); reason != "" {
		r.lose(r.in.Pos(at.pointer), "%s; it is raw JSON until then", reason)
		return raw
	}
	if r.atUnions[key] {
		return ref
	}
	r.atUnions[key] = true // before its members, which may hold the union again
	property := "type"
	if s.mapping != nil {
		property = s.mapping.PropertyName
	}
	u := r.unions[name]
	switch {
	case u == nil:
		u = &model.Union{Name: name, Doc: r.typeDoc(name, ""), Property: property, Pos: r.in.Pos(at.pointer)}
		r.unions[name], r.keys[u] = u, key
	case u.Property != property:
		r.misnamed(key, r.in.Pos(at.pointer), []string{name + "Union"},
			"the union %s is told by %q, and the one at %s by %q; give one of them another x-go-type-name", name, property, u.Pos, u.Property)
		return ref
	}
	before := slices.Clone(u.Members)
	for _, alternative := range s.anyOf {
		member := refComponent(alternative.Ref)
		t, kind := r.componentType(member, at), r.memberKind(s, member)
		if t.Class != model.Struct && t.Class != model.UnionType {
			r.lose(r.in.Pos(at.pointer), "the member %s of the union %s is no object; describe the union otherwise in overrides/schema/unions.yml", member, name)
			continue
		}
		m := model.Member{GoName: t.Name, Type: t.Name, Kind: kind}
		if !slices.Contains(before, m) {
			u.Members = append(u.Members, m)
		}
	}
	if shapes := r.shapes(s, at, u); len(shapes) > 0 {
		u.Shapes = shapes
	}
	r.checkMembers(u)
	return ref
}

// notUnion tells why alternatives are no union of which each value tells its kind;
// empty if they are one.
func (r *resolver) notUnion(s shape) string {
	for _, alternative := range s.anyOf {
		member := refComponent(alternative.Ref)
		if member == "" {
			return "a member of this union is not a component; give it a name under components/schemas"
		}
		if c, ok := r.schemas.component(member); !ok || !c.isObject() && !c.isUnion() || c.base != "" {
			return "the member " + member + " of this union is no object; describe the union otherwise in overrides/schema/unions.yml"
		}
		if r.memberKind(s, member) == "" {
			return "cannot tell the kind of " + member + " in this union: add a discriminator mapping in overrides/schema/unions.yml"
		}
	}
	return ""
}

// memberKind returns the value of the discriminator that stands for a member of a union: that
// of the mapping, the only one that the member admits, or its name, as OpenAPI has it.
func (r *resolver) memberKind(s shape, member string) string {
	property, byName := "type", ""
	if s.mapping != nil {
		property, byName = s.mapping.PropertyName, member
	}
	return cmp.Or(s.kindOf(member), r.discriminatorOf(member, property), byName)
}

// shapes reads which objects are of another kind than they say.
func (r *resolver) shapes(s shape, at place, u *model.Union) []model.Shape {
	const extension = "x-spotgen-shapes"
	given, ok := s.extensions[extension]
	if !ok {
		return nil
	}
	pos := r.in.Pos(at.pointer + "/" + extension)
	list, _ := given.([]any)
	var shapes []model.Shape
	for _, one := range list {
		object, _ := one.(map[string]any)
		said, _ := object["says"].(string)
		key, _ := object["has"].(string)
		kind, _ := object["is"].(string)
		if said == "" || key == "" || kind == "" {
			list = nil
			break
		}
		if !slices.ContainsFunc(u.Members, func(m model.Member) bool { return m.Kind == kind }) {
			r.diags.Errorf(pos, "%s: the union %s has no member of the kind %q; correct it in overrides/schema/unions.yml", extension, u.Name, kind)
		}
		shapes = append(shapes, model.Shape{Said: said, Key: key, Kind: kind})
	}
	if len(list) == 0 {
		r.diags.Errorf(pos, "%s must be a list of objects with says, has and is, all of them strings", extension)
	}
	return shapes
}

// discriminatorOf returns the only value that a property of a component admits.
func (r *resolver) discriminatorOf(name, property string) string {
	s, _ := r.schemas.component(name)
	p, ok := s.prop(property)
	if !ok {
		return ""
	}
	if admitted := r.schemas.shape(p.schema).enum; len(admitted) == 1 {
		value, _ := admitted[0].(string)
		return value
	}
	return ""
}

// checkMembers reports members of a union that cannot be told apart, in Go or
// on the wire, or whose name the union has a use for itself.
func (r *resolver) checkMembers(u *model.Union) {
	if r.in.Provisional {
		return
	}
	r.checkWire(u.Property, u.Pos)
	byName, byKind := map[string]bool{}, map[string]string{}
	kept := u.Members[:0:0]
	for _, m := range u.Members {
		switch m.GoName {
		case "Raw", "IsZero", "ResourceURI", "MarshalJSON", "UnmarshalJSON":
			key := r.keys[r.types[m.Type]]
			if r.unions[m.Type] != nil {
				key = r.keys[r.unions[m.Type]]
			}
			r.misnamed(key, u.Pos, longerNames(m.GoName, key),
				"the member %s of the union %s has the name of something that unions have; rename it in overrides/names.yml", m.GoName, u.Name)
		}
		if byName[m.GoName] {
			r.lose(u.Pos, "the union %s has the member %s twice; remove one of them in overrides/schema/unions.yml", u.Name, m.GoName)
			continue
		} else if other, ok := byKind[m.Kind]; ok && m.Kind != "" {
			r.lose(u.Pos, "the union %s calls both %s and %s %q; correct the mapping in overrides/schema/unions.yml", u.Name, other, m.GoName, m.Kind)
			continue
		}
		byName[m.GoName], byKind[m.Kind] = true, m.GoName
		kept = append(kept, m)
	}
	u.Members = kept
}

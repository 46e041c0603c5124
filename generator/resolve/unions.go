package resolve

import (
	"cmp"
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// unionType resolves a schema that is one of several. Those that a property tells become
// members; all others become attempts, and JSON that is none of the members stays as it is.
// Unions that overrides give one name are one type with what all of them have, like enums.
func (r *resolver) unionType(s shape, at place) model.TypeRef {
	choices := r.choices(s, at)
	if one, ok := r.onlyChoice(s, choices); ok {
		return r.typeRef(one, at)
	}
	name, _ := extensionString(s.extensions, "x-go-type-name")
	key := "union " + at.pointer
	at.goName = r.forced.name(key, cmp.Or(name, at.goName))
	ref := model.TypeRef{Kind: model.Named, Class: model.UnionType, Name: at.goName}
	property := r.tell(s, choices)
	u := r.unions[at.goName]
	switch {
	case u == nil:
		u = &model.Union{Name: at.goName, Doc: r.typeDoc(at.goName, ""), Property: property, Pos: r.in.Pos(at.pointer)}
		r.unions[at.goName], r.keys[u] = u, key
	case r.atUnions[key]:
	case u.Property == "":
		u.Property = property
	case property != "" && u.Property != property:
		r.misnamed(key, r.in.Pos(at.pointer), []string{at.goName + "Union"},
			"the union %s is told by %q, and the one at %s by %q; give one of them another x-go-type-name", at.goName, property, u.Pos, u.Property)
		return ref
	}
	if r.atUnions[key] {
		return ref
	}
	r.atUnions[key] = true // before its members, which may hold the union again
	if !r.addChoices(u, choices, at) {
		delete(r.unions, u.Name)
		delete(r.atUnions, key)
		return raw
	}
	if shapes := r.shapes(s, at, u); len(shapes) > 0 {
		u.Shapes = shapes
	}
	r.checkMembers(u)
	return ref
}

// addChoices resolves the choices of a union, and adds what the union does not have. It
// reports whether the union has any choice that is a type in Go.
func (r *resolver) addChoices(u *model.Union, choices []choice, at place) bool {
	// A union is a struct, through which a list may lead back to itself.
	defer func(outer map[string]bool) { r.inlining = outer }(r.inlining)
	r.inlining = map[string]bool{}
	names := map[string]string{}
	for _, c := range choices {
		inner := at
		inner.pointer = c.pointer
		if c.shape.component == "" && c.suffix() != "" {
			inner.goName = longer(names, at.goName+c.suffix())
			names[inner.goName] = c.pointer
			inner.docKey = inner.goName
		}
		t := r.typeRef(c.shape, inner)
		isMember := t.Kind == model.Named && (t.Class == model.Struct || t.Class == model.UnionType) && !t.Single
		told := false
		for _, kind := range c.kinds {
			m := model.Member{GoName: t.Name, Type: t.Name, Kind: kind}
			taken := slices.ContainsFunc(u.Members, func(other model.Member) bool { return other.Kind == kind && other.GoName != m.GoName })
			if !isMember || taken {
				continue
			}
			told = true
			if !slices.Contains(u.Members, m) {
				u.Members = append(u.Members, m)
			}
		}
		known := slices.ContainsFunc(u.Attempts, func(other model.Attempt) bool { return sameType(other.Type, t) })
		if !told && !known && t.Kind != model.Raw {
			u.Attempts = append(u.Attempts, model.Attempt{Type: t})
		}
	}
	return len(u.Members)+len(u.Attempts) > 0
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
			r.stale(pos, "%s: the union %s has no member of the kind %q; correct it in overrides/schema/unions.yml", extension, u.Name, kind)
			continue
		}
		shapes = append(shapes, model.Shape{Said: said, Key: key, Kind: kind})
	}
	if len(list) == 0 {
		r.diags.Errorf(pos, "%s must be a list of objects with says, has and is, all of them strings", extension)
	}
	return shapes
}

// checkMembers reports members of a union that cannot be told on the wire, or whose name
// the union has a use for itself.
func (r *resolver) checkMembers(u *model.Union) {
	if r.in.Provisional || len(u.Members) == 0 {
		return
	}
	r.checkWire(u.Property, u.Pos)
	for _, m := range u.Members {
		if isOfUnions(m.GoName) {
			key := r.keys[r.types[m.Type]]
			if r.unions[m.Type] != nil {
				key = r.keys[r.unions[m.Type]]
			}
			r.misnamed(key, u.Pos, longerNames(m.GoName, key),
				"the member %s of the union %s has the name of something that unions have; rename it in overrides/names.yml", m.GoName, u.Name)
		}
	}
}

// isOfUnions reports whether unions have a use for a name themselves.
func isOfUnions(name string) bool {
	switch name {
	case "Raw", "IsZero", "ResourceURI", "MarshalJSON", "UnmarshalJSON", "Unknown":
		return true
	}
	return false
}

// noteRequests notes which unions are part of a request body, however deep.
func (r *resolver) noteRequests(api *model.API) {
	seen := map[string]bool{}
	var visit func(ref model.TypeRef)
	visit = func(ref model.TypeRef) {
		if ref.Elem != nil {
			visit(*ref.Elem)
		}
		if ref.Kind != model.Named || seen[ref.Name] {
			return
		}
		seen[ref.Name] = true
		if t := r.types[ref.Name]; t != nil {
			for _, f := range t.Fields {
				visit(f.Type)
			}
		}
		if u := r.unions[ref.Name]; u != nil {
			u.Request = true
			for _, m := range u.Members {
				visit(model.TypeRef{Kind: model.Named, Name: m.Type})
			}
			for _, a := range u.Attempts {
				visit(a.Type)
			}
		}
	}
	for _, op := range api.Operations() {
		visit(op.Body.Type)
	}
}

// nameAttempts gives the attempts of a union names that differ from each other, and from
// those of its members.
func (r *resolver) nameAttempts(u *model.Union) {
	taken := map[string]string{}
	for _, m := range u.Members {
		taken[m.GoName] = m.Type
	}
	for i := range u.Attempts {
		a := &u.Attempts[i]
		a.Name = r.nameOf(a.Type)
		for n := 2; taken[a.Method()] != ""; n++ {
			a.Name = r.nameOf(a.Type) + itoa(n)
		}
		taken[a.Method()] = a.Name
	}
}

// nameOf is what a type is called in the name of a method, which stays if the type gets
// another name.
func (r *resolver) nameOf(ref model.TypeRef) string {
	switch ref.Kind {
	case model.String:
		return "String"
	case model.Int:
		return "Int"
	case model.Int64:
		return "Int64"
	case model.Float64:
		return "Float64"
	case model.Bool:
		return "Bool"
	case model.Time:
		return "Time"
	case model.Bytes:
		return "Bytes"
	case model.List:
		return r.nameOf(*ref.Elem) + "List"
	case model.MapOf:
		return r.nameOf(*ref.Elem) + "Map"
	case model.PageOf:
		return r.nameOf(*ref.Elem) + ref.Name
	case model.Named:
		return r.formerName(ref.Name)
	}
	return "Raw"
}

package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// asked is a schema whose overrides ask for methods of its type.
type asked struct {
	typeName   string
	pointer    string
	extensions map[string]any
}

const (
	gettersKey  = "x-spotgen-getters"
	presenceKey = "x-spotgen-presence"
)

// noteMethods notes what overrides ask for, until all types are known.
func (r *resolver) noteMethods(s shape, at place) {
	_, ok := s.extensions[gettersKey]
	_, named := s.extensions[presenceKey]
	_, converted := s.extensions[conversionsKey]
	_, pictured := s.extensions[pictureKey]
	seen := func(other asked) bool { return other.pointer == at.pointer }
	if (ok || named || pictured || converted) && !slices.ContainsFunc(r.asked, seen) {
		r.asked = append(r.asked, asked{at.goName, at.pointer, s.extensions})
	}
}

// addMethods gives the types the methods that overrides ask for, and those that follow from
// their fields.
func (r *resolver) addMethods(api *model.API) {
	if r.in.Provisional {
		return
	}
	slices.SortFunc(r.asked, func(a, b asked) int { return cmp.Compare(a.pointer, b.pointer) })
	for _, a := range r.asked {
		r.addPicture(r.types[a.typeName], a)
	}
	r.addPresences(api)
	for _, a := range r.asked {
		if _, ok := a.extensions[gettersKey]; ok {
			r.addGetters(r.types[a.typeName], a)
		}
		if _, ok := a.extensions[conversionsKey]; ok {
			r.addConversions(r.types[a.typeName], a)
		}
	}
	for i, t := range api.Types {
		known := r.types[t.Name]
		addDurations(known, r.docs)
		slices.SortFunc(known.Getters, func(a, b model.Getter) int { return cmp.Compare(a.Name, b.Name) })
		api.Types[i] = *known
	}
}

// hasMember reports whether a field or a method of a struct has a name, or may have it.
func hasMember(t *model.Type, name string) bool {
	return isOfStructs(name) || t.Picture != nil && t.Picture.URL != nil && name == "Download" || t.Position == name || t.Presence == name ||
		slices.ContainsFunc(t.Fields, func(f model.Field) bool { return f.GoName == name }) ||
		slices.ContainsFunc(t.Getters, func(g model.Getter) bool { return g.Name == name }) ||
		slices.ContainsFunc(t.Conversions, func(c model.Conversion) bool { return c.Name == name })
}

// addGetters adds the getters that overrides ask for: the names of methods, each with the
// path of properties that it follows.
func (r *resolver) addGetters(t *model.Type, a asked) {
	at := a.pointer + "/" + gettersKey
	given, ok := a.extensions[gettersKey].(map[string]any)
	if !ok || len(given) == 0 {
		r.diags.Errorf(r.in.Pos(at), "%s must be an object of paths of properties, by the names of methods", gettersKey)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		pos := r.in.Pos(at + "/" + escapePointer(name))
		path, _ := given[name].(string)
		if !naming.IsExported(name) || path == "" {
			r.diags.Errorf(pos, "%s: %q needs an exported Go name and a path of properties, like artists[].name", gettersKey, name)
			continue
		}
		g := model.Getter{Name: name}
		var problem string
		if g.Path, g.Type, problem = r.follow(t, path); problem != "" {
			r.stale(pos, "%s: %s of %s: %s; correct or remove the entry", gettersKey, name, t.Name, problem)
			continue
		}
		g.Doc = cmp.Or(r.docs.text("getters", t.Name+"."+name, name), "returns "+describePath(g.Path)+".")
		i := slices.IndexFunc(t.Getters, func(other model.Getter) bool { return other.Name == name })
		switch {
		case i >= 0 && describePath(t.Getters[i].Path) == describePath(g.Path) && sameType(t.Getters[i].Type, g.Type): // another schema of the type says the same
		case hasMember(t, name):
			r.stale(pos, "%s: %s has a field or a method %s already; give the method another name, or remove the entry", gettersKey, t.Name, name)
		default:
			t.Getters = append(t.Getters, g)
		}
	}
}

// follow finds the fields on a path of properties, and the type of what is at its end. With
// [] after a property, the rest of the path is followed for each element, and the result is
// one list; a property that is no list counts as a list of one. A path that leads nowhere is
// a problem.
func (r *resolver) follow(t *model.Type, path string) (steps []model.Step, result model.TypeRef, problem string) {
	result = model.TypeRef{Kind: model.Named, Class: model.Struct, Name: t.Name}
	segments := strings.Split(path, ".")
	collects := false
	for i, segment := range segments {
		wire, each := strings.CutSuffix(segment, "[]")
		isLast := i == len(segments)-1
		f, ok := r.fieldOf(result, wire)
		step := model.Step{GoName: f.GoName, Type: f.Type, Each: each}
		isList := f.Type.Kind == model.List && !f.Type.Single
		switch {
		case !ok:
			return nil, result, fmt.Sprintf("there is no property %q", wire)
		case each && isLast:
			return nil, result, fmt.Sprintf("the path ends in []; write %q for the list", wire)
		case isList && !each && !isLast:
			return nil, result, fmt.Sprintf("%q is a list; write %q for each of its elements", wire, wire+"[]")
		}
		steps, collects, result = append(steps, step), collects || each, f.Type
		if each && isList {
			result = *f.Type.Elem
		}
	}
	result.Single = false
	if collects && (result.Kind != model.List || result.Pointer) {
		result = r.listOf(result)
	}
	return steps, result, ""
}

// fieldOf returns the field of a struct or a page that has a name on the wire.
func (r *resolver) fieldOf(ref model.TypeRef, wire string) (model.Field, bool) {
	var fields []model.Field
	switch {
	case ref.Kind == model.Named && ref.Class == model.Struct:
		fields = r.types[ref.Name].Fields
	case ref.Kind == model.PageOf:
		fields = []model.Field{{Wire: "items", GoName: "Items", Type: model.TypeRef{Kind: model.List, Elem: ref.Elem}}}
		for _, p := range r.pages {
			if p.Name == ref.Name {
				fields = append(fields, p.Fields...)
			}
		}
	}
	i := slices.IndexFunc(fields, func(f model.Field) bool { return f.Wire == wire })
	if i < 0 {
		return model.Field{}, false
	}
	return fields[i], true
}

// describePath names what is at the end of a path: Name of each element of Artists
func describePath(path []model.Step) string {
	parts := []string{""}
	for _, step := range path {
		last := &parts[len(parts)-1]
		*last = strings.TrimPrefix(*last+"."+step.GoName, ".")
		if step.Each && step.Type.Kind == model.List {
			parts = append(parts, "")
		}
	}
	slices.Reverse(parts)
	return strings.Join(parts, " of each element of ")
}

// addDurations adds a getter for each field that holds milliseconds, if its name without
// the unit is free. Requests are not read.
func addDurations(t *model.Type, docs docs) {
	if t.Request {
		return
	}
	for _, f := range t.Fields {
		name, hasUnit := strings.CutSuffix(f.GoName, "MS")
		isInteger := f.Type.Kind == model.Int || f.Type.Kind == model.Int64
		if !strings.HasSuffix(f.Wire, "_ms") || !hasUnit || !isInteger || f.Type.Single || !naming.IsExported(name) || hasMember(t, name) {
			continue
		}
		doc := "returns " + f.GoName + " as a [time.Duration]."
		if f.Type.Pointer {
			doc = "returns " + f.GoName + " as a [time.Duration], which is 0 if the field is nil."
		}
		t.Getters = append(t.Getters, model.Getter{
			Name: name,
			Doc:  cmp.Or(docs.text("getters", t.Name+"."+name, name), doc),
			Type: model.TypeRef{Kind: model.Duration},
			Path: []model.Step{{GoName: f.GoName, Type: f.Type}},
		})
	}
}

// accessor is a field or a getter.
type accessor struct {
	name       string
	ref        model.TypeRef
	isMethod   bool
	deprecated bool
}

// accessors returns the fields and getters of a struct, or the getters of a union.
func (r *resolver) accessors(typeName string, within []string) []accessor {
	var list []accessor
	if u := r.unions[typeName]; u != nil && !slices.Contains(within, typeName) {
		for _, g := range r.unionGetters(u, within...) {
			list = append(list, accessor{g.Name, g.Type, true, g.Deprecated})
		}
	}
	if t := r.types[typeName]; t != nil {
		for _, f := range t.Fields {
			f.Type.Single = false // which is about JSON
			list = append(list, accessor{f.GoName, f.Type, false, f.Deprecated})
		}
		for _, g := range t.Getters {
			list = append(list, accessor{g.Name, g.Type, true, false})
		}
	}
	return list
}

// unionGetters returns the getters of what all members of a union have under one name and
// of one type, but for names that the union needs itself. A value that is only tried may
// well have such a thing too, so that unions with attempts have no getters. Where there is
// one member, nothing is common.
func (r *resolver) unionGetters(u *model.Union, within ...string) []model.UnionGetter {
	fields := u.Fields()
	if r.in.Provisional || len(fields) < 2 || len(u.Attempts) > 0 {
		return nil
	}
	within = append(slices.Clip(within), u.Name)
	members := make([][]accessor, len(fields))
	for i, f := range fields {
		members[i] = r.accessors(f.Type, within)
	}
	var getters []model.UnionGetter
	for _, a := range members[0] {
		g := model.UnionGetter{Name: a.name, Type: a.ref}
		inAll := !needsName(u, a.name)
		for i, f := range fields {
			j := slices.IndexFunc(members[i], func(b accessor) bool { return b.name == a.name && sameType(b.ref, a.ref) })
			if j < 0 {
				inAll = false
				break
			}
			g.Deprecated = g.Deprecated || members[i][j].deprecated
			if members[i][j].isMethod {
				g.Methods = append(g.Methods, f.GoName)
			}
		}
		if inAll {
			g.Doc = cmp.Or(r.docs.text("getters", u.Name+"."+g.Name), "returns "+accessed(g)+", or zero if none is set.")
			getters = append(getters, g)
		}
	}
	slices.SortFunc(getters, func(a, b model.UnionGetter) int { return cmp.Compare(a.Name, b.Name) })
	return getters
}

// accessed is what a getter of a union returns: a field, or what a method returns.
func accessed(g model.UnionGetter) string {
	if len(g.Methods) > 0 {
		return "what the method " + g.Name + " of the value that is set returns"
	}
	return "the field " + g.Name + " of the value that is set"
}

// needsName reports whether a union has a use for a name itself, or for a member.
func needsName(u *model.Union, name string) bool {
	return isOfUnions(name) || slices.ContainsFunc(u.Members, func(m model.Member) bool { return m.GoName == name })
}

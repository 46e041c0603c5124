package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// place is where a schema stands, for its position, its name, and its docs.
type place struct {
	pointer string // JSON pointer
	goName  string // name of the type if the schema is inline and has to be one
	docKey  string // name under which docs.yml knows the type
	request bool   // inside a request body
	patch   bool   // the body of a PATCH, in which what is absent stays as it is
	form    *body  // the form that it is, whose fields are sent one by one
	files   fileRule
}

func componentPlace(name, goName string) place {
	return place{pointer: "/components/schemas/" + escapePointer(name), goName: goName, docKey: name}
}

func escapePointer(s string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(s)
}

// typeRef returns the use of a schema as a Go type, and resolves the types
// that it needs.
func (r *resolver) typeRef(s shape, at place) model.TypeRef {
	for _, key := range []string{"x-go-type", "x-go-type-name", "x-go-name"} {
		if value, ok := s.extensions[key]; ok {
			if text, _ := value.(string); text == "" {
				r.diags.Errorf(r.in.Pos(at.pointer+"/"+key), "%s is no name but %v; write a Go name", key, value)
			}
		}
	}
	switch {
	case s.component != "":
		return r.componentType(s.component, at)
	case s.runtime != "":
		if d, ok := r.runtime[s.runtime]; !ok || !d.IsType {
			r.lose(r.in.Pos(at.pointer+"/x-go-type"), "x-go-type: %s is no type of gen/spotify; write it there or correct the name", oneLine(s.runtime))
			s.runtime = ""
			return r.typeRef(s, at)
		}
		return r.runtimeType(s.runtime)
	case s.base != "":
		return r.pageType(s, at)
	case s.isList():
		return r.listType(s, at)
	case s.isUnion():
		return r.unionType(s, at)
	case s.isObject():
		return r.objectType(s, at)
	case s.isMap():
		return r.mapType(s, at)
	case isStringEnum(s) && slices.ContainsFunc(s.enum, func(value any) bool { return value != nil }):
		return r.enumType(s, at)
	}
	return r.scalarType(s, at)
}

// raw is JSON as it is.
var raw = model.TypeRef{Kind: model.Raw}

func (r *resolver) runtimeType(name string) model.TypeRef {
	return model.TypeRef{Kind: model.Named, Class: model.Runtime, Name: name, Runtime: r.runtimeKind(name)}
}

// componentType resolves a reference to a component. Only objects become
// types of their own: a component that is a scalar or a list is used as one.
func (r *resolver) componentType(name string, use place) model.TypeRef {
	s, ok := r.schemas.component(name)
	if !ok {
		r.lose(r.in.Pos(use.pointer), "the schema %q does not exist", name)
		return raw
	}
	if paging, ok := extensionString(s.extensions, "x-spotgen-page"); ok && s.base == "" {
		r.lose(r.in.Pos(use.pointer), "%s is the base of %s pages and is used without items, which are raw JSON; compose it with allOf", name, paging)
		return model.TypeRef{Kind: model.PageOf, Name: r.page(name), Elem: &model.TypeRef{Kind: model.Raw}}
	}
	at := componentPlace(name, naming.Type(name))
	at.files = use.files
	if !s.isObject() {
		if r.inlining[name] {
			r.lose(r.in.Pos(at.pointer), "the schema %q is a list of itself, which is no type in Go; put an object into the circle in overrides/schema", name)
			return raw
		}
		r.inlining[name] = true
		defer delete(r.inlining, name)
		if s.isUnion() {
			at.goName, at.request = r.names.name("types", name, naming.Type(name), &r.diags), use.request
		}
		return r.typeRef(s, at)
	}
	if s.base == "" {
		at.goName = r.names.name("types", name, naming.Type(name), &r.diags)
	}
	at.request, at.patch = use.request, r.patches[name]
	return r.typeRef(s, at)
}

func (r *resolver) pageType(s shape, at place) model.TypeRef {
	items, ok := s.prop("items")
	list := r.schemas.shape(items.schema)
	if !ok || !list.isList() {
		r.lose(r.in.Pos(at.pointer), "a page without a list of items has raw JSON for items; add them in overrides/schema/pages.yml")
		return model.TypeRef{Kind: model.PageOf, Name: r.page(s.base), Elem: &model.TypeRef{Kind: model.Raw}}
	}
	elem := r.pageElem(r.schemas.shape(list.items), place{pointer: at.pointer + items.pointer + "/items", goName: at.goName + "Item", docKey: at.goName + "Item"})
	return model.TypeRef{Kind: model.PageOf, Name: r.page(s.base), Elem: &elem}
}

// pageElem resolves the items of a page, which are of a type with a name or a scalar: a page
// does not know its items before.
func (r *resolver) pageElem(s shape, at place) model.TypeRef {
	elem := r.typeRef(s, at)
	if elem.Kind == model.List || elem.Kind == model.MapOf || elem.Kind == model.PageOf || elem.Single {
		r.lose(r.in.Pos(at.pointer), "the items of a page are lists or maps; they are raw JSON until overrides/schema makes objects of them")
		return raw
	}
	if elem.Kind == model.Named && elem.Class != model.Struct && elem.Class != model.UnionType {
		return model.TypeRef{Kind: model.String} // whatever the text is called
	}
	return elem
}

// page resolves a generic page type and returns its Go name.
func (r *resolver) page(base string) string {
	if p, ok := r.pages[base]; ok {
		return p.Name
	}
	s, _ := r.schemas.component(base)
	p := &model.Page{Schema: base, Doc: r.typeDoc(base, s.description)}
	r.pages[base] = p
	switch kind, _ := extensionString(s.extensions, "x-spotgen-page"); kind {
	case "offset":
		p.Name, p.Paging = "Page", model.OffsetPaging
	case "cursor":
		p.Name, p.Paging = "CursorPage", model.CursorPaging
	default:
		r.diags.Errorf(r.in.Pos("/components/schemas/"+escapePointer(base)+"/x-spotgen-page"), "x-spotgen-page: %q is neither offset nor cursor", kind)
		p.Name = "Page" // a name, lest the lack of one is reported too
	}
	for _, f := range r.fields(s, componentPlace(base, p.Name), nil) {
		if f.Wire == "items" {
			continue
		}
		if f.Type.Kind == model.PageOf {
			f.Type.Pointer = true // a page in itself would have no size
		}
		p.Fields = append(p.Fields, f)
	}
	notePaging(p)
	return p.Name
}

func (r *resolver) listType(s shape, at place) model.TypeRef {
	elemPlace := at
	elemPlace.pointer += "/items"
	elemPlace.goName = naming.Singular(at.goName)
	if elemPlace.docKey == at.goName {
		elemPlace.docKey = elemPlace.goName
	}
	elem := r.typeRef(s.elem(r.schemas), elemPlace)
	switch kind, _ := extensionString(s.extensions, "x-spotgen-null-elements"); kind {
	case "", "zero":
	case "pointer":
		elem.Pointer = true
	default:
		r.diags.Errorf(r.in.Pos(at.pointer+"/x-spotgen-null-elements"), "x-spotgen-null-elements: %q is neither pointer nor zero", kind)
	}
	if s.isSingle() {
		elem.Single = true
		return elem
	}
	return r.listOf(elem)
}

// mapType resolves an object whose keys are not known.
func (r *resolver) mapType(s shape, at place) model.TypeRef {
	at.pointer += "/additionalProperties"
	at.goName += "Value"
	if at.docKey+"Value" == at.goName {
		at.docKey = at.goName
	}
	elem := r.typeRef(r.schemas.shape(s.additional), at)
	return model.TypeRef{Kind: model.MapOf, Elem: &elem}
}

func (r *resolver) scalarType(s shape, at place) model.TypeRef {
	if at.files.admits(s) {
		return model.TypeRef{Kind: model.File}
	}
	if kind := scalarKind(s.goType); kind != model.Raw {
		return model.TypeRef{Kind: kind}
	}
	if s.conflict {
		r.lose(r.in.Pos(at.pointer), "this schema is of several types; say in overrides/schema which one it is")
	}
	return raw
}

// scalarKind returns what a scalar is that oapi-codegen gives a type in Go; Raw for anything else.
func scalarKind(goType string) model.Kind {
	switch goType {
	case "string":
		return model.String
	case "int", "int8", "int16", "int32", "uint", "uint8", "uint16", "uint32":
		return model.Int
	case "int64", "uint64":
		return model.Int64
	case "float32", "float64":
		return model.Float64
	case "bool":
		return model.Bool
	case "time.Time":
		return model.Time
	}
	return model.Raw
}

func isStringEnum(s shape) bool {
	return len(s.enum) > 0 && s.kind == openapi3.TypeString
}

// enumType resolves an enum. Enums that overrides give one name are one type
// with the values of all of them: the schema repeats itself.
func (r *resolver) enumType(s shape, at place) model.TypeRef {
	name, _ := extensionString(s.extensions, "x-go-type-name")
	key := "enum " + cmp.Or(name, at.goName)
	name = r.forced.name(key, cmp.Or(name, at.goName))
	fold, _ := s.extensions["x-spotgen-fold-case"].(bool)
	e, ok := r.enums[name]
	if !ok {
		e = &model.Enum{Name: name, Doc: r.typeDoc(name, ""), Pos: r.in.Pos(at.pointer), FoldCase: fold}
		r.enums[name], r.keys[e] = e, key
	}
	e.FoldCase = e.FoldCase || fold
	for i, v := range s.enum {
		e.Listed = e.Listed || r.in.Pos(fmt.Sprintf("%s/enum/%d", at.pointer, i)).File == r.in.Pos("").File
		if v == nil && s.nullable {
			continue // null is in the list because OpenAPI 3.0 wants it there
		}
		wire, ok := v.(string)
		if !ok {
			r.lose(r.in.Pos(at.pointer+"/enum"), "the value %v of a string enum is not a string; quote it", v)
			continue
		}
		known := slices.ContainsFunc(e.Values, func(v model.EnumValue) bool {
			return v.Wire == wire || e.FoldCase && strings.EqualFold(v.Wire, wire)
		})
		if known {
			continue
		}
		goName := name + naming.Exported(wire)
		if wire == "" {
			goName = name + "None"
		}
		goName = r.forced.name("value "+name+" "+wire, goName)
		e.Values = append(e.Values, model.EnumValue{Wire: wire, GoName: goName, Doc: r.docs.text("values", name+"."+wire)})
	}
	return model.TypeRef{Kind: model.Named, Class: model.EnumType, Name: name}
}

// objectType resolves an object into a struct. Several schemas may share one
// Go type if their fields agree.
func (r *resolver) objectType(s shape, at place) model.TypeRef {
	if s.additional != nil && !at.request {
		r.lose(r.in.Pos(at.pointer+"/additionalProperties"), "properties that are not listed are left out; list them in overrides/schema, or remove additionalProperties there")
	}
	name := at.goName
	if given, ok := extensionString(s.extensions, "x-go-type-name"); ok {
		name = given
		if at.docKey != name && !strings.HasPrefix(at.pointer, "/components/schemas/"+at.docKey) {
			at.docKey = name
		}
	}
	if outer, ok := r.around[s.merged]; ok {
		return model.TypeRef{Kind: model.Named, Class: model.Struct, Name: outer}
	}
	r.around[s.merged] = name
	defer delete(r.around, s.merged)
	t := r.object(name, at, func(at place) []model.Field { return r.fields(s, at, nil) }, s)
	return model.TypeRef{Kind: model.Named, Class: model.Struct, Name: t.Name}
}

// object returns the struct of a name, and makes it on first use.
func (r *resolver) object(name string, at place, fields func(place) []model.Field, s shape) *model.Type {
	pos, key := r.in.Pos(at.pointer), "type "+at.pointer
	if known, ok := r.types[name]; ok && r.in.Provisional && known.Pos != pos {
		name = naming.Exported(at.pointer)
	}
	name = r.forced.name(key, name)
	at.goName = name
	t := &model.Type{Name: name, Pos: pos, Request: at.request, Form: at.form != nil}
	r.keys[t] = key
	defer r.noteMethods(s, at)
	if known, ok := r.types[name]; ok {
		known.Form = known.Form && t.Form
		seen := func(other *model.Type) bool { return other.Name == name && other.Pos == pos }
		if !seen(known) && !slices.ContainsFunc(r.sameTypes, seen) {
			r.sameTypes = append(r.sameTypes, t)
			t.Fields = fields(at)
		}
		return known
	}
	r.types[name] = t   // before its fields, which may refer back to it
	if at.form == nil { // a form copies a component, whose lists have that name
		t.Picture = r.picture(s, at)
	}
	// Through a struct, a list may well lead back to itself.
	defer func(outer map[string]bool) { r.inlining = outer }(r.inlining)
	r.inlining = map[string]bool{}
	t.Schema = strings.TrimPrefix(at.pointer, "/components/schemas/")
	if strings.Contains(t.Schema, "/") {
		t.Schema = ""
	}
	t.Doc = cmp.Or(r.typeDoc(at.docKey, ""), r.typeDoc(name, s.description))
	t.Fields = fields(at)
	t.Position, _ = extensionString(s.extensions, "x-spotgen-position")
	r.alternatives(t, s, at)
	return t
}

// alternatives notes the fields of a request of which at most one may be given. A method
// that sends only a part of a body need not have all of them.
func (r *resolver) alternatives(t *model.Type, s shape, at place) {
	const extension = "x-spotgen-alternatives"
	given, ok := s.extensions[extension]
	if !ok {
		return
	}
	names, _ := given.([]any)
	for _, name := range names {
		name, _ := name.(string)
		if _, ok := s.prop(name); !ok {
			r.stale(r.in.Pos(at.pointer), "%s names the property %q, which is not there; correct it in overrides/schema", extension, name)
		}
		if t.Field(name) != nil {
			t.Alternatives = append(t.Alternatives, name)
		}
	}
	if len(names) < 2 {
		r.diags.Errorf(r.in.Pos(at.pointer), "%s is %v; want a list of two properties or more", extension, given)
	}
	t.NeedsOne = s.merged.minProps > 0
}

// typeDoc returns the doc comment of a type, with the schema's own
// description as a fallback where the schema still has one.
func (r *resolver) typeDoc(key, description string) string {
	if text := r.docs.text("types", key); text != "" {
		return text
	}
	if description != "" {
		return "is described by the schema:\n\n" + strings.TrimSpace(description)
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

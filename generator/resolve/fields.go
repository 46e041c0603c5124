package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// fields resolves the properties of an object, in the order of their Go
// names. A non-nil keep leaves out every property that it does not hold.
func (r *resolver) fields(s shape, at place, keep []string) []model.Field {
	var fields []model.Field
	twins := map[string]model.Field{} // by the name of the newer property
	for _, p := range s.props {
		if keep != nil && !slices.Contains(keep, p.name) {
			continue
		}
		if newer, ok := extensionString(p.extensions, "x-spotgen-merge-into"); ok {
			if hasProp(s, newer) {
				twins[newer] = r.field(p, at)
				continue
			}
			r.stale(r.fieldPos(p, at), "x-spotgen-merge-into: there is no property %q to merge %q into; correct or remove it", newer, p.name)
		}
		fields = append(fields, r.field(p, at))
	}
	for i, f := range fields {
		former, ok := twins[f.Wire]
		if !ok {
			continue
		}
		if !standsFor(former.Type, f.Type) {
			r.lose(former.Pos, "x-spotgen-merge-into: %q and %q are of different types, so that one cannot stand for the other", former.Wire, f.Wire)
			fields = append(fields, former)
			continue
		}
		fields[i].Twin = former.Wire
	}
	slices.SortFunc(fields, func(a, b model.Field) int {
		return cmp.Or(cmp.Compare(a.GoName, b.GoName), cmp.Compare(a.Wire, b.Wire))
	})
	fields = r.checkFields(fields, at)
	r.replaceFields(fields)
	return fields
}

// replaceFields turns the properties that replace deprecated ones into the names of their
// fields.
func (r *resolver) replaceFields(fields []model.Field) {
	for i := range fields {
		f := &fields[i]
		if f.Replacement == "" {
			continue
		}
		newer := slices.IndexFunc(fields, func(other model.Field) bool { return other.Wire == f.Replacement })
		if newer < 0 || newer == i {
			r.stale(f.Pos, "x-spotgen-replacement: there is no other property %q beside %q; correct or remove it", f.Replacement, f.Wire)
			f.Replacement = ""
			continue
		}
		f.Replacement = fields[newer].GoName
	}
}

// standsFor reports whether a value of one type can be read as the other: it
// is the same type, or both are enums, which are open.
func standsFor(former, newer model.TypeRef) bool {
	former.Pointer = newer.Pointer
	return sameType(former, newer) || former.Class == model.EnumType && newer.Class == model.EnumType
}

func (r *resolver) fieldPos(p prop, at place) model.Pos {
	return r.in.Pos(at.declaration(p).pointer)
}

func hasProp(s shape, name string) bool {
	return slices.ContainsFunc(s.props, func(p prop) bool { return p.name == name })
}

func (r *resolver) field(p prop, at place) model.Field {
	shape, declared := r.schemas.shape(p.schema), at.declaration(p)
	pointer, declaring := declared.pointer, declared.docKey
	goName, ok := extensionString(p.extensions, "x-go-name")
	if !ok {
		goName = naming.Exported(p.name)
		if shape.isSingle() {
			goName = naming.Singular(goName)
		}
	}
	ref := r.typeRef(shape, place{pointer: pointer, goName: at.goName + goName, docKey: at.goName + goName, request: at.request, files: at.form.files(p.name)})
	ref.Pointer = isPointer(ref, p, shape) || at.patch && isOptionalScalar(ref, p)
	doc := r.docs.text("fields", at.goName+"."+p.name, at.docKey+"."+p.name, declaring+"."+p.name, p.name)
	if doc == "" && shape.component == "" {
		doc = shape.description
	}
	within, ok := extensionString(p.extensions, "x-spotgen-within")
	if ok && (ref.Kind != model.Int || ref.Pointer) {
		r.lose(r.in.Pos(pointer), "x-spotgen-within: %q is no integer; remove it", p.name)
		within = ""
	}
	notEmpty, _ := p.extensions["x-spotgen-not-empty"].(bool)
	if notEmpty && ref.Kind != model.List && ref.Runtime != model.Resources {
		r.lose(r.in.Pos(pointer), "x-spotgen-not-empty: %q is no list; remove it", p.name)
		notEmpty = false
	}
	html, _ := p.extensions["x-spotgen-html"].(bool)
	if html && ref.Kind != model.String {
		r.lose(r.in.Pos(pointer), "x-spotgen-html: %q is no string; remove it", p.name)
		html = false
	}
	replacement, _ := extensionString(p.extensions, "x-spotgen-replacement")
	return model.Field{
		Wire:        p.name,
		GoName:      goName,
		Doc:         doc,
		Type:        ref,
		Required:    p.required,
		Nullable:    p.nullable,
		Deprecated:  p.deprecated,
		Replacement: replacement,
		MaxItems:    maxItems(shape),
		NotEmpty:    notEmpty,
		HTML:        html && !ref.Pointer && !at.request,
		Within:      within,
		Removed:     r.removedSince(p.extensions, place{pointer: pointer}),
		Pos:         r.in.Pos(pointer),
	}
}

// isPointer decides on a pointer. Absent and null are zero values, so a
// pointer is for what overrides ask one for, and for nullable objects, where
// null (withheld, unknown) is not the same as empty, unless overrides ask for
// none. Lists and unions have a nil of their own.
func isPointer(ref model.TypeRef, p prop, s shape) bool {
	switch ref.Kind {
	case model.List, model.MapOf, model.Raw:
		return false
	case model.Named:
		if ref.Class == model.UnionType {
			return false
		}
		return s.pointer || p.nullable && ref.Class == model.Struct && !refusesPointer(p.extensions)
	case model.PageOf:
		return s.pointer || p.nullable && !refusesPointer(p.extensions)
	}
	return s.pointer
}

// isOptionalScalar reports whether a zero value can be meant that would not be sent: false
// switches something off, and an empty text clears it.
func isOptionalScalar(ref model.TypeRef, p prop) bool {
	return !p.required && isScalar(ref) && !refusesPointer(p.extensions)
}

// declaration is where a property of an object is written down: in the object itself
// or in a part of its allOf. Its docKey is the component that declares it.
func (p place) declaration(of prop) place {
	if of.component == "" {
		return place{pointer: p.pointer + of.pointer, docKey: p.docKey}
	}
	return place{pointer: "/components/schemas/" + escapePointer(of.component) + of.pointer, docKey: of.component}
}

// checkFields reports properties whose names cannot stand in Go, and returns the fields with
// those of them that the struct can have by another name.
func (r *resolver) checkFields(fields []model.Field, at place) []model.Field {
	if r.in.Provisional {
		return fields
	}
	usable := fields[:0:0]
	for _, f := range fields {
		if r.checkWire(f.Wire, f.Pos) {
			usable = append(usable, f)
		}
	}
	taken := map[string]string{} // the properties that have a name
	for _, f := range usable {
		if other, ok := taken[f.GoName]; !ok || naming.Snake(other) != other && naming.Snake(f.Wire) == f.Wire {
			taken[f.GoName] = f.Wire
		}
	}
	for i := range usable {
		f := &usable[i]
		byRule := f.GoName
		switch other := taken[f.GoName]; {
		case !naming.IsExported(f.GoName):
			f.GoName = longer(taken, "Property"+naming.Exported("x" + f.Wire)[1:])
			r.named(f.Pos, f.GoName, "the property %q becomes %q, which is no Go name; give it one with x-go-name", f.Wire, byRule)
		case other != f.Wire:
			f.GoName = longer(taken, f.GoName+"Property")
			r.named(f.Pos, f.GoName, "the properties %q and %q of %s both become %s; give one another name with x-go-name", min(other, f.Wire), max(other, f.Wire), at.goName, byRule)
		case isOfStructs(f.GoName):
			f.GoName = longer(taken, f.GoName+"Property")
			r.named(f.Pos, f.GoName, "the property %q becomes %s, which is a method or field of emitted types; give it another name with x-go-name", f.Wire, byRule)
		default:
			continue
		}
		taken[f.GoName] = f.Wire
	}
	slices.SortFunc(usable, func(a, b model.Field) int { return cmp.Compare(a.GoName, b.GoName) })
	return usable
}

// longer returns a name that is not among those taken: the name itself, or with a number.
func longer(taken map[string]string, name string) string {
	for i := 2; ; i++ {
		if _, ok := taken[name]; !ok {
			return name
		}
		name = strings.TrimRight(name, "0123456789") + itoa(i)
	}
}

// named reports something of which the name by the rules does not do, so that it has
// another one.
func (r *resolver) named(pos model.Pos, name, format string, args ...any) {
	if r.in.StaleAsWarning {
		format, args = format+"; until then it is %s", append(args, name)
	}
	r.lose(pos, format, args...)
}

// isOfStructs reports whether structs have a use for a name themselves.
func isOfStructs(name string) bool {
	switch name {
	case "ResourceURI", "IsRelinked", "OriginalURI", "OriginalID", "IsReplacementFor", "LocalFile", "MarshalJSON", "UnmarshalJSON", "Unknown", "UnknownMembers":
		return true
	}
	return false
}

// deriveAbilities notes what a struct can do, by its fields.
func (r *resolver) deriveAbilities(t *model.Type) {
	if t.Request {
		return
	}
	if id := t.Field("id"); id != nil && isOfRuntime(id, id.Type.Name) {
		t.IDType = id.Type.Name
	}
	t.HasURI = isOfRuntime(t.Field("uri"), "URI")
	linked := t.Field("linked_from")
	t.Relinkable = t.HasURI && t.IDType == "TrackID" && linked != nil && linked.Type.Class == model.Struct && linked.Type.Pointer
	if t.Relinkable {
		t.LinkedType = linked.Type.Name
		original := r.types[t.LinkedType]
		t.LinkedURI = isOfRuntime(original.Field("uri"), "URI")
		t.LinkedID = isOfRuntime(original.Field("id"), t.IDType)
		t.Relinkable = t.LinkedURI || t.LinkedID
	}
	t.LocalCapable = t.HasURI && t.Field("is_local") != nil
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.HTML && slices.ContainsFunc(t.Fields, func(other model.Field) bool { return other.GoName == f.TextMethod() }) {
			r.lose(f.Pos, "%s.%s has the name of the method that reads %s; rename it in overrides/names.yml", t.Name, f.TextMethod(), f.GoName)
			f.HTML = false
		}
	}
}

// isOfRuntime reports whether there is a field that holds a type of the runtime,
// without a pointer.
func isOfRuntime(f *model.Field, name string) bool {
	return f != nil && f.Type.Kind == model.Named && f.Type.Class == model.Runtime && f.Type.Name == name && !f.Type.Pointer
}

// breakRecursion makes a pointer of each field that would put a struct into
// itself, which Go cannot lay out.
func breakRecursion(types []model.Type) {
	byName := map[string]*model.Type{}
	for i := range types {
		byName[types[i].Name] = &types[i]
	}
	onPath, done := map[string]bool{}, map[string]bool{}
	var visit func(t *model.Type)
	visit = func(t *model.Type) {
		onPath[t.Name] = true
		for i := range t.Fields {
			ref := &t.Fields[i].Type
			if ref.Class != model.Struct || ref.Pointer || byName[ref.Name] == nil {
				continue
			}
			if onPath[ref.Name] {
				ref.Pointer = true
				continue
			}
			if !done[ref.Name] {
				visit(byName[ref.Name])
			}
		}
		delete(onPath, t.Name)
		done[t.Name] = true
	}
	for i := range types {
		if !done[types[i].Name] {
			visit(&types[i])
		}
	}
}

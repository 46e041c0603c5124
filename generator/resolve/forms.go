package resolve

import (
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
)

// form resolves a body of fields into a struct, or a map if their names are not known.
func (r *resolver) form(op operation, m method, out model.Body, at place) (model.Body, bool) {
	b := op.body
	s := r.schemas.formOf(b.shape)
	if s.saysNothing() {
		out.Type = model.TypeRef{Kind: model.MapOf, Elem: &model.TypeRef{Kind: model.String}}
		return out, true
	}
	if !s.isObject() {
		out.Type = r.mapType(s, at)
		return out, true
	}
	if name := b.shape.component; name != "" {
		at.pointer, at.docKey = "/components/schemas/"+escapePointer(name), name
	}
	if given, ok := extensionString(s.extensions, "x-go-type-name"); ok {
		at.goName = given
	}
	at.form = b
	isWhole := true
	t := r.requestType(s, m, at, func(f model.Field) bool {
		_, ok := r.formField(f, b)
		if !ok {
			loss := "there is no such field"
			if f.Required {
				loss, isWhole = "it lacks "+op.key(), false
			}
			r.lose(f.Pos, "the client cannot send the field %q of the form in this form, so that %s; describe it otherwise in overrides/schema/requests.yml", f.Wire, loss)
		}
		return ok
	})
	if !isWhole {
		if t.Form {
			delete(r.types, t.Name)
		}
		return out, false
	}
	out.Type = model.TypeRef{Kind: model.Named, Class: model.Struct, Name: t.Name}
	for _, f := range t.Fields {
		if field, ok := r.formField(f, b); ok {
			out.Fields = append(out.Fields, field)
		}
		if b.kind == model.MultipartBody && len(b.encoding(f.Wire).Headers) > 0 {
			r.lose(f.Pos, "the part %q of the form has headers, which the client does not send; remove them in overrides/schema/requests.yml", f.Wire)
		}
	}
	// Some servers know only the fields that come before a file.
	slices.SortStableFunc(out.Fields, func(a, b model.FormField) int { return countFiles(a) - countFiles(b) })
	return out, true
}

func countFiles(f model.FormField) int {
	if f.Type.IsFile() {
		return 1
	}
	return 0
}

// encoding returns what a form says about how a field is written.
func (b *body) encoding(field string) openapi3.Encoding {
	isForm := b.kind == model.FormBody || b.kind == model.MultipartBody
	if encoding := b.media.Encoding[field]; encoding != nil && isForm {
		return *encoding
	}
	return openapi3.Encoding{}
}

// noteForm notes how the fields of a form are written, and which of them are files.
func (r *resolver) noteForm(b *body, fields []model.WireProperty) {
	form := r.schemas.formOf(b.shape)
	for i := range fields {
		field := &fields[i]
		field.Encoding = b.describeEncoding(field.Name)
		p, ok := form.prop(field.Name)
		if !ok {
			continue
		}
		value, wire := r.schemas.formOf(r.schemas.shape(p.schema)), &field.Schema
		if value.isList() && wire.Items != nil {
			value, wire = r.schemas.formOf(value.elem(r.schemas)), wire.Items
		}
		if b.files(field.Name).admits(value) && len(wire.Enum) == 0 {
			*wire = model.WireSchema{Kind: "file"}
		}
	}
}

// describeEncoding puts what a form says about a field into words.
func (b *body) describeEncoding(field string) string {
	var said []string
	encoding := b.encoding(field)
	switch {
	case b.kind == model.FormBody && encoding.Style != "":
		said = append(said, "in the style "+encoding.Style)
	case encoding.ContentType != "":
		said = append(said, "as "+encoding.ContentType)
	}
	if b.kind == model.FormBody && encoding.Explode != nil {
		said = append(said, map[bool]string{true: "exploded", false: "not exploded"}[*encoding.Explode])
	}
	return strings.Join(said, ", ")
}

// files says which texts in a field of a form are files.
func (b *body) files(field string) fileRule {
	if b == nil || b.kind != model.MultipartBody {
		return noFiles
	}
	mediaType := firstMediaType(b.encoding(field).ContentType)
	if mediaType == "" || isTextual(mediaType) || isJSON(mediaType) || strings.HasSuffix(mediaType, "xml") || strings.HasPrefix(mediaType, "*") {
		return binaryFiles
	}
	return allFiles
}

// fileRule says which texts are files.
type fileRule int

const (
	noFiles     fileRule = iota
	binaryFiles          // those of the format binary
	allFiles
)

// admits reports whether a text is a file.
func (rule fileRule) admits(s shape) bool {
	return s.kind == openapi3.TypeString && (rule == allFiles || rule == binaryFiles && s.format == "binary")
}

// firstMediaType returns the first of several media types.
func firstMediaType(list string) string {
	first, _, _ := strings.Cut(list, ",")
	return strings.ToLower(strings.TrimSpace(first))
}

func isJSON(mediaType string) bool {
	essence, _, _ := strings.Cut(mediaType, ";")
	return essence == mediaJSON || strings.HasSuffix(essence, "+json")
}

// formField says how a field of a form is sent, and whether there is a way.
//
// A value that has no form as a text is sent as JSON. A list is a field for each element,
// unless the form says otherwise.
func (r *resolver) formField(f model.Field, b *body) (model.FormField, bool) {
	encoding := b.encoding(f.Wire)
	out := model.FormField{Wire: f.Wire, GoName: f.GoName, Type: f.Type, Required: f.Required}
	mediaType, isStyled := firstMediaType(encoding.ContentType), false
	if b.kind == model.FormBody {
		isStyled = encoding.Style != "" || encoding.Explode != nil
	}
	elem := f.Type
	if f.Type.Kind == model.List {
		elem, out.Style = *f.Type.Elem, model.Repeated
	}
	if b.kind == model.MultipartBody && mediaType != "text/plain" && !strings.Contains(mediaType, "*") {
		out.MediaType = mediaType
	}
	switch {
	case f.Type.IsFile():
		return out, true
	case isResource(elem):
		return out, false
	case isStyled && encoding.Style == openapi3.SerializationDeepObject:
		out.Style = model.Deep
		return out, r.isDeep(f.Type)
	case !isStyled && isJSON(mediaType):
		out.JSON, out.Style = true, model.Commas // as a whole
	case isScalar(elem) && !(elem.Pointer && out.Style == model.Repeated):
	case mediaType != "" && !isStyled:
		return out, false
	default:
		out.JSON = true
	}
	if isStyled && out.Style == model.Repeated {
		out.Style = listStyle(encoding)
	}
	if out.JSON {
		if out.MediaType == mediaJSON {
			out.MediaType = ""
		}
		out.Type.Single = false // one element is written like several
		return out, !isStyled || out.Style == model.Repeated
	}
	return out, true
}

// listStyle says how a list stands in a form that is written like a query.
func listStyle(encoding openapi3.Encoding) model.Style {
	switch {
	case encoding.Style == openapi3.SerializationPipeDelimited:
		return model.Pipes
	case encoding.Style == openapi3.SerializationSpaceDelimited:
		return model.Spaces
	case encoding.Explode != nil && !*encoding.Explode:
		return model.Commas
	}
	return model.Repeated
}

// isDeep reports whether a type is an object of single values.
func (r *resolver) isDeep(ref model.TypeRef) bool {
	t := r.structOf(ref)
	return t != nil && !slices.ContainsFunc(t.Fields, func(f model.Field) bool { return !isScalar(f.Type) })
}

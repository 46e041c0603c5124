package resolve

import (
	"cmp"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// body is what a request carries, in the form that the client sends.
type body struct {
	kind       model.BodyKind // NoBody is for one that cannot be sent
	mediaTypes []string       // of that kind
	required   bool
	shape      shape // of the first media type
	media      *openapi3.MediaType
}

// mediaType names the media types of a body.
func (b *body) mediaType() string { return cmp.Or(b.vendor(), strings.Join(b.mediaTypes, ", ")) }

// vendor is the media type of JSON that is of a kind of its own; empty for other bodies.
func (b *body) vendor() string {
	vendor, _ := extensionString(b.media.Extensions, "x-spotgen-media-type")
	return vendor
}

// body reads the request body of an operation. Of several forms, it is the first that
// the client can send, in the order of model.BodyKind.
func (s schemas) body(op operation) *body {
	ref := op.spec.RequestBody
	if ref == nil || ref.Value == nil || len(ref.Value.Content) == 0 {
		return nil
	}
	var bodies []body
	for _, mediaType := range slices.Sorted(maps.Keys(ref.Value.Content)) {
		media := cmp.Or(ref.Value.Content[mediaType], &openapi3.MediaType{})
		b := body{mediaTypes: []string{mediaType}, required: ref.Value.Required, media: media, shape: s.shape(media.Schema)}
		b.kind = s.bodyKind(mediaType, &b)
		i := slices.IndexFunc(bodies, func(other body) bool {
			return other.kind == b.kind && (b.kind == model.TextBody || b.kind == model.BinaryBody)
		})
		if i < 0 {
			bodies = append(bodies, b)
		} else {
			bodies[i].mediaTypes = append(bodies[i].mediaTypes, mediaType)
		}
	}
	best := slices.MinFunc(bodies, func(a, b body) int { return cmp.Compare(rank(a.kind), rank(b.kind)) })
	return &best
}

// rank orders the kinds of bodies. What cannot be sent comes last.
func rank(kind model.BodyKind) int {
	if kind == model.NoBody {
		return int(model.BinaryBody) + 1
	}
	return int(kind)
}

// bodyKind says how the client sends a body of a media type.
func (s schemas) bodyKind(mediaType string, b *body) model.BodyKind {
	switch {
	case mediaType == mediaJSON:
		return model.JSONBody
	case mediaType == "image/jpeg" && b.shape.format == "byte":
		return model.JPEGBody
	case mediaType == "application/x-www-form-urlencoded":
		if form := s.formOf(b.shape); form.isObject() || s.isFlat(form) || form.saysNothing() {
			return model.FormBody
		}
	case mediaType == "multipart/form-data":
		// Without a word about its fields, nobody knows which of them are files.
		if form := s.formOf(b.shape); form.isObject() || s.isFlat(form) && s.formOf(s.shape(form.additional)).format != "binary" {
			return model.MultipartBody
		}
	case strings.HasPrefix(mediaType, "multipart/"):
	case isTextual(mediaType):
		return model.TextBody
	case strings.Contains(mediaType, "/"):
		return model.BinaryBody
	}
	return model.NoBody
}

// formOf follows the references of a form, which has no type of its own in JSON.
func (s schemas) formOf(form shape) shape {
	for hops := 0; form.component != "" && hops < len(s.components); hops++ {
		next, ok := s.component(form.component)
		if !ok {
			break
		}
		form = next
	}
	return form
}

// isFlat reports whether a shape is a map of single values.
func (s schemas) isFlat(form shape) bool {
	return form.isMap() && s.formOf(s.shape(form.additional)).goType != ""
}

// saysNothing reports whether a shape is an object of which nothing else is known.
func (s shape) saysNothing() bool {
	return s.component == "" && s.runtime == "" && !s.conflict && !s.not && (s.kind == "" || s.kind == openapi3.TypeObject) &&
		s.additional == nil && len(s.props)+len(s.alternatives) == 0
}

// resolveBody resolves the request body of a method, and reports whether the operation
// can be sent. It adds the properties that are arguments to those of the method.
func (r *resolver) resolveBody(op operation, m method, method *model.Operation, at place) (model.Body, bool) {
	service, name, b := method.Service, method.Name, op.body
	if b == nil || m.body != nil && len(m.body) == 0 {
		return model.Body{}, true
	}
	out := model.Body{Kind: b.kind, Required: b.required}
	switch b.kind {
	case model.NoBody:
		loss := "it cannot be sent"
		if b.required {
			loss = "the client lacks " + op.key()
		}
		r.lose(r.in.Pos(at.pointer+"/requestBody"), "the client cannot send a request body of type %s in this form, so that %s; remove or replace it in overrides/schema/requests.yml", b.mediaType(), loss)
		return model.Body{}, !b.required
	case model.JPEGBody:
		return model.Body{Kind: model.JPEGBody}, true
	case model.TextBody, model.BinaryBody:
		out.Type = verbatimType(b.mediaTypes[0])
		out.Base64 = b.kind == model.BinaryBody && b.shape.format == "byte"
		if len(b.mediaTypes) > 1 || strings.Contains(b.mediaTypes[0], "*") {
			out.MediaTypes = b.mediaTypes
			return out, true
		}
		out.MediaType = b.mediaTypes[0]
		if b.kind == model.TextBody {
			out.MediaType = mime.FormatMediaType(out.MediaType, map[string]string{"charset": "utf-8"})
		}
		return out, true
	}
	if m.arguments && b.kind == model.JSONBody && b.shape.component == "" && b.shape.isObject() {
		method.Params = append(method.Params, r.bodyArguments(b.shape, m, place{
			pointer: at.pointer + "/requestBody/content/" + escapePointer(b.mediaTypes[0]) + "/schema",
			goName:  service + name, docKey: service + name, request: true,
		})...)
		return model.Body{Kind: model.ArgumentBody, MediaType: b.vendor()}, true
	}
	if m.arguments {
		r.stale(r.in.Pos(at.pointer+"/x-spotgen-methods"), "%s has arguments for the properties of its body, but the body of %s is no JSON object of its own; correct it in overrides/schema/methods.yml", m.name, op.key())
	}
	typeName := r.names.name("requests", op.methodKey(m), requestName(service, name), &r.diags)
	bodyPlace := place{
		pointer: at.pointer + "/requestBody/content/" + escapePointer(b.mediaTypes[0]) + "/schema",
		goName:  typeName, docKey: typeName, request: true, patch: op.method == http.MethodPatch,
	}
	s := b.shape
	if b.kind != model.JSONBody {
		return r.form(op, m, out, bodyPlace)
	}
	if s.component != "" || !s.isObject() {
		return model.Body{Kind: model.JSONBody, Type: r.typeRef(s, bodyPlace), MediaType: b.vendor()}, true
	}
	t := r.requestType(s, m, bodyPlace, func(model.Field) bool { return true })
	return model.Body{
		Kind:     model.JSONBody,
		Type:     model.TypeRef{Kind: model.Named, Class: model.Struct, Name: t.Name},
		NonEmpty: s.minProps > 0,

		MediaType: b.vendor(),
	}, true
}

// bodyArguments returns the properties of a body as arguments, in the order in which the
// method lists them. All of them are required: there is no struct that could lack one.
func (r *resolver) bodyArguments(s shape, m method, at place) []model.Param {
	var args []model.Param
	for _, f := range r.fields(s, at, m.body) {
		f.Type.Pointer = f.Type.Pointer && f.Nullable
		args = append(args, model.Param{
			Wire: f.Wire, GoName: f.GoName, ArgName: naming.Unexported(f.GoName), Doc: f.Doc, Pos: f.Pos,
			In: model.InBody, Type: f.Type, NotEmpty: f.NotEmpty,
		})
	}
	slices.SortStableFunc(args, func(a, b model.Param) int {
		return cmp.Compare(slices.Index(m.body, a.Wire), slices.Index(m.body, b.Wire))
	})
	return args
}

// requestType makes the struct of a request, or of the part of it that a method sends, with
// the fields to keep.
func (r *resolver) requestType(s shape, m method, at place, keep func(model.Field) bool) *model.Type {
	// The parts of a body that splits have one position in the schema.
	at.pointer += m.suffix()
	return r.object(at.goName, at, func(p place) []model.Field {
		p.pointer = strings.TrimSuffix(p.pointer, m.suffix())
		fields := r.fields(s, p, m.body)
		for i := range fields {
			if m.required != nil {
				fields[i].Required = slices.Contains(m.required, fields[i].Wire)
			}
		}
		return slices.DeleteFunc(fields, func(f model.Field) bool { return !keep(f) })
	}, s)
}

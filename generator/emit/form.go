package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// filePart is the emitted type of a file in a form.
const filePart = "FilePart"

// form writes a body of fields:
//
//	form := newForm(req)
//	<field>
//	req.formBody(form)
//
// with multipartBody if the fields are sent in parts. Of a map, there is only
//
//	formMap(form, body)
func (e *emitter) form(op *model.Operation) []jen.Code {
	statements := []jen.Code{jen.Id("form").Op(":=").Id("newForm").Call(jen.Id("req"))}
	if op.Body.Type.Kind == model.MapOf {
		statements = append(statements, jen.Id("formMap").Call(jen.Id("form"), jen.Id("body")))
	}
	for _, f := range op.Body.Fields {
		statements = append(statements, e.formField(f)...)
		if f.MediaType != "" && !f.Type.IsFile() {
			// form.typed("<wire>", "<media type>")
			statements = append(statements, jen.Id("form").Dot("typed").Call(jen.Lit(f.Wire), jen.Lit(f.MediaType)))
		}
	}
	add := "formBody"
	if op.Body.Kind == model.MultipartBody {
		add = "multipartBody"
	}
	return append(statements, jen.Id("req").Dot(add).Call(jen.Id("form")))
}

// formField writes a field of a form, by its type:
//
//	formValue(form, "name", body.Name)
//	optionalForm(form, "year", body.Year)
//	optionalFormPtr(form, "live", body.Live)
//	formList(form, "tags", repeated, body.Tags)
//	form.json("song", body.Song.encode)
//	form.file("cover", true, body.Cover.Name, body.Cover.ContentType, body.Cover.Content)
//
// A list of what has no form as a text is a field for each element:
//
//	for i := range body.Songs {
//		form.json("songs", body.Songs[i].encode)
//	}
func (e *emitter) formField(f model.FormField) []jen.Code {
	form, wire, value := jen.Id("form"), jen.Lit(f.Wire), jen.Id("body").Dot(f.GoName)
	elements := func(write func(model.TypeRef, *jen.Statement) jen.Code) []jen.Code {
		return []jen.Code{jen.For(jen.Id("i").Op(":=").Range().Add(value)).Block(write(*f.Type.Elem, jen.Add(value).Index(jen.Id("i"))))}
	}
	asJSON := func(ref model.TypeRef, value *jen.Statement) jen.Code {
		return jen.Add(form).Dot("json").Call(wire, encoding(ref, jen.Add(value)))
	}
	asFile := func(_ model.TypeRef, value *jen.Statement) jen.Code { return fileField(f, value) }
	switch {
	case f.Type.Kind == model.File:
		return []jen.Code{fileField(f, value)}
	case f.Type.IsFile():
		return elements(asFile)
	case f.Style == model.Deep:
		return e.formProperties(f, value)
	case f.JSON && f.Type.Kind == model.List && f.Style == model.Repeated:
		return elements(asJSON)
	case f.JSON && f.Required:
		return []jen.Code{asJSON(f.Type, value)}
	case f.JSON:
		return []jen.Code{jen.If(isSet(f.Type, value)).Block(asJSON(f.Type, value))}
	case f.Type.Kind == model.List:
		style := string(f.Style)
		if f.Style == model.Commas {
			style = "commas"
		}
		return []jen.Code{jen.Id("formList").Call(form, wire, jen.Id(style), value)}
	}
	return []jen.Code{formValue(f.Wire, f.Type, f.Required, value)}
}

// formValue writes a field of one value.
func formValue(wire string, ref model.TypeRef, required bool, value jen.Code) jen.Code {
	add := "optionalForm"
	switch {
	case ref.Pointer:
		add = "optionalFormPtr"
	case required:
		add = "formValue"
	}
	return jen.Id(add).Call(jen.Id("form"), jen.Lit(wire), value)
}

// fileField writes a file:
//
//	form.file("cover", true, body.Cover.Name, cmp.Or(body.Cover.ContentType, "image/png"), body.Cover.Content)
func fileField(f model.FormField, value *jen.Statement) jen.Code {
	var contentType jen.Code = jen.Add(value).Dot("ContentType")
	if f.MediaType != "" {
		contentType = jen.Qual("cmp", "Or").Call(contentType, jen.Lit(f.MediaType))
	}
	isNeeded := f.Required || f.Type.Kind == model.List
	return jen.Id("form").Dot("file").Call(jen.Lit(f.Wire), jen.Lit(isNeeded), jen.Add(value).Dot("Name"), contentType, jen.Add(value).Dot("Content"))
}

// formProperties writes the fields that an object becomes, one for each property:
//
//	formValue(form, "song[name]", body.Song.Name)
//
// of which one that may be missing has none:
//
//	if <body.Song is not zero> { … }
func (e *emitter) formProperties(f model.FormField, object *jen.Statement) []jen.Code {
	var fields []jen.Code
	for _, property := range e.structType(f.Type).Fields {
		fields = append(fields, formValue(f.Wire+"["+property.Wire+"]", property.Type, property.Required, jen.Add(object).Dot(property.GoName)))
	}
	if f.Required && !f.Type.Pointer {
		return fields
	}
	return []jen.Code{jen.If(isSet(f.Type, object)).Block(fields...)}
}

// rawBody writes a body that is sent as it is:
//
//	req.rawBody("text/plain; charset=utf-8", []byte(body))
//
// One that is optional is not sent if it is empty:
//
//	if len(body) > 0 { … }
func rawBody(op *model.Operation) jen.Code {
	mediaType, value := jen.Code(jen.Id("contentType")), jen.Id("body")
	if op.Body.MediaType != "" {
		mediaType = jen.Lit(op.Body.MediaType)
	}
	switch {
	case op.Body.Base64:
		value = jen.Qual("encoding/base64", "StdEncoding").Dot("AppendEncode").Call(jen.Nil(), value)
	case op.Body.Kind == model.TextBody:
		value = jen.Index().Byte().Call(value)
	}
	send := jen.Id("req").Dot("rawBody").Call(mediaType, value)
	if op.Body.Required {
		return send
	}
	return jen.If(jen.Len(jen.Id("body")).Op(">").Lit(0)).Block(send)
}

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

const encodingJSON = "encoding/json"

// json writes the conversions that struct tags cannot express: unions,
// fields that arrive under an older name, and requests that look otherwise on
// the wire.
func (e *emitter) json(f *file) {
	for _, u := range e.api.Unions {
		f.documented(comment("UnmarshalJSON decodes the kind that the property "+u.Property+" names. A kind that is not known is kept in Raw."), unmarshalUnion(u))
		f.documented(comment("MarshalJSON encodes the value that is set, or null."), marshalUnion(u))
	}
	for i := range e.api.Types {
		t := &e.api.Types[i]
		if twins := twinsOf(t); len(twins) > 0 {
			f.documented(comment("UnmarshalJSON decodes the object under the present and the former names of its properties."), unmarshalTwins(t, twins))
		}
		if rewritten := rewrittenFields(t); len(rewritten) > 0 {
			f.documented(comment("MarshalJSON encodes the request as the API wants it, with "+forms(rewritten)+"."), marshalRequest(t, rewritten))
		}
	}
}

// unmarshalUnion writes the decoder of a union:
//
//	func (u *<Union>) UnmarshalJSON(data []byte) error {
//		*u = <Union>{}
//		var head struct { Kind string `json:"<property>"` }
//		if err := json.Unmarshal(data, &head); err != nil { return err }
//		switch {
//		case string(data) == "null":
//			return nil
//		case head.Kind == "<kind>":
//			u.<Member> = new(<Type>)
//			return json.Unmarshal(data, u.<Member>)
//		}
//		u.Raw = bytes.Clone(data)
//		return nil
//	}
func unmarshalUnion(u model.Union) jen.Code {
	cases := []jen.Code{
		jen.Case(jen.Id("string").Call(jen.Id("data")).Op("==").Lit("null")).Block(jen.Return(jen.Nil())),
	}
	for _, m := range u.Members {
		cases = append(cases, jen.Case(jen.Id("head").Dot("Kind").Op("==").Lit(m.Kind)).Block(
			jen.Id("u").Dot(m.GoName).Op("=").New(jen.Id(m.Type)),
			jen.Return(jen.Qual(encodingJSON, "Unmarshal").Call(jen.Id("data"), jen.Id("u").Dot(m.GoName))),
		))
	}
	return jen.Func().Params(jen.Id("u").Op("*").Id(u.Name)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(
		jen.Op("*").Id("u").Op("=").Id(u.Name).Values(),
		jen.Var().Id("head").Struct(jen.Id("Kind").String().Tag(map[string]string{"json": u.Property})),
		jen.If(jen.Err().Op(":=").Qual(encodingJSON, "Unmarshal").Call(jen.Id("data"), jen.Op("&").Id("head")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
		jen.Switch().Block(cases...),
		jen.Id("u").Dot("Raw").Op("=").Qual("bytes", "Clone").Call(jen.Id("data")),
		jen.Return(jen.Nil()),
	)
}

// marshalUnion writes the encoder of a union:
//
//	func (u <Union>) MarshalJSON() ([]byte, error) {
//		switch {
//		case u.<Member> != nil:
//			return json.Marshal(u.<Member>)
//		case u.Raw != nil:
//			return u.Raw, nil
//		}
//		return []byte("null"), nil
//	}
func marshalUnion(u model.Union) jen.Code {
	var cases []jen.Code
	for _, m := range u.Members {
		cases = append(cases, jen.Case(jen.Id("u").Dot(m.GoName).Op("!=").Nil()).Block(
			jen.Return(jen.Qual(encodingJSON, "Marshal").Call(jen.Id("u").Dot(m.GoName)))))
	}
	cases = append(cases, jen.Case(jen.Id("u").Dot("Raw").Op("!=").Nil()).Block(jen.Return(jen.Id("u").Dot("Raw"), jen.Nil())))
	return jen.Func().Params(jen.Id("u").Id(u.Name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Switch().Block(cases...),
		jen.Return(jen.Index().Byte().Call(jen.Lit("null")), jen.Nil()),
	)
}

func twinsOf(t *model.Type) []model.Field {
	var twins []model.Field
	for _, f := range t.Fields {
		if f.Twin != "" {
			twins = append(twins, f)
		}
	}
	return twins
}

// unmarshalTwins writes the decoder of an object with renamed properties. The
// embedded plain type has the fields but not this method.
//
//	func (t *<Type>) UnmarshalJSON(data []byte) error {
//		type plain <Type>
//		former := struct {
//			*plain
//			<Field> <type> `json:"<twin>"`
//		}{plain: (*plain)(t)}
//		if err := json.Unmarshal(data, &former); err != nil { return err }
//		if t.<Field> is zero { t.<Field> = former.<Field> }
//		return nil
//	}
func unmarshalTwins(t *model.Type, twins []model.Field) jen.Code {
	fields := []jen.Code{jen.Op("*").Id("plain")}
	for _, f := range twins {
		fields = append(fields, jen.Id("Former"+f.GoName).Add(goType(f.Type)).Tag(map[string]string{"json": f.Twin}))
	}
	body := []jen.Code{
		jen.Type().Id("plain").Id(t.Name),
		jen.Id("former").Op(":=").Struct(fields...).Values(jen.Dict{jen.Id("plain"): jen.Parens(jen.Op("*").Id("plain")).Call(jen.Id("t"))}),
		jen.If(jen.Err().Op(":=").Qual(encodingJSON, "Unmarshal").Call(jen.Id("data"), jen.Op("&").Id("former")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
	}
	for _, f := range twins {
		present := jen.Id("t").Dot(f.GoName)
		body = append(body, jen.If(isZero(f.Type, present)).Block(
			jen.Id("t").Dot(f.GoName).Op("=").Id("former").Dot("Former"+f.GoName)))
	}
	body = append(body, jen.Return(jen.Nil()))
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("UnmarshalJSON").Params(jen.Id("data").Index().Byte()).Error().Block(body...)
}

// isZero writes the test whether a value is absent.
func isZero(ref model.TypeRef, value *jen.Statement) jen.Code {
	switch {
	case ref.Pointer || ref.Kind == model.List || ref.Kind == model.Raw:
		return value.Op("==").Nil()
	case ref.Kind == model.Bool:
		return jen.Op("!").Add(value)
	case ref.Kind == model.String || ref.Kind == model.Named && ref.Class == model.EnumType:
		return value.Op("==").Lit("")
	case ref.Kind == model.Int || ref.Kind == model.Int64 || ref.Kind == model.Float64:
		return value.Op("==").Lit(0)
	case ref.Class == model.UnionType || ref.Kind == model.Time:
		return value.Dot("IsZero").Call()
	}
	// A struct may hold lists, which == does not compare.
	return jen.Qual("reflect", "ValueOf").Call(value).Dot("IsZero").Call()
}

// rewrittenFields are the fields of a request that have another form on the
// wire: lists of one, and things that stand for their URIs.
func rewrittenFields(t *model.Type) []model.Field {
	var fields []model.Field
	for _, f := range t.Fields {
		if t.Request && (f.Type.Single || f.Type.Name == "Resource") {
			fields = append(fields, f)
		}
	}
	return fields
}

// forms says what is special about fields on the wire.
func forms(rewritten []model.Field) string {
	var forms []string
	for _, f := range rewritten {
		form := f.GoName + " as a URI"
		if f.Type.Single {
			form = f.GoName + " as a list of one"
		}
		forms = append(forms, form)
	}
	return enumerate(forms, "and")
}

// marshalRequest writes the encoder of a request. The embedded plain type has
// the fields but not this method; the fields beside it win over its own.
//
//	func (t <Type>) MarshalJSON() ([]byte, error) {
//		type plain <Type>
//		return json.Marshal(struct {
//			plain
//			<Field> [1]<type> `json:"<wire>"`
//			<Field> URI       `json:"<wire>,omitzero"`
//		}{plain: plain(t), <Field>: [1]<type>{t.<Field>}, <Field>: wire<Field>})
//	}
//
// with, for each thing that stands for its URI, at the beginning
//
//	wire<Field>, err := wireURI("<wire>", t.<Field>, <whether it may be a local file>)
//	if err != nil { return nil, err }
func marshalRequest(t *model.Type, rewritten []model.Field) jen.Code {
	fields := []jen.Code{jen.Id("plain")}
	values := jen.Dict{jen.Id("plain"): jen.Id("plain").Call(jen.Id("t"))}
	body := []jen.Code{jen.Type().Id("plain").Id(t.Name)}
	for _, f := range rewritten {
		value := jen.Id("t").Dot(f.GoName)
		wire, converted := jen.Id("URI"), jen.Id("wire"+f.GoName)
		if f.Type.Single {
			wire = jen.Index(jen.Lit(1)).Add(goType(f.Type))
			converted = jen.Add(wire).Values(value)
		} else {
			body = append(body,
				jen.List(converted, jen.Err()).Op(":=").Id("wireURI").Call(jen.Lit(f.Wire), value, allowsLocal(t)),
				jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())))
		}
		values[jen.Id(f.GoName)] = converted
		tag := f.Wire
		if !f.Required {
			tag += ",omitzero"
		}
		fields = append(fields, jen.Id(f.GoName).Add(wire).Tag(map[string]string{"json": tag}))
	}
	return jen.Func().Params(jen.Id("t").Id(t.Name)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		append(body, jen.Return(jen.Qual(encodingJSON, "Marshal").Call(jen.Struct(fields...).Values(values))))...,
	)
}

// allowsLocal says whether a thing in a request may be a local file, which can
// be removed by its positions:
//
//	len(t.Positions) > 0
func allowsLocal(t *model.Type) jen.Code {
	if f := t.Field("positions"); f != nil {
		return jen.Len(jen.Id("t").Dot(f.GoName)).Op(">").Lit(0)
	}
	return jen.False()
}

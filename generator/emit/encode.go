package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// encoders writes how each type is written as JSON.
func (e *emitter) encoders(f *file) {
	for _, p := range e.api.Pages {
		f.Add(encodePage(p))
		f.Line()
	}
	for i := range e.api.Types {
		if !e.api.Types[i].Form {
			f.Add(encodeStruct(&e.api.Types[i]))
			f.Line()
		}
	}
	for _, u := range e.api.Unions {
		doc := "encode writes the JSON that is kept, or null."
		if len(u.Members) > 0 {
			doc = "encode writes the value that is set, or null."
		}
		f.documented(comment(doc), encodeUnion(u))
	}
}

// encodeStruct writes the encoder of a struct:
//
//	func (t *<Type>) encode(e *encoder) {
//		start := e.beginObject()
//		<members>
//		e.endObjectWith(start, t.UnknownMembers)
//	}
func encodeStruct(t *model.Type) jen.Code {
	var members []jen.Code
	for _, f := range t.Fields {
		members = append(members, encodeMember(t, f)...)
	}
	return encoderOf(jen.Id(t.Name), members)
}

// encodePage is encodeStruct for a page, whose items are of any type.
func encodePage(p model.Page) jen.Code {
	members := []jen.Code{
		key("items"),
		jen.Id("encodeItems").Call(jen.Id("e"), jen.Id("t").Dot("Items")),
	}
	for _, f := range p.Fields {
		members = append(members, encodeMember(&model.Type{}, f)...)
	}
	return encoderOf(jen.Id(p.Name).Index(jen.Id("T")), members)
}

func encoderOf(receiver jen.Code, members []jen.Code) jen.Code {
	body := append([]jen.Code{jen.Id("start").Op(":=").Id("e").Dot("beginObject").Call()}, members...)
	return jen.Func().Params(jen.Id("t").Op("*").Add(receiver)).Id("encode").Params(jen.Id("e").Op("*").Id("encoder")).
		Block(append(body, jen.Id("e").Dot("endObjectWith").Call(jen.Id("start"), jen.Id("t").Dot("UnknownMembers")))...)
}

// encodeMember writes key and value of a field:
//
//	e.stringMember("<wire>", string(t.<Field>))
//
// if that is a string, an int, or a bool, else
//
//	e.key("<wire>")
//	<encode t.<Field>>
//
// or, where zero is left out,
//
//	if <t.<Field> is not zero> {
//		<key and value>
//	}
func encodeMember(t *model.Type, f model.Field) []jen.Code {
	omits := omitsZero(*t, f)
	member := scalarMember(f, omits)
	if member == nil {
		value := encode(f.Type, field(f))
		if f.Type.Runtime == model.Resource && !f.Type.Single {
			value = jen.Id("encodeURI").Call(jen.Id("e"), jen.Lit(f.Wire), field(f), allowsLocal(t))
		}
		member = []jen.Code{key(f.Wire), value}
	}
	if !omits {
		return member
	}
	return []jen.Code{jen.If(isSet(f.Type, field(f))).Block(member...)}
}

// scalarMember writes key and value of a field in one call, which is faster than two, nil
// if there is no such call for its type. isSet says that a pointer is not nil.
func scalarMember(f model.Field, isSet bool) []jen.Code {
	ref, value := f.Type, field(f)
	if ref.Pointer && isSet {
		ref.Pointer, value = false, jen.Op("*").Add(value)
	}
	switch {
	case ref.Pointer || ref.Single:
		return nil
	case ref.IsNamedText():
		value = jen.String().Call(value)
	case ref.Kind != model.String && ref.Kind != model.Int && ref.Kind != model.Bool:
		return nil
	}
	name := "string"
	if !ref.IsNamedText() {
		name = scalarName(ref)
	}
	return []jen.Code{jen.Id("e").Dot(name+"Member").Call(jen.Lit(f.Wire), value)}
}

// key writes e.key("<wire>").
func key(wire string) jen.Code { return jen.Id("e").Dot("key").Call(jen.Lit(wire)) }

// encode writes a statement that writes a value:
//
//	e.int(<value>)
//	e.string(string(<value>))
//	<value>.encode(e)
//	encodePointer(e, <value>, <writer of what it points to>)
//	encodeSingle(e, &<value>, <writer of the element>)
//	encodeList(e, <value>, <writer of an element>)
//	encodeMap(e, <value>, <writer of a value>)
func encode(ref model.TypeRef, value *jen.Statement) *jen.Statement {
	return encodeAt(ref, jen.Op("&").Add(value), value)
}

// encodeAt is encode for a value that is known by its address, too.
func encodeAt(ref model.TypeRef, address, value *jen.Statement) *jen.Statement {
	e := jen.Id("e")
	switch {
	case ref.Single:
		ref.Single = false
		return jen.Id("encodeSingle").Call(e, address, writer(ref))
	case ref.Pointer:
		ref.Pointer = false
		return jen.Id("encodePointer").Call(e, value, writer(ref))
	case ref.Kind == model.List:
		return jen.Id("encodeList").Call(e, value, writer(*ref.Elem))
	case ref.Kind == model.MapOf:
		return jen.Id("encodeMap").Call(e, value, writer(*ref.Elem))
	case ref.Runtime == model.Resource:
		return jen.Id("encodeURI").Call(e, jen.Lit(""), value, jen.False())
	case ref.IsNamedText():
		return e.Dot("string").Call(jen.String().Call(value))
	case ref.Kind == model.Named || ref.Kind == model.PageOf:
		return jen.Add(value).Dot("encode").Call(e)
	}
	return e.Dot(scalarName(ref)).Call(value)
}

// writer writes a function that writes a value of a type, like reader.
func writer(ref model.TypeRef) jen.Code {
	if name := codecName(ref, "encode"); name != nil && ref.Runtime != model.Resource {
		return name
	}
	return jen.Func().Params(jen.Id("p").Op("*").Add(goType(ref)), jen.Id("e").Op("*").Id("encoder")).
		Block(encodeAt(ref, jen.Id("p"), jen.Op("*").Id("p")))
}

// isZero writes the test whether a value is absent.
func isZero(ref model.TypeRef, value *jen.Statement) jen.Code {
	switch {
	case isNil(ref):
		return jen.Add(value).Op("==").Nil()
	case ref.Kind == model.Bool:
		return jen.Op("!").Add(value)
	case ref.Kind == model.String || ref.IsNamedText():
		return jen.Add(value).Op("==").Lit("")
	case ref.Kind == model.Int || ref.Kind == model.Int64 || ref.Kind == model.Float64:
		return jen.Add(value).Op("==").Lit(0)
	case ref.Class == model.UnionType || ref.Class == model.Runtime || ref.Kind == model.Time:
		return jen.Add(value).Dot("IsZero").Call()
	}
	return jen.Id("isNull").Call(jen.Op("&").Add(value))
}

// isSet writes the test whether a value is there, the opposite of isZero.
func isSet(ref model.TypeRef, value *jen.Statement) jen.Code {
	switch {
	case isNil(ref):
		return jen.Add(value).Op("!=").Nil()
	case ref.Kind == model.Bool:
		return value
	case ref.Kind == model.String || ref.IsNamedText():
		return jen.Add(value).Op("!=").Lit("")
	case ref.Kind == model.Int || ref.Kind == model.Int64 || ref.Kind == model.Float64:
		return jen.Add(value).Op("!=").Lit(0)
	}
	return jen.Op("!").Add(isZero(ref, value))
}

// isNil reports whether the zero value of a type is nil.
func isNil(ref model.TypeRef) bool {
	return ref.Pointer || ref.Kind == model.List || ref.Kind == model.MapOf || ref.Kind == model.Raw || ref.Kind == model.Bytes ||
		ref.Runtime == model.Resource || ref.Runtime == model.Resources
}

// allowsLocal says whether a thing in a request may be a local file, which can
// be removed by its positions:
//
//	len(t.Positions) > 0
func allowsLocal(t *model.Type) jen.Code {
	if t.Positions != "" {
		return jen.Len(jen.Id("t").Dot(t.Positions)).Op(">").Lit(0)
	}
	return jen.False()
}

package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// decodeUnion writes the decoder of a union:
//
//	func (u *<Union>) decode(d *decoder) {
//		*u = <Union>{}
//		if d.null() { return }
//		if d.peek() != '{' { d.raw(&u.Raw); return }
//		<try what is likely>
//		switch d.kind("<property>", <shapes>) {
//		case "<kind>":
//			u.<Member> = allot[<Type>](d)
//			u.<Member>.decode(d)
//		default:
//			d.otherKind(&u.Raw, "<property>")
//		}
//	}
//
// of which the test for an object is there if a value may be something else, and all but
// the reading of Raw, as any value, is not there without members.
func (e *emitter) decodeUnion(u model.Union) jen.Code {
	keep := jen.Id("d").Dot("raw").Call(jen.Op("&").Id("u").Dot("Raw"))
	decoder := jen.Func().Params(jen.Id("u").Op("*").Id(u.Name)).Id("decode").Params(jen.Id("d").Op("*").Id("decoder"))
	if len(u.Members) == 0 {
		return decoder.Block(keep)
	}
	args := []jen.Code{jen.Lit(u.Property)}
	for _, s := range u.Shapes {
		args = append(args, jen.Id("shape").Values(
			jen.Id("said").Op(":").Lit(s.Said), jen.Id("key").Op(":").Lit(s.Key), jen.Id("kind").Op(":").Lit(s.Kind)))
	}
	var cases []jen.Code
	for _, m := range u.Fields() {
		member := jen.Id("u").Dot(m.GoName)
		kinds := make([]jen.Code, len(m.Kinds))
		for i, kind := range m.Kinds {
			kinds[i] = jen.Lit(kind)
		}
		cases = append(cases, jen.Case(kinds...).Block(
			jen.Add(member).Op("=").Id("allot").Index(jen.Id(m.Type)).Call(jen.Id("d")),
			jen.Add(member).Dot("decode").Call(jen.Id("d")),
		))
	}
	cases = append(cases, jen.Default().Block(keepOther(u)))
	body := []jen.Code{
		jen.Op("*").Id("u").Op("=").Id(u.Name).Values(),
		jen.If(jen.Id("d").Dot("null").Call()).Block(jen.Return()),
	}
	if len(u.Attempts) > 0 {
		body = append(body, jen.If(jen.Id("d").Dot("peek").Call().Op("!=").LitRune('{')).Block(jen.Add(keep), jen.Return()))
	}
	if likely := e.tryLikely(u); likely != nil {
		body = append(body, likely)
	}
	body = append(body, jen.Switch(jen.Id("d").Dot("kind").Call(args...)).Block(cases...))
	return decoder.Block(body...)
}

// keepOther writes what becomes of an object of another kind. Where values may be something
// else, too, such an object is no surprise:
//
//	d.rawObject(&u.Raw)
func keepOther(u model.Union) jen.Code {
	raw := jen.Op("&").Id("u").Dot("Raw")
	if len(u.Attempts) > 0 {
		return jen.Id("d").Dot("rawObject").Call(raw)
	}
	return jen.Id("d").Dot("otherKind").Call(raw, jen.Lit(u.Property))
}

// tryLikely writes the attempt to read a union as its first member, if that keeps
// the property by which kinds are told apart. It saves a look at the whole object.
//
//	if start := d.mark(); d.expects("<kind>") {
//		u.<Member> = allot[<Type>](d)
//		u.<Member>.decode(d)
//		if d.err == nil && u.<Member>.<Property> == "<kind>" { return }
//		u.<Member> = nil
//		d.rewind(start)
//	}
func (e *emitter) tryLikely(u model.Union) jen.Code {
	m := u.Members[0]
	if slices.ContainsFunc(u.Shapes, func(s model.Shape) bool { return s.Said == m.Kind }) {
		return nil // the kind that it says is not enough to recognise it
	}
	t := e.structType(model.TypeRef{Kind: model.Named, Class: model.Struct, Name: m.Type})
	if t == nil {
		return nil
	}
	property := t.Field(u.Property)
	if property == nil || property.Type.Pointer || property.Type.Kind != model.String && !property.Type.IsNamedText() {
		return nil
	}
	member := jen.Id("u").Dot(m.GoName)
	return jen.If(jen.Id("start").Op(":=").Id("d").Dot("mark").Call(), jen.Id("d").Dot("expects").Call(jen.Lit(m.Kind))).Block(
		jen.Add(member).Op("=").Id("allot").Index(jen.Id(m.Type)).Call(jen.Id("d")),
		jen.Add(member).Dot("decode").Call(jen.Id("d")),
		jen.If(jen.Id("d").Dot("err").Op("==").Nil().Op("&&").Add(member).Dot(property.GoName).Op("==").Lit(m.Kind)).Block(jen.Return()),
		jen.Add(member).Op("=").Nil(),
		jen.Id("d").Dot("rewind").Call(jen.Id("start")),
	)
}

// encodeUnion writes the encoder of a union:
//
//	func (u *<Union>) encode(e *encoder) {
//		switch {
//		case u.<Member> != nil:
//			u.<Member>.encode(e)
//		default:
//			e.raw(u.Raw)
//		}
//	}
//
// or, without members,
//
//	func (u *<Union>) encode(e *encoder) { e.raw(u.Raw) }
func encodeUnion(u model.Union) jen.Code {
	encoder := jen.Func().Params(jen.Id("u").Op("*").Id(u.Name)).Id("encode").Params(jen.Id("e").Op("*").Id("encoder"))
	keep := jen.Id("e").Dot("raw").Call(jen.Id("u").Dot("Raw"))
	if len(u.Members) == 0 {
		return encoder.Block(keep)
	}
	var cases []jen.Code
	for _, m := range u.Fields() {
		member := jen.Id("u").Dot(m.GoName)
		cases = append(cases, jen.Case(jen.Add(member).Op("!=").Nil()).Block(jen.Add(member).Dot("encode").Call(jen.Id("e"))))
	}
	cases = append(cases, jen.Default().Block(keep))
	return encoder.Block(jen.Switch().Block(cases...))
}

// unionIsZero writes: return u.<Member> == nil && … && u.Raw == nil
func unionIsZero(u model.Union) jen.Code {
	test := &jen.Statement{}
	for _, m := range u.Fields() {
		test.Id("u").Dot(m.GoName).Op("==").Nil().Op("&&")
	}
	test.Id("u").Dot("Raw").Op("==").Nil()
	return jen.Func().Params(jen.Id("u").Id(u.Name)).Id("IsZero").Params().Bool().Block(jen.Return(test))
}

// unionUnknown writes:
//
//	func (u <Union>) Unknown() map[string]json.RawMessage {
//		switch {
//		case u.<Member> != nil:
//			return u.<Member>.Unknown()
//		}
//		return nil
//	}
//
// A member that is a union without members has no such method.
func (e *emitter) unionUnknown(u model.Union) jen.Code {
	var cases []jen.Code
	for _, m := range u.Fields() {
		if slices.ContainsFunc(e.api.Unions, func(inner model.Union) bool { return inner.Name == m.Type && len(inner.Members) == 0 }) {
			continue
		}
		cases = append(cases, jen.Case(jen.Id("u").Dot(m.GoName).Op("!=").Nil()).Block(
			jen.Return(jen.Id("u").Dot(m.GoName).Dot("Unknown").Call())))
	}
	return jen.Func().Params(jen.Id("u").Id(u.Name)).Id("Unknown").Params().Map(jen.String()).Qual(encodingJSON, "RawMessage").Block(
		jen.Switch().Block(cases...),
		jen.Return(jen.Nil()),
	)
}

func everyMemberHasURI(u model.Union) bool {
	for _, m := range u.Members {
		if !m.HasURI {
			return false
		}
	}
	return len(u.Members) > 0 && len(u.Attempts) == 0
}

// unionURI writes:
//
//	func (u <Union>) ResourceURI() URI {
//		switch {
//		case u.<Member> != nil:
//			return u.<Member>.ResourceURI()
//		}
//		return ""
//	}
func unionURI(u model.Union) jen.Code {
	var cases []jen.Code
	for _, m := range u.Fields() {
		cases = append(cases, jen.Case(jen.Id("u").Dot(m.GoName).Op("!=").Nil()).Block(
			jen.Return(jen.Id("u").Dot(m.GoName).Dot("ResourceURI").Call())))
	}
	return jen.Func().Params(jen.Id("u").Id(u.Name)).Id("ResourceURI").Params().Id("URI").Block(
		jen.Switch().Block(cases...),
		jen.Return(jen.Lit("")),
	)
}

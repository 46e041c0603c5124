package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// attempts writes the methods of a union that try to read its JSON as the types that
// nothing tells, and the functions that make it of values of these types.
func (e *emitter) attempts(f *file, u model.Union) {
	for _, a := range u.Attempts {
		f.documented(comment(e.attemptComment(a)), e.attempt(u, a))
	}
	for _, a := range u.Attempts {
		if u.Request {
			f.documented(comment(u.Constructor(a)+" returns the ["+u.Name+"] that holds a value. The error says why the value cannot be written as JSON."), constructor(u, a))
		}
	}
}

func (e *emitter) attemptComment(a model.Attempt) string {
	name := fmt.Sprintf("%#v", goType(a.Type))
	if a.Type.Kind == model.Named {
		name = "[" + name + "]"
	}
	doc := a.Method() + " reads the value as the type " + name + ". The error is a [*DecodeError] if the JSON is of another type"
	switch sign, ok := e.sign(a.Type); {
	case ok && sign.all:
		doc += ", or lacks a property that the schema requires"
	case ok:
		doc += ", or has none of the properties of the type"
	}
	return doc + "."
}

// A sign is what objects of a type are recognised by: that they have all of some
// properties, or any of them.
type sign struct {
	all        bool
	properties []string
}

// sign returns what objects of a type are recognised by: the properties that are required,
// or any if none is. Other types have no sign.
func (e *emitter) sign(ref model.TypeRef) (sign, bool) {
	var fields []model.Field
	required := sign{all: true}
	t := e.structType(ref)
	switch {
	case ref.Single || ref.Pointer:
		return sign{}, false
	case t != nil:
		fields = t.Fields
	case ref.Kind == model.PageOf:
		required.properties = []string{"items"}
	default:
		return sign{}, false
	}
	var possible sign
	for _, f := range fields {
		possible.properties = append(possible.properties, f.Wire)
		if f.Twin != "" {
			possible.properties = append(possible.properties, f.Twin)
		}
		if f.Required && f.Twin == "" && f.Removed == "" {
			required.properties = append(required.properties, f.Wire)
		}
	}
	if len(required.properties) == 0 {
		return possible, true
	}
	return required, true
}

// attempt writes the method that reads a union as one of its types:
//
//	func (u <Union>) As<Type>() (*<Type>, error) {
//		return readObjectAs(u.Raw, (*<Type>).decode, hasAll, "<property>", …)
//	}
//
// or, for what is no object with properties of its own,
//
//	func (u <Union>) As<Type>() (<type>, error) {
//		return readAs(u.Raw, <reader of the value>)
//	}
func (e *emitter) attempt(u model.Union, a model.Attempt) jen.Code {
	args := []jen.Code{jen.Id("u").Dot("Raw"), reader(a.Type)}
	read, result := jen.Id("readAs"), goType(a.Type)
	if sign, ok := e.sign(a.Type); ok {
		read, result = jen.Id("readObjectAs"), jen.Op("*").Add(result)
		check := jen.Id("hasAny")
		if sign.all {
			check = jen.Id("hasAll")
		}
		args = append(args, check)
		for _, property := range sign.properties {
			args = append(args, jen.Lit(property))
		}
	} else if a.Type.IsNamedText() || a.Type.Runtime == model.Resource {
		read = read.Index(goType(a.Type)) // the reader is for several types
	}
	return jen.Func().Params(jen.Id("u").Id(u.Name)).Id(a.Method()).Params().Params(result, jen.Error()).Block(
		jen.Return(read.Call(args...)))
}

// constructor writes the function that makes a union of a value:
//
//	func New<Union>From<Type>(value <Type>) (<Union>, error) {
//		raw, err := marshal(<writer of the value>)
//		return <Union>{Raw: raw}, err
//	}
func constructor(u model.Union, a model.Attempt) jen.Code {
	return jen.Func().Id(u.Constructor(a)).Params(jen.Id("value").Add(goType(a.Type))).Params(jen.Id(u.Name), jen.Error()).Block(
		jen.List(jen.Id("raw"), jen.Err()).Op(":=").Id("marshal").Call(encoding(a.Type, jen.Id("value"))),
		jen.Return(jen.Id(u.Name).Values(member("Raw", jen.Id("raw"))), jen.Err()))
}

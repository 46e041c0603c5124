package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// conversions writes the methods that return a value as a smaller type:
//
//	func (t *<Type>) <Name>() <Other> {
//		var out <Other>
//		if t == nil { return out }
//		<copies>
//		out.UnknownMembers = t.UnknownMembers
//		return out
//	}
func conversions(f *file, t *model.Type) {
	for _, c := range t.Conversions {
		body := []jen.Code{
			jen.Var().Id("out").Add(goType(c.To)),
			jen.If(jen.Id("t").Op("==").Nil()).Block(jen.Return(jen.Id("out"))),
		}
		body = append(body, copies(c.Copies, jen.Id("t"), jen.Id("out"))...)
		if !t.Form {
			body = append(body, copyUnknown(jen.Id("t"), jen.Id("out")))
		}
		f.documented(comment(c.Name+" "+c.Doc), jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id(c.Name).Params().Add(goType(c.To)).
			Block(append(body, jen.Return(jen.Id("out")))...))
	}
}

// copies writes: <to>.<Field> = <from>.<Field>
//
// or, for a struct of another type,
//
//	if <from>.<Field> != nil {
//		<to>.<Field> = new(<Type>)
//		<copies>
//		<to>.UnknownMembers = <from>.UnknownMembers
//	}
//
// of which the test is there if the one is a pointer, and the new value if the other is.
func copies(list []model.Copy, from, to *jen.Statement) []jen.Code {
	var statements []jen.Code
	for _, c := range list {
		from, to := jen.Add(from).Dot(c.GoName), jen.Add(to).Dot(c.GoName)
		if c.Copies == nil {
			statements = append(statements, jen.Add(to).Op("=").Add(from))
			continue
		}
		var inner []jen.Code
		if c.To.Pointer {
			elem := c.To
			elem.Pointer = false
			inner = append(inner, jen.Add(to).Op("=").New(goType(elem)))
		}
		inner = append(inner, copies(c.Copies, from, to)...)
		inner = append(inner, copyUnknown(from, to))
		if c.From.Pointer {
			inner = []jen.Code{jen.If(jen.Add(from).Op("!=").Nil()).Block(inner...)}
		}
		statements = append(statements, inner...)
	}
	return statements
}

func copyUnknown(from, to *jen.Statement) jen.Code {
	return jen.Add(to).Dot("UnknownMembers").Op("=").Add(from).Dot("UnknownMembers")
}

package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// resultStruct writes the struct of a result that depends on the status of the answer:
//
//	// ThingsCreateResult is the result of [ThingsService.Create]. …
//	type ThingsCreateResult struct {
//		// OK is the body …
//		OK *Thing
//	}
func resultStruct(f *file, op *model.Operation) {
	var fields []jen.Code
	for _, c := range op.Result.Cases {
		fields = append(fields, jen.Comment(comment(c.GoName+" "+c.Doc)), jen.Id(c.GoName).Op("*").Add(goType(c.Type)))
	}
	name := op.Result.Type.Name
	f.documented(
		comment(name+" is the result of ["+op.Service+"Service."+op.Name+"]. Of its fields, the one for the status of the answer is set, and the others are nil."),
		jen.Type().Id(name).Struct(fields...))
}

// verbatim writes the call whose result is the body of the answer as it is:
//
//	s.caller.doText(ctx, req)
func verbatim(op *model.Operation) jen.Code {
	do := "doBytes"
	if op.Result.Type.Kind == model.String {
		do = "doText"
	}
	return jen.Id("s").Dot("caller").Dot(do).Call(jen.Id("ctx"), jen.Id("req"))
}

// reading writes the call that reads an answer into out, with a function of the caller:
//
//	s.caller.<do>(ctx, req, <decoding of out>)
//
// or, if the result depends on the status,
//
//	s.caller.<do>ByStatus(ctx, req,
//		<reading of a case>,
//	)
func reading(r model.Result, ref model.TypeRef, do string) jen.Code {
	caller := jen.Id("s").Dot("caller")
	args := []jen.Code{jen.Id("ctx"), jen.Id("req")}
	if r.Kind != model.ByStatus {
		return caller.Dot(do).Call(append(args, decoding(r, ref))...)
	}
	for _, c := range r.Cases {
		args = append(args, jen.Line().Add(readingOf(c)))
	}
	return caller.Dot(do + "ByStatus").Call(append(args, jen.Line())...)
}

// readingOf writes how the answers with one status are read:
//
//	reading{status: 200, decode: func(d *decoder) {
//		var value <Type>
//		<decode value>
//		out.<Field> = &value
//	}}
//	reading{status: 202, take: func(content []byte) {
//		value := string(content)
//		out.<Field> = &value
//	}}
func readingOf(c model.Case) jen.Code {
	set := jen.Id("out").Dot(c.GoName).Op("=").Op("&").Id("value")
	read := member("decode", jen.Func().Params(jen.Id("d").Op("*").Id("decoder")).Block(
		jen.Var().Id("value").Add(goType(c.Type)), decode(c.Type, jen.Id("value")), set))
	if c.Kind == model.Verbatim {
		content := jen.Qual("bytes", "Clone").Call(jen.Id("content"))
		if c.Type.Kind == model.String {
			content = jen.String().Call(jen.Id("content"))
		}
		read = member("take", jen.Func().Params(jen.Id("content").Index().Byte()).Block(
			jen.Id("value").Op(":=").Add(content), set))
	}
	return jen.Id("reading").Values(member("status", jen.Lit(c.Status)), read)
}

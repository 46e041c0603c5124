package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// argumentBody writes a body whose properties are arguments of the method:
//
//	req.check(func(c *checks) { <checks> })
//	req.require("ids", len(ids) > 0)
//	req.jsonBody(func(e *encoder) {
//		e.beginObject()
//		e.key("ids")
//		encodeList(e, ids, encodeText)
//		e.endObject()
//	})
func (e *emitter) argumentBody(op *model.Operation) []jen.Code {
	var checks, requirements []jen.Code
	members := []jen.Code{jen.Id("e").Dot("beginObject").Call()}
	for _, p := range op.Params {
		if p.In != model.InBody {
			continue
		}
		value := func() *jen.Statement { return jen.Id(p.ArgName) } // chaining changes a statement
		checks = append(checks, e.fieldChecks(model.Field{Wire: p.Wire, Type: p.Type, NotEmpty: p.NotEmpty}, value())...)
		if p.Role != model.SplitList { // which is sent in parts, none of them empty
			requirements = append(requirements, requirement(p.Wire, p.Type, value())...)
		}
		if op.Batch.Whole && p.Wire == op.Batch.Param {
			requirements = append(requirements, jen.Id("req").Dot("atMost").Call(jen.Lit(p.Wire), jen.Len(value())))
		}
		written := encode(p.Type, value())
		if p.Type.Runtime == model.Resource && !p.Type.Single {
			written = jen.Id("encodeURI").Call(jen.Id("e"), jen.Lit(p.Wire), value(), jen.False())
		}
		members = append(members, key(p.Wire), written)
	}
	members = append(members, jen.Id("e").Dot("endObject").Call())

	var statements []jen.Code
	if len(checks) > 0 {
		statements = append(statements, jen.Id("req").Dot("check").Call(
			jen.Func().Params(jen.Id("c").Op("*").Id("checks")).Block(checks...)))
	}
	statements = append(statements, requirements...)
	statements = append(statements, jen.Id("req").Dot("jsonBody").Call(
		jen.Func().Params(jen.Id("e").Op("*").Id("encoder")).Block(members...)))
	if op.Body.MediaType != "" {
		statements = append(statements, jen.Id("req").Dot("contentType").Call(jen.Lit(op.Body.MediaType)))
	}
	return statements
}

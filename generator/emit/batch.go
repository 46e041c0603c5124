package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// batchedQuery writes a method that sends a list in the query:
//
//	return inBatches(&operations[<op>], <list>, func(<list> []<Elem>) ([]<Result>, error) {
//		<send>
//	})
//
// or, without a result,
//
//	return eachBatch(&operations[<op>], <list>, func(_ int, <list> []<Elem>) error {
//		<send>
//	})
func (e *emitter) batchedQuery(op *model.Operation, p model.Param) []jen.Code {
	elem := jen.Id("Resource")
	if p.Type.Elem != nil {
		elem = goType(*p.Type.Elem)
	}
	list := jen.Id(p.ArgName)
	var first []jen.Code
	if p.Type.Runtime == model.Resources {
		failed := jen.Return(jen.Err())
		if op.Result.Kind != model.NoResult {
			failed = jen.Return(zero(resultType(op.Result)), jen.Err())
		}
		first = append(first, checked(op, p.Wire, list, failed))
	}
	if op.Result.Kind == model.NoResult {
		return append(first, jen.Return(jen.Id("eachBatch").Call(table(op), list,
			jen.Func().Params(jen.Id("_").Int(), jen.Id(p.ArgName).Index().Add(elem)).Error().Block(e.send(op)...))))
	}
	call := jen.Id("inBatches").Call(table(op), list,
		jen.Func().Params(jen.Id(p.ArgName).Index().Add(elem)).Add(results(op)).Block(e.send(op)...))
	batches := []jen.Code{jen.Return(call)}
	if op.RequestedID() != nil {
		// results, err := inBatches(…)
		// for i, result := range results { result.keepRequested(<list>[i]) }
		// return results, err
		batches = []jen.Code{
			jen.List(jen.Id("results"), jen.Err()).Op(":=").Add(call),
			jen.For(jen.List(jen.Id("i"), jen.Id("result")).Op(":=").Range().Id("results")).Block(
				jen.Id("result").Dot("keepRequested").Call(jen.Add(list).Index(jen.Id("i")))),
			jen.Return(jen.Id("results"), jen.Err()),
		}
	}
	if single := e.operation(op.Service + "." + op.Batch.Single); single != nil {
		first = append(first, singleReads(op, single, p)...)
	}
	return append(first, batches...)
}

// checked refuses local files before the first batch is sent:
//
//	if err := checkResources(&operations[<op>], "uris", items); err != nil { <failed> }
func checked(op *model.Operation, wire string, list, failed jen.Code) jen.Code {
	return jen.If(jen.Err().Op(":=").Id("checkResources").Call(table(op), jen.Lit(wire), list), jen.Err().Op("!=").Nil()).Block(failed)
}

// singleReads writes what a batch read does in development mode:
//
//	if s.caller.development() {
//		return oneByOne(ctx, &operations[<op>], <list>, func(ctx context.Context, id <ID>) (*<Elem>, error) {
//			return s.<Get>(ctx, id, &<Options>{<options that both have>}, reqOpts...)
//		})
//	}
func singleReads(op, single *model.Operation, p model.Param) []jen.Code {
	args := []jen.Code{jen.Id("ctx"), jen.Id("id")}
	if len(single.Options) > 0 {
		shared := jen.Dict{}
		for _, name := range op.Batch.Shared {
			shared[jen.Id(name)] = jen.Id("opts").Dot(name)
		}
		args = append(args, jen.Op("&").Id(single.OptionsType).Values(shared))
	}
	get := jen.Id("s").Dot(single.Name).Call(append(args, jen.Id("reqOpts").Op("..."))...)
	read := []jen.Code{jen.Return(get)}
	if len(op.Batch.Copied) > 0 {
		read = converted(get, op)
	}
	return []jen.Code{jen.If(jen.Id("s").Dot("caller").Dot("development").Call()).Block(
		jen.Return(jen.Id("oneByOne").Call(jen.Id("ctx"), table(op), jen.Id(p.ArgName),
			jen.Func().Params(jen.Id("ctx").Qual("context", "Context"), jen.Id("id").Add(goType(*p.Type.Elem))).
				Params(goType(*op.Result.Type.Elem), jen.Error()).Block(read...))))}
}

// converted writes the conversion of a full object into a simplified one:
//
//	one, err := <get>
//	if err != nil { return nil, err }
//	return &<Simplified>{<Field>: one.<Field>, …}, nil
func converted(get jen.Code, op *model.Operation) []jen.Code {
	values := jen.Dict{}
	for _, name := range op.Batch.Copied {
		values[jen.Id(name)] = jen.Id("one").Dot(name)
	}
	return []jen.Code{
		jen.List(jen.Id("one"), jen.Err()).Op(":=").Add(get),
		jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
		jen.Return(jen.Op("&").Id(op.Result.Type.Elem.Name).Values(values), jen.Nil()),
	}
}

// batchedBody writes a method that sends lists in the body, one list after
// the other:
//
//	var result <Result>
//	<checks of the body>
//	err := eachBatch(&operations[<op>], body.<List>, func(from int, batch []<Elem>) error {
//		body := body
//		body.<List>, body.<other list> = batch, nil
//		body.<Position> = <moved on by from>
//		<request>
//		<call>
//		result = <result>
//		return nil
//	})
//	return result, err
//
// with eachBatchIfAny for each of several lists, of which one has to have elements.
func (e *emitter) batchedBody(op *model.Operation) []jen.Code {
	var statements []jen.Code
	hasResult := op.Result.Kind != model.NoResult
	if hasResult {
		statements = append(statements, jen.Var().Id("result").Add(goType(resultType(op.Result))))
	}
	fail := func(err jen.Code) jen.Code {
		if hasResult {
			return jen.Return(jen.Id("result"), err)
		}
		return jen.Return(err)
	}
	if e.isChecked(e.structType(op.Body.Type)) {
		// if err := checkBody(&operations[<op>], body.check); err != nil { return … }
		statements = append(statements, jen.If(jen.Err().Op(":=").Id("checkBody").Call(table(op), jen.Id("body").Dot("check")), jen.Err().Op("!=").Nil()).Block(fail(jen.Err())))
	}
	lists := op.Batch.Lists
	each := "eachBatch"
	if len(lists) > 1 {
		// if err := requireArguments(&operations[<op>], len(body.<List>)+len(body.<other list>)); err != nil { return … }
		each = "eachBatchIfAny"
		total := jen.Len(jen.Id("body").Dot(lists[0].GoName))
		for _, list := range lists[1:] {
			total.Op("+").Len(jen.Id("body").Dot(list.GoName))
		}
		statements = append(statements, jen.If(jen.Err().Op(":=").Id("requireArguments").Call(table(op), total), jen.Err().Op("!=").Nil()).Block(fail(jen.Err())))
	}
	for i, list := range lists {
		if list.Type.Runtime == model.Resources {
			statements = append(statements, checked(op, list.Wire, jen.Id("body").Dot(list.GoName), fail(jen.Err())))
		}
		if list.Positions != "" && op.Batch.Snapshot != "" {
			statements = append(statements, anchored(list, op.Batch.Snapshot, fail(jen.Id("noSnapshot").Call(table(op)))))
		}
		batches := jen.Id(each).Call(table(op), jen.Id("body").Dot(list.GoName), e.bodyBatch(op, list))
		switch {
		case i < len(lists)-1 && hasResult:
			statements = append(statements, jen.If(jen.Err().Op(":=").Add(batches), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("result"), jen.Err())))
		case i < len(lists)-1:
			statements = append(statements, jen.If(jen.Err().Op(":=").Add(batches), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())))
		case hasResult:
			statements = append(statements, jen.Err().Op(":=").Add(batches), jen.Return(jen.Id("result"), jen.Err()))
		default:
			statements = append(statements, jen.Return(batches))
		}
	}
	return statements
}

// anchored refuses positions that do not say in which version they count, because
// each request of several, and each repetition of one, moves what is behind them:
//
//	if body.<SnapshotID> == "" && slices.ContainsFunc(body.<List>, func(item <Elem>) bool { return len(item.<Positions>) > 0 }) { <failed> }
func anchored(list model.BatchList, snapshot string, failed jen.Code) jen.Code {
	return jen.If(jen.Id("body").Dot(snapshot).Op("==").Lit("").Op("&&").Qual("slices", "ContainsFunc").Call(
		jen.Id("body").Dot(list.GoName),
		jen.Func().Params(jen.Id("item").Add(goType(*list.Type.Elem))).Bool().Block(
			jen.Return(jen.Len(jen.Id("item").Dot(list.Positions)).Op(">").Lit(0))))).Block(failed)
}

func (e *emitter) bodyBatch(op *model.Operation, list model.BatchList) jen.Code {
	elem, from := jen.Id("Resource"), "_"
	if list.Type.Elem != nil {
		elem = goType(*list.Type.Elem)
	}
	statements := []jen.Code{
		jen.Id("body").Op(":=").Id("body"),
		jen.Id("body").Dot(list.GoName).Op("=").Id("batch"),
	}
	for _, other := range op.Batch.Lists {
		if other.Wire != list.Wire {
			statements = append(statements, jen.Id("body").Dot(other.GoName).Op("=").Nil())
		}
	}
	// Each batch is inserted behind the one before.
	if op.Batch.InsertAt != "" {
		from = "from"
		position := jen.Id("body").Dot(op.Batch.InsertAt)
		// if body.<Position> != nil {
		// 	position := *body.<Position> + from
		// 	body.<Position> = &position
		// }
		statements = append(statements, jen.If(jen.Add(position).Op("!=").Nil()).Block(
			jen.Id("position").Op(":=").Op("*").Add(position).Op("+").Id("from"),
			jen.Add(position).Op("=").Op("&").Id("position")))
	}
	statements = append(statements, e.request(op)...)
	switch op.Result.Kind {
	case model.NoResult:
		statements = append(statements, e.call(op)...)
	case model.Verbatim:
		statements = append(statements,
			jen.List(jen.Id("out"), jen.Err()).Op(":=").Add(verbatim(op)),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
			jen.Id("result").Op("=").Id("out"),
			jen.Return(jen.Nil()))
	default:
		ref, result := out(op.Result)
		statements = append(statements, jen.Var().Id("out").Add(goType(ref)),
			jen.If(jen.Err().Op(":=").Add(reading(op.Result, ref, "do")), jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Err())),
			jen.Id("result").Op("=").Add(result),
			jen.Return(jen.Nil()))
	}
	return jen.Func().Params(jen.Id(from).Int(), jen.Id("batch").Index().Add(elem)).Error().Block(statements...)
}

// numbering writes where the positions of items begin, if a page has such items:
//
//	req.startAt(opts.<Offset>)
func (e *emitter) numbering(op *model.Operation) []jen.Code {
	offset := op.Option(model.PageOffset)
	if offset == nil || !e.isNumbered(op.Result.Type) && !slices.ContainsFunc(e.fields(op.Result), func(f model.Field) bool { return e.isNumbered(f.Type) }) {
		return nil
	}
	return []jen.Code{jen.Id("req").Dot("startAt").Call(jen.Id("opts").Dot(offset.GoName))}
}

// fields returns the fields of a result that is a struct.
func (e *emitter) fields(r model.Result) []model.Field {
	if t := e.structType(r.Type); t != nil {
		return t.Fields
	}
	return nil
}

// isNumbered reports whether a type is a page by offset whose items have positions. In
// a page by cursor, the positions are unknown.
func (e *emitter) isNumbered(ref model.TypeRef) bool {
	if ref.Kind != model.PageOf {
		return false
	}
	t := e.structType(*ref.Elem)
	return t != nil && t.Position != "" && slices.ContainsFunc(e.api.Pages, func(p model.Page) bool {
		return p.Name == ref.Name && p.Paging == model.OffsetPaging
	})
}

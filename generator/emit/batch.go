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
	batches := jen.Return(jen.Id("inBatches").Call(table(op), list,
		jen.Func().Params(jen.Id(p.ArgName).Index().Add(elem)).Add(results(op)).Block(e.send(op)...)))
	if single := e.operation(op.Service + "." + op.Batch.Single); single != nil {
		first = append(first, singleReads(op, single, p)...)
	}
	return append(first, batches)
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
	lists := op.Batch.Lists
	for i, list := range lists {
		if list.Type.Runtime == model.Resources {
			statements = append(statements, checked(op, list.Wire, jen.Id("body").Dot(list.GoName), fail(jen.Err())))
		}
		if list.Positions != "" && op.Batch.Snapshot != "" {
			statements = append(statements, anchored(list, op.Batch.Snapshot, fail(jen.Id("noSnapshot").Call(table(op)))))
		}
		batches := jen.Id("eachBatch").Call(table(op), jen.Id("body").Dot(list.GoName), e.bodyBatch(op, list))
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

// numbering writes the calls that fill in the positions of items:
//
//	number<Type>s(&out, opts.Offset)
//	number<Type>s(out.<Field>, 0)
func (e *emitter) numbering(op *model.Operation) []jen.Code {
	start := jen.Lit(0)
	if p := op.Option(model.PageOffset); p != nil {
		start = jen.Id("opts").Dot(p.GoName)
	}
	ref := op.Result.Type
	if e.isNumbered(ref) {
		_, page := out(op.Result)
		return []jen.Code{jen.Id("number"+ref.Elem.Name+"s").Call(page, start)}
	}
	var statements []jen.Code
	for _, f := range e.numberedFields(op) {
		page := jen.Id("out").Dot(f.GoName)
		if !f.Type.Pointer {
			page = jen.Op("&").Add(page)
		}
		statements = append(statements, jen.Id("number"+f.Type.Elem.Name+"s").Call(page, start))
	}
	return statements
}

// numberedFields returns the fields of a result whose items have positions.
func (e *emitter) numberedFields(op *model.Operation) []model.Field {
	t := e.structType(op.Result.Type)
	if t == nil || op.Result.Kind != model.Value {
		return nil
	}
	var fields []model.Field
	for _, f := range t.Fields {
		if e.isNumbered(f.Type) {
			fields = append(fields, f)
		}
	}
	return fields
}

// numbers reports whether a method fills in the positions of a type in a page. A
// client that has the type need not have such a method.
func (e *emitter) numbers(t *model.Type, page string) bool {
	isOfBoth := func(ref model.TypeRef) bool {
		return e.isNumbered(ref) && ref.Name == page && ref.Elem.Name == t.Name
	}
	return slices.ContainsFunc(e.api.Operations(), func(op *model.Operation) bool {
		return isOfBoth(op.Result.Type) ||
			slices.ContainsFunc(e.numberedFields(op), func(f model.Field) bool { return isOfBoth(f.Type) })
	})
}

// isNumbered reports whether a type is a page by offset whose items have positions. In
// a page by cursor, the positions are unknown.
func (e *emitter) isNumbered(ref model.TypeRef) bool {
	if ref.Kind != model.PageOf {
		return false
	}
	t := e.structType(*ref.Elem)
	return t != nil && t.Position != "" && e.pagingOf(ref.Name) == model.OffsetPaging
}

func (e *emitter) pagingOf(page string) model.Paging {
	for _, p := range e.api.Pages {
		if p.Name == page {
			return p.Paging
		}
	}
	return model.NoPaging
}

// numberer writes:
//
//	func number<Type>s(page *Page[<Type>], start int) {
//		if page == nil { return }
//		for i := range page.Items {
//			if !isNull(&page.Items[i]) {
//				page.Items[i].<Position> = start + i
//			}
//		}
//	}
func numberer(t *model.Type, page string) jen.Code {
	item := jen.Id("page").Dot("Items").Index(jen.Id("i"))
	return jen.Func().Id("number"+t.Name+"s").Params(jen.Id("page").Op("*").Id(page).Index(jen.Id(t.Name)), jen.Id("start").Int()).Block(
		jen.If(jen.Id("page").Op("==").Nil()).Block(jen.Return()),
		jen.For(jen.Id("i").Op(":=").Range().Id("page").Dot("Items")).Block(
			jen.If(jen.Op("!").Id("isNull").Call(jen.Op("&").Add(item))).Block(
				jen.Add(item).Dot(t.Position).Op("=").Id("start").Op("+").Id("i"))),
	)
}

package emit

import (
	"fmt"
	"go/token"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// iterator writes the method that goes through all pages of another one:
//
//	func (s *<Service>Service) <All…>(ctx context.Context, <arguments>, opts *<Options>, reqOpts ...RequestOption) iter.Seq2[<Elem>, error] {
//		var first <Options>
//		if opts != nil { first = *opts }
//		read := func(ctx context.Context, <position>) (part[<Elem>], error) {
//			at := first
//			<moving at to the position and to the size of the page>
//			var nulls nullItems
//			page, err := s.<List…>(ctx, <arguments>, &at, nulls.noted(reqOpts)...)
//			if err != nil { return part[<Elem>]{}, err }
//			return page.part(&nulls), nil
//		}
//		return <allByOffset or allByCursor>(ctx, s.caller, …, reqOpts, read)
//	}
func (e *emitter) iterator(op *model.Operation, it model.Iterator) jen.Code {
	elem := goType(it.Elem)
	read := jen.Func().Params(append([]jen.Code{jen.Id("ctx").Qual("context", "Context")}, position(op)...)...).
		Params(jen.Id("part").Index(elem), jen.Error()).
		BlockFunc(func(g *jen.Group) {
			g.Id("at").Op(":=").Id("first")
			for _, statement := range moving(op, elem) {
				g.Add(statement)
			}
			g.Var().Id("nulls").Id("nullItems")
			g.List(jen.Id("page"), jen.Err()).Op(":=").Id("s").Dot(op.Name).Call(passed(op, it)...)
			g.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("part").Index(elem).Values(), jen.Err()))
			page := jen.Id("page")
			if it.Field != "" {
				page = page.Dot(it.Field)
			}
			g.Return(page.Dot("part").Call(jen.Op("&").Id("nulls")), jen.Nil())
		})
	all := []jen.Code{jen.Id("ctx"), jen.Id("s").Dot("caller")}
	helper := "allByCursor"
	// s.caller.pageSize(first.Limit, <largest>, <largest in extended quota mode>)
	var size jen.Code = jen.Id("pageSize").Values()
	if p := op.Option(model.PageLimit); p != nil {
		size = jen.Id("s").Dot("caller").Dot("pageSize").Call(jen.Id("first").Dot(p.GoName), jen.Lit(p.Max), jen.Lit(p.MaxExtended))
	}
	if op.Paging == model.OffsetPaging {
		helper = "allByOffset"
		offset := op.Option(model.PageOffset)
		where := jen.Dict{jen.Id("start"): jen.Id("first").Dot(offset.GoName), jen.Id("page"): size}
		if offset.Max > 0 {
			where[jen.Id("largest")] = jen.Lit(offset.Max)
		}
		all = append(all, jen.Id("offsetRange").Values(where))
	} else {
		all = append(all, size)
	}
	all = append(all, jen.Id("reqOpts"), jen.Id("read"))
	return jen.Func().Params(jen.Id("s").Op("*").Id(op.Service+"Service")).Id(it.Name).
		Params(taken(op, it)...).Qual("iter", "Seq2").Index(jen.List(elem, jen.Error())).
		Block(
			// A copy, because the caller may change the options while pages are read.
			jen.Var().Id("first").Id(op.OptionsType),
			jen.If(jen.Id("opts").Op("!=").Nil()).Block(jen.Id("first").Op("=").Op("*").Id("opts")),
			jen.Id("read").Op(":=").Add(read),
			jen.Return(jen.Id(helper).Call(all...)),
		)
}

// taken is what an iterator takes: what its method takes, without the kinds
// that it selects itself.
func taken(op *model.Operation, it model.Iterator) []jen.Code {
	args := []jen.Code{jen.Id("ctx").Qual("context", "Context")}
	for _, p := range op.Params {
		if !selectsKind(p, it) {
			args = append(args, jen.Id(p.ArgName).Add(goType(p.Type)))
		}
	}
	return append(args, jen.Id("opts").Op("*").Id(op.OptionsType), jen.Id("reqOpts").Op("...").Id("RequestOption"))
}

// passed is what an iterator passes on to its method.
func passed(op *model.Operation, it model.Iterator) []jen.Code {
	args := []jen.Code{jen.Id("ctx")}
	for _, p := range op.Params {
		if selectsKind(p, it) {
			args = append(args, goType(p.Type).Values(jen.Id(it.Kind)))
			continue
		}
		args = append(args, jen.Id(p.ArgName))
	}
	return append(args, jen.Op("&").Id("at"), jen.Id("nulls").Dot("noted").Call(jen.Id("reqOpts")).Op("..."))
}

func selectsKind(p model.Param, it model.Iterator) bool {
	return it.Selector != "" && p.Wire == it.Selector
}

// position is where a page begins, an offset or a cursor, and its size:
//
//	offset, limit int
//	from cursor, limit int
func position(op *model.Operation) []jen.Code {
	limit := jen.Id("limit")
	if op.Option(model.PageLimit) == nil {
		limit = jen.Id("_") // the API has none
	}
	if op.Paging == model.OffsetPaging {
		return []jen.Code{jen.Id("offset"), limit.Int()}
	}
	return []jen.Code{jen.Id("from").Id("cursor"), limit.Int()}
}

// moving sets the options to a position, the size of the page, and a filter
// that lets through what the iteration needs:
//
//	at.Offset = offset
//	at.Limit = limit
//	at.Fields = pagingFields(first.Fields)
func moving(op *model.Operation, elem jen.Code) []jen.Code {
	var statements []jen.Code
	if op.Paging == model.OffsetPaging {
		statements = append(statements, jen.Id("at").Dot(op.Option(model.PageOffset).GoName).Op("=").Id("offset"))
	} else {
		statements = append(statements, cursorOptions(op, elem))
	}
	if p := op.Option(model.PageLimit); p != nil {
		statements = append(statements, jen.Id("at").Dot(p.GoName).Op("=").Id("limit"))
	}
	if p := op.Option(model.FieldFilter); p != nil {
		statements = append(statements, jen.Id("at").Dot(p.GoName).Op("=").Id("pagingFields").Call(jen.Id("first").Dot(p.GoName)))
	}
	return statements
}

// cursorOptions sets the cursors, unless it is the first page, which begins
// where the caller said:
//
//	if from != (cursor{}) {
//		at.After = <type>(from.after)
//	}
//
// or, for cursors that are numbers,
//
//	var err error
//	at.After, at.Before, err = from.int64s(&operations[<op>])
//	if err != nil { return part[<Elem>]{}, err }
func cursorOptions(op *model.Operation, elem jen.Code) jen.Code {
	after, before := op.Option(model.CursorAfter), op.Option(model.CursorBefore)
	var set []jen.Code
	switch {
	case after != nil && after.Type.Kind == model.Int64 && before != nil && before.Type.Kind == model.Int64:
		set = append(set,
			jen.Var().Err().Error(),
			jen.List(jen.Id("at").Dot(after.GoName), jen.Id("at").Dot(before.GoName), jen.Err()).Op("=").Id("from").Dot("int64s").Call(table(op)),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Id("part").Index(elem).Values(), jen.Err())))
	default:
		set = append(cursorOption(after, "after"), cursorOption(before, "before")...)
	}
	return jen.If(jen.Id("from").Op("!=").Parens(jen.Id("cursor").Values())).Block(set...)
}

// cursorOption sets one cursor, which is text: at.After = <type>(from.after)
func cursorOption(p *model.Param, cursor string) []jen.Code {
	if p == nil || p.Type.Kind == model.Int64 {
		return nil
	}
	var value jen.Code = jen.Id("from").Dot(cursor)
	if p.Type.Kind == model.Named {
		value = goType(p.Type).Call(value)
	}
	return []jen.Code{jen.Id("at").Dot(p.GoName).Op("=").Add(value)}
}

// iteratorComment documents an iterator by its method.
func iteratorComment(op *model.Operation, it model.Iterator, byName func(string) *model.Operation) string {
	what := fmt.Sprintf("%s goes through all pages of [%sService.%s]", it.Name, op.Service, op.Name)
	if it.Kind != "" {
		kind := it.Kind
		if token.IsIdentifier(kind) { // and no literal
			kind = "[" + kind + "]"
		}
		what += " with " + kind
	}
	begins := "starting at the option Offset"
	if op.Paging == model.CursorPaging {
		begins = "starting at the position in the options"
	}
	text := what + ", " + begins + ", and yields each item. It reads a page when the loop reaches it, or earlier with [WithPrefetch]. After an error, the loop ends."
	if p := op.Option(model.PageLimit); p != nil {
		text += "\n\nThe option " + p.GoName + " is the size of the pages; zero means the largest that the API allows."
	}
	if op.Option(model.FieldFilter) != nil {
		text += " The option Fields need not name the fields that lead to the next page: they are added."
	}
	if p := op.Option(model.PageOffset); p != nil && p.Max > 0 {
		text += fmt.Sprintf(" The API ends the list at the offset %d.", p.Max)
	}
	if op.Deprecated {
		text += "\n\n" + deprecation(op, byName, iteratorName)
	}
	return comment(text)
}

// iteratorName is the method that goes through the pages of an operation, or else the one
// that reads a page.
func iteratorName(op *model.Operation) string {
	if len(op.Iterators) == 1 {
		return op.Iterators[0].Name
	}
	return op.Name
}

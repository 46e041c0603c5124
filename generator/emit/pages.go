package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// pages writes how one gets from a page in hand to the pages behind it. A client without
// pages has it, too, so that the first list in pages takes nothing away or adds more than
// itself:
//
//	type AnyPage interface { … }
//	func (c *Client) NextPage(ctx context.Context, page AnyPage, reqOpts ...RequestOption) error { … }
//	func (p *<Page>[T]) part(nulls *nullItems) part[T] { … }
//	func (p *<Page>[T]) Rest(ctx context.Context, client *Client, reqOpts ...RequestOption) iter.Seq2[T, error] { … }
//	func (p *<Page>[T]) readNext(ctx context.Context, c *caller, options []RequestOption) error { … }
//	func findPage(op *Operation, page any) (pageSource, bool) { … }
func (e *emitter) pages(f *file) {
	ctx := jen.Id("ctx").Qual("context", "Context")
	reqOpts := jen.Id("reqOpts").Op("...").Id("RequestOption")
	readNext := jen.Id("readNext").Params(ctx, jen.Id("c").Op("*").Id("caller"), jen.Id("options").Index().Id("RequestOption")).Error()
	f.documented(comment("AnyPage is a pointer to a page with items of any type."),
		jen.Type().Id("AnyPage").Interface(readNext))
	f.documented(comment("NextPage replaces a page by the next one of its list. Behind the last page, it returns [ErrNoMorePages]. After any error, the page is as it was.\n\nThe page may also come from JSON. Of its field Next, only the meaning is used: the request goes to the server of the client. The request has the parameters that Next has, and the options of this call."),
		jen.Func().Params(jen.Id("c").Op("*").Id("Client")).Id("NextPage").
			Params(ctx, jen.Id("page").Id("AnyPage"), reqOpts).Error().
			Block(jen.Return(jen.Id("page").Dot("readNext").Call(jen.Id("ctx"), jen.Id("c").Dot("caller"), jen.Id("reqOpts")))))
	for _, p := range e.api.Pages {
		page := jen.Id(p.Name).Index(jen.Id("T"))
		receiver := jen.Id("p").Op("*").Add(page)
		held := jen.Id("heldPage").Index(jen.Id("T"))
		f.documented(comment("part is the page as the iterators see it, given the nulls of the answer. A page that the API left out is empty."), partOf(p, receiver))
		f.documented(comment("Rest goes through the pages behind this one, and yields each item. It reads a page when the loop reaches it, or earlier with [WithPrefetch]. After an error, the loop ends. See [Client.NextPage] for what it sends."),
			jen.Func().Params(receiver).Id("Rest").Params(ctx, jen.Id("client").Op("*").Id("Client"), reqOpts).
				Qual("iter", "Seq2").Index(jen.List(jen.Id("T"), jen.Error())).
				Block(jen.Return(jen.Id("rest").Index(jen.Id("T")).Call(jen.Id("ctx"), jen.Id("client").Dot("caller"), jen.Id("operations").Index(jen.Op(":")), jen.Id("findPage"), jen.Id("p"),
					jen.Func().Params().Add(held).Block(jen.Return(jen.New(page))), jen.Id("reqOpts")))))
		f.documented(comment("readNext makes a pointer to a page [AnyPage]."),
			jen.Func().Params(receiver).Add(readNext).Block(
				jen.Id("next").Op(":=").New(page),
				jen.If(
					jen.Err().Op(":=").Id("nextPage").Index(jen.Id("T")).Call(jen.Id("ctx"), jen.Id("c"), jen.Id("operations").Index(jen.Op(":")), jen.Id("findPage"), jen.Id("p"), jen.Id("next"), jen.Id("options")),
					jen.Err().Op("!=").Nil(),
				).Block(jen.Return(jen.Err())),
				jen.Op("*").Id("p").Op("=").Op("*").Id("next"),
				jen.Return(jen.Nil())))
	}
	f.documented(comment("findPage finds out how an operation answers with a page of a type."),
		jen.Func().Id("findPage").Params(jen.Id("op").Op("*").Id("Operation"), jen.Id("page").Any()).
			Params(jen.Id("source").Id("pageSource"), jen.Id("ok").Bool()).
			Block(jen.Switch(jen.Id("op").Dot("Name")).Block(e.pageCases()...), jen.Return(jen.Id("source"), jen.Id("ok"))))
}

// partOf writes:
//
//	func (p *<Page>[T]) part(nulls *nullItems) part[T] {
//		if p == nil { return part[T]{} }
//		return part[T]{items: p.Items, nulls: nullsOf(nulls, p.Items), limit: p.<Limit>, …}
//	}
func partOf(p model.Page, receiver jen.Code) jen.Code {
	part := jen.Id("part").Index(jen.Id("T"))
	values := jen.Dict{
		jen.Id("items"): jen.Id("p").Dot("Items"),
		jen.Id("nulls"): jen.Id("nullsOf").Call(jen.Id("nulls"), jen.Id("p").Dot("Items")),
	}
	for name, field := range map[string]string{"limit": p.Limit, "next": p.Next, "offset": p.Offset, "total": p.Total} {
		if field != "" {
			values[jen.Id(name)] = jen.Id("p").Dot(field)
		}
	}
	if p.Cursors != "" {
		values[jen.Id("cursor")] = jen.Id("p").Dot(p.Cursors).Dot("After")
	}
	return jen.Func().Params(receiver).Id("part").Params(jen.Id("nulls").Op("*").Id("nullItems")).Add(part).Block(
		jen.If(jen.Id("p").Op("==").Nil()).Block(jen.Return(jen.Add(part).Values())),
		jen.Return(jen.Add(part).Values(values)))
}

// pageCases writes a case for each operation that answers in pages:
//
//	case "<operation>":
//		switch page.(type) {
//		case *<Page>[<Elem>]:
//			return pageSource{property: "<property>", largest: <offset>, market: true}, true
//		}
func (e *emitter) pageCases() []jen.Code {
	var cases []jen.Code
	for _, op := range e.api.Operations() {
		if len(op.Iterators) == 0 {
			continue
		}
		var types []jen.Code
		for _, it := range op.Iterators {
			ref, property := e.pageOf(op, it)
			// Of two pages of one type, it is not known which one is meant.
			if slices.ContainsFunc(op.Iterators, func(other model.Iterator) bool {
				otherRef, _ := e.pageOf(op, other)
				return other.Name != it.Name && ref.Name == otherRef.Name && other.Elem.Name == it.Elem.Name && other.Elem.Kind == it.Elem.Kind
			}) {
				continue
			}
			source := jen.Dict{}
			if property != "" {
				source[jen.Id("property")] = jen.Lit(property)
			}
			if p := op.Option(model.PageOffset); p != nil && p.Max > 0 {
				source[jen.Id("largest")] = jen.Lit(p.Max)
			}
			if slices.ContainsFunc(op.Options, func(p model.Param) bool { return p.Role == model.MarketChoice }) {
				source[jen.Id("market")] = jen.True()
			}
			types = append(types, jen.Case(jen.Op("*").Add(goType(ref))).Block(jen.Return(jen.Id("pageSource").Values(source), jen.True())))
		}
		if len(types) > 0 {
			cases = append(cases, jen.Case(jen.Lit(op.QualifiedName())).Block(jen.Switch(jen.Id("page").Assert(jen.Type())).Block(types...)))
		}
	}
	return cases
}

// pageOf returns the type of the page that an iterator goes through, and the property of
// the answer that holds it.
func (e *emitter) pageOf(op *model.Operation, it model.Iterator) (page model.TypeRef, property string) {
	page, property = op.Result.Type, op.Result.Envelope
	if it.Field != "" {
		fields := e.fields(op.Result)
		i := slices.IndexFunc(fields, func(f model.Field) bool { return f.GoName == it.Field })
		page, property = fields[i].Type, fields[i].Wire
	}
	page.Pointer = false
	return page, property
}

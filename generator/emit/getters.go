package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// presence writes the method that reports whether a value is empty:
//
//	func (t *<Type>) <Name>() bool { return t != nil && !isNull(t) }
func presence(f *file, t *model.Type) {
	if t.Presence == "" {
		return
	}
	f.documented(comment(t.Presence+" "+t.PresenceDoc),
		jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id(t.Presence).Params().Bool().Block(
			jen.Return(jen.Id("t").Op("!=").Nil().Op("&&").Op("!").Id("isNull").Call(jen.Id("t")))))
}

// getters writes the methods of a type that follow paths of its fields.
func getters(f *file, t *model.Type) {
	for _, g := range t.Getters {
		f.documented(comment(g.Name+" "+g.Doc), getter(t, g))
	}
}

// getter writes:
//
//	func (t *<Type>) <Name>() <result> {
//		if t == nil || t.<Pointer> == nil { return <zero> }
//		return t.<Pointer>.<Field>
//	}
//
// or, where the path collects one value, or one of each element of a list,
//
//	func (t *<Type>) <Name>() []<Elem> {
//		if t == nil { return nil }
//		return []<Elem>{t.<Field>.<Field>}
//	}
//	func (t *<Type>) <Name>() []<Elem> {
//		if t == nil { return nil }
//		var all []<Elem>
//		for i := range t.<List> {
//			all = append(all, t.<List>[i].<Field>)
//		}
//		return all
//	}
func getter(t *model.Type, g model.Getter) jen.Code {
	w := walk{
		getter: g,
		leave:  jen.Return(zero(g.Type)),
		isNil:  []jen.Code{jen.Id("t").Op("==").Nil()},
	}
	body := w.follow(g.Path, jen.Id("t"))
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id(g.Name).Params().Add(goType(g.Type)).Block(body...)
}

// A walk writes the statements that follow the path of a getter.
type walk struct {
	getter model.Getter
	leave  jen.Code   // where a pointer is nil
	isNil  []jen.Code // tests of the pointers since the last loop
	depth  int        // of loops
}

func (w walk) follow(path []model.Step, value *jen.Statement) []jen.Code {
	for i, step := range path {
		value = jen.Add(value).Dot(step.GoName)
		isList := step.Type.Kind == model.List && !step.Type.Single
		switch isLast := i == len(path)-1; {
		case step.Each && !isList:
			w.isNil = append(w.isNil, isZero(step.Type, value))
		case step.Each:
			return append(w.guard(), w.loop(path[i+1:], *step.Type.Elem, value)...)
		case step.Type.Pointer && (!isLast || w.getter.Type.Kind == model.Duration):
			w.isNil = append(w.isNil, jen.Add(value).Op("==").Nil())
		}
	}
	return append(w.guard(), w.arrive(path[len(path)-1].Type, value))
}

// guard writes: if <a pointer is nil> || … { <leave> }
func (w walk) guard() []jen.Code {
	if len(w.isNil) == 0 {
		return nil
	}
	test := jen.Add(w.isNil[0])
	for _, other := range w.isNil[1:] {
		test.Op("||").Add(other)
	}
	return []jen.Code{jen.If(test).Block(w.leave)}
}

// loop writes the rest of a path for each element of a list.
func (w walk) loop(rest []model.Step, elem model.TypeRef, list *jen.Statement) []jen.Code {
	index := strings.Repeat("i", w.depth+1)
	value := jen.Add(list).Index(jen.Id(index))
	inner := walk{getter: w.getter, leave: jen.Continue(), depth: w.depth + 1}
	if elem.Pointer {
		inner.isNil = append(inner.isNil, jen.Add(value).Op("==").Nil())
	}
	loop := jen.For(jen.Id(index).Op(":=").Range().Add(list)).Block(inner.follow(rest, value)...)
	if w.depth > 0 {
		return []jen.Code{loop}
	}
	return []jen.Code{jen.Var().Id("all").Add(goType(w.getter.Type)), loop, jen.Return(jen.Id("all"))}
}

// arrive writes what becomes of the value at the end of a path.
func (w walk) arrive(ref model.TypeRef, value *jen.Statement) jen.Code {
	isList := ref.Kind == model.List && !ref.Single && !ref.Pointer
	switch {
	case w.depth > 0 && isList:
		return jen.Id("all").Op("=").Append(jen.Id("all"), jen.Add(value).Op("..."))
	case w.depth > 0:
		return jen.Id("all").Op("=").Append(jen.Id("all"), value)
	case w.getter.Type.Kind == model.List && !isList:
		return jen.Return(goType(w.getter.Type).Values(value))
	case w.getter.Type.Kind == model.Duration:
		if ref.Pointer {
			value = jen.Op("*").Add(value)
		}
		return jen.Return(jen.Qual("time", "Duration").Call(value).Op("*").Qual("time", "Millisecond"))
	}
	return jen.Return(value)
}

// unionGetters writes the methods of a union that return what the value has that is set:
//
//	func (u <Union>) <Name>() <result> {
//		switch {
//		case u.<Member> != nil:
//			return u.<Member>.<Name>
//		}
//		return <zero>
//	}
func unionGetters(f *file, u model.Union) {
	for _, g := range u.Getters {
		var cases []jen.Code
		for _, m := range u.Fields() {
			value := jen.Id("u").Dot(m.GoName).Dot(g.Name)
			if g.IsMethod(m.GoName) {
				value.Call()
			}
			cases = append(cases, jen.Case(jen.Id("u").Dot(m.GoName).Op("!=").Nil()).Block(jen.Return(value)))
		}
		doc := g.Name + " " + g.Doc
		if g.Deprecated {
			doc += "\n\nDeprecated: The API has deprecated this property. There is no replacement."
		}
		f.documented(comment(doc), jen.Func().Params(jen.Id("u").Id(u.Name)).Id(g.Name).Params().Add(goType(g.Type)).Block(
			jen.Switch().Block(cases...), jen.Return(zero(g.Type))))
	}
}

package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// checks writes what each type of a request refuses before it is sent:
//
//	func (t *<Type>) check(c *checks) {
//		c.alternatives(<one is needed>, given{"<name>", <t.Field is set>}, …)
//		c.notEmpty("<name>", <t.List is set>, len(t.<List>))
//		c.within("<name>", t.<Field>.check)
//		for i := range t.<List> { c.item("<name>", i, t.<List>[i].check) }
//	}
func (e *emitter) checks(f *file) {
	for i := range e.api.Types {
		t := &e.api.Types[i]
		if !e.isChecked(t) {
			continue
		}
		var body []jen.Code
		if len(t.Alternatives) > 1 {
			args := []jen.Code{jen.Lit(t.NeedsOne)}
			for _, name := range t.Alternatives {
				f := t.Field(name)
				args = append(args, jen.Id("given").Values(jen.Lit(name), isSet(f.Type, field(*f))))
			}
			body = append(body, jen.Id("c").Dot("alternatives").Call(args...))
		}
		for _, f := range t.Fields {
			body = append(body, e.fieldChecks(f, field(f))...)
		}
		f.documented(comment("check refuses what the API refuses."),
			jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("check").Params(jen.Id("c").Op("*").Id("checks")).Block(body...))
	}
}

func (e *emitter) fieldChecks(f model.Field, value *jen.Statement) []jen.Code {
	var checks []jen.Code
	if f.NotEmpty {
		checks = append(checks, jen.Id("c").Dot("notEmpty").Call(jen.Lit(f.Wire), isSet(f.Type, value), jen.Len(value)))
	}
	switch inner := e.checkedIn(f); {
	case inner == nil:
	case f.Type.Kind == model.List:
		checks = append(checks, jen.For(jen.Id("i").Op(":=").Range().Add(value)).Block(
			jen.Id("c").Dot("item").Call(jen.Lit(f.Wire), jen.Id("i"), jen.Add(value).Index(jen.Id("i")).Dot("check"))))
	case f.Type.Pointer:
		checks = append(checks, jen.If(jen.Add(value).Op("!=").Nil()).Block(
			jen.Id("c").Dot("within").Call(jen.Lit(f.Wire), jen.Add(value).Dot("check"))))
	default:
		checks = append(checks, jen.Id("c").Dot("within").Call(jen.Lit(f.Wire), jen.Add(value).Dot("check")))
	}
	return checks
}

// isChecked reports whether a type is part of a request that can be refused.
func (e *emitter) isChecked(t *model.Type) bool { return e.isCheckedWithin(t, nil) }

func (e *emitter) isCheckedWithin(t *model.Type, outer []*model.Type) bool {
	if t == nil || !t.Request || slices.ContainsFunc(outer, func(other *model.Type) bool { return other.Name == t.Name }) {
		return false
	}
	return len(t.Alternatives) > 1 || slices.ContainsFunc(t.Fields, func(f model.Field) bool {
		return f.NotEmpty || e.isCheckedWithin(e.inner(f), append(outer, t))
	})
}

// checkedIn returns the struct that a field holds or is a list of, if it is checked.
func (e *emitter) checkedIn(f model.Field) *model.Type {
	if t := e.inner(f); e.isChecked(t) {
		return t
	}
	return nil
}

func (e *emitter) inner(f model.Field) *model.Type {
	ref := f.Type
	if ref.Kind == model.List {
		ref = *ref.Elem
		if ref.Pointer {
			return nil
		}
	}
	if ref.Single {
		return nil
	}
	return e.structType(ref)
}

package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// decoders writes how each type is read from JSON.
func (e *emitter) decoders(f *file) {
	for _, p := range e.api.Pages {
		f.Add(e.decodePage(p))
		f.Line()
	}
	for i := range e.api.Types {
		if !e.api.Types[i].Form {
			f.Add(e.decodeStruct(&e.api.Types[i]))
			f.Line()
		}
	}
	for _, u := range e.api.Unions {
		doc := "decode keeps the JSON of the value."
		if len(u.Members) > 0 {
			doc = "decode reads the kind that the property " + u.Property + " names. A kind that is not known is kept in Raw."
		}
		f.documented(comment(doc), e.decodeUnion(u))
	}
}

// decodeStruct writes the decoder of a struct:
//
//	func (t *<Type>) decode(d *decoder) {
//		for key, more := d.object(); more; key, more = d.member() {
//			switch string(key) {
//			case "<wire>":
//				<decode t.<Field>>
//			default:
//				d.unknown(key, &t.UnknownMembers)
//			}
//		}
//	}
//
// with a place for each field that has a former name, around the loop:
//
//	var former<Field> <type>
//	…
//	if <t.<Field> is zero> { t.<Field> = former<Field> }
func (e *emitter) decodeStruct(t *model.Type) jen.Code {
	var before, after []jen.Code
	for _, f := range t.Fields {
		if f.Twin == "" {
			continue
		}
		before = append(before, jen.Var().Id(former(f)).Add(goType(f.Type)))
		after = append(after, jen.If(isZero(f.Type, field(f))).Block(field(f).Op("=").Id(former(f))))
	}
	body := append(before, decodeMembers(e.memberCases(t.Fields)))
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("decode").Params(jen.Id("d").Op("*").Id("decoder")).
		Block(append(body, after...)...)
}

// decodePage writes the decoder of a page, whose items are of any type:
//
//	func (p *<Page>[T]) decode(d *decoder) {
//		<members>
//	}
//
// If the page has a URL, that says how many items to expect:
//
//	case "items":
//		d.expectItems(t.<Href>)
//		decodeNumbered(d, &t.Items, decodeAny)
func (e *emitter) decodePage(p model.Page) jen.Code {
	read := "decodeItems"
	if p.Paging == model.OffsetPaging {
		read = "decodeNumbered"
	}
	var body []jen.Code
	if p.Href != "" {
		body = append(body, jen.Id("d").Dot("expectItems").Call(jen.Id("t").Dot(p.Href)))
	}
	body = append(body, jen.Id(read).Call(jen.Id("d"), jen.Op("&").Id("t").Dot("Items"), jen.Id("decodeAny")))
	items := jen.Case(jen.Lit("items")).Block(body...)
	return jen.Func().Params(jen.Id("t").Op("*").Id(p.Name).Index(jen.Id("T"))).Id("decode").Params(jen.Id("d").Op("*").Id("decoder")).
		Block(decodeMembers(append([]jen.Code{items}, e.memberCases(p.Fields)...)))
}

// decodeMembers writes the loop over the members of an object.
func decodeMembers(cases []jen.Code) jen.Code {
	cases = append(cases, jen.Default().Block(
		jen.Id("d").Dot("unknown").Call(jen.Id("key"), jen.Op("&").Id("t").Dot("UnknownMembers"))))
	keyAndMore := jen.List(jen.Id("key"), jen.Id("more"))
	return jen.For(
		jen.Add(keyAndMore).Op(":=").Id("d").Dot("object").Call(),
		jen.Id("more"),
		jen.Add(keyAndMore).Op("=").Id("d").Dot("member").Call(),
	).Block(jen.Switch(jen.String().Call(jen.Id("key"))).Block(cases...))
}

// memberCases writes a case for each name of each field. The former name of a
// field that has been read already is passed over:
//
//	case "<twin>":
//		if <t.<Field> is zero> && !d.flag() { <decode former<Field>> } else { d.skip() }
//
// of which the test for a flag is there if the field is an object.
func (e *emitter) memberCases(fields []model.Field) []jen.Code {
	var cases []jen.Code
	for _, f := range fields {
		cases = append(cases, jen.Case(jen.Lit(f.Wire)).Block(e.decodeField(f)))
		if f.Twin != "" {
			cases = append(cases, jen.Case(jen.Lit(f.Twin)).Block(
				jen.If(e.formerCounts(f)).Block(decode(f.Type, jen.Id(former(f)))).
					Else().Block(jen.Id("d").Dot("skip").Call())))
		}
	}
	return cases
}

// formerCounts writes the condition under which the value of a former name is read: there
// is none of the present name, and it is not a flag where an object is expected.
func (e *emitter) formerCounts(f model.Field) jen.Code {
	missing := isZero(f.Type, field(f))
	if !e.isObject(f.Type) {
		return missing
	}
	return jen.Add(missing).Op("&&").Op("!").Id("d").Dot("flag").Call()
}

// isObject reports whether a type is nothing but an object in JSON.
func (e *emitter) isObject(ref model.TypeRef) bool {
	switch {
	case ref.Single:
		return false
	case ref.Kind == model.PageOf:
		return true
	case ref.Kind == model.Named && ref.Class == model.UnionType:
		return slices.ContainsFunc(e.api.Unions, func(u model.Union) bool {
			return u.Name == ref.Name && len(u.Members) > 0 && len(u.Attempts) == 0
		})
	}
	return ref.Kind == model.Named && ref.Class == model.Struct
}

// field writes t.<Field>.
func field(f model.Field) *jen.Statement { return jen.Id("t").Dot(f.GoName) }

func former(f model.Field) string { return "former" + f.GoName }

// decodeField writes how a field is read:
//
//	d.intWithin(&t.<Field>, "<property>")
//
// if its value may come inside of an object,
//
//	decodeRepeatedPointer(d, &t.<Field>, (*<Type>).decode)
//	decodeRepeatedList(d, &t.<Field>, (*<Type>).decode)
//
// if the same objects are likely to come again, else as decode has it.
func (e *emitter) decodeField(f model.Field) jen.Code {
	ref, address := f.Type, jen.Op("&").Add(field(f))
	switch {
	case f.Within != "":
		return jen.Id("d").Dot("intWithin").Call(address, jen.Lit(f.Within))
	case ref.Pointer && !ref.Single:
		if ref.Pointer = false; e.repeats(ref) {
			return jen.Id("decodeRepeatedPointer").Call(jen.Id("d"), address, reader(ref))
		}
	case ref.Kind == model.List && !ref.Single && e.repeats(*ref.Elem):
		return jen.Id("decodeRepeatedList").Call(jen.Id("d"), listAt(ref, address), reader(*ref.Elem))
	}
	return decode(f.Type, field(f))
}

// repeats reports whether a type is that of things that have a URI and are so small that an
// answer is likely to have some of them several times, in the same words.
func (e *emitter) repeats(ref model.TypeRef) bool {
	t := e.structOf(ref)
	return t != nil && t.HasURI && e.isFlat(ref)
}

// isFlat reports whether values of a type share nothing with a copy that can be changed.
func (e *emitter) isFlat(ref model.TypeRef) bool {
	switch {
	case ref.Pointer || ref.Single:
		return false
	case ref.IsNamedText():
		return true
	}
	switch ref.Kind {
	case model.String, model.Int, model.Int64, model.Float64, model.Bool, model.Time:
		return true
	}
	t := e.structOf(ref)
	return t != nil && !slices.ContainsFunc(t.Fields, func(f model.Field) bool { return !e.isFlat(f.Type) })
}

// structOf returns the struct that a type is, nil if it is something else.
func (e *emitter) structOf(ref model.TypeRef) *model.Type {
	if ref.Pointer || ref.Single || ref.Kind != model.Named || ref.Class != model.Struct {
		return nil
	}
	i := slices.IndexFunc(e.api.Types, func(t model.Type) bool { return t.Name == ref.Name })
	if i < 0 {
		return nil
	}
	return &e.api.Types[i]
}

// decode writes a statement that reads a value into a variable:
//
//	d.int(&<variable>)
//	d.string((*string)(&<variable>))
//	<variable>.decode(d)
//	decodeURI(&<variable>, d)
//	d.intPointer(&<variable>)
//	decodePointer(d, &<variable>, <reader of the value>)
//	decodeSingle(d, &<variable>, <reader of the element>)
//	decodeList(d, &<variable>, <reader of an element>)
//	decodeMap(d, &<variable>, <reader of a value>)
func decode(ref model.TypeRef, variable *jen.Statement) *jen.Statement {
	return decodeAt(ref, jen.Op("&").Add(variable), variable)
}

// decodeAt is decode for a variable that is known by its address, too.
func decodeAt(ref model.TypeRef, address, variable *jen.Statement) *jen.Statement {
	d := jen.Id("d")
	switch {
	case ref.Single:
		ref.Single = false
		return jen.Id("decodeSingle").Call(d, address, reader(ref))
	case ref.Pointer:
		if ref.Pointer = false; ref.Kind == model.Int || ref.Kind == model.Bool {
			return d.Dot(scalarName(ref) + "Pointer").Call(address)
		}
		return jen.Id("decodePointer").Call(d, address, reader(ref))
	case ref.Kind == model.List:
		return jen.Id("decodeList").Call(d, listAt(ref, address), reader(*ref.Elem))
	case ref.Kind == model.MapOf:
		return jen.Id("decodeMap").Call(d, address, reader(*ref.Elem))
	case ref.Runtime == model.Resource:
		return jen.Id("decodeURI").Call(address, d)
	case ref.IsNamedText() && !ref.HasKnownValues():
		return d.Dot("string").Call(jen.Parens(jen.Op("*").String()).Call(address))
	case ref.Kind == model.Named || ref.Kind == model.PageOf:
		return jen.Add(variable).Dot("decode").Call(d)
	}
	return d.Dot(scalarName(ref)).Call(address)
}

// listAt writes the address of a list: that of a plain one, if its type has a name.
//
//	(*[]<Elem>)(<address>)
func listAt(ref model.TypeRef, address jen.Code) jen.Code {
	if ref.Name == "" {
		return address
	}
	return jen.Parens(jen.Op("*").Index().Add(goType(*ref.Elem))).Call(address)
}

// reader writes a function that reads a value of a type:
//
//	decodeInt
//	decodeText
//	(*<Type>).decode
//	func(p *<Type>, d *decoder) { <decode *p> }
func reader(ref model.TypeRef) jen.Code {
	name := codecName(ref, "decode")
	switch {
	case name != nil && ref.HasKnownValues():
		return jen.Parens(jen.Op("*").Add(goType(ref))).Dot("decode")
	case name != nil:
		return name
	}
	return jen.Func().Params(jen.Id("p").Op("*").Add(goType(ref)), jen.Id("d").Op("*").Id("decoder")).
		Block(decodeAt(ref, jen.Id("p"), jen.Op("*").Id("p")))
}

// codecName writes the name of the function that reads or writes a value of a
// type, nil if there is none with a name.
func codecName(ref model.TypeRef, verb string) jen.Code {
	switch {
	case ref.Pointer || ref.Single || ref.Kind == model.List || ref.Kind == model.MapOf:
		return nil
	case ref.Runtime == model.Resource:
		return jen.Id(verb + "URI")
	case ref.IsNamedText():
		return jen.Id(verb + "Text")
	case ref.Kind == model.Named || ref.Kind == model.PageOf:
		return jen.Parens(jen.Op("*").Add(goType(ref))).Dot(verb)
	}
	return jen.Id(verb + capitalized(scalarName(ref)))
}

// scalarName is the method of a decoder and an encoder for a type without a name.
func scalarName(ref model.TypeRef) string {
	switch ref.Kind {
	case model.String:
		return "string"
	case model.Int:
		return "int"
	case model.Int64:
		return "int64"
	case model.Float64:
		return "float64"
	case model.Bool:
		return "bool"
	case model.Time:
		return "time"
	}
	return "raw"
}

func capitalized(name string) string { return string(name[0]-'a'+'A') + name[1:] }

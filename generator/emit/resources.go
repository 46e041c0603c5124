package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// resources writes what types can do beyond holding fields: be a Resource,
// tell the original of a relinked track, read a local file, and the getters.
func (e *emitter) resources(f *file) {
	for i := range e.api.Types {
		t := &e.api.Types[i]
		switch {
		case t.Relinkable:
			e.relinkable(f, t)
		case t.HasURI:
			f.documented(comment("ResourceURI returns the URI, which makes the value a [Resource]."), resourceURI(t, jen.Id("t").Dot("URI")))
		}
		if t.Position != "" {
			f.documented(comment("setPosition makes the value [positioned]."), positionSetter(t))
		}
		for _, text := range t.Fields {
			if text.HTML {
				f.documented(comment(text.TextMethod()+" returns "+text.GoName+" as plain text: without the escapes of HTML, and without its links. This is the text to show, and to write back. It is empty for a nil pointer."),
					textOf(t, text.TextMethod(), jen.String(), jen.Id("plainText").Call(jen.Id("t").Dot(text.GoName))))
			}
		}
		if t.LocalCapable {
			f.documented(comment("LocalFile describes the user's own file that the value stands for. It reports false if the value does not stand for a local file. Local files cannot be added, saved, or played through the API."), localFile(t))
		}
		picture(f, t)
		presence(f, t)
		getters(f, t)
		conversions(f, t)
	}
	for _, u := range e.api.Unions {
		f.documented(comment("IsZero reports whether there is no value at all."), unionIsZero(u))
		if everyMemberHasURI(u) {
			f.documented(comment("ResourceURI returns the URI of the value that is set. It is empty if none is set."), unionURI(u))
		}
		unionGetters(f, u)
		if len(u.Members) > 0 {
			f.documented(comment("Unknown returns the unknown members of the object that is set, like the method of that object. It is nil if none is set."), e.unionUnknown(u))
		}
		e.attempts(f, u)
	}
}

// relinkable writes the methods of a type with linked_from.
func (e *emitter) relinkable(f *file, t *model.Type) {
	linked := []jen.Code{linkedFrom("URI", t.LinkedURI), linkedFrom("ID", t.LinkedID)}

	// return t != nil && t.LinkedFrom != nil && isRelinked(t.ID, t.URI, t.LinkedFrom.URI, t.LinkedFrom.ID)
	f.documented(comment("IsRelinked reports whether this track replaces the one that was asked for, because that one is not available in the market. See [LinkedTrack]."),
		jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("IsRelinked").Params().Bool().Block(
			jen.Return(jen.Id("t").Op("!=").Nil().Op("&&").Id("t").Dot("LinkedFrom").Op("!=").Nil().Op("&&").
				Id("isRelinked").Call(append([]jen.Code{jen.Id("t").Dot("ID"), jen.Id("t").Dot("URI")}, linked...)...))))

	f.documented(comment("OriginalURI returns the URI of the track that was asked for: that of the original if this track is relinked, or else its own. Use it to save, remove or play the track later."),
		original(t, "OriginalURI", "URI", "originalTrackURI", "URI", linked))
	f.documented(comment("OriginalID returns the ID of the track that was asked for. See OriginalURI."),
		original(t, "OriginalID", t.IDType, "originalTrackID", "ID", linked))

	// return t != nil && requested != "" && t.ID != requested
	f.documented(comment("IsReplacementFor reports whether the ID of the track differs from the requested one. The API does not send linked_from to apps in development mode, so for them a different ID is the only sign of relinking. The methods that read tracks by ID see it and fill in LinkedFrom."),
		jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("IsReplacementFor").Params(jen.Id("requested").Id(t.IDType)).Bool().Block(
			jen.Return(jen.Id("t").Op("!=").Nil().Op("&&").Id("requested").Op("!=").Lit("").Op("&&").Id("t").Dot("ID").Op("!=").Id("requested"))))
	if t.ReadByID {
		f.documented(comment("keepRequested notes the ID that was asked for where the API does not tell that this track replaces another one."), keeper(t))
	}
	f.documented(comment("ResourceURI returns OriginalURI, which makes the value a [Resource] that stands for the track that was asked for."),
		resourceURI(t, jen.Id("t").Dot("OriginalURI").Call()))
}

// keeper writes:
//
//	func (t *<Type>) keepRequested(requested <ID>) {
//		if t != nil && t.LinkedFrom == nil && t.ID != "" && t.IsReplacementFor(requested) {
//			t.LinkedFrom = &<Linked>{ID: requested, URI: requested.URI()}
//		}
//	}
func keeper(t *model.Type) jen.Code {
	original := jen.Dict{}
	if t.LinkedID {
		original[jen.Id("ID")] = jen.Id("requested")
	}
	if t.LinkedURI {
		original[jen.Id("URI")] = jen.Id("requested").Dot("URI").Call()
	}
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("keepRequested").Params(jen.Id("requested").Id(t.IDType)).Block(
		jen.If(jen.Id("t").Op("!=").Nil().Op("&&").Id("t").Dot("LinkedFrom").Op("==").Nil().Op("&&").Id("t").Dot("ID").Op("!=").Lit("").
			Op("&&").Id("t").Dot("IsReplacementFor").Call(jen.Id("requested"))).Block(
			jen.Id("t").Dot("LinkedFrom").Op("=").Op("&").Id(t.LinkedType).Values(original)))
}

// linkedFrom writes a field of what a track was linked from, or an empty one in place
// of a field that the schema does not have: t.LinkedFrom.<Field>
func linkedFrom(field string, has bool) jen.Code {
	if !has {
		return jen.Lit("")
	}
	return jen.Id("t").Dot("LinkedFrom").Dot(field)
}

// original writes:
//
//	func (t *<Type>) <Name>() <result> {
//		if t == nil { return "" }
//		if t.LinkedFrom == nil { return t.<Own> }
//		return <helper>(t.<Own>, t.LinkedFrom.URI, t.LinkedFrom.ID)
//	}
func original(t *model.Type, name, result, helper, own string, linked []jen.Code) jen.Code {
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id(name).Params().Id(result).Block(
		jen.If(jen.Id("t").Op("==").Nil()).Block(jen.Return(jen.Lit(""))),
		jen.If(jen.Id("t").Dot("LinkedFrom").Op("==").Nil()).Block(jen.Return(jen.Id("t").Dot(own))),
		jen.Return(jen.Id(helper).Call(append([]jen.Code{jen.Id("t").Dot(own)}, linked...)...)),
	)
}

// resourceURI writes:
//
//	func (t <Type>) ResourceURI() URI { return <value> }
//
// It has no pointer receiver, so that elements of lists are resources as pointers are.
func resourceURI(t *model.Type, value jen.Code) jen.Code {
	return jen.Func().Params(jen.Id("t").Id(t.Name)).Id("ResourceURI").Params().Id("URI").Block(jen.Return(value))
}

// textOf writes:
//
//	func (t *<Type>) <Name>() <result> {
//		if t == nil { return "" }
//		return <value>
//	}
func textOf(t *model.Type, name string, result, value jen.Code) jen.Code {
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id(name).Params().Add(result).Block(
		jen.If(jen.Id("t").Op("==").Nil()).Block(jen.Return(jen.Lit(""))),
		jen.Return(value),
	)
}

// positionSetter writes:
//
//	func (t *<Type>) setPosition(n int) { t.<Position> = n }
func positionSetter(t *model.Type) jen.Code {
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("setPosition").Params(jen.Id("n").Int()).Block(
		jen.Id("t").Dot(t.Position).Op("=").Id("n"))
}

// localFile writes:
//
//	func (t *<Type>) LocalFile() (LocalFile, bool) {
//		if t == nil { return LocalFile{}, false }
//		return t.URI.Local()
//	}
func localFile(t *model.Type) jen.Code {
	return jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Id("LocalFile").Params().Params(jen.Id("LocalFile"), jen.Bool()).Block(
		jen.If(jen.Id("t").Op("==").Nil()).Block(jen.Return(jen.Id("LocalFile").Values(), jen.False())),
		jen.Return(jen.Id("t").Dot("URI").Dot("Local").Call()),
	)
}

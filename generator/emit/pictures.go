package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// picture writes what a type that describes a picture can do, and lists of it.
//
//	func (t <Type>) Download(ctx context.Context, client *http.Client) ([]byte, error) {
//		return download(ctx, client, t.<URL>)
//	}
//	func (l <List>) Closest(width int) <Type> {
//		return closest(l, width, func(t *<Type>) (width, height int) { return <width>, <height> })
//	}
//
// Neither has a pointer receiver, so that the result of one is good for the other.
func picture(f *file, t *model.Type) {
	p := t.Picture
	if p == nil {
		return
	}
	if p.URL != nil {
		f.documented(comment("Download returns the bytes of the picture. It sends no token, because pictures are on other servers than the API: give it a client that adds none. A nil client is [http.DefaultClient]. Download returns an error if there is no URL, if the status is not 200, and if the picture is larger than 32 MiB."),
			jen.Func().Params(jen.Id("t").Id(t.Name)).Id("Download").
				Params(jen.Id("ctx").Qual("context", "Context"), jen.Id("client").Op("*").Qual("net/http", "Client")).
				Params(jen.Index().Byte(), jen.Error()).
				Block(jen.Return(jen.Id("download").Call(jen.Id("ctx"), jen.Id("client"), jen.Id("t").Dot(p.URL.GoName)))))
	}
	if p.Width != nil {
		f.documented(comment("Closest returns the smallest picture that is at least so many pixels wide, or else the widest. A picture of unknown width counts by its height. One of unknown size is returned only if there are no others. For an empty list, Closest returns the zero value."),
			jen.Func().Params(jen.Id("l").Id(p.List)).Id("Closest").Params(jen.Id("width").Int()).Id(t.Name).Block(
				jen.Return(jen.Id("closest").Call(jen.Id("l"), jen.Id("width"),
					jen.Func().Params(jen.Id("t").Op("*").Id(t.Name)).Params(jen.Id("width"), jen.Id("height").Int()).
						Block(jen.Return(pixels(p.Width), pixels(p.Height)))))))
	}
}

// pixels writes the number in a field: t.<Field>, or orZero(t.<Field>) of a pointer, or 0
// without a field.
func pixels(field *model.Step) jen.Code {
	switch {
	case field == nil:
		return jen.Lit(0)
	case field.Type.Pointer:
		return jen.Id("orZero").Call(jen.Id("t").Dot(field.GoName))
	}
	return jen.Id("t").Dot(field.GoName)
}

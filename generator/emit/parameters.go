package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// pin writes a fixed parameter: req.query("type", "artist")
func pin(p model.Pin) jen.Code {
	add := string(p.In)
	switch p.In {
	case model.InHeader:
		add = "setHeader"
	case model.InCookie:
		add = "setCookie"
	}
	return jen.Id("req").Dot(add).Call(jen.Lit(p.Wire), jen.Lit(p.Value))
}

// required writes a required parameter, those of an object as its properties.
func (e *emitter) required(p model.Param) []jen.Code {
	value := jen.Id(p.ArgName)
	if p.Style == model.Deep {
		return e.properties(p, value)
	}
	return []jen.Code{requiredValue(p, value)}
}

// optional writes an optional parameter. One that is an object is a pointer:
//
//	if opts.Song != nil {
//		<properties>
//	}
func (e *emitter) optional(p model.Param) []jen.Code {
	value := jen.Id("opts").Dot(p.GoName)
	if p.Style == model.Deep {
		return []jen.Code{jen.If(jen.Add(value).Op("!=").Nil()).Block(e.properties(p, value)...)}
	}
	return []jen.Code{optionalValue(p, value)}
}

// properties writes the parameters that an object becomes, one for each property:
//
//	req.query("song[name]", song.Name)
//	optionalValue(req, "song[year]", song.Year)
func (e *emitter) properties(p model.Param, object *jen.Statement) []jen.Code {
	var statements []jen.Code
	for _, f := range e.structType(p.Type).Fields {
		property := model.Param{Wire: p.Wire + "[" + f.Wire + "]", In: p.In, Type: f.Type}
		value := jen.Add(object).Dot(f.GoName)
		if f.Required && !f.Type.Pointer {
			statements = append(statements, requiredValue(property, value))
		} else {
			statements = append(statements, optionalValue(property, value))
		}
	}
	return statements
}

// requiredValue writes a required parameter, by its place and its type:
//
//	req.path("id", string(id))
//	pathValue(req, "year", year)
//	req.query("q", q)
//	req.queryURI("uri", item)
//	req.queryURIs("uris", items)
//	queryValue(req, "position_ms", positionMS)
//	queryList(req, "ids", ids)
//	queryListAs(req, "tags", pipes, tags)
//	headerValue(req, "X-Song", song)
//	headerList(req, "X-Songs", songs)
//	cookieValue(req, "song", song)
func requiredValue(p model.Param, value jen.Code) jen.Code {
	req, wire := jen.Id("req"), jen.Lit(p.Wire)
	isText := p.Type.Kind == model.String || p.Type.Kind == model.Named
	switch {
	case p.In == model.InHeader && p.Type.Kind == model.List:
		return jen.Id("headerList").Call(req, wire, value)
	case p.In == model.InHeader:
		return jen.Id("headerValue").Call(req, wire, value)
	case p.In == model.InCookie:
		return jen.Id("cookieValue").Call(req, wire, value)
	case p.In == model.InPath && isText:
		return req.Dot("path").Call(wire, text(p.Type, value))
	case p.In == model.InPath:
		return jen.Id("pathValue").Call(req, wire, value)
	case p.Type.Kind == model.List && p.Style != model.Commas:
		return jen.Id("queryListAs").Call(req, wire, jen.Id(string(p.Style)), value)
	case p.Type.Kind == model.List:
		return jen.Id("queryList").Call(req, wire, value)
	case p.Type.Runtime == model.Resources:
		return req.Dot("queryURIs").Call(wire, value)
	case p.Type.Runtime == model.Resource:
		return req.Dot("queryURI").Call(wire, value)
	case isText:
		return req.Dot("query").Call(wire, text(p.Type, value))
	}
	return jen.Id("queryValue").Call(req, wire, value)
}

// optionalValue writes an optional parameter, which is left out when it is zero:
//
//	req.market(opts.Market)
//	optionalValue(req, "limit", opts.Limit)
//	optionalValue(req, "limit", s.caller.limit(opts.Limit, <largest in development mode>))
//	optionalPtr(req, "min_energy", opts.MinEnergy)
//	optionalList(req, "include_groups", opts.IncludeGroups)
//	optionalListAs(req, "tags", pipes, opts.Tags)
//	optionalHeader(req, "X-Song", opts.XSong)
//	optionalHeaderPtr(req, "X-Count", opts.XCount)
//	optionalHeaderList(req, "X-Songs", opts.XSongs)
//	optionalCookie(req, "song", opts.Song)
//	optionalCookiePtr(req, "count", opts.Count)
func optionalValue(p model.Param, value jen.Code) jen.Code {
	req, wire := jen.Id("req"), jen.Lit(p.Wire)
	switch {
	case p.In == model.InHeader && p.Type.Kind == model.List:
		return jen.Id("optionalHeaderList").Call(req, wire, value)
	case p.In == model.InHeader && p.Type.Pointer:
		return jen.Id("optionalHeaderPtr").Call(req, wire, value)
	case p.In == model.InHeader:
		return jen.Id("optionalHeader").Call(req, wire, value)
	case p.In == model.InCookie && p.Type.Pointer:
		return jen.Id("optionalCookiePtr").Call(req, wire, value)
	case p.In == model.InCookie:
		return jen.Id("optionalCookie").Call(req, wire, value)
	case p.Role == model.MarketChoice:
		return req.Dot("market").Call(value)
	case p.Type.Kind == model.List && p.Style != model.Commas:
		return jen.Id("optionalListAs").Call(req, wire, jen.Id(string(p.Style)), value)
	case p.Type.Kind == model.List:
		return jen.Id("optionalList").Call(req, wire, value)
	case p.Type.Pointer:
		return jen.Id("optionalPtr").Call(req, wire, value)
	case p.MaxExtended > 0 && p.Type.Kind == model.Int:
		value = jen.Id("s").Dot("caller").Dot("limit").Call(value, jen.Lit(p.Max))
	}
	return jen.Id("optionalValue").Call(req, wire, value)
}

// text converts a value of a named string type: string(<value>)
func text(ref model.TypeRef, value jen.Code) jen.Code {
	if ref.Kind == model.Named {
		return jen.String().Call(value)
	}
	return value
}

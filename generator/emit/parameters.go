package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// pin writes a fixed parameter: req.query("type", "artist")
func pin(p model.Pin) jen.Code {
	return jen.Id("req").Dot(string(p.In)).Call(jen.Lit(p.Wire), jen.Lit(p.Value))
}

// required writes a required parameter, by its type:
//
//	req.path("id", string(id))
//	req.query("q", q)
//	req.queryURI("uri", item)
//	req.queryURIs("uris", items)
//	queryValue(req, "position_ms", positionMS)
//	queryList(req, "ids", ids)
func required(p model.Param) jen.Code {
	req, wire, value := jen.Id("req"), jen.Lit(p.Wire), jen.Id(p.ArgName)
	switch {
	case p.In == model.InPath:
		return req.Dot("path").Call(wire, text(p.Type, value))
	case p.Type.Kind == model.List:
		return jen.Id("queryList").Call(req, wire, value)
	case p.Type.Runtime == model.Resources:
		return req.Dot("queryURIs").Call(wire, value)
	case p.Type.Runtime == model.Resource:
		return req.Dot("queryURI").Call(wire, value)
	case p.Type.Kind == model.String || p.Type.Kind == model.Named:
		return req.Dot("query").Call(wire, text(p.Type, value))
	}
	return jen.Id("queryValue").Call(req, wire, value)
}

// optional writes an optional parameter, which is left out when it is zero:
//
//	req.market(opts.Market)
//	optionalValue(req, "limit", opts.Limit)
//	optionalValue(req, "limit", s.caller.limit(opts.Limit, <largest in development mode>))
//	optionalPtr(req, "min_energy", opts.MinEnergy)
//	optionalList(req, "include_groups", opts.IncludeGroups)
func optional(p model.Param) jen.Code {
	req, wire, value := jen.Id("req"), jen.Lit(p.Wire), jen.Id("opts").Dot(p.GoName)
	switch {
	case p.Role == model.MarketChoice:
		return req.Dot("market").Call(value)
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

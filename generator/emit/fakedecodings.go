package emit

import (
	"maps"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// decodings writes how the answers of an endpoint are decoded. An operation that splits
// into methods with different results has an entry for each path that a method pins;
// otherwise the first method stands for all.
func (e *emitter) decodings(described model.Endpoint) []jen.Code {
	first := map[string]*model.Operation{}
	for _, op := range e.api.Operations() {
		if path := pinnedPath(op); op.Method == described.Method && op.Path == described.Path && first[path] == nil {
			first[path] = op
		}
	}
	var decodings []jen.Code
	for _, path := range slices.Sorted(maps.Keys(first)) {
		decodings = append(decodings, e.decoding(first[path]))
	}
	return decodings
}

// pinnedPath is the path of a method with the parameters that the method fixes.
func pinnedPath(op *model.Operation) string {
	path := op.Path
	for _, p := range op.Pins {
		if p.In == model.InPath {
			path = strings.Replace(path, "{"+p.Wire+"}", p.Value, 1)
		}
	}
	return path
}

// decoding writes how an answer is decoded:
//
//	{
//		path: "<pinned path>", envelope: "<property>", most: <elements>,
//		call: func(ctx context.Context, client *spotify.Client, n int) (any, error) {
//			return decoded(client.<Service>.<Method>(<arguments>))
//		},
//	}
func (e *emitter) decoding(op *model.Operation) jen.Code {
	call := jen.Id("client").Dot(op.Service).Dot(op.Name).Call(e.placeholders(op)...)
	done := jen.Return(jen.Id("decoded").Call(call))
	if op.Result.Kind == model.NoResult {
		done = jen.Return(jen.Nil(), call)
	}
	count := jen.Id("_").Int()
	var values []jen.Code
	if path := pinnedPath(op); path != op.Path {
		values = append(values, member("path", jen.Lit(path)))
	}
	if isBatchRead(op) {
		count = jen.Id("n").Int()
		if op.Result.Kind == model.Unwrap {
			values = append(values, member("envelope", jen.Lit(op.Result.Envelope)))
		}
		values = append(values, member("most", jen.Lit(op.Batch.Max)))
	}
	values = append(values, member("call", jen.Func().Params(
		jen.Id("ctx").Qual("context", "Context"), jen.Id("client").Op("*").Qual(ClientPath, "Client"), count,
	).Params(jen.Any(), jen.Error()).Block(done)))
	return jen.Values(values...)
}

// isBatchRead reports whether a method answers an element for each argument.
func isBatchRead(op *model.Operation) bool {
	return op.SplitList() != nil && op.Result.Type.Kind == model.List
}

// placeholders writes arguments that a method takes; what they say does not matter.
func (e *emitter) placeholders(op *model.Operation) []jen.Code {
	args := []jen.Code{jen.Id("ctx")}
	for i := range op.Params {
		p := &op.Params[i]
		value := e.placeholder(p.Type, nil)
		switch {
		case isBatchRead(op) && p.Role == model.SplitList && p.Type.Elem == nil:
			value = jen.Id("placeholderURIs").Call(jen.Id("n"))
		case isBatchRead(op) && p.Role == model.SplitList && p.Type.Elem.Kind != model.String && !p.Type.Elem.IsNamedText():
			value = jen.Qual("slices", "Repeat").Call(clientType(p.Type).Values(e.placeholder(*p.Type.Elem, nil)), jen.Id("n"))
		case isBatchRead(op) && p.Role == model.SplitList:
			value = jen.Id("placeholders").Index(clientType(*p.Type.Elem)).Call(jen.Id("n"))
		case p.Type.Runtime == model.Resources:
			value = jen.Id("placeholderURIs").Call(jen.Lit(1))
		}
		args = append(args, value)
	}
	switch op.Body.Kind {
	case model.JSONBody, model.FormBody, model.MultipartBody:
		args = append(args, e.placeholder(op.Body.Type, op))
	case model.TextBody, model.BinaryBody:
		if op.Body.MediaType == "" {
			args = append(args, jen.Lit("text/plain"))
		}
		args = append(args, clientType(op.Body.Type).Call(jen.Id("placeholder")))
	case model.JPEGBody:
		args = append(args, jen.Id("placeholderJPEG").Call())
	}
	if len(op.Options) > 0 {
		args = append(args, jen.Nil())
	}
	return args
}

// placeholder writes a value of a type. Of a struct, it sets what the runtime does
// not send a request without; op is the method whose body it is, if any.
func (e *emitter) placeholder(ref model.TypeRef, op *model.Operation) *jen.Statement {
	if ref.Pointer {
		ref.Pointer = false
		return jen.New(jen.Add(typed(ref, e.placeholder(ref, op))))
	}
	switch ref.Kind {
	case model.String:
		return jen.Id("placeholder")
	case model.Int, model.Int64, model.Float64:
		return jen.Lit(1)
	case model.Bool:
		return jen.False()
	case model.Time:
		return jen.Qual("time", "Unix").Call(jen.Lit(0), jen.Lit(0))
	case model.Raw:
		return jen.Qual("encoding/json", "RawMessage").Call(jen.Lit("{}"))
	case model.File:
		return clientType(ref).Values(jen.Dict{jen.Id("Content"): jen.Qual("strings", "NewReader").Call(jen.Id("placeholder"))})
	case model.List:
		return clientType(ref).Values(e.placeholder(*ref.Elem, nil))
	case model.MapOf:
		return clientType(ref).Values(jen.Dict{jen.Id("placeholder"): e.placeholder(*ref.Elem, nil)})
	case model.PageOf:
		return clientType(ref).Values()
	}
	switch {
	case ref.IsNamedText():
		return jen.Id("placeholder")
	case ref.Runtime == model.Resource:
		return jen.Id("placeholderURI")
	case ref.Runtime == model.Resources:
		return jen.Id("placeholderURIs").Call(jen.Lit(1))
	}
	return e.placeholderStruct(ref, op)
}

func (e *emitter) placeholderStruct(ref model.TypeRef, op *model.Operation) *jen.Statement {
	t := e.structType(ref)
	switch {
	case t == nil && ref.Class == model.UnionType:
		return clientType(ref).Values(jen.Dict{jen.Id("Raw"): e.placeholder(model.TypeRef{Kind: model.Raw}, nil)})
	case t == nil:
		return jen.Op("*").New(clientType(ref))
	}
	values := jen.Dict{}
	for _, f := range t.Fields {
		batched := op != nil && f.Wire == op.Batch.Param
		if f.Required || batched || f.Type.Runtime == model.Resource {
			values[jen.Id(f.GoName)] = e.placeholder(f.Type, nil)
		}
	}
	return clientType(ref).Values(values)
}

// typed gives a constant the type that it needs where it stands alone:
// spotify.TrackID(placeholder)
func typed(ref model.TypeRef, value *jen.Statement) *jen.Statement {
	if ref.Kind == model.Named && ref.Class == model.Struct || ref.Kind == model.List || ref.Kind == model.MapOf {
		return value
	}
	return clientType(ref).Call(value)
}

// clientType is goType outside of the client: []<Elem>, spotify.<Name>
func clientType(ref model.TypeRef) *jen.Statement {
	s := &jen.Statement{}
	if ref.Pointer {
		s = jen.Op("*")
	}
	switch ref.Kind {
	case model.File:
		return s.Qual(ClientPath, filePart)
	case model.Named:
		return s.Qual(ClientPath, ref.Name)
	case model.List:
		if ref.Name != "" {
			return s.Qual(ClientPath, ref.Name)
		}
		return s.Index().Add(clientType(*ref.Elem))
	case model.MapOf:
		return s.Map(jen.String()).Add(clientType(*ref.Elem))
	case model.PageOf:
		return s.Qual(ClientPath, ref.Name).Index(clientType(*ref.Elem))
	}
	return s.Add(goType(model.TypeRef{Kind: ref.Kind}))
}

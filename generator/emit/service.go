package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// service writes one service: its type, and each method after its options.
//
//	// AlbumsService reads albums …
//	type AlbumsService struct{ caller *caller }
func (e *emitter) service(f *file, s model.Service) {
	doc := s.Doc
	if doc == "" {
		doc = "holds the operations on " + strings.ToLower(s.Name) + "."
	}
	f.documented(typeComment(s.Type(), doc),
		jen.Type().Id(s.Type()).Struct(jen.Id("caller").Op("*").Id("caller")))
	for i := range s.Operations {
		op := &s.Operations[i]
		if users := e.usersOfOptions(op); len(users) > 0 && users[0] == op.QualifiedName() {
			options(f, op, users)
		}
		if op.Result.Kind == model.ByStatus {
			resultStruct(f, op)
		}
		f.documented(methodComment(op, e.operation), e.method(op))
		for _, it := range op.Iterators {
			f.documented(iteratorComment(op, it, e.operation), e.iterator(op, it))
		}
	}
}

// operation finds an operation by its qualified name.
func (e *emitter) operation(name string) *model.Operation {
	for _, op := range e.api.Operations() {
		if op.QualifiedName() == name {
			return op
		}
	}
	return nil
}

// usersOfOptions lists the methods that have the options of a method. The struct is written
// before the first of them.
func (e *emitter) usersOfOptions(op *model.Operation) []string {
	var users []string
	for _, other := range e.api.Operations() {
		if op.OptionsType != "" && other.OptionsType == op.OptionsType {
			users = append(users, other.QualifiedName())
		}
	}
	return users
}

// conjunction joins words: a, b, and c.
func conjunction(words []string) string {
	switch n := len(words); n {
	case 1:
		return words[0]
	case 2:
		return words[0] + " and " + words[1]
	default:
		return strings.Join(words[:n-1], ", ") + ", and " + words[n-1]
	}
}

// options writes the options of methods:
//
//	// AlbumsGetOptions are the optional parameters of [AlbumsService.Get].
//	type AlbumsGetOptions struct {
//		// The market …
//		Market Market
//	}
func options(f *file, op *model.Operation, users []string) {
	for i, user := range users {
		service, method, _ := strings.Cut(user, ".")
		users[i] = "[" + service + "Service." + method + "]"
	}
	var fields []jen.Code
	for _, p := range op.Options {
		if p.Doc != "" {
			fields = append(fields, jen.Comment(comment(p.Doc)))
		}
		fields = append(fields, jen.Id(p.GoName).Add(goType(p.Type)))
	}
	f.documented(
		comment(op.OptionsType+" are the optional parameters of "+conjunction(users)+"."),
		jen.Type().Id(op.OptionsType).Struct(fields...))
}

// method writes a method:
//
//	func (s *<Service>Service) <Name>(<arguments>) (<result>, error) {
//		<defaults of the options>
//		<send, once or in batches>
//	}
func (e *emitter) method(op *model.Operation) jen.Code {
	var body []jen.Code
	if len(op.Options) > 0 {
		// if opts == nil { opts = &<Options>{} }
		body = append(body, jen.If(jen.Id("opts").Op("==").Nil()).Block(
			jen.Id("opts").Op("=").Op("&").Id(op.OptionsType).Values()))
	}
	switch {
	case op.SplitList() != nil:
		body = append(body, e.batchedQuery(op, *op.SplitList())...)
	case len(op.Batch.Lists) > 0 && !op.Batch.Whole:
		body = append(body, e.batchedBody(op)...)
	default:
		body = append(body, e.send(op)...)
	}
	return jen.Func().Params(jen.Id("s").Op("*").Id(op.Service + "Service")).Id(op.Name).
		Params(arguments(op)...).Add(results(op)).Block(body...)
}

// send writes the request and the call:
//
//	req := newRequest(&operations[op<Service><Name>], reqOpts)
//	<parameters, options, and body of the request>
//	<call and result>
func (e *emitter) send(op *model.Operation) []jen.Code {
	return append(e.request(op), e.call(op)...)
}

func (e *emitter) request(op *model.Operation) []jen.Code {
	statements := []jen.Code{jen.Id("req").Op(":=").Id("newRequest").Call(table(op), jen.Id("reqOpts"))}
	for _, p := range op.Pins {
		statements = append(statements, pin(p))
	}
	for _, p := range op.Params {
		if p.In != model.InBody {
			statements = append(statements, e.required(p)...)
		}
	}
	for _, p := range op.Options {
		statements = append(statements, e.optional(p)...)
	}
	if after, before := op.Option(model.CursorAfter), op.Option(model.CursorBefore); after != nil && before != nil {
		// req.onlyOne("after", opts.<After> != 0, "before", opts.<Before> != 0)
		set := func(p *model.Param) jen.Code { return isSet(p.Type, jen.Id("opts").Dot(p.GoName)) }
		statements = append(statements, jen.Id("req").Dot("onlyOne").Call(jen.Lit(after.Wire), set(after), jen.Lit(before.Wire), set(before)))
	}
	statements = append(statements, e.numbering(op)...)
	switch op.Body.Kind {
	case model.JSONBody:
		if e.isChecked(e.structType(op.Body.Type)) && (len(op.Batch.Lists) == 0 || op.Batch.Whole) {
			// req.check(body.check)
			statements = append(statements, jen.Id("req").Dot("check").Call(jen.Id("body").Dot("check")))
		}
		statements = append(statements, e.requirements(op)...)
		statements = append(statements, jen.Id("req").Dot("jsonBody").Call(encoding(op.Body.Type, jen.Id("body"))))
		if op.Body.MediaType != "" {
			// req.contentType("application/merge-patch+json")
			statements = append(statements, jen.Id("req").Dot("contentType").Call(jen.Lit(op.Body.MediaType)))
		}
		if op.Batch.Whole {
			for _, list := range op.Batch.Lists {
				statements = append(statements, jen.Id("req").Dot("atMost").Call(jen.Lit(list.Wire), jen.Len(jen.Id("body").Dot(list.GoName))))
			}
		}
		if op.Body.NonEmpty {
			statements = append(statements, jen.Id("req").Dot("refuseEmptyBody").Call())
		}
	case model.ArgumentBody:
		statements = append(statements, e.argumentBody(op)...)
	case model.JPEGBody:
		statements = append(statements, jen.Id("req").Dot("jpegBody").Call(jen.Id("jpeg")))
	case model.FormBody, model.MultipartBody:
		statements = append(statements, e.requirements(op)...)
		statements = append(statements, e.form(op)...)
	case model.TextBody, model.BinaryBody:
		statements = append(statements, rawBody(op))
	}
	if len(op.Result.Accept) > 0 {
		// req.accept("text/plain")
		mediaTypes := make([]jen.Code, len(op.Result.Accept))
		for i, mediaType := range op.Result.Accept {
			mediaTypes[i] = jen.Lit(mediaType)
		}
		statements = append(statements, jen.Id("req").Dot("accept").Call(mediaTypes...))
	}
	return statements
}

// table writes the facts of an operation: &operations[op<Service><Name>]
func table(op *model.Operation) *jen.Statement {
	return jen.Op("&").Id("operations").Index(jen.Id("op" + op.Service + op.Name))
}

// requirements writes the checks of required members of a request body:
//
//	req.require("name", body.Name != "")
//	req.require("items", len(body.Items) > 0)
func (e *emitter) requirements(op *model.Operation) []jen.Code {
	t := e.structType(op.Body.Type)
	if t == nil {
		return nil
	}
	var checks []jen.Code
	for _, f := range t.Fields {
		if f.Required {
			checks = append(checks, requirement(f.Wire, f.Type, jen.Id("body").Dot(f.GoName))...)
		}
	}
	return checks
}

// requirement writes the check of a required value, unless its zero value can be meant.
func requirement(wire string, ref model.TypeRef, value *jen.Statement) []jen.Code {
	var given jen.Code
	switch {
	case ref.Pointer || ref.Runtime == model.Resources:
		return nil
	case ref.Kind == model.List:
		given = jen.Len(value).Op(">").Lit(0)
	case ref.Kind == model.File:
		given = jen.Add(value).Dot("Content").Op("!=").Nil()
	case ref.Runtime == model.Resource:
		given = value.Op("!=").Nil()
	case ref.Class == model.UnionType:
		given = jen.Op("!").Add(value).Dot("IsZero").Call()
	case ref.Kind == model.String, ref.Kind == model.Named && (ref.Class == model.Runtime || ref.Class == model.EnumType):
		given = value.Op("!=").Lit("")
	default:
		return nil
	}
	return []jen.Code{jen.Id("req").Dot("require").Call(jen.Lit(wire), given)}
}

// structType finds the struct that a reference names.
func (e *emitter) structType(ref model.TypeRef) *model.Type {
	if ref.Kind != model.Named || ref.Class != model.Struct {
		return nil
	}
	for i := range e.api.Types {
		if e.api.Types[i].Name == ref.Name {
			return &e.api.Types[i]
		}
	}
	return nil
}

// arguments writes the parameter list of a method:
//
//	ctx context.Context, <required>, body <Request>, opts *<Options>, reqOpts ...RequestOption
//	ctx context.Context, <required>, contentType string, body []byte, opts *<Options>, reqOpts ...RequestOption
func arguments(op *model.Operation) []jen.Code {
	args := []jen.Code{jen.Id("ctx").Qual("context", "Context")}
	for _, p := range op.Params {
		args = append(args, jen.Id(p.ArgName).Add(goType(p.Type)))
	}
	switch op.Body.Kind {
	case model.TextBody, model.BinaryBody:
		if op.Body.MediaType == "" {
			args = append(args, jen.Id("contentType").String())
		}
		args = append(args, jen.Id("body").Add(goType(op.Body.Type)))
	case model.JSONBody, model.FormBody, model.MultipartBody:
		args = append(args, jen.Id("body").Add(goType(op.Body.Type)))
	case model.JPEGBody:
		args = append(args, jen.Id("jpeg").Index().Byte())
	}
	if len(op.Options) > 0 {
		args = append(args, jen.Id("opts").Op("*").Id(op.OptionsType))
	}
	return append(args, jen.Id("reqOpts").Op("...").Id("RequestOption"))
}

func results(op *model.Operation) jen.Code {
	if op.Result.Kind == model.NoResult {
		return jen.Error()
	}
	return jen.Params(goType(resultType(op.Result)), jen.Error())
}

// encoding writes a function that writes a value: <value>.encode, or else
//
//	func(e *encoder) { <encode value> }
func encoding(ref model.TypeRef, value *jen.Statement) jen.Code {
	if hasCodec(ref) {
		return value.Dot("encode")
	}
	return jen.Func().Params(jen.Id("e").Op("*").Id("encoder")).Block(encode(ref, value))
}

// hasCodec reports whether the type has methods to decode and encode it.
func hasCodec(ref model.TypeRef) bool {
	return !ref.Pointer && !ref.Single && !ref.IsNamedText() && (ref.Kind == model.Named || ref.Kind == model.PageOf)
}

// call writes the rest of a method: the call and the result.
//
//	return s.caller.do(ctx, req, nil)
//	return s.caller.doText(ctx, req)
//	return s.caller.doBytes(ctx, req)
//
// or
//
//	var out <Type>
//	if err := <reading of out>; err != nil {
//		return <zero>, err
//	}
//	return <&out or out>, nil
func (e *emitter) call(op *model.Operation) []jen.Code {
	if op.Result.Kind == model.NoResult {
		return []jen.Code{jen.Return(jen.Id("s").Dot("caller").Dot("do").Call(jen.Id("ctx"), jen.Id("req"), jen.Nil()))}
	}
	if op.Result.Kind == model.Verbatim {
		return []jen.Code{jen.Return(verbatim(op))}
	}
	ref, result := out(op.Result)
	declaration := jen.Var().Id("out").Add(goType(ref))
	failed := jen.Return(zero(resultType(op.Result)), jen.Err())
	if op.Result.Nilable {
		return append([]jen.Code{declaration}, mayBeEmpty(op.Result, ref, result, failed)...)
	}
	statements := []jen.Code{
		declaration,
		jen.If(jen.Err().Op(":=").Add(reading(op.Result, ref, "do")), jen.Err().Op("!=").Nil()).Block(failed),
	}
	if op.Result.Kind == model.Unwrap && op.Result.Type.Kind == model.PageOf {
		// if out == nil { return nil, missing(req, "<page>") }
		statements = append(statements, jen.If(jen.Add(result).Op("==").Nil()).Block(
			jen.Return(jen.Nil(), jen.Id("missing").Call(jen.Id("req"), jen.Lit(op.Result.Envelope)))))
	}
	if p := op.RequestedID(); p != nil && p.Type.Kind != model.List && op.Result.Kind == model.Value {
		// out.keepRequested(<id>)
		statements = append(statements, jen.Id("out").Dot("keepRequested").Call(jen.Id(p.ArgName)))
	}
	if op.Result.Kind == model.First {
		return append(statements, jen.Return(jen.Id("only").Call(jen.Id("req"), jen.Id("out"))))
	}
	return append(statements, jen.Return(result, jen.Nil()))
}

// mayBeEmpty writes the rest of a method that the API may have nothing to answer to. The
// result is empty then, but never nil if it is a pointer:
//
//	if _, err := <reading of out>; err != nil { return <zero>, err }
//	if out == nil { out = new(<Type>) }
//	return <result>, nil
//
// of which the test is there if out is a pointer. Of a list of one, there has to be one:
//
//	found, err := <reading of out>
//	if err != nil { return <zero>, err }
//	if !found { return <empty>, nil }
//	return only(req, out)
func mayBeEmpty(r model.Result, ref model.TypeRef, result, failed jen.Code) []jen.Code {
	read := reading(r, ref, "doOptional")
	if r.Kind == model.First {
		none, elem := zero(resultType(r)), resultType(r)
		if elem.Pointer {
			elem.Pointer = false
			none = jen.New(goType(elem))
		}
		return []jen.Code{
			jen.List(jen.Id("found"), jen.Err()).Op(":=").Add(read),
			jen.If(jen.Err().Op("!=").Nil()).Block(failed),
			jen.If(jen.Op("!").Id("found")).Block(jen.Return(none, jen.Nil())),
			jen.Return(jen.Id("only").Call(jen.Id("req"), jen.Id("out"))),
		}
	}
	statements := []jen.Code{jen.If(jen.List(jen.Id("_"), jen.Err()).Op(":=").Add(read), jen.Err().Op("!=").Nil()).Block(failed)}
	if ref.Pointer {
		ref.Pointer = false
		statements = append(statements, jen.If(jen.Id("out").Op("==").Nil()).Block(jen.Id("out").Op("=").New(goType(ref))))
	}
	return append(statements, jen.Return(result, jen.Nil()))
}

// out is the type of the variable into which an answer is decoded, and how the
// result is taken from it.
func out(r model.Result) (ref model.TypeRef, result *jen.Statement) {
	ref = resultType(r)
	switch {
	case r.Kind == model.First:
		elem := ref
		elem.Single = false // the list is read as one
		return model.TypeRef{Kind: model.List, Elem: &elem}, jen.Id("out")
	case (r.Kind == model.Value || r.Kind == model.ByStatus) && ref.Pointer:
		ref.Pointer = false
		return ref, jen.Op("&").Id("out")
	}
	return ref, jen.Id("out")
}

// decoding writes the function that decodes an answer into out: out.decode, or
// else
//
//	func(d *decoder) { <decode out> }
//
// or, for the only property of an object,
//
//	func(d *decoder) { d.property("<envelope>", func() { <decode out> }) }
func decoding(r model.Result, ref model.TypeRef) jen.Code {
	variable := jen.Id("out")
	if r.Kind == model.Value && hasCodec(ref) {
		return variable.Dot("decode")
	}
	read := decode(ref, variable)
	if ref.Kind == model.List && r.Kind != model.First {
		read = jen.Id("decodeItems").Call(jen.Id("d"), listAt(ref, jen.Op("&").Id("out")), reader(*ref.Elem))
	}
	if r.Kind == model.Unwrap {
		read = jen.Id("d").Dot("property").Call(jen.Lit(r.Envelope), jen.Func().Params().Block(read))
	}
	return jen.Func().Params(jen.Id("d").Op("*").Id("decoder")).Block(read)
}

// zero writes the zero value of a result.
func zero(ref model.TypeRef) jen.Code {
	switch {
	case isNil(ref):
		return jen.Nil()
	case ref.Kind == model.Bool:
		return jen.False()
	case ref.Kind == model.Int || ref.Kind == model.Int64 || ref.Kind == model.Float64 || ref.Kind == model.Duration:
		return jen.Lit(0)
	case ref.Kind == model.String:
		return jen.Lit("")
	case ref.Kind == model.Named && (ref.Class == model.UnionType || ref.Class == model.Struct), ref.Kind == model.Time, ref.Kind == model.PageOf:
		return goType(ref).Values()
	case ref.Kind == model.Named && ref.Class == model.Runtime && ref.Runtime != model.Text:
		return jen.Op("*").New(goType(ref)) // it may be of any kind
	}
	return jen.Lit("")
}

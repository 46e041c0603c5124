package resolve

import (
	"cmp"
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// parameters sorts parameters into arguments (required) and options, leaving
// out those that the method pins.
//
// It reports whether the operation can be sent: a parameter that cannot is left out, and
// the operation with it if it has to be there.
func (r *resolver) parameters(op operation, m method, at place, out *model.Operation) bool {
	for _, p := range op.params {
		if p.isIgnored() {
			if !r.in.Provisional {
				r.diags.Warnf(r.in.Pos(p.pointer), "the parameter %q of the header is ignored, as OpenAPI wants it: the client sends this header by itself; remove it in overrides/schema/requests.yml", p.name)
			}
			continue
		}
		value, pinned := m.pin[p.name]
		if pinned && p.travels() {
			out.Pins = append(out.Pins, model.Pin{Wire: p.name, In: model.Place(p.in), Value: value})
			continue
		}
		resolved, ok := r.parameter(op, p, out, m.types[p.name])
		if !ok && !r.in.Provisional {
			const lost = "the client cannot send the parameter %q of the %s in this form, so that %s; describe it otherwise in overrides/schema/requests.yml"
			if p.required || pinned {
				r.lose(r.in.Pos(p.pointer), lost, p.name, p.in, "it lacks "+op.key())
				return false
			}
			r.lose(r.in.Pos(p.pointer), lost, p.name, p.in, "there is no such option")
			continue
		}
		if p.required {
			out.Params = append(out.Params, resolved)
		} else {
			resolved.Role = role(resolved)
			out.Options = append(out.Options, resolved)
		}
	}
	return true
}

// parameter resolves a parameter, and reports whether the client can send it. The elements
// of a list are of the runtime type elem, if there is one.
func (r *resolver) parameter(op operation, p param, out *model.Operation, elem string) (model.Param, bool) {
	goName, named := extensionString(p.spec.Extensions, "x-go-name")
	if !named {
		goName = naming.Exported(p.name)
		if p.shape.isSingle() {
			goName = naming.Singular(goName)
		}
	}
	ref := r.typeRef(r.sentAs(p.shape).withElem(elem), place{pointer: p.pointer + "/schema", goName: out.Service + goName, docKey: out.Service + goName, request: true})
	style, ok := p.style(ref.Kind == model.List || ref.Runtime == model.Resources, ref.Class == model.Struct)
	if !p.required && ref.Kind != model.List {
		// An object that is given has to have its required properties.
		ref.Pointer = p.shape.pointer || wantsPointer(p.spec.Extensions) || style == model.Deep
	}
	argName := naming.Unexported(p.name)
	switch {
	case named:
		argName = naming.Unexported(goName)
	case ref.Single:
		argName = naming.Singular(argName)
	}
	doc := r.docs.text("parameters", op.key()+" "+p.name, p.name)
	if doc == "" {
		doc = cmp.Or(p.spec.Description, p.shape.description)
	}
	resolved := model.Param{
		Wire:    p.name,
		GoName:  goName,
		ArgName: argName,
		Doc:     joinSentences(doc, bounds(p, doc, !p.required && !ref.Pointer)),
		Pos:     r.in.Pos(p.pointer),
		In:      model.Place(p.in),
		Style:   style,
		Type:    ref,
		Max:     maximum(p.shape),

		MaxExtended: maximumExtended(p.shape),
	}
	return resolved, ok && p.travels() && r.sendable(resolved, p.required)
}

// sentAs returns how a parameter of several types is sent. Outside of JSON all scalars are
// texts, and one of them is a list of one.
func (r *resolver) sentAs(s shape) shape {
	union := r.schemas.resolved(s)
	if !union.isUnion() {
		return s
	}
	var choices []choice
	isList := false
	for _, c := range r.choices(union, place{}) {
		if list := r.schemas.resolved(c.shape); list.isList() && !list.isSingle() {
			c.shape, isList = list.elem(r.schemas), true
		}
		if scalar := r.schemas.resolved(c.shape); scalar.runtime == "" && scalarKind(scalar.goType) == model.Raw {
			return s
		}
		choices = append(choices, c)
	}
	one, ok := r.onlyChoice(union, choices)
	switch {
	case !ok:
		one = shape{merged: &merged{kind: openapi3.TypeString}, goType: "string"}
	case !isList:
		return s
	}
	if !isList {
		return one
	}
	return shape{merged: &merged{kind: openapi3.TypeArray}, elemShape: &one}
}

// isIgnored reports whether a parameter is one of the headers of which OpenAPI says that
// they are described elsewhere.
func (p param) isIgnored() bool {
	return p.in == openapi3.ParameterInHeader && isOneOf(p.name, "Accept", "Authorization", "Content-Type")
}

// travels reports whether a parameter goes where the client can put one. Some headers are
// for the connection, which net/http sees to.
func (p param) travels() bool {
	switch model.Place(p.in) {
	case model.InPath, model.InQuery:
		return true
	case model.InHeader:
		return !p.isIgnored() && isToken(p.name) &&
			!isOneOf(p.name, "Accept-Encoding", "Connection", "Content-Length", "Cookie", "Host", "TE", "Trailer", "Transfer-Encoding", "Upgrade")
	case model.InCookie:
		return isToken(p.name)
	}
	return false
}

// isToken reports whether a name can be that of a header or of a cookie.
func isToken(name string) bool {
	return name != "" && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~") == ""
}

func isOneOf(header string, names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, header) })
}

// style returns how a list or an object is written, and whether there is a way. Single
// values are written in one way wherever they may stand in a query.
//
// By OpenAPI, a list without a word about it is repeated in a query. Spotify's schema says
// nothing and its API wants commas, so only an explicit explode: true makes it repeated.
func (p param) style(isList, isObject bool) (model.Style, bool) {
	explode := p.spec.Explode != nil && *p.spec.Explode
	switch p.spec.Style {
	case "":
	case openapi3.SerializationSimple:
		return model.Commas, p.in != openapi3.ParameterInQuery || !isList && !isObject
	case openapi3.SerializationForm:
	case openapi3.SerializationPipeDelimited, openapi3.SerializationSpaceDelimited:
		switch {
		case !isList:
			return model.Commas, !isObject
		case p.spec.Style == openapi3.SerializationPipeDelimited:
			return model.Pipes, !explode // which has no meaning in OpenAPI
		}
		return model.Spaces, !explode
	case openapi3.SerializationDeepObject:
		return model.Deep, isObject
	default:
		return model.Commas, p.in != openapi3.ParameterInPath && !isList && !isObject
	}
	if isList && explode && p.in == openapi3.ParameterInQuery {
		return model.Repeated, true
	}
	return model.Commas, true
}

// bounds renders the range and the default of a number, but for a zero that
// goes without saying, and for what the comment says already. An optional number
// that is not sent when it is zero then has the default.
func bounds(p param, doc string, omitsZero bool) string {
	node := p.shape
	if node.runtime != "" || node.kind != openapi3.TypeInteger && node.kind != openapi3.TypeNumber {
		return ""
	}
	var parts []string
	extended := maximumExtended(p.shape)
	isGiven := omitsZero && node.min != nil && *node.min == 1 && node.max == nil // at least 1, or not sent
	if limits := limits(node, extended, doc); limits != "" && !isGiven {
		parts = append(parts, limits)
	}
	if d, ok := node.constant.(float64); ok && d != 0 && !(mentions(doc, d) && strings.Contains(strings.ToLower(doc), "default")) {
		text := "the default is " + number(d)
		if omitsZero {
			text = "zero means the default, " + number(d)
		}
		if extended > 0 {
			text += " in development mode"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, "; ") + "."
	return strings.ToUpper(text[:1]) + text[1:]
}

// limits renders the range of a number: of both ends, or of the one that the comment
// leaves out.
func limits(node shape, extended int, doc string) string {
	isSaid := func(limit *float64) bool { return limit == nil || mentions(doc, *limit) }
	if isSaid(node.min) && isSaid(node.max) && (extended == 0 || mentions(doc, float64(extended))) {
		return ""
	}
	var text string
	switch {
	case node.min != nil && node.max != nil && *node.min == 0 && isSaid(node.min):
		text = "at most " + number(*node.max)
	case node.min != nil && node.max != nil:
		text = fmt.Sprintf("from %s to %s", number(*node.min), number(*node.max))
	case node.min != nil && *node.min != 0:
		text = "at least " + number(*node.min)
	case node.max != nil:
		text = "at most " + number(*node.max)
	default:
		return ""
	}
	if extended > 0 {
		text += fmt.Sprintf(" (%d in extended quota mode)", extended)
	}
	return text
}

var (
	numeral   = regexp.MustCompile(`(?:^|[^\d.])(-?\d+(?:\.\d+)?)`)
	thousands = regexp.MustCompile(`(\d),(\d{3})\b`)
)

// mentions reports whether a text has a number, however it is written: 1, 1.0.
func mentions(text string, n float64) bool {
	for _, m := range numeral.FindAllStringSubmatch(thousands.ReplaceAllString(text, "$1$2"), -1) {
		if said, err := strconv.ParseFloat(m[1], 64); err == nil && said == n {
			return true
		}
	}
	return false
}

func maximum(s shape) int {
	if s.max == nil {
		return 0
	}
	return int(*s.max)
}

// maximumExtended is the largest value in extended quota mode.
func maximumExtended(s shape) int {
	return int(s.maxExtended)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// checkParameters reports parameters whose names do not do in Go, and gives them others.
func (r *resolver) checkParameters(out *model.Operation) {
	if r.in.Provisional {
		return
	}
	isArgument := func(name string) bool { return token.IsIdentifier(name) && name != "_" }
	taken := map[string]string{} // the parameters that have a name
	for i := range out.Params {
		p := &out.Params[i]
		r.nameParameter(*p, &p.ArgName, "the argument ", "param", isArgument, taken)
	}
	taken = map[string]string{}
	for i := range out.Options {
		p := &out.Options[i]
		r.nameParameter(*p, &p.GoName, "the option ", "Param", naming.IsExported, taken)
	}
}

// optionsType names the struct of the options of a method. Methods may share one.
func (r *resolver) optionsType(op operation, m method, out model.Operation) string {
	if len(out.Options) == 0 {
		return ""
	}
	name := r.names.name("options", op.methodKey(m), optionsName(&out), &r.diags)
	return r.forced.name(optionsKey(&out), name)
}

// optionsName is the rule for the names of options.
func optionsName(op *model.Operation) string { return op.Service + op.Name + "Options" }

// optionsKey is the key of the options of a method in renames.
func optionsKey(op *model.Operation) string { return "options " + op.QualifiedName() }

// claimOptions notes the name of the options of a method. Methods share it only if they
// have the same options, so that their struct says of each what is true of all.
func (r *resolver) claimOptions(op *model.Operation, shared map[string]*model.Operation) {
	first, ok := shared[op.OptionsType]
	if !ok {
		shared[op.OptionsType] = op
		by := claim{pos: op.Pos} // anything else of that name gives way
		if op.OptionsType != optionsName(op) {
			by.key, by.others = optionsKey(op), []string{optionsName(op)}
		}
		r.claim(op.OptionsType, by)
		return
	}
	if !sameOptions(first.Options, op.Options) {
		r.misnamed(optionsKey(op), op.Pos, []string{optionsName(op)}, "%s and %s (at %s) have other options, so that they cannot share %s; remove the entry of one in overrides/names.yml",
			op.QualifiedName(), first.QualifiedName(), first.Pos, op.OptionsType)
	}
}

// sameOptions reports whether two lists of options become the same struct.
func sameOptions(a, b []model.Param) bool {
	return slices.EqualFunc(a, b, func(a, b model.Param) bool {
		return a.GoName == b.GoName && a.Doc == b.Doc && sameGoType(a.Type, b.Type)
	})
}

// nameParameter gives a parameter another name in Go if another one has its name, or if Go
// does not admit it. The prefix is what other names begin with.
func (r *resolver) nameParameter(p model.Param, name *string, what, prefix string, admits func(string) bool, taken map[string]string) {
	byRule := *name
	other, clash := taken[byRule]
	if clash || !admits(byRule) {
		*name = longer(taken, prefix+naming.Exported("x" + p.Wire)[1:])
	}
	taken[*name] = p.Wire
	switch {
	case clash:
		r.named(p.Pos, *name, "the parameters %q and %q both become %s%s; give one another name with x-go-name", other, p.Wire, what, byRule)
	case *name != byRule:
		r.named(p.Pos, *name, "the parameter %q becomes %s%q, which is no Go name; give it one with x-go-name", p.Wire, what, byRule)
	}
}

// sendable reports whether the runtime has a way to put a value into its place.
func (r *resolver) sendable(p model.Param, required bool) bool {
	ref := p.Type
	switch {
	case p.Style == model.Deep:
		return p.In == model.InQuery && r.isDeep(ref)
	case ref.Kind == model.List:
		return (p.In == model.InQuery || p.In == model.InHeader) && isScalar(*ref.Elem) && !ref.Elem.Pointer
	case isResource(ref):
		return p.In == model.InQuery && p.Style == model.Commas && required
	}
	return isScalar(ref)
}

// isScalar reports whether a type is a string by whatever name, a number, a boolean, or a
// time.
func isScalar(ref model.TypeRef) bool {
	switch ref.Kind {
	case model.String, model.Int, model.Int64, model.Float64, model.Bool, model.Time:
		return true
	}
	return ref.IsNamedText()
}

func isResource(ref model.TypeRef) bool {
	return ref.Runtime == model.Resource || ref.Runtime == model.Resources
}

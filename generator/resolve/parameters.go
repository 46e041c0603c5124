package resolve

import (
	"cmp"
	"fmt"
	"go/token"
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
		if value, ok := m.pin[p.name]; ok {
			out.Pins = append(out.Pins, model.Pin{Wire: p.name, In: model.Place(p.in), Value: value})
			continue
		}
		resolved := r.parameter(op, p, out, m.types[p.name])
		if (p.in != string(model.InPath) && p.in != string(model.InQuery) || !sendable(resolved, p.required)) && !r.in.Provisional {
			r.lose(r.in.Pos(p.pointer), "the client cannot send the parameter %q of the %s in this form, so that %s; describe it otherwise in overrides/schema/requests.yml",
				p.name, p.in, map[bool]string{true: "it lacks " + op.key(), false: "there is no such option"}[p.required])
			if p.required {
				return false
			}
			continue
		}
		if p.required {
			out.Params = append(out.Params, resolved)
		} else {
			resolved.Role = role(resolved)
			out.Options = append(out.Options, resolved)
		}
	}
	r.checkParameters(out)
	return true
}

// parameter resolves a parameter. The elements of a list are of the runtime type elem,
// if there is one.
func (r *resolver) parameter(op operation, p param, out *model.Operation, elem string) model.Param {
	goName, ok := extensionString(p.spec.Extensions, "x-go-name")
	if !ok {
		goName = naming.Exported(p.name)
		if p.shape.isSingle() {
			goName = naming.Singular(goName)
		}
	}
	ref := r.typeRef(p.shape.withElem(elem), place{pointer: p.pointer + "/schema", goName: out.Service + goName, docKey: out.Service + goName})
	if !p.required && ref.Kind != model.List {
		ref.Pointer = p.shape.pointer || wantsPointer(p.spec.Extensions)
	}
	argName := naming.Unexported(p.name)
	switch {
	case ok:
		argName = naming.Unexported(goName)
	case ref.Single:
		argName = naming.Singular(argName)
	}
	doc := r.docs.text("parameters", op.key()+" "+p.name, p.name)
	if doc == "" {
		doc = cmp.Or(p.spec.Description, p.shape.description)
	}
	return model.Param{
		Wire:    p.name,
		GoName:  goName,
		ArgName: argName,
		Doc:     joinSentences(doc, bounds(p)),
		Pos:     r.in.Pos(p.pointer),
		In:      model.Place(p.in),
		Type:    ref,
		Max:     maximum(p.shape),

		MaxExtended: maximumExtended(p.shape),
	}
}

// bounds renders the range and the default of a number, but for a zero that
// goes without saying.
func bounds(p param) string {
	node := p.shape
	if node.runtime != "" || node.kind != openapi3.TypeInteger && node.kind != openapi3.TypeNumber {
		return ""
	}
	var parts []string
	switch {
	case node.min != nil && node.max != nil:
		parts = append(parts, fmt.Sprintf("from %s to %s", number(*node.min), number(*node.max)))
	case node.min != nil && *node.min != 0:
		parts = append(parts, "at least "+number(*node.min))
	case node.max != nil:
		parts = append(parts, "at most "+number(*node.max))
	}
	if extended := maximumExtended(p.shape); extended > 0 && len(parts) > 0 {
		parts[0] += fmt.Sprintf(" (%d in extended quota mode)", extended)
	}
	if d, ok := node.constant.(float64); ok && d != 0 {
		parts = append(parts, "the default is "+number(d))
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, "; ") + "."
	return strings.ToUpper(text[:1]) + text[1:]
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
	taken := map[string]string{}
	for i := range out.Params {
		p := &out.Params[i]
		byRule := p.ArgName
		other, clash := taken[byRule]
		if !clash && token.IsIdentifier(byRule) && byRule != "_" {
			taken[byRule] = p.Wire
			continue
		}
		p.ArgName = r.longer(taken, "param"+naming.Exported("x" + p.Wire)[1:])
		taken[p.ArgName] = p.Wire
		if clash {
			r.named(out.Pos, p.ArgName, "the parameters %q and %q both become the argument %s; give one another name with x-go-name", other, p.Wire, byRule)
		} else {
			r.named(p.Pos, p.ArgName, "the parameter %q becomes the argument %q, which is no Go name; give it one with x-go-name", p.Wire, byRule)
		}
	}
	taken = map[string]string{}
	for i := range out.Options {
		p := &out.Options[i]
		byRule := p.GoName
		other, clash := taken[byRule]
		if !clash && naming.IsExported(byRule) {
			taken[byRule] = p.Wire
			continue
		}
		p.GoName = r.longer(taken, "Param"+naming.Exported("x" + p.Wire)[1:])
		taken[p.GoName] = p.Wire
		if clash {
			r.named(out.Pos, p.GoName, "the parameters %q and %q both become the option %s; give one another name with x-go-name", other, p.Wire, byRule)
		} else {
			r.named(p.Pos, p.GoName, "the parameter %q becomes %q, which is no Go name; give it one with x-go-name", p.Wire, byRule)
		}
	}
}

// sendable reports whether the runtime has a way to put a parameter into a path or a
// query.
func sendable(p model.Param, required bool) bool {
	switch ref := p.Type; {
	case ref.Kind == model.List:
		return p.In == model.InQuery && isText(*ref.Elem)
	case p.In == model.InPath:
		return isText(ref)
	default:
		return isScalar(ref) || required && isResource(ref)
	}
}

// isScalar reports whether a type is a string, a number, or a boolean.
func isScalar(ref model.TypeRef) bool {
	switch ref.Kind {
	case model.Int, model.Int64, model.Float64, model.Bool:
		return true
	}
	return isText(ref)
}

// isText reports whether a type is a string, by whatever name.
func isText(ref model.TypeRef) bool {
	switch ref.Class {
	case model.EnumType:
		return true
	case model.Runtime:
		return !isResource(ref)
	}
	return ref.Kind == model.String
}

func isResource(ref model.TypeRef) bool {
	return ref.Runtime == model.Resource || ref.Runtime == model.Resources
}

package resolve

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// otherSuccess is the status of a range, 2XX, in a model.Case.
const otherSuccess = 2

// answers returns the success answers with a body that is read, ascending. One without
// content has none, whatever the schema says.
func (op operation) answers() []result {
	var answers []result
	for _, answer := range op.results {
		if answer.mediaType != "" && answer.code != noContent {
			answers = append(answers, answer)
		}
	}
	return answers
}

// resultByStatus resolves answers that are of several Go types. It is not ok if they are
// all of one, or if overrides say that the answer is a page.
func (r *resolver) resultByStatus(op operation, m method, service, name string, at place) (out model.Result, ok bool) {
	answers := op.answers()
	differs := func(answer result) bool { return !r.schemas.sameAnswer(answers[0], answer) }
	if m.items != "" || !slices.ContainsFunc(answers, differs) {
		return model.Result{}, false
	}
	typeName := r.names.name("results", op.methodKey(m), resultName(service, name), &r.diags)
	typeName = r.forced.name(resultKey(service+"."+name), typeName)
	out = model.Result{
		Kind:    model.ByStatus,
		Type:    model.TypeRef{Kind: model.Named, Class: model.ResultStruct, Name: typeName},
		Nilable: op.mayBeEmpty(),
		Accept:  accepted(answers),
	}
	for _, answer := range answers {
		c, ok := caseOf(answer.code)
		known := slices.ContainsFunc(out.Cases, func(other model.Case) bool { return other.Status == c.Status })
		if ok && !known { // 2XX and 2xx are one
			c.Kind, c.Type = r.caseType(answer, place{
				pointer: at.pointer + "/responses/" + answer.code + "/content/application~1json/schema",
				goName:  typeName + c.GoName,
				docKey:  typeName + c.GoName,
			})
			out.Cases = append(out.Cases, c)
		}
	}
	isFirst := func(c model.Case) bool { return c.Kind == out.Cases[0].Kind && sameType(c.Type, out.Cases[0].Type) }
	if !slices.ContainsFunc(out.Cases, func(c model.Case) bool { return !isFirst(c) }) {
		return model.Result{}, false
	}
	if out.Cases[len(out.Cases)-1].Status != otherSuccess {
		out.Cases[0].Doc += " It is also that of a success with a status for which there is no field."
	}
	return out, true
}

// resultKey is the key in renames of the struct of a result by status.
func resultKey(method string) string { return "result " + method }

func (r *resolver) caseType(answer result, at place) (model.ResultKind, model.TypeRef) {
	if answer.shape == nil {
		return model.Verbatim, verbatimType(answer.mediaType)
	}
	return model.Value, r.typeRef(*answer.shape, at)
}

// caseOf returns the field for a code of success: Created for 201, Status299 for a code
// without a name, Status2XX for the range.
func caseOf(code string) (model.Case, bool) {
	code = strings.ToUpper(code)
	if code == "2XX" {
		return model.Case{Status: otherSuccess, GoName: "Status2XX", Doc: "is the body of an answer with any other status of success."}, true
	}
	status, err := strconv.Atoi(code)
	if err != nil || len(code) != 3 {
		return model.Case{}, false
	}
	name := strings.NewReplacer(" ", "", "-", "").Replace(http.StatusText(status))
	if name == "" {
		name = "Status" + code
	}
	return model.Case{Status: status, GoName: name, Doc: fmt.Sprintf("is the body of an answer with the status %d.", status)}, true
}

// sameAnswer reports whether two answers are read into one Go type. Types of components
// that overrides call by one name are found to be one only when they are resolved.
func (s schemas) sameAnswer(a, b result) bool {
	if a.shape == nil || b.shape == nil {
		return a.shape == b.shape && isTextual(a.mediaType) == isTextual(b.mediaType)
	}
	return s.alike(*a.shape, *b.shape, maxReferences)
}

// alike reports whether two schemas become one Go type, but for its name if both stand
// where they are used. It looks only so deep.
func (s schemas) alike(a, b shape, depth int) bool {
	a, b = s.followed(a), s.followed(b)
	switch {
	case depth == 0:
		return false
	case a.component != "" || b.component != "":
		return a.component == b.component
	case a.runtime != b.runtime || a.base != b.base || a.kind != b.kind || a.goType != b.goType,
		a.isSingle() != b.isSingle() || a.isObject() != b.isObject() || a.isMap() != b.isMap() || a.conflict != b.conflict,
		len(a.props) != len(b.props) || len(a.alternatives) != len(b.alternatives) || !reflect.DeepEqual(a.enum, b.enum):
		return false
	}
	for _, key := range []string{"x-go-type-name", "x-spotgen-null-elements"} {
		if !reflect.DeepEqual(a.extensions[key], b.extensions[key]) {
			return false
		}
	}
	for i, p := range a.props {
		q := b.props[i]
		if p.name != q.name || p.nullable != q.nullable || !s.alike(s.shape(p.schema), s.shape(q.schema), depth-1) {
			return false
		}
	}
	for i := range a.alternatives {
		if !s.alike(s.shape(a.alternatives[i].schema), s.shape(b.alternatives[i].schema), depth-1) {
			return false
		}
	}
	if a.isMap() {
		return s.alike(s.shape(a.additional), s.shape(b.additional), depth-1)
	}
	return !a.isList() || s.alike(a.elem(s), b.elem(s), depth-1)
}

// followed returns what a component is that does not become a type of its own; see
// resolver.componentType.
func (s schemas) followed(given shape) shape {
	for range maxReferences {
		c, ok := s.component(given.component)
		if given.component == "" || !ok || c.isObject() || c.isUnion() || isStringEnum(c) {
			break
		}
		given = c
	}
	return given
}

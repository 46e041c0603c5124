package resolve

import (
	"slices"
	"strconv"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// resultName is the rule for the structs of answers without a schema of their own:
// Search.Query answers a SearchQueryResult.
func resultName(service, method string) string { return service + method + "Result" }

// answer is the first success answer with a body that is read.
func (op operation) answer() *result {
	for i := range op.results {
		if op.results[i].mediaType != "" {
			return &op.results[i]
		}
	}
	return nil
}

// isEnvelope reports whether an answer is an object around the one thing that it is about.
func (s shape) isEnvelope() bool { return s.isObject() && len(s.props) == 1 && s.base == "" }

// answersList reports whether an operation answers a page or a list, perhaps in an envelope.
func (r *resolver) answersList(op operation) bool {
	answer := op.answer()
	if answer == nil || answer.shape == nil {
		return false
	}
	s := *answer.shape
	if s.isEnvelope() {
		s = r.schemas.shape(s.props[0].schema)
	}
	for range maxReferences {
		if s.component == "" {
			break
		}
		s, _ = r.schemas.component(s.component)
	}
	_, isBase := s.extensions["x-spotgen-page"]
	return s.base != "" || isBase || s.isList() && !s.isSingle()
}

// maxReferences bounds how many components are followed that are but another one.
const maxReferences = 100

// result resolves the answer: the first success answer with a body.
func (r *resolver) result(op operation, m method, service, name string, at place) model.Result {
	answer := op.answer()
	if answer == nil {
		return model.Result{}
	}
	if byStatus, ok := r.resultByStatus(op, m, service, name, at); ok {
		return byStatus
	}
	if answer.shape == nil {
		r.refuseItems(m.items, place{pointer: at.pointer + "/responses/" + answer.code})
		return verbatim(op.answers())
	}
	s := *answer.shape
	out := model.Result{Kind: model.Value}
	typeName := resultName(service, name)
	resultPlace := place{
		pointer: at.pointer + "/responses/" + answer.code + "/content/application~1json/schema",
		goName:  typeName,
		docKey:  typeName,
	}
	if s.isObject() && !s.isEnvelope() && s.base == "" {
		resultPlace.goName = r.names.name("results", op.key(), typeName, &r.diags)
		resultPlace.docKey = resultPlace.goName
	}
	switch {
	case s.isSingle():
		out.Kind = model.First
	case s.isEnvelope():
		out.Kind, out.Envelope = model.Unwrap, s.props[0].name
		resultPlace.pointer += "/properties/" + escapePointer(out.Envelope)
		resultPlace.goName += naming.Exported(out.Envelope)
		r.checkWire(out.Envelope, r.in.Pos(resultPlace.pointer))
		s = r.schemas.shape(s.props[0].schema)
	}
	if m.items != "" {
		out.Type = r.pinnedPage(s, m.items, resultPlace)
	} else {
		out.Type = r.typeRef(s, resultPlace)
	}
	out.Nilable = op.mayBeEmpty()
	return out
}

// mayBeEmpty reports whether 204 is among the declared answers.
func (op operation) mayBeEmpty() bool {
	return slices.ContainsFunc(op.results, func(answer result) bool { return answer.code == noContent })
}

const noContent = "204"

// verbatim is the result that bodies of one form are which are no JSON.
func verbatim(answers []result) model.Result {
	return model.Result{Kind: model.Verbatim, Type: verbatimType(answers[0].mediaType), Accept: accepted(answers)}
}

func verbatimType(mediaType string) model.TypeRef {
	if isTextual(mediaType) {
		return model.TypeRef{Kind: model.String}
	}
	return model.TypeRef{Kind: model.Bytes}
}

// accepted lists the media types of answers, unless that is JSON alone.
func accepted(answers []result) []string {
	var mediaTypes []string
	for _, answer := range answers {
		if !slices.Contains(mediaTypes, answer.mediaType) {
			mediaTypes = append(mediaTypes, answer.mediaType)
		}
	}
	if slices.Equal(mediaTypes, []string{mediaJSON}) {
		return nil
	}
	return mediaTypes
}

// pinnedPage resolves a page whose items a pinned parameter decides.
func (r *resolver) pinnedPage(s shape, items string, at place) model.TypeRef {
	base := s.base
	if base == "" {
		r.refuseItems(items, at)
		return r.typeRef(s, at)
	}
	elem := r.componentType(items, at)
	return model.TypeRef{Kind: model.PageOf, Name: r.page(base), Elem: &elem}
}

// refuseItems reports items of a page where there is none.
func (r *resolver) refuseItems(items string, at place) {
	if items != "" {
		r.stale(r.in.Pos(at.pointer), "x-spotgen-methods names items, but the answer is no page; correct it in overrides/schema/methods.yml")
	}
}

// successCodes lists the declared codes of success.
func successCodes(op operation) []int {
	var codes []int
	for _, result := range op.results {
		if code, err := strconv.Atoi(result.code); err == nil {
			codes = append(codes, code)
		}
	}
	return codes
}

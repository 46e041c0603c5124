package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// operation is an operation of the schema with its shapes. Parameters of paths stand at the
// operations, answers where they are given, and media types are without parameters:
// generator/load has seen to that.
type operation struct {
	method, path string
	id           string // as in the schema; empty without one
	spec         *openapi3.Operation
	params       []param // path parameters in the order of the path, then the others in the order of the schema
	body         *body
	results      []result // declared success answers, ascending
}

type param struct {
	name     string
	in       string
	required bool
	spec     *openapi3.Parameter
	shape    shape
	pointer  string // JSON pointer of its declaration
}

type result struct {
	code      string
	mediaType string // empty without a body that is read
	shape     *shape // of JSON; nil for other bodies
}

func (op operation) key() string { return op.method + " " + op.path }

// methodKey is the key of one of the methods that an operation splits into, with its name.
func (op operation) methodKey(m method) string {
	if m.name == "" {
		return op.key()
	}
	return op.key() + " " + m.name
}

func operationPlace(op operation) place {
	return place{pointer: "/paths/" + escapePointer(op.path) + "/" + strings.ToLower(op.method)}
}

// operations reads the operations of a document, in the order of their paths and methods.
func (s schemas) operations(doc *openapi3.T) []operation {
	var all []operation
	paths := doc.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		operations := paths[path].Operations()
		for _, method := range slices.Sorted(maps.Keys(operations)) {
			op := operation{method: method, path: path, id: operations[method].OperationID, spec: operations[method]}
			op.params = s.params(op)
			op.body = s.body(op)
			op.results = s.results(op)
			all = append(all, op)
		}
	}
	return all
}

// params reads the parameters of an operation, those of the path first.
func (s schemas) params(op operation) []param {
	at := operationPlace(op).pointer
	var params []param
	for i, ref := range op.spec.Parameters {
		if ref == nil || ref.Value == nil {
			continue
		}
		p := param{name: ref.Value.Name, in: ref.Value.In, required: ref.Value.Required, spec: ref.Value, shape: s.shape(ref.Value.Schema)}
		p.pointer = at + "/parameters/" + itoa(i)
		if ref.Ref != "" {
			p.pointer = "/components/parameters/" + escapePointer(componentName(ref.Ref))
		}
		params = append(params, p)
	}
	inPath := func(p param) int {
		if p.in != openapi3.ParameterInPath {
			return len(op.path) + 1
		}
		return strings.Index(op.path, "{"+p.name+"}")
	}
	slices.SortStableFunc(params, func(a, b param) int { return cmp.Compare(inPath(a), inPath(b)) })
	return params
}

// results reads the success answers of an operation.
func (s schemas) results(op operation) []result {
	var results []result
	responses := op.spec.Responses.Map()
	for _, code := range slices.Sorted(maps.Keys(responses)) {
		if !strings.HasPrefix(code, "2") || responses[code].Value == nil {
			continue
		}
		answer := result{code: code}
		answer.mediaType, answer.shape = s.answerBody(responses[code].Value.Content)
		results = append(results, answer)
	}
	return results
}

const mediaJSON = "application/json"

// answerBody chooses in which form an answer is read: as JSON if there is a schema of it,
// else as a text, else as bytes. What may be JSON without a schema is not read.
func (s schemas) answerBody(content openapi3.Content) (mediaType string, json *shape) {
	if media := content.Get(mediaJSON); media != nil && media.Schema != nil {
		shape := s.shape(media.Schema)
		return mediaJSON, &shape
	}
	for _, name := range slices.Sorted(maps.Keys(content)) {
		mayBeJSON := strings.HasSuffix(name, "json") || name == "application/*" || name == "*/*"
		if mayBeJSON || !strings.Contains(name, "/") {
			continue
		}
		if mediaType == "" || isTextual(name) && !isTextual(mediaType) {
			mediaType = name
		}
	}
	return mediaType, nil
}

func isTextual(mediaType string) bool { return strings.HasPrefix(mediaType, "text/") }

// componentName returns the last segment of a reference.
func componentName(ref string) string {
	return ref[strings.LastIndexByte(ref, '/')+1:]
}

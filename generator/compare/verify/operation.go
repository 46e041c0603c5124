package verify

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// operation is an operation of the schema.
type operation struct {
	name, id     string // Tracks.Get, get-track
	method, path string // GET, /tracks/{id}
	pointer      string
	segments     []string
	parameters   []*parameter
	body         *body // nil if there is none
	responses    map[string]*response
	stats
}

// String names an operation for people.
func (o *operation) String() string { return o.method + " " + o.path }

type parameter struct {
	name, in  string
	pointer   string // without references
	required  bool
	separator string // between the elements of a list; empty if it is none, or none is written
	list      bool
	schema    *schema // nil if it is described otherwise
	stats
}

type body struct {
	pointer  string
	required bool
	schema   *schema // of JSON; nil if it is something else
}

type response struct {
	pointer string
	schema  *schema // of JSON; nil if there is no body, or another one
	other   bool    // there is a body that is not JSON
	headers map[string]*schema
	stats
}

const mediaJSON = "application/json"

// operations returns the operations in the order of the schema.
func (t *tree) operations() []*operation {
	var all []*operation
	load.WalkPointers(t.root, func(n *yaml.Node, kind load.Kind, way []string) {
		if kind != load.KindOperation || len(way) != 3 || way[0] != "paths" {
			return
		}
		op := &operation{
			id: text(n, "operationId"), method: strings.ToUpper(way[2]), path: way[1], pointer: pointer(way...),
			segments: strings.Split(way[1], "/"), responses: map[string]*response{},
		}
		if list := get(n, "parameters"); list != nil {
			for i := range list.Content {
				if p := t.parameter(op.pointer + pointer("parameters", strconv.Itoa(i))); p != nil {
					op.parameters = append(op.parameters, p)
				}
			}
		}
		if p := t.resolve(op.pointer + "/requestBody"); p != "" {
			op.body = &body{pointer: p, required: text(t.at(p), "required") == "true", schema: t.schema(p + pointer("content", mediaJSON, "schema"))}
		}
		members(get(n, "responses"), func(status string, _ *yaml.Node) {
			if r := t.response(op.pointer + pointer("responses", status)); r != nil {
				op.responses[status] = r
			}
		})
		all = append(all, op)
	})
	return all
}

func (t *tree) parameter(at string) *parameter {
	p := t.resolve(at)
	n := t.at(p)
	if p == "" || text(n, "name") == "" {
		return nil
	}
	found := &parameter{name: text(n, "name"), in: text(n, "in"), pointer: p, required: text(n, "required") == "true", schema: t.schema(p + "/schema")}
	if found.schema == nil {
		return found
	}
	if kind, _ := typeOf(found.schema.parts()); kind == "array" {
		found.list = true
		switch text(n, "style") {
		case "spaceDelimited":
			found.separator = " "
		case "pipeDelimited":
			found.separator = "|"
		default:
			found.separator = ","
		}
		if text(n, "explode") == "true" {
			found.separator = ""
		}
	}
	return found
}

func (t *tree) response(at string) *response {
	p := t.resolve(at)
	if p == "" {
		return nil
	}
	r := &response{pointer: p, schema: t.schema(p + pointer("content", mediaJSON, "schema")), headers: map[string]*schema{}}
	r.other = r.schema == nil && get(t.at(p), "content") != nil
	members(get(t.at(p), "headers"), func(name string, _ *yaml.Node) {
		if h := t.resolve(p + pointer("headers", name)); h != "" {
			r.headers[strings.ToLower(name)] = t.schema(h + "/schema")
		}
	})
	return r
}

// answer returns what an operation says of a status, or nil. The default is for failures.
func (o *operation) answer(status int) *response {
	code := strconv.Itoa(status)
	if r := o.responses[code]; r != nil {
		return r
	}
	if r := o.responses[code[:1]+"XX"]; r != nil {
		return r
	}
	if status >= 400 || len(o.responses) == 1 {
		return o.responses["default"]
	}
	return nil
}

// find returns the operation of a request, and the values of the parameters in its path.
// Where several match, the one with the longest fixed beginning is meant.
func (v *Verifier) find(method, path string) (*operation, map[string]string) {
	segments := strings.Split(path, "/")
	var best *operation
	for _, op := range v.operations {
		if op.method == strings.ToUpper(method) && op.matches(segments) && (best == nil || op.moreFixed(best)) {
			best = op
		}
	}
	if best == nil {
		return nil, nil
	}
	values := map[string]string{}
	for i, s := range best.segments {
		if name, ok := placeholder(s); ok {
			values[name] = segments[i]
		}
	}
	return best, values
}

func placeholder(segment string) (name string, ok bool) {
	if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
		return segment[1 : len(segment)-1], true
	}
	return "", false
}

func (o *operation) matches(segments []string) bool {
	return len(segments) == len(o.segments) && !slices.ContainsFunc(o.indexes(), func(i int) bool {
		_, open := placeholder(o.segments[i])
		return open && segments[i] == "" || !open && segments[i] != o.segments[i]
	})
}

func (o *operation) indexes() []int {
	all := make([]int, len(o.segments))
	for i := range all {
		all[i] = i
	}
	return all
}

func (o *operation) moreFixed(other *operation) bool {
	for i := range o.segments {
		_, mine := placeholder(o.segments[i])
		_, yours := placeholder(other.segments[i])
		if mine != yours {
			return yours
		}
	}
	return false
}

// masked writes a path with the segments that the schema has, and * for the others, which
// can say who somebody is.
func (v *Verifier) masked(path string) string {
	fixed := map[string]bool{"": true}
	for _, op := range v.operations {
		for _, s := range op.segments {
			fixed[s] = true
		}
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if !fixed[s] {
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}

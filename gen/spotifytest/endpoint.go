package spotifytest

import (
	"maps"
	"net/http"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An endpoint is an operation of the schema: how its requests look, how they are
// answered, and how the client reads the answers. All but the route is emitted. The
// scopes, and whether development mode has it, are known from the methods of the client
// that send the request.
type endpoint struct {
	method string // GET
	path   string // /albums/{id}
	ops    []spotify.Op
	params []parameter
	body   body
	// decodings are the ways in which answers are decoded, by path.
	decodings []decoding
	route
}

// key is how routes and messages name an endpoint: "GET /albums/{id}".
func (e *endpoint) key() string { return e.method + " " + e.path }

// names lists the methods of the client that send the request: "Albums.Get".
func (e *endpoint) names() string {
	names := make([]string, len(e.ops))
	for i, op := range e.ops {
		names[i] = string(op)
	}
	return strings.Join(names, " or ")
}

// facts are those of the first method: all that send a request agree on them.
func (e *endpoint) facts() spotify.Operation {
	if len(e.ops) == 0 {
		return spotify.Operation{}
	}
	return e.ops[0].Operation()
}

// A parameter is one in the path, in the query, in the header, or in a cookie.
type parameter struct {
	name     string
	in       place
	required bool
	schema   schema
	style    style
}

// A place is where a parameter travels.
type place string

const (
	inPath   place = "path"
	inQuery  place = "query"
	inHeader place = "header"
	inCookie place = "cookie"
)

// A body is what a request may carry. The zero value is for a request without one.
type body struct {
	mediaType string // application/json, image/jpeg
	required  bool
	schema    schema // of JSON
}

// A schema is what a request is checked against.
type schema struct {
	kind    string // string, integer, number, boolean, array, object; "" is anything
	enum    []string
	min     *float64
	max     *float64
	maxExt  float64 // the larger maximum of extended quota mode; 0 is the same
	preset  any     // the default: float64, string, bool, or nil
	length  int     // the most characters of a string; 0 is any number
	time    bool    // a string is a date and time of RFC 3339
	items   *schema // of an array
	minSize int     // elements of an array
	maxSize int     // elements of an array; 0 is any number
	props   []property
	least   int  // properties that an object has at least
	open    bool // an object may have other properties too
}

// A property is a member of a JSON object.
type property struct {
	name     string
	required bool
	schema   schema
}

// match finds the endpoint of a request below the base URL, and the values of the
// parameters in its path. A fixed segment is preferred to a parameter.
func match(endpoints []endpoint, method, path string) (found *endpoint, values map[string]string, otherMethod bool) {
	segments := strings.Split(path, "/")
	best := -1
	for i := range endpoints {
		e := &endpoints[i]
		bound, fixed, ok := bind(strings.Split(e.path, "/"), segments)
		switch {
		case !ok:
		case e.method != method:
			otherMethod = true
		case fixed > best:
			found, values, best = e, bound, fixed
		}
	}
	return found, values, otherMethod
}

// bind compares the segments of a path with a template.
func bind(template, segments []string) (values map[string]string, fixed int, ok bool) {
	if len(template) != len(segments) {
		return nil, 0, false
	}
	values = map[string]string{}
	for i, want := range template {
		if name, isParameter := strings.CutPrefix(want, "{"); isParameter && segments[i] != "" {
			values[strings.TrimSuffix(name, "}")] = segments[i]
			continue
		}
		if want != segments[i] {
			return nil, 0, false
		}
		fixed++
	}
	return values, fixed, true
}

// A route is the half of an endpoint that is written by hand: how its requests are
// answered, and what is special about them.
type route struct {
	handle  handler // nil is for an endpoint that this package does not know
	rewrite rewriting
	mark    marking
}

// A rewriting moves what a request says in another place to the one where the schema has
// it, and reports whether it has changed the query. It is nil where there is no other
// place.
type rewriting func(c *call, r *http.Request) (changed bool)

// A marking tells apart the methods of the client that share an endpoint: it returns a
// part of the name of the method, or "" if the request does not tell. It is nil where
// one method sends all requests.
type marking func(c *call) string

// routed completes the emitted halves of endpoints with those that are written by hand.
func routed(endpoints []endpoint) []endpoint {
	known := routes()
	for i := range endpoints {
		if r, ok := known[endpoints[i].key()]; ok {
			endpoints[i].route = r
		}
	}
	return endpoints
}

// routes are the routes by the keys of their endpoints. The file of each topic has its
// own. There are more than endpoints if the client has a part of the operations.
func routes() map[string]route {
	all := map[string]route{}
	for _, part := range []map[string]route{
		browseRoutes(),
		libraryRoutes(),
		musicRoutes(),
		playerRoutes(),
		playlistRoutes(),
		searchRoutes(),
		spokenRoutes(),
		userRoutes(),
	} {
		maps.Copy(all, part)
	}
	return all
}

// The words of the emitted table of endpoints. Each takes what it describes and
// returns it with one more thing said, so that a parameter fits into a line:
//
//	inQuery.takes("limit", anInteger().between(1, 50).byDefault(20))

// needs is a parameter that must be given.
func (p place) needs(name string, s schema) parameter {
	return parameter{name: name, in: p, required: true, schema: s}
}

// takes is a parameter that may be given.
func (p place) takes(name string, s schema) parameter {
	return parameter{name: name, in: p, schema: s}
}

// as is a parameter that is written in another style than with commas.
func (p parameter) as(s style) parameter {
	p.style = s
	return p
}

// needs is a property that must be given.
func needs(name string, s schema) property { return property{name: name, required: true, schema: s} }

// takes is a property that may be given.
func takes(name string, s schema) property { return property{name: name, schema: s} }

func aString() schema                { return schema{kind: "string"} }
func aTime() schema                  { return schema{kind: "string", time: true} }
func oneOf(values ...string) schema  { return schema{kind: "string", enum: values} }
func anInteger() schema              { return schema{kind: "integer"} }
func aNumber() schema                { return schema{kind: "number"} }
func aBoolean() schema               { return schema{kind: "boolean"} }
func aList(of schema) schema         { return schema{kind: "array", items: &of} }
func anObject(of ...property) schema { return schema{kind: "object", props: of} }
func anything() schema               { return schema{} }

// between, atLeast, and atMost bound a number; the bounds are among its values.
func (s schema) between(low, high float64) schema { return s.atLeast(low).atMost(high) }

func (s schema) atLeast(low float64) schema {
	s.min = &low
	return s
}

func (s schema) atMost(high float64) schema {
	s.max = &high
	return s
}

// extendedTo is the larger maximum of extended quota mode.
func (s schema) extendedTo(high float64) schema {
	s.maxExt = high
	return s
}

// byDefault is what stands for a value that is not given: a string, a boolean, or a
// number, which may be an integer here.
func (s schema) byDefault(value any) schema {
	if n, ok := value.(int); ok {
		value = float64(n)
	}
	s.preset = value
	return s
}

// ofLength bounds the characters of a string.
func (s schema) ofLength(most int) schema {
	s.length = most
	return s
}

// sized and upTo bound the elements of a list.
func (s schema) sized(least, most int) schema {
	s.minSize, s.maxSize = least, most
	return s
}

func (s schema) upTo(most int) schema { return s.sized(0, most) }

// withAtLeast is the number of properties that an object must have.
func (s schema) withAtLeast(least int) schema {
	s.least = least
	return s
}

// andOthers is for an object that may have other properties too.
func (s schema) andOthers() schema {
	s.open = true
	return s
}

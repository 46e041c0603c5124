package spotifytest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An object is a JSON object. It keeps absent members apart from nil, which is null;
// structs of the client cannot.
type object = map[string]any

// A handler answers the requests of one endpoint. It runs with the server's lock
// held, and after the request has been authorized and checked against the schema.
// The result is the JSON of a 200, or an [answer]; the error is a [*refusal].
type handler func(c *call) (any, error)

// An answer is a success that is more, or less, than a 200 with JSON.
type answer struct {
	status int
	body   any // nil is no body
}

// A notJSON is the body of an answer that is not JSON.
type notJSON string

// nothing is an answer without a body.
func nothing(status int) (any, error) { return answer{status: status}, nil }

// A refusal is the answer to a request that fails.
type refusal struct {
	status     int
	message    string
	reason     string        // of player commands and quotas; "" has none
	plainText  bool          // the message alone is the body, and not JSON
	retryAfter time.Duration // 0 sends no such header
}

func (r *refusal) Error() string { return strconv.Itoa(r.status) + " " + r.message }

func refuse(status int, message string) *refusal {
	return &refusal{status: status, message: message}
}

func badRequest(message string) *refusal { return refuse(http.StatusBadRequest, message) }

func notFound() *refusal { return refuse(http.StatusNotFound, "Resource not found") }

func forbidden() *refusal { return refuse(http.StatusForbidden, "Forbidden") }

func missingScope() *refusal { return refuse(http.StatusForbidden, "Insufficient client scope") }

// A call is a request on its way through a handler.
type call struct {
	*Server
	endpoint *endpoint         // nil if the schema has none for the request
	path     map[string]string // values of the parameters in the path
	query    url.Values
	body     object // of a JSON body; nil without one
	raw      []byte // the body as it came
	grant    grant
	denied   *refusal       // what the API says of an invalid token; nil if it is valid
	user     *member        // nil if the token is that of an app
	market   spotify.Market // of the query, or of the user's country; "" is none
	warnings []string       // about what does not fit the schema and is accepted
}

// warn records that a request is accepted although it does not fit the schema.
func (c *call) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	c.warnings = append(c.warnings, fmt.Sprintf("%s (%s): %s", c.senders(), c.endpoint.key(), text))
}

// text returns a parameter of the query, or its default.
func (c *call) text(name string) string {
	if c.query.Has(name) {
		return c.query.Get(name)
	}
	if preset, ok := c.parameter(name).schema.preset.(string); ok {
		return preset
	}
	return ""
}

// instant returns a parameter of the query that is milliseconds since 1970, for which an
// int is too small on some machines; 0 without one.
func (c *call) instant(name string) int64 {
	n, err := strconv.ParseInt(c.query.Get(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// number returns a parameter of the query, or its default.
func (c *call) number(name string) int {
	if n, err := strconv.Atoi(c.query.Get(name)); err == nil {
		return n
	}
	s := c.parameter(name).schema
	if s.maxExt > 0 && !c.development() {
		return extendedPageSize
	}
	if preset, ok := s.preset.(float64); ok {
		return int(preset)
	}
	return 0
}

// extendedPageSize is the default size of a page in extended quota mode, for lists with
// smaller pages in development mode (docs/facts/changes-2026.md "Limits").
const extendedPageSize = 20

// flag returns a boolean parameter of the query.
func (c *call) flag(name string) bool { return c.query.Get(name) == "true" }

// list returns a parameter of the query that is a list.
func (c *call) list(name string) []string { return c.parameter(name).elements(c.query[name]) }

func (c *call) parameter(name string) parameter {
	for _, p := range c.endpoint.params {
		if p.name == name {
			return p
		}
	}
	return parameter{}
}

// has reports whether the token grants a scope.
func (c *call) has(scope spotify.Scope) bool { return slices.Contains(c.grant.scopes, scope) }

// development reports whether the app runs in development mode.
func (c *call) development() bool { return c.mode == spotify.Development }

// strings returns a member of the JSON body that is a list of strings.
func (c *call) strings(name string) []string {
	list, _ := c.body[name].([]any)
	var texts []string
	for _, element := range list {
		if text, ok := element.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// integer returns a member of the JSON body that is a number, and whether it is there.
func (c *call) integer(name string) (int, bool) {
	n, ok := c.body[name].(float64)
	return int(n), ok
}

// find looks up the thing that a parameter in the path names. A malformed ID of the
// catalogue is a 400, and an unknown one a 404 (docs/facts/mismatches.md M76).
func find[ID ~string, E any](c *call, t *table[ID, E], param string) (*E, error) {
	id := ID(c.path[param])
	if found := t.get(id); found != nil {
		return found, nil
	}
	if !isBase62(string(id)) {
		return nil, badRequest("Invalid base62 id")
	}
	return nil, notFound()
}

// findMany looks up what a list of IDs in the query names; unknown ones are nil.
func findMany[ID ~string, E any](c *call, t *table[ID, E], ids []string) ([]*E, error) {
	found := make([]*E, len(ids))
	for i, id := range ids {
		if found[i] = t.get(ID(id)); found[i] == nil && !isBase62(id) {
			return nil, badRequest("Invalid base62 id")
		}
	}
	return found, nil
}

// isBase62 reports whether a text has the form of an ID of the catalogue.
func isBase62(id string) bool {
	return len(id) == 22 && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// A rendered thing is an object, or JSON that was made of one. It is nil if there is no
// such thing.
type rendered interface{ object | json.RawMessage }

// renderAll makes a list that is [] and never null.
func renderAll[E any, R rendered](list []E, render func(E) R) []any {
	out := make([]any, len(list))
	for i, element := range list {
		if o := render(element); o != nil {
			out[i] = o
		}
	}
	return out
}

// page cuts the page that limit and offset ask for out of a list.
func page[E any, R rendered](c *call, list []E, render func(E) R) object {
	return pageAt(c, c.address(), list, render)
}

// pageAt is page for a list whose pages have another address than the request.
func pageAt[E any, R rendered](c *call, address string, list []E, render func(E) R) object {
	limit, offset := c.number("limit"), c.number("offset")
	return pageOf(address, c.query, list, limit, offset, render)
}

// pageOf makes an offset page. The parameters of the query stay in its links.
func pageOf[E any, R rendered](address string, query url.Values, list []E, limit, offset int, render func(E) R) object {
	from := min(max(offset, 0), len(list))
	to := min(from+limit, len(list))
	link := func(offset int) string {
		values := url.Values{}
		for name, value := range query {
			values[name] = value
		}
		values.Set("limit", strconv.Itoa(limit))
		values.Set("offset", strconv.Itoa(offset))
		return address + "?" + values.Encode()
	}
	out := object{
		"href":     link(offset),
		"items":    renderAll(list[from:to], render),
		"limit":    limit,
		"next":     nil,
		"offset":   offset,
		"previous": nil,
		"total":    len(list),
	}
	if to < len(list) {
		out["next"] = link(to)
	}
	if offset > 0 {
		out["previous"] = link(max(offset-limit, 0))
	}
	return out
}

// address is the URL of the request without its query.
func (c *call) address() string {
	path := c.endpoint.path
	for name, value := range c.path {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	return c.href(path)
}

// href is the URL of a path below the base URL.
func (s *Server) href(path string) string { return s.URL + path }

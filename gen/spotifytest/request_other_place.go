package spotifytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Spotify takes some requests in another form than the schema has: the query and the body
// can say the same (docs/facts/operations.tsv "duplicates"; docs/facts/mismatches.md M86),
// or a parameter has a former name. Our client knows one form only, but clients in other
// languages use the others. The rewritings below bring such requests into the form of the
// schema, and warn of them.

// maxIDsInBody is how many IDs a body may have, also where the query may have fewer
// (docs/facts/mismatches.md M64).
const maxIDsInBody = 50

// withUpTo is the endpoint with another bound of a list in its query.
func (e *endpoint) withUpTo(name string, most int) *endpoint {
	changed := *e
	changed.params = slices.Clone(e.params)
	for i := range changed.params {
		if p := &changed.params[i]; p.name == name {
			p.schema.maxSize = most
		}
	}
	return &changed
}

// saysNothing reports whether the body is blank or an empty object. Some clients send an
// empty object where they have nothing to say.
func (c *call) saysNothing() bool {
	body := bytes.Join(bytes.Fields(c.raw), nil)
	return len(body) == 0 || string(body) == "{}"
}

// idsFromBody moves IDs from a body like {"ids": […]} to the query, where the schema has
// them. If the query has IDs, too, the body stays, and is a violation.
func idsFromBody(c *call, _ *http.Request) bool {
	var body struct {
		IDs []string `json:"ids"`
	}
	return json.Unmarshal(c.raw, &body) == nil && c.moveIDs(body.IDs)
}

// idsFromAnyBody is idsFromBody for operations whose body can also be the list itself.
func idsFromAnyBody(c *call, r *http.Request) bool {
	var list []string
	if json.Unmarshal(c.raw, &list) == nil {
		return c.moveIDs(list)
	}
	return idsFromBody(c, r)
}

func (c *call) moveIDs(ids []string) bool {
	if c.query.Has("ids") || ids == nil {
		return false
	}
	c.query.Set("ids", strings.Join(ids, ","))
	c.raw = nil
	c.endpoint = c.endpoint.withUpTo("ids", maxIDsInBody)
	c.warn("ids is in the body; Spotify accepts it there, but the schema has it in the query")
	return true
}

// idsFromQuery moves IDs from the query to the body, where the schema has them. If the body
// says something, too, the IDs stay, and are a violation.
func idsFromQuery(c *call, r *http.Request) bool { return c.moveToBody("ids", r) }

// urisFromQuery does the same with URIs.
func urisFromQuery(c *call, r *http.Request) bool { return c.moveToBody("uris", r) }

func (c *call) moveToBody(name string, r *http.Request) bool {
	list := c.list(name)
	if len(list) == 0 || !c.saysNothing() {
		return false
	}
	c.raw = encode(object{name: list})
	c.query.Del(name)
	r.Header.Set("Content-Type", mediaJSON)
	c.warn("%s is in the query; Spotify accepts it there, but the schema has it in the body", name)
	return true
}

// additionToPlaylist reads what to add to a playlist where other clients have it: the URIs,
// their position, or both in the query, or the bare list of URIs as the body.
func additionToPlaylist(c *call, r *http.Request) bool {
	var list []string
	if json.Unmarshal(c.raw, &list) == nil && list != nil {
		c.raw = encode(object{"uris": list})
		c.warn("the body is a list of URIs; Spotify accepts it, but the schema has an object with the member uris")
	}
	changed := urisFromQuery(c, r)
	var body object
	position, err := strconv.Atoi(c.query.Get("position"))
	if err != nil || json.Unmarshal(c.raw, &body) != nil || body == nil || body["position"] != nil {
		return changed
	}
	body["position"] = position
	c.query.Del("position")
	c.raw = encode(body)
	c.warn("position is in the query; Spotify accepts it there, but the schema has it in the body")
	return true
}

// marketFromCountry renames the parameter country, as market was called in former versions
// of the schema.
func marketFromCountry(c *call, _ *http.Request) bool {
	if c.query.Has("market") || !c.query.Has("country") {
		return false
	}
	c.query["market"] = c.query["country"]
	c.query.Del("country")
	c.warn("the query parameter country is the former name of market; Spotify still accepts it")
	return true
}

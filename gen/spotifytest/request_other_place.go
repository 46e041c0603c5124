package spotifytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Some requests can say the same in the query and in the body, and the published schema
// has both. The overrides leave one of them, for one client has no use for two; but
// clients in other languages use the other one, and Spotify takes it
// (docs/facts/operations.tsv "duplicates").

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

// idsFromBody moves IDs from a body like {"ids": […]} to the query, where the schema has
// them. If the query has IDs, too, the body stays, and is a violation.
func idsFromBody(c *call, _ *http.Request) bool {
	var body struct {
		IDs []string `json:"ids"`
	}
	if c.query.Has("ids") || json.Unmarshal(c.raw, &body) != nil || body.IDs == nil {
		return false
	}
	c.query.Set("ids", strings.Join(body.IDs, ","))
	c.raw = nil
	c.endpoint = c.endpoint.withUpTo("ids", maxIDsInBody)
	return true
}

// urisFromQuery moves URIs from the query to the body, where the schema has them. If
// there is a body, too, the URIs stay, and are a violation.
func urisFromQuery(c *call, r *http.Request) bool {
	if !c.query.Has("uris") || len(bytes.TrimSpace(c.raw)) > 0 {
		return false
	}
	c.raw = encode(object{"uris": c.list("uris")})
	c.query.Del("uris")
	r.Header.Set("Content-Type", mediaJSON)
	return true
}

// additionFromQuery moves URIs, their position, or both from the query to the body.
func additionFromQuery(c *call, r *http.Request) bool {
	uris := urisFromQuery(c, r)
	var body object
	position, err := strconv.Atoi(c.query.Get("position"))
	if err != nil || json.Unmarshal(c.raw, &body) != nil || body == nil || body["position"] != nil {
		return uris
	}
	body["position"] = position
	c.query.Del("position")
	c.raw = encode(body)
	return true
}

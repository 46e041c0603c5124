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

// takesIDsInBody lists the endpoints that have their IDs in the query, and may have them
// in a body like {"ids": […]}.
func takesIDsInBody() []string {
	return []string{
		"PUT /me/albums", "DELETE /me/albums",
		"PUT /me/episodes", "DELETE /me/episodes",
		"PUT /me/following", "DELETE /me/following",
		"DELETE /me/tracks",
	}
}

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

// takesURIsInQuery lists the endpoints that have URIs in the body, and may have them in
// the query.
func takesURIsInQuery() []string {
	return []string{
		"POST /playlists/{playlist_id}/items", "PUT /playlists/{playlist_id}/items",
		"POST /playlists/{playlist_id}/tracks", "PUT /playlists/{playlist_id}/tracks",
	}
}

// resolveOtherPlace moves what a request says in the other place to the one where the
// schema after the overrides has it. What is in both places stays, and is a violation.
func (c *call) resolveOtherPlace(r *http.Request) {
	key := c.endpoint.key()
	switch {
	case slices.Contains(takesIDsInBody(), key) && !c.query.Has("ids"):
		var body struct {
			IDs []string `json:"ids"`
		}
		if json.Unmarshal(c.raw, &body) != nil || body.IDs == nil {
			return
		}
		c.query.Set("ids", strings.Join(body.IDs, ","))
		c.raw = nil
		c.endpoint = c.endpoint.withUpTo("ids", maxIDsInBody)
	case slices.Contains(takesURIsInQuery(), key) && c.query.Has("uris") && len(bytes.TrimSpace(c.raw)) == 0:
		body := object{"uris": c.list("uris")}
		if position, err := strconv.Atoi(c.query.Get("position")); err == nil && r.Method == http.MethodPost {
			body["position"] = position
			c.query.Del("position")
		}
		c.query.Del("uris")
		c.raw = encode(body)
		r.Header.Set("Content-Type", mediaJSON)
	case key == "POST /playlists/{playlist_id}/items" || key == "POST /playlists/{playlist_id}/tracks":
		// The URIs in the body, and the position in the query.
		var body object
		position, err := strconv.Atoi(c.query.Get("position"))
		if err != nil || json.Unmarshal(c.raw, &body) != nil || body == nil || body["position"] != nil {
			return
		}
		body["position"] = position
		c.query.Del("position")
		c.raw = encode(body)
	default:
		return
	}
	r.URL.RawQuery = c.query.Encode()
}

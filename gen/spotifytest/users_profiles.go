package spotifytest

import (
	"crypto/sha256"
	"math/big"
	"net/url"

	"github.com/spotgen/spotgen/gen/spotify"
)

func userHandlers() map[string]handler {
	return map[string]handler{
		"GET /me":                    getCurrentUser,
		"GET /me/following":          listFollowed,
		"PUT /me/following":          putFollowing,
		"DELETE /me/following":       deleteFollowing,
		"GET /me/following/contains": checkFollowing,
		"GET /me/top/{type}":         listTop,
		"GET /users/{user_id}":       getUser,
	}
}

func getCurrentUser(c *call) (any, error) { return c.currentUser(c.user), nil }

// getUser knows no malformed ID: those of users are free text.
func getUser(c *call) (any, error) {
	user := c.users.get(spotify.UserID(c.path["user_id"]))
	if user == nil {
		return nil, notFound()
	}
	return c.publicUser(user), nil
}

// userRef renders the identity of a user, who may be unknown. The one with an empty ID
// is the stub that some playlist items have (docs/facts/mismatches.md M11).
func (c *call) userRef(id spotify.UserID) object {
	escaped := url.PathEscape(string(id))
	uri := id.URI()
	if id == "" {
		uri = "spotify:user:"
	}
	return object{
		"external_urls": object{"spotify": "https://open.spotify.com/user/" + escaped},
		"href":          c.href("/users/" + escaped),
		"id":            id,
		"type":          "user",
		"uri":           uri,
	}
}

// publicUser renders what everybody sees of a user.
func (c *call) publicUser(m *member) object {
	o := c.userRef(m.ID)
	o["display_name"] = nil // for a profile without one (docs/facts/mismatches.md M23)
	o["images"] = []any{}
	if m.DisplayName != "" {
		o["display_name"] = m.DisplayName
		o["images"] = images("user", string(m.ID))
	}
	o["followers"] = object{"href": nil, "total": m.Followers}
	return o
}

// currentUser renders what an app sees of the user who has logged in to it, by what
// they have granted. Apps in development mode see little
// (docs/facts/changes-2026.md "Fields").
func (c *call) currentUser(m *member) object {
	o := c.publicUser(m)
	o["account_id"] = accountID(m.ID)
	if c.development() {
		delete(o, "followers")
		return o
	}
	if c.has("user-read-email") {
		o["email"] = m.Email
	}
	if c.has("user-read-private") {
		o["country"] = m.Country
		o["product"] = m.Product
		o["explicit_content"] = object{"filter_enabled": m.ExplicitFilter, "filter_locked": false}
	}
	return o
}

// accountID makes the identifier of an account: short, and not to be mistaken for the
// ID of the user.
func accountID(id spotify.UserID) string {
	const length = 10
	sum := sha256.Sum256([]byte("account " + string(id)))
	return new(big.Int).SetBytes(sum[:]).Text(62)[:length]
}

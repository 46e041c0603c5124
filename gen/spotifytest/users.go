package spotifytest

import (
	"crypto/sha256"
	"math/big"
	"net/url"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A User is a person with a Spotify account.
type User struct {
	ID             spotify.UserID // made up if it is empty
	DisplayName    string         // null for clients if it is empty
	Email          string
	Country        spotify.Market // SE if it is empty
	Product        string         // premium, free, or open; premium if it is empty
	Followers      int
	ExplicitFilter bool // hides explicit content
}

// A member is a user and what is theirs.
type member struct {
	User
	saved     map[spotify.Kind]*shelf // by track, album, show, episode, audiobook
	following map[spotify.Kind]*shelf // by artist, user
	playlists []spotify.PlaylistID    // own and followed, the newest first
	resume    map[spotify.URI]time.Duration
	top       rankings
	player    *player
}

// A shelf is an ordered set of things with the time at which they came.
type shelf struct{ entries []entry }

// An entry is a thing on a shelf.
type entry struct {
	uri spotify.URI
	at  time.Time
}

func (s *shelf) index(uri spotify.URI) int {
	if s == nil {
		return -1
	}
	return slices.IndexFunc(s.entries, func(e entry) bool { return e.uri == uri })
}

func (s *shelf) has(uri spotify.URI) bool { return s.index(uri) >= 0 }

// add puts a thing among the others by its time, the newest first. Only whole minutes
// count: of several things in the same minute, the one added last is the first. A thing
// that is there already keeps its place.
func (s *shelf) add(uri spotify.URI, at time.Time) {
	if s.has(uri) {
		return
	}
	minute := at.Truncate(time.Minute)
	i := slices.IndexFunc(s.entries, func(e entry) bool { return !e.at.Truncate(time.Minute).After(minute) })
	if i < 0 {
		i = len(s.entries)
	}
	s.entries = slices.Insert(s.entries, i, entry{uri, at})
}

func (s *shelf) remove(uri spotify.URI) {
	if i := s.index(uri); i >= 0 {
		s.entries = slices.Delete(s.entries, i, i+1)
	}
}

// shelfOf returns a shelf, which is made if need be.
func shelfOf(shelves map[spotify.Kind]*shelf, kind spotify.Kind) *shelf {
	if shelves[kind] == nil {
		shelves[kind] = new(shelf)
	}
	return shelves[kind]
}

// A Playlist is a list of tracks and episodes that a user owns.
type Playlist struct {
	ID          spotify.PlaylistID // made up if it is empty
	Name        string
	Description string // plain text, which answers escape as HTML
	// HTMLDescription is sent in place of the escaped Description if it is not empty. Use it
	// for links, which Spotify sends at times. A new description by a client removes it.
	HTMLDescription string
	Owner           spotify.UserID // the default user if it is empty
	Private         bool           // not shown on the profile
	Collaborative   bool           // its followers may change it; makes it private
	Items           []PlaylistItem
	// Followers is how many there are beside those who follow it on this server.
	Followers int
	// Cover is a JPEG image, as uploaded. If it is nil, the images are those of the items.
	Cover []byte
	// NullImages makes the images null rather than a list, unless there is a Cover.
	NullImages bool
}

// A PlaylistItem is a place in a playlist.
type PlaylistItem struct {
	// URI is that of a track, an episode, or a local file; an empty one is an item
	// that has become null.
	URI     spotify.URI
	AddedAt time.Time      // the server's time if it is zero
	AddedBy spotify.UserID // the owner of the playlist if it is empty
}

// A playlist is a playlist with what the server knows beside it.
type playlist struct {
	Playlist                   // with the items of the present version
	followers []spotify.UserID // without the owner
	quiet     []spotify.UserID // followers who do not show it on their profiles
	changes   int              // since it was made, with that; a part of the snapshot ID
	versions  []version        // the last ones, with the present one at the end
	deleted   bool             // its owner has unfollowed it
}

func userRoutes() map[string]route {
	return map[string]route{
		"GET /me":                    {handle: getCurrentUser},
		"GET /me/following":          {handle: listFollowed},
		"PUT /me/following":          {handle: putFollowing, rewrite: idsFromBody, mark: followingMark},
		"DELETE /me/following":       {handle: deleteFollowing, rewrite: idsFromBody, mark: followingMark},
		"GET /me/following/contains": {handle: checkFollowing, mark: followingMark},
		"GET /me/top/{type}":         {handle: listTop, mark: topMark},
		"GET /users/{user_id}":       {handle: getUser},
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
		o["images"] = c.images("user", string(m.ID))
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

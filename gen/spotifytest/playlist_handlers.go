package spotifytest

import (
	"net/http"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

func playlistRoutes() map[string]route {
	return map[string]route{
		"GET /me/playlists":                               {handle: listOwnPlaylists},
		"POST /me/playlists":                              {handle: createPlaylist},
		"GET /users/{user_id}/playlists":                  {handle: listPlaylistsOfUser},
		"POST /users/{user_id}/playlists":                 {handle: createPlaylistForUser},
		"GET /playlists/{playlist_id}":                    {handle: getPlaylist},
		"PUT /playlists/{playlist_id}":                    {handle: updatePlaylist},
		"GET /playlists/{playlist_id}/followers/contains": {handle: containsFollower},
		"PUT /playlists/{playlist_id}/followers":          {handle: putFollower},
		"DELETE /playlists/{playlist_id}/followers":       {handle: deleteFollower},
		"GET /playlists/{playlist_id}/images":             {handle: getPlaylistCover},
		"PUT /playlists/{playlist_id}/images":             {handle: uploadPlaylistCover},
		"GET /playlists/{playlist_id}/items":              {handle: listPlaylistItems},
		"POST /playlists/{playlist_id}/items":             {handle: addPlaylistItems, rewrite: additionToPlaylist},
		"PUT /playlists/{playlist_id}/items":              {handle: changePlaylistItems, rewrite: urisFromQuery, mark: changeMark},
		"DELETE /playlists/{playlist_id}/items":           {handle: removePlaylistItems},
		"GET /playlists/{playlist_id}/tracks":             {handle: listPlaylistItems},
		"POST /playlists/{playlist_id}/tracks":            {handle: addPlaylistItems, rewrite: additionToPlaylist},
		"PUT /playlists/{playlist_id}/tracks":             {handle: changePlaylistItems, rewrite: urisFromQuery, mark: changeMark},
		"DELETE /playlists/{playlist_id}/tracks":          {handle: removePlaylistItems},
	}
}

func getPlaylist(c *call) (any, error) {
	filter, err := parseFields(c.text("fields"))
	if err != nil {
		return nil, err
	}
	p, err := c.readablePlaylist()
	if err != nil {
		return nil, err
	}
	return filter.apply(c.playlistObject(p)), nil
}

func listPlaylistItems(c *call) (any, error) {
	filter, err := parseFields(c.text("fields"))
	if err != nil {
		return nil, err
	}
	p, err := c.readablePlaylist()
	switch {
	case err != nil:
		return nil, err
	case !c.mayReadContents(p):
		return nil, forbidden()
	}
	return filter.apply(page(c, p.Items, c.playlistItem)), nil
}

func listOwnPlaylists(c *call) (any, error) {
	return page(c, c.listedBy(c.user), c.simplifiedPlaylist), nil
}

func listPlaylistsOfUser(c *call) (any, error) {
	m := c.users.get(spotify.UserID(c.path["user_id"]))
	if m == nil {
		return nil, notFound()
	}
	return page(c, c.listedBy(m), c.simplifiedPlaylist), nil
}

// listedBy are the playlists of a user that the token lets through: for others, those
// on the profile; for the user, also the others, each with its scope. Those that
// Spotify has lost are nil (docs/facts/mismatches.md M12).
func (c *call) listedBy(m *member) []*playlist {
	var list []*playlist
	own := c.user == m
	for _, id := range m.playlists {
		p := c.playlists.get(id)
		switch {
		case p == nil,
			own && c.mayRead(p),
			!own && !p.Private && !slices.Contains(p.quiet, m.ID):
			list = append(list, p)
		}
	}
	return list
}

func createPlaylistForUser(c *call) (any, error) {
	if c.user == nil || c.path["user_id"] != string(c.user.ID) {
		return nil, refuse(http.StatusForbidden, "You cannot create a playlist for another user.")
	}
	return createPlaylist(c)
}

func createPlaylist(c *call) (any, error) {
	p := Playlist{Owner: c.user.ID}
	if refused := c.readDetails(&p); refused != nil {
		return nil, refused
	}
	switch {
	case p.Name == "":
		return nil, badRequest("Missing required field: name")
	case !c.has(modifyScope(p.Private)), p.Collaborative && !c.has(modifyScope(false)):
		// A collaborative playlist takes both scopes
		// (docs/facts/operations.tsv "POST /me/playlists").
		return nil, c.missingScope()
	}
	return answer{http.StatusCreated, c.playlistObject(c.addPlaylist(p))}, nil
}

func updatePlaylist(c *call) (any, error) {
	p, err := c.ownPlaylist()
	if err != nil {
		return nil, err
	}
	if description, ok := c.body["description"].(string); ok && description == "" {
		return nil, badRequest("Invalid description") // docs/facts/mismatches.md M89
	}
	changed := p.Playlist
	if refused := c.readDetails(&changed); refused != nil {
		return nil, refused
	}
	if !c.has(modifyScope(changed.Private)) {
		return nil, c.missingScope()
	}
	before := p.Playlist
	p.Name, p.Description, p.HTMLDescription = changed.Name, changed.Description, changed.HTMLDescription
	p.Private, p.Collaborative = changed.Private, changed.Collaborative
	if p.Name != before.Name || p.Description != before.Description || p.HTMLDescription != before.HTMLDescription ||
		p.Private != before.Private || p.Collaborative != before.Collaborative {
		p.touch()
	}
	return nothing(http.StatusOK)
}

// readDetails takes over what the body says about a playlist, and leaves the rest as
// it is.
func (c *call) readDetails(p *Playlist) *refusal {
	if name, ok := c.body["name"].(string); ok {
		if name == "" {
			return badRequest("Missing required field: name")
		}
		p.Name = name
	}
	if description, ok := c.body["description"].(string); ok {
		p.Description, p.HTMLDescription = description, ""
	}
	if public, ok := c.body["public"].(bool); ok {
		p.Private = !public
	}
	if collaborative, ok := c.body["collaborative"].(bool); ok {
		p.Collaborative = collaborative
	}
	if p.Collaborative && !p.Private {
		return badRequest("Collaborative playlists can only be private")
	}
	return nil
}

// sees reports whether a playlist exists for the user of the token. Those that are
// private to somebody else do not.
func (c *call) sees(p *playlist) bool {
	return !p.Private || c.user != nil && (p.Owner == c.user.ID || p.followedBy(c.user.ID))
}

// contributesTo reports whether the user of the token owns a playlist, or collaborates
// on it.
func (c *call) contributesTo(p *playlist) bool {
	return c.user != nil && (p.Owner == c.user.ID || p.Collaborative && p.followedBy(c.user.ID))
}

// mayRead reports whether the token has the scope that a playlist takes.
func (c *call) mayRead(p *playlist) bool {
	switch {
	case p.Collaborative:
		return c.has("playlist-read-collaborative")
	case p.Private:
		return c.has("playlist-read-private")
	}
	return true
}

// mayReadContents reports whether the items of a playlist are sent, too. In
// development mode they are withheld from all who do not own it or collaborate on it
// (docs/facts/changes-2026.md "Renamed").
func (c *call) mayReadContents(p *playlist) bool {
	return !c.development() || c.contributesTo(p)
}

// modifyScope is the scope that changes of a playlist take.
func modifyScope(private bool) spotify.Scope {
	if private {
		return "playlist-modify-private"
	}
	return "playlist-modify-public"
}

// missingScope is the answer to a token without a scope that it needs. The upload of a
// cover takes it for no token at all (docs/facts/mismatches.md M67).
func (c *call) missingScope() *refusal {
	if c.endpoint.key() == "PUT /playlists/{playlist_id}/images" {
		return refuse(http.StatusUnauthorized, "Unauthorized.")
	}
	return missingScope()
}

// knownPlaylist finds the playlist that the path names, if it exists for the user.
func (c *call) knownPlaylist() (*playlist, error) {
	p, err := find(c, &c.playlists, "playlist_id")
	if err == nil && !c.sees(p) {
		return nil, notFound()
	}
	return p, err
}

// readablePlaylist finds the playlist that the path names, to read it.
func (c *call) readablePlaylist() (*playlist, error) {
	p, err := c.knownPlaylist()
	if err == nil && !c.mayRead(p) {
		return nil, c.missingScope()
	}
	return p, err
}

// ownPlaylist finds the playlist that the path names, to change what only its owner
// may change.
func (c *call) ownPlaylist() (*playlist, error) {
	return c.changeable(func(p *playlist) bool { return c.user != nil && p.Owner == c.user.ID })
}

// sharedPlaylist finds the playlist that the path names, to change its items.
func (c *call) sharedPlaylist() (*playlist, error) { return c.changeable(c.contributesTo) }

func (c *call) changeable(may func(*playlist) bool) (*playlist, error) {
	p, err := c.knownPlaylist()
	switch {
	case err != nil:
		return nil, err
	case !may(p):
		return nil, refuse(http.StatusForbidden, "You cannot modify a playlist you don't own.")
	case !c.has(modifyScope(p.Private)):
		return nil, c.missingScope()
	}
	return p, nil
}

package spotifytest

import (
	"net/http"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

func playlistHandlers() map[string]handler {
	return map[string]handler{
		"GET /me/playlists":                               listOwnPlaylists,
		"POST /me/playlists":                              createPlaylist,
		"GET /users/{user_id}/playlists":                  listPlaylistsOfUser,
		"POST /users/{user_id}/playlists":                 createPlaylistForUser,
		"GET /playlists/{playlist_id}":                    getPlaylist,
		"PUT /playlists/{playlist_id}":                    updatePlaylist,
		"GET /playlists/{playlist_id}/followers/contains": containsFollower,
		"PUT /playlists/{playlist_id}/followers":          putFollower,
		"DELETE /playlists/{playlist_id}/followers":       deleteFollower,
		"GET /playlists/{playlist_id}/images":             getPlaylistCover,
		"PUT /playlists/{playlist_id}/images":             uploadPlaylistCover,
		"GET /playlists/{playlist_id}/items":              listPlaylistItems,
		"POST /playlists/{playlist_id}/items":             addPlaylistItems,
		"PUT /playlists/{playlist_id}/items":              changePlaylistItems,
		"DELETE /playlists/{playlist_id}/items":           removePlaylistItems,
		"GET /playlists/{playlist_id}/tracks":             listPlaylistItems,
		"POST /playlists/{playlist_id}/tracks":            addPlaylistItems,
		"PUT /playlists/{playlist_id}/tracks":             changePlaylistItems,
		"DELETE /playlists/{playlist_id}/tracks":          removePlaylistItems,
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
	changed := p.Playlist
	if refused := c.readDetails(&changed); refused != nil {
		return nil, refused
	}
	if !c.has(modifyScope(changed.Private)) {
		return nil, c.missingScope()
	}
	before := p.Playlist
	p.Name, p.Description = changed.Name, changed.Description
	p.Private, p.Collaborative = changed.Private, changed.Collaborative
	if p.Name != before.Name || p.Description != before.Description ||
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
		p.Description = description
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

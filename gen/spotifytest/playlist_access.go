package spotifytest

import (
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
)

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

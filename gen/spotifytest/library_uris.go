package spotifytest

import (
	"net/http"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A thing is what a URI stands for. Its URI has the form that shelves keep, and the
// kind of an audiobook is that, whatever its URI says.
type thing struct {
	kind spotify.Kind
	uri  spotify.URI
}

// saveAny saves or follows, by the kinds of the URIs.
func saveAny(c *call) (any, error) {
	things, err := c.givenURIs()
	if err != nil {
		return nil, err
	}
	for _, t := range things {
		if !c.maySave(t) {
			return nil, notFound()
		}
	}
	for _, t := range things {
		if t.kind == spotify.KindPlaylist {
			c.followPlaylist(c.user, spotify.PlaylistID(t.uri.ID()))
			continue
		}
		c.user.shelf(t.kind).add(t.uri, c.now())
	}
	return nothing(http.StatusOK)
}

// maySave reports whether something exists for the user.
func (c *call) maySave(t thing) bool {
	if p := c.playlists.get(spotify.PlaylistID(t.uri.ID())); p != nil && t.kind == spotify.KindPlaylist {
		return p.Collaborative || c.sees(p)
	}
	return c.knows(t.kind, t.uri.ID())
}

// removeAny removes or unfollows, by the kinds of the URIs.
func removeAny(c *call) (any, error) {
	things, err := c.givenURIs()
	if err != nil {
		return nil, err
	}
	for _, t := range things {
		if t.kind == spotify.KindPlaylist {
			c.unfollowPlaylist(c.user, spotify.PlaylistID(t.uri.ID()))
			continue
		}
		c.user.shelf(t.kind).remove(t.uri)
	}
	return nothing(http.StatusOK)
}

func containsAny(c *call) (any, error) {
	things, err := c.givenURIs()
	if err != nil {
		return nil, err
	}
	answers := make([]bool, len(things))
	for i, t := range things {
		answers[i] = c.user.keeps(t)
	}
	return answers, nil
}

// givenURIs reads those of the query: in a body they do not count
// (docs/facts/mismatches.md M61).
func (c *call) givenURIs() ([]thing, error) {
	uris := c.list("uris")
	things := make([]thing, len(uris))
	for i, uri := range uris {
		t, ok := c.identify(spotify.URI(uri))
		if !ok {
			return nil, badRequest("Invalid uri")
		}
		things[i] = t
	}
	return things, nil
}

// identify finds out what a URI stands for. It reports false for malformed ones and
// for what no library takes, such as local files. An audiobook may also be called one.
func (s *Server) identify(uri spotify.URI) (thing, bool) {
	plain, err := spotify.ParseURI(string(uri))
	if err != nil || !uri.IsValid() {
		return thing{}, false
	}
	t := thing{plain.Kind(), plain}
	switch t.kind {
	case spotify.KindShow:
		if s.knows(spotify.KindAudiobook, plain.ID()) {
			t.kind = spotify.KindAudiobook
		}
		return t, true
	case spotify.KindAlbum, spotify.KindArtist, spotify.KindEpisode, spotify.KindPlaylist, spotify.KindTrack, spotify.KindUser:
		return t, true
	}
	return thing{}, false
}

// shelf returns where things of a kind stand, nil for those that stand on none.
func (m *member) shelf(kind spotify.Kind) *shelf {
	switch kind {
	case spotify.KindAlbum, spotify.KindAudiobook, spotify.KindEpisode, spotify.KindShow, spotify.KindTrack:
		return shelfOf(m.saved, kind)
	case spotify.KindArtist, spotify.KindUser:
		return shelfOf(m.following, kind)
	}
	return nil
}

// keeps reports whether something is saved or followed. A user's own playlists are
// followed by them.
func (m *member) keeps(t thing) bool {
	if t.kind == spotify.KindPlaylist {
		return slices.Contains(m.playlists, spotify.PlaylistID(t.uri.ID()))
	}
	return m.shelf(t.kind).has(t.uri)
}

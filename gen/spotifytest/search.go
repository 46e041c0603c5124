package spotifytest

import (
	"maps"
	"net/http"
	"strings"
)

func searchRoutes() map[string]route {
	return map[string]route{"GET /search": {handle: searchAll, rewrite: queryFromLink}}
}

// mostFound is how far the pages of a search reach (docs/facts/mismatches.md M88).
const mostFound = 1000

// searchAll answers with a page for each kind of things that is asked for. They share
// limit and offset.
func searchAll(c *call) (any, error) {
	text := c.query.Get("q")
	if strings.TrimSpace(text) == "" {
		return nil, badRequest("No search query")
	}
	if c.number("offset")+c.number("limit") > mostFound {
		return nil, badRequest("Invalid offset")
	}
	query, index, today := parseSearch(text), c.searchable(), newReleases(c.now())
	out := object{}
	for _, kind := range c.list("type") {
		switch kind {
		case "artist":
			out["artists"] = searchPage(c, kind, search(index.artists(), query, kind, today, admitsAll), c.artistObject)
		case "album":
			out["albums"] = searchPage(c, kind, search(index.albums(), query, kind, today, func(a *Album) bool {
				return c.available(a.Markets)
			}), c.simplifiedAlbum)
		case "track":
			// With a market there is no need for relinking: the instance that is
			// available there is found by itself.
			out["tracks"] = searchPage(c, kind, search(index.tracks(), query, kind, today, func(t *Track) bool {
				return c.available(t.Markets)
			}), c.trackJSON)
		case "show":
			out["shows"] = searchPage(c, kind, search(index.shows(), query, kind, today, func(s *Show) bool {
				return c.offered(s.Markets)
			}), c.simplifiedShow)
		case "episode":
			out["episodes"] = searchPage(c, kind, search(index.episodes(), query, kind, today, func(e *Episode) bool {
				return c.offered(e.Markets)
			}), c.foundEpisode)
		case "audiobook":
			out["audiobooks"] = searchPage(c, kind, search(index.audiobooks(), query, kind, today, func(b *Audiobook) bool {
				return c.offered(b.Markets)
			}), c.simplifiedAudiobook)
		case "playlist":
			out["playlists"] = searchPage(c, kind, search(c.indexPlaylists(), query, kind, today, admitsAll), c.foundPlaylist)
		default:
			return nil, badRequest("Bad search type field " + kind)
		}
	}
	return out, nil
}

// queryFromLink moves the text from the parameter query to q. Spotify calls it query in
// the links of pages (docs/facts/mismatches.md M55), which programs follow.
func queryFromLink(c *call, _ *http.Request) bool {
	if c.query.Has("q") || !c.query.Has("query") {
		return false
	}
	c.query["q"] = c.query["query"]
	c.query.Del("query")
	return true
}

func admitsAll[E any](*E) bool { return true }

// searchPage makes a page whose links ask for its own kind of things only, and have
// the text under another name (docs/facts/mismatches.md M55). There is no link to a page
// beyond the last one that can be asked for.
func searchPage[E any, R rendered](c *call, kind string, found []*E, render func(*E) R) object {
	link := maps.Clone(c.query)
	link.Del("q")
	link.Set("query", c.query.Get("q"))
	link.Set("type", kind)
	limit, offset := c.number("limit"), c.number("offset")
	out := pageOf(c.address(), link, found, limit, offset, render)
	if offset+2*limit > mostFound {
		out["next"] = nil // it would be refused
	}
	return out
}

// indexPlaylists is made for each search: other than the catalogue, playlists change.
func (c *call) indexPlaylists() []indexed[playlist] {
	list := make([]indexed[playlist], 0, c.playlists.len())
	for p := range c.playlists.all() {
		if !p.deleted {
			name := padded(p.Name)
			list = append(list, indexed[playlist]{searchEntry{
				id: string(p.ID), name: name, text: name, popularity: p.followed(),
			}, p})
		}
	}
	return list
}

// foundPlaylist has a null in the place of a playlist that is not for everybody, as
// there are in traffic (docs/facts/mismatches.md M12).
func (c *call) foundPlaylist(p *playlist) object {
	if p.Private {
		return nil
	}
	return c.simplifiedPlaylist(p)
}

// foundEpisode has a null in the place of a removed episode, as there are in traffic
// (docs/facts/mismatches.md M12).
func (c *call) foundEpisode(e *Episode) object {
	if e.Removed {
		return nil
	}
	return c.simplifiedEpisode(e)
}

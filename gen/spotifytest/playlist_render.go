package spotifytest

import (
	"net/url"
	"strconv"

	"github.com/spotgen/spotgen/gen/spotify"
)

// contentsNames are those of the contents of a playlist.
type contentsNames struct {
	list string // in a playlist
	item string // in an entry
	path string // below the playlist
	page int    // the largest page that the path takes
}

// contentsNames are by the shape that the server has. Apps in development mode know the
// new one only (docs/facts/mismatches.md M52).
func (c *call) contentsNames() []contentsNames {
	renamed := contentsNames{list: "items", item: "item", path: "/items", page: 50}
	former := contentsNames{list: "tracks", item: "track", path: "/tracks", page: 100}
	switch {
	case c.development(), c.shape == newShape:
		return []contentsNames{renamed}
	case c.shape == oldShape:
		return []contentsNames{former}
	}
	return []contentsNames{renamed, former}
}

// playlistObject renders a playlist with the first page of its items.
func (c *call) playlistObject(p *playlist) object {
	o := c.playlistIdentity(p)
	o["description"] = nil
	if p.Description != "" {
		o["description"] = p.Description
	}
	o["followers"] = object{"href": nil, "total": len(p.followers)} // docs/facts/mismatches.md M47
	o["public"] = !p.Private
	if c.mayReadContents(p) {
		for _, names := range c.contentsNames() {
			o[names.list] = c.contentsPage(p, names)
		}
	}
	return o
}

// simplifiedPlaylist renders a playlist as it is in lists, where nil is null.
func (c *call) simplifiedPlaylist(p *playlist) object {
	if p == nil {
		return nil
	}
	o := c.playlistIdentity(p)
	o["description"] = p.Description
	o["public"] = nil // where it is on nobody's profile who asks (docs/facts/mismatches.md M20)
	if c.user != nil && c.user.lists(p.ID) {
		o["public"] = !p.Private
	}
	if c.mayReadContents(p) {
		for _, names := range c.contentsNames() {
			o[names.list] = object{"href": c.playlistHref(p) + names.path, "total": len(p.Items)}
		}
	}
	return o
}

// playlistIdentity renders what all objects of a playlist have in common.
func (c *call) playlistIdentity(p *playlist) object {
	return object{
		"collaborative": p.Collaborative,
		"external_urls": object{"spotify": "https://open.spotify.com/playlist/" + string(p.ID)},
		"href":          c.playlistHref(p),
		"id":            p.ID,
		"images":        c.playlistImages(p),
		"name":          p.Name,
		"owner":         c.playlistOwner(p),
		"primary_color": nil, // docs/facts/mismatches.md M48
		"snapshot_id":   p.snapshot(),
		"type":          spotify.KindPlaylist,
		"uri":           p.ID.URI(),
	}
}

func (c *call) playlistHref(p *playlist) string { return c.href("/playlists/" + string(p.ID)) }

func (c *call) playlistOwner(p *playlist) object {
	o := c.userRef(p.Owner)
	o["display_name"] = nil
	if m := c.users.get(p.Owner); m != nil && m.DisplayName != "" {
		o["display_name"] = m.DisplayName
	}
	return o
}

// contentsPage renders the page of items that a playlist object holds, which has up to
// 100 of them (docs/facts/mismatches.md M55). Its links ask for no more than their path
// takes, so that they can be followed.
func (c *call) contentsPage(p *playlist, names contentsNames) object {
	const embedded = 100
	query := url.Values{}
	for _, name := range []string{"additional_types", "market"} {
		if c.query.Has(name) {
			query.Set(name, c.query.Get(name))
		}
	}
	address := c.playlistHref(p) + names.path
	first := pageOf(address, query, p.Items, embedded, 0, c.playlistItem)
	link := func(offset int) string {
		query.Set("limit", strconv.Itoa(names.page))
		query.Set("offset", strconv.Itoa(offset))
		return address + "?" + query.Encode()
	}
	first["href"] = link(0)
	if first["next"] != nil {
		first["next"] = link(embedded)
	}
	return first
}

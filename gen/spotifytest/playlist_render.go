package spotifytest

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

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
	o["description"] = orNone(p.describedInHTML())
	o["followers"] = object{"href": nil, "total": p.followed()} // docs/facts/mismatches.md M47
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
	o["description"] = p.describedInHTML()
	o["public"] = nil // unless it is in the library of the user who asks (docs/facts/mismatches.md M20)
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

// followed is how many follow a playlist.
func (p *playlist) followed() int { return p.Followers + len(p.followers) }

// describedInHTML is the description as it is sent.
func (p *playlist) describedInHTML() string {
	return cmp.Or(p.HTMLDescription, escaped(p.Description))
}

// escaped is a description without what means something in HTML (docs/facts/mismatches.md
// M90). The facts have &, ', and / only (docs/facts/concepts.md "Playlists"). That <, >, and
// " are escaped, too, is assumed: these six are what a common rule for escaping HTML has, and
// only that rule escapes a slash.
func escaped(description string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;",
		`"`, "&quot;", "'", "&#x27;", "/", "&#x2F;").Replace(description)
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

// playlistItem renders a place in a playlist.
func (c *call) playlistItem(item PlaylistItem) object {
	o := object{
		"added_at":        item.AddedAt.UTC().Format(time.RFC3339),
		"added_by":        c.addedBy(item),
		"is_local":        item.URI.IsLocal(),
		"primary_color":   nil, // this and the next are not documented (docs/facts/mismatches.md M48)
		"video_thumbnail": object{"url": nil},
	}
	contents := c.playlistContents(item.URI)
	for _, names := range c.contentsNames() {
		o[names.item] = contents
	}
	return o
}

// addedBy renders who added an item. Where that is not known any more, it is null; as
// long as contents were called tracks, it was a user without an ID
// (docs/facts/mismatches.md M11).
func (c *call) addedBy(item PlaylistItem) any {
	if item.AddedBy == "" && c.contentsNames()[0].list == "items" {
		return nil
	}
	return c.userRef(item.AddedBy)
}

// playlistContents renders what stands in a place; nil if that is gone. Tracks and
// episodes also tell which of them they are in two booleans (docs/facts/mismatches.md
// M46).
func (c *call) playlistContents(uri spotify.URI) object {
	kind := uri.Kind()
	var o object
	e := c.episodes.get(spotify.EpisodeID(uri.ID()))
	if kind == spotify.KindEpisode && e != nil && !e.Removed && !slices.Contains(c.list("additional_types"), "episode") {
		o = c.episodeAsTrack(e)
	} else {
		o = c.playable(uri)
	}
	if o != nil && kind != spotify.KindLocal {
		o["episode"] = kind == spotify.KindEpisode
		o["track"] = kind == spotify.KindTrack
	}
	return o
}

// episodeAsTrack renders an episode for those who have not said that they can handle
// one: as a track whose album is the show, and whose artist is its publisher, if that
// is known (docs/facts/mismatches.md M18, M46).
func (c *call) episodeAsTrack(e *Episode) object {
	show := cmp.Or(c.shows.get(e.Show), &Show{ID: e.Show})
	publisher := object{
		"external_urls": object{},
		"href":          nil,
		"id":            nil,
		"name":          nil,
		"type":          "artist",
		"uri":           nil,
	}
	if show.Publisher != "" && !c.development() {
		publisher["name"] = show.Publisher
	}
	album := c.identity(spotify.KindShow, string(show.ID))
	album["album_type"] = nil
	album["artists"] = []any{}
	album["available_markets"] = c.availableMarkets(show.Markets)
	album["images"] = c.images("show", string(show.ID))
	album["name"] = show.Name
	album["release_date"] = nil
	album["release_date_precision"] = nil
	album["total_tracks"] = 0

	reason := c.restriction(e.Markets, e.Explicit)
	o := c.identity(spotify.KindEpisode, string(e.ID))
	o["album"] = c.withhold(album, "available_markets")
	o["artists"] = []any{publisher}
	o["available_markets"] = c.availableMarkets(e.Markets)
	o["disc_number"] = 0
	o["duration_ms"] = e.Duration.Milliseconds()
	o["explicit"] = e.Explicit
	o["external_ids"] = object{}
	o["is_local"] = false
	o["name"] = e.Name
	o["popularity"] = 0
	o["preview_url"] = orNone(e.PreviewURL)
	o["track_number"] = 0
	restrict(o, reason)
	if c.market != "" {
		delete(o, "available_markets")
		o["is_playable"] = reason == ""
	}
	return c.withhold(o, "available_markets", "popularity")
}

package spotifytest

import (
	"cmp"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

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
	album["images"] = images("show", string(show.ID))
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
	o["preview_url"] = nil
	o["track_number"] = 0
	restrict(o, reason)
	if c.market != "" {
		delete(o, "available_markets")
		o["is_playable"] = reason == ""
	}
	return c.withhold(o, "available_markets", "popularity")
}

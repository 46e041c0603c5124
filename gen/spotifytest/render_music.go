package spotifytest

import (
	"hash/fnv"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// artistObject is a whole artist.
func (c *call) artistObject(a *Artist) object {
	o := c.simplifiedArtist(a)
	o["followers"] = object{"href": nil, "total": a.Followers}
	o["genres"] = texts(a.Genres)
	o["images"] = []any{}
	if !a.NoImages {
		o["images"] = c.images("artist", string(a.ID))
	}
	o["popularity"] = a.Popularity
	return c.withhold(o, "followers", "popularity")
}

// simplifiedArtist is an artist as albums and tracks name it.
func (c *call) simplifiedArtist(a *Artist) object {
	o := c.identity(spotify.KindArtist, string(a.ID))
	o["name"] = a.Name
	return o
}

// credits are the artists of an album or a track.
func (c *call) credits(ids []spotify.ArtistID) []any {
	return renderAll(ids, func(id spotify.ArtistID) object {
		return c.simplifiedArtist(c.artists.get(id))
	})
}

// albumObject is a whole album with the first page of its tracks.
func (c *call) albumObject(a *Album) object {
	o := c.simplifiedAlbum(a)
	o["copyrights"] = copyrights(a.ReleaseDate, a.Label)
	o["external_ids"] = object{"upc": a.UPC, "ean": "0" + a.UPC}
	o["genres"] = texts(a.Genres)
	o["label"] = a.Label
	o["popularity"] = a.Popularity
	o["tracks"] = inside(c, "/albums/"+string(a.ID)+"/tracks", c.tracklist(a.ID), c.simplifiedTrackJSON)
	return c.withhold(o, "label", "popularity")
}

// simplifiedAlbum is an album as tracks and lists name it.
func (c *call) simplifiedAlbum(a *Album) object {
	o := c.identity(spotify.KindAlbum, string(a.ID))
	o["album_type"] = a.Type
	o["artists"] = c.credits(a.Artists)
	o["available_markets"] = c.availableMarkets(a.Markets)
	o["images"] = c.images("album", string(a.ID))
	o["name"] = a.Name
	o["total_tracks"] = len(c.tracksOfAlbum[a.ID])
	if c.market != "" {
		o["is_playable"] = c.available(a.Markets) // not documented (docs/facts/mismatches.md M48)
	}
	restrict(o, c.restriction(a.Markets, false))
	return c.withhold(release(o, a.ReleaseDate), "available_markets")
}

// discographyAlbum is an album in the list of one artist's.
func (c *call) discographyAlbum(a *Album, artist spotify.ArtistID) object {
	o := c.simplifiedAlbum(a)
	o["album_group"] = a.groupFor(artist)
	return c.withhold(o, "album_group")
}

// groupFor is the part that an artist has in an album.
func (a *Album) groupFor(artist spotify.ArtistID) string {
	switch {
	case !slices.Contains(a.Artists, artist):
		return "appears_on"
	case a.Type == "single", a.Type == "ep":
		return "single"
	case a.Type == "compilation":
		return "compilation"
	}
	return "album"
}

// tracklist returns the tracks of an album in the order in which they play.
func (c *call) tracklist(id spotify.AlbumID) []*Track {
	return subset(&c.tracks, c.tracksOfAlbum[id])
}

// trackObject is a whole track, or the one that stands in for it. Its JSON is kept, as is
// that of simplifiedTrack: a trackView has whatever they depend on.
func (c *call) trackObject(t *Track) object {
	instance, reason := c.instance(t)
	o := c.simplifiedInstance(t, instance, reason)
	o["album"] = c.simplifiedAlbum(c.albums.get(instance.Album))
	o["external_ids"] = object{"isrc": instance.ISRC}
	o["popularity"] = instance.Popularity
	return c.withhold(o, "popularity")
}

// simplifiedTrack is a track as its album lists it, or the one that stands in for it.
func (c *call) simplifiedTrack(t *Track) object {
	instance, reason := c.instance(t)
	return c.simplifiedInstance(t, instance, reason)
}

// instance chooses what the request gets for a track: the track itself, or another
// instance of the recording where the market does not have it. The reason is why it
// cannot be played; "" if it can.
func (c *call) instance(t *Track) (instance *Track, reason string) {
	switch {
	case t.Restriction != "":
		return t, t.Restriction
	case c.available(t.Markets):
		instance = t
	default:
		instance = c.substitute(t)
	}
	switch {
	case instance == nil:
		return t, "market"
	case c.filtered(instance.Explicit):
		return t, "explicit"
	}
	return instance, ""
}

// substitute is the first instance of a recording that the market has, if any.
func (c *call) substitute(t *Track) *Track {
	for _, other := range subset(&c.tracks, c.tracksByISRC[t.ISRC]) {
		if other.Restriction == "" && c.available(other.Markets) {
			return other
		}
	}
	return nil
}

// simplifiedInstance describes the instance of a track that was chosen.
func (c *call) simplifiedInstance(t, instance *Track, reason string) object {
	o := c.identity(spotify.KindTrack, string(instance.ID))
	o["artists"] = c.credits(instance.Artists)
	o["available_markets"] = c.availableMarkets(instance.Markets)
	o["disc_number"] = instance.Disc
	o["duration_ms"] = instance.Duration.Milliseconds()
	o["explicit"] = instance.Explicit
	o["is_local"] = false
	o["name"] = instance.Name
	o["preview_url"] = orNone(instance.PreviewURL)
	o["track_number"] = instance.Number
	restrict(o, reason)
	if c.market != "" {
		delete(o, "available_markets")
		o["is_playable"] = reason == ""
	}
	if instance != t {
		original := c.identity(spotify.KindTrack, string(t.ID))
		o["linked_from"] = original
		// The page is that of the original, as has been observed.
		o["external_urls"] = original["external_urls"]
	}
	if c.oddRelinking && c.market != "" {
		distort(o, t.ID)
	}
	return c.withhold(o, "available_markets", "linked_from")
}

// distort gives the signs of relinking one of the odd forms in which they have been
// observed (docs/facts/concepts.md "Track relinking", docs/facts/mismatches.md M21).
// Which one depends on the ID that was asked for.
func distort(o object, asked spotify.TrackID) {
	_, relinked := o["linked_from"]
	first := hash(string(asked))%2 == 0
	switch {
	case relinked && first:
		delete(o, "is_playable")
	case relinked:
		o["available_markets"] = []string{}
	case first:
		o["linked_from"] = nil
	default:
		o["linked_from"] = nil
		o["is_playable"] = nil
		o["available_markets"] = []string{}
	}
}

// localTrack is a file of the user. There is nothing to it but what its URI tells
// (docs/facts/concepts.md "Local files", docs/facts/mismatches.md M10).
func (c *call) localTrack(uri spotify.URI) object {
	file, _ := uri.Local()
	artist := object{
		"external_urls": object{},
		"href":          nil,
		"id":            nil,
		"name":          file.Artist,
		"type":          "artist",
		"uri":           nil,
	}
	album := object{
		"album_type":             nil,
		"artists":                []any{},
		"available_markets":      []string{},
		"external_urls":          object{},
		"href":                   nil,
		"id":                     nil,
		"images":                 []any{},
		"name":                   file.Album,
		"release_date":           nil,
		"release_date_precision": nil,
		"total_tracks":           0,
		"type":                   "album",
		"uri":                    nil,
	}
	return c.withhold(object{
		"album":             c.withhold(album, "available_markets"),
		"artists":           []any{artist},
		"available_markets": []string{},
		"disc_number":       0,
		"duration_ms":       file.Duration.Milliseconds(),
		"explicit":          false,
		"external_ids":      object{},
		"external_urls":     object{},
		"href":              nil,
		"id":                nil,
		"is_local":          true,
		"name":              file.Title,
		"popularity":        0,
		"preview_url":       nil,
		"track_number":      0,
		"type":              "track",
		"uri":               string(uri),
	}, "available_markets", "popularity")
}

// shout writes the type of a track's album in capitals, as some endpoints do
// (docs/facts/mismatches.md M44).
func shout(track object) object {
	if album, ok := track["album"].(object); ok {
		if albumType, ok := album["album_type"].(string); ok {
			album["album_type"] = strings.ToUpper(albumType)
		}
	}
	return track
}

// hash turns a text into a number. It is the same each time.
func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

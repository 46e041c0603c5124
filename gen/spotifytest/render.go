package spotifytest

import (
	"fmt"
	"html"
	"net/url"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// identity is what all objects have that name a thing of the catalogue.
func (c *call) identity(kind spotify.Kind, id string) object {
	return object{
		"external_urls": object{"spotify": pageAddress(kind, id)},
		"href":          c.href("/" + string(kind) + "s/" + url.PathEscape(id)),
		"id":            id,
		"type":          string(kind),
		"uri":           string(wireURI(kind, id)),
	}
}

// disguised is the identity of a thing of one kind whose URI and web page say that it
// is of another: an audiobook is a show there, a chapter an episode
// (docs/facts/mismatches.md M42).
func (c *call) disguised(kind, as spotify.Kind, id string) object {
	o := c.identity(kind, id)
	o["external_urls"] = object{"spotify": pageAddress(as, id)}
	o["uri"] = string(wireURI(as, id))
	return o
}

// pageAddress is where people look at a thing.
func pageAddress(kind spotify.Kind, id string) string {
	return "https://open.spotify.com/" + string(kind) + "/" + url.PathEscape(id)
}

// wireURI names a thing of the catalogue by its kind and its ID.
func wireURI(kind spotify.Kind, id string) spotify.URI {
	return spotify.URI("spotify:" + string(kind) + ":" + id)
}

// withhold leaves out what is not sent to apps in development mode
// (docs/facts/changes-2026.md "Fields").
func (c *call) withhold(o object, names ...string) object {
	if c.development() {
		for _, name := range names {
			delete(o, name)
		}
	}
	return o
}

// availableMarkets is the list of markets of a thing: nil stands for all there are.
func (c *call) availableMarkets(markets []spotify.Market) []spotify.Market {
	if markets == nil {
		return c.markets
	}
	return markets
}

// available reports whether the market of the request is among these. Without a
// market it is not known, and nothing is held to be unavailable.
func (c *call) available(markets []spotify.Market) bool {
	return c.market == "" || markets == nil || slices.Contains(markets, c.market)
}

// offered reports whether a thing is there at all for the request. Without a market,
// spoken content counts as unavailable; music does not.
func (c *call) offered(markets []spotify.Market) bool {
	return c.market != "" && c.available(markets)
}

// filtered reports whether the user has explicit content hidden.
func (c *call) filtered(explicit bool) bool {
	return explicit && c.user != nil && c.user.ExplicitFilter
}

// restriction is why the request may not have a thing; "" if it may.
func (c *call) restriction(markets []spotify.Market, explicit bool) string {
	switch {
	case !c.available(markets):
		return "market"
	case c.filtered(explicit):
		return "explicit"
	}
	return ""
}

// restrict says why a thing cannot be played, if it cannot.
func restrict(o object, reason string) {
	if reason != "" {
		o["restrictions"] = object{"reason": reason}
	}
}

// release adds a date and how much of it is known. One that is not known at all is the
// year 0000 (docs/facts/mismatches.md M45).
func release(o object, date spotify.ReleaseDate) object {
	precision := "day"
	switch len(date) {
	case len("1981"):
		precision = "year"
	case len("1981-12"):
		precision = "month"
	}
	o["release_date"], o["release_date_precision"] = string(date), precision
	return o
}

// described adds a description in both of its forms.
func described(o object, text, inHTML string) object {
	if inHTML == "" && text != "" {
		inHTML = "<p>" + html.EscapeString(text) + "</p>"
	}
	o["description"], o["html_description"] = text, inHTML
	return o
}

// orNone makes a null of an empty text.
func orNone(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// copyrights are the notices for a work and for its recording, if the owner is known.
func copyrights(date spotify.ReleaseDate, owner string) []any {
	if owner == "" {
		return []any{}
	}
	notice := owner
	if year := date.Year(); year != 0 {
		notice = fmt.Sprintf("%d %s", year, owner)
	}
	return []any{
		object{"text": "© " + notice, "type": "C"},
		object{"text": "℗ " + notice, "type": "P"},
	}
}

// texts makes a list that is [] and never null.
func texts(list []string) []string { return append([]string{}, list...) }

// people are the authors and narrators of a book.
func people(names []string) []any {
	return renderAll(names, func(name string) object { return object{"name": name} })
}

// subset looks up the things that a list of IDs names, in its order. What is not
// there is left out.
func subset[ID ~string, E any](t *table[ID, E], ids []ID) []*E {
	list := make([]*E, 0, len(ids))
	for _, id := range ids {
		if e := t.get(id); e != nil {
			list = append(list, e)
		}
	}
	return list
}

// inside makes the first page of what a thing has in it. Its links lead to where the
// rest is, and not to the thing.
func inside[E any, R rendered](c *call, path string, list []E, render func(E) R) object {
	const limit = 50
	query := url.Values{}
	if c.query.Has("market") {
		query.Set("market", c.query.Get("market"))
	}
	return pageOf(c.href(path), query, list, limit, 0, render)
}

// playable is the object of a track, an episode, a chapter, or a local file, as it
// stands in a playlist, the queue, or the player; nil if it no longer exists.
func (c *call) playable(uri spotify.URI) object {
	switch id := uri.ID(); uri.Kind() {
	case spotify.KindLocal:
		return c.localTrack(uri)
	case spotify.KindTrack:
		if t := c.tracks.get(spotify.TrackID(id)); t != nil {
			return c.trackObject(t)
		}
	case spotify.KindEpisode, spotify.KindChapter:
		if e := c.episodes.get(spotify.EpisodeID(id)); e != nil {
			return c.episodeObject(e)
		}
		if chapter := c.chapters.get(spotify.ChapterID(id)); chapter != nil {
			return c.chapterAsEpisode(chapter)
		}
	}
	return nil
}

package spotifytest

import (
	"cmp"
	"net/url"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// showObject is a whole show with the first page of its episodes.
func (c *call) showObject(s *Show) object {
	o := c.simplifiedShow(s)
	o["episodes"] = inside(c, "/shows/"+string(s.ID)+"/episodes", c.episodeList(s.ID), c.simplifiedEpisode)
	return o
}

// simplifiedShow is a show as episodes and lists name it.
func (c *call) simplifiedShow(s *Show) object {
	o := described(c.identity(spotify.KindShow, string(s.ID)), s.Description, s.HTMLDescription)
	o["available_markets"] = c.availableMarkets(s.Markets)
	o["copyrights"] = []any{}
	o["explicit"] = s.Explicit
	o["images"] = c.images("show", string(s.ID))
	o["is_externally_hosted"] = s.External
	o["languages"] = texts(s.Languages)
	o["media_type"] = "audio"
	o["name"] = s.Name
	o["publisher"] = s.Publisher
	o["total_episodes"] = len(c.episodeList(s.ID))
	return c.withhold(o, "available_markets", "publisher")
}

// episodeList returns the episodes of a show, the latest first. Removed ones are in
// the libraries of their listeners, but not there.
func (c *call) episodeList(id spotify.ShowID) []*Episode {
	list := subset(&c.episodes, c.episodesOfShow[id])
	return slices.DeleteFunc(list, func(e *Episode) bool { return e.Removed })
}

// episodeObject is a whole episode.
func (c *call) episodeObject(e *Episode) object {
	if e.Removed {
		return c.removedEpisode()
	}
	o := c.simplifiedEpisode(e)
	o["show"] = c.simplifiedShow(c.shows.get(e.Show))
	return o
}

// simplifiedEpisode is an episode as its show lists it.
func (c *call) simplifiedEpisode(e *Episode) object {
	show := c.shows.get(e.Show)
	o := c.spoken(c.identity(spotify.KindEpisode, string(e.ID)), recording{
		kind:        spotify.KindEpisode,
		id:          string(e.ID),
		uri:         e.ID.URI(),
		name:        e.Name,
		description: e.Description,
		html:        e.HTMLDescription,
		preview:     e.PreviewURL,
		duration:    e.Duration,
		date:        e.ReleaseDate,
		languages:   show.Languages,
		markets:     e.Markets,
		explicit:    e.Explicit,
	})
	o["is_externally_hosted"] = show.External
	o["language"] = show.Languages[0]
	return o
}

// A recording is what episodes and chapters have in common.
type recording struct {
	kind        spotify.Kind
	id          string
	uri         spotify.URI
	name        string
	description string
	html        string // of the description; "" is made of it
	preview     string
	duration    time.Duration
	date        spotify.ReleaseDate
	languages   []string
	markets     []spotify.Market
	explicit    bool
}

// spoken adds what episodes and chapters have in common.
func (c *call) spoken(o object, r recording) object {
	reason := c.restriction(r.markets, r.explicit)
	release(described(o, r.description, r.html), r.date)
	o["audio_preview_url"] = orNone(r.preview)
	o["duration_ms"] = r.duration.Milliseconds()
	o["explicit"] = r.explicit
	o["images"] = c.images(string(r.kind), r.id)
	if c.market != "" {
		o["is_playable"] = reason == ""
	}
	o["languages"] = texts(r.languages)
	o["name"] = r.name
	restrict(o, reason)
	if c.tellsPosition() {
		o["resume_point"] = c.resumePoint(r.uri, r.duration)
	}
	return o
}

// tellsPosition reports whether the request may know where the user stopped.
func (c *call) tellsPosition() bool {
	return c.user != nil && c.has("user-read-playback-position")
}

// resumePoint is where the user stopped listening.
func (c *call) resumePoint(uri spotify.URI, duration time.Duration) object {
	position := min(c.user.resume[uri], duration)
	return object{
		"fully_played":       duration > 0 && position == duration,
		"resume_position_ms": position.Milliseconds(),
	}
}

// removedEpisode is what is left of an episode that was taken down, for those who have
// it in their library or a playlist (docs/facts/mismatches.md M16 and M45).
func (c *call) removedEpisode() object {
	show := object{
		"available_markets":    []string{},
		"copyrights":           nil,
		"description":          nil,
		"explicit":             false,
		"external_urls":        object{},
		"href":                 c.href("/shows/null"),
		"html_description":     nil,
		"id":                   nil,
		"images":               []any{},
		"is_externally_hosted": nil,
		"languages":            []any{nil},
		"media_type":           nil,
		"name":                 nil,
		"publisher":            nil,
		"total_episodes":       nil,
		"type":                 "show",
		"uri":                  nil,
	}
	o := object{
		"audio_preview_url":    nil,
		"description":          nil,
		"duration_ms":          nil,
		"explicit":             false,
		"external_urls":        object{},
		"href":                 c.href("/episodes/null"),
		"html_description":     nil,
		"id":                   nil,
		"images":               []any{},
		"is_externally_hosted": nil,
		"is_playable":          false,
		"language":             nil,
		"languages":            []any{nil},
		"name":                 nil,
		"show":                 c.withhold(show, "available_markets", "publisher"),
		"type":                 "episode",
		"uri":                  nil,
	}
	if c.tellsPosition() {
		o["resume_point"] = object{"fully_played": false, "resume_position_ms": nil}
	}
	return release(o, "0000")
}

// audiobookObject is a whole audiobook with the first page of its chapters.
func (c *call) audiobookObject(b *Audiobook) object {
	o := c.simplifiedAudiobook(b)
	o["chapters"] = inside(c, "/audiobooks/"+string(b.ID)+"/chapters", c.chapterList(b.ID), c.simplifiedChapter)
	return o
}

// simplifiedAudiobook is an audiobook as chapters and lists name it. Its URI is that
// of a show (docs/facts/mismatches.md M42).
func (c *call) simplifiedAudiobook(b *Audiobook) object {
	o := described(c.disguised(spotify.KindAudiobook, spotify.KindShow, string(b.ID)), b.Description, b.HTMLDescription)
	o["authors"] = people(b.Authors)
	o["available_markets"] = c.availableMarkets(b.Markets)
	o["copyrights"] = []any{}
	o["edition"] = cmp.Or(b.Edition, "Unabridged")
	o["explicit"] = b.Explicit
	o["images"] = c.images("audiobook", string(b.ID))
	o["languages"] = texts(b.Languages)
	o["media_type"] = "audio"
	o["name"] = b.Name
	o["narrators"] = people(b.Narrators)
	o["publisher"] = b.Publisher
	o["total_chapters"] = len(c.chaptersOfBook[b.ID])
	return c.withhold(o, "available_markets", "publisher")
}

// chapterList returns the chapters of a book in its order.
func (c *call) chapterList(id spotify.AudiobookID) []*Chapter {
	return subset(&c.chapters, c.chaptersOfBook[id])
}

// chapterObject is a whole chapter.
func (c *call) chapterObject(ch *Chapter) object {
	o := c.simplifiedChapter(ch)
	o["audiobook"] = c.simplifiedAudiobook(c.bookOf(ch))
	return o
}

// simplifiedChapter is a chapter as its book lists it. Its URI is that of an episode
// (docs/facts/mismatches.md M42).
func (c *call) simplifiedChapter(ch *Chapter) object {
	o := c.spokenChapter(c.disguised(spotify.KindChapter, spotify.KindEpisode, string(ch.ID)), ch)
	o["available_markets"] = c.availableMarkets(ch.Markets)
	o["chapter_number"] = ch.Number
	return c.withhold(o, "available_markets")
}

func (c *call) spokenChapter(o object, ch *Chapter) object {
	book := c.bookOf(ch)
	return c.spoken(o, recording{
		kind:        spotify.KindChapter,
		id:          string(ch.ID),
		uri:         ch.ID.URI(),
		name:        ch.Name,
		description: ch.Description,
		html:        ch.HTMLDescription,
		preview:     ch.PreviewURL,
		duration:    ch.Duration,
		date:        ch.ReleaseDate,
		languages:   book.Languages,
		markets:     ch.Markets,
		explicit:    book.Explicit,
	})
}

func (c *call) bookOf(ch *Chapter) *Audiobook {
	return c.audiobooks.get(ch.Audiobook)
}

// chapterAsEpisode is a chapter as the player and playlists describe it: an episode,
// of a show that is the book and lacks what only shows have (docs/facts/mismatches.md
// M17).
func (c *call) chapterAsEpisode(ch *Chapter) object {
	book := c.bookOf(ch)
	show := described(c.identity(spotify.KindShow, string(book.ID)), book.Description, book.HTMLDescription)
	show["available_markets"] = c.availableMarkets(book.Markets)
	show["copyrights"] = []any{}
	show["explicit"] = book.Explicit
	show["images"] = c.images("audiobook", string(book.ID))
	show["is_externally_hosted"] = nil
	show["languages"] = texts(book.Languages)
	show["media_type"] = "audio"
	show["name"] = book.Name
	show["publisher"] = book.Publisher
	show["total_episodes"] = nil

	o := c.spokenChapter(c.identity(spotify.KindEpisode, string(ch.ID)), ch)
	o["is_externally_hosted"] = false
	o["language"] = book.Languages[0]
	o["show"] = c.withhold(show, "available_markets", "publisher")
	return o
}

// categoryObject is a category for browsing.
func (c *call) categoryObject(category *Category) object {
	const side = 274
	id := string(category.ID)
	return object{
		"href":  c.href("/browse/categories/" + url.PathEscape(id)),
		"icons": []any{c.image("category", id, side)},
		"id":    id,
		"name":  category.Name,
	}
}

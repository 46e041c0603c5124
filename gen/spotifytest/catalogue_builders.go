package spotifytest

import (
	"errors"
	"maps"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The builders add things to the catalogue, or replace those with the same ID. The
// comment of Server says how they report mistakes.

// AddArtist adds an artist.
func (s *Server) AddArtist(a Artist) Artist {
	s.test().Helper()
	return build(s, a, s.addArtist)
}

// AddAlbum adds an album. Without artists, it is by an "Unknown Artist", who is added
// if necessary.
func (s *Server) AddAlbum(a Album) Album {
	s.test().Helper()
	return build(s, a, s.addAlbum)
}

// AddTrack adds a track. Without an album, it gets a new single of the same name.
// Without artists, it has those of its album, or an "Unknown Artist".
func (s *Server) AddTrack(t Track) Track {
	s.test().Helper()
	return build(s, t, s.addTrack)
}

// AddShow adds a show.
func (s *Server) AddShow(show Show) Show {
	s.test().Helper()
	return build(s, show, s.addShow)
}

// AddEpisode adds an episode. Without a show, it gets one of the same name.
func (s *Server) AddEpisode(e Episode) Episode {
	s.test().Helper()
	return build(s, e, s.addEpisode)
}

// AddAudiobook adds an audiobook.
func (s *Server) AddAudiobook(b Audiobook) Audiobook {
	s.test().Helper()
	return build(s, b, s.addAudiobook)
}

// AddChapter adds a chapter. Without an audiobook, it gets one of the same name.
func (s *Server) AddChapter(chapter Chapter) Chapter {
	s.test().Helper()
	return build(s, chapter, s.addChapter)
}

// AddCategory adds a category. Its playlists have to exist already.
func (s *Server) AddCategory(category Category) Category {
	s.test().Helper()
	return build(s, category, s.addCategory)
}

// AddUser adds a user. If there is a user with the same ID, it replaces the profile and
// keeps the library, the playlists, and the player.
func (s *Server) AddUser(u User) User {
	s.test().Helper()
	return build(s, u, func(u User) *User { return &s.addUser(u).User })
}

// Err returns all mistakes so far in calls of the server's methods, joined, or nil if
// there are none. It is of use where the test or the program goes on after a mistake; see
// [Server].
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.mistakes...)
}

// A cloner makes copies of itself that share nothing with it.
type cloner[E any] interface{ clone() E }

// build adds what a test gives. The server shares no slices with its callers, who may
// change theirs while requests are served.
func build[E cloner[E]](s *Server, given E, add func(E) *E) E {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.mistakes)
	made := (*add(given.clone())).clone()
	if len(s.mistakes) > before {
		s.test().Fatalf("%v", errors.Join(s.mistakes[before:]...))
	}
	return made
}

// Artist returns an artist of the catalogue, and whether there is one with this ID.
func (s *Server) Artist(id spotify.ArtistID) (Artist, bool) { return lookUp(s, &s.artists, id) }

// Album returns an album of the catalogue, and whether there is one with this ID.
func (s *Server) Album(id spotify.AlbumID) (Album, bool) { return lookUp(s, &s.albums, id) }

// Track returns a track of the catalogue, and whether there is one with this ID.
func (s *Server) Track(id spotify.TrackID) (Track, bool) { return lookUp(s, &s.tracks, id) }

// Show returns a show of the catalogue, and whether there is one with this ID.
func (s *Server) Show(id spotify.ShowID) (Show, bool) { return lookUp(s, &s.shows, id) }

// Episode returns an episode of the catalogue, and whether there is one with this ID.
func (s *Server) Episode(id spotify.EpisodeID) (Episode, bool) { return lookUp(s, &s.episodes, id) }

// Audiobook returns an audiobook of the catalogue, and whether there is one with this
// ID.
func (s *Server) Audiobook(id spotify.AudiobookID) (Audiobook, bool) {
	return lookUp(s, &s.audiobooks, id)
}

// Chapter returns a chapter of the catalogue, and whether there is one with this ID.
func (s *Server) Chapter(id spotify.ChapterID) (Chapter, bool) { return lookUp(s, &s.chapters, id) }

func lookUp[ID ~string, E cloner[E]](s *Server, t *table[ID, E], id ID) (E, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := t.get(id)
	if found == nil {
		var none E
		return none, false
	}
	return (*found).clone(), true
}

func (a Artist) clone() Artist {
	a.Genres = slices.Clone(a.Genres)
	return a
}

func (a Album) clone() Album {
	a.Artists, a.Markets, a.Genres = slices.Clone(a.Artists), slices.Clone(a.Markets), slices.Clone(a.Genres)
	return a
}

func (t Track) clone() Track {
	t.Artists, t.Markets = slices.Clone(t.Artists), slices.Clone(t.Markets)
	t.Features = maps.Clone(t.Features)
	return t
}

func (s Show) clone() Show {
	s.Languages, s.Markets = slices.Clone(s.Languages), slices.Clone(s.Markets)
	return s
}

func (e Episode) clone() Episode {
	e.Markets = slices.Clone(e.Markets)
	return e
}

func (b Audiobook) clone() Audiobook {
	b.Authors, b.Narrators = slices.Clone(b.Authors), slices.Clone(b.Narrators)
	b.Languages, b.Markets = slices.Clone(b.Languages), slices.Clone(b.Markets)
	return b
}

func (c Chapter) clone() Chapter {
	c.Markets = slices.Clone(c.Markets)
	return c
}

func (c Category) clone() Category {
	c.Playlists = slices.Clone(c.Playlists)
	return c
}

func (u User) clone() User { return u }

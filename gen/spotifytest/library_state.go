package spotifytest

import (
	"fmt"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Save puts tracks, albums, episodes, shows, and audiobooks into the library of a user,
// at the time of the server. The user "" is the default one. The last URI is listed
// first. Things that are already saved keep their time and their place.
//
// A thing need not be in the catalogue: it then counts as one that Spotify has taken
// down since, and is a null element in the answers. A URI of another kind is a mistake,
// and so is an unknown user; see [Server].
func (s *Server) Save(user spotify.UserID, uris ...spotify.URI) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	things := make([]thing, len(uris))
	for i, uri := range uris {
		var ok bool
		if things[i], ok = s.identify(uri); !ok || !isSaved(things[i].kind) {
			s.mistake("%q cannot be saved", uri)
			return
		}
	}
	if m == nil {
		return
	}
	for _, t := range things {
		m.shelf(t.kind).add(t.uri, s.now())
	}
}

// Unsave removes things from the library of a user. The user "" is the default one.
// Things that are not saved are ignored.
func (s *Server) Unsave(user spotify.UserID, uris ...spotify.URI) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	things := make([]thing, len(uris))
	for i, uri := range uris {
		var ok bool
		if things[i], ok = s.identify(uri); !ok || !isSaved(things[i].kind) {
			s.mistake("%q cannot be in a library", uri)
			return
		}
	}
	for _, t := range things {
		m.shelf(t.kind).remove(t.uri)
	}
}

// Saved returns the things of a kind that a user has saved, the newest first. The kind
// is track, album, episode, show, or audiobook. The user "" is the default one.
func (s *Server) Saved(user spotify.UserID, kind spotify.Kind) []spotify.URI {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	switch {
	case m == nil:
		return nil
	case !isSaved(kind):
		s.mistake("things of the kind %q are not saved", kind)
		return nil
	}
	return m.shelf(kind).uris()
}

// Follow makes a user follow artists, users, and playlists, including private ones. The
// user "" is the default one. It is a mistake if a thing does not exist or cannot be
// followed, and if the user is unknown.
func (s *Server) Follow(user spotify.UserID, uris ...spotify.URI) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	things := make([]thing, len(uris))
	for i, uri := range uris {
		t, ok := s.identify(uri)
		switch {
		case !ok || isSaved(t.kind):
			s.mistake("%q cannot be followed", uri)
			return
		case !s.knows(t.kind, t.uri.ID()):
			s.mistake("there is no %s %q to follow", t.kind, t.uri.ID())
			return
		}
		things[i] = t
	}
	if m == nil {
		return
	}
	for _, t := range things {
		if t.kind == spotify.KindPlaylist {
			s.followPlaylist(m, spotify.PlaylistID(t.uri.ID()))
			continue
		}
		m.shelf(t.kind).add(t.uri, s.now())
	}
}

// Following returns the artists, users, or playlists that a user follows, the newest
// first. The kind is artist, user, or playlist; playlists include those that the user
// owns. The user "" is the default one.
func (s *Server) Following(user spotify.UserID, kind spotify.Kind) []spotify.URI {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	switch {
	case m == nil:
		return nil
	case kind == spotify.KindPlaylist:
		uris := make([]spotify.URI, len(m.playlists))
		for i, id := range m.playlists {
			uris[i] = id.URI()
		}
		return uris
	case isSaved(kind) || m.shelf(kind) == nil:
		s.mistake("things of the kind %q are not followed", kind)
		return nil
	}
	return m.shelf(kind).uris()
}

// SetResumePoint sets how far a user has listened to an episode or a chapter. The URI
// of a chapter also begins with spotify:episode:. The user "" is the default one. A
// negative position is a mistake, and so is an unknown URI.
func (s *Server) SetResumePoint(user spotify.UserID, uri spotify.URI, position time.Duration) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	switch {
	case m == nil:
	case position < 0:
		s.mistake("the position %v in %q is negative", position, uri)
	case !s.isSpoken(uri):
		s.mistake("there is no episode or chapter %q", uri)
	default:
		m.resume[uri] = position
	}
}

func (s *Server) isSpoken(uri spotify.URI) bool {
	return uri.Kind() == spotify.KindEpisode &&
		(s.episodes.get(spotify.EpisodeID(uri.ID())) != nil || s.chapters.get(spotify.ChapterID(uri.ID())) != nil)
}

// memberNamed returns a user, or the default one for an empty ID. An unknown ID is a
// mistake.
func (s *Server) memberNamed(id spotify.UserID) *member {
	s.test().Helper()
	if id == "" {
		id = s.users.order[0]
	}
	m := s.users.get(id)
	if m == nil {
		s.mistake("there is no user %q", id)
	}
	return m
}

// mistake records a mistake in a test, and ends the test.
func (s *Server) mistake(format string, args ...any) {
	s.test().Helper()
	s.mistakes = append(s.mistakes, fmt.Errorf("spotifytest: "+format, args...))
	s.test().Fatalf("%v", s.mistakes[len(s.mistakes)-1])
}

// isSaved reports whether things of a kind are saved, rather than followed.
func isSaved(kind spotify.Kind) bool {
	return slices.ContainsFunc(savedKinds(), func(k savedKind) bool { return k.kind == kind })
}

func (s *shelf) uris() []spotify.URI {
	uris := make([]spotify.URI, len(s.entries))
	for i, e := range s.entries {
		uris[i] = e.uri
	}
	return uris
}

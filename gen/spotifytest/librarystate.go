package spotifytest

import (
	"fmt"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Save puts things into the library of a user, "" for the default user, at the time of
// the server: tracks, albums, episodes, shows, and audiobooks. Things that are saved
// already keep their time and their place. The last one is listed first.
//
// Things need not exist: one that the catalogue does not have is one that Spotify has
// taken down since, and a null element in the answers. What cannot be saved, and an
// unknown user, are mistakes like those with the builders.
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

// Unsave takes things out of the library of a user, "" for the default user, as if the
// user had removed them in another program. Things that are not saved are ignored.
func (s *Server) Unsave(user spotify.UserID, uris ...spotify.URI) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	for _, uri := range uris {
		if t, ok := s.identify(uri); ok && isSaved(t.kind) {
			m.shelf(t.kind).remove(t.uri)
		} else {
			s.mistake("%q cannot be in a library", uri)
		}
	}
}

// Saved returns what a user, "" for the default user, has saved of a kind: track,
// album, episode, show, or audiobook. The newest comes first.
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

// Follow makes a user, "" for the default user, follow artists, users, and playlists,
// also private ones. A URI that does not exist or cannot be followed is a mistake, as is
// an unknown user.
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

// Following returns whom or what a user, "" for the default user, follows of a kind:
// artist, user, or playlist, where their own playlists count. The newest comes first.
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

// SetResumePoint says how far a user, "" for the default user, has listened to an
// episode or a chapter, whose URI says episode.
func (s *Server) SetResumePoint(user spotify.UserID, uri spotify.URI, position time.Duration) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	switch {
	case m == nil:
	case position < 0:
		s.mistake("the position %v of %q is before its beginning", position, uri)
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

// memberNamed returns a user, the default one for an empty ID. To name one whom there
// is not is a mistake.
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

// mistake takes note of a mistake in a test, and ends it.
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

package spotifytest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// AddPlaylist adds a playlist to those of its owner, as the newest one. One that has
// the ID of another takes its place and its followers. Its items have to be in the
// catalogue, or local files, or empty.
func (s *Server) AddPlaylist(p Playlist) Playlist {
	s.test().Helper()
	return build(s, p, func(p Playlist) *Playlist { return &s.addPlaylist(p).Playlist })
}

// Playlist returns a playlist as it is now, with its items, and whether there is one
// with the ID. One that its owner has deleted is still there.
func (s *Server) Playlist(id spotify.PlaylistID) (Playlist, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return p.clone(), true
	}
	return Playlist{}, false
}

// PlaylistsOf returns the playlists that a user owns or follows, the newest first.
func (s *Server) PlaylistsOf(user spotify.UserID) []Playlist {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return nil
	}
	var list []Playlist
	for _, id := range m.playlists {
		if p := s.playlists.get(id); p != nil {
			list = append(list, p.clone())
		}
	}
	return list
}

// Snapshot returns the snapshot ID of a playlist as it is now, "" if there is none
// with the ID.
func (s *Server) Snapshot(id spotify.PlaylistID) spotify.SnapshotID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return p.snapshot()
	}
	return ""
}

// Cover returns the JPEG image that was uploaded for a playlist, nil if there is none.
func (s *Server) Cover(id spotify.PlaylistID) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return bytes.Clone(p.cover)
	}
	return nil
}

// FollowPlaylist makes a user follow a playlist, also a private one. Whoever follows
// a collaborative playlist may change it. The empty ID puts a null into the user's
// list, which is what Spotify sends for playlists that it has lost. The user "" is the
// default one.
func (s *Server) FollowPlaylist(user spotify.UserID, id spotify.PlaylistID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	if flaw := flawInReference(spotify.KindPlaylist, &s.playlists, id); flaw != "" {
		s.mistake("%s", flaw)
		return
	}
	if id == "" { // docs/facts/mismatches.md M12
		m.playlists = slices.Insert(m.playlists, 0, "")
		return
	}
	s.followPlaylist(m, id)
}

func (p Playlist) clone() Playlist {
	p.Items = slices.Clone(p.Items)
	return p
}

// addPlaylist is called with the lock held. After a mistake, what it returns is
// nowhere on the server.
func (s *Server) addPlaylist(p Playlist) *playlist {
	p.Owner = cmp.Or(p.Owner, s.users.order[0])
	if s.mistaken(spotify.KindPlaylist, p.Name, flawInID(p.ID),
		flawInReference(spotify.KindUser, &s.users, p.Owner), s.flawInItems(p.Items)) {
		return new(playlist)
	}
	p.ID = freshID(&s.catalogue, &s.playlists, spotify.KindPlaylist, p.ID)
	p.Name = nameOr(p.Name, spotify.KindPlaylist, s.playlists.len())
	p.Private = p.Private || p.Collaborative
	made := s.playlists.get(p.ID)
	if made == nil {
		made = s.playlists.put(p.ID, playlist{})
	} else if made.Owner != p.Owner {
		s.users.get(made.Owner).unlist(p.ID)
		made.followers = dropped(made.followers, p.Owner)
	}
	made.Playlist, made.deleted = p, false
	made.change(s.placesFor(p.Items, p.Owner))
	s.users.get(p.Owner).list(p.ID)
	return made
}

// placesFor makes places for items that come to a playlist, and fills in what they
// leave open. Of a null, nobody knows any more who added it.
func (s *Server) placesFor(items []PlaylistItem, by spotify.UserID) []*PlaylistItem {
	kept := slices.Clone(items)
	places := make([]*PlaylistItem, len(items))
	for i := range kept {
		item := &kept[i]
		if item.AddedAt.IsZero() {
			item.AddedAt = s.now()
		}
		if item.URI != "" {
			item.AddedBy = cmp.Or(item.AddedBy, by)
		}
		places[i] = item
	}
	return places
}

func (s *Server) flawInItems(items []PlaylistItem) string {
	for i, item := range items {
		_, local := item.URI.Local()
		if item.URI != "" && !local && !s.inCatalogue(item.URI) {
			return fmt.Sprintf("item %d: there is no track, episode, or local file %q", i, item.URI)
		}
	}
	return ""
}

// inCatalogue reports whether a URI is that of a track or an episode.
func (s *Server) inCatalogue(uri spotify.URI) bool {
	switch uri.Kind() {
	case spotify.KindTrack:
		return s.tracks.get(spotify.TrackID(uri.ID())) != nil
	case spotify.KindEpisode:
		return s.episodes.get(spotify.EpisodeID(uri.ID())) != nil
	}
	return false
}

// SetFeatured says which playlists are featured, in their order, instead of those of the
// default catalogue. Unknown ones are mistakes.
func (s *Server) SetFeatured(ids ...spotify.PlaylistID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if s.playlists.get(id) == nil {
			s.mistake("there is no playlist %q to feature", id)
			return
		}
	}
	s.featured = slices.Clone(ids)
}

package spotifytest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// AddPlaylist adds a playlist, as the newest one of its owner. If there is a playlist
// with the same ID, the new one replaces it, and keeps those who follow it, and its cover
// unless it has one of its own. Each item has to be in the catalogue, a local file, or empty,
// which stands for null.
func (s *Server) AddPlaylist(p Playlist) Playlist {
	s.test().Helper()
	return build(s, p, func(p Playlist) *Playlist { return &s.addPlaylist(p).Playlist })
}

// Playlist returns a playlist as it is now, with its items, and whether there is one
// with this ID. A playlist that its owner has deleted still exists.
func (s *Server) Playlist(id spotify.PlaylistID) (Playlist, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return p.clone(), true
	}
	return Playlist{}, false
}

// PlaylistsOf returns the playlists that a user owns or follows, the newest first. The
// user "" is the default one.
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

// Snapshot returns the present snapshot ID of a playlist, or "" if there is no playlist
// with this ID.
func (s *Server) Snapshot(id spotify.PlaylistID) spotify.SnapshotID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return p.snapshot()
	}
	return ""
}

// Cover returns the JPEG image that was uploaded for a playlist, or that it was added with,
// or nil if there is none.
func (s *Server) Cover(id spotify.PlaylistID) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.playlists.get(id); p != nil {
		return bytes.Clone(p.Cover)
	}
	return nil
}

// FollowPlaylist makes a user follow a playlist, which may be private. The followers of
// a collaborative playlist may change it. The empty ID puts a null into the user's
// list, which Spotify sends for playlists that it has lost. The user "" is the default
// one.
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
	p.Items, p.Cover = slices.Clone(p.Items), bytes.Clone(p.Cover)
	return p
}

// addPlaylist is called with the lock held. After a mistake, it returns a playlist that
// is not on the server.
func (s *Server) addPlaylist(p Playlist) *playlist {
	p.Owner = cmp.Or(p.Owner, s.users.order[0])
	if s.mistaken(spotify.KindPlaylist, p.Name, flawInID(p.ID),
		flawInReference(spotify.KindUser, &s.users, p.Owner), s.flawInItems(p.Items),
		flawInCount("number of followers", p.Followers), flawInCover(p.Cover)) {
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
	if p.Cover == nil {
		p.Cover = made.Cover
	}
	made.Playlist, made.deleted = p, false
	made.change(s.placesFor(p.Items, p.Owner))
	s.users.get(p.Owner).list(p.ID)
	return made
}

// placesFor makes places for items that are added to a playlist, and fills in their
// defaults. It is not known who added a null.
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

func flawInCover(cover []byte) string {
	if cover == nil || isJPEG(cover) {
		return ""
	}
	return "the cover is not a JPEG image"
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

// SetFeatured sets the featured playlists and their order, in place of those of the
// default catalogue. An unknown playlist is a mistake, and so is one that is there twice;
// see [Server].
func (s *Server) SetFeatured(ids ...spotify.PlaylistID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if flaw := s.flawInPlaylists(ids); flaw != "" {
		s.mistake("cannot feature these playlists: %s", flaw)
		return
	}
	s.featured = slices.Clone(ids)
}

// flawInPlaylists is about a list of playlists that Spotify has made.
func (s *Server) flawInPlaylists(ids []spotify.PlaylistID) string {
	for i, id := range ids {
		switch {
		case s.playlists.get(id) == nil:
			return fmt.Sprintf("there is no playlist %q", id)
		case slices.Contains(ids[:i], id):
			return fmt.Sprintf("the playlist %q is there twice", id)
		}
	}
	return ""
}

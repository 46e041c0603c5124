package spotifytest

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// contextItems is what a context consists of, in the order in which it plays: the
// tracks of an album, the items of a playlist, the episodes of a show from the latest
// on, the chapters of an audiobook, the tracks of an artist from the most popular on,
// or the tracks that a user has saved. Some of it cannot be played, like the local
// files of a playlist, but has a position all the same.
func (s *Server) contextItems(m *member, uri spotify.URI) ([]spotify.URI, *refusal) {
	id := uri.ID()
	switch kind := uri.Kind(); {
	case kind == spotify.KindCollection:
		return savedTracks(m, uri)
	case !isContextKind(kind):
		return nil, badRequest("Unsupported context uri: " + string(uri))
	case !isBase62(id):
		return nil, badRequest("Invalid context uri: " + string(uri))
	case kind == spotify.KindAlbum && s.albums.get(spotify.AlbumID(id)) != nil:
		return inOrder(s.tracksOfAlbum[spotify.AlbumID(id)]), nil
	case kind == spotify.KindArtist && s.artists.get(spotify.ArtistID(id)) != nil:
		return s.popularTracks(spotify.ArtistID(id)), nil
	case kind == spotify.KindPlaylist && s.playlists.get(spotify.PlaylistID(id)) != nil:
		return itemURIs(s.playlists.get(spotify.PlaylistID(id)).Items), nil
	case kind == spotify.KindShow && s.shows.get(spotify.ShowID(id)) != nil:
		return inOrder(s.episodesOfShow[spotify.ShowID(id)]), nil
	case kind == spotify.KindShow && s.audiobooks.get(spotify.AudiobookID(id)) != nil:
		return inOrder(s.chaptersOfBook[spotify.AudiobookID(id)]), nil
	}
	return nil, notFound()
}

// isContextKind reports whether a URI of a kind stands for something that playback can
// run through. That of an audiobook says show.
func isContextKind(kind spotify.Kind) bool {
	switch kind {
	case spotify.KindAlbum, spotify.KindArtist, spotify.KindPlaylist, spotify.KindShow, spotify.KindCollection:
		return true
	}
	return false
}

func inOrder[ID interface{ URI() spotify.URI }](ids []ID) []spotify.URI {
	uris := make([]spotify.URI, len(ids))
	for i, id := range ids {
		uris[i] = id.URI()
	}
	return uris
}

func itemURIs(items []PlaylistItem) []spotify.URI {
	uris := make([]spotify.URI, len(items))
	for i, item := range items {
		uris[i] = item.URI
	}
	return uris
}

func (s *Server) popularTracks(artist spotify.ArtistID) []spotify.URI {
	ids := slices.Clone(s.tracksOfArtist[artist])
	slices.SortStableFunc(ids, func(a, b spotify.TrackID) int {
		return cmp.Compare(s.tracks.get(b).Popularity, s.tracks.get(a).Popularity)
	})
	return inOrder(ids)
}

// savedTracks plays spotify:user:{id}:collection (docs/facts/mismatches.md M49), escaped
// or not. That of somebody else is theirs alone.
func savedTracks(m *member, uri spotify.URI) ([]spotify.URI, *refusal) {
	if uri != collectionOf(m.ID) && uri != spotify.URI("spotify:user:"+string(m.ID)+":collection") {
		return nil, refusedFor(spotify.ReasonContextDisallow)
	}
	var uris []spotify.URI
	if shelf := m.saved[spotify.KindTrack]; shelf != nil {
		for _, saved := range shelf.entries {
			uris = append(uris, saved.uri)
		}
	}
	return uris, nil
}

// collectionOf is the URI of the liked songs of a user.
func collectionOf(user spotify.UserID) spotify.URI { return user.URI() + ":collection" }

// exists reports whether the catalogue has a track, an episode, or a chapter.
func (s *Server) exists(uri spotify.URI) bool {
	switch uri.Kind() {
	case spotify.KindTrack:
		return s.tracks.get(spotify.TrackID(uri.ID())) != nil
	case spotify.KindEpisode:
		if episode := s.episodes.get(spotify.EpisodeID(uri.ID())); episode != nil {
			return !episode.Removed
		}
		return s.chapters.get(spotify.ChapterID(uri.ID())) != nil
	}
	return false
}

// contextObject is the object of a context, nil without one (docs/facts/mismatches.md
// M19).
func (c *call) contextObject(uri spotify.URI) any {
	if uri == "" {
		return nil
	}
	kind, id := uri.Kind(), uri.ID()
	path, page := "/"+string(kind)+"s/"+url.PathEscape(id), pageAddress(kind, id)
	if kind == spotify.KindCollection {
		path, page = "/me/tracks", "https://open.spotify.com/collection/tracks"
	}
	return object{
		"external_urls": object{"spotify": page},
		"href":          c.href(path),
		"type":          string(kind),
		"uri":           uri,
	}
}

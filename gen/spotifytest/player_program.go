package spotifytest

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A program is what a player is told to play.
type program struct {
	context spotify.URI // "" for single items
	list    []spotify.URI
	first   int // index in list; negative is wherever the order begins
}

// program reads the body of a command to play that names something.
func (c *call) program() (program, *refusal) {
	context, hasContext := c.body["context_uri"].(string)
	offset, _ := c.body["offset"].(object)
	if hasContext {
		return c.contextProgram(c.user, spotify.URI(context), offset)
	}
	var uris []spotify.URI
	for _, uri := range c.strings("uris") {
		uris = append(uris, spotify.URI(uri))
	}
	return c.itemsProgram(c.user, uris, offset)
}

// names reports whether the JSON body has a member that is not null.
func (c *call) names(member string) bool { return c.body[member] != nil }

// contextProgram plays a context. The tracks of an artist have no order, so that an
// offset has no meaning there.
func (s *Server) contextProgram(m *member, context spotify.URI, offset object) (program, *refusal) {
	if kind := context.Kind(); offset != nil && kind == spotify.KindArtist {
		return program{}, badRequest("Can't have offset for context type: " + strings.ToUpper(string(kind)))
	}
	list, refused := s.contextItems(m, context)
	if refused != nil {
		return program{}, refused
	}
	return s.playableProgram(m, context, list, offset)
}

// itemsProgram plays single items.
func (s *Server) itemsProgram(m *member, uris []spotify.URI, offset object) (program, *refusal) {
	if refused := s.checkPlayable(uris); refused != nil {
		return program{}, refused
	}
	return s.playableProgram(m, "", uris, offset)
}

// checkPlayable refuses items that cannot be played through the API: anything but
// tracks and episodes, such as local files, and items that do not exist.
func (s *Server) checkPlayable(uris []spotify.URI) *refusal {
	for _, uri := range uris {
		switch {
		case uri.IsLocal(), !isPlayableKind(uri.Kind()):
			return badRequest("Unsupported uri: " + string(uri))
		case !isBase62(uri.ID()):
			return badRequest("Invalid uri: " + string(uri))
		case !s.exists(uri):
			return refusedFor(spotify.ReasonNoSpecificTrack)
		}
	}
	return nil
}

// playableProgram leaves out what the user cannot play where they are. If that is
// where the program was to begin, it begins with what comes next.
func (s *Server) playableProgram(m *member, context spotify.URI, list []spotify.URI, offset object) (program, *refusal) {
	begin, refused := startOf(offset, list)
	if refused != nil {
		return program{}, refused
	}
	c := s.hearing(m)
	made := program{context: context, first: -1}
	for i, uri := range list {
		if i >= begin && begin >= 0 && made.first < 0 && c.canPlay(uri) {
			made.first = len(made.list)
		}
		if c.canPlay(uri) {
			made.list = append(made.list, uri)
		}
	}
	if len(made.list) == 0 {
		return program{}, refusedFor(spotify.ReasonNoSpecificTrack)
	}
	return made, nil
}

// canPlay reports whether an item can be played, or an instance of it that stands in.
// That of a local file cannot, nor one that has become null or has been removed.
func (c *call) canPlay(uri spotify.URI) bool {
	if track := c.tracks.get(spotify.TrackID(uri.ID())); track != nil {
		_, reason := c.instance(track)
		return reason == ""
	}
	if episode := c.episodes.get(spotify.EpisodeID(uri.ID())); episode != nil {
		return !episode.Removed && c.restriction(episode.Markets, episode.Explicit) == ""
	}
	chapter := c.chapters.get(spotify.ChapterID(uri.ID()))
	return chapter != nil && c.available(chapter.Markets)
}

// startOf finds where in a list an offset lies, -1 if it does not say.
func startOf(offset object, list []spotify.URI) (int, *refusal) {
	position, hasPosition := offset["position"].(float64)
	uri, hasURI := offset["uri"].(string)
	index := -1
	switch {
	case hasPosition && position >= 0 && position < float64(len(list)):
		index = int(position)
	case hasURI:
		index = slices.Index(list, spotify.URI(uri))
	case !hasPosition:
		return -1, nil
	}
	if index < 0 {
		return 0, refusedFor(spotify.ReasonNoSpecificTrack)
	}
	return index, nil
}

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

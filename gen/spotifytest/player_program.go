package spotifytest

import (
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
	switch {
	case hasContext && c.names("uris"):
		return program{}, badRequest("Only one of context_uri and uris can be given")
	case hasContext:
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

// contextProgram plays a context. What an artist has is in no order that an offset
// could be in.
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
	case hasPosition && hasURI:
		return 0, badRequest("Only one of position and uri can be given in offset")
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

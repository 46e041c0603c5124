package spotifytest

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// maxPlays is how many plays are remembered for each user.
const maxPlays = 1000

// A Play is a track that a user has listened to.
type Play struct {
	URI     spotify.URI
	Context spotify.URI // the album, playlist, or other context that it was played from; may be empty
	// At is the time when listening ended, in whole milliseconds. If it is zero, that is
	// the time of the server.
	At time.Time
}

// AddPlay adds a track to those that a user has recently played. The user "" is the
// default one. Anything but a track of the catalogue is a mistake, and so is a context
// that nothing can be played from; see [Server].
func (s *Server) AddPlay(user spotify.UserID, play Play) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	if play.URI.Kind() != spotify.KindTrack || !s.exists(play.URI) {
		s.mistake("AddPlay: %q is not a track of the catalogue; only tracks are recently played", play.URI)
		return
	}
	if play.Context != "" && !isContextKind(play.Context.Kind()) {
		s.mistake("AddPlay: %q is not a context, such as an album or a playlist", play.Context)
		return
	}
	if play.At.IsZero() {
		play.At = s.now()
	}
	play.At = play.At.UTC().Truncate(time.Millisecond)
	s.settle(m).remember(play)
}

// RecentlyPlayed returns the last 1000 tracks that a user has listened to, the latest
// first. A track counts if it has played to its end, or for at least 30 seconds,
// outside of private sessions. The user "" is the default one.
func (s *Server) RecentlyPlayed(user spotify.UserID) []Play {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return nil
	}
	plays := slices.Clone(s.settle(m).plays)
	slices.Reverse(plays)
	return plays
}

// remember puts a play among the others by its time. The API lists only tracks.
func (p *player) remember(play Play) {
	if play.URI.Kind() != spotify.KindTrack {
		return
	}
	i := len(p.plays)
	for i > 0 && p.plays[i-1].At.After(play.At) {
		i--
	}
	p.plays = slices.Insert(p.plays, i, play)
	if extra := len(p.plays) - maxPlays; extra > 0 {
		p.plays = slices.Delete(p.plays, 0, extra)
	}
}

// formerPlays is the past of a user who listens to albums, now and then to a single
// track, and sleeps in between. It is derived from the catalogue, and ends at the
// present.
func (s *Server) formerPlays(m *member) []Play {
	const (
		count   = 130 // three pages of the largest size
		stride  = 37  // from one album to the next
		single  = 7   // of each so many plays, one is of a track without its album
		session = 20  // plays
		pause   = 15 * time.Hour
	)
	var plays []Play
	albums := s.albums.list()
	for i := 0; i < min(count, len(albums)) && len(plays) < count; i++ {
		album := albums[i*stride%len(albums)]
		for _, track := range s.tracksOfAlbum[album.ID] {
			context := album.ID.URI()
			if len(plays)%single == 0 {
				context = ""
			}
			plays = append(plays, Play{URI: track.URI(), Context: context})
		}
	}
	plays = plays[:min(count, len(plays))]
	lasts := s.durations(m)
	at := s.now().Add(-pause / 20)
	for i, play := range slices.Backward(plays) {
		at = at.Add(-time.Duration(i*389%1000) * time.Millisecond) // docs/facts/mismatches.md M51
		plays[i].At = at
		at = at.Add(-lasts(play.URI))
		if i%session == 0 {
			at = at.Add(-pause)
		}
	}
	return plays
}

// listRecentlyPlayed answers GET /me/player/recently-played. Pages are cut by time,
// and lists are the latest first either way: behind before come the latest that are
// earlier, behind after the earliest that are later. There is no total,
// cursors are strings, and an empty page has none (docs/facts/mismatches.md M55, M34, M20).
func listRecentlyPlayed(c *call) (any, error) {
	if c.query.Has("before") && c.query.Has("after") {
		return nil, badRequest("Only one of before and after can be given")
	}
	plays := c.settle(c.user).plays
	limit := c.number("limit")
	cursor := "before"
	var from, to int
	if c.query.Has("after") {
		cursor = "after"
		from = firstPlayFrom(plays, c.instant("after")+1)
		to = min(from+limit, len(plays))
	} else {
		to = len(plays)
		if c.query.Has("before") {
			to = firstPlayFrom(plays, c.instant("before"))
		}
		from = max(to-limit, 0)
	}
	items := slices.Clone(plays[from:to])
	slices.Reverse(items)
	page := object{
		"cursors": nil,
		"href":    recentlyPlayedLink(c, limit, cursor, c.query.Get(cursor)),
		"items":   renderAll(items, c.playObject),
		"limit":   limit,
		"next":    nil,
	}
	if len(items) == 0 {
		return page, nil
	}
	cursors := map[string]string{"after": milliseconds(items[0].At), "before": milliseconds(items[len(items)-1].At)}
	page["cursors"] = cursors
	if cursor == "before" && from > 0 || cursor == "after" && to < len(plays) {
		page["next"] = recentlyPlayedLink(c, limit, cursor, cursors[cursor])
	}
	return page, nil
}

// firstPlayFrom is the index of the first play at a time or later.
func firstPlayFrom(plays []Play, at int64) int {
	i, _ := slices.BinarySearchFunc(plays, at, func(p Play, at int64) int {
		return int(min(max(p.At.UnixMilli()-at, -1), 1))
	})
	return i
}

func recentlyPlayedLink(c *call, limit int, cursor, position string) string {
	values := url.Values{"limit": {strconv.Itoa(limit)}}
	if position != "" {
		values.Set(cursor, position)
	}
	return c.address() + "?" + values.Encode()
}

func milliseconds(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// playObject is the object of a play, whose time has milliseconds, unlike all others
// (docs/facts/mismatches.md M51).
func (c *call) playObject(play Play) object {
	return object{
		"context":   c.contextObject(play.Context),
		"played_at": play.At.UTC().Format("2006-01-02T15:04:05.000Z"),
		"track":     c.playable(play.URI),
	}
}

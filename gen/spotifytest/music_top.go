package spotifytest

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// topLength is how far the rankings go.
const topLength = 100

// A period is the time that a ranking covers.
type period struct {
	name string
	days int
}

// periods are all that there are, as the API calls them.
func periods() []period {
	return []period{{"short_term", 28}, {"medium_term", 183}, {"long_term", 365}}
}

// periodNamed returns a period. The default is the one in the middle.
func periodNamed(name string) period {
	for _, p := range periods() {
		if p.name == name {
			return p
		}
	}
	return periods()[1]
}

// rankings are those that a test has set, by the name of the period.
type rankings struct {
	tracks  map[string][]spotify.TrackID
	artists map[string][]spotify.ArtistID
}

// SetTopTracks sets what a user listens to most, in place of what follows from what the user
// has played and saved. The time range is short_term, medium_term, long_term, or "" for all
// of them. Without tracks, the user has listened to none. The user "" is the default one. An
// unknown track is a mistake, and so is one that is there twice; see [Server].
func (s *Server) SetTopTracks(user spotify.UserID, timeRange string, ids ...spotify.TrackID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		m.top.tracks = setTop(s, spotify.KindTrack, m.top.tracks, &s.tracks, timeRange, ids)
	}
}

// SetTopArtists sets to whom a user listens most, as [Server.SetTopTracks] does it for
// tracks.
func (s *Server) SetTopArtists(user spotify.UserID, timeRange string, ids ...spotify.ArtistID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		m.top.artists = setTop(s, spotify.KindArtist, m.top.artists, &s.artists, timeRange, ids)
	}
}

// setTop returns the rankings with another one in them, unless it is a mistake.
func setTop[ID ~string, E any](s *Server, kind spotify.Kind, set map[string][]ID, t *table[ID, E], timeRange string, ids []ID) map[string][]ID {
	s.test().Helper()
	var names []string
	for _, p := range periods() {
		if timeRange == "" || timeRange == p.name {
			names = append(names, p.name)
		}
	}
	if len(names) == 0 {
		s.mistake("there is no time range %q; want short_term, medium_term, long_term, or \"\"", timeRange)
		return set
	}
	for i, id := range ids {
		switch {
		case t.get(id) == nil:
			s.mistake("there is no %s %q to rank", kind, id)
			return set
		case slices.Contains(ids[:i], id):
			s.mistake("the %s %q is ranked twice", kind, id)
			return set
		}
	}
	changed := map[string][]ID{}
	maps.Copy(changed, set)
	for _, name := range names {
		changed[name] = slices.Clone(ids)
	}
	return changed
}

// listTop answers what a user listens to most: artists or tracks.
func listTop(c *call) (any, error) {
	period := periodNamed(c.text("time_range"))
	if c.path["type"] == "artists" {
		if ids, ok := c.user.top.artists[period.name]; ok {
			return page(c, subset(&c.artists, ids), c.artistObject), nil
		}
		return page(c, ranked(c.artists.list(), c.taste(c.user, period).ofArtist), c.artistObject), nil
	}
	if ids, ok := c.user.top.tracks[period.name]; ok {
		return page(c, subset(&c.tracks, ids), c.topTrack), nil
	}
	return page(c, ranked(c.tracks.list(), c.taste(c.user, period).ofTrack), c.topTrack), nil
}

// topTrack is a track whose album shouts its type, as those in this list do.
func (c *call) topTrack(t *Track) object { return shout(c.trackObject(t)) }

// ranked sorts things by points, and those with as many by their place in the
// catalogue.
func ranked[E any](list []*E, points func(*E) int) []*E {
	of := make(map[*E]int, len(list))
	for _, e := range list {
		of[e] = points(e)
	}
	slices.SortStableFunc(list, func(a, b *E) int { return cmp.Compare(of[b], of[a]) })
	return list[:min(len(list), topLength)]
}

// A taste is how much a user likes things, in points.
//
// Spotify does not tell how it ranks. Here, having played a track counts most, each
// time anew; then come what was saved within the period and whom the user follows. A
// popular thing is worth less than any of these. A few points come from nowhere, as it
// were: they make the rankings of the three periods differ also for a user who has
// done nothing yet.
type taste struct {
	period  period
	tracks  map[spotify.TrackID]int
	artists map[spotify.ArtistID]int
}

const (
	pointsForPlay   = 400
	pointsForSaving = 200
	pointsForAlbum  = 150 // for each of its tracks
	pointsForArtist = 200 // for following one
	pointsForNought = 40  // at most, like the up to 100 for popularity
)

// taste finds out what a user has liked in a period.
func (s *Server) taste(m *member, p period) taste {
	t := taste{p, map[spotify.TrackID]int{}, map[spotify.ArtistID]int{}}
	since := s.now().Add(-time.Duration(p.days) * 24 * time.Hour)
	likeTrack := func(id spotify.TrackID, points int) {
		track := s.tracks.get(id)
		if track == nil {
			return
		}
		t.tracks[id] += points
		for _, artist := range track.Artists {
			t.artists[artist] += points
		}
	}
	for _, play := range s.settle(m).plays {
		if !play.At.Before(since) {
			likeTrack(spotify.TrackID(play.URI.ID()), pointsForPlay)
		}
	}
	for _, e := range recent(shelfOf(m.saved, spotify.KindTrack).entries, since) {
		likeTrack(spotify.TrackID(e.uri.ID()), pointsForSaving)
	}
	for _, e := range recent(shelfOf(m.saved, spotify.KindAlbum).entries, since) {
		for _, id := range s.tracksOfAlbum[spotify.AlbumID(e.uri.ID())] {
			likeTrack(id, pointsForAlbum)
		}
	}
	for _, e := range shelfOf(m.following, spotify.KindArtist).entries {
		t.artists[spotify.ArtistID(e.uri.ID())] += pointsForArtist
	}
	return t
}

// recent returns the entries since a time.
func recent(entries []entry, since time.Time) []entry {
	var out []entry
	for _, e := range entries {
		if !e.at.Before(since) {
			out = append(out, e)
		}
	}
	return out
}

func (t taste) ofTrack(track *Track) int {
	return t.tracks[track.ID] + track.Popularity + t.fromNowhere(string(track.ID))
}

func (t taste) ofArtist(artist *Artist) int {
	return t.artists[artist.ID] + artist.Popularity + t.fromNowhere(string(artist.ID))
}

// fromNowhere makes points out of an ID, others for each period.
func (t taste) fromNowhere(id string) int {
	return int(hash(t.period.name+" "+id) % pointsForNought)
}

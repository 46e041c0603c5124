package spotifytest

import (
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// editors make the playlists of the categories.
const editors spotify.UserID = "editors"

// seedUsers makes the users beside the default one.
func (s *seeder) seedUsers() {
	s.addUser(User{ID: s.freeUserID(editors), DisplayName: "The Editors", Followers: 9_120_400})
	s.example.OtherUser = s.addUser(User{
		ID: s.freeUserID("harper"), DisplayName: "Harper Umbervale", Email: "harper@example.com", Country: "US", Followers: 311,
	}).ID
	s.example.FreeUser = s.addUser(User{
		ID: s.freeUserID("florian"), DisplayName: "Florian Hindelang", Email: "florian@example.com", Country: "DE",
		Product: "free", Followers: 4, ExplicitFilter: true,
	}).ID
	// It is an older account: a name with characters that URLs escape, and none to show.
	s.addUser(User{ID: s.freeUserID("vesna / old"), Country: "SI", Followers: 1})
}

// freeUserID is an ID like this one, which the default user may have.
func (s *seeder) freeUserID(id spotify.UserID) spotify.UserID {
	for s.users.get(id) != nil {
		id += "_"
	}
	return id
}

// seedLibrary fills the libraries: that of the default user amply, so that there are
// pages, and those of the others a little.
func (s *seeder) seedLibrary() {
	listener := s.users.get(s.users.order[0])
	s.save(listener, spotify.KindTrack, 320, anyOf(s, s.tracks.order),
		s.example.Track.URI(), s.example.Replacement.URI(), s.example.UnplayableTrack.URI())
	s.save(listener, spotify.KindAlbum, 60, anyOf(s, s.albums.order), s.example.Album.URI())
	s.save(listener, spotify.KindShow, 12, anyOf(s, s.shows.order), s.example.Show.URI())
	s.save(listener, spotify.KindEpisode, 25, anyOf(s, s.episodes.order),
		s.example.Episode.URI(), s.example.RemovedEpisode.URI())
	s.save(listener, spotify.KindAudiobook, 6, anyOf(s, s.audiobooks.order), s.example.Audiobook.URI())

	follow(listener, spotify.KindArtist, s.entries(30, anyOf(s, s.artists.order[:seededArtists]), s.example.Artist.URI()))
	follow(listener, spotify.KindUser, []entry{{s.example.OtherUser.URI(), s.daysAgo(200)}})
	s.seedResumePoints(listener)

	other := s.users.get(s.example.OtherUser)
	s.save(other, spotify.KindTrack, 20, anyOf(s, s.tracks.order))
	follow(other, spotify.KindUser, []entry{{listener.ID.URI(), s.daysAgo(150)}})
	s.save(s.users.get(s.example.FreeUser), spotify.KindTrack, 5, anyOf(s, s.tracks.order))
}

// seedResumePoints has some of the saved episodes begun, and one heard to its end.
func (s *seeder) seedResumePoints(listener *member) {
	for i, saved := range listener.saved[spotify.KindEpisode].entries[:8] {
		e := s.episodes.get(spotify.EpisodeID(saved.uri.ID()))
		switch {
		case e.Removed:
		case i == 3:
			listener.resume[saved.uri] = e.Duration
		default:
			listener.resume[saved.uri] = time.Duration(1+s.n(9)) * time.Minute
		}
	}
}

func (s *seeder) save(m *member, kind spotify.Kind, count int, choose func() spotify.URI, first ...spotify.URI) {
	m.saved[kind] = &shelf{entries: s.entries(count, choose, first...)}
}

func follow(m *member, kind spotify.Kind, entries []entry) {
	m.following[kind] = &shelf{entries: entries}
}

// entries chooses what to put on a shelf, and when: these first, which are the newest,
// and others some days before.
func (s *seeder) entries(count int, choose func() spotify.URI, first ...spotify.URI) []entry {
	seen := make(map[spotify.URI]bool, count)
	chosen := make([]entry, 0, count)
	at := s.daysAgo(1)
	put := func(uri spotify.URI) {
		if !seen[uri] {
			seen[uri] = true
			chosen = append(chosen, entry{uri, at})
			at = at.Add(-time.Duration(s.n(9*24*60*60)) * time.Second)
		}
	}
	for _, uri := range first {
		put(uri)
	}
	for len(chosen) < count {
		put(choose())
	}
	return chosen
}

// anyOf chooses among IDs.
func anyOf[ID interface{ URI() spotify.URI }](s *seeder, ids []ID) func() spotify.URI {
	return func() spotify.URI { return pickOf(s, ids).URI() }
}

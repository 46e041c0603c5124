package spotifytest

import (
	"net/url"
	"slices"
	"strconv"
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

// seedCategories makes what is for browsing. The first one has pages of playlists.
func (s *seeder) seedCategories() {
	for i, name := range phraseList(`Harbour & Home; Focus; Long Drives; Rain; Dinner for Forty; Slow Mornings;
		Workout; New & Unheard; Archives; Small Hours; Nordic; Spoken`) {
		count := s.between(5, 9)
		if i == 0 {
			count = 56
		}
		category := Category{Name: name}
		for range count {
			category.Playlists = append(category.Playlists, s.addPlaylist(Playlist{
				Name:        s.pick(s.adjectives) + " " + capital(s.pick(s.genres)),
				Description: "What to hear: " + s.pick(s.genres) + " and " + s.pick(s.genres) + ".",
				Owner:       editors,
				Items:       s.items(s.between(20, 40), editors),
			}).ID)
		}
		added := s.addCategory(category)
		s.featured = append(s.featured, added.Playlists[0])
		if i == 0 {
			s.example.Category = added.ID
		}
	}
}

// seedPlaylists makes playlists of the users. The last one is the newest, which is at
// the top of their lists.
func (s *seeder) seedPlaylists() {
	listener, other := s.users.order[0], s.example.OtherUser
	for range 24 {
		s.addPlaylist(Playlist{
			Name: s.title(), Owner: listener, Private: s.chance(25), Items: s.items(s.between(3, 30), listener),
		})
	}
	s.addPlaylist(Playlist{Name: "Nothing Yet", Owner: listener})
	s.addPlaylist(Playlist{Name: "Secret Regatta", Owner: listener, Private: true, Items: s.items(18, listener)})
	s.addPlaylist(Playlist{
		Name: "Kitchen Committee", Description: "Everybody adds one.", Owner: listener, Collaborative: true, Private: true,
		Items: slices.Concat(s.items(9, listener), s.items(6, other), s.items(4, s.example.FreeUser)),
	})
	s.example.LongPlaylist = s.addPlaylist(Playlist{
		Name: "Everything That Ever Drifted By", Owner: listener, Items: s.items(340, listener),
	}).ID
	s.example.MixedPlaylist = s.addPlaylist(Playlist{
		Name: "Mixed Cargo", Description: "Songs, talk, and what is left of them.", Owner: listener, Items: s.mixedItems(listener),
	}).ID
	s.example.LocalPlaylist = s.addPlaylist(Playlist{
		Name: "From the Attic", Description: "With files of my own.", Owner: listener, Items: s.localItems(listener),
	}).ID
	s.example.Playlist = s.addPlaylist(Playlist{
		Name: "Morning Ferry", Description: "For the 7:40 to Saltmere.", Owner: listener,
		Items: append([]PlaylistItem{
			{URI: s.example.Track.URI(), AddedAt: s.daysAgo(90), AddedBy: listener},
			{URI: s.example.Replacement.URI(), AddedAt: s.daysAgo(89), AddedBy: listener},
		}, s.items(40, listener)...),
	}).ID

	s.example.OthersPlaylist = s.addPlaylist(Playlist{
		Name: "Harper's Harbour Folk", Owner: other, Items: s.items(33, other),
	}).ID
	s.addPlaylist(Playlist{Name: "Harper's Private Lighthouse", Owner: other, Private: true, Items: s.items(12, other)})
	s.addPlaylist(Playlist{Name: "Nur für mich", Owner: s.example.FreeUser, Private: true, Items: s.items(5, s.example.FreeUser)})
	for _, p := range []*playlist{
		s.addPlaylist(Playlist{Name: "Nightjar Radio", Owner: other, Items: s.items(27, other)}),
		s.addPlaylist(Playlist{
			Name: "Tramline Classics", Owner: s.example.FreeUser, Items: s.items(15, s.example.FreeUser), NullImages: true,
		}),
		s.playlists.get(s.featured[0]),
	} {
		s.followPlaylist(s.users.get(listener), p.ID)
	}
}

// items are tracks that somebody added, some a day.
func (s *seeder) items(count int, by spotify.UserID) []PlaylistItem {
	items := make([]PlaylistItem, count)
	at := s.daysAgo(300)
	for i := range items {
		at = at.Add(time.Duration(s.n(20*60*60)) * time.Second)
		items[i] = PlaylistItem{URI: pickOf(s, s.tracks.order).URI(), AddedAt: at, AddedBy: by}
	}
	return items
}

// mixedItems has all that may be in a playlist but local files.
func (s *seeder) mixedItems(by spotify.UserID) []PlaylistItem {
	items := s.items(14, by)
	items[2].URI = s.example.Episode.URI()
	items[4].URI = "" // became null
	items[6].URI = s.example.RemovedEpisode.URI()
	items[7].URI = s.example.UnplayableTrack.URI()
	items[9].URI = pickOf(s, s.episodesOfShow[s.example.Show]).URI()
	items[11].URI = s.example.Replacement.URI()
	return items
}

// localItems has files of the user between tracks, one of which says all, and others
// less about themselves.
func (s *seeder) localItems(by spotify.UserID) []PlaylistItem {
	items := s.items(9, by)
	items[1].URI = localURI("Großmutter Ambrovic", "Attic Tapes: Side A", "Lullaby (1 of 2)", 127)
	items[2].URI = localURI("", "", "track03.mp3", 61)
	items[5].URI = localURI("Café Thermos", "", "Rehearsal & Tea", 0)
	items[8].URI = localURI("Großmutter Ambrovic", "Attic Tapes: Side A", "Lullaby (2 of 2)", 133)
	return items
}

// localURI is how Spotify names a file that it does not have.
func localURI(artist, album, title string, seconds int) spotify.URI {
	return spotify.URI("spotify:local:" + url.QueryEscape(artist) + ":" + url.QueryEscape(album) + ":" +
		url.QueryEscape(title) + ":" + strconv.Itoa(seconds))
}

package spotifytest

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

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

// seedPlaylists makes playlists of the users. What comes last is the newest, which is
// at the top of their lists.
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

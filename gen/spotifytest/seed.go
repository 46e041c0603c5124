package spotifytest

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An Example has the IDs of things in the default catalogue, for tests and
// documentation. On an [Empty] server, all of them are empty.
type Example struct {
	Track           spotify.TrackID // available everywhere
	Album           spotify.AlbumID // has Track and ExplicitTrack
	Artist          spotify.ArtistID
	RelinkedTrack   spotify.TrackID // available in Europe, such as in SE, the default user's market, but not in US
	Replacement     spotify.TrackID // another instance of RelinkedTrack, available where that one is not
	UnplayableTrack spotify.TrackID // available in JP only, and has no other instance
	ExplicitTrack   spotify.TrackID
	Show            spotify.ShowID    // has Episode, and several pages of other episodes
	Episode         spotify.EpisodeID // the newest episode of Show
	RemovedEpisode  spotify.EpisodeID // in the library of the default user
	Audiobook       spotify.AudiobookID
	Chapter         spotify.ChapterID  // the first one of Audiobook
	Playlist        spotify.PlaylistID // public, of the default user
	LocalPlaylist   spotify.PlaylistID // of the default user, with local files
	MixedPlaylist   spotify.PlaylistID // of the default user, with tracks, episodes, a removed episode, and a null
	LongPlaylist    spotify.PlaylistID // of the default user, with more than 300 items
	OthersPlaylist  spotify.PlaylistID // public, of OtherUser, not followed by the default user
	Category        spotify.CategoryID // with more than 50 playlists
	OtherUser       spotify.UserID     // in US, with Premium
	FreeUser        spotify.UserID     // in DE, without Premium
}

// Example returns the IDs of things in the default catalogue, such as a track that is
// relinked.
func (s *Server) Example() Example {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.example
}

// A seeder makes the default catalogue. The same numbers come out of the same seed, so
// that it is the same each time, to the byte.
type seeder struct {
	*Server
	vocabulary
	random *rand.Rand
	taken  map[string]bool // names of artists and of shows
}

func newSeeder(s *Server, seed uint64) *seeder {
	return &seeder{
		Server:     s,
		vocabulary: newVocabulary(),
		random:     rand.New(rand.NewPCG(2026, seed)),
		taken:      map[string]bool{},
	}
}

// seed fills the server with the default catalogue, users, and playlists.
func (s *Server) seed() {
	music, err := defaultCatalogue()
	if err != nil {
		s.mistakes = append(s.mistakes, err)
		return
	}
	already := s.made
	s.catalogue = music.fork()
	for kind, count := range already {
		s.made[kind] += count
	}
	seeder := newSeeder(s, 2)
	seeder.seedUsers()
	seeder.seedCategories()
	seeder.seedPlaylists()
	newSeeder(s, 4).seedOrdinaryPlaylists()
	seeder.seedLibrary()
}

// defaultCatalogue is what all servers begin with. It is made once, when it is needed,
// and never changes: a test may start hundreds of servers, and the catalogue takes ten
// times as long as all the rest.
var defaultCatalogue = sync.OnceValues(makeDefaultCatalogue)

func makeDefaultCatalogue() (*catalogue, error) {
	s := &Server{catalogue: catalogue{markets: defaultMarkets()}}
	seeder := newSeeder(s, 1)
	seeder.expectMany()
	seeder.seedExampleMusic()
	seeder.seedArtists()
	seeder.seedSessions()
	seeder.seedAlbums()
	seeder.seedShows()
	seeder.seedAudiobooks()
	ordinary := newSeeder(s, 3)
	ordinary.taken = seeder.taken
	ordinary.seedOrdinary()
	s.seal()
	s.search = newSearchIndex(&s.catalogue)
	return &s.catalogue, s.Err()
}

// expectMany saves the large tables from growing step by step, which takes a good part
// of the time otherwise.
func (s *seeder) expectMany() {
	s.tracks.expect(5700)
	s.episodes.expect(3000)
	s.tracksByISRC = make(map[string][]spotify.TrackID, 5600)
}

// n is a number from 0 up to, and without, the limit.
func (s *seeder) n(limit int) int { return s.random.IntN(limit) }

// between is a number from low up to, and including, high.
func (s *seeder) between(low, high int) int { return low + s.n(high-low+1) }

// chance is true in that many of a hundred cases.
func (s *seeder) chance(percent int) bool { return s.n(100) < percent }

func (s *seeder) pick(from []string) string { return from[s.n(len(from))] }

func pickOf[E any](s *seeder, from []E) E { return from[s.n(len(from))] }

// daysAgo is that many days, and some hours, before the clock of a server begins.
func (s *seeder) daysAgo(days int) time.Time {
	return beginning().Add(-time.Duration(days)*24*time.Hour - time.Duration(s.n(12*60*60))*time.Second)
}

// dateBefore is the date that many days before the clock of a server begins.
func dateBefore(days int) spotify.ReleaseDate {
	return spotify.ReleaseDate(beginning().AddDate(0, 0, -days).Format(time.DateOnly))
}

func percentage(n int) int { return min(max(n, 0), 100) }

// person is the name of somebody.
func (s *seeder) person() string { return s.pick(s.given) + " " + s.pick(s.family) }

// unique makes names until there is one that was not there before.
func (s *seeder) unique(name func() string) string {
	for {
		if name := name(); !s.taken[name] {
			s.taken[name] = true
			return name
		}
	}
}

func (s *seeder) artistName() string {
	switch s.n(10) {
	case 0:
		return s.pick(s.family) + " & the " + s.pick(s.plurals)
	case 1:
		return s.pick(s.places) + " " + s.pick(s.ensembles)
	case 2:
		return "The " + s.pick(s.adjectives) + " " + s.pick(s.plurals)
	case 3:
		return capital(s.pick(s.syllables) + s.pick(s.syllables) + s.pick(s.syllables))
	case 4:
		return "DJ " + capital(s.pick(s.syllables)+s.pick(s.syllables))
	default:
		return s.person()
	}
}

// withArticle puts "A" or "An" before a word.
func withArticle(word string) string {
	if strings.ContainsRune("AEIOU", rune(word[0])) {
		return "An " + word
	}
	return "A " + word
}

// capital makes the first letter of an ASCII word a capital.
func capital(word string) string { return string(word[0]-'a'+'A') + word[1:] }

// title is the name of a song or an album.
func (s *seeder) title() string {
	switch s.n(16) {
	case 0, 1:
		return s.pick(s.adjectives) + " " + s.pick(s.things)
	case 2:
		return s.pick(s.things) + " in " + s.pick(s.places)
	case 3:
		return withArticle(s.pick(s.things)) + " for " + s.pick(s.given)
	case 4:
		return s.pick(s.greetings) + " " + s.pick(s.places)
	case 5:
		return s.pick(s.numbers) + " " + s.pick(s.plurals)
	case 6:
		return "Where the " + s.pick(s.plurals) + " " + s.pick(s.verbs)
	case 7:
		return s.pick(s.plurals) + " after " + s.pick(s.times)
	case 8:
		return s.pick(s.adjectives) + " " + s.pick(s.plurals) + " " + s.pick(s.verbs)
	case 9:
		return s.pick(s.given) + "'s " + s.pick(s.adjectives) + " " + s.pick(s.things)
	case 10:
		return "No " + s.pick(s.plurals) + " before " + s.pick(s.times)
	case 11:
		return "The " + s.pick(s.things) + " and the " + s.pick(s.things)
	case 12:
		return s.pick(s.verbs) + ", " + s.pick(s.things) + ", " + s.pick(s.verbs)
	case 13:
		return s.pick(s.places) + " by " + s.pick(s.things)
	case 14:
		return s.pick(s.adjectives) + " " + s.pick(s.things) + " No. " + strconv.Itoa(s.between(2, 19))
	default:
		return "(" + s.pick(s.verbs) + " Like) " + s.pick(s.plurals)
	}
}

// songs are the names of songs of one album, without one that is there twice.
func (s *seeder) songs(count int) []string {
	names := make([]string, 0, count)
	for len(names) < count {
		if name := s.title() + s.version(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// version is what some songs say behind their name.
func (s *seeder) version() string {
	switch s.n(30) {
	case 0:
		return " - Live in " + s.pick(s.places)
	case 1:
		return " - Acoustic"
	case 2:
		return " - " + strconv.Itoa(s.between(2001, 2024)) + " Remaster"
	case 3:
		return " (Interlude)"
	default:
		return ""
	}
}

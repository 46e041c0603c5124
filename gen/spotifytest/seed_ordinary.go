package spotifytest

import (
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// ordinaryWords are those that people try a search with first. The words of the vocabulary
// are so rare that such a search would find nothing. Each noun and each adjective is in the
// name of something of every kind, and each genre has artists and tracks.
type ordinaryWords struct{ nouns, adjectives, genres, ensembles []string }

func newOrdinaryWords() ordinaryWords {
	return ordinaryWords{
		nouns: wordList(`Love Night Day Heart Home Dance Summer Winter Time World Rain Dream Fire Sun Moon Life
			City Road Party Sleep Morning Money Music Song Star Sky Sea River Gold Friend Baby Girl Boy
			King Queen Train Light Water Street House Angel Garden Story History News Science Game Test
			Work Christmas Piano Guitar Death Crime Comedy Business Health Focus Workout Sport Food Kids
			Family Man Woman Eyes War Peace Magic Travel Mystery Way`),
		adjectives: wordList(`Happy Blue Good Old New Black Sweet Wild Red Young White Crazy Big Little Sad Beautiful`),
		genres: wordList(`acoustic ambient blues chill classical country dance disco electronic folk funk hip-hop
			house indie jazz latin metal pop punk r-n-b reggae rock soul techno`),
		ensembles: wordList(`Club Parade Band Radio`),
	}
}

// noun, adjective, and genre are the i-th ones, and begin again after the last.
func (w ordinaryWords) noun(i int) string      { return w.nouns[i%len(w.nouns)] }
func (w ordinaryWords) adjective(i int) string { return w.adjectives[i%len(w.adjectives)] }
func (w ordinaryWords) genre(i int) string     { return w.genres[i%len(w.genres)] }

// name joins an adjective and a noun. There are three nouns for each genre, and the second and
// third of them have the genre in their names.
func (w ordinaryWords) name(i, adjective int) string {
	name := w.adjective(i+adjective) + " " + w.noun(i)
	if i >= len(w.genres) {
		name += " " + capital(w.genre(i))
	}
	return name
}

// seedOrdinary makes an artist with an album, a show, and an audiobook for each noun.
func (s *seeder) seedOrdinary() {
	words := newOrdinaryWords()
	for i := range words.nouns {
		genre := words.genre(i)
		artist := s.addArtist(Artist{
			Name:   s.unique(func() string { return words.name(i, 0) + " " + s.pick(words.ensembles) }),
			Genres: []string{genre}, Popularity: s.between(20, 55), Followers: s.between(500, 90_000),
		})
		s.seedTracks(s.addAlbum(Album{
			Name: words.name(i, 5), Artists: []spotify.ArtistID{artist.ID}, Genres: []string{genre},
			ReleaseDate: spotify.ReleaseDate(strconv.Itoa(s.between(1980, 2024))),
			Label:       s.pick(s.labels), Popularity: s.between(20, 50),
		}), words.songs(i))
		s.seedOrdinarySpoken(words, i)
	}
}

// songs are the names of the songs about the i-th noun.
func (w ordinaryWords) songs(i int) []string {
	noun := w.noun(i)
	return []string{
		noun,
		"My " + noun,
		noun + " and " + w.noun(i+1),
		w.adjective(i+9) + " " + noun,
		"Hello, " + noun,
		capital(w.genre(i)) + " " + noun,
		"You and the " + noun,
		noun + " Tonight",
	}
}

// seedOrdinarySpoken makes a show and an audiobook about the i-th noun.
func (s *seeder) seedOrdinarySpoken(words ordinaryWords, i int) {
	show := s.addShow(Show{
		Name: "The " + words.name(i, 2) + " Podcast", Publisher: s.pick(s.labels),
		Description: "A podcast that is about what its name says.",
	})
	for n, name := range []string{"About " + words.noun(i), words.noun(i) + " or " + words.noun(i+1), "More " + words.name(i, 3)} {
		s.addEpisode(Episode{
			Name: name, Show: show.ID, Description: "Part " + strconv.Itoa(n+1) + ".",
			Duration:    time.Duration(s.between(11*60_000, 50*60_000)) * time.Millisecond,
			ReleaseDate: dateBefore(30 + 7*n + i),
		})
	}
	book := s.addAudiobook(Audiobook{
		Name: "The Book of " + words.name(i, 7), Authors: []string{s.person()}, Narrators: []string{s.person()},
		Publisher: s.pick(s.places) + " Press", Description: "A book that is about what its name says.",
		Edition: "Unabridged", Markets: marketsOf(audiobookMarkets),
	})
	s.seedChapters(book, 3)
}

// seedOrdinaryPlaylists makes a playlist for each noun and for each genre, with some tracks
// of the genre. They are short, because every server makes them anew.
func (s *seeder) seedOrdinaryPlaylists() {
	const most = 5 // tracks
	words := newOrdinaryWords()
	of := make(map[string][]spotify.URI, len(words.genres))
	for _, genre := range words.genres {
		of[genre] = make([]spotify.URI, 0, most)
	}
	for t := range s.tracks.all() {
		if uris, ordinary := of[t.Genre]; ordinary && len(uris) < most {
			of[t.Genre] = append(uris, t.ID.URI())
		}
	}
	for i := range words.nouns {
		s.seedOrdinaryPlaylist(words.name(i, 11)+" Mix", of[words.genre(i)])
	}
	for _, genre := range words.genres {
		s.seedOrdinaryPlaylist(capital(genre)+" Hits", of[genre])
	}
}

func (s *seeder) seedOrdinaryPlaylist(name string, uris []spotify.URI) {
	p := Playlist{Name: name, Owner: editors, Items: make([]PlaylistItem, len(uris))}
	at := s.daysAgo(60)
	for i, uri := range uris {
		p.Items[i] = PlaylistItem{URI: uri, AddedAt: at, AddedBy: editors}
	}
	s.addPlaylist(p)
}

package spotifytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	seededArtists = 150
	seededAlbums  = 500
)

// seedExampleMusic makes what [Server.Example] names, and what goes with it. Its names
// do not depend on the random numbers.
func (s *seeder) seedExampleMusic() {
	artist := s.addArtist(Artist{
		Name: "Ilva Marrenholt", Genres: []string{"harbour folk", "nordic indie"},
		Popularity: 84, Followers: 2_417_306,
	})
	s.taken[artist.Name] = true
	guest := s.addArtist(Artist{Name: "Søren Brandsæll", Genres: []string{"tape ambient"}, Popularity: 61, Followers: 88_124})
	s.taken[guest.Name] = true

	album := s.addAlbum(Album{
		Name: "Salt Maps of Ostrevik", Artists: []spotify.ArtistID{artist.ID}, ReleaseDate: "2019-09-13",
		Label: "Ostrevik Tapes", Popularity: 79,
	})
	for i, name := range phraseList(`Lanterns over Ostrevik; The Unposted Ferry; Cobalt Semaphore; Ninety Rowboats;
		Søren's Sextant; A Kettle for Caspia; Swearing at the Weathervane; Brackish; Eleven Tramlines after Noon;
		Where the Ledgers Sing; Grüße aus Velmora; Half-Lit Harbour (Reprise)`) {
		track := Track{
			Name: name, Album: album.ID, Duration: 3*time.Minute + time.Duration(7_411*i)*time.Millisecond,
			Popularity: 80 - 3*i, Genre: "harbour folk", Explicit: i == 6,
		}
		if i == 4 {
			track.Artists = []spotify.ArtistID{artist.ID, guest.ID}
		}
		s.addTrack(track)
	}
	s.example.Artist, s.example.Album = artist.ID, album.ID
	s.example.Track, s.example.ExplicitTrack = s.tracksOfAlbum[album.ID][0], s.tracksOfAlbum[album.ID][6]

	european := s.addAlbum(Album{
		Name: "Northbound Letters", Artists: []spotify.ArtistID{artist.ID}, ReleaseDate: "2022-03-04",
		Label: "Ostrevik Tapes", Popularity: 71, Markets: marketsOf(europeanMarkets),
	})
	s.seedTracks(european, phraseList(`Northbound; Paper Ballast; Letter to a Switchboard; Tidal Arithmetic;
		The Reluctant Compass; Caspia at the Window; Ink and Breakwater; Yours, the Lighthouse`))
	american := s.seedTwin(european)
	s.example.RelinkedTrack = s.tracksOfAlbum[european.ID][0]
	s.example.Replacement = s.tracksOfAlbum[american.ID][0]

	live := s.addAlbum(Album{
		Name: "Live at the Kumorina Dome", Type: "ep", Artists: []spotify.ArtistID{artist.ID}, ReleaseDate: "2023-11",
		Label: "Isenlund Musik", Popularity: 38, Markets: []spotify.Market{"JP"},
	})
	s.seedTracks(live, phraseList("Cobalt Semaphore - Live; Northbound - Live; Brackish - Live; Ninety Rowboats - Live"))
	s.example.UnplayableTrack = s.tracksOfAlbum[live.ID][0]
}

// seedSessions makes the longest album, which takes more than one page.
func (s *seeder) seedSessions() {
	s.seedTracks(s.addAlbum(Album{
		Name: "The Complete Ostrevik Sessions", Type: "compilation", Artists: s.artists.order[:2:2],
		ReleaseDate: "2024-10-25", Label: "Ostrevik Tapes", Popularity: 55,
	}), s.songs(120))
}

// seedArtists makes the others, from the known to the unknown.
func (s *seeder) seedArtists() {
	for i := s.artists.len(); i < seededArtists; i++ {
		popularity := percentage(86 - 84*i/seededArtists + s.between(-6, 6))
		artist := Artist{
			Name: s.unique(s.artistName), Popularity: popularity,
			Followers: popularity*popularity*popularity*3 + s.n(900),
			NoImages:  i%37 == 36,
		}
		for range s.n(4) {
			if genre := s.pick(s.genres); !slices.Contains(artist.Genres, genre) {
				artist.Genres = append(artist.Genres, genre)
			}
		}
		s.addArtist(artist)
	}
}

// seedAlbums gives each artist an album, and the known ones some more.
func (s *seeder) seedAlbums() {
	various := s.addArtist(Artist{Name: "Various Artists", NoImages: true})
	artists := s.artists.order[:seededArtists]
	for i := 0; s.albums.len() < seededAlbums; i++ {
		artist := artists[min(s.n(seededArtists), s.n(seededArtists))]
		if i < seededArtists {
			artist = artists[i]
		}
		album := s.randomAlbum(i, s.artists.get(artist))
		if album.Type == "compilation" {
			album.Artists = []spotify.ArtistID{various.ID}
		}
		added := s.addAlbum(album)
		s.seedTracks(added, s.songs(s.lengthOf(album.Type)))
		if i%23 == 7 {
			s.seedTwin(added)
		}
	}
}

// randomAlbum is an album of an artist, the i-th one of all.
func (s *seeder) randomAlbum(i int, artist *Artist) Album {
	album := Album{
		Name:        s.title(),
		Type:        s.pick([]string{"album", "album", "album", "album", "album", "album", "single", "single", "ep", "compilation"}),
		Artists:     []spotify.ArtistID{artist.ID},
		ReleaseDate: s.releaseDate(i),
		Markets:     s.marketsOfAlbum(i),
		Label:       s.pick(s.labels),
		Popularity:  percentage(artist.Popularity - s.n(30)),
		Genres:      slices.Clone(artist.Genres),
	}
	if s.chance(6) {
		album.Artists = append(album.Artists, s.otherThan(artist.ID))
	}
	if album.Type == "compilation" {
		album.Name = pickOf(s, []string{"The Best of ", "Forty Years of ", "Introducing ", "Nothing but "}) + capital(s.pick(s.genres))
	}
	return album
}

// releaseDate is known to the day, to the month, to the year, or not at all.
func (s *seeder) releaseDate(i int) spotify.ReleaseDate {
	year := 2025 - min(s.n(60), s.n(60))
	switch {
	case i%250 == 211:
		return unknownDate
	case i%55 == 5: // new
		return dateBefore(s.between(0, 13))
	case year < 1990 || s.chance(8):
		return spotify.ReleaseDate(strconv.Itoa(year))
	case s.chance(8):
		return spotify.ReleaseDate(fmt.Sprintf("%d-%02d", year, s.between(1, 12)))
	}
	return spotify.ReleaseDate(fmt.Sprintf("%d-%02d-%02d", year, s.between(1, 12), s.between(1, 28)))
}

// marketsOfAlbum are those of the i-th album: in most cases, all there are.
func (s *seeder) marketsOfAlbum(i int) []spotify.Market {
	switch i % 46 {
	case 7, 30: // these have a twin elsewhere
		return marketsOf(europeanMarkets)
	case 11:
		return marketsOf(nordicMarkets)
	case 19:
		return marketsOf(americanMarkets)
	case 27:
		return marketsOf(americanMarkets, otherMarkets)
	case 38:
		return []spotify.Market{"IN", "JP", "KR"}
	case 42:
		// It is withdrawn: in the catalogue, and nowhere available.
		return []spotify.Market{}
	}
	return nil
}

func (s *seeder) lengthOf(albumType string) int {
	switch albumType {
	case "single":
		return s.between(1, 3)
	case "ep":
		return s.between(4, 6)
	case "compilation":
		return s.between(14, 24)
	}
	return s.between(8, 15)
}

// seedTracks fills an album. Long ones have several discs.
func (s *seeder) seedTracks(album *Album, names []string) {
	genre := ""
	if len(album.Genres) > 0 {
		genre = album.Genres[0]
	}
	perDisc := 40
	if len(names) > 12 && s.chance(10) {
		perDisc = (len(names) + 1) / 2
	}
	for i, name := range names {
		n := s.tracks.len()
		track := Track{
			Name: name, Album: album.ID, Markets: album.Markets, Genre: genre,
			Duration:   time.Duration(s.between(92_000, 391_000)) * time.Millisecond,
			Disc:       1 + i/perDisc,
			Number:     1 + i%perDisc,
			Explicit:   n%13 == 4,
			Popularity: percentage(album.Popularity - s.n(25)),
			Artists:    album.Artists,
		}
		switch {
		case album.Type == "compilation" && len(album.Artists) == 1:
			track.Artists = []spotify.ArtistID{s.otherThan(album.Artists[0])}
		case s.artists.len() >= seededArtists && s.chance(5) && !strings.ContainsAny(name, "(-"):
			// The first albums are there before there are guests.
			guest := s.otherThan(album.Artists...)
			track.Artists = append(slices.Clone(track.Artists), guest)
			track.Name += " (feat. " + s.artists.get(guest).Name + ")"
		}
		switch {
		case n%307 == 200:
			track.Restriction = "product"
		case n%299 == 199: // all of these are explicit
			track.Restriction = "explicit"
		}
		s.addTrack(track)
	}
}

// otherThan is an artist, and none of these.
func (s *seeder) otherThan(artists ...spotify.ArtistID) spotify.ArtistID {
	for {
		if artist := s.artists.order[s.n(min(s.artists.len(), seededArtists))]; !slices.Contains(artists, artist) {
			return artist
		}
	}
}

// seedTwin adds the edition of an album for all markets that it is not available in:
// other instances of the same recordings.
func (s *seeder) seedTwin(album *Album) *Album {
	twin := album.clone()
	twin.ID, twin.UPC = "", ""
	twin.Label = "Quarry Street"
	twin.Markets = slices.DeleteFunc(slices.Clone(s.markets), func(market spotify.Market) bool {
		return slices.Contains(album.Markets, market)
	})
	added := s.addAlbum(twin)
	for _, id := range s.tracksOfAlbum[album.ID] {
		track := s.tracks.get(id).clone()
		track.ID, track.Album, track.Markets = "", added.ID, added.Markets
		track.Popularity = percentage(track.Popularity - 2)
		s.addTrack(track)
	}
	return added
}

package spotifytest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// searchServer has a few things that differ in what a search tells apart.
func searchServer(t *testing.T) *Server {
	t.Helper()
	s := unseededServer(t)
	ilva := s.addArtist(Artist{Name: "Ilva Marrenholt", Genres: []string{"harbour folk"}, Popularity: 80}).ID
	soren := s.addArtist(Artist{Name: "Søren Brandsæll", Genres: []string{"tape ambient"}, Popularity: 40}).ID
	s.addArtist(Artist{Name: "The Lanterns", Popularity: 60})
	maps := s.addAlbum(Album{Name: "Salt Maps", Artists: []spotify.ArtistID{ilva}, ReleaseDate: "1999-05", UPC: "123", Popularity: 70}).ID
	tapes := s.addAlbum(Album{Name: "Tapes", Artists: []spotify.ArtistID{soren}, ReleaseDate: "2026-01-10", UPC: "456", Popularity: 5}).ID
	s.addAlbum(Album{Name: "Undated", Artists: []spotify.ArtistID{soren}, ReleaseDate: "0000", Popularity: 50})
	for _, track := range []Track{
		{Name: "Lantern Waltz", Album: maps, Popularity: 90, ISRC: "ZZAAA0000001"},
		{Name: "Lantern", Album: maps, Popularity: 10},
		{Name: "The Old Lantern", Album: maps, Popularity: 50},
		{Name: "Grüße", Album: tapes, Popularity: 30, Genre: "polka"},
		{Name: "Ferry", Album: tapes, Artists: []spotify.ArtistID{soren, ilva}, Popularity: 30},
		{Name: "Ferry (Live)", Album: tapes, Popularity: 20},
	} {
		s.addTrack(track)
	}
	return s
}

func TestSearch(t *testing.T) {
	s := searchServer(t)
	tests := []struct {
		query                   string
		tracks, albums, artists []string
	}{
		{"lantern", []string{"Lantern", "Lantern Waltz", "The Old Lantern"}, nil, []string{"The Lanterns"}},
		{"LANTERN -waltz", []string{"Lantern", "The Old Lantern"}, nil, []string{"The Lanterns"}},
		{`"lantern waltz"`, []string{"Lantern Waltz"}, nil, nil},
		{"old lantern", []string{"The Old Lantern"}, nil, nil},
		{"grusse", []string{"Grüße"}, nil, nil},
		{"ilva", []string{"Lantern Waltz", "The Old Lantern", "Ferry", "Lantern"}, []string{"Salt Maps"}, []string{"Ilva Marrenholt"}},
		{"lantern maps", []string{"Lantern Waltz", "The Old Lantern", "Lantern"}, nil, nil},
		{"ferry NOT live", []string{"Ferry"}, nil, nil},
		{"waltz OR grüße", []string{"Lantern Waltz", "Grüße"}, nil, nil},
		{"f*y", []string{"Ferry", "Ferry (Live)"}, nil, nil},
		{"artist:ilva ferry", []string{"Ferry"}, nil, nil},
		{`artist:"Ilva Marrenholt" album:salt`, []string{"Lantern Waltz", "The Old Lantern", "Lantern"},
			[]string{"Salt Maps"}, []string{"Ilva Marrenholt"}},
		{"track:lantern", []string{"Lantern", "Lantern Waltz", "The Old Lantern"}, nil, nil},
		{"year:1999", []string{"Lantern Waltz", "The Old Lantern", "Lantern"}, []string{"Salt Maps"}, []string{"Ilva Marrenholt"}},
		{"year:2000-2030", []string{"Ferry", "Grüße", "Ferry (Live)"}, []string{"Tapes"}, []string{"Søren Brandsæll"}},
		{"year:0000", nil, nil, nil},
		{"isrc:zzaaa0000001", []string{"Lantern Waltz"}, nil, nil},
		{"upc:456", nil, []string{"Tapes"}, nil},
		{"genre:polka", []string{"Grüße"}, nil, nil},
		{`genre:"harbour folk"`, []string{"Lantern Waltz", "The Old Lantern", "Ferry", "Lantern"}, nil, []string{"Ilva Marrenholt"}},
		{"tag:new", nil, []string{"Tapes"}, nil},
		{"tag:hipster", nil, []string{"Tapes"}, nil},
		{"tag:unheard", nil, nil, nil},
		{"nowhere to be found", nil, nil, nil},
		{"?!", nil, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			query, index, today := parseSearch(test.query), s.searchable(), newReleases(s.now())
			found := func(names []string, want []string, kind string) {
				// Those that nothing tells apart come by their IDs, which mean nothing.
				slices.Sort(names)
				slices.Sort(want)
				if diff := cmp.Diff(want, names); diff != "" {
					t.Errorf("%s (-want +got):\n%s", kind, diff)
				}
			}
			var tracks, albums, artists []string
			for _, track := range search(index.tracks(), query, "track", today, admitsAll) {
				tracks = append(tracks, track.Name)
			}
			for _, album := range search(index.albums(), query, "album", today, admitsAll) {
				albums = append(albums, album.Name)
			}
			for _, artist := range search(index.artists(), query, "artist", today, admitsAll) {
				artists = append(artists, artist.Name)
			}
			found(tracks, test.tracks, "tracks")
			found(albums, test.albums, "albums")
			found(artists, test.artists, "artists")
		})
	}
}

// The very name comes first, then names that begin like that, then names with all the
// words, then the rest; and in each of these the better known.
func TestSearchOrder(t *testing.T) {
	s := unseededServer(t)
	artist := s.addArtist(Artist{Name: "Ferry Lantern"}).ID
	album := s.addAlbum(Album{Artists: []spotify.ArtistID{artist}}).ID
	var ids []spotify.TrackID
	for _, track := range []Track{
		{Name: "Ferry Lantern", Popularity: 0},
		{Name: "Ferry Lanterns Drift", Popularity: 80},
		{Name: "Ferry Lantern Song", Popularity: 70},
		{Name: "Lantern of the Ferry", Popularity: 90},
		{Name: "Something Else", Popularity: 100},
		{Name: "Another Thing", Popularity: 99},
	} {
		track.Album = album
		ids = append(ids, s.addTrack(track).ID)
	}
	for _, query := range []string{"ferry lantern", "Ferry LANTERN", `track:"ferry lantern" OR artist:ferry ferry lantern`} {
		var got []spotify.TrackID
		for _, track := range search(s.searchable().tracks(), parseSearch(query), "track", searchDays{}, admitsAll) {
			got = append(got, track.ID)
		}
		if diff := cmp.Diff(ids, got); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", query, diff)
		}
	}
}

// What is added later is found, and what is replaced is not found any more.
func TestSearchFollowsChanges(t *testing.T) {
	s := seededServer(t)
	count := func(text string) int {
		return len(search(s.searchable().tracks(), parseSearch(text), "track", searchDays{}, admitsAll))
	}
	if n := count("zyzzogeton"); n != 0 {
		t.Fatalf("%d tracks before there is any", n)
	}
	track := s.AddTrack(Track{Name: "Zyzzogeton"})
	if n := count("zyzzogeton"); n != 1 {
		t.Errorf("%d tracks, want the new one", n)
	}
	track.Name = "Other"
	s.AddTrack(track)
	if n := count("track:zyzzogeton"); n != 0 {
		t.Errorf("%d tracks, but it has another name now", n)
	}
}

// Albums are new on the day of their release and for two weeks after it.
func TestNewReleases(t *testing.T) {
	today := newReleases(time.Date(2026, time.January, 15, 23, 0, 0, 0, time.UTC))
	tests := map[spotify.ReleaseDate]bool{
		"2026-01-15": true,
		"2026-01-01": true,
		"2025-12-31": false,
		"2026-01-16": false,
		"2026-01":    false,
		"2026":       false,
		"0000":       false,
	}
	for date, want := range tests {
		if got := today.isNew(date); got != want {
			t.Errorf("%s is new: %t, want %t", date, got, want)
		}
	}
}

// A tenth of the albums of the default catalogue is hardly known.
func TestHipsters(t *testing.T) {
	s := seededServer(t)
	n := len(search(s.searchable().albums(), parseSearch("tag:hipster"), "album", searchDays{}, admitsAll))
	if n < s.albums.len()/10 || n > s.albums.len()/5 {
		t.Errorf("%d of %d albums, want about a tenth", n, s.albums.len())
	}
}

func BenchmarkSearchTracks(b *testing.B) {
	s := seededServer(b)
	tracks := s.searchable().tracks()
	for _, text := range []string{"lantern", "artist:ilva year:2019", "*", "nothing like this"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				search(tracks, parseSearch(text), "track", searchDays{}, admitsAll)
			}
		})
	}
}

func BenchmarkIndexTracks(b *testing.B) {
	s := seededServer(b)
	b.ReportAllocs()
	for b.Loop() {
		s.indexTracks()
	}
}

package spotifytest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The least that a test can say is enough.
func TestBuildersFillIn(t *testing.T) {
	s := unseededServer(t)
	track := s.AddTrack(Track{Name: "Song"})
	album, _ := s.Album(track.Album)
	artist, _ := s.Artist(track.Artists[0])
	if !isBase62(string(track.ID)) || !isBase62(string(album.ID)) || !isBase62(string(artist.ID)) {
		t.Errorf("IDs %q, %q, %q; want some of 22 characters", track.ID, album.ID, artist.ID)
	}
	wantTrack := Track{
		ID: track.ID, Name: "Song", Album: album.ID, Artists: []spotify.ArtistID{artist.ID},
		Duration: 3 * time.Minute, Disc: 1, Number: 1, ISRC: "ZZSPT0000001",
	}
	if diff := cmp.Diff(wantTrack, track); diff != "" {
		t.Errorf("track (-want +got):\n%s", diff)
	}
	wantAlbum := Album{
		ID: album.ID, Name: "Song", Type: "single", Artists: []spotify.ArtistID{artist.ID},
		ReleaseDate: "2020-01-01", UPC: "200000000001",
	}
	if diff := cmp.Diff(wantAlbum, album); diff != "" {
		t.Errorf("album (-want +got):\n%s", diff)
	}
	if artist.Name != "Unknown Artist" {
		t.Errorf("the artist is called %q", artist.Name)
	}

	other := s.AddTrack(Track{})
	if other.Name != "Track 2" || other.ID == track.ID || other.ISRC == track.ISRC || other.Album == track.Album {
		t.Errorf("another track is %+v, and shares something with %+v", other, track)
	}
	if diff := cmp.Diff(track.Artists, other.Artists); diff != "" {
		t.Errorf("there is more than one unknown artist (-one +other):\n%s", diff)
	}

	if e := s.AddEpisode(Episode{}); e.Duration != 30*time.Minute || e.ReleaseDate != "2020-01-01" || s.shows.get(e.Show).Name != "Episode 1" {
		t.Errorf("episode %+v", e)
	}
	if c := s.AddChapter(Chapter{}); c.Duration != 10*time.Minute || s.audiobooks.get(c.Audiobook).Name != "Chapter 1" {
		t.Errorf("chapter %+v", c)
	}
	if diff := cmp.Diff([]string{"en"}, s.AddShow(Show{}).Languages); diff != "" {
		t.Errorf("languages of a show (-want +got):\n%s", diff)
	}
	if u := s.AddUser(User{}); u.ID == "" || u.Country != "SE" || u.Product != "premium" {
		t.Errorf("user %+v", u)
	}
	if c := s.AddCategory(Category{}); c.ID == "" || c.Name != "Category 1" {
		t.Errorf("category %+v", c)
	}
	if a := s.AddAlbum(Album{}); a.Type != "album" || len(a.Artists) != 1 {
		t.Errorf("album %+v", a)
	}
}

// Tracks have the artists of their album, and come after the last one of their disc.
func TestTrackOnAlbum(t *testing.T) {
	s := unseededServer(t)
	artist := s.AddArtist(Artist{Name: "A"})
	guest := s.AddArtist(Artist{Name: "B"})
	album := s.AddAlbum(Album{Artists: []spotify.ArtistID{artist.ID}})
	third := s.AddTrack(Track{Album: album.ID, Number: 3})
	disc2 := s.AddTrack(Track{Album: album.ID, Disc: 2, Artists: []spotify.ArtistID{guest.ID}})
	fourth := s.AddTrack(Track{Album: album.ID})
	first := s.AddTrack(Track{Album: album.ID, Number: 1})
	if third.Number != 3 || fourth.Number != 4 || disc2.Number != 1 {
		t.Errorf("numbers %d, %d, %d; want 3, 4, 1", third.Number, fourth.Number, disc2.Number)
	}
	indexes := []struct {
		name      string
		got, want []spotify.TrackID
	}{
		{"of the album", s.tracksOfAlbum[album.ID], []spotify.TrackID{first.ID, third.ID, fourth.ID, disc2.ID}},
		{"of the artist", s.tracksOfArtist[artist.ID], []spotify.TrackID{third.ID, fourth.ID, first.ID}},
		{"of the guest", s.tracksOfArtist[guest.ID], []spotify.TrackID{disc2.ID}},
		{"of the recording", s.tracksByISRC[first.ISRC], []spotify.TrackID{first.ID}},
	}
	for _, index := range indexes {
		if diff := cmp.Diff(index.want, index.got); diff != "" {
			t.Errorf("tracks %s (-want +got):\n%s", index.name, diff)
		}
	}
}

func TestIndexesAreInOrder(t *testing.T) {
	s := unseededServer(t)
	artist := s.AddArtist(Artist{}).ID
	by := []spotify.ArtistID{artist}
	old := s.AddAlbum(Album{Artists: by, ReleaseDate: "1999"}).ID
	newest := s.AddAlbum(Album{Artists: by, ReleaseDate: "2021-05"}).ID
	between := s.AddAlbum(Album{Artists: by, ReleaseDate: "2021-04-30"}).ID
	if diff := cmp.Diff([]spotify.AlbumID{newest, between, old}, s.albumsOfArtist[artist]); diff != "" {
		t.Errorf("albums (-want +got):\n%s", diff)
	}
	show := s.AddShow(Show{}).ID
	e1 := s.AddEpisode(Episode{Show: show, ReleaseDate: "2024-01-02"}).ID
	e2 := s.AddEpisode(Episode{Show: show, ReleaseDate: "2024-01-01"}).ID
	e3 := s.AddEpisode(Episode{Show: show, ReleaseDate: "2024-01-02"}).ID
	if diff := cmp.Diff([]spotify.EpisodeID{e3, e1, e2}, s.episodesOfShow[show]); diff != "" {
		t.Errorf("episodes (-want +got):\n%s", diff)
	}
	book := s.AddAudiobook(Audiobook{}).ID
	c0 := s.AddChapter(Chapter{Audiobook: book})
	c1 := s.AddChapter(Chapter{Audiobook: book})
	if c0.Number != 0 || c1.Number != 1 {
		t.Errorf("chapters %d and %d, want 0 and 1", c0.Number, c1.Number)
	}
	if diff := cmp.Diff([]spotify.ChapterID{c0.ID, c1.ID}, s.chaptersOfBook[book]); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

// Something with a known ID takes the place of what had it, in the indexes, too.
func TestBuildersReplace(t *testing.T) {
	s := unseededServer(t)
	artist, other := s.AddArtist(Artist{}).ID, s.AddArtist(Artist{}).ID
	album, single := s.AddAlbum(Album{}).ID, s.AddAlbum(Album{}).ID
	track := s.AddTrack(Track{Album: album, Artists: []spotify.ArtistID{artist}})
	s.AddTrack(Track{Album: album})

	changed := s.AddTrack(Track{ID: track.ID, Name: "Changed"})
	if changed.Album != album || changed.Number != 1 || changed.ISRC != track.ISRC {
		t.Errorf("changed track %+v, want it in its place", changed)
	}
	moved := s.AddTrack(Track{ID: track.ID, Album: single, Artists: []spotify.ArtistID{other}, ISRC: "ZZSPT9999999"})
	if got, _ := s.Track(track.ID); got.Name != moved.Name {
		t.Errorf("the track is %+v, want %+v", got, moved)
	}
	if len(s.tracksOfAlbum[album]) != 1 || len(s.tracksOfAlbum[single]) != 1 || len(s.tracksOfArtist[artist]) != 0 ||
		len(s.tracksOfArtist[other]) != 1 || len(s.tracksByISRC[track.ISRC]) != 0 || s.tracks.len() != 2 {
		t.Errorf("indexes: %v, %v, %v", s.tracksOfAlbum, s.tracksOfArtist, s.tracksByISRC)
	}

	s.AddAlbum(Album{ID: album, Artists: []spotify.ArtistID{other}})
	if unknown := s.unknownArtist(); len(s.albumsOfArtist[unknown]) != 1 || len(s.albumsOfArtist[other]) != 1 {
		t.Errorf("albums of artists: %v", s.albumsOfArtist)
	}

	episode := s.AddEpisode(Episode{})
	if gone := s.AddEpisode(Episode{ID: episode.ID, Removed: true}); gone.Show != episode.Show || len(s.episodesOfShow[episode.Show]) != 1 {
		t.Errorf("removed episode %+v; of its show: %v", gone, s.episodesOfShow)
	}
	chapter := s.AddChapter(Chapter{Number: 4})
	if renamed := s.AddChapter(Chapter{ID: chapter.ID, Name: "New"}); renamed.Number != 4 || renamed.Audiobook != chapter.Audiobook {
		t.Errorf("renamed chapter %+v, want it in its place", renamed)
	}

	m := s.users.get(s.users.order[0])
	shelfOf(m.saved, spotify.KindTrack).add(track.ID.URI(), beginning())
	s.AddUser(User{ID: m.ID, Country: "US"})
	if m := s.users.get(m.ID); m.Country != "US" || !m.saved[spotify.KindTrack].has(track.ID.URI()) {
		t.Errorf("the user is %+v, want another country and the same library", m.User)
	}
}

func TestBuildersRefuse(t *testing.T) {
	const someID = "0000000000000000000000"
	tests := []struct {
		name  string
		build func(s *Server) bool // whether it returned nothing
		want  string
	}{
		{"unknown album", func(s *Server) bool { return s.AddTrack(Track{Album: someID}).ID == "" },
			`cannot add the track "": there is no album "` + someID + `"`},
		{"unknown artist", func(s *Server) bool { return s.AddAlbum(Album{Artists: []spotify.ArtistID{someID}}).ID == "" },
			`there is no artist "` + someID + `"`},
		{"artist twice", func(s *Server) bool {
			id := s.addArtist(Artist{}).ID
			return s.AddTrack(Track{Artists: []spotify.ArtistID{id, id}}).ID == ""
		}, "is there twice"},
		{"unknown show", func(s *Server) bool { return s.AddEpisode(Episode{Show: someID}).ID == "" }, `there is no show`},
		{"unknown audiobook", func(s *Server) bool { return s.AddChapter(Chapter{Audiobook: someID}).ID == "" }, `there is no audiobook`},
		{"unknown playlist", func(s *Server) bool {
			return s.AddCategory(Category{Playlists: []spotify.PlaylistID{someID}}).ID == ""
		}, `there is no playlist`},
		{"malformed ID", func(s *Server) bool { return s.AddArtist(Artist{ID: "short"}).ID == "" },
			`the ID "short" is not one of 22 base-62 characters`},
		{"too popular", func(s *Server) bool { return s.AddArtist(Artist{Popularity: 101}).ID == "" },
			"the popularity 101 is not one of 0 to 100"},
		{"unpopular", func(s *Server) bool { return s.AddTrack(Track{Popularity: -1}).ID == "" }, "popularity -1"},
		{"fewer followers than none", func(s *Server) bool { return s.AddArtist(Artist{Followers: -1}).ID == "" }, "followers -1"},
		{"unknown market", func(s *Server) bool { return s.AddShow(Show{Markets: []spotify.Market{"SE", "XX"}}).ID == "" },
			`"XX" is not a market of the catalogue`},
		{"unknown country", func(s *Server) bool { return s.AddUser(User{Country: "se"}).ID == "" }, `"se" is not a market`},
		{"bad date", func(s *Server) bool { return s.AddAlbum(Album{ReleaseDate: "1981-13"}).ID == "" }, `release date "1981-13"`},
		{"negative duration", func(s *Server) bool { return s.AddTrack(Track{Duration: -time.Second}).ID == "" }, "the duration -1s is negative"},
		{"negative number", func(s *Server) bool { return s.AddTrack(Track{Number: -1}).ID == "" }, "the number -1 is negative"},
		{"unknown type", func(s *Server) bool { return s.AddAlbum(Album{Type: "LP"}).ID == "" }, `the type "LP" is not one of`},
		{"unknown restriction", func(s *Server) bool { return s.AddTrack(Track{Restriction: "mood"}).ID == "" }, `restriction "mood"`},
		{"unknown product", func(s *Server) bool { return s.AddUser(User{Product: "gold"}).ID == "" }, `product "gold"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, recorder := unseededServer(t), &recordingT{}
			s.t = recorder
			if !test.build(s) {
				t.Error("it was added nevertheless")
			}
			if len(recorder.failures) != 1 || !strings.Contains(recorder.failures[0], test.want) {
				t.Errorf("the test was told %q, want %q", recorder.failures, test.want)
			}
			if err := s.Err(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Err() is %v, want %q", err, test.want)
			}
			if n := s.albums.len() + s.tracks.len() + s.shows.len() + s.episodes.len() + s.users.len(); n != 1 {
				t.Errorf("there are %d things, want the default user only", n)
			}
		})
	}
}

// All that is wrong is told at once. Without a test it is a panic, which leaves the server
// usable.
func TestBuildersWithoutTest(t *testing.T) {
	s := unseededServer(t)
	if err := s.Err(); err != nil {
		t.Fatalf("a fresh server says %v", err)
	}
	wants := []string{
		`spotifytest: cannot add the artist "": the popularity 999 is not one of 0 to 100; the number of followers -5 is negative`,
		`spotifytest: cannot add the show "": the ID "?" is not one of 22 base-62 characters`,
	}
	for i, add := range []func(){
		func() { s.AddArtist(Artist{Popularity: 999, Followers: -5}) },
		func() { s.AddShow(Show{ID: "?"}) },
	} {
		if got := panicOf(add); got != wants[i] {
			t.Errorf("the panic is %v, want %q", got, wants[i])
		}
	}
	if made := s.AddTrack(Track{}); made.ID == "" {
		t.Error("after a mistake, nothing can be added any more")
	}
	if diff := cmp.Diff(strings.Join(wants, "\n"), fmt.Sprint(s.Err())); diff != "" {
		t.Errorf("Err() (-want +got):\n%s", diff)
	}
}

// Neither what goes in nor what comes out is what the server keeps.
func TestBuildersCopy(t *testing.T) {
	s := unseededServer(t)
	markets := []spotify.Market{"DE", "SE"}
	made := s.AddTrack(Track{Markets: markets})
	markets[0], made.Markets[1], made.Artists[0] = "XX", "XX", "XX"
	read, ok := s.Track(made.ID)
	if diff := cmp.Diff([]spotify.Market{"DE", "SE"}, read.Markets); diff != "" || !ok {
		t.Errorf("markets (-want +got):\n%s", diff)
	}
	read.Markets[0] = "XX"
	if again, _ := s.Track(made.ID); again.Markets[0] != "DE" || again.Artists[0] == "XX" {
		t.Errorf("the track has become %+v", again)
	}
	if _, ok := s.Track("0000000000000000000000"); ok {
		t.Error("there is a track that nobody added")
	}
}

// No market at all is something else than all markets.
func TestNowhereIsNotEverywhere(t *testing.T) {
	s := unseededServer(t)
	if got := s.AddTrack(Track{Markets: []spotify.Market{}}).Markets; got == nil {
		t.Error("a track that is available nowhere has become one that is available everywhere")
	}
}

func TestHashID(t *testing.T) {
	seen, first := map[string]bool{}, map[byte]bool{}
	for n := range 1000 {
		id := hashID("track", n)
		if !isBase62(id) || seen[id] {
			t.Fatalf("ID %d is %q, which is malformed or there twice", n, id)
		}
		seen[id] = true
		first[id[0]] = true
	}
	if len(first) != 8 || !first['0'] || !first['7'] {
		t.Errorf("the first digits are %q, want 0 to 7", slices.Sorted(maps.Keys(first)))
	}
	// The first 16 bytes of the SHA-256 of "track 1", as another program writes them.
	if got, want := hashID("track", 1), "26x5tLaM6qpiG32lZhEJ2H"; got != want {
		t.Errorf("the first track has the ID %q, want %q", got, want)
	}
	if hashID("track", 1) == hashID("album", 1) {
		t.Error("things of two kinds have the same ID")
	}
}

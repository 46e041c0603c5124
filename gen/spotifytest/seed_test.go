package spotifytest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// seededServer is a server with the default catalogue that does not listen.
func seededServer(t testing.TB) *Server {
	t.Helper()
	s := unseededServer(t)
	s.seed()
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return s
}

// unseededServer is a server with the default user and nothing else, that does not
// listen.
func unseededServer(t testing.TB) *Server {
	t.Helper()
	s := &Server{config: newConfig(nil), catalogue: catalogue{markets: defaultMarkets()}}
	s.addUser(s.user)
	return s
}

func TestSeedIsLargeEnoughToPage(t *testing.T) {
	s := seededServer(t)
	listener := s.users.get(s.users.order[0])
	sizes := []struct {
		what         string
		got, atLeast int
	}{
		{"artists", s.artists.len(), 150},
		{"albums", s.albums.len(), 500},
		{"tracks", s.tracks.len(), 4900},
		{"shows", s.shows.len(), 40},
		{"episodes", s.episodes.len(), 1500},
		{"audiobooks", s.audiobooks.len(), 20},
		{"chapters", s.chapters.len(), 300},
		{"categories", s.categories.len(), 12},
		{"markets", len(s.markets), 184},
		{"playlists", s.playlists.len(), 120},
		{"users", s.users.len(), 5},
		{"featured playlists", len(s.featured), 12},
		{"saved tracks", len(listener.saved[spotify.KindTrack].entries), 320},
		{"saved albums", len(listener.saved[spotify.KindAlbum].entries), 60},
		{"saved shows", len(listener.saved[spotify.KindShow].entries), 12},
		{"saved episodes", len(listener.saved[spotify.KindEpisode].entries), 25},
		{"saved audiobooks", len(listener.saved[spotify.KindAudiobook].entries), 6},
		{"followed artists", len(listener.following[spotify.KindArtist].entries), 30},
		{"followed users", len(listener.following[spotify.KindUser].entries), 1},
		{"playlists in the library", len(listener.playlists), 30},
		{"tracks of the longest album", longest(s.tracksOfAlbum), 101},
		{"albums of the busiest artist", longest(s.albumsOfArtist), 11},
		{"tracks of the busiest artist", longest(s.tracksOfArtist), 101},
		{"episodes of the longest show", longest(s.episodesOfShow), 101},
	}
	for _, size := range sizes {
		if size.got < size.atLeast {
			t.Errorf("%d %s, want %d at least", size.got, size.what, size.atLeast)
		}
	}
}

func longest[K comparable, E any](lists map[K][]E) int {
	most := 0
	for _, list := range lists {
		most = max(most, len(list))
	}
	return most
}

// Two servers have the same, and so have two catalogues that were made separately.
func TestSeedIsTheSameEachTime(t *testing.T) {
	one, err := makeDefaultCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	other, err := makeDefaultCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	if diff := firstDifference(dumpOf(one), dumpOf(other)); diff != "" {
		t.Errorf("two catalogues differ (-one +other):\n%s", diff)
	}
	if diff := firstDifference(dumpOfPeople(seededServer(t)), dumpOfPeople(seededServer(t))); diff != "" {
		t.Errorf("users or playlists of two servers differ (-one +other):\n%s", diff)
	}
}

// firstDifference spares a comparison of all that follows, which takes minutes if it is
// all different.
func firstDifference(one, other []string) string {
	for i := range min(len(one), len(other)) {
		if one[i] != other[i] {
			return fmt.Sprintf("line %d\n-%.300s\n+%.300s", i, one[i], other[i])
		}
	}
	return cmp.Diff(len(one), len(other))
}

// dumpOf writes down a catalogue.
func dumpOf(c *catalogue) []string {
	var lines []string
	lines = append(lines, dumpTable(&c.artists)...)
	lines = append(lines, dumpTable(&c.albums)...)
	lines = append(lines, dumpTable(&c.tracks)...)
	lines = append(lines, dumpTable(&c.shows)...)
	lines = append(lines, dumpTable(&c.episodes)...)
	lines = append(lines, dumpTable(&c.audiobooks)...)
	lines = append(lines, dumpTable(&c.chapters)...)
	lines = append(lines, fmt.Sprint(c.tracksOfAlbum), fmt.Sprint(c.tracksOfArtist), fmt.Sprint(c.albumsOfArtist),
		fmt.Sprint(c.episodesOfShow), fmt.Sprint(c.chaptersOfBook), fmt.Sprint(c.tracksByISRC))
	return lines
}

func dumpTable[ID ~string, E any](t *table[ID, E]) []string {
	var lines []string
	for _, thing := range t.list() {
		lines = append(lines, fmt.Sprintf("%+v", *thing))
	}
	return lines
}

func dumpOfPeople(s *Server) []string {
	var lines []string
	for m := range s.users.all() {
		lines = append(lines, fmt.Sprintf("%+v %v %v", m.User, m.playlists, m.resume))
		for _, shelves := range []map[spotify.Kind]*shelf{m.saved, m.following} {
			for _, kind := range []spotify.Kind{spotify.KindTrack, spotify.KindAlbum, spotify.KindShow,
				spotify.KindEpisode, spotify.KindAudiobook, spotify.KindArtist, spotify.KindUser} {
				lines = append(lines, fmt.Sprintf("%+v", shelfOf(shelves, kind).entries))
			}
		}
	}
	for p := range s.playlists.all() {
		lines = append(lines, fmt.Sprintf("%+v %v", p.Playlist, p.followers))
	}
	return append(lines, dumpTable(&s.categories)...)
}

// Every example is there, and is what it is said to be.
func TestExamples(t *testing.T) {
	s := seededServer(t)
	example := s.Example()
	all := reflect.ValueOf(example)
	for i := range all.NumField() {
		if all.Field(i).String() == "" {
			t.Errorf("there is no %s", all.Type().Field(i).Name)
		}
	}
	playlist := func(id spotify.PlaylistID) Playlist { return s.playlists.get(id).Playlist }
	has := func(id spotify.PlaylistID, suits func(spotify.URI) bool) bool {
		return slices.ContainsFunc(playlist(id).Items, func(item PlaylistItem) bool { return suits(item.URI) })
	}
	track := func(id spotify.TrackID) *Track { return s.tracks.get(id) }
	listener := s.users.order[0]
	facts := []struct {
		what  string
		holds bool
	}{
		{"Track is available everywhere", track(example.Track).Markets == nil},
		{"Track is on Album", track(example.Track).Album == example.Album},
		{"Track is by Artist", slices.Contains(track(example.Track).Artists, example.Artist)},
		{"ExplicitTrack is on Album", track(example.ExplicitTrack).Album == example.Album},
		{"ExplicitTrack is explicit", track(example.ExplicitTrack).Explicit},
		{"RelinkedTrack is available in SE", slices.Contains(track(example.RelinkedTrack).Markets, "SE")},
		{"RelinkedTrack is not available in US", !slices.Contains(track(example.RelinkedTrack).Markets, "US")},
		{"Replacement is available in US", slices.Contains(track(example.Replacement).Markets, "US")},
		{"Replacement is the same recording", track(example.Replacement).ISRC == track(example.RelinkedTrack).ISRC},
		{"UnplayableTrack is available in JP only", slices.Equal(track(example.UnplayableTrack).Markets, []spotify.Market{"JP"})},
		{"UnplayableTrack has no other instance", len(s.tracksByISRC[track(example.UnplayableTrack).ISRC]) == 1},
		{"Episode is the newest of Show", s.episodesOfShow[example.Show][0] == example.Episode},
		{"RemovedEpisode is removed", s.episodes.get(example.RemovedEpisode).Removed},
		{"RemovedEpisode is saved", s.users.get(listener).saved[spotify.KindEpisode].has(example.RemovedEpisode.URI())},
		{"Chapter is the first of Audiobook", s.chaptersOfBook[example.Audiobook][0] == example.Chapter},
		{"Audiobook is available in SE", slices.Contains(s.audiobooks.get(example.Audiobook).Markets, "SE")},
		{"Playlist is one's own", playlist(example.Playlist).Owner == listener},
		{"Playlist is public", !playlist(example.Playlist).Private},
		{"LocalPlaylist has local files", has(example.LocalPlaylist, spotify.URI.IsLocal)},
		{"MixedPlaylist has a null", has(example.MixedPlaylist, func(uri spotify.URI) bool { return uri == "" })},
		{"MixedPlaylist has a removed episode", has(example.MixedPlaylist, func(uri spotify.URI) bool { return uri == example.RemovedEpisode.URI() })},
		{"MixedPlaylist has a track", has(example.MixedPlaylist, func(uri spotify.URI) bool { return uri.Kind() == spotify.KindTrack })},
		{"LongPlaylist is long", len(playlist(example.LongPlaylist).Items) > 300},
		{"OthersPlaylist is of OtherUser", playlist(example.OthersPlaylist).Owner == example.OtherUser},
		{"OthersPlaylist is not followed", !slices.Contains(s.users.get(listener).playlists, example.OthersPlaylist)},
		{"Category has pages of playlists", len(s.categories.get(example.Category).Playlists) > 50},
		{"OtherUser is in US", s.users.get(example.OtherUser).Country == "US"},
		{"FreeUser has no Premium", s.users.get(example.FreeUser).Product == "free"},
	}
	for _, fact := range facts {
		if !fact.holds {
			t.Errorf("it does not hold that %s", fact.what)
		}
	}
}

// The catalogue has what clients meet seldom, but meet.
func TestSeedHasOddities(t *testing.T) {
	s := seededServer(t)
	counts := map[string]int{}
	for album := range s.albums.all() {
		counts["an album of type "+album.Type]++
		counts[fmt.Sprintf("a release date of %d characters", len(album.ReleaseDate))]++
		if album.ReleaseDate == "0000" {
			counts["a release at an unknown date"]++
		}
		if album.Markets != nil && len(album.Markets) == 0 {
			counts["an album that is available nowhere"]++
		}
		if newReleases(beginning()).isNew(album.ReleaseDate) {
			counts["a new album"]++
		}
	}
	for track := range s.tracks.all() {
		counts["a track with the restriction "+track.Restriction]++
		if track.Disc > 1 {
			counts["a second disc"]++
		}
		if track.Explicit {
			counts["an explicit track"]++
		}
	}
	for show := range s.shows.all() {
		if show.External {
			counts["a show that is hosted elsewhere"]++
		}
	}
	for _, instances := range s.tracksByISRC {
		counts[fmt.Sprintf("a recording with %d instances", len(instances))]++
	}
	for p := range s.playlists.all() {
		if p.Collaborative {
			counts["a collaborative playlist"]++
		}
		if p.NullImages {
			counts["a playlist with null for images"]++
		}
	}
	for _, what := range []string{
		"an album of type album", "an album of type single", "an album of type compilation", "an album of type ep",
		"a release date of 4 characters", "a release date of 7 characters", "a release date of 10 characters",
		"a release at an unknown date", "an album that is available nowhere", "a new album",
		"a track with the restriction product", "a track with the restriction explicit", "a second disc",
		"an explicit track", "a show that is hosted elsewhere", "a recording with 2 instances",
		"a collaborative playlist", "a playlist with null for images",
	} {
		if counts[what] == 0 {
			t.Errorf("there is not even one: %s", what)
		}
	}
}

// The instances of a recording are for different markets: where one is available, the
// others are not.
func TestInstancesShareNoMarket(t *testing.T) {
	s := seededServer(t)
	for isrc, instances := range s.tracksByISRC {
		seen := map[spotify.Market]bool{}
		for _, id := range instances {
			for _, market := range s.tracks.get(id).Markets {
				if seen[market] {
					t.Errorf("two instances of %s are available in %s", isrc, market)
				}
				seen[market] = true
			}
		}
	}
}

// No name has a hole or a double space where a word is missing, and names vary.
func TestSeededNames(t *testing.T) {
	s := seededServer(t)
	artists, titles := map[string]bool{}, map[string]bool{}
	check := func(name string) {
		if name == "" || name != strings.Join(strings.Fields(name), " ") || strings.Contains(name, "_") {
			t.Errorf("a thing is called %q", name)
		}
	}
	for artist := range s.artists.all() {
		check(artist.Name)
		artists[artist.Name] = true
	}
	for track := range s.tracks.all() {
		check(track.Name)
		titles[track.Name] = true
	}
	for show := range s.shows.all() {
		check(show.Name)
	}
	if len(artists) != s.artists.len() {
		t.Errorf("%d artists have %d names", s.artists.len(), len(artists))
	}
	if len(titles) < s.tracks.len()/2 {
		t.Errorf("%d tracks have only %d names", s.tracks.len(), len(titles))
	}
}

// What a server adds or replaces stays with that server, although all share what they
// begin with.
func TestServersDoNotShareChanges(t *testing.T) {
	catalogue, err := defaultCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	before := dumpOf(catalogue)
	var servers sync.WaitGroup
	for range 4 {
		servers.Go(func() {
			s := seededServer(t)
			example := s.Example()
			for i, track := range s.catalogue.tracks.list() {
				if i%40 == 0 {
					changed := *track
					changed.Name, changed.Number, changed.Album = "Changed", 1, example.Album
					s.addTrack(changed)
				}
			}
			for album := range s.albums.all() {
				changed := *album
				changed.ReleaseDate = "2000"
				s.addAlbum(changed)
			}
			for i, episode := range s.episodes.list() {
				if i%40 == 0 {
					changed := *episode
					changed.Show = example.Show
					s.addEpisode(changed)
				}
			}
			for chapter := range s.chapters.all() {
				changed := *chapter
				changed.Audiobook = example.Audiobook
				s.addChapter(changed)
			}
			s.addTrack(Track{Album: example.Album, Artists: []spotify.ArtistID{example.Artist}})
			s.addEpisode(Episode{Show: example.Show})
			search(s.searchable().tracks(), parseSearch("changed"), "track", searchDays{}, admitsAll)
		})
	}
	servers.Wait()
	if diff := firstDifference(before, dumpOf(catalogue)); diff != "" {
		t.Errorf("the catalogue of all servers has changed (-before +after):\n%s", diff)
	}
}

// Nor do two servers write into the same memory behind the lists that they share.
func TestServersDoNotShareRoom(t *testing.T) {
	one, other := seededServer(t), seededServer(t)
	for artist, tracks := range one.tracksOfArtist {
		mine := one.addTrack(Track{ID: "1111111111111111111111", Artists: []spotify.ArtistID{artist}})
		other.addTrack(Track{ID: "2222222222222222222222", Artists: []spotify.ArtistID{artist}})
		if last := one.tracksOfArtist[artist][len(tracks)]; last != mine.ID {
			t.Fatalf("the last track of the artist %s is %s, want %s", artist, last, mine.ID)
		}
		unindex(one.tracksOfArtist, artist, mine.ID)
	}
}

// The default user may be called like one of those that the seed makes.
func TestSeedLeavesTheDefaultUserAlone(t *testing.T) {
	s := unseededServer(t)
	s.users = table[spotify.UserID, member]{}
	user := s.addUser(User{ID: "harper", DisplayName: "Mine", Country: "JP"}).User
	s.seed()
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(user, s.users.get("harper").User); diff != "" {
		t.Errorf("the default user (-want +got):\n%s", diff)
	}
	if s.example.OtherUser == "harper" {
		t.Error("the other user is the default one")
	}
}

func TestExampleOfAnEmptyServer(t *testing.T) {
	if got := unseededServer(t).Example(); got != (Example{}) {
		t.Errorf("got %+v, want nothing", got)
	}
}

func TestSavedThingsAreInOrder(t *testing.T) {
	s := seededServer(t)
	for m := range s.users.all() {
		for kind, shelf := range m.saved {
			for i, e := range shelf.entries {
				if i > 0 && e.at.After(shelf.entries[i-1].at) {
					t.Errorf("%s: %s %d is newer than the one before it", m.ID, kind, i)
				}
				if e.at.After(beginning()) || e.at.Before(beginning().Add(-20*365*24*time.Hour)) {
					t.Errorf("%s: %s %d was saved at %v", m.ID, kind, i, e.at)
				}
			}
		}
	}
}

// BenchmarkSeed is what each server takes.
func BenchmarkSeed(b *testing.B) {
	seededServer(b)
	b.ReportAllocs()
	for b.Loop() {
		seededServer(b)
	}
}

// BenchmarkMakeDefaultCatalogue is what the first server takes beside that.
func BenchmarkMakeDefaultCatalogue(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := makeDefaultCatalogue(); err != nil {
			b.Fatal(err)
		}
	}
}

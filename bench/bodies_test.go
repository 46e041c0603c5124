package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBodies(t *testing.T) {
	for _, test := range []struct {
		name          string
		least, most   int // kB
		names         int
		hasItsMarkets bool
	}{
		{playlist, 400, 416, 100, true},
		{noMarkets, 220, 240, 100, false},
		{savedAlbums, 400, 480, 242, true},
		{search, 140, 160, 80, true},
		{savedTracks, 180, 200, 50, true},
		{analysis, 400, 460, 5, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			kind, ok := bodyNamed(test.name)
			if !ok {
				t.Fatal("there is no such body")
			}
			b := kind.make(1)
			if !json.Valid(b.data) {
				t.Error("it is not valid JSON")
			}
			var compact bytes.Buffer
			if err := json.Compact(&compact, b.data); err != nil || !bytes.Equal(compact.Bytes(), b.data) {
				t.Errorf("it is not compact: %v", err)
			}
			if size := len(b.data) / 1000; size < test.least || size > test.most {
				t.Errorf("it has %d kB, want %d to %d", size, test.least, test.most)
			}
			if len(b.names) != test.names {
				t.Errorf("it has %d names, want %d", len(b.names), test.names)
			}
			if got := bytes.Contains(b.data, []byte(`"available_markets"`)); got != test.hasItsMarkets {
				t.Errorf("it has markets: %t, want %t", got, test.hasItsMarkets)
			}
			if again := kind.make(1); !bytes.Equal(again.data, b.data) || !cmp.Equal(again.names, b.names) {
				t.Error("the same seed makes another body")
			}
			if other := kind.make(2); bytes.Equal(other.data, b.data) || cmp.Equal(other.names, b.names) {
				t.Error("another seed makes the same body, or the same names")
			}
		})
	}
}

// TestPlaylistBody makes sure that as much repeats as in the pages of real
// playlists.
func TestPlaylistBody(t *testing.T) {
	page := decodedPlaylist(t, playlistBody(1, true))
	users, albums, artists, lists := make(map[string]bool), make(map[string]bool), make(map[string]bool), make(map[string]bool)
	codes := 0
	for _, item := range page.Items {
		users[item.AddedBy.ID], albums[item.Track.Album.ID] = true, true
		for _, artist := range item.Track.Artists {
			artists[artist.ID] = true
		}
		for _, markets := range [][]string{item.Track.AvailableMarkets, item.Track.Album.AvailableMarkets} {
			lists[string(appendList(nil, markets))] = true
			codes += len(markets)
		}
		if n := len(item.Track.Artists); n < 1 || n > 3 {
			t.Errorf("%s has %d artists", item.Track.Name, n)
		}
		if n := len(item.Track.Album.Images); n != 3 {
			t.Errorf("%s has %d images", item.Track.Album.Name, n)
		}
		for _, id := range []string{item.Track.ID, item.Track.Album.ID} {
			if len(id) != 22 {
				t.Errorf("the ID %s has %d digits", id, len(id))
			}
		}
	}
	for _, test := range []struct {
		what             string
		got, least, most int
	}{
		{"users", len(users), 2, 2},
		{"albums", len(albums), 70, 70},
		{"artists", len(artists), 50, 60},
		{"lists of markets", len(lists), 16, 20},
		{"codes in a list", codes / 200, 175, 185},
	} {
		if test.got < test.least || test.got > test.most {
			t.Errorf("%d %s, want %d to %d", test.got, test.what, test.least, test.most)
		}
	}
}

// TestPlaylistWithoutMarkets makes sure that it is the same playlist, as it
// looks from one market.
func TestPlaylistWithoutMarkets(t *testing.T) {
	with, without := playlistBody(1, true), playlistBody(1, false)
	if diff := cmp.Diff(with.names, without.names); diff != "" {
		t.Errorf("other tracks (-with +without markets):\n%s", diff)
	}
	relinked := 0
	for _, item := range decodedPlaylist(t, without).Items {
		if item.Track.LinkedFrom.ID != "" {
			relinked++
		}
		if !item.Track.IsPlayable {
			t.Errorf("%s is not playable", item.Track.Name)
		}
	}
	if relinked != 5 {
		t.Errorf("%d tracks are relinked, want 5", relinked)
	}
}

// TestSearchBody makes sure that there is a null among the playlists, as in real
// answers.
func TestSearchBody(t *testing.T) {
	var result struct {
		Playlists struct {
			Items []*leanSimplifiedPlaylist `json:"items"`
		} `json:"playlists"`
	}
	if err := json.Unmarshal(searchBody(1).data, &result); err != nil {
		t.Fatal(err)
	}
	nulls := 0
	for _, p := range result.Playlists.Items {
		if p == nil {
			nulls++
		}
	}
	if nulls != 1 {
		t.Errorf("%d playlists are null, want 1", nulls)
	}
}

func TestAppendJSON(t *testing.T) {
	got := string(object{
		{"text", `a "quoted" \ name/ü`},
		{"none", nil},
		{"raw", raw(`[1]`)},
		{"flag", true},
		{"count", -7},
		{"whole", decimals{12, 3}},
		{"part", decimals{0.12345, 3}},
		{"short", decimals{0.5, 3}},
		{"list", []string{"a", "b"}},
		{"empty", []object{}},
		{"mixed", []any{nil, object{{"x", []decimals{{1, 1}}}}}},
	}.appendJSON(nil))
	want := `{"text":"a \"quoted\" \\ name/ü","none":null,"raw":[1],"flag":true,"count":-7,"whole":12.0,"part":0.123,"short":0.5,` +
		`"list":["a","b"],"empty":[],"mixed":[null,{"x":[1.0]}]}`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestChosenBodies(t *testing.T) {
	all, err := chosenBodies("")
	if err != nil || len(all) != 6 {
		t.Errorf("all are %d: %v", len(all), err)
	}
	two, err := chosenBodies("saved,search")
	if err != nil || len(two) != 2 || two[0].name != savedTracks || two[1].name != search {
		t.Errorf("got %v: %v", two, err)
	}
	want := `there is no body "songs"; want some of playlist,no-markets,albums,search,saved,analysis`
	if _, err := chosenBodies("saved,songs"); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func decodedPlaylist(t *testing.T, b body) leanPage[leanPlaylistItem] {
	t.Helper()
	var page leanPage[leanPlaylistItem]
	if err := json.Unmarshal(b.data, &page); err != nil {
		t.Fatal(err)
	}
	return page
}

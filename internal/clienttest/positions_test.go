//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// entries are the entries of a playlist whose items are gone in every way that occurs,
// and one null, which is the only thing that is no entry.
var entries = []string{
	`{}`,
	`{"item":null}`,
	`{"track":null}`,
	`null`,
	`{"added_at":null,"added_by":null,"is_local":false,"track":null}`,
	`{"item":{"type":"track","name":"here"}}`,
	`{"item":{}}`,
	`{}`,
}

const nullEntry = 3

// serveEntries serves a playlist of these entries.
func serveEntries(t *testing.T) *fake {
	return serve(t, func(w http.ResponseWriter, r request) {
		limit, err := strconv.Atoi(r.Query.Get("limit"))
		if err != nil {
			limit = len(entries)
		}
		start, _ := strconv.Atoi(r.Query.Get("offset"))
		end := min(start+limit, len(entries))
		next := "null"
		if end < len(entries) {
			next = fmt.Sprintf(`"https://api.spotify.com/v1%s?offset=%d&limit=%d"`, r.Path, end, limit)
		}
		list := fmt.Sprintf(`{"items":[%s],"limit":%d,"next":%s,"offset":%d,"total":%d}`,
			strings.Join(entries[start:end], ","), limit, next, start, len(entries))
		switch r.Path {
		case "/playlists/x":
			list = fmt.Sprintf(`{"name":"x","items":%s}`, list)
		case "/playlists/old":
			list = fmt.Sprintf(`{"name":"old","tracks":%s}`, list)
		}
		fmt.Fprint(w, list)
	})
}

// wantPositions are those of the entries from one on, with 0 for a null.
func wantPositions(from, to int) []int {
	var want []int
	for i := from; i < to; i++ {
		if i == nullEntry {
			want = append(want, 0)
			continue
		}
		want = append(want, i)
	}
	return want
}

func positionsOf(items []spotify.PlaylistItem) []int {
	var positions []int
	for _, item := range items {
		positions = append(positions, item.Position)
	}
	return positions
}

// An entry without an item has a position, too: somebody may want to remove it.
func TestEmptyEntriesHavePositions(t *testing.T) {
	c := serveEntries(t).client()
	for offset := range entries {
		for _, limit := range []int{1, 3, len(entries)} {
			to := min(offset+limit, len(entries))
			page, err := c.Playlists.ListItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Offset: offset, Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			older, err := c.Playlists.ListTracks(ctx, "x", &spotify.PlaylistsListTracksOptions{Offset: offset, Limit: limit})
			if err != nil {
				t.Fatal(err)
			}
			for name, items := range map[string][]spotify.PlaylistItem{"ListItems": page.Items, "ListTracks": older.Items} {
				if diff := cmp.Diff(wantPositions(offset, to), positionsOf(items)); diff != "" {
					t.Errorf("%s, %d from %d: positions (-want +got):\n%s", name, limit, offset, diff)
				}
			}
		}
	}
	for _, id := range []spotify.PlaylistID{"x", "old"} {
		playlist, err := c.Playlists.Get(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(wantPositions(0, len(entries)), positionsOf(playlist.Items.Items)); diff != "" {
			t.Errorf("Get %s: positions (-want +got):\n%s", id, diff)
		}
	}
}

func TestIteratorsYieldEmptyEntries(t *testing.T) {
	c := serveEntries(t).client()
	for from := range entries {
		var want []int
		for i := from; i < len(entries); i++ {
			if i != nullEntry {
				want = append(want, i)
			}
		}
		for _, limit := range []int{0, 1, 3} {
			for _, ahead := range []int{0, 3} {
				var got, older []int
				for item, err := range c.Playlists.AllItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Offset: from, Limit: limit}, spotify.WithPrefetch(ahead)) {
					if err != nil {
						t.Fatal(err)
					}
					got = append(got, item.Position)
				}
				for item, err := range c.Playlists.AllTracks(ctx, "x", &spotify.PlaylistsListTracksOptions{Offset: from, Limit: limit}, spotify.WithPrefetch(ahead)) {
					if err != nil {
						t.Fatal(err)
					}
					older = append(older, item.Position)
				}
				if !slices.Equal(got, want) || !slices.Equal(older, want) {
					t.Errorf("from %d, pages of %d, %d ahead: AllItems %v, AllTracks %v, want %v", from, limit, ahead, got, older, want)
				}
			}
		}
	}
}

// What is true of playlists is true of all lists: only a null is left out.
func TestIteratorsYieldEmptyObjects(t *testing.T) {
	const empty = `{"items":[{},null,{"name":"here"},{}],"limit":50,"next":null,"offset":0,"total":4}`
	server := serve(t, func(w http.ResponseWriter, r request) {
		if r.Path == "/search" {
			fmt.Fprintf(w, `{"artists":%s}`, empty)
			return
		}
		fmt.Fprint(w, empty)
	})
	count := func(it func(yield func(string, error) bool)) (names []string) {
		for name, err := range it {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		return names
	}
	want := []string{"", "here", ""}
	albums := count(func(yield func(string, error) bool) {
		for album, err := range server.client().Artists.AllAlbums(ctx, "x", nil) {
			if !yield(album.Name, err) {
				return
			}
		}
	})
	artists := count(func(yield func(string, error) bool) {
		for artist, err := range server.client().Search.AllArtists(ctx, "x", nil) {
			if !yield(artist.Name, err) {
				return
			}
		}
	})
	if !slices.Equal(albums, want) || !slices.Equal(artists, want) {
		t.Errorf("albums %q and artists %q, want %q", albums, artists, want)
	}
}

// A page inside of an item is another list: it begins at 0, and its nulls are its own.
func TestNullsOfPagesInItems(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) {
		fmt.Fprint(w, `{"items":[
			{"album":{"name":"A","tracks":{"items":[null,{"name":"One"}]}}},
			null,
			{"album":{"name":"B","tracks":{"items":[{"name":"Two"}]}}}],"limit":50,"next":null,"total":3}`)
	})
	var got []string
	for saved, err := range server.client().Albums.AllSaved(ctx, nil) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(saved.Album.Name, len(saved.Album.Tracks.Items)))
	}
	if diff := cmp.Diff([]string{"A2", "B1"}, got); diff != "" {
		t.Errorf("albums (-want +got):\n%s", diff)
	}
}

// A saved page does not say at which position it begins.
func TestPositionsAreNoJSON(t *testing.T) {
	page, err := serveEntries(t).client().Playlists.ListItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Offset: 2, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	saved, err := json.Marshal(page)
	if err != nil {
		t.Fatal(err)
	}
	var loaded spotify.Page[spotify.PlaylistItem]
	if err := json.Unmarshal(saved, &loaded); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 0, 0}, positionsOf(loaded.Items)); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
}

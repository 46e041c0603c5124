package faketest_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A boundedList is a list of a request, and how long it may be.
type boundedList struct {
	method, path string
	name         string
	most         int
	inBody       bool
}

// factsAboutLists are those of docs/facts/operations.tsv "lists".
func factsAboutLists(t *testing.T) []boundedList {
	t.Helper()
	data, err := fs.ReadFile(os.DirFS("../.."), "docs/facts/operations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var lists []boundedList
	bound := regexp.MustCompile(`(\w+) <= (\d+)`)
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "\t")
		method, path, _ := strings.Cut(cells[0], " ")
		for _, match := range bound.FindAllStringSubmatch(cells[7], -1) {
			most, err := strconv.Atoi(match[2])
			if err != nil {
				t.Fatal(err)
			}
			inBody := match[1] == "uris" && strings.HasPrefix(cells[8], "JSON: uris")
			lists = append(lists, boundedList{method, path, match[1], most, inBody})
			if match[1] == "ids" && strings.HasPrefix(cells[8], "JSON: ids") {
				lists = append(lists, boundedList{method, path, "ids", 50, true}) // docs/facts/mismatches.md M64
			}
		}
	}
	if len(lists) < 40 {
		t.Fatalf("%d lists, want those of all operations", len(lists))
	}
	// What is in bodies alone, and one that other clients send in the query.
	return append(lists,
		boundedList{"PUT", "/me/tracks", "ids", 50, true},
		boundedList{"PUT", "/me/tracks", "ids", 50, false},
		boundedList{"PUT", "/me/tracks", "timestamped_ids", 50, true},
		boundedList{"PUT", "/me/audiobooks", "ids", 50, true},
		boundedList{"DELETE", "/me/audiobooks", "ids", 50, true},
		boundedList{"PUT", "/me/shows", "ids", 50, true},
		boundedList{"DELETE", "/me/shows", "ids", 50, true},
		boundedList{"PUT", "/me/player", "device_ids", 1, true},                             // docs/facts/mismatches.md M82
		boundedList{"DELETE", "/playlists/{playlist_id}/tracks", "tracks", mostItems, true}, // docs/facts/concepts.md "Playlists"
		boundedList{"DELETE", "/playlists/{playlist_id}/items", "items", mostItems, true},   // docs/facts/concepts.md "Playlists"
	)
}

const mostItems = 100

// TestBoundsOfLists sends lists that are full, too long by one, and empty, to all
// operations that take one: the first is accepted, the second is not, and neither is the
// third, but where it means something.
func TestBoundsOfLists(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	for _, list := range factsAboutLists(t) {
		for n, want := range map[int]bool{list.most: true, list.most + 1: false, 0: list.mayBeEmpty()} {
			path, body := list.request(server, n)
			status, answer := sendRaw(t, server, list.method, path, body)
			// What a full list names need not exist, or need not be of the right kind.
			refused := status == 400
			if refused == want || status >= 500 {
				t.Errorf("%s %s with %d %s (in the body: %v): %d %.200s", list.method, list.path, n, list.name, list.inBody, status, answer)
			}
		}
	}
}

// mayBeEmpty reports whether an empty list empties a playlist.
func (l boundedList) mayBeEmpty() bool { return l.method == "PUT" && l.name == "uris" && l.inBody }

// request has a list of some length, and whatever else the operation needs.
func (l boundedList) request(server *spotifytest.Server, n int) (path, body string) {
	example := server.Example()
	element := string(example.Track)
	switch l.name {
	case "uris":
		element = string(example.Track.URI())
	case "device_ids":
		element = string(server.Devices("")[0].ID)
	}
	if strings.HasSuffix(l.path, "/followers/contains") {
		element = string(server.User().ID)
	}
	path = strings.ReplaceAll(l.path, "{playlist_id}", string(example.Playlist))
	if strings.HasPrefix(path, "/me/following") {
		path += "?type=artist"
	}
	elements := make([]any, n)
	texts := make([]string, n)
	for i := range elements {
		texts[i] = element
		switch l.name {
		case "tracks", "items":
			elements[i] = map[string]any{"uri": example.Track.URI()}
		case "timestamped_ids":
			elements[i] = map[string]any{"id": element, "added_at": "2026-01-01T00:00:00Z"}
		default:
			elements[i] = element
		}
	}
	if l.inBody {
		text, err := json.Marshal(map[string]any{l.name: elements})
		if err != nil {
			panic(err)
		}
		return path, string(text)
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return fmt.Sprint(path, separator, l.name, "=", strings.Join(texts, ",")), ""
}

// A boundedPage is a list that comes in pages.
type boundedPage struct {
	path      string // with what else the operation needs, and a ? or & at the end
	most      int    // of a page in extended quota mode
	mostInDev int    // of one in development mode, 0 where that lacks the operation
	preset    int    // of a page without a limit
	presetDev int
	byOffset  bool
}

// factsAboutPages are those of docs/facts/operations.tsv "paging". Where development mode has
// smaller pages, those of extended quota mode have up to 50 elements and 20 by default
// (docs/facts/changes-2026.md "Limits").
func factsAboutPages(t *testing.T, example spotifytest.Example, user spotify.UserID) []boundedPage {
	t.Helper()
	data, err := fs.ReadFile(os.DirFS("../.."), "docs/facts/operations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("{playlist_id}", string(example.Playlist), "{user_id}", string(user),
		"{category_id}", string(example.Category), "{type}", "tracks", "/audiobooks/{id}", "/audiobooks/"+string(example.Audiobook),
		"/shows/{id}", "/shows/"+string(example.Show), "/albums/{id}", "/albums/"+string(example.Album), "{id}", string(example.Artist))
	more := map[string]string{
		"/search": "q=a&type=track&", "/me/following": "type=artist&", "/recommendations": "seed_artists=" + string(example.Artist) + "&",
	}
	bound := regexp.MustCompile(`limit <= (\d+), default (\d+)(?:; takes (\d+))?`)
	var pages []boundedPage
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "\t")
		match := bound.FindStringSubmatch(cells[6])
		if match == nil {
			continue
		}
		path := strings.TrimPrefix(cells[0], "GET ")
		page := boundedPage{path: fill.Replace(path) + "?" + more[path], byOffset: strings.HasPrefix(cells[6], "offset")}
		page.most, _ = strconv.Atoi(match[1])
		page.preset, _ = strconv.Atoi(match[2])
		if match[3] != "" {
			page.most, _ = strconv.Atoi(match[3]) // docs/facts/mismatches.md M63
		}
		switch {
		case strings.HasPrefix(cells[4], "limit"):
			page.mostInDev, page.presetDev = page.most, page.preset
			page.most, page.preset = 50, 20
		case !strings.HasPrefix(cells[4], "removed") && !strings.HasPrefix(cells[4], "restricted"):
			page.mostInDev, page.presetDev = page.most, page.preset
		}
		pages = append(pages, page)
	}
	if len(pages) < 22 {
		t.Fatalf("%d lists with pages, want all of them", len(pages))
	}
	return pages
}

// TestBoundsOfPages asks for pages of all sizes at the ends of what each list allows, in both
// quota modes. A page has one element at least (docs/facts/mismatches.md M63).
func TestBoundsOfPages(t *testing.T) {
	for mode, options := range map[string][]spotifytest.Option{
		"extended": nil, "development": {spotifytest.Development()},
	} {
		server := spotifytest.NewServer(t, options...)
		for _, page := range factsAboutPages(t, server.Example(), server.User().ID) {
			most, preset, lacking := page.most, page.preset, false
			if mode == "development" {
				most, preset, lacking = page.mostInDev, page.presetDev, page.mostInDev == 0
			}
			wants := map[string]int{
				"": 200, "limit=1": 200, fmt.Sprint("limit=", most): 200,
				"limit=0": 400, "limit=-1": 400, fmt.Sprint("limit=", most+1): 400,
			}
			if page.byOffset {
				wants["offset=0"], wants["offset=-1"] = 200, 400
			}
			if lacking {
				wants = map[string]int{"limit=1": 403} // docs/facts/mismatches.md M77
			}
			for query, want := range wants {
				status, answer := sendRaw(t, server, "GET", page.path+query, "")
				if status != want {
					t.Errorf("%s mode, GET %s%s: %d %.200s, want %d", mode, page.path, query, status, answer, want)
				}
				// Members are sorted, so that the limit of a page comes after those of its items.
				limits := regexp.MustCompile(`"limit":(\d+)`).FindAllStringSubmatch(answer, -1)
				if n := len(limits); query == "" && n > 0 && limits[n-1][1] != strconv.Itoa(preset) {
					t.Errorf("%s mode, GET %s: a page has up to %s, want %d", mode, page.path, limits[n-1][1], preset)
				}
			}
		}
	}
}

// Recommendations take five seeds of all kinds together.
func TestBoundsOfSeedsTogether(t *testing.T) {
	server := spotifytest.NewServer(t)
	track, artist := string(server.Example().Track), string(server.Example().Artist)
	for seeds, want := range map[string]int{
		"seed_tracks=" + track + "," + track + "," + track + "&seed_artists=" + artist + "," + artist:                       200,
		"seed_tracks=" + track + "," + track + "," + track + "&seed_artists=" + artist + "," + artist + "&seed_genres=folk": 400,
	} {
		if status, answer := sendRaw(t, server, "GET", "/recommendations?"+seeds, ""); status != want {
			t.Errorf("%s: %d %.200s, want %d", seeds, status, answer, want)
		}
	}
}

// A search takes one kind at least, of those that it knows.
func TestBoundsOfSearchTypes(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	for types, want := range map[string]int{
		"":  400,
		",": 400,
		"track,album,artist,playlist,show,episode,audiobook": 200,
		"track,track":   200,
		"track,":        400,
		"track,chapter": 400,
	} {
		if status, answer := sendRaw(t, server, "GET", "/search?q=a&type="+types, ""); status != want {
			t.Errorf("type=%s: %d %.200s, want %d", types, status, answer, want)
		}
	}
}

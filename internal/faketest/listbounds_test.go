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

// TestBoundsOfPages asks for pages of all sizes at the ends of what each list of
// docs/facts/operations.tsv "paging" allows.
func TestBoundsOfPages(t *testing.T) {
	data, err := fs.ReadFile(os.DirFS("../.."), "docs/facts/operations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	server := spotifytest.NewServer(t)
	example, pages := server.Example(), 0
	fill := strings.NewReplacer("{playlist_id}", string(example.Playlist), "{user_id}", string(server.User().ID),
		"{category_id}", string(example.Category), "{type}", "tracks", "/audiobooks/{id}", "/audiobooks/"+string(example.Audiobook),
		"/shows/{id}", "/shows/"+string(example.Show), "/albums/{id}", "/albums/"+string(example.Album), "{id}", string(example.Artist))
	bound := regexp.MustCompile(`limit <= (\d+)(?:.*takes (\d+))?`)
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "\t")
		match := bound.FindStringSubmatch(cells[6])
		if match == nil {
			continue
		}
		pages++
		most, _ := strconv.Atoi(match[1])
		if match[2] != "" {
			most, _ = strconv.Atoi(match[2])
		}
		if strings.HasPrefix(cells[4], "limit") {
			most = 50 // in extended quota mode (docs/facts/changes-2026.md "Limits")
		}
		path := fill.Replace(strings.TrimPrefix(cells[0], "GET ")) + "?"
		switch {
		case strings.HasPrefix(path, "/search"):
			path += "q=a&type=track&"
		case strings.HasPrefix(path, "/me/following"):
			path += "type=artist&"
		case strings.HasPrefix(path, "/recommendations"):
			path += "seed_artists=" + string(example.Artist) + "&"
		}
		wants := map[string]int{
			"limit=1": 200, fmt.Sprint("limit=", most): 200,
			"limit=0": 400, "limit=-1": 400, fmt.Sprint("limit=", most+1): 400,
		}
		if strings.HasPrefix(cells[6], "offset") {
			wants["offset=0"], wants["offset=-1"] = 200, 400
		}
		for query, want := range wants {
			if status, answer := sendRaw(t, server, "GET", path+query, ""); status != want {
				t.Errorf("GET %s%s: %d %.200s, want %d", path, query, status, answer, want)
			}
		}
	}
	if pages < 22 {
		t.Errorf("%d lists with pages, want all of them", pages)
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

//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestAcceptedInAnotherForm sends what Spotify accepts although the schema has it in
// another form: it works, with a warning, and the test goes on.
func TestAcceptedInAnotherForm(t *testing.T) {
	w := &witness{T: t}
	server := spotifytest.NewServer(w, spotifytest.Empty())
	track := server.AddTrack(spotifytest.Track{Name: "One"})
	other := server.AddTrack(spotifytest.Track{Name: "Two"})
	album := server.AddAlbum(spotifytest.Album{Name: "Both"})
	book := server.AddAudiobook(spotifytest.Audiobook{Name: "Read"})
	show := server.AddShow(spotifytest.Show{Name: "Told"})
	playlist := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"})
	saved := func(kind spotify.Kind) func() int { return func() int { return len(server.Saved("", kind)) } }
	items := func() int { return len(urisOf(server, playlist.ID)) }
	anything := func() int { return -1 }
	one, uri, both := string(track.ID), string(track.ID.URI()), string(track.ID)+","+string(other.ID)
	path := "/playlists/" + string(playlist.ID)
	const inQuery, inBody = "is in the query; Spotify accepts it there", "is in the body; Spotify accepts it there"
	for _, test := range []struct {
		method, path, body string
		status             int
		count              func() int // of what the request is about, and what it is afterwards
		want               int
		warnings           []string // parts of them
	}{
		{"PUT", "/me/tracks?ids=" + one, "", 200, saved(spotify.KindTrack), 1, []string{"Tracks.Save (PUT /me/tracks): ids " + inQuery}},
		{"PUT", "/me/tracks/?ids=" + both, "", 200, saved(spotify.KindTrack), 2, []string{"ids " + inQuery}},
		{"PUT", "/me/tracks?ids=" + both, "{ }", 200, saved(spotify.KindTrack), 2, []string{"ids " + inQuery}},
		{"DELETE", "/me/tracks", `{"ids":["` + one + `"]}`, 200, saved(spotify.KindTrack), 1, []string{"ids " + inBody}},
		{"PUT", "/me/albums", `{"ids":["` + string(album.ID) + `"]}`, 200, saved(spotify.KindAlbum), 1, []string{"ids " + inBody}},
		{"PUT", "/me/audiobooks", `{"ids":["` + string(book.ID) + `"]}`, 200, saved(spotify.KindAudiobook), 1, []string{"Audiobooks.Save (PUT /me/audiobooks): ids " + inBody}},
		{"DELETE", "/me/audiobooks", `{"ids":["` + string(book.ID) + `"]}`, 200, saved(spotify.KindAudiobook), 0, []string{"ids " + inBody}},
		{"PUT", "/me/audiobooks", `["` + string(book.ID) + `"]`, 200, saved(spotify.KindAudiobook), 1, []string{"ids " + inBody}},
		{"DELETE", "/me/audiobooks", `["` + string(book.ID) + `"]`, 200, saved(spotify.KindAudiobook), 0, []string{"ids " + inBody}},
		{"PUT", "/me/shows", `{"ids":["` + string(show.ID) + `"]}`, 200, saved(spotify.KindShow), 1, []string{"ids " + inBody}},
		{"DELETE", "/me/shows", `{"ids":["` + string(show.ID) + `"]}`, 200, saved(spotify.KindShow), 0, []string{"ids " + inBody}},
		{"POST", path + "/tracks", `["` + uri + `"]`, 201, items, 1, []string{"Playlists.AddTracks (POST /playlists/{playlist_id}/tracks): the body is a list of URIs"}},
		{"POST", path + "/tracks?position=0", `["` + uri + `"]`, 201, items, 2, []string{"the body is a list of URIs", "position " + inQuery}},
		{"POST", path + "/items", `["` + uri + `"]`, 201, items, 3, []string{"the body is a list of URIs"}},
		{"POST", path + "/items?uris=" + uri, "", 201, items, 4, []string{"uris " + inQuery}},
		{"PUT", path + "/tracks?uris=" + uri + "," + uri, "", 200, items, 2, []string{"Playlists.ReplaceTracks", "uris " + inQuery}},
		{"GET", "/artists/" + string(track.Artists[0]) + "/top-tracks?country=SE", "", 200, anything, -1, []string{"country is the former name of market"}},
	} {
		server.ClearRequests()
		before := len(server.Warnings())
		if status, answer := sendRaw(t, server, test.method, test.path, test.body); status != test.status || test.count() != test.want {
			t.Errorf("%s %s %s: %d %s, and then there are %d; want %d and %d", test.method, test.path, test.body, status, answer, test.count(), test.status, test.want)
		}
		got := server.Warnings()[before:]
		for _, want := range test.warnings {
			if !slices.ContainsFunc(got, func(text string) bool { return strings.Contains(text, want) }) {
				t.Errorf("%s %s: warnings %q, want one with %q", test.method, test.path, got, want)
			}
		}
		request := server.Requests()[0]
		if diff := cmp.Diff(got, request.Warnings); diff != "" || len(request.Violations) > 0 {
			t.Errorf("%s %s: violations %q; warnings of the log (-all +log):\n%s", test.method, test.path, request.Violations, diff)
		}
	}
	if len(server.Violations()) > 0 || len(w.failures) > 0 {
		t.Errorf("violations %q, failures %q; want none", server.Violations(), w.failures)
	}
}

// TestCountryIsTheMarket makes sure that the former name of a parameter has its effect.
func TestCountryIsTheMarket(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	track := server.AddTrack(spotifytest.Track{Name: "Only There", Markets: []spotify.Market{"JP"}})
	path := "/artists/" + string(track.Artists[0]) + "/top-tracks?"
	_, there := sendRaw(t, server, "GET", path+"country=JP", "")
	_, asMarket := sendRaw(t, server, "GET", path+"market=JP", "")
	_, here := sendRaw(t, server, "GET", path+"country=SE", "")
	if there != asMarket || there == here {
		t.Errorf("in JP:\n%s\nas a market:\n%s\nin SE:\n%s", there, asMarket, here)
	}
	if status, answer := sendRaw(t, server, "GET", path+"country=XX", ""); status != http.StatusBadRequest {
		t.Errorf("an unknown country: %d %s, want 400", status, answer)
	}
}

// TestStillRefusedInAnotherForm makes sure that the kindness ends where Spotify refuses, or
// where it is not known to accept: that is a violation, and no warning.
func TestStillRefusedInAnotherForm(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.Relaxed())
	track := string(server.AddTrack(spotifytest.Track{Name: "One"}).ID)
	playlist := string(server.AddPlaylist(spotifytest.Playlist{Name: "Mix"}).ID)
	many := strings.TrimSuffix(strings.Repeat(track+",", 51), ",")
	uris := strings.TrimSuffix(strings.Repeat(`"spotify:track:`+track+`",`, 101), ",")
	for _, test := range []struct {
		method, path, body string
		message            string
		warnings           int
	}{
		{"PUT", "/me/tracks", `["` + track + `"]`, "Missing required field: ids", 0},   // docs/facts/mismatches.md M60
		{"PUT", "/me/episodes", `["` + track + `"]`, "Missing required field: ids", 0}, // docs/facts/mismatches.md M60
		{"PUT", "/me/shows", `["` + track + `"]`, "Missing required field: ids", 0},
		{"PUT", "/me/library", `{"uris":["spotify:track:` + track + `"]}`, "Missing required field: uris", 0}, // docs/facts/mismatches.md M61
		{"PUT", "/me/tracks?ids=", "", "Missing required field: ids", 0},
		{"PUT", "/playlists/" + playlist + "/tracks", `["spotify:track:` + track + `"]`, "Malformed json", 0},
		{"PUT", "/me/tracks?ids=" + many, "", "Too many ids requested", 1},
		{"POST", "/playlists/" + playlist + "/tracks", "[" + uris + "]", "Too many uris requested", 1},
	} {
		server.ClearRequests()
		exchange{test.method, test.path, test.body, 400, test.message}.send(t, server, spotifytest.AllScopes()...)
		if request := server.Requests()[0]; len(request.Violations) == 0 || len(request.Warnings) != test.warnings {
			t.Errorf("%s %s: violations %q, warnings %q; want some and %d", test.method, test.path, request.Violations, request.Warnings, test.warnings)
		}
	}
	// Both places at once: the ones in the body count, the others are reported.
	server.ClearRequests()
	sendRaw(t, server, "PUT", "/me/tracks?ids="+track, `{"ids":["`+track+`"]}`)
	if request := server.Requests()[0]; len(request.Violations) != 1 || len(request.Warnings) != 0 {
		t.Errorf("both places: violations %q, warnings %q", request.Violations, request.Warnings)
	}
}

// TestWarningsAreSeen makes sure that warnings are reported and are on the page.
func TestWarningsAreSeen(t *testing.T) {
	told := make(chan string, 1)
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.ReportWarnings(func(text string) { told <- text }))
	track := server.AddTrack(spotifytest.Track{Name: "One"})
	sendRaw(t, server, "PUT", "/me/tracks?ids="+string(track.ID), "")
	want := "Tracks.Save (PUT /me/tracks): ids is in the query; Spotify accepts it there, but the schema has it in the body"
	if diff := cmp.Diff([]string{want}, server.Warnings()); diff != "" || <-told != want {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	if _, page := getPage(t, "GET", server.AccountsURL+"/"); !strings.Contains(page, `<small class="odd">`+want) || !strings.Contains(page, "<li>"+want) {
		t.Errorf("the page lacks %q, beside the request or in its list:\n%s", want, page)
	}
}

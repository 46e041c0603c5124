package faketest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// sendRaw sends a request of the default user as a client in another language might.
func sendRaw(t *testing.T, server *spotifytest.Server, method, path, body string) (status int, answer string) {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+server.TokenFor(server.User().ID, spotifytest.AllScopes()...).AccessToken)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// TestIDsInTheBody saves and removes with the IDs where our client does not have them.
func TestIDsInTheBody(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	one, two := server.AddAlbum(spotifytest.Album{Name: "One"}), server.AddAlbum(spotifytest.Album{Name: "Two"})
	ids := `{"ids":["` + string(one.ID) + `","` + string(two.ID) + `"]}`
	if status, answer := sendRaw(t, server, "PUT", "/me/albums", ids); status != http.StatusOK {
		t.Fatalf("saving: %d %s", status, answer)
	}
	if saved := server.Saved("", spotify.KindAlbum); len(saved) != 2 {
		t.Errorf("saved %v, want both", saved)
	}
	if status, answer := sendRaw(t, server, "DELETE", "/me/albums", `{"ids":["`+string(two.ID)+`"]}`); status != http.StatusOK {
		t.Fatalf("removing: %d %s", status, answer)
	}
	if diff := cmp.Diff([]spotify.URI{one.ID.URI()}, server.Saved("", spotify.KindAlbum)); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
}

// TestIDsOfOtherKindsInTheBody does the same with everything else that Spotify takes so.
func TestIDsOfOtherKindsInTheBody(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	artist := server.AddArtist(spotifytest.Artist{Name: "One"}).ID
	episode := server.AddEpisode(spotifytest.Episode{Name: "Two"}).ID
	track := server.AddTrack(spotifytest.Track{Name: "Three"}).ID
	server.Save("", track.URI())
	has := map[string]func() bool{
		"/me/episodes":              func() bool { return len(server.Saved("", spotify.KindEpisode)) > 0 },
		"/me/following?type=artist": func() bool { return len(server.Following("", spotify.KindArtist)) > 0 },
		"/me/tracks":                func() bool { return len(server.Saved("", spotify.KindTrack)) > 0 },
	}
	for _, test := range []struct{ method, path, id string }{
		{"PUT", "/me/episodes", string(episode)},
		{"DELETE", "/me/episodes", string(episode)},
		{"PUT", "/me/following?type=artist", string(artist)},
		{"DELETE", "/me/following?type=artist", string(artist)},
		{"DELETE", "/me/tracks", string(track)},
	} {
		status, answer := sendRaw(t, server, test.method, test.path, `{"ids":["`+test.id+`"]}`)
		if status > 299 || has[test.path]() != (test.method == "PUT") {
			t.Errorf("%s %s: %d %s; it is there: %v", test.method, test.path, status, answer, has[test.path]())
		}
	}
}

// TestMoreIDsInTheBody makes sure that a body may have 50, where the query has up to 20.
func TestMoreIDsInTheBody(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	for n, want := range map[int]int{30: http.StatusOK, 51: http.StatusBadRequest} {
		server := server
		if want != http.StatusOK {
			server = spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.Relaxed())
		}
		var ids []string
		for range n {
			ids = append(ids, `"`+string(server.AddAlbum(spotifytest.Album{Name: "One"}).ID)+`"`)
		}
		if status, answer := sendRaw(t, server, "PUT", "/me/albums", `{"ids":[`+strings.Join(ids, ",")+`]}`); status != want {
			t.Errorf("%d IDs: %d %s, want %d", n, status, answer, want)
		}
	}
}

// TestURIsInTheQuery fills a playlist with the URIs where our client does not have them.
func TestURIsInTheQuery(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	dawn := server.AddTrack(spotifytest.Track{Name: "Dawn"}).ID.URI()
	noon := server.AddTrack(spotifytest.Track{Name: "Noon"}).ID.URI()
	for _, items := range []string{"items", "tracks"} {
		playlist := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: []spotifytest.PlaylistItem{{URI: dawn}}})
		path := "/playlists/" + string(playlist.ID) + "/" + items
		if status, answer := sendRaw(t, server, "POST", path+"?position=0&uris="+string(noon), ""); status != http.StatusCreated {
			t.Fatalf("adding: %d %s", status, answer)
		}
		if diff := cmp.Diff([]spotify.URI{noon, dawn}, urisOf(server, playlist.ID)); diff != "" {
			t.Errorf("after adding (-want +got):\n%s", diff)
		}
		if status, answer := sendRaw(t, server, "PUT", path+"?uris="+string(dawn)+","+string(dawn), ""); status != http.StatusOK {
			t.Fatalf("replacing: %d %s", status, answer)
		}
		if diff := cmp.Diff([]spotify.URI{dawn, dawn}, urisOf(server, playlist.ID)); diff != "" {
			t.Errorf("after replacing (-want +got):\n%s", diff)
		}
		// The position alone in the query.
		if status, answer := sendRaw(t, server, "POST", path+"?position=1", `{"uris":["`+string(noon)+`"]}`); status != http.StatusCreated {
			t.Fatalf("adding at a position: %d %s", status, answer)
		}
		if diff := cmp.Diff([]spotify.URI{dawn, noon, dawn}, urisOf(server, playlist.ID)); diff != "" {
			t.Errorf("after adding at a position (-want +got):\n%s", diff)
		}
	}
}

func urisOf(server *spotifytest.Server, id spotify.PlaylistID) []spotify.URI {
	playlist, _ := server.Playlist(id)
	var uris []spotify.URI
	for _, item := range playlist.Items {
		uris = append(uris, item.URI)
	}
	return uris
}

// TestBothPlaces makes sure that a request which says it twice is reported: Spotify
// takes one of them, and does not say which.
func TestBothPlaces(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.Relaxed())
	album := server.AddAlbum(spotifytest.Album{Name: "One"})
	sendRaw(t, server, "PUT", "/me/albums?ids="+string(album.ID), `{"ids":["`+string(album.ID)+`"]}`)
	if violations := server.Violations(); len(violations) != 1 || !strings.Contains(violations[0], "want none") {
		t.Errorf("violations %q, want one of the body", violations)
	}
}

// TestTrailingSlash makes sure that a path may end with a slash.
func TestTrailingSlash(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	if status, answer := sendRaw(t, server, "GET", "/me/", ""); status != http.StatusOK {
		t.Errorf("%d %s", status, answer)
	}
}

// TestPagesOfOtherOrigins makes sure that a client in a browser may ask, and may read
// the answers, refusals among them, but not the page that shows the state.
func TestPagesOfOtherOrigins(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	for _, test := range []struct {
		method, address string
		status          int
		admitted        bool
	}{
		{"OPTIONS", server.URL + "/me/tracks", http.StatusNoContent, true},
		{"OPTIONS", server.AccountsURL + "/api/token", http.StatusNoContent, true},
		{"GET", server.URL + "/me", http.StatusUnauthorized, true},
		{"POST", server.AccountsURL + "/api/token", http.StatusUnsupportedMediaType, true},
		{"GET", server.AccountsURL + "/", http.StatusOK, false},
	} {
		request, err := http.NewRequest(test.method, test.address, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		admitted := response.Header.Get("Access-Control-Allow-Origin") == "*"
		if response.StatusCode != test.status || admitted != test.admitted {
			t.Errorf("%s %s: status %d, admitted %v; want %d, %v", test.method, test.address, response.StatusCode, admitted, test.status, test.admitted)
		}
		if headers := response.Header.Get("Access-Control-Allow-Headers"); test.method == "OPTIONS" && !strings.Contains(headers, "Authorization") {
			t.Errorf("%s: allowed headers are %q", test.address, headers)
		}
	}
	if n := server.Count(); n != 1 {
		t.Errorf("%d requests in the log, want the one to the Web API", n)
	}
}

// TestChangedElsewhere changes what a user has without a request.
func TestChangedElsewhere(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	track := server.AddTrack(spotifytest.Track{Name: "Dawn"}).ID.URI()
	server.Save("", track)
	server.Unsave("", track)
	if saved := server.Saved("", spotify.KindTrack); len(saved) != 0 {
		t.Errorf("saved %v, want nothing", saved)
	}
	playlist := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"})
	server.SetFeatured(playlist.ID)
	featured, err := server.Client().Playlists.ListFeatured(t.Context(), nil) //lint:ignore SA1019 The operation is tested like the rest.
	if err != nil || len(featured.Playlists.Items) != 1 || featured.Playlists.Items[0].ID != playlist.ID {
		t.Errorf("featured %+v (%v), want the playlist", featured, err)
	}
	client := server.Client()
	if _, err := client.Users.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.RevokeTokens("")
	if _, err := client.Users.Me(t.Context()); !errors.Is(err, spotify.ErrUnauthorized) || !errors.Is(err, spotify.ErrReauthRequired) {
		t.Errorf("after the tokens of the default user were revoked: %v, want ErrUnauthorized and ErrReauthRequired", err)
	}
	client = server.Client()
	if _, err := client.Users.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.ExpireTokens()
	if _, err := client.Users.Me(t.Context()); err != nil {
		t.Errorf("after the tokens have expired: %v", err)
	}
}

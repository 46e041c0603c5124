package faketest_test

import (
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

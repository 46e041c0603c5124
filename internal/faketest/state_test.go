package faketest_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestStateIsKept saves the state of a server on which much has happened, and compares
// what the next one answers.
func TestStateIsKept(t *testing.T) {
	before := spotifytest.NewServer(t)
	client, example, ctx := before.Client(), before.Example(), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "Kept & Well"})
	must(err)
	_, err = client.Playlists.AddItems(ctx, playlist.ID, spotify.AddItemsRequest{Items: spotify.Resources{example.Track, example.Episode, example.Track}})
	must(err)
	must(client.Playlists.UploadCoverImage(ctx, playlist.ID, []byte("\xFF\xD8\xFFcover")))
	must(client.Library.Save(ctx, spotify.Resources{example.ExplicitTrack.URI(), example.Show.URI()}))
	must(client.Library.Remove(ctx, spotify.Resources{example.LongPlaylist.URI()}))
	before.AddUser(spotifytest.User{ID: "new one", DisplayName: "Nina", Country: "KE", Product: "free"})
	before.FollowPlaylist("new one", playlist.ID)
	before.SetTopTracks("", "short_term", example.ExplicitTrack, example.Track)
	before.SetTopArtists("", "", example.Artist)
	before.AddDevice("", spotifytest.Device{Name: "Barn Speaker", Volume: -1, Restricted: true})
	before.StartPlayback("", example.Show.URI())
	before.Advance(40 * time.Minute)
	before.StartPlayback("", example.Album.URI())
	must(before.RegisterApp(spotifytest.App{ID: "mine", Secret: "secret", RedirectURIs: []string{"https://example.com/cb"}}))
	before.Advance(95 * time.Second)

	token := before.TokenFor("new one", spotify.ScopeUserLibraryRead)
	revoked := before.TokenFor("harper")
	before.RevokeTokens("harper")
	lasting := before.LastingToken("").AccessToken

	var state bytes.Buffer
	must(before.SaveState(&state))
	after := spotifytest.NewServer(t)
	must(after.LoadState(bytes.NewReader(state.Bytes())))
	if !after.Now().Equal(before.Now()) {
		t.Errorf("it is %v, and was %v", after.Now(), before.Now())
	}
	for _, path := range []string{
		"/me", "/me/playlists", "/me/playlists?offset=50", "/me/tracks", "/me/shows", "/me/episodes", "/me/albums", "/me/audiobooks", "/me/following?type=artist",
		"/me/player", "/me/player/queue", "/me/player/devices", "/me/player/recently-played?limit=50", "/me/top/tracks", "/me/top/tracks?time_range=short_term", "/me/top/artists",
		"/playlists/" + string(playlist.ID), "/playlists/" + string(playlist.ID) + "/images", "/playlists/" + string(example.LongPlaylist),
		"/playlists/" + string(example.MixedPlaylist), "/users/new%20one", "/users/new%20one/playlists", "/users/harper",
		"/shows/" + string(example.Show) + "/episodes?market=SE", "/search?q=Kept&type=playlist", "/search?q=love&type=playlist",
	} {
		want, got := bodyWith(t, before, lasting, path), bodyWith(t, after, lasting, path)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-before +after):\n%.2000s", path, diff)
		}
	}
	for text, want := range map[string]int{token.AccessToken: 200, lasting: 200, revoked.AccessToken: 401} {
		if got := statusWith(t, after, text); got != want {
			t.Errorf("a token has status %d, want %d", got, want)
		}
	}
	if again := after.LastingToken("").AccessToken; again != lasting {
		t.Error("the page shows another token")
	}
	if _, known := after.Playlist(playlist.ID); !known || string(after.Cover(playlist.ID)) != "\xFF\xD8\xFFcover" {
		t.Error("the cover is lost")
	}
	app := after.App()
	for refresh, want := range map[string]int{token.RefreshToken: 200, revoked.RefreshToken: 400} {
		form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}, "client_id": {app.ID}, "client_secret": {app.Secret}}
		response, err := http.PostForm(after.AccountsURL+"/api/token", form)
		must(err)
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("a refresh: status %d (%s), want %d", response.StatusCode, body, want)
		}
		for _, old := range []string{token.AccessToken, lasting, revoked.AccessToken} {
			if bytes.Contains(body, []byte(old)) {
				t.Error("a new token is an old one")
			}
		}
	}
	if status, _ := press(t, after, "clock", "by=1h", nil); status != 200 {
		t.Error("the new server does nothing")
	}

	// Both go on in the same way.
	before.Advance(time.Hour)
	for _, server := range []*spotifytest.Server{before, after} {
		_, err := server.Client().Playlists.RemoveItems(ctx, playlist.ID, spotify.RemoveItemsRequest{Items: []spotify.PlaylistItemToRemove{{Item: example.Episode}}})
		must(err)
	}
	if a, b := before.Snapshot(playlist.ID), after.Snapshot(playlist.ID); a != b {
		t.Errorf("the snapshots differ: %s, %s", a, b)
	}
	if diff := cmp.Diff(before.Playback(""), after.Playback("")); diff != "" {
		t.Errorf("playback (-before +after):\n%s", diff)
	}
}

// bodyWith is the answer to a request with a token, without the address of the server.
func bodyWith(t *testing.T, server *spotifytest.Server, token, path string) string {
	t.Helper()
	request, err := http.NewRequest("GET", server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != 200 {
		t.Errorf("%s: status %d, %v", path, response.StatusCode, err)
	}
	return strings.ReplaceAll(string(body), server.AccountsURL, "")
}

// TestStateIsTheSame makes sure that nothing changes in a state by being loaded and saved,
// or by time alone: whoever keeps it in a file would write it for nothing.
func TestStateIsTheSame(t *testing.T) {
	server := spotifytest.NewServer(t)
	server.StartPlayback("", server.Example().Album.URI())
	server.LastingToken("")
	save := func(server *spotifytest.Server) string {
		t.Helper()
		var state strings.Builder
		if err := server.SaveState(&state); err != nil {
			t.Fatal(err)
		}
		return state.String()
	}
	first := save(server)
	server.Client(spotify.ScopeUserReadPlaybackState)
	if diff := cmp.Diff(first, save(server)); diff != "" {
		t.Errorf("saved twice (-first +second):\n%s", diff)
	}
	next := spotifytest.NewServer(t)
	if err := next.LoadState(strings.NewReader(first)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, save(next)); diff != "" {
		t.Errorf("loaded and saved (-before +after):\n%.3000s", diff)
	}
}

// TestStateIsRefused makes sure that a state is loaded as a whole or not at all.
func TestStateIsRefused(t *testing.T) {
	source := spotifytest.NewServer(t)
	source.StartPlayback("", source.Example().Album.URI())
	source.TokenFor("")
	var good strings.Builder
	if err := source.SaveState(&good); err != nil {
		t.Fatal(err)
	}
	change := func(old, new string) string {
		t.Helper()
		if !strings.Contains(good.String(), old) {
			t.Fatalf("the state has no %s", old)
		}
		return strings.Replace(good.String(), old, new, 1)
	}
	for _, test := range []struct{ name, state, want string }{
		{"nothing", "", "line 1, column 1: unexpected end of JSON input"},
		{"half of it", good.String()[:good.Len()/2], "unexpected end of JSON input"},
		{"no JSON", "{\n  oops\n}", "line 2, column 3: invalid character 'o'"},
		{"another file", `{"name": "music", "version": "1.2"}`, "line 1, column 34"},
		{"an empty object", "{}", "its version is 0, and not 1"},
		{"a newer version", change(`"Version": 1`, `"Version": 2`), "its version is 2, and not 1"},
		{"a list", "[]", "line 1, column 1"},
		{"an unknown field", change(`"Version": 1,`, `"Version": 1, "Colour": "red",`), `unknown field "Colour"`},
		{"another type", change(`"Ahead": 0`, `"Ahead": "1h"`), "cannot unmarshal string"},
		{"another catalogue", change(`"Empty": false`, `"Empty": true`), "it is that of a server without the default catalogue"},
		{"the past", change(`"Ahead": 0`, `"Ahead": -1`), "its clock is behind the beginning"},
		{"no user", change(`"ID": "listener"`, `"ID": ""`), "a user has no ID"},
		{"no market", change(`"Country": "SE"`, `"Country": "XX"`), `"XX" is not a market`},
		{"a lost owner", change(`"Owner": "listener"`, `"Owner": "nobody"`), `there is no user "nobody"`},
		{"beyond the list", change(`"Order": [`, `"Order": [ 4000,`), `player of "listener": there is no item 4000`},
		{"a longer order", change(`"Order": [`, `"Order": [ 0,`), `player of "listener": `},
		{"an odd repeat", change(`"Repeat": "off"`, `"Repeat": "often"`), `it cannot repeat "often"`},
		{"a lost login", change(`"Login": 0`, `"Login": 77`), "a token is that of login 77"},
	} {
		server := spotifytest.NewServer(t)
		token := server.TokenFor("")
		err := server.LoadState(strings.NewReader(test.state))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "spotifytest: this is no state that can be loaded: ") {
			t.Errorf("%s: the error is %v, want %q", test.name, err, test.want)
		}
		if playing := server.Playback("").Type; playing != "unknown" || statusWith(t, server, token.AccessToken) != 200 {
			t.Errorf("%s: the server has changed; %s plays", test.name, playing)
		}
	}
	broken := errors.New("broken")
	if err := source.LoadState(io.MultiReader(strings.NewReader("{"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
	if err := source.SaveState(failing{broken}); !errors.Is(err, broken) {
		t.Errorf("a writer that fails: %v", err)
	}
}

// failing fails to be read and written.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

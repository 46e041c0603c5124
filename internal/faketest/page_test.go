package faketest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// getPage reads the page that shows the state.
func getPage(t *testing.T, method, address string) (status int, text string) {
	t.Helper()
	request, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestPageShowsTheState(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client := server.Client()
	ctx := context.Background()
	track := server.AddTrack(spotifytest.Track{Name: "<b>Bold</b> Song", Duration: 200 * time.Second})
	server.AddUser(spotifytest.User{ID: "other / one", DisplayName: "Ola Other"})

	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "Watched & Seen"})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Library.Save(ctx, spotify.Resources{track.ID.URI()}); err != nil {
		t.Fatal(err)
	}
	server.StartPlayback("", track.ID.URI())
	server.Advance(50 * time.Second)

	status, page := getPage(t, "GET", server.AccountsURL+"/")
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, page)
	}
	for _, want := range []string{
		"<strong>&lt;b&gt;Bold&lt;/b&gt; Song</strong>", `value="25"`, "0:50 of 3:20", // the player
		"Watched &amp; Seen", string(playlist.SnapshotID), // the playlists
		"Tracks <small>1</small>",                         // the library
		"Playlists.Create", "POST /me/playlists", ">201<", // the requests
		`href="?user=other%20%2f%20one"`, // the users
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<b>") {
		t.Error("a name got into the page as HTML")
	}
	if _, page := getPage(t, "GET", server.AccountsURL+"/?user="+url.QueryEscape("other / one")); !strings.Contains(page, "Nothing plays.") || strings.Contains(page, "Watched") {
		t.Error("the page of another user does not show their state, or not only theirs")
	}
}

// TestPageIsConfined makes sure that nothing but its own script runs in the page, and
// that nobody else shows it.
func TestPageIsConfined(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	response, err := http.Get(server.AccountsURL + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
}

func TestPageRefuses(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	for _, test := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/", 200},
		{"HEAD", "/", 200},
		{"GET", "/?part=state", 200},
		{"GET", "/?user=nobody", 404},
		{"GET", "/favicon.ico", 404},
		{"POST", "/", 405},
		{"DELETE", "/", 405},
	} {
		if status, _ := getPage(t, test.method, server.AccountsURL+test.path); status != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, status, test.want)
		}
	}
}

// TestPageInBrowser lets a browser look at the page while the state changes: what it
// shows in the end is not what it was given in the beginning.
func TestPageInBrowser(t *testing.T) {
	browser := findBrowser(t)
	const attempts = 3 // a browser that crashes says nothing about the page
	var dom string
	var err error
	for range attempts {
		if dom, err = watch(t, browser); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(dom, "<strong>Begun Later</strong>") {
		t.Errorf("the page did not follow the state:\n%s", dom)
	}
}

// watch opens the page of a new server, on which something begins to play once the page
// has been loaded. It returns what the page shows some seconds later.
func watch(t *testing.T, browser string) (dom string, err error) {
	t.Helper()
	server := spotifytest.NewServer(t, spotifytest.Empty())
	track := server.AddTrack(spotifytest.Track{Name: "Begun Later"})

	// Between the browser and the server, to know when the page has been loaded.
	target, err := url.Parse(server.AccountsURL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	var begin sync.Once
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proxy.ServeHTTP(w, r)
		if r.URL.Path == "/" && !r.URL.Query().Has("part") {
			begin.Do(func() { server.StartPlayback("", track.ID.URI()) })
		}
	}))
	defer front.Close()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stderr strings.Builder
	// The time of the page runs as fast as it can: the budget is no waiting.
	command := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=5000", "--dump-dom", front.URL+"/")
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", browser, err, stderr.String())
	}
	return string(out), nil
}

// findBrowser returns the path of a Chromium or a Chrome. What CI runs installs one;
// elsewhere a machine may do without.
func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium or Chrome on this machine; .ci/run installs one")
	return ""
}

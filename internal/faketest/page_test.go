package faketest_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
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

// section cuts a section out of the page.
func section(page, id string) string {
	_, rest, _ := strings.Cut(page, `<section id="`+id+`"`)
	text, _, _ := strings.Cut(rest, "</section>")
	return text
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
		"Tracks <small>1</small>", "spotify:track:" + string(track.ID), // the library
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
	if _, page := getPage(t, "GET", server.AccountsURL+"/?user="+url.QueryEscape("other / one")); !strings.Contains(page, "Nothing plays.") || strings.Contains(section(page, "playlists"), "Watched") {
		t.Error("the page of another user does not show their state, or not only theirs")
	}
}

// TestPageIsConfined makes sure that nothing but its own script and style are in the page,
// and that nobody else shows it.
func TestPageIsConfined(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	response, err := http.Get(server.AccountsURL + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	policy := response.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	_, page := getPage(t, "GET", server.AccountsURL+"/")
	_, script := getPage(t, "GET", server.AccountsURL+"/page.js")
	_, style := getPage(t, "GET", server.AccountsURL+"/page.css")
	for _, match := range regexp.MustCompile(`(?:src|href|action)="[^"]*//[^"]*"|<style|\son\w+=|https?://|url\(`).FindAllString(strings.ReplaceAll(page, server.AccountsURL, "")+script+style, -1) {
		if !strings.Contains(match, "http://") { // of the redirect URI
			t.Errorf("the page has %q in it", match)
		}
	}
}

// TestPageHasItsOwnName makes sure that a name of somebody else does not lead to the page,
// which would then belong to their site.
func TestPageHasItsOwnName(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	port := server.AccountsURL[strings.LastIndexByte(server.AccountsURL, ':'):]
	for host, want := range map[string]int{
		"127.0.0.1" + port:         200,
		"localhost" + port:         200,
		"LOCALHOST":                200,
		"spotify.localhost":        200,
		"[::1]" + port:             200,
		"192.168.1.5":              200, // of this computer in its network
		"rebound.example" + port:   421,
		"127.0.0.1.example" + port: 421,
		"localhost.example":        421,
		"notlocalhost":             421,
	} {
		for _, path := range []string{"/", "/page.js", "/page/reset"} {
			request, err := http.NewRequest("GET", server.AccountsURL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if got := response.StatusCode; (got == 421) != (want == 421) {
				t.Errorf("%s of %s: status %d, want %d", path, host, got, want)
			}
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
		{"GET", "/page.css", 200},
		{"GET", "/page.js", 200},
		{"GET", "/?user=nobody", 404},
		{"GET", "/favicon.ico", 404},
		{"POST", "/", 405},
		{"POST", "/page.css", 405},
		{"DELETE", "/", 405},
		{"GET", "/page/clock", 405},
		{"POST", "/page/nothing", 404},
		{"POST", "/page/", 404},
		{"POST", "/page/reset?user=nobody", 404},
	} {
		if status, _ := getPage(t, test.method, server.AccountsURL+test.path); status != test.want {
			t.Errorf("%s %s: status %d, want %d", test.method, test.path, status, test.want)
		}
	}
}

// sendWith sends a request with a token, whatever the answer is.
func sendWith(t *testing.T, server *spotifytest.Server, token, method, path, body string) {
	t.Helper()
	request, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

// TestPageTellsOfRequests makes sure that a row has what was sent, what came back, and what
// is wrong with it.
func TestPageTellsOfRequests(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.Relaxed())
	token := server.LastingToken("").AccessToken
	rows := func() []string {
		_, page := getPage(t, "GET", server.AccountsURL+"/")
		return strings.Split(section(page, "requests"), `<tr class="request"`)[1:]
	}
	track := server.AddTrack(spotifytest.Track{Name: "Song"})
	server.Fail(1, spotifytest.HTMLError(502), spotify.OpTracksGet)
	for _, test := range []struct {
		name, method, path, body string
		want, lacks              []string
	}{
		{"a write", "POST", "/me/playlists", `{"name":"<i>Mix</i>"}`,
			[]string{`data-kinds=""`, `class="good">201<`, "&#34;name&#34;: &#34;&lt;i&gt;Mix&lt;/i&gt;&#34;", "&#34;snapshot_id&#34;", "for listener", "Authorization: [hidden]"}, []string{"<i>", token, "Problem"}},
		{"an error", "PUT", "/me/player/pause", "",
			[]string{`data-kinds="failed"`, `class="bad">404<`, `<small class="bad">Player command failed: No active device found (NO_ACTIVE_DEVICE)</small>`}, nil},
		{"no page of HTML", "GET", "/tracks/" + string(track.ID), "",
			[]string{`data-kinds="failed"`, ">502<", "&lt;title&gt;502 Bad Gateway"}, []string{`<br><small class="bad">`}},
		{"a violation", "GET", "/me?colour=red", "",
			[]string{`data-kinds="violation"`, ">200<", "not in the schema</span>", "colour&#34; is not in the schema"}, nil},
		{"a warning", "PUT", "/me/tracks?ids=" + string(track.ID), "",
			[]string{`data-kinds="warning"`, ">200<", "warning</span>", "ids is in the query"}, nil},
		{"many bytes", "POST", "/me/playlists", `{"name":"` + strings.Repeat("x", 20000) + `"}`,
			[]string{"… and 118"}, nil},
	} {
		sendWith(t, server, token, test.method, test.path, test.body)
		row := rows()[0]
		for _, want := range test.want {
			if !strings.Contains(row, want) {
				t.Errorf("%s: the row lacks %q:\n%.3000s", test.name, want, row)
			}
		}
		for _, text := range test.lacks {
			if strings.Contains(row, text) {
				t.Errorf("%s: the row has %q:\n%.3000s", test.name, text, row)
			}
		}
	}
	for range 200 {
		sendWith(t, server, token, "GET", "/me", "")
	}
	if n := len(rows()); n != 50 {
		t.Errorf("%d requests are shown, want 50", n)
	}
}

package faketest_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The tests whose names begin with Foreign send what clients in other languages send, as
// plain requests that are written here: the paths, the place of each argument, and the
// headers are theirs. All of it has to work on a strict server: with warnings where a client
// sends something in another form than the schema has, and without violations. What is
// known to be refused by Spotify as well is left out, such as a bare list of IDs as the body
// (docs/facts/mismatches.md M60).

// A foreignClient is how a client sends its requests.
type foreignClient struct {
	// header is what it sends with a request. Content-Type counts where there is a body, and
	// where the client sends it without one.
	header func(method, body string) http.Header
	login  loginForm
	origin string // of the page that it runs in; it asks for leave with a preflight
}

// A loginForm is how a client authenticates itself when it redeems a code.
type loginForm int

const (
	secretInHeader loginForm = iota
	secretInBody
	proofKey
)

// A foreignStep is a request, and the status of its answer. In both texts, names in braces
// stand for IDs: see newForeignSession.
type foreignStep struct {
	request  string // "PUT /me/tracks?ids={track}"
	body     string
	status   int
	warnings int // texts in the log
}

// A foreignSession is a client that is logged in to a server.
type foreignSession struct {
	t      *testing.T
	server *spotifytest.Server
	client foreignClient
	token  string
	values map[string]string // what the names in braces stand for
}

// newForeignSession starts a server, and logs a client in.
func newForeignSession(t *testing.T, client foreignClient) *foreignSession {
	t.Helper()
	server := spotifytest.NewServer(t, spotifytest.BothPlaylistShapes())
	example := server.Example()
	other := server.AddTrack(spotifytest.Track{Name: "Another"})
	s := &foreignSession{t: t, server: server, client: client, values: map[string]string{
		"track": string(example.Track), "other": string(other.ID), "album": string(example.Album),
		"single": string(other.Album), "artist": string(example.Artist), "show": string(example.Show),
		"episode": string(example.Episode), "book": string(example.Audiobook), "chapter": string(example.Chapter),
		"playlist": string(example.Playlist), "others": string(example.OthersPlaylist), "category": string(example.Category),
		"user": string(server.User().ID), "friend": string(example.OtherUser), "device": string(server.Devices("")[0].ID),
		"jpeg": base64.StdEncoding.EncodeToString(append([]byte{0xFF, 0xD8, 0xFF, 0xE0}, make([]byte, 300)...)),
	}}
	s.logIn()
	return s
}

// logIn goes through the authorization code flow, and refreshes the token once.
func (s *foreignSession) logIn() {
	const redirect, verifier = "http://127.0.0.1:8888/callback", "a-verifier-that-is-long-enough-to-be-one-1234567890"
	app := s.server.App()
	query := url.Values{"client_id": {app.ID}, "response_type": {"code"}, "redirect_uri": {redirect}, "state": {"s"}}
	var scopes []string
	for _, scope := range spotifytest.AllScopes() {
		scopes = append(scopes, string(scope))
	}
	query.Set("scope", strings.Join(scopes, " "))
	form := url.Values{"grant_type": {"authorization_code"}, "redirect_uri": {redirect}}
	if s.client.login == proofKey {
		sum := sha256.Sum256([]byte(verifier))
		query.Set("code_challenge", base64.RawURLEncoding.EncodeToString(sum[:]))
		query.Set("code_challenge_method", "S256")
		form.Set("code_verifier", verifier)
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page, err := browser.Get(s.server.AccountsURL + "/authorize?" + query.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	page.Body.Close()
	back, err := page.Location()
	if err != nil {
		s.t.Fatal(err)
	}
	form.Set("code", back.Query().Get("code"))
	s.token = s.redeem(app, form)
}

// redeem sends a form to the accounts service, and then one to refresh what has come.
func (s *foreignSession) redeem(app spotifytest.App, form url.Values) (token string) {
	for {
		switch s.client.login {
		case secretInBody:
			form.Set("client_id", app.ID)
			form.Set("client_secret", app.Secret)
		case proofKey:
			form.Set("client_id", app.ID)
		}
		request, err := http.NewRequest("POST", s.server.AccountsURL+"/api/token", strings.NewReader(form.Encode()))
		if err != nil {
			s.t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if s.client.login == secretInHeader {
			request.SetBasicAuth(app.ID, app.Secret)
		}
		var answer struct {
			Token   string `json:"access_token"`
			Refresh string `json:"refresh_token"`
		}
		if status, text := s.send(request); status != http.StatusOK {
			s.t.Fatalf("%s: %d %s", form.Get("grant_type"), status, text)
		} else if err := json.Unmarshal([]byte(text), &answer); err != nil {
			s.t.Fatal(err)
		}
		if form.Get("grant_type") == "refresh_token" {
			return answer.Token
		}
		form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {answer.Refresh}}
	}
}

func (s *foreignSession) send(request *http.Request) (status int, text string) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.client.origin != "" && response.Header.Get("Access-Control-Allow-Origin") != "*" {
		s.t.Errorf("%s %s: the page may not read the answer", request.Method, request.URL)
	}
	return response.StatusCode, string(body)
}

// run sends the requests one after the other.
func (s *foreignSession) run(steps []foreignStep) {
	s.t.Helper()
	for _, step := range steps {
		s.step(step)
	}
}

func (s *foreignSession) step(step foreignStep) {
	s.t.Helper()
	method, path, _ := strings.Cut(s.fill(step.request), " ")
	body := s.fill(step.body)
	request, err := http.NewRequest(method, s.server.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header = s.client.header(method, body)
	request.Header.Set("Authorization", "Bearer "+s.token)
	if s.client.origin != "" {
		s.askForLeave(request)
	}
	s.server.ClearRequests()
	status, answer := s.send(request)
	logged := s.server.Requests()[0]
	if status != step.status || len(logged.Warnings) != step.warnings {
		s.t.Errorf("%s %s: %d with the warnings %q, want %d with %d\n%.300s", step.request, body, status, logged.Warnings, step.status, step.warnings, answer)
	}
	s.remember(step.request, answer)
}

// askForLeave sends the preflight of a browser.
func (s *foreignSession) askForLeave(request *http.Request) {
	ask, err := http.NewRequest("OPTIONS", request.URL.String(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Origin", s.client.origin)
	ask.Header.Set("Origin", s.client.origin)
	ask.Header.Set("Access-Control-Request-Method", request.Method)
	ask.Header.Set("Access-Control-Request-Headers", "authorization,content-type")
	response, err := http.DefaultClient.Do(ask)
	if err != nil {
		s.t.Fatal(err)
	}
	response.Body.Close()
	allowed := response.Header
	if response.StatusCode != http.StatusNoContent || !strings.Contains(allowed.Get("Access-Control-Allow-Methods"), request.Method) ||
		!strings.Contains(allowed.Get("Access-Control-Allow-Headers"), "Content-Type") {
		s.t.Errorf("the preflight of %s %s is answered with %d %v", request.Method, request.URL, response.StatusCode, allowed)
	}
}

func (s *foreignSession) fill(text string) string {
	for name, value := range s.values {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}

// remember keeps what later requests refer to: {new} is the playlist that was created last,
// {snapshot} is the last snapshot ID, and {next} is the link to the next page.
func (s *foreignSession) remember(request, answer string) {
	var members struct {
		ID       string `json:"id"`
		Snapshot string `json:"snapshot_id"`
		Next     string `json:"next"`
	}
	if json.Unmarshal([]byte(answer), &members) != nil {
		return // not an object, or nothing
	}
	if strings.HasPrefix(request, "POST ") && strings.HasSuffix(request, "/playlists") {
		s.values["new"] = members.ID
	}
	if members.Snapshot != "" {
		s.values["snapshot"] = members.Snapshot
	}
	s.values["next"] = strings.TrimPrefix(members.Next, s.server.URL)
}

// want checks what the server has in the end.
func (s *foreignSession) want(saved []spotify.URI, items int) {
	s.t.Helper()
	for _, uri := range saved {
		found := false
		for _, kind := range []spotify.Kind{spotify.KindTrack, spotify.KindAlbum, spotify.KindShow, spotify.KindAudiobook, spotify.KindEpisode} {
			for _, have := range s.server.Saved("", kind) {
				found = found || have == uri
			}
		}
		if !found {
			s.t.Errorf("%s is not saved", uri)
		}
	}
	if got := urisOf(s.server, spotify.PlaylistID(s.values["new"])); len(got) != items {
		s.t.Errorf("the new playlist has %d items, want %d", len(got), items)
	}
	if violations := s.server.Violations(); len(violations) > 0 {
		s.t.Errorf("violations: %q", violations)
	}
}

// always sends the same header with every request.
func always(pairs ...string) func(method, body string) http.Header {
	return func(string, string) http.Header {
		header := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			header.Set(pairs[i], pairs[i+1])
		}
		return header
	}
}

// forImages makes image/jpeg the type of base64 text, in place of what else is sent.
func forImages(other func(method, body string) http.Header) func(method, body string) http.Header {
	return func(method, body string) http.Header {
		header := other(method, body)
		if strings.HasPrefix(body, "/9j/") {
			header.Set("Content-Type", "image/jpeg")
		}
		return header
	}
}

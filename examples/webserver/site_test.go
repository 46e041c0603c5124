package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A scene is a site, its Spotify, and two users who have saved a track each.
type scene struct {
	fake   *spotifytest.Server
	site   *site
	url    string
	logins string // the folder
	log    bytes.Buffer
}

const (
	mira spotify.UserID = "mira"
	noel spotify.UserID = "../noel" // free text
)

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{fake: spotifytest.NewServer(t, spotifytest.Empty()), logins: filepath.Join(t.TempDir(), "logins")}
	for user, track := range map[spotify.UserID]string{mira: "Song of Mira", noel: "Song of <Noel>"} {
		s.fake.AddUser(spotifytest.User{ID: user})
		s.fake.Save(user, s.fake.AddTrack(spotifytest.Track{Name: track}).ID.URI())
	}
	server := httptest.NewUnstartedServer(nil)
	s.url = "http://" + server.Listener.Addr().String()
	var err error
	if s.site, err = newSite(t.Context(), s.fake.AuthConfig(), s.url, s.logins, spotify.WithBaseURL(s.fake.URL)); err != nil {
		t.Fatal(err)
	}
	s.site.log = slog.New(slog.NewTextHandler(&s.log, nil))
	server.Config.Handler = s.site.handler()
	server.Start()
	t.Cleanup(server.Close)
	return s
}

// A browser has cookies and follows redirects.
type browser struct {
	*http.Client
	t *testing.T
}

func newBrowser(t *testing.T) browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{&http.Client{Jar: jar}, t}
}

// open returns the status and the text of a page.
func (b browser) open(url string) (int, string) {
	b.t.Helper()
	return b.read(b.Get(url))
}

func (b browser) read(resp *http.Response, err error) (int, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// see fails the test unless a page has a status and a text.
func (b browser) see(url string, status int, want string) {
	b.t.Helper()
	if got, text := b.open(url); got != status || !strings.Contains(text, want) {
		b.t.Errorf("%s: %d and %q, want %d and %q", url, got, text, status, want)
	}
}

func (b browser) session(address string) string {
	b.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, cookie := range b.Jar.Cookies(u) {
		if cookie.Name == cookieName {
			return cookie.Value
		}
	}
	return ""
}

// stopAtCallback lets the browser go through a login up to the callback, and returns the
// URL of that.
func (b browser) stopAtCallback(s *scene) string {
	b.t.Helper()
	b.CheckRedirect = func(next *http.Request, _ []*http.Request) error {
		if next.URL.Path == "/callback" {
			return http.ErrUseLastResponse
		}
		return nil
	}
	defer func() { b.CheckRedirect = nil }()
	resp, err := b.Get(s.url + "/login")
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	return resp.Header.Get("Location")
}

func TestEachUserSeesTheirOwn(t *testing.T) {
	s := newScene(t)
	browsers := map[spotify.UserID]browser{}
	for _, user := range []spotify.UserID{mira, noel} {
		b := newBrowser(t)
		b.see(s.url, 200, "Log in with Spotify")
		s.fake.SetConsent(spotifytest.Consent{User: user})
		b.open(s.url + "/login")
		browsers[user] = b
	}
	browsers[mira].see(s.url, 200, "<li>Song of Mira</li>\n</ul>")
	if resp, err := browsers[mira].Head(s.url); err != nil || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a page of one user may be kept for others: %v, %v", resp, err)
	}
	browsers[noel].see(s.url, 200, "<li>Song of &lt;Noel&gt;</li>\n</ul>")

	tokens := map[string]bool{}
	for _, user := range []spotify.UserID{mira, noel} {
		grant, err := s.site.store(user).Load(t.Context())
		if err != nil {
			t.Errorf("the store of %s: %v", user, err)
		}
		tokens[grant.Token.RefreshToken] = true
	}
	if len(tokens) != 2 || tokens[""] {
		t.Errorf("the stores hold %d logins, want 2", len(tokens))
	}
	if files, err := os.ReadDir(s.logins); len(files) != 2 || err != nil {
		t.Errorf("%d files in the folder of logins, %v; want 2", len(files), err)
	}
	if s.log.Len() > 0 {
		t.Errorf("the log says %s", s.log.String())
	}
}

// Whoever makes another browser open the callback of a login of their own has not logged
// it in.
func TestForeignCallbacksAreRefused(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: noel})
	callback := newBrowser(t).stopAtCallback(s)

	b := newBrowser(t)
	b.see(callback, http.StatusBadRequest, "no longer valid")
	own := b.stopAtCallback(s)
	b.see(callback, http.StatusBadRequest, "no longer valid")
	if _, err := s.site.store(noel).Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
		t.Errorf("the login was saved: %v", err)
	}
	b.see(own, 200, "Noel") // its own login goes on all the same
	b.see(own, http.StatusBadRequest, "no longer valid")
}

func TestASessionIsNewAfterTheLogin(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	b := newBrowser(t)
	b.see(s.url+"/login", 200, "Mira")
	planted := b.session(s.url)
	b.see(s.url+"/login", 200, "Mira")
	if now := b.session(s.url); now == planted || now == "" {
		t.Errorf("the session is %q as before the login", now)
	}
	request := httptest.NewRequest("GET", "/", nil)
	request.AddCookie(&http.Cookie{Name: cookieName, Value: planted})
	if _, ok := s.site.sessions.get(request); ok {
		t.Error("the session from before the login is still there")
	}
}

func TestTheUserRefuses(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{Refuse: true})
	b := newBrowser(t)
	b.see(s.url+"/login", http.StatusForbidden, "Without your consent")
	b.see(s.url, 200, "Log in with Spotify")
}

func TestLogout(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	b := newBrowser(t)
	b.see(s.url+"/login", 200, "Mira")
	b.see(s.url+"/logout", http.StatusMethodNotAllowed, "") // another site can make it open this
	b.see(s.url, 200, "Mira")
	if _, text := b.read(b.Post(s.url+"/logout", "", nil)); !strings.Contains(text, "Log in with Spotify") {
		t.Errorf("after logging out, the page is %q", text)
	}
	u, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	if cookies := b.Jar.Cookies(u); len(cookies) > 0 {
		t.Errorf("the browser still has %v", cookies)
	}
	if n := len(s.site.sessions.byID); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
}

// When the user has taken the login back, the page leads to the login and back.
func TestTheLoginIsRenewed(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	s.fake.SetTokenLifetime(30 * time.Second) // which is so short that it is replaced at once
	b := newBrowser(t)
	b.see(s.url+"/login", 200, "Mira")
	before, err := s.site.store(mira).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.fake.RevokeTokens(mira)
	s.site.clients = map[spotify.UserID]*spotify.Client{} // as after a restart
	b.see(s.url, 200, "Mira")
	after, err := s.site.store(mira).Load(t.Context())
	if err != nil || after.Token.RefreshToken == before.Token.RefreshToken {
		t.Errorf("the store has the login from before: %v", err)
	}
}

// One client serves all requests of a user, so that a token is refreshed once.
func TestTokensAreRefreshedOnceAndSaved(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	s.fake.SetTokenLifetime(30 * time.Second)
	var saves atomic.Int64
	stores := s.site.store
	s.site.store = func(user spotify.UserID) spotify.TokenStore { return countingStore{stores(user), &saves} }
	b := newBrowser(t)
	callback := b.stopAtCallback(s)
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.open(callback)
	first, err := s.site.store(mira).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var visits sync.WaitGroup
	for range 8 {
		visits.Go(func() {
			resp, err := b.Get(s.url)
			if err != nil || resp.StatusCode != 200 {
				t.Errorf("%v, %v", resp, err)
				return
			}
			resp.Body.Close()
		})
	}
	visits.Wait()
	second, err := s.site.store(mira).Load(t.Context())
	if err != nil || second.Token.AccessToken == first.Token.AccessToken {
		t.Errorf("the new token was not saved: %v", err)
	}
	if n := saves.Load(); n != 2 {
		t.Errorf("%d grants were saved, want 2: that of the login, and a new one", n)
	}
}

// A countingStore counts what is saved in it.
type countingStore struct {
	spotify.TokenStore
	saves *atomic.Int64
}

func (c countingStore) Save(ctx context.Context, grant spotify.Grant) error {
	c.saves.Add(1)
	return c.TokenStore.Save(ctx, grant)
}

// A server that ends while a token is being refreshed waits until the new one is saved.
func TestCloseWaitsForRefreshes(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	s.fake.SetTokenLifetime(30 * time.Second)
	b := newBrowser(t)
	callback := b.stopAtCallback(s)
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	b.open(callback)
	store := &slowStore{TokenStore: s.site.store(mira), begun: make(chan struct{}), end: make(chan struct{})}
	s.site.store = func(spotify.UserID) spotify.TokenStore { return store }
	before, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	var visit sync.WaitGroup
	visit.Go(func() { b.see(s.url, http.StatusOK, "Song of Mira") })
	<-store.begun
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.site.close(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("close does not wait for the refresh: %v", err)
	}
	close(store.end)
	if err := s.site.close(t.Context()); err != nil {
		t.Error(err)
	}
	after, err := store.Load(t.Context())
	if err != nil || after.Token.AccessToken == before.Token.AccessToken {
		t.Errorf("the new token was not saved: %v", err)
	}
	visit.Wait()
}

// A slowStore tells when it begins to save, and waits until it may.
type slowStore struct {
	spotify.TokenStore
	begun, end chan struct{}
}

func (s *slowStore) Save(ctx context.Context, grant spotify.Grant) error {
	close(s.begun)
	<-s.end
	return s.TokenStore.Save(ctx, grant)
}

func TestFailuresAreLoggedWithoutSecrets(t *testing.T) {
	s := newScene(t)
	s.fake.SetConsent(spotifytest.Consent{User: mira})
	b := newBrowser(t)
	b.see(s.url+"/login", 200, "Mira")
	s.fake.Fail(1, spotifytest.JSONError(403, "Player command failed", ""), spotify.OpTracksListSaved)
	b.see(s.url, http.StatusBadGateway, "cannot be reached")
	grant, err := s.site.store(mira).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.log.String(), "403 Forbidden") || strings.Contains(s.log.String(), grant.Token.AccessToken) {
		t.Errorf("the log says %s", s.log.String())
	}
}

func TestSessionsExpire(t *testing.T) {
	now := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	s := newSessions(true)
	s.now = func() time.Time { return now }
	start := func() *http.Request {
		w, request := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		s.start(w, request, mira)
		cookie := w.Result().Cookies()[0]
		if !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
			t.Errorf("the cookie is %v", cookie)
		}
		request.AddCookie(cookie)
		return request
	}
	visit := start()
	for after, want := range map[time.Duration]bool{0: true, sessionLife - 1: true, sessionLife: false} {
		now = now.Add(after)
		if _, ok := s.get(visit); ok != want {
			t.Errorf("after %v: %t", after, ok)
		}
		now = now.Add(-after)
	}
	now = now.Add(sessionLife)
	start()
	if n := len(s.byID); n != 1 {
		t.Errorf("%d sessions are kept, want one", n)
	}
}

// The program starts with a Spotify of its own, and ends when it is told to.
func TestRun(t *testing.T) {
	t.Setenv("SPOTIFY_CLIENT_ID", "")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0"}, in) }()
	line := make([]byte, 100)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address, ok := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "Please open ")
	if !ok {
		t.Fatalf("it says %q", line[:n])
	}
	newBrowser(t).see(address+"/login", 200, "<li>Lanterns over Ostrevik</li>")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(temporary); len(left) > 0 || err != nil {
		t.Errorf("%v is left in the temporary folder, %v", left, err)
	}
}

func TestCookiesAreSecureWhereTheyCanBe(t *testing.T) {
	config := spotify.AuthConfig{ClientID: "x"}
	for url, want := range map[string]bool{"https://music.example": true, "http://127.0.0.1:8080": false} {
		s, err := newSite(t.Context(), config, url, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.handler().ServeHTTP(w, httptest.NewRequest("GET", "/login", nil))
		if cookies := w.Result().Cookies(); len(cookies) != 1 || cookies[0].Secure != want {
			t.Errorf("%s sets %v; want one with Secure %t", url, cookies, want)
		}
	}
}

func TestRunFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct{ args, want string }{
		{"-addr " + taken.Addr().String(), "address already in use"},
		{"-addr 127.0.0.1:0 -url http://localhost:8080", "Spotify refuses localhost"},
		{"-port 80", "not defined: -port"},
	} {
		err := run(t.Context(), strings.Fields(test.args), io.Discard)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.args, err, test.want)
		}
	}
}

package spotify

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

const (
	testClientID = "5fe01282e44241328a84e7c5cc169165"
	testSecret   = "hush-d0nt-tell-client-secret"
	testCode     = "hush-authorization-code-once"
	testRefresh  = "hush-AQArefresh-token-number-1"
	testAccess   = "hush-BQDaccess-token-number-1"
	testVerifier = "hush-verifier-of-at-least-43-characters-0123456789"
	testState    = "hush-state-of-this-login"
)

// anySecret is in each of the secrets of the tests of authorization.
const anySecret = "hush-"

// clock is a clock that stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// accounts is a stand-in for Spotify's accounts service. The handler answers the
// requests for tokens; without one, tokens are issued, numbered from 2.
type accounts struct {
	*httptest.Server

	mu         sync.Mutex
	handler    func(w http.ResponseWriter, form url.Values)
	challenges map[string]url.Values // the query of /authorize by code
	requests   []tokenRequest
}

type tokenRequest struct {
	form   url.Values
	header http.Header
}

func newAccounts(t *testing.T) *accounts {
	t.Helper()
	a := &accounts{challenges: make(map[string]url.Values)}
	a.Server = httptest.NewServer(a.mux())
	t.Cleanup(a.Close)
	return a
}

func (a *accounts) mux() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", a.authorize)
	mux.HandleFunc("POST /api/token", a.token)
	return mux
}

// newLocalAccounts returns one without a network, for tests in which time is not real, and
// an Authenticator with the clock of the test.
func newLocalAccounts(t *testing.T, change ...func(*AuthConfig)) (*accounts, *Authenticator) {
	t.Helper()
	a := &accounts{challenges: make(map[string]url.Values)}
	mux := a.mux()
	config := AuthConfig{
		ClientID: testClientID, RedirectURI: LoopbackRedirectURI, Scopes: testGrant().Scopes,
		HTTPClient: &http.Client{Transport: roundTrip(func(req *http.Request) (resp *http.Response, err error) {
			defer func() {
				if recover() != nil {
					err = syscall.ECONNRESET
				}
			}()
			if err := req.Context().Err(); err != nil {
				return nil, err
			}
			recorder := httptest.NewRecorder()
			mux.ServeHTTP(recorder, req)
			return recorder.Result(), nil
		})},
	}
	for _, f := range change {
		f(&config)
	}
	auth, err := NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	return a, auth
}

// localGrant is testGrant for an hour from now.
func localGrant() Grant {
	g := testGrant()
	g.AuthorizedAt, g.Token.Expiry = time.Now().AddDate(0, -1, 0), time.Now().Add(time.Hour)
	return g
}

// authorize sends the browser back at once, as for a user who agrees.
func (a *accounts) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	a.mu.Lock()
	a.challenges[testCode] = query
	a.mu.Unlock()
	back := query.Get("redirect_uri") + "?" + url.Values{"code": {testCode}, "state": {query.Get("state")}}.Encode()
	http.Redirect(w, r, back, http.StatusSeeOther)
}

func (a *accounts) token(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	a.mu.Lock()
	a.requests = append(a.requests, tokenRequest{r.PostForm, r.Header})
	n := len(a.requests) + 1
	asked, known := a.challenges[r.PostForm.Get("code")]
	handler := a.handler
	a.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if handler != nil {
		handler(w, r.PostForm)
		return
	}
	if r.PostForm.Get("grant_type") == "authorization_code" {
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		switch {
		case !known, asked.Get("redirect_uri") != r.PostForm.Get("redirect_uri"),
			asked.Get("code_challenge_method") != "S256", asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]):
			refuse(w, 400, "invalid_grant", "the verifier or the redirect URI is wrong")
			return
		}
	}
	fmt.Fprint(w, tokenAnswer(n, true))
}

func refuse(w http.ResponseWriter, status int, code, description string) {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": description})
}

func tokenAnswer(n int, withRefresh bool) string {
	answer := map[string]any{"access_token": accessToken(n), "token_type": "Bearer", "expires_in": 3600, "scope": "user-read-email user-top-read"}
	if withRefresh {
		answer["refresh_token"] = refreshToken(n)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func accessToken(n int) string  { return fmt.Sprintf("hush-BQDaccess-token-number-%d", n) }
func refreshToken(n int) string { return fmt.Sprintf("hush-AQArefresh-token-number-%d", n) }

// answer sets the handler.
func (a *accounts) answer(handler func(w http.ResponseWriter, form url.Values)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.handler = handler
}

// redirectURI returns the one that the browser came with.
func (a *accounts) redirectURI() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.challenges[testCode].Get("redirect_uri")
}

func (a *accounts) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.requests)
}

// last returns the last request for a token.
func (a *accounts) last(t *testing.T) tokenRequest {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.requests) == 0 {
		t.Fatal("no token was asked for")
	}
	return a.requests[len(a.requests)-1]
}

func testConfig(a *accounts) AuthConfig {
	return AuthConfig{
		ClientID: testClientID, AccountsURL: a.URL, RedirectURI: LoopbackRedirectURI,
		Scopes: []Scope{"user-read-email", "user-top-read"},
		Retry:  NoRetry(),
	}
}

func newTestAuth(t *testing.T, config AuthConfig) (*Authenticator, *clock) {
	t.Helper()
	auth, err := NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	now := newClock()
	auth.now = now.now
	return auth, now
}

// testGrant is good for an hour from the beginning of the clock.
func testGrant() Grant {
	g := Grant{AuthorizedAt: newClock().at.AddDate(0, -1, 0), Scopes: []Scope{"user-read-email", "user-top-read"}}
	g.Token.AccessToken, g.Token.RefreshToken, g.Token.TokenType = testAccess, testRefresh, "Bearer"
	g.Token.Expiry = newClock().at.Add(time.Hour)
	return g
}

// grantText shows a grant with its tokens, for comparisons.
func grantText(t *testing.T, g Grant) string {
	t.Helper()
	text, err := g.MarshalSecret()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// noSecrets looks for secrets in an error and in all that it wraps.
func noSecrets(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		if text := fmt.Sprintf(verb, err); strings.Contains(text, anySecret) {
			t.Errorf("%T shows a secret: %s", err, text)
		}
	}
	switch wrapper := err.(type) {
	case *oauth2.RetrieveError:
		if resp := wrapper.Response; resp != nil && (resp.Request != nil || strings.Contains(fmt.Sprint(resp.Header), anySecret)) {
			t.Errorf("the answer in %T holds secrets: %v", err, resp.Header)
		}
		if strings.Contains(string(wrapper.Body), anySecret) {
			t.Errorf("the body in %T holds secrets: %s", err, wrapper.Body)
		}
	case interface{ Unwrap() error }:
		noSecrets(t, wrapper.Unwrap())
	case interface{ Unwrap() []error }:
		for _, inner := range wrapper.Unwrap() {
			noSecrets(t, inner)
		}
	}
}

// memoryStore is a token store that can fail.
type memoryStore struct {
	mu       sync.Mutex
	grant    *Grant
	loadErr  error
	saveErr  error
	saved    []Grant
	attempts int
}

func (s *memoryStore) Load(ctx context.Context) (Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return Grant{}, ctx.Err()
	case s.loadErr != nil:
		return Grant{}, s.loadErr
	case s.grant == nil:
		return Grant{}, ErrNoToken
	}
	return *s.grant, nil
}

func (s *memoryStore) Save(ctx context.Context, g Grant) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts++
	if err := errors.Join(ctx.Err(), s.saveErr); err != nil {
		return err
	}
	s.grant = &g
	s.saved = append(s.saved, g)
	return nil
}

func (s *memoryStore) set(change func(*memoryStore)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// A logBuffer keeps what is logged.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBuffer) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// wantOne looks for a single line at level warn that says something, without secrets.
func (l *logBuffer) wantOne(t *testing.T, says string) {
	t.Helper()
	text := l.String()
	if strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=WARN") || !strings.Contains(text, says) || strings.Contains(text, anySecret) {
		t.Errorf("logged %q, want one warning that says %q", text, says)
	}
}

// mustSource returns a source of the login in a store.
func mustSource(t *testing.T, auth *Authenticator, store TokenStore) *TokenSource {
	t.Helper()
	source, err := auth.StoredTokenSource(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

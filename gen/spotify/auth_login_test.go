package spotify

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// browse follows a URL to the accounts service and back, like a browser, and returns
// the page at the end.
func browse(t *testing.T, loginURL string) (*http.Response, string) {
	resp, err := http.Get(loginURL)
	if err != nil {
		t.Error(err)
		return &http.Response{}, ""
	}
	return resp, readBody(t, resp)
}

func readBody(t *testing.T, resp *http.Response) string {
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}

// logIn logs in with a browser and waits for it, too: the login is over before the
// browser has read its page.
func logIn(ctx context.Context, auth *Authenticator, browser func(loginURL string)) (Grant, error) {
	done := make(chan struct{})
	grant, err := auth.Login(ctx, func(loginURL string) error {
		defer close(done)
		browser(loginURL)
		return nil
	})
	<-done
	return grant, err
}

func queryOf(t *testing.T, text string) url.Values {
	u, err := url.Parse(text)
	if err != nil {
		t.Error(err)
		return nil
	}
	return u.Query()
}

func TestLogin(t *testing.T) {
	for _, redirectURI := range []string{"", "http://127.0.0.1/callback", "http://127.0.0.1", "http://[::1]/a%20b", "HTTP://127.0.0.1/%63allback", "port"} {
		t.Run(redirectURI, func(t *testing.T) {
			server := newAccounts(t)
			config := testConfig(server)
			config.RedirectURI = redirectURI
			want := "http://127.0.0.1:"
			switch {
			case strings.HasPrefix(redirectURI, "HTTP"): // is sent to the letter
				want = "HTTP://127.0.0.1:"
			case redirectURI == "port":
				config.RedirectURI = "http://" + freeAddress(t) + "/callback"
				want = config.RedirectURI
			case strings.Contains(redirectURI, "[::1]"):
				want = "http://[::1]:"
				if listener, err := net.Listen("tcp", "[::1]:0"); err != nil {
					return // a computer without IPv6
				} else {
					listener.Close()
				}
			}
			auth, now := newTestAuth(t, config)
			var page *http.Response
			var body string
			got, err := logIn(t.Context(), auth, func(loginURL string) { page, body = browse(t, loginURL) })
			if err != nil {
				t.Fatal(err)
			}
			if got.Token.AccessToken != accessToken(2) || got.Token.RefreshToken != refreshToken(2) || !got.AuthorizedAt.Equal(now.now()) {
				t.Errorf("got %s", grantText(t, got))
			}
			_, path, _ := strings.Cut(strings.Replace(config.RedirectURI, "//", "", 1), "/")
			if config.RedirectURI == "" {
				path = "callback"
			}
			if asked := server.redirectURI(); !strings.HasPrefix(asked, want) || !strings.HasSuffix(asked, path) {
				t.Errorf("redirect URI %s, want %s…%s", asked, want, path)
			}
			if page.StatusCode != 200 || !strings.Contains(body, "<h1>You are logged in</h1>") {
				t.Errorf("the page says %d %s", page.StatusCode, body)
			}
			header := map[string]string{}
			for _, name := range []string{"Cache-Control", "Referrer-Policy", "Content-Type", "X-Content-Type-Options"} {
				header[name] = page.Header.Get(name)
			}
			if diff := cmp.Diff(map[string]string{
				"Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
				"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff",
			}, header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if strings.Contains(body, anySecret) {
				t.Errorf("a secret shows in %s", body)
			}
		})
	}
}

// freeAddress returns an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestLoginStopsListening(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	if _, err := logIn(t.Context(), auth, func(loginURL string) { browse(t, loginURL) }); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(server.redirectURI())
	if err == nil {
		resp.Body.Close()
		t.Error("somebody is still listening")
	}
}

// Requests that do not belong to the login are turned away, and it goes on.
func TestLoginIgnoresStrayRequests(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	_, err := logIn(t.Context(), auth, func(loginURL string) {
		query := queryOf(t, loginURL)
		back, right := query.Get("redirect_uri"), "state="+query.Get("state")+"&code="+testCode
		root := strings.TrimSuffix(back, "/callback")
		requests := []struct {
			method, url string
			status      int
		}{
			{"GET", root + "/favicon.ico", 404},
			{"GET", root + "/?" + right, 404},
			{"GET", back + "/?" + right, 404},
			{"GET", back, 400},
			{"GET", back + "?code=" + testCode, 400},
			{"GET", back + "?state=wrong&code=" + testCode, 400},
			{"GET", back + "?state=wrong&error=access_denied", 400},
			{"GET", back + "?" + right + "&state=wrong", 400},
			{"HEAD", back + "?" + right, 200},
			{"HEAD", root + "/favicon.ico", 404},
			{"POST", back + "?" + right, 405},
			{"OPTIONS", back + "?" + right, 405},
		}
		for _, r := range requests {
			req, err := http.NewRequest(r.method, r.url, nil)
			if err != nil {
				t.Error(err)
				continue
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Error(err)
				continue
			}
			if body := readBody(t, resp); resp.StatusCode != r.status || strings.Contains(body, "You are logged in") || strings.Contains(body, query.Get("state")) {
				t.Errorf("%s %s: %d %s", r.method, r.url, resp.StatusCode, body)
			}
			if resp.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s may be kept", r.method, r.url)
			}
		}
		if server.count() != 0 {
			t.Error("a stray request has spent a code")
		}
		browse(t, loginURL)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLoginThatIsRefused(t *testing.T) {
	tests := []struct {
		name  string
		query url.Values
		code  string
		want  string // of the error, and on the page
	}{
		{"by the user", url.Values{"error": {"access_denied"}}, "access_denied", "spotify: no token: access_denied"},
		{"with markup", url.Values{"error": {"<script>x</script>"}, "error_description": {"a&b"}}, "<script>x</script>", "<script>x</script>: a&b"},
		{"wrong code", url.Values{"code": {"hush-other-code"}}, "invalid_grant", "status 400: invalid_grant: the verifier or the redirect URI is wrong"},
		{"nothing", url.Values{}, "", "the authorization code is missing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
			var page *http.Response
			var body string
			_, err := logIn(t.Context(), auth, func(loginURL string) {
				query := url.Values{"state": queryOf(t, loginURL)["state"]}
				for name, values := range test.query {
					query[name] = values
				}
				page, body = browse(t, queryOf(t, loginURL).Get("redirect_uri")+"?"+query.Encode())
			})
			wantError(t, err, test.want)
			noSecrets(t, err)
			var authErr *AuthError
			if ok := errors.As(err, &authErr); ok != (test.code != "") || ok && authErr.Code != test.code {
				t.Errorf("got %#v", err)
			}
			if page.StatusCode != 400 || !strings.Contains(body, "The login did not work") || strings.Contains(body, "<script") || strings.Contains(body, anySecret) {
				t.Errorf("the page says %d %s", page.StatusCode, body)
			}
			escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(test.want)
			if !strings.Contains(body, escaped) {
				t.Errorf("the page does not say why: %s", body)
			}
		})
	}
}

// A browser may ask twice. The code serves once; the outcome is shown to both.
func TestLoginComesBackTwice(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	c, listener, err := auth.newCallback(t.Context(), func(string) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
	query := url.Values{"state": {c.state}, "code": {testCode}}
	for range 2 {
		if err := c.finish(query); err != nil {
			t.Error(err)
		}
	}
	if server.count() != 1 {
		t.Errorf("%d requests", server.count())
	}
	select {
	case <-c.done:
	default:
		t.Error("the login goes on")
	}
}

func TestLoginErrors(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	nothing := func(string) error { return nil }
	noBrowser := errors.New("no browser")
	tests := []struct {
		name   string
		change func(*AuthConfig)
		ctx    func() context.Context
		open   func(string) error
		want   []string
		is     error
	}{
		{"no hook", nil, nil, nil, []string{"open is nil"}, nil},
		{"hook fails", nil, nil, func(string) error { return noBrowser }, []string{"the login page cannot be opened: no browser"}, noBrowser},
		{"hook quotes the URL", nil, nil, func(loginURL string) error {
			return errors.New("cannot open ?state=" + queryOf(t, loginURL).Get("state"))
		}, []string{"cannot be opened: cannot open ?state=[redacted]"}, nil},
		{"https", func(c *AuthConfig) { c.RedirectURI = "https://example.com/callback" }, nil, nothing,
			[]string{"the redirect URI must be an http URL on this computer, like http://127.0.0.1/callback", "use PasteLogin, or BeginLogin on a web server"}, nil},
		{"scheme of an app", func(c *AuthConfig) { c.RedirectURI = "my-app://127.0.0.1" }, nil, nothing, []string{"the redirect URI must be an http URL on this computer"}, nil},
		{"https on loopback", func(c *AuthConfig) { c.RedirectURI = "https://127.0.0.1/callback" }, nil, nothing, []string{"the redirect URI must be an http URL on this computer"}, nil},
		{"port in use", func(c *AuthConfig) { c.RedirectURI = "http://" + busy.Addr().String() + "/callback" }, nil, nothing,
			[]string{busy.Addr().String(), "leave the port out of the redirect URI to use any free one"}, nil},
		{"cancelled", nil, func() context.Context { return cancelled(t) }, nothing, []string{"context canceled: enough"}, context.Canceled},
		{"timeout", func(c *AuthConfig) { c.LoginTimeout = time.Millisecond }, nil, nothing,
			[]string{"context deadline exceeded: the browser did not come back from the login page within 1ms"}, context.DeadlineExceeded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			config := testConfig(server)
			if test.change != nil {
				test.change(&config)
			}
			auth, _ := newTestAuth(t, config)
			ctx := t.Context()
			if test.ctx != nil {
				ctx = test.ctx()
			}
			got, err := auth.Login(ctx, test.open)
			wantError(t, err, append(test.want, "spotify: login: ")...)
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v is not %v", err, test.is)
			}
			if got.Token.AccessToken != "" || server.count() != 0 {
				t.Errorf("got %s, %d requests", grantText(t, got), server.count())
			}
		})
	}
}

// A login that is given up while the code is on its way ends, too.
func TestLoginIsCancelledDuringExchange(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	defer close(release)
	auth, _ := newTestAuth(t, testConfig(server))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-come
		cancel()
	}()
	_, err := logIn(ctx, auth, func(loginURL string) {
		if page, body := browse(t, loginURL); page.StatusCode != 400 || !strings.Contains(body, "context canceled") {
			t.Errorf("the page says %d %s", page.StatusCode, body)
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestStoredLogin(t *testing.T) {
	unread := errors.New("unreadable")
	later := testGrant()
	later.AuthorizedAt = newClock().at.AddDate(0, -6, 0)
	fewer := testGrant()
	fewer.Scopes = fewer.Scopes[:1]
	unknownAge := testGrant()
	unknownAge.AuthorizedAt = time.Time{}
	ended := testGrant()
	ended.EndedAt = newClock().at
	tests := []struct {
		name   string
		store  *memoryStore
		logins int
		want   string // error
	}{
		{"stored", &memoryStore{grant: Ptr(testGrant())}, 0, ""},
		{"of unknown age", &memoryStore{grant: &unknownAge}, 0, ""},
		{"nothing", &memoryStore{}, 1, ""},
		{"too old", &memoryStore{grant: &later}, 1, ""},
		{"ended", &memoryStore{grant: &ended}, 1, ""},
		{"scope missing", &memoryStore{grant: &fewer}, 1, ""},
		{"unreadable", &memoryStore{loadErr: unread}, 0, "spotify: token store: unreadable"},
		{"not saved", &memoryStore{saveErr: unread}, 1, "spotify: the new token could not be saved: unreadable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			auth, now := newTestAuth(t, testConfig(server))
			store := test.store
			logins := make(chan struct{}, 2)
			source, err := auth.StoredLogin(t.Context(), store, func(loginURL string) error {
				browse(t, loginURL)
				logins <- struct{}{}
				return nil
			})
			for range test.logins {
				<-logins
			}
			if len(logins) != 0 {
				t.Error("one login too many")
			}
			if test.want != "" {
				wantError(t, err, test.want)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := mustToken(t, source); got != accessToken(1+test.logins) || got != store.grant.Token.AccessToken {
				t.Errorf("got %s", got)
			}
			now.advance(2 * time.Hour)
			if got := mustToken(t, source); got != store.grant.Token.AccessToken {
				t.Errorf("the store has another token than %s", got)
			}
		})
	}
}

// The context of the login may have a deadline, though the program goes on.
func TestStoredLoginEndsBeforeItsSource(t *testing.T) {
	for name, stored := range map[string]bool{"stored": true, "new": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := new(memoryStore)
				if stored {
					store.grant = Ptr(localGrant())
				}
				server, auth := newLocalAccounts(t)
				// A client for tokens may be a value of the context, which is kept.
				config := auth.settings()
				sent := 0
				client := config.HTTPClient
				config.HTTPClient = nil
				auth, err := NewAuthenticator(config)
				if err != nil {
					t.Fatal(err)
				}
				counting := &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
					sent++
					return client.Transport.RoundTrip(req)
				})}
				ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), oauth2.HTTPClient, counting), time.Minute)
				defer cancel()
				source, err := auth.StoredLoginFunc(ctx, store, func(got context.Context) (Grant, error) {
					if _, ok := got.Deadline(); !ok {
						t.Error("the login has no deadline")
					}
					return localGrant(), nil
				})
				if err != nil {
					t.Fatal(err)
				}
				for n := range 2 {
					time.Sleep(time.Hour)
					if got := mustToken(t, source); got != accessToken(n+2) || store.grant.Token.AccessToken != got {
						t.Errorf("got %s", got)
					}
				}
				if sent != 2 || server.count() != 2 {
					t.Errorf("%d requests with the client of the context, %d in all", sent, server.count())
				}
			})
		})
	}
}

func TestStoredLoginInEmptyFile(t *testing.T) {
	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	for content, want := range map[string]bool{"": true, "{": false} {
		store, path := newTestFile(t)
		write(t, path, content, 0o600)
		_, err := auth.StoredLoginFunc(t.Context(), store, func(context.Context) (Grant, error) { return testGrant(), nil })
		if (err == nil) != want {
			t.Errorf("%q: got %v", content, err)
		}
	}
}

func TestStoredLoginWithoutUser(t *testing.T) {
	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	store := NewFileStore(filepath.Join(t.TempDir(), "token.json"))
	_, err := auth.StoredLogin(t.Context(), store, func(string) error { return errors.New("no browser") })
	wantError(t, err, "no browser")
	if _, err := store.Load(t.Context()); !errors.Is(err, ErrNoToken) {
		t.Errorf("got %v", err)
	}
}

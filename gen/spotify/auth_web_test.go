package spotify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A loginSite is a web server whose users log in. Two processes answer in turn.
type loginSite struct {
	*httptest.Server
	accounts *accounts
	grants   []Grant
	errs     []error
	fails    error // of what keeps the grant
}

func newLoginSite(t *testing.T) *loginSite {
	t.Helper()
	s := &loginSite{Server: httptest.NewUnstartedServer(nil), accounts: newAccounts(t)}
	config := testConfig(s.accounts)
	config.RedirectURI = "http://" + s.Listener.Addr().String() + "/in/callback"
	mux := http.NewServeMux()
	begin, _ := newTestAuth(t, config)
	finish, _ := newTestAuth(t, config)
	mux.Handle("/login", begin.LoginHandler())
	mux.Handle("/in/callback", finish.CallbackHandler(
		func(w http.ResponseWriter, r *http.Request, grant Grant) error {
			if s.fails != nil {
				return s.fails
			}
			s.grants = append(s.grants, grant)
			http.Redirect(w, r, "/home", http.StatusSeeOther)
			return nil
		},
		func(w http.ResponseWriter, _ *http.Request, err error) {
			s.errs = append(s.errs, err)
			http.Error(w, "failed", http.StatusTeapot)
		}))
	mux.HandleFunc("/home", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "welcome") })
	s.Config.Handler = mux
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// A webBrowser has cookies. It stops where the accounts service sends it back.
type webBrowser struct {
	*http.Client
	t *testing.T
}

func newWebBrowser(t *testing.T) webBrowser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return webBrowser{&http.Client{Jar: jar, CheckRedirect: func(next *http.Request, _ []*http.Request) error {
		if strings.HasSuffix(next.URL.Path, "/callback") {
			return http.ErrUseLastResponse
		}
		return nil
	}}, t}
}

// begin opens the login and returns the callback of a user who agrees.
func (b webBrowser) begin(s *loginSite) string {
	b.t.Helper()
	resp, err := b.Get(s.URL + "/login")
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		b.t.Fatal(err)
	}
	return back.String()
}

// see fails the test unless a page has a status and a text.
func (b webBrowser) see(method, address string, status int, want string) {
	b.t.Helper()
	req, err := http.NewRequest(method, address, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	if body := readBody(b.t, resp); resp.StatusCode != status || !strings.Contains(body, want) {
		b.t.Errorf("%s %s: %d %q, want %d %q", method, address, resp.StatusCode, body, status, want)
	}
}

func (b webBrowser) cookies(s *loginSite) []*http.Cookie {
	b.t.Helper()
	u, err := url.Parse(s.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.Jar.Cookies(u)
}

func TestWebLogin(t *testing.T) {
	s := newLoginSite(t)
	b := newWebBrowser(t)
	callback := b.begin(s)
	b.see("HEAD", callback, 200, "") // of a program that looks at links
	b.see("POST", callback, 405, "method not allowed")
	b.see("GET", callback, 200, "welcome")
	if len(s.grants) != 1 || s.grants[0].Token.AccessToken != accessToken(2) {
		t.Errorf("got %v, errors %v", s.grants, s.errs)
	}
	if left := b.cookies(s); len(left) != 0 {
		t.Errorf("the browser still has %v", left)
	}
	b.see("GET", callback, http.StatusTeapot, "failed")
	if len(s.grants) != 1 || len(s.errs) != 1 || !errors.Is(s.errs[0], ErrStateMismatch) || s.accounts.count() != 1 {
		t.Errorf("a second time: %v, errors %v, %d requests", s.grants, s.errs, s.accounts.count())
	}
}

// Another browser is logged in by nothing but its own login.
func TestWebLoginIsBoundToTheBrowser(t *testing.T) {
	s := newLoginSite(t)
	foreign := newWebBrowser(t).begin(s)
	b := newWebBrowser(t)
	b.see("GET", foreign, http.StatusTeapot, "failed")
	own := b.begin(s)
	state := queryOf(t, own).Get("state")
	for _, query := range []string{
		"code=" + testCode, "code=" + testCode + "&state=", "code=" + testCode + "&state=" + state + "x", "error=access_denied",
		"code=" + testCode + "&state=" + state + "&state=" + state, "code=" + testCode + "&state=x&state=" + state, "",
	} {
		b.see("GET", s.URL+"/in/callback?"+query, http.StatusTeapot, "failed")
	}
	b.see("GET", foreign, http.StatusTeapot, "failed")
	for _, err := range s.errs {
		if !errors.Is(err, ErrStateMismatch) {
			t.Errorf("got %v", err)
		}
		wantError(t, err, `began at another host than "http://127.0.0.1:`)
		noSecrets(t, err)
	}
	if len(s.errs) != 9 || s.accounts.count() != 0 {
		t.Errorf("%d errors, %d requests", len(s.errs), s.accounts.count())
	}
	b.see("GET", own, 200, "welcome") // goes on all the same
}

func TestWebLoginInTwoWindows(t *testing.T) {
	s := newLoginSite(t)
	b := newWebBrowser(t)
	first := b.begin(s)
	b.see("GET", b.begin(s), 200, "welcome")
	s.accounts.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(3, true)) })
	b.see("GET", first, 200, "welcome")
	for range 3 * maxLoginCookies {
		first = b.begin(s)
	}
	if n := len(b.cookies(s)); n > maxLoginCookies {
		t.Errorf("the browser keeps %d cookies", n)
	}
	b.see("GET", first, 200, "welcome")
}

func TestWebLoginFails(t *testing.T) {
	s := newLoginSite(t)
	b := newWebBrowser(t)
	callback := b.begin(s)
	b.see("GET", strings.Replace(callback, "code=", "error=access_denied&x=", 1), http.StatusTeapot, "failed")
	s.accounts.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_client", "who is "+testSecret) })
	b.see("GET", b.begin(s), http.StatusTeapot, "failed")
	s.accounts.answer(nil)
	s.fails = errors.New("the disk is full")
	b.see("GET", b.begin(s), http.StatusTeapot, "failed")
	if len(s.errs) != 3 {
		t.Fatalf("got %v", s.errs)
	}
	var refusal *AuthError
	if ok := errors.As(s.errs[0], &refusal); !ok || refusal.Code != "access_denied" {
		t.Errorf("got %v", s.errs[0])
	}
	wantError(t, s.errs[1], "invalid_client")
	if s.errs[2] != s.fails || len(b.cookies(s)) != 0 || len(s.grants) != 0 {
		t.Errorf("got %v, cookies %v, grants %v", s.errs[2], b.cookies(s), s.grants)
	}
}

// Without a function for failures, there are pages.
func TestWebLoginPages(t *testing.T) {
	var logged bytes.Buffer
	server := &http.Server{ErrorLog: log.New(&logged, "", 0)}
	ctx := context.WithValue(t.Context(), http.ServerContextKey, server)
	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	nowhere := testConfig(newAccounts(t))
	nowhere.RedirectURI = ""
	noRedirect, _ := newTestAuth(t, nowhere)
	keep := func(http.ResponseWriter, *http.Request, Grant) error { return nil }
	tests := []struct {
		name    string
		handler http.Handler
		query   string // besides the state
		status  int
		want    string
		log     string
	}{
		{"refused", auth.CallbackHandler(keep, nil), "error=access_denied", 403, "You did not agree", ""},
		{"foreign", auth.CallbackHandler(keep, nil), "code=x&state=y", 400, "no longer valid", ""},
		{"wrong code", auth.CallbackHandler(keep, nil), "code=hush-wrong", 502, "could not be finished", "invalid_grant"},
		{"no redirect URI", noRedirect.LoginHandler(), "", 502, "could not be finished", "RedirectURI is not set"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			logged.Reset()
			begun := httptest.NewRecorder()
			auth.LoginHandler().ServeHTTP(begun, httptest.NewRequest("GET", "/login", nil))
			state := queryOf(t, begun.Header().Get("Location")).Get("state")
			r := httptest.NewRequest("GET", "/callback?state="+state+"&"+test.query, nil).WithContext(ctx)
			for _, cookie := range begun.Result().Cookies() {
				r.AddCookie(cookie)
			}
			w := httptest.NewRecorder()
			test.handler.ServeHTTP(w, r)
			if body := w.Body.String(); w.Code != test.status || !strings.Contains(body, test.want) || strings.Contains(body, state) {
				t.Errorf("%d %s", w.Code, body)
			}
			if text := logged.String(); !strings.Contains(text, test.log) || (text != "") != (test.log != "") || strings.Contains(text, anySecret) || strings.Contains(text, state) {
				t.Errorf("the log says %q", text)
			}
			for _, name := range []string{"Cache-Control", "Referrer-Policy", "Content-Security-Policy"} {
				if w.Header().Get(name) == "" {
					t.Errorf("no %s", name)
				}
			}
		})
	}
}

func TestLoginCookie(t *testing.T) {
	type form struct {
		Prefix, Path, Domain string
		HttpOnly, Secure     bool
		SameSite             http.SameSite
		MaxAge               int
	}
	for redirectURI, want := range map[string]form{
		"http://127.0.0.1:8080/callback": {"spotify-login-", "/", "", true, false, http.SameSiteLaxMode, 3600},
		"https://music.example/callback": {"__Host-spotify-login-", "/", "", true, true, http.SameSiteLaxMode, 3600},
		"HTTPS://music.example/callback": {"__Host-spotify-login-", "/", "", true, true, http.SameSiteLaxMode, 3600},
	} {
		config := testConfig(newAccounts(t))
		config.RedirectURI = redirectURI
		auth, _ := newTestAuth(t, config)
		w := httptest.NewRecorder()
		auth.LoginHandler().ServeHTTP(w, httptest.NewRequest("GET", "/login", nil))
		if w.Code != http.StatusSeeOther || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%d, %v", w.Code, w.Header())
		}
		cookies := w.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("got %v", cookies)
		}
		c := cookies[0]
		got := form{c.Name[:max(0, len(c.Name)-16)], c.Path, c.Domain, c.HttpOnly, c.Secure, c.SameSite, c.MaxAge}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", redirectURI, diff)
		}
		if state := queryOf(t, w.Header().Get("Location")).Get("state"); strings.Contains(c.Name, state) || len(c.String()) > 1000 {
			t.Errorf("the cookie is %v", c)
		}
		other := httptest.NewRecorder()
		auth.LoginHandler().ServeHTTP(other, httptest.NewRequest("HEAD", "/login", nil))
		if cookies := other.Result().Cookies(); len(cookies) != 0 {
			t.Errorf("HEAD sets %v", cookies)
		}
	}
}

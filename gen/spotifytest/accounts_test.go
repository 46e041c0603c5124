package spotifytest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

const testUser spotify.UserID = "wizzler"

const (
	testVerifier = "a-verifier-of-forty-three-characters-or-more"
	testRedirect = "http://127.0.0.1:4567/callback"
)

// A loginDesk is the accounts service on a loopback port, with a clock of its own.
type loginDesk struct {
	*Server
	url string
	at  time.Time // guarded by mu
}

func newLoginDesk(t *testing.T) *loginDesk {
	d := &loginDesk{Server: &Server{}, at: time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)}
	d.accounts = newAccounts(func() time.Time { return d.at })
	d.accounts.user = testUser
	for _, id := range []spotify.UserID{testUser, "anna", "bert"} {
		d.users.put(id, member{User: User{ID: id}})
	}
	listener := httptest.NewServer(http.HandlerFunc(d.serveAccounts))
	t.Cleanup(listener.Close)
	d.url = listener.URL
	return d
}

// setTime puts the clock to a time.
func (d *loginDesk) setTime(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = at
}

// wait puts the clock forward.
func (d *loginDesk) wait(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = d.at.Add(by)
}

// register adds an app that has to be right.
func (d *loginDesk) register(t *testing.T, app App) {
	t.Helper()
	if err := d.RegisterApp(app); err != nil {
		t.Fatal(err)
	}
}

// look tells what a token stands for: "user app scopes", or why it does not.
func (d *loginDesk) look(token string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return describeCheck(d.accounts.check("Bearer " + token))
}

func describeCheck(found grant, refused *refusal) string {
	if refused != nil {
		kind := "JSON"
		if refused.plainText {
			kind = "text"
		}
		return fmt.Sprintf("%d %s (%s)", refused.status, refused.message, kind)
	}
	return fmt.Sprintf("%q of app %.4s: %s", found.user, found.clientID, formatScopes(found.scopes))
}

// A reply is what came back over HTTP.
type reply struct {
	status int
	header http.Header
	body   string
}

// send sends a request and follows no redirect.
func send(t *testing.T, r *http.Request) reply {
	t.Helper()
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, string(body)}
}

func requestTo(t *testing.T, method, address, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// loginQuery is a login that works.
func loginQuery(changes url.Values) url.Values {
	return change(url.Values{
		"client_id":             {defaultClientID},
		"response_type":         {"code"},
		"redirect_uri":          {testRedirect},
		"state":                 {"a state & more"},
		"scope":                 {"user-read-email playlist-read-private"},
		"code_challenge_method": {"S256"},
		"code_challenge":        {oauth2.S256ChallengeFromVerifier(testVerifier)},
	}, changes)
}

// change replaces parameters; those without values are left out.
func change(values, changes url.Values) url.Values {
	for name, list := range changes {
		values[name] = list
		if len(list) == 0 {
			delete(values, name)
		}
	}
	return values
}

// visit goes to the login page.
func (d *loginDesk) visit(t *testing.T, changes url.Values) reply {
	t.Helper()
	return send(t, requestTo(t, "GET", d.url+"/authorize?"+loginQuery(changes).Encode(), ""))
}

// code logs in and returns the authorization code.
func (d *loginDesk) code(t *testing.T, changes url.Values) string {
	t.Helper()
	got := d.visit(t, changes)
	location, err := url.Parse(got.header.Get("Location"))
	if err != nil || location.Query().Get("code") == "" {
		t.Fatalf("no code: status %d, location %q, %s", got.status, got.header.Get("Location"), got.body)
	}
	return location.Query().Get("code")
}

// codeForm asks for tokens for a code, with PKCE and without a secret.
func codeForm(code string, changes url.Values) url.Values {
	return change(url.Values{
		"grant_type":    {"authorization_code"},
		"client_id":     {defaultClientID},
		"code":          {code},
		"redirect_uri":  {testRedirect},
		"code_verifier": {testVerifier},
	}, changes)
}

func refreshForm(token string, changes url.Values) url.Values {
	return change(url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {defaultClientID},
		"refresh_token": {token},
	}, changes)
}

// post sends a form to the token endpoint, with the credentials "id:secret" in a header
// unless they are "".
func (d *loginDesk) post(t *testing.T, form url.Values, credentials string) reply {
	t.Helper()
	r := requestTo(t, "POST", d.url+"/api/token", form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if id, secret, ok := strings.Cut(credentials, ":"); ok {
		r.SetBasicAuth(id, secret)
	}
	return send(t, r)
}

// fetch is post where a token has to come.
func (d *loginDesk) fetch(t *testing.T, form url.Values, credentials string) tokenAnswer {
	t.Helper()
	got := d.post(t, form, credentials)
	var answer tokenAnswer
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || got.status != 200 || answer.AccessToken == "" {
		t.Fatalf("no token: %d %s", got.status, got.body)
	}
	return answer
}

// basic is the header of the default app.
func basic() string { return defaultClientID + ":" + defaultClientSecret }

func TestAccountsCheck(t *testing.T) {
	d := newLoginDesk(t)
	listed := App{ID: "11", Secret: "s", RedirectURIs: []string{testRedirect}, Users: []spotify.UserID{"anna"}}
	d.register(t, listed)

	good := d.TokenFor(testUser, "user-read-email", "streaming").AccessToken
	alone := d.accounts.issue("", []spotify.Scope{"streaming"}).AccessToken
	revoked := d.TokenFor("bert").AccessToken
	d.RevokeTokens("bert")
	unlisted := d.fetch(t, codeForm(d.code(t, url.Values{"client_id": {"11"}}), url.Values{"client_id": {"11"}}), "").AccessToken
	d.SetConsent(Consent{User: "anna"})
	onList := d.fetch(t, codeForm(d.code(t, url.Values{"client_id": {"11"}}), url.Values{"client_id": {"11"}}), "").AccessToken
	appAlone := d.fetch(t, url.Values{"grant_type": {"client_credentials"}}, "11:s").AccessToken

	for _, test := range []struct{ name, header, want string }{
		{"none", "", "401 No token provided (JSON)"},
		{"other scheme", "Basic " + good, "400 Only valid bearer authentication supported (JSON)"},
		{"no scheme", good, "400 Only valid bearer authentication supported (JSON)"},
		{"scheme alone", "Bearer ", "400 Only valid bearer authentication supported (JSON)"},
		{"unknown", "Bearer BQunknown", "401 Invalid access token (JSON)"},
		{"of a user", "Bearer " + good, `"wizzler" of app fa4e: user-read-email streaming`},
		{"scheme in lower case", "bearer " + good, `"wizzler" of app fa4e: user-read-email streaming`},
		{"of the app", "Bearer " + alone, `"" of app fa4e: `},
		{"revoked", "Bearer " + revoked, "401 Invalid access token (JSON)"},
		{"not on the list", "Bearer " + unlisted, "403 User not registered in the Developer Dashboard (text)"},
		{"on the list", "Bearer " + onList, `"anna" of app 11: user-read-email playlist-read-private`},
		{"of an app with a list", "Bearer " + appAlone, `"" of app 11: `},
	} {
		t.Run(test.name, func(t *testing.T) {
			d.mu.Lock()
			defer d.mu.Unlock()
			if got := describeCheck(d.accounts.check(test.header)); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}

	t.Run("list changed", func(t *testing.T) {
		listed.Users = append(listed.Users, testUser)
		d.register(t, listed)
		if got, want := d.look(unlisted), `"wizzler" of app 11: user-read-email playlist-read-private`; got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
}

func TestAccountsExpiry(t *testing.T) {
	const good, expired = `"wizzler" of app fa4e: streaming`, "401 The access token expired (JSON)"
	for _, test := range []struct {
		name     string
		lifetime time.Duration
		after    time.Duration
		want     string
		seconds  int64
	}{
		{"before the hour", -1, time.Hour - time.Nanosecond, good, 3600},
		{"after the hour", -1, time.Hour, expired, 3600},
		{"before another time", 90 * time.Second, 90*time.Second - 1, good, 90},
		{"after another time", 90 * time.Second, 90 * time.Second, expired, 90},
		{"fraction cut off", 1999 * time.Millisecond, time.Second, expired, 1},
		{"less than a second", time.Second - 1, time.Hour - 1, good, 3600},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			if test.lifetime >= 0 {
				d.SetTokenLifetime(test.lifetime)
			}
			token := d.TokenFor(testUser, "streaming")
			if token.ExpiresIn != test.seconds || !token.Expiry.IsZero() {
				t.Errorf("ExpiresIn %d, Expiry %v; want %d and none", token.ExpiresIn, token.Expiry, test.seconds)
			}
			d.wait(test.after)
			if got := d.look(token.AccessToken); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}

	t.Run("of the app alone", func(t *testing.T) {
		if token := newLoginDesk(t).AppToken(); token.RefreshToken != "" || token.TokenType != "Bearer" {
			t.Errorf("refresh token is %q, type %q; want none, and Bearer", token.RefreshToken, token.TokenType)
		}
	})

	t.Run("at once", func(t *testing.T) {
		d := newLoginDesk(t)
		token := d.TokenFor(testUser, "streaming")
		d.ExpireTokens()
		if got := d.look(token.AccessToken); got != expired {
			t.Errorf("got %s\nwant %s", got, expired)
		}
		fresh := d.fetch(t, refreshForm(token.RefreshToken, nil), "")
		if got := d.look(fresh.AccessToken); got != good {
			t.Errorf("refreshed: got %s\nwant %s", got, good)
		}
	})
}

func TestAccountsRevoke(t *testing.T) {
	d := newLoginDesk(t)
	token, other := d.TokenFor(testUser), d.TokenFor("anna")
	code := d.code(t, nil)
	d.RevokeTokens(testUser)

	if got, want := d.look(token.AccessToken), "401 Invalid access token (JSON)"; got != want {
		t.Errorf("access token: got %s, want %s", got, want)
	}
	got := d.post(t, refreshForm(token.RefreshToken, nil), "")
	if want := `{"error":"invalid_grant","error_description":"Refresh token revoked"}`; got.status != 400 || got.body != want {
		t.Errorf("refresh token: got %d %s, want 400 %s", got.status, got.body, want)
	}
	got = d.post(t, codeForm(code, nil), "")
	if want := `{"error":"invalid_grant","error_description":"Invalid authorization code"}`; got.status != 400 || got.body != want {
		t.Errorf("code: got %d %s, want 400 %s", got.status, got.body, want)
	}
	if got, want := d.look(other.AccessToken), `"anna" of app fa4e: `; got != want {
		t.Errorf("another user: got %s, want %s", got, want)
	}
	if got, want := d.look(d.TokenFor(testUser).AccessToken), `"wizzler" of app fa4e: `; got != want {
		t.Errorf("a later token: got %s, want %s", got, want)
	}
}

func TestAccountsTokensAreTheSameEachTime(t *testing.T) {
	run := func() []string {
		d := newLoginDesk(t)
		first := d.TokenFor(testUser, "streaming")
		code := d.code(t, nil)
		second := d.fetch(t, codeForm(code, nil), "")
		return []string{first.AccessToken, first.RefreshToken, code, second.AccessToken, second.RefreshToken, d.AppToken().AccessToken}
	}
	tokens := run()
	if diff := cmp.Diff(tokens, run()); diff != "" {
		t.Errorf("second server (-first +second):\n%s", diff)
	}
	var prefixes []string
	for _, token := range tokens {
		prefixes = append(prefixes, token[:2])
	}
	if diff := cmp.Diff([]string{"BQ", "AQ", "AQ", "BQ", "AQ", "BQ"}, prefixes); diff != "" {
		t.Errorf("prefixes (-want +got):\n%s", diff)
	}
	slices.Sort(tokens)
	if len(slices.Compact(tokens)) != 6 {
		t.Errorf("a token was made twice: %q", tokens)
	}
}

// A caller may change what it gave and what it got.
func TestAccountsCopies(t *testing.T) {
	d := newLoginDesk(t)
	app := App{ID: "22", RedirectURIs: []string{"https://a.example/"}, Users: []spotify.UserID{testUser}}
	d.register(t, app)
	app.RedirectURIs[0], app.Users[0] = "https://b.example/", "nobody"
	if got := d.visit(t, url.Values{"client_id": {"22"}, "redirect_uri": {"https://a.example/"}}); got.status != 303 {
		t.Errorf("the app registered has changed with the caller's: %d %s", got.status, got.body)
	}
	d.App().RedirectURIs[0] = "https://b.example/"
	if got := d.App().RedirectURIs[0]; got != spotify.LoopbackRedirectURI {
		t.Errorf("the redirect URI of the default app is now %s", got)
	}
	scopes := []spotify.Scope{"streaming"}
	token := d.TokenFor(testUser, scopes...)
	d.SetConsent(Consent{Scopes: scopes})
	scopes[0] = "user-read-email"
	if got, want := d.look(token.AccessToken), `"wizzler" of app fa4e: streaming`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	d.accounts.access[token.AccessToken].scopes = []spotify.Scope{"streaming"}
	found, _ := d.accounts.check("Bearer " + token.AccessToken)
	found.scopes[0] = "user-read-email"
	if got, want := d.look(token.AccessToken), `"wizzler" of app fa4e: streaming`; got != want {
		t.Errorf("after a change of what check returned: got %s, want %s", got, want)
	}
	answer := d.fetch(t, codeForm(d.code(t, url.Values{"scope": {"streaming user-read-email"}}), nil), "")
	if *answer.Scope != "streaming" {
		t.Errorf("the consent has changed with the caller's: %q", *answer.Scope)
	}
}

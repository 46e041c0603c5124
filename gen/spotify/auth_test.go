package spotify

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNewAuthenticatorErrors(t *testing.T) {
	tests := []struct {
		name   string
		config AuthConfig
		want   string
	}{
		{"no ID", AuthConfig{}, "ClientID is empty; set it to the client ID of your app: create one at https://developer.spotify.com/dashboard"},
		{"no ID, but a secret", AuthConfig{ClientSecret: testSecret}, "ClientID is empty"},
		{"localhost", AuthConfig{ClientID: "id", RedirectURI: "http://localhost:80/x"}, "write http://127.0.0.1:80/x instead"},
		{"no PKCE and no secret", AuthConfig{ClientID: "id", DisablePKCE: true}, "DisablePKCE needs a ClientSecret; the settings of your app show it: https://developer.spotify.com/dashboard"},
		{"negative timeout", AuthConfig{ClientID: "id", LoginTimeout: -1}, "LoginTimeout is -1ns"},
		{"relative accounts URL", AuthConfig{ClientID: "id", AccountsURL: "accounts.spotify.com"}, "AccountsURL must be absolute"},
		{"password", AuthConfig{ClientID: "id", AccountsURL: "https://u:hush-pw@example.com"}, "AccountsURL must be"},
		{"list as scope", AuthConfig{ClientID: "id", Scopes: []Scope{"user-read-email user-top-read"}}, "is not a scope"},
		{"empty scope", AuthConfig{ClientID: "id", Scopes: []Scope{""}}, "is not a scope"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewAuthenticator(test.config)
			wantError(t, err, "spotify: ", test.want)
			noSecrets(t, err)
		})
	}
}

func TestAuthURL(t *testing.T) {
	const challenge = "xlWKbZ8EotXw-lK0Wp04hBzAlOoNBKE3uxNDnY4zceE"
	base := AuthConfig{ClientID: "id", RedirectURI: "https://example.com/back?x=1", Scopes: []Scope{"a", "b"}}
	with := func(change func(*AuthConfig)) AuthConfig {
		changed := base
		change(&changed)
		return changed
	}
	common := "client_id=id&%s&redirect_uri=https%%3A%%2F%%2Fexample.com%%2Fback%%3Fx%%3D1&response_type=code&scope=a+b"
	pkce := strings.ReplaceAll(strings.Replace(common, "%s", "code_challenge="+challenge+"&code_challenge_method=S256", 1), "%%", "%")
	plain := strings.ReplaceAll(strings.Replace(common, "%s&", "", 1), "%%", "%")
	tests := []struct {
		name   string
		config AuthConfig
		want   string
	}{
		{"PKCE", base, "https://accounts.spotify.com/authorize?" + pkce + "&state=" + testState},
		{"PKCE and secret", with(func(c *AuthConfig) { c.ClientSecret = testSecret }), "https://accounts.spotify.com/authorize?" + pkce + "&state=" + testState},
		{"secret alone", with(func(c *AuthConfig) { c.ClientSecret, c.DisablePKCE = testSecret, true }), "https://accounts.spotify.com/authorize?" + plain + "&state=" + testState},
		{"dialog, other server", with(func(c *AuthConfig) { c.ShowDialog, c.AccountsURL = true, "http://127.0.0.1:1/x/" }), "http://127.0.0.1:1/x/authorize?" + pkce + "&show_dialog=true&state=" + testState},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			auth, _ := newTestAuth(t, test.config)
			got, err := auth.AuthURL(testState, testVerifier)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAuthURLErrors(t *testing.T) {
	auth, _ := newTestAuth(t, AuthConfig{ClientID: "id", RedirectURI: LoopbackRedirectURI})
	for _, verifier := range []string{"", testVerifier[:42], strings.Repeat("x", 129), testVerifier + "+", testVerifier + "é"} {
		_, err := auth.AuthURL(testState, verifier)
		wantError(t, err, "verifier must have 43 to 128 characters", "NewVerifier")
		noSecrets(t, err)
	}
	_, err := auth.AuthURL("", testVerifier)
	wantError(t, err, "state is empty", "NewState")
	nowhere, _ := newTestAuth(t, AuthConfig{ClientID: "id"})
	_, err = nowhere.AuthURL(testState, testVerifier)
	wantError(t, err, "RedirectURI is not set")
	_, err = nowhere.Exchange(t.Context(), testCode, testVerifier)
	wantError(t, err, "RedirectURI is not set")
	_, err = nowhere.ExchangeCallback(t.Context(), url.Values{}, testState, testVerifier)
	wantError(t, err, "RedirectURI is not set")
}

func TestNewStateAndVerifier(t *testing.T) {
	auth, _ := newTestAuth(t, AuthConfig{ClientID: "id", RedirectURI: LoopbackRedirectURI})
	if _, err := auth.AuthURL(NewState(), NewVerifier()); err != nil {
		t.Error(err)
	}
	for name, random := range map[string]func() string{"NewState": NewState, "NewVerifier": NewVerifier} {
		first, second := random(), random()
		if first == second || len(first) < 22 {
			t.Errorf("%s gives %d characters, twice the same: %v", name, len(first), first == second)
		}
	}
}

func TestExchange(t *testing.T) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte(testClientID+":"+testSecret))
	form := func(change url.Values) url.Values {
		wanted := url.Values{"grant_type": {"authorization_code"}, "code": {testCode}, "redirect_uri": {LoopbackRedirectURI}}
		for name, values := range change {
			wanted[name] = values
		}
		return wanted
	}
	tests := []struct {
		name   string
		change func(*AuthConfig)
		form   url.Values
		auth   string
	}{
		{"PKCE", func(*AuthConfig) {}, form(url.Values{"client_id": {testClientID}, "code_verifier": {testVerifier}}), ""},
		{"PKCE and secret", func(c *AuthConfig) { c.ClientSecret = testSecret }, form(url.Values{"code_verifier": {testVerifier}}), basic},
		{"secret alone", func(c *AuthConfig) { c.ClientSecret, c.DisablePKCE = testSecret, true }, form(nil), basic},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
			config := testConfig(server)
			test.change(&config)
			auth, now := newTestAuth(t, config)
			got, err := auth.Exchange(t.Context(), testCode, testVerifier)
			if err != nil {
				t.Fatal(err)
			}
			sent := server.last(t)
			if diff := cmp.Diff(test.form, sent.form); diff != "" {
				t.Errorf("form (-want +got):\n%s", diff)
			}
			if sent.header.Get("Authorization") != test.auth {
				t.Errorf("Authorization %q", sent.header.Get("Authorization"))
			}
			want := Grant{AuthorizedAt: now.now(), Scopes: []Scope{"user-read-email", "user-top-read"}}
			want.RequestedScopes = want.Scopes
			want.Token.AccessToken, want.Token.RefreshToken, want.Token.TokenType = accessToken(2), refreshToken(2), "Bearer"
			want.Token.Expiry = now.now().Add(time.Hour)
			if diff := cmp.Diff(grantText(t, want), grantText(t, got)); diff != "" {
				t.Errorf("grant (-want +got):\n%s", diff)
			}
		})
	}
}

// What the answer leaves out is known from elsewhere.
func TestExchangeWithTerseAnswers(t *testing.T) {
	tests := []struct {
		name, body string
		lifetime   time.Duration
		scopes     []Scope
	}{
		{"no lifetime, no scope", `{"access_token":"t"}`, time.Hour, []Scope{"user-read-email", "user-top-read"}},
		{"fewer scopes", `{"access_token":"t","expires_in":60,"scope":"user-top-read"}`, time.Minute, []Scope{"user-top-read"}},
		{"lifetime as text, and nothing granted", `{"access_token":"t","expires_in":"600","scope":""}`, 10 * time.Minute, []Scope{}},
		{"nonsense", `{"access_token":"t","expires_in":-5}`, time.Hour, []Scope{"user-read-email", "user-top-read"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, test.body) })
			auth, now := newTestAuth(t, testConfig(server))
			got, err := auth.Exchange(t.Context(), testCode, testVerifier)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.scopes, got.Scopes); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if lives := got.Token.Expiry.Sub(now.now()); lives != test.lifetime {
				t.Errorf("it lives for %v", lives)
			}
		})
	}
}

// Each way to fail, with an accounts service that repeats all that it is told.
func TestExchangeErrors(t *testing.T) {
	everything := strings.Join([]string{testSecret, testCode, testVerifier, base64.StdEncoding.EncodeToString([]byte(testClientID + ":" + testSecret))}, " ")
	tests := []struct {
		name    string
		handler func(w http.ResponseWriter, form url.Values)
		want    string
		code    string // of an AuthError
		reauth  bool
	}{
		{"refused", func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", "no: "+everything) },
			"status 400: invalid_grant: no: [redacted] [redacted] [redacted] [redacted]; the user must log in again", "invalid_grant", true},
		{"refused with 200", func(w http.ResponseWriter, _ url.Values) { refuse(w, 200, "invalid_request", "") }, "status 200: invalid_request", "invalid_request", false},
		{"secret as code", func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, everything, "") }, "status 400: [redacted]", "[redacted] [redacted] [redacted] [redacted]", false},
		{"at the cut", func(w http.ResponseWriter, _ url.Values) {
			refuse(w, 400, "x", strings.Repeat("x", maxMessage-10)+testSecret)
		}, "xx", "x", false},
		{"text", func(w http.ResponseWriter, _ url.Values) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(502)
			io.WriteString(w, "<html>"+everything)
		}, "status 502", "", false},
		{"escaped", func(w http.ResponseWriter, _ url.Values) {
			w.WriteHeader(503)
			io.WriteString(w, `{"error":{"message":"\u0068`+testSecret[1:]+`"}}`)
		}, "status 503: [redacted]", "", false},
		{"cookies", func(w http.ResponseWriter, _ url.Values) {
			w.Header().Set("Set-Cookie", "sp=hush-session")
			w.Header().Set("Retry-After", testSecret)
			w.WriteHeader(500)
		}, "status 500", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			server.answer(test.handler)
			config := testConfig(server)
			config.ClientSecret = testSecret
			auth, _ := newTestAuth(t, config)
			_, err := auth.Exchange(t.Context(), testCode, testVerifier)
			wantError(t, err, "spotify: no token: ", test.want)
			noSecrets(t, err)
			var authErr *AuthError
			ok := errors.As(err, &authErr)
			if !ok || authErr.Code != test.code || errors.Is(err, ErrReauthRequired) != test.reauth {
				t.Errorf("got %#v", err)
			}
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("error %q shows a part of a secret", err)
			}
		})
	}
}

func TestExchangeErrorsWithoutRefusal(t *testing.T) {
	broken := errors.New("broken by " + testSecret + " and " + testCode)
	tests := []struct {
		name      string
		transport roundTrip
		want      string
	}{
		{"transport", func(*http.Request) (*http.Response, error) { return nil, broken }, "broken by [redacted] and [redacted]"},
		{"not JSON", func(req *http.Request) (*http.Response, error) {
			return response(req, 200, nil, readCloser("hush-new-token")), nil
		}, "cannot be read"},
		{"no number", func(req *http.Request) (*http.Response, error) {
			return response(req, 200, nil, readCloser(`{"expires_in":"hush-new-token"}`)), nil
		}, "cannot be read"},
		{"no token", func(req *http.Request) (*http.Response, error) {
			return response(req, 200, nil, readCloser(`{"refresh_token":"hush-new-token"}`)), nil
		}, "cannot be read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			auth, _ := newTestAuth(t, AuthConfig{
				ClientID: "id", ClientSecret: testSecret, RedirectURI: LoopbackRedirectURI, HTTPClient: &http.Client{Transport: test.transport},
			})
			_, err := auth.Exchange(t.Context(), testCode, testVerifier)
			wantError(t, err, "spotify: no token: ", test.want)
			if strings.Contains(err.Error(), anySecret) {
				t.Errorf("error %q shows a secret", err)
			}
			if errors.Is(err, broken) != (test.name == "transport") {
				t.Error("the cause is lost")
			}
		})
	}

	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	_, err := auth.Exchange(cancelled(t), testCode, testVerifier)
	wantError(t, err, "spotify: no token: context canceled: enough")
	_, err = auth.Exchange(t.Context(), "", testVerifier)
	wantError(t, err, "the authorization code is missing")
	_, err = auth.Exchange(t.Context(), testCode, "")
	wantError(t, err, "verifier")
	if server.count() != 0 {
		t.Error("a request was sent")
	}
}

// The body of the request for a token holds secrets, which a redirect of status 307
// would carry elsewhere.
func TestTokensAreNotAskedForElsewhere(t *testing.T) {
	evil := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server was asked: %s", r.URL)
	}))
	defer evil.Close()
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		w.Header().Set("Location", evil.URL+"/?x="+testSecret)
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	auth, _ := newTestAuth(t, testConfig(server))
	_, err := auth.Exchange(t.Context(), testCode, testVerifier)
	wantError(t, err, "redirect to another server refused")
	noSecrets(t, err)
}

func TestExchangeCallback(t *testing.T) {
	tests := []struct {
		name     string
		query    url.Values
		state    string
		want     string // "" is success
		mismatch bool
		code     string
	}{
		{"fine", url.Values{"code": {testCode}, "state": {testState}}, testState, "", false, ""},
		{"denied", url.Values{"error": {"access_denied"}, "state": {testState}}, testState, "spotify: no token: access_denied", false, "access_denied"},
		{"described", url.Values{"error": {"server_error"}, "error_description": {"oh\nno " + testState}, "state": {testState}}, testState, "server_error: oh no [redacted]", false, "server_error"},
		{"error and code", url.Values{"error": {"access_denied"}, "code": {testCode}, "state": {testState}}, testState, "access_denied", false, "access_denied"},
		{"other state", url.Values{"code": {testCode}, "state": {testState + "x"}}, testState, "state of the callback", true, ""},
		{"other state and error", url.Values{"error": {"access_denied"}, "state": {"x"}}, testState, "state of the callback", true, ""},
		{"no state", url.Values{"code": {testCode}}, testState, "state of the callback", true, ""},
		{"two states", url.Values{"code": {testCode}, "state": {testState, "x"}}, testState, "state of the callback", true, ""},
		{"nothing to compare with", url.Values{"code": {testCode}, "state": {""}}, "", "state of the callback", true, ""},
		{"no code", url.Values{"state": {testState}}, testState, "the authorization code is missing", false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
			auth, _ := newTestAuth(t, testConfig(server))
			got, err := auth.ExchangeCallback(t.Context(), test.query, test.state, testVerifier)
			if test.want == "" {
				if err != nil || got.Token.AccessToken != accessToken(2) {
					t.Errorf("got %s, error %v", grantText(t, got), err)
				}
				return
			}
			wantError(t, err, "spotify: ", test.want)
			noSecrets(t, err)
			if errors.Is(err, ErrStateMismatch) != test.mismatch || server.count() != 0 {
				t.Errorf("error %v, %d requests", err, server.count())
			}
			var authErr *AuthError
			if ok := errors.As(err, &authErr); ok != (test.code != "") || ok && authErr.Code != test.code {
				t.Errorf("got %#v", err)
			}
		})
	}
}

func TestClientCredentials(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		io.WriteString(w, `{"access_token":"`+accessToken(server.count())+`","token_type":"Bearer","expires_in":1800}`)
	})
	config := testConfig(server)
	config.ClientSecret = testSecret
	auth, now := newTestAuth(t, config)
	source, err := auth.ClientCredentials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := mustToken(t, source); got != accessToken(1) {
			t.Errorf("got %s", got)
		}
	}
	now.advance(29*time.Minute - time.Second)
	mustToken(t, source)
	if server.count() != 1 {
		t.Errorf("%d requests while the token is good", server.count())
	}
	now.advance(time.Second)
	if got := mustToken(t, source); got != accessToken(2) {
		t.Errorf("got %s a minute before the end", got)
	}
	sent := server.last(t)
	if diff := cmp.Diff(url.Values{"grant_type": {"client_credentials"}}, sent.form); diff != "" {
		t.Errorf("form (-want +got):\n%s", diff)
	}
	if id, secret, _ := (&http.Request{Header: sent.header}).BasicAuth(); id != testClientID || secret != testSecret {
		t.Errorf("Authorization of %s", id)
	}
	if !source.ReauthorizeBy().IsZero() {
		t.Error("the app would have to log in again")
	}
}

func TestClientCredentialsErrors(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	_, err := auth.ClientCredentials(t.Context())
	wantError(t, err, "spotify: ClientSecret is empty; set it", "https://developer.spotify.com/dashboard", "Login, which needs no secret")

	server.answer(func(w http.ResponseWriter, _ url.Values) {
		refuse(w, 400, "invalid_client", "Invalid client secret "+testSecret)
	})
	config := testConfig(server)
	config.ClientSecret = testSecret
	auth, now := newTestAuth(t, config)
	source, err := auth.ClientCredentials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err = source.Token()
		wantError(t, err, "spotify: no token: status 400: invalid_client: Invalid client secret [redacted]")
		noSecrets(t, err)
	}
	if server.count() != 1 {
		t.Errorf("%d requests in the same second", server.count())
	}
	now.advance(time.Second)
	server.answer(nil)
	if got := mustToken(t, source); got != accessToken(3) {
		t.Errorf("got %s", got)
	}
}

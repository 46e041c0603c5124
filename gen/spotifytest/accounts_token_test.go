package spotifytest

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A refusedToken is what the token endpoint says instead of giving a token.
type refusedToken struct {
	status            int
	code, description string
	challenge         string // WWW-Authenticate
}

func refusedTokenOf(t *testing.T, got reply) refusedToken {
	t.Helper()
	var body map[string]string
	if err := json.Unmarshal([]byte(got.body), &body); err != nil {
		t.Fatalf("%v: %s", err, got.body)
	}
	if got.header.Get("Content-Type") != "application/json" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("Content-Type %q, Cache-Control %q", got.header.Get("Content-Type"), got.header.Get("Cache-Control"))
	}
	return refusedToken{got.status, body["error"], body["error_description"], got.header.Get("WWW-Authenticate")}
}

func invalidClientAnswer(description string) *refusedToken {
	return &refusedToken{400, "invalid_client", description, ""}
}

func challengeAnswer(description string) *refusedToken {
	return &refusedToken{401, "invalid_client", description, `Basic realm="spotify"`}
}

func refusedAnswer(code, description string) *refusedToken {
	return &refusedToken{400, code, description, ""}
}

func checkTokenReply(t *testing.T, got reply, want *refusedToken) {
	t.Helper()
	if want == nil {
		if got.status != 200 || !strings.Contains(got.body, `"access_token":"BQ`) {
			t.Errorf("got %d %s, want a token", got.status, got.body)
		}
		return
	}
	if diff := cmp.Diff(*want, refusedTokenOf(t, got), cmp.AllowUnexported(refusedToken{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// publicID is an app without a secret.
const publicID = "44"

func TestClientAuthentication(t *testing.T) {
	app := url.Values{"grant_type": {"client_credentials"}}
	with := func(changes url.Values) url.Values {
		return change(url.Values{"grant_type": {"client_credentials"}}, changes)
	}
	for _, test := range []struct {
		name   string
		form   url.Values
		header string // Authorization: "id:secret" of Basic
		want   *refusedToken
	}{
		{"header", app, basic(), nil},
		{"body", with(url.Values{"client_id": {defaultClientID}, "client_secret": {defaultClientSecret}}), "", nil},
		{"header, and the ID in the body", with(url.Values{"client_id": {defaultClientID}}), basic(), nil},
		{"header, written like a form", app, "a%3Ab%2B:%C3%A4+%25", nil},
		{"body, with the same", with(url.Values{"client_id": {"a:b+"}, "client_secret": {"ä %"}}), "", nil},
		{"header that cannot be written like a form", app, "55:100%", nil},

		{"nobody", app, "", invalidClientAnswer("Invalid client")},
		{"unknown in header", app, "0:0", challengeAnswer("Invalid client")},
		{"unknown in body", with(url.Values{"client_id": {"0"}, "client_secret": {"0"}}), "", invalidClientAnswer("Invalid client")},
		{"wrong secret in header", app, defaultClientID + ":0", challengeAnswer("Invalid client secret")},
		{"no secret in header", app, defaultClientID + ":", challengeAnswer("Invalid client secret")},
		{"wrong secret in body", with(url.Values{"client_id": {defaultClientID}, "client_secret": {"0"}}), "", invalidClientAnswer("Invalid client secret")},
		{"no secret in body", with(url.Values{"client_id": {defaultClientID}}), "", invalidClientAnswer("Invalid client secret")},
		{"none where the app has none", app, publicID + ":", challengeAnswer("Invalid client secret")},
		{"twice", with(url.Values{"client_id": {defaultClientID}, "client_secret": {defaultClientSecret}}), basic(), refusedAnswer("invalid_request", "The client must authenticate in one way only")},
		{"two clients", with(url.Values{"client_id": {publicID}}), basic(), refusedAnswer("invalid_request", "client_id must be that of the header")},
		{"no grant type", url.Values{}, basic(), refusedAnswer("unsupported_grant_type", "grant_type parameter is missing")},
		{"password", url.Values{"grant_type": {"password"}}, basic(), refusedAnswer("unsupported_grant_type", "grant_type must be client_credentials, authorization_code or refresh_token")},
		{"repeated", url.Values{"grant_type": {"client_credentials", "client_credentials"}}, basic(), refusedAnswer("invalid_request", "The body is not a form, or repeats a parameter")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.register(t, App{ID: publicID})
			d.register(t, App{ID: "a:b+", Secret: "ä %"})
			d.register(t, App{ID: "55", Secret: "100%"})
			checkTokenReply(t, d.post(t, test.form, test.header), test.want)
		})
	}
}

func TestTokenRequests(t *testing.T) {
	good := url.Values{"grant_type": {"client_credentials"}, "client_id": {defaultClientID}, "client_secret": {defaultClientSecret}}.Encode()
	const form = "application/x-www-form-urlencoded"
	for _, test := range []struct {
		name, query, kind, header, body string
		want                            *refusedToken
	}{
		{"form", "", form, "", good, nil},
		{"form with charset", "", form + "; charset=UTF-8", "", good, nil},
		{"other query", "grant_type=password", form, "", good, nil},
		{"all in the query", good, form, "", "", refusedAnswer("unsupported_grant_type", "grant_type parameter is missing")},
		{"JSON", "", "application/json", "", `{"grant_type":"client_credentials"}`, &refusedToken{415, "invalid_request", "Content-Type must be application/x-www-form-urlencoded", ""}},
		{"no type", "", "", "", good, &refusedToken{415, "invalid_request", "Content-Type must be application/x-www-form-urlencoded", ""}},
		{"bad escape", "", form, "", good + "&x=%zz", refusedAnswer("invalid_request", "The body is not a form, or repeats a parameter")},
		{"too long", "", form, "", good + "&x=" + strings.Repeat("x", maxForm), refusedAnswer("invalid_request", "The body cannot be read")},
		{"other authorization", "", form, "Bearer BQx", good, challengeAnswer("Invalid client")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			r := requestTo(t, "POST", d.url+"/api/token?"+test.query, test.body)
			r.Header.Set("Content-Type", test.kind)
			if test.header != "" {
				r.Header.Set("Authorization", test.header)
			}
			checkTokenReply(t, send(t, r), test.want)
		})
	}
}

func TestTokenAnswers(t *testing.T) {
	d := newLoginDesk(t)
	d.SetTokenLifetime(time.Minute)
	keys := func(form url.Values, credentials string) map[string]any {
		t.Helper()
		got := d.post(t, form, credentials)
		var body map[string]any
		if err := json.Unmarshal([]byte(got.body), &body); err != nil {
			t.Fatalf("%v: %s", err, got.body)
		}
		if got.header.Get("Cache-Control") != "no-store" || got.header.Get("Pragma") != "no-cache" || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("header %v", got.header)
		}
		for _, name := range []string{"access_token", "refresh_token"} {
			if text, ok := body[name].(string); ok {
				body[name] = text[:2]
			}
		}
		return body
	}
	code := d.code(t, url.Values{"scope": {"streaming user-top-read streaming"}})
	want := map[string]any{"access_token": "BQ", "token_type": "Bearer", "expires_in": 60.0, "refresh_token": "AQ", "scope": "streaming user-top-read"}
	if diff := cmp.Diff(want, keys(codeForm(code, nil), "")); diff != "" {
		t.Errorf("code (-want +got):\n%s", diff)
	}
	token := d.TokenFor(testUser)
	want = map[string]any{"access_token": "BQ", "token_type": "Bearer", "expires_in": 60.0, "scope": ""}
	if diff := cmp.Diff(want, keys(refreshForm(token.RefreshToken, nil), "")); diff != "" {
		t.Errorf("refresh (-want +got):\n%s", diff)
	}
	d.SetConsent(Consent{Scopes: []spotify.Scope{}})
	want["refresh_token"] = "AQ"
	if diff := cmp.Diff(want, keys(codeForm(d.code(t, nil), nil), "")); diff != "" {
		t.Errorf("code of a user who grants no scope (-want +got):\n%s", diff)
	}
	want = map[string]any{"access_token": "BQ", "token_type": "Bearer", "expires_in": 60.0}
	if diff := cmp.Diff(want, keys(url.Values{"grant_type": {"client_credentials"}, "scope": {"streaming"}}, basic())); diff != "" {
		t.Errorf("client credentials (-want +got):\n%s", diff)
	}
}

func TestRedeem(t *testing.T) {
	noPKCE := url.Values{"code_challenge": nil, "code_challenge_method": nil}
	noVerifier := url.Values{"code_verifier": nil}
	bodySecret := url.Values{"client_secret": {defaultClientSecret}}
	for _, test := range []struct {
		name        string
		login       url.Values
		form        url.Values
		credentials string
		after       time.Duration
		want        *refusedToken
	}{
		{"PKCE", nil, nil, "", 0, nil},
		{"PKCE and header", nil, nil, basic(), 0, nil},
		{"PKCE and secret in body", nil, bodySecret, "", 0, nil},
		{"header", noPKCE, noVerifier, basic(), 0, nil},
		{"just in time", nil, nil, "", 10*time.Minute - 1, nil},

		{"too late", nil, nil, "", 10 * time.Minute, refusedAnswer("invalid_grant", "Authorization code expired")},
		{"no code", nil, url.Values{"code": nil}, "", 0, refusedAnswer("invalid_request", "code must be supplied")},
		{"unknown code", nil, url.Values{"code": {"AQunknown"}}, "", 0, refusedAnswer("invalid_grant", "Invalid authorization code")},
		{"code of another app", nil, url.Values{"client_id": {publicID}}, "", 0, refusedAnswer("invalid_grant", "Invalid authorization code")},
		{"no redirect URI", nil, url.Values{"redirect_uri": nil}, "", 0, refusedAnswer("invalid_request", "redirect_uri must be supplied")},
		{"another port", nil, url.Values{"redirect_uri": {"http://127.0.0.1:4568/callback"}}, "", 0, refusedAnswer("invalid_grant", "Invalid redirect URI")},
		{"redirect URI as registered", nil, url.Values{"redirect_uri": {spotify.LoopbackRedirectURI}}, "", 0, refusedAnswer("invalid_grant", "Invalid redirect URI")},
		{"no client", nil, url.Values{"client_id": nil}, "", 0, invalidClientAnswer("Invalid client")},
		{"neither PKCE nor secret", noPKCE, noVerifier, "", 0, invalidClientAnswer("Invalid client secret")},
		{"wrong secret", nil, nil, defaultClientID + ":0", 0, challengeAnswer("Invalid client secret")},
		{"no verifier", nil, noVerifier, "", 0, refusedAnswer("invalid_request", "code_verifier must be supplied")},
		{"no verifier, but secret", nil, noVerifier, basic(), 0, refusedAnswer("invalid_request", "code_verifier must be supplied")},
		{"wrong verifier", nil, url.Values{"code_verifier": {testVerifier + "x"}}, "", 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
		{"challenge as verifier", nil, url.Values{"code_verifier": {loginQuery(nil).Get("code_challenge")}}, basic(), 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
		{"verifier without challenge", noPKCE, nil, basic(), 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
		{"short verifier", challengeOf("short"), url.Values{"code_verifier": {"short"}}, "", 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
		{"verifier with spaces", challengeOf(testVerifier + " "), url.Values{"code_verifier": {testVerifier + " "}}, "", 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
		{"verifier of 128", challengeOf(strings.Repeat("~", 128)), url.Values{"code_verifier": {strings.Repeat("~", 128)}}, "", 0, nil},
		{"verifier of 129", challengeOf(strings.Repeat("~", 129)), url.Values{"code_verifier": {strings.Repeat("~", 129)}}, "", 0, refusedAnswer("invalid_grant", "code_verifier was incorrect")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.register(t, App{ID: publicID})
			code := d.code(t, test.login)
			d.wait(test.after)
			checkTokenReply(t, d.post(t, codeForm(code, test.form), test.credentials), test.want)
		})
	}
}

func TestRedeemTwice(t *testing.T) {
	d := newLoginDesk(t)
	d.register(t, App{ID: publicID})
	other := d.fetch(t, codeForm(d.code(t, nil), nil), "")
	code := d.code(t, nil)
	const good, dead = `"wizzler" of app fa4e: user-read-email playlist-read-private`, "401 Invalid access token (JSON)"

	// What is refused does not use the code up.
	checkTokenReply(t, d.post(t, codeForm(code, url.Values{"code_verifier": {testVerifier + "x"}}), ""), refusedAnswer("invalid_grant", "code_verifier was incorrect"))
	first := d.fetch(t, codeForm(code, nil), "")
	if got := d.look(first.AccessToken); got != good {
		t.Fatalf("got %s", got)
	}
	// Another app cannot end a login.
	checkTokenReply(t, d.post(t, codeForm(code, url.Values{"client_id": {publicID}}), ""), refusedAnswer("invalid_grant", "Invalid authorization code"))
	if got := d.look(first.AccessToken); got != good {
		t.Errorf("after another app tried the code: %s", got)
	}

	checkTokenReply(t, d.post(t, codeForm(code, nil), ""), refusedAnswer("invalid_grant", "Invalid authorization code"))
	if got := d.look(first.AccessToken); got != dead {
		t.Errorf("access token: got %s, want %s", got, dead)
	}
	checkTokenReply(t, d.post(t, refreshForm(first.RefreshToken, nil), ""), refusedAnswer("invalid_grant", "Refresh token revoked"))
	if got := d.look(other.AccessToken); got != good {
		t.Errorf("another login: got %s, want %s", got, good)
	}
}

func TestRenew(t *testing.T) {
	for _, test := range []struct {
		name         string
		confidential bool // the code was redeemed with the secret
		form         url.Values
		credentials  string
		want         *refusedToken
	}{
		{"public", false, nil, "", nil},
		{"public, now with secret", false, nil, basic(), nil},
		{"confidential", true, nil, basic(), nil},
		{"confidential, body", true, url.Values{"client_secret": {defaultClientSecret}}, "", nil},
		{"other scope is ignored", false, url.Values{"scope": {"user-top-read"}}, "", nil},

		{"confidential, without secret", true, nil, "", invalidClientAnswer("Invalid client secret")},
		{"no client", false, url.Values{"client_id": nil}, "", invalidClientAnswer("Invalid client")},
		{"another client", false, url.Values{"client_id": {publicID}}, "", refusedAnswer("invalid_grant", "Invalid refresh token")},
		{"no token", false, url.Values{"refresh_token": nil}, "", refusedAnswer("invalid_request", "refresh_token must be supplied")},
		{"unknown token", false, url.Values{"refresh_token": {"AQunknown"}}, "", refusedAnswer("invalid_grant", "Invalid refresh token")},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.register(t, App{ID: publicID})
			credentials := ""
			if test.confidential {
				credentials = basic()
			}
			login := d.fetch(t, codeForm(d.code(t, nil), nil), credentials)
			got := d.post(t, refreshForm(login.RefreshToken, test.form), test.credentials)
			checkTokenReply(t, got, test.want)
			if test.want != nil {
				return
			}
			var fresh tokenAnswer
			if err := json.Unmarshal([]byte(got.body), &fresh); err != nil {
				t.Fatal(err)
			}
			const want = `"wizzler" of app fa4e: user-read-email playlist-read-private`
			if got := d.look(fresh.AccessToken); got != want || fresh.AccessToken == login.AccessToken {
				t.Errorf("got %s\nwant %s, and a new token", got, want)
			}
			if got := d.look(login.AccessToken); got != want {
				t.Errorf("the access token of before: %s", got)
			}
		})
	}
}

func TestRotation(t *testing.T) {
	revoked := refusedAnswer("invalid_grant", "Refresh token revoked")
	for _, test := range []struct {
		name      string
		mode      Rotation
		sent      bool
		isNew     bool
		oldAnswer *refusedToken
	}{
		{"omit", RotationOmit, false, false, nil},
		{"replace", RotationReplace, true, true, revoked},
		{"repeat", RotationRepeat, true, false, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			if test.mode != RotationOmit { // which is the default
				d.RotateRefreshTokens(test.mode)
			}
			old := d.TokenFor(testUser, "streaming").RefreshToken
			fresh := d.fetch(t, refreshForm(old, nil), "")
			if sent := fresh.RefreshToken != ""; sent != test.sent {
				t.Fatalf("refresh token is %q", fresh.RefreshToken)
			}
			if isNew := fresh.RefreshToken != "" && fresh.RefreshToken != old; isNew != test.isNew {
				t.Errorf("refresh token is %q, and was %q", fresh.RefreshToken, old)
			}
			checkTokenReply(t, d.post(t, refreshForm(old, nil), ""), test.oldAnswer)
			// What the reuse of the old one has not ended is the new one.
			if test.sent {
				again := d.fetch(t, refreshForm(fresh.RefreshToken, nil), "")
				if got, want := d.look(again.AccessToken), `"wizzler" of app fa4e: streaming`; got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
}

func TestSixMonths(t *testing.T) {
	date := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 30, 0, 0, time.UTC)
	}
	for _, test := range []struct {
		name            string
		authorized, end time.Time
	}{
		{"same day", date(time.January, 15, 12), date(time.July, 15, 12)},
		{"shorter month", date(time.August, 31, 1), date(time.February+12, 28, 1)},
		{"month of 30 days", date(time.March, 31, 23), date(time.September, 30, 23)},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.setTime(test.authorized)
			code := d.code(t, nil)
			d.wait(time.Minute) // it counts from the authorization
			login := d.fetch(t, codeForm(code, nil), "")
			d.RotateRefreshTokens(RotationReplace)
			d.setTime(test.end.Add(-time.Nanosecond))
			fresh := d.fetch(t, refreshForm(login.RefreshToken, nil), "")
			d.setTime(test.end)
			// A refresh prolongs nothing.
			checkTokenReply(t, d.post(t, refreshForm(fresh.RefreshToken, nil), ""), refusedAnswer("invalid_grant", "Refresh token expired"))
		})
	}
}

// challengeOf is a login with the challenge of a verifier.
func challengeOf(verifier string) url.Values {
	return url.Values{"code_challenge": {oauth2.S256ChallengeFromVerifier(verifier)}}
}

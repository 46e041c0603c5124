package spotifytest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestAuthorize(t *testing.T) {
	challenge := loginQuery(nil).Get("code_challenge")
	failed := func(code, description string) url.Values {
		values := url.Values{"state": {"a state & more"}, "error": {code}}
		if description != "" {
			values.Set("error_description", description)
		}
		return values
	}
	for _, test := range []struct {
		name    string
		changes url.Values
		consent Consent
		want    url.Values // of the redirect; nil is success
	}{
		{"all", nil, Consent{}, nil},
		{"no scope", url.Values{"scope": nil}, Consent{}, nil},
		{"several spaces", url.Values{"scope": {" streaming  user-read-email "}}, Consent{}, nil},
		{"without PKCE", url.Values{"code_challenge": nil, "code_challenge_method": nil}, Consent{}, nil},
		{"dialog", url.Values{"show_dialog": {"true"}}, Consent{}, nil},
		{"no dialog", url.Values{"show_dialog": {"false"}}, Consent{}, nil},
		{"unknown parameter", url.Values{"locale": {"sv"}}, Consent{}, nil},
		{"grants no scope", nil, Consent{Scopes: []spotify.Scope{}}, nil},

		{"refused", nil, Consent{Refuse: true}, failed("access_denied", "")},
		{"no response type", url.Values{"response_type": nil}, Consent{}, failed("invalid_request", "response_type must be supplied")},
		{"implicit grant", url.Values{"response_type": {"token"}}, Consent{}, failed("unsupported_response_type", "response_type must be code")},
		{"several response types", url.Values{"response_type": {"code token"}}, Consent{}, failed("unsupported_response_type", "response_type must be code")},
		{"plain challenge", url.Values{"code_challenge": {testVerifier}, "code_challenge_method": {"plain"}}, Consent{}, failed("invalid_request", "code_challenge_method must be S256")},
		{"no method, which is plain", url.Values{"code_challenge_method": nil}, Consent{}, failed("invalid_request", "code_challenge_method must be S256")},
		{"no challenge", url.Values{"code_challenge": nil}, Consent{}, failed("invalid_request", "code_challenge must be supplied")},
		{"padded challenge", url.Values{"code_challenge": {challenge + "="}}, Consent{}, failed("invalid_request", "code_challenge must be the SHA-256 of the verifier in base64url without padding")},
		{"short challenge", url.Values{"code_challenge": {challenge[:40]}}, Consent{}, failed("invalid_request", "code_challenge must be the SHA-256 of the verifier in base64url without padding")},
		{"challenge of 258 bits", url.Values{"code_challenge": {challenge[:42] + "B"}}, Consent{}, failed("invalid_request", "code_challenge must be the SHA-256 of the verifier in base64url without padding")},
		{"challenge with a line break", url.Values{"code_challenge": {challenge[:40] + "\n\n\n"}}, Consent{}, failed("invalid_request", "code_challenge must be the SHA-256 of the verifier in base64url without padding")},
		{"dialog that is no boolean", url.Values{"show_dialog": {"1"}}, Consent{}, failed("invalid_request", "show_dialog must be true or false")},
		{"unknown scope", url.Values{"scope": {"user-read-email user-read-mail"}}, Consent{}, failed("invalid_scope", "Illegal scope")},
		{"scope of partners", url.Values{"scope": {"user-soa-link"}}, Consent{}, failed("invalid_scope", "Illegal scope")},
		{"scopes with commas", url.Values{"scope": {"user-read-email,streaming"}}, Consent{}, failed("invalid_scope", "Illegal scope")},
		{"scope in upper case", url.Values{"scope": {"Streaming"}}, Consent{}, failed("invalid_scope", "Illegal scope")},
		{"repeated scope", url.Values{"scope": {"streaming", "user-read-email"}}, Consent{}, failed("invalid_request", "A parameter is repeated")},
		{"repeated state", url.Values{"state": {"1", "2"}}, Consent{}, url.Values{"error": {"invalid_request"}, "error_description": {"A parameter is repeated"}}},
		{"no state", url.Values{"state": nil, "response_type": {"token"}}, Consent{}, url.Values{"error": {"unsupported_response_type"}, "error_description": {"response_type must be code"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.SetConsent(test.consent)
			got := d.visit(t, test.changes)
			if got.status != 303 || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("got %d, Cache-Control %q, %s; want a 303 that is not stored", got.status, got.header.Get("Cache-Control"), got.body)
			}
			query, ok := strings.CutPrefix(got.header.Get("Location"), testRedirect+"?")
			if !ok {
				t.Fatalf("sent to %q", got.header.Get("Location"))
			}
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			want := test.want
			if want == nil {
				want = url.Values{"state": {"a state & more"}, "code": values["code"]}
				if len(values.Get("code")) < 20 {
					t.Errorf("code is %q", values.Get("code"))
				}
			}
			if diff := cmp.Diff(want, values); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if made := len(d.accounts.codes); made != 1 && test.want == nil || made != 0 && test.want != nil {
				t.Errorf("%d codes were made", made)
			}
		})
	}
}

// Nobody is told anything at an address that may not be the app's.
func TestAuthorizeDoesNotRedirect(t *testing.T) {
	const badClient, badURI = "INVALID_CLIENT: Invalid client", "INVALID_CLIENT: Invalid redirect URI"
	for _, test := range []struct {
		name    string
		changes url.Values
		want    string
	}{
		{"no client", url.Values{"client_id": nil}, badClient},
		{"unknown client", url.Values{"client_id": {"0"}}, badClient},
		{"two clients", url.Values{"client_id": {defaultClientID, "0"}}, badClient},
		{"no redirect URI", url.Values{"redirect_uri": nil}, badURI},
		{"unknown redirect URI", url.Values{"redirect_uri": {"https://evil.example/callback"}}, badURI},
		{"two redirect URIs", url.Values{"redirect_uri": {testRedirect, "https://evil.example/callback"}}, badURI},
		{"refused, unknown redirect URI", url.Values{"redirect_uri": {"https://evil.example/"}, "response_type": {"token"}}, badURI},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			got := d.visit(t, test.changes)
			if got.status != 400 || got.body != test.want || got.header.Get("Location") != "" || !strings.HasPrefix(got.header.Get("Content-Type"), "text/plain") {
				t.Errorf("got %d %s, location %q, %s; want 400 %s as text", got.status, got.body, got.header.Get("Location"), got.header.Get("Content-Type"), test.want)
			}
		})
	}

	t.Run("query that cannot be read", func(t *testing.T) {
		d := newLoginDesk(t)
		got := send(t, requestTo(t, "GET", d.url+"/authorize?"+loginQuery(nil).Encode()+"&state=%zz", ""))
		if got.status != 400 || got.body != "INVALID_REQUEST: The query cannot be read" {
			t.Errorf("got %d %s", got.status, got.body)
		}
	})
}

func TestRedirectURIs(t *testing.T) {
	for _, test := range []struct {
		registered, sent string
		want             bool
	}{
		{"https://app.example/callback", "https://app.example/callback", true},
		{"https://app.example/callback", "https://app.example/callback/", false},
		{"https://app.example/callback", "https://app.example/Callback", false},
		{"https://app.example/callback", "https://app.example/callback?x=1", false},
		{"https://app.example/callback", "https://app.example:443/callback", false},
		{"https://app.example/callback", "http://app.example/callback", false},
		{"https://app.example/callback", "https://app.example:8080/callback", false},
		{"my-app://callback", "my-app://callback", true},
		{"http://127.0.0.1/callback", "http://127.0.0.1/callback", true},
		{"http://127.0.0.1/callback", "http://127.0.0.1:1/callback", true},
		{"http://127.0.0.1/callback", "http://127.0.0.1:65535/callback", true},
		{"http://127.0.0.1/callback", "http://127.0.0.1:65536/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:0/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:80@evil.example/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:80/evil/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:80/callback/", false},
		{"http://127.0.0.1/callback", "http://127.0.0.1:80/", false},
		{"http://127.0.0.1/callback", "https://127.0.0.1:80/callback", false},
		{"http://127.0.0.1/callback", "http://localhost:80/callback", false},
		{"http://127.0.0.1/callback", "http://[::1]:80/callback", false},
		{"http://127.0.0.1/callback", "http://127.0.0.2:80/callback", false},
		{"http://127.0.0.1", "http://127.0.0.1:80", true},
		{"http://127.0.0.1", "http://127.0.0.1:80/", false},
		{"http://127.0.0.1?x=1", "http://127.0.0.1:80?x=1", true},
		{"http://127.0.0.1:8080/callback", "http://127.0.0.1:8080/callback", true},
		{"http://127.0.0.1:8080/callback", "http://127.0.0.1:8081/callback", false},
		{"http://127.0.0.1:8080/callback", "http://127.0.0.1/callback", false},
		{"http://127.0.0.1:8080/callback", "http://127.0.0.1:1:8080/callback", false},
		{"http://[::1]/callback", "http://[::1]:9/callback", true},
		{"https://127.0.0.1/callback", "https://127.0.0.1:9/callback", true},
		{"https://127.0.0.1.example/callback", "https://127.0.0.1:9.example/callback", false},
	} {
		t.Run(test.registered+" "+test.sent, func(t *testing.T) {
			d := newLoginDesk(t)
			d.register(t, App{ID: "33", RedirectURIs: []string{"https://other.example/", test.registered}})
			got := d.visit(t, url.Values{"client_id": {"33"}, "redirect_uri": {test.sent}})
			want := 400
			if test.want {
				want = 303
			}
			if got.status != want {
				t.Errorf("got %d %s, want %d", got.status, got.body, want)
			}
			if location := got.header.Get("Location"); test.want != strings.HasPrefix(location, test.sent) {
				t.Errorf("sent to %q", location)
			}
		})
	}
}

func TestRedirectKeepsQuery(t *testing.T) {
	d := newLoginDesk(t)
	d.register(t, App{ID: "34", RedirectURIs: []string{"https://app.example/in?tenant=a%20b"}})
	got := d.visit(t, url.Values{"client_id": {"34"}, "redirect_uri": {"https://app.example/in?tenant=a%20b"}, "state": {"s"}})
	rest, ok := strings.CutPrefix(got.header.Get("Location"), "https://app.example/in?tenant=a%20b&code=AQ")
	if !ok || !strings.HasSuffix(rest, "&state=s") {
		t.Errorf("sent to %q", got.header.Get("Location"))
	}
}

func TestRegisterApp(t *testing.T) {
	for _, test := range []struct{ name, id, uri, want string }{
		{"good", "1", "https://app.example/", ""},
		{"no ID", "", "https://app.example/", "spotifytest: the app has no ID"},
		{"localhost", "1", "http://localhost/callback", "refuses localhost"},
		{"plain http", "1", "http://app.example/", "plain http is only for"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			err := d.RegisterApp(App{ID: test.id, RedirectURIs: []string{test.uri}})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if _, known := d.accounts.apps[test.id]; known != (test.want == "") {
				t.Errorf("registered: %v", known)
			}
		})
	}
}

func TestNobodyToLogIn(t *testing.T) {
	d := newLoginDesk(t)
	d.accounts.user = ""
	got := d.visit(t, nil)
	if location := got.header.Get("Location"); !strings.Contains(location, "?error=server_error&") || strings.Contains(location, "code=") {
		t.Errorf("sent to %q", location)
	}
	d.SetConsent(Consent{User: "anna"})
	answer := d.fetch(t, codeForm(d.code(t, nil), nil), "")
	if got, want := d.look(answer.AccessToken), `"anna" of app fa4e: user-read-email playlist-read-private`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOtherPages(t *testing.T) {
	d := newLoginDesk(t)
	for _, test := range []struct {
		method, path, kind, allow string
		want                      int
	}{
		{"GET", "/", "text/html; charset=utf-8", "", 404},
		{"GET", "/authorize/", "text/html; charset=utf-8", "", 404},
		{"POST", "/api/tokens", "text/html; charset=utf-8", "", 404},
		{"POST", "/authorize", "text/plain; charset=utf-8", "GET", 405},
		{"GET", "/api/token", "text/plain; charset=utf-8", "POST", 405},
	} {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			got := send(t, requestTo(t, test.method, d.url+test.path, ""))
			if got.status != test.want || got.header.Get("Content-Type") != test.kind || got.header.Get("Allow") != test.allow || got.body == "" {
				t.Errorf("got %d, %s, Allow %q, %q", got.status, got.header.Get("Content-Type"), got.header.Get("Allow"), got.body)
			}
		})
	}
}

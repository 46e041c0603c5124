package spotify

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// start runs a program that wants scopes, and returns its source and the scopes for which
// its login page asked, or "no login".
func (a *accounts) start(t *testing.T, store TokenStore, paste bool, scopes ...Scope) (*TokenSource, string) {
	t.Helper()
	config := testConfig(a)
	config.Scopes = scopes
	auth, _ := newTestAuth(t, config)
	asked := "no login"
	source, err := auth.StoredLoginFunc(t.Context(), store, func(ctx context.Context) (Grant, error) {
		browser := func(loginURL string) string {
			asked = queryOf(t, loginURL).Get("scope")
			return loginURL
		}
		if !paste {
			return logIn(ctx, auth, func(loginURL string) { browse(t, browser(loginURL)) })
		}
		r, w := io.Pipe()
		defer r.Close()
		return auth.PasteLogin(ctx, r, &prompt{in: w, replies: func(loginURL string) []string {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.challenges[testCode] = queryOf(t, browser(loginURL))
			return []string{testCode + "\n"}
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return source, asked
}

// grantAllBut makes the accounts grant the scopes asked for, without some.
func (a *accounts) grantAllBut(never string) {
	a.answer(func(w http.ResponseWriter, form url.Values) {
		a.mu.Lock()
		asked := a.challenges[testCode].Get("scope")
		a.mu.Unlock()
		var granted []string
		for scope := range strings.FieldsSeq(asked) {
			if scope != never {
				granted = append(granted, scope)
			}
		}
		fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"token_type":"Bearer","expires_in":3600,"scope":%q}`,
			accessToken(2), testRefresh, strings.Join(granted, " "))
	})
}

// A scope that is never granted does not open the login page at each start.
func TestScopeThatIsNeverGranted(t *testing.T) {
	for _, paste := range []bool{false, true} {
		server := newAccounts(t)
		server.grantAllBut("streaming")
		store, _ := newTestFile(t)
		source, asked := server.start(t, store, paste, "a", "streaming")
		if asked != "a streaming" {
			t.Errorf("asked for %q", asked)
		}
		if _, err := source.ReplaceToken(t.Context(), Ptr(source.Grant().Token)); err != nil { // a refresh keeps what was asked for
			t.Fatal(err)
		}
		if server.count() != 2 {
			t.Errorf("%d requests for a token, want 2", server.count())
		}
		for _, scopes := range [][]Scope{{"a", "streaming"}, {"streaming"}, {"a"}, {}} {
			source, asked = server.start(t, store, paste, scopes...)
			if asked != "no login" {
				t.Errorf("with %q: asked for %q", scopes, asked)
			}
		}
		if diff := cmp.Diff([]Scope{"streaming"}, source.Grant().MissingScopes("a", "streaming")); diff != "" {
			t.Errorf("missing (-want +got):\n%s", diff)
		}
		if _, asked = server.start(t, store, paste, "a", "b"); asked != "a b streaming" {
			t.Errorf("with another scope: asked for %q", asked)
		}
	}
}

// Programs with different scopes and one store do not take each other's scopes away.
func TestProgramsWithDifferentScopes(t *testing.T) {
	for _, paste := range []bool{false, true} {
		for _, never := range []string{"", "a2", "b1"} {
			server := newAccounts(t)
			server.grantAllBut(never)
			store, _ := newTestFile(t)
			var got []string
			for range 2 {
				_, first := server.start(t, store, paste, "a1", "a2")
				_, second := server.start(t, store, paste, "b1", "a1")
				got = append(got, first, second)
			}
			want := []string{"a1 a2", "b1 a1 a2", "no login", "no login"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("paste %v, never %q (-want +got):\n%s", paste, never, diff)
			}
		}
	}
}

// A login that has ended is replaced by one with the same scopes.
func TestLoginAfterTheEndKeepsScopes(t *testing.T) {
	server := newAccounts(t)
	ended := testGrant()
	ended.EndedAt, ended.RequestedScopes = newClock().at, []Scope{"c"}
	store := &memoryStore{grant: &ended}
	if _, asked := server.start(t, store, false, "a"); asked != "a user-read-email user-top-read c" {
		t.Errorf("asked for %q", asked)
	}
}

func TestEnoughScopes(t *testing.T) {
	tests := []struct {
		name               string
		granted, requested []Scope
		logins             int
	}{
		{"not known", nil, nil, 0},
		{"not known, asked for", nil, []Scope{"a"}, 0},
		{"none", []Scope{}, nil, 1},
		{"none, and none asked for", []Scope{}, []Scope{}, 1},
		{"none of those asked for", []Scope{}, []Scope{"b", "a"}, 0},
		{"granted", []Scope{"a"}, nil, 0},
		{"another one", []Scope{"b"}, []Scope{"b"}, 1},
	}
	for _, test := range tests {
		config := testConfig(newAccounts(t))
		config.Scopes = []Scope{"a"}
		auth, _ := newTestAuth(t, config)
		store, _ := newTestFile(t)
		mustSave(t, store, Grant{Token: testGrant().Token, Scopes: test.granted, RequestedScopes: test.requested})
		logins := 0
		for range 2 { // a login made by hand counts as one that has asked for what was wanted
			if _, err := auth.StoredLoginFunc(t.Context(), store, func(context.Context) (Grant, error) {
				logins++
				return Grant{Token: testGrant().Token, AuthorizedAt: newClock().at, Scopes: []Scope{}}, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if logins != test.logins {
			t.Errorf("%s: %d logins, want %d", test.name, logins, test.logins)
		}
	}
}

// A login outside of StoredLogin asks for what it was told, and notes that.
func TestRequestedScopes(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { // which does not say what was granted
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer"}`, testAccess)
	})
	for _, scopes := range [][]Scope{{}, {"a", "b"}} {
		config := testConfig(server)
		config.Scopes = scopes
		auth, _ := newTestAuth(t, config)
		got, err := auth.Exchange(t.Context(), testCode, testVerifier)
		if err != nil {
			t.Fatal(err)
		}
		want := Grant{Token: got.Token, AuthorizedAt: newClock().at.Round(time.Second), Scopes: scopes, RequestedScopes: scopes}
		if diff := cmp.Diff(grantText(t, want), grantText(t, got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		got.Scopes = append(got.Scopes[:0], "changed")
		if len(scopes) > 0 && got.RequestedScopes[0] == "changed" {
			t.Error("the lists share their memory")
		}
	}
}

// A web server knows which scopes a user has granted before, and asks for those, too.
func TestWithScopes(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
	config := testConfig(server)
	config.Scopes = []Scope{"a", "b"}
	auth, _ := newTestAuth(t, config)
	more := auth.WithScopes("c", "a", "", "c")

	asked := map[string]string{}
	note := func(flow, address string) { asked[flow] = queryOf(t, address).Get("scope") }
	for flow, a := range map[string]*Authenticator{"before": auth, "after": more, "again": more.WithScopes("d"), "none": auth.WithScopes()} {
		address, err := a.AuthURL(testState, testVerifier)
		if err != nil {
			t.Fatal(err)
		}
		note(flow, address)
	}
	recorder := httptest.NewRecorder()
	more.LoginHandler().ServeHTTP(recorder, httptest.NewRequest("GET", "/login", nil))
	note("handler", recorder.Header().Get("Location"))
	attempt, err := more.BeginLogin()
	if err != nil {
		t.Fatal(err)
	}
	address, err := auth.LoginURL(attempt) // of another process
	if err != nil {
		t.Fatal(err)
	}
	note("attempt", address)
	want := map[string]string{"before": "a b", "after": "a b c", "again": "a b c d", "none": "a b", "handler": "a b c", "attempt": "a b c"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}

	secret, err := attempt.MarshalSecret()
	if err != nil {
		t.Fatal(err)
	}
	var kept LoginAttempt
	if err := kept.UnmarshalSecret(secret); err != nil {
		t.Fatal(err)
	}
	grant, err := auth.FinishLogin(t.Context(), kept, agree(t, address).Query())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Scope{"a", "b", "c"}, grant.RequestedScopes); diff != "" {
		t.Errorf("requested (-want +got):\n%s", diff)
	}
}

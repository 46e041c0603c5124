package spotify

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// agree opens the login page for a user who agrees, and returns the URL to which the
// browser is sent.
func agree(t *testing.T, loginURL string) *url.URL {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(loginURL)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back, err := resp.Location()
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// The process that finishes a login need not be the one that began it.
func TestLoginAttempt(t *testing.T) {
	for _, test := range []struct {
		name     string
		change   func(*AuthConfig)
		verifier bool
	}{
		{"PKCE", func(*AuthConfig) {}, true},
		{"PKCE and secret", func(c *AuthConfig) { c.ClientSecret = testSecret }, true},
		{"secret alone", func(c *AuthConfig) { c.ClientSecret, c.DisablePKCE = testSecret, true }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			config := testConfig(server)
			test.change(&config)
			if !test.verifier {
				server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
			}
			first, _ := newTestAuth(t, config)
			attempt, err := first.BeginLogin()
			if err != nil {
				t.Fatal(err)
			}
			address, err := first.LoginURL(attempt)
			if err != nil {
				t.Fatal(err)
			}
			asked := queryOf(t, address)
			if asked.Get("state") != attempt.State() || attempt.State() == "" || asked.Get("redirect_uri") != LoopbackRedirectURI || asked.Has("code_challenge") != test.verifier {
				t.Errorf("the URL is %s", address)
			}
			kept, err := attempt.MarshalSecret()
			if err != nil {
				t.Fatal(err)
			}

			config.RedirectURI = "https://example.com/moved" // since then
			second, _ := newTestAuth(t, config)
			var again LoginAttempt
			if err := again.UnmarshalSecret(kept); err != nil {
				t.Fatal(err)
			}
			grant, err := second.FinishLogin(t.Context(), again, agree(t, address).Query())
			if err != nil || grant.Token.AccessToken != accessToken(2) {
				t.Errorf("got %v, error %v", grant, err)
			}
			if sent := server.last(t).form; sent.Has("code_verifier") != test.verifier || sent.Get("redirect_uri") != LoopbackRedirectURI {
				t.Errorf("sent %v", sent)
			}
		})
	}
}

func TestLoginAttemptErrors(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	attempt, err := auth.BeginLogin()
	if err != nil {
		t.Fatal(err)
	}
	other, err := auth.BeginLogin()
	if err != nil {
		t.Fatal(err)
	}
	if other.State() == attempt.State() || other.get().Verifier == attempt.get().Verifier {
		t.Error("two attempts share a secret")
	}
	right := url.Values{"state": {attempt.State()}, "code": {testCode}}
	for name, wrong := range map[string]LoginAttempt{"another attempt": other, "an empty session": {}} {
		if _, err := auth.FinishLogin(t.Context(), wrong, right); !errors.Is(err, ErrStateMismatch) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	_, err = auth.FinishLogin(t.Context(), attempt, url.Values{"state": {attempt.State()}, "error": {"access_denied"}})
	wantError(t, err, "access_denied")
	if server.count() != 0 {
		t.Error("a code was spent")
	}

	_, err = auth.LoginURL(LoginAttempt{})
	wantError(t, err, "the login attempt is empty; BeginLogin makes one")
	_, err = LoginAttempt{}.MarshalSecret()
	wantError(t, err, "the login attempt is empty; BeginLogin makes one")

	config := testConfig(server)
	config.RedirectURI = ""
	auth, _ = newTestAuth(t, config)
	_, err = auth.BeginLogin()
	wantError(t, err, "RedirectURI is not set")
}

func TestLoginAttemptDecoding(t *testing.T) {
	for _, data := range []string{"", "null", "{}", `"hush-text"`, `{"state":"hush-state"}`, `{"redirect_uri":"http://127.0.0.1"}`,
		`{"state":"hush-state","redirect_uri":"http://localhost"}`, `{"state":1}`, `{"state":"hush-state"`} {
		var got LoginAttempt
		for name, err := range map[string]error{"secret": got.UnmarshalSecret([]byte(data)), "JSON": json.Unmarshal([]byte(data), &got)} {
			switch {
			case name == "JSON" && (data == "null" || !json.Valid([]byte(data))): // json.Unmarshal has rules for them
			case err == nil:
				t.Errorf("%s: no error for %s", name, data)
			default:
				wantError(t, err, "this is not a login attempt")
				noSecrets(t, err)
			}
		}
		if got.State() != "" {
			t.Errorf("%s left a state", data)
		}
	}

	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	attempt, err := auth.BeginLogin()
	if err != nil {
		t.Fatal(err)
	}
	data, err := attempt.MarshalSecret()
	if err != nil {
		t.Fatal(err)
	}
	var row struct{ Login LoginAttempt } // as it may stand in a table
	if err := json.Unmarshal([]byte(`{"Login":`+string(data)+`}`), &row); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(attempt.get(), row.Login.get()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What a logger writes is no attempt.
	if data, err = json.Marshal(attempt); err != nil {
		t.Fatal(err)
	}
	wantParts(t, string(data), "state: [redacted]", "verifier: [redacted]", LoopbackRedirectURI)
	wantError(t, json.Unmarshal(data, &row.Login), "use what MarshalSecret returns")
}

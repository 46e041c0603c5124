package spotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// Programs with other clients have saved tokens like this.
func TestFileOfOtherClients(t *testing.T) {
	token := testGrant().Token
	local := token
	local.Expiry = token.Expiry.In(time.FixedZone("CEST", 7200)).Add(123456789)
	short := oauth2.Token{RefreshToken: testRefresh}
	encode := func(token oauth2.Token) string {
		text, err := json.Marshal(&token)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	tests := []struct {
		name, content string
		want          oauth2.Token
	}{
		{"token", encode(token), token},
		{"indented", strings.ReplaceAll(encode(token), ",", ",\n\t") + "\n", token},
		{"local time", encode(local), local},
		{"expires_in", encode(oauth2.Token{AccessToken: testAccess, TokenType: "Bearer", RefreshToken: testRefresh, Expiry: token.Expiry, ExpiresIn: 3600}), token},
		{"expires_in as text", strings.Replace(encode(token), "{", `{"expires_in":"3600",`, 1), token},
		{"other members", strings.Replace(encode(token), "{", `{"scope":"a b","mode":"0644","scopes":["a"],"raw":{"x":[1]},`, 1), token},
		{"refresh token alone", encode(short), short},
		{"byte order mark", "\ufeff" + encode(token), token},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			store, path := newTestFile(t)
			write(t, path, test.content, 0o600)
			if diff := cmp.Diff(grantText(t, Grant{Token: test.want}.clone()), grantText(t, mustLoad(t, store))); diff != "" {
				t.Errorf("loaded (-want +got):\n%s", diff)
			}
			if content, err := os.ReadFile(path); err != nil || string(content) != test.content {
				t.Errorf("the file has been changed before a token was saved: %v", err)
			}

			server := newAccounts(t)
			server.answer(func(w http.ResponseWriter, form url.Values) {
				if form.Get("refresh_token") != testRefresh {
					t.Errorf("refreshed with %q", form.Get("refresh_token"))
				}
				fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":3600}`, accessToken(2))
			})
			auth, now := newTestAuth(t, testConfig(server))
			noLogin := func(context.Context) (Grant, error) { return Grant{}, errors.New("a login page has opened") }
			source, err := auth.StoredLoginFunc(t.Context(), store, noLogin)
			if err != nil {
				t.Fatal(err)
			}
			now.advance(2 * time.Hour)
			if got := mustToken(t, source); got != accessToken(2) {
				t.Errorf("got %s", got)
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			wantParts(t, string(content), "{\n\t\"version\": 1,\n\t\"token\": {\n\t\t\"access_token\": \""+accessToken(2), testRefresh)
			if _, err := auth.StoredLoginFunc(t.Context(), store, noLogin); err != nil { // also at the next start
				t.Error(err)
			}
		})
	}
}

func TestFilesOfOtherClientsThatAreNotUnderstood(t *testing.T) {
	for content, want := range map[string]string{
		`{"access_token":"hush-x","expiry":"hush-when"}`:              "it does not hold a token as golang.org/x/oauth2 writes it",
		`{"access_token":7}`:                                          "it does not hold a token as golang.org/x/oauth2 writes it",
		`{"access_token":"hush-x","refresh_to`:                        "it is damaged at byte",
		`{"access_token":"hush-x"} {`:                                 "it is damaged at byte",
		`{"access_token":"","expiry":"0001-01-01T00:00:00Z"}`:         "it holds no token",
		`{"access_token":null,"refresh_token":null}`:                  "it holds no token",
		`{"version":2,"access_token":"hush-x"}`:                       "it has version 2",
		`{"version":0,"access_token":"hush-x"}`:                       "it has version 0",
		`{"access_token":"hush-x","token":{"access_token":"hush-y"}}`: "it has version 0",
		`{"token_type":"Bearer"}`:                                     "it has version 0",
		"\ufeff":                                                      "it is empty",
	} {
		store, path := newTestFile(t)
		write(t, path, content, 0o600)
		_, err := store.Load(t.Context())
		wantError(t, err, "token file "+path, want)
		noSecrets(t, err)
	}
	if os.Getuid() >= 0 { // not on Windows, which has no such modes
		store, path := newTestFile(t)
		write(t, path, `{"access_token":"hush-x"}`, 0o644)
		_, err := store.Load(t.Context())
		wantError(t, err, "(mode 0644)", "chmod 600")
	}
}

package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// Waiting takes no time in the bubble, and the server is outside of it. Connections are
// not kept, because the time of the bubble stands still while one is open.
func TestRun(t *testing.T) {
	server := spotifytest.NewServer(t, user())
	file := filepath.Join(t.TempDir(), "login.json")
	var out strings.Builder
	synctest.Test(t, func(t *testing.T) {
		httpClient := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		if err := run(t.Context(), server, newApp(server, httpClient, file), &out); err != nil {
			t.Fatal(err)
		}
	})
	want := `The user refuses
  The accounts service says access_denied.
The first start
  Hello, Mira!
  The login lasts until 1 July 2000.
When the access token is about to end
  Hello, Mira!
  Is it another one? true
The next start
  Hello, Mira!
When the user has revoked the login
  Please log in again.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var grant spotify.Grant
	if err := json.Unmarshal(kept, &grant); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{grant.Token.AccessToken, grant.Token.RefreshToken} {
		if secret == "" || strings.Contains(out.String(), secret) {
			t.Errorf("the output shows the secret %q", secret)
		}
	}
}

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

// The server stands outside of the bubble, in which waiting takes no time. Connections
// are not kept, because a bubble does not wait for what somebody outside may still say.
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
	want := `The user would rather not
  The accounts service says access_denied.
The first start
  Hello, Mira!
  The login lasts until 1 July 2000.
When the access token is about to end
  Hello, Mira!
  Is it another one? true
The next start
  Hello, Mira!
When the user has taken the login back
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

package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// A router answers for the stand-in without a network, so that waiting takes no
// time. Only the login itself listens.
type router struct {
	standIn  *standIn
	loopback http.RoundTripper
}

func (r router) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host != "spotify.test" {
		return r.loopback.RoundTrip(req)
	}
	w := httptest.NewRecorder()
	r.standIn.ServeHTTP(w, req)
	answer := w.Result()
	answer.Request = req
	return answer, nil
}

func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "login.json")
	synctest.Test(t, func(t *testing.T) {
		standIn := newStandIn()
		transport := router{standIn, &http.Transport{DisableKeepAlives: true}}
		var out strings.Builder
		if err := newApp("http://spotify.test", transport, file).run(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		standIn.print(&out)
		want := `The first start
  Hello, Mira!
  The login lasts until 1 July 2000.
When the access token is about to end
  Hello, Mira!
The next start
  Hello, Mira!
Times that the access token was refreshed: 1
`
		if diff := cmp.Diff(want, out.String()); diff != "" {
			t.Errorf("output (-want +got):\n%s", diff)
		}
		for _, secret := range []string{standIn.access, standIn.refresh} {
			if secret == "" || strings.Contains(out.String(), secret) {
				t.Errorf("the output shows the secret %q", secret)
			}
		}
	})
}

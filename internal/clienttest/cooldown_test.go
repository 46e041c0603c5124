package clienttest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The upload of a cover has a limit of its own. When it is used up, all other
// operations go on, and the upload too as soon as somebody knows better.
func TestCoverLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := true
		n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case !strings.HasSuffix(r.URL.Path, "/images"):
				read.good(w, r)
			case full:
				answer(429, "", "Retry-After", "43200")(w, r)
			default:
				w.WriteHeader(http.StatusAccepted)
			}
		})})
		defer n.close(t)
		client := n.client()
		upload := func() error {
			return client.Playlists.UploadCoverImage(t.Context(), "3Mixtape00000000000001", []byte{0xFF, 0xD8, 0xFF})
		}
		for range 2 {
			if err := upload(); !errors.Is(err, spotify.ErrRateLimited) {
				t.Errorf("error %v", err)
			}
			if err := read.call(t.Context(), client); err != nil {
				t.Error(err)
			}
		}
		full = false
		client.With().ResetCooldown()
		if err := upload(); err != nil {
			t.Error(err)
		}
	})
}

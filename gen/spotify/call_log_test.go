package spotify

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLog(t *testing.T) {
	tests := []struct {
		name  string
		level slog.Level
		want  []string
	}{
		{"debug", slog.LevelDebug, []string{
			`level=DEBUG msg="spotify: request sent" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=1 status=429 duration=200ms`,
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=1 status=429 wait=3s`,
			`level=DEBUG msg="spotify: request sent" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=2 status=503 duration=0s`,
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=2 status=503 wait=500ms`,
			`level=DEBUG msg="spotify: request sent" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=3 error="spotify: Tracks.Get: after 3 attempts: Get \"https://api.spotify.com/v1/tracks/` + testTrackID + `\": no: [redacted]" duration=0s`,
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=3 error="spotify: Tracks.Get: after 3 attempts: Get \"https://api.spotify.com/v1/tracks/` + testTrackID + `\": no: [redacted]" wait=1s`,
			`level=DEBUG msg="spotify: request sent" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=4 status=200 duration=0s`,
			`level=DEBUG msg="spotify: request sent" request_id=2 operation=Player.Play method=PUT path=/me/player/play attempt=1 status=200 duration=0s`,
		}},
		{"warnings", slog.LevelWarn, []string{
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=1 status=429 wait=3s`,
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=2 status=503 wait=500ms`,
			`level=WARN msg="spotify: request will be repeated" request_id=1 operation=Tracks.Get method=GET path=/tracks/{id} attempt=3 error="spotify: Tracks.Get: after 3 attempts: Get \"https://api.spotify.com/v1/tracks/` + testTrackID + `\": no: [redacted]" wait=1s`,
		}},
		{"errors", slog.LevelError, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var out bytes.Buffer
				logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{
					Level: test.level,
					ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
						if a.Key == slog.TimeKey {
							return slog.Attr{}
						}
						return a
					},
				}))
				api := newFakeAPI(
					step{status: 429, after: "3", takes: 200 * time.Millisecond},
					step{status: 503},
					step{err: fmt.Errorf("no: %s", testToken)},
					step{status: 200, body: `{"id":"secret"}`},
				)
				c := api.caller(WithLogger(logger), withTestToken())
				r := newRequest(&Operation{Name: "Tracks.Get", Method: "GET", Path: "/tracks/{id}", Idempotent: true},
					[]RequestOption{WithQueryParam("key", "secret"), WithHeader("X-A", "secret")})
				r.path("id", testTrackID)
				if err := c.do(t.Context(), r, new(thing).decode); err != nil {
					t.Fatal(err)
				}
				if err := callOp(t.Context(), c.with(WithHeader("X-B", "c")), opPlay); err != nil {
					t.Fatal(err)
				}
				got := strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' })
				if diff := cmp.Diff(test.want, got); diff != "" && len(got)+len(test.want) > 0 {
					t.Errorf("lines (-want +got):\n%s", diff)
				}
				for _, secret := range []string{testToken, "secret"} {
					if strings.Contains(out.String(), secret) {
						t.Errorf("%q shows in\n%s", secret, out.String())
					}
				}
			})
		})
	}
	_, _, err := sent(t, newRequest(opRead, nil), WithLogger(nil))
	wantError(t, err, "client option WithLogger: the logger is nil")
}

// What is not sent is no attempt.
func TestLogOfNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		api := newFakeAPI(step{status: 204})
		c := api.caller(WithLogger(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))))
		c.gates.all.cooldown.extend(time.Now().Add(time.Hour))
		if err := callOp(t.Context(), c, opRead); !errors.Is(err, ErrRateLimited) {
			t.Error(err)
		}
		if out.Len() != 0 {
			t.Errorf("logged\n%s", out.String())
		}
	})
}

package clienttest

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A server has a client for each of its users. They have one connection, one cache
// with the answers of each, and one rate limit.
func TestForUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		requests := map[string]int{}
		start := time.Now()
		n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if time.Since(start) < 5*time.Second {
				answer(429, "", "Retry-After", "5")(w, r)
				return
			}
			token := r.Header.Get("Authorization")
			requests[token]++
			answer(200, `{"id":"`+token[len("Bearer "):]+`"}`, "Cache-Control", "private, max-age=3600")(w, r)
		})})
		defer n.close(t)
		app := n.client(spotify.WithCache(spotify.NewMemoryCache(0)), spotify.WithCacheUser("nobody"))
		for range 2 {
			for _, user := range []string{"alice", "bob"} {
				source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: user})
				me, err := app.ForUser(source).Users.Me(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if string(me.ID) != user {
					t.Errorf("%s gets the answer for %s", user, me.ID)
				}
			}
		}
		if requests["Bearer alice"] != 1 || requests["Bearer bob"] != 1 || len(requests) != 2 {
			t.Errorf("requests: %v", requests)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

package spotify

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

// A call that does not have to wait asks for one token, and sends that one.
func TestTokenIsAskedForOnce(t *testing.T) {
	waiting := func(wait time.Duration) Limiter {
		return limiterFunc(func(ctx context.Context) (func(), error) { return nil, sleep(ctx, wait) })
	}
	tests := []struct {
		name    string
		options []ClientOption
		cooling time.Duration // until the client may send
		want    int           // tokens
	}{
		{"plain", []ClientOption{WithRetry(NoRetry())}, 0, 1},
		{"with retries", nil, 0, 1},
		{"with a cache", []ClientOption{WithCache(slowCache{})}, 0, 1},
		{"with a cache of a user", []ClientOption{WithCache(slowCache{}), WithCacheUser("alice")}, 0, 1},
		{"short wait at the limiter", []ClientOption{WithLimiter(waiting(longQueue - 1))}, 0, 1},
		{"long wait at the limiter", []ClientOption{WithLimiter(waiting(longQueue))}, 0, 2},
		{"wait for the end of a rate limit", nil, time.Millisecond, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				source := WithTokenSource(tokenFunc(func() (*oauth2.Token, error) {
					time.Sleep(time.Minute)
					asked++
					return &oauth2.Token{AccessToken: fmt.Sprintf("token-%d", asked)}, nil
				}))
				api := newFakeAPI(step{status: 200, body: `{"id":"x"}`, takes: time.Minute})
				c := api.caller(append(test.options, source)...)
				c.cooldown.extend(time.Now().Add(time.Minute + test.cooling))
				if _, err := getThing(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				if want := fmt.Sprintf("Bearer token-%d", test.want); asked != test.want || api.tokens[0] != want {
					t.Errorf("asked for %d tokens, want %d; sent %q", asked, test.want, api.tokens)
				}
			})
		})
	}
}

// slowCache is a cache that is far away, and holds nothing.
type slowCache struct{ forgetful }

func (slowCache) Get(context.Context, string) ([]byte, bool) {
	time.Sleep(time.Minute)
	return nil, false
}

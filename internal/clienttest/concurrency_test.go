package clienttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// many is how many goroutines share a client below.
const many = 64

// accounts is a stand-in for the accounts service. Its tokens live for an hour.
type accounts struct {
	takes time.Duration    // for a token
	fails http.HandlerFunc // in place of a token

	mu     sync.Mutex
	ends   map[string]time.Time // of the access tokens
	grants []string             // the kinds that were asked for
}

func (a *accounts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(a.takes)
	a.mu.Lock()
	a.grants = append(a.grants, r.FormValue("grant_type"))
	n := len(a.grants)
	if a.ends == nil {
		a.ends = map[string]time.Time{}
	}
	a.ends[accessToken(n)] = time.Now().Add(time.Hour)
	a.mu.Unlock()
	if a.fails != nil {
		a.fails(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{
		"access_token": accessToken(n), "refresh_token": refreshToken(n), "token_type": "Bearer", "expires_in": 3600,
	})
}

// The tokens have a part that no other text has.
func accessToken(n int) string  { return fmt.Sprintf("hush-access-token-%d", n) }
func refreshToken(n int) string { return fmt.Sprintf("hush-refresh-token-%d", n) }

// admits reports whether the token of a request is good.
func (a *accounts) admits(r *http.Request) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Now().Before(a.ends[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")])
}

// issued is how many tokens were asked for.
func (a *accounts) issued() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.grants)
}

// authenticator returns one that asks the accounts service of the network.
func (n *network) authenticator(t *testing.T, secret string) *spotify.Authenticator {
	t.Helper()
	auth, err := spotify.NewAuthenticator(spotify.AuthConfig{
		ClientID:     "5fe01282e44241328a84e7c5cc169165",
		ClientSecret: secret,
		RedirectURI:  "https://app.test/callback",
		AccountsURL:  "http://" + accountsHost,
		HTTPClient:   &http.Client{Transport: n.transport},
	})
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

// expired returns a login whose access token is over.
func expired() spotify.Grant {
	grant := spotify.Grant{AuthorizedAt: time.Now().Add(-24 * time.Hour)}
	grant.Token.AccessToken, grant.Token.RefreshToken = accessToken(0), refreshToken(0)
	grant.Token.Expiry = time.Now().Add(-time.Hour)
	return grant
}

// loggedIn returns a client of the network with a login whose token is over.
func (n *network) loggedIn(t *testing.T, options ...spotify.ClientOption) *spotify.Client {
	t.Helper()
	source := n.authenticator(t, "").TokenSource(context.Background(), expired())
	return n.client(append(options, spotify.WithTokenSource(source))...)
}

// together calls from many goroutines at a time.
func together(call func(i int)) {
	var calls sync.WaitGroup
	for i := range many {
		calls.Go(func() { call(i) })
	}
	calls.Wait()
}

// A token that expires is replaced once, whether the calls that need it begin when
// it is due or when it is over, and no call is made with one that does not hold.
func TestOneRefreshForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := &accounts{takes: time.Second}
		n := newNetwork(t, map[string]http.Handler{
			accountsHost: service,
			apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				time.Sleep(100 * time.Millisecond)
				if !service.admits(r) {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				read.good(w, r)
			}),
		})
		defer n.close(t)
		client := n.loggedIn(t)
		for _, step := range []struct {
			name   string
			later  time.Duration
			issued int
		}{
			{"expired", 0, 1},
			{"good", 30 * time.Minute, 1},
			{"due", 29*time.Minute + 30*time.Second, 2},
			{"good again", 30 * time.Minute, 2},
			{"expired again", time.Hour, 3},
		} {
			time.Sleep(step.later)
			together(func(int) {
				if err := read.call(t.Context(), client); err != nil {
					t.Errorf("%s: %v", step.name, err)
				}
			})
			if issued := service.issued(); issued != step.issued {
				t.Fatalf("%s: %d tokens were asked for, want %d", step.name, issued, step.issued)
			}
		}
	})
}

// The calls begin one after the other, and one of them is refused: whatever is not
// under way by then waits.
func TestRateLimitHoldsAll(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const (
					refused = 10
					gap     = 10 * time.Millisecond
					limit   = 7 * time.Second
				)
				start := time.Now()
				var requests, early atomic.Int64
				n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					number, at := requests.Add(1), time.Since(start)
					switch {
					case number == refused:
						answer(429, "", "Retry-After", "7")(w, r)
						return
					case number > refused && at < (refused-1)*gap+limit:
						early.Add(1)
					}
					kind.good(w, r)
				})})
				defer n.close(t)
				client := n.client()
				together(func(i int) {
					time.Sleep(time.Duration(i) * gap)
					if err := kind.call(t.Context(), client); err != nil {
						t.Error(err)
					}
				})
				if early.Load() != 0 {
					t.Errorf("%d requests were sent during the rate limit", early.Load())
				}
				if got := requests.Load(); got != many+1 {
					t.Errorf("%d requests, want %d", got, many+1)
				}
				if took := time.Since(start); took > many*gap+limit+time.Second/2 {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// Whatever the calls wait for, they end when their context does.
func TestCancellationFreesAll(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	tests := []struct {
		name    string
		api     http.HandlerFunc
		takes   time.Duration // the accounts service
		limiter spotify.LimiterConfig
	}{
		{name: "rate limit", api: answer(429, "", "Retry-After", "20")},
		{name: "backoff", api: answer(503, "", "Retry-After", "20")},
		{name: "header", api: hang},
		{name: "body", api: dribble("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")},
		{name: "token", api: read.good, takes: 10 * time.Second},
		{name: "limiter", api: hang, limiter: spotify.LimiterConfig{Concurrent: 1}},
		{name: "pace", api: hang, limiter: spotify.LimiterConfig{PerSecond: 0.1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				service := &accounts{takes: test.takes}
				n := newNetwork(t, map[string]http.Handler{accountsHost: service, apiHost: test.api})
				defer n.close(t)
				limiter := spotify.NewLimiter(test.limiter)
				if test.limiter != (spotify.LimiterConfig{}) {
					// Somebody else has what the calls wait for.
					if _, err := limiter.Acquire(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				client := n.loggedIn(t, spotify.WithLimiter(limiter))
				shutdown := errors.New("the jukebox is shutting down")
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(3*time.Second, func() { cancel(shutdown) })
				start := time.Now()
				together(func(int) {
					err := read.call(ctx, client)
					if !errors.Is(err, context.Canceled) || !errors.Is(err, shutdown) {
						t.Errorf("error %v", err)
					}
					if took := time.Since(start); took != 3*time.Second {
						t.Errorf("it returned after %v", took)
					}
				})

				// A refresh that was sent is carried through, for the next call.
				time.Sleep(time.Minute)
				if issued := service.issued(); issued != 1 {
					t.Errorf("%d tokens were asked for, want 1", issued)
				}
				if test.takes == 0 {
					return
				}
				if err := read.call(t.Context(), client); err != nil {
					t.Error(err)
				}
				if issued := service.issued(); issued != 1 {
					t.Errorf("%d tokens were asked for, want 1", issued)
				}
			})
		})
	}
}

package spotify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

func TestToken(t *testing.T) {
	var calls atomic.Int32
	source := tokenFunc(func() (*oauth2.Token, error) {
		return &oauth2.Token{AccessToken: fmt.Sprintf("token-%d", calls.Add(1)), TokenType: "bearer"}, nil
	})
	var got []string
	c := newCaller(WithTokenSource(source), transport(func(req *http.Request) (*http.Response, error) {
		got = append(got, req.Header.Get("Authorization"))
		return response(req, 204, nil, http.NoBody), nil
	}))
	for range 2 {
		if err := c.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"Bearer token-1", "Bearer token-2"}, got); diff != "" {
		t.Errorf("Authorization (-want +got):\n%s", diff)
	}

	// Not for requests that are not sent.
	bad := newRequest(opPlay, nil)
	bad.query("q", "")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	c.do(t.Context(), bad, nil)
	c.do(cancelled, newRequest(opPlay, nil), nil)
	if n := calls.Load(); n != 2 {
		t.Errorf("asked for %d tokens, want 2", n)
	}
}

func TestTokenErrors(t *testing.T) {
	broken := errors.New("keychain is locked")
	tests := []struct {
		name  string
		token *oauth2.Token
		err   error
		want  []string
	}{
		{"error", nil, broken, []string{"token source", "keychain is locked"}},
		{"nothing", nil, nil, []string{"token source", "neither a token nor an error; set AccessToken", "StoredLogin", "ClientCredentials"}},
		{"empty", &oauth2.Token{}, nil, []string{"the access token is empty; set AccessToken", "StoredLogin for a user", "https://developer.spotify.com/dashboard"}},
		{"white space", &oauth2.Token{AccessToken: " \n"}, nil, []string{"the access token is empty; set AccessToken"}},
		{"line end", &oauth2.Token{AccessToken: testAccess + "\n"}, nil, []string{"the access token holds white space or a line end; leave that out"}},
		{"with its type", &oauth2.Token{AccessToken: "Bearer " + testAccess}, nil, []string{"and the word Bearer in front of it"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source := tokenFunc(func() (*oauth2.Token, error) { return test.token, test.err })
			got, _, err := sent(t, newRequest(opPlay, nil), WithTokenSource(source))
			wantError(t, err, append(test.want, "spotify: Player.Play: ")...)
			noSecrets(t, err)
			if test.err != nil && !errors.Is(err, test.err) {
				t.Errorf("%v does not wrap its cause", err)
			}
			if got != nil {
				t.Error("the request was sent nevertheless")
			}
		})
	}
}

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
				api := newFakeAPI(step{status: 200, body: `{"id":"x"}`, takes: 20 * time.Second})
				c := api.caller(append(test.options, source)...)
				c.gates.all.cooldown.extend(time.Now().Add(time.Minute + test.cooling))
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

// A token that was fresh when the call began may have expired after a wait.
func TestTokenAfterWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		source := tokenFunc(func() (*oauth2.Token, error) {
			asked++
			return &oauth2.Token{AccessToken: fmt.Sprintf("token-%d", asked)}, nil
		})
		api := newFakeAPI(step{status: 500}, step{status: 429, after: "5"}, step{status: 500}, step{status: 204})
		if err := callOp(t.Context(), api.caller(WithTokenSource(source)), opRead); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Bearer token-1", "Bearer token-2", "Bearer token-3", "Bearer token-4"}, api.tokens); diff != "" {
			t.Errorf("authorization (-want +got):\n%s", diff)
		}

		api = newFakeAPI(step{status: 429, after: "5"})
		own := WithHeader("Authorization", "Bearer own")
		if err := callOp(t.Context(), api.caller(WithTokenSource(source)), opRead, own); !errors.Is(err, ErrRateLimited) {
			t.Fatal(err)
		}
		if asked != 4 || api.tokens[len(api.tokens)-1] != "Bearer own" {
			t.Errorf("asked for %d tokens, sent %v", asked, api.tokens)
		}

		broken := errors.New("keychain is locked")
		first := true
		failing := tokenFunc(func() (*oauth2.Token, error) {
			if !first {
				return nil, broken
			}
			first = false
			return &oauth2.Token{AccessToken: testToken}, nil
		})
		api = newFakeAPI(step{status: 429, after: "5"})
		err := callOp(t.Context(), api.caller(WithTokenSource(failing)), opRead)
		if !errors.Is(err, broken) || len(api.times) != 1 {
			t.Errorf("error %v after %d attempts", err, len(api.times))
		}
	})
}

// Whoever has ignored the error of a login has a nil source.
func TestNilTokenSource(t *testing.T) {
	for name, source := range map[string]oauth2.TokenSource{"nil": nil, "nil pointer": (*TokenSource)(nil)} {
		got, _, err := sent(t, newRequest(opPlay, nil), WithTokenSource(source))
		wantError(t, err, "WithTokenSource: the token source is nil; check the error", "StoredLogin for a user", "ClientCredentials")
		if got != nil {
			t.Errorf("%s: the request was sent nevertheless", name)
		}
	}
	for name, source := range map[string]oauth2.TokenSource{
		"no token": oauth2.StaticTokenSource(nil), "empty": oauth2.StaticTokenSource(&oauth2.Token{}),
		"reused": oauth2.ReuseTokenSource(nil, oauth2.StaticTokenSource(&oauth2.Token{})),
	} {
		_, _, err := sent(t, newRequest(opPlay, nil), WithTokenSource(source))
		if err == nil || !strings.Contains(err.Error(), "let an Authenticator get a token") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

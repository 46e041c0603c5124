package spotify

import (
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

func tokenOf(user string) oauth2.TokenSource {
	return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: user + "-token"})
}

// All users of an app wait for the same rate limit, in one queue.
func TestUsersShareTheCooldown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 429, after: "20"}, step{status: 204, takes: time.Second})
		alice := api.caller(WithTokenSource(tokenOf("alice")))
		bob := alice.forUser(tokenOf("bob"), nil)
		carol := bob.with().forUser(tokenOf("carol"), nil)
		var wg sync.WaitGroup
		for _, c := range []*caller{carol, alice, bob, carol} {
			wg.Go(func() {
				if err := callOp(t.Context(), c, opPost); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		if err := callOp(t.Context(), bob, opPost, WithoutRetry()); !errors.Is(err, ErrRateLimited) {
			t.Errorf("error %v", err)
		}
		wg.Wait()
		want := []string{"carol", "carol", "alice", "bob", "carol"}
		for i := range want {
			want[i] = "Bearer " + want[i] + "-token"
		}
		if !slices.Equal(api.tokens, want) {
			t.Errorf("sent with %q, want %q", api.tokens, want)
		}
		wantElapsed(t, api.start, 23*time.Second)

		// A long wait of an operation, and its end, are those of all, too.
		long := newFakeAPI(step{status: 429, after: "43200"}, step{status: 204})
		alice = long.caller()
		bob = alice.forUser(tokenOf("bob"), nil)
		callOp(t.Context(), alice, opPost)
		if err := callOp(t.Context(), bob, opPost); !errors.Is(err, ErrRateLimited) || len(long.times) != 1 {
			t.Errorf("error %v, sent %d times", err, len(long.times))
		}
		bob.resetCooldown()
		if err := callOp(t.Context(), alice, opPost); err != nil {
			t.Error(err)
		}
	})
}

func TestUsersShareTheLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 204, takes: time.Second})
		alice := api.caller(WithLimiter(NewLimiter(LimiterConfig{Concurrent: 1})))
		own := alice.forUser(tokenOf("bob"), []ClientOption{WithLimiter(NewLimiter(LimiterConfig{}))})
		var wg sync.WaitGroup
		for _, c := range []*caller{alice, alice.forUser(tokenOf("bob"), nil), own, own} {
			wg.Go(func() {
				if err := callOp(t.Context(), c, opPost); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		wantElapsed(t, api.start, 2*time.Second)
	})
}

// Each user gets the own answers of a cache that all share.
func TestUsersShareTheCache(t *testing.T) {
	o := userServer(http.Header{"Cache-Control": {"private, max-age=60"}})
	alice := newCaller(o.option(), WithCache(NewMemoryCache(0)), WithTokenSource(tokenOf("alice")), WithCacheUser("alice"))
	bob := alice.forUser(tokenOf("bob"), nil)
	named := alice.forUser(tokenOf("carol"), []ClientOption{WithCacheUser("carol")})
	renewed := alice.forUser(tokenOf("carol2"), []ClientOption{WithCacheUser("carol")})
	again := alice.forUser(tokenOf("alice"), []ClientOption{WithCacheUser("alice")})
	for range 2 {
		wantID(t, alice, "alice")
		wantID(t, bob, "bob")
		wantID(t, alice.forUser(tokenOf("bob"), nil), "bob")
		wantID(t, named, "carol")
		wantID(t, renewed, "carol")
		wantID(t, again, "alice")
	}
	if n := len(o.asked); n != 3 {
		t.Errorf("%d requests for three users", n)
	}
}

// A read that is under way during a write is not kept, whichever client writes.
func TestUsersShareTheWrites(t *testing.T) {
	alice := newCaller(WithCache(NewMemoryCache(0)), WithTokenSource(tokenOf("alice")), WithCacheUser("alice"))
	again := alice.forUser(tokenOf("alice"), []ClientOption{WithCacheUser("alice")})
	reads := 0
	exchange := func(call *call, req *http.Request) (answer, error) {
		if req.Method != http.MethodGet {
			return answer{Response: response(req, 204, nil, http.NoBody)}, nil
		}
		reads++
		if err := callOp(t.Context(), again, opPlay); err != nil {
			t.Error(err)
		}
		ans := response(req, 200, http.Header{"Cache-Control": {"max-age=60"}}, http.NoBody)
		return answer{Response: ans, content: []byte(`{"id":"alice"}`)}, nil
	}
	alice.send, again.send = alice.cached(exchange), again.cached(exchange)
	for range 2 {
		wantID(t, alice, "alice")
	}
	if reads != 2 {
		t.Errorf("%d reads; the first answer was kept", reads)
	}
}

// The other settings are those of the first client, unless an option replaces them.
func TestSettingsForUsers(t *testing.T) {
	first := newCaller(answers(204, nil, ""), WithTokenSource(tokenOf("alice")), WithUserAgent("Jukebox/1"),
		WithBaseURL("http://127.0.0.1:1/v1"), WithQuotaMode(Development), WithStrictQuotaMode())
	second := first.forUser(tokenOf("bob"), []ClientOption{WithUserAgent("Jukebox/2")})
	for c, want := range map[*caller]string{
		first:                                 "Jukebox/1",
		second:                                "Jukebox/2",
		second.forUser(tokenOf("carol"), nil): "Jukebox/2",
	} {
		if c.userAgent != want || c.baseURL != "http://127.0.0.1:1/v1" || c.httpClient != first.httpClient {
			t.Errorf("%s, %s, and another HTTP client", c.userAgent, c.baseURL)
		}
		if err := callOp(t.Context(), c, opSave); !errors.Is(err, ErrForbidden) {
			t.Errorf("error %v", err)
		}
	}
	replaced := first.forUser(tokenOf("bob"), []ClientOption{WithHTTPClient(&http.Client{})})
	if replaced.httpClient.CheckRedirect == nil {
		t.Error("redirects of the other HTTP client are not checked")
	}

	broken := []struct {
		name string
		c    *caller
		want string
	}{
		{"no source", first.forUser(nil, nil), "ForUser: the token source is nil"},
		{"invalid option", first.forUser(tokenOf("bob"), []ClientOption{WithMaxResponseSize(0)}), "WithMaxResponseSize"},
		{"nil option", first.forUser(tokenOf("bob"), []ClientOption{nil}), "client option is nil"},
		{"invalid option of the first", newCaller(WithMaxResponseSize(0)).forUser(tokenOf("bob"), nil), "WithMaxResponseSize"},
	}
	for _, test := range broken {
		wantError(t, callOp(t.Context(), test.c, opPlay), test.want)
	}
	if err := callOp(t.Context(), first, opPlay); err != nil {
		t.Errorf("the first client has changed: %v", err)
	}
}

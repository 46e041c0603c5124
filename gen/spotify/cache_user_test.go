package spotify

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"golang.org/x/oauth2"
)

// userServer answers with the user in place of the ID: "alice" for the token
// "alice-token". What holds the token itself would not be kept.
func userServer(header http.Header) *origin {
	o := &origin{}
	o.answer = func(req *http.Request) *http.Response {
		if req.Header.Get("If-None-Match") != "" {
			return response(req, http.StatusNotModified, header.Clone(), http.NoBody)
		}
		token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
		return response(req, 200, header.Clone(), readCloser(fmt.Sprintf(`{"id":%q}`, strings.TrimSuffix(token, "-token"))))
	}
	return o
}

func TestUsersAreKeptApart(t *testing.T) {
	for name, header := range map[string]http.Header{
		"fresh":     {"Cache-Control": {"public, max-age=60"}},
		"validated": {"Etag": {`"the same for all"`}},
	} {
		t.Run(name, func(t *testing.T) {
			o := userServer(header)
			cache := NewMemoryCache(0)
			alice := newCaller(o.option(), WithCache(cache), withToken("alice-token"))
			bob := newCaller(o.option(), WithCache(cache), withToken("bob-token"))
			for range 2 {
				wantID(t, alice, "alice")
				wantID(t, bob, "bob")
				// One client, with the token of another user for one call.
				wantID(t, alice, "carol", WithHeader("Authorization", "Bearer carol-token"))
				wantID(t, alice, "bob", WithHeader("Authorization", "Bearer bob-token"))
			}

			// With names, too.
			alice = newCaller(o.option(), WithCache(cache), withToken("alice-token"), WithCacheUser("a"))
			bob = newCaller(o.option(), WithCache(cache), withToken("bob-token"), WithCacheUser("b"))
			for range 2 {
				wantID(t, alice, "alice")
				wantID(t, bob, "bob")
				wantID(t, alice, "carol", WithHeader("Authorization", "Bearer carol-token"))
			}

			// A name that looks like the token of somebody else.
			odd := newCaller(o.option(), WithCache(cache), withToken("odd-token"), WithCacheUser("Bearer bob-token"))
			wantID(t, odd, "odd")
		})
	}
}

func TestTokenRefresh(t *testing.T) {
	tests := []struct {
		name    string
		options []ClientOption
		vary    string
		asked   int
	}{
		{"by token", nil, "", 2},
		{"by name", []ClientOption{WithCacheUser("alice")}, "", 1},
		{"by name, Vary: Authorization", []ClientOption{WithCacheUser("alice")}, "Authorization", 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Vary": {test.vary}}}
			token := "first-token"
			source := WithTokenSource(tokenFunc(func() (*oauth2.Token, error) { return &oauth2.Token{AccessToken: token}, nil }))
			c := newCaller(append(test.options, o.option(), source, WithCache(NewMemoryCache(0)))...)
			wantID(t, c, "answer 1")
			wantID(t, c, "answer 1")
			token = "second-token"
			readID(t, c)
			if len(o.asked) != test.asked {
				t.Errorf("%d requests, want %d", len(o.asked), test.asked)
			}
		})
	}
}

// The token for which the cache was asked need not be the one that was sent.
func TestTokenChangesOnTheWay(t *testing.T) {
	for name, header := range map[string]http.Header{
		"fresh":     {"Cache-Control": {"max-age=60"}},
		"validated": {"Etag": {`"the same for all"`}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := userServer(header)
				cache := newMapCache()
				alice := newCaller(o.option(), WithCache(cache), withToken("alice-token"))
				// The first request is refused. While the call waits, bob logs in.
				token := "alice-token"
				changing := newCaller(transport(func(req *http.Request) (*http.Response, error) {
					if token == "alice-token" {
						token = "bob-token"
						return response(req, 429, http.Header{"Retry-After": {"20"}}, http.NoBody), nil
					}
					return o.roundTrip(req)
				}), WithCache(cache), WithTokenSource(tokenFunc(func() (*oauth2.Token, error) {
					return &oauth2.Token{AccessToken: token}, nil
				})))

				wantID(t, changing, "bob")
				if len(cache.values) != 0 {
					t.Error("the answer to bob was kept")
				}
				wantID(t, alice, "alice")
				if name == "validated" { // otherwise there is no request
					token = "alice-token"
					wantID(t, changing, "bob")
				}
				wantID(t, alice, "alice")
			})
		})
	}

	t.Run("by the HTTP client", func(t *testing.T) {
		o := userServer(http.Header{"Cache-Control": {"max-age=60"}})
		cache := newMapCache()
		replaced := transport(func(req *http.Request) (*http.Response, error) {
			req = req.Clone(req.Context())
			req.Header.Set("Authorization", "Bearer bob-token")
			return o.roundTrip(req)
		})
		wantID(t, newCaller(replaced, WithCache(cache), withToken("alice-token")), "bob")
		wantID(t, newCaller(o.option(), WithCache(cache), withToken("alice-token")), "alice")
	})
}

// The transport of golang.org/x/oauth2 brings a token that cannot be seen here.
func TestTokenOfTheHTTPClient(t *testing.T) {
	o := userServer(http.Header{"Cache-Control": {"max-age=60"}})
	cache := newMapCache()
	client := func(token string, options ...ClientOption) *caller {
		return newCaller(append(options, WithCache(cache), WithHTTPClient(&http.Client{Transport: &oauth2.Transport{
			Base: roundTrip(o.roundTrip), Source: oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}),
		}}))...)
	}
	for range 2 {
		wantID(t, client("alice-token"), "alice")
		wantID(t, client("bob-token"), "bob")
	}
	if len(cache.values) != 0 {
		t.Error("something was kept without knowing for whom")
	}

	// Nor can it be seen which token a transport has sent that hides it.
	hiding := func(token string) ClientOption {
		return transport(func(req *http.Request) (*http.Response, error) {
			authorized := req.Clone(req.Context())
			authorized.Header.Set("Authorization", "Bearer "+token)
			resp, err := o.roundTrip(authorized)
			resp.Request = req
			return resp, err
		})
	}
	wantID(t, newCaller(hiding("alice-token"), WithCache(cache)), "alice")
	wantID(t, newCaller(hiding("bob-token"), WithCache(cache)), "bob")

	o.asked = nil
	for range 2 {
		wantID(t, client("alice-token", WithCacheUser("alice")), "alice")
		wantID(t, client("bob-token", WithCacheUser("bob")), "bob")
	}
	o.wantAsked(t, "GET "+trackPath, "GET "+trackPath)
}

// A cache that mixes up its keys must not show anybody somebody else's answer.
type confusedCache struct{ *mapCache }

func (c confusedCache) Get(ctx context.Context, _ string) ([]byte, bool) {
	return c.mapCache.Get(ctx, "the only one")
}
func (c confusedCache) Set(ctx context.Context, _ string, value []byte) {
	c.mapCache.Set(ctx, "the only one", value)
}

func TestConfusedCache(t *testing.T) {
	o := userServer(http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}})
	cache := confusedCache{newMapCache()}
	alice := newCaller(o.option(), WithCache(cache), withToken("alice-token"))
	bob := newCaller(o.option(), WithCache(cache), withToken("bob-token"))
	wantID(t, alice, "alice")
	wantID(t, alice, "alice")
	wantID(t, bob, "bob")
	wantID(t, alice, "alice")
	o.wantAsked(t, "GET "+trackPath, "GET "+trackPath, "GET "+trackPath)
}

func TestNoSecretIsKept(t *testing.T) {
	const secret = "hunter2-token"
	tests := []struct {
		name   string
		header http.Header
		body   string
		kept   bool
	}{
		{"dropped headers", http.Header{"Set-Cookie": {"sp_t=" + secret}, "Authorization": {secret}, "Www-Authenticate": {secret}}, `{"id":"x"}`, true},
		{"Vary", http.Header{"Vary": {"Authorization, X-Secret"}}, `{"id":"x"}`, true},
		{"other header", http.Header{"X-Echo": {"a", "Bearer " + secret}}, `{"id":"x"}`, false},
		{"body", nil, `{"id":"` + secret + `"}`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := test.header.Clone()
			if header == nil {
				header = http.Header{}
			}
			header.Set("Cache-Control", "max-age=60")
			cache := newMapCache()
			for _, options := range [][]ClientOption{nil, {WithCacheUser("user-" + secret)}} {
				clear(cache.values)
				c := newCaller(append(options, answers(200, header, test.body), WithCache(cache), withToken(secret))...)
				readID(t, c, WithHeader("X-Secret", secret))
				if !test.kept {
					if len(cache.values) > 0 {
						t.Error("the answer was kept")
					}
					continue
				}
				key, value := cache.only(t)
				if strings.Contains(key, secret) || strings.Contains(string(value), secret) {
					t.Errorf("the cache holds the secret: %q: %q", key, value)
				}
			}
		})
	}
}

// A token that cannot be had is an error as it is without a cache.
func TestCacheWithoutToken(t *testing.T) {
	broken := errors.New("keychain is locked")
	o := &origin{header: cacheControlIs("max-age=60")}
	source := WithTokenSource(tokenFunc(func() (*oauth2.Token, error) { return nil, broken }))
	_, err := getThing(t.Context(), newCaller(o.option(), source, WithCache(NewMemoryCache(0))))
	wantError(t, err, "spotify: Tracks.Get: token source: keychain is locked")
	if !errors.Is(err, broken) {
		t.Errorf("%v does not wrap its cause", err)
	}
	o.wantAsked(t)
}

// Many users and writers at once: nobody sees what is not his.
func TestCacheConcurrently(t *testing.T) {
	o := userServer(http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}})
	cache := NewMemoryCache(20 * (cacheOverhead + 300))
	shared := newCaller(o.option(), WithCache(cache), withToken("shared-token"))
	var wg sync.WaitGroup
	for n := range uint64(8) {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(n, 0))
			own := newCaller(o.option(), WithCache(cache), withToken(fmt.Sprint("user", n, "-token")))
			for range 200 {
				c, want := own, fmt.Sprint("user", n)
				if random.IntN(4) == 0 {
					c, want = shared, "shared"
				}
				options := []RequestOption{WithQueryParam("n", fmt.Sprint(random.IntN(4)))}
				if random.IntN(4) == 0 {
					options = append(options, WithHeader("Cache-Control", "no-cache"))
				}
				r := newRequest(opGet, options)
				r.path("id", testTrackID)
				var got thing
				if err := c.do(t.Context(), r, got.decode); err != nil || got.ID != want {
					t.Errorf("%q, %v, want %q", got.ID, err, want)
				}
				if random.IntN(20) == 0 {
					if err := c.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	if len(o.asked) == 8*200 {
		t.Error("the cache was of no use")
	}
	if cache.size > cache.max {
		t.Errorf("the cache has %d bytes, more than %d", cache.size, cache.max)
	}
}

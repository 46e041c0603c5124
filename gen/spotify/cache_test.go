package spotify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// An origin is a server behind a fake transport, which writes down what it is asked.
// Each of its answers has a number as its ID.
type origin struct {
	mu     sync.Mutex
	asked  []string // method, path below /v1, and condition
	header http.Header
	status int // 0 is 200
	// holds lists the entity tags for which it answers 304.
	holds []string
	// answer, if set, is asked first; nil is left to the rest.
	answer func(req *http.Request) *http.Response
}

func (o *origin) option() ClientOption { return transport(o.roundTrip) }

func (o *origin) roundTrip(req *http.Request) (*http.Response, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	line := req.Method + " " + strings.TrimPrefix(req.URL.RequestURI(), "/v1")
	for _, name := range []string{"If-None-Match", "If-Modified-Since"} {
		if value := req.Header.Get(name); value != "" {
			line += " " + value
		}
	}
	o.asked = append(o.asked, line)
	if o.answer != nil {
		if resp := o.answer(req); resp != nil {
			return resp, nil
		}
	}
	header := o.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if slices.Contains(o.holds, req.Header.Get("If-None-Match")) {
		return response(req, http.StatusNotModified, header, http.NoBody), nil
	}
	status := o.status
	if status == 0 {
		status = http.StatusOK
	}
	return response(req, status, header, readCloser(fmt.Sprintf(`{"id":"answer %d"}`, len(o.asked)))), nil
}

// wantAsked compares the requests since the last time.
func (o *origin) wantAsked(t *testing.T, want ...string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if diff := cmp.Diff(want, o.asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	o.asked = nil
}

// A mapCache is a Cache that shows what it holds.
type mapCache struct {
	mu     sync.Mutex
	values map[string][]byte
}

func newMapCache() *mapCache { return &mapCache{values: map[string][]byte{}} }

func (c *mapCache) Get(_ context.Context, key string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	value, ok := c.values[key]
	return value, ok
}

func (c *mapCache) Set(_ context.Context, key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] = value
}

func (c *mapCache) Delete(_ context.Context, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.values, key)
}

// only returns the one value that the cache has.
func (c *mapCache) only(t *testing.T) (key string, value []byte) {
	t.Helper()
	if len(c.values) != 1 {
		t.Fatalf("the cache has %d entries, want 1: %q", len(c.values), slices.Collect(maps.Keys(c.values)))
	}
	for key, value = range c.values {
	}
	return key, value
}

func withToken(token string) ClientOption {
	return WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
}

const trackPath = "/tracks/" + testTrackID

// readID reads the test track and returns the ID in the answer.
func readID(t *testing.T, c *caller, options ...RequestOption) string {
	t.Helper()
	r := newRequest(opGet, options)
	r.path("id", testTrackID)
	var out thing
	if err := c.do(t.Context(), r, out.decode); err != nil {
		t.Fatal(err)
	}
	return out.ID
}

func wantID(t *testing.T, c *caller, want string, options ...RequestOption) {
	t.Helper()
	if got := readID(t, c, options...); got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}

func cacheControlIs(values ...string) http.Header { return http.Header{"Cache-Control": values} }

func TestFreshAnswersNeedNoRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &origin{header: cacheControlIs("private, max-age=60")}
		c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
		wantID(t, c, "answer 1")
		time.Sleep(59 * time.Second)
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath)

		// Without a validator, there is only one way to go on.
		time.Sleep(time.Second)
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath)
		wantID(t, c, "answer 1")
		o.wantAsked(t)
	})
}

func TestNotModified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &origin{
			header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`W/"v1"`}},
			holds:  []string{`W/"v1"`},
		}
		c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
		wantID(t, c, "answer 1")
		time.Sleep(time.Minute)
		o.header.Set("Cache-Control", "max-age=10")
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath, "GET "+trackPath+` W/"v1"`)

		// The 304 says how long it holds, and is a new beginning.
		time.Sleep(9 * time.Second)
		wantID(t, c, "answer 1")
		o.wantAsked(t)
		time.Sleep(time.Second)
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath+` W/"v1"`)

		// It holds no more.
		time.Sleep(time.Minute)
		o.holds = nil
		o.header.Set("Etag", `"v2"`)
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath+` W/"v1"`)
		time.Sleep(time.Minute)
		o.holds = []string{`"v2"`}
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath+` "v2"`)
	})
}

// What a 304 says about keeping the answer counts, too.
func TestNotModifiedButNotToBeKept(t *testing.T) {
	o := &origin{header: http.Header{"Etag": {`"v1"`}}, holds: []string{`"v1"`}}
	cache := newMapCache()
	c := newCaller(o.option(), withTestToken(), WithCache(cache))
	wantID(t, c, "answer 1")
	o.header.Set("Cache-Control", "no-store")
	wantID(t, c, "answer 1")
	if len(cache.values) != 0 {
		t.Errorf("kept %d entries", len(cache.values))
	}
	o.wantAsked(t, "GET "+trackPath, "GET "+trackPath+` "v1"`)
}

func TestWhatIsKept(t *testing.T) {
	const date = "Sun, 01 Mar 2026 10:00:00 GMT"
	again := []string{"GET " + trackPath}
	tests := []struct {
		name   string
		status int
		header http.Header
		then   []string // what is asked the second time
	}{
		{"nothing said", 0, nil, again},
		{"max-age", 0, cacheControlIs("max-age=1"), nil},
		{"max-age of an answer that is old on arrival", 0, http.Header{"Cache-Control": {"max-age=60"}, "Age": {"60"}}, again},
		{"public", 0, cacheControlIs("public, max-age=1"), nil},
		{"public only", 0, cacheControlIs("public"), again},
		{"no-store", 0, cacheControlIs("no-store"), again},
		{"no-store beside all others", 0, http.Header{"Cache-Control": {"max-age=60, private", "No-Store"}, "Etag": {`"1"`}}, again},
		{"no-cache", 0, cacheControlIs("no-cache, max-age=60"), again},
		{"no-cache, entity tag", 0, http.Header{"Cache-Control": {"no-cache, max-age=60"}, "Etag": {`"1"`}}, []string{again[0] + ` "1"`}},
		{"entity tag", 0, http.Header{"Etag": {`"1"`}}, []string{again[0] + ` "1"`}},
		{"weak entity tag", 0, http.Header{"Etag": {`W/"1"`}}, []string{again[0] + ` W/"1"`}},
		{"modification time", 0, http.Header{"Last-Modified": {date}}, []string{again[0] + " " + date}},
		{"both", 0, http.Header{"Etag": {`"1"`}, "Last-Modified": {date}}, []string{again[0] + ` "1" ` + date}},
		{"no heuristics", 0, http.Header{"Last-Modified": {date}, "Date": {date}}, []string{again[0] + " " + date}},
		{"Expires", 0, http.Header{"Date": {date}, "Expires": {"Thu, 31 Dec 2099 10:00:00 GMT"}}, nil},
		{"expired", 0, http.Header{"Expires": {"0"}}, again},
		{"Vary: *", 0, http.Header{"Cache-Control": {"max-age=60"}, "Vary": {"Accept, *"}}, again},
		{"Vary: Cookie", 0, http.Header{"Cache-Control": {"max-age=60"}, "Vary": {"cookie"}}, again},
		{"Vary on what is the same", 0, http.Header{"Cache-Control": {"max-age=60"}, "Vary": {"Authorization", "Accept-Encoding, accept"}}, nil},
		{"encoded", 0, http.Header{"Cache-Control": {"max-age=60"}, "Content-Encoding": {"br"}}, again},
		{"status 203", 203, cacheControlIs("max-age=60"), again},
		{"status 206", 206, cacheControlIs("max-age=60"), again},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// To the day of the dates in the table.
				time.Sleep(time.Until(time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)))
				cache := newMapCache()
				o := &origin{status: test.status, header: test.header}
				c := newCaller(o.option(), withTestToken(), WithCache(cache))
				wantID(t, c, "answer 1")
				o.wantAsked(t, again...)
				if kept := len(cache.values) > 0; kept != !slices.Equal(test.then, again) {
					t.Errorf("kept: %v", kept)
				}
				readID(t, c)
				o.wantAsked(t, test.then...)
			})
		})
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 410, 429, 500} {
		cache := newMapCache()
		o := &origin{status: status, header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}}
		c := newCaller(o.option(), withTestToken(), WithCache(cache), WithRetry(NoRetry()))
		for range 2 {
			if _, err := getThing(t.Context(), c); err == nil {
				t.Errorf("status %d: no error", status)
			}
		}
		if len(cache.values) > 0 {
			t.Errorf("status %d was kept", status)
		}
	}
}

// An answer that is over does not come back.
func TestGoneAnswers(t *testing.T) {
	tests := []struct {
		status int
		kept   bool
	}{{404, false}, {410, false}, {500, true}, {401, true}, {429, true}}
	for _, test := range tests {
		cache := newMapCache()
		o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}}
		c := newCaller(o.option(), withTestToken(), WithCache(cache), WithRetry(NoRetry()))
		wantID(t, c, "answer 1")
		o.status = test.status
		if _, err := getThing(t.Context(), c.with(WithHeader("Cache-Control", "no-cache"))); err == nil {
			t.Errorf("status %d: no error", test.status)
		}
		if kept := len(cache.values) > 0; kept != test.kept {
			t.Errorf("after status %d, kept: %v, want %v", test.status, kept, test.kept)
		}
	}
	// A new answer that may not be kept leaves none behind.
	cache := newMapCache()
	o := &origin{header: http.Header{"Etag": {`"1"`}}}
	c := newCaller(o.option(), withTestToken(), WithCache(cache))
	readID(t, c)
	o.header = cacheControlIs("no-store")
	wantID(t, c, "answer 2")
	if len(cache.values) > 0 {
		t.Error("the old answer is still there")
	}
}

func TestRequestCacheControl(t *testing.T) {
	fresh := http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}
	tests := []struct {
		name  string
		value string
		asked []string
		want  string
	}{
		{"no-cache", "no-cache", []string{"GET " + trackPath + ` "1"`}, "answer 1"},
		{"max-age=0", "max-age=0", []string{"GET " + trackPath + ` "1"`}, "answer 1"},
		{"max-age reached", "max-age=5", []string{"GET " + trackPath + ` "1"`}, "answer 1"},
		{"max-age not reached", "max-age=20", nil, "answer 1"},
		{"no-store", "no-store", []string{"GET " + trackPath}, "answer 2"},
		{"unknown", "x-more, max-stale=5", nil, "answer 1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cache := newMapCache()
				o := &origin{header: fresh, holds: []string{`"1"`}}
				c := newCaller(o.option(), withTestToken(), WithCache(cache))
				wantID(t, c, "answer 1")
				time.Sleep(10 * time.Second)
				wantID(t, c, test.want, WithHeader("Cache-Control", test.value))
				o.wantAsked(t, append([]string{"GET " + trackPath}, test.asked...)...)
			})
		})
	}
	t.Run("no-store keeps nothing", func(t *testing.T) {
		cache := newMapCache()
		o := &origin{header: fresh}
		c := newCaller(o.option(), withTestToken(), WithCache(cache))
		readID(t, c, WithHeader("Cache-Control", "no-store"))
		if len(cache.values) > 0 {
			t.Error("the answer was kept")
		}
	})
}

// Whoever asks a condition of his own gets its answer.
func TestOwnConditions(t *testing.T) {
	o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}, holds: []string{`"1"`, `"mine"`}}
	c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
	wantID(t, c, "answer 1")
	_, err := getThing(t.Context(), c.with(WithHeader("If-None-Match", `"mine"`)))
	if !errors.Is(err, ErrNotModified) {
		t.Errorf("%v is not ErrNotModified", err)
	}
	o.wantAsked(t, "GET "+trackPath, "GET "+trackPath+` "mine"`)
	for _, name := range []string{"If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range"} {
		readID(t, c, WithHeader(name, "x"))
		if len(o.asked) != 1 {
			t.Errorf("%s: %d requests, want 1", name, len(o.asked))
		}
		o.asked = nil
	}
	wantID(t, c, "answer 1") // none of it was kept
	o.wantAsked(t)
}

// Without a condition of the client, a 304 is nobody's but the caller's.
func TestUnexpectedNotModified(t *testing.T) {
	c := newCaller(answers(304, http.Header{"Etag": {`"1"`}}, ""), withTestToken(), WithCache(NewMemoryCache(0)))
	if _, err := getThing(t.Context(), c); !errors.Is(err, ErrNotModified) {
		t.Errorf("%v is not ErrNotModified", err)
	}
}

// A 304 that is about another answer than the one that is kept.
func TestNotModifiedSinceAnother(t *testing.T) {
	tests := []struct {
		name string
		resp func(req *http.Request) *http.Response
	}{
		{"other entity tag", func(req *http.Request) *http.Response {
			return response(req, 304, http.Header{"Etag": {`"2"`}}, http.NoBody)
		}},
		{"after a redirect", func(req *http.Request) *http.Response {
			elsewhere := req.Clone(req.Context())
			elsewhere.URL.Path = "/v1/tracks/elsewhere"
			return response(elsewhere, 304, nil, http.NoBody)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := &origin{header: http.Header{"Etag": {`"1"`}}}
			o.answer = func(req *http.Request) *http.Response {
				if req.Header.Get("If-None-Match") == "" {
					return nil
				}
				return test.resp(req)
			}
			c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
			wantID(t, c, "answer 1")
			wantID(t, c, "answer 3")
			o.wantAsked(t, "GET "+trackPath, "GET "+trackPath+` "1"`, "GET "+trackPath)
		})
	}
	t.Run("without an entity tag", func(t *testing.T) {
		o := &origin{header: http.Header{"Etag": {`"1"`}}, holds: []string{`"1"`}}
		c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
		wantID(t, c, "answer 1")
		o.header = nil
		wantID(t, c, "answer 1")
		wantID(t, c, "answer 1")
		o.wantAsked(t, "GET "+trackPath, "GET "+trackPath+` "1"`, "GET "+trackPath+` "1"`)
	})
	t.Run("the same, weakly", func(t *testing.T) {
		o := &origin{header: http.Header{"Etag": {`"1"`}}, holds: []string{`"1"`}}
		c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
		wantID(t, c, "answer 1")
		o.header.Set("Etag", `W/"1"`)
		wantID(t, c, "answer 1")
	})
}

func TestVary(t *testing.T) {
	o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Vary": {"accept-language, X-Other", "Accept-Language"}}}
	c := newCaller(o.option(), withTestToken(), WithCache(NewMemoryCache(0)))
	swedish, german := WithHeader("Accept-Language", "sv"), WithHeader("Accept-Language", "de")
	wantID(t, c, "answer 1", swedish)
	wantID(t, c, "answer 1", swedish, WithHeader("X-Unnamed", "1"))
	wantID(t, c, "answer 2", german)
	wantID(t, c, "answer 2", german)
	wantID(t, c, "answer 3")
	wantID(t, c, "answer 4", WithHeader("X-Other", "1"))
	wantID(t, c, "answer 4", WithHeader("X-Other", "1"))
	wantID(t, c, "answer 5", WithHeader("X-Other", "1"), german)
}

func TestOtherURLsAreOtherAnswers(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	cache := NewMemoryCache(0)
	c := newCaller(o.option(), withTestToken(), WithCache(cache))
	wantID(t, c, "answer 1")
	wantID(t, c, "answer 2", WithQueryParam("market", "SE"))
	wantID(t, newCaller(o.option(), withTestToken(), WithCache(cache), WithBaseURL("https://example.com/v1")), "answer 3")
	wantID(t, c, "answer 1")
}

func TestInvalidCacheOptions(t *testing.T) {
	tests := []struct {
		option ClientOption
		want   string
	}{
		{WithCache(nil), "WithCache: the cache is nil"},
		{WithCacheUser(""), "WithCacheUser: the name of the user is empty"},
	}
	for _, test := range tests {
		_, err := getThing(t.Context(), newCaller(test.option, answers(200, nil, `{"id":"x"}`)))
		wantError(t, err, "spotify: Tracks.Get: client option", test.want)
	}
}

package spotify

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	opUpload = &Operation{Name: "Things.Upload", Method: "PUT", Path: "/upload"}
	opCover  = &Operation{Name: "Things.Cover", Method: "PUT", Path: "/cover"}
)

// A pathsAPI refuses the paths that say for how long, until that has passed.
type pathsAPI struct {
	after map[string]string

	mu   sync.Mutex
	sent map[string]int
}

func (a *pathsAPI) caller(t *testing.T, options ...ClientOption) *caller {
	a.sent = map[string]int{}
	start := time.Now()
	return newCaller(append(options, transport(func(req *http.Request) (*http.Response, error) {
		path := req.URL.Path[len("/v1"):]
		a.mu.Lock()
		a.sent[path]++
		after := a.after[path]
		a.mu.Unlock()
		time.Sleep(ms)
		if wait := retryAfter(http.Header{"Retry-After": {after}}, start); time.Since(start) < wait {
			return response(req, 429, http.Header{"Retry-After": {after}}, http.NoBody), nil
		}
		return response(req, 204, nil, http.NoBody), nil
	}))...)
}

func (a *pathsAPI) count(path string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.sent[path]
}

// A wait of hours is that of the operation that has to wait, and a short one that of
// the app.
func TestLongWaitsAreThoseOfAnOperation(t *testing.T) {
	tests := []struct {
		name  string
		after string
		held  bool // whether others are held back, too
	}{
		{"a day", "86400", false},
		{"twelve hours", "43200", false},
		{"more than a minute", "61", false},
		{"a minute", "60", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &pathsAPI{after: map[string]string{"/upload": test.after}}
				c := api.caller(t)
				wait := retryAfter(http.Header{"Retry-After": {test.after}}, time.Now())
				for range 3 {
					apiErr := asAPIError(t, callOp(t.Context(), c, opUpload))
					if apiErr.RetryAfter > wait || apiErr.RetryAfter < wait-10*ms {
						t.Errorf("RetryAfter is %v", apiErr.RetryAfter)
					}
				}
				err := callOp(t.Context(), c, opRead)
				if held := errors.Is(err, ErrRateLimited); held != test.held {
					t.Errorf("the other operation: %v", err)
				}
				time.Sleep(wait - 10*time.Second)
				if err := callOp(t.Context(), c, opUpload); err != nil { // which waits for the rest
					t.Error(err)
				}
				if n := api.count("/upload"); n != 2 {
					t.Errorf("sent %d times", n)
				}
			})
		})
	}
}

// When the wait is over, one call goes as a probe, and the others of the operation
// learn what it has learned.
func TestProbeAfterLongWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &pathsAPI{after: map[string]string{"/upload": "43200"}}
		c := api.caller(t)
		callOp(t.Context(), c, opUpload)
		time.Sleep(12*time.Hour - time.Minute)
		api.mu.Lock()
		api.after["/upload"] = "90000"
		api.mu.Unlock()
		time.Sleep(time.Hour)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if err := callOp(t.Context(), c, opUpload); !errors.Is(err, ErrRateLimited) {
					t.Errorf("error %v", err)
				}
			})
		}
		wg.Wait()
		if n := api.count("/upload"); n != 2 {
			t.Errorf("sent %d times", n)
		}
	})
}

// What has a limit of its own is an endpoint, however it is called and with which IDs. Its
// waits do not look like those of several operations.
func TestLongWaitsOfOneEndpoint(t *testing.T) {
	const other = otherID
	for name, paths := range map[string][2]string{
		"of two playlists":      {"/playlists/" + testTrackID + "/images", "/playlists/" + other + "/images"},
		"of a method and of Do": {"/playlists/{playlist_id}/images", "/playlists/" + other + "/images"},
		"without a slash":       {"/playlists/{id}/images", "playlists/" + other + "/images/"},
	} {
		first, second := &Operation{Name: "first", Method: "PUT", Path: paths[0]}, &Operation{Name: "second", Method: "PUT", Path: paths[1]}
		if a, b := endpointOf(first), endpointOf(second); a != b {
			t.Errorf("%s: %q and %q", name, a, b)
		}
	}
	for _, op := range []*Operation{
		{Method: "GET", Path: "/playlists/{id}/images"}, {Method: "PUT", Path: "/playlists/{id}"}, {Method: "PUT", Path: "/albums/{id}/images"},
	} {
		if got := endpointOf(op); got == endpointOf(&Operation{Method: "PUT", Path: "/playlists/{id}/images"}) {
			t.Errorf("%s %s is that of a cover, too", op.Method, op.Path)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		sent := map[string]int{}
		c := newCaller(withTestToken(), transport(func(req *http.Request) (*http.Response, error) {
			sent[req.URL.Path]++
			if strings.HasSuffix(req.URL.Path, "/images") {
				return response(req, 429, http.Header{"Retry-After": {"43200"}}, readCloser("")), nil
			}
			return response(req, 204, nil, http.NoBody), nil
		}))
		for _, id := range []string{testTrackID, other} {
			if err := c.doForeign(t.Context(), "PUT", "/playlists/"+id+"/images", nil, nil, nil, nil); !errors.Is(err, ErrRateLimited) {
				t.Errorf("%s: error %v", id, err)
			}
		}
		if err := callOp(t.Context(), c, opRead); err != nil {
			t.Errorf("another operation: %v", err)
		}
		if n := sent["/v1/playlists/"+other+"/images"]; n != 0 {
			t.Errorf("%d requests during the wait", n)
		}
	})
}

// If the API asks operation after operation to wait for long, it refuses all. They
// wait together, for an hour at most.
func TestLongWaitOfTheApp(t *testing.T) {
	tests := []struct {
		name    string
		between *Operation // called between the two refusals
		after   string     // the second one
		left    time.Duration
	}{
		{"nothing in between", nil, "43200", time.Hour},
		{"a shorter wait", nil, "600", 10 * time.Minute},
		{"the same operation in between", opUpload, "43200", time.Hour},
		{"another one is admitted in between", opRead, "43200", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &pathsAPI{after: map[string]string{"/upload": "43200", "/cover": test.after}}
				c := api.caller(t)
				callOp(t.Context(), c, opUpload)
				if test.between != nil {
					callOp(t.Context(), c, test.between)
				}
				callOp(t.Context(), c, opCover)
				before := api.count("/things")
				err := callOp(t.Context(), c, opRead)
				if test.left == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if apiErr := asAPIError(t, err); apiErr.RetryAfter != test.left || apiErr.Attempts != 0 {
					t.Errorf("error %v, after %d attempts", err, apiErr.Attempts)
				}

				time.Sleep(test.left)
				var wg sync.WaitGroup
				for range 20 {
					wg.Go(func() {
						if err := callOp(t.Context(), c, opRead); err != nil {
							t.Error(err)
						}
					})
				}
				synctest.Wait()
				if n := api.count("/things") - before; n != 1 {
					t.Errorf("%d probes were sent", n)
				}
				wg.Wait()
				if err := callOp(t.Context(), c, opUpload); !errors.Is(err, ErrRateLimited) {
					t.Errorf("the first operation: %v", err)
				}
			})
		})
	}
}

// The gate of an operation is dropped when it is no longer needed.
func TestGatesOfOperationsAreDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &pathsAPI{after: map[string]string{"/upload": "100", "/cover": "3600"}}
		c := api.caller(t)
		callOp(t.Context(), c, opUpload)
		callOp(t.Context(), c, opRead)
		callOp(t.Context(), c, opCover)
		for range 2 {
			time.Sleep(80 * time.Second)
			if err := callOp(t.Context(), c, opUpload); err != nil {
				t.Error(err)
			}
		}
		if n := len(c.gates.own); n != 1 || !c.gates.some.Load() {
			t.Errorf("%d operations have gates", n)
		}
		time.Sleep(2 * time.Hour)
		if err := callOp(t.Context(), c, opCover); err != nil {
			t.Error(err)
		}
		if n := len(c.gates.own); n != 0 || c.gates.some.Load() {
			t.Errorf("%d operations have gates", n)
		}
	})
}

// What waits is sent at once, and nothing is held back any longer.
func TestResetCooldown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &pathsAPI{after: map[string]string{"/upload": "43200", "/cover": "30"}}
		c := api.caller(t)
		callOp(t.Context(), c, opUpload)
		var wg sync.WaitGroup
		start := time.Now()
		for _, op := range []*Operation{opCover, opCover, opRead, opRead, opUpload} {
			wg.Go(func() {
				patient := WithRetry(RetryPolicy{MaxRetryAfter: 24 * time.Hour})
				if err := callOp(t.Context(), c.with(), op, patient); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(10 * ms)
		}
		api.mu.Lock()
		clear(api.after)
		api.mu.Unlock()
		c.resetCooldown()
		wg.Wait()
		if took := time.Since(start); took > time.Second {
			t.Errorf("took %v", took)
		}
		want := map[string]int{"/upload": 2, "/cover": 3, "/things": 2}
		if diff := cmp.Diff(want, api.sent); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
		checkIdle(t, c)

		c.resetCooldown() // without any
		if err := callOp(t.Context(), c, opUpload); err != nil {
			t.Error(err)
		}
	})
}

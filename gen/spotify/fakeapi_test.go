package spotify

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A step is what a server does with one request.
type step struct {
	status int
	after  string // the Retry-After header
	body   string
	err    error         // in place of an answer
	takes  time.Duration // before the answer
}

// A fakeAPI answers the requests with one step after the other, and the last one for
// ever.
type fakeAPI struct {
	mu     sync.Mutex
	steps  []step
	bodies []string // of the requests
	tokens []string
	times  []time.Duration // since start
	start  time.Time
	open   int // bodies of answers that nobody has closed
}

func newFakeAPI(steps ...step) *fakeAPI { return &fakeAPI{steps: steps, start: time.Now()} }

func (f *fakeAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	f.mu.Lock()
	n := len(f.times)
	f.times = append(f.times, time.Since(f.start))
	f.tokens = append(f.tokens, req.Header.Get("Authorization"))
	content, err := io.ReadAll(req.Body)
	f.bodies = append(f.bodies, string(content))
	s := f.steps[min(n, len(f.steps)-1)]
	f.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := sleep(req.Context(), s.takes); err != nil {
		return nil, err
	}
	if s.err != nil {
		return nil, s.err
	}
	header := http.Header{}
	if s.after != "" {
		header.Set("Retry-After", s.after)
	}
	f.count(+1)
	body := &closeFunc{Reader: strings.NewReader(s.body), close: sync.OnceFunc(func() { f.count(-1) })}
	return response(req, s.status, header, body), nil
}

func (f *fakeAPI) count(n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open += n
}

func (f *fakeAPI) option() ClientOption { return transport(f.RoundTrip) }

// caller makes a client of the API whose delays are the longest possible.
func (f *fakeAPI) caller(options ...ClientOption) *caller {
	c := newCaller(append(options, f.option())...)
	c.random = func() float64 { return 1 }
	return c
}

func (f *fakeAPI) checkClosed(t *testing.T) {
	t.Helper()
	if f.open != 0 {
		t.Errorf("the bodies of %d answers are not closed", f.open)
	}
}

type closeFunc struct {
	io.Reader
	close func()
}

func (c *closeFunc) Close() error { c.close(); return nil }

// callOp calls an operation without a result.
func callOp(ctx context.Context, c *caller, op *Operation, options ...RequestOption) error {
	return c.do(ctx, newRequest(op, options), nil)
}

func wantElapsed(t *testing.T, start time.Time, want time.Duration) {
	t.Helper()
	if got := time.Since(start); got != want {
		t.Errorf("took %v, want %v", got, want)
	}
}

func asAPIError(t *testing.T, err error) *APIError {
	t.Helper()
	var apiErr *APIError
	ok := errors.As(err, &apiErr)
	if !ok {
		t.Fatalf("%v (%T) is not an *APIError", err, err)
	}
	return apiErr
}

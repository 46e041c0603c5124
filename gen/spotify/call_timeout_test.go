package spotify

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A server that says nothing is given up after a time, and asked again where that does
// no harm.
func TestSilentServer(t *testing.T) {
	const backoff = 1500 * ms
	patient := WithHTTPClient(&http.Client{Timeout: time.Hour})
	tests := []struct {
		name    string
		options []ClientOption
		context time.Duration // its timeout
		once    time.Duration // how long an attempt takes
		reads   int           // attempts of an operation that may be repeated
		says    string
	}{
		{"default", nil, 100 * time.Hour, 30 * time.Second, 3, "no answer for 30s"},
		{"shorter", []ClientOption{WithAttemptTimeout(2 * time.Second)}, 100 * time.Hour, 2 * time.Second, 3, "no answer for 2s"},
		{"longer", []ClientOption{WithAttemptTimeout(time.Minute)}, 100 * time.Hour, time.Minute, 3, "no answer for 1m0s"},
		{"none", []ClientOption{WithAttemptTimeout(0)}, time.Hour, time.Hour, 1, "context deadline exceeded"},
		{"that of the HTTP client", []ClientOption{patient}, 100 * time.Hour, time.Hour, 3, "context deadline exceeded"},
		{"beside that of the HTTP client", []ClientOption{patient, WithAttemptTimeout(time.Minute)}, 100 * time.Hour, time.Minute, 3, "no answer for 1m0s"},
		{"without retries", []ClientOption{WithRetry(NoRetry())}, 100 * time.Hour, 30 * time.Second, 1, "no answer for 30s"},
		{"that of the context", nil, 10 * time.Second, 10 * time.Second, 1, "context deadline exceeded"},
	}
	for _, test := range tests {
		for _, op := range []*Operation{opRead, opPost} {
			t.Run(test.name+"/"+op.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					attempts := 0
					c := newCaller(test.options...)
					c.random = func() float64 { return 1 }
					c.httpClient.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
						attempts++
						<-req.Context().Done()
						return nil, context.Cause(req.Context())
					})
					ctx, cancel := context.WithTimeout(t.Context(), test.context)
					defer cancel()
					start := time.Now()
					err := callOp(ctx, c, op)
					want, takes := 1, test.once
					if op.Idempotent && test.reads == 3 {
						want, takes = 3, 3*test.once+backoff
					}
					wantElapsed(t, start, takes)
					if attempts != want {
						t.Errorf("sent %d times, want %d", attempts, want)
					}
					wantError(t, err, "spotify: "+op.Name+": ", test.says)
					var timeout interface{ Timeout() bool }
					if ok := errors.As(err, &timeout); !ok || !timeout.Timeout() || !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("%v is no timeout", err)
					}
				})
			})
		}
	}
}

// The next attempt may be answered.
func TestAnswerAfterSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 204, takes: time.Hour}, step{status: 200, takes: 29 * time.Second, body: `{"id":"x"}`})
		c := api.caller()
		var got thing
		if err := c.do(t.Context(), newRequest(opRead, nil), got.decode); err != nil || got.ID != "x" {
			t.Errorf("got %+v, error %v", got, err)
		}
		wantElapsed(t, api.start, 30*time.Second+500*ms+29*time.Second)
	})
}

// A write whose connection is not made has not been sent.
func TestSilenceWithoutConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int64
		over := make(chan struct{}) // net/http lets a dial go on without its request
		defer close(over)
		c := newCaller(WithHTTPClient(&http.Client{Transport: &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				dials.Add(1)
				<-over
				return nil, io.EOF
			},
		}}))
		wantError(t, callOp(t.Context(), c, opPost), "after 3 attempts: ", "no answer for 30s")
		synctest.Wait()
		if n := dials.Load(); n != 3 {
			t.Errorf("%d dials", n)
		}
	})
}

// A body may take as long as it wants, if it only comes.
func TestSlowBodies(t *testing.T) {
	opResult := &Operation{Name: "Things.Add", Method: "POST", Path: "/things", Result: true}
	tests := []struct {
		name   string
		op     *Operation
		pause  time.Duration // before each byte
		stalls int           // so many bodies never end
		bodies int
		fails  string
	}{
		{"slow", opRead, 29 * time.Second, 0, 1, ""},
		{"stalls once", opRead, time.Second, 1, 2, ""},
		{"stalls for ever", opRead, time.Second, 9, 3, "after 3 attempts: reading the answer: nothing arrived for 30s"},
		{"too slow", opRead, 31 * time.Second, 0, 3, "nothing arrived for 30s"},
		{"of a write", opResult, time.Second, 1, 1, "Things.Add: reading the answer: nothing arrived for 30s"},
		{"of a write without a result", opPost, 31 * time.Second, 9, 1, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var bodies []*pausingBody
				c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
					body := &pausingBody{ctx: req.Context(), rest: `{"id":"x"}`, pause: test.pause}
					if len(bodies) < test.stalls {
						body.pause = 1000 * time.Hour
					}
					bodies = append(bodies, body)
					return response(req, 200, nil, body), nil
				}))
				var got thing
				var read func(*decoder)
				if test.op.Result {
					read = got.decode
				}
				err := c.do(t.Context(), newRequest(test.op, nil), read)
				switch {
				case test.fails != "":
					wantError(t, err, test.fails)
					if !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("%v is no timeout", err)
					}
				case err != nil || read != nil && got.ID != "x":
					t.Errorf("got %+v, error %v", got, err)
				}
				if len(bodies) != test.bodies {
					t.Errorf("sent %d times, want %d", len(bodies), test.bodies)
				}
				for i, body := range bodies {
					if !body.closed.Load() || body.ctx.Err() == nil {
						t.Errorf("body %d is not done with: %v", i+1, body.ctx.Err())
					}
				}
			})
		})
	}
}

// A pausingBody waits before each byte, until its request is canceled or it is closed.
type pausingBody struct {
	ctx    context.Context
	rest   string
	pause  time.Duration
	closed atomic.Bool
}

func (b *pausingBody) Read(p []byte) (int, error) {
	for waited := time.Duration(0); waited < b.pause; waited += time.Second {
		if err := sleep(b.ctx, min(time.Second, b.pause-waited)); err != nil {
			return 0, err
		}
		if b.closed.Load() {
			return 0, errors.New("closed")
		}
	}
	if b.rest == "" {
		return 0, io.EOF
	}
	n := copy(p[:1], b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

func (b *pausingBody) Close() error { b.closed.Store(true); return nil }

// The end of the stopwatch does not cost the connection.
func TestConnectionsAreUsedAgain(t *testing.T) {
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusBadRequest)
		}
		io.WriteString(w, `{"id":"`+strings.Repeat("x", 1<<15)+`"}`)
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c := newCaller(WithBaseURL(server.URL), WithHTTPClient(server.Client()))
	for range 10 {
		if _, err := getThing(t.Context(), c); err != nil {
			t.Error(err)
		}
		if err := callOp(t.Context(), c, opPost); !errors.Is(err, ErrBadRequest) {
			t.Error(err)
		}
		if err := callOp(t.Context(), c, opWrite); err != nil {
			t.Error(err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// The time until somebody reads the body is not that of the server.
func TestLateReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, req := watched(httptest.NewRequest("GET", "/", nil), time.Second)
		time.Sleep(900 * ms)
		resp := response(req, 200, nil, readCloser("late"))
		w.answered(resp)
		for range 3 {
			time.Sleep(time.Minute)
			if _, err := resp.Body.Read(make([]byte, 1)); err != nil || req.Context().Err() != nil {
				t.Errorf("error %v, context %v", err, req.Context().Err())
			}
		}
		resp.Body.Close()
	})
}

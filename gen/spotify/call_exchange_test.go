package spotify

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
)

// atOnce repeats without delay.
var atOnce = WithRetry(RetryPolicy{BaseDelay: 1, MaxDelay: 1})

// A request that has reached a server which hangs up may have been carried out. Part
// of what is tested is that net/http does not repeat it either, as it does with some
// on connections that were idle.
func TestResetAfterWrite(t *testing.T) {
	tests := []struct {
		op   *Operation
		want int32
	}{
		{opRead, 3}, {opWrite, 3}, {opPost, 1}, {opMove, 1},
	}
	for _, test := range tests {
		t.Run(test.op.Name, func(t *testing.T) {
			for _, idle := range []bool{false, true} {
				var received atomic.Int32
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == opPlay.Path {
						return
					}
					received.Add(1)
					if body, err := io.ReadAll(r.Body); err != nil || string(body) != `{"a":1}` {
						t.Errorf("body %q, error %v", body, err)
					}
					panic(http.ErrAbortHandler)
				}))
				c := newCaller(WithBaseURL(server.URL), WithHTTPClient(server.Client()), atOnce)
				if idle {
					if err := callOp(t.Context(), c, opPlay); err != nil {
						t.Fatal(err)
					}
				}
				r := newRequest(test.op, nil)
				r.jsonBody(encoding(map[string]int{"a": 1}))
				err := c.do(t.Context(), r, nil)
				wantError(t, err, test.op.Name, "EOF")
				want := test.want
				if idle && test.op.Method == "GET" {
					want++ // by net/http
				}
				if got := received.Load(); got != want {
					t.Errorf("idle %v: sent %d times, want %d", idle, got, want)
				}
				server.Close()
			}
		})
	}
}

// Where nobody listens, nothing can have been sent.
func TestDialErrorIsHarmless(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	var dials atomic.Int32
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		dials.Add(1)
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	c := newCaller(WithBaseURL(server.URL), WithHTTPClient(&http.Client{Transport: &http.Transport{DialContext: dial}}), atOnce)
	err := callOp(t.Context(), c, opPost)
	wantError(t, err, "spotify: Things.Add: after 3 attempts: ", "connection refused")
	if got := dials.Load(); got != 3 {
		t.Errorf("dialled %d times, want 3", got)
	}
}

// A client with a redirect policy of its own may have written before it reads
// where nobody listens.
func TestDialErrorAfterRedirectIsNot(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	var received atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		received.Add(1)
		http.Redirect(w, r, gone.URL, http.StatusSeeOther)
	}))
	defer server.Close()
	follow := &http.Client{
		Transport:     server.Client().Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return nil },
	}
	for op, want := range map[*Operation]int32{opPost: 1, opWrite: 3} {
		received.Store(0)
		err := callOp(t.Context(), newCaller(WithBaseURL(server.URL), WithHTTPClient(follow), atOnce), op)
		wantError(t, err, "connection refused")
		if got := received.Load(); got != want {
			t.Errorf("%s: sent %d times, want %d", op.Name, got, want)
		}
	}
}

// The server answered, and would answer the same.
func TestRefusedRedirectIsFinal(t *testing.T) {
	var received atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		received.Add(1)
		http.Redirect(w, r, "https://elsewhere.invalid/", http.StatusFound)
	}))
	defer server.Close()
	err := callOp(t.Context(), newCaller(WithBaseURL(server.URL), atOnce), opRead)
	wantError(t, err, "redirect to another server refused")
	if got := received.Load(); got != 1 {
		t.Errorf("sent %d times", got)
	}
}

func TestUntrustedServerIsFinal(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains about the client
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.StartTLS()
	defer server.Close()
	err := callOp(t.Context(), newCaller(WithBaseURL(server.URL), atOnce), opRead)
	wantError(t, err, "certificate")
	if got := connections.Load(); got != 1 {
		t.Errorf("connected %d times", got)
	}
}

// What is retried gives its connection back.
func TestRetryKeepsConnection(t *testing.T) {
	var connections, received atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if received.Add(1) < 3 {
			w.WriteHeader(http.StatusBadGateway)
			w.Write(make([]byte, 20_000)) // more than net/http reads by itself
		}
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	if err := callOp(t.Context(), newCaller(WithBaseURL(server.URL), WithHTTPClient(server.Client()), atOnce), opRead); err != nil {
		t.Fatal(err)
	}
	if received.Load() != 3 || connections.Load() != 1 {
		t.Errorf("%d requests over %d connections", received.Load(), connections.Load())
	}
}

// A context that has ended is what counts, also when the answer is one to repeat.
func TestContextErrorWinsOverFailure(t *testing.T) {
	for _, s := range slices.Repeat([]step{{status: 500}, {status: 429}, {err: io.EOF}}, 50) {
		api := newFakeAPI(s)
		ctx, cancel := context.WithCancel(t.Context())
		c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
			cancel()
			return api.RoundTrip(req.WithContext(context.WithoutCancel(req.Context())))
		}))
		c.random = func() float64 { return 0 } // the delay ends as soon as the context
		err := callOp(ctx, c, opRead)
		if !errors.Is(err, context.Canceled) || len(api.times) != 1 {
			t.Errorf("%+v: error %v after %d attempts", s, err, len(api.times))
		}
		api.checkClosed(t)
	}
}

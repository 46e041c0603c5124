package spotify

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

var (
	opRead  = &Operation{Name: "Things.Get", Method: "GET", Path: "/things", Result: true, Idempotent: true}
	opWrite = &Operation{Name: "Things.Put", Method: "PUT", Path: "/things", Idempotent: true}
	opPost  = &Operation{Name: "Things.Add", Method: "POST", Path: "/things"}
	opMove  = &Operation{Name: "Things.Move", Method: "PUT", Path: "/things"}
)

const ms = time.Millisecond

const quotaBody = `{"error":{"status":429,"message":"Quota exceeded","reason":"QUOTA_EXCEEDED"}}`

// What is repeated, and how often, if the same thing happens each time.
func TestWhatIsRepeated(t *testing.T) {
	const (
		backoff = 1500 * time.Millisecond // 0.5 + 1
		twice   = 2 * 3 * time.Second     // what the header of a failure says
		never   = 0

		// Refusals are waited for until there was nothing else for five minutes.
		refused, refusals = 271 * time.Second, 14                                 // 1 + 2 + 4 + 8 + 16, then 30 each
		told, tellings    = (5*3000 + 3200 + 6400 + 34*8000) * ms, 1 + 5 + 2 + 34 // what the header says, then up to 8 s
		ceiling, ceilings = 10 * 30 * time.Second, 1 + 10
	)
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	tests := []struct {
		name       string
		step       step
		reads      int // attempts of operations that may be repeated
		readsTake  time.Duration
		writes     int // attempts of the others
		writesTake time.Duration
	}{
		{"success", step{status: 204}, 1, never, 1, never},
		{"other success", step{status: 299}, 1, never, 1, never},
		{"not modified", step{status: 304}, 1, never, 1, never},
		{"bad request", step{status: 400}, 1, never, 1, never},
		{"unauthorized", step{status: 401, after: "1"}, 1, never, 1, never},
		{"forbidden", step{status: 403, body: `{"error":{"reason":"RATE_LIMITED"}}`}, 1, never, 1, never},
		{"not found", step{status: 404}, 1, never, 1, never},
		{"timeout of the request", step{status: 408}, 1, never, 1, never},
		{"500", step{status: 500}, 3, backoff, 1, never},
		{"501", step{status: 501}, 1, never, 1, never},
		{"502", step{status: 502, body: "<html>"}, 3, backoff, 1, never},
		{"503", step{status: 503}, 3, backoff, 1, never},
		{"503 that says when", step{status: 503, after: "3"}, 3, twice, 1, never},
		{"503 that says not now", step{status: 503, after: "31"}, 1, never, 1, never},
		{"504", step{status: 504}, 3, backoff, 1, never},
		{"505", step{status: 505}, 1, never, 1, never},
		{"429", step{status: 429}, refusals, refused, refusals, refused},
		{"429 of no time", step{status: 429, after: "0"}, refusals, refused, refusals, refused},
		{"429 of negative time", step{status: 429, after: "-7"}, refusals, refused, refusals, refused},
		{"429 of nonsense", step{status: 429, after: "later"}, refusals, refused, refusals, refused},
		{"429 that says when", step{status: 429, after: "3", body: "Too many requests"}, tellings, told, tellings, told},
		{"429 at the ceiling", step{status: 429, after: "30"}, ceilings, ceiling, ceilings, ceiling},
		{"429 above the ceiling", step{status: 429, after: "31", body: "Too many requests"}, 1, never, 1, never},
		{"quota", step{status: 429, body: quotaBody}, 1, never, 1, never},
		{"quota with a short wait", step{status: 429, after: "1", body: quotaBody}, 1, never, 1, never},
		{"no connection", step{err: dial}, 3, backoff, 3, backoff},
		{"no connection to the proxy", step{err: &net.OpError{Op: "proxyconnect", Err: dial}}, 3, backoff, 3, backoff},
		{"no address", step{err: &net.DNSError{Err: "no such host"}}, 3, backoff, 3, backoff},
		{"reset while writing", step{err: &net.OpError{Op: "write", Err: syscall.ECONNRESET}}, 3, backoff, 1, never},
		{"reset while reading", step{err: &net.OpError{Op: "read", Err: syscall.ECONNRESET}}, 3, backoff, 1, never},
		{"end of file", step{err: io.ErrUnexpectedEOF}, 3, backoff, 1, never},
		{"something", step{err: errors.New("something")}, 3, backoff, 1, never},
		{"no trust", step{err: &tls.CertificateVerificationError{Err: errors.New("unknown authority")}}, 1, never, 1, never},
		{"no login", step{err: &oauth2.RetrieveError{ErrorCode: "invalid_grant"}}, 1, never, 1, never},
	}
	for _, test := range tests {
		for _, op := range []*Operation{opRead, opWrite, opPost, opMove} {
			t.Run(test.name+"/"+op.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					attempts, takes := test.writes, test.writesTake
					if op.Idempotent {
						attempts, takes = test.reads, test.readsTake
					}
					api := newFakeAPI(test.step)
					err := callOp(t.Context(), api.caller(), op)
					wantElapsed(t, api.start, takes)
					if len(api.times) != attempts {
						t.Errorf("sent %d times, want %d", len(api.times), attempts)
					}
					api.checkClosed(t)
					if test.step.status/100 == 2 {
						if err != nil {
							t.Error(err)
						}
						return
					}
					says := ""
					if attempts > 1 {
						says = fmt.Sprintf("after %d attempts: ", attempts)
					}
					if ok := errors.As(err, new(*AuthError)); !ok {
						wantError(t, err, "spotify: "+op.Name+": "+says)
					}
					if test.step.err != nil {
						if !errors.Is(err, test.step.err) {
							t.Errorf("%v does not wrap %v", err, test.step.err)
						}
						return
					}
					apiErr := asAPIError(t, err)
					if apiErr.StatusCode != test.step.status || apiErr.Attempts != attempts {
						t.Errorf("status %d after %d attempts, want %d after %d", apiErr.StatusCode, apiErr.Attempts, test.step.status, attempts)
					}
					// What was read to find out about the quota is there again.
					if diff := cmp.Diff(test.step.body, string(apiErr.Body)); diff != "" {
						t.Errorf("body (-want +got):\n%s", diff)
					}
				})
			})
		}
	}
}

func TestQuotaIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 429, after: "86400", body: quotaBody}, step{status: 204})
		c := api.caller()
		err := callOp(t.Context(), c, opRead)
		if !errors.Is(err, ErrQuotaExceeded) || errors.Is(err, ErrRateLimited) {
			t.Errorf("error %v", err)
		}
		if got := asAPIError(t, err).RetryAfter; got != 24*time.Hour {
			t.Errorf("RetryAfter is %v", got)
		}
		// Nor does it keep others from trying: the quota may have been raised.
		if err := callOp(t.Context(), c, opRead); err != nil {
			t.Error(err)
		}
		wantElapsed(t, api.start, 0)
	})
}

func TestSuccessAfterFailures(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	tests := []struct {
		name  string
		op    *Operation
		steps []step
		times []time.Duration
	}{
		{"failures", opWrite, []step{{status: 502}, {err: io.EOF}, {status: 204}},
			[]time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond}},
		{"refused", opPost, []step{{status: 429, after: "2"}, {status: 429}, {status: 201}},
			[]time.Duration{0, 2 * time.Second, 4 * time.Second}},
		{"refusals are no failures", opWrite, []step{{status: 502}, {status: 429, after: "2"}, {status: 429, after: "1"}, {status: 502}, {status: 204}},
			[]time.Duration{0, 500 * ms, 2500 * ms, 3500 * ms, 4500 * ms}},
		{"no connection", opPost, []step{{err: dial}, {status: 429, after: "1"}, {err: dial}, {status: 201}},
			[]time.Duration{0, 500 * ms, 1500 * ms, 2500 * ms}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(test.steps...)
				c := api.caller(withTestToken())
				r := newRequest(test.op, nil)
				r.jsonBody(encoding(map[string]string{"name": "å"}))
				if err := c.do(t.Context(), r, nil); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.times, api.times); diff != "" {
					t.Errorf("times (-want +got):\n%s", diff)
				}
				for i := range api.times {
					if api.bodies[i] != `{"name":"å"}` || api.tokens[i] != "Bearer "+testToken {
						t.Errorf("attempt %d: body %q, authorization %q", i+1, api.bodies[i], api.tokens[i])
					}
				}
				api.checkClosed(t)
			})
		})
	}
}

func TestBackoff(t *testing.T) {
	tests := []struct {
		policy RetryPolicy
		want   []time.Duration // the longest delays, in milliseconds
	}{
		{RetryPolicy{}, []time.Duration{500, 1000, 2000, 4000, 8000, 8000}},
		{RetryPolicy{BaseDelay: time.Second, MaxDelay: 5 * time.Second}, []time.Duration{1000, 2000, 4000, 5000, 5000}},
		{RetryPolicy{BaseDelay: 10 * time.Second}, []time.Duration{10000, 10000}},
		{RetryPolicy{MaxDelay: 100 * time.Millisecond}, []time.Duration{100, 100}},
	}
	for _, test := range tests {
		policy, err := test.policy.withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range test.want {
			if got := policy.backoff(i + 1); got != want*time.Millisecond {
				t.Errorf("%+v: delay %d is %v, want %vms", test.policy, i+1, got, int(want))
			}
		}
		if got := policy.backoff(1 << 20); got != policy.MaxDelay {
			t.Errorf("%+v: in the end, the delay is %v", test.policy, got)
		}
	}

	// The delay is a part of it, from nothing on.
	for _, random := range []float64{0, 0.25} {
		synctest.Test(t, func(t *testing.T) {
			api := newFakeAPI(step{status: 500}, step{status: 204})
			c := api.caller()
			c.random = func() float64 { return random }
			if err := callOp(t.Context(), c, opRead); err != nil {
				t.Fatal(err)
			}
			wantElapsed(t, api.start, time.Duration(random*float64(500*time.Millisecond)))
		})
	}
}

func TestRetryPolicies(t *testing.T) {
	failing, refusing := step{status: 502}, step{status: 429, after: "40"}
	patient := RetryPolicy{MaxAttempts: 2, MaxRetryAfter: time.Minute}
	tests := []struct {
		name     string
		client   []ClientOption
		with     []RequestOption
		call     []RequestOption
		failures int // attempts when all fail
		refusals int // attempts when all are refused
	}{
		{"default", nil, nil, nil, 3, 1},
		{"client", []ClientOption{WithRetry(patient)}, nil, nil, 2, 16},
		{"client without", []ClientOption{WithRetry(NoRetry())}, nil, nil, 1, 1},
		{"once", []ClientOption{WithRetry(RetryPolicy{MaxAttempts: 1, MaxRetryAfter: time.Minute})}, nil, nil, 1, 1},
		{"never waits for an answer", []ClientOption{WithRetry(RetryPolicy{MaxRetryAfter: -1})}, nil, nil, 3, 1},
		{"With", nil, []RequestOption{WithRetry(patient)}, nil, 2, 16},
		{"call", []ClientOption{WithRetry(NoRetry())}, []RequestOption{WithRetry(RetryPolicy{MaxAttempts: 7})}, []RequestOption{WithRetry(patient)}, 2, 16},
		{"call without", []ClientOption{WithRetry(patient)}, nil, []RequestOption{WithoutRetry()}, 1, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, kind := range []struct {
				step step
				want int
			}{{failing, test.failures}, {refusing, test.refusals}} {
				synctest.Test(t, func(t *testing.T) {
					api := newFakeAPI(kind.step)
					c := api.caller(test.client...).with(test.with...)
					apiErr := asAPIError(t, callOp(t.Context(), c, opRead, test.call...))
					if len(api.times) != kind.want || apiErr.Attempts != kind.want {
						t.Errorf("status %d: sent %d times, says %d, want %d", kind.step.status, len(api.times), apiErr.Attempts, kind.want)
					}
				})
			}
		})
	}
}

func TestInvalidRetryPolicies(t *testing.T) {
	tests := []struct {
		policy RetryPolicy
		want   string
	}{
		{RetryPolicy{MaxAttempts: -1}, "MaxAttempts is -1"},
		{RetryPolicy{BaseDelay: -1}, "BaseDelay is -1ns"},
		{RetryPolicy{MaxDelay: -1}, "MaxDelay is -1ns"},
		{RetryPolicy{BaseDelay: 2, MaxDelay: 1}, "MaxDelay is 1ns, which is less than BaseDelay, 2ns"},
	}
	for _, test := range tests {
		option := WithRetry(test.policy)
		for of, try := range map[string]func() (*http.Request, string, error){
			"client": func() (*http.Request, string, error) { return sent(t, newRequest(opRead, nil), option) },
			"call":   func() (*http.Request, string, error) { return sent(t, newRequest(opRead, []RequestOption{option})) },
		} {
			got, _, err := try()
			wantError(t, err, "spotify: Things.Get: WithRetry: ", test.want)
			if got != nil {
				t.Errorf("option of the %s: the request was sent nevertheless", of)
			}
		}
	}
}

// The token of any attempt must not show, although another one has been sent since.
func TestErrorsShowNoTokenOfEarlierAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tokens := []string{"first-secret-token", "second-secret-token"}
		next := -1
		source := tokenFunc(func() (*oauth2.Token, error) {
			next++
			return &oauth2.Token{AccessToken: tokens[next]}, nil
		})
		api := newFakeAPI(step{status: 429, after: "5"}, step{status: 400, body: "not " + tokens[0] + " " + tokens[1]})
		apiErr := asAPIError(t, callOp(t.Context(), api.caller(WithTokenSource(source)), opRead))
		if next != 1 || apiErr.Message != "not "+redacted+" "+redacted {
			t.Errorf("after %d tokens, the message is %q", next+1, apiErr.Message)
		}
	})
}

func TestBrokenAnswerIsReadAgain(t *testing.T) {
	tests := []struct {
		name     string
		op       *Operation
		attempts int
	}{
		{"harmless", opRead, 2},
		{"harmful", &Operation{Name: "Things.Add", Method: "POST", Path: "/things", Result: true}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				attempts, closed := 0, 0
				c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
					attempts++
					var body io.Reader = strings.NewReader(`{"id":"x"}`)
					if attempts == 1 {
						body = io.MultiReader(strings.NewReader(`{"id":`), failingReader{})
					}
					return response(req, 200, nil, &closeFunc{body, func() { closed++ }}), nil
				}))
				var got thing
				err := c.do(t.Context(), newRequest(test.op, nil), got.decode)
				if attempts != test.attempts || closed != attempts {
					t.Errorf("%d attempts, want %d; %d bodies closed", attempts, test.attempts, closed)
				}
				if test.attempts == 1 {
					wantError(t, err, "Things.Add: reading the answer: ", "connection reset")
				} else if err != nil || got.ID != "x" {
					t.Errorf("got %+v, error %v", got, err)
				}
			})
		})
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) {
	return 0, &net.OpError{Op: "read", Err: syscall.ECONNRESET}
}

// An answer that is too large would be as large the next time.
func TestLargeAnswerIsNotReadAgain(t *testing.T) {
	api := newFakeAPI(step{status: 200, body: `{"id":"x"}`})
	err := api.caller(WithMaxResponseSize(5)).do(t.Context(), newRequest(opRead, nil), new(thing).decode)
	wantError(t, err, "Things.Get: the answer is larger than 5 bytes")
	if len(api.times) != 1 {
		t.Errorf("sent %d times", len(api.times))
	}
	api.checkClosed(t)
}

// Neither an endless body nor one that nobody reads keeps a retry from happening.
func TestRetryDrainsWithinBounds(t *testing.T) {
	for _, status := range []int{429, 503} {
		synctest.Test(t, func(t *testing.T) {
			var bodies []*endless
			c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
				bodies = append(bodies, &endless{})
				return response(req, status, nil, bodies[len(bodies)-1]), nil
			}))
			if err := callOp(t.Context(), c, opRead); err == nil || len(bodies) < 3 {
				t.Fatalf("error %v after %d attempts", err, len(bodies))
			}
			for i, body := range bodies {
				if body.read < maxDrain || body.read > 4*maxDrain || !body.closed {
					t.Errorf("attempt %d: read %d bytes, closed: %v", i+1, body.read, body.closed)
				}
			}
		})
	}
}

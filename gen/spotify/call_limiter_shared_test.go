package spotify

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A sharedLimiter stands for a server that several processes ask.
type sharedLimiter struct {
	mu   sync.Mutex
	ends map[string]time.Time // by endpoint
}

func (s *sharedLimiter) Acquire(context.Context) (func(), error) {
	return nil, errors.New("the client should ask for an endpoint")
}

func (s *sharedLimiter) AcquireFor(_ context.Context, endpoint string) (func(), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range []string{"", endpoint} {
		if left := time.Until(s.ends[name]); left > 0 {
			return nil, &CooldownError{Endpoint: name, Wait: left}
		}
	}
	return nil, nil
}

func (s *sharedLimiter) Refused(ctx context.Context, endpoint string, wait time.Duration) {
	if ctx.Err() != nil {
		panic("the context has ended")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ends == nil {
		s.ends = map[string]time.Time{}
	}
	s.ends[endpoint] = later(s.ends[endpoint], time.Now().Add(wait))
}

func (s *sharedLimiter) ResetCooldown(context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.ends)
}

// What one client is refused holds back another one that has the same limiter.
func TestSharedCooldown(t *testing.T) {
	tests := []struct {
		name   string
		asked  string       // by the answer to the first client, in seconds
		op     *Operation   // of the second client
		policy *RetryPolicy // of the second client
		reset  bool
		want   []time.Duration // when the second client sends
		err    error
	}{
		{name: "everything", asked: "10", op: opPost, want: []time.Duration{10 * time.Second}},
		{name: "the same endpoint", asked: "90", op: opRead, policy: &RetryPolicy{MaxRetryAfter: time.Hour}, want: []time.Duration{90 * time.Second}},
		{name: "another endpoint", asked: "90", op: opPost, want: []time.Duration{0}},
		{name: "too long", asked: "50", op: opRead, err: ErrRateLimited},
		{name: "no wait wanted", asked: "1", op: opRead, policy: &RetryPolicy{MaxAttempts: 1, MaxRetryAfter: -1}, err: ErrRateLimited},
		{name: "reset", asked: "50", op: opRead, reset: true, want: []time.Duration{0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limiter := new(sharedLimiter)
				first := newFakeAPI(step{status: 429, after: test.asked}).caller(WithLimiter(limiter), WithoutRetry())
				if err := callOp(t.Context(), first, opRead); !errors.Is(err, ErrRateLimited) {
					t.Fatalf("error %v, want ErrRateLimited", err)
				}
				if test.reset {
					first.resetCooldown()
				}
				var opts []ClientOption
				if test.policy != nil {
					opts = append(opts, WithRetry(*test.policy))
				}
				api := newFakeAPI(step{status: 204})
				err := callOp(t.Context(), api.caller(append(opts, WithLimiter(limiter))...), test.op)
				if !errors.Is(err, test.err) {
					t.Errorf("error %v, want %v", err, test.err)
				}
				if diff := cmp.Diff(test.want, api.times); diff != "" {
					t.Errorf("times (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// What one endpoint has to wait for does not hold back another one of the same client.
func TestHeardCooldownOfEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := new(sharedLimiter)
		limiter.Refused(t.Context(), endpointOf(opRead), time.Hour)
		api := newFakeAPI(step{status: 204})
		client := api.caller(WithLimiter(limiter))
		if err := callOp(t.Context(), client, opRead); !errors.Is(err, ErrRateLimited) {
			t.Errorf("error %v, want ErrRateLimited", err)
		}
		if err := callOp(t.Context(), client, opPost); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]time.Duration{0}, api.times); diff != "" {
			t.Errorf("times (-want +got):\n%s", diff)
		}
	})
}

// Others learn of a refusal even if the call has been given up.
func TestRefusalOfCallThatWasGivenUp(t *testing.T) {
	limiter := new(sharedLimiter)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	client := newCaller(WithLimiter(limiter), transport(func(req *http.Request) (*http.Response, error) {
		cancel()
		return response(req, http.StatusTooManyRequests, http.Header{"Retry-After": {"20"}}, http.NoBody), nil
	}))
	if err := callOp(ctx, client, opRead); err == nil {
		t.Error("a call that was refused and given up has no error")
	}
	if _, err := limiter.AcquireFor(t.Context(), endpointOf(opPost)); !errors.As(err, new(*CooldownError)) {
		t.Errorf("error %v for another process, want a *CooldownError", err)
	}
}

package spotify

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// All wait at the same time, once, for the longest of what they are told.
func TestCooldownIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const calls = 100
		start := time.Now()
		var mu sync.Mutex
		sent := map[time.Duration]int{}
		c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
			at := time.Since(start)
			time.Sleep(time.Millisecond) // so that all are under way
			mu.Lock()
			defer mu.Unlock()
			n := sent[at.Truncate(time.Second)]
			sent[at.Truncate(time.Second)]++
			if at >= 9*time.Second {
				return response(req, 204, nil, http.NoBody), nil
			}
			after := []string{"1", "9", "5"}[n%3]
			return response(req, 429, http.Header{"Retry-After": {after}}, http.NoBody), nil
		}))
		var wg sync.WaitGroup
		for i := range calls {
			// The callers of with share the wait, too.
			each := c
			if i%2 == 0 {
				each = c.with(WithHeader("X-A", "b"))
			}
			wg.Go(func() {
				if err := callOp(t.Context(), each, opPost); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if sent[0] != calls || sent[9*time.Second] != calls || len(sent) != 2 {
			t.Errorf("requests by second: %v", sent)
		}
		if took := time.Since(start); took > 9*time.Second+20*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

func TestCooldownHoldsOthers(t *testing.T) {
	tests := []struct {
		name    string
		after   string
		later   time.Duration // when the other call begins
		options []RequestOption
		timeout time.Duration // of the other call
		left    time.Duration // it is held back with this RetryAfter
		takes   time.Duration // it waits for this time
	}{
		{"waits", "20", 5 * time.Second, nil, 0, 0, 15 * time.Second},
		{"waits with time enough", "20", 5 * time.Second, nil, 16 * time.Second, 0, 15 * time.Second},
		{"has no time", "20", 5 * time.Second, nil, 15 * time.Second, 15 * time.Second, 0},
		{"does not want to wait", "20", 5 * time.Second, []RequestOption{WithoutRetry()}, 0, 15 * time.Second, 0},
		{"is sent once but waits", "20", 5 * time.Second, []RequestOption{WithRetry(RetryPolicy{MaxAttempts: 1})}, 0, 0, 15 * time.Second},
		{"wants to wait for less", "20", 5 * time.Second, []RequestOption{WithRetry(RetryPolicy{MaxRetryAfter: 14 * time.Second})}, 0, 15 * time.Second, 0},
		{"wants to wait for more", "3600", 5 * time.Second, []RequestOption{WithRetry(RetryPolicy{MaxRetryAfter: time.Hour})}, 0, 0, time.Hour - 5*time.Second},
		{"is above the ceiling", "3600", 5 * time.Second, nil, 0, time.Hour - 5*time.Second, 0},
		{"has come below the ceiling", "3600", time.Hour - 30*time.Second, nil, 0, 0, 30 * time.Second},
		{"is over", "3600", time.Hour, nil, 0, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(step{status: 429, after: test.after}, step{status: 204})
				c := api.caller()
				// The first to know need not be the one that waits.
				if err := callOp(t.Context(), c, opPost, WithoutRetry()); !errors.Is(err, ErrRateLimited) {
					t.Fatal(err)
				}
				time.Sleep(test.later)

				ctx := t.Context()
				if test.timeout != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, test.timeout)
					defer cancel()
				}
				err := callOp(ctx, c, opPost, test.options...)
				wantElapsed(t, api.start, test.later+test.takes)
				if test.left == 0 {
					if err != nil || len(api.times) != 2 {
						t.Errorf("error %v, sent %d times", err, len(api.times))
					}
					return
				}
				if len(api.times) != 1 {
					t.Error("it was sent nevertheless")
				}
				if !errors.Is(err, ErrRateLimited) || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v", err)
				}
				apiErr := asAPIError(t, err)
				if apiErr.RetryAfter != test.left || apiErr.Attempts != 0 || apiErr.StatusCode != 429 {
					t.Errorf("error %+v, want %v left", apiErr, test.left)
				}
				wantError(t, err, "spotify: Things.Add: 429 Too Many Requests: not sent", "retry after "+test.left.String())
			})
		})
	}
}

// The answer that asks to wait for longer than there is time is returned itself.
func TestWaitBeyondDeadline(t *testing.T) {
	tests := []struct {
		name  string
		step  step
		sleep bool
	}{
		{"429", step{status: 429, after: "20"}, false},
		{"429 and just enough time", step{status: 429, after: "9"}, true},
		{"503", step{status: 503, after: "20"}, false},
		{"backoff", step{status: 500, takes: 9700 * time.Millisecond}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(test.step, step{status: 204})
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				err := callOp(ctx, api.caller(), opRead)
				if test.sleep {
					if err != nil {
						t.Error(err)
					}
					return
				}
				apiErr := asAPIError(t, err)
				if apiErr.StatusCode != test.step.status || len(api.times) != 1 {
					t.Errorf("error %v, sent %d times", err, len(api.times))
				}
				wantElapsed(t, api.start, test.step.takes)
				api.checkClosed(t)
			})
		})
	}
}

// A cooldown that is put off while a call waits is waited for to its new end, however
// often that happens.
func TestCooldownIsPutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 204})
		c := api.caller()
		c.gates.all.cooldown.extend(api.start.Add(10 * time.Second))
		time.AfterFunc(5*time.Second, func() { c.gates.all.cooldown.extend(api.start.Add(30 * time.Second)) })
		time.AfterFunc(6*time.Second, func() { c.gates.all.cooldown.extend(api.start.Add(20 * time.Second)) })
		if err := callOp(t.Context(), c, opPost); err != nil {
			t.Error(err)
		}
		wantElapsed(t, api.start, 30*time.Second)
	})
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 204})
		c := api.caller()
		for i := range 10 {
			time.AfterFunc(time.Duration(i)*10*time.Second, func() { c.gates.all.cooldown.extend(time.Now().Add(15 * time.Second)) })
		}
		synctest.Wait()
		if err := callOp(t.Context(), c, opPost); err != nil || len(api.times) != 1 {
			t.Errorf("error %v, sent %d times", err, len(api.times))
		}
		wantElapsed(t, api.start, 105*time.Second)
	})
}

func TestCancelledWhileWaiting(t *testing.T) {
	shutdown := errors.New("the jukebox is shutting down")
	tests := []struct {
		name  string
		step  step
		says  string
		limit bool
	}{
		{"cooldown", step{status: 429, after: "20"}, "waiting for the end of a rate limit", false},
		{"backoff", step{status: 503, after: "20"}, "waiting to repeat the request", false},
		{"answer", step{status: 204, takes: time.Minute}, "", false},
		{"limiter", step{status: 204}, "waiting for the limiter", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(test.step)
				var options []ClientOption
				if test.limit {
					limiter := NewLimiter(LimiterConfig{Concurrent: 1})
					if _, err := limiter.Acquire(t.Context()); err != nil {
						t.Fatal(err)
					}
					options = append(options, WithLimiter(limiter))
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(5*time.Second, func() { cancel(shutdown) })
				err := callOp(ctx, api.caller(options...), opRead)
				wantElapsed(t, api.start, 5*time.Second)
				if !errors.Is(err, context.Canceled) || !errors.Is(err, shutdown) {
					t.Errorf("error %v", err)
				}
				wantError(t, err, "spotify: Things.Get: ", test.says)
				api.checkClosed(t)
			})
		})
	}
}

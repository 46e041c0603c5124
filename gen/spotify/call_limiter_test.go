package spotify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLimiterPace(t *testing.T) {
	tests := []struct {
		name   string
		config LimiterConfig
		pause  time.Duration // before the last two
		want   []time.Duration
	}{
		{"none", LimiterConfig{}, 0, []time.Duration{0, 0, 0, 0, 0}},
		{"infinite", LimiterConfig{PerSecond: math.Inf(1)}, 0, []time.Duration{0, 0, 0, 0, 0}},
		{"one by one", LimiterConfig{PerSecond: 4}, 0, []time.Duration{0, 250 * ms, 500 * ms, 750 * ms, 1000 * ms}},
		{"slow", LimiterConfig{PerSecond: 0.1}, 0, []time.Duration{0, 10 * time.Second, 20 * time.Second, 30 * time.Second, 40 * time.Second}},
		{"burst", LimiterConfig{PerSecond: 2, Burst: 3}, 0, []time.Duration{0, 0, 0, 500 * ms, 1000 * ms}},
		{"a pause saves up one", LimiterConfig{PerSecond: 4}, time.Minute, []time.Duration{0, 250 * ms, 500 * ms, time.Minute + 500*ms, time.Minute + 750*ms}},
		{"a pause saves up a burst", LimiterConfig{PerSecond: 4, Burst: 2}, time.Minute, []time.Duration{0, 0, 250 * ms, time.Minute + 250*ms, time.Minute + 250*ms}},
		{"a short pause saves up less", LimiterConfig{PerSecond: 4, Burst: 2}, 300 * ms, []time.Duration{0, 0, 250 * ms, 550 * ms, 750 * ms}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(test.config)
				start := time.Now()
				var got []time.Duration
				for i := range test.want {
					if i == len(test.want)-2 {
						time.Sleep(test.pause)
					}
					if _, err := l.Acquire(t.Context()); err != nil {
						t.Fatal(err)
					}
					// Waits are rounded up to whole nanoseconds.
					got = append(got, time.Since(start).Round(time.Microsecond))
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("times (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestLimiterServesInOrder(t *testing.T) {
	for _, config := range []LimiterConfig{{PerSecond: 1}, {Concurrent: 1}, {PerSecond: 1, Concurrent: 2}} {
		t.Run(fmt.Sprintf("%+v", config), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(config)
				var mu sync.Mutex
				var got []int
				var wg sync.WaitGroup
				for i := range 20 {
					wg.Go(func() {
						release, err := l.Acquire(t.Context())
						if err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						got = append(got, i)
						mu.Unlock()
						time.Sleep(time.Minute)
						release()
					})
					synctest.Wait()
				}
				wg.Wait()
				if !slices.IsSorted(got) || len(got) != 20 {
					t.Errorf("order %v", got)
				}
			})
		})
	}
}

// Whoever gives up in the queue takes neither a token nor a slot along.
func TestLimiterCancel(t *testing.T) {
	for _, config := range []LimiterConfig{{PerSecond: 0.1}, {Concurrent: 1}, {PerSecond: 0.1, Concurrent: 1}, {PerSecond: 0.1, Concurrent: 2}} {
		t.Run(fmt.Sprintf("%+v", config), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := NewLimiter(config)
				start := time.Now()
				release, err := l.Acquire(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				time.AfterFunc(10*time.Second, release)
				var wg sync.WaitGroup
				for i := range 5 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i+1)*time.Second)
					defer cancel()
					wg.Go(func() {
						if _, err := l.Acquire(ctx); !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("error %v", err)
						}
						wantElapsed(t, start, time.Duration(i+1)*time.Second)
					})
				}
				synctest.Wait()
				if _, err := l.Acquire(t.Context()); err != nil {
					t.Error(err)
				}
				wg.Wait()
				wantElapsed(t, start, 10*time.Second)
				synctest.Wait()
				if slots := len(l.(*limiter).slots); slots > 1 {
					t.Errorf("%d slots are taken, want that of the last one", slots)
				}
			})
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 100 { // select chooses by chance
		if _, err := NewLimiter(LimiterConfig{Concurrent: 1, PerSecond: 1}).Acquire(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("error %v", err)
		}
	}
}

func TestInvalidLimiters(t *testing.T) {
	tests := []struct {
		config LimiterConfig
		want   string
	}{
		{LimiterConfig{PerSecond: -1}, "PerSecond is -1"},
		{LimiterConfig{PerSecond: math.NaN()}, "PerSecond is NaN"},
		{LimiterConfig{Burst: -1}, "Burst is -1"},
		{LimiterConfig{Concurrent: -1}, "Concurrent is -1"},
	}
	for _, test := range tests {
		got, _, err := sent(t, newRequest(opRead, nil), WithLimiter(NewLimiter(test.config)))
		wantError(t, err, "spotify: Things.Get: ", "LimiterConfig: "+test.want)
		if got != nil {
			t.Error("the request was sent nevertheless")
		}
	}
	// A rate that is too small to compute with is no rate.
	slow := &limiter{perSecond: math.SmallestNonzeroFloat64, burst: 1}
	if got := slow.fill(time.Now()); got != maxRetryAfter {
		t.Errorf("the wait is %v", got)
	}
}

// A slot is taken until the answer has been read.
func TestConcurrencyCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		open, most := 0, 0
		count := func(n int) {
			mu.Lock()
			defer mu.Unlock()
			open += n
			most = max(most, open)
		}
		c := newCaller(WithLimiter(NewLimiter(LimiterConfig{Concurrent: 3})), transport(func(req *http.Request) (*http.Response, error) {
			count(+1)
			time.Sleep(time.Second)
			body := &closeFunc{&slowReader{rest: `{"id":"x"}`}, sync.OnceFunc(func() { count(-1) })}
			return response(req, 200, nil, body), nil
		}))
		start := time.Now()
		var wg sync.WaitGroup
		for range 9 {
			wg.Go(func() {
				var got thing
				if err := c.do(t.Context(), newRequest(opRead, nil), got.decode); err != nil || got.ID != "x" {
					t.Errorf("got %+v, error %v", got, err)
				}
			})
		}
		wg.Wait()
		if most != 3 || open != 0 {
			t.Errorf("%d at a time, %d open", most, open)
		}
		wantElapsed(t, start, 3*(time.Second+10*time.Second)) // one second for each byte
	})
}

type slowReader struct{ rest string }

func (s *slowReader) Read(p []byte) (int, error) {
	if s.rest == "" {
		return 0, io.EOF
	}
	time.Sleep(time.Second)
	n := copy(p[:1], s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// Every way out gives the slot back, and a call that waits has none.
func TestSlotsAreGivenBack(t *testing.T) {
	tests := []struct {
		name string
		step step
	}{
		{"success", step{status: 204}},
		{"error", step{status: 404, body: "no"}},
		{"failures", step{status: 502, after: "10"}},
		{"refusals", step{status: 429, after: "10"}},
		{"too long to wait", step{status: 429, after: "3600"}},
		{"broken", step{err: io.EOF}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				probe := &probeLimiter{}
				api := newFakeAPI(test.step)
				done := make(chan struct{})
				go func() {
					defer close(done)
					callOp(t.Context(), api.caller(WithLimiter(probe)), opRead)
				}()
				for range 3 {
					synctest.Wait() // the call sleeps or is over
					if held := probe.held.Load(); held != 0 {
						t.Errorf("%d slots are held while it waits", held)
					}
					time.Sleep(7 * time.Second)
				}
				<-done
				if held, acquired := probe.held.Load(), probe.acquired.Load(); held != 0 || int(acquired) != len(api.times) {
					t.Errorf("%d slots are held, %d were acquired for %d attempts", held, acquired, len(api.times))
				}
			})
		})
	}
}

type probeLimiter struct{ acquired, held atomic.Int32 }

func (p *probeLimiter) Acquire(context.Context) (func(), error) {
	p.acquired.Add(1)
	p.held.Add(1)
	return func() { p.held.Add(-1) }, nil
}

// Those that queued at the limiter when a cooldown began are not sent into it.
func TestCooldownHoldsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 429, after: "10", takes: time.Second}, step{status: 204})
		c := api.caller(WithLimiter(NewLimiter(LimiterConfig{Concurrent: 1})))
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if err := callOp(t.Context(), c, opPost); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		want := []time.Duration{0, 11 * time.Second, 11 * time.Second, 11 * time.Second, 11 * time.Second, 11 * time.Second}
		if diff := cmp.Diff(want, api.times); diff != "" {
			t.Errorf("times (-want +got):\n%s", diff)
		}
	})
}

type limiterFunc func(context.Context) (func(), error)

func (f limiterFunc) Acquire(ctx context.Context) (func(), error) { return f(ctx) }

func TestLimiters(t *testing.T) {
	full := errors.New("the budget is spent")
	got, _, err := sent(t, newRequest(opRead, nil), WithLimiter(limiterFunc(func(context.Context) (func(), error) { return nil, full })))
	wantError(t, err, "spotify: Things.Get: waiting for the limiter: the budget is spent")
	if !errors.Is(err, full) || got != nil {
		t.Errorf("error %v, sent %v", err, got != nil)
	}

	// One that limits nothing may have nothing to release.
	_, _, err = sent(t, newRequest(opRead, nil), WithLimiter(limiterFunc(func(context.Context) (func(), error) { return nil, nil })))
	if err != nil {
		t.Error(err)
	}

	_, _, err = sent(t, newRequest(opRead, nil), WithLimiter(nil))
	wantError(t, err, "client option WithLimiter: the limiter is nil")
}

package storetest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestLimiter tests a [spotify.Limiter] for several processes, and if it is a
// [spotify.SharedLimiter], its cooldowns.
//
// newStorage returns a function that opens handles on one new, empty budget with the given
// configuration.
func TestLimiter(t *testing.T, newStorage func(t *testing.T, config spotify.LimiterConfig) (open func() spotify.Limiter)) {
	tests := []struct {
		name   string
		config spotify.LimiterConfig
		test   func(t *testing.T, open func() spotify.Limiter)
	}{
		{"NoLimit", spotify.LimiterConfig{}, testNoLimit},
		{"Rate", spotify.LimiterConfig{PerSecond: 50, Burst: 5}, testRate},
		{"Burst", spotify.LimiterConfig{PerSecond: 0.01, Burst: 6}, testBurst},
		{"Cap", spotify.LimiterConfig{Concurrent: 3}, testCap},
		{"CapWaits", spotify.LimiterConfig{Concurrent: 1}, testCapWaits},
		{"RateWaits", spotify.LimiterConfig{PerSecond: 0.01}, testRateWaits},
		{"GivenUp", spotify.LimiterConfig{PerSecond: 4}, testGivenUp},
		{"Shares", spotify.LimiterConfig{PerSecond: 100, Concurrent: 1}, testShares},
		{"EndedContext", spotify.LimiterConfig{PerSecond: 100, Concurrent: 2}, testLimiterEndedContext},
		{"Cooldown", spotify.LimiterConfig{}, testCooldown},
		{"CooldownEnds", spotify.LimiterConfig{Concurrent: 2}, testCooldownEnds},
		{"ResetCooldown", spotify.LimiterConfig{}, testResetCooldown},
		{"CooldownOfClients", spotify.LimiterConfig{}, testCooldownOfClients},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.test(t, newStorage(t, test.config)) })
	}
	invalid := map[string]spotify.LimiterConfig{
		"PerSecond":  {PerSecond: -1},
		"Burst":      {Burst: -1},
		"Concurrent": {Concurrent: -1},
	}
	for name, config := range invalid {
		t.Run("Invalid"+name, func(t *testing.T) {
			if _, err := newStorage(t, config)().Acquire(t.Context()); err == nil {
				t.Errorf("Acquire with %+v has no error", config)
			}
		})
	}
}

// acquire gets a permission that should come soon.
func acquire(t *testing.T, limiter spotify.Limiter) (release func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience/2)
	defer cancel()
	type permission struct {
		release func()
		err     error
	}
	got := make(chan permission, 1) // a limiter may ignore the context
	go func() {
		release, err := limiter.Acquire(ctx)
		got <- permission{release, err}
	}()
	p := await(t, got, "Acquire")
	switch {
	case p.err != nil:
		t.Fatalf("Acquire: %v", p.err)
	case p.release == nil:
		return func() {}
	}
	return p.release
}

func testNoLimit(t *testing.T, open func() spotify.Limiter) {
	a, b := open(), open()
	for range 50 {
		defer acquire(t, a)()
		defer acquire(t, b)()
	}
}

// All handles together keep to one rate.
func testRate(t *testing.T, open func() spotify.Limiter) {
	const handles, each, perSecond, burst = 3, 10, 50, 5
	begun := time.Now()
	var group sync.WaitGroup
	for range handles {
		limiter := open()
		group.Go(func() {
			for range each {
				acquire(t, limiter)()
			}
		})
	}
	group.Wait()
	// A tenth less is forgiven, because clocks are rounded.
	least := time.Duration(float64(handles*each-burst) / perSecond * 0.9 * float64(time.Second))
	if took := time.Since(begun); took < least {
		t.Errorf("%d requests were permitted within %v, want at least %v at %d per second and %d at once", handles*each, took, least, perSecond, burst)
	}
}

// After a pause, as many as the burst may be sent at once, and no more.
func testBurst(t *testing.T, open func() spotify.Limiter) {
	a, b := open(), open()
	for range 3 {
		acquire(t, a)()
		acquire(t, b)()
	}
	endsWithContext(t, "Acquire beyond the burst", func(ctx context.Context) error {
		_, err := b.Acquire(ctx)
		return err
	})
}

// No more requests are under way than the cap says, through all handles.
func testCap(t *testing.T, open func() spotify.Limiter) {
	const handles, callers, limit = 3, 4, 3
	var running, most atomic.Int32
	var group sync.WaitGroup
	for range handles {
		limiter := open()
		for range callers {
			group.Go(func() {
				for range 3 {
					release := acquire(t, limiter)
					n := running.Add(1)
					for high := most.Load(); n > high && !most.CompareAndSwap(high, n); high = most.Load() {
					}
					time.Sleep(2 * time.Millisecond)
					running.Add(-1)
					release()
				}
			})
		}
	}
	group.Wait()
	if n := most.Load(); n > limit {
		t.Errorf("%d requests were under way at a time, want at most %d", n, limit)
	}
}

// A release lets one of those go who wait, also through another handle. Who gives up
// leaves nothing behind.
func testCapWaits(t *testing.T, open func() spotify.Limiter) {
	a, b := open(), open()
	release := acquire(t, a)
	for _, limiter := range []spotify.Limiter{b, a} {
		endsWithContext(t, "Acquire beyond the cap", func(ctx context.Context) error {
			_, err := limiter.Acquire(ctx)
			return err
		})
	}
	got := make(chan func(), 1)
	go func() { got <- acquire(t, b) }()
	time.Sleep(pause)
	release()
	await(t, got, "Acquire, after a release")()
	acquire(t, a)()
}

func testRateWaits(t *testing.T, open func() spotify.Limiter) {
	a, b := open(), open()
	acquire(t, a)()
	for _, limiter := range []spotify.Limiter{b, a} {
		endsWithContext(t, "Acquire beyond the rate", func(ctx context.Context) error {
			_, err := limiter.Acquire(ctx)
			return err
		})
	}
}

// Those who give up do not use up the budget of others.
func testGivenUp(t *testing.T, open func() spotify.Limiter) {
	a, b := open(), open()
	acquire(t, a)()
	for range 40 { // ten seconds' worth
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		if release, err := b.Acquire(ctx); err == nil && release != nil {
			release()
		}
		cancel()
	}
	begun := time.Now()
	acquire(t, a)()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("after others have given up, a request has waited for %v", took)
	}
}

// None of two handles that always have requests starves.
func testShares(t *testing.T, open func() spotify.Limiter) {
	const total = 40
	var taken [2]atomic.Int32
	var all atomic.Int32
	var group sync.WaitGroup
	for i := range taken {
		limiter := open()
		for range 3 {
			group.Go(func() {
				for all.Add(1) <= total {
					release := acquire(t, limiter)
					taken[i].Add(1)
					release()
				}
			})
		}
	}
	group.Wait()
	for i := range taken {
		if n := taken[i].Load(); n < total/8 {
			t.Errorf("one of two handles has got %d of %d permissions", n, total)
		}
	}
}

func testLimiterEndedContext(t *testing.T, open func() spotify.Limiter) {
	limiter := open()
	if release, err := limiter.Acquire(ended()); !errors.Is(err, context.Canceled) || release != nil {
		t.Errorf("Acquire: error %v and a release: %t, want one that is context.Canceled, and none", err, release != nil)
		if release != nil {
			release()
		}
	}
	for range 2 {
		defer acquire(t, limiter)() // nothing was left behind
	}
}

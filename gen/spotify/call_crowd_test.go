package spotify

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A limitedAPI admits so many requests in a window, and refuses the others.
type limitedAPI struct {
	n       int
	window  time.Duration
	count   func(*limitedAPI, time.Time) time.Duration // how long until the next one is admitted
	after   func(time.Duration) string                 // what a refusal says of that
	latency time.Duration                              // of an answer

	mu       sync.Mutex
	admitted []time.Time
	order    []string // of the admitted requests, by the header X-Number
	level    float64  // of the bucket
	filled   time.Time
	refused  int
}

func (a *limitedAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := sleep(req.Context(), a.latency/2); err != nil {
		return nil, err
	}
	wait := a.take(req.Header.Get("X-Number"))
	if err := sleep(req.Context(), a.latency/2); err != nil {
		return nil, err
	}
	if wait == 0 {
		return response(req, 204, nil, http.NoBody), nil
	}
	header := http.Header{}
	if after := a.after(wait); after != "" {
		header.Set("Retry-After", after)
	}
	return response(req, 429, header, http.NoBody), nil
}

func (a *limitedAPI) take(number string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	wait := a.count(a, now)
	if wait > 0 {
		a.refused++
		return wait
	}
	a.admitted = append(a.admitted, now)
	a.order = append(a.order, number)
	return 0
}

func (a *limitedAPI) share() float64 {
	return float64(a.refused) / float64(a.refused+len(a.admitted))
}

// rolling counts as Spotify does: in the window that ends now.
func rolling(a *limitedAPI, now time.Time) time.Duration {
	if len(a.admitted) < a.n {
		return 0
	}
	return max(a.admitted[len(a.admitted)-a.n].Add(a.window).Sub(now), 0)
}

// fixed begins to count again in each window.
func fixed(a *limitedAPI, now time.Time) time.Duration {
	begin := now.Truncate(a.window)
	if len(a.admitted) < a.n || a.admitted[len(a.admitted)-a.n].Before(begin) {
		return 0
	}
	return begin.Add(a.window).Sub(now)
}

// bucket fills with time, up to n.
func bucket(a *limitedAPI, now time.Time) time.Duration {
	perSecond := float64(a.n) / a.window.Seconds()
	a.level = min(a.level+now.Sub(a.filled).Seconds()*perSecond, float64(a.n))
	a.filled = now
	if a.level >= 1 {
		a.level--
		return 0
	}
	return time.Duration((1-a.level)/perSecond*1e9) + 1
}

func inSeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}
func roundedDown(wait time.Duration) string { return strconv.Itoa(int(wait / time.Second)) }
func asFraction(wait time.Duration) string  { return strconv.FormatFloat(wait.Seconds(), 'f', -1, 64) }
func alwaysNothing(time.Duration) string    { return "0" }
func withoutHeader(time.Duration) string    { return "" }
func asDateOfServer(d time.Duration) string {
	return time.Now().Add(d + time.Second).UTC().Format(http.TimeFormat)
}

// underWay is how many requests the gate lets be under way at a time when it has reopened
// and n were admitted: one more after each 1, 2, 3, … The scheduler may start them all at
// one instant, so that each of them is refused, or let them overtake each other.
func underWay(n int) (width int) {
	for n > 0 {
		width++
		n -= width
	}
	return width
}

// Everybody of a crowd gets through, in order of arrival, and few requests are refused.
func TestCrowd(t *testing.T) {
	tests := []struct {
		name   string
		n      int
		window time.Duration
		count  func(*limitedAPI, time.Time) time.Duration
		after  func(time.Duration) string
		atMost time.Duration
	}{
		{"ten a second", 10, time.Second, rolling, inSeconds, 12 * time.Second},
		{"ten a second, with fractions", 10, time.Second, rolling, asFraction, 12 * time.Second},
		{"ten a second, rounded down", 10, time.Second, rolling, roundedDown, 12 * time.Second},
		{"ten a second, of no time", 10, time.Second, rolling, alwaysNothing, 12 * time.Second},
		{"ten a second, without the header", 10, time.Second, rolling, withoutHeader, 12 * time.Second},
		{"ten a second, with a date", 10, time.Second, rolling, asDateOfServer, 25 * time.Second},
		{"ten in each second", 10, time.Second, fixed, asFraction, 12 * time.Second},
		{"ten a second from a bucket", 10, time.Second, bucket, asFraction, 12 * time.Second},
		{"one in 100 ms", 1, 100 * time.Millisecond, rolling, asFraction, 12 * time.Second},
		{"one in each 100 ms", 1, 100 * time.Millisecond, fixed, asFraction, 12 * time.Second},
		{"five in 500 ms", 5, 500 * time.Millisecond, rolling, asFraction, 12 * time.Second},
		{"thirty in 30 s", 30, 30 * time.Second, rolling, inSeconds, 110 * time.Second},
		{"thirty in 30 s from a bucket", 30, 30 * time.Second, bucket, inSeconds, 110 * time.Second},
		{"fifty in 30 s", 50, 30 * time.Second, rolling, roundedDown, 80 * time.Second},
		{"two in 30 s", 2, 30 * time.Second, rolling, inSeconds, 30 * time.Minute},
		{"as many as there are", 100, 30 * time.Second, rolling, inSeconds, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &limitedAPI{n: test.n, window: test.window, count: test.count, after: test.after}
				c := newCaller(transport(api.RoundTrip))
				start := time.Now()
				ops := []*Operation{opRead, opWrite, opPost, opMove}
				var wg sync.WaitGroup
				for i := range 100 {
					wg.Go(func() {
						if err := callOp(t.Context(), c, ops[i%len(ops)], WithHeader("X-Number", strconv.Itoa(i))); err != nil {
							t.Error(err)
						}
					})
					synctest.Wait() // they arrive one after the other
				}
				wg.Wait()
				if took := time.Since(start); took > test.atMost {
					t.Errorf("took %v, want at most %v", took, test.atMost)
				}
				// Beside them, the first of the crowd and a probe.
				if api.refused > max(5, underWay(test.n)+2) {
					t.Errorf("%d of %d requests were refused", api.refused, api.refused+len(api.admitted))
				}
				for i, number := range api.order {
					// Nobody overtakes but those that are on the way together.
					if n, _ := strconv.Atoi(number); n > i+max(3, underWay(test.n)) {
						t.Errorf("call %d was admitted as number %d", n, i)
					}
				}
				checkIdle(t, c)
			})
		})
	}
}

// checkIdle makes sure that nothing is left in the queue, and that it has no timer.
func checkIdle(t *testing.T, c *caller) {
	t.Helper()
	c.gates.all.mu.Lock()
	defer c.gates.all.mu.Unlock()
	if n := c.gates.all.queue.Len(); n != 0 || c.gates.all.timer != nil {
		t.Errorf("%d calls are in the queue, timer %v", n, c.gates.all.timer)
	}
}

// Answers take their time, and the crowd comes back again and again. The first burst
// is unlimited, so most of it is refused; the rest must make up for that.
func TestCrowdThatStays(t *testing.T) {
	const rounds = 30
	tests := []struct {
		n      int
		window time.Duration
		after  func(time.Duration) string
	}{
		{10, time.Second, inSeconds},
		{10, time.Second, asFraction},
		{180, 30 * time.Second, inSeconds},
		{180, 30 * time.Second, withoutHeader},
		{300, 30 * time.Second, roundedDown},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.n, " in ", test.window), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &limitedAPI{n: test.n, window: test.window, count: rolling, after: test.after, latency: 50 * time.Millisecond}
				c := newCaller(transport(api.RoundTrip))
				start := time.Now()
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						for range rounds {
							if err := callOp(t.Context(), c, opPost); err != nil {
								t.Error(err)
							}
						}
					})
				}
				wg.Wait()
				ideal := time.Duration((100*rounds/float64(test.n) - 1) * float64(test.window))
				if took := time.Since(start); took > ideal*3/2 {
					t.Errorf("took %v, which %v would have been enough for", took, ideal)
				}
				if share := api.share(); share >= 0.05 {
					t.Errorf("%d of %d requests were refused", api.refused, api.refused+len(api.admitted))
				}
			})
		})
	}
}

// Without a refusal there is no limit, and a refusal of long ago is forgotten.
func TestNoLimitWithoutRefusals(t *testing.T) {
	const latency = 10 * time.Millisecond
	tests := []struct {
		name    string
		refused bool          // the first request
		idle    time.Duration // until the crowd comes
		takes   time.Duration
	}{
		{"never", false, 0, latency},
		{"and it is over", true, 2 * time.Second, 14 * latency}, // a ramp
		{"and it is long ago", true, time.Hour, latency},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(step{status: 204, takes: latency})
				if test.refused {
					api.steps = []step{{status: 429, after: "1"}, {status: 204, takes: latency}}
				}
				c := api.caller()
				if test.refused {
					callOp(t.Context(), c, opPost, WithoutRetry())
				}
				time.Sleep(test.idle)
				start := time.Now()
				var wg sync.WaitGroup
				for range 100 {
					wg.Go(func() {
						if err := callOp(t.Context(), c, opPost); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if took := time.Since(start); took > test.takes {
					t.Errorf("took %v, want %v", took, test.takes)
				}
			})
		})
	}
}

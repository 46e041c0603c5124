package spotify

import (
	order "cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A numbered call was sent at a time.
type numbered struct {
	Number string
	At     time.Duration
}

// A numbersAPI answers each request with a function, and keeps which were sent, and
// when.
type numbersAPI struct {
	answer func(number string, at time.Duration) step
	start  time.Time

	mu   sync.Mutex
	sent []numbered
}

func (a *numbersAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	number, at := req.Header.Get("X-Number"), time.Since(a.start)
	a.mu.Lock()
	a.sent = append(a.sent, numbered{number, at})
	a.mu.Unlock()
	s := a.answer(number, at)
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
	return response(req, s.status, header, http.NoBody), nil
}

// inOrder returns what was sent. Of calls that are let go at one time, any may be the
// first on its way.
func (a *numbersAPI) inOrder() []numbered {
	return slices.SortedFunc(slices.Values(a.sent), func(a, b numbered) int {
		return order.Or(order.Compare(a.At, b.At), order.Compare(a.Number, b.Number))
	})
}

func (a *numbersAPI) caller(options ...ClientOption) *caller {
	a.start = time.Now()
	return newCaller(append(options, transport(a.RoundTrip))...)
}

// refusedOnce refuses what is sent at the beginning, for a second.
func refusedOnce(_ string, at time.Duration) step {
	if at < time.Second {
		return step{status: 429, after: "1"}
	}
	return step{status: 204, takes: 100 * ms}
}

// begin starts calls one after the other, and returns what waits for them.
func begin(t *testing.T, c *caller, numbers ...int) *sync.WaitGroup {
	var wg sync.WaitGroup
	for _, n := range numbers {
		wg.Go(func() {
			if err := callOp(t.Context(), c, opPost, WithHeader("X-Number", strconv.Itoa(n))); err != nil {
				t.Errorf("call %d: %v", n, err)
			}
		})
		synctest.Wait()
	}
	return &wg
}

// One call is sent after a cooldown, then more and more, in order. Those that come in
// the meantime come last.
func TestProbeAndRamp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &numbersAPI{answer: refusedOnce}
		c := api.caller()
		first := begin(t, c, 1, 2, 3)
		time.Sleep(1050 * ms) // the probe is on its way
		second := begin(t, c, 4, 5, 6)
		first.Wait()
		second.Wait()
		want := []numbered{
			{"1", 0},
			{"1", time.Second},
			{"2", 1100 * ms}, {"3", 1100 * ms},
			{"4", 1200 * ms}, {"5", 1200 * ms}, {"6", 1200 * ms},
		}
		if diff := cmp.Diff(want, api.inOrder()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
		checkIdle(t, c)
	})
}

// What happens to the probe does not keep the others waiting.
func TestProbes(t *testing.T) {
	tests := []struct {
		name  string
		probe step // what happens to the call 1
		quits time.Duration
		want  []numbered
	}{
		{"is silent", step{status: 204, takes: time.Hour}, 2 * time.Hour,
			[]numbered{{"2", 3 * time.Second}, {"3", 3100 * ms}}},
		{"breaks", step{err: io.EOF}, 2 * time.Hour, []numbered{{"2", time.Second}, {"3", 1100 * ms}}},
		{"fails", step{status: 500}, 2 * time.Hour, []numbered{{"2", time.Second}, {"3", time.Second}}},
		{"is out of quota", step{status: 403}, 2 * time.Hour, []numbered{{"2", time.Second}, {"3", time.Second}}},
		{"gives up", step{status: 204, takes: time.Hour}, 1500 * ms, []numbered{{"2", 1500 * ms}, {"3", 1600 * ms}}},
		{"has given up", step{status: 204}, 500 * ms, []numbered{{"2", time.Second}, {"3", 1100 * ms}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &numbersAPI{answer: func(number string, at time.Duration) step {
					if number == "1" && at >= time.Second {
						return test.probe
					}
					return refusedOnce(number, at)
				}}
				c := api.caller()
				ctx, cancel := context.WithTimeoutCause(t.Context(), test.quits, errors.New("it is enough"))
				defer cancel()
				go callOp(ctx, c, opPost, WithHeader("X-Number", "1"))
				synctest.Wait()
				begin(t, c, 2, 3).Wait()
				var got []numbered
				for _, sent := range api.inOrder() {
					if sent.Number != "1" {
						got = append(got, sent)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("sent (-want +got):\n%s", diff)
				}
				checkIdle(t, c)
			})
		})
	}
}

// Those that give up leave the queue, and it goes on without them.
func TestQueueWithoutThoseThatGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &limitedAPI{n: 1, window: time.Second, count: rolling, after: inSeconds}
		c := newCaller(transport(api.RoundTrip))
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 60 {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			patient := i%3 == 0
			if !patient {
				time.AfterFunc(time.Duration(i)*50*ms+ms, cancel)
			}
			wg.Go(func() {
				err := callOp(ctx, c, opPost)
				switch {
				case patient && err != nil:
					t.Error(err)
				case err != nil && !errors.Is(err, context.Canceled):
					t.Error(err)
				case err != nil:
					wantError(t, err, "spotify: Things.Add: ", "waiting for the end of a rate limit")
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		if took := time.Since(start); took > 32*time.Second {
			t.Errorf("took %v for 20 calls that were not canceled", took)
		}
		checkIdle(t, c)
	})
}

// A wait that is too long for some is not too long for others.
func TestDismissedFromTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 429, after: "5"}, step{status: 429, after: "20"}, step{status: 204})
		c := api.caller()
		var wg sync.WaitGroup
		for i := range 30 {
			longest := []time.Duration{time.Minute, 10 * time.Second, 19 * time.Second}[i%3]
			ctx := t.Context()
			if i%5 == 1 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 12*time.Second)
				defer cancel()
			}
			wg.Go(func() {
				err := callOp(ctx, c, opPost, WithRetry(RetryPolicy{MaxRetryAfter: longest}))
				stays := longest == time.Minute && i%5 != 1
				switch {
				case stays && err != nil:
					t.Error(err)
				case stays:
					wantElapsed(t, api.start, 25*time.Second)
				case !errors.Is(err, ErrRateLimited):
					t.Errorf("error %v", err)
				default:
					wantElapsed(t, api.start, 5*time.Second)
					if got := asAPIError(t, err).RetryAfter; got != 20*time.Second {
						t.Errorf("RetryAfter is %v", got)
					}
				}
			})
			synctest.Wait()
		}
		wg.Wait()
		checkIdle(t, c)
	})
}

// Refusals alone do not make a call give up that has a deadline. In the end, it says
// why it has waited.
func TestRefusedUntilTheDeadline(t *testing.T) {
	for _, after := range []string{"", "0", "0.2", "1", "20"} {
		t.Run("after "+after, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const until = 20 * time.Minute
				api := &numbersAPI{answer: func(_ string, at time.Duration) step {
					if at < until {
						return step{status: 429, after: after}
					}
					return step{status: 204}
				}}
				c := api.caller()
				ctx, cancel := context.WithTimeout(t.Context(), until+time.Minute)
				defer cancel()
				if err := callOp(ctx, c, opPost); err != nil {
					t.Error(err)
				}
				if n := len(api.sent); n > 170 {
					t.Errorf("sent %d times", n)
				}
				ctx, cancel = context.WithTimeout(t.Context(), until/2)
				defer cancel()
				c = api.caller()
				err := callOp(ctx, c, opPost)
				if !errors.Is(err, ErrRateLimited) || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("error %v", err)
				}
				if took := time.Since(api.start); took < until/2-30*time.Second || took > until/2 {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// A call that does not wait is held back by what the API says, and not by a guess.
func TestImpatientCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &limitedAPI{n: 10, window: 10 * time.Second, count: rolling, after: inSeconds}
		c := newCaller(transport(api.RoundTrip))
		wg := begin(t, c, make([]int, 40)...)
		for !paced(c) {
			time.Sleep(ms)
		}
		time.Sleep(9 * time.Second)
		for range 2 {
			start := time.Now()
			if err := callOp(t.Context(), c, opPost, WithoutRetry()); err != nil {
				t.Errorf("while the others keep a pace: %v", err)
			}
			wantElapsed(t, start, 0)
		}
		var err error
		for err == nil { // until it is refused itself
			err = callOp(t.Context(), c, opPost, WithoutRetry())
		}
		if attempts := asAPIError(t, err).Attempts; attempts != 1 {
			t.Errorf("at the limit, it is sent %d times: %v", attempts, err)
		}
		err = callOp(t.Context(), c, opPost, WithoutRetry())
		if attempts := asAPIError(t, err).Attempts; attempts != 0 {
			t.Errorf("during the cooldown, it is sent %d times: %v", attempts, err)
		}
		wg.Wait()
	})
}

func paced(c *caller) bool {
	c.gates.all.mu.Lock()
	defer c.gates.all.mu.Unlock()
	return c.gates.all.closed.Load() && c.gates.all.phase == gatePaced
}

// An answer that was long on its way tells of a limit, but not of that for the
// requests since.
func TestLateRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &numbersAPI{answer: func(number string, at time.Duration) step {
			if at < time.Second {
				takes := map[string]time.Duration{"1": 0, "2": 5 * time.Second, "3": 5 * time.Second}[number]
				return step{status: 429, after: "1", takes: takes}
			}
			return step{status: 204}
		}}
		c := api.caller()
		begin(t, c, 2, 3, 1).Wait()
		wantElapsed(t, api.start, 6*time.Second)
		if n := len(api.sent); n != 6 {
			t.Errorf("sent %d times", n)
		}
		if c.gates.all.pace.limit != 0 {
			t.Error("it keeps a pace")
		}
	})
}

// How long the gate is closed after refusals in a row.
func TestWaitAfterRefusals(t *testing.T) {
	tests := []struct {
		asked, longest time.Duration
		want           []time.Duration
	}{
		{0, 0, []time.Duration{1000, 2000, 4000, 8000, 16000, 30000, 30000}},
		{100 * ms, 0, []time.Duration{100, 200, 400, 800, 1600, 3200, 6400, 8000, 8000}},
		{3 * time.Second, 0, []time.Duration{3000, 3000, 3000, 3000, 3000, 3200, 6400}},
		{20 * time.Second, 0, []time.Duration{20000, 20000, 20000}},
		{20 * time.Second, 10 * time.Second, []time.Duration{10000, 10000}},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.asked, " of ", test.longest), func(t *testing.T) {
			g := &gate{longest: test.longest}
			now := time.Now()
			var got []time.Duration
			for range test.want {
				wait, _ := g.refused(g.pass(), test.asked, now)
				// Others that were sent at the same time say the same.
				for range 3 {
					if again, _ := g.refused(pass{}, test.asked, now); again != wait {
						t.Errorf("another refusal makes it %v", again)
					}
				}
				if left := g.cooldown.until().Sub(now); left != wait {
					t.Errorf("the cooldown takes %v", left)
				}
				got = append(got, wait/ms)
				now = now.Add(wait)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("milliseconds (-want +got):\n%s", diff)
			}
		})
	}
}

// The queue is in order after some have left and some have been sent away.
func TestQueueAfterDismissals(t *testing.T) {
	now := time.Now()
	c := newCaller()
	g := new(gate)
	for id := range uint64(20) {
		a := attempts{call: &call{caller: c, ctx: t.Context(), id: id}, begun: now}
		a.policy.MaxRetryAfter = time.Duration(id*7%20) * time.Second
		heap.Push(&g.queue, &waiter{attempts: a, done: make(chan struct{})})
	}
	for range 5 {
		heap.Pop(&g.queue)
	}
	g.cooldown.extend(now.Add(8 * time.Second))
	g.dismiss(now)
	var got []uint64
	for g.queue.Len() > 0 {
		w := heap.Pop(&g.queue).(*waiter)
		got = append(got, w.attempts.id)
		if left := w.attempts.policy.MaxRetryAfter; left < 8*time.Second {
			t.Errorf("one that waits for %v is still there", left)
		}
	}
	if len(got) == 0 || len(got) == 15 || !slices.IsSorted(got) {
		t.Errorf("the queue is %v", got)
	}
}

// Requests that were on their way during a refusal, and were admitted, tell about the
// limit as well.
func TestLateAdmissionsAreCounted(t *testing.T) {
	now := time.Now()
	g := new(gate)
	admit := func(p pass, n int) {
		for range n {
			g.admitted(p, now)
		}
	}
	refuse := func() (before pass) {
		before = g.pass()
		g.refused(before, time.Second, now)
		return before
	}
	refuse()
	now = now.Add(time.Second)
	admit(g.pass(), 3)
	before := refuse()
	now = now.Add(300 * ms)
	admit(before, 7)
	now = now.Add(700 * ms)
	admit(g.pass(), 1)
	if got := g.pace.limit; got != 10 {
		t.Errorf("the limit is %v per second, want 10", got)
	}
}

// After a long wait, the rate of before says nothing.
func TestPaceAfterLongWait(t *testing.T) {
	for wait, want := range map[time.Duration]bool{30 * time.Second: true, 10 * time.Minute: false} {
		now := time.Now()
		g := new(gate)
		for _, asked := range []time.Duration{time.Second, time.Second, wait} {
			g.admitted(g.pass(), now)
			g.refused(g.pass(), asked, now)
			now = now.Add(asked)
		}
		g.admitted(g.pass(), now)
		if paced := g.phase == gatePaced; paced != want {
			t.Errorf("after %v, it keeps a pace: %v", wait, paced)
		}
	}
}

package spotifyredis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// patience is how long something may take that should happen soon, on a busy machine.
const patience = 10 * time.Second

// limiters returns limiters that stand for processes of one app.
func limiters(t *testing.T, server *redistest.Server, n int, config LimiterConfig) []*Limiter {
	t.Helper()
	config.App = "app"
	if config.Timeout == 0 {
		config.Timeout = patience
	}
	var all []*Limiter
	for range n {
		l := NewLimiter(server.Client(), config)
		l.server.least = 100 * time.Millisecond
		all = append(all, l)
	}
	return all
}

func perSecond(rate float64, burst int) LimiterConfig {
	return LimiterConfig{LimiterConfig: spotify.LimiterConfig{PerSecond: rate, Burst: burst}}
}

func concurrent(n int) LimiterConfig {
	return LimiterConfig{LimiterConfig: spotify.LimiterConfig{Concurrent: n}}
}

// soon is a context that ends when something hangs.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func mustAcquire(t *testing.T, l *Limiter, endpoint string) (release func()) {
	t.Helper()
	release, err := l.AcquireFor(soon(t), endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

func TestLimiterConfig(t *testing.T) {
	good := LimiterConfig{App: "app"}
	tests := []struct {
		name   string
		change func(*LimiterConfig)
		want   string
	}{
		{"rate", func(c *LimiterConfig) { c.PerSecond = -1 }, "PerSecond is -1"},
		{"burst", func(c *LimiterConfig) { c.Burst = -1 }, "Burst is -1"},
		{"concurrent", func(c *LimiterConfig) { c.Concurrent = -1 }, "Concurrent is -1"},
		{"no app", func(c *LimiterConfig) { c.App = "" }, "App is empty"},
		{"app with a hash tag", func(c *LimiterConfig) { c.App = "a}b" }, `App is "a}b"`},
		{"prefix with a hash tag", func(c *LimiterConfig) { c.Prefix = "{a" }, `Prefix is "{a"`},
		{"policy", func(c *LimiterConfig) { c.OnFailure = 7 }, "OnFailure is 7"},
		{"timeout", func(c *LimiterConfig) { c.Timeout = -1 }, "Timeout is -1ns"},
		{"lease", func(c *LimiterConfig) { c.Lease = -1 }, "Lease is -1ns"},
	}
	client := redistest.Start(t).Client()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := good
			test.change(&config)
			l := NewLimiter(client, config)
			l.Refused(t.Context(), "", time.Second) // does nothing
			l.ResetCooldown(t.Context())
			if _, err := l.Acquire(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
	if _, err := NewLimiter(nil, good).Acquire(t.Context()); err == nil {
		t.Error("no error without a client")
	}
	mustAcquire(t, NewLimiter(client, good), "")()
}

// The budget is that of all processes together, and nothing of it is lost or spent twice.
func TestLimiterBudget(t *testing.T) {
	type step struct {
		process int
		undo    int           // gives back what this step has got, 1 is the first one
		want    time.Duration // to wait
	}
	second := time.Second
	tests := []struct {
		name  string
		rate  float64
		burst int
		steps []step
	}{
		{"no limit", 0, 0, []step{{}, {process: 1}, {}}},
		{"one by one", 0.1, 0, []step{{}, {want: 10 * second}, {process: 1, want: 20 * second}, {process: 2, want: 30 * second}}},
		{"burst", 0.1, 3, []step{{}, {process: 1}, {}, {process: 1, want: 10 * second}, {want: 20 * second}}},
		{"slow", 1e-5, 1, []step{{}, {process: 1, want: 100_000 * second}}},
		{"the last one is given back", 0.1, 1, []step{{}, {want: 10 * second}, {undo: 2}, {process: 1, want: 10 * second}}},
		{"one before others is given back", 0.1, 1, []step{{}, {want: 10 * second}, {process: 1, want: 20 * second}, {undo: 2},
			{process: 2, want: 10 * second}, {process: 2, want: 30 * second}}},
		{"two are given back", 0.1, 1, []step{{}, {want: 10 * second}, {want: 20 * second}, {want: 30 * second}, {undo: 3}, {undo: 2},
			{process: 1, want: 10 * second}, {process: 1, want: 20 * second}, {process: 1, want: 40 * second}}},
		{"one of a burst is given back", 0.1, 3, []step{{}, {}, {process: 1}, {process: 1, want: 10 * second}, {undo: 2}, {process: 1}, {want: 20 * second}}},
	}
	server := redistest.Start(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server.Flush(server.Client())
			processes := limiters(t, server, 3, perSecond(test.rate, test.burst))
			var asked []*request
			for i, step := range test.steps {
				if step.undo > 0 {
					asked[step.undo-1].giveUp()
					asked = append(asked, nil)
					continue
				}
				r := &request{l: processes[step.process], ctx: soon(t), id: strconv.Itoa(i)}
				asked = append(asked, r)
				got, err := r.ask()
				if err != nil {
					t.Fatal(err)
				}
				// A machine may be slow, but the wait does not exceed what is right.
				if got.kind != verdictGranted || got.wait > step.want || got.wait < step.want-5*second {
					t.Errorf("step %d: %s with a wait of %v, want %v", i+1, got.kind, got.wait, step.want)
				}
			}
		})
	}
}

// A request that is given up gives back its place, and the next one of its process has it.
func TestLimiterGivesUp(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	processes := limiters(t, server, 2, perSecond(5, 1))
	mustAcquire(t, processes[0], "")
	ctx, cancel := context.WithCancel(t.Context())
	begun, await := time.Now(), change(t, server)
	failed := make(chan error)
	go func() {
		_, err := processes[0].Acquire(ctx)
		failed <- err
	}()
	await()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want that the context was cancelled", err)
	}
	for i, l := range []*Limiter{processes[0], processes[1]} {
		mustAcquire(t, l, "")
		passed := time.Since(begun)
		if most := time.Duration(i+1)*200*time.Millisecond + 150*time.Millisecond; passed > most {
			t.Errorf("request %d after %v, want at most %v: a place is lost", i+1, passed, most)
		}
	}
	if _, err := processes[0].Acquire(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v of a context that had ended before", err)
	}
}

// change returns a function that waits until somebody else has got a place in the budget.
func change(t *testing.T, server *redistest.Server) (await func()) {
	t.Helper()
	client := server.Client()
	value := func() string { return client.HGet(t.Context(), "spotgen:{app}:limiter:state", "tat").Val() }
	first := value()
	return func() {
		t.Helper()
		for begun := time.Now(); value() == first; time.Sleep(time.Millisecond) {
			if time.Since(begun) > patience {
				t.Fatal("nobody has got a place")
			}
		}
	}
}

// Processes share evenly, however many requests wait in each.
func TestLimiterShares(t *testing.T) {
	processes := limiters(t, redistest.Start(t), 3, perSecond(200, 1))
	var mu sync.Mutex
	counts := map[int]int{}
	var done sync.WaitGroup
	ctx, cancel := context.WithCancel(soon(t))
	defer cancel()
	for p, l := range processes {
		for range 60 * (p + 1) {
			done.Go(func() {
				if _, err := l.Acquire(ctx); err != nil {
					return
				}
				mu.Lock()
				defer mu.Unlock()
				counts[p]++
				if counts[0]+counts[1]+counts[2] == 90 {
					cancel()
				}
			})
		}
	}
	done.Wait()
	for p := range processes {
		if counts[p] < 24 || counts[p] > 36 {
			t.Errorf("process %d has had %d of 90, want about 30", p, counts[p])
		}
	}
}

func TestLimiterCooldown(t *testing.T) {
	const tracks, albums = "GET tracks/{}", "GET albums/{}"
	type refusal struct {
		endpoint string
		wait     time.Duration
	}
	tests := []struct {
		name     string
		refusals []refusal
		reset    bool
		endpoint string // that is asked for
		want     *spotify.CooldownError
	}{
		{"none", nil, false, tracks, nil},
		{"all", []refusal{{"", time.Hour}}, false, tracks, &spotify.CooldownError{Wait: time.Hour}},
		{"all, asked for all", []refusal{{"", time.Hour}}, false, "", &spotify.CooldownError{Wait: time.Hour}},
		{"the endpoint", []refusal{{tracks, time.Hour}}, false, tracks, &spotify.CooldownError{Endpoint: tracks, Wait: time.Hour}},
		{"another endpoint", []refusal{{albums, time.Hour}}, false, tracks, nil},
		{"one endpoint, asked for all", []refusal{{tracks, time.Hour}}, false, "", nil},
		{"not shortened", []refusal{{"", time.Hour}, {"", time.Minute}}, false, tracks, &spotify.CooldownError{Wait: time.Hour}},
		{"put off", []refusal{{"", time.Minute}, {"", time.Hour}}, false, tracks, &spotify.CooldownError{Wait: time.Hour}},
		{"the longer one: the endpoint", []refusal{{"", time.Minute}, {tracks, time.Hour}}, false, tracks, &spotify.CooldownError{Endpoint: tracks, Wait: time.Hour}},
		{"the longer one: all", []refusal{{"", time.Hour}, {tracks, time.Minute}}, false, tracks, &spotify.CooldownError{Wait: time.Hour}},
		{"reset", []refusal{{"", time.Hour}, {tracks, time.Hour}}, true, tracks, nil},
		{"very long", []refusal{{"", 1 << 62}}, false, tracks, &spotify.CooldownError{Wait: longest}},
		{"no wait", []refusal{{"", 0}, {"", -time.Hour}}, false, tracks, nil},
	}
	server := redistest.Start(t)
	for name, config := range map[string]LimiterConfig{"cooldown only": {}, "limited": {LimiterConfig: spotify.LimiterConfig{PerSecond: 1e4, Burst: 10, Concurrent: 3}}} {
		for _, test := range tests {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				server.Flush(server.Client())
				processes := limiters(t, server, 3, config)
				for _, refusal := range test.refusals {
					processes[0].Refused(t.Context(), refusal.endpoint, refusal.wait)
				}
				if test.reset {
					processes[1].ResetCooldown(t.Context())
				}
				for p, l := range processes {
					release, err := l.AcquireFor(soon(t), test.endpoint)
					var got *spotify.CooldownError
					if errors.As(err, &got) {
						got.Wait = got.Wait.Round(20 * time.Second)
					} else if err != nil {
						t.Fatal(err)
					} else {
						release()
					}
					if diff := cmp.Diff(test.want, got); diff != "" {
						t.Errorf("process %d (-want +got):\n%s", p, diff)
					}
				}
			})
		}
	}
}

// Those that have waited for their place hear of a refusal in the meantime.
func TestLimiterCooldownWhileWaiting(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	processes := limiters(t, server, 2, LimiterConfig{LimiterConfig: spotify.LimiterConfig{PerSecond: 4, Concurrent: 2}})
	mustAcquire(t, processes[0], "")()
	await := change(t, server)
	failed := make(chan error)
	go func() {
		_, err := processes[0].Acquire(soon(t))
		failed <- err
	}()
	await()
	processes[1].Refused(t.Context(), "", time.Minute)
	var cooldown *spotify.CooldownError
	if err := <-failed; !errors.As(err, &cooldown) {
		t.Errorf("error %v, want a cooldown", err)
	}
	if held := server.Client().ZCard(t.Context(), "spotgen:{app}:limiter:held").Val(); held != 0 {
		t.Errorf("%d requests are under way, want 0", held)
	}
}

// After a cooldown, one request of all processes is sent at a time until one was admitted.
func TestLimiterProbe(t *testing.T) {
	t.Parallel()
	const endpoint = "GET tracks/{}"
	for _, cools := range []string{"", endpoint} {
		for name, config := range map[string]LimiterConfig{"cooldown only": {}, "limited": {LimiterConfig: spotify.LimiterConfig{PerSecond: 1e4, Burst: 100, Concurrent: 20}}} {
			t.Run(fmt.Sprintf("%s %q", name, cools), func(t *testing.T) {
				server := redistest.Start(t)
				processes := limiters(t, server, 3, config)
				cool := func() {
					processes[1].Refused(t.Context(), cools, 30*time.Millisecond)
					time.Sleep(40 * time.Millisecond) // it has begun at the server by now
				}
				cool()
				probe := mustAcquire(t, processes[0], endpoint)
				others := make(chan func(), 6)
				for i := range cap(others) {
					go func() { others <- acquireAtLast(t, processes[i%3], endpoint) }()
				}
				select {
				case <-others:
					t.Fatal("another request passes beside the probe")
				case <-time.After(150 * time.Millisecond):
				}
				if begun := time.Now(); cools != "" {
					mustAcquire(t, processes[2], "GET albums/{}")() // has nothing to wait for
					if passed := time.Since(begun); passed > time.Second {
						t.Errorf("a request to another endpoint has waited for %v", passed)
					}
				}
				cool() // the probe is refused
				probe()
				probe = <-others
				select {
				case <-others:
					t.Fatal("another request passes beside the second probe")
				case <-time.After(150 * time.Millisecond):
				}
				probe()
				for range cap(others) - 1 {
					(<-others)()
				}
			})
		}
	}
}

// acquireAtLast asks again after each cooldown, as the client does.
func acquireAtLast(t *testing.T, l *Limiter, endpoint string) func() {
	ctx := soon(t)
	for {
		release, err := l.AcquireFor(ctx, endpoint)
		if err == nil {
			return release
		}
		var cooldown *spotify.CooldownError
		if !errors.As(err, &cooldown) {
			t.Error(err)
			return func() {}
		}
		sleep(ctx, cooldown.Wait, nil)
	}
}

// A probe that is not heard of again holds up the others for two seconds, and one that is
// given up not at all.
func TestLimiterProbeDies(t *testing.T) {
	server := miniredis.RunT(t)
	now := time.Now()
	server.SetTime(now)
	client := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer client.Close()
	l := NewLimiter(client, LimiterConfig{App: "app"})
	l.Refused(t.Context(), "", time.Second)
	after := func(d time.Duration) string {
		server.SetTime(now.Add(d))
		r := &request{l: l, ctx: t.Context(), id: d.String()}
		v, err := r.ask()
		if err != nil {
			t.Fatal(err)
		}
		if d == 4*time.Second {
			r.giveUp()
		}
		return v.kind
	}
	var got []string
	for _, ms := range []int{999, 1000, 2999, 3000, 4000, 5001, 6000, 70000, 70001} {
		got = append(got, fmt.Sprint(ms, " ", after(time.Duration(ms)*time.Millisecond)))
	}
	want := []string{"999 cooling", "1000 granted", "2999 probing", "3000 granted", "4000 probing", "5001 granted", "6000 probing",
		"70000 granted", "70001 granted"} // a minute after the cooldown, it is forgotten
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

// The clock of the server may be put back, or another server with another clock take over.
func TestLimiterClock(t *testing.T) {
	server := miniredis.RunT(t)
	now := time.Now()
	server.SetTime(now)
	client := redis.NewClient(&redis.Options{Addr: server.Addr()})
	defer client.Close()
	l := NewLimiter(client, LimiterConfig{App: "app", LimiterConfig: spotify.LimiterConfig{PerSecond: 0.1, Concurrent: 9}})
	ask := func(id string) verdict {
		v, err := (&request{l: l, ctx: t.Context(), id: id}).ask()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	ask("first")
	server.SetTime(now.Add(-24 * time.Hour))
	if v := ask("second"); v.wait != 10*time.Second {
		t.Errorf("a wait of %v after the clock was put back, want 10 s", v.wait)
	}
	server.SetTime(now.Add(-24*time.Hour + 5*time.Second))
	if v := ask("third"); v.wait != 15*time.Second {
		t.Errorf("a wait of %v five seconds later, want 15 s", v.wait)
	}
}

// Nothing stays at the server for ever.
func TestLimiterKeysExpire(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	config := LimiterConfig{LimiterConfig: spotify.LimiterConfig{PerSecond: 5, Concurrent: 2}, Prefix: "mine"}
	processes := limiters(t, server, 2, config)
	r := &request{l: processes[1], ctx: soon(t), id: "early"}
	r.ask()
	mustAcquire(t, processes[0], "GET tracks/{}")
	r.giveUp()
	mustAcquire(t, processes[0], "")
	full, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	client := server.Client()
	seen := map[string]bool{}
	look := func() {
		for _, key := range client.Keys(t.Context(), "*").Val() {
			seen[key] = true
			if !strings.HasPrefix(key, "mine:{app}:limiter:") {
				t.Errorf("the key is %q", key)
			}
			if left := client.PTTL(t.Context(), key).Val(); left <= 0 || left > 5*time.Minute {
				t.Errorf("%s lives for another %v", key, left)
			}
		}
	}
	waiting := &request{l: processes[1], ctx: full, id: "waiting"}
	if v, err := waiting.ask(); err != nil || v.kind != verdictFull {
		t.Fatalf("%+v, %v, want that there is no room", v, err)
	}
	look()
	processes[0].Refused(t.Context(), "GET tracks/{}", time.Minute)
	look()
	for _, key := range processes[0].server.keys {
		if !seen[key] && !strings.HasSuffix(key, ":free") {
			t.Errorf("%s was not tested", key)
		}
	}
}

func TestLimiterPrints(t *testing.T) {
	l := NewLimiter(redis.NewClient(&redis.Options{Password: "secret"}), LimiterConfig{App: "app"})
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(format, l); got != "spotifyredis.Limiter(app)" {
			t.Errorf("%s prints %s", format, got)
		}
	}
}

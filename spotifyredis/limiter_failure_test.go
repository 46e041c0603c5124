package spotifyredis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

const stateKey = "spotgen:{app}:limiter:state"

// A breakage makes a server fail, and makes it good again.
type breakage struct {
	name   string
	harm   func(*testing.T, *redistest.Server, *redis.Client)
	repair func(*testing.T, *redistest.Server, *redis.Client)
}

func must(t *testing.T, cmd redis.Cmder) {
	t.Helper()
	if err := cmd.Err(); err != nil {
		t.Fatal(err)
	}
}

func breakages() []breakage {
	ctx := context.Background()
	return []breakage{
		{"gone", func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Kill() },
			func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Restart() }},
		{"paused", func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Pause() },
			func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Resume() }},
		{"full", func(t *testing.T, _ *redistest.Server, c *redis.Client) { must(t, c.ConfigSet(ctx, "maxmemory", "1")) },
			func(t *testing.T, _ *redistest.Server, c *redis.Client) { must(t, c.ConfigSet(ctx, "maxmemory", "0")) }},
		{"a replica after a failover",
			func(t *testing.T, _ *redistest.Server, c *redis.Client) {
				host, port, _ := strings.Cut(redistest.StartReal(t).Addr, ":")
				must(t, c.ReplicaOf(ctx, host, port))
			},
			func(t *testing.T, _ *redistest.Server, c *redis.Client) { must(t, c.ReplicaOf(ctx, "NO", "ONE")) }},
		{"keys of something else",
			func(t *testing.T, _ *redistest.Server, c *redis.Client) {
				c.Del(ctx, stateKey)
				must(t, c.LPush(ctx, stateKey, "a list"))
			},
			func(t *testing.T, _ *redistest.Server, c *redis.Client) { must(t, c.Del(ctx, stateKey)) }},
	}
}

// A journal keeps the messages of a logger.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// messages returns their levels.
func (j *journal) messages() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var levels []string
	for line := range strings.Lines(j.text.String()) {
		for word := range strings.FieldsSeq(line) {
			if level, ok := strings.CutPrefix(word, "level="); ok {
				levels = append(levels, level)
			}
		}
	}
	return levels
}

// awaitRecovery asks until the server is asked again.
func awaitRecovery(t *testing.T, l *Limiter) {
	t.Helper()
	for begun := time.Now(); l.server.outage() != nil; time.Sleep(5 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatal("the outage does not end")
		}
	}
}

// Whatever happens to the server, requests fail or go on, as the policy says, and only the
// first one waits for the server.
func TestLimiterFailures(t *testing.T) {
	for _, breakage := range breakages() {
		for policy, name := range map[FailurePolicy]string{FailOpen: "open", FailClosed: "closed"} {
			t.Run(breakage.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				server := redistest.StartReal(t)
				admin := server.Client()
				journal := new(journal)
				const timeout = 300 * time.Millisecond
				l := limiters(t, server, 1, LimiterConfig{
					LimiterConfig: spotify.LimiterConfig{PerSecond: 1e4, Burst: 10, Concurrent: 10},
					OnFailure:     policy,
					Timeout:       timeout,
					Logger:        slog.New(slog.NewTextHandler(journal, nil)),
				})[0]
				release := mustAcquire(t, l, "")
				breakage.harm(t, server, admin)
				begun := time.Now()
				var calls sync.WaitGroup
				for range 50 {
					calls.Go(func() {
						release, err := l.AcquireFor(soon(t), "GET tracks/{}")
						switch {
						case policy == FailClosed:
							if !errors.Is(err, ErrUnavailable) {
								t.Errorf("error %v, want ErrUnavailable", err)
							}
						case err != nil:
							t.Error(err)
						default:
							release()
						}
					})
				}
				calls.Wait()
				if passed := time.Since(begun); passed > 5*timeout {
					t.Errorf("50 requests have taken %v", passed)
				}
				release()
				breakage.repair(t, server, admin)
				awaitRecovery(t, l)
				mustAcquire(t, l, "")()
				if held := heldNow(t, admin); held != 0 {
					t.Errorf("%d requests are under way after the outage", held)
				}
				if diff := cmp.Diff([]string{"WARN", "INFO"}, journal.messages()); diff != "" {
					t.Errorf("messages (-want +got):\n%s\n%s", diff, journal.text.String())
				}
			})
		}
	}
}

// Without its scripts, the server still works.
func TestLimiterScriptsFlushed(t *testing.T) {
	server := redistest.Start(t)
	config := concurrent(1)
	config.OnFailure = FailClosed
	l := limiters(t, server, 1, config)[0]
	for range 3 {
		release := mustAcquire(t, l, "")
		must(t, server.Client().ScriptFlush(t.Context()))
		release()
		must(t, server.Client().ScriptFlush(t.Context()))
	}
}

// Requests that wait while the server fails are not forgotten: those that wait for room, for
// their place in the budget, and for their turn.
func TestLimiterFailsWhileWaiting(t *testing.T) {
	for name, config := range map[string]LimiterConfig{
		"for room":  concurrent(1),
		"for time":  perSecond(2.5, 1),
		"for both":  {LimiterConfig: spotify.LimiterConfig{PerSecond: 2.5, Concurrent: 1}},
		"for ever":  {LimiterConfig: spotify.LimiterConfig{PerSecond: 1000, Concurrent: 1}, OnFailure: FailClosed},
		"at probes": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := redistest.StartReal(t)
			config.Timeout = 300 * time.Millisecond
			processes := limiters(t, server, 2, config)
			if name == "at probes" {
				processes[0].Refused(t.Context(), "", time.Millisecond)
				time.Sleep(5 * time.Millisecond)
			}
			mustAcquire(t, processes[0], "") // is never released
			results := make(chan error, 3)
			for range cap(results) {
				go func() {
					release, err := processes[1].Acquire(soon(t))
					if err == nil {
						release()
					}
					results <- err
				}()
			}
			time.Sleep(50 * time.Millisecond)
			server.Kill()
			for range cap(results) {
				if err := <-results; config.OnFailure == FailClosed && !errors.Is(err, ErrUnavailable) || config.OnFailure == FailOpen && err != nil {
					t.Errorf("error %v", err)
				}
			}
		})
	}
}

// A process keeps to the refusals that it has met, and tells the server of them later.
func TestLimiterRefusedInOutage(t *testing.T) {
	for _, reset := range []bool{false, true} {
		t.Run(fmt.Sprintf("reset %v", reset), func(t *testing.T) {
			t.Parallel()
			server := redistest.StartReal(t)
			config := perSecond(1e4, 10)
			config.Timeout = 300 * time.Millisecond
			processes := limiters(t, server, 2, config)
			mustAcquire(t, processes[0], "")
			if reset {
				processes[1].Refused(t.Context(), "GET albums/{}", time.Hour)
				processes[0].AcquireFor(t.Context(), "GET albums/{}") // hears of it
			}
			server.Pause()
			if reset {
				processes[0].ResetCooldown(t.Context())
				mustAcquire(t, processes[0], "GET albums/{}")
			}
			processes[0].Refused(t.Context(), "GET tracks/{}", time.Hour)
			processes[0].Refused(t.Context(), "GET tracks/{}", time.Minute) // does not shorten it
			var cooldown *spotify.CooldownError
			if _, err := processes[0].AcquireFor(t.Context(), "GET tracks/{}"); !errors.As(err, &cooldown) || cooldown.Wait < 59*time.Minute {
				t.Errorf("error %v in the outage, want a cooldown of an hour", err)
			}
			mustAcquire(t, processes[0], "GET episodes/{}")
			server.Resume()
			awaitRecovery(t, processes[0])
			awaitRecovery(t, processes[1])
			if _, err := processes[1].AcquireFor(t.Context(), "GET tracks/{}"); !errors.As(err, &cooldown) || cooldown.Wait < 59*time.Minute {
				t.Errorf("error %v in the other process, want a cooldown of an hour", err)
			}
			mustAcquire(t, processes[1], "GET albums/{}")
		})
	}
}

// The end of a request that the server did not hear of is made good after the outage.
func TestLimiterReleasedInOutage(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	config := concurrent(1)
	config.Timeout = patience
	l := limiters(t, server, 1, config)[0]
	admin := server.Client()
	release := mustAcquire(t, l, "")
	must(t, admin.Rename(t.Context(), stateKey, stateKey+"-aside"))
	must(t, admin.LPush(t.Context(), stateKey, "a list"))
	release()
	if held := heldNow(t, admin); held != 1 {
		t.Fatalf("%d requests are under way, want 1", held)
	}
	must(t, admin.Rename(t.Context(), stateKey+"-aside", stateKey))
	awaitRecovery(t, l)
	if held := heldNow(t, admin); held != 0 {
		t.Errorf("%d requests are under way after the outage", held)
	}
}

// In an outage, a process keeps to its share.
func TestLimiterShare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		processes int
		config    spotify.LimiterConfig
		want      spotify.LimiterConfig
	}{
		{1, spotify.LimiterConfig{}, spotify.LimiterConfig{Burst: 1}},
		{1, spotify.LimiterConfig{PerSecond: 10, Burst: 8, Concurrent: 4}, spotify.LimiterConfig{PerSecond: 10, Burst: 8, Concurrent: 4}},
		{4, spotify.LimiterConfig{PerSecond: 10, Burst: 8, Concurrent: 4}, spotify.LimiterConfig{PerSecond: 2.5, Burst: 2, Concurrent: 1}},
		{8, spotify.LimiterConfig{PerSecond: 0.4, Burst: 1, Concurrent: 2}, spotify.LimiterConfig{PerSecond: 0.05, Burst: 1, Concurrent: 1}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, share(test.config, test.processes)); diff != "" {
			t.Errorf("share of %d (-want +got):\n%s", test.processes, diff)
		}
	}

	processes := limiters(t, redistest.Start(t), 4, LimiterConfig{})
	for begun := time.Now(); processes[0].members.number() != 4; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatalf("a process knows of %d, want 4", processes[0].members.number())
		}
		for _, l := range processes {
			mustAcquire(t, l, "")
		}
	}
	for _, server := range []*server{processes[0].server} {
		server.failed(errors.New("made up"))
		server.next = time.Now().Add(time.Hour)
	}
	processes[0].config.PerSecond = 40
	processes[0].interval = 1
	begun := time.Now()
	for range 4 {
		mustAcquire(t, processes[0], "")
	}
	if passed := time.Since(begun); passed < 300*time.Millisecond {
		t.Errorf("4 requests of one in four processes in %v, want 300 ms at 10 in a second", passed)
	}
}

// A client that does not keep to deadlines, as by default, does not make a request wait.
func TestLimiterTimeout(t *testing.T) {
	server := redistest.StartReal(t)
	l := limiters(t, server, 1, LimiterConfig{OnFailure: FailClosed, Timeout: 50 * time.Millisecond})[0]
	mustAcquire(t, l, "")
	server.Pause()
	begun := time.Now()
	if _, err := l.Acquire(t.Context()); !errors.Is(err, ErrUnavailable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that the server does not answer in time", err)
	}
	if passed := time.Since(begun); passed > time.Second {
		t.Errorf("the request has waited for %v", passed)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l.Refused(ctx, "", time.Hour) // must not hang, nor mind the context
	var cooldown *spotify.CooldownError
	if err := l.waits.check(""); !errors.As(err, &cooldown) {
		t.Errorf("error %v, want a cooldown", err)
	}
}

// A server that has lost everything learns of the cooldowns and of the requests under way.
func TestLimiterServerForgets(t *testing.T) {
	t.Parallel()
	server := redistest.StartReal(t)
	config := concurrent(2)
	config.Timeout = 300 * time.Millisecond
	processes := limiters(t, server, 2, config)
	release := mustAcquire(t, processes[0], "")
	ended := mustAcquire(t, processes[0], "")
	processes[1].Refused(t.Context(), "GET tracks/{}", time.Hour)
	server.Kill()
	ended()
	server.Restart()
	for _, l := range processes {
		l.server.failed(errors.New("it was started again")) // if nothing has noticed
		awaitRecovery(t, l)
	}
	if held := heldNow(t, server.Client()); held != 1 {
		t.Errorf("%d requests are under way, want 1", held)
	}
	var cooldown *spotify.CooldownError
	if _, err := processes[0].AcquireFor(t.Context(), "GET tracks/{}"); !errors.As(err, &cooldown) {
		t.Errorf("error %v, want a cooldown", err)
	}
	release()
	if held := heldNow(t, server.Client()); held != 0 {
		t.Errorf("%d requests are under way at the end", held)
	}
}

// What was sent during an outage is not sent once more after it.
func TestLimiterBurstAfterOutage(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	for policy, want := range map[FailurePolicy][]time.Duration{FailOpen: {0, 10 * time.Second}, FailClosed: {0, 0}} {
		server.Flush(server.Client())
		config := perSecond(0.1, 5)
		config.OnFailure = policy
		l := limiters(t, server, 1, config)[0]
		l.server.failed(errors.New("made up"))
		awaitRecovery(t, l)
		var got []time.Duration
		for i := range want {
			v, err := (&request{l: l, ctx: soon(t), id: fmt.Sprint(i)}).ask()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v.wait.Round(5*time.Second))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("waits with policy %d (-want +got):\n%s", policy, diff)
		}
	}
}

// A request whose context ends does not wait for the server.
func TestLimiterContextEnds(t *testing.T) {
	t.Parallel()
	server := redistest.StartReal(t)
	l := limiters(t, server, 1, perSecond(1e4, 10))[0]
	mustAcquire(t, l, "")
	server.Pause()
	for range 2 { // the second one waits for its turn
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		begun := time.Now()
		if _, err := l.Acquire(ctx); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnavailable) {
			t.Errorf("error %v, want that of the context", err)
		}
		if passed := time.Since(begun); passed > patience/2 {
			t.Errorf("the request has waited for %v", passed)
		}
	}
	server.Resume()
	mustAcquire(t, l, "")
}

// Whatever the server answers other than a verdict, it counts as not available.
func TestLimiterAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer any // or an error
	}{
		{"loading", errors.New("LOADING Redis is loading the dataset in memory")},
		{"busy", errors.New("BUSY Redis is busy running a script")},
		{"no cluster", errors.New("CLUSTERDOWN The cluster is down")},
		{"no permission", errors.New("NOPERM this user has no permissions to run the 'evalsha' command")},
		{"nothing", redis.Nil},
		{"a number", int64(1)},
		{"an empty list", []any{}},
		{"an unknown word", []any{"hello"}},
		{"too few parts", []any{"granted", "", int64(0)}},
	}
	server := redistest.Start(t)
	for _, test := range tests {
		l := limiters(t, server, 1, LimiterConfig{OnFailure: FailClosed})[0]
		l.server.rdb.AddHook(answering{test.answer})
		if _, err := l.Acquire(t.Context()); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: error %v, want ErrUnavailable", test.name, err)
		}
	}
}

// An answering hook answers in place of the server.
type answering struct{ answer any }

func (a answering) DialHook(next redis.DialHook) redis.DialHook { return next }
func (a answering) ProcessHook(redis.ProcessHook) redis.ProcessHook {
	return func(_ context.Context, cmd redis.Cmder) error {
		if err, ok := a.answer.(error); ok {
			cmd.SetErr(err)
			return err
		}
		cmd.(*redis.Cmd).SetVal(a.answer)
		return nil
	}
}
func (a answering) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

package spotifyredis

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func heldNow(t *testing.T, client *redis.Client) int64 {
	t.Helper()
	return client.ZCard(t.Context(), "spotgen:{app}:limiter:held").Val()
}

// Processes get room in the order in which they have asked.
func TestLimiterConcurrentOrder(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	processes := limiters(t, server, 4, concurrent(2))
	first, second := mustAcquire(t, processes[0], ""), mustAcquire(t, processes[3], "")
	type turn struct {
		process int
		release func()
	}
	turns := make(chan turn, 4)
	client := server.Client()
	for i, p := range []int{2, 1, 3, 0} {
		go func() { turns <- turn{p, acquireAtLast(t, processes[p], "")} }()
		for client.ZCard(t.Context(), "spotgen:{app}:limiter:queue").Val() <= int64(i) {
			time.Sleep(time.Millisecond)
		}
	}
	first()
	first() // counts once
	for i, want := range []int{2, 1, 3, 0} {
		got := <-turns
		if got.process != want {
			t.Errorf("process %d gets room as number %d, want process %d", got.process, i+1, want)
		}
		if held := heldNow(t, client); held > 2 {
			t.Errorf("%d requests are under way, want at most 2", held)
		}
		got.release()
	}
	second()
	if held := heldNow(t, client); held != 0 {
		t.Errorf("%d requests are under way at the end", held)
	}
}

// A request that waits for room and gives up does not hold up those behind it. Neither does
// one whose process says nothing for a while.
func TestLimiterConcurrentGivesUp(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	processes := limiters(t, server, 3, concurrent(1))
	release := mustAcquire(t, processes[0], "")
	dead := &request{l: processes[2], ctx: soon(t), id: "dead"}
	if v, err := dead.ask(); err != nil || v.kind != verdictFull {
		t.Fatalf("%+v, %v, want that there is no room", v, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan struct{})
	client := server.Client()
	go func() {
		defer close(gone)
		processes[1].Acquire(ctx)
	}()
	for client.ZCard(t.Context(), "spotgen:{app}:limiter:queue").Val() < 2 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-gone
	release()
	begun := time.Now()
	mustAcquire(t, processes[1], "")()
	if passed := time.Since(begun); passed > 3*time.Second {
		t.Errorf("there was no room for %v", passed)
	}
	if held := heldNow(t, client); held != 0 {
		t.Errorf("%d requests are under way at the end", held)
	}
}

// A lease is renewed while its request is under way, and ends when its process is dead.
func TestLimiterLease(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	config := concurrent(1)
	config.Lease = 600 * time.Millisecond
	processes := limiters(t, server, 2, config)
	release := mustAcquire(t, processes[0], "")
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	if _, err := processes[1].Acquire(ctx); err == nil {
		t.Error("a lease has ended while its request was under way")
	}
	release()
	if processes[0].leases.timer != nil {
		t.Error("the timer goes on without a request")
	}
	mustAcquire(t, processes[1], "")
	processes[1].leases.drop(processes[1].process + ".2") // as if it was dead
	begun := time.Now()
	mustAcquire(t, processes[0], "")()
	if passed := time.Since(begun); passed < 300*time.Millisecond || passed > 3*time.Second {
		t.Errorf("the lease of a dead process has ended after %v, want 600 ms", passed)
	}
}

// A call takes one operation, and one more with a cap of requests under way.
func TestLimiterOperations(t *testing.T) {
	tests := []struct {
		name   string
		config LimiterConfig
		wait   bool // for a long time
		want   int
	}{
		{"cooldown only", LimiterConfig{}, false, 1},
		{"budget", perSecond(1e6, 100), false, 1},
		{"concurrency", concurrent(5), false, 2},
		{"both", LimiterConfig{LimiterConfig: spotify.LimiterConfig{PerSecond: 1e6, Concurrent: 5}}, false, 2},
		{"a wait", perSecond(8, 1), true, 2},
	}
	server := redistest.Start(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server.Flush(server.Client())
			l := limiters(t, server, 1, test.config)[0]
			mustAcquire(t, l, "")() // loads the script
			counter := new(counter)
			l.server.rdb.AddHook(counter)
			calls := 10
			if test.wait {
				calls = 1
			}
			for range calls {
				mustAcquire(t, l, "GET tracks/{}")()
			}
			if counter.commands != test.want*calls {
				t.Errorf("%d operations for %d calls, want %d each", counter.commands, calls, test.want)
			}
		})
	}
}

// A counter counts commands.
type counter struct{ commands int }

func (c *counter) DialHook(next redis.DialHook) redis.DialHook { return next }
func (c *counter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.commands++
		return next(ctx, cmd)
	}
}
func (c *counter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

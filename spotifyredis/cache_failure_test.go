package spotifyredis

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// While the server fails, each call ends in time, and no value is used that was to be
// deleted; afterwards, it is deleted.
func TestCacheWhileTheServerFails(t *testing.T) {
	const timeout = 200 * time.Millisecond
	for _, f := range failures() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			server := durable(t)
			rdb := server.Client()
			var log bytes.Buffer
			now := time.Now()
			cache := newTestCache(rdb, func(c *CacheConfig) { c.Timeout, c.Logger = timeout, bufferLogger(&log) })
			cache.breaker.now = func() time.Time { return now }
			for n := range 3 {
				cache.Set(t.Context(), fmt.Sprint(n), []byte("old"))
				wantValue(t, cache, fmt.Sprint(n), "old")
			}
			f.begin(t, server, rdb)
			within := func(calls int, do func()) {
				t.Helper()
				start := time.Now()
				do()
				if took := time.Since(start); took > time.Duration(calls)*timeout+time.Second {
					t.Errorf("%d calls took %v", calls, took)
				}
			}
			within(3, func() {
				ended, cancel := context.WithCancel(t.Context())
				cancel()
				cache.Delete(ended, "0")
				cache.Set(t.Context(), "1", []byte("new"))
				cache.Set(t.Context(), "other", []byte("new"))
			})
			// On a server without memory, it is possible to delete.
			if gone := f.name != "full"; strings.Contains(log.String(), "the cache is empty while the server fails") != gone {
				t.Errorf("logged %q", log.String())
			} else if gone {
				within(0, func() { // it is not even asked
					for range 100 {
						wantMiss(t, cache, "2")
						cache.Delete(t.Context(), "2")
					}
				})
			}
			wantMiss(t, cache, "0")
			f.end(t, server, rdb)
			now = now.Add(breakerPauseMax)
			for _, key := range []string{"0", "1", "2", "other"} {
				if got, ok := cache.Get(t.Context(), key); ok && (string(got) == "old") == (key != "2" || f.name != "full") {
					t.Errorf("%s: got %q, which was replaced or deleted", key, got)
				}
			}
			await(t, func() bool {
				now = now.Add(breakerPauseMax)
				cache.Set(t.Context(), "1", []byte("newer"))
				got, _ := cache.Get(t.Context(), "1")
				return string(got) == "newer"
			})
			if gone := f.name != "full"; strings.Contains(log.String(), "the cache is back") != gone || strings.Count(log.String(), "\n") > 2 {
				t.Errorf("logged %q", log.String())
			}
			another := newTestCache(rdb)
			wantMiss(t, another, "0") // it was deleted when it was asked for
		})
	}
}

func TestCacheWithoutAServer(t *testing.T) {
	rdb := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	defer rdb.Close()
	cache := NewCache(rdb, CacheConfig{Logger: slog.New(slog.DiscardHandler)})
	start := time.Now()
	var group sync.WaitGroup
	for n := range 50 {
		group.Go(func() {
			for range 20 {
				cache.Set(t.Context(), fmt.Sprint(n), []byte("value"))
				wantMiss(t, cache, fmt.Sprint(n))
				cache.Delete(t.Context(), fmt.Sprint(n))
			}
		})
	}
	group.Wait()
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("3000 calls took %v", took)
	}
}

func TestCacheScriptsAreFlushed(t *testing.T) {
	rdb := redistest.Start(t).Client()
	cache := newTestCache(rdb)
	for n := range 3 {
		rdb.ScriptFlush(t.Context())
		cache.Set(t.Context(), "key", fmt.Append(nil, n))
		wantValue(t, cache, "key", fmt.Sprint(n))
	}
}

// A caller who goes says nothing about the server, but its write was carried out perhaps.
func TestCacheContext(t *testing.T) {
	cache := newTestCache(redistest.Start(t).Client())
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	cache.Set(ended, "key", []byte("value"))
	wantValue(t, cache, "key", "value")
	for range 2 * breakerFailures {
		if _, ok := cache.Get(ended, "key"); ok {
			t.Error("a value for a context that has ended")
		}
	}
	wantValue(t, cache, "key", "value")
	cache.Delete(ended, "key")
	wantMiss(t, cache, "key")
}

func TestBreaker(t *testing.T) {
	now := time.Unix(0, 0)
	b := breaker{now: func() time.Time { return now }}
	fail := func(want breakerChange) {
		t.Helper()
		if !b.enter() {
			t.Fatal("it does not let anybody in")
		}
		if got := b.done(false); got != want {
			t.Errorf("change %d, want %d", got, want)
		}
	}
	fail(breakerSame)
	fail(breakerSame)
	b.done(true) // which makes it forget
	fail(breakerSame)
	fail(breakerSame)
	fail(breakerOpened)
	for pause := breakerPauseMin; pause < 10*breakerPauseMax; pause *= 2 {
		now = now.Add(min(pause, breakerPauseMax) - 1)
		if b.enter() {
			t.Fatalf("it lets somebody in before %v have passed", pause)
		}
		now = now.Add(1)
		fail(breakerSame)
	}
	now = now.Add(breakerPauseMax)
	if !b.enter() || b.enter() {
		t.Error("not exactly one is let in after the pause")
	}
	if b.leave(); !b.enter() {
		t.Error("nobody is let in after one who did not find out")
	}
	if got := b.done(true); got != breakerClosed || !b.enter() || !b.enter() {
		t.Errorf("change %d, want that it is closed", got)
	}
}

func TestDoubts(t *testing.T) {
	now := time.Unix(0, 0)
	newDoubts := func() *doubts { return &doubts{now: func() time.Time { return now }, keep: time.Hour} }
	check := func(t *testing.T, d *doubts, name string, wantDoubted, wantFailed bool) {
		t.Helper()
		if doubted, failed := d.look(name); doubted != wantDoubted || failed != wantFailed {
			t.Errorf("%s: doubted %t, failed %t; want %t and %t", name, doubted, failed, wantDoubted, wantFailed)
		}
	}
	t.Run("one after the other", func(t *testing.T) {
		d := newDoubts()
		check(t, d, "a", false, false)
		change := d.begin("a")
		check(t, d, "a", true, false)
		check(t, d, "b", false, false)
		d.end("a", change, false, true)
		check(t, d, "a", true, true)
		now = now.Add(time.Hour)
		check(t, d, "a", true, true)
		d.end("a", d.begin("a"), true, true)
		check(t, d, "a", false, false)
		d.end("a", d.begin("a"), false, true)
		now = now.Add(time.Hour + 1)
		check(t, d, "a", false, false)
		if len(d.names) != 0 {
			t.Errorf("%d names are left", len(d.names))
		}
	})
	t.Run("at a time", func(t *testing.T) {
		d := newDoubts()
		first, second := d.begin("a"), d.begin("a")
		d.end("a", second, false, true)
		d.end("a", first, true, true) // it may have come before the other one failed
		check(t, d, "a", true, true)
		d.end("a", d.begin("a"), true, true)
		check(t, d, "a", false, false)
	})
	t.Run("many", func(t *testing.T) {
		d := newDoubts()
		for n := range maxDoubts {
			name := fmt.Sprint("set ", n)
			d.end(name, d.begin(name), false, false)
		}
		check(t, d, "other", false, false) // what need not be doubted leaves room
		for n := range maxDoubts {
			name := fmt.Sprint("delete ", n)
			d.end(name, d.begin(name), false, true)
		}
		check(t, d, "other", true, false)
		if len(d.names) > maxDoubts {
			t.Errorf("%d names", len(d.names))
		}
		now = now.Add(time.Hour + 1)
		check(t, d, "other", false, false)
	})
}

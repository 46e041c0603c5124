package spotifyredis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func mustLock(t *testing.T, store *TokenStore) (unlock func()) {
	t.Helper()
	unlock, err := store.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return unlock
}

// isLocked tells it without waiting for long.
func isLocked(t *testing.T, store *TokenStore) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	unlock, err := store.Lock(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	if err == nil {
		unlock()
	}
	return err != nil
}

func TestLockExcludes(t *testing.T) {
	rdb := redistest.Start(t).Client()
	var inside, most, entered atomic.Int32
	var group sync.WaitGroup
	for range 4 {
		store := mustStore(t, rdb)
		for range 3 { // goroutines with the same store, too
			group.Go(func() {
				unlock, err := store.Lock(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if n := inside.Add(1); n > most.Load() {
					most.Store(n)
				}
				entered.Add(1)
				mustLoadNothing(t, store)
				inside.Add(-1)
				unlock()
				unlock() // a second time is without effect
			})
		}
	}
	group.Wait()
	if most.Load() != 1 || entered.Load() != 12 {
		t.Errorf("%d at a time, %d in all; want 1 and 12", most.Load(), entered.Load())
	}
	if left := rdb.Keys(t.Context(), "*:lock").Val(); len(left) != 0 {
		t.Errorf("%v are left", left)
	}
}

func mustLoadNothing(t *testing.T, store *TokenStore) {
	t.Helper()
	if _, err := store.Load(t.Context()); err == nil {
		t.Error("there is a login")
	}
}

func TestLockEnds(t *testing.T) {
	t.Parallel()
	rdb := redistest.StartReal(t).Client() // whose clock goes on by itself
	short := func(c *TokenStoreConfig) { c.LockTTL = 500 * time.Millisecond }
	store, other := mustStore(t, rdb, short), mustStore(t, rdb, short)

	unlock := mustLock(t, store)
	time.Sleep(700 * time.Millisecond)
	if !isLocked(t, other) {
		t.Error("a lock that is held has ended")
	}
	unlock()
	await(t, func() bool { return !isLocked(t, other) })

	// The process has died: nobody renews the lock.
	if _, err := store.acquire(t.Context(), "dead"); err != nil {
		t.Fatal(err)
	}
	if !isLocked(t, other) {
		t.Error("the lock of a process that has just died does not hold")
	}
	await(t, func() bool { return !isLocked(t, other) })
}

// A holder that hangs does not keep others waiting for ever.
func TestHolderHangs(t *testing.T) {
	t.Parallel()
	rdb := redistest.StartReal(t).Client()
	short := func(c *TokenStoreConfig) { c.LockTTL = 200 * time.Millisecond }
	store := mustStore(t, rdb, short)
	store.maxHold = 300 * time.Millisecond
	unlock := mustLock(t, store)
	other := mustStore(t, rdb, short)
	await(t, func() bool { return !isLocked(t, other) })
	unlock()
}

func TestLockIsLost(t *testing.T) {
	rdb := redistest.Start(t).Client()
	short := func(c *TokenStoreConfig) { c.LockTTL = 150 * time.Millisecond }
	store, other := mustStore(t, rdb, short), mustStore(t, rdb)

	// Nobody else has had it: the next renewal takes it again.
	unlock := mustLock(t, store)
	rdb.Del(t.Context(), store.lock)
	await(t, func() bool { return rdb.Exists(t.Context(), store.lock).Val() == 1 })

	// Somebody else has it: neither a renewal nor the end takes it from them.
	_, err := rdb.TxPipelined(t.Context(), func(pipe redis.Pipeliner) error {
		pipe.Set(t.Context(), store.lock, "somebody else", time.Minute)
		return pipe.Incr(t.Context(), store.fence).Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	unlock()
	if holder := rdb.Get(t.Context(), store.lock).Val(); holder != "somebody else" || rdb.PTTL(t.Context(), store.lock).Val() < 50*time.Second {
		t.Errorf("the lock was taken from the one who has it, by %q", holder)
	}
	rdb.Del(t.Context(), store.lock)

	// A renewal that was on its way comes after the end.
	owner := "late"
	fence, err := store.acquire(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	store.release(owner, fmt.Sprint(fence))
	renewed, err := store.scripts.renew.Run(t.Context(), rdb, []string{store.lock, store.fence}, owner, 60_000, fence).Int()
	if err != nil || renewed != 0 || isLocked(t, other) {
		t.Errorf("a late renewal has taken the lock: %d, error %v", renewed, err)
	}
}

func await(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it has not happened")
		}
	}
}

// Later locks have larger fencing tokens, also after the server has forgotten the last one.
func TestFencingTokens(t *testing.T) {
	rdb := redistest.Start(t).Client()
	store := mustStore(t, rdb)
	last := int64(0)
	for n := range 4 {
		unlock := mustLock(t, store)
		if store.held <= last {
			t.Errorf("token %d after %d", store.held, last)
		}
		last = store.held
		unlock()
		if n == 1 {
			rdb.Del(t.Context(), store.fence)
			time.Sleep(time.Millisecond)
		}
	}
	// An answer that was lost: the request is sent again.
	first, err := store.acquire(t.Context(), "me")
	again, err2 := store.acquire(t.Context(), "me")
	if err != nil || err2 != nil || first != again {
		t.Errorf("tokens %d and %d, errors %v and %v", first, again, err, err2)
	}
}

package storetest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func lock(t *testing.T, store spotify.TokenLocker) (unlock func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	unlock, err := store.Lock(ctx)
	if err != nil {
		t.Fatalf("Lock: %v", err)
	}
	return unlock
}

// One at a time has the lock: among goroutines with one handle, and among handles.
func testLockExcludes(t *testing.T, open func() spotify.TokenStore) {
	openLocker := openAs[spotify.TokenLocker](t, open)
	shared := openLocker()
	var holders, most atomic.Int32
	var group sync.WaitGroup
	for i := range 8 {
		store := shared
		if i%2 == 0 {
			store = openLocker()
		}
		group.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			unlock, err := store.Lock(ctx)
			if err != nil {
				t.Errorf("Lock: %v", err)
				return
			}
			if n := holders.Add(1); n > most.Load() {
				most.Store(n)
			}
			time.Sleep(5 * time.Millisecond)
			holders.Add(-1)
			unlock()
		})
	}
	group.Wait()
	if n := most.Load(); n > 1 {
		t.Errorf("%d have had the lock at a time", n)
	}
}

// Those who wait get the lock when it is given back, or give up when their context ends. Who
// gives up leaves nothing behind.
func testLockWaits(t *testing.T, open func() spotify.TokenStore) {
	openLocker := openAs[spotify.TokenLocker](t, open)
	a, b := openLocker(), openLocker()
	unlock := lock(t, a)
	for name, store := range map[string]spotify.TokenLocker{"another handle": b, "the same handle": a} {
		endsWithContext(t, "Lock through "+name, func(ctx context.Context) error {
			_, err := store.Lock(ctx)
			return err
		})
	}
	got := make(chan func(), 1)
	go func() {
		unlock, err := b.Lock(t.Context())
		if err != nil {
			t.Errorf("Lock: %v", err)
		}
		got <- unlock
	}()
	unlock()
	await(t, got, "Lock, after it was given back")()
	lock(t, a)()
}

// A lock does not wear out, and does not stand in the way of reads and writes.
func testLockManyTimes(t *testing.T, open func() spotify.TokenStore) {
	openLocker := openAs[spotify.TokenLocker](t, open)
	a, b := openLocker(), openLocker()
	grant := example()
	for i := range 10 {
		unlock := lock(t, a)
		if _, err := a.Load(t.Context()); i > 0 && err != nil {
			t.Fatalf("Load with the lock: %v", err)
		}
		save(t, a, refreshed(grant, i))
		wantGrant(t, b, refreshed(grant, i)) // who only reads needs no lock
		unlock()
		a, b = b, a
	}
}

// Package storetest tests stores of logins, caches, and limiters that you write yourself, for
// Postgres, DynamoDB, etcd, or anything else: whether they guarantee what the client relies on.
// The implementations of the client pass the same tests.
//
//	func TestStore(t *testing.T) {
//		storetest.TestTokenStore(t, func(t *testing.T) func() spotify.TokenStore {
//			db := openDatabase(t) // empty
//			return func() spotify.TokenStore { return NewStore(db, "mira") }
//		})
//	}
//
// Each test asks for storage of its own, and opens several handles on it. A handle stands for
// what another process would have, so two of them must have nothing in common but the storage.
// Where that is impossible, as for what is kept in memory, all handles may be the same value.
//
// The tests take real time, a few seconds in all, because storage has clocks of its own. They
// never fail because a machine is slow. Run them with -race.
package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"
)

const (
	// patience is how long something may take that has nothing to wait for.
	patience = 30 * time.Second

	// pause is how long a test looks on to see that something waits.
	pause = 50 * time.Millisecond
)

// await fails the test if nothing comes.
func await[T any](t *testing.T, from <-chan T, what string) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(patience):
		t.Fatalf("%s: nothing has happened for %v", what, patience)
		panic("unreachable")
	}
}

// ended returns a context that has ended.
func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// endsWithContext checks that a call which has to wait returns soon after its context ends,
// with an error that says so.
func endsWithContext(t *testing.T, what string, call func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- call(ctx) }()
	select {
	case err := <-done:
		t.Fatalf("%s has not waited: %v", what, err)
	case <-time.After(pause):
	}
	cancel()
	if err := await(t, done, what+", after its context has ended"); !errors.Is(err, context.Canceled) {
		t.Errorf("%s: error %v after its context has ended, want one that is context.Canceled", what, err)
	}
}

// openAs opens handles that can do more than their interface says. Where they cannot, the
// test has nothing to test, and is left out: what a Lock, a Delete, or a cooldown must
// guarantee does not concern an implementation that has none.
func openAs[C, I any](t *testing.T, open func() I) func() C {
	t.Helper()
	if handle := any(open()); !implements[C](handle) {
		t.Skipf("This test is for implementations of %v. %T is none, and need not be.", reflect.TypeFor[C](), handle)
	}
	return func() C { return any(open()).(C) }
}

func implements[C any](handle any) bool {
	_, ok := handle.(C)
	return ok
}

package spotify

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// A MemoryStore is a [TokenStore] that keeps a login until the process ends: for
// tests, and for programs that are given a login at each start. The zero value is
// an empty store. Several goroutines and token sources may use it at a time.
// Printed, logged or encoded, it shows no token.
type MemoryStore struct {
	mu    sync.Mutex
	grant concealed[Grant] // nil if nothing has been saved
	turn  chan struct{}    // has an element while somebody has the lock
}

var _ TokenLocker = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore { return new(MemoryStore) }

// Load returns the grant that was saved last, or [ErrNoToken].
func (s *MemoryStore) Load(ctx context.Context) (Grant, error) {
	if err := ctx.Err(); err != nil {
		return Grant{}, contextError(ctx, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.grant == nil {
		return Grant{}, ErrNoToken
	}
	return s.grant().clone(), nil
}

// Save replaces the grant that was saved before. It fails only if the context has
// ended.
func (s *MemoryStore) Save(ctx context.Context, grant Grant) error {
	if err := ctx.Err(); err != nil {
		return contextError(ctx, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grant = conceal(grant.clone())
	return nil
}

// Delete removes the login. Sources that are in use notice it, and do not save the
// login again. It fails only if the context has ended, and waits for a refresh under
// way, so do not call it with the lock held.
func (s *MemoryStore) Delete(ctx context.Context) error {
	unlock, err := s.Lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grant = nil
	return nil
}

// Lock waits until no other token source refreshes the login in the store. It
// fails only if the context ends.
func (s *MemoryStore) Lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("waiting for the lock: %w", contextError(ctx, err))
	}
	turn := s.turns()
	select {
	case turn <- struct{}{}:
		return sync.OnceFunc(func() { <-turn }), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the lock: %w", contextError(ctx, ctx.Err()))
	}
}

func (s *MemoryStore) turns() chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turn == nil {
		s.turn = make(chan struct{}, 1)
	}
	return s.turn
}

// String describes the store without tokens.
func (s *MemoryStore) String() string {
	content := "nothing"
	if grant, err := s.Load(context.Background()); err == nil {
		content = grant.String()
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", s), "*") + " of " + content
}

// Format prints the same as String, whatever the verb: the fields change while
// fmt would read them.
func (s *MemoryStore) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue logs the same as String.
func (s *MemoryStore) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the same as String, so that encoders show no token.
func (s *MemoryStore) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

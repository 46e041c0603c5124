package storetest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest/storetest"
)

// A memoryLimiter is a SharedLimiter for one process. Its faults are those of the tests.
type memoryLimiter struct {
	spotify.Limiter
	fault string

	mu   sync.Mutex
	ends map[string]time.Time // by endpoint
}

func newMemoryLimiter(config spotify.LimiterConfig, fault string) *memoryLimiter {
	if fault == "permits too much" {
		// The rate is so much higher that even a busy machine exceeds it.
		config.PerSecond, config.Burst, config.Concurrent = 100*config.PerSecond, 2*config.Burst, 2*config.Concurrent
	}
	return &memoryLimiter{Limiter: spotify.NewLimiter(config), fault: fault, ends: map[string]time.Time{}}
}

func (l *memoryLimiter) Acquire(ctx context.Context) (func(), error) { return l.AcquireFor(ctx, "") }

func (l *memoryLimiter) AcquireFor(ctx context.Context, endpoint string) (func(), error) {
	if err := l.cooldown(endpoint); err != nil {
		return nil, err
	}
	if l.fault == "ignores the context" {
		ctx = context.WithoutCancel(ctx)
	}
	return l.Limiter.Acquire(ctx)
}

func (l *memoryLimiter) cooldown(endpoint string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range []string{"", endpoint} {
		if left := time.Until(l.ends[name]); left > 0 {
			return &spotify.CooldownError{Endpoint: name, Wait: left}
		}
	}
	return nil
}

func (l *memoryLimiter) Refused(_ context.Context, endpoint string, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault == "one endpoint is all" {
		endpoint = ""
	}
	if end := time.Now().Add(wait); l.fault == "a shorter wait counts" || end.After(l.ends[endpoint]) {
		l.ends[endpoint] = end
	}
	if l.fault == "never ends" {
		l.ends[endpoint] = time.Now().Add(time.Hour)
	}
}

func (l *memoryLimiter) ResetCooldown(context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault == "no reset" {
		return
	}
	clear(l.ends)
}

func TestSharedLimiter(t *testing.T) {
	storetest.TestLimiter(t, newLimiters(""))
}

func newLimiters(fault string) func(*testing.T, spotify.LimiterConfig) func() spotify.Limiter {
	return func(_ *testing.T, config spotify.LimiterConfig) func() spotify.Limiter {
		limiter := newMemoryLimiter(config, fault)
		return func() spotify.Limiter {
			if fault == "nothing is shared" {
				return newMemoryLimiter(config, "")
			}
			return limiter
		}
	}
}

// A brokenStore does one thing wrong.
type brokenStore struct {
	*spotify.MemoryStore
	fault string
	last  *spotify.Grant
}

func (s *brokenStore) Load(ctx context.Context) (spotify.Grant, error) {
	if s.fault == "aliases" && s.last != nil {
		return *s.last, nil
	}
	grant, err := s.MemoryStore.Load(ctx)
	switch {
	case s.fault == "empty is no error" && errors.Is(err, spotify.ErrNoToken):
		return grant, nil
	case s.fault == "loses a field":
		grant.EndedAt = time.Time{}
	case s.fault == "rounds times":
		grant.Token.Expiry = grant.Token.Expiry.Truncate(time.Second)
	case s.fault == "no scopes are unknown scopes" && len(grant.Scopes) == 0:
		grant.Scopes = nil
	}
	return grant, err
}

func (s *brokenStore) Save(ctx context.Context, grant spotify.Grant) error {
	switch s.fault {
	case "aliases":
		s.last = &grant
	case "keeps the first":
		if _, err := s.MemoryStore.Load(ctx); err == nil {
			return nil
		}
	case "ignores the context":
		ctx = context.WithoutCancel(ctx)
	}
	return s.MemoryStore.Save(ctx, grant)
}

func (s *brokenStore) Lock(ctx context.Context) (func(), error) {
	switch s.fault {
	case "does not lock":
		return func() {}, ctx.Err()
	case "does not unlock":
		_, err := s.MemoryStore.Lock(ctx)
		return func() {}, err
	}
	return s.MemoryStore.Lock(ctx)
}

func (s *brokenStore) Delete(ctx context.Context) error {
	if s.fault == "does not delete" {
		return ctx.Err()
	}
	return s.MemoryStore.Delete(ctx)
}

func (s *brokenStore) MarshalText() ([]byte, error) {
	if s.fault != "shows tokens" {
		return s.MemoryStore.MarshalText()
	}
	grant, err := s.MemoryStore.Load(context.Background())
	text, _ := json.Marshal(grant.Token.AccessToken)
	return text, err
}

// A brokenCache does one thing wrong.
type brokenCache struct {
	*spotify.MemoryCache
	fault string
}

func (c brokenCache) key(key string) string {
	switch c.fault {
	case "folds case":
		return strings.ToLower(key)
	case "cuts keys":
		return key[:min(len(key), 500)]
	case "one value":
		return "key"
	}
	return key
}

func (c brokenCache) Get(ctx context.Context, key string) ([]byte, bool) {
	value, ok := c.MemoryCache.Get(ctx, c.key(key))
	if c.fault == "empty is missing" && len(value) == 0 {
		ok = false
	}
	return value, ok
}

func (c brokenCache) Set(ctx context.Context, key string, value []byte) {
	switch c.fault {
	case "drops everything":
		return
	case "text only":
		value = []byte(strings.ToValidUTF8(string(value), "?"))
	case "keeps the first":
		if _, ok := c.MemoryCache.Get(ctx, c.key(key)); ok {
			return
		}
	case "small values":
		if len(value) > 200<<10 {
			return
		}
	}
	c.MemoryCache.Set(ctx, c.key(key), value)
}

func (c brokenCache) Delete(ctx context.Context, key string) {
	if c.fault != "does not delete" {
		c.MemoryCache.Delete(ctx, c.key(key))
	}
}

// envFault makes TestFaultsAreFound run one suite with one fault, in a process of its own.
const envFault = "STORETEST_FAULT"

// TestFaultsAreFound runs the suites with implementations that have one fault each. They fail
// in the test that is to find it.
func TestFaultsAreFound(t *testing.T) {
	if suite, fault, ok := strings.Cut(os.Getenv(envFault), ":"); ok {
		runBroken(t, suite, fault)
		return
	}
	tests := []struct{ suite, fault, found string }{
		{"store", "empty is no error", "Empty"},
		{"store", "loses a field", "Fields/a_login_that_has_ended"},
		{"store", "rounds times", "Fields/all"},
		{"store", "no scopes are unknown scopes", "Fields/no_scopes"},
		{"store", "aliases", "Copies"},
		{"store", "keeps the first", "Replace"},
		{"store", "ignores the context", "EndedContext"},
		{"store", "does not lock", "LockExcludes"},
		{"store", "does not lock", "LockWaits"},
		{"store", "does not delete", "Delete"},
		{"store", "does not delete", "DeleteDuringRefresh"},
		{"store", "shows tokens", "Secrets"},
		{"cache", "folds case", "Keys"},
		{"cache", "cuts keys", "Keys"},
		{"cache", "one value", "Keys"},
		{"cache", "drops everything", "Client"},
		{"cache", "empty is missing", "Values"},
		{"cache", "text only", "Values"},
		{"cache", "small values", "Values"},
		{"cache", "keeps the first", "Replace"},
		{"cache", "does not delete", "DeleteValue"},
		{"limiter", "permits too much", "Rate"},
		{"limiter", "permits too much", "Burst"},
		{"limiter", "permits too much", "Cap"},
		{"limiter", "nothing is shared", "Cap"},
		{"limiter", "nothing is shared", "Cooldown"},
		{"limiter", "one endpoint is all", "Cooldown"},
		{"limiter", "a shorter wait counts", "Cooldown"},
		{"limiter", "ignores the context", "EndedContext"},
		{"limiter", "never ends", "CooldownEnds"},
		{"limiter", "no reset", "ResetCooldown"},
		{"limiter", "no reset", "CooldownOfClients"},
	}
	for _, test := range tests {
		t.Run(test.suite+"/"+test.fault+"/"+test.found, func(t *testing.T) {
			t.Parallel()
			command := exec.Command(os.Args[0], "-test.run=^TestFaultsAreFound$/^"+strings.ReplaceAll(test.found, "/", "$/^")+"$", "-test.v")
			command.Env = append(os.Environ(), envFault+"="+test.suite+":"+test.fault)
			output, err := command.CombinedOutput()
			if err == nil || !strings.Contains(string(output), "--- FAIL: TestFaultsAreFound/"+test.found) {
				t.Errorf("the fault is not found (%v):\n%s", err, output)
			}
		})
	}
}

func runBroken(t *testing.T, suite, fault string) {
	switch suite {
	case "store":
		storetest.TestTokenStore(t, func(*testing.T) func() spotify.TokenStore {
			store := &brokenStore{MemoryStore: spotify.NewMemoryStore(), fault: fault}
			return func() spotify.TokenStore { return store }
		})
	case "cache":
		storetest.TestCache(t, func(*testing.T) func() spotify.Cache {
			cache := brokenCache{spotify.NewMemoryCache(0), fault}
			return func() spotify.Cache { return cache }
		})
	case "limiter":
		storetest.TestLimiter(t, newLimiters(fault))
	default:
		panic(fmt.Sprintf("there is no suite %q", suite))
	}
}

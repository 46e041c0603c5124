package spotifyredis

import (
	"context"
	"crypto/rand"
	_ "embed"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"sync"
	"time"
)

//go:embed token_lock.lua
var tokenLockScript string

//go:embed token_renew.lua
var tokenRenewScript string

//go:embed token_unlock.lua
var tokenUnlockScript string

const (
	// lockPauseMin and lockPauseMax bound the time between two attempts to get a lock.
	lockPauseMin, lockPauseMax = 20 * time.Millisecond, 100 * time.Millisecond
	// maxHold is how long a lock is renewed: a refresh takes less, so that a holder that
	// has not given it back hangs.
	maxHold = 2 * time.Minute
	// fenceMemory is how long fencing tokens are counted on. After that, they begin at
	// the time of the server, which is more than they can have been.
	fenceMemory = 24 * time.Hour
)

// Lock waits until no other store of the same login, in this process or another one, has
// the lock. It is renewed while it is held, for two minutes at most. If its process dies, it
// ends after [TokenStoreConfig].LockTTL, by the clock of the server. Who gets it next is
// left to chance. If the server cannot be asked, the error is [ErrUnavailable].
func (s *TokenStore) Lock(ctx context.Context) (unlock func(), err error) {
	if ctx.Err() != nil {
		return nil, s.failed(fmt.Errorf("waiting for the lock: %w", context.Cause(ctx)))
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, s.failed(fmt.Errorf("waiting for the lock: %w", context.Cause(ctx)))
	}
	owner := rand.Text()
	fence, err := s.acquire(ctx, owner)
	if err != nil {
		go func() { // if it was got, and only the answer is lost
			s.release(owner, "")
			<-s.turn
		}()
		return nil, s.failed(fmt.Errorf("waiting for the lock: %w", err))
	}
	s.mu.Lock()
	s.held, s.looked = fence, false
	s.mu.Unlock()
	stop := make(chan struct{})
	go s.renew(owner, fence, stop)
	return sync.OnceFunc(func() {
		close(stop)
		s.mu.Lock()
		s.held, s.looked = 0, false
		s.mu.Unlock()
		s.release(owner, strconv.FormatInt(fence, 10))
		<-s.turn
	}), nil
}

// acquire waits for the lock and returns its fencing token.
func (s *TokenStore) acquire(ctx context.Context, owner string) (int64, error) {
	for {
		text, err := within(ctx, s.config.Timeout, func(ctx context.Context) (string, error) {
			got, err := s.scripts.lock.Run(ctx, s.rdb, []string{s.lock, s.fence}, owner, s.config.LockTTL.Milliseconds(), fenceMemory.Milliseconds()).Text()
			return got, unavailable(err)
		})
		switch {
		case err != nil:
			return 0, err
		case text != "":
			return strconv.ParseInt(text, 10, 64)
		}
		pause := time.NewTimer(lockPauseMin + mathrand.N(lockPauseMax-lockPauseMin))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return 0, context.Cause(ctx)
		}
	}
}

// renew prolongs the lock until it is given back, or is lost to somebody else.
func (s *TokenStore) renew(owner string, fence int64, stop <-chan struct{}) {
	ticker := time.NewTicker(s.config.LockTTL / 3)
	defer ticker.Stop()
	for end := time.Now().Add(s.maxHold); time.Now().Before(end); {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		held, err := within(context.Background(), s.config.Timeout, func(ctx context.Context) (int, error) {
			return s.scripts.renew.Run(ctx, s.rdb, []string{s.lock, s.fence}, owner, s.config.LockTTL.Milliseconds(), fence).Int()
		})
		if err == nil && held == 0 {
			return
		}
	}
}

// release gives the lock back. If that fails, the lock ends by itself.
func (s *TokenStore) release(owner, fence string) {
	within(context.Background(), s.config.Timeout, func(ctx context.Context) (int, error) {
		return s.scripts.unlock.Run(ctx, s.rdb, []string{s.lock, s.fence}, owner, fence).Int()
	})
}

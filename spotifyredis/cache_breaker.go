package spotifyredis

import (
	"sync"
	"time"
)

const (
	// breakerFailures is how many failures in a row open a breaker.
	breakerFailures = 3
	breakerPauseMin = time.Second
	breakerPauseMax = 30 * time.Second
)

// A breaker leaves a server alone that fails. After a pause, one call tries it again.
type breaker struct {
	now func() time.Time

	mu       sync.Mutex
	failures int // in a row
	pause    time.Duration
	openTill time.Time
	probing  bool
}

type breakerChange int

const (
	breakerSame breakerChange = iota
	breakerOpened
	breakerClosed
)

// enter reports whether the server may be asked. Then done or leave has to be called.
func (b *breaker) enter() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.pause == 0:
		return true
	case b.probing || b.now().Before(b.openTill):
		return false
	}
	b.probing = true
	return true
}

// leave is for a call that says nothing about the server.
func (b *breaker) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
}

func (b *breaker) done(ok bool) breakerChange {
	b.mu.Lock()
	defer b.mu.Unlock()
	wasOpen, probe := b.pause > 0, b.probing
	switch {
	case ok && wasOpen && !probe:
		return breakerSame // asked before the others failed
	case ok:
		b.failures, b.pause, b.probing = 0, 0, false
		if wasOpen {
			return breakerClosed
		}
		return breakerSame
	case wasOpen && !probe:
		return breakerSame
	}
	b.failures++
	b.probing = false
	if b.failures < breakerFailures {
		return breakerSame
	}
	b.pause = min(max(2*b.pause, breakerPauseMin), breakerPauseMax)
	b.openTill = b.now().Add(b.pause)
	if wasOpen {
		return breakerSame
	}
	return breakerOpened
}

package spotifyredis

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A process tells the server that it is there after minRegistration, and then less and less
// often, down to every maxRegistration, as long as the number of processes is the same.
const (
	minRegistration = 200 * time.Millisecond
	maxRegistration = 3 * time.Second
)

// members knows how many processes share the budget.
type members struct {
	mu    sync.Mutex
	count int
	next  time.Time // when to tell the server of this process
	pause time.Duration
}

// due reports whether the server should be told of this process.
func (m *members) due(now time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !now.Before(m.next)
}

// seen notes the number of processes that the server knew.
func (m *members) seen(now time.Time, count int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pause = min(2*m.pause, maxRegistration)
	if count != m.count || m.pause == 0 {
		m.pause = minRegistration
	}
	m.count, m.next = count, now.Add(m.pause)
}

func (m *members) number() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.count
}

// waits are the cooldowns that this process knows of. They count while the server cannot be
// asked.
type waits struct {
	mu        sync.Mutex
	known     map[string]localWait // by endpoint
	resetting bool                 // whether the server is to be told of a reset
}

type localWait struct {
	ends   time.Time
	since  time.Time // when it was noted
	untold bool      // whether the server is to be told
}

// refused notes a wait that the server has to be told of. It does not shorten one.
func (w *waits) refused(endpoint string, ends time.Time) { w.note(endpoint, ends, true) }

// heard notes a wait that the server has told of.
func (w *waits) heard(endpoint string, ends time.Time) { w.note(endpoint, ends, false) }

func (w *waits) note(endpoint string, ends time.Time, untold bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for name, wait := range w.known {
		if !wait.ends.After(now) {
			delete(w.known, name)
		}
	}
	if w.known == nil {
		w.known = map[string]localWait{}
	}
	if ends.After(w.known[endpoint].ends) {
		w.known[endpoint] = localWait{ends: ends, since: now, untold: untold}
	}
}

// told notes that the server knows of a wait.
func (w *waits) told(endpoint string, ends time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if wait, ok := w.known[endpoint]; ok && !wait.ends.After(ends) {
		wait.untold = false
		w.known[endpoint] = wait
	}
}

// forget removes a wait of which the server did not know at a time.
func (w *waits) forget(endpoint string, asked time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if wait, ok := w.known[endpoint]; ok && !wait.untold && wait.since.Before(asked) {
		delete(w.known, endpoint)
	}
}

func (w *waits) reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.known, w.resetting = nil, true
}

func (w *waits) toldReset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resetting = false
}

// resets reports whether the server is to be told of a reset.
func (w *waits) resets() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.resetting
}

// all returns the ends of all waits, by endpoint.
func (w *waits) all() map[string]time.Time {
	return w.that(func(localWait) bool { return true })
}

// untold returns those of which the server has to be told.
func (w *waits) untold() map[string]time.Time {
	return w.that(func(wait localWait) bool { return wait.untold })
}

func (w *waits) that(is func(localWait) bool) map[string]time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	ends := map[string]time.Time{}
	for endpoint, wait := range w.known {
		if is(wait) {
			ends[endpoint] = wait.ends
		}
	}
	return ends
}

// check returns an error if nothing may be sent to an endpoint.
func (w *waits) check(endpoint string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	name, ends := "", w.known[""].ends
	if own := w.known[endpoint].ends; own.After(ends) {
		name, ends = endpoint, own
	}
	if left := time.Until(ends); left > 0 {
		return &spotify.CooldownError{Endpoint: name, Wait: left}
	}
	return nil
}

// local is the limiter that stands in for the server.
type local struct {
	mu        sync.Mutex
	limiter   spotify.Limiter
	processes int // for which the limiter is right
}

// get returns the limiter for one of some processes. It remains the same in later outages,
// so that they do not begin with a burst each.
func (l *local) get(config spotify.LimiterConfig, processes int) spotify.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.limiter == nil || l.processes != processes {
		l.limiter, l.processes = spotify.NewLimiter(share(config, processes)), processes
	}
	return l.limiter
}

// share is the part of a budget that one of some processes may use. It is not nothing.
func share(config spotify.LimiterConfig, processes int) spotify.LimiterConfig {
	config.PerSecond /= float64(processes)
	config.Burst = max(config.Burst/processes, 1)
	if config.Concurrent > 0 {
		config.Concurrent = max(config.Concurrent/processes, 1)
	}
	return config
}

// closed returns an error while nothing may be sent for lack of the server.
func (l *Limiter) closed() error {
	if l.config.OnFailure != FailClosed {
		return nil
	}
	return l.server.outage()
}

// withoutServer does what is left to do if the server cannot be asked. It reports whether to
// ask the server again.
func (r *request) withoutServer() (release func(), again bool, err error) {
	l := r.l
	if l.config.OnFailure == FailClosed {
		r.loseAll()
		return nil, false, l.unavailable()
	}
	if err := l.waits.check(r.endpoint); err != nil {
		r.loseAll()
		return nil, false, err
	}
	if r.granted {
		return sync.OnceFunc(r.release), false, nil // its time has been promised to nobody else
	}
	r.loseAll()
	ctx, cancel := context.WithTimeout(r.ctx, l.server.untilRetry())
	defer cancel()
	release, err = l.local.get(l.config.LimiterConfig, l.members.number()).Acquire(ctx)
	switch {
	case r.ctx.Err() != nil && err != nil:
		return nil, false, r.ctx.Err()
	case ctx.Err() != nil && err != nil:
		return nil, true, nil
	case err != nil:
		return nil, false, fmt.Errorf("spotifyredis: the limiter of this process: %w", err)
	}
	if err := l.waits.check(r.endpoint); err != nil {
		release()
		return nil, false, err
	}
	return release, false, nil
}

// loseAll leaves what the server may have promised to be given back after the outage.
func (r *request) loseAll() {
	if r.known {
		r.l.leases.lose(r.id)
	}
	r.drop()
}

// unavailable is the error of a request that is not sent.
func (l *Limiter) unavailable() error {
	if err := l.server.outage(); err != nil {
		return err
	}
	return ErrUnavailable // it has just come back
}

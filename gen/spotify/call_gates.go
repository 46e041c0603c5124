package spotify

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// longWait is the longest wait that holds for all operations at once. Some have
	// limits of their own, with waits of hours (docs/facts/concepts.md "Rate limits and
	// quota").
	longWait = time.Minute

	// maxSharedWait bounds the time for which nothing is sent at all. After that, a
	// probe tells more than what was said before.
	maxSharedWait = time.Hour
)

// The gates of a client are one for all its requests, and one for each endpoint that
// has been asked to wait for long. Callers share them.
type gates struct {
	all gate

	some atomic.Bool // whether there is one in own
	mu   sync.Mutex
	own  map[string]*gate // by the endpoint of the operation
	// admitted is whether the API has admitted something since a long wait began.
	admitted bool
}

func newGates() *gates {
	return &gates{
		all: gate{longest: maxSharedWait},
		own: map[string]*gate{},
	}
}

// A permit is the permission of all gates for one request.
type permit struct {
	all, own pass
	gate     *gate // of the operation; nil if it has none
}

// enter waits until a request may be sent; see gate.enter.
func (g *gates) enter(a *attempts) (p permit, heldBack time.Duration, err error) {
	if p.gate = g.of(a.op, a.caller.now()); p.gate != nil {
		p.own, heldBack, err = p.gate.enter(a)
		if heldBack > 0 || err != nil {
			return permit{}, heldBack, err
		}
	}
	p.all, heldBack, err = g.all.enter(a)
	if (heldBack > 0 || err != nil) && p.gate != nil {
		p.gate.abandoned(p.own, a.caller.now())
	}
	return p, heldBack, err
}

// of returns the gate of an operation, or nil. One that has opened again is no longer
// needed.
func (g *gates) of(op *Operation, now time.Time) *gate {
	if !g.some.Load() {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	endpoint := endpointOf(op)
	own := g.own[endpoint]
	if own == nil || !own.isOpen(now) {
		return own
	}
	delete(g.own, endpoint)
	g.some.Store(len(g.own) > 0)
	return nil
}

// outdated reports whether a cooldown has begun since the permit was given.
func (g *gates) outdated(p permit, now time.Time) bool {
	return p.gate != nil && p.gate.outdated(p.own, now) || g.all.outdated(p.all, now)
}

// launched notes that a request is being sent.
func (g *gates) launched(p permit, now time.Time) {
	if p.gate != nil {
		p.gate.launched(p.own, now)
	}
	g.all.launched(p.all, now)
}

// noted notes that a request was admitted.
func (g *gates) noted(p permit, now time.Time) {
	if p.gate != nil {
		p.gate.admitted(p.own, now)
	}
	g.all.admitted(p.all, now)
	if g.some.Load() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.admitted = true
	}
}

// abandoned notes that it is not known whether the API would have refused a request.
func (g *gates) abandoned(p permit, now time.Time) {
	if p.gate != nil {
		p.gate.abandoned(p.own, now)
	}
	g.all.abandoned(p.all, now)
}

// A refusal is what a client makes of an answer with status 429.
type refusal struct {
	wait     time.Duration
	since    time.Time // since when requests have been refused without one that was admitted
	own, all bool      // what has to wait: the endpoint, everything
}

// refused begins a cooldown; see gate.refused. A long one is that of the operation,
// unless the API seems to refuse all operations.
func (g *gates) refused(p permit, op *Operation, asked time.Duration, now time.Time) refusal {
	if asked <= longWait {
		if p.gate != nil {
			p.gate.abandoned(p.own, now)
		}
		wait, since := g.all.refused(p.all, asked, now)
		return refusal{wait: wait, since: since, all: true}
	}
	// The lock is held until the gate is closed: gates.of would remove one that is open.
	g.mu.Lock()
	defer g.mu.Unlock()
	everything := g.refusesOthers(endpointOf(op), now)
	g.admitted = false
	if everything {
		g.all.refused(p.all, asked, now)
	} else {
		g.all.abandoned(p.all, now)
	}
	wait, since := g.gateOf(endpointOf(op)).refused(p.own, asked, now)
	return refusal{wait: wait, since: since, own: true, all: everything}
}

// heard begins a cooldown for what another process has been refused.
func (g *gates) heard(cooldown *CooldownError, now time.Time) {
	wait := max(cooldown.Wait, minHeardWait)
	if cooldown.Endpoint == "" {
		g.all.heard(wait, now)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.gateOf(cooldown.Endpoint).heard(wait, now)
}

// refusesOthers reports whether another endpoint has to wait for long as well, and nothing
// has been admitted since.
func (g *gates) refusesOthers(endpoint string, now time.Time) bool {
	if g.admitted {
		return false
	}
	for name, other := range g.own {
		if name != endpoint && other.cooldown.until().After(now) {
			return true
		}
	}
	return false
}

// gateOf returns the gate of an endpoint, and makes it if there is none.
func (g *gates) gateOf(endpoint string) *gate {
	own := g.own[endpoint]
	if own == nil {
		own = new(gate)
		g.own[endpoint] = own
		g.some.Store(true)
	}
	return own
}

// endpointOf is what the API may limit on its own: the same for two methods with one path,
// and for a request of Do, whose path has IDs in place of placeholders.
func endpointOf(op *Operation) string {
	segments := strings.Split(strings.Trim(op.Path, "/"), "/")
	for i, segment := range segments {
		if strings.HasPrefix(segment, "{") || checkBase62(segment) == nil {
			segments[i] = "{}"
		}
	}
	return op.Method + " " + strings.Join(segments, "/")
}

// reset opens all gates, and forgets all refusals.
func (g *gates) reset(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, own := range g.own {
		own.reset(now)
	}
	clear(g.own)
	g.some.Store(false)
	g.all.reset(now)
}

// passing does nothing if a cooldown has begun while the request waited for a token or
// for a limiter, and tells the gates of the answer otherwise. What an answer with
// status 429 means is for the retries to say.
func (c *caller) passing(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		if c.gates.outdated(call.permit, c.now()) {
			return answer{}, errCooling
		}
		c.gates.launched(call.permit, c.now())
		ans, err := next(call, req)
		if err == nil && ans.StatusCode != http.StatusTooManyRequests {
			c.gates.noted(call.permit, c.now())
			call.permit = permit{} // so that it counts once, if the body is lost
		}
		return ans, err
	}
}

// resetCooldown ends all waits for the API.
func (c *caller) resetCooldown() {
	c.gates.reset(c.now())
	if shared, ok := c.limiter.(SharedLimiter); ok {
		shared.ResetCooldown(context.Background())
	}
}

package spotifytest

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// faults are the failures, delays, and limits that a test has asked for.
type faults struct {
	failures []*pendingFailure
	delays   []latency
	holds    []*hold
	limit    rateLimit
}

// A pendingFailure is the fate of requests that are still to come.
type pendingFailure struct {
	left    int // math.MaxInt has no end
	failure Failure
	ops     []spotify.Op
}

type latency struct {
	delay time.Duration
	ops   []spotify.Op
}

// A hold keeps requests until its channel is closed.
type hold struct {
	ops      []spotify.Op
	released chan struct{}
}

// Fail makes the next n requests of these operations fail, or of all operations of the
// Web API if none are given. Those of the accounts service have to be named; see
// [AccountsOps]. With a negative n, they fail until [Server.ClearFaults]. If several calls
// of Fail concern the same operation, their failures happen in the order of the calls.
//
//	server.Fail(2, spotifytest.JSONError(502, "Bad gateway.", ""), spotify.OpTracksGet)
//	server.Fail(1, spotifytest.After(spotifytest.Reset()), spotify.OpPlaylistsAddItems)
//
// A failure happens before the token and the request are checked, unless it is made
// with [After], which carries the request out first, or is an oddity of the answer, such
// as [NullImages]. [Together] makes one failure of several, and [Pass] lets a request
// through before the next one.
func (s *Server) Fail(n int, failure Failure, ops ...spotify.Op) {
	if n < 0 {
		n = math.MaxInt
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.failures = append(s.faults.failures, &pendingFailure{left: n, failure: failure, ops: slices.Clone(ops)})
}

// Delay makes requests of these operations wait for d, in real time, before they are
// carried out. Without operations, it concerns all of them. It holds until Delay is
// called again for the same operations, or until [Server.ClearFaults]. If the client
// gives up meanwhile, the request is not carried out.
func (s *Server) Delay(d time.Duration, ops ...spotify.Op) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(ops) == 0 {
		s.faults.delays = nil
	}
	s.faults.delays = append(s.faults.delays, latency{delay: d, ops: slices.Clone(ops)})
}

// Hold makes requests of these operations wait until release is called; only then are
// they carried out. Without operations, it concerns all of them. If the client gives up
// meanwhile, the request is not carried out. To wait until a request has arrived, use
// [Server.AwaitRequests]. Calling release again does nothing.
func (s *Server) Hold(ops ...spotify.Op) (release func()) {
	h := &hold{ops: slices.Clone(ops), released: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.holds = append(s.faults.holds, h)
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.faults.release(h)
	})
}

// LimitRate lets each app send n requests to the Web API within any window of time, and refuses more
// with status 429. Refused requests do not count. An n of 0 ends the limit. Spotify's
// window is 30 seconds long.
//
// The window is measured by the clock of the server. If that clock stands still, only
// [Server.Advance] ends the window, while a client waits in real time. Retry-After is
// the time until the next request is allowed, rounded up to whole seconds. If the
// window is shorter than a second, Retry-After is a fraction, so that a test need not
// wait for long.
func (s *Server) LimitRate(n int, window time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.limit = rateLimit{most: n, window: window}
}

// ClearFaults ends the effects of Fail, Delay, Hold, and LimitRate. Requests that are
// held go on. Requests that are already delayed still wait to the end.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range slices.Clone(s.faults.holds) {
		s.faults.release(h)
	}
	s.faults = faults{}
}

// release lets go what is held, if it still is.
func (f *faults) release(h *hold) {
	if i := slices.Index(f.holds, h); i >= 0 {
		f.holds = slices.Delete(f.holds, i, i+1)
		close(h.released)
	}
}

// heldBy returns what a request has to wait for, nil if that is nothing.
func (f *faults) heldBy(r *Request) <-chan struct{} {
	for _, h := range f.holds {
		if r.is(h.ops) {
			return h.released
		}
	}
	return nil
}

// delayOf returns how long a request has to wait: what was said last counts.
func (f *faults) delayOf(r *Request) time.Duration {
	for _, l := range slices.Backward(f.delays) {
		if r.is(l.ops) {
			return l.delay
		}
	}
	return 0
}

// claim returns the failure that a request of an app meets, nil if there is none. A
// failure that it does not meet, because it is refused for the rate, remains for another.
func (f *faults) claim(r *Request, app string, now time.Time) *Failure {
	if !r.Accounts { // which has a limit of its own
		if wait := f.limit.admit(app, now); wait > 0 {
			refused := RateLimited(wait)
			return &refused
		}
	}
	for i, p := range f.failures {
		if p.left <= 0 || !r.is(p.ops) {
			continue
		}
		if p.left != math.MaxInt {
			p.left--
		}
		if p.left == 0 {
			f.failures = slices.Delete(f.failures, i, i+1)
		}
		return &p.failure
	}
	return nil
}

// A rateLimit admits a number of requests of each app within any window of time.
type rateLimit struct {
	most     int
	window   time.Duration
	admitted map[string][]time.Time // by app, the latest last
}

// admit admits a request, or tells how long to wait before the next one.
func (l *rateLimit) admit(app string, now time.Time) (wait time.Duration) {
	if l.most <= 0 || l.window <= 0 {
		return 0
	}
	if l.admitted == nil {
		l.admitted = map[string][]time.Time{}
	}
	times := slices.DeleteFunc(l.admitted[app], func(t time.Time) bool { return now.Sub(t) >= l.window })
	l.admitted[app] = times
	if len(times) >= l.most {
		wait = l.window - now.Sub(times[len(times)-l.most])
		if l.window >= time.Second {
			wait = max((wait + time.Second - 1).Truncate(time.Second), time.Second)
		}
		return wait
	}
	l.admitted[app] = append(times, now)
	return 0
}

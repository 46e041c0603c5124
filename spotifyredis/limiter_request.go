package spotifyredis

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	// longWait is the longest wait after which a request is sent without another look at
	// the cooldown.
	longWait = 50 * time.Millisecond

	// The next request to get room, or to be a probe, asks again after minPoll, and then less
	// and less often. Others ask less often, down to once in maxPoll.
	minPoll = 10 * time.Millisecond
	maxPoll = 80 * time.Millisecond
)

// A request is one call of AcquireFor.
type request struct {
	l        *Limiter
	ctx      context.Context
	endpoint string
	id       string // among all processes

	// What the server has promised.
	slot    string // its time in the budget; "" is none
	granted bool
	probe   bool
	known   bool // the server may keep something for it, such as a place in the queue

	// pending is what it was asking at the time begun when its context ended.
	pending *operation
	begun   time.Time
}

// errStepAside says that others should not have to wait behind this request.
var errStepAside = errors.New("the request waits for its endpoint")

func (r *request) acquire() (release func(), err error) {
	for polls := 0; ; polls++ {
		// While it is certain that nothing is sent, nobody has to queue for that.
		if err := r.l.closed(); err != nil {
			return nil, err
		}
		if err := r.enter(); err != nil {
			return nil, err
		}
		release, err := r.atServer()
		if r.ctx.Err() != nil && err != nil {
			// The next one should find what this one gives back, and this one not wait for it.
			go func() {
				r.giveUp()
				r.leave()
			}()
			return nil, r.ctx.Err()
		}
		if err == errStepAside {
			r.giveUp()
		}
		r.leave()
		if err != errStepAside {
			return release, err
		}
		if err := sleep(r.ctx, poll(polls, 1), nil); err != nil {
			return nil, err
		}
	}
}

// enter waits for the turn of the request, if there is something to wait for.
func (r *request) enter() error {
	if !r.l.queues() {
		return nil
	}
	select {
	case r.l.turn <- struct{}{}:
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

func (r *request) leave() {
	if r.l.queues() {
		<-r.l.turn
	}
}

// queues reports whether requests wait for each other.
func (l *Limiter) queues() bool { return l.interval > 0 || l.config.Concurrent > 0 }

// atServer gets the permission from the server, or from the fallback.
func (r *request) atServer() (release func(), err error) {
	for polls := 0; ; polls++ {
		v, err := r.ask()
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		if err != nil {
			release, again, err := r.withoutServer()
			if again {
				continue
			}
			return release, err
		}
		switch v.kind {
		case verdictCooling:
			return nil, &spotify.CooldownError{Endpoint: v.endpoint, Wait: v.wait}
		case verdictProbing:
			if v.endpoint != "" {
				return nil, errStepAside
			}
			err = sleep(r.ctx, min(poll(polls, 0), v.wait), nil)
		case verdictFull:
			err = sleep(r.ctx, poll(polls, v.ahead), r.l.freed)
		case verdictGranted:
			if err = sleep(r.ctx, v.wait, nil); err == nil && v.wait <= longWait {
				return sync.OnceFunc(r.release), nil
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// ask asks the server, and notes what it says.
func (r *request) ask() (verdict, error) {
	l := r.l
	r.begun = time.Now()
	process := ""
	if l.members.due(r.begun) {
		process = l.process
	}
	op, err := l.server.start(r.ctx, l.server.acquire,
		r.id, r.endpoint, r.slot, l.interval, l.tolerance, l.config.Concurrent, l.config.Lease.Microseconds(), process)
	if err != nil {
		return verdict{}, err
	}
	select {
	case <-op.ended():
		return r.heed(op)
	case <-r.ctx.Done():
		r.pending = op
		return verdict{}, r.ctx.Err()
	}
}

// heed notes what the server has said.
func (r *request) heed(op *operation) (verdict, error) {
	l := r.l
	v, err := parseVerdict(op)
	if err != nil {
		r.known = true // it may have been carried out
		l.server.failed(err)
		return verdict{}, err
	}
	switch v.kind {
	case verdictCooling:
		l.waits.heard(v.endpoint, time.Now().Add(v.wait))
		r.drop()
		return v, nil
	case verdictFull:
		r.known = true
	case verdictGranted:
		r.slot, r.granted, r.probe, r.known = v.slot, true, v.probe, true
		if l.config.Concurrent > 0 {
			l.leases.hold(r.id)
		}
		if v.processes > 0 {
			l.members.seen(r.begun, v.processes)
		}
	}
	// Somebody else may have ended the waits.
	l.waits.forget("", r.begun)
	l.waits.forget(r.endpoint, r.begun)
	return v, nil
}

// release ends a request that has been permitted by the server.
func (r *request) release() {
	held := r.l.config.Concurrent > 0
	if held {
		r.l.leases.drop(r.id)
	}
	if held || r.probe {
		ctx := context.WithoutCancel(r.ctx)
		if err := r.l.release(ctx, r.l.server.run, "sent", r.endpoint, "", r.id); err != nil && held {
			r.l.leases.lose(r.id)
		}
	}
	r.l.free()
}

// free lets the first request of this process ask whether there is room.
func (l *Limiter) free() {
	select {
	case l.freed <- struct{}{}:
	default:
	}
}

// giveUp gives back what the server has promised.
func (r *request) giveUp() {
	if op := r.pending; op != nil {
		<-op.ended()
		r.heed(op)
	}
	if !r.known {
		return
	}
	r.l.leases.drop(r.id)
	ctx := context.WithoutCancel(r.ctx)
	if err := r.l.release(ctx, r.l.server.run, "unsent", r.endpoint, r.slot, r.id); err != nil {
		r.l.leases.lose(r.id)
	}
	r.drop()
	r.l.free()
}

// drop forgets what the server no longer promises.
func (r *request) drop() {
	r.l.leases.drop(r.id)
	r.slot, r.granted, r.probe, r.known, r.pending = "", false, false, false, nil
}

// poll is how long to wait before the server is asked again, by a request that has asked a
// number of times, and that others are ahead of. It is random, so that processes do not ask
// at the same time.
func poll(polls, ahead int) time.Duration {
	most := min(minPoll<<min(polls/8, 2)*time.Duration(1+min(ahead, 100)), maxPoll)
	return most/2 + rand.N(most/2)
}

// sleep waits for some time, for an element of the channel, or for the end of the context,
// whose error it returns.
func sleep(ctx context.Context, d time.Duration, woken <-chan struct{}) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	case <-woken:
	}
	return nil
}

package spotify

import (
	"container/heap"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// probePatience is how long the answer to a probe may take before another one is
	// sent.
	probePatience = 2 * time.Second

	// launchPatience is how long a request may take from its pass to the connection,
	// before the next one gets a pass.
	launchPatience = 50 * time.Millisecond

	// gateMemory is how long the gate remembers a refusal, at least.
	gateMemory = time.Minute

	// unsaidWait is the first wait for a 429 that does not say how long. It doubles with
	// each refusal in a row, up to maxUnsaidWait.
	unsaidWait    = time.Second
	maxUnsaidWait = 30 * time.Second

	// againWait is the shortest wait after a second refusal in a row, whatever the
	// answer says. It doubles with each, up to maxAgainWait.
	againWait    = 100 * time.Millisecond
	maxAgainWait = 8 * time.Second
)

// A gate holds back requests that the API would refuse. As long as it has refused
// none, there is no limit. After that, nothing is sent until the end of the cooldown,
// and the calls queue in the order in which they began. Then one request is sent as a
// probe. When it is admitted, more and more may be under way at a time. When one is refused
// again, the rate of those that were admitted is about the limit, and the rest keeps a
// pace below it. A minute without a refusal and without a queue ends all that.
//
// The zero value is ready for use.
type gate struct {
	cooldown cooldown
	// longest bounds the cooldown, however long an answer asks to wait; 0 does not.
	longest time.Duration

	// closed and epoch change under the lock only. An open gate is passed without it.
	closed atomic.Bool
	epoch  atomic.Uint64 // counts the cooldowns, to tell answers to earlier requests apart

	mu      sync.Mutex
	phase   gatePhase // of a closed gate
	queue   waiters
	timer   *time.Timer // for the first of the queue; nil if there is no need
	history history     // since the last cooldown
	pace    pace        // has no limit before the second refusal

	credits int       // of the requests that may be sent at once, unless it is paced
	next    time.Time // when the next one may be sent without a credit
	width   int       // how many may be under way while it reopens
	answers int       // since it has become as wide

	// launching has the end of the patience with a request that has a pass and has not
	// been sent yet. Others wait for it while the gate reopens, so that the order is kept.
	launching time.Time

	refusals int       // in a row, without a request that was admitted
	since    time.Time // the first of them
	begun    time.Time // the last cooldown
	last     time.Time // the last refusal

	// A refusal tells about the limit by the time from the first of those in a row until
	// the end of the wait. measureTo is zero without one.
	measureFrom, measureTo time.Time
}

type gatePhase int

const (
	gateProbing   gatePhase = iota // a cooldown, until an answer after its end
	gateReopening                  // answers let more and more go
	gatePaced
)

// A pass is the permission for one request. The gate wants to know of each what came
// of it.
type pass struct{ epoch uint64 }

// enter waits until a request may be sent. If the call does not want to wait for the
// end of the cooldown, it returns how long that is, and there is no pass.
func (g *gate) enter(a *attempts) (p pass, heldBack time.Duration, err error) {
	// In this order: a cooldown that begins in between makes the pass an old one.
	p = pass{g.epoch.Load()}
	now := a.caller.now()
	if !g.closed.Load() && !g.cooldown.until().After(now) {
		return p, 0, nil
	}
	g.mu.Lock()
	g.refresh(now)
	left := g.cooldown.until().Sub(now)
	switch {
	case !g.closed.Load():
		defer g.mu.Unlock()
		return g.pass(), 0, nil
	case left > 0 && !a.admits(left, g.since):
		g.mu.Unlock()
		return pass{}, left, nil
	case left <= 0 && a.policy.MaxRetryAfter < 0:
		// It would rather fail than wait. That the API refuses it is not certain.
		defer g.mu.Unlock()
		g.spend(now)
		return g.pass(), 0, nil
	}
	w := &waiter{attempts: *a, done: make(chan struct{})}
	heap.Push(&g.queue, w)
	g.serve(now)
	g.mu.Unlock()
	return g.await(w)
}

// await waits for the turn of a waiter, or for the end of its context.
func (g *gate) await(w *waiter) (p pass, heldBack time.Duration, err error) {
	select {
	case <-w.done:
		return w.pass, w.heldBack, nil
	default:
	}
	w.attempts.dropToken()
	select {
	case <-w.done:
		return w.pass, w.heldBack, nil
	case <-w.attempts.ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-w.done: // at the same time
		if w.heldBack == 0 {
			g.giveBack(w.pass)
		}
	default:
		heap.Remove(&g.queue, w.index)
	}
	g.serve(w.attempts.caller.now())
	return pass{}, 0, w.attempts.ctx.Err()
}

// outdated reports whether a cooldown has begun since the pass was given.
func (g *gate) outdated(p pass, now time.Time) bool {
	return g.closed.Load() && p.epoch != g.epoch.Load() || g.cooldown.until().After(now)
}

// launched notes that a request is being sent.
func (g *gate) launched(p pass, now time.Time) {
	if !g.closed.Load() {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if p == g.pass() {
		g.launching = time.Time{}
		g.serve(now)
	}
}

// admitted notes that the API has not refused a request.
func (g *gate) admitted(p pass, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.closed.Load() {
		g.history.add(now)
		return
	}
	if p != g.pass() {
		// It was sent before the refusal, and counts as one of the requests before it.
		if g.phase == gateProbing {
			g.history.add(g.begun)
		}
		return
	}
	g.refusals = 0
	switch g.phase {
	case gateProbing:
		g.resume(now)
	case gateReopening:
		g.reopen()
	case gatePaced:
		g.pace.sent++
	}
	g.history.add(now)
	g.serve(now)
}

// resume begins to send again after a probe has been admitted.
func (g *gate) resume(now time.Time) {
	switch {
	case now.Sub(g.last) >= gateMemory:
		g.pace = pace{}
	case g.measureTo.IsZero():
	case g.pace.limit > 0:
		g.pace.refused(g.begun, g.measureTo)
	default:
		g.pace.limit = g.history.rate(g.measureTo)
	}
	g.measureTo, g.history = time.Time{}, history{}
	if g.pace.limit > 0 {
		g.pace.since, g.pace.sent = now, 1
		g.phase, g.next = gatePaced, now.Add(g.pace.interval(now))
		return
	}
	g.phase, g.width, g.answers = gateReopening, 1, 0
	g.reopen()
}

// reopen lets another request go for one that was admitted, and one more when as many
// were as may be under way at a time.
func (g *gate) reopen() {
	g.credits++
	g.answers++
	if g.answers >= g.width {
		g.credits++
		g.width++
		g.answers = 0
	}
}

// abandoned notes that it is not known whether the API would have refused a request.
func (g *gate) abandoned(p pass, now time.Time) {
	if !g.closed.Load() {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.giveBack(p)
	g.serve(now)
}

// refused begins a cooldown, or puts off its end. It returns how long to wait,
// and since when everything is refused. An answer that does not say has asked for 0.
func (g *gate) refused(p pass, asked time.Duration, now time.Time) (wait time.Duration, since time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	cooling := g.cooldown.until().After(now)
	news := !cooling && p == g.pass()
	if news {
		g.refusals++
	}
	wait = g.wait(asked)
	if news {
		g.learn(now, wait)
	}
	if !cooling {
		g.begin(now)
	}
	g.last = now
	g.cooldown.extend(now.Add(wait))
	g.dismiss(now)
	g.serve(now)
	return wait, g.since
}

// heard begins a cooldown that another process has met, or puts off its end.
func (g *gate) heard(wait time.Duration, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.longest > 0 {
		wait = min(wait, g.longest)
	}
	g.cooldown.extend(now.Add(wait))
	g.refresh(now)
	g.dismiss(now)
	g.serve(now)
}

// learn notes what a refusal says about the limit.
func (g *gate) learn(now time.Time, wait time.Duration) {
	switch {
	case !g.closed.Load() && now.Sub(g.last) >= gateMemory:
		// The first one for a long time. What was admitted before may have been all
		// that was asked for, and the next burst as large be welcome.
		g.pace = pace{}
		return
	case !g.closed.Load() || g.phase != gateProbing:
		g.measureFrom = now
	case g.measureTo.IsZero():
		return // nothing has been admitted that could be counted
	}
	// Answers to other requests are still on their way: it is too early to count.
	g.measureTo = now.Add(wait)
	if longest := g.measureFrom.Add(window); g.measureTo.After(longest) {
		g.measureTo = longest
	}
}

// wait is how long to wait after a refusal that asked for some time.
func (g *gate) wait(asked time.Duration) time.Duration {
	wait, earlier := asked, min(max(g.refusals-1, 0), 16)
	switch {
	case asked == 0:
		wait = min(unsaidWait<<earlier, maxUnsaidWait)
	case earlier > 0:
		wait = max(asked, min(againWait<<earlier, maxAgainWait))
	}
	if g.longest > 0 {
		wait = min(wait, g.longest)
	}
	return wait
}

// begin closes the gate until a probe has been admitted.
func (g *gate) begin(now time.Time) {
	if g.refusals <= 1 {
		g.since = now
	}
	g.begun = now
	g.epoch.Add(1)
	g.closed.Store(true)
	g.phase, g.credits, g.next, g.launching = gateProbing, 1, time.Time{}, time.Time{}
}

// reset opens the gate, and forgets all refusals.
func (g *gate) reset(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.cooldown.reset()
	g.open()
	g.refusals, g.last, g.measureTo = 0, time.Time{}, time.Time{}
	g.serve(now)
}

func (g *gate) open() {
	g.closed.Store(false)
	g.pace = pace{}
}

// refresh makes good what has happened since the gate was looked at: a cooldown may
// have begun elsewhere, and time has passed.
func (g *gate) refresh(now time.Time) {
	closed := g.closed.Load()
	switch {
	case g.cooldown.until().After(now):
		if !closed || g.phase != gateProbing {
			g.last = now
			g.begin(now)
		}
	case closed && g.queue.Len() == 0 && now.Sub(later(g.last, g.cooldown.until())) >= g.memory():
		g.open()
	}
}

// memory is how long the gate remembers the last refusal after the end of the wait. The
// longer it had to wait, the more likely is another refusal.
func (g *gate) memory() time.Duration {
	return max(gateMemory, g.cooldown.until().Sub(g.begun))
}

// isOpen reports whether everything may pass.
func (g *gate) isOpen(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refresh(now)
	return !g.closed.Load()
}

func (g *gate) pass() pass { return pass{g.epoch.Load()} }

// spend counts a request that is sent now.
func (g *gate) spend(now time.Time) {
	if g.phase == gatePaced {
		g.next = now.Add(g.pace.interval(now))
		return
	}
	g.credits = max(g.credits-1, 0)
	g.next = now.Add(probePatience)
	g.launching = now.Add(launchPatience)
}

// giveBack lets another request go in place of one that was not sent. One that keeps
// the pace is lost: its place is as short as the wait for it.
func (g *gate) giveBack(p pass) {
	if p == g.pass() {
		g.credits++
		g.launching = time.Time{}
	}
}

// serve lets go those whose turn it is, and sees to it that the next one gets its.
func (g *gate) serve(now time.Time) {
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
	for g.queue.Len() > 0 {
		if wait := g.turn().Sub(now); wait > 0 && g.closed.Load() {
			g.timer = time.AfterFunc(wait, g.awake)
			return
		}
		w := heap.Pop(&g.queue).(*waiter)
		if g.closed.Load() {
			g.spend(now)
		}
		w.pass = g.pass()
		close(w.done)
	}
	if g.phase == gateReopening {
		g.open() // for all, since nobody waits
	}
}

// turn is when the first of the queue may go.
func (g *gate) turn() time.Time {
	turn := g.cooldown.until()
	switch {
	case g.phase == gatePaced || g.credits == 0:
		return later(turn, g.next)
	case g.phase == gateReopening:
		return later(turn, g.launching)
	}
	return turn
}

// dismiss sends those away that do not want to wait for so long.
func (g *gate) dismiss(now time.Time) {
	left := g.cooldown.until().Sub(now)
	stay := g.queue[:0]
	for _, w := range g.queue {
		if w.attempts.admits(left, g.since) {
			stay = append(stay, w)
			continue
		}
		w.heldBack = left
		close(w.done)
	}
	clear(g.queue[len(stay):])
	g.queue = stay
	for i, w := range stay {
		w.index = i
	}
	heap.Init(&g.queue)
}

// awake is what the timer of the first in the queue does.
func (g *gate) awake() {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	g.refresh(now)
	g.serve(now)
}

// A waiter is a call in the queue of a gate.
type waiter struct {
	attempts attempts
	index    int           // in the queue
	done     chan struct{} // closed when it has a pass, or is sent away
	pass     pass
	heldBack time.Duration // how long it would have had to wait; 0 with a pass
}

// waiters is a heap: the call that began first is on top.
type waiters []*waiter

func (w waiters) Len() int           { return len(w) }
func (w waiters) Less(i, j int) bool { return w[i].attempts.id < w[j].attempts.id }
func (w waiters) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].index, w[j].index = i, j
}

func (w *waiters) Push(x any) {
	added := x.(*waiter)
	added.index = len(*w)
	*w = append(*w, added)
}

func (w *waiters) Pop() any {
	last := len(*w) - 1
	popped := (*w)[last]
	(*w)[last] = nil
	*w = (*w)[:last]
	return popped
}

package spotify

import "time"

const (
	// window is the longest time over which the API counts requests. A longer wait is
	// a penalty, and tells nothing about the rate.
	window = 30 * time.Second

	// cautious and cautiousTime are how many requests are sent, and for how long, below
	// the estimated limit before a higher rate is tried.
	cautious     = 64
	cautiousTime = window / 2
)

// A pace is the rate at which requests are sent after the API has refused some again
// and again. It begins below the estimated limit and comes up to it. After that it goes
// beyond it, slowly first and then faster. It depends on the number of requests, so that
// the share of the refused ones is small at any limit, and on time, because the API
// counts over time.
type pace struct {
	limit float64   // requests per second that the API seems to admit
	since time.Time // the first request at this pace
	sent  int       // and admitted since
}

// rate is how many requests per second are sent now.
func (p *pace) rate(now time.Time) float64 {
	progress := min(float64(p.sent)/cautious, float64(now.Sub(p.since))/float64(cautiousTime))
	x := progress - 1
	if x < 0 {
		return p.limit * (1 - 0.2*x*x)
	}
	return p.limit * (1 + 0.5*x*x*x)
}

// interval is the time from one request to the next.
func (p *pace) interval(now time.Time) time.Duration {
	return time.Duration(float64(time.Second) / p.rate(now))
}

// refused makes the pace slower, after a refusal and until the end of the wait that
// it asked for.
func (p *pace) refused(now, end time.Time) {
	measured := float64(p.sent) / max(end.Sub(p.since), time.Millisecond).Seconds()
	// A few requests tell little, and many were admitted at about this pace.
	floor := 0.6
	if p.sent >= cautious/4 {
		floor = 0.85
	}
	p.limit = min(max(measured, floor*p.limit), 0.95*p.rate(now))
}

// A history counts the requests that were admitted lately, in spans that begin with a
// request and last a second. The zero value is empty.
type history struct {
	spans [16]span // a ring
	last  int
}

type span struct {
	first time.Time
	n     int
}

func (h *history) add(now time.Time) {
	if last := h.spans[h.last]; last.n > 0 && now.Sub(last.first) >= time.Second {
		h.last = (h.last + 1) % len(h.spans)
		h.spans[h.last] = span{}
	}
	last := &h.spans[h.last]
	if last.n == 0 {
		last.first = now
	}
	last.n++
}

// rate returns how many requests per second were admitted until the end of the wait
// that a refusal asked for. When the requests began to count is unknown, so it is the
// highest rate since any of the spans.
func (h *history) rate(end time.Time) float64 {
	rate, n := 0.0, 0
	for i := range h.spans {
		s := h.spans[(h.last-i+len(h.spans))%len(h.spans)]
		if s.n == 0 {
			break
		}
		n += s.n
		took := max(end.Sub(s.first), time.Millisecond)
		rate = max(rate, float64(n)/took.Seconds())
	}
	return rate
}

package spotifytest

import (
	"math"
	"net/http"
	"slices"
	"strconv"
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

// Fail makes the next n requests of these operations fail, or of all operations if none
// are given. With a negative n, they fail until [Server.ClearFaults]. If several calls
// of Fail concern the same operation, their failures happen in the order of the calls.
//
//	server.Fail(2, spotifytest.JSONError(502, "Bad gateway.", ""), spotify.OpTracksGet)
//	server.Fail(1, spotifytest.After(spotifytest.Reset()), spotify.OpPlaylistsAddItems)
//
// A failure happens before the token and the request are checked, unless it is made
// with [After], which carries the request out first.
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

// LimitRate lets each app send n requests within any window of time, and refuses more
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
	if wait := f.limit.admit(app, now); wait > 0 {
		refused := RateLimited(wait)
		return &refused
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

// A Failure is the answer that a client gets in place of the right one; see
// [Server.Fail]. The functions that return a Failure make those that have been seen in
// the real API.
type Failure struct {
	// Status is the HTTP status, 200 to 599. Any other value is sent as 500.
	Status int
	// ContentType is the header Content-Type, which is not sent if it is empty. Body is
	// the body.
	ContentType string
	Body        string
	// RetryAfter is the header Retry-After, which is sent in seconds. It is not sent if it
	// is zero. Spotify sends whole seconds only.
	RetryAfter time.Duration
	// After says that the request is carried out before it fails, so that the client
	// cannot tell whether it was.
	After bool

	loss loss
}

// A loss says how much of an answer the client does not get.
type loss int

const (
	lostNothing loss = iota
	lostAnswer       // and the connection with it
	lostHalf         // of the body
)

// After returns the failure as one that happens after the request has been carried out,
// so that the client cannot tell whether it was.
func After(f Failure) Failure {
	f.After = true
	return f
}

// JSONError is an error in the form of the Web API. An empty reason is left out:
//
//	{"error": {"status": 404, "message": "…", "reason": "…"}}
func JSONError(status int, message string, reason spotify.Reason) Failure {
	described := object{"status": status, "message": message}
	if reason != "" {
		described["reason"] = reason
	}
	return jsonFailure(status, object{"error": described})
}

// OAuthError is an error in the form of RFC 6749. An empty description is left out:
//
//	{"error": "invalid_token", "error_description": "…"}
func OAuthError(status int, code, description string) Failure {
	described := object{"error": code}
	if description != "" {
		described["error_description"] = description
	}
	return jsonFailure(status, described)
}

// BareError is an error in the form of the Web API, but without the object around it.
// The schema describes it so for the library:
//
//	{"status": 400, "message": "…"}
func BareError(status int, message string) Failure {
	// The schema is wrong there (docs/facts/mismatches.md M72).
	return jsonFailure(status, object{"status": status, "message": message})
}

// TextError is an error in plain text.
func TextError(status int, text string) Failure {
	return Failure{Status: status, ContentType: "text/plain; charset=utf-8", Body: text}
}

// HTMLError is an HTML page like those that the servers in front of the API send.
func HTMLError(status int) Failure {
	// Such a page has come with 502 (docs/facts/mismatches.md M75).
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return Failure{
		Status:      status,
		ContentType: "text/html; charset=utf-8",
		Body:        "<html>\n<head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body>\n</html>\n",
	}
}

// EmptyError is an error without a body.
func EmptyError(status int) Failure { return Failure{Status: status} }

// ServerError is an error with a status from 500 to 504. For 502 the body is an HTML
// page, for the others it is JSON.
func ServerError(status int) Failure {
	if status == http.StatusBadGateway {
		return HTMLError(status)
	}
	return JSONError(status, http.StatusText(status), "")
}

// RateLimited is the usual refusal of requests that come too fast: status 429 with
// JSON. If retryAfter is zero, there is no Retry-After.
func RateLimited(retryAfter time.Duration) Failure {
	// docs/facts/mismatches.md M74 has the forms of this and of the next two.
	return JSONError(http.StatusTooManyRequests, "API rate limit exceeded", "").asking(retryAfter)
}

// RateLimitedText is [RateLimited] in plain text.
func RateLimitedText(retryAfter time.Duration) Failure {
	return TextError(http.StatusTooManyRequests, "Too many requests").asking(retryAfter)
}

// RateLimitedEmpty is [RateLimited] without a body.
func RateLimitedEmpty(retryAfter time.Duration) Failure {
	return EmptyError(http.StatusTooManyRequests).asking(retryAfter)
}

// QuotaExceeded is the status 429 that refuses all requests for the rest of the day,
// because the quota of the developer is used up. Its Retry-After is 24 hours.
func QuotaExceeded() Failure {
	const day = 24 * time.Hour
	return JSONError(http.StatusTooManyRequests, "Quota exceeded", spotify.ReasonQuotaExceeded).asking(day)
}

// NotRegistered is the status 403 for a user who is not on the list of users of an app
// in development mode.
func NotRegistered() Failure {
	// One of the texts in docs/facts/mismatches.md M73.
	return TextError(http.StatusForbidden, "User not registered in the Developer Dashboard")
}

// Reset breaks the connection without an answer. The HTTP transport of Go then silently
// sends a read again if the connection had been used before.
func Reset() Failure { return Failure{loss: lostAnswer} }

// Truncated carries the request out, and breaks the connection after half of the body
// of the right answer. If the answer has no body, the client gets nothing of it.
func Truncated() Failure { return Failure{After: true, loss: lostHalf} }

// Garbage is a success whose body is not JSON, although its Content-Type says so.
func Garbage() Failure {
	return Failure{Status: http.StatusOK, ContentType: contentJSON, Body: "{\"items\": [\ufffd\x00\x1b[0m"}
}

const contentJSON = "application/json; charset=utf-8"

func jsonFailure(status int, body object) Failure {
	return Failure{Status: status, ContentType: contentJSON, Body: string(encode(body))}
}

// asking returns the failure with a time to wait.
func (f Failure) asking(wait time.Duration) Failure {
	f.RetryAfter = wait
	return f
}

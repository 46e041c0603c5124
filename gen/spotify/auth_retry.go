package spotify

import (
	"crypto/tls"
	"errors"
	"net/http"
	"time"
)

const (
	// maxTokenRefusals is how often one refresh is sent again after status 429.
	maxTokenRefusals = 4
	// unsaidRefusal is the first wait after a 429 that does not say how long; it
	// doubles each time.
	unsaidRefusal = time.Second
)

// An unansweredError is a request to the accounts service without an answer.
type unansweredError struct {
	maskedError
	final bool // another attempt would fail alike
}

// tries are the attempts to get one token.
type tries struct {
	policy   RetryPolicy
	random   func() float64
	failures int // other than by status 429
	refusals int // with status 429
}

// next tells whether to ask the accounts service again after an error, and after how
// long. All that a TokenSource asks for does no harm if it is done twice.
func (t *tries) next(err error) (wait time.Duration, again bool) {
	var refused *AuthError
	isRefused := errors.As(err, &refused)
	var unanswered *unansweredError
	isUnanswered := errors.As(err, &unanswered)
	asked := time.Duration(0)
	switch {
	case t.policy.MaxAttempts == 1:
		return 0, false
	case isRefused && refused.StatusCode == http.StatusTooManyRequests:
		wait = refused.RetryAfter
		if wait == 0 {
			wait = unsaidRefusal << t.refusals
		}
		t.refusals++
		return wait, t.refusals <= maxTokenRefusals && wait <= t.policy.MaxRetryAfter
	case isRefused && refused.isPassing():
		asked = refused.RetryAfter
	case isUnanswered && !unanswered.final:
	default:
		return 0, false
	}
	t.failures++
	if t.failures >= t.policy.MaxAttempts || asked > 0 && asked > t.policy.MaxRetryAfter {
		return 0, false
	}
	wait = time.Duration(t.random() * float64(t.policy.backoff(t.failures)))
	return max(wait, asked), true
}

func isServerFailure(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// newUnansweredError makes the error of a request whose text is safe.
func newUnansweredError(text string, err error) error {
	return &unansweredError{
		maskedError: maskedError{text: text, err: err},
		final:       errors.As(err, new(*tls.CertificateVerificationError)),
	}
}

// A delay is the time until the next attempt of a renewal.
type delay struct {
	until time.Time
	err   error // of the last attempt
}

// wait waits, and lets the callers of the renewal know until when, and why. It may return
// early, with the rest, if one of them has gone, or the source has been closed or its context has ended.
func (s *TokenSource) wait(r *renewal, d time.Duration, err error) (rest time.Duration) {
	if d <= 0 {
		return 0
	}
	until := time.Now().Add(d)
	s.setDelay(r, delay{until, err})
	defer s.setDelay(r, delay{})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return 0
	case <-r.gone:
	case <-s.base.Done():
	case <-s.closed:
	}
	return max(time.Until(until), 1)
}

// isWanted reports whether it makes sense to go on waiting. If it does not, the rest is
// for the next caller, who begins another renewal. The lock is held.
func (s *TokenSource) isWanted(r *renewal) bool { return r.waiting > 0 && !s.isStopped() }

// leave is called by each caller of a renewal.
func (s *TokenSource) leave(r *renewal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.waiting--
	select {
	case r.gone <- struct{}{}:
	default: // another one has gone, and that has not been seen yet
	}
}

func (s *TokenSource) setDelay(r *renewal, d delay) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.delay = d
	close(r.changed)
	r.changed = make(chan struct{})
}

// delayOf returns the present delay of a renewal, and a channel that is closed when there
// is another one.
func (s *TokenSource) delayOf(r *renewal) (delay, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return r.delay, r.changed
}

// still is the error of an attempt of some time ago, for a caller who comes now.
func still(err error, left time.Duration) error {
	var refused *AuthError
	if ok := errors.As(err, &refused); !ok || refused.RetryAfter == 0 || err != error(refused) {
		return err
	}
	e := *refused
	e.RetryAfter = left
	return &e
}

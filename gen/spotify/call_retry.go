package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	defaultMaxAttempts   = 3
	defaultBaseDelay     = 500 * time.Millisecond
	defaultMaxDelay      = 8 * time.Second
	defaultMaxRetryAfter = 30 * time.Second

	// maxStandstill is how many times MaxRetryAfter a call without a deadline waits
	// while the API refuses everything.
	maxStandstill = 10
)

// A RetryPolicy says how a call that fails is repeated. A field that is zero
// stands for its default.
//
// Status 429 means that the request was refused and not carried out, so any
// request may be repeated, however often it is refused. All calls of the client
// queue for the time that the answer asks for, and one second, then two, four and
// up to 30, if it does not say. Then one of them is sent, and more and more when it
// is not refused, in the order in which the calls began. If they are refused
// again, the client keeps to about the rate that the API admits, until nothing has
// been refused for a minute and no call waits.
//
// If the wait is longer than MaxRetryAfter or than the context allows, the call
// fails at once with an [*APIError] that is [ErrRateLimited]. Its RetryAfter is
// the remaining time. Other calls of the client that would have to wait too long
// fail in the same way, without being sent. A call whose context has no deadline
// also fails when the API has refused everything for ten times MaxRetryAfter.
// After [ErrQuotaExceeded], the client never waits.
//
// A wait of more than a minute holds back the calls of the same operation only,
// because some operations have limits of their own. If another operation has to
// wait for so long as well, and nothing has been admitted in between, all calls of
// the client are held back, for an hour at most; then one is sent as a probe.
// Client.ResetCooldown ends all waits.
//
// After the statuses 500, 502, 503 and 504, broken connections, and attempts that
// took too long ([WithAttemptTimeout]), it is not known whether the request was
// carried out. It is repeated only if that does no harm ([Operation.Idempotent]),
// or if there was no connection over which it could have been sent. The delay
// before the n-th repetition is random, up to BaseDelay times 2ⁿ⁻¹ and up to
// MaxDelay, but not shorter than the answer asks for. If that is longer than
// MaxRetryAfter, or than the context allows, the failure is returned at once.
//
// Status 401 means that the token was refused, and that nothing was carried
// out. Any request is then repeated once, with a new token if the token source
// is a [TokenReplacer], or else after a second, with the token that the source
// then returns. That does not count as an attempt. If MaxAttempts is 1, the
// token is replaced, but the request is not repeated.
//
// Nothing else is repeated.
type RetryPolicy struct {
	// MaxAttempts is how many times a request is sent at most, including the first
	// time. Attempts that were refused with status 429 or 401 do not count. The
	// default is 3. With 1, a request is sent once, even if it is refused.
	MaxAttempts int
	// BaseDelay is the longest delay before the first repetition. The default is
	// 0.5 s.
	BaseDelay time.Duration
	// MaxDelay is the longest delay before any repetition. The default is 8 s, or
	// BaseDelay if that is longer.
	MaxDelay time.Duration
	// MaxRetryAfter is the longest wait that an answer may ask for. The default is
	// 30 s. Waiting for other calls that are sent first does not count. If it is
	// negative, a call that would have to wait for the API fails at once.
	MaxRetryAfter time.Duration
}

// NoRetry returns the policy that sends a request once and does not wait.
func NoRetry() RetryPolicy { return RetryPolicy{MaxAttempts: 1, MaxRetryAfter: -1} }

// WithRetry sets how requests are repeated. The default is the zero [RetryPolicy].
func WithRetry(policy RetryPolicy) RequestOption {
	checked, err := policy.withDefaults()
	return requestOption(func(r *request) {
		if err != nil {
			r.fail("", fmt.Errorf("WithRetry: %w", err))
			return
		}
		r.retry = checked
	})
}

// WithoutRetry sends a request once and does not wait: it is [WithRetry] with [NoRetry].
// While the client is waiting for the end of a rate limit, a call fails with
// [ErrRateLimited].
func WithoutRetry() RequestOption { return WithRetry(NoRetry()) }

func (p RetryPolicy) withDefaults() (RetryPolicy, error) {
	switch {
	case p.MaxAttempts < 0:
		return p, fmt.Errorf("MaxAttempts is %d; want at least 1, or 0 for the default", p.MaxAttempts)
	case p.BaseDelay < 0:
		return p, fmt.Errorf("BaseDelay is %v; want a positive duration, or 0 for the default", p.BaseDelay)
	case p.MaxDelay < 0:
		return p, fmt.Errorf("MaxDelay is %v; want a positive duration, or 0 for the default", p.MaxDelay)
	case p.MaxDelay != 0 && p.MaxDelay < p.BaseDelay:
		return p, fmt.Errorf("MaxDelay is %v, which is less than BaseDelay, %v", p.MaxDelay, p.BaseDelay)
	}
	if p.MaxAttempts == 0 {
		p.MaxAttempts = defaultMaxAttempts
	}
	if p.MaxRetryAfter == 0 {
		p.MaxRetryAfter = defaultMaxRetryAfter
	}
	switch {
	case p.BaseDelay == 0 && p.MaxDelay == 0:
		p.BaseDelay, p.MaxDelay = defaultBaseDelay, defaultMaxDelay
	case p.BaseDelay == 0:
		p.BaseDelay = min(defaultBaseDelay, p.MaxDelay)
	case p.MaxDelay == 0:
		p.MaxDelay = max(defaultMaxDelay, p.BaseDelay)
	}
	return p, nil
}

// backoff is the longest delay after the given number of failures.
func (p RetryPolicy) backoff(failures int) time.Duration {
	delay := p.BaseDelay
	for range failures - 1 {
		if delay >= p.MaxDelay/2 {
			return p.MaxDelay
		}
		delay *= 2
	}
	return delay
}

// errCooling is what lies between the retries and the exchange returns in place of
// an answer if a cooldown has begun while it waited: nothing was sent.
var errCooling = errors.New("a cooldown has begun")

// retried repeats the exchanges of a call as far as its policy allows.
func (c *caller) retried(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		attempts := &attempts{call: call, policy: call.policy(), begun: c.now()}
		return attempts.run(req, next)
	}
}

// attempts are those of one call.
type attempts struct {
	*call
	policy   RetryPolicy
	begun    time.Time
	failures int // other than by status 429
}

func (a *attempts) run(req *http.Request, next exchange) (answer, error) {
	for {
		if err := a.enter(); err != nil {
			return answer{}, err
		}
		ans, err := next(a.call, req)
		if err != nil {
			a.caller.gates.abandoned(a.permit, a.caller.now())
		}
		if errors.Is(err, errCooling) {
			continue
		}
		resp := ans.Response
		delay, again := a.verdict(resp, err)
		if !again {
			return ans, err
		}
		a.logRetry(resp, err, delay)
		discard(resp)
		if resp != nil && resp.StatusCode == http.StatusTooManyRequests {
			continue // the delay is the cooldown
		}
		if err := a.sleep(delay); err != nil {
			return answer{}, a.interrupted("waiting to repeat the request", err)
		}
	}
}

// enter waits until the client may send the request.
func (a *attempts) enter() error {
	permit, heldBack, err := a.caller.gates.enter(a)
	switch {
	case err != nil:
		return a.interrupted("waiting for the end of a rate limit", err)
	case heldBack > 0:
		return a.heldBack(heldBack)
	}
	a.permit = permit
	return nil
}

// verdict tells whether to send the request again, and after how long.
func (a *attempts) verdict(resp *http.Response, err error) (delay time.Duration, again bool) {
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		return a.refused(resp)
	}
	if !a.harmless(resp, err) {
		return 0, false
	}
	a.failures++
	if a.failures >= a.policy.MaxAttempts {
		return 0, false
	}
	delay = time.Duration(a.caller.random() * float64(a.policy.backoff(a.failures)))
	if resp != nil {
		asked := retryAfter(resp.Header, a.caller.now())
		if asked > 0 && asked > a.policy.MaxRetryAfter {
			return 0, false
		}
		delay = max(delay, asked)
	}
	return delay, a.hasTime(delay)
}

// harmless reports whether the request failed in a way that another attempt may
// cure, and may be sent again without doing twice what it should do once.
func (a *attempts) harmless(resp *http.Response, err error) bool {
	if err != nil {
		var failure *exchangeFailure
		ok := errors.As(err, &failure)
		return ok && !failure.final && (a.op.Idempotent || failure.unsent)
	}
	switch resp.StatusCode {
	case http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return a.op.Idempotent
	}
	return false
}

// refused starts the cooldown of the client, even if this call does not wait for
// its end.
func (a *attempts) refused(resp *http.Response) (wait time.Duration, again bool) {
	exceeded := isQuotaExceeded(resp)
	now := a.caller.now()
	if exceeded {
		a.caller.gates.abandoned(a.permit, now)
		return 0, false
	}
	refused := a.caller.gates.refused(a.permit, a.op, retryAfter(resp.Header, now), now)
	a.caller.share(a.ctx, a.op, refused)
	return refused.wait, a.policy.MaxAttempts > 1 && a.admits(refused.wait, refused.since)
}

// heldBack is the error of a request that was not sent because of the cooldown.
func (a *attempts) heldBack(left time.Duration) error {
	op := a.op
	return &APIError{
		StatusCode:  http.StatusTooManyRequests,
		Message:     "not sent, because an answer to an earlier request asks to wait",
		RetryAfter:  left,
		Attempts:    a.call.attempts,
		Operation:   op.Name,
		Method:      op.Method,
		Path:        op.Path,
		Replacement: op.Replacement,
		Development: op.Development,
	}
}

// admits reports whether the policy and the context allow a wait that an answer asks
// for, while the API has admitted nothing since a time. How often it refuses the request
// does not matter.
func (a *attempts) admits(wait time.Duration, since time.Time) bool {
	if wait > a.policy.MaxRetryAfter || !a.hasTime(wait) {
		return false
	}
	if _, ok := a.ctx.Deadline(); ok {
		return true
	}
	if since.Before(a.begun) {
		since = a.begun
	}
	return a.caller.now().Add(wait).Sub(since)/maxStandstill <= a.policy.MaxRetryAfter
}

// hasTime reports whether the context leaves time for something after the wait.
// Otherwise it is better to fail now, with the reason for waiting, than to sleep
// and fail for lack of time.
func (a *attempts) hasTime(wait time.Duration) bool {
	deadline, ok := a.ctx.Deadline()
	return !ok || deadline.Sub(a.caller.now()) > wait
}

func (a *attempts) sleep(d time.Duration) error {
	a.dropToken()
	return sleep(a.ctx, d)
}

// interrupted is the error of a context that ended while the call waited.
func (a *attempts) interrupted(doing string, err error) error {
	return a.failed(fmt.Errorf("%s: %w", doing, contextError(a.ctx, err)))
}

// sleep waits for the given time or for the end of the context, whose error it
// returns.
func sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// isQuotaExceeded looks into the body of a 429 and puts it back.
func isQuotaExceeded(resp *http.Response) bool {
	// If the rest cannot be read, the next reader gets the error. The timer keeps a
	// slow body from delaying other calls, which have to learn that they must wait.
	body := resp.Body
	timer := time.AfterFunc(maxDrainTime, func() { body.Close() })
	defer timer.Stop()
	start, _ := io.ReadAll(io.LimitReader(body, maxErrorBody))
	resp.Body = &prefixedBody{Reader: io.MultiReader(bytes.NewReader(start), body), Closer: body}
	parsed := parseErrorBody(resp.Header.Get("Content-Type"), start)
	return Reason(parsed.reason) == ReasonQuotaExceeded
}

// A prefixedBody is a body of which a part was read and put back.
type prefixedBody struct {
	io.Reader
	io.Closer
}

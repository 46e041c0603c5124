package spotify

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// refusedDelay is how long a call waits before it sends a token again that has been
// refused: some of these refusals are mistakes that pass.
const refusedDelay = time.Second

// reauthorized repeats a call once after status 401: the request was refused, and not
// carried out.
func (c *caller) reauthorized(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		ans, err := next(call, req)
		if err != nil || ans.StatusCode != http.StatusUnauthorized || len(call.hidden) == 0 && call.token == nil {
			return ans, err
		}
		// The answer may hold a place at the limiter, which is for others while this
		// call waits.
		keepBody(ans.Response)
		wait, again, err := call.replaceToken()
		if err != nil {
			return answer{}, call.deniedError(ans.Response, err)
		}
		if retries := (attempts{call: call}); !again || wait > 0 && !retries.hasTime(wait) {
			return ans, nil
		}
		call.logRetry(ans.Response, nil, wait)
		if err := sleep(call.ctx, wait); err != nil {
			return answer{}, call.failed(fmt.Errorf("waiting to repeat the request: %w", contextError(call.ctx, err)))
		}
		return next(call, req)
	}
}

// policy returns the rules of the call for repeating it.
func (c *call) policy() RetryPolicy {
	policy := c.request.retry
	if policy == (RetryPolicy{}) {
		policy, _ = policy.withDefaults()
	}
	return policy
}

// replaceToken gets the token of the repetition, and tells how long to wait before it.
func (c *call) replaceToken() (wait time.Duration, again bool, err error) {
	again = c.policy().MaxAttempts > 1
	source, ok := c.caller.tokenSource.(TokenReplacer)
	if !ok || c.authorization == "" {
		c.dropToken()
		return refusedDelay, again, nil
	}
	refused := c.token.AccessToken
	token, err := source.ReplaceToken(c.ctx, c.token)
	switch {
	case err != nil:
		return 0, false, err
	case token == nil || token.AccessToken == "":
		return 0, false, nil
	case token.AccessToken == refused:
		wait = refusedDelay
	}
	if err := unusableToken(token); err != nil {
		return 0, false, err
	}
	c.setToken(token)
	return wait, again, nil
}

// keepBody reads what is of use of the body of a refusal, and closes it.
func keepBody(resp *http.Response) {
	body := resp.Body
	timer := time.AfterFunc(maxDrainTime, func() { body.Close() })
	defer timer.Stop()
	content, _ := io.ReadAll(io.LimitReader(body, maxErrorBody))
	body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(content))
}

// A deniedError is a 401 after which the token source has no other token.
type deniedError struct {
	refused *APIError
	err     error // of the token source
}

func (c *call) deniedError(resp *http.Response, err error) error {
	refused := newAPIError(c.op, resp, c.hidden, c.caller.now())
	refused.Attempts = c.attempts
	if ended := c.ctx.Err(); ended != nil {
		return c.failed(fmt.Errorf("replacing the token: %w", contextError(c.ctx, ended)))
	}
	if known, ok := asAuthError(c.op.Name, err, c.caller.now()); ok {
		return &deniedError{refused, known}
	}
	return &deniedError{refused, c.failed(fmt.Errorf("token source: %w", err))}
}

func (e *deniedError) Error() string {
	return fmt.Sprintf("%v (the API had answered %d %s)", e.err, e.refused.StatusCode, http.StatusText(e.refused.StatusCode))
}

// Unwrap returns both errors: that of the token source first, which says how to go on.
func (e *deniedError) Unwrap() []error { return []error{e.err, e.refused} }

package spotify

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A SharedLimiter is a [Limiter] for several processes that also share their cooldowns.
// Spotify counts the requests of an app, so a request that is refused with status 429 means
// that all processes of the app have to wait. The client tells the limiter of each refusal,
// and learns from it of those of other processes. [WithLimiter] takes one like any limiter.
type SharedLimiter interface {
	Limiter
	// AcquireFor is called in place of Acquire. The endpoint is the method and the path of
	// the request without IDs, such as "GET tracks/{}". If Refused has been called in
	// another process and its wait is not over, AcquireFor returns a [*CooldownError] at
	// once. The client then waits or fails as its [RetryPolicy] says, and asks again before
	// it sends.
	AcquireFor(ctx context.Context, endpoint string) (release func(), err error)
	// Refused is called after the API has refused a request, before its release. Nothing
	// should be sent to the endpoint for the time of the wait, or to any endpoint if it is
	// "". A wait that is shorter than an earlier one does not end that. Refused must return
	// soon: it is called even if the context of the call has ended.
	Refused(ctx context.Context, endpoint string, wait time.Duration)
	// ResetCooldown ends all waits, of other processes too.
	ResetCooldown(ctx context.Context)
}

// A CooldownError is what a [SharedLimiter] returns while a request must not be sent,
// because the API has refused one of another process.
type CooldownError struct {
	Endpoint string        // that must wait; "" is all of them
	Wait     time.Duration // until the end, from now
}

// Error says what has to wait, and for how long.
func (e *CooldownError) Error() string {
	if e.Endpoint == "" {
		return fmt.Sprintf("the API refuses all requests for another %v", e.Wait)
	}
	return fmt.Sprintf("the API refuses %s for another %v", e.Endpoint, e.Wait)
}

// minHeardWait is the shortest wait that a client takes from a limiter, so that it does not
// ask in an endless loop.
const minHeardWait = 10 * time.Millisecond

// acquire waits for the limiter. It returns errCooling if other processes have to wait for
// the API, as this client then has to.
func (c *caller) acquire(call *call) (release func(), err error) {
	shared, ok := c.limiter.(SharedLimiter)
	if !ok {
		return c.limiter.Acquire(call.ctx)
	}
	release, err = shared.AcquireFor(call.ctx, endpointOf(call.op))
	var cooldown *CooldownError
	if errors.As(err, &cooldown) {
		c.gates.heard(cooldown, c.now())
		return nil, errCooling
	}
	return release, err
}

// share tells other processes of a refusal.
func (c *caller) share(ctx context.Context, op *Operation, refused refusal) {
	shared, ok := c.limiter.(SharedLimiter)
	if !ok {
		return
	}
	ctx = context.WithoutCancel(ctx)
	if refused.own {
		shared.Refused(ctx, endpointOf(op), refused.wait)
	}
	if refused.all {
		shared.Refused(ctx, "", min(refused.wait, maxSharedWait))
	}
}

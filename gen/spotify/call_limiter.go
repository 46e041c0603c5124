package spotify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"sync"
	"time"
)

// A Limiter decides when requests are sent. Clients that act for the same app
// can share a Limiter, so that they share one budget. With a [SharedLimiter],
// several processes can do so. A Limiter must be safe for use by several
// goroutines.
//
// To use golang.org/x/time/rate:
//
//	type pace struct{ *rate.Limiter }
//
//	func (p pace) Acquire(ctx context.Context) (func(), error) {
//		return func() {}, p.Wait(ctx)
//	}
type Limiter interface {
	// Acquire waits until a request may be sent. The client calls it before each
	// attempt. It calls release once after the attempt: when the body of the
	// answer has been read, or when the attempt has failed. If Acquire returns an
	// error, release is not called and nothing is sent. When the context ends,
	// Acquire must return soon.
	Acquire(ctx context.Context) (release func(), err error)
}

// WithLimiter sends requests only when the limiter permits. A request that
// waits to be repeated, or for the end of a rate limit, does not hold a
// permission while it waits. Without this option, only the API limits the
// requests.
func WithLimiter(limiter Limiter) ClientOption {
	return clientOption(func(c *config) {
		if limiter == nil {
			c.invalid(errors.New("WithLimiter: the limiter is nil"))
			return
		}
		c.limiter = limiter
	})
}

// longQueue is how long a call may wait at the limiter and still be sent with the
// token that it had before.
const longQueue = time.Second

// limited sends when the limiter permits.
func (c *caller) limited(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		ctx, begun := call.ctx, c.now()
		release, err := c.acquire(call)
		if errors.Is(err, errCooling) {
			return answer{}, err
		}
		if err != nil {
			if ctxErr := ctx.Err(); ctxErr != nil {
				err = contextError(ctx, ctxErr)
			}
			return answer{}, call.failed(fmt.Errorf("waiting for the limiter: %w", err))
		}
		if release == nil {
			release = func() {}
		}
		if c.now().Sub(begun) >= longQueue {
			call.dropToken()
		}
		ans, err := next(call, req)
		if err != nil {
			release()
			return answer{}, err
		}
		ans.Body = &releasingBody{ReadCloser: ans.Body, release: sync.OnceFunc(release)}
		return ans, nil
	}
}

// A releasingBody gives the permission back when the body is closed.
type releasingBody struct {
	io.ReadCloser
	release func()
}

func (b *releasingBody) Close() error {
	defer b.release()
	return b.ReadCloser.Close()
}

// A LimiterConfig says what [NewLimiter] permits. The zero value permits everything.
type LimiterConfig struct {
	// PerSecond is how many requests may be sent per second on average: 0.5 is one
	// in two seconds, 0 means no limit. Spotify counts over 30 seconds and does
	// not say how many are allowed.
	PerSecond float64
	// Burst is how many requests may be sent at once after a pause; 0 means 1.
	Burst int
	// Concurrent is how many requests may be under way at a time, until their
	// answers have been read; 0 for no limit.
	Concurrent int
}

// NewLimiter returns a limiter for one process. Requests are permitted in the
// order in which they ask. If the configuration is invalid, Acquire returns an
// error that says so.
func NewLimiter(config LimiterConfig) Limiter {
	l := &limiter{turn: make(chan struct{}, 1), perSecond: config.PerSecond}
	switch {
	case !(config.PerSecond >= 0): // written so that NaN is refused
		l.err = fmt.Errorf("LimiterConfig: PerSecond is %v; want a positive number, or 0 for no limit", config.PerSecond)
	case config.Burst < 0:
		l.err = fmt.Errorf("LimiterConfig: Burst is %d; want at least 1, or 0 for the default", config.Burst)
	case config.Concurrent < 0:
		l.err = fmt.Errorf("LimiterConfig: Concurrent is %d; want at least 1, or 0 for no limit", config.Concurrent)
	case config.Concurrent > 0:
		l.slots = make(chan struct{}, config.Concurrent)
	}
	l.burst = float64(max(config.Burst, 1))
	l.tokens = l.burst
	return l
}

// A limiter lets one request after the other take a token from a bucket that fills
// with time. The others queue at a channel, which serves them in order, so one that
// gives up leaves nothing behind.
type limiter struct {
	err   error         // in the configuration
	slots chan struct{} // holds an element for each request under way; nil is no limit
	turn  chan struct{} // holds an element while a request is at the bucket

	// The bucket belongs to the request whose turn it is.
	perSecond float64 // 0 is no limit
	burst     float64
	tokens    float64
	filled    time.Time // when tokens was right
}

func (l *limiter) Acquire(ctx context.Context) (release func(), err error) {
	if l.err != nil {
		return nil, l.err
	}
	// With both ready, the selects below would choose by chance.
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	release = func() {}
	if l.slots != nil {
		select {
		case l.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		release = sync.OnceFunc(func() { <-l.slots })
	}
	if err := l.pace(ctx); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// pace takes a token, as soon as there is one.
func (l *limiter) pace(ctx context.Context) error {
	if l.perSecond == 0 || math.IsInf(l.perSecond, 1) {
		return nil
	}
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()

	for {
		wait := l.fill(time.Now())
		if wait == 0 {
			l.tokens--
			return nil
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// fill adds the tokens for the time that has passed, and returns how long it takes
// until there is a whole one.
func (l *limiter) fill(now time.Time) time.Duration {
	if !l.filled.IsZero() {
		passed := max(now.Sub(l.filled), 0)
		l.tokens = min(l.tokens+passed.Seconds()*l.perSecond, l.burst)
	}
	l.filled = now
	if l.tokens >= 1 {
		return 0
	}
	// Rounded up: a wait of no time would come back here for ever.
	seconds := (1 - l.tokens) / l.perSecond
	return time.Duration(min(math.Ceil(seconds*1e9), float64(maxRetryAfter)))
}

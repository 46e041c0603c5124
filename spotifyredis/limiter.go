package spotifyredis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A LimiterConfig says what [NewLimiter] permits to all processes of an app together. They
// should all have the same configuration.
type LimiterConfig struct {
	// PerSecond, Burst, and Concurrent are those of all processes together. In 30 seconds,
	// which is the time that Spotify counts, at most 30 × PerSecond + Burst requests are sent.
	spotify.LimiterConfig
	// App is a name of the app, such as its client ID. It is part of the keys, so it must not
	// be a secret. Limiters with the same App, Prefix, and server share one budget.
	App string
	// Prefix is the beginning of all keys; "" is "spotgen".
	Prefix string
	// OnFailure says what happens while the server cannot be asked. The default is FailOpen.
	OnFailure FailurePolicy
	// Timeout is the longest wait for one operation of the server; 0 is 250 ms. After that,
	// the server counts as not available.
	Timeout time.Duration
	// Lease is how long a request counts as under way after its process has died; 0 is one
	// minute. It is without effect unless Concurrent is set.
	Lease time.Duration
	// Logger is told when the server becomes unavailable, at level warn, and when it is back,
	// at level info; nil is [slog.Default].
	Logger *slog.Logger
}

const (
	defaultPrefix  = "spotgen"
	defaultTimeout = 250 * time.Millisecond
	defaultLease   = time.Minute

	// longest bounds times that are sent to the server, so that their sums are exact there.
	longest = 10 * 365 * 24 * time.Hour
)

// withDefaults checks the configuration and completes it.
func (c LimiterConfig) withDefaults() (LimiterConfig, error) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	// Asked for nothing, the limiter of one process says what it thinks of its configuration.
	if _, err := spotify.NewLimiter(c.LimiterConfig).Acquire(ended); !errors.Is(err, context.Canceled) {
		return c, err
	}
	switch {
	case c.App == "":
		return c, errors.New("LimiterConfig: App is empty; want a name that all processes of the app share, such as its client ID")
	case strings.ContainsAny(c.App, "{}"):
		return c, fmt.Errorf("LimiterConfig: App is %q; it must not contain braces", c.App)
	case strings.ContainsAny(c.Prefix, "{}"):
		return c, fmt.Errorf("LimiterConfig: Prefix is %q; it must not contain braces", c.Prefix)
	case c.OnFailure != FailOpen && c.OnFailure != FailClosed:
		return c, fmt.Errorf("LimiterConfig: OnFailure is %d; want FailOpen or FailClosed", c.OnFailure)
	case c.Timeout < 0:
		return c, fmt.Errorf("LimiterConfig: Timeout is %v; want a positive duration, or 0 for the default", c.Timeout)
	case c.Lease < 0:
		return c, fmt.Errorf("LimiterConfig: Lease is %v; want a positive duration, or 0 for the default", c.Lease)
	}
	if math.IsInf(c.PerSecond, 1) {
		c.PerSecond = 0
	}
	c.Burst = max(c.Burst, 1)
	if c.Prefix == "" {
		c.Prefix = defaultPrefix
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.Lease == 0 {
		c.Lease = defaultLease
	}
	c.Lease = min(c.Lease, longest)
	return c, nil
}

// A Limiter is a [spotify.SharedLimiter] whose state is in Redis. All processes of an app
// share its budget, and the waits that the API asks for.
//
// Within a process, requests are permitted in the order in which they ask. The first one asks
// the server, so that processes get equal shares as long as all of them have requests that
// wait. A process that dies takes at most one place in the budget with it.
//
// A request takes one operation of the server. It takes a second one if Concurrent is set,
// and another one if it has waited for more than 50 ms, because the API may have refused a
// request of another process in the meantime.
//
// After a wait that the API has asked for, one request of all processes is sent as a probe.
// The others wait until it has been released, for two seconds at most.
type Limiter struct {
	err    error // in the configuration
	config LimiterConfig
	// interval is the time from one request to the next one. A request may come so much
	// before its time as the tolerance says, which makes the burst. Both are microseconds, and
	// 0 without a limit.
	interval, tolerance float64

	server  *server
	process string // a name for this process
	asked   atomic.Uint64
	turn    chan struct{} // holds an element while a request is at the server or waits there
	freed   chan struct{} // gets an element when a request of this process has ended

	members members
	leases  leases
	waits   waits
	local   local
}

var _ spotify.SharedLimiter = (*Limiter)(nil)

// NewLimiter returns a limiter for one of several processes. Clients of one process that act
// for the same app should share it. If the configuration is invalid, Acquire returns an error
// that says so. There is nothing to close; the limiter does not close the client of Redis.
//
// While the server cannot be asked, what happens is for OnFailure to say. With FailOpen, the
// limiter keeps to its share: PerSecond, Burst, and Concurrent divided by the number of
// processes that had requests in the last 15 seconds before. A process that has never reached
// the server does not know of others. With FailClosed, Acquire returns an error that is
// [ErrUnavailable]. The server is asked again after a second, and then less and less often, up
// to every five seconds.
func NewLimiter(rdb redis.UniversalClient, config LimiterConfig) *Limiter {
	config, err := config.withDefaults()
	if err == nil && rdb == nil {
		err = errors.New("NewLimiter: the client of Redis is nil")
	}
	l := &Limiter{
		err:     err,
		config:  config,
		process: rand.Text(),
		turn:    make(chan struct{}, 1),
		freed:   make(chan struct{}, 1),
	}
	if err != nil {
		return l
	}
	if config.PerSecond > 0 {
		bound := float64(longest.Microseconds())
		l.interval = min(1e6/config.PerSecond, bound)
		l.tolerance = min(l.interval*float64(config.Burst-1), bound)
	}
	l.server = newServer(rdb, config)
	l.server.restore, l.server.catchUp = l.restore, l.catchUp
	l.leases.limiter = l
	l.members.count = 1
	return l
}

// String returns a description without anything that must be kept secret.
func (l *Limiter) String() string { return fmt.Sprintf("spotifyredis.Limiter(%s)", l.config.App) }

// GoString is like String: %#v would read the fields while they change.
func (l *Limiter) GoString() string { return l.String() }

// Acquire waits until a request may be sent; see [spotify.Limiter]. It knows of the waits for
// all endpoints only.
func (l *Limiter) Acquire(ctx context.Context) (release func(), err error) {
	return l.AcquireFor(ctx, "")
}

// AcquireFor waits until a request may be sent to an endpoint; see [spotify.SharedLimiter].
// Release asks the server, too, if Concurrent is set; it then takes Timeout at most.
func (l *Limiter) AcquireFor(ctx context.Context, endpoint string) (release func(), err error) {
	if l.err != nil {
		return nil, l.err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &request{l: l, ctx: ctx, endpoint: endpoint, id: l.process + "." + strconv.FormatUint(l.asked.Add(1), 10)}
	return r.acquire()
}

// Refused notes that the API asks for a wait; see [spotify.SharedLimiter]. It takes at most
// Timeout. If the server cannot be asked, it is told later.
func (l *Limiter) Refused(ctx context.Context, endpoint string, wait time.Duration) {
	if l.err != nil || wait <= 0 {
		return
	}
	wait = min(wait, longest)
	ends := time.Now().Add(wait)
	l.waits.refused(endpoint, ends)
	if _, err := l.server.run(ctx, l.server.refuse, endpoint, wait.Microseconds()); err == nil {
		l.waits.told(endpoint, ends)
	}
}

// ResetCooldown ends all waits, of other processes too. If the server cannot be asked, it is
// told later.
func (l *Limiter) ResetCooldown(ctx context.Context) {
	if l.err != nil {
		return
	}
	l.waits.reset()
	if _, err := l.server.run(ctx, l.server.reset); err == nil {
		l.waits.toldReset()
	}
}

// restore tells the server what it does not know after an outage: it may have been started
// again, or another one may have taken over, and the fallback has sent requests. Meanwhile,
// no request ends at the server.
func (l *Limiter) restore(ctx context.Context) error {
	if ids := l.leases.ids(); len(ids) > 0 {
		if err := l.renew(ctx, l.server.call, "any", ids); err != nil {
			return err
		}
	}
	if l.config.OnFailure == FailOpen {
		if err := l.release(ctx, l.server.call, "elsewhere", "", ""); err != nil {
			return err
		}
	}
	if err := l.tellReset(ctx); err != nil {
		return err
	}
	return l.tellWaits(ctx, l.waits.all())
}

// renew renews leases at the server: any, or those that it still knows ("known").
func (l *Limiter) renew(ctx context.Context, run runner, which string, ids []string) error {
	args := []any{which, l.config.Lease.Microseconds()}
	for _, id := range ids {
		args = append(args, id)
	}
	_, err := run(ctx, l.server.renew, args...)
	return err
}

func (l *Limiter) tellReset(ctx context.Context) error {
	if !l.waits.resets() {
		return nil
	}
	_, err := l.server.call(ctx, l.server.reset)
	if err == nil {
		l.waits.toldReset()
	}
	return err
}

func (l *Limiter) tellWaits(ctx context.Context, waits map[string]time.Time) error {
	for endpoint, ends := range waits {
		if wait := time.Until(ends); wait > 0 {
			if _, err := l.server.call(ctx, l.server.refuse, endpoint, wait.Microseconds()); err != nil {
				return err
			}
		}
		l.waits.told(endpoint, ends)
	}
	return nil
}

// catchUp tells the server what it has missed.
func (l *Limiter) catchUp(ctx context.Context) error {
	if err := l.tellReset(ctx); err != nil {
		return err
	}
	if err := l.tellWaits(ctx, l.waits.untold()); err != nil {
		return err
	}
	// Without any, it still shows that the server can write.
	lost := l.leases.takeLost()
	if err := l.release(ctx, l.server.call, "unsent", "", "", lost...); err != nil {
		l.leases.lose(lost...)
		return err
	}
	return nil
}

// release tells the server of requests that were sent, or that were not and had a time slot.
func (l *Limiter) release(ctx context.Context, run runner, what, endpoint, slot string, ids ...string) error {
	args := []any{what, endpoint, slot, l.interval, l.tolerance}
	for _, id := range ids {
		args = append(args, id)
	}
	_, err := run(ctx, l.server.release, args...)
	return err
}

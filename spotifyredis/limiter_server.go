package spotifyredis

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed limiter_clock.lua
var clockLua string

//go:embed limiter_acquire.lua
var acquireLua string

//go:embed limiter_release.lua
var releaseLua string

//go:embed limiter_renew.lua
var renewLua string

//go:embed limiter_refuse.lua
var refuseLua string

//go:embed limiter_reset.lua
var resetLua string

const (
	// The server is asked again after minOutage, and then less and less often, down to once in
	// maxOutage.
	minOutage = time.Second
	maxOutage = 5 * time.Second
)

// A server runs the scripts. After a failure, an outage begins: the server is not asked
// until restore and catchUp have succeeded.
type server struct {
	rdb     redis.UniversalClient
	keys    []string
	timeout time.Duration
	least   time.Duration // minOutage
	logger  *slog.Logger  // nil is the default one
	app     slog.Attr     // the name of the app

	acquire, release, renew, refuse, reset *redis.Script

	// restore tells the server what it may have forgotten, and catchUp what it has missed. An
	// error says that the outage goes on.
	restore, catchUp func(context.Context) error

	mu     sync.Mutex
	cause  error     // of the outage; nil if there is none
	begun  time.Time // the outage
	next   time.Time // when the server may be asked again
	pause  time.Duration
	asking bool // whether it is being asked again
}

// A runner is run or call of a server.
type runner func(ctx context.Context, script *redis.Script, args ...any) ([]any, error)

func newServer(rdb redis.UniversalClient, config LimiterConfig) *server {
	s := &server{rdb: rdb, timeout: config.Timeout, least: minOutage}
	// One hash tag: a cluster keeps all these keys in one place.
	for _, name := range []string{"state", "free", "held", "queue", "alive", "processes"} {
		s.keys = append(s.keys, config.Prefix+":{"+config.App+"}:limiter:"+name)
	}
	script := func(lua string) *redis.Script { return redis.NewScript(clockLua + lua) }
	s.acquire, s.release, s.renew = script(acquireLua), script(releaseLua), script(renewLua)
	s.refuse, s.reset = script(refuseLua), script(resetLua)
	s.logger, s.app = config.Logger, slog.String("app", config.App)
	return s
}

// log returns the logger of the configuration, or the one that is the default by now.
func (s *server) log() *slog.Logger { return cmp.Or(s.logger, slog.Default()).With(s.app) }

// An operation is a script that is running at the server.
type operation struct {
	done  chan struct{} // closed when value and err are there
	late  context.Context
	value []any
	err   error
}

// ended returns a channel that is closed when there is a result. Not all clients keep to the
// deadline of a context; after that there is none.
func (o *operation) ended() <-chan struct{} { return o.late.Done() }

// result returns what the server has said.
func (o *operation) result() ([]any, error) {
	<-o.late.Done()
	select {
	case <-o.done:
		return o.value, o.err
	default:
		return nil, context.DeadlineExceeded
	}
}

// start runs a script in another goroutine, unless there is an outage.
func (s *server) start(ctx context.Context, script *redis.Script, args ...any) (*operation, error) {
	if err := s.outage(); err != nil {
		return nil, err
	}
	return s.send(ctx, script, args...), nil
}

func (s *server) send(ctx context.Context, script *redis.Script, args ...any) *operation {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.timeout)
	op := &operation{done: make(chan struct{}), late: ctx}
	go func() {
		defer cancel()
		op.value, op.err = script.Run(ctx, s.rdb, s.keys, args...).Slice()
		close(op.done)
	}()
	return op
}

// call runs a script, for at most the timeout, even in an outage.
func (s *server) call(ctx context.Context, script *redis.Script, args ...any) ([]any, error) {
	return s.send(ctx, script, args...).result()
}

// run runs a script, for at most the timeout, unless there is an outage. If it fails, an
// outage begins.
func (s *server) run(ctx context.Context, script *redis.Script, args ...any) ([]any, error) {
	op, err := s.start(ctx, script, args...)
	if err != nil {
		return nil, err
	}
	value, err := op.result()
	if err != nil {
		s.failed(err)
	}
	return value, err
}

// outage returns an error while the server is not asked. It sees to it that the server is
// asked again in time.
func (s *server) outage() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause == nil {
		return nil
	}
	if now := time.Now(); !s.asking && !now.Before(s.next) {
		s.asking = true
		go s.retry()
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, s.cause)
}

// untilRetry is how long it takes until it makes sense to look whether the outage is over.
func (s *server) untilRetry() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking {
		return s.timeout
	}
	return max(time.Until(s.next), minPoll)
}

// failed begins an outage.
func (s *server) failed(err error) {
	if s.begin(err) {
		s.log().Warn("spotifyredis: the server of the limiter is not available", slog.String("error", err.Error()))
	}
}

// begin reports whether there was no outage yet.
func (s *server) begin(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cause != nil {
		return false
	}
	s.cause, s.begun, s.pause = err, time.Now(), s.least
	s.next = s.begun.Add(s.pause)
	return true
}

// retry asks the server again.
func (s *server) retry() {
	ctx := context.Background()
	err := s.restore(ctx)
	if err == nil {
		err = s.catchUp(ctx)
	}
	if lasted, over := s.end(err); over {
		s.log().Info("spotifyredis: the server of the limiter is available again", slog.Duration("after", lasted))
		// There may be more that it was not told, between the two.
		if err := s.catchUp(ctx); err != nil {
			s.failed(err)
		}
	}
}

// end ends the outage, or puts off its end if there is an error.
func (s *server) end(err error) (lasted time.Duration, over bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asking = false
	if err != nil {
		s.cause = err
		s.pause = min(2*s.pause, maxOutage)
		s.next = time.Now().Add(s.pause)
		return 0, false
	}
	s.cause = nil
	return time.Since(s.begun), true
}

// A verdict is what the script says to a request.
type verdict struct {
	kind      string
	endpoint  string        // that cools or is probed
	wait      time.Duration // until the end of the cooldown or the probe, or until it may be sent
	slot      string        // in the budget
	probe     bool
	ahead     int // in the queue for room
	processes int // that have had requests lately; 0 if the request has not asked
}

const (
	verdictCooling = "cooling" // nothing may be sent
	verdictProbing = "probing" // a probe is under way
	verdictFull    = "full"    // as many are under way as may be
	verdictGranted = "granted"
)

var errVerdict = errors.New("the answer of the server has an unknown form")

func parseVerdict(op *operation) (verdict, error) {
	value, err := op.result()
	if err != nil {
		return verdict{}, err
	}
	var v verdict
	if len(value) > 0 {
		v.kind, _ = value[0].(string)
	}
	text := func(i int) string { s, _ := value[i].(string); return s }
	number := func(i int) int64 { n, _ := value[i].(int64); return n }
	switch {
	case v.kind == verdictFull && len(value) == 2:
		v.ahead = int(number(1))
	case (v.kind == verdictCooling || v.kind == verdictProbing) && len(value) == 3:
		v.endpoint, v.wait = text(1), micros(number(2))
	case v.kind == verdictGranted && len(value) == 5:
		v.slot, v.wait, v.probe, v.processes = text(1), micros(number(2)), number(3) > 0, int(number(4))
	default:
		return verdict{}, errVerdict
	}
	return v, nil
}

func micros(n int64) time.Duration {
	return time.Duration(min(n, math.MaxInt64/int64(time.Microsecond))) * time.Microsecond
}

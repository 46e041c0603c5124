package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
)

// A caller sends the requests of a client and reads the answers. It is what the
// services of a client share, and safe for use by several goroutines.
type caller struct {
	config
	send exchange

	// Shared with the callers that with and forUser return.
	gates  *gates
	writes *cacheWrites
	calls  *atomic.Uint64 // counted, to tell them apart in the log and in queues

	now    func() time.Time
	random func() float64 // from [0, 1)
}

// callerFor returns a caller for the server that the schema names.
func callerFor(server string, options []ClientOption) *caller {
	c := &caller{
		config: newConfig(server, options),
		gates:  newGates(),
		writes: new(cacheWrites),
		calls:  new(atomic.Uint64),
		now:    time.Now,
		random: rand.Float64,
	}
	c.send = c.chain()
	return c
}

// with returns a caller that applies the options to each of its requests too.
func (c *caller) with(options ...RequestOption) *caller {
	changed := *c
	changed.options = append(slices.Clip(c.options), options...)
	return &changed
}

// forUser returns a caller with the tokens of another source. The name of the user in
// the cache is not kept, because it is that of the first one.
func (c *caller) forUser(source oauth2.TokenSource, options []ClientOption) *caller {
	changed := *c
	changed.cacheUser = ""
	changed.tokenSource = source
	changed.options = slices.Clip(c.options) // which its options must not add to
	if source == nil {
		changed.invalid(errors.New("ForUser: the token source is nil"))
	}
	changed.apply(options)
	changed.send = changed.chain()
	return &changed
}

// do calls an operation and decodes its result with a function. For an operation
// without a result, that is nil and the body is ignored, whatever it is: player
// commands answer with a random token that is not JSON (docs/facts/mismatches.md M70).
func (c *caller) do(ctx context.Context, r *request, read func(*decoder)) error {
	found, err := c.doOptional(ctx, r, read)
	if read == nil {
		return err
	}
	return notEmpty(r, found, err)
}

// doOptional is do for an operation that may have nothing to say: it reports
// false, without decoding anything, when the answer is 204 or has no body.
func (c *caller) doOptional(ctx context.Context, r *request, read func(*decoder)) (found bool, err error) {
	return c.newCall(ctx, r, reading{decode: read}).run()
}

// doByStatus is do for an operation whose result depends on the status of the answer.
// It has a reading for each declared status; the first one is for others, too.
func (c *caller) doByStatus(ctx context.Context, r *request, first reading, others ...reading) error {
	found, err := c.doOptionalByStatus(ctx, r, first, others...)
	return notEmpty(r, found, err)
}

// doOptionalByStatus is doByStatus for an operation that may have nothing to say; see
// doOptional.
func (c *caller) doOptionalByStatus(ctx context.Context, r *request, first reading, others ...reading) (found bool, err error) {
	return c.newCall(ctx, r, first, others...).run()
}

// doText calls an operation whose result is the text of the answer, which may be empty.
func (c *caller) doText(ctx context.Context, r *request) (string, error) {
	var out string
	_, err := c.newCall(ctx, r, reading{take: func(content []byte) { out = string(content) }}).run()
	return out, err
}

// doBytes calls an operation whose result is the body of the answer, which may be empty.
func (c *caller) doBytes(ctx context.Context, r *request) ([]byte, error) {
	var out []byte
	_, err := c.newCall(ctx, r, reading{take: func(content []byte) { out = bytes.Clone(content) }}).run()
	return out, err
}

// A call is a request under way: what becomes of it until its result is decoded.
// It belongs to one goroutine.
type call struct {
	caller  *caller
	ctx     context.Context
	request *request
	op      *Operation // of the request
	reading reading    // of an answer for whose status there is no other one
	others  []reading

	id       uint64        // tells the calls of a client apart, and rises
	attempts int           // how often the request has been sent
	hidden   secrets       // the credentials that it has been sent with
	buffer   *bytes.Buffer // of the answer; nil before there is one
	permit   permit        // of the next attempt

	// authorization is the header with the token of the token source, for the next
	// attempt. It is empty while there is no token to send.
	authorization string
	token         *oauth2.Token // that authorization was last made of
}

func (c *caller) newCall(ctx context.Context, r *request, first reading, others ...reading) *call {
	return &call{caller: c, ctx: ctx, request: r, op: r.op, reading: first, others: others, id: c.calls.Add(1)}
}

// run sends the request and decodes the result; see doOptional.
func (c *call) run() (found bool, err error) {
	start := c.caller.now()
	defer c.releaseBuffer()
	req, err := c.prepare()
	if err != nil {
		return false, err
	}
	ans, err := c.caller.send(c, req)
	if err != nil {
		return false, err
	}
	// After the body has been closed, so that a call from within does not wait for
	// the place that this one holds at the limiter.
	defer func() { c.captured(ans.Response, c.caller.now().Sub(start)) }()
	defer ans.Body.Close()

	if !isSuccess(ans.Response) {
		apiErr := newAPIError(c.op, ans.Response, c.hidden, c.caller.now())
		apiErr.Attempts = c.attempts
		apiErr.MissingScopes = c.missingScopes(apiErr)
		return false, apiErr
	}
	read := c.readingOf(ans.Response)
	switch {
	case read.ignores():
		// The command has been carried out, even if the rest of the body is lost.
		drain(ans.Body)
		return false, nil
	case ans.StatusCode == http.StatusNoContent:
		return false, nil
	case read.take != nil:
		read.take(ans.content)
		return true, nil
	case len(ans.content) == 0:
		return false, nil
	}
	c.request.drift = c.caller.drift
	if err := decodeBody(c.request, ans.content, read.decode); err != nil {
		return false, err
	}
	return true, nil
}

// failed is operationError for a request that may have been sent several times.
func (c *call) failed(err error) error {
	if c.attempts > 1 {
		err = fmt.Errorf("after %d attempts: %w", c.attempts, err)
	}
	return operationError(c.op, err)
}

// prepare makes the HTTP request. The order matters: mistakes are reported
// without asking for a token, and no token is asked for in vain.
func (c *call) prepare() (*http.Request, error) {
	if err := c.caller.err; err != nil {
		return nil, operationError(c.op, fmt.Errorf("client option %w", err))
	}
	if err := c.caller.checkAvailable(c.op); err != nil {
		return nil, err
	}
	r := c.request
	for _, option := range slices.Concat(c.caller.options, r.options) {
		if option == nil {
			r.fail("", errors.New("a RequestOption is nil"))
			continue
		}
		option.change(r)
	}
	req, err := r.build(c.ctx, &c.caller.config)
	if err != nil {
		return nil, err
	}
	if err := c.ctx.Err(); err != nil {
		return nil, operationError(c.op, contextError(c.ctx, err))
	}
	if err := c.authorize(); err != nil {
		return nil, err
	}
	return req, nil
}

package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// maxDrain and maxDrainTime bound what is read of a body that nobody wants, only so
// that the connection can be used again. A body that drips is not worth it.
const (
	maxDrain     = 64 << 10
	maxDrainTime = time.Second
)

// drain finishes with a body that nobody wants, or wants no more of.
func drain(body io.ReadCloser) {
	timer := time.AfterFunc(maxDrainTime, func() { body.Close() })
	defer timer.Stop()
	io.CopyN(io.Discard, body, maxDrain)
	body.Close()
}

// A caller sends the requests of a client and reads the answers. It is what the
// services of a client share, and safe for use by several goroutines.
type caller struct {
	config
	options []RequestOption // applied to every request, before its own
	send    exchange

	// Shared with the callers that with returns.
	cooldown *cooldown
	calls    *atomic.Uint64 // counted, to tell them apart in the log

	now    func() time.Time
	random func() float64 // from [0, 1)
}

func newCaller(options ...ClientOption) *caller {
	c := &caller{
		config:   newConfig(options),
		cooldown: new(cooldown),
		calls:    new(atomic.Uint64),
		now:      time.Now,
		random:   rand.Float64,
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

// do calls an operation and decodes its result with a function. For an operation
// without a result, that is nil and the body is ignored, whatever it is: player
// commands answer with a random token that is not JSON (docs/facts/mismatches.md M70).
func (c *caller) do(ctx context.Context, r *request, read func(*decoder)) error {
	found, err := c.doOptional(ctx, r, read)
	if err == nil && read != nil && !found {
		return &DecodeError{Operation: r.op.Name, Err: errors.New("the answer is empty")}
	}
	return err
}

// doOptional is do for an operation that may have nothing to say: it reports
// false, without decoding anything, when the answer is 204 or has no body.
func (c *caller) doOptional(ctx context.Context, r *request, read func(*decoder)) (found bool, err error) {
	return c.newCall(ctx, r, read).run()
}

// A call is a request under way: what becomes of it until its result is decoded.
// It belongs to one goroutine.
type call struct {
	caller  *caller
	ctx     context.Context
	request *request
	op      *Operation     // of the request
	read    func(*decoder) // decodes the result; nil ignores the body of the answer

	id       uint64        // tells the calls of a client apart
	attempts int           // how often the request has been sent
	hidden   secrets       // the credentials that it has been sent with
	buffer   *bytes.Buffer // of the answer; nil before there is one

	// authorization is the header with the token of the token source, for the next
	// attempt. It is empty while there is no token to send.
	authorization string
}

func (c *caller) newCall(ctx context.Context, r *request, read func(*decoder)) *call {
	return &call{caller: c, ctx: ctx, request: r, op: r.op, read: read, id: c.calls.Add(1)}
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
		return false, apiErr
	}
	if c.read == nil {
		// The command has been carried out, even if the rest of the body is lost.
		drain(ans.Body)
		return false, nil
	}
	if len(ans.content) == 0 {
		return false, nil
	}
	if err := decodeBody(c.request, ans.content, c.read); err != nil {
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
		option(r)
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

// authorize asks for the token of the next attempt, unless the call has one, or
// its request brings an Authorization header.
func (c *call) authorize() error {
	if c.authorization != "" || c.caller.tokenSource == nil || c.request.header.Get("Authorization") != "" {
		return nil
	}
	token, err := tokenFrom(c.ctx, c.caller.tokenSource)
	if refused, ok := asAuthError(c.op.Name, err); ok {
		return refused
	}
	switch {
	case err != nil:
		return c.failed(fmt.Errorf("token source: %w", err))
	case token == nil:
		return c.failed(errors.New("token source: it returned neither a token nor an error"))
	case token.AccessToken == "":
		return c.failed(errors.New("token source: the access token is empty; set AccessToken, or let an Authenticator get a token, with the client ID of your app from " + dashboardURL))
	}
	c.authorization = token.Type() + " " + token.AccessToken
	return nil
}

// dropToken makes the next attempt ask for a token again. It is called after a
// wait, because the token may have expired.
func (c *call) dropToken() { c.authorization = "" }

// buffers are for answers while they are decoded. What comes out of that has
// nothing of them in it.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (c *call) releaseBuffer() {
	if c.buffer != nil && c.buffer.Cap() <= maxPooled {
		buffers.Put(c.buffer)
	}
	c.buffer = nil
}

// readBody reads the whole body, up to the maximum size, into the buffer of the
// call, where it stays until the call ends. White space is no body.
func (c *call) readBody(resp *http.Response) ([]byte, error) {
	if c.buffer == nil {
		c.buffer = buffers.Get().(*bytes.Buffer)
	}
	c.buffer.Reset()
	limit := c.caller.maxResponseSize
	if resp.ContentLength > 0 {
		c.buffer.Grow(int(min(resp.ContentLength, maxPooled, limit)) + bytes.MinRead)
	}
	_, err := c.buffer.ReadFrom(io.LimitReader(resp.Body, limit+1))
	switch {
	case int64(c.buffer.Len()) > limit:
		return nil, c.failed(fmt.Errorf("the answer is larger than %d bytes, the limit that WithMaxResponseSize sets", limit))
	case err != nil:
		return nil, c.exchangeError(fmt.Errorf("reading the answer: %w", err), exchangeFailure{})
	}
	if len(bytes.TrimSpace(c.buffer.Bytes())) == 0 {
		return nil, nil
	}
	return c.buffer.Bytes(), nil
}

// only returns the element of an answer that is a list of exactly one, like the
// one to whether a user follows a playlist.
func only[T any](r *request, list []T) (T, error) {
	if len(list) != 1 {
		var zero T
		return zero, &DecodeError{Operation: r.op.Name, Path: "$", Err: fmt.Errorf("the answer is a list of %d elements instead of 1", len(list))}
	}
	return list[0], nil
}

// missing says that an answer lacks the property that it consists of.
func missing(r *request, property string) error {
	return &DecodeError{Operation: r.op.Name, Path: "$." + property, Err: errors.New("the value is missing")}
}

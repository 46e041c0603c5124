package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"golang.org/x/oauth2"
)

// maxDrain bounds what is read of a body that nobody wants, only so that the
// connection can be used again.
const maxDrain = 64 << 10

// A caller sends the requests of a client and reads the answers. It is what the
// services of a client share, and safe for use by several goroutines.
type caller struct {
	config
	options []RequestOption // applied to every request, before its own
	now     func() time.Time
}

func newCaller(options ...ClientOption) *caller {
	return &caller{config: newConfig(options), now: time.Now}
}

// with returns a caller that applies the options to each of its requests too.
func (c *caller) with(options ...RequestOption) *caller {
	changed := *c
	changed.options = append(slices.Clip(c.options), options...)
	return &changed
}

// do calls an operation and decodes its result into out, a pointer. For an
// operation without a result, out is nil and the body is ignored, whatever it is:
// player commands answer with a random token that is not JSON
// (facts/mismatches.md M70).
func (c *caller) do(ctx context.Context, r *request, out any) error {
	found, err := c.doOptional(ctx, r, out)
	if err == nil && out != nil && !found {
		return &DecodeError{Operation: r.op.Name, Err: errors.New("the answer is empty")}
	}
	return err
}

// doOptional is do for an operation that may have nothing to say: it reports
// false, and leaves out alone, when the answer is 204 or has no body.
func (c *caller) doOptional(ctx context.Context, r *request, out any) (found bool, err error) {
	req, err := c.prepare(ctx, r)
	if err != nil {
		return false, err
	}
	resp, err := c.send(r.op, req)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()

	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return false, newAPIError(r.op, resp, secretsOf(req, resp), c.now())
	}
	if out == nil {
		// The command has been carried out, even if the rest of the body is lost.
		io.CopyN(io.Discard, resp.Body, maxDrain)
		return false, nil
	}
	body, err := c.readBody(r.op, req, resp)
	if err != nil || len(body) == 0 {
		return false, err
	}
	if err := decodeBody(r.op, body, out); err != nil {
		return false, err
	}
	return true, nil
}

// prepare makes the HTTP request. The order matters: mistakes are reported
// without asking for a token, and no token is asked for in vain.
func (c *caller) prepare(ctx context.Context, r *request) (*http.Request, error) {
	if c.err != nil {
		return nil, operationError(r.op, fmt.Errorf("client option %w", c.err))
	}
	for _, option := range slices.Concat(c.options, r.options) {
		if option == nil {
			r.fail("", errors.New("nil RequestOption"))
			continue
		}
		option(r)
	}
	req, err := r.build(ctx, &c.config)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, operationError(r.op, contextError(ctx, err))
	}
	if err := c.authorize(r.op, req); err != nil {
		return nil, err
	}
	return req, nil
}

// authorize adds the token, unless the caller brought an Authorization header.
func (c *caller) authorize(op *Operation, req *http.Request) error {
	if c.tokenSource == nil || req.Header.Get("Authorization") != "" {
		return nil
	}
	token, err := c.tokenSource.Token()
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return newAuthError(op.Name, refused)
	}
	switch {
	case err != nil:
		return operationError(op, fmt.Errorf("token source: %w", err))
	case token == nil || token.AccessToken == "":
		return operationError(op, errors.New("token source: no token and no error"))
	}
	token.SetAuthHeader(req)
	return nil
}

// send does one exchange; anything that has an HTTP status is an answer, not an
// error.
func (c *caller) send(op *Operation, req *http.Request) (*http.Response, error) {
	resp, err := c.httpClient.Do(req)
	if err != nil {
		return nil, exchangeError(op, req, nil, err)
	}
	return resp, nil
}

// readBody reads the whole body, up to the maximum size. White space is no body.
func (c *caller) readBody(op *Operation, req *http.Request, resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.maxResponseSize+1))
	switch {
	case int64(len(body)) > c.maxResponseSize:
		return nil, operationError(op, fmt.Errorf("the answer is larger than %d bytes, the limit that WithMaxResponseSize sets", c.maxResponseSize))
	case err != nil:
		return nil, exchangeError(op, req, resp, fmt.Errorf("reading the answer: %w", err))
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	return body, nil
}

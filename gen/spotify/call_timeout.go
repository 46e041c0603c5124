package spotify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const defaultAttemptTimeout = 30 * time.Second

// WithAttemptTimeout sets how long one attempt to send a request may take until the
// header of the answer is there, and then how long the body may pause. An answer
// that keeps arriving is not cut off, however large it is. The default is 30
// seconds, or no limit if the client of [WithHTTPClient] has a timeout of its own.
// With 0, only the context of a call and the HTTP client limit the time.
//
// An attempt that took too long is repeated like one whose connection broke; see
// [RetryPolicy]. If that does not help, the error is a timeout: it has a method
// Timeout that returns true, and is [context.DeadlineExceeded] for errors.Is, like
// those of net/http. Waits between the attempts do not count.
func WithAttemptTimeout(timeout time.Duration) ClientOption {
	return clientOption(func(c *config) {
		if timeout < 0 {
			c.invalid(fmt.Errorf("WithAttemptTimeout: %v; want a positive duration, or 0 for no limit", timeout))
			return
		}
		c.attemptTimeout = &timeout
	})
}

// timeout is that of an attempt, 0 for none.
func (c *config) timeout() time.Duration {
	switch {
	case c.attemptTimeout != nil:
		return *c.attemptTimeout
	case c.httpClient.Timeout > 0:
		return 0
	}
	return defaultAttemptTimeout
}

// A timeoutError says that the server was silent for too long.
type timeoutError struct {
	what  string
	after time.Duration
}

func (e *timeoutError) Error() string { return fmt.Sprintf("%s for %v", e.what, e.after) }

// Timeout reports that it is a timeout, as those of package net do.
func (*timeoutError) Timeout() bool { return true }

// Is reports whether target is that of a deadline.
func (*timeoutError) Is(target error) bool { return target == context.DeadlineExceeded }

// A stopwatch ends an attempt whose server is silent for too long. The zero value
// never does.
type stopwatch struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	timer  *time.Timer
	after  time.Duration
}

// errSilence is the cause with which a stopwatch cancels a request.
var errSilence = errors.New("the server is silent")

// watched starts a stopwatch for the header of the answer to a request.
func watched(req *http.Request, after time.Duration) (stopwatch, *http.Request) {
	if after == 0 {
		return stopwatch{}, req
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	w := stopwatch{ctx: ctx, cancel: cancel, after: after}
	w.timer = time.AfterFunc(after, func() { cancel(errSilence) })
	return w, req.WithContext(ctx)
}

// expired reports whether the server has been silent for too long.
func (w *stopwatch) expired() bool {
	return w.timer != nil && context.Cause(w.ctx) == errSilence
}

// answered makes the stopwatch that of the body.
func (w *stopwatch) answered(resp *http.Response) {
	if w.timer == nil {
		return
	}
	w.timer.Stop()
	resp.Body = &watchedBody{ReadCloser: resp.Body, stopwatch: *w}
}

// failed stops the stopwatch after an exchange without an answer. It makes the error
// say so if the server was silent.
func (w *stopwatch) failed(err error) (failure error, silent bool) {
	if w.timer == nil {
		return err, false
	}
	w.timer.Stop()
	silent = w.expired()
	w.cancel(nil)
	if !silent {
		return err, false
	}
	failure = &timeoutError{"no answer", w.after}
	if outer, ok := err.(*url.Error); ok {
		failure = &url.Error{Op: outer.Op, URL: outer.URL, Err: failure}
	}
	return failure, true
}

// A watchedBody ends when it pauses for too long.
type watchedBody struct {
	io.ReadCloser
	stopwatch
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.timer.Reset(b.after)
	n, err := b.ReadCloser.Read(p)
	b.timer.Stop()
	if err != nil && err != io.EOF && b.expired() {
		err = &timeoutError{"nothing arrived", b.after}
	}
	return n, err
}

func (b *watchedBody) Close() error {
	defer b.cancel(nil)
	return b.ReadCloser.Close()
}

package spotify

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"
)

// WithLogger logs every attempt at level debug. A failure after which the
// request is sent again is logged at level warn. The attributes are request_id
// (the same number for all attempts of one call), operation, method, path (with
// its placeholders) and attempt (1 is the first). Further ones are status or
// error, duration (until the header of the answer), and wait (before the next
// attempt). No token, query or body is logged. Without this option nothing is
// logged.
func WithLogger(logger *slog.Logger) ClientOption {
	return func(c *config) {
		if logger == nil {
			c.invalid(errors.New("WithLogger: the logger is nil"))
			return
		}
		c.logger = logger
	}
}

// logged logs each attempt.
func (c *caller) logged(next exchange) exchange {
	return func(r *request, req *http.Request) (*http.Response, error) {
		start := c.now()
		resp, err := next(r, req)
		c.log(req.Context(), slog.LevelDebug, "spotify: request sent", r,
			outcome(resp, err), slog.Duration("duration", c.now().Sub(start)))
		return resp, err
	}
}

// logRetry logs why and when there will be another attempt.
func (c *caller) logRetry(ctx context.Context, r *request, resp *http.Response, err error, wait time.Duration) {
	if c.logger == nil {
		return
	}
	c.log(ctx, slog.LevelWarn, "spotify: request will be repeated", r,
		outcome(resp, err), slog.Duration("wait", wait))
}

func (c *caller) log(ctx context.Context, level slog.Level, message string, r *request, more ...slog.Attr) {
	attrs := append([]slog.Attr{
		slog.Uint64("request_id", r.id),
		slog.String("operation", r.op.Name),
		slog.String("method", r.op.Method),
		slog.String("path", r.op.Path),
		slog.Int("attempt", r.attempts),
	}, more...)
	c.logger.LogAttrs(ctx, level, message, attrs...)
}

func outcome(resp *http.Response, err error) slog.Attr {
	if err != nil {
		return slog.String("error", err.Error())
	}
	return slog.Int("status", resp.StatusCode)
}

// A ResponseInfo describes an answer without its body.
type ResponseInfo struct {
	Operation  string // Go name of the operation, like "Tracks.Get"
	StatusCode int
	// Header is a copy that you may keep and change. It holds no credentials.
	Header http.Header
	// Attempts is how often the request was sent, 1 if the first attempt was
	// answered, 0 if the answer came from the cache alone.
	Attempts int
	// Duration is how long the answer took, with all attempts and waits.
	Duration time.Duration
}

// CaptureResponse passes the status, the header and the timing of an answer to
// a function, before the call returns. It does so for error statuses too. If a
// method sends several requests (batches, All… methods), the function is called
// for each of them. With [Prefetch] or in development mode, several goroutines
// may call it at a time.
func CaptureResponse(capture func(ResponseInfo)) RequestOption {
	return func(r *request) { r.capture = capture }
}

// captured reports an answer to the function that wants it.
func (r *request) captured(resp *http.Response, took time.Duration) {
	if r.capture == nil {
		return
	}
	header := r.hidden.redactHeader(resp.Header)
	header.Del("Set-Cookie")
	r.capture(ResponseInfo{
		Operation:  r.op.Name,
		StatusCode: resp.StatusCode,
		Header:     header,
		Attempts:   r.attempts,
		Duration:   took,
	})
}

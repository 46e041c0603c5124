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
			c.invalid(errors.New("WithLogger: nil logger"))
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

package spotify

import (
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
	return clientOption(func(c *config) {
		if logger == nil {
			c.invalid(errors.New("WithLogger: the logger is nil"))
			return
		}
		c.logger = logger
	})
}

// logged logs each attempt.
func (c *caller) logged(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		start := c.now()
		ans, err := next(call, req)
		call.log(slog.LevelDebug, "spotify: request sent",
			outcome(ans.Response, err), slog.Duration("duration", c.now().Sub(start)))
		return ans, err
	}
}

// logRetry logs why and when there will be another attempt.
func (c *call) logRetry(resp *http.Response, err error, wait time.Duration) {
	if c.caller.logger == nil {
		return
	}
	c.log(slog.LevelWarn, "spotify: request will be repeated",
		outcome(resp, err), slog.Duration("wait", wait))
}

func (c *call) log(level slog.Level, message string, more ...slog.Attr) {
	attrs := append([]slog.Attr{
		slog.Uint64("request_id", c.id),
		slog.String("operation", c.op.Name),
		slog.String("method", c.op.Method),
		slog.String("path", c.op.Path),
		slog.Int("attempt", c.attempts),
	}, more...)
	c.caller.logger.LogAttrs(c.ctx, level, message, attrs...)
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

// WithResponseInfo passes the status, the header and the timing of an answer to
// a function, before the call returns. It does so for error statuses too. If a
// method sends several requests (batches, All… methods), the function is called
// for each of them. With [WithPrefetch] or in development mode, several goroutines
// may call it at a time.
func WithResponseInfo(capture func(ResponseInfo)) RequestOption {
	return requestOption(func(r *request) { r.capture = capture })
}

// captured reports an answer to the function that wants it.
func (c *call) captured(resp *http.Response, took time.Duration) {
	if c.request.capture == nil {
		return
	}
	header := c.hidden.redactHeader(resp.Header)
	header.Del("Set-Cookie")
	c.request.capture(ResponseInfo{
		Operation:  c.op.Name,
		StatusCode: resp.StatusCode,
		Header:     header,
		Attempts:   c.attempts,
		Duration:   took,
	})
}

package spotify

import (
	"net/http"
	"time"
)

// A ResponseInfo is what an answer says beside its body.
type ResponseInfo struct {
	Operation  string // Go name of the operation, like "Tracks.Get"
	StatusCode int
	// Header is the caller's to keep. It holds no credentials.
	Header http.Header
	// Attempts is how often the request was sent, 1 if the first attempt was
	// answered, 0 if the answer came from the cache alone.
	Attempts int
	// Duration is how long the answer took, with all attempts and waits.
	Duration time.Duration
}

// CaptureResponse hands what the answer to a call says beside its body to a
// function, before the call returns, whether it succeeds or fails with a status.
// For a method that sends several requests (batches, All… methods), it is called
// for each of them, and with [Prefetch] or in development mode from several
// goroutines at a time.
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

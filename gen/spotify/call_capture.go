package spotify

import (
	"net/http"
	"time"
)

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

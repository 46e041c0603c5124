package spotify

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// An answer is a response. If it is a success that the call reads, its body has been
// read: it is the content, and Body is empty. Where JSON is due, white space does not count as content.
type answer struct {
	*http.Response
	content []byte
}

// A reading is how the body of a success becomes a result. The zero value ignores it.
type reading struct {
	// status is that of the answers that are read so, like 201; 2 stands for every
	// success without a reading of its own.
	status int
	decode func(*decoder) // reads JSON
	take   func([]byte)   // takes the body as it is, and keeps nothing of its bytes
}

func (r reading) ignores() bool { return r.decode == nil && r.take == nil }

// readingOf returns the reading of an answer. A success that is not declared is read like
// the first one that is: it is no failure, and has no form of its own.
func (c *call) readingOf(resp *http.Response) reading {
	for _, status := range []int{resp.StatusCode, resp.StatusCode / 100} {
		if c.reading.status == status {
			return c.reading
		}
		for _, other := range c.others {
			if other.status == status {
				return other
			}
		}
	}
	return c.reading
}

// notEmpty makes an error of an answer without content where something is due.
func notEmpty(r *request, found bool, err error) error {
	if err == nil && !found {
		return &DecodeError{Operation: r.op.Name, Err: errors.New("the answer is empty")}
	}
	return err
}

func isSuccess(resp *http.Response) bool {
	return resp.StatusCode >= 200 && resp.StatusCode <= 299
}

// received reads the answers that become results. It does so within an attempt,
// because a connection that breaks in the middle of an answer is a reason to repeat
// like one that breaks before.
func (c *caller) received(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		ans, err := next(call, req)
		if err != nil || !isSuccess(ans.Response) || call.readingOf(ans.Response).ignores() {
			return ans, err
		}
		content, err := call.readBody(ans.Response)
		ans.Body.Close()
		if err != nil {
			return answer{}, err
		}
		ans.Body, ans.content = http.NoBody, content
		return ans, nil
	}
}

// buffers are for answers while they are decoded. Decoded values share no memory with
// them.
var buffers pool[bytes.Buffer]

func (c *call) releaseBuffer() {
	if c.buffer != nil {
		buffers.put(c.buffer, c.buffer.Cap())
	}
	c.buffer = nil
}

// readBody reads the whole body, up to the maximum size, into the buffer of the
// call, where it stays until the call ends. Where JSON is due, white space does not count as a body.
func (c *call) readBody(resp *http.Response) ([]byte, error) {
	if c.buffer == nil {
		c.buffer = buffers.get()
	}
	c.buffer.Reset()
	limit := c.caller.maxResponseSize
	if resp.ContentLength > 0 {
		c.buffer.Grow(int(min(resp.ContentLength, maxPooled, limit)) + bytes.MinRead)
	}
	var err error
	if body, ok := resp.Body.(*packedBody); ok {
		err = readPacked(c.buffer, body.ReadCloser, limit)
	} else {
		err = readPlain(c.buffer, resp.Body, limit)
	}
	isJSON := c.readingOf(resp).take == nil
	switch {
	case errors.Is(err, errTooLarge):
		return nil, c.failed(fmt.Errorf("the answer is larger than %d bytes, the limit that WithMaxResponseSize sets", limit))
	case err != nil:
		return nil, c.exchangeError(fmt.Errorf("reading the answer: %w", err), exchangeFailure{})
	}
	if err := checkEncoding(resp, c.buffer.Bytes()); isJSON && err != nil {
		return nil, c.failed(err)
	}
	if isJSON && len(bytes.TrimSpace(c.buffer.Bytes())) == 0 {
		return nil, nil
	}
	return c.buffer.Bytes(), nil
}

// maxDrain and maxDrainTime limit how much is read of an unwanted body, so that the
// connection can be used again. A slow body is not worth the wait.
const (
	maxDrain     = 64 << 10
	maxDrainTime = time.Second
)

// drain finishes with a body that is not wanted, or no longer.
func drain(body io.ReadCloser) {
	timer := time.AfterFunc(maxDrainTime, func() { body.Close() })
	defer timer.Stop()
	io.CopyN(io.Discard, body, maxDrain)
	body.Close()
}

// discard finishes with an answer so that its connection can be used again.
func discard(resp *http.Response) {
	if resp == nil {
		return
	}
	drain(resp.Body)
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

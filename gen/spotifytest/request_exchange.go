package spotifytest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// An exchange is a request to the Web API and its answer, on their way past the log and
// the faults. The answer is sent when the server is done with the request.
type exchange struct {
	call        *call
	wire        http.ResponseWriter
	request     *http.Request
	logged      *Request
	tooLarge    bool // the body was not read to its end
	otherMethod bool // the path has endpoints, but with other methods
	violations  []string

	status int // 0 breaks the connection
	header http.Header
	body   []byte
	cut    bool // half of the body is sent
}

// serveAPI answers a request of the Web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	// The body may be slow to come, so this is done without the lock.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	e, values, otherMethod := match(s.endpoints, r.Method, path)
	x := &exchange{
		call:        &call{Server: s, endpoint: e, path: unescaped(values), query: r.URL.Query(), raw: body},
		wire:        w,
		request:     r,
		logged:      newRequest(r, path, body),
		tooLarge:    err != nil,
		otherMethod: otherMethod,
		header:      http.Header{},
	}
	x.logged.setOps(x.call.methods())
	x.process()
	// Reports may call methods of the server, which take the lock.
	for _, text := range x.violations {
		s.violated(text)
	}
	for _, text := range x.call.warnings {
		s.warned(text)
	}
	x.send()
}

// process logs a request and makes the answer. It holds the lock from the beginning to
// the end, except while the request is held or delayed.
func (x *exchange) process() {
	c, s := x.call, x.call.Server
	s.mu.Lock()
	defer s.mu.Unlock()
	c.checkToken(x.request)
	x.logged.Time = s.now()
	x.logged.User = c.grant.user
	s.log.add(x.logged)
	if !x.wait() {
		return
	}
	failure := s.faults.claim(x.logged, c.grant.clientID, s.now())
	if failure == nil || failure.After {
		failure.ask(c)
		x.carryOut()
	}
	if failure != nil {
		x.fail(failure)
	}
	// A client that has the answer must find it in the log.
	x.logged.Status = x.status
	x.logged.Violations, x.logged.Warnings = x.violations, c.warnings
	s.page.answers.keep(x.logged, x.body)
}

// wait waits while the request is held, and then as long as it is delayed. It reports
// false if the client goes away in the meantime.
func (x *exchange) wait() bool {
	faults := &x.call.faults
	for held := faults.heldBy(x.logged); held != nil; held = faults.heldBy(x.logged) {
		if !await(x, held) {
			return false
		}
	}
	delay := faults.delayOf(x.logged)
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	return await(x, timer.C)
}

// await waits for an event without the lock. It reports false if the client goes away.
func await[E any](x *exchange, event <-chan E) bool {
	x.call.mu.Unlock()
	defer func() {
		x.call.mu.Lock()
		x.call.checkToken(x.request) // which may have expired
	}()
	select {
	case <-event:
		return true
	case <-x.request.Context().Done():
		return false
	}
}

// carryOut does what a request asks for.
func (x *exchange) carryOut() {
	e := x.call.endpoint
	switch {
	case x.tooLarge:
		x.refuse(refuse(http.StatusRequestEntityTooLarge, "Payload too large"))
	case e == nil && x.otherMethod:
		x.violate("%s %s: the schema has no such method for the path", x.logged.Method, x.logged.Path)
		x.refuse(refuse(http.StatusMethodNotAllowed, "Method not allowed"))
	case e == nil:
		x.violate("%s %s: the schema has no such path", x.logged.Method, x.logged.Path)
		x.refuse(refuse(http.StatusNotFound, "Service not found"))
	default:
		result, violations, err := x.call.answer(x.request)
		for _, text := range violations {
			x.violate("%s (%s): %s", x.call.senders(), e.key(), text)
		}
		x.write(result, err)
	}
}

func (x *exchange) violate(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if token := tokenIn(x.request); token != "" {
		text = strings.ReplaceAll(text, token, hidden) // it was put where it does not belong
	}
	x.violations = append(x.violations, text)
}

// write makes the answer from what a handler returns.
func (x *exchange) write(result any, err error) {
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		x.refuse(refused)
		return
	case err != nil:
		x.refuse(refuse(http.StatusInternalServerError, err.Error()))
		return
	}
	success, ok := result.(answer)
	if !ok {
		success = answer{status: http.StatusOK, body: result}
	}
	if x.status = success.status; success.body == nil {
		return
	}
	body := x.call.encode(success.body)
	isRead := x.request.Method == http.MethodGet && success.status == http.StatusOK
	if isRead && x.call.writeValidators(x.header, x.request, body) {
		x.status = http.StatusNotModified
		return
	}
	x.header.Set("Content-Type", contentJSON)
	x.body = body
}

// encode is [encode] with a buffer that is used again: answers are large. It is called
// with the lock held.
func (s *Server) encode(v any) []byte {
	s.buffer = appendJSON(s.buffer[:0], v)
	return bytes.Clone(s.buffer)
}

// refuse makes an error the answer, in one of the forms that it comes in.
func (x *exchange) refuse(refused *refusal) {
	x.status = refused.status
	if refused.retryAfter > 0 {
		x.header.Set("Retry-After", seconds(refused.retryAfter))
	}
	if refused.plainText {
		x.header.Set("Content-Type", "text/plain; charset=utf-8")
		x.body = []byte(refused.message)
		return
	}
	described := object{"status": refused.status, "message": refused.message}
	if refused.reason != "" {
		described["reason"] = refused.reason
	}
	x.header.Set("Content-Type", contentJSON)
	x.body = encode(object{"error": described})
}

// fail does to the answer what a failure wants.
func (x *exchange) fail(f *Failure) {
	if x.status >= 200 && x.status < 300 && f.distorts() {
		x.body = f.distort(x.body)
		x.header.Del("ETag") // that of another body
	}
	switch {
	case f.loss == lostAnswer, f.loss == lostHalf && len(x.body) == 0:
		x.status = 0
		return
	case f.loss == lostHalf:
		x.cut = true
		return
	case f.keepsAnswer():
		return
	}
	x.header, x.status, x.body = http.Header{}, f.Status, []byte(f.Body)
	if x.status < 200 || x.status > 599 {
		x.status = http.StatusInternalServerError
	}
	if f.ContentType != "" {
		x.header.Set("Content-Type", f.ContentType)
	} else {
		x.header["Content-Type"] = nil // or net/http makes a guess
	}
	if f.RetryAfter > 0 {
		x.header.Set("Retry-After", seconds(f.RetryAfter))
	}
}

// send sends the answer. The server closes the connection if the body is shorter than
// the header says.
func (x *exchange) send() {
	if x.status == 0 {
		x.reset()
		return
	}
	maps.Copy(x.wire.Header(), x.header)
	if x.status == http.StatusNoContent || x.status == http.StatusNotModified {
		x.wire.WriteHeader(x.status) // which has no body, whatever a failure says
		return
	}
	if len(x.body) > 0 {
		x.wire.Header().Set("Content-Length", strconv.Itoa(len(x.body)))
	}
	x.wire.WriteHeader(x.status)
	if x.cut {
		x.body = x.body[:len(x.body)/2]
	}
	x.wire.Write(x.body)
}

// reset breaks the connection: without the time to linger, the client gets a reset, and
// not the end of a file.
func (x *exchange) reset() {
	connection, _, err := http.NewResponseController(x.wire).Hijack()
	if err != nil {
		return // it is broken already
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	connection.Close()
}

// seconds writes Retry-After. The API knows whole seconds only; a test may not want to
// wait as long as that.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64)
}

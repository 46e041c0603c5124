package spotifytest

import (
	"bytes"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// An exchange is a request and its answer on their way past the faults and into the
// log. It is the [http.ResponseWriter] of those who answer: what they write is kept
// until finish sends it, or does to it what a failure wants.
type exchange struct {
	server  *Server
	wire    http.ResponseWriter
	request *http.Request
	logged  *Request
	app     string   // the client ID of the token; "" if that is not valid
	failure *Failure // nil is none

	header http.Header
	status int // 0 before the header has been written
	body   bytes.Buffer
}

// observe enters a request into the log.
func (s *Server) observe(w http.ResponseWriter, r *http.Request, c *call, path string) *exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The user may not be allowed to do it. That is checked later.
	grant, _ := s.accounts.check(r.Header.Get("Authorization"))
	logged := newRequest(r, path, c.raw)
	logged.Time = s.now()
	logged.User = grant.user
	logged.setOps(c.methods())
	s.log.add(logged)
	return &exchange{server: s, wire: w, request: r, logged: logged, app: grant.clientID, header: http.Header{}}
}

// begin waits as long as the faults want, and reports whether the request is to be
// carried out. If not, the exchange is over.
func (x *exchange) begin() bool {
	if !x.wait() {
		x.reset()
		return false
	}
	x.failure = x.server.claimFailure(x)
	if x.failure != nil && !x.failure.After {
		x.finish()
		return false
	}
	return true
}

// wait waits while the request is held, and then as long as it is delayed. It reports
// false if the client goes away in the meantime.
func (x *exchange) wait() bool {
	gone := x.request.Context().Done()
	for held := x.server.heldBy(x); held != nil; held = x.server.heldBy(x) {
		select {
		case <-held:
		case <-gone:
			return false
		}
	}
	delay := x.server.delayOf(x)
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-gone:
		return false
	}
}

func (x *exchange) Header() http.Header { return x.header }

func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
}

func (x *exchange) Write(data []byte) (int, error) {
	x.WriteHeader(http.StatusOK)
	return x.body.Write(data)
}

// finish sends the answer, or what a failure makes of it.
func (x *exchange) finish() {
	switch {
	case x.failure == nil:
		x.send(x.body.Bytes())
	case x.failure.loss == lostAnswer, x.failure.loss == lostHalf && x.body.Len() == 0:
		x.reset()
	case x.failure.loss == lostHalf:
		x.send(x.body.Bytes()[:x.body.Len()/2])
	default:
		x.answerWith(x.failure)
		x.send(x.body.Bytes())
	}
}

// answerWith puts a failure in place of the answer.
func (x *exchange) answerWith(f *Failure) {
	x.header, x.status = http.Header{}, f.Status
	if x.status < 200 || x.status > 599 {
		x.status = http.StatusInternalServerError
	}
	x.body.Reset()
	x.body.WriteString(f.Body)
	if f.ContentType != "" {
		x.header.Set("Content-Type", f.ContentType)
	} else {
		x.header["Content-Type"] = nil // or net/http makes a guess
	}
	if f.RetryAfter > 0 {
		x.header.Set("Retry-After", seconds(f.RetryAfter))
	}
}

// send sends the answer with a body, or with the beginning of it: the server closes the
// connection if that is shorter than the header says.
func (x *exchange) send(body []byte) {
	x.WriteHeader(http.StatusOK)
	// Before anything is sent, so that a client that has the answer finds it in the log.
	x.setStatus(x.status)
	maps.Copy(x.wire.Header(), x.header)
	if x.status == http.StatusNoContent || x.status == http.StatusNotModified {
		x.wire.WriteHeader(x.status) // which has no body, whatever was written
		return
	}
	if x.body.Len() > 0 {
		x.wire.Header().Set("Content-Length", strconv.Itoa(x.body.Len()))
	}
	x.wire.WriteHeader(x.status)
	x.wire.Write(body)
}

func (x *exchange) setStatus(status int) {
	x.server.mu.Lock()
	defer x.server.mu.Unlock()
	x.logged.Status = status
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

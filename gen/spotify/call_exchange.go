package spotify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
)

// An exchange sends the request of a call and returns the answer, whatever its
// status: an answer with any status is not an error. It does not change the request,
// so that it can be sent again, and takes the body from GetBody.
type exchange func(c *call, req *http.Request) (answer, error)

// chain puts together what happens between a request and its answer, beginning
// with the last step.
func (c *caller) chain() exchange {
	send := c.sendOnce
	if c.logger != nil {
		send = c.logged(send)
	}
	send = c.authorized(c.passing(send))
	if c.limiter != nil {
		send = c.limited(send)
	}
	send = c.reauthorized(c.retried(c.received(send)))
	if c.cache != nil {
		// An answer of the cache does not count as an attempt, and the cache does not
		// see answers that lead to another attempt.
		send = c.cached(send)
	}
	return send
}

// sendOnce does one exchange over HTTP.
func (c *caller) sendOnce(call *call, req *http.Request) (answer, error) {
	call.attempts++
	var connection connectionTrace
	if !call.op.Idempotent {
		req = req.WithContext(connection.follow(req.Context()))
	}
	watch, req := watched(c.prepared(req), c.timeout())
	resp, err := c.httpClient.Do(req)
	call.hidden.add(req, resp)
	if err == nil {
		watch.answered(resp)
		unpack(resp)
		return answer{Response: resp}, nil
	}
	err, silent := watch.failed(err)
	// A response comes with an error only if a redirect is refused. Then and after a
	// certificate that does not hold, another attempt would end alike.
	distrusted := errors.As(err, new(*tls.CertificateVerificationError))
	return answer{}, call.exchangeError(err, exchangeFailure{
		final:  resp != nil || distrusted,
		unsent: !connection.made.Load() && (isDialError(err) || silent && connection.wanted.Load()),
	})
}

// A connectionTrace tells whether a request can have been sent.
type connectionTrace struct {
	wanted atomic.Bool // the transport tells what it does, and needed a connection
	made   atomic.Bool // there was one, of this request or of a redirect before it
}

func (t *connectionTrace) follow(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.wanted.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.made.Store(true) },
	})
}

// isDialError reports whether a connection could not be made. Something may have been
// sent nevertheless: a redirect may have come before.
func isDialError(err error) bool {
	if ok := errors.As(err, new(*net.DNSError)); ok {
		return true
	}
	var opErr *net.OpError
	ok := errors.As(err, &opErr)
	return ok && (opErr.Op == "dial" || opErr.Op == "proxyconnect")
}

// maxRedirects is the limit of net/http, which a CheckRedirect has to enforce
// itself.
const maxRedirects = 10

// guardRedirects returns a client that follows redirects on the same server
// only. A client that has a policy of its own keeps it; the given client is never
// changed.
func guardRedirects(client *http.Client) *http.Client {
	if client.CheckRedirect != nil {
		return client
	}
	guarded := *client
	guarded.CheckRedirect = checkRedirect
	return &guarded
}

// checkRedirect refuses to leave the server that the caller chose: net/http drops
// the token on most such redirects, but keeps it for subdomains and for http on
// the same host, and the answer of somebody else's server is not wanted anyway.
//
// It also refuses the redirects (301, 302, 303) for which net/http repeats a
// write as a GET without its body: that would report a lost write as done.
func checkRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case !sameServer(first.URL, next.URL):
		return fmt.Errorf("redirect to another server refused: %s://%s", next.URL.Scheme, next.URL.Host)
	case next.Method != first.Method:
		return fmt.Errorf("redirect refused because it turns %s into %s", first.Method, next.Method)
	case len(via) >= maxRedirects:
		return errors.New("too many redirects")
	}
	return nil
}

// sameServer also holds for the step from http to https on the standard ports.
func sameServer(from, to *url.URL) bool {
	if !strings.EqualFold(from.Hostname(), to.Hostname()) {
		return false
	}
	if from.Scheme == to.Scheme {
		return port(from) == port(to)
	}
	return from.Scheme == "http" && port(from) == "80" && to.Scheme == "https" && port(to) == "443"
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	case u.Scheme == "https":
		return "443"
	}
	return ""
}

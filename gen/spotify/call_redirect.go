package spotify

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

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

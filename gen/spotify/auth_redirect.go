package spotify

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// LoopbackRedirectURI is the redirect URI of [Authenticator.Login] if no other
// one is configured. Register it in the dashboard exactly like this, without a
// port: if a loopback IP address is registered without a port, any port may be
// used.
const LoopbackRedirectURI = "http://127.0.0.1/callback"

// CheckRedirectURI returns an error if Spotify would not accept a redirect URI.
// The error says why, and what to write instead. Spotify's rules are:
//
//   - https is allowed everywhere.
//   - http is allowed only on a loopback IP address, 127.0.0.1 or [::1].
//   - localhost is refused.
//   - A custom scheme, like my-app://callback, is allowed. It is meant for
//     mobile apps: on a desktop, any program can claim it.
//   - The URI that an app sends must equal the registered one exactly,
//     including a trailing slash. Only a loopback IP address that is registered
//     without a port may be sent with any port.
//
// Whether the URI is registered is not checked: only Spotify knows.
func CheckRedirectURI(uri string) error {
	if err := checkRedirectURI(uri); err != nil {
		return fmt.Errorf("spotify: redirect URI: %w", err)
	}
	return nil
}

func checkRedirectURI(uri string) error {
	if uri == "" {
		return errors.New("it is empty; write one like " + LoopbackRedirectURI)
	}
	if strings.ContainsFunc(uri, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return errors.New("it holds white space or control characters")
	}
	text := uri
	if isLocalhost(uri[:strings.IndexAny(uri+"/", ":/?#")]) {
		text = "http://" + uri // or net/url takes localhost for the scheme
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return fmt.Errorf("%s is not a URL; write one like %s", quote(uri), LoopbackRedirectURI)
	case u.Scheme == "" || u.Opaque != "":
		return fmt.Errorf("%s is not an absolute URL; write one like %s", quote(uri), LoopbackRedirectURI)
	case u.User != nil:
		// Not quoted, because of the password.
		return errors.New("it holds a user name; leave out the part before @")
	case strings.Contains(uri, "#"):
		return fmt.Errorf("%s has a fragment; leave out # and the part after it", quote(uri))
	case u.Scheme == "http" || u.Scheme == "https":
		return checkWebRedirect(uri, u)
	case u.Scheme == "file":
		return fmt.Errorf("%s is a file; write one like %s", quote(uri), LoopbackRedirectURI)
	}
	return nil
}

func checkWebRedirect(uri string, u *url.URL) error {
	host := u.Hostname()
	switch {
	case host == "":
		return fmt.Errorf("%s has no host; write one like %s", quote(uri), LoopbackRedirectURI)
	case isLocalhost(host):
		return fmt.Errorf("%s: Spotify refuses localhost; write %s instead, here and in the dashboard", quote(uri), onLoopback(u))
	case strings.Contains(host, "*"):
		return fmt.Errorf("%s has a wildcard, which Spotify does not support; write the whole host name", quote(uri))
	case !validPort(u):
		return fmt.Errorf("%s: port %q is not one of 1 to 65535; to use any free port, leave it out", quote(uri), shorten(u.Port(), maxQuoted))
	case u.Scheme == "https" || isLoopbackLiteral(host):
		return nil
	case isLoopback(host):
		return fmt.Errorf("%s: Spotify accepts only 127.0.0.1 and [::1] as loopback addresses; write %s instead", quote(uri), onLoopback(u))
	}
	secure := *u
	secure.Scheme = "https"
	return fmt.Errorf("%s: plain http is only for 127.0.0.1 and [::1]; write %s instead", quote(uri), quote(secure.String()))
}

func isLocalhost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// isLoopbackLiteral is about the text, because Spotify compares texts: other ways
// to write the same address do not count.
func isLoopbackLiteral(host string) bool { return host == "127.0.0.1" || host == "::1" }

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// onLoopback returns the same URI on 127.0.0.1.
func onLoopback(u *url.URL) string {
	port := u.Port()
	if port == "" || !validPort(u) {
		port = "PORT"
	}
	path := u.EscapedPath()
	if u.RawQuery != "" {
		path += "?…"
	}
	return "http://127.0.0.1:" + port + shorten(path, maxQuoted)
}

func validPort(u *url.URL) bool {
	if !strings.HasSuffix(u.Host, ":"+u.Port()) {
		return true
	}
	number, err := strconv.Atoi(u.Port())
	return err == nil && number >= 1 && number <= 65535
}

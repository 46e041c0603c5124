package spotify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxGoodbye is how long Login waits for the browser to take its page.
const maxGoodbye = 2 * time.Second

// Login lets the user of this computer log in with a browser. It listens on the
// loopback address of the redirect URI, on its port or, if it has no port, on
// any free one; a container needs an [AuthConfig.ListenAddress]. It passes the URL of the login page to open, waits for the
// browser to come back, and exchanges the code. The browser then shows whether
// the login worked.
//
// The function open starts a browser, or prints the URL. It runs in its own
// goroutine and should return once it has done that. If it returns an error,
// Login fails.
//
// Requests that do not belong to this login are rejected and do not end it. The
// error is an [*AuthError] if the user refuses (code access_denied) or Spotify
// does. It is [context.DeadlineExceeded] if the browser does not come back
// within the LoginTimeout. When Login returns, it no longer listens on the
// port.
//
// Login does not save the grant. Save it yourself, or use
// [Authenticator.StoredLogin].
func (a *Authenticator) Login(ctx context.Context, open func(url string) error) (Grant, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, a.settings().LoginTimeout,
		fmt.Errorf("the browser did not come back from the login page within %v", a.settings().LoginTimeout))
	defer cancel()
	c, listener, err := a.forLogin(ctx).newCallback(ctx, open)
	if err != nil {
		return Grant{}, loginError(err)
	}
	return c.wait(listener, open)
}

func loginError(err error) error { return fmt.Errorf("spotify: login: %w", err) }

// StoredLogin returns a source of tokens for the user of this computer. The
// user has to log in only if the store holds nothing yet, or a grant that is over
// six months old, is known to have ended, or lacks scopes. A scope that the last
// login has asked for, but Spotify has not granted, is not asked for again until
// the next login. The login also asks for the scopes of the grant in the store,
// so that several programs with different scopes can share a login. The new grant
// is then saved. If the user has revoked the grant since the last call, that shows
// only later, when the source returns [ErrReauthRequired]. Then call Login and
// save the grant: the source finds it in the store. The next StoredLogin logs
// in, too.
//
// The context is that of the login. The source refreshes tokens also after it
// has ended. [TokenSource.Close] stops that.
func (a *Authenticator) StoredLogin(ctx context.Context, store TokenStore, open func(url string) error) (*TokenSource, error) {
	return a.StoredLoginFunc(ctx, store, func(ctx context.Context) (Grant, error) { return a.Login(ctx, open) })
}

// StoredLoginFunc is StoredLogin with another way to log in, like
// [Authenticator.PasteLogin]. The function login is called only if the user has
// to log in. It gets a context that ends with that of StoredLoginFunc. With it, Login
// and PasteLogin also ask for the scopes of the grant in the store.
func (a *Authenticator) StoredLoginFunc(ctx context.Context, store TokenStore, login func(ctx context.Context) (Grant, error)) (*TokenSource, error) {
	// A login may have a deadline; a program that works for days has none.
	lasting := context.WithoutCancel(ctx)
	grant, err := loadGrant(ctx, store)
	switch {
	case err != nil && !holdsNothing(err):
		// A grant that cannot be read must not be overwritten.
		return nil, err
	case err == nil && a.isEnough(grant):
		return a.newSource(lasting, grant, store, a.refresh), nil
	}
	grant, err = login(asking(ctx, grant))
	if err != nil {
		return nil, err
	}
	if grant.RequestedScopes == nil {
		grant.RequestedScopes = union(a.settings().Scopes, nil) // login was to ask for them
	}
	if err := saveGrant(ctx, store, grant); err != nil {
		return nil, err
	}
	return a.newSource(lasting, grant, store, a.refresh), nil
}

// holdsNothing reports whether a login loses nothing that is in the store. To mount a file
// by itself, it has to be made before, and is empty then.
func holdsNothing(err error) bool {
	var torn *tornError
	return errors.Is(err, ErrNoToken) || errors.As(err, &torn) && torn.empty
}

func (a *Authenticator) isEnough(grant Grant) bool {
	end := grant.ReauthorizeBy()
	return grant.EndedAt.IsZero() && grant.hasAskedFor(a.settings().Scopes) && (end.IsZero() || a.now().Before(end))
}

// A callback waits for the browser to come back.
type callback struct {
	auth            *Authenticator
	ctx             context.Context
	redirectURI     string
	path            string
	state, verifier string

	done chan struct{} // closed when the login has ended

	mu    sync.Mutex
	ended bool
	grant Grant
	err   error
}

// newCallback begins to listen.
func (a *Authenticator) newCallback(ctx context.Context, open func(url string) error) (*callback, net.Listener, error) {
	if open == nil {
		return nil, nil, errors.New("open is nil; it has to show the URL to the user: in a browser, or by printing it")
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, contextError(ctx, err)
	}
	redirectURI := cmp.Or(a.settings().RedirectURI, LoopbackRedirectURI)
	redirect, err := url.Parse(redirectURI)
	if err != nil || redirect.Scheme != "http" { // which CheckRedirectURI allows on this computer only
		return nil, nil, fmt.Errorf("the redirect URI must be an http URL on this computer, like %s; for %s, use PasteLogin, or BeginLogin on a web server", LoopbackRedirectURI, quote(redirectURI))
	}
	listener, err := listen(ctx, redirect, a.settings().ListenAddress)
	if err != nil {
		return nil, nil, err
	}
	if redirect.Port() == "" {
		// All the rest has to be what is registered, to the letter. The host is not that
		// of the listener, which may be one of a container.
		_, port, err := net.SplitHostPort(listener.Addr().String())
		if err != nil {
			listener.Close()
			return nil, nil, err
		}
		host := net.JoinHostPort(redirect.Hostname(), port)
		redirectURI = strings.Replace(redirectURI, redirect.Host, host, 1)
	}
	return &callback{
		auth: a, ctx: ctx, redirectURI: redirectURI, path: redirect.Path,
		state: NewState(), verifier: NewVerifier(), done: make(chan struct{}),
	}, listener, nil
}

// listen takes any free port if neither the redirect URI nor the address has one: of a
// loopback IP literal, Spotify then does not mind the port.
func listen(ctx context.Context, redirect *url.URL, address string) (net.Listener, error) {
	host, port := redirect.Hostname(), cmp.Or(redirect.Port(), "0")
	if address != "" {
		ownHost, ownPort := splitListenAddress(address)
		host, port = ownHost, cmp.Or(ownPort, port)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	switch {
	case err == nil || port == "0":
		return listener, err
	case address != "":
		return nil, fmt.Errorf("%w; the ListenAddress of the AuthConfig is %q", err, address)
	}
	return nil, fmt.Errorf("%w; leave the port out of the redirect URI to use any free one", err)
}

// splitListenAddress also takes a host or a port alone: "0.0.0.0", "::", "[::]", ":8080".
// An empty host is every address of the computer.
func splitListenAddress(address string) (host, port string) {
	if host, port, err := net.SplitHostPort(address); err == nil {
		return host, port
	}
	return strings.TrimSuffix(strings.TrimPrefix(address, "["), "]"), ""
}

func checkListenAddress(address string) error {
	if address == "" {
		return nil
	}
	host, port := splitListenAddress(address)
	number, err := strconv.ParseUint(cmp.Or(port, "0"), 10, 16)
	isHost := net.ParseIP(host) != nil || !strings.ContainsAny(host, ":/[]?#@ \t\r\n")
	if err != nil || !isHost || port != "" && number == 0 || host == "" && port == "" {
		return fmt.Errorf("spotify: ListenAddress is %s; want a host and a port, like 0.0.0.0:8080, or one of them, like 0.0.0.0 or :8080", quote(address))
	}
	return nil
}

// wait serves the redirect URI until the login has ended.
func (c *callback) wait(listener net.Listener, open func(url string) error) (Grant, error) {
	server := &http.Server{
		Handler:           c,
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	server.SetKeepAlivesEnabled(false)
	failed := make(chan error, 2) // one of each goroutine
	go func() { failed <- server.Serve(listener) }()
	go func() {
		if err := open(c.auth.authURL(c.redirectURI, c.state, c.verifier)); err != nil {
			failed <- c.openError(err)
		}
	}()

	var err error
	select {
	case <-c.done:
	case err = <-failed:
	case <-c.ctx.Done():
		err = contextError(c.ctx, c.ctx.Err())
	}
	stop(server)

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return c.grant, c.err
	}
	return Grant{}, loginError(err)
}

// stop lets the browser have its page, but does not wait for connections that a
// browser opens in advance.
func stop(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), maxGoodbye)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
}

// openError keeps the state out of the error of somebody who quotes the URL.
func (c *callback) openError(err error) error {
	text := hide(c.state).redact(err.Error())
	return fmt.Errorf("the login page cannot be opened: %w", &maskedError{text: singleLine(text, maxMessage), err: err})
}

// finish ends the login with the first callback that belongs to it. A browser that
// reloads the page, or asks twice, sees the same outcome again.
func (c *callback) finish(query url.Values) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		// Not with the context of the request: the user may close the page.
		c.grant, c.err = c.auth.callback(c.ctx, c.redirectURI, query, c.state, c.verifier)
		c.ended = true
		close(c.done)
	}
	return c.err
}

// ServeHTTP answers the requests for the redirect URI, and no others.
func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	setPageHeader(header)
	query := r.URL.Query()
	switch {
	case r.URL.Path != c.path && (c.path != "" || r.URL.Path != "/"):
		http.NotFound(w, r)
	case r.Method == http.MethodHead:
		// Only looks whether there is something; the code is for the GET that follows.
		header.Set("Content-Type", pageType)
	case r.Method != http.MethodGet:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case !stateMatches(query, c.state):
		writePage(w, http.StatusBadRequest, "Not this login",
			"This page does not belong to the login that is under way. Please go back to the app, and log in from there.")
	default:
		if err := c.finish(query); err != nil {
			writePage(w, http.StatusBadRequest, "The login did not work", err.Error())
			return
		}
		writePage(w, http.StatusOK, "You are logged in", "The login worked. You can close this page and go back to the app.")
	}
}

func setPageHeader(header http.Header) {
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer") // the address of the page holds the code
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
}

const pageType = "text/html; charset=utf-8"

// writePage escapes by hand: html/template would be linked into every program that
// imports this package, and keep the linker from leaving out methods that are never
// called.
func writePage(w http.ResponseWriter, status int, title, text string) {
	w.Header().Set("Content-Type", pageType)
	w.WriteHeader(status)
	fmt.Fprintf(w, page, html.EscapeString(title), html.EscapeString(title), html.EscapeString(text))
}

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%s</title>
<style>body { font: 1.1rem/1.5 sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem }</style>
</head>
<body>
<h1>%s</h1>
<p>%s</p>
</body>
</html>
`

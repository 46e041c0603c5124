package spotify

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"
)

const (
	// loginCookieLife is how long a user may take for a login: long enough to create
	// an account first.
	loginCookieLife = time.Hour
	// maxLoginCookies is how many logins a browser may begin without finishing one.
	// Servers refuse requests with many cookies.
	maxLoginCookies = 5
)

// LoginHandler returns the handler that begins a login on a web server with many
// users. It sends the browser to the login page, and keeps the [LoginAttempt] in
// a cookie, so that any process of the server can finish the login with
// [Authenticator.CallbackHandler]:
//
//	mux.Handle("GET /login", auth.LoginHandler())
//	mux.Handle("GET /callback", auth.CallbackHandler(loggedIn, nil))
//
// The cookie lives for an hour. Scripts cannot read it, it is not sent with
// requests that other sites make the browser send, and with an https RedirectURI
// it is sent by https only. Browsers must reach the login at the same host name
// as the RedirectURI, or the cookie does not come back.
func (a *Authenticator) LoginHandler() http.Handler { return http.HandlerFunc(a.serveLogin) }

func (a *Authenticator) serveLogin(w http.ResponseWriter, r *http.Request) {
	if !beginPage(w, r) {
		return
	}
	attempt, err := a.BeginLogin()
	if err != nil {
		loginFailed(w, r, err)
		return
	}
	url, err := a.LoginURL(attempt)
	if err != nil {
		loginFailed(w, r, err)
		return
	}
	content, err := attempt.MarshalSecret()
	if err != nil {
		loginFailed(w, r, err)
		return
	}
	a.dropLoginCookies(w, r)
	a.setLoginCookie(w, a.loginCookie(attempt.State()), base64.RawURLEncoding.EncodeToString(content), int(loginCookieLife.Seconds()))
	http.Redirect(w, r, url, http.StatusSeeOther)
}

// CallbackHandler returns the handler for the RedirectURI, which finishes the
// logins that [Authenticator.LoginHandler] begins. Only the browser that began a
// login can finish it.
//
// The function loggedIn gets the grant of the user and writes the answer, mostly
// a redirect. A grant does not say who the user is: ask Users.Me, save
// the grant in the store of that user, and give the browser a new session. If
// loggedIn returns an error, it must not have written anything.
//
// The function failed writes the answer if the login or loggedIn fails. The error
// is an [*AuthError] with the code access_denied if the user refuses. It is
// [ErrStateMismatch] if the browser did not begin this login, or began it over an
// hour ago. If failed is nil, the browser gets a page in English, and errors other
// than those two go to the ErrorLog of the [http.Server].
func (a *Authenticator) CallbackHandler(
	loggedIn func(w http.ResponseWriter, r *http.Request, grant Grant) error,
	failed func(w http.ResponseWriter, r *http.Request, err error),
) http.Handler {
	if failed == nil {
		failed = loginFailed
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !beginPage(w, r) {
			return
		}
		grant, err := a.finishInBrowser(w, r)
		switch {
		case err == nil && loggedIn == nil:
			err = errors.New("spotify: the first argument of CallbackHandler is nil; it has to take the grant")
		case err == nil:
			err = loggedIn(w, r, grant)
		}
		if err != nil {
			failed(w, r, err)
		}
	})
}

// beginPage sets what all answers have in common. It reports whether there is
// something to do.
func beginPage(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address of the callback holds the code
	switch r.Method {
	case http.MethodGet:
		return true
	case http.MethodHead: // only looks whether there is something
		return false
	}
	w.Header().Set("Allow", "GET, HEAD")
	http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	return false
}

func (a *Authenticator) finishInBrowser(w http.ResponseWriter, r *http.Request) (Grant, error) {
	query := r.URL.Query()
	attempt, found := a.attemptOf(r, query.Get("state"))
	if !found || !stateMatches(query, attempt.State()) {
		return Grant{}, fmt.Errorf("spotify: %w: the browser has no cookie of this login, because it did not begin the login, took over an hour, or began at another host than %s", ErrStateMismatch, quote(a.settings().RedirectURI))
	}
	a.setLoginCookie(w, a.loginCookie(attempt.State()), "", -1) // it serves once
	return a.FinishLogin(r.Context(), attempt, query)
}

func (a *Authenticator) attemptOf(r *http.Request, state string) (LoginAttempt, bool) {
	for _, cookie := range r.CookiesNamed(a.loginCookie(state)) {
		var attempt LoginAttempt
		content, err := base64.RawURLEncoding.DecodeString(cookie.Value)
		if err == nil && attempt.UnmarshalSecret(content) == nil {
			return attempt, true
		}
	}
	return LoginAttempt{}, false
}

// loginCookie names the cookie of a login. Logins that are begun in two windows of a
// browser have a cookie each. The state itself is for the value only.
func (a *Authenticator) loginCookie(state string) string {
	sum := sha256.Sum256([]byte(state))
	return a.loginCookiePrefix() + hex.EncodeToString(sum[:8])
}

// loginCookiePrefix keeps other hosts of the same domain from setting the cookie:
// browsers accept __Host- from the host itself only, and by https only.
func (a *Authenticator) loginCookiePrefix() string {
	if a.isSecure() {
		return "__Host-spotify-login-"
	}
	return "spotify-login-"
}

// isSecure is about the address that the browser sees: the server itself may be behind
// a proxy that speaks https for it.
func (a *Authenticator) isSecure() bool {
	scheme, _, _ := strings.Cut(a.settings().RedirectURI, ":")
	return strings.EqualFold(scheme, "https")
}

func (a *Authenticator) dropLoginCookies(w http.ResponseWriter, r *http.Request) {
	var begun []string
	for _, cookie := range r.Cookies() {
		if strings.HasPrefix(cookie.Name, a.loginCookiePrefix()) {
			begun = append(begun, cookie.Name)
		}
	}
	if len(begun) < maxLoginCookies {
		return
	}
	for _, name := range begun {
		a.setLoginCookie(w, name, "", -1)
	}
}

func (a *Authenticator) setLoginCookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, MaxAge: maxAge, Path: "/", // login and callback may be in different folders
		HttpOnly: true, Secure: a.isSecure(), SameSite: http.SameSiteLaxMode,
	})
}

// loginFailed tells strangers no more than they need.
func loginFailed(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *AuthError
	isRefusal := errors.As(err, &refusal)
	setPageHeader(w.Header())
	switch {
	case errors.Is(err, ErrStateMismatch):
		writePage(w, http.StatusBadRequest, "Not this login", "This login is no longer valid. Please go back, and log in again.")
	case isRefusal && refusal.Code == codeAccessDenied:
		writePage(w, http.StatusForbidden, "You are not logged in", "You did not agree, so the app has no access. You can go back, and log in at any time.")
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil: // the browser has gone
	default:
		logToServer(r, "login failed: "+err.Error())
		writePage(w, http.StatusBadGateway, "The login did not work", "The login could not be finished. Please go back, and log in again.")
	}
}

// logToServer logs where net/http logs the failures of handlers.
func logToServer(r *http.Request, text string) {
	if server, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok && server.ErrorLog != nil {
		server.ErrorLog.Print(text)
		return
	}
	log.Print(text)
}

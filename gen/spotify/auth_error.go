package spotify

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"
)

// codeInvalidGrant is what the accounts service answers when a refresh token is
// revoked or older than six months, or an authorization code does not hold.
const codeInvalidGrant = "invalid_grant"

// codeAccessDenied is what comes back from the login page if the user refuses.
const codeAccessDenied = "access_denied"

// These codes say that the accounts service fails for the moment.
const (
	codeServerError = "server_error"
	codeUnavailable = "temporarily_unavailable"
)

// An AuthError is a refusal by the accounts service, as RFC 6749 describes it
// in section 5.2. It wraps an *oauth2.RetrieveError. If that error comes from a
// token source that is not a [TokenSource], its message may hold the whole
// answer. The message of an AuthError never does.
type AuthError struct {
	// Code is the error code, like "invalid_grant" or "invalid_client". It is
	// empty if the answer did not follow RFC 6749.
	Code string
	// Description is the text that came with the code, on one line and shortened.
	Description string
	// StatusCode is the HTTP status, 0 if it is not known.
	StatusCode int
	// RetryAfter is how long the accounts service asks to wait, 0 if it does not say.
	// For a call that comes during that time, it is the rest of it.
	RetryAfter time.Duration
	// Operation is the Go name of the operation that needed the token, like
	// "Tracks.Get", or "".
	Operation string

	err error
}

// makeAuthError redacts before it shortens, or the beginning of a secret could stay.
func makeAuthError(operation string, refused *oauth2.RetrieveError, hidden secrets, now time.Time) *AuthError {
	e := &AuthError{Operation: operation, err: refused}
	parsed := errorBody{code: refused.ErrorCode, message: refused.ErrorDescription}
	if refused.Response != nil {
		e.StatusCode = refused.Response.StatusCode
		e.RetryAfter = retryAfter(refused.Response.Header, now)
		if parsed.code == "" {
			parsed = parseErrorBody(refused.Response.Header.Get("Content-Type"), refused.Body)
		}
	}
	e.Code = singleLine(hidden.redact(parsed.code), maxQuoted)
	e.Description = singleLine(hidden.redact(parsed.message), maxMessage)
	return e
}

// asAuthError finds out whether a token source, or a transport that has one, failed
// because the accounts service refused.
func asAuthError(operation string, err error, now time.Time) (*AuthError, bool) {
	var known *AuthError
	if ok := errors.As(err, &known); ok {
		e := *known // it may be shared by many calls
		e.Operation = operation
		return &e, true
	}
	var refused *oauth2.RetrieveError
	if ok := errors.As(err, &refused); ok {
		return makeAuthError(operation, refused, nil, now), true
	}
	return nil, false
}

// Error returns the operation, the status, the code and the description.
func (e *AuthError) Error() string {
	var b strings.Builder
	b.WriteString("spotify: ")
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	b.WriteString("no token")
	if e.StatusCode != 0 {
		fmt.Fprintf(&b, ": status %d", e.StatusCode)
	}
	if e.Code != "" {
		b.WriteString(": " + e.Code)
	}
	if e.Description != "" {
		b.WriteString(": " + e.Description)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (retry after %v)", e.RetryAfter)
	}
	if e.endsLogin() {
		b.WriteString("; " + ErrReauthRequired.Error())
	}
	return b.String()
}

// Is reports whether the error matches target, an Err… variable of this
// package. The code invalid_grant matches [ErrReauthRequired] unless the status
// is that of a passing failure, status 429 matches [ErrRateLimited], and status
// 500 or more [ErrServer].
func (e *AuthError) Is(target error) bool {
	switch target {
	case ErrReauthRequired:
		return e.endsLogin()
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests
	case ErrServer:
		return e.StatusCode >= http.StatusInternalServerError
	}
	return false
}

// endsLogin reports whether the login is over. A server that fails cannot know that,
// whatever it says: a login must not be thrown away for that.
func (e *AuthError) endsLogin() bool {
	fails := e.StatusCode == http.StatusTooManyRequests || e.StatusCode >= http.StatusInternalServerError
	return e.Code == codeInvalidGrant && !fails
}

// isPassing reports whether the accounts service has a failure of its own, with the
// status for that or, as RFC 6749 has it, with another one.
func (e *AuthError) isPassing() bool {
	return isServerFailure(e.StatusCode) || e.Code == codeServerError || e.Code == codeUnavailable
}

// Unwrap returns the error of golang.org/x/oauth2.
func (e *AuthError) Unwrap() error { return e.err }

// tokenAdvice says how to come by a token.
const tokenAdvice = "set AccessToken, or let an Authenticator get a token: StoredLogin for a user, ClientCredentials for the app alone, with the client ID of your app from " + dashboardURL

// unusableToken says what is wrong with a token, and what to do, or is nil.
func unusableToken(token *oauth2.Token) error {
	switch {
	case token == nil:
		return errors.New("it returned neither a token nor an error; " + tokenAdvice)
	case strings.TrimSpace(token.AccessToken) == "":
		return errors.New("the access token is empty; " + tokenAdvice)
	case strings.ContainsFunc(token.AccessToken, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return errors.New("the access token holds white space or a line end; leave that out, and the word Bearer in front of it")
	}
	return nil
}

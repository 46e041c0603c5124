package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Errors to test for with [errors.Is]. They are not returned themselves: the
// returned error, mostly an [*APIError] or an [*AuthError], matches one or more
// of them and says more.
var (
	// ErrBadRequest is status 400. A malformed ID is one cause.
	ErrBadRequest = errors.New("bad request")
	// ErrUnauthorized is status 401: the token is missing, expired or revoked. If the
	// token source finds out that the login has ended, the error is
	// ErrReauthRequired, too.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrTokenExpired is status 401 where the API says that the token has expired. The
	// error is ErrUnauthorized, too. A [TokenSource] renews tokens in time.
	ErrTokenExpired = errors.New("token expired")
	// ErrForbidden is status 403. ErrInsufficientScope, ErrUserNotRegistered,
	// ErrDevelopmentMode, and ErrPremiumRequired are causes that can be told apart. It
	// can also mean that the player refuses the command at the moment;
	// [APIError.Reason] then says why.
	ErrForbidden = errors.New("forbidden")
	// ErrInsufficientScope means that the user has not granted a scope, because the
	// API or the grant says so; see [APIError.MissingScopes]. The error is
	// ErrForbidden or, for a few operations, ErrUnauthorized, too.
	ErrInsufficientScope = errors.New("insufficient scope")
	// ErrUserNotRegistered means that the app is in development mode and the user is
	// not one of those who are registered with it. The error is ErrForbidden, too.
	ErrUserNotRegistered = errors.New("user not registered with the app")
	// ErrDevelopmentMode means that development mode does not have the operation.
	// The API answers that with a bare status 403, so this is a 403 for such an
	// operation that has no other known cause, or an [*UnavailableError]. The
	// error is ErrForbidden, too.
	ErrDevelopmentMode = errors.New("not available in development mode")
	// ErrNotFound is status 404, except where it means ErrNoActiveDevice.
	ErrNotFound = errors.New("not found")
	// ErrRateLimited is status 429, except where it means ErrQuotaExceeded: the
	// app sends too many requests, and all of them are refused until
	// [APIError.RetryAfter] has passed. The player answers commands in quick
	// succession with status 403 and [ReasonRateLimited]. That is not
	// ErrRateLimited, because other requests are not affected. If it was the
	// accounts service that refused, the error is an [*AuthError], which has a
	// RetryAfter as well.
	ErrRateLimited = errors.New("rate limited")
	// ErrQuotaExceeded is a status 429 where a short wait does not help: the quota
	// of the developer account is used up for the day. It is not ErrRateLimited,
	// so that code which waits out rate limits does not wait for it by mistake.
	ErrQuotaExceeded = errors.New("quota exceeded")
	// ErrNoActiveDevice means that no device is active, and the command did not
	// name one. Its status is 404, but it is not ErrNotFound.
	ErrNoActiveDevice = errors.New("no active device")
	// ErrPremiumRequired means that the user, or the owner of an app in development
	// mode, has no Premium subscription. Its status is 403, so the error also
	// matches ErrForbidden.
	ErrPremiumRequired = errors.New("premium required")
	// ErrReauthRequired means that the login has ended and only the user can renew
	// it: the refresh token is revoked or too old.
	ErrReauthRequired = errors.New("the user must log in again")
	// ErrLocalFile means that a local file was given where the API does not accept
	// one. The client returns it before it sends a request.
	ErrLocalFile = errors.New("local files cannot be added, saved, removed by URI or played through the API")
	// ErrServer is status 500 or more: the API has failed, not the request. The client
	// has tried again as its [RetryPolicy] says.
	ErrServer = errors.New("server error")
	// ErrNotModified is status 304, the answer to a conditional request for
	// something that has not changed.
	ErrNotModified = errors.New("not modified")
)

const (
	maxErrorBody = 64 << 10 // read and parsed
	maxKeptBody  = 4 << 10  // kept in an APIError
)

// An APIError is an answer of the API other than success.
type APIError struct {
	// StatusCode is the HTTP status.
	StatusCode int
	// Message is the error message of the answer, on one line and shortened. It is
	// empty if the answer has no such text. A page of HTML does not count as one.
	Message string
	// Reason is the reason that the API gives for refused player commands and
	// used-up quotas, or "".
	Reason Reason
	// Code is the error code of an answer that has the form of RFC 6749, like
	// "invalid_token", or "".
	Code string
	// RetryAfter is how long the answer asks to wait, 0 if it does not say. It can
	// be as long as a day.
	RetryAfter time.Duration
	// Attempts is how often the request was sent. 1 means that the first answer
	// was final. 0 means that it was not sent, because the client is waiting for
	// the end of a rate limit (see [RetryPolicy]).
	Attempts int
	// Operation is the Go name of the operation, like "Tracks.Get"; Method and Path
	// are its HTTP method and path with placeholders, like "/tracks/{id}".
	Operation string
	Method    string
	Path      string
	// Replacement is the Go name of the operation to use instead of a deprecated
	// one. If this package does not have that operation, it is its method and
	// path. It is "" if there is no replacement.
	Replacement string
	// Development tells whether development mode has the operation.
	Development Availability
	// Scopes says which scopes the operation takes.
	Scopes ScopeRule
	// MissingScopes lists those of them that the user has not granted, if that may
	// be the reason. It is nil if the grant is not known: it is known of a
	// [TokenSource] and other token sources with a method Grant.
	MissingScopes []Scope
	// Pages tells how large a page may be, if the operation answers in pages.
	Pages PageSizes
	// Header is the header of the answer. If the answer repeats the token of the
	// request, the token is removed from Header and Body.
	Header http.Header
	// Body is the beginning of the body, at most 4 KiB.
	Body []byte
}

// newAPIError reads the rest of the answer. The body may be any of four things
// (docs/facts/mismatches.md section F): see parseErrorBody.
func newAPIError(op *Operation, resp *http.Response, hidden secrets, now time.Time) *APIError {
	// The status says enough, so an error while reading the body does not count.
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	body = hidden.redactBytes(body)
	parsed := parseErrorBody(resp.Header.Get("Content-Type"), body)
	return &APIError{
		StatusCode:  resp.StatusCode,
		Message:     singleLine(hidden.redact(parsed.message), maxMessage),
		Reason:      Reason(singleLine(hidden.redact(parsed.reason), maxQuoted)),
		Code:        singleLine(hidden.redact(parsed.code), maxQuoted),
		RetryAfter:  retryAfter(resp.Header, now),
		Operation:   op.Name,
		Method:      op.Method,
		Path:        op.Path,
		Replacement: op.Replacement,
		Development: op.Development,
		Scopes:      op.Scopes,
		Pages:       op.Pages,
		Header:      hidden.redactHeader(resp.Header),
		Body:        bytes.Clone(body[:min(len(body), maxKeptBody)]),
	}
}

// Error returns the operation, the status and the message. If a scope is missing,
// it names the scopes. The API answers an operation that development mode lacks
// like a missing scope, with status 403. For such an operation, the text also says
// so and names the replacement. If the limit of a page is refused, the text names
// the largest one.
func (e *APIError) Error() string {
	var b strings.Builder
	b.WriteString("spotify: ")
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, "after %d attempts: ", e.Attempts)
	}
	fmt.Fprintf(&b, "%d", e.StatusCode)
	if text := http.StatusText(e.StatusCode); text != "" {
		b.WriteString(" " + text)
	}
	if e.Code != "" {
		b.WriteString(": " + e.Code)
	}
	if e.Message != "" && !strings.EqualFold(e.Message, http.StatusText(e.StatusCode)) {
		b.WriteString(": " + e.Message)
	}
	if e.Reason != "" {
		fmt.Fprintf(&b, " [%s]", e.Reason)
	}
	if e.RetryAfter > 0 {
		fmt.Fprintf(&b, " (retry after %v)", e.RetryAfter)
	}
	if advice := e.scopeAdvice(); advice != "" {
		b.WriteString("; " + advice)
	}
	if e.StatusCode == http.StatusForbidden && !e.Development.Available() {
		b.WriteString("; " + unavailable(e.Development.RemovedOn, e.Replacement))
	}
	if e.refusesLimit() {
		b.WriteString("; " + e.Pages.String())
	}
	return b.String()
}

// Is reports whether the error matches target, one of the Err… variables of
// this package. Where reason and status disagree, the reason decides.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrNoActiveDevice:
		return e.Reason == ReasonNoActiveDevice
	case ErrQuotaExceeded:
		return e.Reason == ReasonQuotaExceeded
	case ErrPremiumRequired:
		return e.Reason == ReasonPremiumRequired || e.StatusCode == http.StatusForbidden && e.Reason == "" && e.says("premium")
	case ErrInsufficientScope:
		return e.lacksScope()
	case ErrUserNotRegistered:
		return e.saysNotRegistered()
	case ErrDevelopmentMode:
		return e.StatusCode == http.StatusForbidden && e.Reason == "" && !e.Development.Available() &&
			!e.lacksScope() && !e.saysNotRegistered() && !e.says("premium")
	case ErrTokenExpired:
		return e.StatusCode == http.StatusUnauthorized && e.says("expired")
	case ErrServer:
		return e.StatusCode >= http.StatusInternalServerError
	case ErrReauthRequired:
		return e.Code == codeInvalidGrant
	case ErrBadRequest:
		return e.StatusCode == http.StatusBadRequest
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized
	case ErrForbidden:
		return e.StatusCode == http.StatusForbidden
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound && e.Reason != ReasonNoActiveDevice
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests && e.Reason != ReasonQuotaExceeded
	case ErrNotModified:
		return e.StatusCode == http.StatusNotModified
	}
	return false
}

// lacksScope reports whether a scope is missing, as far as that is known.
func (e *APIError) lacksScope() bool { return e.saysScope() || len(e.MissingScopes) > 0 }

// saysNotRegistered reports whether the API refuses a user (docs/facts/mismatches.md M73).
func (e *APIError) saysNotRegistered() bool {
	return e.StatusCode == http.StatusForbidden && e.Reason == "" && e.says("not registered", "not be registered", "not approved")
}

// exchangeError makes the error of an exchange that did not come to an end because
// of err. The error of the context wins over what it led to.
func (c *call) exchangeError(err error, failure exchangeFailure) error {
	if ctxErr := c.ctx.Err(); ctxErr != nil {
		return c.failed(contextError(c.ctx, ctxErr))
	}
	// The transport of golang.org/x/oauth2 fetches tokens on the way.
	if refused, ok := asAuthError(c.op.Name, err, c.caller.now()); ok {
		return refused
	}
	err = withoutQuery(err)
	failure.maskedError = maskedError{text: singleLine(c.hidden.redact(err.Error()), maxMessage), err: err}
	return c.failed(&failure)
}

// contextError keeps the cause with which a context was cancelled.
func contextError(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, err) {
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}

// withoutQuery keeps of the URL in an error of net/http what is safe to log: after
// a redirect, it is not ours.
func withoutQuery(err error) error {
	failed, ok := err.(*url.Error)
	if !ok {
		return err
	}
	shown := *failed
	u, parseErr := url.Parse(failed.URL)
	if parseErr != nil {
		shown.URL = redacted
		return &shown
	}
	u.User, u.RawQuery, u.Fragment, u.RawFragment = nil, "", "", ""
	shown.URL = u.String()
	return &shown
}

// A maskedError has a message without secrets in place of that of its cause.
type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }

// Unwrap returns the cause if it says nothing that the message does not: there are
// loggers that print every error of a chain. Is and As find the cause nevertheless.
func (e *maskedError) Unwrap() error {
	if !strings.HasSuffix(e.text, e.err.Error()) {
		return nil
	}
	return e.err
}

func (e *maskedError) Is(target error) bool { return errors.Is(e.err, target) }
func (e *maskedError) As(target any) bool   { return errors.As(e.err, target) }

// An exchangeFailure is an exchange without an answer, or with a part of one.
type exchangeFailure struct {
	maskedError
	unsent bool // certainly, nothing has been sent
	final  bool // another attempt would fail alike
}

// A Reason says more exactly than the status why the API refuses a request. The
// API may send reasons that are not listed here.
type Reason string

// Sources: docs/facts/concepts.md "Errors", docs/facts/mismatches.md M71.

// The reasons that the API gives for refusing a player command, and the one for
// a quota that is used up.
const (
	// ReasonNoPrevTrack means that there is nothing before the current track.
	ReasonNoPrevTrack Reason = "NO_PREV_TRACK"
	// ReasonNoNextTrack means that there is nothing after the current track.
	ReasonNoNextTrack Reason = "NO_NEXT_TRACK"
	// ReasonNoSpecificTrack means that the requested track is not there.
	ReasonNoSpecificTrack Reason = "NO_SPECIFIC_TRACK"
	// ReasonAlreadyPaused means that playback is paused already.
	ReasonAlreadyPaused Reason = "ALREADY_PAUSED"
	// ReasonNotPaused means that playback is not paused.
	ReasonNotPaused Reason = "NOT_PAUSED"
	// ReasonNotPlayingLocally means that the device itself is not playing.
	ReasonNotPlayingLocally Reason = "NOT_PLAYING_LOCALLY"
	// ReasonNotPlayingTrack means that no track is playing.
	ReasonNotPlayingTrack Reason = "NOT_PLAYING_TRACK"
	// ReasonNotPlayingContext means that no album, playlist or the like is playing.
	ReasonNotPlayingContext Reason = "NOT_PLAYING_CONTEXT"
	// ReasonEndlessContext means that what is playing has no end, like a radio.
	ReasonEndlessContext Reason = "ENDLESS_CONTEXT"
	// ReasonContextDisallow means that what is playing does not allow the command.
	ReasonContextDisallow Reason = "CONTEXT_DISALLOW"
	// ReasonAlreadyPlaying means that playback is running already.
	ReasonAlreadyPlaying Reason = "ALREADY_PLAYING"
	// ReasonRateLimited means that player commands follow each other too fast. It
	// comes with status 403 and is not [ErrRateLimited].
	ReasonRateLimited Reason = "RATE_LIMITED"
	// ReasonRemoteControlDisallow means that the device cannot be controlled from
	// elsewhere.
	ReasonRemoteControlDisallow Reason = "REMOTE_CONTROL_DISALLOW"
	// ReasonDeviceNotControllable means that the device takes no commands.
	ReasonDeviceNotControllable Reason = "DEVICE_NOT_CONTROLLABLE"
	// ReasonVolumeControlDisallow means that the device does not let its volume be
	// changed.
	ReasonVolumeControlDisallow Reason = "VOLUME_CONTROL_DISALLOW"
	// ReasonNoActiveDevice means that no device is active and none was named; see
	// [ErrNoActiveDevice].
	ReasonNoActiveDevice Reason = "NO_ACTIVE_DEVICE"
	// ReasonPremiumRequired means that the command needs a Premium subscription; see
	// [ErrPremiumRequired].
	ReasonPremiumRequired Reason = "PREMIUM_REQUIRED"
	// ReasonUnknown means that the API does not tell the reason.
	ReasonUnknown Reason = "UNKNOWN"
	// ReasonQuotaExceeded means that the daily quota of the developer account is
	// used up; see [ErrQuotaExceeded].
	ReasonQuotaExceeded Reason = "QUOTA_EXCEEDED"
)

// IsKnown reports whether the reason is one of the constants of this package.
func (r Reason) IsKnown() bool {
	switch r {
	case ReasonNoPrevTrack, ReasonNoNextTrack, ReasonNoSpecificTrack,
		ReasonAlreadyPaused, ReasonNotPaused, ReasonAlreadyPlaying,
		ReasonNotPlayingLocally, ReasonNotPlayingTrack, ReasonNotPlayingContext,
		ReasonEndlessContext, ReasonContextDisallow, ReasonRateLimited,
		ReasonRemoteControlDisallow, ReasonDeviceNotControllable, ReasonVolumeControlDisallow,
		ReasonNoActiveDevice, ReasonPremiumRequired, ReasonUnknown, ReasonQuotaExceeded:
		return true
	}
	return false
}

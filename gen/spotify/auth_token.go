package spotify

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

const (
	// fetchTimeout bounds one exchange with the accounts service: refreshing knows
	// no deadline of a caller, and all callers wait for it.
	fetchTimeout = 30 * time.Second
	// defaultLifetime is how long an access token lives if the answer does not say
	// (docs/facts/concepts.md "Authorization").
	defaultLifetime = time.Hour
)

var errNoAnswer = fmt.Errorf("the accounts service did not answer within %v", fetchTimeout)

// fetch gets a token from the accounts service. Neither what is hidden nor the
// secret of the app is in an error that it returns.
func (a *Authenticator) fetch(ctx context.Context, hidden secrets, get func(context.Context) (*oauth2.Token, error)) (Grant, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, fetchTimeout, errNoAnswer)
	defer cancel()
	// The token may be that much older than its answer.
	asked := a.now()
	token, err := get(context.WithValue(ctx, oauth2.HTTPClient, trimmingClient(a.httpClient(ctx))))
	if err != nil {
		return Grant{}, fetchError(ctx, err, append(hidden, a.secrets()...), a.now())
	}
	grant := Grant{Token: *token}
	grant.Token.Expiry = asked.Add(lifetime(token))
	if text, ok := token.Extra("scope").(string); ok {
		grant.Scopes = []Scope{} // none, which is something else than not said
		for scope := range strings.FieldsSeq(text) {
			grant.Scopes = append(grant.Scopes, Scope(scope))
		}
	}
	return grant.clone(), nil
}

// lifetime reads expires_in again, because golang.org/x/oauth2 adds it to a clock
// of its own.
func lifetime(token *oauth2.Token) time.Duration {
	seconds := float64(token.ExpiresIn)
	if extra, ok := token.Extra("expires_in").(float64); ok {
		seconds = extra // clientcredentials does not fill in ExpiresIn
	}
	if !(seconds >= 1) || seconds > maxRetryAfter.Seconds() {
		return defaultLifetime
	}
	return time.Duration(seconds * float64(time.Second))
}

// refresh gets a new access token.
func (a *Authenticator) refresh(ctx context.Context, old Grant) (Grant, error) {
	if old.Token.RefreshToken == "" {
		return Grant{}, fmt.Errorf("spotify: the access token has expired, and there is no refresh token: %w", ErrReauthRequired)
	}
	// A token that holds a refresh token alone is refreshed at once.
	expired := &oauth2.Token{RefreshToken: old.Token.RefreshToken}
	grant, err := a.fetch(ctx, hide(old.Token.RefreshToken, old.Token.AccessToken), func(ctx context.Context) (*oauth2.Token, error) {
		return a.oauth("").TokenSource(ctx, expired).Token()
	})
	if err != nil {
		return Grant{}, err
	}
	// An answer that leaves the refresh token out, as all do for PKCE since
	// 2026-07-20, means that the old one still holds.
	if grant.Token.RefreshToken == "" {
		grant.Token.RefreshToken = old.Token.RefreshToken
	}
	grant.AuthorizedAt, grant.RequestedScopes = old.AuthorizedAt, old.RequestedScopes
	if grant.Scopes == nil {
		grant.Scopes = old.Scopes
	}
	return grant.clone(), nil
}

// secrets returns what identifies the app, in the forms in which it is sent.
func (a *Authenticator) secrets() secrets {
	id, secret := url.QueryEscape(a.settings().ClientID), url.QueryEscape(a.settings().ClientSecret)
	if secret == "" {
		return nil
	}
	return hide(base64.StdEncoding.EncodeToString([]byte(id+":"+secret)), a.settings().ClientSecret)
}

// hide collects texts that no message may contain.
func hide(texts ...string) secrets {
	var hidden secrets
	for _, text := range texts {
		if len(text) >= minSecret {
			hidden = append(hidden, text)
		}
	}
	return hidden
}

// fetchError makes the error of golang.org/x/oauth2 fit to be shown.
func fetchError(ctx context.Context, err error, hidden secrets, now time.Time) error {
	var refused *oauth2.RetrieveError
	if ok := errors.As(err, &refused); ok {
		return newSafeAuthError(refused, hidden, now)
	}
	if ctxErr := ctx.Err(); ctxErr != nil {
		return fmt.Errorf("spotify: no token: %w", contextError(ctx, ctxErr))
	}
	var failed *url.Error
	ok := errors.As(err, &failed)
	if !ok {
		// Its text can quote from the answer, which holds new tokens.
		return errors.New("spotify: no token: the answer of the accounts service cannot be read as a token")
	}
	text := hidden.redact(withoutQuery(failed).Error())
	return fmt.Errorf("spotify: no token: %w", newUnansweredError(singleLine(text, maxMessage), failed.Err))
}

// newSafeAuthError is newAuthError for requests of this package. The error of
// golang.org/x/oauth2 comes with the request, which holds the secret of the app,
// and with all that was answered. Of these, only what says how to go on is kept.
func newSafeAuthError(refused *oauth2.RetrieveError, hidden secrets, now time.Time) *AuthError {
	e := makeAuthError("", refused, hidden, now)
	safe := &oauth2.RetrieveError{
		Response:         &http.Response{StatusCode: e.StatusCode, Header: http.Header{}, Body: http.NoBody},
		ErrorCode:        e.Code,
		ErrorDescription: e.Description,
	}
	if refused.Response != nil {
		safe.Response.Status = singleLine(hidden.redact(refused.Response.Status), maxMessage)
		for _, name := range []string{"Date", "Retry-After"} {
			if value := refused.Response.Header.Get(name); value != "" {
				safe.Response.Header.Set(name, hidden.redact(value))
			}
		}
	}
	e.err = safe
	return e
}

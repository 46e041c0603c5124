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
	token, err := get(context.WithValue(ctx, oauth2.HTTPClient, a.client))
	if err != nil {
		return Grant{}, fetchError(ctx, err, append(hidden, a.secrets()...))
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
	grant.AuthorizedAt = old.AuthorizedAt
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
func fetchError(ctx context.Context, err error, hidden secrets) error {
	var refused *oauth2.RetrieveError
	if ok := errors.As(err, &refused); ok {
		return newSafeAuthError(refused, hidden)
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
	return fmt.Errorf("spotify: no token: %w", &maskedError{text: singleLine(text, maxMessage), err: failed.Err})
}

// newSafeAuthError is newAuthError for requests of this package. The error of
// golang.org/x/oauth2 comes with the request, which holds the secret of the app,
// and with all that was answered. Of these, only what says how to go on is kept.
func newSafeAuthError(refused *oauth2.RetrieveError, hidden secrets) *AuthError {
	e := makeAuthError("", refused, hidden)
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

// retryAfterRefusal is how long the accounts service asks to wait, 0 if it does
// not.
func retryAfterRefusal(err error, now time.Time) time.Duration {
	var refused *oauth2.RetrieveError
	ok := errors.As(err, &refused)
	if !ok || refused.Response == nil {
		return 0
	}
	return retryAfter(refused.Response.Header, now)
}

const (
	minRefreshPause = time.Second
	maxRefreshPause = 30 * time.Second
	// maxRefusalPause is the longest Retry-After of the accounts service that is
	// believed: a wrong one must not cost more than this.
	maxRefusalPause = time.Hour
	// lookAgain is how often a store is asked for a new login after the old one has
	// ended.
	lookAgain = 10 * time.Second
	// saveTimeout bounds the calls of a store.
	saveTimeout = 30 * time.Second
)

// A renewal is an attempt to get a new token that callers wait for together.
type renewal struct {
	done  chan struct{}
	token concealed[oauth2.Token]
	err   error
}

// An attempt is a renewal as it proceeds, without the lock.
type attempt struct {
	grant   Grant
	fetched bool
	unsaved bool
	ended   error
	err     error
}

// renew makes one attempt and tells how it ended.
func (s *TokenSource) renew(r *renewal, a attempt) {
	s.run(&a)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = nil
	s.grant, s.unsaved, s.ended, s.failed = conceal(a.grant), a.unsaved, a.ended, a.err
	if a.err == nil {
		s.failures, s.retryAt = 0, time.Time{}
		s.refreshAt = s.dueAt(a.grant)
		if a.fetched {
			// Tokens that live for less than minutes are not fetched for each call.
			s.refreshAt = later(s.refreshAt, s.now().Add(a.grant.Token.Expiry.Sub(s.now())*9/10))
		}
		r.token = conceal(a.grant.Token)
	} else {
		s.retryAt = s.now().Add(s.pause(a.err))
		s.failures++
		r.err = a.err
		// Callers need not know of the failure while the old token is valid.
		if !s.unsaved && s.ended == nil && isUsable(a.grant.Token, s.now()) {
			r.token, r.err = conceal(a.grant.Token), nil
		}
	}
	close(r.done)
}

// pause returns how long to wait after a failure.
func (s *TokenSource) pause(err error) time.Duration {
	if s.ended != nil {
		return lookAgain
	}
	asked := min(retryAfterRefusal(err, s.now()), maxRefusalPause)
	// Beyond that many doublings, the shift would overflow.
	return max(asked, min(minRefreshPause<<min(s.failures, 10), maxRefreshPause))
}

// run gets a token from the store, where another process may have put one, or from
// the accounts service.
func (s *TokenSource) run(a *attempt) {
	// The following steps must not be interrupted: between the answer of the
	// accounts service and the store, a login exists in memory only.
	ctx := context.WithoutCancel(s.base)
	if a.adopt(s.load(ctx, a.grant)) && s.isFresh(a.grant) {
		return
	}
	switch {
	case a.unsaved:
		if !s.save(ctx, a) || s.isFresh(a.grant) {
			return
		}
	case a.ended != nil:
		a.err = a.ended
		return
	case a.err != nil:
		// A store that cannot be read will not be written either. Better to find out
		// before the refresh token is used up.
		return
	}
	if s.request(ctx, a) {
		s.save(ctx, a)
	}
}

// request asks the accounts service and reports whether there is something to save.
func (s *TokenSource) request(ctx context.Context, a *attempt) bool {
	fresh, err := s.fetch(ctx, a.grant)
	if err == nil {
		a.grant, a.fetched, a.unsaved = fresh, true, true
		return true
	}
	if !errors.Is(err, ErrReauthRequired) {
		a.err = err
		return false
	}
	// Another process may have been faster, and used up the refresh token.
	if stored, ok, _ := s.load(ctx, a.grant); a.adopt(stored, ok, nil) {
		return !s.isFresh(a.grant) && s.request(ctx, a)
	}
	a.ended, a.err = err, err
	return false
}

// load returns what the store holds, and false if that is nothing.
func (s *TokenSource) load(ctx context.Context, known Grant) (Grant, bool, error) {
	if s.store == nil {
		return Grant{}, false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, saveTimeout)
	defer cancel()
	stored, err := s.store.Load(ctx)
	switch {
	case errors.Is(err, ErrNoToken):
		return Grant{}, false, nil // somebody has removed it, and it will be saved again
	case err != nil:
		return Grant{}, false, fmt.Errorf("spotify: token store: %w", withoutTokens(err, known))
	}
	return stored.clone(), true, nil
}

// adopt goes on with what the store holds if that is newer.
func (a *attempt) adopt(stored Grant, ok bool, err error) bool {
	a.err = err
	if !ok || !stored.newerThan(a.grant) {
		return false
	}
	*a = attempt{grant: stored}
	return true
}

// save reports whether the token may be used.
func (s *TokenSource) save(ctx context.Context, a *attempt) bool {
	a.err, a.unsaved = nil, false
	if s.store != nil {
		ctx, cancel := context.WithTimeout(ctx, saveTimeout)
		defer cancel()
		a.err = saveGrant(ctx, s.store, a.grant)
		a.unsaved = a.err != nil
	}
	return !a.unsaved
}

func loadGrant(ctx context.Context, store TokenStore) (Grant, error) {
	if store == nil {
		return Grant{}, errors.New("spotify: the token store is nil; pass one, or use TokenSource or Login, which need none")
	}
	grant, err := store.Load(ctx)
	if err != nil {
		return Grant{}, fmt.Errorf("spotify: token store: %w", err)
	}
	return grant, nil
}

func saveGrant(ctx context.Context, store TokenStore, grant Grant) error {
	if err := store.Save(ctx, grant.clone()); err != nil {
		return fmt.Errorf("spotify: %w: %w", ErrTokenNotSaved, withoutTokens(err, grant))
	}
	return nil
}

// withoutTokens is for the errors of stores, which ought not to show what they keep.
func withoutTokens(err error, grant Grant) error {
	hidden := hide(grant.Token.AccessToken, grant.Token.RefreshToken)
	return &maskedError{text: singleLine(hidden.redact(err.Error()), maxMessage), err: err}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

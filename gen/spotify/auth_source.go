package spotify

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
)

const (
	// refreshEarly is how long before its end a token is replaced, so that none
	// expires on its way.
	refreshEarly = time.Minute
	// lastUse is how long before its end a token is given out at all.
	lastUse = 10 * time.Second
	// refreshPatience is how long the call that begins a refresh waits for it while
	// the old token is good. It does wait, so that a program which ends after one
	// call has saved what the refresh brought.
	refreshPatience = 5 * time.Second
)

// A TokenSource keeps a token fresh. It is an [oauth2.TokenSource], for
// [WithTokenSource], and safe for use by several goroutines. All clients for
// one user should share one TokenSource, because two refreshes at a time can
// end a login.
//
//   - A token is refreshed a minute before it expires, once for all callers.
//     During the refresh, callers get the old token as long as it is valid.
//   - A refresh that was sent is completed even if the call or the context
//     ends, because its answer may hold the only valid refresh token.
//   - A new token is saved before a caller gets it. If that fails, the source
//     reports it to [AuthConfig.OnSaveError], goes on with the token that it has
//     in memory, and tries to save it again until that succeeds. If the refresh
//     token has changed, so that the stored one may be dead, one call gets the
//     error [ErrTokenNotSaved]. [TokenSource.Grant] returns the token, so that
//     you can save it elsewhere.
//   - If the store refuses the new token with [ErrTokenReplaced], because another
//     process has saved one, the source goes on with that one.
//   - A refresh that fails for the moment is repeated as [AuthConfig.Retry] says,
//     while callers wait.
//   - While the old token is valid, a failed refresh is not an error. It is
//     tried again after a second, then after longer and longer delays, or when
//     the accounts service says.
//   - A token that the API refuses with status 401 is refreshed at once, but at
//     most once a minute; see [TokenSource.ReplaceToken].
//   - After the accounts service has answered invalid_grant, all calls return
//     an [*AuthError] that is [ErrReauthRequired], and nothing is sent any
//     more. The store keeps that, as [Grant.EndedAt]. If a new login is saved
//     in the store, the source uses it within seconds.
//   - The store is read before each refresh. If another process has refreshed
//     the token, or logged in again, its token is used. If the store is a
//     [TokenLocker], sources take turns.
//   - [TokenSource.Close] waits for a refresh that is under way, at the end of the
//     program.
//   - If the store is empty then, somebody has logged out. The source neither
//     refreshes the token nor saves it again. It returns the token that it has
//     until that expires. Then all calls return an error that is [ErrNoToken] and
//     [ErrReauthRequired], until there is a new login in the store.
type TokenSource struct {
	base  context.Context
	fetch func(ctx context.Context, old Grant) (Grant, error)
	app   bool       // the tokens are of the app itself, and need no refresh token
	store TokenStore // nil keeps tokens in memory only
	retry RetryPolicy
	log   *slog.Logger // nil is the default one
	hook  func(error)  // for tokens that cannot be saved; nil is the log

	now    func() time.Time
	random func() float64 // from [0, 1)

	mu        sync.Mutex
	grant     concealed[Grant] // the newest
	unsaved   bool             // in the store
	deleted   bool             // from the store
	notice    error            // for the next caller, once
	refreshAt time.Time        // when the grant is due
	ended     error            // why the grant cannot be refreshed any more
	failed    error            // how the last attempt ended
	failures  int              // in a row
	left      *tries           // of an attempt that was given up while it waited for retryAt
	retryAt   time.Time        // no attempt before
	running   *renewal         // the attempt under way

	closed  chan struct{} // by Close
	saveErr error         // why the grant is unsaved

	replacedAt time.Time // when a token was last refreshed because it was refused
}

// TokenSource returns a source of tokens that begins with the grant and keeps
// new tokens in memory. To keep them beyond the end of the process, use
// [Authenticator.StoredTokenSource]. After the context has ended, no token is
// refreshed any more.
func (a *Authenticator) TokenSource(ctx context.Context, grant Grant) *TokenSource {
	return a.newSource(ctx, grant, nil, a.refresh)
}

// StoredTokenSource returns a source of tokens that begins with the grant in
// the store, and saves each new one there. If the store is empty, the error is
// [ErrNoToken]. After the context has ended, no token is refreshed any more.
func (a *Authenticator) StoredTokenSource(ctx context.Context, store TokenStore) (*TokenSource, error) {
	grant, err := loadGrant(ctx, store)
	if err != nil {
		return nil, err
	}
	return a.newSource(ctx, grant, store, a.refresh), nil
}

func (a *Authenticator) newSource(ctx context.Context, grant Grant, store TokenStore, fetch func(context.Context, Grant) (Grant, error)) *TokenSource {
	s := &TokenSource{
		base: ctx, fetch: fetch, store: store, retry: a.settings().Retry, log: a.settings().Logger, hook: a.settings().OnSaveError,
		now: a.now, random: rand.Float64, grant: conceal(grant.clone()),
		closed: make(chan struct{}),
	}
	s.refreshAt = s.dueAt(grant)
	if !grant.EndedAt.IsZero() {
		s.ended = endedError(grant)
	}
	return s
}

// Token returns a token that is valid for ten seconds at least. If there is
// none, it waits for a new one.
func (s *TokenSource) Token() (*oauth2.Token, error) {
	return s.TokenContext(context.Background())
}

// TokenContext is like Token, but returns an error when the context ends. The
// refresh itself goes on.
func (s *TokenSource) TokenContext(ctx context.Context) (*oauth2.Token, error) {
	token, pending, err := s.begin()
	return s.await(ctx, token, pending, err, refreshPatience)
}

// await waits for a renewal, if there is one. If there is a token, it gives up after
// the given time, and returns that one.
func (s *TokenSource) await(ctx context.Context, token *oauth2.Token, pending *renewal, err error, atMost time.Duration) (*oauth2.Token, error) {
	if pending == nil {
		return token, err
	}
	defer s.leave(pending)
	var patience <-chan time.Time // never ends without a good token
	if token != nil {
		timer := time.NewTimer(atMost)
		defer timer.Stop()
		patience = timer.C
	}
	for waiting := true; waiting; {
		delay, changed := s.delayOf(pending)
		if deadline, ok := ctx.Deadline(); ok && delay.err != nil && deadline.Before(delay.until) {
			// Rather the reason now than "deadline exceeded" later.
			return token, errorUnless(token, still(delay.err, time.Until(delay.until)))
		}
		select {
		case <-pending.done:
			waiting = false
		case <-changed:
		case <-patience:
			return token, nil
		case <-ctx.Done():
			return nil, fmt.Errorf("spotify: waiting for a token: %w", contextError(ctx, ctx.Err()))
		}
	}
	if err := cmp.Or(pending.err, s.takeNotice()); err != nil {
		return nil, err
	}
	given := pending.token() // a copy for each, who may change it
	return &given, nil
}

// takeNotice returns the error that one caller is to get.
func (s *TokenSource) takeNotice() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	notice := s.notice
	s.notice = nil
	return notice
}

func errorUnless(token *oauth2.Token, err error) error {
	if token != nil {
		return nil
	}
	return err
}

// Grant returns the newest tokens, with the time of the authorization. They may
// be expired, or not saved if saving has failed.
func (s *TokenSource) Grant() Grant {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grant().clone()
}

// ReauthorizeBy returns when the user has to log in again: see
// [Grant.ReauthorizeBy]. A login in the future, as a wrong clock notes it, counts
// as one of now.
func (s *TokenSource) ReauthorizeBy() time.Time {
	grant := s.Grant()
	if now := s.now(); grant.AuthorizedAt.After(now) {
		grant.AuthorizedAt = wallTime(now)
	}
	return grant.ReauthorizeBy()
}

// String describes the source without its tokens.
func (s *TokenSource) String() string {
	return strings.TrimPrefix(fmt.Sprintf("%T", s), "*") + " of " + s.Grant().String()
}

// GoString is like String: %#v would read the fields while a refresh writes them.
func (s *TokenSource) GoString() string { return s.String() }

// begin returns a token or an error if that is all there is to say, or else the
// renewal to wait for, with the old token if that is good for a while.
func (s *TokenSource) begin() (*oauth2.Token, *renewal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if notice := s.notice; notice != nil { // its renewal has ended after its callers had gone
		s.notice = nil
		return nil, nil, notice
	}
	return s.next(s.now()).joined()
}

// A state is what a caller gets: see begin.
type state struct {
	token   *oauth2.Token
	pending *renewal
	err     error
}

// joined counts the caller among those of the renewal, until it calls leave.
func (s state) joined() (*oauth2.Token, *renewal, error) {
	if s.pending != nil {
		s.pending.waiting++
	}
	return s.token, s.pending, s.err
}

// next is begin with the lock held.
func (s *TokenSource) next(now time.Time) state {
	token := s.grant().Token
	usable := s.isUsable(now)
	switch {
	case usable && now.Before(s.refreshAt) && (!s.unsaved || now.Before(s.retryAt)):
		return state{&token, nil, nil}
	case s.running != nil && usable && s.running.replaces:
		return state{&token, s.running, nil} // rather another token than one that was refused
	case s.running != nil && usable:
		return state{&token, nil, nil}
	case s.running != nil:
		return state{nil, s.running, nil}
	case now.Before(s.retryAt) && usable:
		return state{&token, nil, nil}
	case s.isClosed() && !usable && s.ended == nil:
		return state{nil, nil, errClosed}
	case now.Before(s.retryAt) && s.left == nil:
		return state{nil, nil, still(s.failed, s.retryAt.Sub(now))}
	case s.isStopped() && usable:
		return state{&token, nil, nil}
	case s.isClosed():
		return state{nil, nil, s.ended}
	case s.base.Err() != nil:
		return state{nil, nil, fmt.Errorf("spotify: the context of the token source has ended: %w", contextError(s.base, s.base.Err()))}
	}
	s.start(now, false)
	if usable {
		return state{&token, s.running, nil}
	}
	return state{nil, s.running, nil}
}

// start begins a renewal, of a token that was refused or of one that is due.
func (s *TokenSource) start(now time.Time, replace bool) {
	s.running = &renewal{
		replaces: replace, done: make(chan struct{}),
		gone: make(chan struct{}, 1), changed: make(chan struct{}),
	}
	a := attempt{grant: s.grant(), unsaved: s.unsaved, saveErr: s.saveErr, last: s.isClosed(), deleted: s.deleted, ended: s.ended, replace: replace, tries: tries{policy: s.retry, random: s.random}}
	if s.left != nil && now.Before(s.retryAt) {
		a.tries, a.wait, a.err = *s.left, s.retryAt.Sub(now), s.failed
	}
	go s.renew(s.running, a)
}

func (s *TokenSource) isUsable(now time.Time) bool {
	return s.ended == nil && isUsable(s.grant().Token, now)
}

func isUsable(token oauth2.Token, now time.Time) bool {
	if token.AccessToken == "" {
		return false
	}
	return token.Expiry.IsZero() || now.Before(token.Expiry.Add(-lastUse))
}

// dueAt returns when a token is to be refreshed. One that does not say when it
// expires is refreshed at once if it can be; if it cannot, it serves for ever, as it
// does in golang.org/x/oauth2.
func (s *TokenSource) dueAt(grant Grant) time.Time {
	expiry := grant.Token.Expiry
	switch {
	case expiry.IsZero() && grant.Token.RefreshToken == "":
		return s.now().AddDate(1000, 0, 0)
	case expiry.IsZero():
		return time.Time{}
	}
	return expiry.Add(-refreshEarly)
}

// isFresh reports whether a token that another process has fetched will do.
func (s *TokenSource) isFresh(grant Grant) bool { return s.now().Before(s.dueAt(grant)) }

// tokenFrom asks a token source on behalf of a request, which waits no longer than
// its context allows if the source can be told so.
func tokenFrom(ctx context.Context, source oauth2.TokenSource) (*oauth2.Token, error) {
	if s, ok := source.(interface {
		TokenContext(context.Context) (*oauth2.Token, error)
	}); ok {
		return s.TokenContext(ctx)
	}
	return source.Token()
}

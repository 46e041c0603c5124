package spotify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/oauth2"
)

const (
	minRefreshPause = time.Second
	maxRefreshPause = 30 * time.Second
	// maxRefusalPause is the longest Retry-After of the accounts service that is
	// believed: a wrong one must not cost more than this.
	maxRefusalPause = time.Hour
	// lookAgain is how often a store is asked for a new login after the old one has
	// ended, or was deleted.
	lookAgain = 10 * time.Second
	// saveTimeout bounds the calls of a store.
	saveTimeout = 30 * time.Second
	// lockTimeout is how long a source waits for a lock, before it does without.
	lockTimeout = staleLock + 5*time.Second
	// lostPatience is how long a source whose refresh token is used up waits for the new
	// one of another process to come into the store, lookPause how long between two looks.
	lostPatience = 3 * time.Second
	lookPause    = 100 * time.Millisecond
)

// A renewal is an attempt to get a new token that callers wait for together.
type renewal struct {
	replaces bool // a token that was refused
	done     chan struct{}
	waiting  int           // callers; changes with the lock of the source
	gone     chan struct{} // gets an element when one of them has gone
	delay    delay         // before the next attempt; changes with the lock of the source
	changed  chan struct{} // closed when delay changes
	token    concealed[oauth2.Token]
	err      error
}

// An attempt is a renewal as it proceeds, without the lock.
type attempt struct {
	grant   Grant
	adopted bool // from the store
	fetched bool
	unsaved bool
	saveErr error // why it is unsaved
	deleted bool  // from the store, which is empty
	notice  error // that one caller is to get
	ended   error
	yielded bool // to a token in the store, because the store refused the own one
	replace bool // the token, though it seems to be good
	last    bool // only saves what has not been saved
	err     error
	lost    error    // why the refresh token cannot be used any more
	used    []string // refresh tokens that turned out so
	tries   tries
	wait    time.Duration // before the next try
}

// renew makes attempts until one succeeds, or another one does not help, and tells how
// the last one ended.
func (s *TokenSource) renew(r *renewal, a attempt) {
	again := true
	for again {
		if a.wait = s.wait(r, a.wait, a.err); a.wait == 0 {
			s.run(&a)
			a.wait, again = a.tries.next(a.err)
		}
		s.mu.Lock()
		if !again || a.wait > 0 && !s.isWanted(r) {
			break
		}
		s.mu.Unlock()
	}
	// With the lock, so that nobody comes between the decision and its effect.
	defer s.mu.Unlock()
	s.running, s.left = nil, nil
	s.saveErr = a.saveErr
	s.grant, s.unsaved, s.deleted, s.ended, s.failed = conceal(a.grant), a.unsaved, a.deleted, a.ended, a.err
	if a.notice != nil {
		s.notice = a.notice
	}
	if a.err == nil {
		s.retryAt = time.Time{}
		if a.unsaved {
			s.retryAt = s.now().Add(s.pause(a.saveErr))
			s.failures++
		} else {
			s.failures = 0
		}
		switch {
		case a.fetched:
			// Tokens that live for less than minutes are not fetched for each call.
			s.refreshAt = later(s.dueAt(a.grant), s.now().Add(a.grant.Token.Expiry.Sub(s.now())*9/10))
		case a.adopted, a.replace:
			s.refreshAt = s.dueAt(a.grant)
		}
		r.token = conceal(a.grant.Token)
		if a.last && !s.isUsable(s.now()) {
			r.err = errClosed
		}
	} else {
		if again {
			s.retryAt, s.left = s.now().Add(a.wait), &a.tries
		} else {
			s.retryAt = s.now().Add(s.pause(a.err))
			s.failures++
		}
		r.err = a.err
		// Callers need not know of the failure while the old token is valid.
		if s.isUsable(s.now()) {
			r.token, r.err = conceal(a.grant.Token), nil
		}
	}
	close(r.done)
}

// pause returns how long to wait after a failure.
func (s *TokenSource) pause(err error) time.Duration {
	if s.ended != nil || s.deleted {
		return lookAgain
	}
	asked := time.Duration(0)
	var refused *AuthError
	if ok := errors.As(err, &refused); ok {
		asked = min(refused.RetryAfter, maxRefusalPause)
	}
	// Beyond that many doublings, the shift would overflow.
	return max(asked, min(minRefreshPause<<min(s.failures, 10), maxRefreshPause))
}

// run gets a token from the store, where another process may have put one, or from
// the accounts service.
func (s *TokenSource) run(a *attempt) {
	// The following steps must not be interrupted: between the answer of the
	// accounts service and the store, a login exists in memory only.
	ctx := context.WithoutCancel(s.base)
	for {
		s.turn(ctx, a)
		switch {
		case a.lost == nil && !a.last && a.adopted && a.err == nil && (a.ended != nil || !s.isFresh(a.grant)):
			continue // a new login that came into the store during the refresh of the old one
		case a.lost == nil:
			return
		}
		a.used = append(a.used, a.grant.Token.RefreshToken)
		if !s.lookForAnother(ctx, a) && !s.end(ctx, a) {
			return
		}
	}
}

// turn does one round while no other source does.
func (s *TokenSource) turn(ctx context.Context, a *attempt) {
	defer s.lock(ctx)()
	s.look(ctx, a)
	switch {
	case a.deleted:
		return // a token that nobody can log out must not come into being
	case a.adopted && a.ended == nil && a.err == nil && s.isFresh(a.grant):
		return // the work of another process
	case a.unsaved:
		if s.save(ctx, a); a.adopted || a.deleted || a.last || s.isFresh(a.grant) && !a.replace {
			return
		}
	case a.last:
		return // what was not saved is of no use any more
	case a.ended != nil:
		a.err = a.ended
		return
	case a.err != nil:
		// A store that cannot be read will not be written either. Better to find out
		// before the refresh token is used up.
		return
	}
	if a.replace && !s.canFetch(a.grant) {
		return // which does not mean that the login has ended
	}
	fresh, err := s.fetch(ctx, a.grant)
	switch {
	case errors.Is(err, ErrReauthRequired):
		a.lost = err
	case err != nil:
		a.err = err
	default:
		rotated := fresh.Token.RefreshToken != a.grant.Token.RefreshToken
		a.grant, a.adopted, a.fetched = fresh, false, true
		if s.isReplaced(ctx, a) {
			return
		}
		if s.save(ctx, a); a.unsaved && rotated {
			a.notice = a.saveErr
		}
	}
}

// lock returns the function that ends the lock. A source that cannot get it goes on: a
// lock that fails must not cost more than one that was never there.
func (s *TokenSource) lock(ctx context.Context) (unlock func()) {
	store, ok := s.store.(TokenLocker)
	if !ok {
		return func() {}
	}
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	unlock, err := store.Lock(ctx)
	if err != nil {
		s.warn("spotify: the token store cannot be locked", withoutTokens(err, s.Grant()))
	}
	if err != nil || unlock == nil {
		return func() {}
	}
	return unlock
}

func (s *TokenSource) warn(message string, err error) {
	log := s.log
	if log == nil {
		log = slog.Default()
	}
	log.Warn(message, slog.String("error", err.Error()))
}

// lookForAnother looks for another refresh token in the store. If another process has
// been faster, it may take a moment to save the one that it got.
func (s *TokenSource) lookForAnother(ctx context.Context, a *attempt) bool {
	for begun := time.Now(); ; {
		stored, ok, _ := s.load(ctx, a.grant)
		if a.adoptOther(stored, ok) {
			return true
		}
		var refused *AuthError // not for want of a refresh token
		ok = errors.As(a.lost, &refused)
		if s.store == nil || !ok || time.Since(begun) >= lostPatience || sleep(s.base, lookPause) != nil {
			return false
		}
	}
}

// end notes that the login has ended, unless there is another refresh token after all.
func (s *TokenSource) end(ctx context.Context, a *attempt) (again bool) {
	defer s.lock(ctx)()
	stored, ok, _ := s.load(ctx, a.grant)
	if a.adoptOther(stored, ok) {
		return true
	}
	a.ended, a.err = a.lost, a.lost
	if !ok || !stored.sameLogin(a.grant) || !s.remember(ctx, a) {
		return false
	}
	stored, ok, _ = s.load(ctx, a.grant)
	return a.adoptOther(stored, ok)
}

// remember notes in the store that the login has ended. The access token ends with it:
// a source that does not know of the note would send it for up to an hour. It reports
// whether the store has another token by now.
func (s *TokenSource) remember(ctx context.Context, a *attempt) (replaced bool) {
	a.grant.EndedAt = s.now()
	if a.grant.Token.Expiry.After(a.grant.EndedAt) {
		a.grant.Token.Expiry = a.grant.EndedAt
	}
	ctx, cancel := context.WithTimeout(ctx, saveTimeout)
	defer cancel()
	// If this fails, the next process finds out for itself.
	err := saveGrant(ctx, s.store, a.grant)
	if replaced = errors.Is(err, ErrTokenReplaced); err != nil && !replaced {
		s.reportSave(err)
	}
	return replaced
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
	case holdsNothing(err):
		return Grant{}, false, nil
	case err != nil:
		return Grant{}, false, fmt.Errorf("spotify: token store: %w", withoutTokens(err, known))
	}
	return stored.clone(), true, nil
}

// adopt goes on with what the store holds if that is newer.
func (a *attempt) adopt(stored Grant, ok bool, err error, now time.Time) bool {
	a.err = err
	if !ok || !stored.newerThan(a.grant, now) {
		return false
	}
	return a.replaceBy(stored)
}

func (a *attempt) replaceBy(stored Grant) bool {
	*a = attempt{grant: stored, adopted: true, tries: a.tries, used: a.used, yielded: a.yielded, last: a.last}
	if !stored.EndedAt.IsZero() {
		a.ended = endedError(stored)
	}
	return true
}

// adoptOther goes on with what the store holds if its refresh token may be of use. When
// it was made does not matter: the one that was at hand is of none.
func (a *attempt) adoptOther(stored Grant, ok bool) bool {
	if !ok || slices.Contains(a.used, stored.Token.RefreshToken) {
		return false
	}
	return a.replaceBy(stored)
}

// save saves the token. It may be used in any case, because it would be lost otherwise,
// unless the store has another one that is.
func (s *TokenSource) save(ctx context.Context, a *attempt) {
	a.err, a.saveErr, a.unsaved = nil, nil, false
	if s.store == nil {
		return
	}
	saving, cancel := context.WithTimeout(ctx, saveTimeout)
	defer cancel()
	err := saveGrant(saving, s.store, a.grant)
	if err == nil || errors.Is(err, ErrTokenReplaced) && s.yield(ctx, a) {
		return
	}
	a.saveErr, a.unsaved = err, true
	s.reportSave(err)
}

// yield goes on with what the store holds, after it has refused the token at hand. It does
// so once for each attempt: with a store that refuses each token, it would go on for ever.
func (s *TokenSource) yield(ctx context.Context, a *attempt) bool {
	stored, ok, err := s.load(ctx, a.grant)
	ended := !stored.EndedAt.IsZero() && stored.Token.RefreshToken != a.grant.Token.RefreshToken
	switch {
	case err != nil || a.yielded:
		return false
	case !ok:
		a.deleted, a.err = true, errDeleted
		return true
	case ended || slices.Contains(a.used, stored.Token.RefreshToken):
		return false // the token at hand is worth more
	}
	a.yielded = true
	return a.replaceBy(stored)
}

// reportSave tells the owner of the store, who alone can help.
func (s *TokenSource) reportSave(err error) {
	if s.hook != nil {
		s.hook(err)
		return
	}
	s.warn("spotify: a token is in memory only", err)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

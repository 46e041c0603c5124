package spotify

import (
	"context"
	"fmt"
)

// look compares what the source knows with what the store holds. A source begins with what
// is in its store, so that somebody has deleted the login if nothing is there.
func (s *TokenSource) look(ctx context.Context, a *attempt) {
	stored, ok, err := s.load(ctx, a.grant)
	deletedBefore := a.deleted
	a.deleted = s.store != nil && !ok && err == nil
	switch {
	case a.deleted:
		a.unsaved, a.saveErr, a.err = false, nil, a.ended
		if a.err == nil {
			a.err = errDeleted
		}
	case deletedBefore && ok && !stored.AuthorizedAt.Equal(a.grant.AuthorizedAt):
		a.replaceBy(stored) // whatever its age: nothing is left of the login before
	case !a.adopt(stored, ok, err, s.now()) && deletedBefore && ok:
		// The same login is back, perhaps with a disk that was not there for a while. A
		// token that came meanwhile has not been saved.
		a.unsaved = a.unsaved || stored.Token.RefreshToken != a.grant.Token.RefreshToken
	}
	if err != nil {
		a.deleted = deletedBefore
	}
}

// errDeleted is also ErrReauthRequired: for a program that runs, a login that was deleted
// is no other matter than one that was revoked.
var errDeleted = fmt.Errorf("spotify: the login was deleted from the token store: %w; %w", ErrNoToken, ErrReauthRequired)

// isReplaced reports whether somebody has logged out during a refresh, or has logged in
// again. Then the new token must not be saved over that. With a lock, that is rare: it is
// for stores without one, and for users who delete a file themselves. If the store cannot
// be read, the token is saved, because it would be lost otherwise.
func (s *TokenSource) isReplaced(ctx context.Context, a *attempt) bool {
	stored, ok, err := s.load(ctx, a.grant)
	switch {
	case s.store == nil || err != nil:
		return false
	case !ok:
		a.deleted, a.unsaved, a.saveErr = true, false, nil
		return true
	case !stored.AuthorizedAt.Equal(a.grant.AuthorizedAt) && stored.newerThan(a.grant, s.now()):
		return a.replaceBy(stored)
	}
	return false
}

package spotify

import (
	"context"
	"errors"
	"fmt"
)

// ErrNoToken is the error of a [TokenStore] that is empty, because nothing has
// been saved yet or the login was deleted: the user has to log in. A
// [TokenSource] returns it if its login was deleted from the store and the token
// that it had has expired.
var ErrNoToken = errors.New("there is no token; log in first")

// ErrTokenNotSaved means that there is a new token, but the [TokenStore] failed
// to save it. From a login, it means that the login is lost. From a
// [TokenSource], it is a warning, which one call gets if the token in the store
// may no longer be of use: the next call works.
var ErrTokenNotSaved = errors.New("the new token could not be saved")

// ErrTokenReplaced is the error of a [TokenStore] that refuses to save a grant, because
// somebody else has saved another one since the store was read: saving this one could
// put a refresh token that is used up in place of the one that is valid. A [TokenSource]
// then goes on with the grant that is in the store. A store that does not compare
// grants, such as [FileStore] and [MemoryStore], never returns it.
var ErrTokenReplaced = errors.New("another token was saved meanwhile")

// A TokenStore keeps one login: that of the user of a program, or of one of the
// users of a server. [FileStore] keeps it in a file, and [MemoryStore] in memory. For
// other stores, [Grant.MarshalSecret] encodes a grant; [json.Marshal] would leave the
// tokens out.
//
// Protect the tokens like a password. Several goroutines may call the methods,
// and their errors must not show the tokens.
type TokenStore interface {
	// Load returns the grant that was saved last, or ErrNoToken if there is none.
	Load(ctx context.Context) (Grant, error)
	// Save replaces the grant that was saved before. If it returns nil, the grant
	// has been saved. If it returns an error, the previous grant is still there.
	// A store may return ErrTokenReplaced for a grant that is made from an older one
	// than it holds. It must not do so for a new login, which has another AuthorizedAt.
	Save(ctx context.Context, grant Grant) error
}

// A TokenLocker is a [TokenStore] that several sources may use at a time, in one
// process or in several. A [TokenSource] holds the lock while it loads the
// grant, refreshes it, and saves the new one. Without a lock, two sources may
// refresh at a time. If each refresh token can be used once only, one of them
// then finds its own used up, and has to look for the new one in the store.
type TokenLocker interface {
	TokenStore
	// Lock waits until nobody else has the lock. The function that it returns gives
	// the lock back; it is called once. A lock whose owner has crashed must end by
	// itself. If Lock returns an error, the source goes on without the lock. When
	// the context ends, Lock must return soon.
	Lock(ctx context.Context) (unlock func(), err error)
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

package spotify

import (
	"context"
	"errors"
)

// ErrNoToken is the error of a [TokenStore] in which nothing has been saved
// yet: the user has to log in.
var ErrNoToken = errors.New("no token has been saved yet")

// ErrTokenNotSaved means that a new token has been fetched, but the
// [TokenStore] failed to save it. See [TokenSource].
var ErrTokenNotSaved = errors.New("the new token could not be saved")

// A TokenStore keeps one login: that of the user of a program, or of one of the
// users of a server. [FileStore] keeps it in a file; for other stores, a
// [Grant] encodes to JSON.
//
// Protect the tokens like a password. Several goroutines may call the methods,
// and their errors must not show the tokens.
type TokenStore interface {
	// Load returns the grant that was saved last, or ErrNoToken if there is none.
	Load(ctx context.Context) (Grant, error)
	// Save replaces the grant that was saved before. If it returns nil, the grant
	// has been saved. If it returns an error, the previous grant is still there.
	Save(ctx context.Context, grant Grant) error
}

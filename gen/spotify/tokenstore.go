package spotify

import (
	"context"
	"errors"
)

// ErrNoToken is what a [TokenStore] returns as long as nothing has been saved in it:
// the user has to log in.
var ErrNoToken = errors.New("no token has been saved yet")

// ErrTokenNotSaved means that a new token has been fetched and its [TokenStore] did
// not take it. See [TokenSource].
var ErrTokenNotSaved = errors.New("the new token could not be saved")

// A TokenStore keeps one login: that of the user of a program, or of one of the
// users of a server. [FileStore] is one; a [Grant] encodes to JSON for others.
//
// What it keeps is as good as a password. Its methods may be called by several
// goroutines, and their errors must not show what is kept.
type TokenStore interface {
	// Load returns what was saved last, or ErrNoToken.
	Load(ctx context.Context) (Grant, error)
	// Save replaces what was saved before. When it returns without an error, the
	// grant is safe; with one, what was saved before still is.
	Save(ctx context.Context, grant Grant) error
}

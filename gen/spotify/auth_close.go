package spotify

import (
	"context"
	"errors"
	"fmt"
)

// ErrTokenSourceClosed is the error of a [TokenSource] that has no valid token
// after [TokenSource.Close].
var ErrTokenSourceClosed = errors.New("the token source is closed")

var errClosed = fmt.Errorf("spotify: no token: %w", ErrTokenSourceClosed)

// Close waits for a refresh that is under way, so that its refresh token is
// saved before the program ends. No refresh begins afterwards. The source
// returns its token until that expires, and [ErrTokenSourceClosed] then. A
// refresh that waits before it tries again does not try any more.
//
// If a token could not be saved before, Close tries once more. The error is
// [ErrTokenNotSaved] if that fails. If the context ends first, Close returns its
// error, and what is under way goes on. Close may be called several times, and
// by several goroutines.
func (s *TokenSource) Close(ctx context.Context) error {
	for tried := false; ; {
		pending, begun, err := s.close(tried)
		if pending == nil {
			return err
		}
		tried = tried || begun
		select {
		case <-pending.done:
		case <-ctx.Done():
			return fmt.Errorf("spotify: waiting for the refresh of a token: %w", contextError(ctx, ctx.Err()))
		}
	}
}

// close returns what to wait for. If a token has to be saved, it begins with that, unless
// that was tried.
func (s *TokenSource) close(tried bool) (pending *renewal, begun bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.isClosed() {
		close(s.closed)
	}
	switch {
	case s.running != nil:
		return s.running, false, nil
	case s.unsaved && !tried:
		s.left = nil
		s.start(s.now(), false)
		return s.running, true, nil
	case s.unsaved:
		s.notice = nil // this is it
		return nil, false, s.saveErr
	}
	return nil, false, nil
}

func (s *TokenSource) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// isStopped reports whether no refresh begins any more.
func (s *TokenSource) isStopped() bool { return s.isClosed() || s.base.Err() != nil }

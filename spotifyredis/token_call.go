package spotifyredis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// within does something that asks the server, and waits for it no longer than the time
// allows. Clients of go-redis may wait for longer than their context, so that what takes
// too long is left to itself.
func within[T any](ctx context.Context, timeout time.Duration, do func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	done := make(chan result, 1)
	go func() {
		value, err := do(limited)
		done <- result{value, err}
	}()
	var none T
	select {
	case r := <-done:
		if r.err != nil && ctx.Err() != nil {
			return none, context.Cause(ctx)
		}
		return r.value, r.err
	case <-limited.Done():
		if ctx.Err() != nil {
			return none, context.Cause(ctx)
		}
		return none, fmt.Errorf("%w: no answer within %v", ErrUnavailable, timeout)
	}
}

// A serverError is that of the server, or of the way to it.
type serverError struct {
	text string
	err  error
}

func (e *serverError) Error() string   { return e.text }
func (e *serverError) Unwrap() []error { return []error{ErrUnavailable, e.err} }

// unavailable makes an error of the client fit to be shown: a server quotes from commands
// that it does not understand, and these hold what is to be stored.
func unavailable(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "with args")
	if i := strings.IndexAny(text, "`'\n"); i >= 0 {
		text = text[:i]
	}
	return &serverError{ErrUnavailable.Error() + ": " + strings.TrimRight(text, " ,:"), err}
}

// escapeTag makes a text fit for a part of a key: braces mark its hash tag.
func escapeTag(text string) string {
	return strings.NewReplacer("%", "%25", "{", "%7B", "}", "%7D").Replace(text)
}

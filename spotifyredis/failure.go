package spotifyredis

import "errors"

// A FailurePolicy says what happens while the server cannot be asked: it is gone, too slow,
// full, or in the middle of a failover.
type FailurePolicy int

const (
	// FailOpen goes on without the server. A limiter keeps to its share of the budget, as
	// far as it knows how many processes there are, and to the cooldowns that it has met.
	FailOpen FailurePolicy = iota
	// FailClosed sends nothing: calls fail with an error that is [ErrUnavailable].
	FailClosed
)

// ErrUnavailable says that the server could not be asked.
var ErrUnavailable = errors.New("spotifyredis: the server is not available")

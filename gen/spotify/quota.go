package spotify

import (
	"fmt"
	"strconv"
	"strings"
)

// A QuotaMode is the mode in which Spotify runs an app. It decides which
// operations the app may use and which fields it receives.
type QuotaMode int

// The quota modes.
const (
	Extended    QuotaMode = iota // extended quota, which has everything
	Development                  // development mode, in which every app begins
)

// String returns "extended" or "development".
func (m QuotaMode) String() string {
	switch m {
	case Extended:
		return "extended"
	case Development:
		return "development"
	}
	return "QuotaMode(" + strconv.Itoa(int(m)) + ")"
}

// WithQuotaMode says in which mode the app runs, so that methods choose
// requests and page sizes that this mode supports. The default is Extended,
// with page sizes that both modes allow. An operation that development mode
// lacks is still sent, because Spotify has switched existing apps one by one;
// see [WithStrictQuotaMode].
func WithQuotaMode(mode QuotaMode) ClientOption {
	return clientOption(func(c *config) {
		if mode != Extended && mode != Development {
			c.invalid(fmt.Errorf("WithQuotaMode: %v is not a quota mode; want Extended or Development", mode))
			return
		}
		c.quotaMode, c.quotaModeIsKnown = mode, true
	})
}

// WithStrictQuotaMode makes a call fail with an [*UnavailableError], before
// anything is sent, if the quota mode lacks the operation. Extended quota mode
// has all operations.
func WithStrictQuotaMode() ClientOption {
	return clientOption(func(c *config) { c.strictQuota = true })
}

// development reports whether the app runs in development mode.
func (c *caller) development() bool { return c.quotaMode == Development }

// checkAvailable refuses what the quota mode lacks, if the client is strict.
func (c *config) checkAvailable(op *Operation) error {
	if !c.strictQuota || c.quotaMode != Development || op.Development.Available() {
		return nil
	}
	return &UnavailableError{
		Operation:   op.Name,
		Since:       op.Development.RemovedOn,
		Replacement: op.Replacement,
	}
}

// An UnavailableError says that a call was not sent, because development mode
// does not have the operation; see [WithStrictQuotaMode]. It is [ErrForbidden],
// like the answer that the API would have given.
type UnavailableError struct {
	// Operation is the Go name of the operation, like "Albums.Save".
	Operation string
	// Since is the date from which it is not available, like "2026-02-11".
	Since string
	// Replacement is the Go name of the operation to use instead. If this package
	// does not have that operation, it is its method and path. It is "" if there
	// is no replacement.
	Replacement string
}

// Error returns the operation, the date, and the replacement if there is one.
func (e *UnavailableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "spotify: %s: not sent: %s", e.Operation, unavailable(e.Since, e.Replacement))
	return b.String()
}

// Is reports whether target is [ErrForbidden] or [ErrDevelopmentMode].
func (e *UnavailableError) Is(target error) bool {
	return target == ErrForbidden || target == ErrDevelopmentMode
}

// unavailable is what errors say about an operation that development mode lacks.
func unavailable(since, replacement string) string {
	text := "this operation has not been available to apps in development mode since " + since
	if replacement != "" {
		text += "; use " + replacement + " instead"
	}
	return text
}

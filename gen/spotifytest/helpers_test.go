package spotifytest

import "fmt"

// recordingT is a test that goes on when it fails.
type recordingT struct {
	failures []string
	cleanups []func()
}

func (t *recordingT) Helper() {}

func (t *recordingT) Errorf(format string, args ...any) {
	t.failures = append(t.failures, fmt.Sprintf(format, args...))
}

func (t *recordingT) Fatalf(format string, args ...any) { t.Errorf(format, args...) }

func (t *recordingT) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

// panicOf is what a function panics with, nil if it does not.
func panicOf(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

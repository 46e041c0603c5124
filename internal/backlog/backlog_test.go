package backlog

import (
	"slices"
	"testing"
)

// recorder is a test that fails for show.
type recorder struct {
	testing.TB
	logged, failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Logf(string, ...any)   { r.logged = true }
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		missing        int
		logged, failed bool
	}{
		{0, false, false},
		{1, true, false},
		{Most, true, false},
		{Most + 1, false, true},
	} {
		r := &recorder{TB: t}
		Check(r, "no row", slices.Repeat([]string{"x"}, test.missing))
		if r.logged != test.logged || r.failed != test.failed {
			t.Errorf("%d missing: logged %v, failed %v", test.missing, r.logged, r.failed)
		}
	}
}

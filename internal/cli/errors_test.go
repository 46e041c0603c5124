package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestRuleOfErrors holds how lines begin that tell of errors.
func TestRuleOfErrors(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	below := filepath.Join(dir, "gen", "x.go")
	beside := filepath.Join(filepath.Dir(dir), "y.go")
	generate := Command{Name: "generate", program: "spotgen"}
	gone := &fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist}
	tests := []struct {
		command Command
		err     error
		want    string
	}{
		// Places in files.
		{generate, errors.New("a.yml:1:2: is empty"), "a.yml:1:2: is empty"},
		{generate, errors.New("a.yml:1: is no YAML"), "a.yml:1: is no YAML"},
		{generate, errors.New("my files/a.yml:1:2: is empty"), "my files/a.yml:1:2: is empty"},
		{generate, errors.New(`C:\a.yml:1:2: is empty`), `C:\a.yml:1:2: is empty`},
		{generate, errors.New("http://127.0.0.1:80/a.yml:1:2: is empty"), "http://127.0.0.1:80/a.yml:1:2: is empty"},
		{generate, errors.New("a.yml:1:2: is empty\nb.yml:3:4: warning: is long"), "a.yml:1:2: is empty\nb.yml:3:4: warning: is long"},
		{generate, errors.New("a is no schema:\na.yml:1:2: is empty"), "spotgen: generate: a is no schema:\na.yml:1:2: is empty"},
		{generate, errors.New("a.yml: is empty"), "spotgen: generate: a.yml: is empty"},
		{generate, errors.New("nothing was written: a.yml:1:2: is empty"), "spotgen: generate: nothing was written: a.yml:1:2: is empty"},
		{generate, errors.New("listen tcp 127.0.0.1:80: in use"), "spotgen: generate: listen tcp 127.0.0.1:80: in use"},
		// What could not be done to files.
		{generate, &fs.PathError{Op: "read", Path: "a.yml", Err: fs.ErrPermission}, "spotgen: read a.yml: permission denied"},
		{generate, &fs.PathError{Op: "mkdir", Path: below, Err: fs.ErrExist}, "spotgen: mkdir " + filepath.Join("gen", "x.go") + ": file already exists"},
		{generate, &fs.PathError{Op: "open", Path: beside, Err: fs.ErrExist}, "spotgen: open " + beside + ": file already exists"},
		{Command{Name: "fake"}, gone, "fake: open a: file does not exist"},
		// All others.
		{generate, errors.New("interrupted"), "spotgen: generate: interrupted"},
		{Command{Name: "fake"}, errors.New("start: in use"), "fake: start: in use"},
		{generate, fmt.Errorf("gen: nothing written: %w", gone), "spotgen: generate: gen: nothing written: open a: file does not exist"},
		{generate, fmt.Errorf("%w, and then %w", gone, gone), "spotgen: generate: open a: file does not exist, and then open a: file does not exist"},
		{generate, Usagef("one\ntwo"), "spotgen: generate: one\nspotgen: generate: two\nSee \"spotgen help generate\"."},
		{generate, Outcome{3, gone}, "spotgen: open a: file does not exist"},
		// What is no error, and several at once.
		{generate, Summary("gen: not up to date"), "gen: not up to date"},
		{generate, errors.Join(Summary("gen: not up to date"), gone, errors.New("interrupted")),
			"gen: not up to date\nspotgen: open a: file does not exist\nspotgen: generate: interrupted"},
	}
	for _, test := range tests {
		var stderr strings.Builder
		test.command.report(&stderr, test.err)
		if got := strings.TrimSuffix(stderr.String(), "\n"); got != test.want {
			t.Errorf("%v:\ngot  %q\nwant %q", test.err, got, test.want)
		}
	}
}

func TestExitCodes(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("wrong"), 1},
		{Summary("wrong"), 1},
		{Usagef("wrong"), 2},
		{fmt.Errorf("in a file: %w", Usagef("wrong")), 2},
		{Outcome{Code: 3}, 3},
		{Outcome{4, errors.New("wrong")}, 4},
	} {
		if got := (Command{Name: "test"}).report(new(strings.Builder), test.err); got != test.want {
			t.Errorf("%v: got %d, want %d", test.err, got, test.want)
		}
	}
}

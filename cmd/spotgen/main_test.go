package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		args     []string
		dir      string
		operands []string
		err      string
	}{
		{args: nil},
		{args: []string{"source"}, operands: []string{"source"}},
		{args: []string{"--dir", "d", "source"}, dir: "d", operands: []string{"source"}},
		{args: []string{"source", "-dir=d"}, dir: "d", operands: []string{"source"}},
		{args: []string{"one", "--dir", "d", "two"}, dir: "d", operands: []string{"one", "two"}},
		{args: []string{"one", "--", "--dir", "d"}, operands: []string{"one", "--dir", "d"}},
		{args: []string{"-"}, operands: []string{"-"}},
		{args: []string{"one", "--other"}, err: "flag provided but not defined: -other"},
		{args: []string{"one", "--dir"}, err: "flag needs an argument: -dir"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.args), func(t *testing.T) {
			flags := flag.NewFlagSet("test", flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			dir := flags.String("dir", "", "")
			operands, err := parse(flags, test.args)
			if err != nil || test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Fatalf("got error %v, want %q", err, test.err)
				}
				return
			}
			if diff := cmp.Diff(test.operands, operands); diff != "" {
				t.Errorf("operands (-want +got):\n%s", diff)
			}
			if *dir != test.dir {
				t.Errorf("--dir is %q, want %q", *dir, test.dir)
			}
		})
	}
}

func TestDescribe(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	below := filepath.Join(dir, "gen", "x.go")
	beside := filepath.Join(filepath.Dir(dir), "y.go")
	tests := []struct {
		err  error
		want string
	}{
		{errors.New("a.yml:1:2: is empty"), "a.yml:1:2: is empty"},
		{&fs.PathError{Op: "open", Path: "a.yml", Err: fs.ErrPermission}, "a.yml: permission denied"},
		{&fs.PathError{Op: "open", Path: below, Err: fs.ErrExist}, filepath.Join("gen", "x.go") + ": file already exists"},
		{&fs.PathError{Op: "open", Path: beside, Err: fs.ErrExist}, beside + ": file already exists"},
		{fmt.Errorf("gen: nothing written: %w", &fs.PathError{Op: "open", Path: "a", Err: fs.ErrExist}), "gen: nothing written: open a: file already exists"},
	}
	for _, test := range tests {
		if got := describe(test.err); got != test.want {
			t.Errorf("describe(%v) = %q, want %q", test.err, got, test.want)
		}
	}
}

func TestScopesText(t *testing.T) {
	tests := []struct {
		scopes opScopes
		want   string
	}{
		{opScopes{}, "-"},
		{opScopes{All: []string{"a", "b"}}, "a, b"},
		{opScopes{Any: []string{"a", "b"}}, "one of a, b"},
		{opScopes{Optional: []string{"a"}}, "optional a"},
		{opScopes{All: []string{"a"}, Optional: []string{"b", "c"}}, "a; optional b, c"},
		{opScopes{ByKind: map[string]string{"track": "b", "artist": "a", "album": "b"}}, "a for artist; b for album, track"},
	}
	for _, test := range tests {
		if got := test.scopes.text(); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.scopes, got, test.want)
		}
	}
}

func TestDevelopmentText(t *testing.T) {
	tests := []struct {
		available opAvailable
		want      string
	}{
		{opAvailable{Available: true}, "yes"},
		{opAvailable{Available: true, Note: "Ten\n at most."}, "yes (Ten at most)"},
		{opAvailable{LostOn: "2026-02-11"}, "not since 2026-02-11"},
	}
	for _, test := range tests {
		if got := test.available.text(); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.available, got, test.want)
		}
	}
}

func TestInterruptedGenerateWritesNothing(t *testing.T) {
	enterRepository(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	if code := run(ctx, []string{"generate"}, &stdout, &stderr); code != exitProblem {
		t.Errorf("exit code %d, want %d", code, exitProblem)
	}
	if got, want := stderr.String(), "interrupted; nothing was written\n"; got != want {
		t.Errorf("stderr %q, want %q", got, want)
	}
	if _, err := os.Stat("gen"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gen: got error %v, want that it does not exist", err)
	}
}

func TestInterruptedUpdateWritesNothing(t *testing.T) {
	enterRepository(t)
	before, err := os.ReadFile("spec/open-api-schema.yml")
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(before, []byte("total_tracks"), []byte("all_tracks"), 1)
	if err := os.WriteFile("changed.yml", changed, 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	if code := run(ctx, []string{"update", "--report=report.md", "changed.yml"}, &stdout, &stderr); code != exitProblem {
		t.Errorf("exit code %d, want %d", code, exitProblem)
	}
	if got, want := stdout.String()+stderr.String(), "interrupted; nothing was written\n"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
	for _, name := range []string{"gen", "report.md", "spec/SOURCE"} {
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got error %v, want that it does not exist", name, err)
		}
	}
	if after, err := os.ReadFile("spec/open-api-schema.yml"); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the schema has changed (%v)", err)
	}
}

// A pager that is closed early is no reason to claim success.
func TestOutputThatCannotBeWritten(t *testing.T) {
	enterRepository(t)
	const schema = "spec/open-api-schema.yml"
	tests := []struct {
		args []string
		code int
	}{
		{[]string{"ops"}, exitProblem},
		{[]string{"ops", "--format=json"}, exitProblem},
		{[]string{"check"}, exitProblem},
		// Its other codes are verdicts.
		{[]string{"diff", schema, schema}, exitUsage},
		{[]string{"diff", "--format=json", "--fail-on=never", schema, schema}, exitUsage},
	}
	for _, test := range tests {
		var stderr bytes.Buffer
		if code := run(context.Background(), test.args, brokenWriter{}, &stderr); code != test.code {
			t.Errorf("%v: exit code %d, want %d", test.args, code, test.code)
		}
		if got, want := stderr.String(), "broken pipe\n"; got != want {
			t.Errorf("%v: stderr %q, want %q", test.args, got, want)
		}
	}
}

// Whoever starts programs ends them with SIGTERM, people with an interrupt.
func TestSignalsInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process on Windows cannot send itself these signals")
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		ctx := interruptible(t.Context())
		if err := self.Signal(signal); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

// enterRepository makes a copy of testdata/repo the current folder.
func enterRepository(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for to, from := range map[string]string{".": "testdata/repo", "overrides/spotify": "../../overrides/spotify"} {
		if err := copyMissing(filepath.Join(dir, to), from); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/internal/cli"
)

func TestScopesText(t *testing.T) {
	tests := []struct {
		scopes opScopes
		want   string
	}{
		{opScopes{}, ""},
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
	if code := program().Run(ctx, cli.Terminal{Stdout: &stdout, Stderr: &stderr}, []string{"generate"}); code != cli.ExitProblem {
		t.Errorf("exit code %d, want %d", code, cli.ExitProblem)
	}
	if got, want := stderr.String(), "spotgen: generate: interrupted; nothing was written\n"; got != want {
		t.Errorf("stderr %q, want %q", got, want)
	}
	if _, err := os.Stat("gen/api.txt"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gen/api.txt: got error %v, want that it does not exist", err)
	}
}

func TestInterruptedUpdateWritesNothing(t *testing.T) {
	enterRepository(t)
	before, err := os.ReadFile("spec/open-api-schema.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("changed.yml", changedSchema(t), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	if code := program().Run(ctx, cli.Terminal{Stdout: &stdout, Stderr: &stderr}, []string{"update", "--report=report.md", "changed.yml"}); code != cli.ExitProblem {
		t.Errorf("exit code %d, want %d", code, cli.ExitProblem)
	}
	if got, want := stdout.String()+stderr.String(), "spotgen: update: interrupted; nothing was written\n"; got != want {
		t.Errorf("output %q, want %q", got, want)
	}
	for _, name := range []string{"gen/api.txt", "gen/spotify/types_gen.go", "report.md", "spec/SOURCE"} {
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
		{[]string{"ops"}, cli.ExitProblem},
		{[]string{"ops", "--format=json"}, cli.ExitProblem},
		{[]string{"check"}, cli.ExitProblem},
		// Its other codes are verdicts.
		{[]string{"diff", schema, schema}, cli.ExitUsage},
		{[]string{"diff", "--format=json", "--fail-on=never", schema, schema}, cli.ExitUsage},
	}
	for _, test := range tests {
		var stderr bytes.Buffer
		if code := program().Run(t.Context(), cli.Terminal{Stdout: brokenWriter{}, Stderr: &stderr}, test.args); code != test.code {
			t.Errorf("%v: exit code %d, want %d", test.args, code, test.code)
		}
		if got, want := stderr.String(), "spotgen: "+test.args[0]+": broken pipe\n"; got != want {
			t.Errorf("%v: stderr %q, want %q", test.args, got, want)
		}
	}
}

// TestExamples makes sure that each command has examples in its help, and that a script
// runs each of them.
func TestExamples(t *testing.T) {
	script, err := os.ReadFile("testdata/script/examples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	help := func(args ...string) string {
		var stdout strings.Builder
		if code := program().Run(t.Context(), cli.Terminal{Stdout: &stdout}, append([]string{"help"}, args...)); code != cli.ExitOK {
			t.Fatalf("help %q: exit code %d", args, code)
		}
		return stdout.String()
	}
	commands := regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(help(), -1)
	if len(commands) < 10 {
		t.Fatalf("the help lists %q", commands)
	}
	for _, command := range commands {
		if command[1] == "help" {
			continue
		}
		_, rest, _ := strings.Cut(help(command[1]), "\nExamples:\n")
		section, _, _ := strings.Cut(rest, "\n\n")
		examples := strings.Split(strings.TrimSpace(section), "\n")
		if section == "" || len(examples) > 3 {
			t.Errorf("%s has the examples %q, want one to three", command[1], examples)
			continue
		}
		for _, example := range examples {
			example = strings.TrimSpace(example)
			if !strings.HasPrefix(example+" ", "spotgen "+command[1]+" ") {
				t.Errorf("%q is no example of %s", example, command[1])
			}
			if !regexp.MustCompile(`(?m)^(exec|code \d) ` + regexp.QuoteMeta(example) + `$`).Match(script) {
				t.Errorf("no line of examples.txtar runs %q", example)
			}
		}
	}
}

// TestProgress makes sure that whoever waits longer than they like is told why.
func TestProgress(t *testing.T) {
	enterRepository(t)
	const schema = "spec/open-api-schema.yml"
	if err := os.WriteFile("newer.yml", changedSchema(t), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("GetAlbum.json", []byte(`{"id": "1", "name": "One"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		want string // of the first line
	}{
		{[]string{"generate"}, "Generating the packages in memory …"},
		{[]string{"check"}, "Generating the packages in memory …"},
		{[]string{"diff", schema, schema}, "Generating the packages of both schemas in memory …"},
		{[]string{"verify", "GetAlbum.json"}, `Comparing the answers with the schema(, \d+ so far)? …`},
		{[]string{"update", "newer.yml"}, "Fetching the schema and generating the packages in memory …"},
	} {
		var stdout, stderr bytes.Buffer
		patience := cli.Terminal{Stdout: &stdout, Stderr: &stderr, Patience: time.Nanosecond}
		if code := program().Run(t.Context(), patience, test.args); code != cli.ExitOK || !regexp.MustCompile("^"+test.want+"\n").Match(stderr.Bytes()) {
			t.Errorf("%v: exit code %d, stderr %q; want it to begin with the line %q", test.args, code, stderr.String(), test.want)
		}
	}
}

// changedSchema is the schema of the repository with another field.
func changedSchema(t *testing.T) []byte {
	t.Helper()
	before, err := os.ReadFile("spec/open-api-schema.yml")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(before, []byte("total_tracks"), []byte("all_tracks"), 1)
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

// enterRepository makes a copy of testdata/repo the current folder.
func enterRepository(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	if err := copyRepository(dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
}

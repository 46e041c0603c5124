package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// envWorker makes the program of the tests one of the processes.
const envWorker = "WORKERS_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(envWorker) == "" {
		os.Exit(m.Run())
	}
	if err := work(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestRun(t *testing.T) {
	job := defaultJob
	job.tracks, job.perSecond = 60, 40
	job.command = func(ctx context.Context) *exec.Cmd {
		command := exec.CommandContext(ctx, os.Args[0])
		command.Env = append(os.Environ(), envWorker+"=1")
		return command
	}
	var out strings.Builder
	begun := time.Now()
	if err := job.run(t.Context(), &out, false); err != nil {
		t.Fatal(err)
	}
	// 60 tracks, and six of them once more, which may be under way for the first time.
	for _, want := range []string{
		`(?m)^worker +tracks +requests +refused +cached`,
		`(?m)^3 +[1-9]`,
		`(?m)^all +66 +6\d +0 `,
		`(?m)^6\d requests in .* s: 0 refused, 1 refresh of the token$`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("want %s in:\n%s", want, out.String())
		}
	}
	if took, least := time.Since(begun), 59*time.Second/40; took < least {
		t.Errorf("60 requests took %v, want at least %v", took, least)
	}
}

// A table that is drawn again begins at its first line.
func TestTable(t *testing.T) {
	var out strings.Builder
	table := newTable(&out, true, 2)
	table.set(1, progress{Read: 3, Sent: 2, Cached: 1})
	table.finish()
	first, second, ok := strings.Cut(out.String(), "\x1b[4A")
	if !ok || strings.Count(first, "\n") != 4 || strings.Count(second, "\n") != 4 {
		t.Errorf("got %q", out.String())
	}
}

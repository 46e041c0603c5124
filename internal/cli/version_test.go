package cli

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "-compiler", Value: "gc"}, {Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0123456789abcdef0123"},
			{Key: "vcs.time", Value: "2026-05-30T23:30:00-02:00"}, {Key: "vcs.modified", Value: modified}}
	}
	for _, test := range []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "devel, " + runtime.Version()},
		{&debug.BuildInfo{GoVersion: "go1.26.8"}, "devel, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "(devel)"}}, "devel, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v0.2.0"}}, "v0.2.0, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v0.2.0", Replace: &debug.Module{Path: "../spotgen"}}}, "devel, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v0.2.0", Replace: &debug.Module{Version: "v0.2.1"}}}, "v0.2.1, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Settings: vcs("false")}, "devel, revision 0123456789ab of 2026-05-31, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v0.2.0"}, Settings: vcs("true")}, "v0.2.0, revision 0123456789ab of 2026-05-31, modified, go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}}}, "devel, revision abc, go1.26.8"},
	} {
		if got := version(test.info); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestVersionOfPrograms makes sure that programs with and without subcommands tell their
// version.
func TestVersionOfPrograms(t *testing.T) {
	run := func(run func(Terminal) int) string {
		var stdout, stderr strings.Builder
		if code := run(Terminal{Stdout: &stdout, Stderr: &stderr}); code != ExitOK || stderr.Len() > 0 {
			t.Errorf("exit code %d, stderr %q", code, stderr.String())
		}
		return stdout.String()
	}
	info, _ := debug.ReadBuildInfo()
	for _, arg := range []string{"version", "--version", "-version"} {
		got := run(func(term Terminal) int { return decorator().Run(t.Context(), term, []string{arg}) })
		if want := "decorator " + version(info) + "\n"; got != want {
			t.Errorf("decorator %s: got %q, want %q", arg, got, want)
		}
	}
	for _, args := range []string{"--version", "-version", "north --version"} {
		got := run(func(term Terminal) int { return paint().Run(t.Context(), term, strings.Fields(args)) })
		if want := "paint " + version(info) + "\n"; got != want {
			t.Errorf("paint %s: got %q, want %q", args, got, want)
		}
	}
}

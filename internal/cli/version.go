package cli

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// versionCommand prints the version of a program with subcommands.
func versionCommand(program string) Command {
	return Command{
		Name:     "version",
		Summary:  "print the version of " + program + " and of Go",
		Examples: []string{program + " version"},
		Setup:    func(*flag.FlagSet) Action { return printVersion(program) },
	}
}

func printVersion(program string) Action {
	return func(_ context.Context, t Terminal, _ []string) error {
		info, _ := debug.ReadBuildInfo()
		_, err := fmt.Fprintln(t.Stdout, program, version(info))
		return err
	}
}

// version says of which version a program is, from which revision it was built if that
// is known, and with which Go: "v0.2.0, go1.26.8" or "devel, revision 0123456789ab of
// 2026-05-30, modified, go1.26.8". A program without build information is "devel".
func version(info *debug.BuildInfo) string {
	if info == nil {
		return "devel, " + runtime.Version()
	}
	parts := []string{moduleVersion(info.Main)}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if revision := settings["vcs.revision"]; revision != "" {
		text := "revision " + revision[:min(len(revision), 12)]
		if at, err := time.Parse(time.RFC3339, settings["vcs.time"]); err == nil {
			text += " of " + at.UTC().Format(time.DateOnly)
		}
		parts = append(parts, text)
	}
	if settings["vcs.modified"] == "true" {
		parts = append(parts, "modified")
	}
	return strings.Join(append(parts, info.GoVersion), ", ")
}

// moduleVersion is the version of the module that a program was built from. One that
// replaces it has a version of its own, or none if it is a folder.
func moduleVersion(m debug.Module) string {
	if m.Replace != nil {
		m = *m.Replace
	}
	if m.Version == "" || m.Version == "(devel)" {
		return "devel"
	}
	return m.Version
}

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
)

func checkCommand() command {
	return command{
		name:    "check",
		summary: "fail if the Go package is not what generate would write",
		details: `Nothing is written. The first differences are printed as a unified diff from
what is committed to what would be generated.`,
		setup: func(flags *flag.FlagSet) action {
			var target target
			target.declare(flags)
			return func(_ context.Context, t terminal, _ []string) error { return check(t, target) }
		},
	}
}

func check(t terminal, g target) error {
	dir, _, report, err := g.emit(t)
	if err != nil || report.Empty() {
		return err
	}
	if _, err := io.WriteString(t.stdout, report.String()); err != nil {
		return err
	}
	return fmt.Errorf("%s: not up to date (%s); run `make generate`", filepath.ToSlash(dir), report.Summary())
}

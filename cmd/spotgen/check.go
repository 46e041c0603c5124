package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
)

func checkCommand() command {
	return command{
		name:    "check",
		summary: "fail if the Go packages are not what generate would write",
		details: `Nothing is written. The first differences are printed as a unified diff from
what is committed to what would be generated. What is compared with what depends
on --out, --fake-out, and --package as it does for generate.`,
		setup: func(flags *flag.FlagSet) action {
			var target target
			target.declare(flags)
			return func(_ context.Context, t terminal, _ []string) error { return check(t, target) }
		},
	}
}

func check(t terminal, g target) error {
	e, err := g.emit(t)
	if err != nil {
		return err
	}
	var stale []error
	for i, report := range e.reports {
		if report.Empty() {
			continue
		}
		if _, err := io.WriteString(t.stdout, report.String()); err != nil {
			return err
		}
		stale = append(stale, fmt.Errorf("%s: not up to date (%s); run `make generate`", filepath.ToSlash(e.packages[i].Dir), report.Summary()))
	}
	return errors.Join(stale...)
}

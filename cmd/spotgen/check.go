package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spotgen/spotgen/internal/cli"
)

func checkCommand() cli.Command {
	return cli.Command{
		Name:      "check",
		Arguments: "[DIR]",
		Summary:   "fail if the Go packages are not what generate would write",
		Details: `Nothing is written. The first differences are printed as a unified diff, from
the files as they are to the files that generate would write. Give the same
flags as for generate, or DIR, a package that records them.`,
		Examples: []string{
			"spotgen check",
			"spotgen check music",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var target target
			target.declare(flags)
			return func(_ context.Context, t cli.Terminal, operands []string) error {
				if err := target.recall(operands); err != nil {
					return err
				}
				return check(t, target)
			}
		},
	}
}

// remedy says how to bring the packages up to date.
func (g *target) remedy() string {
	switch {
	case g.out == "" && g.fakeOut == "":
		return "run `make generate`"
	case g.recorded:
		return "run spotgen generate " + filepath.ToSlash(g.out)
	}
	return "run spotgen generate with the same flags"
}

func check(t cli.Terminal, g target) error {
	e, err := g.emit(t)
	if err != nil {
		return err
	}
	var stale []error
	for i, report := range e.reports {
		if report.Empty() {
			continue
		}
		if _, err := io.WriteString(t.Stdout, report.String()); err != nil {
			return err
		}
		stale = append(stale, cli.Summary(fmt.Sprintf("%s: not up to date (%s); %s",
			filepath.ToSlash(e.packages[i].Dir), report.Summary(), g.remedy())))
	}
	return errors.Join(stale...)
}

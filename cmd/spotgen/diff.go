package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"time"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
	"github.com/spotgen/spotgen/generator/compare/source"
	"github.com/spotgen/spotgen/generator/prune"
	"github.com/spotgen/spotgen/internal/cli"
)

func diffCommand() cli.Command {
	return cli.Command{
		Name:      "diff",
		Arguments: "OLD NEW",
		Summary:   "report the differences between two schemas, and what they mean for importers",
		Details: `OLD and NEW are schemas: files, http or https URLs, revisions such as
HEAD~1:spec/open-api-schema.yml, or - for the standard input. A client is
made of each of them with the overrides, and the two clients are compared. An
override that does not fit one of the schemas is left out there. With
--old-overrides, OLD has other overrides than NEW, so that the report also shows
the effects of changed overrides. With --raw, the schemas are compared as they
are, without overrides and without verdicts about Go.

With --include-tags, --include-operations, or --exclude-operations, the report
compares the clients that generate makes with the same flags. Each tag or
operation has to exist in at least one of the schemas. The report then says
nothing about the overrides.

The exit code is 0 if importers notice nothing, or only comments. It is 1 if
something was added, and 3 if something breaks: Go code may no longer compile,
or may behave differently. --fail-on sets the least change for which it is not
0. If a schema cannot be read, or the report cannot be written, it is 2.`,
		Examples: []string{
			"spotgen diff HEAD:spec/open-api-schema.yml spec/open-api-schema.yml",
			"spotgen diff --fail-on breaking --format html old.yml new.yml",
			"spotgen diff --include-tags Albums old.yml new.yml",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var d differ
			flags.StringVar(&d.new.overrides, "overrides", "", "`DIR` with the overrides, or a revision such as HEAD:overrides; by default overrides of the repository, or those that come with spotgen")
			flags.StringVar(&d.old.overrides, "old-overrides", "", "`DIR` with the overrides of OLD, if it has others")
			flags.BoolVar(&d.raw, "raw", false, "compare the schemas as they are, without overrides")
			declareSelection(flags, &d.include)
			cli.ChoiceVar(flags, &d.format, "format", formats(), "form of the report")
			cli.ChoiceVar(flags, &d.failOn, "fail-on", []string{"additive", "breaking", "never"}, "the least change for which the exit code is not 0")
			cli.ChoiceVar(flags, &d.color, "color", []string{"auto", "always", "never"}, "whether a text report has colours; auto means on a terminal")
			flags.DurationVar(&d.sources.Fetch.Timeout, "timeout", 30*time.Second, "`DURATION` that a download may take")
			return d.run
		},
	}
}

type differ struct {
	old, new              inputs
	raw                   bool
	include               prune.Selection
	format, failOn, color string
	sources               source.Options
}

func (d *differ) run(ctx context.Context, t cli.Terminal, args []string) error {
	if len(args) != 2 {
		return cli.Usagef("give two schemas, the old one and the new one")
	}
	if err := checkFetch(d.sources.Fetch); err != nil {
		return err
	}
	if d.raw && d.old.overrides != "" {
		return cli.Usagef("--old-overrides cannot be used with --raw, which compares without overrides")
	}
	if d.old.overrides == "" {
		d.old.overrides = d.new.overrides
	}
	changes, err := d.compare(ctx, t, args[0], args[1])
	var wrong *prune.SelectionError
	if ok := errors.As(err, &wrong); ok {
		return cli.Usagef("%v", wrong)
	} else if err != nil {
		return cli.Outcome{Code: cli.ExitUsage, Err: err}
	}
	if err := report.Write(t.Stdout, changes, report.Format(d.format), report.TextOptions{Color: d.colored(t)}); err != nil {
		return cli.Outcome{Code: cli.ExitUsage, Err: err} // 1 would be a verdict
	}
	return d.verdict(changes.Effect())
}

func (d *differ) compare(ctx context.Context, t cli.Terminal, before, after string) (*diff.Report, error) {
	defer t.Progress("Generating the packages of both schemas in memory")()
	old, err := d.version(ctx, before, &d.old)
	if err != nil {
		return nil, err
	}
	new, err := d.version(ctx, after, &d.new)
	if err != nil {
		return nil, err
	}
	return generator.Compare(old, new, generator.CompareOptions{Raw: d.raw, Include: d.include})
}

// version reads a schema and the overrides that are named for it, or else those that
// the other commands would take.
func (d *differ) version(ctx context.Context, schema string, in *inputs) (generator.Inputs, error) {
	if in.overrides != "" {
		return readVersion(ctx, schema, in.overrides, d.sources)
	}
	spec, err := source.Schema(ctx, schema, d.sources)
	if err != nil {
		return generator.Inputs{}, err
	}
	read, err := in.readOverrides()
	if err != nil {
		return generator.Inputs{}, err
	}
	read.Spec = spec
	return read, readHandwritten(&read)
}

// verdict turns what importers notice into an exit code.
func (d *differ) verdict(effect diff.Effect) error {
	switch {
	case d.failOn == "never":
		return nil
	case effect.Breaking():
		return cli.Outcome{Code: exitBreaking}
	case effect == diff.Additive && d.failOn == "additive":
		return cli.Outcome{Code: exitAdditive}
	}
	return nil
}

// colored reports whether a screen shows colours and its user wants them
// (no-color.org).
func (d *differ) colored(t cli.Terminal) bool {
	if d.color != "auto" {
		return d.color == "always"
	}
	return t.Columns > 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

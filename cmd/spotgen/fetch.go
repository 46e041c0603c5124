package main

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/internal/cli"
)

func fetchCommand() cli.Command {
	return cli.Command{
		Name:      "fetch",
		Arguments: "SOURCE",
		Summary:   "bring a published schema into the repository",
		Details: `SOURCE is an http or https URL or a file. The schema is written to
open-api-schema.yml, and its origin to the file SOURCE beside it. Descriptions
and examples are left out, unless --prose keep is given. The interface stays:
paths, parameters, types, bounds, and scopes.`,
		Examples: []string{
			"spotgen fetch downloaded.yml",
			"spotgen fetch --prose keep --dir published downloaded.yml",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var f fetcher
			flags.StringVar(&f.dir, "dir", "", "`DIR` to write to; by default spec of the repository")
			cli.ChoiceVar(flags, &f.prose, "prose", []string{"drop", "keep"}, "what to do with descriptions and examples")
			flags.StringVar(&f.options.Origin, "origin", "", "`URL` to record as the origin, if SOURCE is a file")
			flags.StringVar(&f.options.Date, "date", "", "the day to record as that of the download, `YYYY-MM-DD`; by default today")
			flags.DurationVar(&f.options.Timeout, "timeout", 30*time.Second, "`DURATION` that a download may take")
			return f.run
		},
	}
}

type fetcher struct {
	dir, prose string
	options    fetch.Options
}

func (f *fetcher) run(ctx context.Context, t cli.Terminal, args []string) error {
	switch {
	case len(args) == 0:
		return cli.Usagef("give a URL or a file")
	case len(args) > 1:
		return cli.Usagef("unexpected argument %q", args[1])
	}
	if err := checkFetch(f.options); err != nil {
		return err
	}
	dir, err := pathOr(f.dir, "spec")
	if err != nil {
		return err
	}
	f.options.Prose = f.prose == "keep"
	result, err := generator.Fetch(ctx, args[0], dir, f.options)
	if err != nil {
		return err
	}
	warn(t, result.Warnings)
	news := "unchanged"
	if result.Changed {
		news = "changed"
	}
	fmt.Fprintf(t.Stderr, "%s: %s of %s, %d bytes, %s\n",
		filepath.ToSlash(filepath.Join(dir, fetch.SchemaFile)), result.Origin, result.Date, result.Bytes, news)
	return nil
}

// checkFetch checks the flags that are the same wherever something is fetched.
func checkFetch(options fetch.Options) error {
	if options.Timeout <= 0 {
		return cli.Usagef("--timeout must be above zero")
	}
	if options.Date != "" {
		if _, err := time.Parse(time.DateOnly, options.Date); err != nil {
			return cli.Usagef("--date %q is not a day of the form YYYY-MM-DD", options.Date)
		}
	}
	return nil
}

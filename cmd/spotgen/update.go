package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/compare/report"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/cli"
)

func updateCommand() cli.Command {
	return cli.Command{
		Name:      "update",
		Arguments: "[SOURCE]",
		Summary:   "fetch the schema, generate, and report what that means for importers",
		Details: `SOURCE is an http or https URL or a file. By default, the schema is fetched from
the URL in spec/SOURCE. The new schema is written to spec/, and the packages
made from it to gen/, in the repository around the current folder. If anything
fails, no file of the repository is changed. If the schema has not changed but
for its descriptions and examples, nothing is written, and no report either.

Overrides that no longer fit the schema are listed in the report, and do not
stop the update. Until they are corrected, check and the tests fail. Types that
the schema calls otherwise now keep their former names as deprecated aliases:
overrides/names.yml gets an entry for each.

Exit code 3 means that the schema cannot be fetched now, because of the network
or a failing server. Try again later.`,
		Examples: []string{
			"spotgen update",
			"spotgen update --report report.html new.yml",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var u updater
			cli.ChoiceVar(flags, &u.format, "format", formats(), "form of the report that is printed")
			flags.Var((*reportFiles)(&u.reports), "report", "`FILE` to also write the report to: .md, .txt, .json, or .html; may be repeated")
			flags.StringVar(&u.fetch.Date, "date", "", "the day to record as that of the update, `YYYY-MM-DD`; by default today")
			flags.DurationVar(&u.fetch.Timeout, "timeout", 30*time.Second, "`DURATION` that the download may take")
			return u.run
		},
	}
}

type updater struct {
	format  string
	reports []reportFile
	fetch   fetch.Options
}

func (u *updater) run(ctx context.Context, t cli.Terminal, args []string) error {
	if len(args) > 1 {
		return cli.Usagef("unexpected argument %q", args[1])
	}
	if err := checkFetch(u.fetch); err != nil {
		return err
	}
	root, err := pathOr("", ".")
	if err != nil {
		return err
	}
	done := t.Progress("Fetching the schema and generating the packages in memory")
	update, err := generator.PrepareUpdate(ctx, root, strings.Join(args, ""), u.fetch)
	done()
	if err != nil {
		return notNow(nothingWritten(ctx, err))
	}
	fetched := update.Fetched
	schema := filepath.ToSlash(filepath.Join(root, "spec", fetch.SchemaFile))
	if update.Unchanged {
		if err := update.Write(); err != nil {
			return err
		}
		fmt.Fprintf(t.Stderr, "%s: as published at %s, but for prose at most; nothing to do\n", schema, fetched.Origin)
		return nil
	}
	// Reports are on the disk before anything changes, and get their names after it.
	printed, err := render(update.Report, report.Format(u.format))
	if err != nil {
		return err
	}
	files, err := u.prepareReports(update.Report)
	defer discard(files)
	if err != nil {
		return fmt.Errorf("nothing was written: %w", err)
	}
	// Writing is brief and is not interrupted.
	if err := ctx.Err(); err != nil {
		return nothingWritten(ctx, err)
	}
	if err := update.Write(); err != nil {
		return err
	}
	warn(t, notStale(update.Output.Warnings))
	fmt.Fprintf(t.Stderr, "%s: %s of %s, %d bytes, changed\n", schema, fetched.Origin, fetched.Date, fetched.Bytes)
	if len(update.Former) > 0 {
		names := filepath.ToSlash(filepath.Join(root, "overrides", "names.yml"))
		fmt.Fprintf(t.Stderr, "%s: keeps the former names %s\n", names, strings.Join(update.Former, ", "))
	}
	if _, err := t.Stdout.Write(printed); err != nil {
		return err
	}
	for i, file := range u.reports {
		if err := os.Rename(files[i], file.name); err != nil {
			return fmt.Errorf("spec/ and gen/ are written, but not the report: %w", err)
		}
	}
	return nil
}

// prepareReports writes the reports beside the files that they are to become, and
// returns their names, also those of an attempt that fails.
func (u *updater) prepareReports(r *diff.Report) (names []string, err error) {
	for _, file := range u.reports {
		data, err := render(r, file.format)
		if err != nil {
			return names, err
		}
		beside, err := os.CreateTemp(filepath.Dir(file.name), "."+filepath.Base(file.name)+".*")
		if err != nil {
			return names, err
		}
		names = append(names, beside.Name())
		_, err = beside.Write(data)
		if err := errors.Join(err, beside.Chmod(0o644), beside.Close()); err != nil {
			return names, err
		}
	}
	return names, nil
}

// discard removes what did not become a report.
func discard(names []string) {
	for _, name := range names {
		os.Remove(name) // most are not there any more
	}
}

// nothingWritten says so where an interrupt leaves it in doubt.
func nothingWritten(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("interrupted; nothing was written")
	}
	return err
}

// notNow gives errors that may be over at the next attempt an exit code of their own.
func notNow(err error) error {
	var unavailable *fetch.UnavailableError
	if errors.As(err, &unavailable) {
		return cli.Outcome{Code: exitUnavailable, Err: err}
	}
	return err
}

// notStale leaves out the warnings that are in the report.
func notStale(warnings model.Diagnostics) model.Diagnostics {
	var rest model.Diagnostics
	for _, w := range warnings {
		if w.Stale == "" {
			rest = append(rest, w)
		}
	}
	return rest
}

func render(r *diff.Report, format report.Format) ([]byte, error) {
	var out bytes.Buffer
	err := report.Write(&out, r, format, report.TextOptions{})
	return out.Bytes(), err
}

func formats() []string {
	var names []string
	for _, format := range report.Formats() {
		names = append(names, string(format))
	}
	return names
}

// reportFile is a file for a report, of which the extension tells the format.
type reportFile struct {
	name   string
	format report.Format
}

// reportFiles is the flag that names them.
type reportFiles []reportFile

func (f *reportFiles) String() string { return "" }

func (f *reportFiles) Set(name string) error {
	format, ok := map[string]report.Format{
		".txt":  report.FormatText,
		".md":   report.FormatMarkdown,
		".json": report.FormatJSON,
		".html": report.FormatHTML,
	}[strings.ToLower(filepath.Ext(name))]
	if !ok {
		return errors.New("does not end with .md, .txt, .json, or .html")
	}
	*f = append(*f, reportFile{name, format})
	return nil
}

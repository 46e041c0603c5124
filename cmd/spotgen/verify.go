package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/verify"
	"github.com/spotgen/spotgen/internal/cli"
)

func verifyCommand() cli.Command {
	return cli.Command{
		Name:      "verify",
		Arguments: "PATH...",
		Summary:   "compare recorded answers of the API with the schema and its overrides",
		Details: `Each PATH is a file, or a folder that is read with all folders in it. In
folders, files that end in .json, .har, .jsonl, and .ndjson are read. They can be

  recordings of spotifytest.NewRecorder
  bodies of answers, named by a method or an operationId, and perhaps a number
           and a status: Tracks.Get.json, get-track-2.json, Tracks.Get.404.json
  HTTP archives (HAR 1.2) of a browser or a proxy
  drift of spotify.WithDriftReport: lines of JSON

A finding is a part of the schema that an answer, or an accepted request,
contradicts. What an override corrects is no finding. Reports show no texts of
answers, but for short words where the schema has an enum.

With --suggest, the output is an overlay with actions that correct the schema.
Check each of them, and paste them into the files of their topics, or move the
whole file to overrides/schema. (Do not redirect the output to a file in that
folder: it would be empty when the overrides are read.) Findings that only a
person can resolve are comments, and so are those whose action the generator
would refuse.

With --coverage, the report also lists the overrides that the answers could have
shown to be needed, and did not. Few answers prove little.

The exit code is 0 if there are no findings. It is 1 if answers have more than
the schema says, and 3 if something that the schema says does not hold.
--fail-on sets the least finding for which it is not 0. If a file cannot be
read, it is 2, after the report about the others.

JSON is an object with the number of answers, and two arrays whose objects
always have all of their keys:

  findings  file, line, column  in the schema, or in the override
            kind                null, missing, unknown_member, …
            effect              additive or breaking
            pointer, subject    the part, as a JSON pointer and for people
            message             the difference
            count, of           answers that have it, of those that have the
                                part; of is 0 if that is not known
            example             file, index (of an entry, or 0), in (answer or
                                request), path
            action              YAML, or "" if no action can be suggested
  unneeded  file, line, column  of the override; only with --coverage
            target, message`,
		Examples: []string{
			"spotgen verify recordings",
			"spotgen verify --suggest recordings session.har",
			"spotgen verify --coverage --fail-on never recordings",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var v verifier
			flags.StringVar(&v.spec, "spec", "", "`FILE` with the schema; by default spec/open-api-schema.yml of the repository, or the one that comes with spotgen")
			flags.StringVar(&v.overrides, "overrides", "", "`DIR` with the overrides; by default overrides of the repository, or those that come with spotgen")
			cli.ChoiceVar(flags, &v.format, "format", verify.Formats(), "form of the report")
			flags.BoolVar(&v.suggest, "suggest", false, "write an overlay that corrects the schema, instead of a report")
			flags.BoolVar(&v.coverage, "coverage", false, "also list the overrides that no answer needs")
			cli.ChoiceVar(flags, &v.failOn, "fail-on", []string{"additive", "breaking", "never"}, "the least finding for which the exit code is not 0")
			return v.run
		},
	}
}

type verifier struct {
	inputs
	format, failOn    string
	suggest, coverage bool

	problems []error // the first ones
	others   int
	answers  atomic.Int64 // so far
}

// progress says how far it is.
func (v *verifier) progress() string {
	if n := v.answers.Load(); n > 0 {
		return fmt.Sprintf("Comparing the answers with the schema, %d so far", n)
	}
	return "Comparing the answers with the schema"
}

func (v *verifier) run(ctx context.Context, t cli.Terminal, paths []string) error {
	switch {
	case len(paths) == 0:
		return cli.Usagef("give files or folders with answers")
	case v.suggest && v.format != "text":
		return cli.Usagef("--format is about the report, which --suggest does not write")
	case v.suggest && v.coverage:
		return cli.Usagef("--coverage is about the report, which --suggest does not write")
	}
	in, _, err := v.read()
	if err != nil {
		return cli.Outcome{Code: cli.ExitUsage, Err: err}
	}
	r, err := v.compare(ctx, t, in, paths)
	if ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	if err != nil {
		return cli.Outcome{Code: cli.ExitUsage, Err: err}
	}
	if err := v.print(t.Stdout, r); err != nil {
		return cli.Outcome{Code: cli.ExitUsage, Err: err}
	}
	if len(v.problems) > 0 {
		return cli.Outcome{Code: cli.ExitUsage, Err: errors.Join(append(v.problems, v.rest())...)}
	}
	return v.verdict(r)
}

func (v *verifier) compare(ctx context.Context, t cli.Terminal, in generator.Inputs, paths []string) (*verify.Report, error) {
	defer t.Counting(v.progress)()
	verifier, _, err := generator.NewVerifier(in)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := v.readPath(ctx, verifier, path); err != nil {
			return nil, err
		}
	}
	r := verifier.Report()
	if v.suggest || v.format != "text" {
		generator.Refuse(in, r)
	}
	if r.Answers+r.Drift == 0 && len(v.problems) == 0 {
		return nil, errors.New("no answers found; see \"spotgen help verify\" for the files that are read")
	}
	return r, nil
}

// readPath reads a file or a folder.
func (v *verifier) readPath(ctx context.Context, verifier *verify.Verifier, path string) error {
	dir, name := path, "."
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		dir, name = filepath.Dir(path), filepath.Base(path)
	}
	shown := filepath.ToSlash(cli.ShortPath(dir))
	if shown == "." {
		shown = ""
	}
	reader := verify.Reader{FS: os.DirFS(dir), Name: shown, Problem: v.problem, Tell: func(n int) { v.answers.Store(int64(n)) }}
	return reader.Read(ctx, verifier, name)
}

// maxProblems is how many files that cannot be read are listed.
const maxProblems = 50

func (v *verifier) problem(err error) {
	if len(v.problems) == maxProblems {
		v.others++
		return
	}
	v.problems = append(v.problems, err)
}

func (v *verifier) rest() error {
	if v.others == 0 {
		return nil
	}
	return fmt.Errorf("%d more files or entries could not be read", v.others)
}

func (v *verifier) print(w io.Writer, r *verify.Report) error {
	if !v.suggest {
		return verify.Write(w, r, v.format, v.coverage)
	}
	_, err := io.WriteString(w, r.Overlay())
	return err
}

// verdict turns the findings into an exit code.
func (v *verifier) verdict(r *verify.Report) error {
	effect := r.Effect()
	code := cli.ExitOK
	switch {
	case v.failOn == "never":
	case effect == verify.Breaking:
		code = exitBreaking
	case effect == verify.Additive && v.failOn == "additive":
		code = exitAdditive
	}
	if code == cli.ExitOK {
		return nil
	}
	return cli.Outcome{Code: code, Err: cli.Summary(r.Summary())}
}

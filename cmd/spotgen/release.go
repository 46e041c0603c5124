package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/modfile"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/compare/release"
	"github.com/spotgen/spotgen/generator/compare/source"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/internal/cli"
)

func releaseCommand() cli.Command {
	return cli.Command{
		Name:    "release",
		Summary: "name the next version, and describe it in CHANGELOG.md",
		Details: `The schema and the overrides of the newest version tag are compared with those
of the working tree. The next version is the largest of three steps: that of the
report, that of --at-least, and a patch if CHANGELOG.md has entries under
"## Unreleased". On version 0, a major step counts as minor. The first version
is ` + release.First + `.

The report does not see changes of the hand-written runtime: give their step with
--at-least. In CHANGELOG.md, the entries move below a heading with the version.
Nothing is committed, tagged, or pushed. Uncommitted changes are an error, except
with --dry-run.

Exit code 3 means that there is nothing to release.`,
		Examples: []string{
			"spotgen release --dry-run --print notes",
			"spotgen release --at-least minor --notes notes.md",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var r releaser
			flags.StringVar(&r.since, "since", "", "`TAG` of the last version; by default the newest one before the current commit")
			cli.ChoiceVar(flags, &r.atLeast, "at-least", steps(), "the least step to take")
			flags.StringVar(&r.date, "date", "", "the day of the release, `YYYY-MM-DD`; by default today")
			flags.StringVar(&r.notes, "notes", "", "`FILE` to also write the release notes to, as Markdown")
			cli.ChoiceVar(flags, &r.print, "print", []string{"version", "notes", "step"}, "what is printed")
			flags.BoolVar(&r.dryRun, "dry-run", false, "leave CHANGELOG.md as it is")
			return func(ctx context.Context, t cli.Terminal, _ []string) error { return r.run(ctx, t) }
		},
	}
}

func steps() []string {
	var names []string
	for _, step := range release.Steps() {
		names = append(names, string(step))
	}
	return names
}

type releaser struct {
	since, atLeast, date, notes, print string
	dryRun                             bool
}

const changelogFile = "CHANGELOG.md"

func (r *releaser) run(ctx context.Context, t cli.Terminal) error {
	if r.date == "" {
		r.date = time.Now().UTC().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, r.date); err != nil {
		return cli.Usagef("--date %q is not a day of the form YYYY-MM-DD", r.date)
	}
	if r.since != "" && !release.IsVersion(r.since) {
		return cli.Usagef("--since %q is not a version of the form v1.2.3", r.since)
	}
	root, err := pathOr("", ".")
	if err != nil {
		return err
	}
	plan, err := r.plan(ctx, root)
	if errors.Is(err, release.ErrNothing) {
		return cli.Outcome{Code: exitNothing, Err: errors.New("nothing to release since " + r.since)}
	}
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return nothingWritten(ctx, err)
	}
	if r.notes != "" {
		if err := os.WriteFile(r.notes, []byte(plan.Notes), 0o666); err != nil {
			return err
		}
	}
	if !r.dryRun {
		log := emit.File{Name: changelogFile, Data: []byte(plan.Changelog)}
		if err := generator.Write(generator.Package{Dir: root, Unmarked: true, Files: []emit.File{log}}); err != nil {
			return err
		}
	}
	text := map[string]string{"version": plan.Version + "\n", "notes": plan.Notes, "step": string(plan.Step) + "\n"}[r.print]
	_, err = fmt.Fprint(t.Stdout, text)
	return err
}

// plan makes the plan of the release. It finds out since which version, if that is not
// given.
func (r *releaser) plan(ctx context.Context, root string) (*release.Plan, error) {
	repository := source.Options{Dir: root}
	log, err := os.ReadFile(filepath.Join(root, changelogFile))
	if err != nil {
		return nil, err
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, err
	}
	if !r.dryRun {
		if err := checkCommitted(ctx, repository); err != nil {
			return nil, err
		}
	}
	if r.since == "" {
		tags, err := source.Tags(ctx, repository)
		if err != nil {
			return nil, err
		}
		r.since = release.Newest(tags)
	}
	in := release.Input{Since: r.since, AtLeast: diff.Step(r.atLeast), Changelog: string(log), Date: r.date, Module: modfile.ModulePath(mod)}
	if r.since != "" {
		if in.Report, err = compareWithTag(ctx, root, r.since); err != nil {
			return nil, err
		}
	}
	plan, err := release.Make(in)
	if err != nil {
		return nil, err
	}
	taken, err := source.HasTag(ctx, plan.Version, repository)
	if err != nil {
		return nil, err
	}
	if taken {
		return nil, fmt.Errorf("there is a tag %s already; is this the right branch, and since the right version?", plan.Version)
	}
	return plan, nil
}

// compareWithTag compares the working tree with a version, each with its own overrides.
func compareWithTag(ctx context.Context, root, tag string) (*diff.Report, error) {
	before, err := readVersion(ctx, tag+":./spec/"+fetch.SchemaFile, tag+":./overrides", source.Options{Dir: root})
	if err != nil {
		return nil, err
	}
	after, err := generator.ReadInputs(filepath.Join(root, "spec", fetch.SchemaFile), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		return nil, err
	}
	opts := generator.CompareOptions{OldName: tag}
	if opts.OldClient, err = committed(ctx, tag+":./gen/spotify", root); err != nil {
		return nil, err
	}
	if opts.OldFake, err = committed(ctx, tag+":./gen/spotifytest", root); err != nil {
		return nil, err
	}
	return generator.Compare(before, after, opts)
}

// committed reads the Go files of a package of a version, tests left out. A version
// without the package has none.
func committed(ctx context.Context, name, root string) ([]emit.File, error) {
	folder, err := source.Folder(ctx, name, source.Options{Dir: root})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	var files []emit.File
	for _, entry := range entries {
		if path.Ext(entry.Name()) != ".go" || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		data, err := fs.ReadFile(folder, entry.Name())
		if err != nil {
			return nil, err
		}
		files = append(files, emit.File{Name: entry.Name(), Data: data})
	}
	return files, nil
}

// checkCommitted makes sure that the working tree is what would get the tag.
func checkCommitted(ctx context.Context, repository source.Options) error {
	paths, err := source.Uncommitted(ctx, repository)
	if err != nil || len(paths) == 0 {
		return err
	}
	const most = 5
	list := strings.Join(paths[:min(len(paths), most)], ", ")
	if len(paths) > most {
		list += ", …"
	}
	return fmt.Errorf("commit or undo these changes before a release: %s", list)
}

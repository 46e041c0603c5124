package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spotgen/spotgen"
	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/cli"
)

// inputs are the flags of the commands that read a schema and its overrides.
type inputs struct {
	spec, overrides string
	stale           string
	// origin says which inputs have been read if they are not files of the
	// repository around the current folder; empty if they are.
	origin string
	// embedded says that all of them come with the command.
	embedded bool
}

func (in *inputs) declare(flags *flag.FlagSet) {
	flags.StringVar(&in.spec, "spec", "", "`FILE` with the schema; by default spec/open-api-schema.yml of the repository, or the one that comes with spotgen")
	flags.StringVar(&in.overrides, "overrides", "", "`DIR` with the overrides; by default overrides of the repository, or those that come with spotgen")
	cli.ChoiceVar(flags, &in.stale, "stale", []string{"error", "warn"}, "whether overrides that no longer fit the schema are errors or warnings")
}

// read reads the inputs and how to treat them: what the flags name, and else what
// is in the repository around the current folder, or outside of one what comes with
// the command.
func (in *inputs) read() (generator.Inputs, generator.Options, error) {
	options := generator.Options{StaleAsWarning: in.stale == "warn"}
	spec, err := in.readSpec()
	if err != nil {
		return generator.Inputs{}, options, missing(err)
	}
	read, err := in.readOverrides()
	if err != nil {
		return generator.Inputs{}, options, missing(err)
	}
	read.Spec = spec
	options.StaleAsWarning = options.StaleAsWarning || in.embedded
	return read, options, readHandwritten(&read)
}

func (in *inputs) readSpec() (load.Source, error) {
	path, err := pathOr(in.spec, specFile)
	switch outside := errors.As(err, new(*generator.NoRootError)); {
	case outside:
		in.origin = "from the schema " + schemaDate() + "that comes with spotgen"
		data, err := spotgen.FS.ReadFile(specFile)
		return load.Source{Name: modulePath + "/" + specFile, Data: data}, err
	case err != nil:
		return load.Source{}, err
	}
	return generator.ReadSpec(path)
}

func (in *inputs) readOverrides() (generator.Inputs, error) {
	path, err := pathOr(in.overrides, overridesDir)
	switch outside := errors.As(err, new(*generator.NoRootError)); {
	case outside:
		in.embedded = in.origin != ""
		if !in.embedded {
			in.origin = "with the overrides that come with spotgen"
		}
		embedded, err := fs.Sub(spotgen.FS, overridesDir)
		if err != nil {
			return generator.Inputs{}, err
		}
		return generator.ReadOverrides(embedded, modulePath+"/"+overridesDir)
	case err != nil:
		return generator.Inputs{}, err
	}
	return generator.ReadOverrides(os.DirFS(path), filepath.ToSlash(path))
}

// readHandwritten reads the hand-written files of the packages, those of the repository
// around the current folder or those that come with the command.
func readHandwritten(in *generator.Inputs) error {
	path, err := pathOr("", genDir)
	switch outside := errors.As(err, new(*generator.NoRootError)); {
	case outside:
		embedded, err := fs.Sub(spotgen.FS, genDir)
		if err != nil {
			return err
		}
		return in.ReadHandwritten(embedded, modulePath+"/"+genDir)
	case err != nil:
		return err
	}
	return in.ReadHandwritten(os.DirFS(path), filepath.ToSlash(path))
}

// Where things are in the repository, and what messages call the repository if
// it is the copy in the command.
const (
	specFile     = "spec/open-api-schema.yml"
	overridesDir = "overrides"
	genDir       = "gen"
	modulePath   = "github.com/spotgen/spotgen"
)

// schemaDate returns "of 2026-05-30 ", the day of the schema in the command.
func schemaDate() string {
	data, err := spotgen.FS.ReadFile("spec/SOURCE")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if date, ok := strings.CutPrefix(line, "date:"); ok {
			return "of " + strings.TrimSpace(date) + " "
		}
	}
	return ""
}

// missing says of a file that is not there how to name another.
func missing(err error) error {
	var failed *fs.PathError
	if ok := errors.As(err, &failed); ok && errors.Is(err, fs.ErrNotExist) {
		return &fs.PathError{Op: failed.Op, Path: failed.Path, Err: errors.New("no such file; give the inputs with --spec and --overrides")}
	}
	return err
}

// warn prints what is noticed about the inputs, unless they come with the command:
// then it is not for its users to mend.
func (in *inputs) warn(t cli.Terminal, warnings model.Diagnostics) {
	if !in.embedded {
		warn(t, warnings)
	}
}

// warn prints findings that do not stop a command.
func warn(t cli.Terminal, warnings model.Diagnostics) {
	if len(warnings) > 0 {
		fmt.Fprintln(t.Stderr, warnings.Error())
	}
}

// pathOr returns a path that was given, or else a path in the repository
// around the current folder.
func pathOr(given, inRepository string) (string, error) {
	if given != "" {
		return cli.ShortPath(given), nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	root, err := generator.FindRoot(dir)
	if err != nil {
		return "", err
	}
	path := filepath.Join(root, filepath.FromSlash(inRepository))
	if relative, err := filepath.Rel(dir, path); err == nil {
		return relative, nil
	}
	return path, nil
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/model"
)

// inputs are the flags of the commands that read a schema and its overrides.
type inputs struct {
	spec, overrides string
	stale           string
}

func (in *inputs) declare(flags *flag.FlagSet) {
	flags.StringVar(&in.spec, "spec", "", "`FILE` with the schema; by default spec/open-api-schema.yml of the repository")
	flags.StringVar(&in.overrides, "overrides", "", "`DIR` with the overrides; by default overrides of the repository")
	choiceVar(flags, &in.stale, "stale", []string{"error", "warn"}, "what to make of overrides that no longer fit the schema")
}

// read reads the inputs and how to treat them.
func (in *inputs) read() (generator.Inputs, generator.Options, error) {
	spec, err := pathOr(in.spec, "spec/open-api-schema.yml")
	if err != nil {
		return generator.Inputs{}, generator.Options{}, err
	}
	overrides, err := pathOr(in.overrides, "overrides")
	if err != nil {
		return generator.Inputs{}, generator.Options{}, err
	}
	read, err := generator.ReadInputs(spec, overrides)
	var missing *fs.PathError
	if errors.As(err, &missing) && errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s: no such file; say with --spec and --overrides where the inputs are", shortPath(missing.Path))
	}
	return read, generator.Options{StaleAsWarning: in.stale == "warn"}, err
}

// warn prints findings that do not stop a command.
func (t terminal) warn(warnings model.Diagnostics) {
	if len(warnings) > 0 {
		fmt.Fprintln(t.stderr, warnings.Error())
	}
}

// pathOr returns a path that was given, or else a path in the repository
// around the current folder.
func pathOr(given, inRepository string) (string, error) {
	if given != "" {
		return shortPath(given), nil
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

// shortPath makes a path relative to the current folder if it is below it.
func shortPath(path string) string {
	if !filepath.IsAbs(path) {
		return path
	}
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	if relative, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(relative) {
		return relative
	}
	return path
}

// choiceVar declares a flag with a few values, of which the first is the
// default.
func choiceVar(flags *flag.FlagSet, target *string, name string, values []string, usage string) {
	*target = values[0]
	flags.Var(choice{target, values}, name, usage)
}

type choice struct {
	value  *string
	values []string
}

// String is also called on the zero value, by package flag.
func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choice) Set(value string) error {
	if !slices.Contains(c.values, value) {
		return errors.New("it is one of " + strings.Join(c.values, ", "))
	}
	*c.value = value
	return nil
}

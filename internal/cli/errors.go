package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// UsageError is a command line that cannot be understood.
type UsageError struct{ text string }

func (e *UsageError) Error() string { return e.text }

// Usagef returns a *UsageError. The text says what is wrong with the command line and
// what to do, a line for each problem; where to find help is added when it is printed.
func Usagef(format string, args ...any) error {
	return &UsageError{fmt.Sprintf(format, args...)}
}

// Outcome ends a command with an exit code of its own, and with an error unless that is
// nil.
type Outcome struct {
	Code int
	Err  error
}

func (o Outcome) Error() string {
	if o.Err == nil {
		return fmt.Sprintf("exit code %d", o.Code)
	}
	return o.Err.Error()
}

func (o Outcome) Unwrap() error { return o.Err }

// report prints an error and returns the exit code that follows from it.
func (c Command) report(w io.Writer, err error) int {
	if err == nil {
		return ExitOK
	}
	var misuse *UsageError
	if ok := errors.As(err, &misuse); ok {
		for line := range strings.SplitSeq(misuse.text, "\n") {
			fmt.Fprintf(w, "%s: %s\n", c.fullName(), line)
		}
		fmt.Fprintf(w, "See \"%s\".\n", c.helpCommand())
		return ExitUsage
	}
	code := ExitProblem
	var outcome Outcome
	if ok := errors.As(err, &outcome); ok {
		code, err = outcome.Code, outcome.Err
	}
	if err != nil {
		fmt.Fprintln(w, describe(err))
	}
	return code
}

// describe renders an error so that, like a diagnostic, it begins with the file that it
// is about.
func describe(err error) string {
	if failed, ok := err.(*fs.PathError); ok {
		return fmt.Sprintf("%s: %v", ShortPath(failed.Path), failed.Err)
	}
	return err.Error()
}

// ShortPath makes a path relative to the current folder if it is below it.
func ShortPath(path string) string {
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

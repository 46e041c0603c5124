package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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

// Summary is what a command that ends with ExitProblem has found out, in one line that
// says what it is about. It is not an error, and is printed as it is.
type Summary string

func (s Summary) Error() string { return string(s) }

// The output of a command to Stderr follows one rule. A line that tells of an error is
//
//   - file:line:col: what is wrong, if it is about a place in a file. Editors can go
//     there, because nothing stands before it. Warnings about a place are the same.
//   - PROGRAM: VERB FILE: why, if something could not be done to a file that the error
//     is about: spotgen: read names.yml: permission denied
//   - PROGRAM: COMMAND: what is wrong, for all others: spotgen: generate: interrupted.
//     A program without subcommands has no COMMAND; its errors begin with a verb.
//
// After errors in the command line comes a line that says where to find help. All other
// lines are not errors: notes, and summaries such as "gen/spotify: 3 operations".

// report prints an error by that rule, and returns the exit code that follows from it.
func (c Command) report(w io.Writer, err error) int {
	if err == nil {
		return ExitOK
	}
	if ok := errors.As(err, new(*UsageError)); ok {
		c.print(w, err)
		fmt.Fprintf(w, "See \"%s\".\n", c.helpCommand())
		return ExitUsage
	}
	code := ExitProblem
	var outcome Outcome
	if ok := errors.As(err, &outcome); ok {
		code, err = outcome.Code, outcome.Err
	}
	c.print(w, err)
	return code
}

// print prints an error, or several that are joined.
func (c Command) print(w io.Writer, err error) {
	switch err := err.(type) {
	case nil:
		return
	case Summary:
		fmt.Fprintln(w, err)
		return
	case *fs.PathError:
		fmt.Fprintf(w, "%s: %s %s: %v\n", c.programName(), err.Op, ShortPath(err.Path), err.Err)
		return
	case interface{ Unwrap() []error }:
		if errs := err.Unwrap(); isJoin(errs, err) {
			for _, one := range errs {
				c.print(w, one)
			}
			return
		}
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !position.MatchString(line) {
			line = strings.ReplaceAll(c.fullName(), " ", ": ") + ": " + line
		}
		fmt.Fprintln(w, line)
	}
}

// isJoin reports whether an error says nothing but what some errors say, as those of
// errors.Join do.
func isJoin(errs []error, err any) bool {
	return err.(error).Error() == errors.Join(errs...).Error()
}

// position is how a line begins that is about a place in a file. The YAML parser knows
// no columns; file:line counts only where the name of the file has no spaces, because
// "listen tcp 127.0.0.1:80: …" is not a place in a file.
var position = regexp.MustCompile(`^(?:(?:[^:]|:\S)+?:\d+:\d+|\S+:\d+): `)

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

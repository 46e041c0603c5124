package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in an input file. Line and Col count from 1; zero means
// that the place inside the file is not known.
type Pos struct {
	File      string
	Line, Col int
}

// String renders the position as file:line:col, leaving out what is not known.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Diagnostic is one finding about an input: what is wrong and what to do.
type Diagnostic struct {
	Pos     Pos
	Message string
	// Warning marks a finding that does not stop the generator.
	Warning bool
	// Stale tells of an override that does not fit the schema, and of a part of the
	// schema that does not fit the client, in which way it does not; empty for any
	// other finding.
	Stale Staleness
}

// Staleness tells in which way an override and the schema, or the schema and the client,
// do not fit each other.
type Staleness string

// The ways.
const (
	Unnecessary Staleness = "unnecessary" // upstream has done the same
	Unmatched   Staleness = "unmatched"   // what it is about is not there, or is not what it was
	Lost        Staleness = "lost"        // the client lacks the part of the schema, or has it as raw JSON or by another name
)

// String renders the diagnostic as file:line:col: message.
func (d Diagnostic) String() string {
	message := d.Message
	if d.Warning {
		message = "warning: " + message
	}
	if d.Pos == (Pos{}) {
		return message
	}
	return d.Pos.String() + ": " + message
}

// Diagnostics collects findings. As an error it prints one finding a line.
type Diagnostics []Diagnostic

// Errorf adds an error at a position.
func (ds *Diagnostics) Errorf(pos Pos, format string, args ...any) {
	*ds = append(*ds, Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning at a position.
func (ds *Diagnostics) Warnf(pos Pos, format string, args ...any) {
	*ds = append(*ds, Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...), Warning: true})
}

// Sorted returns the findings by file, line, column and message, each once.
func (ds Diagnostics) Sorted() Diagnostics {
	sorted := slices.Clone(ds)
	slices.SortStableFunc(sorted, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.Compact(sorted)
}

// Error implements error: all findings, sorted, one a line.
func (ds Diagnostics) Error() string {
	lines := make([]string, 0, len(ds))
	for _, d := range ds.Sorted() {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// Err returns the findings as an error if one of them is an error, else nil.
func (ds Diagnostics) Err() error {
	for _, d := range ds {
		if !d.Warning {
			return ds.Sorted()
		}
	}
	return nil
}

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The lines of a Markdown file between which the tables stand.
const (
	beginMarker = "<!-- bench:begin -->"
	endMarker   = "<!-- bench:end -->"
)

// outputs names the files that a run writes beside what it prints; "" is none.
type outputs struct {
	chart  string // SVG
	report string // Markdown that has the markers
}

// check finds out before measuring what would keep the files from being written after it.
func (o outputs) check(kinds []bodyKind) error {
	if o.chart != "" {
		if !slices.ContainsFunc(kinds, func(kind bodyKind) bool { return kind.name == playlist }) {
			return fmt.Errorf("-chart shows the body %q; add it to -bodies", playlist)
		}
		if info, err := os.Stat(filepath.Dir(o.chart)); err != nil || !info.IsDir() {
			return fmt.Errorf("-chart=%s: the folder does not exist; create it first", o.chart)
		}
	}
	if o.report != "" {
		if _, err := spliced(o.report, ""); err != nil {
			return fmt.Errorf("-report: %w", err)
		}
	}
	return nil
}

// write writes the files.
func (o outputs) write(r report) error {
	if o.chart != "" {
		var picture bytes.Buffer
		if err := writeChart(&picture, r); err != nil {
			return err
		}
		if err := os.WriteFile(o.chart, picture.Bytes(), 0o644); err != nil {
			return err
		}
	}
	if o.report != "" {
		var tables strings.Builder
		if err := writeMarkdown(&tables, r, "###"); err != nil {
			return err
		}
		document, err := spliced(o.report, tables.String())
		if err != nil {
			return fmt.Errorf("-report: %w", err)
		}
		if err := os.WriteFile(o.report, []byte(document), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// spliced reads a file and returns it with another text between its markers.
func spliced(file, text string) (string, error) {
	document, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return "", fmt.Errorf("%s: %w; create it, with the lines %s and %s", file, fs.ErrNotExist, beginMarker, endMarker)
	}
	if err != nil {
		return "", err
	}
	changed, err := splice(string(document), text)
	if err != nil {
		return "", fmt.Errorf("%s:%w", file, err)
	}
	return changed, nil
}

// splice replaces what stands between the markers. Each of them has to be a line of its
// own, once, and the first before the second. The error begins with the number of a line.
func splice(document, text string) (string, error) {
	lines := strings.Split(document, "\n")
	begin, err := lineOf(beginMarker, lines)
	if err != nil {
		return "", err
	}
	end, err := lineOf(endMarker, lines)
	if err != nil {
		return "", err
	}
	if end < begin {
		return "", fmt.Errorf("%d: %s is above %s; exchange them", end+1, endMarker, beginMarker)
	}
	// Without the empty lines, Markdown would take a table for a part of the comment.
	between := []string{"", strings.Trim(text, "\n"), ""}
	return strings.Join(slices.Replace(lines, begin+1, end, between...), "\n"), nil
}

// lineOf returns the index of the only line that is the marker.
func lineOf(marker string, lines []string) (int, error) {
	found := -1
	for i, line := range lines {
		switch {
		case strings.TrimSpace(line) != marker:
		case found >= 0:
			return 0, fmt.Errorf("%d: %s is there twice, first in line %d; remove one", i+1, marker, found+1)
		default:
			found = i
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("%d: there is no line %s; the tables go between the lines %s and %s", len(lines), marker, beginMarker, endMarker)
	}
	return found, nil
}

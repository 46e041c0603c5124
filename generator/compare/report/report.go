// Package report renders the difference between two versions of the API for people
// and for programs: as text for a terminal, as Markdown for a pull request or release
// notes, as JSON, and as one self-contained HTML page.
//
// Text, Markdown, and HTML have the same parts in the same order: the verdict, the
// numbers of changes, the breaking changes and what to do, the additions, the changes
// of documentation, and the effects on the overrides. They are made from one
// structure, the page, in which repeated changes are one entry.
//
// Names and values come from a schema that somebody else publishes, so they may be
// anything. They are made harmless in all formats: control characters are shown
// rather than sent, and markup is escaped.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// Format is a way to render a report.
type Format string

// The formats.
const (
	FormatText     Format = "text"
	FormatMarkdown Format = "markdown"
	FormatJSON     Format = "json"
	FormatHTML     Format = "html"
)

// Formats lists the formats by their names, the one for a terminal first.
func Formats() []Format {
	return []Format{FormatText, FormatMarkdown, FormatJSON, FormatHTML}
}

// ParseFormat returns the format of a name. For an unknown name, the error lists the
// formats.
func ParseFormat(name string) (Format, error) {
	if slices.Contains(Formats(), Format(name)) {
		return Format(name), nil
	}
	var known []string
	for _, format := range Formats() {
		known = append(known, string(format))
	}
	return "", fmt.Errorf("there is no format %q; use one of %s", name, strings.Join(known, ", "))
}

// Write renders a report in a format. The options are those of Text; the other
// formats have none.
func Write(w io.Writer, r *diff.Report, format Format, o TextOptions) error {
	switch format {
	case FormatText:
		return Text(w, r, o)
	case FormatMarkdown:
		return Markdown(w, r)
	case FormatJSON:
		return JSON(w, r)
	case FormatHTML:
		return HTML(w, r)
	}
	_, err := ParseFormat(string(format))
	return err
}

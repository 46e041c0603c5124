// Package drift compares the files that the generator emits with those that are
// committed.
package drift

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// Kind tells how a file differs.
type Kind int

// The kinds of differences.
const (
	Changed Kind = iota // the folder has other content
	Missing             // emitted, but not in the folder
	Extra               // in the folder under emit.Marker, but not emitted
)

// Difference is one file that differs.
type Difference struct {
	Name      string // base name
	Kind      Kind
	Committed []byte // content in the folder; of a Changed file only
	Generated []byte // what is emitted; nil for an Extra file
}

// Report lists the files that differ, in the order of their names.
type Report []Difference

// Compare compares a folder with emitted files, byte for byte. A folder that
// does not exist lacks all of them. Whatever else is in the folder does not
// count, unless it is a file that begins with emit.Marker: then it was emitted
// once.
//
// Links are not followed, since what they lead to is not what is committed:
// whatever stands at an emitted name and is no regular file is an error, which
// is a model.Diagnostics.
func Compare(dir string, files []emit.File) (Report, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	committed := map[string]fs.FileMode{}
	for _, entry := range entries {
		committed[entry.Name()] = entry.Type()
	}
	var report Report
	var diags model.Diagnostics
	for _, file := range files {
		kind, ok := committed[file.Name]
		delete(committed, file.Name)
		name := filepath.Join(dir, file.Name)
		switch {
		case !ok:
			report = append(report, Difference{Name: file.Name, Kind: Missing, Generated: file.Data})
			continue
		case !kind.IsRegular():
			diags.Errorf(model.Pos{File: filepath.ToSlash(name)}, "stands where a file is generated, but is no regular file; move it away")
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(data, file.Data) {
			report = append(report, Difference{Name: file.Name, Kind: Changed, Committed: data, Generated: file.Data})
		}
	}
	for name, kind := range committed {
		// Go does not see files that begin with a dot, so none is emitted.
		if !kind.IsRegular() || strings.HasPrefix(name, ".") {
			continue
		}
		marked, err := isMarked(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		if marked {
			report = append(report, Difference{Name: name, Kind: Extra})
		}
	}
	if err := diags.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(report, func(a, b Difference) int { return cmp.Compare(a.Name, b.Name) })
	return report, nil
}

// isMarked reports whether a file begins with emit.Marker, without reading
// the rest of it.
func isMarked(name string) (bool, error) {
	file, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer file.Close()
	begin, err := io.ReadAll(io.LimitReader(file, int64(len(emit.Marker))))
	return string(begin) == emit.Marker, err
}

// Empty reports whether nothing differs.
func (r Report) Empty() bool { return len(r) == 0 }

// Summary counts the differences: 2 files changed, 1 missing.
func (r Report) Summary() string {
	var parts []string
	for _, kind := range []struct {
		kind Kind
		text string
	}{{Changed, "changed"}, {Missing, "missing"}, {Extra, "no longer generated"}} {
		count := 0
		for _, d := range r {
			if d.Kind == kind.kind {
				count++
			}
		}
		switch {
		case count == 0:
		case len(parts) > 0:
			parts = append(parts, fmt.Sprintf("%d %s", count, kind.text))
		case count == 1:
			parts = append(parts, "1 file "+kind.text)
		default:
			parts = append(parts, fmt.Sprintf("%d files %s", count, kind.text))
		}
	}
	if len(parts) == 0 {
		return "no differences"
	}
	return strings.Join(parts, ", ")
}

// Who reads a report wants to know what kind of thing moved, not all of it;
// the rest is in the diff of the version control after generating.
const (
	maxFiles = 10
	maxLines = 200
)

// String renders the first differences: a unified diff of a changed file, one
// line for a missing or an extra one. What does not fit is counted.
func (r Report) String() string {
	var b strings.Builder
	left := maxLines
	for i, d := range r {
		if i == maxFiles || left <= 0 {
			fmt.Fprintf(&b, "… and %s that differ\n", count(len(r)-i, "more file"))
			break
		}
		lines := d.lines()
		shown := min(len(lines), left)
		left -= shown
		for _, line := range lines[:shown] {
			b.WriteString(line)
		}
		if cut := len(lines) - shown; cut > 0 {
			fmt.Fprintf(&b, "… and %s of %s\n", count(cut, "more line"), d.Name)
		}
	}
	return b.String()
}

func (d Difference) lines() []string {
	switch d.Kind {
	case Missing:
		return []string{fmt.Sprintf("Only generated: %s (%s)\n", d.Name, count(bytes.Count(d.Generated, []byte("\n")), "line"))}
	case Extra:
		return []string{fmt.Sprintf("Only committed: %s\n", d.Name)}
	}
	text := diff.Diff("committed/"+d.Name, d.Committed, "generated/"+d.Name, d.Generated)
	return slices.Collect(strings.Lines(string(text)))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

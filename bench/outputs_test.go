package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplice(t *testing.T) {
	const (
		document = "# Speed\n\nBefore.\n\n<!-- bench:begin -->\nold\n\nolder\n<!-- bench:end -->\n\nAfter.\n"
		want     = "# Speed\n\nBefore.\n\n<!-- bench:begin -->\n\n| a |\n|---|\n\n<!-- bench:end -->\n\nAfter.\n"
	)
	got, err := splice(document, "| a |\n|---|\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	again, err := splice(got, "| a |\n|---|\n")
	if again != got || err != nil {
		t.Errorf("the second time, it became %q, %v", again, err)
	}
	empty, err := splice("<!-- bench:begin -->\n<!-- bench:end -->", "x")
	if want := "<!-- bench:begin -->\n\nx\n\n<!-- bench:end -->"; empty != want || err != nil {
		t.Errorf("without anything between and around the markers: %q, %v; want %q", empty, err, want)
	}
}

func TestSpliceNeedsItsMarkers(t *testing.T) {
	for name, test := range map[string]struct{ document, want string }{
		"none":          {"# Speed\n", "2: there is no line <!-- bench:begin -->; "},
		"no begin":      {"a\n<!-- bench:end -->\n", "3: there is no line <!-- bench:begin -->; "},
		"no end":        {"<!-- bench:begin -->\n", "2: there is no line <!-- bench:end -->; "},
		"within a line": {"`<!-- bench:begin -->`\n<!-- bench:end -->\n", "3: there is no line <!-- bench:begin -->; "},
		"begin twice":   {"<!-- bench:begin -->\n<!-- bench:begin -->\n<!-- bench:end -->\n", "2: <!-- bench:begin --> is there twice, first in line 1; "},
		"end twice":     {"<!-- bench:begin -->\n<!-- bench:end -->\n\n<!-- bench:end -->\n", "4: <!-- bench:end --> is there twice, first in line 2; "},
		"end first":     {"x\n<!-- bench:end -->\n<!-- bench:begin -->\n", "2: <!-- bench:end --> is above <!-- bench:begin -->; "},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := splice(test.document, "x")
			if got != "" || err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%q, %v; want an error that begins with %q", got, err, test.want)
			}
		})
	}
}

const emptyDocument = "# Speed\n\n" + beginMarker + "\n" + endMarker + "\n"

func TestOutputs(t *testing.T) {
	dir := t.TempDir()
	o := outputs{chart: filepath.Join(dir, "decode.svg"), report: filepath.Join(dir, "speed.md")}
	if err := os.WriteFile(o.report, []byte(emptyDocument), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := o.check(bodyKinds()); err != nil {
		t.Fatal(err)
	}
	if text := read(t, o.report); text != emptyDocument {
		t.Errorf("the check has changed the document into %q", text)
	}
	if err := o.write(chartedReport()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(draw(t, chartedReport())), read(t, o.chart)); diff != "" {
		t.Errorf("the chart (-want +got):\n%s", diff)
	}
	text := read(t, o.report)
	for _, want := range []string{
		"# Speed\n\n" + beginMarker + "\n\n- go1.99, plan9/mips, 3 CPUs\n",
		"\n\n### Decoding 100 playlist items (408 kB)\n\n| | µs |",
		"\n\n### Encoding 100 playlist items (400 kB)\n\n",
		"\n\n### Playlist items over net/http with gzip, ",
		"\n\n### Live heap after decoding 100 pages",
		"\n\n### Targets\n\n",
		"encoding/json (2.00 ×)\n\n" + endMarker + "\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document lacks %q:\n%s", want, text)
		}
	}
}

func TestOutputsAreCheckedFirst(t *testing.T) {
	dir := t.TempDir()
	unmarked := filepath.Join(dir, "unmarked.md")
	if err := os.WriteFile(unmarked, []byte("# Speed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.md")
	tests := []struct {
		name   string
		bodies string
		files  outputs
		want   string
	}{
		{"no playlist", "saved,search", outputs{chart: filepath.Join(dir, "x.svg")}, `-chart shows the body "playlist"; add it to -bodies`},
		{"no folder", "", outputs{chart: filepath.Join(dir, "docs", "x.svg")}, "the folder does not exist"},
		{"a file as folder", "", outputs{chart: filepath.Join(unmarked, "x.svg")}, "the folder does not exist"},
		{"no file", "", outputs{report: missing}, "-report: " + missing + ": file does not exist; create it, with the lines <!-- bench:begin --> and <!-- bench:end -->"},
		{"no markers", "", outputs{report: unmarked}, "-report: " + unmarked + ":2: there is no line <!-- bench:begin -->"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			args := []string{"-bodies", test.bodies, "-chart", test.files.chart, "-report", test.files.report}
			var out, log strings.Builder
			err := command(args, &out, &log)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if out.Len() > 0 || log.Len() > 0 {
				t.Errorf("something was measured: %s%s", out.String(), log.String())
			}
		})
	}
	if err := (outputs{report: missing}).check(nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

// What was measured is printed even if the files cannot be written.
func TestCommandWritesFiles(t *testing.T) {
	dir := t.TempDir()
	chart, report := filepath.Join(dir, "decode.svg"), filepath.Join(dir, "speed.md")
	if err := os.WriteFile(report, []byte(emptyDocument), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-bodies", "playlist", "-rounds", "1", "-time", "1ns", "-pages", "1", "-format", "json", "-chart", chart, "-report", report}
	var out, log strings.Builder
	if err := command(args, &out, &log); err != nil {
		t.Fatal(err)
	}
	if problems := problemsOf([]byte(read(t, chart))); len(problems) > 0 {
		t.Errorf("the chart: %q", problems)
	}
	if text := read(t, report); !strings.Contains(text, "\n### Decoding 100 playlist items (") || !strings.HasSuffix(text, "\n\n"+endMarker+"\n") {
		t.Errorf("the document is %q", text)
	}

	out.Reset()
	args[len(args)-3] = dir // a folder, where no file can be written
	if err := command(args, &out, &log); err == nil || !strings.HasPrefix(out.String(), "{") {
		t.Errorf("got %v, and printed %q", err, out.String())
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

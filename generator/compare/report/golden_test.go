package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// TestGolden compares what each sample becomes in each format.
func TestGolden(t *testing.T) {
	files := map[report.Format]string{
		report.FormatText: "report.txt", report.FormatMarkdown: "report.md", report.FormatJSON: "report.json", report.FormatHTML: "report.html",
	}
	for name, r := range samples() {
		for _, format := range report.Formats() {
			t.Run(name+"/"+string(format), func(t *testing.T) {
				got := render(t, r, format)
				if format == report.FormatHTML {
					got = nameEmbedded(t, got, "report.css", "report.js")
				}
				compareWithFile(t, filepath.Join("testdata", name, files[format]), got)
			})
		}
	}
}

func render(t testing.TB, r *diff.Report, format report.Format) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, r, format, report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// nameEmbedded replaces the parts of a page that are the same in each, since they are from
// a file, by the name of the file.
func nameEmbedded(t *testing.T, page string, files ...string) string {
	t.Helper()
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page = strings.ReplaceAll(page, string(text), "("+name+")\n")
	}
	return page
}

// compareWithFile compares with a wanted file, or rewrites it.
func compareWithFile(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if that is right, run go test ./generator/compare/report -update:\n%s", name, diff)
	}
}

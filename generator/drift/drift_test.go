package drift

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/emit"
)

const header = emit.Marker + "; DO NOT EDIT.\n"

func TestCompare(t *testing.T) {
	emitted := []emit.File{file("b.go", "two\n"), file("a.go", "one\n")}
	tests := []struct {
		name   string
		folder map[string]string // nil is no folder at all
		want   []string          // "name kind"
	}{
		{
			name:   "equal",
			folder: map[string]string{"a.go": header + "one\n", "b.go": header + "two\n"},
		},
		{
			name: "no folder",
			want: []string{"a.go missing", "b.go missing"},
		},
		{
			name:   "one byte",
			folder: map[string]string{"a.go": header + "one", "b.go": header + "two\n"},
			want:   []string{"a.go changed"},
		},
		{
			name:   "line ends",
			folder: map[string]string{"a.go": header + "one\n", "b.go": header + "two\r\n"},
			want:   []string{"b.go changed"},
		},
		{
			name:   "without the marker",
			folder: map[string]string{"a.go": "package a\n", "b.go": header + "two\n"},
			want:   []string{"a.go changed"},
		},
		{
			name: "other files",
			folder: map[string]string{
				"a.go":              header + "one\n",
				"b.go":              header + "two\n",
				"aa.go":             header + "was emitted once\n",
				"zz.go":             "package by_hand // " + emit.Marker + "\n",
				"empty.go":          "",
				"short.go":          emit.Marker[:5],
				".spotgen-new-c.go": header,
				"sub/c.go":          header,
			},
			want: []string{"aa.go extra"},
		},
		{
			name:   "all at once",
			folder: map[string]string{"b.go": header + "2\n", "c.go": header},
			want:   []string{"a.go missing", "b.go changed", "c.go extra"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "gen")
			for name, data := range test.folder {
				writeFile(t, filepath.Join(dir, name), data)
			}
			report, err := Compare(dir, emitted)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range report {
				got = append(got, d.Name+" "+[]string{"changed", "missing", "extra"}[d.Kind])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
			if report.Empty() != (test.want == nil) {
				t.Errorf("Empty() = %v, but there are %d differences", report.Empty(), len(report))
			}
		})
	}
}

func TestCompareRefusesWhatIsNoFile(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "a.go")
	writeFile(t, outside, header+"one\n")
	dir := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "a.go")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "b.go", "inside"), "")

	_, err := Compare(dir, []emit.File{file("a.go", "one\n"), file("b.go", "two\n")})
	if err == nil {
		t.Fatal("no error")
	}
	want := "$DIR/a.go: stands where a file is generated, but is no regular file; move it away\n" +
		"$DIR/b.go: stands where a file is generated, but is no regular file; move it away"
	if diff := cmp.Diff(want, strings.ReplaceAll(err.Error(), filepath.ToSlash(dir), "$DIR")); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestCompareWithFileInPlaceOfFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gen")
	writeFile(t, dir, header)
	if report, err := Compare(dir, nil); err == nil {
		t.Errorf("got %v, want an error", report)
	}
}

func TestReportString(t *testing.T) {
	tests := []struct {
		name          string
		report        Report
		want, summary string
	}{
		{name: "empty", want: "", summary: "no differences"},
		{
			name: "one of each",
			report: Report{
				{Name: "a.go", Kind: Missing, Generated: []byte("one\ntwo\n")},
				{Name: "b.go", Kind: Changed, Committed: []byte("1\n2\n3\n"), Generated: []byte("1\ntwo\n3\n")},
				{Name: "c.go", Kind: Extra},
			},
			want: `Only generated: a.go (2 lines)
diff committed/b.go generated/b.go
--- committed/b.go
+++ generated/b.go
@@ -1,3 +1,3 @@
 1
-2
+two
 3
Only committed: c.go
`,
			summary: "1 file changed, 1 missing, 1 no longer generated",
		},
		{
			name:    "last line without its end",
			report:  Report{{Name: "a.go", Kind: Changed, Committed: []byte("1"), Generated: []byte("1\n")}},
			summary: "1 file changed",
			want: `diff committed/a.go generated/a.go
--- committed/a.go
+++ generated/a.go
@@ -1,1 +1,1 @@
-1
\ No newline at end of file
+1
`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.report.String()); diff != "" {
				t.Errorf("String (-want +got):\n%s", diff)
			}
			if got := test.report.Summary(); got != test.summary {
				t.Errorf("Summary() = %q, want %q", got, test.summary)
			}
		})
	}
}

func TestReportStringIsBounded(t *testing.T) {
	extra := func(n int) (report Report) {
		for i := range n {
			report = append(report, Difference{Name: fmt.Sprintf("%02d.go", i), Kind: Extra})
		}
		return report
	}
	long := Difference{Name: "long.go", Kind: Changed, Committed: []byte("1\n"), Generated: []byte(strings.Repeat("x\n", 1000))}
	tests := []struct {
		name      string
		report    Report
		wantLines int // with the line that counts the rest
		wantLast  string
	}{
		{"as many files as fit", extra(10), 10, "Only committed: 09.go"},
		{"one file too many", extra(11), 11, "… and 1 more file that differ"},
		{"many files", extra(30), 11, "… and 20 more files that differ"},
		{"long diff", Report{long}, 201, "… and 805 more lines of long.go"},
		{"a file behind a long diff", append(Report{long}, extra(2)...), 202, "… and 2 more files that differ"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lines := strings.Split(strings.TrimSuffix(test.report.String(), "\n"), "\n")
			if len(lines) != test.wantLines {
				t.Errorf("%d lines, want %d", len(lines), test.wantLines)
			}
			if last := lines[len(lines)-1]; last != test.wantLast {
				t.Errorf("last line %q, want %q", last, test.wantLast)
			}
		})
	}
}

func file(name, body string) emit.File {
	return emit.File{Name: name, Data: []byte(header + body)}
}

func writeFile(t *testing.T, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
}

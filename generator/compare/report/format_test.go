package report_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
)

func TestParseFormat(t *testing.T) {
	for _, format := range report.Formats() {
		if got, err := report.ParseFormat(string(format)); err != nil || got != format {
			t.Errorf("ParseFormat(%q) is %q, %v", format, got, err)
		}
	}
	const want = `there is no format "pdf"; use one of text, markdown, json, html`
	if _, err := report.ParseFormat("pdf"); err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
	if err := report.Write(new(bytes.Buffer), february(), "pdf", report.TextOptions{}); err == nil || err.Error() != want {
		t.Errorf("the error of Write is %v, want %s", err, want)
	}
}

// TestWriteErrors makes sure that no format keeps the error of a writer to itself.
func TestWriteErrors(t *testing.T) {
	full := errors.New("the disk is full")
	for _, format := range report.Formats() {
		if err := report.Write(failingWriter{full}, february(), format, report.TextOptions{}); !errors.Is(err, full) {
			t.Errorf("%s: the error is %v, want %v", format, err, full)
		}
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// TestOrder makes sure that what people read does not depend on the order of a report.
// JSON keeps it.
func TestOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, format := range []report.Format{report.FormatText, report.FormatMarkdown, report.FormatHTML} {
		for name, r := range samples() {
			shuffled := *r
			shuffled.Changes = slices.Clone(r.Changes)
			random.Shuffle(len(r.Changes), reflect.Swapper(shuffled.Changes))
			if got := cmp.Diff(render(t, r, format), render(t, &shuffled, format)); got != "" {
				t.Errorf("%s of %s depends on the order of the changes:\n%s", format, name, got)
			}
		}
	}
}

// TestUntouched makes sure that rendering changes nothing in a report.
func TestUntouched(t *testing.T) {
	for name, r := range samples() {
		want := samples()[name]
		for _, format := range report.Formats() {
			render(t, r, format)
		}
		if got := cmp.Diff(want, r); got != "" {
			t.Errorf("rendering changes the report %s:\n%s", name, got)
		}
	}
}

// TestNoControlCharacters makes sure that nothing which a terminal or an editor acts on
// gets into any format.
func TestNoControlCharacters(t *testing.T) {
	for name, r := range samples() {
		for _, format := range report.Formats() {
			checkPrintable(t, string(format)+" of "+name, render(t, r, format))
		}
	}
}

func checkPrintable(t testing.TB, what, text string) {
	t.Helper()
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd") || r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%s has %q at byte %d: %q", what, r, i, text[max(0, i-40):min(len(text), i+40)])
		}
	}
}

// TestEmpty makes sure that nothing is said in one line.
func TestEmpty(t *testing.T) {
	empty := samples()["empty"]
	for format, want := range map[report.Format]string{
		report.FormatText: "Nothing has changed.\n", report.FormatMarkdown: "## Nothing has changed.\n",
	} {
		if got := render(t, empty, format); got != want {
			t.Errorf("%s is %q, want %q", format, got, want)
		}
	}
	page := render(t, empty, report.FormatHTML)
	if !strings.Contains(page, "<h1>Nothing has changed.</h1>") || strings.Contains(page, "<script") || strings.Contains(page, "<h2") {
		t.Errorf("the empty page is\n%s", page)
	}
}

var colour = regexp.MustCompile("\x1b\\[[0-9]+m")

func TestTextColour(t *testing.T) {
	for name, r := range samples() {
		var out bytes.Buffer
		if err := report.Text(&out, r, report.TextOptions{Color: true}); err != nil {
			t.Fatal(err)
		}
		if !colour.MatchString(out.String()) {
			t.Errorf("%s has no colours", name)
		}
		if got := cmp.Diff(render(t, r, report.FormatText), colour.ReplaceAllString(out.String(), "")); got != "" {
			t.Errorf("the words of %s differ with colours (-without +with):\n%s", name, got)
		}
		if strings.Count(out.String(), "\x1b[0m") < strings.Count(out.String(), "\n\x1b") {
			t.Errorf("%s leaves a colour on", name)
		}
	}
}

// TestTextWidth makes sure that a line is only too long for a name that is, or a line of
// an action.
func TestTextWidth(t *testing.T) {
	for _, width := range []int{40, 80, 100, 160} {
		for _, name := range []string{"february", "kinds", "raw"} {
			var out bytes.Buffer
			if err := report.Text(&out, samples()[name], report.TextOptions{Width: width}); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				line = strings.TrimSuffix(line, "\n")
				place := regexp.MustCompile(`^ +([A-Z]+ )?\S+$`).MatchString(line)
				if utf8.RuneCountInString(line) > width && !place && !strings.Contains(line, ".yml") {
					t.Errorf("%s at %d columns has the line %q", name, width, line)
				}
				if strings.HasSuffix(line, " ") {
					t.Errorf("%s has a space at the end of %q", name, line)
				}
			}
		}
	}
}

// TestTextWordsAtAnyWidth makes sure that narrow terminals get the same names.
func TestTextWordsAtAnyWidth(t *testing.T) {
	names := regexp.MustCompile(`[A-Z][a-z]+\.[A-Z]\w+`)
	sets := map[int]map[string]bool{}
	for _, width := range []int{40, 100} {
		var out bytes.Buffer
		if err := report.Text(&out, february(), report.TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		sets[width] = map[string]bool{}
		for _, name := range names.FindAllString(out.String(), -1) {
			sets[width][name] = true
		}
	}
	if got := cmp.Diff(sets[100], sets[40]); got != "" || len(sets[40]) == 0 {
		t.Errorf("the names differ (-wide +narrow):\n%s", got)
	}
}

// TestLongNames makes sure that a name of any length costs only so much.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	r := &diff.Report{Old: diff.Side{Name: long}, New: diff.Side{Name: long}, Changes: []diff.Change{
		{Kind: diff.FieldType, Effect: diff.Compile, Subject: long, Old: diff.Textf("%s", long), New: unmarked(long), Text: unmarked(long), Advice: advised(diff.Do, "%s", long), Go: []diff.GoName{{Name: long, Old: long, New: long, Breaking: true, Why: long}}},
	}}
	for _, format := range []report.Format{report.FormatText, report.FormatMarkdown} {
		if got := len(render(t, r, format)); got > 10_000 {
			t.Errorf("%s has %d bytes", format, got)
		}
	}
}

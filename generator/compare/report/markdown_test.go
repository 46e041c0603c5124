package report_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
)

// proseOf removes from Markdown what is code, as a reader of Markdown does: blocks
// between fences, and spans between equal rows of backticks.
func proseOf(t testing.TB, text string) string {
	t.Helper()
	var prose strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		bare := strings.TrimSpace(line)
		row := bare[:len(bare)-len(strings.TrimLeft(bare, "`"))]
		switch {
		case fence != "" && bare == fence:
			fence = ""
		case fence != "":
		case strings.HasPrefix(bare, "<summary>"): // HTML, in which a backtick is none
			prose.WriteString(codeTags.ReplaceAllString(line, ""))
		case len(row) >= 3 && !strings.Contains(bare[len(row):], "`"):
			fence = row
		default:
			prose.WriteString(withoutSpans(t, line))
		}
	}
	if fence != "" {
		t.Fatalf("a block of code has no end:\n%s", text)
	}
	return prose.String()
}

var backticks = regexp.MustCompile("`+")

func withoutSpans(t testing.TB, line string) string {
	t.Helper()
	var b strings.Builder
	for {
		open := backticks.FindStringIndex(line)
		if open == nil {
			return b.String() + line
		}
		row := line[open[0]:open[1]]
		b.WriteString(line[:open[0]] + "code")
		line = line[open[1]:]
		end := -1
		for _, found := range backticks.FindAllStringIndex(line, -1) {
			if line[found[0]:found[1]] == row {
				end = found[1]
				break
			}
		}
		if end < 0 {
			t.Fatalf("a span of code has no end: %s%s", row, line)
		}
		line = line[end:]
	}
}

var (
	codeTags   = regexp.MustCompile(`<code>[^<>]*</code>`)
	ownTags    = regexp.MustCompile(`</?details>|</?summary>|</?strong>`)
	forbidden  = regexp.MustCompile(`[<@\[\]~]|#\d|GH-\d|https?:|www\.|\\x|[^*]\*[^*]`)
	ownMarkers = regexp.MustCompile(`(?m)^> \[!NOTE\]$|\d\\\.`)
)

// checkMarkdown makes sure that nothing of a schema acts in Markdown: no tag, no link,
// no mention, no reference, and no cell or line of a table that is not one.
func checkMarkdown(t testing.TB, text string) {
	t.Helper()
	checkPrintable(t, "Markdown", text)
	prose := proseOf(t, text)
	for _, tag := range []string{"details", "summary"} {
		if strings.Count(prose, "<"+tag+">") != strings.Count(prose, "</"+tag+">") {
			t.Fatalf("there are <%s> without an end", tag)
		}
	}
	prose = ownMarkers.ReplaceAllString(ownTags.ReplaceAllString(prose, ""), "")
	if at := forbidden.FindStringIndex(prose); at != nil {
		t.Fatalf("there is %q outside of code: %s", prose[at[0]:at[1]], prose[max(0, at[0]-80):min(len(prose), at[1]+80)])
	}
	checkTables(t, text)
}

// checkTables makes sure that all rows of a table have as many cells. What stands in
// code counts, too: cells end at every pipe without a backslash.
func checkTables(t testing.TB, text string) {
	t.Helper()
	cells := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		bars := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if cells == 0 {
			cells = bars
		}
		if cells != bars {
			t.Fatalf("a row has %d cells instead of %d: %s", bars-1, cells-1, line)
		}
	}
}

func TestMarkdownIsSafe(t *testing.T) {
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) {
			checkMarkdown(t, render(t, r, report.FormatMarkdown))
		})
	}
}

// TestCheckMarkdownChecks makes sure that the check of this file sees what it looks for.
func TestCheckMarkdownChecks(t *testing.T) {
	for _, bad := range []string{
		"a <b>\n", "hello @everyone\n", "see #12\n", "[a](b)\n", "*a*\n", "https://example.com\n",
		"| a | b |\n|---|---|\n| `a` | b | c |\n", "<details>\n", "`a\n", "```\na\n", "\x1b\n",
	} {
		fake := &recorder{TB: t}
		func() {
			defer func() { _ = recover() }()
			checkMarkdown(fake, bad)
		}()
		if !fake.failed {
			t.Errorf("nothing is found in %q", bad)
		}
	}
}

// recorder is a test that may fail without failing the one around it.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper() {}

func (r *recorder) Fatalf(string, ...any) {
	r.failed = true
	panic("stop")
}

// TestMarkdownLimit makes sure that a page fits on GitHub, that nothing gets lost
// without a note, and that the gravest stays.
func TestMarkdownLimit(t *testing.T) {
	r := huge()
	text := render(t, r, report.FormatMarkdown)
	if len(text) > report.MarkdownLimit {
		t.Errorf("the page has %d bytes, more than %d", len(text), report.MarkdownLimit)
	}
	if len(text) < report.MarkdownLimit/2 {
		t.Errorf("the page has %d bytes, and could have %d", len(text), report.MarkdownLimit)
	}
	checkMarkdown(t, text)

	_, note, ok := strings.Cut(text, "> [!NOTE]\n")
	if !ok {
		t.Fatalf("there is no note on what was left out:\n%s", text[len(text)-500:])
	}
	left := 0
	for _, found := range regexp.MustCompile(`([\d,]+) of “`).FindAllStringSubmatch(note, -1) {
		n, err := strconv.Atoi(strings.ReplaceAll(found[1], ",", ""))
		if err != nil {
			t.Fatal(err)
		}
		left += n
	}
	written := 0
	for _, c := range r.Changes {
		written += strings.Count(text, "`"+c.Subject+"`")
	}
	if written == 0 || written+left != len(r.Changes) {
		t.Errorf("%d changes are written and %d left out, of %d", written, left, len(r.Changes))
	}
	for _, want := range []string{"“Documentation only”", "4 findings", "2 overrides"} {
		if !strings.Contains(note, want) {
			t.Errorf("the note lacks %s: %s", want, note)
		}
	}
	if strings.Contains(text, "### New") {
		t.Error("what is new is there, and not all that may no longer compile")
	}
}

// TestMarkdownLimitAtAnySize cuts pages of many sizes.
func TestMarkdownLimitAtAnySize(t *testing.T) {
	all := huge().Changes
	for n := 200; n < 900; n += 37 {
		r := &diff.Report{Changes: all[:n], Findings: upkeep().Findings, Overrides: upkeep().Overrides}
		text := render(t, r, report.FormatMarkdown)
		if len(text) > report.MarkdownLimit {
			t.Errorf("%d changes make %d bytes", n, len(text))
		}
		checkMarkdown(t, text)
	}
}

// TestMarkdownLeavesOutTheEnd makes sure that nothing small gets in where something
// graver was left out before it.
func TestMarkdownLeavesOutTheEnd(t *testing.T) {
	r := &diff.Report{Changes: []diff.Change{{Kind: diff.OperationAdded, Group: diff.Operations, Effect: diff.Additive, Subject: "GET /new", Text: diff.Textf("%s is new.", "GET /new")}}}
	for i := range 400 {
		long := fmt.Sprintf("GET /thing%d/%s", i, strings.Repeat("x", 250))
		r.Changes = append(r.Changes, diff.Change{Kind: diff.OperationRemoved, Group: diff.Operations, Effect: diff.Compile, Subject: long, Text: diff.Textf("%s is gone.", long)})
	}
	text := render(t, r, report.FormatMarkdown)
	if strings.Contains(text, "GET /new") || strings.Contains(text, "### New") || !strings.Contains(text, "1 of “New”") {
		t.Errorf("the page ends with\n%s", text[len(text)-1000:])
	}
}

// TestMarkdownHeadings makes sure that a page can stand below a title of its own.
func TestMarkdownHeadings(t *testing.T) {
	for name, r := range samples() {
		text := proseOf(t, render(t, r, report.FormatMarkdown))
		if !strings.HasPrefix(text, "## ") || strings.Count(text, "\n## ") != 0 || strings.Contains(text, "\n# ") {
			t.Errorf("the headings of %s do not begin with one of the second level:\n%.300s", name, text)
		}
	}
}

// FuzzEscaping puts a text into every place of a report. Whatever it is, no format
// lets it act.
func FuzzEscaping(f *testing.F) {
	for _, text := range evil() {
		f.Add(text, text)
	}
	f.Add("GET /a|b", "Use `x` instead of @y.")
	f.Fuzz(func(t *testing.T, a, b string) {
		r := everywhere(a, b)
		checkPrintable(t, "text", render(t, r, report.FormatText))
		checkMarkdown(t, render(t, r, report.FormatMarkdown))
		page := render(t, r, report.FormatHTML)
		checkPrintable(t, "HTML", page)
		if strings.Count(page, "<script") != 1 || strings.Count(page, "<img") != 0 {
			t.Errorf("there is a tag too many in\n%s", page)
		}
		roundTrip(t, r)
	})
}

// everywhere has two texts in all places, alone and in a folded entry.
func everywhere(a, b string) *diff.Report {
	r := hostile()
	r.Old.Name, r.New.Name = a, b
	r.Changes, r.Overrides, r.Findings = nil, r.Overrides[:1], r.Findings[:1]
	for i, kind := range []diff.Kind{diff.FieldType, diff.FieldType, diff.OperationDeprecated, diff.OperationDeprecated, diff.RetryChanged, diff.Kind(a)} {
		r.Changes = append(r.Changes, diff.Change{
			Kind: kind, Group: diff.Types, Effect: diff.Effect(i % 5), Subject: a, Old: unmarked(b), New: diff.Textf("%s", a), Text: diff.Textf("%s %d", unmarked(b), i),
			Advice: diff.Advice{Kind: diff.UseInstead, Text: diff.Textf("Use %s instead of %s.", a, unmarked(b)), Use: []string{a}, Or: b},
			Go:     []diff.GoName{{Name: a, Old: b, New: a, Why: b, Breaking: true}},
		})
	}
	r.Overrides[0].Message, r.Overrides[0].Pos.File = a, b
	r.Findings[0].Message, r.Findings[0].Action, r.Findings[0].Topic, r.Findings[0].Rule = a, b, a, b
	return r
}

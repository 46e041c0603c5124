package generator_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
	"github.com/spotgen/spotgen/generator/model"
)

// TestDiffCases compares the two versions of the cases under testdata/diff. A case is a
// folder with old.yml and new.yml and, if it needs them, overrides/ for both of them,
// and new-overrides/ for the new one instead. What a case expects is in two places:
//
//   - expect.txt, which is written by hand, says why and lists all changes: kind, what
//     it is about, effect, and the Go names that break, or else which version is at fault
//   - want/ has the report as text, for some cases (inEveryFormat) also in the other
//     formats, of HTML what differs between reports; of a version that is at fault it has
//     the diagnostics
//
// Whatever a case is about, the report of the way back has the opposite changes, that
// of a version with itself is empty, without overrides it says nothing of Go, and
// apidiff is of the same opinion about the code that may not compile, in both directions.
func TestDiffCases(t *testing.T) {
	versions := generator.Versions(runtimeSources(t))
	for _, dir := range diffCases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			before, after := diffInputs(t, dir)
			old, new := versions(before), versions(after)
			expected := readExpected(t, dir)
			if side, ok := strings.CutPrefix(strings.Join(expected, "\n"), "error "); ok {
				checkBroken(t, dir, side, old, new)
				return
			}
			report, back := compareVersions(t, old, new), compareVersions(t, new, old)
			if diff := cmp.Diff(expected, listChanges(report)); diff != "" {
				t.Errorf("the changes are not those of expect.txt (-want +got):\n%s", diff)
			}
			checkWords(t, report)
			compareWithReports(t, dir, report)
			checkOpposite(t, report, back)
			for _, same := range []generator.ComparedVersion{old, new} {
				if r := compareVersions(t, same, same); len(r.Changes) > 0 {
					t.Errorf("a version differs from itself:\n%s", showReport(r))
				}
			}
			raw, err := generator.Compare(before, after, generator.CompareOptions{Raw: true})
			if err != nil {
				t.Fatal(err)
			}
			checkRaw(t, raw)
		})
	}
}

// inEveryFormat lists cases which together have every kind of change and every effect.
// Their reports are compared in every format. For all others the text is enough, because
// formats are made from the same rows.
func inEveryFormat() []string {
	return []string{
		"batch-size", "body-member-renamed", "field-mode", "fields", "go-methods", "go-option-name",
		"go-option-pointer", "hidden-type", "mix-everything", "mix-hostile-names", "operations", "parameters", "results",
		"scope-removed", "server", "status", "union-member-kind", "value-renamed", "value-unlisted",
	}
}

// TestEveryFormatHasEveryKind makes sure that what the text of most cases leaves out is
// seen in others: each kind of change, and each effect, in each format.
func TestEveryFormatHasEveryKind(t *testing.T) {
	missing := map[string]bool{}
	for _, dir := range diffCases(t) {
		for _, line := range readExpected(t, dir) {
			kind, effect := kindAndEffect(line)
			missing[kind], missing[effect] = true, true
		}
	}
	delete(missing, "") // of versions that are at fault
	for _, name := range inEveryFormat() {
		for _, line := range readExpected(t, filepath.Join("testdata", "diff", name)) {
			kind, effect := kindAndEffect(line)
			delete(missing, kind)
			delete(missing, effect)
		}
	}
	for what := range missing {
		t.Errorf("no case in every format has %q", what)
	}
}

// kindAndEffect reads them from a line of expect.txt.
func kindAndEffect(line string) (kind, effect string) {
	parts := strings.Split(line, " | ")
	if len(parts) < 3 {
		return "", ""
	}
	return parts[0], parts[2]
}

// TestDiffCasesHaveEveryKind makes sure that no kind of change is without a case.
func TestDiffCasesHaveEveryKind(t *testing.T) {
	missing := diffKinds(t)
	for _, dir := range diffCases(t) {
		for _, line := range readExpected(t, dir) {
			kind, _, _ := strings.Cut(line, " | ")
			missing = slices.DeleteFunc(missing, func(k diff.Kind) bool { return string(k) == kind })
		}
	}
	// The runtime is the same on both sides of a case: TestCompareRuntimes has what a
	// change of it does.
	missing = slices.DeleteFunc(missing, func(kind diff.Kind) bool { return strings.HasPrefix(string(kind), "go-") })
	if len(missing) > 0 {
		t.Errorf("no case has the kinds %q", missing)
	}
}

// diffCases lists the folders of the cases.
func diffCases(t *testing.T) []string {
	t.Helper()
	specs, err := filepath.Glob("testdata/diff/*/old.yml")
	if err != nil || len(specs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	dirs := make([]string, len(specs))
	for i, spec := range specs {
		dirs[i] = filepath.Dir(spec)
	}
	return dirs
}

// diffInputs reads the two versions of a case.
func diffInputs(t testing.TB, dir string) (before, after generator.Inputs) {
	t.Helper()
	before, after = caseInputs(t, dir), caseInputs(t, dir)
	if _, err := os.Stat(filepath.Join(dir, "new-overrides")); err == nil {
		// Diagnostics show overrides of both versions alike, as those of a revision.
		renamed := t.TempDir()
		if err := os.CopyFS(filepath.Join(renamed, "overrides"), os.DirFS(filepath.Join(dir, "new-overrides"))); err != nil {
			t.Fatal(err)
		}
		after = caseInputs(t, renamed)
	}
	before.Spec.Name, before.Spec.Data = "old.yml", readOptional(t, dir, "old.yml")
	after.Spec.Name, after.Spec.Data = "new.yml", readOptional(t, dir, "new.yml")
	before.Fake, after.Fake = nil, nil
	return before, after
}

// readExpected reads the lines of expect.txt that are no comments, sorted.
func readExpected(t *testing.T, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "expect.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var expected []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			expected = append(expected, withSortedNames(line))
		}
	}
	slices.Sort(expected)
	return expected
}

// withSortedNames puts the names at the end of a line in order.
func withSortedNames(line string) string {
	end := strings.LastIndex(line, " | ")
	if end < 0 {
		return line
	}
	end += len(" | ")
	return line[:end] + strings.Join(slices.Sorted(slices.Values(strings.Fields(line[end:]))), " ")
}

// listChanges renders changes as expect.txt has them, sorted.
func listChanges(r *diff.Report) []string {
	var lines []string
	for _, c := range r.Changes {
		var names []string
		for _, name := range c.Go {
			if name.Breaking {
				names = append(names, name.Name)
			}
		}
		if names == nil {
			names = []string{"-"}
		}
		lines = append(lines, withSortedNames(fmt.Sprintf("%s | %s | %s | %s", c.Kind, c.Subject, c.Effect, strings.Join(names, " "))))
	}
	slices.Sort(lines)
	return lines
}

// checkBroken makes sure that a comparison tells what is wrong with the version that is
// at fault, or with both, by places in its schema.
func checkBroken(t *testing.T, dir, side string, old, new generator.ComparedVersion) {
	t.Helper()
	_, err := old.To(new)
	var diags model.Diagnostics
	if !errors.As(err, &diags) {
		t.Fatalf("the error is a %T, not model.Diagnostics: %v", err, err)
	}
	wanted := map[string][]string{"old": {"old.yml"}, "new": {"new.yml"}, "both": {"new.yml", "old.yml"}}[side]
	var files []string
	for _, d := range diags {
		files = append(files, d.Pos.File)
	}
	slices.Sort(files)
	if diff := cmp.Diff(wanted, slices.Compact(files)); diff != "" || wanted == nil {
		t.Errorf("diagnostics of other versions than %q (-want +got):\n%s", side, diff)
	}
	compareWithWanted(t, filepath.Join(dir, "want", diagnosticsFile), diags.Error()+"\n")
}

// compareWithReports compares the report of a case in the formats that it has. The others
// must be possible, and JSON must be the same once it has been read and written again. A
// file of a format that the case does not have is an error, because nothing would compare
// it.
func compareWithReports(t *testing.T, dir string, r *diff.Report) {
	t.Helper()
	all := slices.Contains(inEveryFormat(), filepath.Base(dir))
	extensions := map[report.Format]string{
		report.FormatText: ".txt", report.FormatMarkdown: ".md", report.FormatJSON: ".json", report.FormatHTML: ".html",
	}
	for _, format := range report.Formats() {
		text := rendered(t, r, format)
		if format == report.FormatHTML {
			text = mainPart(t, text)
		}
		name := filepath.Join(dir, "want", "report"+extensions[format])
		if all || format == report.FormatText {
			compareWithWanted(t, name, text)
		} else if _, err := os.Stat(name); err == nil {
			t.Errorf("%s is not compared: remove it, or add the case to inEveryFormat", name)
		}
		if format != report.FormatJSON {
			continue
		}
		read, err := report.ReadJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, rendered(t, read, format)); diff != "" {
			t.Errorf("what is read back from JSON is written otherwise (-first +second):\n%s", diff)
		}
	}
}

// compareWithWanted is compareWithFile for a file that a new case has not yet.
func compareWithWanted(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	compareWithFile(t, name, got)
}

func rendered(t testing.TB, r *diff.Report, format report.Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, r, format, report.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// mainPart cuts the changes out of a page: the rest is the same for all of them, or is
// counted from the changes.
func mainPart(t *testing.T, page string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "<main>\n")
	part, _, closed := strings.Cut(rest, "</main>")
	if !found || !closed {
		t.Fatalf("the page has no main part:\n%s", page)
	}
	return part
}

// showReport renders a report for messages.
func showReport(r *diff.Report) string { return strings.Join(listChanges(r), "\n") }

func compareInputs(t testing.TB, before, after generator.Inputs) *diff.Report {
	t.Helper()
	report, err := generator.Compare(before, after, generator.CompareOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func compareVersions(t testing.TB, old, new generator.ComparedVersion) *diff.Report {
	t.Helper()
	report, err := old.To(new)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// checkWords makes sure that no name of a schema is among the words of a text, which
// reports take for harmless.
func checkWords(t *testing.T, r *diff.Report) {
	t.Helper()
	for _, c := range r.Changes {
		for _, s := range slices.Concat(c.Text, c.Old, c.New, c.Advice.Text) {
			if s.Kind == diff.Words && !harmless.MatchString(s.Text) {
				t.Errorf("%s %s: %q is not marked as code", c.Kind, c.Subject, s.Text)
			}
		}
	}
}

// harmless are words and numbers as package diff writes them: without a capital within,
// and without a mark that something could act on.
var harmless = regexp.MustCompile(`^[ ,.;:()"]*((API|[A-Z]?[a-z]+|[0-9][0-9.-]*)([ ,.;:()"]+|$))*$`)

// checkOpposite compares the kinds of changes with those of the way back.
func checkOpposite(t *testing.T, report, back *diff.Report) {
	t.Helper()
	opposites := map[diff.Kind]diff.Kind{}
	for _, pair := range [][2]diff.Kind{
		{diff.OperationAdded, diff.OperationRemoved}, {diff.OperationDeprecated, diff.OperationRestored},
		{diff.ParameterAdded, diff.ParameterRemoved}, {diff.ParameterRequired, diff.ParameterOptional},
		{diff.TypeAdded, diff.TypeRemoved}, {diff.FieldAdded, diff.FieldRemoved}, {diff.FieldNullable, diff.FieldNotNull},
		{diff.FieldRequired, diff.FieldOptional}, {diff.FieldDeprecated, diff.FieldRestored}, {diff.MemberAdded, diff.MemberRemoved},
		{diff.ValueAdded, diff.ValueRemoved}, {diff.ScopeAdded, diff.ScopeRemoved}, {diff.ModeLost, diff.ModeRegained},
		{diff.GoAdded, diff.GoRemoved},
	} {
		opposites[pair[0]], opposites[pair[1]] = pair[1], pair[0]
	}
	opposites[diff.ValueUnlisted] = diff.ValueAdded
	var there, andBack []string
	for _, c := range report.Changes {
		kind := c.Kind
		if opposite, ok := opposites[kind]; ok {
			kind = opposite
		}
		there = append(there, string(kind))
	}
	for _, c := range back.Changes {
		andBack = append(andBack, string(c.Kind))
	}
	slices.Sort(there)
	slices.Sort(andBack)
	if !slices.Equal(there, andBack) {
		t.Errorf("the way back has other changes than the opposite ones:\n%q\n%q\n%s", there, andBack, showReport(back))
	}
}

// diffKinds reads the kinds out of their declarations.
func diffKinds(t *testing.T) []diff.Kind {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "compare/diff/report.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []diff.Kind
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ident, isKind := specType(spec, ok); isKind && ident.Name == "Kind" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, diff.Kind(text))
		}
		return true
	})
	if len(kinds) < 40 {
		t.Fatalf("only the kinds %q", kinds)
	}
	return kinds
}

func specType(spec *ast.ValueSpec, ok bool) (*ast.Ident, bool) {
	if !ok || spec.Type == nil {
		return nil, false
	}
	ident, isIdent := spec.Type.(*ast.Ident)
	return ident, isIdent
}

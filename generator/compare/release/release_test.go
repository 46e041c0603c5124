package release

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

const history = `# Changes

How this is filled.

## Unreleased

### Added

- A fake server.

### Fixed

<!-- nothing yet -->

## v0.3.0 - 2026-02-12

### Added

- Everything.

` + "```" + `
## Unreleased
` + "```" + `
`

// added is a report with one change.
func added(effect diff.Effect) *diff.Report {
	return &diff.Report{
		Old: diff.Side{Name: "a", Operations: 1}, New: diff.Side{Name: "b", Operations: 2},
		Changes: []diff.Change{{
			Kind: diff.OperationAdded, Group: diff.Operations, Effect: effect,
			Subject: "GET /me", Text: diff.Textf("There is a new operation, %s.", "GET /me"),
		}},
		Overrides: []diff.Override{{Message: "for maintainers only"}},
	}
}

func TestMake(t *testing.T) {
	plain := strings.Replace(history, "- A fake server.\n", "", 1)
	tests := []struct {
		name  string
		in    Input
		want  string // version; empty for nothing to release
		step  diff.Step
		notes []string // parts of the notes, in their order
		none  []string // what is not in them
	}{
		{
			name: "the first", in: Input{Changelog: history},
			want: "v0.1.0", step: diff.Minor, notes: []string{"### Added\n\n- A fake server.\n"}, none: []string{"Fixed", "nothing yet", "Everything"},
		},
		{
			name: "the first, without a word", in: Input{Changelog: plain},
			want: "v0.1.0", step: diff.Minor, notes: []string{"See CHANGELOG.md.\n"},
		},
		{
			name: "nothing at all", in: Input{Since: "v0.3.0", Report: &diff.Report{}, Changelog: plain},
		},
		{
			name: "changes without effect", in: Input{Since: "v0.3.0", Report: added(diff.None), Changelog: plain},
		},
		{
			name: "entries", in: Input{Since: "v0.3.0", Report: &diff.Report{}, Changelog: history},
			want: "v0.3.1", step: diff.Patch, notes: []string{"- A fake server."}, none: []string{"## " + "Nothing"},
		},
		{
			name: "asked for", in: Input{Since: "v0.3.0", Report: &diff.Report{}, AtLeast: diff.Minor, Changelog: plain},
			want: "v0.4.0", step: diff.Minor, notes: []string{"See CHANGELOG.md.\n"},
		},
		{
			name: "a report and entries", in: Input{Since: "v0.3.0", Report: added(diff.Additive), Changelog: history},
			want: "v0.4.0", step: diff.Minor, notes: []string{"- A fake server.", "v0.3.0", "v0.4.0", "GET /me"}, none: []string{"maintainers only", "makes no promises"},
		},
		{
			name: "breaking on version 0", in: Input{Since: "v0.3.0", Report: added(diff.Compile), Changelog: plain},
			want: "v0.4.0", step: diff.Major, notes: []string{"GET /me", "Version 0 makes no promises yet"},
		},
		{
			name: "less asked for than there is", in: Input{Since: "v1.3.0", Report: added(diff.Additive), AtLeast: diff.Patch, Changelog: plain},
			want: "v1.4.0", step: diff.Minor, notes: []string{"GET /me"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.in.Date, test.in.Module = "2026-11-22", "example.com/m"
			plan, err := Make(test.in)
			if test.want == "" {
				if !errors.Is(err, ErrNothing) {
					t.Fatalf("got %+v and error %v, want ErrNothing", plan, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if plan.Version != test.want || plan.Step != test.step {
				t.Errorf("got %s by %s, want %s by %s", plan.Version, plan.Step, test.want, test.step)
			}
			rest := plan.Notes
			for _, part := range test.notes {
				_, after, ok := strings.Cut(rest, part)
				if !ok {
					t.Fatalf("notes lack %q, or in that place:\n%s", part, plan.Notes)
				}
				rest = after
			}
			for _, part := range test.none {
				if strings.Contains(plan.Notes, part) {
					t.Errorf("notes have %q:\n%s", part, plan.Notes)
				}
			}
		})
	}
}

func TestMakeRefuses(t *testing.T) {
	tests := []struct {
		name string
		in   Input
		want string
	}{
		{"no change log", Input{}, `CHANGELOG.md: has no heading "## Unreleased", under which changes are noted; add it above the versions`},
		{"only in code", Input{Changelog: "```\n## Unreleased\n```\n"}, `CHANGELOG.md: has no heading "## Unreleased", under which changes are noted; add it above the versions`},
		{"twice", Input{Changelog: "## Unreleased\n## [Unreleased]\n"}, `CHANGELOG.md: has two headings "## Unreleased"; leave one`},
		{"below", Input{Changelog: "## v0.1.0 - 2026-01-01\n## Unreleased\n"}, `CHANGELOG.md: the heading "## Unreleased" stands below that of v0.1.0; move it up`},
		{"released before", Input{Since: "v0.2.0", AtLeast: diff.Minor, Changelog: history}, "CHANGELOG.md: has a section of v0.3.0 already"},
		{"a path of version 1", Input{Since: "v1.2.0", Report: added(diff.Compile), Changelog: history}, "v2.0.0 cannot be released under the module path example.com/m; a path that ends with /v2 belongs to it"},
		{"no version", Input{Since: "v1.2.0-3-gabc-dirty", Changelog: history}, `"v1.2.0-3-gabc-dirty" is not a version of the form v1.2.3`},
	}
	for _, test := range tests {
		test.in.Date, test.in.Module = "2026-11-22", "example.com/m"
		plan, err := Make(test.in)
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %+v and error %v, want %q", test.name, plan, err, test.want)
		}
	}
}

func TestChangelog(t *testing.T) {
	const want = `# Changes

How this is filled.

## Unreleased

## v0.4.0 - 2026-11-22

About it.

### Added

- A fake server.

## v0.3.0 - 2026-02-12

### Added

- Everything.

` + "```" + `
## Unreleased
` + "```" + `
`
	log, err := ParseChangelog(history)
	if err != nil {
		t.Fatal(err)
	}
	got, err := log.Release("v0.4.0", "2026-11-22", "About it.")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("change log (-want +got):\n%s", diff)
	}
	// What was written can be read again, and has nothing to release.
	if log, err = ParseChangelog(got); err != nil || log.Entries() != "" {
		t.Errorf("afterwards there are entries %q (%v)", log.Entries(), err)
	}
	// The shortest one.
	if log, err = ParseChangelog("## Unreleased"); err != nil {
		t.Fatal(err)
	}
	if got, err = log.Release("v0.1.0", "2026-11-22", ""); err != nil || got != "## Unreleased\n\n## v0.1.0 - 2026-11-22\n" {
		t.Errorf("shortest: got %q (%v)", got, err)
	}
}

func TestEntries(t *testing.T) {
	for text, want := range map[string]string{
		"- One.\n":                                 "- One.",
		"\r\n- One.\r\n":                           "- One.",
		"### Added\n\n### Fixed\n- One.\n":         "### Fixed\n\n- One.",
		"- One.\n\n### Added\n\n- Two.\n  More.\n": "- One.\n\n### Added\n\n- Two.\n  More.",
		"<!-- - One. -->\n":                        "",
		"- One. <!-- not\nclosed":                  "- One. ",
		"":                                         "",
	} {
		log, err := ParseChangelog("## [Unreleased]\n" + text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		} else if got := log.Entries(); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

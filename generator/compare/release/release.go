package release

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
)

// Input is what a release is decided on.
type Input struct {
	Since     string       // the version before, or "" before the first one
	Report    *diff.Report // what changed since then; nil before the first one
	AtLeast   diff.Step    // the least step, if a maintainer asks for one; otherwise NoStep or ""
	Changelog string       // CHANGELOG.md
	Date      string       // YYYY-MM-DD
	Module    string       // the module path of go.mod
}

// Plan is a release that only has to be carried out.
type Plan struct {
	Version   string
	Step      diff.Step // from the version before, before the rule of version 0
	Notes     string    // in Markdown: what people wrote, and the report
	Changelog string    // CHANGELOG.md with the version in it
}

// ErrNothing says that nothing has changed since the version before.
var ErrNothing = errors.New("nothing to release")

// Make plans the next release. The step is the largest of that of the report, the one
// that was asked for, and a patch if there are entries in the change log.
func Make(in Input) (*Plan, error) {
	log, err := ParseChangelog(in.Changelog)
	if err != nil {
		return nil, fmt.Errorf("CHANGELOG.md: %w", err)
	}
	entries := log.Entries()
	step := larger(diff.NoStep, in.AtLeast)
	if entries != "" {
		step = larger(step, diff.Patch)
	}
	if in.Report != nil {
		step = larger(step, in.Report.Step())
	}
	if in.Since == "" {
		step = diff.Minor
	}
	if step == diff.NoStep {
		return nil, ErrNothing
	}
	p := &Plan{Step: step}
	if p.Version, err = Next(in.Since, step); err != nil {
		return nil, err
	}
	if err := checkModule(in.Module, p.Version); err != nil {
		return nil, err
	}
	full, short, err := describe(in, p.Version)
	if err != nil {
		return nil, err
	}
	p.Notes = notes(entries, full)
	if p.Changelog, err = log.Release(p.Version, in.Date, short); err != nil {
		return nil, fmt.Errorf("CHANGELOG.md: %w", err)
	}
	return p, nil
}

// describe renders the report twice: whole, and as a summary. Both are empty if there
// is nothing in it.
func describe(in Input, version string) (full, short string, err error) {
	if in.Report == nil || len(in.Report.Changes) == 0 {
		return "", "", nil
	}
	named := *in.Report
	named.Old.Name, named.New.Name = in.Since, version
	// Its troubles and overrides are for maintainers.
	named.Overrides, named.Findings = nil, nil
	var out strings.Builder
	if err := report.Markdown(&out, &named); err != nil {
		return "", "", err
	}
	full = strings.TrimSpace(out.String())
	short = summary(full, in.Since)
	if named.Step() == diff.Major && semver.Major(version) == "v0" {
		full += "\n\nVersion 0 makes no promises yet: what is a major step later is a minor one here."
	}
	return full, short, nil
}

// summary takes the verdict of a report, its counts, and the breaking changes with
// their advice. The step is left out, because the version shows it.
func summary(markdown, since string) string {
	head, sections, _ := strings.Cut(markdown, "\n### ")
	var lines []string
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "|") || line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		if title, ok := strings.CutPrefix(line, "## "); ok {
			line, _, _ = strings.Cut(title, " Step: ")
		}
		lines = append(lines, line)
	}
	text := strings.TrimSpace("### Since " + since + "\n\n" + strings.Join(lines, "\n"))
	if strings.HasPrefix(sections, report.BreakingTitle) {
		breaking, _, _ := strings.Cut(sections, "\n### ")
		text += "\n\n#### " + strings.TrimSpace(breaking)
	}
	return text
}

func notes(entries, report string) string {
	var parts []string
	for _, part := range []string{entries, report} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "See CHANGELOG.md.\n"
	}
	return strings.Join(parts, "\n\n") + "\n"
}

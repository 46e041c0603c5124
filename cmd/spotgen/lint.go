package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/cli"
)

func lintCommand() cli.Command {
	return cli.Command{
		Name:    "lint",
		Summary: "list overrides that no longer fit, and parts of the schema that may cause trouble",
		Details: `The list begins with overrides that no longer fit. Some are unnecessary, because
Spotify has corrected its schema. Others no longer match anything, or not the
part that they expect. Then come parts of the schema that the client lacks, or
has as raw JSON or by another name, and parts that are known to cause
trouble and that no override corrects. Each has an action, to be pasted at the
end of the file that it names. Check the evidence in the action, and add more.

Some findings need the descriptions of the schema, which the repository does not
keep. To have them, give --spec the file as it is published; update uses them.

The exit code is 0 if there is nothing to list, and 1 otherwise. JSON is an
object with two arrays, whose objects always have all of their keys:

  stale     file, line, column   of the override
            staleness            unnecessary or unmatched
            message              what happened, and what to do
  findings  file, line, column   in the schema, or in the override that made the part
            rule                 as in the list below
            pointer              JSON pointer of the part
            message              what is wrong, and its effect
            topic                file of overrides/schema for the action
            action               YAML, or "" if no action can be suggested

` + ruleList(),
		Examples: []string{
			"spotgen lint",
			"spotgen lint --spec new.yml --since old.yml",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var l linter
			flags.StringVar(&l.spec, "spec", "", "`FILE` with the schema; by default spec/open-api-schema.yml of the repository, or the one that comes with spotgen")
			flags.StringVar(&l.overrides, "overrides", "", "`DIR` with the overrides; by default overrides of the repository, or those that come with spotgen")
			flags.StringVar(&l.since, "since", "", "`FILE` with an older schema; its findings are not listed again")
			cli.ChoiceVar(flags, &l.format, "format", []string{"text", "json"}, "form of the list")
			return func(_ context.Context, t cli.Terminal, _ []string) error { return l.run(t) }
		},
	}
}

// ruleList describes the rules, one a line.
func ruleList() string {
	var b strings.Builder
	b.WriteString("Rules:\n\n")
	for _, rule := range lint.Rules() {
		fmt.Fprintf(&b, "  %-20s %s\n", rule.Name, rule.What)
	}
	return b.String()
}

type linter struct {
	inputs
	since, format string
}

func (l *linter) run(t cli.Terminal) error {
	in, _, err := l.read()
	if err != nil {
		return err
	}
	review, problem := generator.Lint(in)
	if review == nil {
		return problem
	}
	if l.since != "" {
		if err := l.forget(review); err != nil {
			return err
		}
	}
	if err := l.print(t.Stdout, review); err != nil {
		return err
	}
	if len(review.Stale)+len(review.Lost)+len(review.Findings) == 0 {
		return problem
	}
	return errors.Join(problem, cli.Summary(fmt.Sprintf("%s that no longer fit, %s in the schema",
		count(len(review.Stale), "override"), count(len(review.Lost)+len(review.Findings), "finding"))))
}

// forget takes out of a review the findings that an older schema has as well.
func (l *linter) forget(review *generator.Review) error {
	older := l.inputs
	older.spec = l.since
	in, _, err := older.read()
	if err != nil {
		return err
	}
	before, err := generator.Lint(in)
	if before == nil {
		return err
	}
	review.Since(before)
	return nil
}

func (l *linter) print(w io.Writer, review *generator.Review) error {
	if l.format == "json" {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(listReview(review))
	}
	var b strings.Builder
	for _, d := range slices.Concat(review.Stale, review.Lost) {
		fmt.Fprintf(&b, "%s: %s: %s\n", d.Pos, d.Stale, d.Message)
	}
	for _, f := range review.Findings {
		fmt.Fprintf(&b, "%s: %s: %s\n", f.Pos, f.Rule, f.Message)
		if f.Action != "" {
			fmt.Fprintf(&b, "\n  # %s\n%s\n", f.Topic, f.Action)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reviewed is a review as the help of the command describes it.
type reviewed struct {
	Stale    []staleOverride `json:"stale"`
	Findings []finding       `json:"findings"`
}

type position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type staleOverride struct {
	position
	Staleness model.Staleness `json:"staleness"`
	Message   string          `json:"message"`
}

type finding struct {
	position
	Rule    string `json:"rule"`
	Pointer string `json:"pointer"`
	Message string `json:"message"`
	Topic   string `json:"topic"`
	Action  string `json:"action"`
}

// listReview makes lists that are never nil, which JSON would call null.
func listReview(review *generator.Review) reviewed {
	list := reviewed{[]staleOverride{}, []finding{}}
	for _, d := range slices.Concat(review.Stale, review.Lost) {
		list.Stale = append(list.Stale, staleOverride{position{d.Pos.File, d.Pos.Line, d.Pos.Col}, d.Stale, d.Message})
	}
	for _, f := range review.Findings {
		list.Findings = append(list.Findings, finding{position{f.Pos.File, f.Pos.Line, f.Pos.Col}, f.Rule, f.Pointer, f.Message, f.Topic, f.Action})
	}
	return list
}

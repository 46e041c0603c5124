package verify

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/model"
)

// Formats lists the forms of a report.
func Formats() []string { return []string{"text", "markdown", "json"} }

// Write writes a report in a form of Formats. With coverage, it has the overrides that no
// exchange needs.
func Write(w io.Writer, r *Report, format string, coverage bool) error {
	if !coverage {
		without := *r
		without.Unneeded = nil
		r = &without
	}
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(listed(r))
	case "markdown":
		_, err := io.WriteString(w, markdown(r, coverage))
		return err
	}
	_, err := io.WriteString(w, plain(r))
	return err
}

func plain(r *Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s: %s: %s %s; %s, first in %s\n", f.Pos, f.Kind.Effect(), f.Subject, f.Message, f.seen(), f.Example)
	}
	for _, u := range r.Unneeded {
		fmt.Fprintf(&b, "%s: no evidence: %s\n", u.Pos, u.Message)
	}
	return b.String()
}

// Summary says in one line what a report has.
func (r *Report) Summary() string {
	breaking := 0
	for _, f := range r.Findings {
		if f.Kind.Effect() == Breaking {
			breaking++
		}
	}
	var read []string
	if r.Answers > 0 || r.Drift == 0 {
		read = append(read, plural(r.Answers, "answer"))
	}
	if r.Drift > 0 {
		read = append(read, plural(r.Drift, "value")+" that a client has reported")
	}
	return fmt.Sprintf("%s: %s, %d of them breaking", strings.Join(read, " and "), plural(len(r.Findings), "finding"), breaking)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func markdown(r *Report, coverage bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## What traffic says\n\n%s.\n", r.Summary())
	if len(r.Findings) > 0 {
		b.WriteString("\n| effect | part of the schema | difference | seen | first in |\n|---|---|---|---|---|\n")
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", f.Kind.Effect(), code(f.Subject), cell(f.Message), strings.TrimPrefix(f.seen(), "seen "), code(f.Example.String()))
	}
	if actions := r.Suggestions(); actions != "" {
		fmt.Fprintf(&b, "\n<details><summary>Overrides that correct this</summary>\n\n```yaml\n%s```\n\n</details>\n", actions)
	}
	if coverage && len(r.Unneeded) > 0 {
		b.WriteString("\nOverrides for which these answers show no evidence:\n\n")
		for _, u := range r.Unneeded {
			fmt.Fprintf(&b, "- %s: %s\n", code(u.Pos.String()), cell(u.Message))
		}
	}
	return b.String()
}

// code writes a text as code in the cell of a table.
func code(text string) string {
	return "`" + strings.NewReplacer("`", "'", "|", `\|`, "\n", " ").Replace(text) + "`"
}

func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`").Replace(text)
}

// Suggestions returns the overlay actions that correct the schema, as they stand under
// the actions of an overlay; "" without any.
func (r *Report) Suggestions() string {
	var all []overlay.Action
	for _, f := range r.Findings {
		all = append(all, f.Actions...)
	}
	return Render(all)
}

// Overlay returns a whole overlay with the suggestions, and comments about the findings
// without one; "" without findings. Without suggestions there are only comments.
func (r *Report) Overlay() string {
	if len(r.Findings) == 0 {
		return ""
	}
	var b strings.Builder
	var all []overlay.Action
	for _, f := range r.Findings {
		all = append(all, f.Actions...)
	}
	b.WriteString(Overlay(all))
	for _, f := range r.Findings {
		if f.Actions == nil {
			fmt.Fprintf(&b, "  # No action for: %s %s; %s\n", oneLine(f.Subject), oneLine(f.Message), f.seen())
			if f.Refused != "" {
				fmt.Fprintf(&b, "  #   The generator refuses it: %s\n", oneLine(f.Refused))
			}
		}
	}
	return b.String()
}

// Overlay returns an overlay with actions; "" without any.
func Overlay(actions []overlay.Action) string {
	if len(actions) == 0 {
		return ""
	}
	return overlayHead + Render(actions)
}

const overlayHead = `# What answers of the API contradict. Check each action, and move it to the file of its
# topic.
overlay: 1.0.0
x-speakeasy-jsonpath: rfc9535
info:
  title: Traffic
  version: 1.0.0
actions:
`

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// reportJSON is a report in JSON. All keys are always there.
type reportJSON struct {
	Answers  int            `json:"answers"`
	Findings []findingJSON  `json:"findings"`
	Unneeded []unneededJSON `json:"unneeded"`
}

type positionJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type findingJSON struct {
	positionJSON
	Kind    Kind        `json:"kind"`
	Effect  string      `json:"effect"`
	Pointer string      `json:"pointer"`
	Subject string      `json:"subject"`
	Message string      `json:"message"`
	Count   int         `json:"count"`
	Of      int         `json:"of"`
	Example exampleJSON `json:"example"`
	Action  string      `json:"action"`
}

type exampleJSON struct {
	File  string `json:"file"`
	Index int    `json:"index"`
	In    string `json:"in"`
	Path  string `json:"path"`
}

type unneededJSON struct {
	positionJSON
	Target  string `json:"target"`
	Message string `json:"message"`
}

func placed(p model.Pos) positionJSON { return positionJSON{p.File, p.Line, p.Col} }

func listed(r *Report) reportJSON {
	all := reportJSON{Answers: r.Answers, Findings: []findingJSON{}, Unneeded: []unneededJSON{}}
	for _, f := range r.Findings {
		all.Findings = append(all.Findings, findingJSON{
			placed(f.Pos), f.Kind, f.Kind.Effect().String(), f.Pointer, f.Subject, f.Message, f.Count, f.Of,
			exampleJSON(f.Example), Render(f.Actions),
		})
	}
	for _, u := range r.Unneeded {
		all.Unneeded = append(all.Unneeded, unneededJSON{placed(u.Pos), u.Target, u.Message})
	}
	return all
}

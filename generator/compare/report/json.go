package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
)

// JSONSchema is the version of the form that JSON writes. It grows when a member
// changes its meaning or goes; new members alone are no new version.
const JSONSchema = 1

// The form of a report in JSON. All lists are arrays, also empty ones, and all members
// are always there, in this order.

type jsonReport struct {
	Schema    int            `json:"schema"`  // JSONSchema
	Effect    diff.Effect    `json:"effect"`  // the gravest: none, comment, additive, behaviour, compile
	Step      diff.Step      `json:"step"`    // none, patch, minor, major
	Verdict   string         `json:"verdict"` // what it means, in one sentence
	Raw       bool           `json:"raw"`     // without overrides: no Go names, no step
	Old       jsonSide       `json:"old"`
	New       jsonSide       `json:"new"`
	Counts    []jsonCount    `json:"counts"` // the changes by effect and kind
	Changes   []jsonChange   `json:"changes"`
	Overrides []jsonOverride `json:"overrides"` // those that do not fit the new schema
	Findings  []jsonFinding  `json:"findings"`  // new parts of the schema that look like trouble
}

type jsonSide struct {
	Name       string `json:"name"`
	Operations int    `json:"operations"`
	Methods    int    `json:"methods"`
	Types      int    `json:"types"`
}

type jsonCount struct {
	Kind   diff.Kind   `json:"kind"`
	Effect diff.Effect `json:"effect"`
	Number int         `json:"number"`
	Text   string      `json:"text"` // 7 operations added
}

type jsonChange struct {
	Kind     diff.Kind   `json:"kind"`    // operation-added, …
	Group    diff.Group  `json:"group"`   // operations, parameters, results, types, enums, scopes, modes, go
	Subject  string      `json:"subject"` // on the wire: GET /albums/{id}
	Old      string      `json:"old"`     // empty where a few words do not tell it
	New      string      `json:"new"`
	Effect   diff.Effect `json:"effect"`
	Step     diff.Step   `json:"step"` // that would follow from this change alone
	Text     string      `json:"text"`
	Advice   string      `json:"advice"` // empty for nothing to do
	Go       []jsonName  `json:"go"`
	Position jsonPos     `json:"position"`
}

type jsonName struct {
	Name     string `json:"name"`
	Old      string `json:"old"` // declarations; empty where there is none
	New      string `json:"new"`
	Breaking bool   `json:"breaking"`
	Why      string `json:"why"`
}

type jsonPos struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1; 0 where it is not known
	Col  int    `json:"col"`
}

type jsonOverride struct {
	Staleness model.Staleness `json:"staleness"` // unnecessary, unmatched
	Position  jsonPos         `json:"position"`
	Message   string          `json:"message"`
	Known     bool            `json:"known"` // it did not fit the old schema either
}

type jsonFinding struct {
	Rule     string  `json:"rule"`
	Position jsonPos `json:"position"`
	Pointer  string  `json:"pointer"`
	Message  string  `json:"message"`
	Topic    string  `json:"topic"`  // file of overrides/schema
	Action   string  `json:"action"` // YAML
}

// JSON renders a report for programs, in a form with a version: see JSONSchema and
// ReadJSON. Changes, overrides, and findings stand in the order of the report.
func JSON(w io.Writer, r *diff.Report) error {
	p := makePage(r)
	out := jsonReport{
		Schema: JSONSchema, Effect: p.Effect, Step: p.Step, Verdict: p.Verdict.String(), Raw: r.Raw,
		Old: jsonSide(r.Old), New: jsonSide(r.New),
		Counts: []jsonCount{}, Changes: []jsonChange{}, Overrides: []jsonOverride{}, Findings: []jsonFinding{},
	}
	for _, s := range p.Sections {
		for _, c := range s.Counts {
			out.Counts = append(out.Counts, jsonCount{Kind: c.Kind, Effect: c.Effect, Number: c.N, Text: c.Text.String()})
		}
	}
	for _, c := range r.Changes {
		names := []jsonName{}
		for _, name := range c.Go {
			names = append(names, jsonName(name))
		}
		step := c.Effect.Step()
		if r.Raw {
			step = diff.NoStep
		}
		out.Changes = append(out.Changes, jsonChange{
			Kind: c.Kind, Group: c.Group, Subject: c.Subject, Old: c.Old.String(), New: c.New.String(), Effect: c.Effect, Step: step,
			Text: c.Text.String(), Advice: c.Advice.Text.String(), Go: names, Position: jsonPos(c.Pos),
		})
	}
	for _, o := range r.Overrides {
		out.Overrides = append(out.Overrides, jsonOverride{o.Staleness, jsonPos(o.Pos), o.Message, o.Known})
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, jsonFinding{f.Rule, jsonPos(f.Pos), f.Pointer, f.Message, f.Topic, f.Action})
	}

	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeUnprintable(buffer.String()))
	return err
}

// escapeUnprintable escapes what encoding/json leaves as it is and a terminal might
// act on. All of it stands inside of strings.
func escapeUnprintable(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// ReadJSON reads what JSON has written. It is the report that was written, but for
// bytes that are no UTF-8, with nil for empty lists, and without Since, which only the
// sentence of a change tells. All texts are unmarked, and all advice is of the kind
// diff.Do. Members that it does not know are left alone; another version of the form is
// an error.
func ReadJSON(in io.Reader) (*diff.Report, error) {
	var read jsonReport
	decoder := json.NewDecoder(in)
	if err := decoder.Decode(&read); err != nil {
		return nil, fmt.Errorf("reading a report: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("reading a report: there is something after it")
	}
	if read.Schema != JSONSchema {
		return nil, errors.New("reading a report: it has the form " + strconv.Itoa(read.Schema) + ", not " + strconv.Itoa(JSONSchema))
	}
	r := &diff.Report{Old: diff.Side(read.Old), New: diff.Side(read.New), Raw: read.Raw}
	for _, c := range read.Changes {
		change := diff.Change{
			Kind: c.Kind, Group: c.Group, Subject: c.Subject, Old: readText(c.Old), New: readText(c.New), Effect: c.Effect,
			Text: readText(c.Text), Advice: readAdvice(c.Advice), Pos: model.Pos(c.Position),
		}
		for _, name := range c.Go {
			change.Go = append(change.Go, diff.GoName(name))
		}
		r.Changes = append(r.Changes, change)
	}
	for _, o := range read.Overrides {
		r.Overrides = append(r.Overrides, diff.Override{Staleness: o.Staleness, Pos: model.Pos(o.Position), Message: o.Message, Known: o.Known})
	}
	for _, f := range read.Findings {
		r.Findings = append(r.Findings, lint.Finding{Rule: f.Rule, Pos: model.Pos(f.Position), Pointer: f.Pointer, Message: f.Message, Topic: f.Topic, Action: f.Action})
	}
	return r, nil
}

// readAdvice makes an advice of its sentence.
func readAdvice(sentence string) diff.Advice {
	if sentence == "" {
		return diff.Advice{}
	}
	return diff.Advice{Kind: diff.Do, Text: readText(sentence)}
}

// readText makes a text of which nothing is known but the words.
func readText(words string) diff.Text {
	if words == "" {
		return nil
	}
	return diff.Text{{Text: words, Kind: diff.Unmarked}}
}

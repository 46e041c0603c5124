package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/cli"
)

func opsCommand() cli.Command {
	return cli.Command{
		Name:    "ops",
		Summary: "list the operations and the Go methods that they become",
		Details: `On a terminal, the list is a table with the operations and their Go methods. It
is 80 columns wide, or as many as COLUMNS says. --wide adds limits in
development mode, deprecations, and scopes. Elsewhere, the list is TSV: a line
for each method, sorted by path, with tabs between its values. The first line
has the names of the columns. The values are as in JSON, but development and
scopes are texts.

JSON is an array with an object for each method, sorted by path. Each object has
all of these keys:

  method        GET
  path          /albums/{id}
  operation_id  of the schema
  go_method     Albums.Get
  scopes        all       each of these is needed
                any       one of these, depending on the visibility of the playlist
                optional  not needed, but the answer holds more
                by_kind   object: needed for the kinds of URIs in the request
  development   available whether apps in development mode may use it
                lost_on   since when they may not, YYYY-MM-DD, or ""
                note      limits that apply, or ""
  deprecated    true or false
  replacement   Go method to use instead, or ""`,
		Examples: []string{
			"spotgen ops --wide",
			"spotgen ops --format json",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var l lister
			l.declare(flags)
			cli.ChoiceVar(flags, &l.format, "format", []string{"auto", "table", "tsv", "json"}, "form of the list; auto is a table on a terminal, and TSV otherwise")
			flags.BoolVar(&l.wide, "wide", false, "list everything in a table, however wide it becomes")
			return func(_ context.Context, t cli.Terminal, _ []string) error { return l.run(t) }
		},
	}
}

type lister struct {
	inputs
	format string
	wide   bool
}

func (l *lister) run(t cli.Terminal) error {
	if l.wide && (l.format == "tsv" || l.format == "json") {
		return cli.Usagef("--wide is for tables; --format %s lists everything anyway", l.format)
	}
	read, options, err := l.read()
	if err != nil {
		return err
	}
	api, warnings, err := generator.Model(read, options)
	if err != nil {
		return err
	}
	l.warn(t, warnings)
	list := listOps(api)
	switch {
	case l.format == "json":
		encoder := json.NewEncoder(t.Stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(list)
	case l.wide:
		return printWide(t.Stdout, list)
	case l.format == "table", l.format == "auto" && t.Columns > 0:
		return printTable(t.Stdout, list, cmp.Or(t.Columns, 80))
	}
	return printTSV(t.Stdout, list)
}

// op is an operation as its help describes it.
type op struct {
	Method      string      `json:"method"`
	Path        string      `json:"path"`
	OperationID string      `json:"operation_id"`
	GoMethod    string      `json:"go_method"`
	Scopes      opScopes    `json:"scopes"`
	Development opAvailable `json:"development"`
	Deprecated  bool        `json:"deprecated"`
	Replacement string      `json:"replacement"`
}

type opScopes struct {
	All      []string          `json:"all"`
	Any      []string          `json:"any"`
	Optional []string          `json:"optional"`
	ByKind   map[string]string `json:"by_kind"`
}

type opAvailable struct {
	Available bool   `json:"available"`
	LostOn    string `json:"lost_on"`
	Note      string `json:"note"`
}

// listOps lists all methods by path, HTTP method and name.
func listOps(api *model.API) []op {
	list := []op{}
	for _, o := range api.Operations() {
		list = append(list, op{
			Method:      o.Method,
			Path:        o.Path,
			OperationID: o.ID,
			GoMethod:    o.QualifiedName(),
			Scopes:      listScopes(o.Scopes),
			Development: opAvailable{
				Available: o.Development.Removed == "",
				LostOn:    o.Development.Removed,
				Note:      o.Development.Note,
			},
			Deprecated:  o.Deprecated,
			Replacement: o.Replacement,
		})
	}
	slices.SortFunc(list, func(a, b op) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method), cmp.Compare(a.GoMethod, b.GoMethod))
	})
	return list
}

// listScopes makes lists that are never nil, which JSON would call null.
func listScopes(rule model.ScopeRule) opScopes {
	scopes := opScopes{
		All:      append([]string{}, rule.All...),
		Any:      append([]string{}, rule.Any...),
		Optional: append([]string{}, rule.Optional...),
		ByKind:   map[string]string{},
	}
	for _, k := range rule.ByKind {
		scopes.ByKind[k.Kind] = k.Scope
	}
	return scopes
}

// printTable prints what fits on a screen.
func printTable(w io.Writer, list []op, columns int) error {
	rows := [][]string{{"METHOD", "PATH", "GO METHOD", "DEV"}}
	for _, o := range list {
		development := "yes"
		if !o.Development.Available {
			development = "no"
		}
		rows = append(rows, []string{o.Method, o.Path, o.GoMethod, development})
	}
	const path, gap, least = 1, 2, 16
	room := columns
	for i := range rows[0] {
		if i != path {
			room -= widest(rows, i)
		}
	}
	room = max(room-gap*(len(rows[0])-1), least)
	table := tabwriter.NewWriter(w, 0, 0, gap, ' ', 0)
	for _, row := range rows {
		row[path] = shorten(row[path], room)
		fmt.Fprintln(table, strings.Join(row, "\t"))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "\nDEV: whether apps in development mode may use it. See --wide for limits there,\ndeprecations, and scopes.\n")
	return err
}

// widest returns the width of a column.
func widest(rows [][]string, column int) int {
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row[column]))
	}
	return width
}

// shorten leaves out the middle of a text that is too wide. The end of a path tells more
// than what is before it.
func shorten(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	head := (width - 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(width-1-head):])
}

// printWide prints everything but the operation IDs in a table.
func printWide(w io.Writer, list []op) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "METHOD\tPATH\tGO METHOD\tDEVELOPMENT MODE\tDEPRECATED\tSCOPES")
	for _, o := range list {
		fmt.Fprintln(table, strings.Join([]string{o.Method, o.Path, o.GoMethod, o.Development.text(), o.deprecation(), cmp.Or(o.Scopes.text(), "-")}, "\t"))
	}
	return table.Flush()
}

// printTSV prints everything for other programs.
func printTSV(w io.Writer, list []op) error {
	var b strings.Builder
	b.WriteString("method\tpath\toperation_id\tgo_method\tdevelopment\tdeprecated\treplacement\tscopes\n")
	for _, o := range list {
		values := []string{o.Method, o.Path, o.OperationID, o.GoMethod, o.Development.text(), strconv.FormatBool(o.Deprecated), o.Replacement, o.Scopes.text()}
		for i, value := range values {
			values[i] = strings.Join(strings.Fields(value), " ") // no tabs, no line breaks
		}
		b.WriteString(strings.Join(values, "\t") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (a opAvailable) text() string {
	text := "yes"
	if !a.Available {
		text = "not since " + a.LostOn
	}
	if a.Note != "" {
		text += " (" + strings.TrimSuffix(strings.Join(strings.Fields(a.Note), " "), ".") + ")"
	}
	return text
}

func (o op) deprecation() string {
	switch {
	case o.Replacement != "":
		return "use " + o.Replacement
	case o.Deprecated:
		return "yes"
	}
	return "-"
}

func (s opScopes) text() string {
	var parts []string
	if len(s.All) > 0 {
		parts = append(parts, strings.Join(s.All, ", "))
	}
	if len(s.Any) > 0 {
		parts = append(parts, "one of "+strings.Join(s.Any, ", "))
	}
	if len(s.Optional) > 0 {
		parts = append(parts, "optional "+strings.Join(s.Optional, ", "))
	}
	parts = append(parts, s.kinds()...)
	return strings.Join(parts, "; ")
}

// kinds groups kinds by scope: user-follow-modify for artist, user
func (s opScopes) kinds() []string {
	byScope := map[string][]string{}
	for kind, scope := range s.ByKind {
		byScope[scope] = append(byScope[scope], kind)
	}
	var parts []string
	for scope, kinds := range byScope {
		slices.Sort(kinds)
		parts = append(parts, scope+" for "+strings.Join(kinds, ", "))
	}
	slices.Sort(parts)
	return parts
}

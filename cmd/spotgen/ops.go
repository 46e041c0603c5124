package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/cli"
)

func opsCommand() cli.Command {
	return cli.Command{
		Name:    "ops",
		Summary: "list the operations and the Go methods that they become",
		Details: `JSON is an array with an object for each method, by path. Its keys, all of them
always present:

  method        GET
  path          /albums/{id}
  operation_id  of the schema
  go_method     Albums.Get
  scopes        all       each of these is needed
                any       one of these, depending on the visibility of the playlist
                optional  not needed, but the answer is fuller
                by_kind   object: needed for the kinds of URIs in the request
  development   available whether apps in development mode may use it
                lost_on   since when they may not, YYYY-MM-DD, or ""
                note      limits that apply, or ""
  deprecated    true or false
  replacement   Go method to use instead, or ""`,
		Setup: func(flags *flag.FlagSet) cli.Action {
			var in inputs
			var format string
			in.declare(flags)
			cli.ChoiceVar(flags, &format, "format", []string{"text", "json"}, "form of the list")
			return func(_ context.Context, t cli.Terminal, _ []string) error { return ops(t, in, format) }
		},
	}
}

func ops(t cli.Terminal, in inputs, format string) error {
	read, options, err := in.read()
	if err != nil {
		return err
	}
	api, warnings, err := generator.Model(read, options)
	if err != nil {
		return err
	}
	in.warn(t, warnings)
	list := listOps(api)
	if format == "json" {
		encoder := json.NewEncoder(t.Stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(list)
	}
	return printOps(t.Stdout, list)
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

func printOps(w io.Writer, list []op) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "METHOD\tPATH\tGO METHOD\tDEVELOPMENT MODE\tDEPRECATED\tSCOPES")
	for _, o := range list {
		fmt.Fprintln(table, strings.Join([]string{o.Method, o.Path, o.GoMethod, o.Development.text(), o.deprecation(), o.Scopes.text()}, "\t"))
	}
	return table.Flush()
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
	if len(parts) == 0 {
		return "-"
	}
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

package resolve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// Text is a hand-written input: overrides/names.yml or overrides/docs.yml.
type Text struct {
	Name string // as diagnostics show it
	Data []byte
}

// sections is a file of the form section → key → value that knows where each
// entry stands and which entries have been used, because an entry that is of
// no use is a mistake: the schema moved away from under it.
type sections struct {
	file    string
	entries map[string]map[string]*entry
}

type entry struct {
	value *yaml.Node
	pos   model.Pos
	used  bool
}

// parseSections reads a file whose sections are among the known ones.
func parseSections(text Text, known []string, diags *model.Diagnostics) sections {
	s := sections{file: text.Name, entries: map[string]map[string]*entry{}}
	root, err := parseYAML(text.Data)
	if err != nil {
		pos, message := yamlError(text.Name, err)
		diags.Errorf(pos, "not YAML: %s", message)
		return s
	}
	if root == nil || root.Tag == "!!null" {
		return s
	}
	if root.Kind != yaml.MappingNode {
		diags.Errorf(s.at(root), "must be a mapping with the sections %s", strings.Join(known, ", "))
		return s
	}
	first := map[string]model.Pos{}
	for key, value := range pairs(root) {
		if !slices.Contains(known, key.Value) {
			diags.Errorf(s.at(key), "unknown section %q; the sections are %s", key.Value, strings.Join(known, ", "))
			continue
		}
		if pos, ok := first[key.Value]; ok {
			diags.Errorf(s.at(key), "the section %q stands here twice, first at %s; join them", key.Value, pos)
			continue
		}
		first[key.Value] = s.at(key)
		section := map[string]*entry{}
		s.entries[key.Value] = section
		switch {
		case value.Tag == "!!null":
			continue
		case key.Value == packageSection:
			section[""] = &entry{value: value, pos: s.at(key)}
			continue
		case value.Kind != yaml.MappingNode:
			diags.Errorf(s.at(value), "section %q must be a mapping", key.Value)
			continue
		}
		for key, value := range pairs(value) {
			if first, ok := section[key.Value]; ok {
				diags.Errorf(s.at(key), "%q stands here twice, first at %s; remove one", key.Value, first.pos)
				continue
			}
			section[key.Value] = &entry{value: value, pos: s.at(key)}
		}
	}
	return s
}

// packageSection is the only section that is a text and not a mapping.
const packageSection = "package"

// parseYAML returns the top node of a document, or nil if there is none. The
// parser promises errors; a panic of it must not take the command down.
func parseYAML(data []byte) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the parser failed: %v", r)
		}
	}()
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// yamlError takes the line out of an error of the YAML parser.
func yamlError(file string, err error) (model.Pos, string) {
	pos := model.Pos{File: file}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		digits, text, _ := strings.Cut(rest, ": ")
		if line, err := strconv.Atoi(digits); err == nil {
			pos.Line, message = line, text
		}
	}
	// Of these, the parser counts lines from 0.
	switch message {
	case "did not find expected key", "did not find expected '-' indicator",
		"did not find expected ',' or ']'", "did not find expected ',' or '}'":
		pos.Line++
	}
	return pos, message
}

func (s sections) at(n *yaml.Node) model.Pos {
	return model.Pos{File: s.file, Line: n.Line, Col: n.Column}
}

// get returns an entry and marks it as used; nil if there is none.
func (s sections) get(section, key string) *entry {
	e := s.entries[section][key]
	if e != nil {
		e.used = true
	}
	return e
}

// stale reports every entry that has not been used.
func (s sections) stale(warn bool, diags *model.Diagnostics) {
	for section, entries := range s.entries {
		for key, e := range entries {
			if e.used {
				continue
			}
			*diags = append(*diags, model.Diagnostic{Pos: e.pos, Warning: warn, Stale: model.Unmatched, Message: fmt.Sprintf(
				"%s: %q matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry", section, key)})
		}
	}
}

// pairs iterates over the keys and values of a mapping.
func pairs(mapping *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for i := 0; i+1 < len(mapping.Content); i += 2 {
			if !yield(mapping.Content[i], mapping.Content[i+1]) {
				return
			}
		}
	}
}

// names is overrides/names.yml: the exceptions from the rules of naming, each
// with its reason, and the former names of types:
//
//	methods:
//	  GET /search: {name: Query, because: Search.List would not say that it takes a query}
//	formerly:
//	  Track: {name: TrackModel, because: renamed by the schema of 2026-03-01}
type names struct {
	sections
	staleAsWarning bool
}

func parseNames(text Text, staleAsWarning bool, diags *model.Diagnostics) names {
	n := names{parseSections(text, []string{"services", "methods", "requests", "options", "results", "types", formerly}, diags), staleAsWarning}
	for section, entries := range n.entries {
		for key, e := range entries {
			if fields := n.fields(e); fields["name"] == "" || fields["because"] == "" {
				diags.Errorf(e.pos, "%s: %q needs a name and a reason: {name: …, because: …}", section, key)
			}
		}
	}
	return n
}

// formerly is the section of the former names of types in Go, by these names.
const formerly = "formerly"

func (n names) fields(e *entry) map[string]string {
	fields := map[string]string{}
	if e.value.Kind == yaml.MappingNode {
		for key, value := range pairs(e.value) {
			fields[key.Value] = value.Value
		}
	}
	return fields
}

// name returns the exception for a key, or the name by rule. An exception
// that says what the rule says is not needed, or no longer.
func (n names) name(section, key, byRule string, diags *model.Diagnostics) string {
	e := n.get(section, key)
	if e == nil {
		return byRule
	}
	name := n.fields(e)["name"]
	if name == byRule {
		*diags = append(*diags, model.Diagnostic{Pos: e.pos, Warning: n.staleAsWarning, Stale: model.Unnecessary,
			Message: fmt.Sprintf("%s: %q is called %s by rule; remove the entry", section, key, name)})
	}
	return name
}

// docs is overrides/docs.yml: the doc comments. Those of operations, types,
// and services are predicates that follow the name ("returns an album …"), so
// that they stay true when a name changes; those of fields and parameters are
// sentences.
type docs struct{ sections }

func parseDocs(text Text, diags *model.Diagnostics) docs {
	d := docs{parseSections(text, []string{packageSection, "services", "operations", "parameters", "types", "fields", "getters", "values", "scopes"}, diags)}
	for section, entries := range d.entries {
		for key, e := range entries {
			if e.value.Kind != yaml.ScalarNode || e.value.Tag == "!!null" {
				diags.Errorf(e.pos, "%s must be a text", strings.TrimSuffix(fmt.Sprintf("%s: %q", section, key), `: ""`))
			}
		}
	}
	return d
}

// text returns the first text that one of the keys has in a section.
func (d docs) text(section string, keys ...string) string {
	for _, key := range keys {
		if e := d.get(section, key); e != nil {
			return strings.TrimSpace(e.value.Value)
		}
	}
	return ""
}

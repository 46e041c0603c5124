package generator

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// formerSection is the section of names.yml with the former names of types.
const formerSection = "formerly"

// wantedNames says which entries of names.yml would keep the former names of types.
func wantedNames(renamed []diff.Renaming, file string) []diff.Override {
	var wanted []diff.Override
	for _, r := range renamed {
		wanted = append(wanted, diff.Override{Staleness: model.Lost, Pos: model.Pos{File: file}, Message: fmt.Sprintf(
			"the type %s is called %s now; to keep the old name as an alias, add under %s: \"%s: {name: %s, because: …}\"", r.Old, r.New, formerSection, r.Old, r.New)})
	}
	return wanted
}

// addFormerNames adds entries to names.yml that keep the former names of types. A former name
// that is the name of a type again goes. What else is there stays as it is, to the byte.
func addFormerNames(names resolve.Text, renamed []diff.Renaming, because string) (resolve.Text, error) {
	reason, err := yaml.Marshal(because)
	if err != nil {
		return names, err
	}
	var entries []string
	again := map[string]bool{}
	for _, r := range renamed {
		entries = append(entries, fmt.Sprintf("%s: {name: %s, because: %s}", r.Old, r.New, bytes.TrimSpace(reason)))
		again[r.New] = true
	}
	var document yaml.Node
	if err := yaml.Unmarshal(names.Data, &document); err != nil {
		return names, fmt.Errorf("%s: %w", names.Name, err)
	}
	lines := strings.Split(strings.TrimRight(string(names.Data), "\n"), "\n")
	key, section := formerNames(&document)
	switch {
	case key == nil:
		lines = append(lines, "", "# Former names of types in Go, which stay as deprecated aliases.", formerSection+":")
		lines = append(lines, indented("  ", entries)...)
	case section.Kind == yaml.MappingNode && section.Style&yaml.FlowStyle == 0 && len(section.Content) > 0:
		first := section.Line - 1
		indent := strings.Repeat(" ", section.Column-1)
		for i := len(section.Content) - 2; i >= 0; i -= 2 {
			old, value := section.Content[i], section.Content[i+1]
			switch {
			case !again[old.Value]:
			case value.Style&yaml.FlowStyle == 0:
				return names, fmt.Errorf("%s:%d: cannot remove %s: write the entry on one line", names.Name, old.Line, old.Value)
			default:
				lines = slices.Delete(lines, old.Line-1, old.Line)
			}
		}
		lines = slices.Insert(lines, first, indented(indent, entries)...)
	case section.Tag == "!!null" && strings.TrimSpace(lines[key.Line-1]) == formerSection+":":
		lines = slices.Insert(lines, key.Line, indented("  ", entries)...)
	default:
		return names, fmt.Errorf("%s:%d: cannot add to %s: write each entry on a line of its own", names.Name, key.Line, formerSection)
	}
	names.Data = []byte(strings.TrimLeft(strings.Join(lines, "\n")+"\n", "\n"))
	return names, nil
}

// formerNames returns the key and the value of the section of former names; nil if there
// is none.
func formerNames(document *yaml.Node) (key, value *yaml.Node) {
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, nil
	}
	top := document.Content[0].Content
	for i := 0; i+1 < len(top); i += 2 {
		if top[i].Value == formerSection {
			return top[i], top[i+1]
		}
	}
	return nil, nil
}

func indented(by string, lines []string) []string {
	var all []string
	for _, line := range lines {
		all = append(all, by+line)
	}
	return all
}

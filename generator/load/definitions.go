package load

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// moveDefinitions makes components of the schemas that JSON Schema keeps under $defs, or
// definitions at the top, and that something refers to.
func (l *loader) moveDefinitions(root *yaml.Node) {
	names := map[*yaml.Node]string{}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if ref := member(n, "$ref"); isString(ref) {
			l.moveDefinition(root, ref, names)
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root)
	if len(names) > 0 {
		dropKeys(root, "$defs", "definitions")
	}
}

// moveDefinition gives what a reference leads to a name of a component, and lets it lead
// there.
func (l *loader) moveDefinition(root, ref *yaml.Node, names map[*yaml.Node]string) {
	pointer, err := url.PathUnescape(ref.Value)
	if err != nil || !strings.HasPrefix(pointer, "#/") {
		return
	}
	tokens := pointerTokens(pointer[1:])
	end := 0 // of the definition, after its name
	for i := range len(tokens) - 1 {
		isProperty := i > 0 && slices.Contains([]string{"properties", "schemas"}, tokens[i-1])
		if tokens[i] == "$defs" && !isProperty || i == 0 && tokens[i] == "definitions" {
			end = i + 2
		}
	}
	if end == 0 {
		return
	}
	target, owner := root, ""
	for i, token := range tokens[:end] {
		if _, target = child(target, token); target == nil {
			return // reported with the references
		}
		if i == end-3 {
			owner = token
		}
	}
	if target.Kind != yaml.MappingNode {
		return
	}
	name, moved := names[target]
	if !moved {
		schemas := l.schemasOf(root)
		name = tokens[end-1]
		if member(schemas, name) != nil {
			name = owner + name
		}
		for i := 2; member(schemas, name) != nil; i++ {
			name = owner + tokens[end-1] + strconv.Itoa(i)
		}
		schemas.Content = append(schemas.Content, l.text(target, name), target)
		names[target] = name
	}
	ref.Value = "#/components/schemas/" + escapeToken(name)
	for _, token := range tokens[end:] {
		ref.Value += "/" + escapeToken(token)
	}
}

// schemasOf returns the components that are schemas, and makes them if there are none.
func (l *loader) schemasOf(root *yaml.Node) *yaml.Node {
	at := root
	for _, key := range []string{"components", "schemas"} {
		next := member(at, key)
		if next == nil || next.Kind != yaml.MappingNode {
			dropKey(at, key)
			next = l.empty(at)
			at.Content = append(at.Content, l.text(at, key), next)
		}
		at = next
	}
	return at
}

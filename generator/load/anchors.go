package load

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// holdValues are the keys under which a schema has values, in which $anchor means nothing.
var holdValues = [...]string{"const", "default", "enum", "example", "examples"}

// followAnchors turns references to anchors (#name, of JSON Schema) into references to the
// places where these are. Of two equal anchors, the first one counts.
func (l *loader) followAnchors(root *yaml.Node) {
	places := map[string]string{}
	noteAnchors(root, "#", places)
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if ref := member(n, "$ref"); isString(ref) {
			name, local := strings.CutPrefix(ref.Value, "#")
			if place, known := places[name]; local && known {
				ref.Value = place
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root)
}

// noteAnchors notes the places of the anchors in a node.
func noteAnchors(n *yaml.Node, at string, places map[string]string) {
	if anchor := member(n, "$anchor"); isString(anchor) && anchor.Value != "" && places[anchor.Value] == "" {
		places[anchor.Value] = at
	}
	members(n, func(key, value *yaml.Node) {
		if !slices.Contains(holdValues[:], key.Value) || strings.HasSuffix(at, "/properties") {
			noteAnchors(value, at+"/"+escapeToken(key.Value), places)
		}
	})
	if n.Kind == yaml.SequenceNode {
		for i, c := range n.Content {
			noteAnchors(c, at+"/"+strconv.Itoa(i), places)
		}
	}
}

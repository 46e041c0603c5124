package load

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// followAnchors turns references to anchors (#name, of JSON Schema) into references to the
// places where these are. Of two equal anchors, the first one counts.
func (l *loader) followAnchors(root *yaml.Node) {
	places := map[string]string{}
	visitOutsideValues(root, "#", func(n *yaml.Node, at string) {
		if anchor := member(n, "$anchor"); isString(anchor) && anchor.Value != "" && places[anchor.Value] == "" {
			places[anchor.Value] = at
		}
	})
	visitOutsideValues(root, "#", func(n *yaml.Node, _ string) {
		if ref := member(n, "$ref"); isString(ref) {
			name, local := strings.CutPrefix(ref.Value, "#")
			if place, known := places[name]; local && known {
				ref.Value = place
			}
		}
	})
}

// visitOutsideValues visits a node and all in it but the values that a schema gives, in which
// $anchor and $ref mean nothing. It works before definitions are where Walk finds them.
func visitOutsideValues(n *yaml.Node, at string, visit func(n *yaml.Node, at string)) {
	visit(n, at)
	members(n, func(key, value *yaml.Node) {
		if !holdsValues(key.Value) || strings.HasSuffix(at, "/properties") {
			visitOutsideValues(value, at+"/"+escapeToken(key.Value), visit)
		}
	})
	if n.Kind == yaml.SequenceNode {
		for i, c := range n.Content {
			visitOutsideValues(c, at+"/"+strconv.Itoa(i), visit)
		}
	}
}

func holdsValues(key string) bool {
	return slices.Contains([]string{"const", "default", "enum", "example", "examples"}, key)
}

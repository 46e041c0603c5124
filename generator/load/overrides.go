package load

import (
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// Override is an action of an overlay, and what it did.
type Override struct {
	Pos     model.Pos
	Target  string // JSONPath
	Effects []Effect
}

// Effect is what an override did in one place: it merged Update into Node, or it removed
// Removed from Node, where it stood under Key, or in a list if Key is nil.
type Effect struct {
	Node, Update, Key, Removed *yaml.Node
}

func (l *loader) override(a action) Override { return Override{Pos: a.pos, Target: a.target} }

// Pointers returns the JSON pointer of each node of a tree.
func Pointers(root *yaml.Node) map[*yaml.Node]string {
	all := map[*yaml.Node]string{}
	var walk func(n *yaml.Node, pointer string)
	walk = func(n *yaml.Node, pointer string) {
		all[n] = pointer
		members(n, func(key, value *yaml.Node) { walk(value, pointer+"/"+escapeToken(key.Value)) })
		if n.Kind == yaml.SequenceNode {
			for i, c := range n.Content {
				walk(c, pointer+"/"+strconv.Itoa(i))
			}
		}
	}
	walk(root, "")
	return all
}

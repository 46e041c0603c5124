package load

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// Index knows the file, line and column of every node of a schema: the line
// of the schema itself, or that of the overlay which made or changed the node.
type Index struct {
	file string
	root *yaml.Node
	// moved holds the nodes that do not come from the schema file. All others
	// know their own line and column.
	moved map[*yaml.Node]place
}

// place is where a node of an overlay stands.
type place struct {
	pos model.Pos
	// replaced says that the node is the new value behind an older key.
	replaced bool
}

func newIndex(file string) *Index {
	return &Index{file: file, moved: map[*yaml.Node]place{}}
}

// Pos returns the place of the node at a JSON pointer (RFC 6901), such as
// /components/schemas/TrackObject/properties/id. For a member of a mapping it
// is the place of the key, unless an overlay changed the value behind a key of
// the schema. For a pointer to nothing it is the place of the nearest ancestor.
func (x *Index) Pos(pointer string) model.Pos {
	pos := model.Pos{File: x.file}
	if x.root == nil {
		return pos
	}
	pos = x.of(x.root)
	node := x.root
	for _, token := range pointerTokens(pointer) {
		key, value := child(node, token)
		if value == nil {
			break
		}
		node, pos = value, x.At(key, value)
	}
	return pos
}

// of returns the place of a node.
func (x *Index) of(n *yaml.Node) model.Pos {
	if n == nil {
		return model.Pos{File: x.file}
	}
	if p, ok := x.moved[n]; ok {
		return p.pos
	}
	return model.Pos{File: x.file, Line: n.Line, Col: n.Column}
}

// At returns the place of a member of a mapping as Pos does, or of an element of a list
// if the key is nil.
func (x *Index) At(key, value *yaml.Node) model.Pos {
	if key == nil || x.moved[value].replaced {
		return x.of(value)
	}
	return x.of(key)
}

// known reports whether the place of a node is known.
func (x *Index) known(n *yaml.Node) bool {
	_, moved := x.moved[n]
	return moved || n.Line > 0
}

// register notes that a tree was read from another file than the schema.
func (x *Index) register(file string, n *yaml.Node) {
	x.moved[n] = place{pos: model.Pos{File: file, Line: n.Line, Col: n.Column}}
	for _, c := range n.Content {
		x.register(file, c)
	}
}

// pointerTokens splits a JSON pointer into its unescaped tokens.
func pointerTokens(pointer string) []string {
	pointer = strings.TrimPrefix(pointer, "/")
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(pointer, "/")
	for i, token := range tokens {
		tokens[i] = unescapeToken(token)
	}
	return tokens
}

// unescapeToken and escapeToken convert the tokens of a JSON pointer.
func unescapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

func escapeToken(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

// child returns the member or element of a node that a token names, with its
// key node if the node is a mapping, or nils.
func child(n *yaml.Node, token string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == token {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.Content) {
			return nil, n.Content[i]
		}
	}
	return nil, nil
}

// member returns the value of a key of a mapping, or nil.
func member(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	_, value := child(n, name)
	return value
}

// members calls f for each key and value of a mapping, and does nothing for
// any other node.
func members(n *yaml.Node, f func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

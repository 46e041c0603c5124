package verify

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// tree is a schema by its JSON pointers.
type tree struct {
	root    *yaml.Node
	index   *load.Index
	schemas map[string]*schema
	// holders are the properties of the component schemas, by their names.
	byProperty map[string][]*schema
	components []string // names of the component schemas, sorted
}

func newTree(doc *load.Document) *tree {
	t := &tree{root: doc.Nodes, index: doc.Index, schemas: map[string]*schema{}, byProperty: map[string][]*schema{}}
	members(get(t.root, "components", "schemas"), func(name string, _ *yaml.Node) { t.components = append(t.components, name) })
	slices.Sort(t.components)
	load.WalkPointers(t.root, func(_ *yaml.Node, kind load.Kind, way []string) {
		if kind == load.KindSchema && len(way) > 2 && way[0] == "components" && way[len(way)-2] == "properties" {
			name := way[len(way)-1]
			t.byProperty[name] = append(t.byProperty[name], t.schema(pointer(way...)))
		}
	})
	return t
}

// members calls f for each key and value of a mapping.
func members(n *yaml.Node, f func(key string, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i].Value, n.Content[i+1])
	}
}

// get returns the node behind keys, or nil.
func get(n *yaml.Node, way ...string) *yaml.Node {
	for _, token := range way {
		if n == nil {
			return nil
		}
		var found *yaml.Node
		switch n.Kind {
		case yaml.MappingNode:
			members(n, func(key string, value *yaml.Node) {
				if key == token && found == nil {
					found = value
				}
			})
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.Content) {
				found = n.Content[i]
			}
		}
		n = found
	}
	return n
}

// text returns the scalar behind a key, or "".
func text(n *yaml.Node, key string) string {
	if v := get(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return v.Value
	}
	return ""
}

// texts returns the scalars of the list behind a key.
func texts(n *yaml.Node, key string) []string {
	var list []string
	if v := get(n, key); v != nil && v.Kind == yaml.SequenceNode {
		for _, c := range v.Content {
			list = append(list, c.Value)
		}
	}
	return list
}

// pointer makes a JSON pointer of tokens.
func pointer(way ...string) string {
	var b strings.Builder
	for _, token := range way {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// tokens splits a JSON pointer.
func tokens(pointer string) []string {
	pointer = strings.TrimPrefix(pointer, "/")
	if pointer == "" {
		return nil
	}
	list := strings.Split(pointer, "/")
	for i, token := range list {
		list[i] = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
	}
	return list
}

func (t *tree) at(pointer string) *yaml.Node { return get(t.root, tokens(pointer)...) }

// maxHops is how many references a reference may lead through.
const maxHops = 100

// resolve returns the pointer behind the references of a node, or "" if they lead nowhere.
func (t *tree) resolve(pointer string) string {
	for range maxHops {
		n := t.at(pointer)
		if n == nil {
			return ""
		}
		ref := text(n, "$ref")
		if ref == "" {
			return pointer
		}
		var local bool
		if pointer, local = refPointer(ref); !local {
			return ""
		}
	}
	return ""
}

func refPointer(ref string) (pointer string, local bool) {
	pointer, local = strings.CutPrefix(ref, "#")
	unescaped, err := url.PathUnescape(pointer)
	return unescaped, local && err == nil
}

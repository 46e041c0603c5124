package verify

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
)

func list(nodes ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: nodes}
}

// withoutWords copies a part of the schema without descriptions and examples.
func withoutWords(n *yaml.Node) *yaml.Node {
	c := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value, Style: n.Style}
	if n.Kind != yaml.MappingNode {
		for _, inner := range n.Content {
			c.Content = append(c.Content, withoutWords(inner))
		}
		return c
	}
	members(n, func(key string, inner *yaml.Node) {
		if (key == "description" || key == "example") && inner.Kind == yaml.ScalarNode {
			return
		}
		c.Content = append(c.Content, overlay.Value(key), withoutWords(inner))
	})
	return c
}

// keep returns the keys of a mapping that are there, or nil without any.
func keep(n *yaml.Node, keys ...string) *yaml.Node {
	kept := overlay.Mapping()
	for _, key := range keys {
		if v := get(n, key); v != nil {
			kept.Content = append(kept.Content, overlay.Value(key), overlay.Copy(v))
		}
	}
	if len(kept.Content) == 0 {
		return nil
	}
	return kept
}

// Render writes actions as they stand under the actions of an overlay. Updates of one
// target become one action.
func Render(actions []overlay.Action) string { return overlay.Render(merged(actions)) }

// merged puts the updates of one target together.
func merged(actions []overlay.Action) []overlay.Action {
	var all []overlay.Action
	at := map[string]int{}
	for _, a := range actions {
		i, known := at[a.Target]
		switch {
		case !known:
			at[a.Target] = len(all)
			a.Update, a.Was = overlay.Copy(a.Update), overlay.Copy(a.Was)
			all = append(all, a)
			continue
		case a.Update == nil || all[i].Update == nil:
			continue // it is removed already
		}
		first := &all[i]
		mergeNodes(first.Update, a.Update)
		switch {
		case first.Was == nil:
			first.Was = overlay.Copy(a.Was)
		case a.Was != nil:
			mergeNodes(first.Was, a.Was)
		}
		if !strings.Contains(first.Description, a.Description) {
			first.Description += "; " + a.Description
		}
		if !strings.Contains(first.Evidence, a.Evidence) {
			first.Evidence += "; " + strings.TrimPrefix(a.Evidence, evidencePrefix)
		}
	}
	return all
}

// mergeNodes adds what one mapping has and another one does not.
func mergeNodes(to, from *yaml.Node) {
	switch {
	case to.Kind == yaml.MappingNode && from.Kind == yaml.MappingNode:
		members(from, func(key string, inner *yaml.Node) {
			if old := get(to, key); old != nil {
				mergeNodes(old, inner)
				return
			}
			to.Content = append(to.Content, overlay.Value(key), overlay.Copy(inner))
		})
	case to.Kind == yaml.SequenceNode && from.Kind == yaml.SequenceNode:
		for _, c := range from.Content {
			if !hasElement(to, c) {
				to.Content = append(to.Content, overlay.Copy(c))
			}
		}
	}
}

func hasElement(list, element *yaml.Node) bool {
	for _, c := range list.Content {
		if sameNode(c, element) {
			return true
		}
	}
	return false
}

func sameNode(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Value != b.Value || a.Tag != b.Tag || len(a.Content) != len(b.Content) {
		return false
	}
	for i := range a.Content {
		if !sameNode(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}

var shorthand = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// target writes a JSON pointer of the schema as a JSONPath, or "" for a name that no
// JSONPath of ours can have. Parameters are selected by their names, which last when
// others are added before them.
func (t *tree) target(p string) string {
	path := "$"
	n := t.root
	way := tokens(p)
	for i, token := range way {
		inner := get(n, token)
		switch {
		case n != nil && n.Kind == yaml.SequenceNode && way[i-1] == "parameters":
			name := text(inner, "name")
			if name == "" || strings.ContainsAny(name, `'\`) {
				return ""
			}
			path += "[?@.name == '" + name + "'"
			for _, other := range n.Content {
				if other != inner && text(other, "name") == name {
					path += " && @.in == '" + text(inner, "in") + "'"
				}
			}
			path += "]"
		case n != nil && n.Kind == yaml.SequenceNode:
			path += "[" + token + "]"
		case shorthand.MatchString(token):
			path += "." + token
		case strings.ContainsAny(token, `'"\`):
			return ""
		default:
			path += "['" + token + "']"
		}
		n = inner
	}
	return path
}

// subject names a part of the schema for people: AlbumBase.label, GET /albums/{id} limit.
func (t *tree) subject(p string) string {
	way := tokens(p)
	if len(way) < 3 {
		return strings.Join(way, " ")
	}
	head, rest := way[2], way[3:]
	if way[0] == "paths" {
		head = strings.ToUpper(way[2]) + " " + way[1]
	}
	at := pointer(way[:3]...)
	for len(rest) > 0 {
		key := rest[0]
		next := ""
		if len(rest) > 1 {
			next = rest[1]
		}
		step := 1
		switch key {
		case "properties":
			head, step = head+"."+next, 2
		case "items":
			head += "[]"
		case "additionalProperties":
			head += "[*]"
		case "allOf", "oneOf", "anyOf":
			step = 2 // the same object
		case "content":
			step = 2
		case "responses":
			head, step = strings.TrimSuffix(head+" "+next, " "), 2
		case "parameters":
			if name := text(t.at(at+pointer(key, next)), "name"); name != "" {
				head += " " + name
			}
			step = 2
		}
		step = min(step, len(rest))
		at += pointer(rest[:step]...)
		rest = rest[step:]
	}
	return strings.TrimSuffix(head, ".")
}

package load

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// answered returns the parts of a schema that answers consist of.
func answered(root *yaml.Node) map[*yaml.Node]bool {
	parts := map[*yaml.Node]bool{}
	var enter func(n *yaml.Node)
	enter = func(n *yaml.Node) {
		if parts[n] {
			return
		}
		parts[n] = true
		if member(n, "$ref") != nil {
			if target := follow(root, n); target != n {
				enter(target)
			}
		}
		for _, c := range n.Content {
			enter(c)
		}
	}
	Walk(root, func(n *yaml.Node, kind Kind) {
		if kind == KindOperation {
			members(member(n, "responses"), func(code, answer *yaml.Node) {
				if isSuccess(code.Value) {
					enter(answer)
				}
			})
		}
	})
	return parts
}

// hiddenInAnswers tells of a schema of an answer whether its elements may be null, and
// whether it is said to be sent by clients only: types in Go show neither.
func (l *loader) hiddenInAnswers(root, n *yaml.Node, way []string, add func(kind model.HiddenKind, value string, at *yaml.Node)) {
	for _, key := range []string{"items", "additionalProperties"} {
		elements := member(n, key)
		if elements == nil || elements.Kind != yaml.MappingNode || member(n, "x-spotgen-null-elements") != nil {
			continue
		}
		value := ""
		if l.isSaid(root, elements, "nullable", 0) {
			value = "null"
		}
		add(model.NullElements, value, elements)
	}
	if len(way) > 1 && way[len(way)-2] == "properties" {
		value := ""
		if l.isSaid(root, n, "writeOnly", 0) {
			value = "writeOnly"
		}
		add(model.WriteOnly, value, n)
	}
}

// isSaid reports whether the published schema sets a flag, also in what a schema refers to
// and in the parts of its allOf.
func (l *loader) isSaid(root, n *yaml.Node, flag string, depth int) bool {
	for _, at := range []*yaml.Node{n, follow(root, n)} {
		if value := member(at, flag); value != nil && value.Value == "true" && l.isPublished(value) {
			return true
		}
	}
	parts := member(follow(root, n), "allOf")
	return parts != nil && depth < maxDepth/10 && slices.ContainsFunc(parts.Content, func(part *yaml.Node) bool {
		return l.isSaid(root, part, flag, depth+1)
	})
}

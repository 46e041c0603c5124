package lint

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

// action is an overlay action to suggest.
type action struct {
	target      string // JSONPath
	description string
	was         *yaml.Node
	update      *yaml.Node // nil for a removal
}

// render writes actions as they stand under the actions of a topic file, or nothing
// if there are none, or if one has no target that can be written.
func render(evidence string, actions []action) string {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, a := range actions {
		if a.target == "" {
			return ""
		}
		entry := object("target", a.target, "description", a.description)
		seen := value(evidence)
		seen.Style = yaml.DoubleQuotedStyle
		entry.Content = append(entry.Content, value("x-evidence"), seen)
		if a.was != nil {
			entry.Content = append(entry.Content, value("x-was"), a.was)
		}
		if a.update != nil {
			entry.Content = append(entry.Content, value("update"), a.update)
		} else {
			entry.Content = append(entry.Content, value("remove"), value(true))
		}
		list.Content = append(list.Content, entry)
	}
	if len(list.Content) == 0 {
		return ""
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(list); err != nil || encoder.Close() != nil {
		return ""
	}
	text := "  " + strings.ReplaceAll(strings.TrimRight(out.String(), "\n"), "\n", "\n  ")
	return strings.ReplaceAll(text, "\n  - target:", "\n\n  - target:") + "\n"
}

// object makes a mapping of keys and values.
func object(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, pair := range pairs {
		n.Content = append(n.Content, value(pair))
	}
	return n
}

// value makes a node of a text, a number, a boolean, a list of texts, or a node,
// which is copied.
func value(v any) *yaml.Node {
	switch v := v.(type) {
	case *yaml.Node:
		return copied(v)
	case string:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v}
	case int:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.Itoa(v)}
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}
	case []string:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
		for _, text := range v {
			n.Content = append(n.Content, value(text))
		}
		return n
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
}

// copied returns a copy of a node without comments.
func copied(n *yaml.Node) *yaml.Node {
	c := *n
	c.HeadComment, c.LineComment, c.FootComment = "", "", ""
	c.Content = nil
	for _, inner := range n.Content {
		c.Content = append(c.Content, copied(inner))
	}
	return &c
}

// wrapper makes an allOf around one reference, beside which other keys have an effect.
func wrapper(ref string) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{object("$ref", ref)}}
}

// extend returns the actions that add keys to a schema. Beside a bare reference they
// would have no effect, so that it is wrapped first.
func (s *schema) extend(p *part, description string, pairs ...any) []action {
	ref := p.text("$ref")
	if ref == "" {
		return []action{{target: s.target(p), description: description, update: object(pairs...)}}
	}
	return []action{
		{target: s.target(p, "$ref"), description: "makes room for the wrapped reference", was: value(ref)},
		{target: s.target(p), description: description, update: object(append(pairs, "allOf", wrapper(ref))...)},
	}
}

var shorthand = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// target returns the JSONPath of a part, or of what the tokens lead to from there, or
// "" for a name that no JSONPath of ours can have.
func (s *schema) target(p *part, more ...string) string {
	if p == nil {
		return ""
	}
	path := "$"
	if p.parent != nil {
		if path = s.target(p.parent); path == "" {
			return ""
		}
	}
	via := slices.Concat(p.via, more)
	switch {
	case !p.isElement():
	case p.kind == load.KindParameter:
		path += ".parameters" + s.parameterFilter(p)
		via = more
	default:
		path += "." + p.via[0] + "[" + p.via[1] + "]"
		via = more
	}
	for _, token := range via {
		switch {
		case shorthand.MatchString(token):
			path += "." + token
		case strings.ContainsAny(token, `'"\`):
			return ""
		default:
			path += "['" + token + "']"
		}
	}
	return path
}

// isElement reports whether a part stands in a list.
func (p *part) isElement() bool {
	if len(p.via) != 2 || p.parent.kind == load.KindComponents {
		return false
	}
	return slices.Contains([]string{"allOf", "oneOf", "anyOf", "parameters", "servers", "tags"}, p.via[0])
}

// parameterFilter selects a parameter from its list by its name, which lasts when
// parameters are added before it.
func (s *schema) parameterFilter(p *part) string {
	filter := func(key, text string) string {
		if text == "" || strings.ContainsAny(text, `'"\`) {
			return ""
		}
		return "@" + key + " == '" + text + "'"
	}
	if ref := filter("['$ref']", p.text("$ref")); ref != "" {
		return "[?" + ref + "]"
	}
	name := filter(".name", p.text("name"))
	if name == "" {
		return "[" + p.via[1] + "]"
	}
	for _, other := range s.children[p.parent] {
		if other != p && other.isVia("parameters") && other.text("name") == p.text("name") {
			return "[?" + name + " && " + filter(".in", p.text("in")) + "]"
		}
	}
	return "[?" + name + "]"
}

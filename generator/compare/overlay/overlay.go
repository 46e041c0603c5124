// Package overlay writes overlay actions that a command suggests, and makes the parts of
// schemas in them.
package overlay

import (
	"bytes"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// An Action corrects a part of the schema.
type Action struct {
	Target      string // JSONPath
	Description string
	Evidence    string
	Was         *yaml.Node // what is replaced or removed, or nil
	Update      *yaml.Node // nil for a removal
}

// Render writes actions as they stand under the actions of an overlay, indented by two
// spaces. It is "" without actions.
func Render(actions []Action) string {
	if len(actions) == 0 {
		return ""
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, a := range actions {
		list.Content = append(list.Content, a.node())
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(list); err != nil || encoder.Close() != nil {
		return "" // nodes that are made here can be written
	}
	text := "  " + strings.ReplaceAll(strings.TrimRight(out.String(), "\n"), "\n", "\n  ")
	return strings.ReplaceAll(text, "\n  - target:", "\n\n  - target:") + "\n"
}

func (a Action) node() *yaml.Node {
	n := Mapping("target", a.Target, "description", a.Description)
	evidence := Value(a.Evidence)
	evidence.Style = yaml.DoubleQuotedStyle
	n.Content = append(n.Content, Value("x-evidence"), evidence)
	if a.Was != nil {
		n.Content = append(n.Content, Value("x-was"), a.Was)
	}
	key, value := "update", a.Update
	if value == nil {
		key, value = "remove", Value(true)
	}
	n.Content = append(n.Content, Value(key), value)
	return n
}

// Mapping makes a mapping of keys and values, as Value makes them.
func Mapping(pairs ...any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, pair := range pairs {
		n.Content = append(n.Content, Value(pair))
	}
	return n
}

// Value makes a node of a text, a number, a boolean, a list of texts, or a node, which is
// copied. Of anything else it makes null.
func Value(v any) *yaml.Node {
	switch v := v.(type) {
	case *yaml.Node:
		return Copy(v)
	case string:
		return scalar("!!str", v)
	case int:
		return scalar("!!int", strconv.Itoa(v))
	case float64:
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if strings.Contains(text, ".") {
			return scalar("!!float", text)
		}
		return scalar("!!int", text)
	case bool:
		return scalar("!!bool", strconv.FormatBool(v))
	case []string:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
		for _, text := range v {
			n.Content = append(n.Content, Value(text))
		}
		return n
	}
	return scalar("!!null", "null")
}

func scalar(tag, text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: text}
}

// Copy copies a node without comments and places. A copy of nil is nil.
func Copy(n *yaml.Node) *yaml.Node {
	if n == nil {
		return nil
	}
	c := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value, Style: n.Style}
	for _, inner := range n.Content {
		c.Content = append(c.Content, Copy(inner))
	}
	return c
}

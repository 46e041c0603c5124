package fetch

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
)

const header = `# Reduced to its interface by "spotgen fetch": prose is left out. SOURCE beside
# this file says what was read. Do not edit; corrections go to overrides/schema.
`

// Reduce returns a schema without prose, as YAML: what is left are paths,
// parameters, schemas, types, enums, bounds, references, scopes, deprecations,
// titles, and short examples. Keys keep their order. Reducing a reduced schema
// changes nothing.
func Reduce(data []byte) ([]byte, error) {
	root, _, _, err := load.Tree(load.Source{Name: SchemaFile, Data: data})
	if err != nil {
		return nil, err
	}
	return reduce(root)
}

// reduce takes the prose out of a tree and encodes it.
func reduce(root *yaml.Node) ([]byte, error) {
	load.Walk(root, strip)
	plain(root)

	var out bytes.Buffer
	out.WriteString(header)
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return nil, fmt.Errorf("encode the reduced schema: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return nil, fmt.Errorf("encode the reduced schema: %w", err)
	}
	return out.Bytes(), nil
}

// strip takes the prose out of one object of a schema. It looks at the keys of
// the object only, so that a property or a schema whose name is a keyword, such
// as description, stays.
func strip(n *yaml.Node, kind load.Kind) {
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if keep(n, kind, key.Value, value) {
			kept = append(kept, key, value)
		}
	}
	n.Content = kept
}

// keep reports whether a key of an object belongs to the interface. It shortens
// values that stay in part.
func keep(n *yaml.Node, kind load.Kind, key string, value *yaml.Node) bool {
	switch {
	case strings.HasPrefix(key, "x-"):
		// x-spotify-docs-type has alternatives, such as "A | B".
		return terse(value) || keepTitle(value)
	case key == "description" && kind == load.KindResponse && !isRef(n):
		// OpenAPI requires this one; the empty text is valid.
		setText(value, "")
		return true
	case key == "description":
		return false
	case key == "summary" || key == "title":
		return keepTitle(value)
	case key == "example", key == "value" && kind == load.KindExample:
		return keepExample(value)
	case key == "examples":
		return keepExamples(value)
	case key == "scopes" && kind == load.KindOAuthFlow:
		for i := 1; i < len(value.Content); i += 2 {
			setText(value.Content[i], "")
		}
	}
	return true
}

func isRef(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "$ref" {
			return true
		}
	}
	return false
}

// setText makes a value a plain text.
func setText(n *yaml.Node, text string) {
	*n = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Line: n.Line, Column: n.Column}
}

// maxTitle is the length, in characters, up to which a summary is a title.
const maxTitle = 60

// keepTitle reports whether a text is a title and not a sentence.
func keepTitle(n *yaml.Node) bool {
	text := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || text == "" || utf8.RuneCountInString(text) > maxTitle ||
		strings.ContainsAny(text, "\n\r") || strings.ContainsAny(text[len(text)-1:], ".!?:;,") {
		return false
	}
	if text != n.Value {
		setText(n, text)
	}
	return true
}

// maxExample is the length in bytes up to which a text is an ID-like example.
const maxExample = 100

// keepExample reports whether an example is free of sentences.
func keepExample(n *yaml.Node) bool {
	if text := strings.TrimSpace(n.Value); n.Kind == yaml.ScalarNode && text != n.Value {
		setText(n, text) // block texts end with a line break
	}
	return terse(n)
}

// keepExamples drops the named examples that are sentences, and reports whether
// any are left.
func keepExamples(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return terse(n)
	}
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, example := n.Content[i], n.Content[i+1]
		strip(example, load.KindExample)
		if example.Kind == yaml.MappingNode && len(example.Content) > 0 {
			kept = append(kept, key, example)
		}
	}
	n.Content = kept
	return len(kept) > 0
}

// terse reports whether a value holds only numbers, booleans, and short texts
// without white space: IDs, URIs, URLs, words of enums.
func terse(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return len(n.Value) <= maxExample && strings.IndexFunc(n.Value, unicode.IsSpace) < 0
	}
	for _, c := range n.Content {
		if !terse(c) {
			return false
		}
	}
	return true
}

// plain removes comments and block texts: what is left is short enough for one
// line.
func plain(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	n.Style &^= yaml.LiteralStyle | yaml.FoldedStyle
	for _, c := range n.Content {
		plain(c)
	}
}

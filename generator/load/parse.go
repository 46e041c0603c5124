package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

const (
	// MaxBytes is the size up to which an input file is read.
	MaxBytes = 32 << 20
	// maxDepth is how deep mappings and lists may nest. The published schema
	// needs about 20 levels.
	maxDepth = 100
	// maxAliasNodes is how many nodes all aliases of a file may stand for
	// together, so that a few lines cannot grow into gigabytes.
	maxAliasNodes = 100_000
)

// parse reads one YAML document into a tree without aliases, or returns nil
// after reporting why not.
func (l *loader) parse(src Source) *yaml.Node {
	pos := model.Pos{File: src.Name}
	if len(src.Data) > MaxBytes {
		l.found.Errorf(pos, "is larger than %d MiB; a schema of this size is surely not meant", MaxBytes>>20)
		return nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(withoutVersion(src.Data)))
	document, err := decode(decoder)
	switch {
	case errors.Is(err, io.EOF):
		l.found.Errorf(pos, "is empty; is it the right file?")
		return nil
	case err != nil:
		l.found = append(l.found, yamlDiagnostic(src.Name, err))
		return nil
	}
	switch next, err := decode(decoder); {
	case err == nil && isNull(next.Content[0]): // a separator at the end
	case err == nil:
		pos.Line, pos.Col = next.Line, next.Column
		l.found.Errorf(pos, "has a second YAML document; keep one document a file")
		return nil
	case !errors.Is(err, io.EOF):
		l.found = append(l.found, yamlDiagnostic(src.Name, err))
		return nil
	}
	root := document.Content[0]
	if isNull(root) {
		l.found.Errorf(pos, "is empty; is it the right file?")
		return nil
	}
	t := &tidier{file: src.Name, isSchema: src.Name == l.index.file, mayLose: l.stale, open: map[*yaml.Node]bool{}}
	t.tidy(document, -1)
	l.found = append(l.found, t.found...)
	if t.found.Err() != nil {
		return nil
	}
	root = document.Content[0]
	if root.Kind != yaml.MappingNode {
		l.found.Errorf(t.at(root), "is not a mapping at its top but %s; is it the right file?", describe(root))
		return nil
	}
	return root
}

var yamlVersion = regexp.MustCompile(`^(\xef\xbb\xbf)?%YAML 1\.\d`)

// withoutVersion makes a comment of the line that says which version of YAML a file is in:
// the parser takes the versions for one, but knows the number of the oldest only.
func withoutVersion(data []byte) []byte {
	at := yamlVersion.FindIndex(data)
	if at == nil {
		return data
	}
	data = bytes.Clone(data)
	data[bytes.IndexByte(data[:at[1]], '%')] = '#'
	return data
}

// decode returns the next document of a YAML stream.
func decode(decoder *yaml.Decoder) (document *yaml.Node, err error) {
	// The parser promises errors; a panic of it must not take the command down.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the parser failed: %v", r)
		}
	}()
	document = &yaml.Node{}
	err = decoder.Decode(document)
	if err == nil && (document.Kind != yaml.DocumentNode || len(document.Content) != 1) {
		err = io.EOF
	}
	return document, err
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// yamlDiagnostic turns an error of the YAML parser, which has the line in its
// text, into a diagnostic.
func yamlDiagnostic(file string, err error) model.Diagnostic {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	pos := model.Pos{File: file}
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		pos.Line, _ = strconv.Atoi(m[1])
		text = text[len(m[0]):]
	}
	return model.Diagnostic{Pos: pos, Message: "is not YAML: " + text}
}

// tidier checks a fresh tree for what YAML allows but no schema should have,
// and replaces aliases by copies of what they stand for.
type tidier struct {
	file string
	// isSchema says that the file is one of others, of which what can be read counts. The
	// authors of overrides want to know of a slip.
	isSchema bool
	mayLose  bool // whether what the schema loses is a warning
	found    model.Diagnostics

	open   map[*yaml.Node]bool // the nodes around the current one
	copied int

	isTooDeep bool
}

func (t *tidier) at(n *yaml.Node) model.Pos {
	return model.Pos{File: t.file, Line: n.Line, Col: n.Column}
}

// tooDeep reports the first thing that is nested too deep. What is around it or beside it
// is so for the same cause.
func (t *tidier) tooDeep(n *yaml.Node) {
	if !t.isTooDeep {
		t.found.Errorf(t.at(n), "is nested deeper than %d levels; flatten it with $ref", maxDepth)
	}
	t.isTooDeep = true
}

// tidy works in document order, so that an anchor is done before its aliases.
func (t *tidier) tidy(n *yaml.Node, depth int) {
	if depth > maxDepth {
		t.tooDeep(n)
		n.Content = nil
		return
	}
	t.open[n] = true
	for i, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			n.Content[i] = t.expand(c, depth+1)
			continue
		}
		t.tidy(c, depth+1)
	}
	delete(t.open, n)
	n.Anchor = ""
	t.checkTag(n)
	if n.Kind == yaml.MappingNode {
		mergeKeys(n)
		t.checkKeys(n)
	}
}

// mergeKeys replaces << keys by the members of the mappings that they name, unless the
// mapping has members of these names.
func mergeKeys(n *yaml.Node) {
	var own, merged []*yaml.Node
	has := func(name string) bool {
		for i := 0; i < len(own); i += 2 {
			if own[i].Value == name {
				return true
			}
		}
		return false
	}
	members(n, func(key, value *yaml.Node) {
		switch {
		case key.Tag != "!!merge":
			own = append(own, key, value)
		case value.Kind == yaml.MappingNode:
			merged = append(merged, value)
		case value.Kind == yaml.SequenceNode:
			merged = append(merged, value.Content...)
		default:
			own = append(own, key, value) // reported with the keys
		}
	})
	for _, from := range merged {
		members(from, func(key, value *yaml.Node) {
			if !has(key.Value) {
				own = append(own, key, value)
			}
		})
	}
	n.Content = own
}

// checkTag makes sure that a value is one that JSON knows, or text.
func (t *tidier) checkTag(n *yaml.Node) {
	if n.Kind == yaml.DocumentNode {
		return
	}
	n.Tag = n.ShortTag()
	switch n.Tag {
	case "!!map", "!!seq", "!!null", "!!bool", "!!int", "!!float", "!!str", "!!timestamp", "!!binary", "!!merge":
	default:
		if !t.isSchema {
			t.found.Errorf(t.at(n), "YAML tag %s is not known; remove it", short(n.Tag))
			return
		}
		t.found.Warnf(t.at(n), "YAML tag %s is not known; the value is read without it", short(n.Tag))
		n.Tag = ""
		if n.Style &^= yaml.TaggedStyle; n.Kind == yaml.ScalarNode {
			n.Tag = plainTag(n)
		}
		n.Tag = n.ShortTag()
	}
}

// plainTag returns the tag that a scalar has where none is written.
func plainTag(n *yaml.Node) string {
	if n.Style != 0 {
		return "!!str" // it is quoted
	}
	plain := yaml.Node{Kind: yaml.ScalarNode, Value: n.Value}
	return plain.ShortTag()
}

// expand returns a copy of what an alias stands for.
func (t *tidier) expand(alias *yaml.Node, depth int) *yaml.Node {
	if t.open[alias.Alias] {
		t.found.Errorf(t.at(alias), "alias *%s stands for something that contains it; use $ref for recursive schemas", alias.Value)
		return alias
	}
	if t.copied > maxAliasNodes {
		return alias
	}
	n := t.copy(alias.Alias, depth)
	if t.copied > maxAliasNodes {
		t.found.Errorf(t.at(alias), "the aliases of this file stand for more than %d values; write them with $ref", maxAliasNodes)
	}
	return n
}

func (t *tidier) copy(n *yaml.Node, depth int) *yaml.Node {
	c := *n
	c.Anchor, c.Content = "", nil
	t.copied++
	if depth > maxDepth {
		t.tooDeep(n)
		return &c
	}
	for _, inner := range n.Content {
		if t.copied > maxAliasNodes {
			break
		}
		c.Content = append(c.Content, t.copy(inner, depth+1))
	}
	return &c
}

// checkKeys makes sure that a mapping is a JSON object whose keys can be names
// in a program. Of a key that is there twice, a schema means the last, as for most readers
// of JSON.
func (t *tidier) checkKeys(n *yaml.Node) {
	if t.isSchema {
		t.dropRepeated(n)
	}
	first := make(map[string]*yaml.Node, len(n.Content)/2)
	members(n, func(key, _ *yaml.Node) {
		switch {
		case key.Kind != yaml.ScalarNode:
			t.found.Errorf(t.at(key), "key is not a string but %s; quote it", describe(key))
		case key.Tag == "!!merge":
			t.found.Errorf(t.at(key), "merge key << wants a mapping, or a list of mappings")
		case key.Value == "":
			t.found.Errorf(t.at(key), "key is empty; give it a name")
		case !printable(key.Value):
			t.found.Errorf(t.at(key), "key %q has control or invisible characters; remove them", key.Value)
		case first[key.Value] != nil:
			t.found.Errorf(t.at(key), "key %q stands here for the second time, first on line %d; remove one", key.Value, first[key.Value].Line)
		default:
			first[key.Value] = key
		}
	})
}

// dropRepeated leaves out the members of a mapping that have a key which comes again.
func (t *tidier) dropRepeated(n *yaml.Node) {
	last := make(map[string]*yaml.Node, len(n.Content)/2)
	members(n, func(key, _ *yaml.Node) {
		if key.Kind == yaml.ScalarNode {
			last[key.Value] = key
		}
	})
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		again := last[key.Value]
		if key.Kind != yaml.ScalarNode || again == key {
			kept = append(kept, key, value)
			return
		}
		t.found = append(t.found, model.Diagnostic{Pos: t.at(key), Warning: t.mayLose, Stale: model.Lost,
			Message: fmt.Sprintf("key %q comes again on line %d, and only that counts; remove one", short(key.Value), again.Line)})
	})
	n.Content = kept
}

// printable reports whether a text has only visible characters and spaces, so
// that it can stand in an identifier, a comment or a message.
func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// isString reports whether a node is a scalar that YAML reads as text.
func isString(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && (n.Tag == "!!str" || n.Tag == "!!timestamp")
}

// describe names the kind of a value for a message.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "null"
	case n.Tag == "!!str":
		return "the text " + strconv.Quote(short(n.Value))
	case n.Tag == "!!bool":
		return "the boolean " + short(n.Value)
	case n.Tag == "!!int" || n.Tag == "!!float":
		return "the number " + short(n.Value)
	}
	return strconv.Quote(short(n.Value))
}

// short cuts a text to a length that fits into a message.
func short(s string) string {
	const limit = 60
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return string(runes[:limit]) + "…"
}

package spotifytest

import (
	"bytes"
	"encoding/json"
	"io"
)

// A jsonNode is a value of a JSON text, and where it stands there.
type jsonNode struct {
	start, end int

	isText, isObject bool
	value            string // of a text
	members          []jsonMember
	elements         []*jsonNode // of a list
}

type jsonMember struct{ key, value *jsonNode }

// member returns the value of a member, nil if there is none.
func (n *jsonNode) member(name string) *jsonNode {
	for _, m := range n.members {
		if m.key.value == name {
			return m.value
		}
	}
	return nil
}

// text returns the text of a member, "" if there is none.
func (n *jsonNode) text(name string) string {
	if m := n.member(name); m != nil {
		return m.value
	}
	return ""
}

// parseJSON reads a JSON text; it returns nil if that is broken.
func parseJSON(data []byte) *jsonNode {
	if !json.Valid(data) {
		return nil
	}
	p := jsonParser{data: data, tokens: json.NewDecoder(bytes.NewReader(data))}
	p.tokens.UseNumber()
	node, err := p.next()
	if _, more := p.tokens.Token(); err != nil || more != io.EOF {
		return nil
	}
	return node
}

type jsonParser struct {
	data   []byte
	tokens *json.Decoder
}

func (p *jsonParser) next() (*jsonNode, error) {
	start := int(p.tokens.InputOffset())
	token, err := p.tokens.Token()
	if err != nil {
		return nil, err
	}
	for bytes.IndexByte([]byte(" \t\r\n,:"), p.data[start]) >= 0 {
		start++
	}
	node := &jsonNode{start: start}
	switch token := token.(type) {
	case string:
		node.isText, node.value = true, token
	case json.Delim:
		node.isObject = token == '{'
		for p.tokens.More() {
			value, err := p.next()
			if err != nil {
				return nil, err
			}
			if !node.isObject {
				node.elements = append(node.elements, value)
				continue
			}
			member := jsonMember{key: value}
			if member.value, err = p.next(); err != nil {
				return nil, err
			}
			node.members = append(node.members, member)
		}
		if _, err := p.tokens.Token(); err != nil {
			return nil, err
		}
	}
	node.end = int(p.tokens.InputOffset())
	return node, nil
}

// A jsonEditor replaces texts in a JSON text, from its beginning to its end. Everything
// else stays as it is, to the byte.
type jsonEditor struct {
	data   []byte
	edited []byte
	pos    int // up to where data has been copied
}

func (e *jsonEditor) put(node *jsonNode, text string) {
	if !node.isText || node.value == text {
		return
	}
	quoted, err := marshalPlain(text)
	if err != nil {
		return // a text can be written
	}
	e.edited = append(append(e.edited, e.data[e.pos:node.start]...), quoted...)
	e.pos = node.end
}

func (e *jsonEditor) result() []byte { return append(e.edited, e.data[e.pos:]...) }

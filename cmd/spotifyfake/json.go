package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A node is a JSON value that knows where it stands in its file.
type node struct {
	at       position
	kind     string // object, list, text, number, boolean, null
	text     string // of a text; of a number, as it was written
	yes      bool
	elements []node
	members  []namedNode // in the order of the file
}

type namedNode struct {
	name  string
	at    position
	value node
}

// A position counts lines and columns (in bytes) from 1.
type position struct {
	file         string
	line, column int
}

func (p position) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", p.file, p.line, p.column, fmt.Sprintf(format, args...))
}

// parseJSON reads a file of JSON. Errors begin with its name and the position.
func parseJSON(file string, data []byte) (node, error) {
	p := &parser{file: file, data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	p.decoder.UseNumber()
	// Of malformed JSON, this knows the position best.
	var anything any
	if err := json.Unmarshal(data, &anything); err != nil {
		at := int64(0)
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = max(syntax.Offset-1, 0)
		}
		return node{}, p.position(at).errorf("%v", err)
	}
	return p.value()
}

type parser struct {
	file    string
	data    []byte
	decoder *json.Decoder
}

// next returns the next token and where it begins.
func (p *parser) next() (json.Token, position, error) {
	begin := p.decoder.InputOffset()
	for begin < int64(len(p.data)) && strings.IndexByte(" \t\r\n,:", p.data[begin]) >= 0 {
		begin++
	}
	token, err := p.decoder.Token()
	at := p.position(begin)
	if err != nil {
		err = at.errorf("%v", err)
	}
	return token, at, err
}

func (p *parser) position(offset int64) position {
	before := p.data[:min(offset, int64(len(p.data)))]
	return position{p.file, bytes.Count(before, []byte("\n")) + 1, len(before) - bytes.LastIndexByte(before, '\n')}
}

func (p *parser) value() (node, error) {
	token, at, err := p.next()
	if err != nil {
		return node{}, err
	}
	switch token := token.(type) {
	case string:
		return node{at: at, kind: "text", text: token}, nil
	case json.Number:
		return node{at: at, kind: "number", text: token.String()}, nil
	case bool:
		return node{at: at, kind: "boolean", yes: token}, nil
	case json.Delim:
		if token == '{' {
			return p.object(at)
		}
		return p.list(at)
	}
	return node{at: at, kind: "null"}, nil
}

func (p *parser) list(at position) (node, error) {
	list := node{at: at, kind: "list"}
	for p.decoder.More() {
		element, err := p.value()
		if err != nil {
			return node{}, err
		}
		list.elements = append(list.elements, element)
	}
	_, _, err := p.next()
	return list, err
}

func (p *parser) object(at position) (node, error) {
	object := node{at: at, kind: "object"}
	for p.decoder.More() {
		key, at, err := p.next()
		if err != nil {
			return node{}, err
		}
		name, _ := key.(string)
		for _, other := range object.members {
			if other.name == name {
				return node{}, at.errorf("%q is there twice", name)
			}
		}
		value, err := p.value()
		if err != nil {
			return node{}, err
		}
		object.members = append(object.members, namedNode{name, at, value})
	}
	_, _, err := p.next()
	return object, err
}

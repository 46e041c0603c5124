package spotify

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxPathSteps bounds the length of a path, which is for people.
const maxPathSteps = 32

// A pathFinder finds the JSON paths, like $.items[3].track, of places in a document
// that may be broken there, and only there. It goes on from where it is, so that many of
// them take no longer than the last one does, as long as none lies before the one that was
// asked for earlier.
type pathFinder struct {
	pos       int
	steps     []pathStep
	awaitsKey bool
}

func (p *pathFinder) at(data []byte, offset int) string {
	p.find(data, offset)
	return pathOf(data, p.steps)
}

// find makes steps those that lead to the offset.
func (p *pathFinder) find(data []byte, offset int) {
	if offset < p.pos {
		*p = pathFinder{steps: p.steps[:0]}
	}
	for ; p.pos < min(offset, len(data)); p.pos++ {
		switch data[p.pos] {
		case '{', '[':
			p.steps = append(p.steps, pathStep{isArray: data[p.pos] == '['})
			p.awaitsKey = data[p.pos] == '{'
		case '}', ']':
			p.steps = p.steps[:max(len(p.steps)-1, 0)]
			p.awaitsKey = false
		case ',':
			if last := len(p.steps) - 1; last >= 0 {
				isArray := p.steps[last].isArray
				p.steps[last] = pathStep{isArray: isArray, index: p.steps[last].index + 1}
				p.awaitsKey = !isArray
			}
		case '"':
			end, _ := textEnd(data, p.pos+1)
			if end < 0 || end >= offset {
				return
			}
			if p.awaitsKey {
				last := &p.steps[len(p.steps)-1]
				last.keyStart, last.keyEnd = p.pos, end+1
				p.awaitsKey = false
			}
			p.pos = end
		}
	}
}

// A pathStep is an array or object that is open, and where in it we are.
type pathStep struct {
	isArray bool
	index   int

	keyStart, keyEnd int // of the key with its quotes; zero before there is one
}

// key returns the key of an object, with its escapes resolved.
func (s pathStep) key(data []byte) []byte {
	plain := data[s.keyStart+1 : s.keyEnd-1]
	if !bytes.ContainsFunc(plain, func(c rune) bool { return c == '\\' || c >= utf8.RuneSelf }) {
		return plain
	}
	d := decoder{data: data[:s.keyEnd], pos: s.keyStart}
	text, _ := d.text()
	return text
}

func pathOf(data []byte, steps []pathStep) string {
	var b strings.Builder
	b.WriteByte('$')
	for i, s := range steps {
		if i == maxPathSteps {
			b.WriteString(ellipsis)
			return b.String()
		}
		if s.isArray {
			fmt.Fprintf(&b, "[%d]", s.index)
			continue
		}
		if s.keyEnd == 0 {
			continue
		}
		if key := string(s.key(data)); isPlainKey(key) {
			b.WriteString("." + key)
		} else {
			fmt.Fprintf(&b, "[%q]", singleLine(key, maxQuoted))
		}
	}
	return b.String()
}

// isPlainKey reports whether a key can stand in a path without quotes.
func isPlainKey(key string) bool {
	for _, c := range []byte(key) {
		if !isLetter(c) && !isDigit(c) && c != '_' {
			return false
		}
	}
	return key != "" && len(key) <= maxQuoted
}

package spotify

import (
	"fmt"
	"strings"
)

// maxPathSteps bounds the length of a path, which is for people.
const maxPathSteps = 32

// A pathFinder finds the JSON paths, like $.items[3].track, of places in a document
// that may be broken there, and only there. It goes on from where it is, so that many of them take no longer than the last one does, as long
// as none lies before the one that was asked for earlier.
type pathFinder struct {
	pos       int
	steps     []pathStep
	awaitsKey bool
}

func (p *pathFinder) at(data []byte, offset int) string {
	if offset < p.pos {
		*p = pathFinder{}
	}
	d := decoder{data: data, pos: p.pos}
	for ; d.pos < min(offset, len(data)); p.pos = d.pos {
		switch d.data[d.pos] {
		case '{', '[':
			p.steps = append(p.steps, pathStep{isArray: d.data[d.pos] == '['})
			p.awaitsKey = d.data[d.pos] == '{'
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
			text, ok := d.text()
			if !ok || d.pos > offset {
				return pathOf(p.steps)
			}
			if p.awaitsKey {
				last := &p.steps[len(p.steps)-1]
				last.key, last.hasKey = string(text), true
				p.awaitsKey = false
			}
			continue
		}
		d.pos++
	}
	return pathOf(p.steps)
}

// A pathStep is an array or object that is open, and where in it we are.
type pathStep struct {
	isArray bool
	index   int
	key     string
	hasKey  bool
}

func pathOf(steps []pathStep) string {
	var b strings.Builder
	b.WriteByte('$')
	for i, s := range steps {
		switch {
		case i == maxPathSteps:
			b.WriteString(ellipsis)
			return b.String()
		case s.isArray:
			fmt.Fprintf(&b, "[%d]", s.index)
		case !s.hasKey:
		case isPlainKey(s.key):
			b.WriteString("." + s.key)
		default:
			fmt.Fprintf(&b, "[%q]", singleLine(s.key, maxQuoted))
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

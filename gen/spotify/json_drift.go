package spotify

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// What a decoder does beyond decoding, as bits. Places that most answers do not have ask
// for them, so that they cost the others nothing.
const (
	keepUnknown = 1 << iota // members that the schema does not name are kept
	noteDrift               // what differs from the schema is noted
)

const (
	maxDriftNotes  = 1 << 14 // of one answer
	maxPooledNotes = 1 << 8  // of a decoder that is used again
)

// A driftNote is a place of the document that differs from the schema. Its path and its
// value are found only for those that are reported.
type driftNote struct {
	kind       DriftKind
	start, end int    // of the value; start may also lie within it
	text       string // of an unknown value or kind
}

func (d *decoder) note(n driftNote) {
	if d.extras&noteDrift != 0 && len(d.notes) < maxDriftNotes {
		d.notes = append(d.notes, n)
	}
}

// noteBent notes that a value was read, which began at start and has just ended, although
// it has another form than the schema says.
func (d *decoder) noteBent(start int) {
	if d.err == nil {
		d.note(driftNote{kind: DriftBent, start: start, end: d.pos})
	}
}

// noteValue notes that the text that was read last is none of the known values.
func (d *decoder) noteValue(kind DriftKind, text string) {
	d.note(driftNote{kind: kind, start: d.pos - 1, end: d.pos, text: text})
}

// noteKind notes that the object that comes next is of no known kind. The property says of
// which it is.
func (d *decoder) noteKind(property string) {
	if d.extras&noteDrift == 0 || d.peek() != '{' {
		return
	}
	start := d.mark()
	note := driftNote{kind: DriftUnknownKind, start: start.pos, end: start.pos}
	for key, more := d.object(); more; key, more = d.member() {
		if string(key) == property {
			d.string(&note.text)
			note.start, note.end = d.pos-1, d.pos
		} else {
			d.skip()
		}
	}
	failed := d.err != nil
	d.rewind(start)
	if !failed {
		d.note(note)
	}
}

// noteReplaced notes a text between two positions if what is not Unicode was replaced.
func (d *decoder) noteReplaced(start, end int, text []byte) {
	if d.extras&noteDrift == 0 || !bytes.Contains(text, []byte("\uFFFD")) {
		return
	}
	raw := d.data[start:end]
	if bytes.Contains(raw, []byte("\uFFFD")) || bytes.Contains(bytes.ToLower(raw), []byte(`\ufffd`)) {
		return // it is what the API has sent
	}
	d.note(driftNote{kind: DriftBent, start: start - 1, end: end + 1})
}

// appendPlace appends the place to which steps lead as a JSON pointer. Indexes, and keys
// that may be personal, are *. It reports false for a place that lies too deep.
func appendPlace(dst, data []byte, steps []pathStep) (place []byte, ok bool) {
	if len(steps) > maxPathSteps {
		return dst, false
	}
	for _, s := range steps {
		switch {
		case s.isArray:
			dst = append(dst, "/*"...)
		case s.keyEnd > 0:
			dst = append(append(dst, '/'), publicKey(s.key(data))...)
		}
	}
	return dst, true
}

// publicKey is a key if it looks like the name of a property, else *: objects may have IDs
// or names of users as keys. It needs no escape in a JSON pointer.
func publicKey(key []byte) []byte {
	if !isName(key) {
		return []byte("*")
	}
	return key
}

// isName reports whether a text looks like a name that programmers have given, and not like
// an ID, a token, or a text of a user.
func isName(text []byte) bool {
	const maxName, maxDigits = 40, 4
	if len(text) == 0 || len(text) > maxName || !isLetter(text[0]) && text[0] != '_' {
		return false
	}
	letters, digits, turns := 0, 0, 0
	for i, c := range text {
		switch {
		case isLetter(c):
			letters++
			if i > 0 && isLetter(text[i-1]) && (c^text[i-1])&0x20 != 0 {
				turns++ // between capital and small letters
			}
		case isDigit(c):
			digits++
		case c != '_' && c != '-':
			return false
		}
	}
	// Words in camel case have few turns. In a random text, every second letter is one.
	switch {
	case digits > maxDigits, digits > 0 && turns > 3:
		return false
	case letters < 8:
		return true
	case letters < 16:
		return 2*turns <= letters
	}
	return 3*turns <= letters
}

// publicWord returns a text as JSON if it looks like a word of an enum, else in its form
// only.
func publicWord(text string) json.RawMessage {
	const maxDigits = 2
	word := strings.TrimRight(text, "0123456789")
	if len(text)-len(word) > maxDigits || strings.ContainsAny(word, "0123456789") || !isName([]byte(text)) {
		return appendForm(nil, text)
	}
	return appendQuoted(nil, text)
}

// appendForm appends the form of a text, which tells dates and times from other texts, but
// not which.
func appendForm(dst []byte, text string) []byte {
	const maxForm = 40
	if text == "" {
		return append(dst, `""`...)
	}
	isTime := len(text) <= maxForm && isDigit(text[0]) && !strings.ContainsFunc(text, func(c rune) bool {
		return c >= utf8.RuneSelf || !isDigit(byte(c)) && !strings.ContainsRune("-:+.TZ ", c)
	})
	if !isTime {
		return append(dst, `"`+ellipsis+`"`...)
	}
	dst = append(dst, '"')
	for _, c := range []byte(text) {
		if isDigit(c) {
			c = '0'
		}
		dst = append(dst, c)
	}
	return append(dst, '"')
}

// Bounds of the outline of a value.
const (
	maxOutlineDepth   = 3
	maxOutlineMembers = 12
	maxOutline        = 256 // bytes, beyond which there are no further members
)

// outline returns the form of a value: its texts and numbers are replaced, and of a list
// there is only the first element.
func outline(raw []byte) json.RawMessage {
	d := newDecoder(raw)
	defer d.release()
	return appendOutline(nil, d, 0)
}

func appendOutline(dst []byte, d *decoder, depth int) []byte {
	switch c := d.peek(); {
	case c == '"':
		var text string
		d.string(&text)
		return appendForm(dst, text)
	case c == '{':
		return appendObjectOutline(dst, d, depth)
	case c == '[':
		dst = append(dst, '[')
		n := 0
		for more, _ := d.array(); more; more = d.element() {
			if n++; n == 1 && depth < maxOutlineDepth {
				dst = appendOutline(dst, d, depth+1)
			} else {
				d.skip()
			}
		}
		return append(dst, ']')
	case c == '-' || isDigit(c):
		number, _ := d.number()
		if bytes.ContainsAny(number, ".eE") {
			return append(dst, "0.5"...)
		}
		return append(dst, '0')
	}
	start := d.pos
	d.skip()
	return append(dst, d.data[start:d.pos]...)
}

func appendObjectOutline(dst []byte, d *decoder, depth int) []byte {
	dst = append(dst, '{')
	n := 0
	for key, more := d.object(); more; key, more = d.member() {
		n++
		switch {
		case depth == maxOutlineDepth || n > maxOutlineMembers || len(dst) > maxOutline || !isName(key):
			d.skip()
			continue
		case dst[len(dst)-1] != '{':
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, string(key)), ':')
		dst = appendOutline(dst, d, depth+1)
	}
	return append(dst, '}')
}

// bentValue is the outline of a value that was bent. A number is shown: its form is the
// point.
func bentValue(raw []byte) json.RawMessage {
	const maxNumber = 32
	if len(raw) > 0 && len(raw) <= maxNumber && (raw[0] == '-' || isDigit(raw[0])) {
		return bytes.Clone(raw)
	}
	return outline(raw)
}

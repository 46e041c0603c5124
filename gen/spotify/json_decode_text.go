package spotify

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// key reads the key that begins at start, behind its quote, and the colon behind
// it.
func (d *decoder) key(start int) (key []byte, ok bool) {
	// Nearly all keys end within 16 bytes.
	if rest := d.data[start:]; len(rest) > 16 {
		n, found := 0, endsOfPlain(binary.LittleEndian.Uint64(rest))
		if found == 0 {
			n, found = 8, endsOfPlain(binary.LittleEndian.Uint64(rest[8:]))
		}
		if found != 0 {
			n += bits.TrailingZeros64(found) >> 3
			if rest[n] == '"' && rest[n+1] == ':' {
				d.pos = start + n + 2
				return rest[:n], true
			}
		} else if end, special := textEnd(d.data, start+16); special == 0 && end >= 0 && end+1 < len(d.data) && d.data[end+1] == ':' {
			d.pos = end + 2
			return d.data[start:end], true
		}
	}
	d.pos = start - 1
	if key, ok = d.text(); !ok {
		return nil, false
	}
	if d.peek() != ':' {
		d.unexpected("':'")
		return nil, false
	}
	d.pos++
	return key, true
}

// string reads a string. null leaves p as it is.
func (d *decoder) string(p *string) {
	if d.peek() != '"' {
		if !d.null() {
			d.mismatch("a string")
		}
		return
	}
	start := d.pos + 1
	at := start
	if rest := d.data[start:]; len(rest) >= 8 {
		w := binary.LittleEndian.Uint64(rest)
		if found := endsOfPlain(w); found == 0 {
			at += 8
		} else if n := bits.TrailingZeros64(found) >> 3; rest[n] == '"' {
			// Words like track and day are all over the document.
			d.pos = start + n + 1
			*p = d.keepWord(w&(1<<(8*n)-1), rest[:n])
			return
		}
	}
	end, special := textEnd(d.data, at)
	if text, ok := d.resolved(start, end, special); ok {
		*p = d.keep(text)
	}
}

// stringOrSkip reads a string, and passes over everything else.
func (d *decoder) stringOrSkip(p *string) {
	if d.peek() == '"' {
		d.string(p)
	} else {
		d.skip()
	}
}

// word reads a string that is likely to be a known value. The result is good only until the
// next text is read. ok is false for null, and after a mistake.
func (d *decoder) word() (text []byte, ok bool) {
	if d.peek() != '"' {
		if !d.null() {
			d.mismatch("a string")
		}
		return nil, false
	}
	start := d.pos + 1
	if rest := d.data[start:]; len(rest) > 16 {
		n, found := 0, endsOfPlain(binary.LittleEndian.Uint64(rest))
		if found == 0 {
			n, found = 8, endsOfPlain(binary.LittleEndian.Uint64(rest[8:]))
		}
		if found != 0 {
			if n += bits.TrailingZeros64(found) >> 3; rest[n] == '"' {
				d.pos = start + n + 1
				return rest[:n], true
			}
		}
	}
	return d.text()
}

// A knownText is a string type of which some values are known.
type knownText interface {
	~string
	IsKnown() bool
}

// decodeOther takes a text that is none of the constants of its type.
func decodeOther[T knownText](p *T, d *decoder, text []byte) {
	*p = T(d.keep(text))
	if d.extras&noteDrift != 0 && !(*p).IsKnown() {
		d.noteValue(DriftUnknownValue, string(*p))
	}
}

// decodeText reads a string into a type of its own.
func decodeText[T ~string](p *T, d *decoder) {
	s := string(*p)
	d.string(&s)
	*p = T(s)
}

// time reads a time. null leaves p as it is; an empty text makes it zero.
func (d *decoder) time(p *time.Time) {
	if d.peek() == '"' {
		start := d.pos + 1
		if end := start + len(utcForm); end < len(d.data) && d.data[end] == '"' {
			if t, ok := parseUTC(d.data[start:end]); ok {
				*p, d.pos = t, end+1
				return
			}
		}
	}
	d.oddTime(p)
}

// oddTime reads a time in any other form than that of the API.
func (d *decoder) oddTime(p *time.Time) {
	if d.peek() != '"' {
		if !d.null() {
			d.mismatch("a time")
		}
		return
	}
	start := d.pos
	text, ok := d.text()
	if !ok {
		return
	}
	// The standard library finds mistakes. It takes the raw text.
	if err := p.UnmarshalJSON(d.data[start:d.pos]); err == nil {
		return
	}
	t, ok := parseOddTime(string(text))
	if !ok {
		d.fail(start, fmt.Errorf("%s is not a time like 2006-01-02T15:04:05Z", quote(string(text))))
		return
	}
	*p = t
	d.noteBent(start)
}

// parseOddTime parses times that are not of the form of RFC 3339. Without a zone they are
// in UTC, and a date alone is its beginning. An empty text is the zero time.
func parseOddTime(text string) (t time.Time, ok bool) {
	if text == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{
		time.DateOnly,
		"2006-01-02T15:04:05", // a fraction of a second may follow in each of them
		"2006-01-02 15:04:05",
		"2006-01-02T15:04:05Z07:00",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02T15:04:05Z0700",
		"2006-01-02 15:04:05Z0700",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// utcForm is the form of the times that the API sends.
const utcForm = "2006-01-02T15:04:05Z"

// parseUTC parses a text of the length of utcForm. It reports false for all other forms, and
// for leap days.
func parseUTC(text []byte) (time.Time, bool) {
	daysOf := [...]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z' {
		return time.Time{}, false
	}
	digits := true
	two := func(i int) int {
		tens, units := text[i]-'0', text[i+1]-'0'
		digits = digits && tens < 10 && units < 10
		return int(tens)*10 + int(units)
	}
	year, month, day := two(0)*100+two(2), two(5), two(8)
	hour, minute, second := two(11), two(14), two(17)
	if !digits || month < 1 || month > 12 || day < 1 || day > daysOf[month] || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC), true
}

// text reads the string at the present position, which must be a quote, and
// resolves its escapes. The result is part of the document or of a buffer: it is
// good only until the next text is read.
func (d *decoder) text() (text []byte, ok bool) {
	start := d.pos + 1
	end, special := textEnd(d.data, start)
	return d.resolved(start, end, special)
}

// resolved is text for a string of which textEnd has found the end.
func (d *decoder) resolved(start, end int, special byte) (text []byte, ok bool) {
	if end < 0 {
		d.brokenText(start)
		return nil, false
	}
	d.pos = end + 1
	text = d.data[start:end]
	switch {
	case special == 0:
		return text, true
	case special&0x7F == 0 && utf8.Valid(text):
		return text, true
	}
	if d.scratch, ok = d.unescape(d.scratch[:0], start, end); ok {
		d.noteReplaced(start, end, d.scratch)
	}
	return d.scratch, ok
}

// skipText passes over the string at the present position, and checks it.
func (d *decoder) skipText() {
	start := d.pos + 1
	end, special := textEnd(d.data, start)
	if end < 0 {
		d.brokenText(start)
		return
	}
	d.pos = end + 1
	if special&0x7F != 0 {
		d.scratch, _ = d.unescape(d.scratch[:0], start, end)
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// textEnd finds the quote that ends the string that begins at start, -1 if there is
// none or the string has a control character. In special, the highest bit tells of
// bytes that are not ASCII, the others of escapes.
func textEnd(data []byte, start int) (end int, special byte) {
	p := start // never beyond len(data)+1
	for len(data)-p >= 16 {
		next := data[p : p+16]
		found, more := endsOfPlain(binary.LittleEndian.Uint64(next)), endsOfPlain(binary.LittleEndian.Uint64(next[8:]))
		if found|more == 0 {
			p += 16
			continue
		}
		if found == 0 {
			p += 8
			found = more
		}
		p += bits.TrailingZeros64(found) >> 3
		switch c := data[p]; {
		case c == '"':
			return p, special
		case c == '\\':
			special |= 1
			p += 2
		case c < ' ':
			return -1, 0
		default:
			special |= 0x80
			p++
			for p < len(data) && data[p] >= utf8.RuneSelf {
				p++
			}
		}
	}
	for ; p < len(data); p++ {
		switch c := data[p]; {
		case c == '"':
			return p, special
		case c == '\\':
			special |= 1
			p++
		case c < ' ':
			return -1, 0
		case c >= utf8.RuneSelf:
			special |= 0x80
		}
	}
	return -1, 0
}

// endsOfPlain looks at eight bytes at a time. It finds those at which plain text
// ends: quotes, backslashes, control characters, and what is not ASCII. The lowest
// bit of the result that is set is the highest of the first of them.
//
// The highest bit of an ASCII byte becomes set when something larger is taken from
// it: 0x21 from what is below 0x20 or was a quote, 0x22, before the exclusive or
// with 2; and 1 from what was a backslash. Of the other bytes, it stays set in one
// of the two. The borrow may reach the byte above, so that only the lowest bit
// counts.
func endsOfPlain(w uint64) uint64 {
	controls := (w ^ 2*ones) - 0x21*ones // and quotes
	escapes := (w ^ '\\'*ones) - ones
	return (controls | escapes) & highs
}

// brokenText says why a string that begins at start has no end.
func (d *decoder) brokenText(start int) {
	for p := start; p < len(d.data); p++ {
		switch c := d.data[p]; {
		case c == '\\':
			p++
		case c < ' ':
			d.fail(p, fmt.Errorf("unexpected %s in a string", describeByte(c)))
			return
		}
	}
	d.fail(len(d.data), errEnd)
}

// unescape appends the text between two positions to dst, with its escapes resolved
// and with U+FFFD for what is not UTF-8 and for halves of surrogate pairs.
func (d *decoder) unescape(dst []byte, start, end int) (text []byte, ok bool) {
	dst = slices.Grow(dst, end-start)
	for p := start; p < end; {
		switch c := d.data[p]; {
		case c == '\\':
			var n int
			if dst, n = appendUnescaped(dst, d.data[p:end]); n == 0 {
				d.fail(p, errors.New("a string has an escape that JSON does not know"))
				return dst, false
			}
			p += n
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			p++
		default:
			r, size := utf8.DecodeRune(d.data[p:end])
			dst = utf8.AppendRune(dst, r)
			p += size
		}
	}
	return dst, true
}

// appendUnescaped appends what the escape at the beginning of src stands for. n is
// the number of bytes of src that this takes, 0 if it is not an escape.
func appendUnescaped(dst, src []byte) (text []byte, n int) {
	if len(src) < 2 {
		return dst, 0
	}
	switch c := src[1]; c {
	case '"', '\\', '/':
		return append(dst, c), 2
	case 'b':
		return append(dst, '\b'), 2
	case 'f':
		return append(dst, '\f'), 2
	case 'n':
		return append(dst, '\n'), 2
	case 'r':
		return append(dst, '\r'), 2
	case 't':
		return append(dst, '\t'), 2
	}
	r, ok := unicodeEscape(src)
	if !ok {
		return dst, 0
	}
	if utf16.IsSurrogate(r) {
		if low, ok := unicodeEscape(src[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return utf8.AppendRune(dst, pair), 12
			}
		}
		r = utf8.RuneError
	}
	return utf8.AppendRune(dst, r), 6
}

// unicodeEscape reads a \u escape.
func unicodeEscape(src []byte) (r rune, ok bool) {
	if len(src) < 6 || src[0] != '\\' || src[1] != 'u' {
		return 0, false
	}
	for _, c := range src[2:6] {
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

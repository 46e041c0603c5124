package spotify

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// An encoder writes JSON: compact, and in the order in which it is told. Emitted
// functions tell it the members of each type.
//
// Behind each value it writes a comma, which the end of the object or list takes
// back, so that callers need not know whether a member is the first.
type encoder struct {
	buf     []byte
	err     error // the first mistake
	markets writtenMarkets
}

// encoders are reused for their buffers.
var encoders pool[encoder]

// marshal encodes one value.
func marshal(write func(*encoder)) ([]byte, error) {
	e := encoders.get()
	defer e.release()
	write(e)
	if e.err != nil {
		return nil, e.err
	}
	return append([]byte(nil), e.buf[:len(e.buf)-1]...), nil // without the last comma
}

func (e *encoder) release() {
	if cap(e.buf) > maxPooled {
		e.buf = nil
	}
	e.buf, e.err = e.buf[:0], nil
	e.markets = writtenMarkets{}
	encoders.put(e, cap(e.buf))
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// An encodable is a value that can be written as JSON. Every emitted type is one.
type encodable interface{ encode(e *encoder) }

// beginObject returns where the object begins.
func (e *encoder) beginObject() (start int) {
	e.buf = append(e.buf, '{')
	return len(e.buf) - 1
}

func (e *encoder) endObject() { e.end('}') }
func (e *encoder) beginList() { e.buf = append(e.buf, '[') }
func (e *encoder) endList()   { e.end(']') }

func (e *encoder) end(bracket byte) {
	if last := len(e.buf) - 1; e.buf[last] == ',' {
		e.buf[last] = bracket
	} else {
		e.buf = append(e.buf, bracket)
	}
	e.buf = append(e.buf, ',')
}

// key writes the key of a member; what follows is its value. It must not need
// escapes.
func (e *encoder) key(key string) {
	e.quoted(key)
	e.buf[len(e.buf)-1] = ':'
}

// quoted writes a text that needs no escapes, with one test of whether there is room.
func (e *encoder) quoted(s string) {
	start, end := len(e.buf), len(e.buf)+len(s)+3
	if end > cap(e.buf) {
		e.buf = slices.Grow(e.buf, len(s)+3)
	}
	e.buf = e.buf[:end]
	e.buf[start], e.buf[end-2], e.buf[end-1] = '"', '"', ','
	copy(e.buf[start+1:], s)
}

// stringMember writes a member that is a string: key and string, with one test of whether
// there is room for both.
func (e *encoder) stringMember(key, s string) {
	start := len(e.buf)
	end := start + len(key) + len(s) + len(`"":"",`)
	if end > cap(e.buf) {
		e.buf = slices.Grow(e.buf, end-start)
	}
	member := e.buf[start:end]
	member[0] = '"'
	copy(member[1:], key)
	rest := member[1+len(key):]
	rest[0], rest[1], rest[2] = '"', ':', '"'
	if !copyPlain(rest[3:], s) {
		e.buf = append(appendQuoted(e.buf[:start+len(key)+len(`"":`)], s), ',')
		return
	}
	member[len(member)-2], member[len(member)-1] = '"', ','
	e.buf = e.buf[:end]
}

// intMember writes a member that is a number.
func (e *encoder) intMember(key string, n int) {
	buf := append(append(append(e.buf, '"'), key...), '"', ':')
	e.buf = append(appendInt(buf, int64(n)), ',')
}

// boolMember writes a member that is a boolean.
func (e *encoder) boolMember(key string, b bool) {
	buf := append(append(append(e.buf, '"'), key...), '"', ':')
	e.buf = append(strconv.AppendBool(buf, b), ',')
}

func (e *encoder) null()         { e.buf = append(e.buf, "null,"...) }
func (e *encoder) int(n int)     { e.int64(int64(n)) }
func (e *encoder) int64(n int64) { e.buf = append(appendInt(e.buf, n), ',') }
func (e *encoder) bool(b bool)   { e.buf = append(strconv.AppendBool(e.buf, b), ',') }

// appendInt appends a number, of which most have at most three digits.
func appendInt(buf []byte, n int64) []byte {
	switch digit := func(n int64) byte { return '0' + byte(n%10) }; {
	case n < 0 || n >= 1000:
		return strconv.AppendInt(buf, n, 10)
	case n < 10:
		return append(buf, digit(n))
	case n < 100:
		return append(buf, digit(n/10), digit(n))
	default:
		return append(buf, digit(n/100), digit(n/10), digit(n))
	}
}

func (e *encoder) string(s string) {
	if isPlain(s) {
		e.quoted(s)
		return
	}
	e.buf = append(appendQuoted(e.buf, s), ',')
}

// float64 writes a number in the form of encoding/json: with an exponent if it is
// very small or very large, and with as many digits as it takes to read the same
// number again.
func (e *encoder) float64(f float64) {
	if buf, ok := appendDecimal(e.buf, f); ok {
		e.buf = append(buf, ',')
		return
	}
	if math.IsInf(f, 0) || math.IsNaN(f) {
		e.fail(fmt.Errorf("spotify: JSON has no number for %v", f))
		return
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	e.buf = strconv.AppendFloat(e.buf, f, format, -1, 64)
	if n := len(e.buf); format == 'e' && e.buf[n-4] == 'e' && e.buf[n-3] == '-' && e.buf[n-2] == '0' {
		e.buf[n-2] = e.buf[n-1] // 1e-09 becomes 1e-9
		e.buf = e.buf[:n-1]
	}
	e.buf = append(e.buf, ',')
}

// appendDecimal appends a number of at most 15 digits, of which at most six are decimals,
// as most numbers of the API are. Two decimals of so few digits are never the same
// float64, so this one is the shortest that reads as the number. It reports false for all
// others.
func appendDecimal(buf []byte, f float64) ([]byte, bool) {
	abs := math.Abs(f)
	if !(abs < 1e9) {
		return buf, false
	}
	// Most have at most three decimals, which are fewer to write.
	scaled := uint64(abs*1e3 + 0.5)
	whole, thousandths, rest := scaled/1e3, scaled%1e3, uint64(0)
	if float64(scaled)/1e3 != abs {
		scaled = uint64(abs*1e6 + 0.5)
		if float64(scaled)/1e6 != abs {
			return buf, false
		}
		whole, thousandths, rest = scaled/1e6, scaled/1e3%1e3, scaled%1e3
	}
	if math.Signbit(f) {
		buf = append(buf, '-')
	}
	if whole < 10 {
		buf = append(buf, '0'+byte(whole))
	} else {
		buf = strconv.AppendUint(buf, whole, 10)
	}
	if thousandths|rest == 0 {
		return buf, true
	}
	buf = append(buf, '.', '0'+byte(thousandths/100), '0'+byte(thousandths/10%10), '0'+byte(thousandths%10))
	if rest > 0 {
		buf = append(buf, '0'+byte(rest/100), '0'+byte(rest/10%10), '0'+byte(rest%10))
	}
	for buf[len(buf)-1] == '0' {
		buf = buf[:len(buf)-1]
	}
	return buf, true
}

// time writes a time with as many decimals of its second as it has.
func (e *encoder) time(t time.Time) {
	if buf, ok := appendUTC(e.buf, t); ok {
		e.buf = buf
		return
	}
	text, err := t.AppendText(append(e.buf, '"'))
	if err != nil {
		e.fail(fmt.Errorf("spotify: %w", err))
		return
	}
	e.buf = append(text, '"', ',')
}

// appendUTC appends a time in UTC without decimals, as the API sends them, and a comma. It
// reports false for all others.
func appendUTC(buf []byte, t time.Time) ([]byte, bool) {
	year, month, day := t.Date()
	if _, offset := t.Zone(); offset != 0 || t.Nanosecond() != 0 || year < 0 || year > 9999 {
		return buf, false
	}
	hour, minute, second := t.Clock()
	buf = append(buf, `"0000-00-00T00:00:00Z",`...)
	text := buf[len(buf)-len(`0000-00-00T00:00:00Z",`):]
	for _, part := range [...]struct{ at, n int }{
		{0, year / 100}, {2, year % 100}, {5, int(month)}, {8, day}, {11, hour}, {14, minute}, {17, second},
	} {
		text[part.at] += byte(part.n / 10)
		text[part.at+1] += byte(part.n % 10)
	}
	return buf, true
}

// raw writes JSON as it is, and nil as null.
func (e *encoder) raw(data json.RawMessage) {
	switch {
	case data == nil:
		e.null()
	case !json.Valid(data):
		e.fail(errors.New("spotify: a raw value is not JSON"))
	default:
		e.buf = append(append(e.buf, data...), ',')
	}
}

// encodeList writes a list, and nil as null.
func encodeList[T any](e *encoder, list []T, write func(*T, *encoder)) {
	if list == nil {
		e.null()
		return
	}
	e.beginList()
	for i := range list {
		write(&list[i], e)
	}
	e.endList()
}

// encodeMap writes an object of any keys, in the order of the keys, and nil as null.
func encodeMap[T any](e *encoder, values map[string]T, write func(*T, *encoder)) {
	if values == nil {
		e.null()
		return
	}
	e.beginObject()
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value := values[key]
		e.buf = append(appendQuoted(e.buf, key), ':')
		write(&value, e)
	}
	e.endObject()
}

// isNull reports whether a value is what a null decodes to.
func isNull[T any](value *T) bool {
	v := reflect.ValueOf(value).Elem()
	if v.Kind() != reflect.Struct {
		return v.IsZero()
	}
	// IsZero of a struct looks up the name of the first field that is not zero, which takes
	// longer than everything else.
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			return false
		}
	}
	return true
}

// encodeItems is encodeList for the items of a page, where a zero value stands for
// a null.
func encodeItems[T any](e *encoder, list []T) {
	encodeList(e, list, func(item *T, e *encoder) {
		if isNull(item) {
			e.null()
			return
		}
		encodeAny(item, e)
	})
}

// encodeSingle writes a value as a list of one.
func encodeSingle[T any](e *encoder, p *T, write func(*T, *encoder)) {
	e.beginList()
	write(p, e)
	e.endList()
}

// encodePointer writes what p points to, and nil as null.
func encodePointer[T any](e *encoder, p *T, write func(*T, *encoder)) {
	if p == nil {
		e.null()
		return
	}
	write(p, e)
}

// encodeAny writes the value behind a pointer to a type that a generic type does
// not know before.
func encodeAny[T any](p *T, e *encoder) {
	switch p := any(p).(type) {
	case encodable:
		p.encode(e)
	case *string:
		e.string(*p)
	case *int:
		e.int(*p)
	case *int64:
		e.int64(*p)
	case *float64:
		e.float64(*p)
	case *bool:
		e.bool(*p)
	case *time.Time:
		e.time(*p)
	case *json.RawMessage:
		e.raw(*p)
	default:
		e.fail(fmt.Errorf("spotify: this package cannot encode a %T", *new(T)))
	}
}

// Functions for the elements of lists and the values of maps.

func encodeText[T ~string](p *T, e *encoder)   { e.string(string(*p)) }
func encodeString(p *string, e *encoder)       { e.string(*p) }
func encodeInt(p *int, e *encoder)             { e.int(*p) }
func encodeInt64(p *int64, e *encoder)         { e.int64(*p) }
func encodeFloat64(p *float64, e *encoder)     { e.float64(*p) }
func encodeBool(p *bool, e *encoder)           { e.bool(*p) }
func encodeTime(p *time.Time, e *encoder)      { e.time(*p) }
func encodeRaw(p *json.RawMessage, e *encoder) { e.raw(*p) }

// appendQuoted appends a string of JSON. What is not UTF-8 becomes U+FFFD, as
// reading it would.
func appendQuoted(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	if isPlain(s) {
		return append(append(dst, s...), '"')
	}
	start := 0 // of what needs no escapes
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				dst = append(append(dst, s[start:i]...), `\ufffd`...)
				start = i + size
			case r == '\u2028' || r == '\u2029': // line ends of JavaScript
				dst = append(append(dst, s[start:i]...), `\u202`...)
				dst = append(dst, hex[r&0xF])
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(append(dst, s[start:i]...), '\\')
		switch c {
		case '"', '\\':
			dst = append(dst, c)
		case '\b':
			dst = append(dst, 'b')
		case '\f':
			dst = append(dst, 'f')
		case '\n':
			dst = append(dst, 'n')
		case '\r':
			dst = append(dst, 'r')
		case '\t':
			dst = append(dst, 't')
		default:
			dst = append(dst, 'u', '0', '0', hex[c>>4], hex[c&0xF])
		}
		i++
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// isPlain reports whether a string is ASCII that needs no escapes. Most are.
func isPlain(s string) bool {
	n := len(s)
	if n < 8 {
		for _, c := range []byte(s) {
			if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
				return false
			}
		}
		return true
	}
	for i := 0; i+8 < n; i += 8 {
		if endsOfPlain(load64(s, i)) != 0 {
			return false
		}
	}
	return endsOfPlain(load64(s, n-8)) == 0
}

// copyPlain copies a string that is ASCII and needs no escapes. It reports false for all
// others.
func copyPlain(dst []byte, s string) bool {
	n := len(s)
	dst = dst[:n]
	switch {
	case n >= 8:
		var ends uint64
		for i := 0; i+8 < n; i += 8 {
			w := load64(s, i)
			ends |= endsOfPlain(w)
			// Its capacity being constant, the slice takes fewer instructions.
			binary.LittleEndian.PutUint64(dst[i:i+8:i+8], w)
		}
		w := load64(s, n-8)
		binary.LittleEndian.PutUint64(dst[n-8:n:n], w)
		return ends|endsOfPlain(w) == 0
	case n >= 4:
		v, w := load32(s, 0), load32(s, n-4)
		binary.LittleEndian.PutUint32(dst, v)
		binary.LittleEndian.PutUint32(dst[n-4:], w)
		return endsOfPlain(uint64(v)|uint64(w)<<32) == 0
	}
	for i, c := range []byte(s) {
		if c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
		dst[i] = c
	}
	return true
}

// load64 loads eight bytes. Compilers make one instruction of it.
func load64(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// load32 loads four bytes.
func load32(s string, i int) uint32 {
	b := s[i : i+4]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

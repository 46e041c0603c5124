package spotify

import (
	"encoding/json"
	"fmt"
	"time"
)

// decodeList reads an array into a new list. null makes it nil.
func decodeList[T any](d *decoder, p *[]T, read func(*T, *decoder)) {
	decodeListFrom(d, slabOf[T](d), p, 0, read)
}

// decodeListFrom is decodeList with elements of a slab, of which there are probably so many
// at most; 0 is any number.
func decodeListFrom[T any](d *decoder, s *slab[T], p *[]T, most int, read func(*T, *decoder)) {
	more, isNull := d.array()
	if !more {
		*p = nil
		if !isNull {
			*p = []T{}
		}
		return
	}
	l := s.beginList(d.pos, most)
	for ; more; more = d.element() {
		read(l.next(d), d)
	}
	*p = l.end()
}

// decodePointer reads a value into what p points to, or into a new one. null makes
// p nil.
func decodePointer[T any](d *decoder, p **T, read func(*T, *decoder)) {
	if d.null() {
		*p = nil
		return
	}
	if *p == nil {
		*p = allot[T](d)
	}
	read(*p, d)
}

// intPointer is decodePointer for an integer.
func (d *decoder) intPointer(p **int) {
	if d.null() {
		*p = nil
		return
	}
	if *p == nil {
		*p = d.ints.allot(d)
	}
	d.int(*p)
}

// boolPointer is decodePointer for a boolean.
func (d *decoder) boolPointer(p **bool) {
	if d.null() {
		*p = nil
		return
	}
	if *p == nil {
		*p = d.bools.allot(d)
	}
	d.bool(*p)
}

// decodeMap reads an object of any keys. Of a key that occurs twice the last value counts.
// null makes the map nil.
func decodeMap[T any](d *decoder, p *map[string]T, read func(*T, *decoder)) {
	if d.null() {
		*p = nil
		return
	}
	values := map[string]T{}
	for key, more := d.object(); more; key, more = d.member() {
		name := string(key)
		var value T
		read(&value, d)
		values[name] = value
	}
	*p = values
}

// decodeSingle reads an array of one element. null leaves p as it is.
func decodeSingle[T any](d *decoder, p *T, read func(*T, *decoder)) {
	start := d.mark()
	more, isNull := d.array()
	if isNull {
		return
	}
	n := 0
	for ; more; more = d.element() {
		if n++; n == 1 {
			read(p, d)
		} else {
			d.skip()
		}
	}
	if n != 1 && d.err == nil {
		d.fail(start.pos, fmt.Errorf("a list of %d elements instead of 1", n))
	}
}

// otherKind keeps the JSON of an object that is of no known kind. The property says of which
// it is.
func (d *decoder) otherKind(p *json.RawMessage, property string) {
	d.noteKind(property)
	d.rawObject(p)
}

// raw keeps the JSON of a value. null makes it nil.
func (d *decoder) raw(p *json.RawMessage) {
	if d.null() {
		*p = nil
		return
	}
	start := d.mark()
	d.skip()
	if d.err == nil {
		*p = append(json.RawMessage(nil), d.data[start.pos:d.pos]...)
	}
}

// rawObject is raw for a value that should be an object. An empty array, which stands for
// an empty object, makes it nil.
func (d *decoder) rawObject(p *json.RawMessage) {
	if d.peek() == '[' {
		d.emptyArray("an object")
		*p = nil
		return
	}
	d.raw(p)
}

// flag reports whether a boolean comes next. The former name of an object may be that of
// a flag by now.
func (d *decoder) flag() bool {
	c := d.peek()
	return c == 't' || c == 'f'
}

// property reads an object for the sake of one of its members.
func (d *decoder) property(name string, read func()) {
	for key, more := d.object(); more; key, more = d.member() {
		if string(key) == name {
			read()
		} else {
			d.skipNoted()
		}
	}
}

// A decodable is a value that can be read from JSON. Every emitted type is one.
type decodable interface{ decode(d *decoder) }

// decodeAny reads a value into a pointer to a type that a generic type does not
// know before.
func decodeAny[T any](p *T, d *decoder) {
	switch p := any(p).(type) {
	case decodable:
		p.decode(d)
	case *string:
		d.string(p)
	case *int:
		d.int(p)
	case *int64:
		d.int64(p)
	case *float64:
		d.float64(p)
	case *bool:
		d.bool(p)
	case *time.Time:
		d.time(p)
	case *json.RawMessage:
		d.raw(p)
	default:
		d.fail(d.pos, fmt.Errorf("this package cannot decode a %T", *new(T)))
	}
}

// Functions for the elements of lists and the values of maps.

func decodeString(p *string, d *decoder)       { d.string(p) }
func decodeInt(p *int, d *decoder)             { d.int(p) }
func decodeInt64(p *int64, d *decoder)         { d.int64(p) }
func decodeFloat64(p *float64, d *decoder)     { d.float64(p) }
func decodeBool(p *bool, d *decoder)           { d.bool(p) }
func decodeTime(p *time.Time, d *decoder)      { d.time(p) }
func decodeRaw(p *json.RawMessage, d *decoder) { d.raw(p) }

// A shape tells that an object that says it is of one kind is of another, if it has
// an object under a key.
type shape struct{ said, key, kind string }

// kind finds out the kind of the object that comes next, without reading it: what
// a property says, unless the object has another shape. It is "" if the object does
// not say.
func (d *decoder) kind(property string, shapes ...shape) string {
	start := d.mark()
	var said string
	shaped := make([]bool, len(shapes))
	for key, more := d.object(); more; key, more = d.member() {
		for i, s := range shapes {
			if string(key) == s.key {
				shaped[i] = shaped[i] || d.peek() == '{'
			}
		}
		if string(key) == property {
			d.string(&said)
		} else {
			d.skip()
		}
	}
	if d.err != nil {
		return ""
	}
	d.rewind(start)
	for i, s := range shapes {
		if shaped[i] && said == s.said {
			said = s.kind
			break
		}
	}
	if d.likely = said; said == "" {
		d.likely = unknownKind
	}
	return said
}

// unknownKind is the kind of an object that does not say.
const unknownKind = "?"

// expects reports whether the object that comes next is probably of a kind, so that
// it is worth an attempt. An attempt must not report bad items: it may be in vain.
func (d *decoder) expects(kind string) bool {
	return d.peek() == '{' && d.report == nil && (d.likely == "" || d.likely == kind)
}

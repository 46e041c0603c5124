package spotify

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// maxDepth bounds how deep arrays and objects may be nested, at the same depth as
// encoding/json does.
const maxDepth = 10_000

// A decoder reads one JSON document in one pass. It is strict (RFC 8259), and knows
// no types: emitted functions tell it what they expect at each place.
//
// After the first mistake it stands at the end of the document, where nothing can
// be read any more, so that callers need not check for errors on the way.
//
// Decoded values belong to the caller: strings and elements are cut from chunks that
// hold nothing else, never from the document.
type decoder struct {
	data  []byte
	pos   int // of the next byte
	depth int // of the arrays and objects that are open

	err error // the first mistake, and where it is
	at  int

	// report, if it is set, is told of bad elements of a page instead of the
	// reader's failing for them.
	report func(*DecodeError)
	list   wantedList // the list that comes next
	most   int        // items that it has at most, 0 if that is not known
	paths  pathFinder // of mistakes

	extras uint8       // keepUnknown, noteDrift
	notes  []driftNote // with noteDrift

	texts   texts
	slabs   []anySlab
	ints    slab[int] // these two are needed too often to be looked for
	bools   slab[bool]
	markets marketMemo
	likely  string // the kind of the last union, which is most likely that of the next one
	scratch []byte // for text with escapes
}

// decoders are reused, because what they remember of a document (its texts, its
// market lists) has its own size.
var decoders pool[decoder]

func newDecoder(data []byte) *decoder {
	d := decoders.get()
	d.data = data
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		d.pos = len(byteOrderMark)
	}
	d.texts.begin(len(data))
	return d
}

// byteOrderMark is how some programs and proxies begin a text in UTF-8. It is no part of
// the text.
const byteOrderMark = "\uFEFF"

// release gives the decoder back, without anything of the document or of what was
// read from it.
func (d *decoder) release() {
	d.data, d.pos, d.depth = nil, 0, 0
	d.err, d.at = nil, 0
	d.report, d.list, d.paths, d.likely = nil, wantedList{}, pathFinder{}, ""
	d.extras, d.most = 0, 0
	clear(d.notes)
	d.notes = d.notes[:0]
	d.texts.reset()
	d.markets.reset()
	if cap(d.scratch) > maxTextChunk {
		d.scratch = nil
	}
	if cap(d.notes) > maxPooledNotes {
		d.notes = nil
	}
	d.ints.reset()
	d.bools.reset()
	for _, s := range d.slabs {
		s.reset()
	}
	decoders.put(d, cap(d.scratch))
}

// unmarshal decodes a document.
func unmarshal(data []byte, read func(*decoder)) error {
	d := newDecoder(data)
	defer d.release()
	read(d)
	if mistake := d.finish(); mistake != nil {
		return mistake
	}
	return nil
}

// finish checks that nothing follows the value, and returns the first mistake.
func (d *decoder) finish() *DecodeError {
	if d.err == nil {
		if d.peek(); d.pos < len(d.data) {
			d.fail(d.pos, fmt.Errorf("unexpected %s after the value", describeByte(d.data[d.pos])))
		}
	}
	return d.mistake()
}

// mistake is the first mistake as an error, nil if there is none. The path is found
// out only now: to know it all the time would cost every reader.
func (d *decoder) mistake() *DecodeError {
	if d.err == nil {
		return nil
	}
	return &DecodeError{Path: d.paths.at(d.data, d.at), Offset: int64(d.at), Err: d.err}
}

// fail records the first mistake and ends the reading.
func (d *decoder) fail(at int, err error) {
	if d.err == nil {
		d.err, d.at = err, at
	}
	d.pos = len(d.data)
}

var (
	errEnd   = errors.New("unexpected end of the JSON text")
	errDepth = fmt.Errorf("arrays and objects are nested more than %d deep", maxDepth)
)

// unexpected fails because of the byte at the present position.
func (d *decoder) unexpected(want string) {
	if d.pos >= len(d.data) {
		d.fail(d.pos, errEnd)
		return
	}
	d.fail(d.pos, fmt.Errorf("unexpected %s, want %s", describeByte(d.data[d.pos]), want))
}

// mismatch fails because another kind of value is there than the one that is
// wanted.
func (d *decoder) mismatch(want string) {
	if d.pos < len(d.data) {
		if got := valueKind(d.data[d.pos]); got != "" {
			d.fail(d.pos, fmt.Errorf("%s instead of %s", got, want))
			return
		}
	}
	d.unexpected(want)
}

// valueKind tells which kind of value begins with a byte, "" if none does.
func valueKind(c byte) string {
	switch {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		return "a string"
	case c == 't' || c == 'f':
		return "a boolean"
	case c == 'n':
		return "null"
	case c == '-' || isDigit(c):
		return "a number"
	}
	return ""
}

func describeByte(c byte) string {
	if c < ' ' || c >= 0x7F {
		return fmt.Sprintf("byte 0x%02X", c)
	}
	return fmt.Sprintf("%q", rune(c))
}

// peek skips white space and returns the byte behind it, 0 at the end.
func (d *decoder) peek() byte {
	if d.pos < len(d.data) && d.data[d.pos] > ' ' {
		return d.data[d.pos]
	}
	return d.skipSpace()
}

func (d *decoder) skipSpace() byte {
	for ; d.pos < len(d.data); d.pos++ {
		switch c := d.data[d.pos]; c {
		case ' ', '\n', '\r', '\t':
		default:
			return c
		}
	}
	return 0
}

// object begins an object and returns the key of its first member; the value comes
// next. more is false if the object has no member. null passes for such an object, and
// so does an empty array: some languages have one type for both.
// A key is good only until the next text is read.
func (d *decoder) object() (key []byte, more bool) {
	if p := d.pos; p+1 < len(d.data) && d.data[p] == '{' && d.data[p+1] == '"' && d.depth < maxDepth {
		d.depth++
		return d.key(p + 2)
	}
	switch d.peek() {
	case '{':
		d.open()
		switch d.peek() {
		case '"':
			return d.key(d.pos + 1)
		case '}':
			d.close()
		default:
			d.unexpected("a key or '}'")
		}
	case 'n':
		d.null()
	default:
		d.emptyArray("an object")
	}
	return nil, false
}

// emptyArray reads an array without elements that stands for something else, which is
// wanted. It fails for all other values.
func (d *decoder) emptyArray(want string) {
	start := d.mark()
	if d.peek() == '[' {
		if d.open(); d.peek() == ']' {
			d.close()
			d.noteBent(start.pos)
			return
		}
		if d.err != nil {
			return // too deep
		}
		d.rewind(start)
	}
	d.mismatch(want)
}

// member goes on in an object and returns the key of its next member, like object.
func (d *decoder) member() (key []byte, more bool) {
	if p := d.pos; p+1 < len(d.data) && d.data[p] == ',' && d.data[p+1] == '"' {
		return d.key(p + 2)
	}
	switch d.peek() {
	case ',':
		d.pos++
		if d.peek() == '"' {
			return d.key(d.pos + 1)
		}
		d.unexpected("a key")
	case '}':
		d.close()
	default:
		d.unexpected("',' or '}'")
	}
	return nil, false
}

// array begins an array and reports whether it has an element, which comes next.
// null passes for an array without any; isNull tells it from an empty one.
func (d *decoder) array() (more, isNull bool) {
	switch d.peek() {
	case '[':
		d.open()
		if d.peek() != ']' {
			return d.err == nil, false
		}
		d.close()
	case 'n':
		d.null()
		return false, true
	default:
		d.mismatch("an array")
	}
	return false, false
}

// element goes on in an array and reports whether it has another element.
func (d *decoder) element() bool {
	switch d.peek() {
	case ',':
		d.pos++
		return true
	case ']':
		d.close()
	default:
		d.unexpected("',' or ']'")
	}
	return false
}

func (d *decoder) open() {
	d.pos++
	if d.depth++; d.depth > maxDepth {
		d.fail(d.pos-1, errDepth)
	}
}

func (d *decoder) close() {
	d.pos++
	d.depth--
}

// null reads a null if there is one, and reports whether there was.
func (d *decoder) null() bool { return d.peek() == 'n' && d.literal("null") }

// literal reads one of the words of JSON.
func (d *decoder) literal(word string) bool {
	end := d.pos + len(word)
	if end <= len(d.data) && string(d.data[d.pos:end]) == word {
		d.pos = end
		return true
	}
	if rest := d.data[d.pos:]; string(rest) == word[:min(len(rest), len(word))] {
		d.pos = len(d.data) // it breaks off
	}
	d.unexpected(word)
	return false
}

// bool reads a boolean. null leaves p as it is.
func (d *decoder) bool(p *bool) {
	switch d.peek() {
	case 't':
		if d.literal("true") {
			*p = true
		}
	case 'f':
		if d.literal("false") {
			*p = false
		}
	case 'n':
		d.null()
	default:
		d.mismatch("a boolean")
	}
}

// skip passes over a value of any kind, and checks it.
func (d *decoder) skip() {
	switch c := d.peek(); {
	case c == '"':
		d.skipText()
	case c == '{':
		for _, more := d.object(); more; _, more = d.member() {
			d.skip()
		}
	case c == '[':
		for more, _ := d.array(); more; more = d.element() {
			d.skip()
		}
	case c == 't':
		d.literal("true")
	case c == 'f':
		d.literal("false")
	case c == 'n':
		d.literal("null")
	default:
		d.number()
	}
}

// A mark is a place to which a decoder can go back.
type mark struct{ pos, depth, notes int }

func (d *decoder) mark() mark {
	d.peek()
	return mark{d.pos, d.depth, len(d.notes)}
}

// rewind goes back, and forgets the mistakes and notes that were made since.
func (d *decoder) rewind(to mark) {
	d.pos, d.depth = to.pos, to.depth
	d.notes = d.notes[:to.notes]
	d.err, d.at = nil, 0
}

// A DecodeError says that the request succeeded, but the answer cannot be
// decoded: it is not JSON, or not of the expected form.
type DecodeError struct {
	// Operation is the Go name of the operation, like "Tracks.Get". It is empty if
	// the JSON is not the answer to one.
	Operation string
	// Path is the JSON path of the value that cannot be decoded, like
	// "$.album.total_tracks". It is empty if there is no JSON.
	Path string
	// Offset is the index of the byte at which that value begins, or at which the
	// JSON is malformed, counted from 0.
	Offset int64
	// Err says what is wrong.
	Err error
}

// Error returns the operation, the place in the JSON, and the text of Err.
func (e *DecodeError) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		fmt.Fprintf(&b, "spotify: %s: cannot decode the answer", e.Operation)
	} else {
		b.WriteString("spotify: cannot decode")
	}
	if e.Path != "" {
		fmt.Fprintf(&b, " at %s", e.Path)
	}
	if e.Offset > 0 {
		fmt.Fprintf(&b, " (offset %d)", e.Offset)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", singleLine(e.Err.Error(), maxMessage))
	}
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// WithBadItems makes a method that reads a page or a batch go on when an item
// in the answer cannot be decoded. It calls report with the error of that item.
// Without this option, one such item makes the whole call fail.
//
// A bad item counts as one that the API has sent as null. In a page it is a
// zero value that keeps its position, and iterators leave it out. In a batch it
// is nil. If the answer is not JSON, the call still fails.
//
// The option applies to all pages in an answer, and to answers that are lists.
// It does not apply when a batch is read one by one in development mode: there,
// a bad item makes the batch fail.
//
// The function report is called before the method returns. If several pages are read at a
// time, several goroutines may call it at a time.
func WithBadItems(report func(*DecodeError)) RequestOption {
	return requestOption(func(r *request) { r.report = report })
}

// decodeBody decodes the JSON of an answer, which is one value and nothing after
// it.
func decodeBody(r *request, body []byte, read func(*decoder)) error {
	return decodeAnswer(r, body, wantedList{numbered: true, start: r.start, nulls: r.nulls}, read)
}

func decodeAnswer(r *request, body []byte, list wantedList, read func(*decoder)) error {
	d := newDecoder(body)
	defer d.release()
	d.list = list
	if r.keepsUnknown {
		d.extras |= keepUnknown
	}
	if r.drift != nil {
		d.extras |= noteDrift
	}
	if r.report != nil {
		d.report = func(mistake *DecodeError) {
			mistake.Operation = r.op.Name
			r.report(mistake)
		}
	}
	read(d)
	mistake := d.finish()
	if len(d.notes) > 0 {
		r.drift.take(r.op.Name, d)
	}
	if mistake != nil {
		mistake.Operation = r.op.Name
		return mistake
	}
	return nil
}

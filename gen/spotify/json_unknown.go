package spotify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// UnknownMembers are the members of an object that the schema of the API does not name: the
// JSON of each by its name. Objects that the API sends have them with [WithUnknownMembers]
// only.
//
// They are encoded behind the other members of their object, in the order of their names. One
// whose name is that of a member that has been encoded already is left out. In the body of
// a request, they can be set to send what the schema does not name.
//
// A copy of an object shares them with the object.
type UnknownMembers map[string]json.RawMessage

// WithUnknownMembers keeps what the schema of the API does not name: each object in an answer
// then has such members in its field UnknownMembers, and its method Unknown returns them.
// Without this option, they are passed over. Of a member that an object has twice, the last one
// is kept.
//
// Encoding an object writes them, too, but UnmarshalJSON has no options and passes over
// them. An object around a list that a method returns alone is not kept.
func WithUnknownMembers() RequestOption {
	return requestOption(func(r *request) { r.keepsUnknown = true })
}

// all returns the members, nil if there are none.
func (m *UnknownMembers) all() map[string]json.RawMessage {
	if m == nil || len(*m) == 0 {
		return nil
	}
	return *m
}

// unknown reads the value of a member that the schema does not name. The key is good until
// the next text is read.
func (d *decoder) unknown(key []byte, p **UnknownMembers) {
	if d.extras == 0 {
		d.skip()
		return
	}
	name := string(key)
	raw := d.skipNoted()
	if d.err != nil || d.extras&keepUnknown == 0 {
		return
	}
	if *p == nil {
		*p = &UnknownMembers{}
	}
	(**p)[name] = bytes.Clone(raw)
}

// skipNoted passes over the value of a member that the schema does not name, and returns it.
func (d *decoder) skipNoted() (raw []byte) {
	start := d.mark()
	d.skip()
	if d.err != nil {
		return nil
	}
	d.note(driftNote{kind: DriftUnknownMember, start: start.pos, end: d.pos})
	return d.data[start.pos:d.pos]
}

// endObjectWith ends the object that begins at start, after its unknown members.
func (e *encoder) endObjectWith(start int, extra *UnknownMembers) {
	if len(extra.all()) > 0 {
		e.unknown(start, *extra)
	}
	e.endObject()
}

// unknown writes those of the members whose names the object that begins at start does not
// have yet.
func (e *encoder) unknown(start int, extra UnknownMembers) {
	// What has been written is read again: to know it beforehand, all objects would have
	// to take notes, and hardly any have unknown members.
	written := map[string]bool{}
	d := decoder{data: e.buf[start:]}
	for key, more := d.object(); more; key, more = d.member() {
		written[string(key)] = true
		d.skip()
	}
	if d.err == errDepth {
		e.fail(fmt.Errorf("spotify: %w", d.err))
		return
	}
	for _, key := range slices.Sorted(maps.Keys(extra)) {
		name := string([]rune(key)) // as it is written: what is not UTF-8 becomes U+FFFD
		if written[name] {
			continue
		}
		written[name] = true
		e.buf = append(appendQuoted(e.buf, key), ':')
		e.raw(extra[key])
	}
}

package spotify

import (
	"encoding/binary"
	"math/bits"
)

// repeats knows objects of one type by their text, to copy them instead of reading them
// again: artists are in most answers several times. The type has nothing but texts,
// numbers, and objects of such, so that a copy shares nothing that can be changed.
type repeats[T any] struct {
	known        *[1 << knownBits]knownObject[T] // at its hash, or beside that
	hits, misses int
}

type knownObject[T any] struct {
	start, end int // of the text
	value      *T
}

const (
	knownBits = 8
	// maxKnown is the length of the longest text that is known. Objects in it are nested
	// less deep than that.
	maxKnown = 1 << 10
	// minRepeating is the size of the smallest document in which objects are looked for:
	// in small ones, few of them repeat.
	minRepeating = 8 << 10
	// trial is after how many objects nothing more is looked for, if hardly any was known.
	trial = 32
)

// forget forgets all objects, because one of them is about to change, or at the end of the
// document.
func (r *repeats[T]) forget() {
	if r.misses > 0 {
		clear(r.known[:])
	}
	r.hits, r.misses = 0, 0
}

// decodeRepeated reads an object into a zero value, or copies one with the same text.
func decodeRepeated[T any](d *decoder, r *repeats[T], p *T, read func(*T, *decoder)) {
	const looksAt = 104 // bytes, of which the object may have less
	start := d.pos
	if len(d.data) < minRepeating || len(d.data)-start < looksAt || d.extras != 0 || d.depth > maxDepth-maxKnown ||
		r.misses >= trial && r.hits < r.misses/8 {
		read(p, d)
		return
	}
	if r.known == nil {
		r.known = new([1 << knownBits]knownObject[T])
	}
	// The first bytes are the same in all objects. The ID comes within the next ones, mostly.
	text := d.data[start : start+looksAt]
	var hash uint64
	for at := 48; at < looksAt; at += 16 {
		hash = bits.RotateLeft64(hash, 7) ^ binary.LittleEndian.Uint64(text[at:])
	}
	slot := hash * spread >> (64 - knownBits)
	same := &r.known[slot]
	for range 2 {
		if same.value == nil {
			break
		}
		end := start + same.end - same.start
		if end <= len(d.data) && string(d.data[start:end]) == string(d.data[same.start:same.end]) {
			*p = *same.value
			d.pos = end
			r.hits++
			return
		}
		same = &r.known[slot^1] // beside another one with the same hash
	}
	isObject := d.data[start] == '{'
	read(p, d)
	r.misses++
	if isObject && d.err == nil && d.pos-start <= maxKnown {
		*same = knownObject[T]{start, d.pos, p}
	}
}

// decodeRepeatedList is decodeList for objects that repeat.
func decodeRepeatedList[T any](d *decoder, p *[]T, read func(*T, *decoder)) {
	s := slabOf[T](d)
	decodeListFrom(d, s, p, 0, func(element *T, d *decoder) { decodeRepeated(d, &s.repeats, element, read) })
}

// decodeRepeatedPointer is decodePointer for an object that repeats.
func decodeRepeatedPointer[T any](d *decoder, p **T, read func(*T, *decoder)) {
	s := slabOf[T](d)
	switch {
	case *p != nil:
		s.repeats.forget() // a key that comes twice changes what the first value is
		decodePointer(d, p, read)
	case !d.null():
		*p = s.allot(d)
		decodeRepeated(d, &s.repeats, *p, read)
	}
}

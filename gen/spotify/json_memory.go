package spotify

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// Decoded values are cut from chunks: a few large allocations instead of thousands of
// small ones. A chunk lives as long as anything that was cut from it,
// which is why none is larger than about one page of a list needs.

const (
	maxTextChunk = 16 << 10 // bytes
	maxSlabChunk = 256      // elements
)

// nextChunk guesses how large the next chunk should be, after used has been handed
// out for what lies before pos: the rest of a document is mostly like its beginning.
// The guess grows slowly, because the beginning may be unlike the rest.
func nextChunk(used, pos, size, least, most int) int {
	if used == 0 {
		return min(least, most)
	}
	guess := min(scaled(used, size-pos, pos)+1, 4*int64(used))
	return int(min(max(guess, int64(least)), int64(most)))
}

// scaled is n*part/whole. The product may be more than an int of 32 bits holds.
func scaled(n, part, whole int) int64 { return int64(n) * int64(part) / int64(max(whole, 1)) }

// texts keeps strings. Equal ones are likely to be kept once.
type texts struct {
	full  []string        // chunks that have no room
	chunk strings.Builder // the chunk that comes after them
	used  int
	seen  []place  // by hash; as many as the document is likely to have
	shift int      // of hashes, to make indexes of seen of them
	words [64]word // by hash
}

// A place is where a text stands: the number of its chunk, the offset in it, and its looks,
// in 24, 14, and 26 bits. It is not the string itself, because a table of pointers would be
// work for the garbage collector. Zero is that of no text.
type place uint64

const (
	lengthBits = 13
	looksBits  = 26
	offsetBits = 14

	// These are not constants of type uint if a length or an offset has more bits.
	_ uint = 1<<lengthBits - 1 - maxText
	_ uint = 1<<offsetBits - maxTextChunk
)

func placeOf(chunk, offset int, l looks) place {
	return place(chunk)<<(looksBits+offsetBits) | place(offset)<<looksBits | place(l)
}

// at returns the text at a place.
func (t *texts) at(p place) string {
	chunk := t.chunk.String()
	if i := int(p >> (looksBits + offsetBits)); i < len(t.full) {
		chunk = t.full[i]
	}
	start := int(p >> looksBits & (1<<offsetBits - 1))
	return chunk[start : start+int(p&(1<<lengthBits-1))]
}

// The looks of a text are its length and a part of its hash. They tell it from nearly all
// other texts, without reading those.
type looks uint64

func looksOf(hash uint64, length int) looks {
	return looks(hash>>32<<lengthBits&(1<<looksBits-1) | uint64(length))
}

func (p place) looks() looks { return looks(p & (1<<looksBits - 1)) }

// A word is a text of less than eight bytes, which are a number, too. There is no
// NUL in a text, so that no two texts are the same number.
type word struct {
	bytes uint64
	text  string
}

// keepWord is keep for the text of a word.
func (d *decoder) keepWord(bytes uint64, text []byte) string {
	if bytes == 0 {
		return ""
	}
	same := &d.texts.words[bytes*spread>>58]
	if same.bytes != bytes {
		*same = word{bytes, d.keep(text)}
	}
	return same.text
}

// keep returns the text as a string of its own.
func (d *decoder) keep(text []byte) string {
	if len(text) == 0 {
		return ""
	}
	if len(text) > maxText {
		return string(text)
	}
	t := &d.texts
	hash := textHash(text)
	looks := looksOf(hash, len(text))
	same := &t.seen[hash>>t.shift]
	if same.looks() == looks {
		if kept := t.at(*same); kept == string(text) {
			return kept
		}
	}
	kept, offset := t.add(text, d.pos, len(d.data))
	*same = placeOf(len(t.full), offset, looks)
	return kept
}

// maxText is the length of the longest text that shares a chunk with others.
const maxText = maxTextChunk / 4

// add keeps a text, and returns its offset in the chunk, too. pos and size tell how far the
// document has been read.
func (t *texts) add(text []byte, pos, size int) (kept string, offset int) {
	chunk := t.chunk.String()
	end := len(chunk)
	if before := end - len(text); before >= 0 && chunk[end-1] == text[len(text)-1] && chunk[before:] == string(text) {
		return chunk[before:], before // the ID at the end of the URL before it
	}
	if len(text) > t.chunk.Cap()-end {
		if end > 0 {
			t.full = append(t.full, chunk)
		}
		t.chunk.Reset()
		end = 0
		t.chunk.Grow(max(len(text), nextChunk(t.used, pos, size, min((size-pos)/4, 2<<10), maxTextChunk)))
	}
	t.used += len(text)
	// The builder is never written over, and never grows, so what it has returned
	// stays as it is.
	t.chunk.Write(text)
	return t.chunk.String()[end:], end
}

// begin makes room for the texts of a document of some size: there is about one for
// every 256 bytes that has not been seen before.
func (t *texts) begin(size int) {
	n := bits.Len(uint(min(max(size/256, 16), 4096)) - 1)
	t.shift = 64 - n
	t.seen = slices.Grow(t.seen[:0], 1<<n)[:1<<n]
}

func (t *texts) reset() {
	clear(t.full)
	t.full = t.full[:0]
	t.chunk.Reset()
	t.used = 0
	clear(t.seen)
	t.seen = t.seen[:0]
	clear(t.words[:])
}

// spread is the golden ratio of 2⁶⁴: multiplying by it makes each bit count for the
// highest ones.
const spread = 0x9E3779B97F4A7C15

// textHash tells texts apart by their length, both ends, and the middle, where IDs,
// URIs and URLs differ.
func textHash(text []byte) uint64 {
	h := uint64(len(text))
	if n := len(text); n >= 8 {
		h ^= binary.LittleEndian.Uint64(text) ^ bits.RotateLeft64(binary.LittleEndian.Uint64(text[n-8:]), 5)
		if n >= 32 {
			h ^= bits.RotateLeft64(binary.LittleEndian.Uint64(text[n/2:]), 9)
		}
	} else {
		for _, c := range text {
			h = h<<8 | uint64(c)
		}
	}
	return h * spread
}

// A slab hands out elements of one type, and small slices of them. All elements
// that it has are zero.
type slab[T any] struct {
	free    []T
	used    int
	repeats repeats[T]
}

// anySlab is a slab of some type, to keep them in one list.
type anySlab interface{ reset() }

func (s *slab[T]) reset() {
	s.free, s.used = nil, 0
	s.repeats.forget()
}

// slabOf finds the slab of a type. One that is asked for often moves to the front.
func slabOf[T any](d *decoder) *slab[T] {
	for i, other := range d.slabs {
		if s, ok := other.(*slab[T]); ok {
			if i > 0 {
				d.slabs[i-1], d.slabs[i] = d.slabs[i], d.slabs[i-1]
			}
			return s
		}
	}
	s := new(slab[T])
	d.slabs = append(d.slabs, s)
	return s
}

// chunk is how many elements the next chunk has beside those that a list already
// has.
func (s *slab[T]) chunk(d *decoder, listed int) int {
	least := min(max((len(d.data)-d.pos)/1024, 1), 16)
	return nextChunk(s.used+listed, d.pos, len(d.data), least, maxSlabChunk)
}

// filled returns at least n zero elements: as many as fit into the memory that n
// take, of which there are certain sizes only.
func filled[T any](n int) []T {
	chunk := slices.Grow([]T(nil), n)
	return chunk[:cap(chunk)]
}

// allot returns a zero T.
func allot[T any](d *decoder) *T { return slabOf[T](d).allot(d) }

func (s *slab[T]) allot(d *decoder) *T {
	if len(s.free) == 0 {
		s.free = filled[T](s.chunk(d, 0))
	}
	p := &s.free[0]
	s.free = s.free[1:]
	s.used++
	return p
}

// A listing is a list that is being read, at the beginning of what is free of a
// slab. Meanwhile the slab has nothing: a list of the same type may stand in an
// element.
type listing[T any] struct {
	slab  *slab[T]
	list  []T
	start int // position in the document
	most  int // elements that the list probably has at most, 0 if that is not known
}

func (s *slab[T]) beginList(start, most int) listing[T] {
	l := listing[T]{s, s.free[:0], start, most}
	s.free = nil
	return l
}

// next returns the place of the next element. It moves the list when there is no
// room for it, so that the places before it become invalid.
func (l *listing[T]) next(d *decoder) *T {
	n := len(l.list)
	if n == cap(l.list) {
		l.grow(d)
	}
	l.list = l.list[:n+1]
	return &l.list[n]
}

const (
	// longList is the length from which on a list gets a chunk of its own, sized by its
	// elements so far.
	longList = 8
	// maxGuessed is how many elements are made room for after only a few.
	maxGuessed = 1024
)

func (l *listing[T]) grow(d *decoder) {
	n := len(l.list)
	var room int
	switch {
	case n < l.most && l.slab.used == 0:
		// The first element tells how many there are. They may differ, so a quarter more.
		room = 1
		if n > 0 {
			room = min(n+max(n/4, int(min(l.rest(d)*5/4, int64(l.most))))+2, l.most)
		}
	case n >= longList:
		// Not less than a quarter: the first elements may be far larger than the rest.
		room = n + max(n/4, 1+int(min(l.rest(d), max(15*int64(n), maxGuessed))))
	default:
		room = n + l.slab.chunk(d, n)
	}
	list := filled[T](room)
	copy(list, l.list)
	l.list = list[:n]
}

// rest guesses how many elements follow.
func (l *listing[T]) rest(d *decoder) int64 {
	end := len(d.data)
	if bytes.IndexByte(d.data[l.start:d.pos], '[') < 0 { // elements without lists
		if n := bytes.IndexByte(d.data[d.pos:], ']'); n >= 0 {
			end = d.pos + n
		}
	}
	return scaled(len(l.list), end-d.pos, d.pos-l.start)
}

// end returns the list and leaves to the slab what it has not used.
func (l *listing[T]) end() []T {
	n := len(l.list)
	l.slab.free = l.list[n:cap(l.list)]
	l.slab.used += n
	return l.list[:n:n]
}

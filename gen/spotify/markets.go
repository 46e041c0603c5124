package spotify

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
	"strings"
)

// A Market is a country in which Spotify is available: an ISO 3166-1 alpha-2
// code like "SE".
type Market string

// MarketFromToken stands for the country of the user whose token is used.
const MarketFromToken Market = "from_token"

// wellFormed says nothing about whether there is such a country.
func (m Market) wellFormed() bool {
	return m == MarketFromToken || len(m) == 2 && isLetter(m[0]) && isLetter(m[1])
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// Markets is the list of markets in which something is available. It is a small
// value that shares an immutable list with its copies, and safe for use by
// several goroutines. The zero value means that the API did not send a list,
// which is not the same as an empty list: see [Markets.IsZero]. Compare two
// with [Markets.Equal].
type Markets struct {
	list *marketList
}

// marketList is never changed once it is in a Markets. A page may have hundreds, so
// the lists that the API sends, codes of two capital letters in the order of the
// alphabet, take one bit a code.
type marketList struct {
	set marketSet
	odd *oddMarkets // nil for lists as above
}

// oddMarkets holds any other list.
type oddMarkets struct {
	codes []Market            // all of them, in wire order
	other map[Market]struct{} // those that are not of two capitals
}

// NewMarkets returns a list of these markets, in this order. Without arguments,
// it returns an empty list, which is not the zero value.
func NewMarkets(codes ...Market) Markets {
	list := new(marketList)
	odd := &oddMarkets{other: map[Market]struct{}{}}
	last, inOrder := -1, true
	for _, code := range codes {
		i, ok := marketIndex(code)
		if !ok {
			odd.other[code] = struct{}{}
			inOrder = false
			continue
		}
		inOrder = inOrder && i > last
		last = i
		list.set.add(i)
	}
	if !inOrder {
		odd.codes = slices.Clone(codes)
		list.odd = odd
	}
	return Markets{list}
}

// Has reports whether a market is in the list. It takes the same time for lists of
// any length.
func (m Markets) Has(code Market) bool {
	if m.list == nil {
		return false
	}
	if i, ok := marketIndex(code); ok {
		return m.list.set.has(i)
	}
	if m.list.odd == nil {
		return false
	}
	_, ok := m.list.odd.other[code]
	return ok
}

// All yields the markets in the order in which the API listed them.
func (m Markets) All() iter.Seq[Market] {
	switch {
	case m.list == nil:
		return func(func(Market) bool) {}
	case m.list.odd != nil:
		return slices.Values(m.list.odd.codes)
	}
	return func(yield func(Market) bool) {
		var letters []byte
		for i := range m.list.set.all {
			letters = append(letters, pairOf(i)...)
		}
		codes := string(letters)
		for i := 0; i < len(codes); i += 2 {
			if !yield(Market(codes[i : i+2])) {
				return
			}
		}
	}
}

// Len returns the number of markets.
func (m Markets) Len() int {
	switch {
	case m.list == nil:
		return 0
	case m.list.odd != nil:
		return len(m.list.odd.codes)
	}
	return m.list.set.len()
}

// IsZero reports whether there is no list at all: the API did not send one, as
// in development mode. An empty list says that the thing is not available
// anywhere.
func (m Markets) IsZero() bool { return m.list == nil }

// Equal reports whether both have the same markets in the same order, or both have
// no list.
func (m Markets) Equal(other Markets) bool {
	switch {
	case m.list == other.list:
		return true
	case m.list == nil || other.list == nil || (m.list.odd == nil) != (other.list.odd == nil):
		return false
	case m.list.odd != nil:
		return slices.Equal(m.list.odd.codes, other.list.odd.codes)
	}
	return m.list.set == other.list.set
}

// String returns the markets, separated by commas.
func (m Markets) String() string {
	var b strings.Builder
	for code := range m.All() {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(code))
	}
	return b.String()
}

// MarshalJSON encodes the list as an array of codes, the zero value as null.
func (m Markets) MarshalJSON() ([]byte, error) { return marshal(m.encode) }

// UnmarshalJSON decodes an array of codes, which may be any strings. From null it
// makes the zero value.
func (m *Markets) UnmarshalJSON(data []byte) error { return unmarshal(data, m.decode) }

// A marketSet has one bit for each pair of capital letters, AA to ZZ.
type marketSet [(26*26 + 63) / 64]uint64

func (s *marketSet) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s *marketSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s *marketSet) len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// all yields the pairs in the order of the alphabet.
func (s *marketSet) all(yield func(i int) bool) {
	for at, word := range s {
		for ; word != 0; word &= word - 1 {
			if !yield(64*at + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}

// marketIndex is the place of a code of two capital letters among all of them.
func marketIndex(code Market) (int, bool) {
	if len(code) != 2 {
		return 0, false
	}
	return pairIndex(code[0], code[1])
}

func pairIndex(a, b byte) (int, bool) {
	a, b = a-'A', b-'A'
	return int(a)*26 + int(b), a < 26 && b < 26
}

func pairOf(i int) []byte { return []byte{byte('A' + i/26), byte('A' + i%26)} }

// encode writes the list as an array of codes, the zero value as null.
func (m *Markets) encode(e *encoder) {
	switch {
	case m.list == nil:
		e.null()
	case m.list.odd != nil:
		encodeList(e, m.list.odd.codes, encodeText)
	case !e.markets.repeat(e, m.list):
		start := len(e.buf)
		e.beginList()
		for i := range m.list.set.all {
			e.buf = append(e.buf, '"', byte('A'+i/26), byte('A'+i%26), '"', ',')
		}
		e.endList()
		e.markets.add(m.list, start, len(e.buf)-1) // the comma may be taken back
	}
}

// writtenMarkets knows where in the text some lists have been written: those that
// tracks share need not be written anew.
type writtenMarkets struct {
	lists [16]writtenList
	next  int
}

type writtenList struct {
	list       *marketList
	start, end int
}

func (w *writtenMarkets) repeat(e *encoder, list *marketList) bool {
	for i := range w.lists {
		if written := &w.lists[i]; written.list == list {
			e.buf = append(append(e.buf, e.buf[written.start:written.end]...), ',')
			return true
		}
	}
	return false
}

func (w *writtenMarkets) add(list *marketList, start, end int) {
	w.lists[w.next%len(w.lists)] = writtenList{list, start, end}
	w.next++
}

// decode reads an array of codes. From null it makes the zero value.
func (m *Markets) decode(d *decoder) {
	if d.null() {
		*m = Markets{}
		return
	}
	if d.depth < maxDepth {
		if last := d.markets.last(d.data[d.pos:]); last.list != nil {
			m.list = last.list
			d.pos += len(last.raw)
			return
		}
	}
	raw := d.marketsAhead()
	if d.depth < maxDepth {
		if m.list = d.markets.find(raw); m.list != nil {
			d.pos += len(raw)
			return
		}
	}
	start := d.pos
	if !d.letterPairs(raw, m) {
		var codes []Market
		decodeList(d, &codes, decodeText[Market])
		*m = NewMarkets(codes...)
	}
	if len(raw) > 0 && d.err == nil && d.pos == start+len(raw) {
		d.markets.add(raw, m.list)
	}
}

// marketsAhead returns the text of an array up to the next closing bracket. This is
// all of the array, if that has nothing but plain codes. It is empty for other values.
func (d *decoder) marketsAhead() []byte {
	if d.peek() != '[' {
		return nil
	}
	rest := d.data[d.pos:]
	return rest[:bytes.IndexByte(rest, ']')+1]
}

// letterPairs reads an array of codes of two capital letters in the order of the
// alphabet, as compact as the API sends it. It reports false for all others.
func (d *decoder) letterPairs(raw []byte, m *Markets) bool {
	const (
		pair   = len(`"AA",`)
		quotes = 0xFF0000FF // their places in a word
	)
	if d.depth == maxDepth || len(raw) <= pair || raw[0] != '[' || (len(raw)-1)%pair != 0 {
		return false
	}
	var set marketSet
	var word uint64 // of the set at the place of the last code
	at, last := 0, -1
	for p := 1; p < len(raw)-1; p += pair {
		text := raw[p : p+pair]
		code := binary.LittleEndian.Uint32(text)
		i, ok := pairIndex(byte(code>>8), byte(code>>16))
		if code&quotes != '"'|'"'<<24 || !ok || i <= last || text[4] != ',' && text[4] != ']' {
			return false
		}
		if i/64 != at {
			set[at] = word
			word, at = 0, i/64
		}
		word |= 1 << (i % 64)
		last = i
	}
	set[at] = word
	m.list = newMarketList(d)
	m.list.set = set
	d.pos += len(raw)
	return true
}

// newMarketList is allot for lists of markets, of which a document has most near its
// beginning: those that come later are known by then.
func newMarketList(d *decoder) *marketList {
	const few = 8
	if s := slabOf[marketList](d); len(s.free) == 0 {
		s.free = filled[marketList](few)
	}
	return allot[marketList](d)
}

// A marketMemo knows the lists of the present document by their text: the tracks of
// a page share a few.
type marketMemo struct {
	hashes []uint32
	lists  []rememberedMarkets
	recent [2]rememberedMarkets // those of a track and its album, mostly
}

type rememberedMarkets struct {
	raw  []byte
	list *marketList
}

// maxRemembered bounds the search for a list.
const maxRemembered = 64

// last returns one of the lists that came last, if the text begins with it.
func (m *marketMemo) last(text []byte) rememberedMarkets {
	for _, r := range m.recent {
		// Lists begin alike, but seldom end at the same place.
		if n := len(r.raw); n > 0 && n <= len(text) && text[n-1] == ']' && string(text[:n]) == string(r.raw) {
			return r
		}
	}
	return rememberedMarkets{}
}

func (m *marketMemo) find(raw []byte) *marketList {
	h := hashMarkets(raw)
	for i, other := range m.hashes {
		if other == h && bytes.Equal(m.lists[i].raw, raw) {
			m.recent[0], m.recent[1] = m.recent[1], m.lists[i]
			return m.lists[i].list
		}
	}
	return nil
}

func (m *marketMemo) add(raw []byte, list *marketList) {
	if len(m.lists) < maxRemembered {
		m.hashes = append(m.hashes, hashMarkets(raw))
		m.lists = append(m.lists, rememberedMarkets{raw, list})
	}
	m.recent[0], m.recent[1] = m.recent[1], rememberedMarkets{raw, list}
}

func (m *marketMemo) reset() {
	clear(m.lists)
	m.hashes, m.lists = m.hashes[:0], m.lists[:0]
	m.recent = [2]rememberedMarkets{}
}

// hashMarkets looks at the length and some of the codes. Lists that differ
// elsewhere are told apart by comparing them.
func hashMarkets(raw []byte) uint32 {
	n := len(raw)
	h := uint64(n)
	if n >= 64 {
		for i := 1; i <= 8; i++ {
			h = (h ^ binary.LittleEndian.Uint64(raw[i*(n-8)/8:])) * spread
		}
	}
	return uint32(h >> 32)
}

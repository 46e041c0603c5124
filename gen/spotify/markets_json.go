package spotify

import (
	"bytes"
	"encoding/binary"
)

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

// decode reads an array of codes. null gives the zero value.
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

// marketsAhead returns the text of an array up to the next closing bracket. It is all
// of the array, if that has nothing but plain codes. It is empty for what is none.
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
	last := -1
	for p := 1; p < len(raw)-1; p += pair {
		code := binary.LittleEndian.Uint32(raw[p:])
		i, ok := pairIndex(byte(code>>8), byte(code>>16))
		if code&quotes != '"'|'"'<<24 || !ok || i <= last {
			return false
		}
		if end := raw[p+4]; end != ',' && end != ']' {
			return false
		}
		set.add(i)
		last = i
	}
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
		if r.list != nil && bytes.HasPrefix(text, r.raw) {
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

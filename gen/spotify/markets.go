package spotify

import (
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

// UnmarshalJSON decodes an array of codes, which may be any strings. null gives
// the zero value.
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

package spotify

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
)

// A Market is a country in which Spotify sells: an ISO 3166-1 alpha-2 code like
// "SE".
type Market string

// MarketFromToken stands for the country of the user whose token is used.
const MarketFromToken Market = "from_token"

// wellFormed says nothing about whether there is such a country.
func (m Market) wellFormed() bool {
	return m == MarketFromToken || len(m) == 2 && isLetter(m[0]) && isLetter(m[1])
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

// Markets is the list of markets in which something is available. It is a small
// value that shares an immutable list with its copies, and safe for use by several
// goroutines. The zero value is for "not sent", which is not the same as a list
// of none: see [Markets.IsZero]. Compare two with [Markets.Equal].
type Markets struct {
	list *marketList
}

// marketList is never changed once it is in a Markets.
type marketList struct {
	codes []Market            // in wire order
	set   marketSet           // those of two capital letters
	other map[Market]struct{} // the others, nil if there are none
}

// NewMarkets returns a list of these markets, in this order. Without any, it
// returns the list of none, which is not the zero value.
func NewMarkets(codes ...Market) Markets { return ownMarkets(slices.Clone(codes)) }

// ownMarkets is NewMarkets for a slice that nobody else holds.
func ownMarkets(codes []Market) Markets {
	list := &marketList{codes: codes}
	for _, code := range codes {
		if list.set.add(code) {
			continue
		}
		if list.other == nil {
			list.other = make(map[Market]struct{})
		}
		list.other[code] = struct{}{}
	}
	return Markets{list}
}

// Has reports whether a market is in the list. It takes the same time for lists of
// any length.
func (m Markets) Has(code Market) bool {
	if m.list == nil {
		return false
	}
	if m.list.set.has(code) {
		return true
	}
	_, ok := m.list.other[code]
	return ok
}

// All yields the markets in the order in which the API listed them.
func (m Markets) All() iter.Seq[Market] { return slices.Values(m.codes()) }

// Len returns the number of markets.
func (m Markets) Len() int { return len(m.codes()) }

// IsZero reports whether there is no list at all: the API did not send it, as it
// does not in development mode. A list of none says that the thing is available
// nowhere.
func (m Markets) IsZero() bool { return m.list == nil }

// Equal reports whether both have the same markets in the same order, or both have
// no list.
func (m Markets) Equal(other Markets) bool {
	return m.list == other.list ||
		m.IsZero() == other.IsZero() && slices.Equal(m.codes(), other.codes())
}

// String returns the markets, separated by commas.
func (m Markets) String() string {
	var b strings.Builder
	for i, code := range m.codes() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(code))
	}
	return b.String()
}

// MarshalJSON encodes the list as an array of codes, the zero value as null.
func (m Markets) MarshalJSON() ([]byte, error) {
	if m.list == nil {
		return []byte("null"), nil
	}
	if m.Len() == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal(m.list.codes)
}

// UnmarshalJSON decodes an array of codes; any are admitted. null gives the zero
// value.
func (m *Markets) UnmarshalJSON(data []byte) error {
	var codes []Market
	if err := json.Unmarshal(data, &codes); err != nil {
		return err
	}
	*m = Markets{}
	if codes != nil {
		*m = ownMarkets(codes)
	}
	return nil
}

func (m Markets) codes() []Market {
	if m.list == nil {
		return nil
	}
	return m.list.codes
}

// A marketSet has one bit for each pair of capital letters, AA to ZZ.
type marketSet [(26*26 + 63) / 64]uint64

// add reports whether the set can hold the code, and adds it.
func (s *marketSet) add(code Market) bool {
	i, ok := marketIndex(code)
	if ok {
		s[i/64] |= 1 << (i % 64)
	}
	return ok
}

func (s *marketSet) has(code Market) bool {
	i, ok := marketIndex(code)
	return ok && s[i/64]&(1<<(i%64)) != 0
}

func marketIndex(code Market) (int, bool) {
	if len(code) != 2 || !isCapital(code[0]) || !isCapital(code[1]) {
		return 0, false
	}
	return int(code[0]-'A')*26 + int(code[1]-'A'), true
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

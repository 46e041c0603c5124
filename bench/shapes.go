package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bytedance/sonic"
)

// A shape is a body that differs from the others in how much of it repeats, in the order
// of its keys, or in its size: decoders remember what they have seen, and guess what comes
// next. Only this package, the fastest reader of lean structs, and sonic.Valid read them.
type shape struct {
	kind  string // of readers
	title string
	make  func(seed uint64) body
}

// The kinds of small bodies, which only shapes are of.
const (
	oneTrack = "track"
	player   = "player"
)

func shapes() []shape {
	playlistOf := func(v variety) func(seed uint64) body {
		return func(seed uint64) body {
			items, names := playlistPage(newCatalogOf(seed, v), true)
			return body{items.appendJSON(nil), names}
		}
	}
	shuffledPlaylist := func(markets bool) func(seed uint64) body {
		return func(seed uint64) body {
			c := newCatalog(seed)
			items, names := playlistPage(c, markets)
			return body{shuffled(c, items).(object).appendJSON(nil), names}
		}
	}
	return []shape{
		{playlist, "100 playlist items of one album", playlistOf(variety{artists: 1, albums: 1, markets: 1, users: 1})},
		{playlist, "100 playlist items, of which hardly anything repeats", playlistOf(variety{artists: 2000, albums: 100, markets: 100, users: 500})},
		{playlist, "100 playlist items, keys in any order", shuffledPlaylist(true)},
		{noMarkets, "100 playlist items without markets, keys in any order", shuffledPlaylist(false)},
		{oneTrack, "a track", trackBody},
		{player, "the state of a player", playerBody},
	}
}

// shuffled returns a value with the properties of each object in it in an order of its own.
func shuffled(c *catalog, value any) any {
	switch value := value.(type) {
	case object:
		value = slices.Clone(value)
		for i := range value {
			value[i].value = shuffled(c, value[i].value)
		}
		c.random.Shuffle(len(value), func(i, j int) { value[i], value[j] = value[j], value[i] })
		return value
	case []object:
		value = slices.Clone(value)
		for i := range value {
			value[i] = shuffled(c, value[i]).(object)
		}
		return value
	}
	return value
}

// shapeReaders are those that read a shape.
func shapeReaders(kind string) []reader {
	return append(spotgenReaders(kind), sonicLeanReader(kind), keepingNothing(sonicValid, validBy(sonic.Valid)))
}

// benchShapes measures each shape.
func benchShapes(e effort) ([]table, error) {
	var tables []table
	for _, s := range shapes() {
		rows, err := measureReaders(shapeReaders(s.kind), s.make(1), e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.title, err)
		}
		tables = append(tables, table{s.kind, s.title, rows})
	}
	return tables, nil
}

// writeShapes writes a line for each shape.
func writeShapes(b *strings.Builder, r report, heading string) {
	if len(r.Shapes) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s Decoding answers of other shapes\n\n", heading)
	b.WriteString("| | kB | µs | MB/s | time / sonic, lean structs | time / sonic.Valid |\n|---|---:|---:|---:|---:|---:|\n")
	for _, t := range r.Shapes {
		ours, lean, valid := t.Rows[0], t.Rows[1], t.Rows[2]
		fmt.Fprintf(b, "| %s | %d | %.1f | %s | %.2f | %.2f |\n", t.Title, kilobytes(ours.Size), ours.Nanoseconds/1e3,
			grouped(float64(ours.Size)*1e3/ours.Nanoseconds), ours.Nanoseconds/lean.Nanoseconds, ours.Nanoseconds/valid.Nanoseconds)
	}
}

package spotify

import (
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

// This is the inflating half of DEFLATE (RFC 1951), from a slice to a slice. The decoder of
// compress/flate works for streams: it keeps a window, and copies every byte out of it.
// With the whole input and output at hand, a compressed answer takes less than half of
// that time; see docs/performance.md.

var (
	errDeflate  = errors.New("the compressed data are damaged")
	errTooLarge = errors.New("the data are larger than the limit")
)

// Bits of a code that are looked up at once. Longer codes take a second step.
const (
	litBits  = 11
	distBits = 8
	metaBits = 7 // no code of the code lengths is longer
)

const (
	// inputPad is how many zero bytes have to follow the input: an iteration reads up to
	// three words of eight bytes, of which it may use seven.
	inputPad = 32
	// outputRoom is what an iteration may write: literals and a match, of which short ones
	// are written as shortMatch bytes.
	outputRoom = 3 + maxMatch + shortMatch
	shortMatch = 32
	maxMatch   = 258
)

// An entry of a table tells what a code means:
//
//	bits 0–7    how many bits it has; in a second table, without those of the first
//	bits 8–11   how many extra bits follow
//	bits 12–15  what it is
//	bits 16–31  a literal, the base of a length or distance, or where the second table begins
//
// An entry of 0 is no code.
type entry uint32

const (
	isLiteral entry = 1 << (12 + iota)
	isEnd
	isLink
	isUnused // DEFLATE has no meaning for the symbol
)

func (e entry) bits() uint    { return uint(e & 0xff) }
func (e entry) extra() uint   { return uint(e >> 8 & 0xf) }
func (e entry) value() uint32 { return uint32(e >> 16) }

// An inflater decompresses. It is large, so it is used again.
type inflater struct {
	in  []byte // with inputPad
	end int    // of in, without inputPad
	pos int    // of the next byte to load

	// hold has count bits that have been loaded. Above them it may have bits of the
	// following bytes, which are loaded once more.
	hold  uint64
	count uint

	out []byte // its length is its capacity
	n   int    // of out that is written
	max int    // of n
	min int    // where the stream begins, before which no distance reaches

	lit, dist table
	fixed     bool // the tables are those of fixed blocks
	lengths   [288 + 32]uint8
}

// inflate decompresses one stream from src, which inputPad bytes follow that are not part
// of it, and appends it to dst. It returns the result and how many bytes it has read.
func (f *inflater) inflate(dst, src []byte, limit int) (out []byte, read int, err error) {
	f.in, f.end = src, len(src)-inputPad
	f.pos, f.hold, f.count = 0, 0, 0
	f.out, f.n, f.min, f.max = dst[:cap(dst)], len(dst), len(dst), len(dst)+limit
	defer func() { f.in, f.out = nil, nil }()
	for final := false; !final && err == nil; {
		f.refill()
		final = f.take(1) == 1
		switch f.take(2) {
		case 0:
			err = f.stored()
		case 1:
			f.setFixed()
			err = f.block()
		case 2:
			if err = f.readTables(); err == nil {
				err = f.block()
			}
		default:
			err = errDeflate
		}
		if f.consumed() > f.end {
			err = io.ErrUnexpectedEOF
		}
	}
	return f.out[:f.n], f.consumed(), err
}

// consumed returns how many bytes of the input have been used, the last one maybe in part.
func (f *inflater) consumed() int { return f.pos - int(f.count/8) }

// refill loads bits until there are at least 56. Behind the input it loads zeros, and stays
// where it is once there are none left.
func (f *inflater) refill() {
	if f.pos > len(f.in)-8 {
		f.count |= 56 // of zeros
		return
	}
	f.hold |= binary.LittleEndian.Uint64(f.in[f.pos:]) << (f.count & 63)
	f.pos += int(63-f.count) >> 3
	f.count |= 56
}

func (f *inflater) take(n uint) uint64 {
	v := f.hold & (1<<n - 1)
	f.hold >>= n
	f.count -= n
	return v
}

// grow makes room for as many bytes.
func (f *inflater) grow(room int) error {
	if f.n > f.max {
		return errTooLarge
	}
	if len(f.out)-f.n >= room {
		return nil
	}
	size := f.max
	if len(f.out) < f.max/2 {
		size = 2 * len(f.out)
	}
	more := make([]byte, size+room+outputRoom)
	copy(more, f.out[:f.n])
	f.out = more[:cap(more)]
	return nil
}

// stored copies a block that is not compressed.
func (f *inflater) stored() error {
	start := f.consumed()
	f.hold, f.count = 0, 0
	if start+4 > f.end {
		f.pos = f.end + 1
		return io.ErrUnexpectedEOF
	}
	size, check := binary.LittleEndian.Uint16(f.in[start:]), binary.LittleEndian.Uint16(f.in[start+2:])
	f.pos = start + 4 + int(size)
	switch {
	case size != ^check:
		return errDeflate
	case f.pos > f.end:
		return io.ErrUnexpectedEOF
	}
	if err := f.grow(int(size)); err != nil {
		return err
	}
	f.n += copy(f.out[f.n:], f.in[start+4:f.pos])
	if f.n > f.max {
		return errTooLarge
	}
	return nil
}

// block decompresses a block with the codes of the tables. The state is in variables of
// its own, because the compiler keeps these in registers.
func (f *inflater) block() error {
	in, out, pos, n, hold, count := f.in, f.out, f.pos, f.n, f.hold, f.count
	lits, dists := f.lit.entries, f.dist.entries
	lit, dist := (*[1 << litBits]entry)(lits), (*[1 << distBits]entry)(dists) // so that no index is checked
	var err error
	for {
		if pos > f.end+8 { // more than what is loaded ahead
			err = io.ErrUnexpectedEOF
			break
		}
		if len(out)-n < outputRoom || n > f.max {
			f.n = n
			if err = f.grow(outputRoom); err != nil {
				break
			}
			out = f.out
		}
		hold |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
		pos += int(63-count) >> 3
		count |= 56
		e := lit[hold&(1<<litBits-1)]
		if e&isLiteral != 0 {
			hold >>= e & 63
			count -= e.bits()
			out[n] = byte(e >> 16)
			n++
			e = lit[hold&(1<<litBits-1)]
			if e&isLiteral != 0 {
				hold >>= e & 63
				count -= e.bits()
				out[n] = byte(e >> 16)
				n++
				e = lit[hold&(1<<litBits-1)]
				if e&isLiteral != 0 {
					hold >>= e & 63
					count -= e.bits()
					out[n] = byte(e >> 16)
					n++
					continue
				}
			}
			hold |= binary.LittleEndian.Uint64(in[pos:]) << (count & 63)
			pos += int(63-count) >> 3
			count |= 56
		}
		if e&isLink != 0 {
			hold >>= e & 63
			count -= e.bits()
			e = lits[uint64(e.value())+hold&(1<<e.extra()-1)]
		}
		hold >>= e & 63
		count -= e.bits()
		if e&isLiteral != 0 {
			out[n] = byte(e >> 16)
			n++
			continue
		}
		if e&isEnd != 0 {
			break
		}
		if e == 0 || e&isUnused != 0 {
			err = errDeflate
			break
		}
		length := int(e.value()) + int(hold&(1<<e.extra()-1))
		hold >>= e.extra()
		count -= e.extra()

		e = dist[hold&(1<<distBits-1)]
		if e&isLink != 0 {
			hold >>= e & 63
			count -= e.bits()
			e = dists[uint64(e.value())+hold&(1<<e.extra()-1)]
		}
		hold >>= e & 63
		count -= e.bits()
		distance := int(e.value()) + int(hold&(1<<e.extra()-1))
		hold >>= e.extra()
		count -= e.extra()
		if e == 0 || e&isUnused != 0 || distance > n-f.min {
			err = errDeflate
			break
		}
		if from := n - distance; length <= shortMatch && distance >= 16 {
			// Two copies of fixed size cost less than to find out how many are needed.
			*(*[16]byte)(out[n:]) = *(*[16]byte)(out[from:])
			*(*[16]byte)(out[n+16:]) = *(*[16]byte)(out[from+16:])
		} else {
			copyMatch(out, n, distance, length)
		}
		n += length
	}
	f.out, f.pos, f.n, f.hold, f.count = out, pos, n, hold, count
	if err == nil && n > f.max {
		err = errTooLarge
	}
	return err
}

// copyMatch repeats what stands at a distance before n, where that may overlap with what is
// written.
func copyMatch(out []byte, n, distance, length int) {
	from := n - distance
	for copied := 0; copied < length; {
		copied += copy(out[n+copied:n+length], out[from:n+copied])
	}
}

// A table maps the next bits of the input to the codes that they begin with.
type table struct {
	entries []entry
	bits    uint // of a code that the first step looks up
}

// setFixed makes the tables those of blocks that have no tables of their own.
func (f *inflater) setFixed() {
	if f.fixed {
		return
	}
	lengths := f.lengths[:288]
	for i := range lengths {
		switch {
		case i < 144:
			lengths[i] = 8
		case i < 256:
			lengths[i] = 9
		case i < 280:
			lengths[i] = 7
		default:
			lengths[i] = 8
		}
	}
	f.lit.build(lengths, litBits, literalEntry)
	lengths = f.lengths[:32]
	for i := range lengths {
		lengths[i] = 5
	}
	f.dist.build(lengths, distBits, distanceEntry)
	f.fixed = true
}

// readTables reads the codes of a block.
func (f *inflater) readTables() error {
	f.fixed = false
	literals, distances, metas := int(f.take(5))+257, int(f.take(5))+1, int(f.take(4))+4
	if literals > 286 || distances > 30 {
		return errDeflate
	}
	order := [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
	var metaLengths [19]uint8
	for _, symbol := range order[:metas] {
		f.refill()
		metaLengths[symbol] = uint8(f.take(3))
	}
	// The codes of the lengths stand where those of the distances will.
	if !f.dist.build(metaLengths[:], metaBits, plainEntry) {
		return errDeflate
	}
	if err := f.readLengths(f.lengths[:literals+distances]); err != nil {
		return err
	}
	if !f.lit.build(f.lengths[:literals], litBits, literalEntry) || !f.dist.build(f.lengths[literals:literals+distances], distBits, distanceEntry) {
		return errDeflate
	}
	return nil
}

// readLengths reads how long the codes are, which are compressed too.
func (f *inflater) readLengths(lengths []uint8) error {
	for i := 0; i < len(lengths); {
		f.refill()
		e := f.dist.entries[f.hold&(1<<f.dist.bits-1)]
		if e == 0 {
			return errDeflate
		}
		f.take(e.bits())
		var value uint8
		repeat := 1
		switch symbol := e.value(); symbol {
		default:
			value = uint8(symbol)
		case 16:
			if i == 0 {
				return errDeflate
			}
			value, repeat = lengths[i-1], 3+int(f.take(2))
		case 17:
			repeat = 3 + int(f.take(3))
		case 18:
			repeat = 11 + int(f.take(7))
		}
		if i+repeat > len(lengths) {
			return errDeflate
		}
		for range repeat {
			lengths[i] = value
			i++
		}
	}
	return nil
}

// build makes the table of canonical codes, of which the lengths of all symbols are known;
// 0 is a symbol without a code. It reports whether these can be codes: each sequence of
// bits has to begin with one, but that there may be a single code of one bit, or none.
func (t *table) build(lengths []uint8, most uint, entryOf func(symbol int) entry) bool {
	var counts [16]int
	longest := uint(0)
	for _, n := range lengths {
		counts[n]++
		longest = max(longest, uint(n))
	}
	t.bits = most
	t.entries = append(t.entries[:0], make([]entry, 1<<most)...)
	if longest == 0 {
		return true
	}
	var next [16]uint32
	code := uint32(0)
	for n := uint(1); n <= longest; n++ {
		code <<= 1
		next[n] = code
		code += uint32(counts[n])
	}
	if code != 1<<longest && (code != 1 || longest != 1) {
		return false
	}
	for symbol, length := range lengths {
		if length > 0 {
			n := uint(length)
			t.add(bits.Reverse32(next[n])>>(32-n), n, longest, entryOf(symbol))
			next[n]++
		}
	}
	return true
}

// add notes a code of n bits, whose first bit is the lowest one. The entry does not have
// its bits yet.
func (t *table) add(code uint32, n, longest uint, e entry) {
	if n <= t.bits {
		fill(t.entries[:1<<t.bits], code, n, e|entry(n))
		return
	}
	first := &t.entries[code&(1<<t.bits-1)]
	rest := longest - t.bits
	if *first == 0 {
		*first = isLink | entry(len(t.entries))<<16 | entry(rest)<<8 | entry(t.bits)
		link := *first
		t.entries = append(t.entries, make([]entry, 1<<rest)...)
		first = &link
	}
	start := first.value()
	n -= t.bits
	fill(t.entries[start:start+1<<rest], code>>t.bits, n, e|entry(n))
}

// fill notes an entry wherever the lowest n bits are the code.
func fill(entries []entry, code uint32, n uint, e entry) {
	for i := int(code); i < len(entries); i += 1 << n {
		entries[i] = e
	}
}

func plainEntry(symbol int) entry { return entry(symbol) << 16 }

// literalEntry tells what a symbol of the codes for literals and lengths means, without
// its bits.
func literalEntry(symbol int) entry {
	switch {
	case symbol < 256:
		return isLiteral | entry(symbol)<<16
	case symbol == 256:
		return isEnd
	case symbol < 265:
		return entry(symbol-257+3) << 16
	case symbol < 285:
		extra := (symbol - 261) / 4
		return entry((4+(symbol-261)%4)<<extra+3)<<16 | entry(extra)<<8
	case symbol == 285:
		return maxMatch << 16
	}
	return isUnused
}

// distanceEntry does so for the codes of distances.
func distanceEntry(symbol int) entry {
	switch {
	case symbol < 4:
		return entry(symbol+1) << 16
	case symbol < 30:
		extra := symbol/2 - 1
		return entry((2+symbol%2)<<extra+1)<<16 | entry(extra)<<8
	}
	return isUnused
}

package spotify

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

func isDigit(c byte) bool { return c-'0' < 10 }

// int reads an integer. null leaves p as it is.
func (d *decoder) int(p *int) {
	d.peek()
	start := d.pos
	n, ok := d.integer()
	switch {
	case !ok:
	case int64(int(n)) != n:
		d.outOfRange(start)
	default:
		*p = int(n)
	}
}

// int64 reads an integer. null leaves p as it is.
func (d *decoder) int64(p *int64) {
	if n, ok := d.integer(); ok {
		*p = n
	}
}

// maxPlainDigits is how many digits an int64 can always hold.
const maxPlainDigits = 18

// integer reads an integer. The API has sent 640.0 and 1.1113535E7 for some
// (docs/facts/mismatches.md M30): every number is one whose value is. ok is false for
// null, and after a mistake.
func (d *decoder) integer() (n int64, ok bool) {
	c := d.peek()
	p := d.pos
	negative := c == '-'
	if negative {
		p++
	}
	first := p
	for p < len(d.data) && isDigit(d.data[p]) && p-first < maxPlainDigits {
		n = n*10 + int64(d.data[p]-'0')
		p++
	}
	if p == first || d.data[first] == '0' && p > first+1 || p < len(d.data) && isNumeric(d.data[p]) {
		return d.oddInteger()
	}
	d.pos = p
	if negative {
		n = -n
	}
	return n, true
}

// isNumeric reports whether a byte goes on with a number.
func isNumeric(c byte) bool {
	return isDigit(c) || c == '.' || c|0x20 == 'e' || c == '+' || c == '-'
}

// oddInteger reads what is not just some digits.
func (d *decoder) oddInteger() (n int64, ok bool) {
	start := d.pos
	switch c := d.peek(); {
	case c == 'n':
		d.null()
		return 0, false
	case c != '-' && !isDigit(c):
		d.mismatch("an integer")
		return 0, false
	}
	text, ok := d.number()
	if !ok {
		return 0, false
	}
	n, fits := exactInteger(text)
	if !fits {
		d.outOfRange(start)
	}
	if bytes.ContainsAny(text, ".eE") {
		d.noteBent(start)
	}
	return n, fits
}

func (d *decoder) outOfRange(at int) {
	end := at
	for end < len(d.data) && isNumeric(d.data[end]) {
		end++
	}
	d.fail(at, fmt.Errorf("%s is not an integer, or too large for one", quote(string(d.data[at:min(end, at+2*maxQuoted)]))))
}

// exactInteger converts a number of JSON if its value is an integer that fits. It
// looks at the digits, because a float64 would round beyond 2⁵³.
func exactInteger(text []byte) (n int64, ok bool) {
	negative := text[0] == '-'
	if negative {
		text = text[1:]
	}
	digits, exponent := significand(text)
	switch {
	case len(digits) == 0:
		return 0, true
	case exponent < 0, len(digits)+exponent > 19:
		return 0, false
	}
	var magnitude uint64 // of 19 digits at most: it cannot overflow
	for _, c := range digits {
		magnitude = magnitude*10 + uint64(c-'0')
	}
	for range exponent {
		magnitude *= 10
	}
	switch {
	case negative && magnitude <= 1<<63:
		return -int64(magnitude), true // -1<<63 is its own negative
	case !negative && magnitude <= math.MaxInt64:
		return int64(magnitude), true
	}
	return 0, false
}

// maxExponent is larger than the number of digits of any text, so that exponents
// beyond it are all the same.
const maxExponent = math.MaxInt32 / 2

// significand takes a number apart into digits that neither begin nor end with 0,
// and the power of ten by which they are multiplied. Zero has no digits.
func significand(text []byte) (digits []byte, exponent int) {
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		exponent = clampedExponent(text[i+1:])
		text = text[:i]
	}
	whole, fraction, _ := bytes.Cut(text, []byte("."))
	if len(fraction) > 0 {
		digits = append(append(digits, whole...), fraction...)
		exponent -= len(fraction)
	} else {
		digits = whole
	}
	digits = bytes.TrimLeft(digits, "0")
	significant := bytes.TrimRight(digits, "0")
	return significant, exponent + len(digits) - len(significant)
}

func clampedExponent(text []byte) int {
	negative := text[0] == '-'
	exponent := 0
	for _, c := range bytes.TrimLeft(text, "+-") {
		exponent = min(exponent*10+int(c-'0'), maxExponent)
	}
	if negative {
		return -exponent
	}
	return exponent
}

// number reads a number of JSON, as text.
func (d *decoder) number() (text []byte, ok bool) {
	start := d.pos
	p := start
	if p < len(d.data) && d.data[p] == '-' {
		p++
	}
	whole := p
	p = d.digits(p)
	switch {
	case p == whole && start == whole:
		d.unexpected("a value")
		return nil, false
	case p == whole:
		d.pos = p
		d.unexpected("a digit")
		return nil, false
	case d.data[whole] == '0' && p > whole+1:
		d.fail(whole, fmt.Errorf("a number begins with 0"))
		return nil, false
	}
	if p < len(d.data) && d.data[p] == '.' {
		if p, ok = d.someDigits(p + 1); !ok {
			return nil, false
		}
	}
	if p < len(d.data) && d.data[p]|0x20 == 'e' {
		p++
		if p < len(d.data) && (d.data[p] == '+' || d.data[p] == '-') {
			p++
		}
		if p, ok = d.someDigits(p); !ok {
			return nil, false
		}
	}
	d.pos = p
	return d.data[start:p], true
}

// digits returns the position behind the digits that begin at p.
func (d *decoder) digits(p int) int {
	for p < len(d.data) && isDigit(d.data[p]) {
		p++
	}
	return p
}

// someDigits is digits where there must be one.
func (d *decoder) someDigits(p int) (end int, ok bool) {
	end = d.digits(p)
	if end == p {
		d.pos = p
		d.unexpected("a digit")
		return end, false
	}
	return end, true
}

// powersOfTen are those that a float64 holds exactly.
var powersOfTen = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// float64 reads a number. null leaves p as it is.
func (d *decoder) float64(p *float64) {
	switch c := d.peek(); {
	case c == 'n':
		d.null()
		return
	case c != '-' && !isDigit(c):
		d.mismatch("a number")
		return
	}
	if f, end, ok := plainFloat(d.data, d.pos); ok {
		*p, d.pos = f, end
		return
	}
	start := d.pos
	text, ok := d.number()
	if !ok {
		return
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		d.fail(start, fmt.Errorf("%s is too large for a floating-point number", quote(string(text[:min(len(text), 2*maxQuoted)]))))
		return
	}
	*p = f
}

// plainFloat reads a number without an exponent and with so few digits that both
// they and the power of ten by which they are divided are exact; then so is the
// rounding of the division. It reports false for all others.
func plainFloat(data []byte, p int) (f float64, end int, ok bool) {
	const maxDigits = 15
	negative := data[p] == '-'
	if negative {
		p++
	}
	first := p
	var mantissa uint64
	for p < len(data) && isDigit(data[p]) && p-first <= maxDigits {
		mantissa = mantissa*10 + uint64(data[p]-'0')
		p++
	}
	digits, places := p-first, 0
	if digits == 0 || data[first] == '0' && digits > 1 {
		return 0, 0, false
	}
	if p < len(data) && data[p] == '.' {
		p++
		point := p
		for p < len(data) && isDigit(data[p]) && p-first <= maxDigits+1 {
			mantissa = mantissa*10 + uint64(data[p]-'0')
			p++
		}
		places = p - point
		if places == 0 {
			return 0, 0, false
		}
	}
	if digits+places > maxDigits || p < len(data) && isNumeric(data[p]) {
		return 0, 0, false
	}
	f = float64(mantissa) / powersOfTen[places]
	if negative {
		f = -f
	}
	return f, p, true
}

// intWithin is int for an integer that may come as a property of an object, as the
// length of local files has (docs/facts/mismatches.md M31).
func (d *decoder) intWithin(p *int, property string) {
	if d.peek() == '{' {
		start := d.pos
		d.property(property, func() { d.int(p) })
		d.noteBent(start)
		return
	}
	d.int(p)
}

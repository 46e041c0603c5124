package spotify

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// exactly is the value of a number if that is an integer that fits, found out in
// another way than the decoder's.
func exactly(number string) (n int64, ok bool) {
	digits, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	if !strings.ContainsAny(digits, "123456789") {
		return 0, true
	}
	exponent = strings.TrimLeft(strings.TrimLeft(exponent, "+-"), "0")
	if len(exponent) > 4 {
		return 0, false // for texts that are shorter than 1000 digits
	}
	value, valid := new(big.Rat).SetString(number)
	if !valid || !value.IsInt() || !value.Num().IsInt64() {
		return 0, false
	}
	return value.Num().Int64(), true
}

// sameNumber wants a text to be read as the numbers that it is, or refused.
func sameNumber(t *testing.T, text string) {
	t.Helper()
	data := []byte(text)
	valid := json.Valid(data)
	if err := unmarshal(data, (*decoder).skip); (err == nil) != valid {
		t.Errorf("%q: passed over with %v, valid: %t", text, err, valid)
	}

	want, exact := int64(77), false
	if valid {
		if want, exact = exactly(text); !exact {
			want = 77
		}
	} else {
		want = 77
	}
	got := int64(77)
	err := unmarshal(data, func(d *decoder) { d.int64(&got) })
	// What follows a number is seen only after it has been read.
	if (err == nil) != exact || err == nil && got != want {
		t.Errorf("%q: integer %d, %v, want %d, one: %t", text, got, err, want, exact)
	}

	fits := exact && int64(int(want)) == want
	small := 77
	if err := unmarshal(data, func(d *decoder) { d.int(&small) }); (err == nil) != fits || err == nil && int64(small) != want {
		t.Errorf("%q: int %d, %v, want %d, one: %t", text, small, err, want, fits)
	}

	f, parseErr := strconv.ParseFloat(text, 64)
	gotF := 77.0
	err = unmarshal(data, func(d *decoder) { d.float64(&gotF) })
	if (err == nil) != (valid && parseErr == nil) || err == nil && math.Float64bits(gotF) != math.Float64bits(f) {
		t.Errorf("%q: float %v, %v, want %v, %v", text, gotF, err, f, parseErr)
	}
	// Several digits are read at once where so many bytes follow.
	for _, behind := range []string{"]", ",0", ",12345678", ", \"ÿÿÿÿÿÿÿÿ", "\n\t}}}}}}}"} {
		d := &decoder{data: []byte(text + behind)}
		gotF = 77.0
		d.float64(&gotF)
		if valid && parseErr == nil && (d.err != nil || d.pos != len(text) || math.Float64bits(gotF) != math.Float64bits(f)) {
			t.Errorf("%q: float %v up to %d, %v, want %v", text+behind, gotF, d.pos, d.err, f)
		}
	}
}

// All texts of up to six of the characters that numbers have.
func TestGrammarOfNumbers(t *testing.T) {
	const alphabet = "019-+.eE"
	texts := []string{""}
	for range 6 {
		var longer []string
		for _, text := range texts {
			for _, c := range alphabet {
				longer = append(longer, text+string(c))
			}
		}
		texts = longer
		for i, text := range texts {
			// Of the longest, one in 13.
			if len(text) < 6 || i%13 == 0 {
				sameNumber(t, text)
			}
		}
	}
}

func TestIntegers(t *testing.T) {
	const none = math.MinInt64 + 1 // stands for no integer
	tests := map[string]int64{
		`0`: 0, `-0`: 0, `0.0`: 0, `-0.000`: 0, `0e5`: 0, `0E-99`: 0, `0e999999999999999999999`: 0, `0.0e-999999999999999999999`: 0,
		`1`: 1, `-1`: -1, `640.0`: 640, `1.1113535E7`: 11113535, `1.5e1`: 15, `1500e-2`: 15, `12.5e+01`: 125, `-2.50E2`: -250,
		`100000000000000000`:   100000000000000000,
		`999999999999999999`:   999999999999999999, // the longest that is read without a check
		`1000000000000000000`:  1000000000000000000,
		`9007199254740993`:     9007199254740993, // no float64
		`9007199254740993.0`:   9007199254740993,
		`9223372036854775807`:  math.MaxInt64,
		`9223372036854775808`:  none,
		`-9223372036854775808`: math.MinInt64,
		`-9223372036854775809`: none,

		`9223372036854775807.000`: math.MaxInt64, `9.223372036854775807e18`: math.MaxInt64, `92233720368547758070e-1`: math.MaxInt64,
		`9223372036854775807.5`: none, `9.223372036854775808e18`: none, `9223372036854775806.9999`: none,
		`-9223372036854775808.0`: math.MinInt64, `-9.223372036854775808e18`: math.MinInt64, `-0.9223372036854775808e19`: math.MinInt64,
		`-9.223372036854775809e18`: none, `-9223372036854775808.1`: none,
		`9999999999999999999`: none, `-9999999999999999999`: none, `10000000000000000000`: none, `18446744073709551616`: none, `18446744073709551617`: none,
		`1e18`: 1e18, `9e18`: 9e18, `1e19`: none, `-1e19`: none, `123e17`: none, `0.00001e23`: 1e18, `100e-2`: 1, `1e-1`: none, `10e-2`: none,

		`0.5`: none, `-1.5`: none, `1.0000000000000000000000001`: none, `1e-400`: none, `1e400`: none,
		`1e1000000000`: none, `-1e1000000000`: none, `1e-1000000000`: none, `1e99999999999999999999999`: none, `1e-99999999999999999999999`: none,
		`1e+0000000000000000000000002`: 100, `1000e-000000000000000000000003`: 1,
	}
	for text, want := range tests {
		got := int64(none)
		err := unmarshal([]byte(text), func(d *decoder) { d.int64(&got) })
		if (err != nil) != (want == none) || got != want {
			t.Errorf("%s: %d, %v, want %d", text, got, err, want)
		}
		sameNumber(t, text)
	}
}

// Texts of any length, which no arithmetic may overflow for.
func TestLongNumbers(t *testing.T) {
	const n = 100_000
	zeros, nines := strings.Repeat("0", n), strings.Repeat("9", n)
	tests := []struct {
		name, text string
		want       int64
		fits       bool
	}{
		{"too large", "1" + zeros, 0, false},
		{"nines", nines, 0, false},
		{"small fraction", "0." + zeros + "1", 0, false},
		{"zero", "0." + zeros, 0, true},
		{"zero with exponent", "-0." + zeros + "e" + nines, 0, true},
		{"useless fraction", "25." + zeros, 25, true},
		{"fraction at the end", "25." + zeros + "1", 0, false},
		{"made smaller", "1" + zeros + "e-" + strconv.Itoa(n), 1, true},
		{"made smaller, negative", "-12" + zeros + "e-" + strconv.Itoa(n+1), 0, false},
		{"made larger", "0." + zeros + "12e" + strconv.Itoa(n+2), 12, true},
		{"long exponent", "1e" + nines, 0, false},
		{"long negative exponent", "1e-" + nines, 0, false},
		{"exponent with zeros", "1e" + zeros + "2", 100, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n := int64(77)
			err := unmarshal([]byte(test.text), func(d *decoder) { d.int64(&n) })
			switch {
			case !test.fits:
				wantError(t, err, "is not an integer")
				if len(err.Error()) > 2*maxMessage {
					t.Errorf("an error of %d bytes", len(err.Error()))
				}
			case err != nil || n != test.want:
				t.Errorf("%d, %v, want %d", n, err, test.want)
			}
			var f float64
			err = unmarshal([]byte(test.text), func(d *decoder) { d.float64(&f) })
			switch want, parseErr := strconv.ParseFloat(test.text, 64); {
			case parseErr != nil:
				wantError(t, err, "is too large")
			case err != nil || math.Float64bits(f) != math.Float64bits(want):
				t.Errorf("%v, %v, want %v", f, err, want)
			}
		})
	}
}

// What is behind a number is no part of it.
func TestNumbersInLists(t *testing.T) {
	for _, number := range []string{"0", "-1", "1.5e0", "2.50", "123456789012345678", "1234567890123456789", "12345678901234.5", "1e2"} {
		for _, end := range []string{"]", ",2]", " ]", "\n,2]"} {
			document := []byte("[" + number + end)
			var floats []float64
			err := unmarshal(document, func(d *decoder) { decodeList(d, &floats, decodeFloat64) })
			if want, _ := strconv.ParseFloat(number, 64); err != nil || floats[0] != want {
				t.Errorf("%s: %v, %v", document, floats, err)
			}
			want, exact := exactly(number)
			var integers []int64
			err = unmarshal(document, func(d *decoder) { decodeList(d, &integers, decodeInt64) })
			if (err == nil) != exact || exact && integers[0] != want {
				t.Errorf("%s: %v, %v", document, integers, err)
			}
		}
	}
}

func TestFloats(t *testing.T) {
	for _, text := range []string{
		"0", "-0", "0.0", "-0.0", "0e0", "-0e-9", "1", "-1", "0.1", "0.2", "0.3", "3.14", "-75.123", "1e22", "1e23", "123456789012345", "1234567890123456",
		"12345678901234567", "0.123456789012345", "0.1234567890123456", "0.00000000000001", "0.000000000000001", "0.0000000000000001",
		"999999999999999", "999999999999999.9", "99999999999999.9", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740993.0",
		"1.7976931348623157e308", "1.7976931348623159e308", "1e308", "1e309", "-1e309", "4.9e-324", "2e-324", "1e-400", "2.2250738585072011e-308",
		"1e999999999", "1e-999999999", "0e999999999", "100000000000000000000000", "0.5e-0", "5E+0005", "8.41e21", "1.0000000000000002", "0.000001", "1E5",
	} {
		sameNumber(t, text)
	}
}

func TestRandomNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	digits := func(most int) string {
		var b strings.Builder
		for range 1 + r.IntN(most) {
			b.WriteByte('0' + byte(r.IntN(10)))
		}
		return b.String()
	}
	sign := func(signs ...string) string { return signs[r.IntN(len(signs))] }
	for range 100_000 {
		var text string
		switch r.IntN(8) {
		case 0: // any float64
			text = strconv.FormatFloat(math.Float64frombits(r.Uint64()), "efg"[r.IntN(3)], -1, 64)
		case 1: // as they come: tempos, loudness, durations
			text = strconv.FormatFloat((r.Float64()-0.5)*math.Pow10(r.IntN(7)), 'f', r.IntN(8), 64)
		case 2:
			text = strconv.FormatInt(int64(r.Uint64()), 10)
		case 3: // around the limits
			text = new(big.Int).Add(big.NewInt(math.MaxInt64), big.NewInt(r.Int64N(5)-2)).String()
			text = sign("", "-") + text + sign("", ".0", ".5", "e0", "0e-1")
		case 4:
			text = sign("", "-") + strings.TrimLeft(digits(17), "0") + "." + digits(17)
		default:
			text = sign("", "-") + sign(digits(22), "0", fmt.Sprint(r.IntN(1000))) + sign("", "."+digits(22), ".0") +
				sign("", "", "e"+sign("", "+", "-")+digits(2), "E"+sign("", "-")+digits(3))
		}
		sameNumber(t, text)
	}
}

// The length of a local file has come as an object (docs/facts/mismatches.md M31).
func TestIntWithin(t *testing.T) {
	for document, want := range map[string]int{
		`5`: 5, `5.0`: 5, `null`: -1, `{}`: -1, `{"ms":5}`: 5, `{"s":6,"ms":5e0,"x":[]}`: 5, `{"ms":null}`: -1,
	} {
		got := -1
		if err := unmarshal([]byte(document), func(d *decoder) { d.intWithin(&got, "ms") }); err != nil || got != want {
			t.Errorf("%s: %d, want %d; error %v", document, got, want, err)
		}
	}
	for _, document := range []string{`"5"`, `[5]`, `{"ms":"5"}`, `{"ms":{}}`, `{"ms":5`} {
		got := -1
		if err := unmarshal([]byte(document), func(d *decoder) { d.intWithin(&got, "ms") }); err == nil {
			t.Errorf("%s is read as %d", document, got)
		}
	}
}

package spotify

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// What is passed over is JSON, and nothing else is. A mistake has a place.
func FuzzDecoderSkip(f *testing.F) {
	for _, document := range []string{
		`{"a":[1,-2.5e+3,"x\u00e9\n",null,true,false,{}],"b":{"c":[]}}`, ` [ 1 , 2 ] `, `[[[[]]]]`, `"\ud83d\ude00"`, "\"a\xff\"", `[1,]`, `{"a"}`, `01`, `nul`, "\x00", ``, "\ufeff[]",
	} {
		f.Add([]byte(document))
	}
	f.Fuzz(func(t *testing.T, document []byte) {
		err := unmarshal(document, (*decoder).skip)
		text := bytes.TrimPrefix(document, []byte(byteOrderMark))
		if (err == nil) != json.Valid(text) {
			t.Fatalf("error %v, valid: %t", err, json.Valid(text))
		}
		if mistake, ok := err.(*DecodeError); ok && (mistake.Offset < 0 || mistake.Offset > int64(len(document)) || !strings.HasPrefix(mistake.Path, "$")) {
			t.Errorf("mistake at %d, %s", mistake.Offset, mistake.Path)
		}
		var raw json.RawMessage
		if unmarshal(document, func(d *decoder) { d.raw(&raw) }) == nil && raw != nil && !bytes.Equal(raw, bytes.Trim(text, " \t\r\n")) {
			t.Errorf("kept %s", raw)
		}
		// What is read of it may fail, but not otherwise than as a mistake.
		for _, read := range []func(*decoder){new(node).decode, new(keeper).decode, new(Markets).decode, new(errorObject).decode} {
			if err := unmarshal(document, read); err == nil && !json.Valid(text) {
				t.Error("read what is not JSON")
			}
		}
	})
}

// A string is what it is for encoding/json.
func FuzzDecoderString(f *testing.F) {
	for _, text := range []string{"", "plain", "long enough for eight bytes", `\"\\\/\b\f\n\r\t`, `\u00e9\ud83d\ude00\ud83d`, "\xff\xc3", "é\u2028", "a\nb", `a"b`, `a\`, "1234567\x1f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sameText(t, `"`+text+`"`) })
}

// A number is read exactly, or not at all.
func FuzzDecoderNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0.0", "123456789012345678", "9223372036854775807", "-9223372036854775808.0", "9223372036854775808", "1.1113535E7", "640.0", "1e400", "0e99999999999", "01", "1.", "-", "+1",
		"123456789012345.5", "0.000000000000001", "2.2250738585072011e-308",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Map(func(c rune) rune {
			if strings.ContainsRune("0123456789+-.eE", c) {
				return c
			}
			return -1
		}, text)
		if len(text) < 1000 { // which is what exactly knows
			sameNumber(t, text)
		}
	})
}

// A list of markets is a list of texts.
func FuzzDecoderMarkets(f *testing.F) {
	for _, text := range []string{`[]`, `null`, `["SE","NO"]`, `["SE", "NO","se"]`, `["AA",null]`, `["]"]`, `["AA" ,"BB"]`, `["AA`, `[["AA"]]`, `["\u0041A"]`} {
		f.Add(text)
	}
	f.Fuzz(sameMarkets)
}

// What is written is read as the same.
func FuzzEncoder(f *testing.F) {
	f.Add("text\n\"\u2028\xff", int64(math.MinInt64), 1e-7, true)
	f.Fuzz(func(t *testing.T, text string, n int64, number float64, b bool) {
		data, err := marshal(func(e *encoder) {
			e.beginList()
			e.string(text)
			e.int64(n)
			e.bool(b)
			e.float64(number)
			e.endList()
		})
		if math.IsNaN(number) || math.IsInf(number, 0) {
			if err == nil {
				t.Errorf("wrote %s", data)
			}
			return
		}
		var got everything
		if err != nil || !json.Valid(data) {
			t.Fatalf("wrote %s, %v", data, err)
		}
		err = unmarshal(data, func(d *decoder) {
			d.array()
			d.string(&got.String)
			d.element()
			d.int64(&got.Int64)
			d.element()
			d.bool(&got.Bool)
			d.element()
			d.float64(&got.Float64)
			d.element()
		})
		want := everything{String: string([]rune(text)), Int64: n, Float64: number, Bool: b}
		if err != nil || got != want || math.Signbit(got.Float64) != math.Signbit(number) {
			t.Errorf("%s: read %+v, %v", data, got, err)
		}
	})
}

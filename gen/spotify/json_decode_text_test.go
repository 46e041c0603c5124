package spotify

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sameText wants a document to be read, kept and passed over as encoding/json does.
func sameText(t *testing.T, document string) {
	t.Helper()
	data := []byte(document)
	var want string
	valid := json.Unmarshal(data, &want) == nil
	var got string
	err := unmarshal(data, func(d *decoder) { d.string(&got) })
	if (err == nil) != valid || valid && got != want {
		t.Errorf("%q: got %q, %v, want %q, valid: %t", document, got, err, want, valid)
	}
	var kind Kind
	if err := unmarshal(data, kind.decode); (err == nil) != valid || valid && string(kind) != want {
		t.Errorf("%q: got the kind %q, %v, want %q, valid: %t", document, kind, err, want, valid)
	}
	if err := unmarshal(data, (*decoder).skip); (err == nil) != valid {
		t.Errorf("%q: passed over with %v, valid: %t", document, err, valid)
	}
	// As a key.
	var object map[string]int
	data = []byte("{" + document + ":1}")
	valid = json.Unmarshal(data, &object) == nil
	var key string
	err = unmarshal(data, func(d *decoder) {
		for k, more := d.object(); more; k, more = d.member() {
			key = string([]rune(string(k))) // what is not UTF-8 may stay as it is
			d.skip()
		}
	})
	if _, ok := object[key]; (err == nil) != valid || valid && !ok {
		t.Errorf("%s: key %q, %v, want %v, valid: %t", data, key, err, object, valid)
	}
}

// Every byte ends a text, is a part of it, or neither, wherever it stands in the
// bytes that are looked at together.
func TestBytesOfTexts(t *testing.T) {
	for before := range 34 {
		for c := range 256 {
			for _, behind := range []int{0, 7, 16} {
				text := `"` + strings.Repeat("a", before) + string([]byte{byte(c)}) + strings.Repeat("b", behind)
				sameText(t, text+`"`)
				sameText(t, text+`"`+strings.Repeat(" ", 16))
			}
		}
	}
}

// A byte that is found must not hide another, nor invent one.
func TestPairsOfBytesOfTexts(t *testing.T) {
	special := []byte("\"\\/nu !#[]\x00\x01\x1f\x20\x21\x22\x23\x5b\x5d\x7f\x80\xa0\xa2\xc3\xa9\xdc\xed\xff")
	for i := range 33 {
		for j := i + 1; j < 33; j++ {
			text := []byte(strings.Repeat("x", 33) + `"`)
			for _, a := range special {
				for _, b := range special {
					text[i], text[j] = a, b
					data := append([]byte{'"'}, text...)
					var want, got string
					valid := json.Unmarshal(data, &want) == nil
					err := unmarshal(data, func(d *decoder) { d.string(&got) })
					if (err == nil) != valid || valid && got != want {
						t.Fatalf("%q: got %q, %v, want %q, valid: %t", data, got, err, want, valid)
					}
				}
			}
		}
	}
}

func TestEscapes(t *testing.T) {
	for c := range 256 {
		sameText(t, `"a\`+string([]byte{byte(c)})+`"`)
		sameText(t, `"a\`+string([]byte{byte(c)})+`0041b"`)
		sameText(t, `"\u00`+string([]byte{byte(c)})+`1"`)
		sameText(t, `"\u00f`+string([]byte{byte(c)})+`"`)
	}
	for r := range 0x10000 {
		sameText(t, fmt.Sprintf(`"\u%04x"`, r))
	}
	for _, text := range []string{
		`\ud83d\ude00`, `\uD83D\uDE00`, `\ud800\udc00`, `\udbff\udfff`, `\ud83d`, `\ude00`, `\ude00\ud83d`, `\ud83d\ud83d\ude00`,
		`\ud83dx`, `\ud83d\n`, `\ud83d\u0041`, `\ud83d\\ude00`, `\ud83d\`, `\ud83d\u`, `\ud83d\ude0`, `\ud83d\ude0g`, `\ud83d\q`,
		`\ud7ff\udc00`, `\ue000\udc00`, `\ud800\udbff`, `\ud800\ue000`, `\u`, `\u0`, `\u00`, `\u004`, `\u 041`, `\u+041`, `\U0041`, `\u{41}`,
		`\`, `\\`, `\\\`, `\"`, `\\"`, `\x41`, `\'`, `\0`, `\a`, `\v`, `\N`, `\u0000`, `a\/b`, `\b\f\n\r\t`, "\\\n", "\\\x00", "\\\xff", "\\é",
		"é", "\u2028", "\u2029", "\ufffd", "\ufffe", "\U0001f600", "\U0010ffff", "\xff", "\xc3", "\xc3\"", "\xc3(", "\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xc0\x80", "\xf0\x9f\x98", "a\xffb\xfe", "\xff\\n", "\\n\xff", "é\\n\xe2\x80", "\x80\x80\x80\x80\x80\x80\x80\x80\x80", strings.Repeat("é", 40) + "\xff",
	} {
		sameText(t, `"`+text+`"`)
		sameText(t, `"`+text)
		sameText(t, `"12345`+text+`12345678"`)
	}
}

// One buffer serves for all texts with escapes.
func TestEscapedTextsAreKept(t *testing.T) {
	var want []string
	var document strings.Builder
	document.WriteByte('[')
	for i := range 200 {
		text := strings.Repeat("\"\n", i%7) + fmt.Sprint(i) + strings.Repeat("é\xff", i%5)
		want = append(want, strings.ToValidUTF8(text, "\ufffd"))
		fmt.Fprintf(&document, `"%s%d%s",`, strings.Repeat(`\"\n`, i%7), i, strings.Repeat("é\xff", i%5))
	}
	var got []string
	data := []byte(document.String())
	data[len(data)-1] = ']'
	if err := unmarshal(data, func(d *decoder) { decodeList(d, &got, decodeString) }); err != nil {
		t.Fatal(err)
	}
	clear(data)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A key with escapes and its colon are found wherever they stand.
func TestKeys(t *testing.T) {
	for length := range 34 {
		for _, space := range []string{"", " ", "\n\t "} {
			for _, odd := range []string{"", `\n`, "é", `\u0061`} {
				key := strings.Repeat("k", length) + odd
				sameText(t, `"`+key+`"`+space)
				document := fmt.Sprintf(`{"%s"%s:1,%s"%s"%s:2 ,"end":3}`, key, space, space, key, space)
				var values []int
				err := unmarshal([]byte(document), func(d *decoder) {
					for _, more := d.object(); more; _, more = d.member() {
						values = append(values, 0)
						d.int(&values[len(values)-1])
					}
				})
				if diff := cmp.Diff([]int{1, 2, 3}, values); diff != "" || err != nil {
					t.Errorf("%s: error %v (-want +got):\n%s", document, err, diff)
				}
			}
		}
	}
}

// What looks like the end of a key is none, and a document may end everywhere.
func TestOddKeys(t *testing.T) {
	for length := range 18 {
		key := strings.Repeat("k", length)
		for c := range 256 {
			sameDocument(t, `{"`+key+string([]byte{byte(c)})+`:1,"`+key+`":"a long end of the document"}`)
		}
		for other := range 18 {
			document := `{"` + key + `":1,":` + strings.Repeat("x", other) + `":2,"":{"` + key + `":3}}`
			keys := readKeys(t, document)
			if diff := cmp.Diff([]string{key, ":" + strings.Repeat("x", other), ""}, keys); diff != "" {
				t.Errorf("%s (-want +got):\n%s", document, diff)
			}
			for end := range len(document) {
				sameDocument(t, document[:end])
			}
		}
	}
}

// sameDocument wants a document to be JSON if it is for encoding/json.
func sameDocument(t *testing.T, document string) {
	t.Helper()
	if err := unmarshal([]byte(document), (*decoder).skip); (err == nil) != json.Valid([]byte(document)) {
		t.Errorf("%q: %v", document, err)
	}
}

func readKeys(t *testing.T, document string) (keys []string) {
	t.Helper()
	err := unmarshal([]byte(document), func(d *decoder) {
		for key, more := d.object(); more; key, more = d.member() {
			keys = append(keys, string(key))
			d.skip()
		}
	})
	if err != nil {
		t.Errorf("%s: %v", document, err)
	}
	return keys
}

func TestStringOrSkip(t *testing.T) {
	for in, want := range map[string]string{`"a"`: "a", `1`: "before", `{"a":["b"]}`: "before", `null`: "before", `""`: ""} {
		got := "before"
		if err := unmarshal([]byte(in), func(d *decoder) { d.stringOrSkip(&got) }); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{`{"a":}`, `"a`, `nul`, ``} {
		if err := unmarshal([]byte(in), func(d *decoder) { d.stringOrSkip(new(string)) }); err == nil {
			t.Errorf("%s: no error", in)
		}
	}
}

// sameTime wants a text to be the time that time.Time takes it for.
func sameTime(t *testing.T, text string) (valid bool) {
	t.Helper()
	before := time.Unix(12345, 0)
	want, got := before, before
	document := []byte(`"` + text + `"`)
	valid = json.Unmarshal(document, &want) == nil
	err := unmarshal(document, func(d *decoder) { d.time(&got) })
	if _, isOdd := parseOddTime(text); isOdd && !valid {
		return false // TestOddTimes is about these
	}
	if (err == nil) != valid {
		t.Errorf("%s: error %v, valid: %t", text, err, valid)
	}
	if valid && (!got.Equal(want) || got.String() != want.String()) {
		t.Errorf("%s: got %v, want %v", text, got, want)
	}
	return valid
}

func TestTimes(t *testing.T) {
	for valid, texts := range map[bool][]string{
		true: {
			"2026-01-31T10:20:30Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "2024-02-29T00:00:00Z",
			"2026-01-01T10:20:30.5Z", "2026-01-01T10:20:30.000000001Z", "2026-01-01T10:20:30.1234567891234Z",
			"2026-01-01T10:20:30+02:00", "2026-01-01T10:20:30-23:59", "2026-01-01T10:20:30+00:00", "2026-01-01T10:20:30.25+05:30",
			// Of these, the standard library makes a time nevertheless.
			"2026-01-01T1:20:30Z", "2026-01-01T10:20:30,5Z", "2026-01-01T10:20:30+24:00", "2026-01-01T10:20:30+02:60",
		},
		false: {
			"", "Z", "2026", "2026-01-01", "2026-01-01T10:20:30", "2026-01-01T10:20Z", "2026-01-01 10:20:30Z", "2026-01-01t10:20:30Z",
			"2026-01-01T10:20:30z", "2026-1-01T10:20:30Z", "26-01-01T10:20:30Z", "12026-01-01T10:20:30Z", "-026-01-01T10:20:30Z",
			"2026-13-01T10:20:30Z", "2026-00-01T10:20:30Z", "2026-01-00T10:20:30Z", "2026-01-32T10:20:30Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
			"2026-04-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T10:60:30Z", "2016-12-31T23:59:60Z",
			"2026-01-01T10:20:30+0200", " 2026-01-01T10:20:30Z", "2026-01-01T10:20:30Z ",
			"2026-01-01T10:20:30\\\\", "2026-01-01T10:20:3\u0663Z",
		},
	} {
		for _, text := range texts {
			if sameTime(t, text) != valid {
				t.Errorf("the test is wrong about %s", text)
			}
		}
	}
}

func TestAllDays(t *testing.T) {
	for _, year := range []int{0, 1, 4, 1582, 1900, 2000, 2023, 2024, 2100, 9999} {
		for month := range 14 {
			for day := range 33 {
				sameTime(t, fmt.Sprintf("%04d-%02d-%02dT00:00:00Z", year, month, day))
			}
		}
	}
	for n := range 100 {
		sameTime(t, fmt.Sprintf("2026-01-28T%02d:00:00Z", n))
		sameTime(t, fmt.Sprintf("2026-01-28T00:%02d:00Z", n))
		sameTime(t, fmt.Sprintf("2026-01-28T00:00:%02dZ", n))
	}
}

// Each byte of the usual form counts.
func TestBytesOfTimes(t *testing.T) {
	const form = "2026-01-27T10:20:30Z"
	for i := range len(form) {
		for c := range 256 {
			text := []byte(form)
			text[i] = byte(c)
			sameTime(t, string(text))
		}
		sameTime(t, form[:i]+form[i+1:])
		sameTime(t, form[:i]+"0"+form[i:])
	}
}

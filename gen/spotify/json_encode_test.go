package spotify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wantJSON wants a function to write a text.
func wantJSON(t *testing.T, want string, write func(*encoder)) {
	t.Helper()
	got, err := marshal(write)
	if err != nil || string(got) != want {
		t.Errorf("wrote %s, %v, want %s", got, err, want)
	}
}

func TestEncodedTexts(t *testing.T) {
	var texts []string
	for c := range 256 {
		b := string([]byte{byte(c)})
		texts = append(texts, b, b+b, "a"+b, b+"z", "é"+b+"é", b+"\n"+b)
	}
	for r := range rune(0x11000) {
		texts = append(texts, string(r))
	}
	for size := range 25 {
		plain := strings.Repeat("x", size)
		texts = append(texts, plain)
		for i := range size {
			for _, c := range []string{`"`, `\`, "\n", "\x7f", "\x80"} {
				texts = append(texts, plain[:i]+c+plain[i+1:])
			}
		}
	}
	texts = append(texts, "", "plain", "\U0010ffff", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\xe2\x80", "a\u2028b\u2029\u202ac\u2027", "<a href=\"x\">&amp;</a>",
		strings.Repeat("long \"text\" ", 1000), "\xff\xfe\xfd", "\ufffd\xff\ufffd")
	for _, text := range texts {
		var want bytes.Buffer
		standard := json.NewEncoder(&want)
		standard.SetEscapeHTML(false)
		if err := standard.Encode(text); err != nil {
			t.Fatal(err)
		}
		if got := string(appendQuoted(nil, text)) + "\n"; got != want.String() {
			t.Errorf("%q: %s, want %s", text, got, want.String())
		}
		quoted := strings.TrimSuffix(want.String(), "\n")
		wantJSON(t, `{"a":`+quoted+`,"b":0}`, func(e *encoder) {
			e.beginObject()
			e.stringMember("a", text)
			e.intMember("b", 0)
			e.endObject()
		})
	}
	wantJSON(t, `"a<\n"`, func(e *encoder) { e.string("a<\n") })
}

func TestEncodedFloats(t *testing.T) {
	floats := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1e6, 123456789, 1e20, 9.99e20, 1e21, -1e21, 1e22, 1e100, 1e-5, 1e-6, 9.99e-7, 1e-7, -1e-9, 1e-10, 1e-100,
		math.MaxFloat64, math.SmallestNonzeroFloat64, math.Pi, 1 << 53, 0.30000000000000004, math.Nextafter(1e21, 0), math.Nextafter(1e-6, 0)}
	r := rand.New(rand.NewPCG(9, 10))
	for range 100_000 {
		floats = append(floats, math.Float64frombits(r.Uint64()), r.NormFloat64()*math.Pow10(r.IntN(60)-30))
		// A decimal of few digits, and its neighbours, which have many.
		f := float64(r.Int64N(1<<r.IntN(55)+1)) / math.Pow10(r.IntN(9))
		floats = append(floats, f, -f, math.Nextafter(f, math.Inf(1)), math.Nextafter(f, 0))
	}
	for _, f := range floats {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		want, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		wantJSON(t, string(want), func(e *encoder) { e.float64(f) })
	}
	for text, f := range map[string]float64{"NaN": math.NaN(), "+Inf": math.Inf(1), "-Inf": math.Inf(-1)} {
		_, err := marshal(func(e *encoder) {
			e.beginObject()
			e.key("f")
			e.float64(f)
			e.endObject()
		})
		wantError(t, err, "spotify: JSON has no number for "+text)
	}
}

func TestEncodedTimes(t *testing.T) {
	zone := time.FixedZone("", 5*60*60+30*60)
	for want, at := range map[string]time.Time{
		`"2026-01-31T10:20:30Z"`:           time.Date(2026, 1, 31, 10, 20, 30, 0, time.UTC),
		`"2026-01-31T10:20:30.5Z"`:         time.Date(2026, 1, 31, 10, 20, 30, 500_000_000, time.UTC),
		`"2026-01-31T10:20:30.000000001Z"`: time.Date(2026, 1, 31, 10, 20, 30, 1, time.UTC),
		`"2026-01-31T10:20:30+05:30"`:      time.Date(2026, 1, 31, 10, 20, 30, 0, zone),
		`"0000-01-01T00:00:00Z"`:           time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC),
		`"0001-01-01T00:00:00Z"`:           {},
		`"9999-12-31T23:59:59Z"`:           time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC),
	} {
		wantJSON(t, want, func(e *encoder) { e.time(at) })
		var again time.Time
		if err := unmarshal([]byte(want), func(d *decoder) { d.time(&again) }); err != nil || !again.Equal(at) {
			t.Errorf("%s is read as %v, %v", want, again, err)
		}
	}
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("GMT", 0), zone, time.FixedZone("", -1800)} {
		for day := range 1500 {
			at := time.Date(2023, 1, 1+day, day%24, day%60, (day*7)%60, 0, zone)
			wantJSON(t, at.Format(`"`+time.RFC3339+`"`), func(e *encoder) { e.time(at) })
		}
	}
	for _, year := range []int{-1, 10_000} {
		_, err := marshal(func(e *encoder) { e.time(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)) })
		wantError(t, err, "spotify: ", "year")
	}
}

func TestEncodedRaw(t *testing.T) {
	for in, want := range map[string]string{`{"a": 1}`: `{"a": 1}`, `null`: `null`, ` 1 `: ` 1 `, `"<"`: `"<"`} {
		wantJSON(t, want, func(e *encoder) { e.raw(json.RawMessage(in)) })
	}
	wantJSON(t, "null", func(e *encoder) { e.raw(nil) })
	for _, in := range []string{"", " ", "{", `{"a":1},"b":2`, "1,", "1 2", "nul", "\x00"} {
		_, err := marshal(func(e *encoder) {
			e.beginList()
			e.raw(json.RawMessage(in))
			e.endList()
		})
		wantError(t, err, "spotify: a raw value is not JSON")
	}
}

// Commas stand between members and elements, and nowhere else.
func TestEncodedStructure(t *testing.T) {
	wantJSON(t, `{}`, func(e *encoder) { e.beginObject(); e.endObject() })
	wantJSON(t, `[]`, func(e *encoder) { e.beginList(); e.endList() })
	wantJSON(t, `[[],{},[[]]]`, func(e *encoder) {
		e.beginList()
		e.beginList()
		e.endList()
		e.beginObject()
		e.endObject()
		e.beginList()
		e.beginList()
		e.endList()
		e.endList()
		e.endList()
	})
	wantJSON(t, `{"a":null,"b":[1,-2,true,false,"x,"],"c":{"d":9223372036854775807,"e":{}},"f":","}`, func(e *encoder) {
		e.beginObject()
		e.key("a")
		e.null()
		e.key("b")
		e.beginList()
		e.int(1)
		e.int64(-2)
		e.bool(true)
		e.bool(false)
		e.string("x,")
		e.endList()
		e.key("c")
		e.beginObject()
		e.key("d")
		e.int64(math.MaxInt64)
		e.key("e")
		e.beginObject()
		e.endObject()
		e.endObject()
		e.key("f")
		e.string(",")
		e.endObject()
	})
	wantJSON(t, fmt.Sprintf(`{"a":%d,"b":true,"c":false,"d":""}`, math.MinInt), func(e *encoder) {
		e.beginObject()
		e.intMember("a", math.MinInt)
		e.boolMember("b", true)
		e.boolMember("c", false)
		e.stringMember("d", "")
		e.endObject()
	})
}

func TestEncodedLists(t *testing.T) {
	wantJSON(t, `null`, func(e *encoder) { encodeList(e, nil, encodeInt) })
	wantJSON(t, `[]`, func(e *encoder) { encodeList(e, []int{}, encodeInt) })
	wantJSON(t, `[1,2]`, func(e *encoder) { encodeList(e, []int{1, 2}, encodeInt) })
	wantJSON(t, `[1,-9223372036854775808]`, func(e *encoder) { encodeList(e, []int64{1, math.MinInt64}, encodeInt64) })
	wantJSON(t, `[0.5,1]`, func(e *encoder) { encodeList(e, []float64{0.5, 1}, encodeFloat64) })
	wantJSON(t, `[true,false]`, func(e *encoder) { encodeList(e, []bool{true, false}, encodeBool) })
	wantJSON(t, `["a",""]`, func(e *encoder) { encodeList(e, []TrackID{"a", ""}, encodeText) })
	wantJSON(t, `["2026-01-31T00:00:00Z"]`, func(e *encoder) {
		encodeList(e, []time.Time{time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)}, encodeTime)
	})
	wantJSON(t, `[{"a":1},null]`, func(e *encoder) { encodeList(e, []json.RawMessage{[]byte(`{"a":1}`), nil}, encodeRaw) })
	wantJSON(t, `[[1],null,[]]`, func(e *encoder) {
		encodeList(e, [][]int{{1}, nil, {}}, func(list *[]int, e *encoder) { encodeList(e, *list, encodeInt) })
	})

	// A zero value in a page stands for a null.
	wantJSON(t, `null`, func(e *encoder) { encodeItems[string](e, nil) })
	wantJSON(t, `[]`, func(e *encoder) { encodeItems(e, []string{}) })
	wantJSON(t, `["a",null,"b"]`, func(e *encoder) { encodeItems(e, []string{"a", "", "b"}) })
	wantJSON(t, `[{"spotify":"a"},null]`, func(e *encoder) { encodeItems(e, []shown{{Spotify: "a"}, {}}) })
	wantJSON(t, `[{"spotify":""}]`, func(e *encoder) { encodeItems(e, []shown{{Seen: &time.Time{}}}) })
	wantJSON(t, `[["SE"],null,[]]`, func(e *encoder) { encodeItems(e, []Markets{NewMarkets("SE"), {}, NewMarkets()}) })

	wantJSON(t, `null`, func(e *encoder) { encodePointer(e, nil, encodeInt) })
	wantJSON(t, `0`, func(e *encoder) { encodePointer(e, Ptr(0), encodeInt) })
	wantJSON(t, `""`, func(e *encoder) { encodeAny(Ptr(""), e) })
	wantJSON(t, `["SE","zz"]`, func(e *encoder) { encodeAny(Ptr(NewMarkets("SE", "zz")), e) })
	_, err := marshal(func(e *encoder) { encodeAny(new([1]int), e) })
	wantError(t, err, "cannot encode a [1]int")
}

// The first mistake is reported, and nothing of what was written.
// shown is an item whose fields are not all in its JSON.
type shown struct {
	Spotify string
	Seen    *time.Time
}

func (s *shown) encode(e *encoder) {
	e.beginObject()
	e.stringMember("spotify", s.Spotify)
	e.endObject()
}

func TestEncodingFails(t *testing.T) {
	second := errors.New("second")
	got, err := marshal(func(e *encoder) {
		e.beginList()
		e.fail(errBroken)
		e.fail(second)
		e.float64(math.NaN())
		e.endList()
	})
	if err != errBroken || got != nil {
		t.Errorf("got %s, error %v", got, err)
	}
	// The next one knows nothing of it.
	wantJSON(t, `1`, func(e *encoder) { e.int(1) })
	if _, err := marshal(func(e *encoder) { e.fail(errBroken) }); err != errBroken {
		t.Errorf("error %v for nothing", err)
	}
}

// What was written belongs to whoever asked for it.
func TestEncodedIsACopy(t *testing.T) {
	first, err := marshal(func(e *encoder) { e.string("first") })
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		wantJSON(t, `"other"`, func(e *encoder) {
			wantJSON(t, `"within"`, func(e *encoder) { e.string("within") })
			e.string("other")
		})
	}
	if diff := cmp.Diff(`"first"`, string(first)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEncoderReleasesLargeBuffers(t *testing.T) {
	for size, kept := range map[int]bool{100: true, maxPooled: true, maxPooled + 1: false} {
		e := &encoder{buf: make([]byte, 10, size), err: errBroken}
		e.release()
		if len(e.buf) != 0 || e.err != nil || (cap(e.buf) == size) != kept {
			t.Errorf("of a buffer of %d bytes, %d are kept; %d bytes long, error %v", size, cap(e.buf), len(e.buf), e.err)
		}
	}
}

func TestSingle(t *testing.T) {
	name := "a"
	data, err := marshal(func(e *encoder) { encodeSingle(e, &name, encodeString) })
	if string(data) != `["a"]` || err != nil {
		t.Errorf("wrote %s, error %v", data, err)
	}
}

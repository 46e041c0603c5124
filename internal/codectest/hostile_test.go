package codectest

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// allocated returns how many bytes a function allocates.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// checkAllocated decodes a document, good or bad, and says if that allocates more
// than it may.
func checkAllocated(t *testing.T, s subject, doc []byte, limit int64) {
	t.Helper()
	into := reflect.New(s.typ).Interface()
	var err error
	if got := allocated(func() { err = decode(into, doc) }); got > limit {
		t.Errorf("%d bytes of input make the decoder of %s allocate %d, more than %d (error %v)", len(doc), s.name, got, limit, err)
	}
}

// checkAgreement compares the decoder with the reference, and shows of huge documents
// no more than the beginning.
func checkAgreement(t *testing.T, s subject, doc, about string) {
	t.Helper()
	if difference := disagreement(s, []byte(doc)); difference != "" {
		t.Errorf("%s: %.80q is %s: %.300s", s.name, doc, about, difference)
	}
}

// A place is a document with one hole.
type place struct {
	subject
	before, after string
}

// places returns where hostile values are put.
func places() []place {
	track := subjectFor[spotify.Track]()
	items := subjectFor[spotify.Page[spotify.PlaylistItem]]()
	return []place{
		{track, ``, ``},
		{track, `{"unknown":`, `}`},
		{track, `{"name":`, `}`},
		{track, `{"track_number":`, `}`},
		{track, `{"duration_ms":`, `}`},
		{track, `{"duration_ms":{"unknown":`, `}}`},
		{track, `{"is_playable":`, `}`},
		{track, `{"available_markets":`, `}`},
		{track, `{"available_markets":["SE",`, `]}`},
		{track, `{"album":`, `}`},
		{track, `{"artists":`, `}`},
		{track, `{"artists":[{"unknown":`, `}]}`},
		{items, `{"items":`, `}`},
		{items, `{"items":[{"added_at":`, `}]}`},
		{items, `{"items":[{"item":`, `}]}`},
		{items, `{"items":[{"item":{"type":`, `}}]}`},
		{items, `{"items":[{"item":{"type":"concert","unknown":`, `}}]}`},
		{items, `{"items":[{"item":{"unknown":`, `,"type":"track"}}]}`},
		{items, `{"items":[{"item":{"type":"track"},"track":`, `}]}`},
		{items, `{"items":[{"track":`, `,"item":{}}]}`},
		{subjectFor[spotify.AudioSegment](), `{"pitches":`, `}`},
	}
}

// TestDepth puts deeply nested values everywhere, whole and broken off, and right at
// the limit. What that costs may depend on how deep decoders go, which is in the path
// of the error too, but not on how much deeper the document is.
func TestDepth(t *testing.T) {
	const limit = 2 << 20
	for _, place := range places() {
		for _, bracket := range [][2]string{{"[", "]"}, {`{"a":`, "}"}, {`{"album":`, "}"}, {`[{"items":`, "}]"}} {
			for _, n := range []int{100_000, 400_000} {
				open := place.before + strings.Repeat(bracket[0], n)
				whole := open + "1" + strings.Repeat(bracket[1], n) + place.after
				for _, doc := range []string{open, whole} {
					checkAllocated(t, place.subject, []byte(doc), limit)
				}
				checkAgreement(t, place.subject, open, fmt.Sprintf("%d deep and broken off", n))
			}
		}
		for n := 9_990; n <= 10_002; n++ {
			for _, bracket := range [][2]string{{"[", "]"}, {`{"a":`, "}"}} {
				doc := place.before + strings.Repeat(bracket[0], n) + "1" + strings.Repeat(bracket[1], n) + place.after
				checkAgreement(t, place.subject, doc, fmt.Sprintf("%d deep", n))
			}
		}
	}
}

// TestLongStrings decodes strings of a megabyte: into a field, and where nobody wants
// them, which must cost next to nothing.
func TestLongStrings(t *testing.T) {
	const size, lessLong = 1 << 20, 1 << 15
	track := subjectFor[spotify.Track]()
	for name, unit := range map[string]string{
		"plain": "a", "spaces": " ", "two bytes": "é", "four bytes": "🎵", "escapes": `\n`, "quotes": `\"`, "units": `\u00e9`, "pairs": `\ud83c\udfb5`,
		"lone high": `\ud83c`, "lone low": `\udfb5`, "NUL": `\u0000`, "not UTF-8": "\xff", "half a rune": "\xe2\x82", "late escape": strings.Repeat("a", lessLong/2) + `\t`,
	} {
		for _, place := range places() {
			checkAgreement(t, place.subject, place.before+`"`+strings.Repeat(unit, max(1, lessLong/len(unit)))+`"`+place.after, name)
		}
		long := `"` + strings.Repeat(unit, max(1, size/len(unit))) + `"`
		checkAgreement(t, track, `{"name":`+long+`}`, name)
		standard := reflect.New(mirrorType(track.typ)).Interface()
		known := []byte(`{"name":` + long + `}`)
		checkAllocated(t, track, known, tables+2*allocated(func() { _ = decode(standard, known) }))
		for _, unwanted := range []string{`{"unknown":%s}`, `{"unknown":[{"a":%s}]}`, `{%s:1}`, `{"album":{%s:{}}}`} {
			checkAllocated(t, track, fmt.Appendf(nil, unwanted, long), unwantedLimit(unwanted, len(long)))
		}
	}
}

// tables is what a decoder may take beside the document and what it makes of it: it
// remembers texts, in a table whose size is bounded.
const tables = 128 << 10

// unwantedLimit is about the size of the string, which may be copied to see whether
// its escapes are good. A key may grow before it is known to be of no use: each byte
// that is not UTF-8 becomes three.
func unwantedLimit(template string, length int) int64 {
	if strings.Contains(template, "%s:") {
		return tables + 16*int64(length)
	}
	return tables + int64(length)
}

// TestLongLists decodes 200,000 elements. The Go values are larger than the JSON,
// which encoding/json cannot help either, so that it is the measure.
func TestLongLists(t *testing.T) {
	const length = 200_000
	for _, test := range []struct {
		subject
		key      string
		elements []string
	}{
		{subjectFor[spotify.PlaylistItemToRemove](), "positions", []string{"0", "null", strconv.Itoa(math.MinInt)}},
		{subjectFor[spotify.AudioSegment](), "pitches", []string{"0", "null", "0.25", "1e-7"}},
		{subjectFor[spotify.Artist](), "genres", []string{`""`, `"a"`, `"\n"`, "null"}},
		{subjectFor[spotify.Artist](), "images", []string{"{}", "null", `{"width":1}`}},
		{subjectFor[spotify.AudioAnalysis](), "bars", []string{"{}", "null"}},
		{subjectFor[spotify.Page[spotify.Category]](), "items", []string{"{}", "null"}},
	} {
		field := test.typ.Field(fieldsOf(test.typ)[test.key])
		for _, element := range test.elements {
			doc := longList(test.key, element, length)
			standard := reflect.New(reflect.StructOf([]reflect.StructField{
				{Name: "List", Tag: field.Tag, Type: reflect.SliceOf(mirrorType(field.Type.Elem()))},
			})).Interface()
			most := allocated(func() { _ = decode(standard, doc) })
			checkAllocated(t, test.subject, doc, tables+most*5/4)
			checkAgreement(t, test.subject, string(longList(test.key, element, length/10)), "long")
		}
	}
}

func longList(key, element string, length int) []byte {
	return fmt.Appendf(nil, `{%q:[%s]}`, key, strings.TrimSuffix(strings.Repeat(element+",", length), ","))
}

// TestLongListsOfUnions has no measure in encoding/json, which has no unions. Each
// element may cost what it is, and what a list that grows leaves behind.
func TestLongListsOfUnions(t *testing.T) {
	queue := subjectFor[spotify.Queue]()
	sizeOfList := int64(reflect.TypeFor[spotify.Playable]().Size())
	for _, test := range []struct {
		element string
		length  int
		more    int64 // for each element
	}{
		{"null", 1_000_000, 0},
		{"{}", 1_000_000, 64},
		{`{"type":"concert"}`, 300_000, 64},
		{`{"type":"episode"}`, 30_000, 2 * int64(reflect.TypeFor[spotify.Episode]().Size())},
		{`{"type":"track"}`, 30_000, 2 * int64(reflect.TypeFor[spotify.Track]().Size())},
	} {
		doc := longList("queue", test.element, test.length)
		checkAllocated(t, queue, doc, tables+int64(test.length)*(6*sizeOfList+test.more))
		checkAgreement(t, queue, string(longList("queue", test.element, test.length/10)), "long")
	}
}

// TestManyProperties decodes objects with a great many properties: none of them, the
// same one, or the former name of another.
func TestManyProperties(t *testing.T) {
	const count = 30_000
	playlist := subjectFor[spotify.Playlist]()
	for _, property := range []string{`"unknown":{}`, `"name":"n"`, `"public":true`, `"owner":{"id":"o"}`, `"tracks":{"total":1}`, `"items":{"total":1}`, `"items":null`, `"tracks":null`, `"tracks":[]`} {
		many := strings.TrimSuffix(strings.Repeat(property+",", count), ",")
		for _, doc := range []string{`{` + many + `}`, `{` + many + `,"items":{}}`, `{"tracks":{"total":2},` + many + `}`} {
			checkAgreement(t, playlist, doc, "long, with many "+property)
			checkAllocated(t, playlist, []byte(doc), tables+8*int64(len(doc)))
		}
	}
	union := subjectFor[spotify.Playable]()
	for _, property := range []string{`"type":"track"`, `"type":"episode"`, `"type":null`, `"album":{}`, `"album":null`} {
		many := strings.Repeat(property+",", count)
		for _, doc := range []string{`{` + many + `"type":"episode"}`, `{` + many + `"name":"n"}`} {
			checkAgreement(t, union, doc, "long, with many "+property)
		}
	}
}

// TestLongNumbers puts numbers of a great many digits, and with huge exponents,
// everywhere.
func TestLongNumbers(t *testing.T) {
	const digits = 100_000
	zeros, nines := strings.Repeat("0", digits), strings.Repeat("9", digits)
	numbers := []string{
		nines, "-" + nines, "1" + zeros, "0." + zeros, "0." + zeros + "1", "0." + nines, "7." + zeros, "7." + zeros + "1", nines + "." + nines,
		"7" + zeros + "e-100000", "7" + zeros + "E-99999", "70" + zeros + ".0e-100001", "0." + zeros + "7e100001", "0." + zeros + "7e+100000",
		"1e1000000000", "-1e1000000000", "1e-1000000000", "0e1000000000", "0e-1000000000", "0.0e1000000000", "12.5e-1000000000",
		"1e9223372036854775807", "1e-9223372036854775808", "1e" + nines, "1e-" + nines, "0e" + nines, "-0.0e-" + nines, "1e" + zeros + "1", "10e-" + zeros + "1",
		"0" + zeros, "-", "1." + zeros + "e", "1e+", "." + zeros, "+1", "01", "1_000", "0x10", "NaN", "Infinity", "1" + zeros + ".",
	}
	floats := subjectFor[spotify.TimeInterval]()
	for _, number := range numbers {
		for _, place := range places() {
			doc := place.before + number + place.after
			checkAgreement(t, place.subject, doc, "a number that ends in "+number[max(0, len(number)-20):])
			checkAllocated(t, place.subject, []byte(doc), tables+4*int64(len(doc)))
		}
		doc := `{"start":` + number + `}`
		checkAgreement(t, floats, doc, "a number that ends in "+number[max(0, len(number)-20):])
		checkAllocated(t, floats, []byte(doc), tables+4*int64(len(doc)))
	}
}

// TestUnlikelyBytes puts everywhere what text files and careless encoders leave
// behind.
func TestUnlikelyBytes(t *testing.T) {
	for _, value := range []string{
		"", " ", "\x00", "\ufeff", "\ufeff{}", "\ufeffnull", "{}\x00", "{}\ufeff", "null\x00", "\"\x00\"", "\"\t\"", "\"\x1f\"", "\"\x7f\"", "\v{}", "\f{}", "\u00a0{}", "\u2028{}",
		"{} {}", "{}{}", "{},", "[],[]", "nul", "nulll", "null null", "NULL", "Null", "true1", "tru", "True", "fals", "'a'", "{'a':1}", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\":1]",
		"/**/{}", "{}//", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\\u+123\"", "\"\\'\"", "\"\\", "\"\\\"", "\"a", "\"\\ud83c\\u\"", "\"\\ud83c\\udfb\"", "\"\\ud83c\\\"",
		"\"\\ud83c\"", "\"\\udfb5\\ud83c\"", "\"\\ud83c\\ud83c\\udfb5\"", "\"\\ud83c\\u0041\"", "\"\\uDFFF\\uFFFF\\u0000\"", "\"\xed\xa0\xbc\xed\xbe\xb5\"", "\"\xff\xfe\"", "\"\xf0\x9f\x8e\"", "\"\xc0\xaf\"", "\xff", "\"\xe2\x80\xa8\"",
	} {
		for _, place := range places() {
			checkAgreement(t, place.subject, place.before+value+place.after, "unlikely")
		}
	}
}

package spotify

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wantMistake wants an error that is a mistake in a document, and nothing else.
func wantMistake(t *testing.T, err error, path string, offset int64, message string) {
	t.Helper()
	var mistake *DecodeError
	ok := errors.As(err, &mistake)
	if !ok {
		t.Errorf("error %v (%T), want a *DecodeError that says %q", err, err, message)
		return
	}
	type text struct {
		Path    string
		Offset  int64
		Message string
	}
	if diff := cmp.Diff(text{path, offset, message}, text{mistake.Path, mistake.Offset, mistake.Err.Error()}); diff != "" {
		t.Errorf("mistake (-want +got):\n%s", diff)
	}
}

func nested(open, inner, end string, depth int) string {
	return strings.Repeat(open, depth) + inner + strings.Repeat(end, depth)
}

// skip checks all that it passes over.
func TestSkip(t *testing.T) {
	tests := map[bool][]string{
		true: {
			`null`, `true`, `false`, `0`, `-0`, `1.5e-3`, `""`, `"a"`, `[]`, `{}`, ` [ ] `, "\t{\r\n}\n",
			`[null,true,false,1,"",[],{}]`, `{"a":null,"b":{"c":[{"d":"e"}]},"":1}`, `{"a":1,"a":2}`,
			`[1 ,2, 3]`, `{ "a" : 1 , "b" : 2 }`, `"\u0000\"\\\/\b\f\n\r\t"`, "\"\x7f\xff\"", `"\ud800"`, "{\"\xff\":1}",
		},
		false: {
			``, ` `, `nul`, `nulL`, `nullx`, `null null`, `tru`, `True`, `fals`, `falsetrue`, `nan`, `Infinity`, `undefined`,
			`[`, `]`, `{`, `}`, `[}`, `{]`, `[1`, `[1,`, `[1,]`, `[,]`, `[,1]`, `[1 2]`, `[1,,2]`, `[1]]`, `[[1]`, `[1}`, `[nul]`,
			`{,}`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{"a"}`, `{"a",1}`, `{"a" 1}`, `{a:1}`, `{1:1}`, `{null:1}`,
			`{"a":1]`, `{"a":1}}`, `{"a"::1}`, `{"a":1 "b":2}`, `{"a":1,"b"}`, `{"a":1;}`, `{'a':1}`, `{"a":"\x"}`, `{"\x":1}`,
			`"`, `"a`, `"a\"`, `"a\`, `"\u12"`, `"\u12g4"`, `'a'`, "\"\n\"", "\"\x00\"", "{\"\x01\":1}", "[\"a\tb\"]",
			`-`, `+1`, `01`, `1.`, `.5`, `1e`, `1e+`, `0x1`, `1_0`, `[-]`, `[01]`, `1 2`,
			"\x00", "1\x00", "[\x00]", "\v1", "1\f", "\u00a01", `/**/1`, `1//`, `1,`, `"a""b"`, `"a":1`, `,`, `:`,
		},
	}
	for valid, documents := range tests {
		for _, document := range documents {
			if json.Valid([]byte(document)) != valid {
				t.Fatalf("the test is wrong about %q", document)
			}
			if err := unmarshal([]byte(document), (*decoder).skip); (err == nil) != valid {
				t.Errorf("%q: error %v, want one: %t", document, err, !valid)
			}
		}
	}
}

// A tree is a list of lists of lists.
type tree []tree

func decodeTree(t *tree, d *decoder) { decodeList(d, (*[]tree)(t), decodeTree) }

func TestDepth(t *testing.T) {
	tests := map[string]struct {
		open, inner, end string
		read             func(*decoder)
	}{
		"arrays to skip":     {`[`, `1`, `]`, (*decoder).skip},
		"objects to skip":    {`{"a":`, `1`, `}`, (*decoder).skip},
		"nothing in it":      {`[`, ``, `]`, (*decoder).skip},
		"objects to read":    {`{"next":`, `null`, `}`, func(d *decoder) { new(node).decode(d) }},
		"lists to read":      {`[`, ``, `]`, func(d *decoder) { decodeTree(new(tree), d) }},
		"objects to guess":   {`{"a":`, `1`, `}`, func(d *decoder) { d.kind("kind"); d.skip() }},
		"single to read":     {`[`, `"a"`, `]`, decodeSingles},
		"property to read":   {`{"a":`, `1`, `}`, decodeProperties},
		"raw":                {`[`, `1`, `]`, func(d *decoder) { d.raw(new(json.RawMessage)) }},
		"strange error body": {`{"error":`, `1`, `}`, func(d *decoder) { new(errorObject).decode(d) }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			deepest := []byte(nested(test.open, test.inner, test.end, maxDepth))
			if err := unmarshal(deepest, test.read); err != nil || !json.Valid(deepest) {
				t.Errorf("%d deep: %v", maxDepth, err)
			}
			deeper := []byte(nested(test.open, test.inner, test.end, maxDepth+1))
			err := unmarshal(deeper, test.read)
			if !errors.Is(err, errDepth) || json.Valid(deeper) {
				t.Fatalf("%d deep: %v", maxDepth+1, err)
			}
			if mistake := err.(*DecodeError); mistake.Offset != int64(maxDepth*len(test.open)) {
				t.Errorf("offset %d, want that of the bracket that is one too many", mistake.Offset)
			}
		})
	}
}

func decodeSingles(d *decoder) {
	if d.peek() == '[' {
		decodeSingle(d, new(int), func(_ *int, d *decoder) { decodeSingles(d) })
		return
	}
	d.skip()
}

func decodeProperties(d *decoder) {
	if d.peek() == '{' {
		d.property("a", func() { decodeProperties(d) })
		return
	}
	d.skip()
}

// There is nothing in what is too deep.
func TestNothingIsTooDeep(t *testing.T) {
	for _, document := range []string{`[1]`, `[]`, `{"a":1}`, `{}`} {
		d := newDecoder([]byte(document))
		d.depth = maxDepth
		var more bool
		if document[0] == '[' {
			more, _ = d.array()
		} else {
			_, more = d.object()
		}
		if more || d.err != errDepth {
			t.Errorf("%s: more %t, error %v", document, more, d.err)
		}
	}
}

// What stands beside another value is not deeper than it.
func TestDepthOfSiblings(t *testing.T) {
	flat := "[" + strings.Repeat(`[],{},[{"a":[]}],`, maxDepth) + "1]"
	if err := unmarshal([]byte(flat), (*decoder).skip); err != nil {
		t.Errorf("read through: %v", err)
	}
	// Broken off in the depth, and read again.
	bad := "[" + strings.Repeat(`[["x"]],`, 10) + "[]]"
	reported := 0
	err := unmarshal([]byte(bad), func(d *decoder) {
		d.depth = maxDepth - 3
		d.report = func(*DecodeError) { reported++ }
		decodeItems(d, new([][][]int), func(p *[][]int, d *decoder) {
			decodeList(d, p, func(p *[]int, d *decoder) { decodeList(d, p, decodeInt) })
		})
		if d.depth != maxDepth-3 {
			t.Errorf("depth %d at the end, it began at %d", d.depth, maxDepth-3)
		}
	})
	if err != nil || reported != 10 {
		t.Errorf("%d bad items, error %v", reported, err)
	}
}

// Every reader says what it wanted, what there is instead, and where.
func TestMistakes(t *testing.T) {
	var (
		readThing  = func(d *decoder) { new(thing).decode(d) }
		readString = func(d *decoder) { d.string(new(string)) }
		readInt    = func(d *decoder) { d.int(new(int)) }
		readInt64  = func(d *decoder) { d.int64(new(int64)) }
		readFloat  = func(d *decoder) { d.float64(new(float64)) }
		readBool   = func(d *decoder) { d.bool(new(bool)) }
		readTime   = func(d *decoder) { d.time(new(time.Time)) }
		readList   = func(d *decoder) { decodeList(d, new([]int), decodeInt) }
		readSingle = func(d *decoder) { decodeSingle(d, new(int), decodeInt) }
	)
	tests := []struct {
		in      string
		read    func(*decoder)
		path    string
		offset  int64
		message string
	}{
		// Other kinds of values.
		{`[{}]`, readThing, "$", 0, "an array instead of an object"},
		{` [null]`, readThing, "$", 1, "an array instead of an object"},
		{`{"album":[[]]}`, readThing, "$.album", 9, "an array instead of an object"},
		{`[`, readThing, "$", 0, "an array instead of an object"},
		{` "a"`, readThing, "$", 1, "a string instead of an object"},
		{`{"album":7}`, readThing, "$.album", 9, "a number instead of an object"},
		{`{"id": {}}`, readThing, "$.id", 7, "an object instead of a string"},
		{`{}`, readList, "$", 0, "an object instead of an array"},
		{`[1,true]`, readList, "$[1]", 3, "a boolean instead of an integer"},
		{`[1,-x]`, readList, "$[1]", 4, "unexpected 'x', want a digit"},
		{`[1,"2"]`, readList, "$[1]", 3, "a string instead of an integer"},
		{`false`, readString, "$", 0, "a boolean instead of a string"},
		{`{}`, readInt64, "$", 0, "an object instead of an integer"},
		{`"1"`, readFloat, "$", 0, "a string instead of a number"},
		{`[1]`, readBool, "$", 0, "an array instead of a boolean"},
		{`"true"`, readBool, "$", 0, "a string instead of a boolean"},
		{`1`, readTime, "$", 0, "a number instead of a time"},
		{`[]`, readTime, "$", 0, "an array instead of a time"},
		{`"noon"`, readTime, "$", 0, `"noon" is not a time like 2006-01-02T15:04:05Z`},
		{`[]`, readSingle, "$", 0, "a list of 0 elements instead of 1"},
		{` [1,2,3]`, readSingle, "$", 1, "a list of 3 elements instead of 1"},
		{`[[1]]`, readSingle, "$[0]", 1, "an array instead of an integer"},
		{`1.5`, readInt, "$", 0, `"1.5" is not an integer, or too large for one`},
		{`[1e400]`, readList, "$[0]", 1, `"1e400" is not an integer, or too large for one`},
		{`-1e400`, readFloat, "$", 0, `"-1e400" is too large for a floating-point number`},
		{`[1]`, func(d *decoder) { decodeAny(new([1]int), d) }, "$", 0, "this package cannot decode a [1]int"},

		// What no kind of value begins with.
		{`x`, readThing, "$", 0, "unexpected 'x', want an object"},
		{`]`, readList, "$", 0, "unexpected ']', want an array"},
		{`'a'`, readString, "$", 0, `unexpected '\'', want a string`},
		{"\x00", readInt, "$", 0, "unexpected byte 0x00, want an integer"},
		{"\x7f", readFloat, "$", 0, "unexpected byte 0x7F, want a number"},
		{"1\ufeff", readInt, "$", 1, "unexpected byte 0xEF after the value"},
		{"\ufeff\ufeff1", readInt, "$", 3, "unexpected byte 0xEF, want an integer"},
		{"[\ufeff1]", readList, "$[0]", 1, "unexpected byte 0xEF, want an integer"},
		{"\xef\xbb1", readInt, "$", 0, "unexpected byte 0xEF, want an integer"},
		{" ", readTime, "$", 1, "unexpected end of the JSON text"},
		{"", (*decoder).skip, "$", 0, "unexpected end of the JSON text"},
		{"[,]", (*decoder).skip, "$[0]", 1, "unexpected ',', want a value"},
		{"[1,]", (*decoder).skip, "$[1]", 3, "unexpected ']', want a value"},
		{"nul!", (*decoder).skip, "$", 0, "unexpected 'n', want null"},
		{"[troe]", (*decoder).skip, "$[0]", 1, "unexpected 't', want true"},
		{"fals", readBool, "$", 4, "unexpected end of the JSON text"},
		{"nuLL", readString, "$", 0, "unexpected 'n', want null"},

		// Structure.
		{`{id:1}`, readThing, "$", 1, "unexpected 'i', want a key or '}'"},
		{`{`, readThing, "$", 1, "unexpected end of the JSON text"},
		{`{"id" "x"}`, readThing, "$.id", 6, "unexpected '\"', want ':'"},
		{`{"id"`, readThing, "$.id", 5, "unexpected end of the JSON text"},
		{`{"id":"x" "total":1}`, readThing, "$.id", 10, "unexpected '\"', want ',' or '}'"},
		{`{"id":"x",}`, readThing, "$", 10, "unexpected '}', want a key"},
		{`{"id":"x",`, readThing, "$", 10, "unexpected end of the JSON text"},
		{`{"id":"x"]`, readThing, "$.id", 9, "unexpected ']', want ',' or '}'"},
		{`[1 2]`, readList, "$[0]", 3, "unexpected '2', want ',' or ']'"},
		{`[1`, readList, "$[0]", 2, "unexpected end of the JSON text"},
		{`[1}`, readList, "$[0]", 2, "unexpected '}', want ',' or ']'"},
		{`[`, readList, "$[0]", 1, "unexpected end of the JSON text"},

		// In a value.
		{`01`, readInt, "$", 0, "a number begins with 0"},
		{`[-01]`, (*decoder).skip, "$[0]", 2, "a number begins with 0"},
		{`1.x`, readFloat, "$", 2, "unexpected 'x', want a digit"},
		{`1e+`, readFloat, "$", 3, "unexpected end of the JSON text"},
		{`"abc`, readString, "$", 4, "unexpected end of the JSON text"},
		{"\"ab\tc\"", readString, "$", 3, "unexpected byte 0x09 in a string"},
		{`"ab\qc"`, readString, "$", 3, "a string has an escape that JSON does not know"},
		{`["ab","\ud8zz"]`, (*decoder).skip, "$[1]", 7, "a string has an escape that JSON does not know"},
		{`{"i\d":"x"}`, readThing, "$", 3, "a string has an escape that JSON does not know"},

		// Behind a value.
		{`1 2`, readInt, "$", 2, "unexpected '2' after the value"},
		{`[1]]`, readList, "$", 3, "unexpected ']' after the value"},
		{`{}x`, readThing, "$", 2, "unexpected 'x' after the value"},
		{"\"a\"\n\x00", readString, "$", 4, "unexpected byte 0x00 after the value"},
		{`null,`, readBool, "$", 4, "unexpected ',' after the value"},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			wantMistake(t, unmarshal([]byte(test.in), test.read), test.path, test.offset, test.message)
		})
	}
}

// After a mistake nothing is read and nothing is reported any more.
func TestNothingFollowsAMistake(t *testing.T) {
	d := newDecoder([]byte(`[x, 1, "a", true, null, {"a":1}, [2], "2020-01-01T00:00:00Z"]`))
	defer d.release()
	d.report = func(mistake *DecodeError) { t.Errorf("reported: %v", mistake) }
	d.array()
	d.int(new(int))

	want := everything{String: "kept", Int: 1, Int64: 2, Float64: 3, Bool: true, Time: time.Unix(0, 0)}
	got := want
	got.read(d)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read nevertheless (-want +got):\n%s", diff)
	}
	if d.element() || d.null() {
		t.Error("there seems to be something left")
	}
	if more, isNull := d.array(); more || isNull {
		t.Error("there seems to be an array")
	}
	if key, more := d.object(); more || key != nil {
		t.Errorf("there seems to be an object with %q", key)
	}
	if key, more := d.member(); more || key != nil {
		t.Errorf("there seems to be a member %q", key)
	}
	if kind := d.kind("a"); kind != "" {
		t.Errorf("found the kind %q", kind)
	}
	d.skip()
	d.property("a", func() { t.Error("found the property") })
	decodeItems(d, new([]int), decodeInt)
	wantMistake(t, d.finish(), "$[0]", 1, "unexpected 'x', want an integer")
}

// everything has one value of each kind.
type everything struct {
	String  string
	Int     int
	Int64   int64
	Float64 float64
	Bool    bool
	Time    time.Time
}

func (e *everything) read(d *decoder) {
	d.string(&e.String)
	d.int(&e.Int)
	d.int64(&e.Int64)
	d.float64(&e.Float64)
	d.bool(&e.Bool)
	d.time(&e.Time)
}

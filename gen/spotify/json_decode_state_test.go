package spotify

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// null leaves a plain value as it is, and takes away what can be absent.
func TestNull(t *testing.T) {
	want := everything{String: "kept", Int: 1, Int64: 2, Float64: 3, Bool: true, Time: time.Unix(0, 0)}
	got := want
	text, pointer, single := TrackID("kept"), Ptr("before"), "kept"
	list, items, raw := []string{"before"}, []string{"before"}, json.RawMessage("1")
	markets, object := NewMarkets("SE"), thing{ID: "kept"}
	kind := "unset"
	document := `[null,null , null,null,null,null, null,null,null,null,null,null,null,null,null]`
	err := unmarshal([]byte(document), func(d *decoder) {
		d.array()
		for _, read := range []func(){
			func() { d.string(&got.String) },
			func() { d.int(&got.Int) },
			func() { d.int64(&got.Int64) },
			func() { d.float64(&got.Float64) },
			func() { d.bool(&got.Bool) },
			func() { d.time(&got.Time) },
			func() { decodeText(&text, d) },
			func() { decodeSingle(d, &single, decodeString) },
			func() { object.decode(d) },
			func() { decodePointer(d, &pointer, decodeString) },
			func() { decodeList(d, &list, decodeString) },
			func() { decodeItems(d, &items, decodeString) },
			func() { d.raw(&raw) },
			func() { markets.decode(d) },
			func() { kind = d.kind("type"); d.skip() },
		} {
			read()
			d.element()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plain values (-want +got):\n%s", diff)
	}
	if text != "kept" || single != "kept" || object.ID != "kept" || kind != "" {
		t.Errorf("%q, %q, %+v, kind %q", text, single, object, kind)
	}
	if pointer != nil || list != nil || items != nil || raw != nil || !markets.IsZero() {
		t.Errorf("pointer %v, list %v, items %v, raw %s, markets %v; want nothing", pointer, list, items, raw, markets)
	}
}

// A value replaces the one before.
func TestPlainValuesAreReplaced(t *testing.T) {
	got := everything{String: "before", Int: 1, Int64: 2, Float64: 3, Bool: true, Time: time.Unix(0, 0)}
	err := unmarshal([]byte(`["",0,0,0,false,"0001-01-01T00:00:00Z"]`), func(d *decoder) {
		d.array()
		for _, read := range []func(){
			func() { d.string(&got.String) },
			func() { d.int(&got.Int) },
			func() { d.int64(&got.Int64) },
			func() { d.float64(&got.Float64) },
			func() { d.bool(&got.Bool) },
			func() { d.time(&got.Time) },
		} {
			read()
			d.element()
		}
	})
	if diff := cmp.Diff(everything{}, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// Integers and booleans that may be missing have memory of their own, and null takes it away.
func TestPointersToPlainValues(t *testing.T) {
	var ints [3]*int
	var bools [3]*bool
	before, gone := Ptr(1), Ptr(1)
	wasTrue, goneToo := Ptr(true), Ptr(true)
	ints[1], ints[2], bools[1], bools[2] = before, gone, wasTrue, goneToo
	err := unmarshal([]byte(`[5,7,null, true,false,null]`), func(d *decoder) {
		d.array()
		for i := range ints {
			d.intPointer(&ints[i])
			d.element()
		}
		for i := range bools {
			d.boolPointer(&bools[i])
			d.element()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([3]*int{Ptr(5), Ptr(7), nil}, ints); diff != "" || ints[1] != before || *gone != 1 {
		t.Errorf("integers, of which null changed one to %d (-want +got):\n%s", *gone, diff)
	}
	if diff := cmp.Diff([3]*bool{Ptr(true), Ptr(false), nil}, bools); diff != "" || bools[1] != wasTrue || !*goneToo {
		t.Errorf("booleans, of which null changed one to %t (-want +got):\n%s", *goneToo, diff)
	}
}

// The last of several members with the same key counts; objects behind pointers
// take what each of them says.
func TestDuplicates(t *testing.T) {
	var got struct {
		Text  string
		List  []int
		Thing *thing
		Gone  *thing
	}
	document := `{"text":"a","list":[1,2,3],"thing":{"id":"x"},"gone":{"id":"x"},
		"text":"b","list":[4],"thing":{"total":2},"gone":null}`
	err := unmarshal([]byte(document), func(d *decoder) {
		for key, more := d.object(); more; key, more = d.member() {
			switch string(key) {
			case "text":
				d.string(&got.Text)
			case "list":
				decodeList(d, &got.List, decodeInt)
			case "thing":
				decodePointer(d, &got.Thing, (*thing).decode)
			case "gone":
				decodePointer(d, &got.Gone, (*thing).decode)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := got
	want.Text, want.List, want.Thing, want.Gone = "b", []int{4}, &thing{ID: "x", Total: 2}, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRewind(t *testing.T) {
	d := newDecoder([]byte(`[ {"a":[1,"x"]} ]`))
	defer d.release()
	d.array()
	start := d.mark()
	if start.pos != 2 {
		t.Errorf("marked %d, want the beginning of the value", start.pos)
	}
	read := func(list *[]int) { d.property("a", func() { decodeList(d, list, decodeInt) }) }
	var list []int
	read(&list)
	wantMistake(t, d.mistake(), "$[0].a[1]", 10, "a string instead of an integer")
	d.rewind(start)
	if d.err != nil || d.depth != 1 {
		t.Errorf("error %v, depth %d after going back", d.err, d.depth)
	}
	d.skip()
	if d.element() {
		t.Error("there is another element")
	}
	if mistake := d.finish(); mistake != nil {
		t.Error(mistake)
	}
}

func TestProperty(t *testing.T) {
	tests := []struct {
		in   string
		want []string
		fail bool
	}{
		{`{"total":"a"}`, []string{"a"}, false},
		{`{"x":{"total":"no"},"total":"a","y":["total"]}`, []string{"a"}, false},
		{`{"total":"a","total":"b"}`, []string{"a", "b"}, false},
		{`{"tot\u0061l":"a"}`, []string{"a"}, false},
		{`{"Total":"a","totals":"b","":"c"}`, nil, false},
		{`{}`, nil, false},
		{`null`, nil, false},
		{`[]`, nil, false},
		{`["total"]`, nil, true},
		{`{"total":"a"`, []string{"a"}, true},
		{`{"x":nul,"total":"a"}`, nil, true},
	}
	for _, test := range tests {
		var got []string
		err := unmarshal([]byte(test.in), func(d *decoder) {
			d.property("total", func() {
				var s string
				d.string(&s)
				got = append(got, s)
			})
		})
		if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != test.fail {
			t.Errorf("%s: error %v (-want +got):\n%s", test.in, err, diff)
		}
	}
}

// Looking for the kind of an object reads all of it, and leaves it unread.
func TestKind(t *testing.T) {
	shapes := []shape{{"track", "show", "episode"}, {"track", "artists", "song"}, {"", "device", "computer"}}
	tests := []struct {
		in, want string
	}{
		{`{"type":"track"}`, "track"},
		{`{"name":"type","x":{"type":"no"},"type":"album"}`, "album"},
		{`{"type":"a","type":"b"}`, "b"},
		{`{"type":"a","type":null}`, "a"},
		{`{"ty\u0070e":"tr\u0061ck"}`, "track"},
		{`{}`, ""},
		{`{"type":null}`, ""},
		{`null`, ""},
		{` {"type":"track","show":{}}`, "episode"},
		{`{"show":{"a":1},"type":"track"}`, "episode"},
		{`{"show":null,"type":"track"}`, "track"},
		{`{"show":[{}],"type":"track"}`, "track"},
		{`{"show":{},"show":1,"type":"track"}`, "episode"},
		{`{"x":{"show":{}},"type":"track"}`, "track"},
		{`{"type":"episode","show":{}}`, "episode"},
		{`{"type":"album","show":{}}`, "album"},
		{`{"type":"track","artists":{}}`, "song"},
		{`{"type":"track","artists":{},"show":{}}`, "episode"},
		{`{"device":{}}`, "computer"},
	}
	for _, test := range tests {
		d := newDecoder([]byte(test.in))
		start := d.mark()
		got := d.kind("type", shapes...)
		if got != test.want || d.mark() != start {
			t.Errorf("%s: kind %q, want %q; at %v, want %v", test.in, got, test.want, d.mark(), start)
		}
		if d.skip(); d.finish() != nil {
			t.Errorf("%s: %v", test.in, d.finish())
		}
		// The next one is expected to be alike.
		if expects := Ptr(decoder{data: []byte("{}"), likely: d.likely}).expects("track"); expects != (test.want == "track") {
			t.Errorf("after %s, a track is expected: %t", test.in, expects)
		}
		d.release()
	}
	for in, offset := range map[string]int64{`{"type":1}`: 8, `[1]`: 0, `{"type":"track"`: 15, `{"type":"track","show":{}]`: 25, `{"a":nul}`: 5} {
		err := unmarshal([]byte(in), func(d *decoder) {
			if kind := d.kind("type", shapes...); kind != "" {
				t.Errorf("%s: kind %q", in, kind)
			}
		})
		var mistake *DecodeError
		if ok := errors.As(err, &mistake); !ok || mistake.Offset != offset {
			t.Errorf("%s: error %v, want one at %d", in, err, offset)
		}
	}
}

func TestExpects(t *testing.T) {
	for _, test := range []struct {
		in, likely string
		want       bool
	}{
		{` {"a":1}`, "", true},
		{`{`, "track", true},
		{`{`, "episode", false},
		{`[`, "", false},
		{`null`, "track", false},
		{``, "", false},
	} {
		d := decoder{data: []byte(test.in), likely: test.likely}
		if got := d.expects("track"); got != test.want {
			t.Errorf("%q after a %q: %t", test.in, test.likely, got)
		}
	}
}

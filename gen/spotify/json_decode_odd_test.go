package spotify

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A byte order mark at the beginning is no part of a document. Offsets count it.
func TestByteOrderMark(t *testing.T) {
	const bom = "\ufeff"
	for _, document := range []string{`{"id":"a","total":1}`, " \n{\"id\":\"a\",\"total\":1} "} {
		var got thing
		err := unmarshal([]byte(bom+document), got.decode)
		if diff := cmp.Diff(thing{ID: "a", Total: 1}, got); diff != "" || err != nil {
			t.Errorf("%q: error %v (-want +got):\n%s", document, err, diff)
		}
	}
	wantMistake(t, unmarshal([]byte(bom+`{"total":"x"}`), new(thing).decode), "$.total", 12, "a string instead of an integer")
	wantMistake(t, unmarshal([]byte(bom), new(thing).decode), "$", 3, "unexpected end of the JSON text")

	// Nothing of it is left in a decoder that reads another document.
	var raw json.RawMessage
	if err := unmarshal([]byte(bom+`{"a":1}`), func(d *decoder) { d.raw(&raw) }); err != nil || string(raw) != `{"a":1}` {
		t.Errorf("kept %q, error %v", raw, err)
	}
	for _, document := range []string{`1`, bom + `1`, `1`} {
		var n int
		if err := unmarshal([]byte(document), func(d *decoder) { d.int(&n) }); err != nil || n != 1 {
			t.Errorf("%q: %d, error %v", document, n, err)
		}
	}
}

func TestByteOrderMarkOfAnswers(t *testing.T) {
	c := newCaller(answers(200, nil, "\ufeff"+`{"id":"a"}`))
	if got, err := getThing(t.Context(), c); err != nil || got.ID != "a" {
		t.Errorf("%+v, error %v", got, err)
	}
	var got map[string]string
	err := decodeForeign(newRequest(opGet, nil), []byte("\ufeff"+`{"id":"a"}`), &got)
	if diff := cmp.Diff(map[string]string{"id": "a"}, got); diff != "" || err != nil {
		t.Errorf("of another type: error %v (-want +got):\n%s", err, diff)
	}
}

// An empty list where an object or a map is expected is an empty one.
func TestEmptyListForAnObject(t *testing.T) {
	for _, list := range []string{`[]`, ` [ ] `, "[\n]"} {
		before := thing{ID: "kept"}
		if err := unmarshal([]byte(list), before.decode); err != nil || before.ID != "kept" {
			t.Errorf("%q: %+v, error %v", list, before, err)
		}
		var inner thing
		if err := unmarshal([]byte(`{"album":`+list+`,"id":"a"}`), inner.decode); err != nil || inner.ID != "a" {
			t.Errorf("%q in an object: %+v, error %v", list, inner, err)
		}
		var pointer *thing
		if err := unmarshal([]byte(list), func(d *decoder) { decodePointer(d, &pointer, (*thing).decode) }); err != nil || pointer == nil {
			t.Errorf("%q for a pointer: %v, error %v", list, pointer, err)
		}
		var m map[string]int
		if err := unmarshal([]byte(list), func(d *decoder) { decodeMap(d, &m, decodeInt) }); err != nil || m == nil || len(m) != 0 {
			t.Errorf("%q for a map: %v, error %v", list, m, err)
		}
		raw := json.RawMessage(`1`)
		if err := unmarshal([]byte(list), func(d *decoder) { d.rawObject(&raw) }); err != nil || raw != nil {
			t.Errorf("%q for an object that is kept: %q, error %v", list, raw, err)
		}
	}
	var things []thing
	err := unmarshal([]byte(`[[],{"id":"a"},[ ]]`), func(d *decoder) { decodeList(d, &things, (*thing).decode) })
	if diff := cmp.Diff([]thing{{}, {ID: "a"}, {}}, things); diff != "" || err != nil {
		t.Errorf("in a list: error %v (-want +got):\n%s", err, diff)
	}
	for _, other := range []string{`[1]`, `[,]`, `[`, `[}`, `[] []`, `"[]"`, `[]}`} {
		if err := unmarshal([]byte(other), new(thing).decode); err == nil {
			t.Errorf("%q is read", other)
		}
		if err := unmarshal([]byte(other), func(d *decoder) { decodeMap(d, new(map[string]int), decodeInt) }); err == nil {
			t.Errorf("%q is read as a map", other)
		}
	}
	deep := nested(`[`, `{"album":[]}`, `]`, maxDepth-1)
	var read func(d *decoder)
	read = func(d *decoder) {
		if d.peek() == '{' {
			new(thing).decode(d)
			return
		}
		for more, _ := d.array(); more; more = d.element() {
			read(d)
		}
	}
	if err := unmarshal([]byte(deep), read); !errors.Is(err, errDepth) {
		t.Errorf("too deep: error %v", err)
	}
}

// Times that are not of the form of RFC 3339.
func TestOddTimes(t *testing.T) {
	at := func(hour, minute, second, nanosecond int) time.Time {
		return time.Date(2014, time.February, 13, hour, minute, second, nanosecond, time.UTC)
	}
	for text, want := range map[string]time.Time{
		"":                              {},
		"2014-02-13":                    at(0, 0, 0, 0),
		"2014-02-13T10:20:30":           at(10, 20, 30, 0),
		"2014-02-13T10:20:30.25":        at(10, 20, 30, 250_000_000),
		"2014-02-13T10:20:30.123456789": at(10, 20, 30, 123_456_789),
		"2014-02-13 10:20:30":           at(10, 20, 30, 0),
		"2014-02-13 10:20:30.5":         at(10, 20, 30, 500_000_000),
		"2014-02-13 10:20:30Z":          at(10, 20, 30, 0),
		"2014-02-13 10:20:30+02:00":     at(8, 20, 30, 0),
		"2014-02-13T10:20:30+0000":      at(10, 20, 30, 0),
		"2014-02-13T10:20:30.5+0200":    at(8, 20, 30, 500_000_000),
		`2014-02-13T10:20:30\u005A`:     at(10, 20, 30, 0),
		`2014\u002D02-13`:               at(0, 0, 0, 0),
	} {
		got := time.Unix(12345, 0)
		err := unmarshal([]byte(`"`+text+`"`), func(d *decoder) { d.time(&got) })
		if err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, error %v, want %v", text, got, err, want)
		}
		if got.IsZero() != (text == "") {
			t.Errorf("%q: zero: %t", text, got.IsZero())
		}
	}
	for _, text := range []string{
		" ", "Z", "2014", "2014-02", "2014-02-30", "2014-13-01", "0000-00-00", "2014-2-13", "14-02-13", "2014-02-13Z", "2014-02-13T", "2014-02-13T10", "2014-02-13T10:20",
		"2014-02-13T25:00:00", "2014-02-13T10:20:61", "13.02.2014", "2014-02-13T10:20:30 ", "2014-02-13T10:20:30Zx", "null",
	} {
		err := unmarshal([]byte(`"`+text+`"`), func(d *decoder) { d.time(new(time.Time)) })
		if err == nil || !strings.Contains(err.Error(), "is not a time like 2006-01-02T15:04:05Z") {
			t.Errorf("%q: error %v", text, err)
		}
	}
}

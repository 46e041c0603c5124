package spotify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeList(t *testing.T) {
	tests := []struct {
		in   string
		want []int
		fail bool
	}{
		{`null`, nil, false},
		{`[]`, []int{}, false},
		{"[ \n ]", []int{}, false},
		{`[7]`, []int{7}, false},
		{` [1, 2 ,null,3] `, []int{1, 2, 0, 3}, false},
		{`[1,]`, nil, true},
		{`[1`, nil, true},
		{`{}`, nil, true},
		{`1`, nil, true},
	}
	for _, test := range tests {
		got := []int{9, 9, 9}
		before := slices.Clone(got)
		old := got
		err := unmarshal([]byte(test.in), func(d *decoder) { decodeList(d, &got, decodeInt) })
		if test.fail {
			if err == nil {
				t.Errorf("%s: no error", test.in)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", test.in, err, diff)
		}
		if diff := cmp.Diff(before, old); diff != "" {
			t.Errorf("%s was written over the list before (-want +got):\n%s", test.in, diff)
		}
	}
}

// There is a function for the elements of each kind of list.
func TestDecodeElements(t *testing.T) {
	wantElements(t, `["a",null,"b"]`, decodeString, []string{"a", "", "b"})
	wantElements(t, `["a","b"]`, decodeText, []TrackID{"a", "b"})
	wantElements(t, `[1,-2]`, decodeInt, []int{1, -2})
	wantElements(t, `[1,9223372036854775807]`, decodeInt64, []int64{1, 1<<63 - 1})
	wantElements(t, `[1,2.5]`, decodeFloat64, []float64{1, 2.5})
	wantElements(t, `[true,false]`, decodeBool, []bool{true, false})
	wantElements(t, `["2026-01-31T10:20:30Z"]`, decodeTime, []time.Time{time.Date(2026, 1, 31, 10, 20, 30, 0, time.UTC)})
	wantElements(t, `[ {"a" : 1} ,null,"x"]`, decodeRaw, []json.RawMessage{[]byte(`{"a" : 1}`), nil, []byte(`"x"`)})
	wantElements(t, `[{"id":"a"},null]`, decodeAny[thing], []thing{{ID: "a"}, {}})
	wantElements(t, `["a"]`, decodeAny[string], []string{"a"})
}

func wantElements[T any](t *testing.T, in string, read func(*T, *decoder), want []T) {
	t.Helper()
	var got []T
	err := unmarshal([]byte(in), func(d *decoder) { decodeList(d, &got, read) })
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%s: error %v (-want +got):\n%s", in, err, diff)
	}
}

func TestDecodePointer(t *testing.T) {
	before := &thing{ID: "before", Total: 1}
	tests := []struct {
		in   string
		p    *thing
		want *thing
	}{
		{`null`, nil, nil},
		{`null`, before, nil},
		{`{"id":"x"}`, nil, &thing{ID: "x"}},
		{`{"id":"x"}`, &thing{ID: "before", Total: 1}, &thing{ID: "x", Total: 1}},
	}
	for _, test := range tests {
		got := test.p
		err := unmarshal([]byte(test.in), func(d *decoder) { decodePointer(d, &got, (*thing).decode) })
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s into %v: error %v (-want +got):\n%s", test.in, test.p, err, diff)
		}
		if test.p != nil && got != nil && got != test.p {
			t.Errorf("%s was not read into what was there", test.in)
		}
	}
	if before.ID != "before" {
		t.Errorf("null changed what was there to %+v", before)
	}
}

func TestDecodeSingle(t *testing.T) {
	tests := []struct {
		in   string
		want string
		err  string
	}{
		{`["a"]`, "a", ""},
		{` [ "a" ] `, "a", ""},
		{`[null]`, "before", ""},
		{`null`, "before", ""},
		{`[]`, "before", "a list of 0 elements instead of 1"},
		{`["a","b"]`, "a", "a list of 2 elements instead of 1"},
		{`["a",{"b":[]},null]`, "a", "a list of 3 elements instead of 1"},
		{`["a",nul]`, "a", "unexpected 'n', want null"},
		{`["a"`, "a", "unexpected end of the JSON text"},
		{`"a"`, "before", "a string instead of an array"},
		{`[1]`, "before", "a number instead of a string"},
	}
	for _, test := range tests {
		got := "before"
		err := unmarshal([]byte(test.in), func(d *decoder) { decodeSingle(d, &got, decodeString) })
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.in, got, test.want)
		}
		switch {
		case test.err != "":
			wantError(t, err, test.err)
		case err != nil:
			t.Errorf("%s: %v", test.in, err)
		}
	}
}

// What is kept as JSON is a copy of exactly the value.
func TestRaw(t *testing.T) {
	document := []byte(`[ {"a": [1 , 2]} , "x" ,null, 1e5]`)
	var got []json.RawMessage
	if err := unmarshal(document, func(d *decoder) { decodeList(d, &got, decodeRaw) }); err != nil {
		t.Fatal(err)
	}
	clear(document)
	want := []json.RawMessage{[]byte(`{"a": [1 , 2]}`), []byte(`"x"`), nil, []byte(`1e5`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	kept := json.RawMessage("1")
	if err := unmarshal([]byte(`[1`), func(d *decoder) { d.raw(&kept) }); err == nil || string(kept) != "1" {
		t.Errorf("kept %s of what is no JSON, error %v", kept, err)
	}
}

// A bad item becomes a zero value, and only that.
func TestReportedItems(t *testing.T) {
	type report struct {
		Path    string
		Offset  int64
		Message string
	}
	tests := []struct {
		name string
		in   string
		want []thing
		bad  []report
	}{
		{"all good", `[{"id":"a"},null,{"id":"b"}]`, []thing{{ID: "a"}, {}, {ID: "b"}}, nil},
		{"one in the middle", `[{"id":"a"},{"id":"b","total":"many"},{"id":"c"}]`, []thing{{ID: "a"}, {}, {ID: "c"}},
			[]report{{"$[1].total", 30, "a string instead of an integer"}}},
		{"of another kind", `[1,[0] ,"x",true]`, make([]thing, 4), []report{
			{"$[0]", 1, "a number instead of an object"},
			{"$[1]", 3, "an array instead of an object"},
			{"$[2]", 8, "a string instead of an object"},
			{"$[3]", 12, "a boolean instead of an object"},
		}},
		{"deep", `[{"album":{"total":{"a":[[1]]}},"id":"a"},{"id":"b"}]`, []thing{{}, {ID: "b"}},
			[]report{{"$[0].album.total", 19, "an object instead of an integer"}}},
		{"first and last", `[{"id":1},{"id":"a"},{"id":[2]}]`, []thing{{}, {ID: "a"}, {}},
			[]report{{"$[0].id", 7, "a number instead of a string"}, {"$[2].id", 27, "an array instead of a string"}}},
		{"two mistakes in one", `[{"id":1,"total":"x"}]`, []thing{{}}, []report{{"$[0].id", 7, "a number instead of a string"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var bad []report
			read := func(in string) (list []thing, err error) {
				bad = nil
				return list, unmarshal([]byte(in), func(d *decoder) {
					d.report = func(m *DecodeError) { bad = append(bad, report{m.Path, m.Offset, m.Err.Error()}) }
					decodeItems(d, &list, (*thing).decode)
				})
			}
			got, err := read(test.in)
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("error %v (-want +got):\n%s", err, diff)
			}
			if diff := cmp.Diff(test.bad, bad); diff != "" {
				t.Errorf("reports (-want +got):\n%s", diff)
			}
			// What is not JSON fails all the same, and anywhere.
			for end := range len(test.in) {
				if _, err := read(test.in[:end]); err == nil {
					t.Errorf("%s: no error", test.in[:end])
				}
			}
		})
	}
}

func TestItemsFailWithoutReport(t *testing.T) {
	var got []thing
	err := unmarshal([]byte(`[{"id":"a"},{"id":1}]`), func(d *decoder) { decodeItems(d, &got, (*thing).decode) })
	wantMistake(t, err, "$[1].id", 18, "a number instead of a string")
}

// JSON that is broken in an item is no bad item.
func TestBrokenItems(t *testing.T) {
	for in, want := range map[string]string{
		`[{"id":1,"x":nul},{}]`:     "unexpected 'n', want null",
		`[{"id":1,"x":"\q"},{}]`:    "escape",
		`[{"id":1]`:                 "unexpected ']'",
		`[{"id":01}]`:               "begins with 0",
		`[{"album":{"total":"x"},}`: "want a key",
		`[{"id":1},{}] x`:           "after the value",
	} {
		var got []thing
		reports := 0
		err := unmarshal([]byte(in), func(d *decoder) {
			d.report = func(*DecodeError) { reports++ }
			decodeItems(d, &got, (*thing).decode)
		})
		wantError(t, err, want)
		if reports > 0 && !strings.Contains(want, "after") {
			t.Errorf("%s: reported", in)
		}
	}
}

// An item that is bad within leaves nothing of itself to the next.
func TestBadItemsLeaveNothing(t *testing.T) {
	var document strings.Builder
	want := []node{}
	document.WriteByte('[')
	for i := range 300 {
		if i > 0 {
			document.WriteByte(',')
		}
		if i%3 == 1 {
			document.WriteString(`{"name":"bad","value":1,"children":[{"name":"a","children":[{"name":"b"}]},{"value":"x"}],"next":{}}`)
			want = append(want, node{})
			continue
		}
		fmt.Fprintf(&document, `{"children":[{"value":%d},{}]}`, i)
		want = append(want, node{Children: []node{{Value: i}, {}}})
	}
	document.WriteByte(']')
	var got []node
	err := unmarshal([]byte(document.String()), func(d *decoder) {
		d.report = func(*DecodeError) {}
		decodeItems(d, &got, (*node).decode)
	})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

package spotify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeMap(t *testing.T) {
	tests := []struct {
		in   string
		want map[string]int
		fail bool
	}{
		{`null`, nil, false},
		{`{}`, map[string]int{}, false},
		{` { "a" : 1 , "b" : null, "c\n\u00e9": 3 } `, map[string]int{"a": 1, "b": 0, "c\né": 3}, false},
		{`{"a":1,"a":2}`, map[string]int{"a": 2}, false},
		{`{"a":"x"}`, nil, true},
		{`{"a":1,}`, nil, true},
		{`{"a":1`, nil, true},
		{`[]`, map[string]int{}, false},
		{`[1]`, nil, true},
		{`1`, nil, true},
	}
	for _, test := range tests {
		got := map[string]int{"before": 9}
		before := got
		err := unmarshal([]byte(test.in), func(d *decoder) { decodeMap(d, &got, decodeInt) })
		if test.fail {
			if err == nil {
				t.Errorf("%s: no error", test.in)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", test.in, err, diff)
		}
		if diff := cmp.Diff(map[string]int{"before": 9}, before); diff != "" {
			t.Errorf("%s was written into the map before (-want +got):\n%s", test.in, diff)
		}
	}
}

func TestEncodeMap(t *testing.T) {
	tests := []struct {
		in   map[string][]string
		want string
	}{
		{nil, `null`},
		{map[string][]string{}, `{}`},
		{map[string][]string{"b": {"x", "y"}, "a": nil, "c\n\"é": {}}, `{"a":null,"b":["x","y"],"c\n\"é":[]}`},
	}
	for _, test := range tests {
		got, err := marshal(func(e *encoder) {
			encodeMap(e, test.in, func(p *[]string, e *encoder) { encodeList(e, *p, encodeString) })
		})
		if string(got) != test.want || err != nil {
			t.Errorf("got %s, error %v, want %s", got, err, test.want)
		}
	}
}

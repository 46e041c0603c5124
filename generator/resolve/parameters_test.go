package resolve

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a comment says already is not said again.
func TestBounds(t *testing.T) {
	at := func(n float64) *float64 { return &n }
	integer := func(min, max *float64, constant any, extended float64) param {
		return param{shape: shape{merged: &merged{kind: "integer", min: min, max: max, constant: constant, maxExtended: extended}}}
	}
	volume, limit := integer(at(0), at(100), nil, 0), integer(at(1), at(10), 5.0, 50)
	fraction := integer(at(0), at(1), nil, 0)
	tests := []struct {
		param param
		doc   string
		want  string
	}{
		{volume, "", "From 0 to 100."},
		{volume, "How loud.", "From 0 to 100."},
		{volume, "How loud. From 0 to 100.", ""},
		{volume, "How loud, 0-100", ""},
		{volume, "Minimum: 0. Maximum: 100.", ""},
		{volume, "How loud, of 1000.", "From 0 to 100."},
		{volume, "How loud, up to 100.5 from 0.", "From 0 to 100."},
		{volume, "How loud, at most 100.", "From 0 to 100."},
		{fraction, "A value between 0 and 1.", ""},
		{fraction, "0 is minor, 1 is major.", ""},
		{fraction, "A value from 0.0 to 1.0.", "From 0 to 1."},
		{integer(at(1), nil, nil, 0), "Count.", "At least 1."},
		{integer(at(1), nil, nil, 0), "Count, 1 or more.", ""},
		{integer(at(0), nil, nil, 0), "Count.", ""},
		{integer(nil, at(11), nil, 0), "Key.", "At most 11."},
		{integer(nil, at(11), nil, 0), "Key, at most 11", ""},
		{limit, "How many.", "From 1 to 10 (50 in extended quota mode); the default is 5."},
		{limit, "How many. Default: 5.", "From 1 to 10 (50 in extended quota mode)."},
		{limit, "How many, from 1 to 10.", "From 1 to 10 (50 in extended quota mode); the default is 5."},
		{limit, "How many, from 1 to 10 or 50. Default: 5. Minimum: 1.", ""},
		{integer(nil, nil, 20.0, 0), "How many of 20.", "The default is 20."},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, bounds(test.param, test.doc)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.doc, diff)
		}
	}
}

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
	offset := integer(at(0), at(100000), nil, 0)
	fraction := integer(at(0), at(1), nil, 0)
	tests := []struct {
		param     param
		doc       string
		omitsZero bool
		want      string
	}{
		{volume, "", false, "From 0 to 100."},
		{volume, "How loud.", false, "From 0 to 100."},
		{volume, "How loud. From 0 to 100.", false, ""},
		{volume, "How loud, 0-100", false, ""},
		{volume, "Minimum: 0. Maximum: 100.", false, ""},
		{volume, "How loud, of 1000.", false, "From 0 to 100."},
		{volume, "How loud, up to 100.5 from 0.", false, "At most 100."},
		{volume, "How loud, at most 100.", false, "From 0 to 100."},
		{fraction, "A value between 0 and 1.", false, ""},
		{fraction, "0 is minor, 1 is major.", false, ""},
		{fraction, "A value from 0.0 to 1.0.", false, ""},
		{integer(at(1), nil, nil, 0), "Count.", false, "At least 1."},
		{integer(at(1), nil, nil, 0), "Count, 1 or more.", false, ""},
		{integer(at(1), nil, nil, 0), "Count.", true, ""},
		{integer(at(2), nil, nil, 0), "Count.", true, "At least 2."},
		{integer(at(0), nil, nil, 0), "Count.", false, ""},
		{integer(nil, at(11), nil, 0), "Key.", false, "At most 11."},
		{integer(nil, at(11), nil, 0), "Key, at most 11", false, ""},
		{limit, "How many.", false, "From 1 to 10 (50 in extended quota mode); the default is 5 in development mode."},
		{limit, "How many. Default: 5.", false, "From 1 to 10 (50 in extended quota mode)."},
		{limit, "How many, from 1 to 10.", false, "From 1 to 10 (50 in extended quota mode); the default is 5 in development mode."},
		{limit, "How many, from 1 to 10 or 50. Default: 5. Minimum: 1.", false, ""},
		{integer(nil, nil, 20.0, 0), "How many of 20.", false, "The default is 20."},
		{limit, "How many.", true, "From 1 to 10 (50 in extended quota mode); zero means the default, 5 in development mode."},
		{integer(at(1), at(50), 20.0, 0), "How many.", true, "From 1 to 50; zero means the default, 20."},
		{integer(at(1), at(50), 20.0, 0), "How many, 1 to 50; 20 by default.", true, ""},
		{offset, "Index, counted from 0.", true, "At most 100000."},
		{offset, "Index, counted from 0, at most 100,000.", true, ""},
		{offset, "Index, counted from 1000.", true, "From 0 to 100000."},
		{integer(at(-60), at(0), nil, 0), "Loudness, -60 to 0.", false, ""},
		{integer(at(-60), at(0), nil, 0), "Loudness, 0-60.", false, "From -60 to 0."},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, bounds(test.param, test.doc, test.omitsZero)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.doc, diff)
		}
	}
}

package spotify

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkets(t *testing.T) {
	m := NewMarkets("SE", "NO", "XK", "SE", "from_token", "se", "", "AA", "ZZ", "É")
	for _, code := range []Market{"SE", "NO", "XK", "from_token", "se", "", "AA", "ZZ", "É"} {
		if !m.Has(code) {
			t.Errorf("%q is missing", code)
		}
	}
	for _, code := range []Market{"DK", "no", "S", "SEE", "AB", "ZY", "[A", "A[", "@A"} {
		if m.Has(code) {
			t.Errorf("%q is there", code)
		}
	}
	want := []Market{"SE", "NO", "XK", "SE", "from_token", "se", "", "AA", "ZZ", "É"}
	if diff := cmp.Diff(want, slices.Collect(m.All())); diff != "" {
		t.Errorf("All (-want +got):\n%s", diff)
	}
	if m.Len() != 10 || m.IsZero() {
		t.Errorf("Len %d, IsZero %v", m.Len(), m.IsZero())
	}
	if got := m.String(); got != "SE,NO,XK,SE,from_token,se,,AA,ZZ,É" {
		t.Errorf("String %q", got)
	}
}

// A loop may end before a list does.
func TestMarketsStopEarly(t *testing.T) {
	for _, m := range []Markets{NewMarkets("DK", "NO", "SE"), NewMarkets("DK", "se", "NO")} {
		var got []Market
		for code := range m.All() {
			if got = append(got, code); len(got) == 1 {
				break
			}
		}
		if diff := cmp.Diff([]Market{"DK"}, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", m, diff)
		}
	}
}

// Every pair has a bit of its own.
func TestMarketsAreDistinct(t *testing.T) {
	var all []Market
	for a := byte('A'); a <= 'Z'; a++ {
		for b := byte('A'); b <= 'Z'; b++ {
			all = append(all, Market([]byte{a, b}))
		}
	}
	for i, one := range all {
		m := NewMarkets(one)
		for j, code := range all {
			if m.Has(code) != (i == j) {
				t.Fatalf("the list of %s: Has(%s) = %v", one, code, m.Has(code))
			}
		}
	}
}

func TestMarketsAreImmutable(t *testing.T) {
	for _, last := range []Market{"NO", "no"} {
		codes := []Market{"SE", last}
		m := NewMarkets(codes...)
		codes[0] = "DK"
		if diff := cmp.Diff(NewMarkets("SE", last), m); diff != "" {
			t.Errorf("changed through the argument (-want +got):\n%s", diff)
		}
	}
	m := NewMarkets("SE", "NO")
	copied := m
	if err := json.Unmarshal([]byte(`["DK"]`), &m); err != nil {
		t.Fatal(err)
	}
	if !copied.Has("SE") || copied.Has("DK") {
		t.Error("decoding into one changed the other")
	}
}

func TestMarketsZero(t *testing.T) {
	var zero Markets
	if zero.Has("SE") || zero.Has("") || zero.Len() != 0 || !zero.IsZero() || zero.String() != "" {
		t.Errorf("the zero value is not empty: %v", zero)
	}
	for code := range zero.All() {
		t.Errorf("the zero value yields %q", code)
	}
	if none := NewMarkets(); none.IsZero() || none.Len() != 0 || none.Has("") || none.Equal(zero) || zero.Equal(none) || !none.Equal(NewMarkets()) {
		t.Error("a list of none is taken for no list")
	}
	if NewMarkets("SE", "NO").Equal(NewMarkets("NO", "SE")) || NewMarkets("SE").Equal(zero) || !zero.Equal(Markets{}) {
		t.Error("Equal is wrong")
	}
}

func TestMarketsJSON(t *testing.T) {
	type album struct {
		Markets Markets `json:"available_markets,omitzero"`
	}
	tests := []struct {
		in   string
		want Markets
		out  string
	}{
		{`{}`, Markets{}, `{}`},
		{`{"available_markets":null}`, Markets{}, `{}`},
		{`{"available_markets":[]}`, NewMarkets(), `{"available_markets":[]}`},
		{`{"available_markets":["SE","AD","zz",""]}`, NewMarkets("SE", "AD", "zz", ""), `{"available_markets":["SE","AD","zz",""]}`},
	}
	for _, test := range tests {
		var got album
		if err := json.Unmarshal([]byte(test.in), &got); err != nil {
			t.Errorf("%s: %v", test.in, err)
		}
		if diff := cmp.Diff(test.want, got.Markets); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.in, diff)
		}
		if out, err := json.Marshal(got); err != nil || string(out) != test.out {
			t.Errorf("%s encodes as %s, %v, want %s", test.in, out, err, test.out)
		}
	}
	if out, err := json.Marshal(Markets{}); err != nil || string(out) != "null" {
		t.Errorf("the zero value encodes as %s, %v", out, err)
	}
	m := NewMarkets("SE")
	if err := json.Unmarshal([]byte(`null`), &m); err != nil || !m.IsZero() {
		t.Errorf("null decodes to %v, %v", m, err)
	}
	for _, bad := range []string{`{}`, `"SE"`, `[1]`} {
		if err := json.Unmarshal([]byte(bad), new(Markets)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

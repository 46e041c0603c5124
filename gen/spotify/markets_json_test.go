package spotify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sameMarkets wants a document to be the list that it is as a list of texts.
func sameMarkets(t *testing.T, document string) {
	t.Helper()
	data := []byte(document)
	var want []Market
	valid := json.Unmarshal(data, &want) == nil
	var got Markets
	err := unmarshal(data, got.decode)
	if (err == nil) != valid {
		t.Errorf("%s: error %v, valid: %t", document, err, valid)
	}
	if !valid {
		return
	}
	clear(data)
	wantMarkets := Markets{}
	if want != nil {
		wantMarkets = NewMarkets(want...)
	}
	if !got.Equal(wantMarkets) || !wantMarkets.Equal(got) || got.IsZero() != (want == nil) || !slices.Equal(slices.Collect(got.All()), want) || got.Len() != len(want) {
		t.Errorf("%s: got %v (%d), want %v", document, got, got.Len(), wantMarkets)
	}
	for _, code := range append(want, "AA", "ZZ", "SE", "se", "", "S", "SEE", "from_token") {
		if got.Has(code) != slices.Contains(want, code) {
			t.Errorf("%s: Has(%q) = %t", document, code, got.Has(code))
		}
	}
	// And it is written as it was read.
	var plain []string
	for _, code := range want {
		plain = append(plain, string(appendQuoted(nil, string(code))))
	}
	text := "[" + strings.Join(plain, ",") + "]"
	if want == nil {
		text = "null"
	}
	wantJSON(t, text, got.encode)
}

func TestMarketsAreReadLikeTexts(t *testing.T) {
	var before strings.Builder // what many lists begin with, in order
	for c := 'A'; c <= 'Z'; c++ {
		fmt.Fprintf(&before, `"A%c",`, c)
	}
	for _, document := range []string{
		`null`, `[]`, `[ ]`, `["SE"]`, `["SE","NO"]`, `["SE", "NO"]`, `["NO","SE"]`, `["SE","SE"]`, `["AA","AZ","ZA","ZZ"]`,
		` ["SE"] `, `[ "SE"]`, `["SE" ]`, `["SE" ,"NO"]`, `["SE",  "NO"]`, "[\"SE\",\n\"NO\"]", "[\n\t\"SE\",\r\n\t\"NO\"\n]", `["SE", "NO","DK", "FI"]`,
		`["se"]`, `["S"]`, `[""]`, `["SEE"]`, `["SE","no"]`, `["SE","from_token","NO"]`, `["S3"]`, `["é"]`, `["[A","A@"]`, `["S\u0045"]`, `["SE","N\u004f"]`,
		`["AA",null]`, `[null]`, `[null,"AA"]`, `["]"]`, `["AA","]"]`, `["AA]"]`, `["A]","AA"]`, `["]]"]`, `["\"]"]`, `["AA","\\"]`, "[\"\xff\xff\"]", "[\"A\x7f\"]",
		// No lists of texts, or no JSON.
		``, `[`, `[,]`, `]`, `["`, `["S`, `["SE`, `["SE"`, `["SE",`, `["SE","`, `["SE","NO`, `["SE","NO"`, `["SE",]`, `["SE", ]`, `["SE" "NO"]`, `["SE""NO"]`, `["SE"x]`, `["SE"; "NO"]`,
		`[SE]`, `['SE']`, `["SE]`, `[1]`, `["SE",1]`, `["SE",[]]`, `[["SE"]]`, `[["SE"],"NO"]`, `["SE",["NO"]]`, `["SE",{}]`, `{}`, `{"SE":"NO"}`, `"SE"`, `1`, `true`, `nul`,
		`["SE"]]`, `["SE"],`, `["SE"]["SE"]`, "[\"S\n\"]", "[\"\x00\x00\"]", `["S\q"]`, "[\"SE\",\x00\"NO\"]", "[\"SE\",\v\"NO\"]", `["SE",,"NO"]`, `["SE",  ]`, `["SE", "]`, `["SE","]`, `["SE","N]`, `["SE","NO]`, `["SE" ]]`,
	} {
		sameMarkets(t, document)
		// In the place of a longer list, too.
		if inner, ok := strings.CutPrefix(document, `[`); ok {
			sameMarkets(t, `[`+before.String()+inner)
			sameMarkets(t, `[`+strings.Repeat(`"DK",`, 30)+inner)
		}
	}
	// Each byte of a list counts.
	for _, list := range []string{`["DK","NO","SE"]`, `["SE","NO", "DK"]`} {
		for i := range len(list) {
			for c := range 256 {
				text := []byte(list)
				text[i] = byte(c)
				sameMarkets(t, string(text))
			}
			sameMarkets(t, list[:i])
			sameMarkets(t, list[:i]+list[i+1:])
			sameMarkets(t, list[:i]+list[i:i+1]+list[i:])
		}
	}
}

// Lists that were not read compare to those that were.
func TestMarketsEqual(t *testing.T) {
	lists := []Markets{
		{}, NewMarkets(), NewMarkets("SE"), NewMarkets("NO"), NewMarkets("SE", "NO"), NewMarkets("NO", "SE"), NewMarkets("SE", "SE"),
		NewMarkets("se"), NewMarkets("SE", "se"), NewMarkets("se", "SE"), NewMarkets(""), NewMarkets("", ""), NewMarkets("S", "ENO"), NewMarkets("SENO"), NewMarkets("SE", "NO", ""),
	}
	for i, a := range lists {
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var read Markets
		if err := json.Unmarshal(data, &read); err != nil {
			t.Fatal(err)
		}
		for j, b := range lists {
			if a.Equal(b) != (i == j) || read.Equal(b) != (i == j) || b.Equal(read) != (i == j) {
				t.Errorf("%s and %v: %t, read: %t, want %t", data, b, a.Equal(b), read.Equal(b), i == j)
			}
		}
	}
}

// decodeMarkets reads a list of lists.
func decodeMarkets(t *testing.T, document string) []Markets {
	t.Helper()
	data := []byte(document)
	var lists []Markets
	if err := unmarshal(data, func(d *decoder) { decodeList(d, &lists, (*Markets).decode) }); err != nil {
		t.Fatal(err)
	}
	clear(data)
	return lists
}

// Lists that are equal in a document are one.
func TestMarketsAreShared(t *testing.T) {
	const a, b, c = `["SE","NO"]`, `["SE","DK"]`, `["SE"]`
	got := decodeMarkets(t, "["+strings.Join([]string{a, b, a, c, "null", a, b, c, a, "[]", "[]", c}, ", ")+"]")
	for i, same := range []int{0, 1, 0, 3, 4, 0, 1, 3, 0, 9, 9, 3} {
		if got[i].list != got[same].list {
			t.Errorf("list %d is kept beside list %d", i, same)
		}
		for j := range i {
			if got[i].list == got[j].list && !got[i].Equal(got[j]) || got[i].list == got[j].list && j < same {
				t.Errorf("lists %d and %d are confused", i, j)
			}
		}
	}
	want := []Markets{
		NewMarkets("SE", "NO"), NewMarkets("SE", "DK"), NewMarkets("SE", "NO"), NewMarkets("SE"), {}, NewMarkets("SE", "NO"),
		NewMarkets("SE", "DK"), NewMarkets("SE"), NewMarkets("SE", "NO"), NewMarkets(), NewMarkets(), NewMarkets("SE"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Those of the next document are others.
	if again := decodeMarkets(t, "["+a+"]"); again[0].list == got[0].list || !again[0].Equal(got[0]) {
		t.Error("documents share a list")
	}
}

// Many lists, of which some differ in a single code, or begin alike.
func TestManyMarkets(t *testing.T) {
	var documents []string
	var want []Markets
	add := func(codes []Market) {
		want = append(want, NewMarkets(codes...))
		text, err := marshal(want[len(want)-1].encode)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, string(text))
	}
	codes := make([]Market, 180)
	for i := range codes {
		codes[i] = Market([]byte{byte('A' + i/26), byte('A' + i%26)})
	}
	for i := range 3 * maxRemembered {
		add(codes[:i%len(codes)])
		changed := slices.Clone(codes)
		changed[i%len(codes)] = "ZZ"
		add(changed)
		add(slices.Delete(slices.Clone(codes), i%len(codes), i%len(codes)+1))
		if i%10 == 0 {
			changed[i%len(codes)] = "from_token"
			add(changed)
		}
		add(codes)
	}
	got := decodeMarkets(t, "["+strings.Join(documents, ",")+"]")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	shared := map[*marketList]int{}
	for _, m := range got {
		shared[m.list]++
	}
	if n := shared[got[4].list]; n != 3*maxRemembered {
		t.Errorf("the list of all is shared by %d, want %d", n, 3*maxRemembered)
	}
}

// What was no list is not remembered as one.
func TestBadMarketsAreForgotten(t *testing.T) {
	const document = `[["SE"],[1],["SE"],["NO",1],["NO"],["NO",1],"SE",["no",["no"]],["no"],{},["no"],["SE"]]`
	var got []Markets
	reports := 0
	err := unmarshal([]byte(document), func(d *decoder) {
		d.report = func(*DecodeError) { reports++ }
		decodeItems(d, &got, (*Markets).decode)
	})
	se, no, small := NewMarkets("SE"), NewMarkets("NO"), NewMarkets("no")
	want := []Markets{se, {}, se, {}, no, {}, {}, {}, small, {}, small, se}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || reports != 6 {
		t.Errorf("%d reports, error %v (-want +got):\n%s", reports, err, diff)
	}
}

// A bracket in a code ends no list, also if the list comes again.
func TestBracketsInMarkets(t *testing.T) {
	got := decodeMarkets(t, `[["]"],["]"],["]","SE"],["]"],["NO","]"],["NO"],["NO","]"],[],["]"]]`)
	bracket, both := NewMarkets("]"), NewMarkets("NO", "]")
	want := []Markets{bracket, bracket, NewMarkets("]", "SE"), bracket, both, NewMarkets("NO"), both, NewMarkets(), bracket}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Beyond what is remembered, lists are read all the same.
func TestRememberedMarketsAreBounded(t *testing.T) {
	d := newDecoder(nil)
	defer d.release()
	for i := range 5 * maxRemembered {
		d.data, d.pos = fmt.Appendf(nil, `["%c%c"]`, 'A'+i/26, 'A'+i%26), 0
		var m Markets
		if m.decode(d); d.finish() != nil || !m.Has(Market(d.data[2:4])) || m.Len() != 1 {
			t.Fatalf("%s: %v, %v", d.data, m, d.finish())
		}
	}
	if n := len(d.markets.lists); n != maxRemembered || len(d.markets.hashes) != n {
		t.Errorf("%d lists are remembered, want %d", n, maxRemembered)
	}
}

// A list may not be deeper because it is known from elsewhere.
func TestMarketsDepth(t *testing.T) {
	for _, document := range []string{`["SE"]`, `["SE" ]`, `["se"]`, `[]`} {
		for depth, fits := range map[int]bool{maxDepth - 1: true, maxDepth: false} {
			err := unmarshal([]byte("["+document+","+document+"]"), func(d *decoder) {
				d.array()
				new(Markets).decode(d)
				d.element()
				d.depth = depth
				new(Markets).decode(d)
				d.depth = 1
				d.element()
			})
			if (err == nil) != fits {
				t.Errorf("%s at depth %d: %v", document, depth, err)
			}
		}
	}
}

// Lists that are written again, in any order and more of them than an encoder
// remembers, come out as the first time.
func TestMarketsAreWrittenAgain(t *testing.T) {
	var lists []Markets
	for c := byte('A'); c <= 'Z'; c++ {
		lists = append(lists, NewMarkets(Market([]byte{'A', c}), Market([]byte{c, 'Z'})), NewMarkets())
	}
	lists = append(lists, lists...)
	lists = append(lists, lists[0], lists[0], NewMarkets("ZZ", "AA"), Markets{}, lists[3], lists[len(lists)-1])
	got, err := marshal(func(e *encoder) { encodeList(e, lists, (*Markets).encode) })
	if err != nil {
		t.Fatal(err)
	}
	var want [][]Market
	for _, m := range lists {
		codes := slices.Collect(m.All())
		if codes == nil && !m.IsZero() {
			codes = []Market{}
		}
		want = append(want, codes)
	}
	wanted, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(wanted), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The end of an object or list takes back the comma behind its last value, so that
// what is written again must not be the text as it stands there.
func TestMarketsAtTheEndAreWrittenAgain(t *testing.T) {
	m := NewMarkets("SE")
	lists := [][]Markets{{m}, {m}, {m, m}}
	got, err := marshal(func(e *encoder) {
		encodeList(e, lists, func(p *[]Markets, e *encoder) { encodeList(e, *p, (*Markets).encode) })
	})
	if want := `[[["SE"]],[["SE"]],[["SE"],["SE"]]]`; string(got) != want || err != nil {
		t.Errorf("%s, error %v, want %s", got, err, want)
	}
}

// What is not an array must not be taken for one that ends somewhere in the rest of
// the document: looking there for each of many would take for ever.
func TestMarketsLookAheadInArraysOnly(t *testing.T) {
	for document, want := range map[string]string{
		`["SE"],["NO"]`: `["SE"]`, `0,["NO"]`: "", `{"a":[]}`: "", `"]"`: "", `null]`: "", ``: "", `["SE"`: "",
	} {
		d := newDecoder([]byte(document))
		if got := string(d.marketsAhead()); got != want {
			t.Errorf("%s: looks at %q, want %q", document, got, want)
		}
		d.release()
	}
}

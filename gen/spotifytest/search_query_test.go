package spotifytest

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// written writes a query down so that what was understood can be told.
func (q searchQuery) written() string {
	var clauses []string
	for _, clause := range q {
		var conditions []string
		for _, c := range clause {
			text := c.text.text
			if c.text.parts != nil {
				text = strings.Join(c.text.parts, "*")
			}
			conditions = append(conditions, fmt.Sprintf("%s%s[%s]", map[bool]string{true: "!"}[c.negated], c.field, text))
		}
		clauses = append(clauses, strings.Join(conditions, "|"))
	}
	return strings.Join(clauses, " & ")
}

func TestParseSearch(t *testing.T) {
	tests := []struct{ query, want string }{
		{"", ""},
		{"  ", ""},
		{"Lanterns  Over", "[ lanterns] & [ over]"},
		{"Søren's", "[ sorens]"},
		{"half-lit", "[ half lit]"},
		{`"Lanterns Over" now`, "[ lanterns over ] & [ now]"},
		{`"never closed`, "[ never closed ]"},
		{`""`, ""},
		{"!!! ...", ""},
		{"lan*rn*", "[lan*rn*]"},
		{"*", "[*]"},
		{`"lan*rn"`, "[ lan rn ]"},
		{"artist:Ilva", "artist[ ilva]"},
		{"ARTIST:Ilva", "artist[ ilva]"},
		{`artist:"Ilva Marrenholt" ferry`, "artist[ ilva marrenholt ] & [ ferry]"},
		{"composer:Ilva", "[ composer ilva]"},
		{"artist: Ilva", "[ artist] & [ ilva]"},
		{"artist:", "[ artist]"},
		{"upc:200000000001", "upc[ 200000000001]"},
		{"NOT live", "![ live]"},
		{"-live -artist:ilva", "![ live] & !artist[ ilva]"},
		{"NOT -live", "[ live]"},
		{"a - b", "[ a] & [ b]"},
		{"a OR b c", "[ a]|[ b] & [ c]"},
		{"a OR b OR NOT c", "[ a]|[ b]|![ c]"},
		{"OR a", "[ or] & [ a]"},
		{"a OR", "[ a] & [ or]"},
		{"a NOT", "[ a] & [ not]"},
		{"a OR NOT", "[ a] & [ or] & [ not]"},
		{"a OR OR b", "[ a]|[ or] & [ b]"},
		{"NOT NOT a", "![ not] & [ a]"},
		{"a OR !!! b", "[ a] & [ b]"},
		{"a or not b", "[ a] & [ or] & [ not] & [ b]"},
		{`"OR" a`, "[ or ] & [ a]"},
		{"\xff\xfea", "[ a]"},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			if diff := cmp.Diff(test.want, parseSearch(test.query).written()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestYearsOf(t *testing.T) {
	tests := map[string][2]int{
		"1999":      {1999, 1999},
		"1980-1990": {1980, 1990},
		"1990-1980": {1990, 1980}, // nothing is of these years
		"1980-":     {},
		"-1980":     {},
		"0":         {},
		"soon":      {},
		"":          {},
	}
	for text, want := range tests {
		if got := yearsOf(text); got != want {
			t.Errorf("yearsOf(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	tests := map[string]string{
		"Lanterns over Ostrevik":  "lanterns over ostrevik",
		"  Søren's   Sextant ":    "sorens sextant",
		"Half-Lit Harbour (Live)": "half lit harbour live",
		"Grüße, Żelazno & Œuvre":  "grusse zelazno oeuvre",
		"e\u0301te\u0301":         "ete",
		"İstanbul":                "istanbul",
		"Привет 東京":               "привет 東京",
		"AC/DC 1999":              "ac dc 1999",
		"???":                     "",
		"\xff":                    "",
		"don’t":                   "dont",
	}
	for text, want := range tests {
		if got := plain(text); got != want {
			t.Errorf("plain(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPatternIn(t *testing.T) {
	text := padded("Lanterns over Ostrevik") + padded("Ilva Marrenholt")
	tests := []struct {
		value  string
		quoted bool
		want   bool
	}{
		{"lantern", false, true},
		{"antern", false, false},
		{"lantern", true, false},
		{"lanterns over", true, true},
		{"ostrevik ilva", true, false},
		{"ilva marrenholt", true, true},
		{"Ilva", true, true},
		{"l*s", false, true},
		{"*strevik", false, true},
		{"l*k", false, false},
		{"o*v*k", false, true},
		{"o*k*v", false, false},
		{"*", false, true},
		{"", false, false},
	}
	for _, test := range tests {
		if got := newPattern(test.value, test.quoted).in(text); got != test.want {
			t.Errorf("%q (quoted: %t) in %q is %t, want %t", test.value, test.quoted, text, got, test.want)
		}
		if newPattern(test.value, test.quoted).in("") {
			t.Errorf("%q is found where its filter does not apply", test.value)
		}
	}
}

// Whatever somebody types is understood somehow, and in proportion to its length.
func FuzzSearchQuery(f *testing.F) {
	for _, seed := range []string{
		"lanterns over ostrevik", `artist:"Ilva Marrenholt" year:1990-1999`, `"open`, "NOT -live OR tag:new",
		"a OR OR NOT NOT", "l*n**s", "-", "--", ":", "upc:", "isrc:ZZSPT0000001 genre:", "\xff\xfe*", "İ:ß*é",
	} {
		f.Add(seed)
	}
	entry := &searchEntry{
		name: " lanterns ", text: padded("Lanterns"), artists: padded("Ilva"), albums: padded("Maps"),
		tracks: padded("Lanterns"), genres: padded("harbour folk"), years: []int{1999}, upc: "2", isrc: "Z",
	}
	f.Fuzz(func(t *testing.T, text string) {
		query := parseSearch(text)
		conditions := 0
		for _, clause := range query {
			if len(clause) == 0 {
				t.Fatalf("%q has a clause without a condition", text)
			}
			conditions += len(clause)
			for _, c := range clause {
				if c.field == "" && c.text.isEmpty() {
					t.Errorf("%q looks for nothing", text)
				}
				if c.field != "" && !isSearchField(c.field) {
					t.Errorf("%q has the filter %q", text, c.field)
				}
				if utf8.ValidString(text) && !utf8.ValidString(c.text.text) {
					t.Errorf("%q looks for %q, which is no text", text, c.text.text)
				}
			}
		}
		if most := len(text)/2 + 1; conditions > most {
			t.Errorf("%q has %d conditions, want %d at most", text, conditions, most)
		}
		found := query.finds(entry, searchDays{})
		if found && len(query) == 0 {
			t.Errorf("%q says nothing and finds something", text)
		}
		if once, again := plain(text), plain(plain(text)); once != again {
			t.Errorf("plain(%q) = %q, of which plain makes %q", text, once, again)
		}
		// A query that is doubled is for the same, unless it ends in an open operator
		// or quote.
		if doubled := parseSearch(text + ` "" ` + text); !strings.ContainsAny(text, `"`) && !strings.Contains(text, "OR") &&
			!strings.Contains(text, "NOT") && doubled.finds(entry, searchDays{}) != found {
			t.Errorf("%q finds something (%t), but not twice", text, found)
		}
	})
}

package spotify

import (
	"fmt"
	"strings"
	"testing"
)

// The offset is where the first ^ stands.
func TestPathAt(t *testing.T) {
	long := strings.Repeat("k", maxQuoted)
	tests := []struct {
		in, want string
	}{
		{`^1`, "$"},
		{`  ^1`, "$"},
		{`^`, "$"},
		{`1 ^`, "$"},
		{`^{"a":1}`, "$"},
		{`{^"a":1}`, "$"},
		{`{"^a":1}`, "$"},
		{`{"a^":1}`, "$"},
		{`{"a"^:1}`, "$.a"},
		{`{"a":^1}`, "$.a"},
		{`{"a":"x^y"}`, "$.a"},
		{`{"a":1^}`, "$.a"},
		{`{"a":1,^"b":2}`, "$"},
		{`{"a":1,"b":^2}`, "$.b"},
		{`{"a":{"b":{"c":^1}}}`, "$.a.b.c"},
		{`{"a":{"b":1},"c":^1}`, "$.c"},
		{`{"a":{"b":1}^}`, "$.a"},
		{`{"a":{}}^`, "$"},
		{`[^1]`, "$[0]"},
		{`[^]`, "$[0]"},
		{`[1,^2]`, "$[1]"},
		{`[1,2^]`, "$[1]"},
		{`[[1,2],[3,[4,^5]]]`, "$[1][1][1]"},
		{`[{"a":1,"b":2},{"a":[1,2,{"c":^3}]}]`, "$[1].a[2].c"},
		{`{"items":[{"track":{"id":"x"}},{"track":^7}]}`, "$.items[1].track"},
		{`[{},{},^1]`, "$[2]"},
		{`[{}^]`, "$[0]"},

		// Texts are not structure.
		{`{"a":"]},{[","b":^1}`, "$.b"},
		{`["\"],[","\\",^1]`, "$[2]"},
		{`{"a":"b:","c":^1}`, "$.c"},
		{`[":","a",^1]`, "$[2]"},

		// Odd keys.
		{`{"a_B9":^1}`, "$.a_B9"},
		{`{"a b":^1}`, `$["a b"]`},
		{`{"a.b":{"c":^1}}`, `$["a.b"].c`},
		{`{"a\"b":^1}`, `$["a\"b"]`},
		{`{"\u0061":^1}`, "$.a"},
		{`{"a\nb":^1}`, `$["a b"]`},
		{`{"é":^1}`, `$["é"]`},
		{"{\"\xff\":^1}", `$["�"]`},
		{`{"[0]":^1}`, `$["[0]"]`},
		{`{"` + long + `":^1}`, "$." + long},
		{`{"` + long + `k":^1}`, `$["` + long[:maxQuoted-3] + `…"]`},

		// Broken at the place.
		{`{"a":[1,^}`, "$.a[1]"},
		{`{"a":[1^}`, "$.a[0]"},
		{`{"a":"x\^q"}`, "$.a"},
		{"{\"a\":\"x^\n\"}", "$.a"},
		{`{"a":"x^`, "$.a"},
		{`{"a^`, "$"},
		{`{"a":1^]}`, "$.a"},
		{`[1,2]^]`, "$"},

		// Long.
		{strings.Repeat("[", maxPathSteps) + "^", "$" + strings.Repeat("[0]", maxPathSteps)},
		{strings.Repeat("[", maxPathSteps+1) + "^", "$" + strings.Repeat("[0]", maxPathSteps) + "…"},
		{strings.Repeat(`{"a":`, 500) + "^1", "$" + strings.Repeat(".a", maxPathSteps) + "…"},
		{"[" + strings.Repeat("0,", 100_000) + "^1]", "$[100000]"},
	}
	for _, test := range tests {
		before, after, _ := strings.Cut(test.in, "^")
		t.Run(fmt.Sprintf("%.40s", test.in), func(t *testing.T) {
			if got := pathAt([]byte(before+after), len(before)); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// No offset of no text is too much to ask.
func TestPathOfNonsense(t *testing.T) {
	for _, text := range []string{"", "]", "}}}", ",", `,"`, `"`, `"a`, "{,", "[}{]", `{}"a"`, `[{}"a",1`, `{"a":]]]{`, "{\"\xff\\", "\x00"} {
		for offset := range len(text) + 3 {
			if got := pathAt([]byte(text), offset); !strings.HasPrefix(got, "$") {
				t.Errorf("%q at %d: %q", text, offset, got)
			}
		}
	}
}

// Asked for one place after another, a finder finds what it would have found from
// the beginning, and does not begin anew.
func TestPathFinderGoesOn(t *testing.T) {
	document := []byte(`{"a":[1,{"b\n":"c"},[[],{}]],"":{"d":null},"e":"f"}`)
	var goesOn pathFinder
	for offset := range len(document) + 1 {
		got, want := goesOn.at(document, offset), pathAt(document, offset)
		if got != want {
			t.Errorf("at %d: %s, want %s", offset, got, want)
		}
		if offset-goesOn.pos > len(`"b\n"`) {
			t.Errorf("at %d: has not gone on from %d", offset, goesOn.pos)
		}
	}
	if got := goesOn.at(document, 6); got != "$.a[0]" {
		t.Errorf("going back leads to %s", got)
	}
}

// pathAt asks a finder that has not been asked before.
func pathAt(data []byte, offset int) string { return new(pathFinder).at(data, offset) }

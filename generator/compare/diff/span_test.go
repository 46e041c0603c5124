package diff

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTextf(t *testing.T) {
	tests := []struct {
		name string
		text Text
		want Text
	}{
		{"nothing", Textf(""), nil},
		{"words", Textf("Think."), Text{{Text: "Think."}}},
		{"a name", Textf("%s is gone.", "A.B"), Text{{Text: "A.B", Kind: Code}, {Text: " is gone."}}},
		{"no name", Textf("%s is gone.", ""), Text{{Text: " is gone."}}},
		{"names that touch", Textf("%s%s", "a", "b"), Text{{Text: "a", Kind: Code}, {Text: "b", Kind: Code}}},
		{"a number", Textf("at most %d of them", 5), Text{{Text: "at most 5 of them"}}},
		{"a quoted value", Textf("may be %q now", "a\"b"), Text{{Text: `may be "`}, {Text: `a\"b`, Kind: Code}, {Text: `" now`}}},
		{"an empty value", Textf("may be %q", ""), Text{{Text: `may be ""`}}},
		{"a text", Textf("It is %s.", Textf("a list of %s", "T")), Text{{Text: "It is a list of "}, {Text: "T", Kind: Code}, {Text: "."}}},
		{
			"what it is about", Textf("Stop using %s.", About("A", "B", "C")),
			Text{
				{Text: "Stop using "}, {Text: "A", Kind: Code, About: true}, {Text: ", ", About: true}, {Text: "B", Kind: Code, About: true},
				{Text: " and ", About: true}, {Text: "C", Kind: Code, About: true}, {Text: "."},
			},
		},
		{
			"two things it is about", insteadOf([]string{"A", "C"}, []string{"B", "D"}).Text,
			Text{
				{Text: "Use "}, {Text: "A", Kind: Code, About: true}, {Text: " instead of "}, {Text: "B", Kind: Code, About: true}, {Text: " and ", About: true},
				{Text: "C", Kind: Code, About: true}, {Text: " instead of "}, {Text: "D", Kind: Code, About: true}, {Text: "."},
			},
		},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.text); diff != "" {
			t.Errorf("%s: the text is another one (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestTextfPanics makes sure that an argument too many is no name that gets lost.
func TestTextfPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"one is missing":   func() { Textf("%s is %s.", "a") },
		"one too many":     func() { Textf("%s is gone.", "a", "b") },
		"none of the kind": func() { Textf("%s is gone.", 1.5) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: nothing panics", name)
				}
			}()
			f()
		}()
	}
}

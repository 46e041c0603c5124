package report

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// marked shows names in brackets.
func marked(p phrase) string {
	var b strings.Builder
	for _, s := range p {
		if s.Code {
			b.WriteString("[" + s.Text + "]")
			continue
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

func TestUnmarked(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"Nothing replaces it.":              "Nothing replaces it.",
		"GET /albums is gone, and GET /me.": "[GET /albums] is gone, and [GET /me].",
		"Use Albums.Get instead of OpAlbumsGet (or *Album).":       "Use [Albums.Get] instead of [OpAlbumsGet] (or [*Album]).",
		"since 2026-02-11, 1,234 times":                            "since 2026-02-11, 1,234 times",
		"two-letter don't don’t ISRC naïve":                        "two-letter don't don’t ISRC naïve",
		"snake_case camelCase v2 a@b #12 GH-7 x:y www.example.com": "[snake_case] [camelCase] [v2] [a@b] [#12] [GH-7] [x:y] [www.example.com]",
		"*bold* <b> `x` a|b - 1. # 12345678901 \x1b[0m":            "[*bold*] [<b>] [`x`] [a|b] [-] 1. [#] [12345678901] [\\x1b[0m]",
		"one\ntwo":        `[one\ntwo]`,
		"  two  spaces  ": "  two  spaces  ",
	} {
		if got := marked(unmarked(text)); got != want {
			t.Errorf("unmarked(%q) is\n%s\nwant\n%s", text, got, want)
		}
	}
}

// TestShown makes sure that of the texts of a change only those are looked into that say
// nothing of their names.
func TestShown(t *testing.T) {
	text := diff.Text{{Text: "camelCase of "}, {Text: "two words", Kind: diff.Code}, {Text: ", and one.Name", Kind: diff.Unmarked}, {Text: "\n"}}
	if got, want := marked(shown(text)), `camelCase of [two words], and [one.Name]\n`; got != want {
		t.Errorf("the text is shown as %s, want %s", got, want)
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"":               "",
		"plain ü 音":      "plain ü 音",
		"a\nb\tc\r":      `a\nb\tc\r`,
		"\x1b[31m\a\x7f": `\x1b[31m\a\x7f`,
		"\u009b\u202e":   `\u009b\u202e`,
		"\xff\xc3(":      `\xff\xc3(`,
		"\ufffd":         "\ufffd",
		"\U000e0041":     `\U000e0041`,
		"it's \\ \"":     "it's \\ \"",
		"\u00a0":         `\u00a0`,
		"👩\u200d👧":       `👩\u200d👧`,
	} {
		if got := visible(text); got != want {
			t.Errorf("visible(%q) is %s, want %s", text, got, want)
		}
	}
}

func TestList(t *testing.T) {
	for _, test := range []struct {
		names []string
		most  int
		want  string
	}{
		{nil, 0, ""},
		{[]string{"a"}, 0, "[a]"},
		{[]string{"a", "b"}, 0, "[a] and [b]"},
		{[]string{"a", "b", "c"}, 3, "[a], [b], and [c]"},
		{[]string{"a", "b", "c", "d"}, 2, "[a], [b], and 2 more"},
	} {
		if got := marked(codes(test.names, test.most)); got != test.want {
			t.Errorf("codes(%q, %d) is %s, want %s", test.names, test.most, got, test.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := number(n); got != want {
			t.Errorf("number(%d) is %s, want %s", n, got, want)
		}
	}
}

func TestCodeSpan(t *testing.T) {
	for _, test := range []struct {
		text    string
		inTable bool
		want    string
	}{
		{"a", false, "`a`"},
		{"a|b", false, "`a|b`"},
		{"a|b", true, "`a\\|b`"},
		{"`", false, "`` ` ``"},
		{"a``b", false, "```a``b```"},
		{" a ", false, "`  a  `"},
		{"", false, "`\"\"`"},
	} {
		if got := codeSpan(test.text, test.inTable); got != test.want {
			t.Errorf("codeSpan(%q, %v) is %s, want %s", test.text, test.inTable, got, test.want)
		}
	}
}

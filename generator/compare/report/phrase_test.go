package report

import (
	"strings"
	"testing"
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

func TestWords(t *testing.T) {
	tests := []struct {
		sentence string
		known    []string
		want     string
	}{
		{"", nil, ""},
		{"Nothing replaces it.", nil, "Nothing replaces it."},
		{"GET /albums is gone, and GET /me.", nil, "[GET /albums] is gone, and [GET /me]."},
		{"Use Albums.Get instead of OpAlbumsGet (or *Album).", nil, "Use [Albums.Get] instead of [OpAlbumsGet] (or [*Album])."},
		{"GET /search limit is 0 to 10, not 50.", []string{"GET /search limit"}, "[GET /search limit] is 0 to 10, not 50."},
		{"create-playlist moved.", []string{"create-playlist"}, "[create-playlist] moved."},
		{"Album.Label is not Album.LabelURL.", []string{"Album.Label", "Album"}, "[Album.Label] is not [Album.LabelURL]."},
		{"since 2026-02-11, 1,234 times", nil, "since 2026-02-11, 1,234 times"},
		{"two-letter don't don’t ISRC naïve", nil, "two-letter don't don’t ISRC naïve"},
		{"snake_case camelCase v2 a@b #12 GH-7 x:y www.example.com", nil, "[snake_case] [camelCase] [v2] [a@b] [#12] [GH-7] [x:y] [www.example.com]"},
		{"*bold* <b> `x` a|b - 1. # 12345678901 \x1b[0m", nil, "[*bold*] [<b>] [`x`] [a|b] [-] 1. [#] [12345678901] [\\x1b[0m]"},
		{"AllItems(ctx) works", nil, "[AllItems(ctx)] works"},
		{"one\ntwo", nil, `[one\ntwo]`},
		{"  two  spaces  ", nil, "  two  spaces  "},
	}
	for _, test := range tests {
		if got := marked(words(test.sentence, test.known...)); got != test.want {
			t.Errorf("words(%q) is\n%s\nwant\n%s", test.sentence, got, test.want)
		}
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

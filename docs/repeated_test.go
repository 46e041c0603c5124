package docs_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A comment is put together from overrides, from the schema, and from facts of the
// operation, so that it can say one thing twice.
func TestExportedCommentsRepeatNothing(t *testing.T) {
	eachExportedComment(t, func(file string, fset *token.FileSet, comments []*ast.CommentGroup) {
		for _, c := range comments {
			for _, text := range repeated(c.Text()) {
				t.Errorf("%s:%d: the comment says %q twice; correct it in overrides/docs.yml, or where it is emitted", file, fset.Position(c.Pos()).Line, text)
			}
		}
	})
}

var (
	sentenceEnd = regexp.MustCompile(`[.!?;:](\s+|$)`)
	rangeOf     = regexp.MustCompile(`(?i)\b\d{1,3}(?:\.\d+)?\s*(?:to|and|-|–|…|\.\.)\s*\d+(?:\.\d+)?`)
	countedFrom = regexp.MustCompile(`(?i)\bcounted from (\d+)\b[^.]*\. (from \d+ to)`)
	defaultOf   = regexp.MustCompile(`(?i)\bzero means the default\b|\bthe default is \d+`)
	word        = regexp.MustCompile(`[\p{L}\d]+[ \n]?|[^\p{L}\d]+`)
)

// repeated returns the sentences, ranges of numbers, their beginnings, defaults, and
// neighbouring words that stand twice in a comment. Code in it does not count.
func repeated(comment string) []string {
	var prose strings.Builder
	for line := range strings.Lines(comment) {
		if !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "    ") {
			prose.WriteString(line)
		}
	}
	text := prose.String()
	var twice []string
	note := func(parts []string, isSame func(string) string) {
		seen := map[string]bool{}
		for _, part := range parts {
			key := isSame(part)
			if key != "" && seen[key] {
				twice = append(twice, strings.TrimSpace(part))
			}
			seen[key] = true
		}
	}
	note(sentenceEnd.Split(text, -1), func(s string) string {
		if len(strings.Fields(s)) < 2 {
			return ""
		}
		return strings.ToLower(strings.Join(strings.Fields(s), " "))
	})
	note(rangeOf.FindAllString(text, -1), func(s string) string {
		return strings.Join(regexp.MustCompile(`\d[\d.]*\d|\d`).FindAllString(s, -1), " ")
	})
	note(defaultOf.FindAllString(text, -1), func(string) string { return "default" })
	for _, m := range countedFrom.FindAllStringSubmatch(strings.Join(strings.Fields(text), " "), -1) {
		if strings.Fields(m[2])[1] == m[1] {
			twice = append(twice, m[2])
		}
	}
	last := ""
	for _, w := range word.FindAllString(text, -1) {
		w = strings.ToLower(strings.TrimSpace(w))
		if w != "" && w == last && strings.IndexFunc(w, isLetter) == 0 {
			twice = append(twice, w+" "+w)
		}
		last = w
	}
	return twice
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' }

func TestRepeated(t *testing.T) {
	tests := []struct {
		comment string
		want    []string
	}{
		{"", nil},
		{"The loudness. From 0 to 1.", nil},
		{"The loudness. From 0 to 1. From 0 to 1.", []string{"From 0 to 1", "0 to 1"}},
		{"The loudness, 0 to 1. From 0 to 1.", []string{"0 to 1"}},
		{"A value between 0 and 100. From 0 to 100.", []string{"0 to 100"}},
		{"A value, 0-100. From 0 to 100; the default is 5.", []string{"0 to 100"}},
		{"From 1 to 10; the default is 5. From 1 to 100.", nil},
		{"The index, counted from 0. From 0 to 100.", []string{"From 0 to"}},
		{"The index, counted from 0. At most 100.", nil},
		{"From 0 to 0.5 it is quiet. From 0.5 to 1 it is loud.", nil},
		{"Zero means the default of the API. From 1 to 50; the default is 20.", []string{"the default is 20"}},
		{"From 1 to 50; zero means the default, 20.", nil},
		{"It needs no scope. It\nneeds no scope.", []string{"It\nneeds no scope"}},
		{"It needs no scope; it needs no scope.", []string{"it needs no scope"}},
		{"Save adds tracks to to the library.", []string{"to to"}},
		{"Save adds the\nthe tracks.", []string{"the the"}},
		{"What is in it, it keeps. He had had: had.", []string{"had had"}},
		{"For example. For example.", []string{"For example"}},
		{"Like this. Code:\n\n\tx := 0 to 1\n\tx := 0 to 1\n", nil},
		{"Yes. Yes.", nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, repeated(test.comment)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.comment, diff)
		}
	}
}

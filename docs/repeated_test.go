package docs_test

import (
	"go/ast"
	"go/parser"
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

// A struct has comments of its own and of its fields, which stand together in go doc.
func TestCommentsOfStructsRepeatNothing(t *testing.T) {
	structs := 0
	for dir, p := range readPublished(t) {
		for _, typ := range p.Types {
			for _, spec := range typ.Decl.Specs {
				s, ok := spec.(*ast.TypeSpec).Type.(*ast.StructType)
				if !ok {
					continue
				}
				structs++
				for _, text := range repeatedByFields(typ.Doc, s) {
					t.Errorf("%s: %s: a field says again %q; correct it in overrides/docs.yml, or where it is emitted", dir, typ.Name, text)
				}
			}
		}
	}
	if structs < 100 {
		t.Errorf("only %d structs", structs)
	}
}

// repeatedByFields returns what the comments on fields have in common with that on their
// struct: six words or more, one after the other.
func repeatedByFields(comment string, s *ast.StructType) []string {
	const length = 6
	said := map[string]bool{}
	words := wordsOf(comment)
	for i := range max(0, len(words)-length+1) {
		said[strings.Join(words[i:i+length], " ")] = true
	}
	var again []string
	for _, field := range s.Fields.List {
		for _, group := range []*ast.CommentGroup{field.Doc, field.Comment} {
			words := wordsOf(group.Text())
			for i := 0; i+length <= len(words); i++ {
				if text := strings.Join(words[i:i+length], " "); said[text] {
					again = append(again, text)
					i += length
				}
			}
		}
	}
	return again
}

var letters = regexp.MustCompile(`[\p{L}\d]+`)

func wordsOf(comment string) []string { return letters.FindAllString(strings.ToLower(comment), -1) }

func TestRepeatedByFields(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", `package p

type T struct {
	// The URI. It names the kind show, not
	// audiobook, and is never empty.
	URI  string
	Name string // need not be unique among the things
}`, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	s := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.TypeSpec).Type.(*ast.StructType)
	tests := map[string][]string{
		"T is it.": nil,
		"T is it.\n\nIts URI names the kind show, not audiobook.": {"names the kind show not audiobook"},
		"T is it. Its URI names the kind show.":                   nil,
		"T is it. Names need not be\nunique among the things.":    {"need not be unique among the"},
		"": nil,
	}
	for comment, want := range tests {
		if diff := cmp.Diff(want, repeatedByFields(comment, s)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", comment, diff)
		}
	}
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

package docs_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	godoc "go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExportedCommentsAreSound holds the comments that go doc shows to the grammar that can
// be checked, and follows their links.
func TestExportedCommentsAreSound(t *testing.T) {
	packages := map[string]*doc.Package{}
	for _, dir := range published {
		p, err := readPackage(dir)
		if err != nil {
			t.Fatal(err)
		}
		packages[dir] = p
		for _, fault := range uncommented(p) {
			t.Errorf("%s: %s", dir, fault)
		}
	}
	lines := map[string][]string{}
	eachExportedComment(t, func(file string, fset *token.FileSet, comments []*ast.CommentGroup) {
		if lines[file] == nil {
			data, err := os.ReadFile(path.Join(root, file))
			if err != nil {
				t.Fatal(err)
			}
			lines[file] = strings.Split(string(data), "\n")
		}
		for _, c := range comments {
			at := fset.Position(c.Pos())
			before := strings.TrimSpace(lines[file][at.Line-1][:at.Column-1])
			for _, fault := range faults(c.Text(), before != "", packages[path.Dir(file)].Parser()) {
				t.Errorf("%s:%d: %s", file, at.Line, fault)
			}
		}
	})
}

// readPackage reads what go doc shows of a package.
func readPackage(dir string) (*doc.Package, error) {
	names, err := fs.Glob(os.DirFS(root), dir+"/*.go")
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path.Join(root, name), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return doc.NewFromFiles(fset, files, dir)
}

// uncommented reports functions and methods without a comment, and those of which the
// comment does not begin with the name.
func uncommented(p *doc.Package) []string {
	var found []string
	check := func(of string, functions []*doc.Func) {
		for _, f := range functions {
			switch {
			case f.Doc == "":
				found = append(found, of+f.Name+" has no comment")
			case !strings.HasPrefix(f.Doc, f.Name+" "):
				found = append(found, "the comment on "+of+f.Name+" does not begin with the name")
			}
		}
	}
	check("", p.Funcs)
	for _, t := range p.Types {
		if t.Doc == "" {
			found = append(found, t.Name+" has no comment")
		}
		check("", t.Funcs)
		check(t.Name+".", t.Methods)
	}
	return found
}

var (
	article = regexp.MustCompile(`\b([Aa]n?)\s+([\[*]*)([A-Za-z]\w*)`)
	// Words that begin with a vowel but are said with a consonant: a user, a URL.
	saidWithConsonant = regexp.MustCompile(`^(?:[Uu](?:ni[^mn]|se|RL|RI|TC|GC)|[Ee]u|[Oo]ne|[Oo]nce)`)
	// Abbreviations that are spelled with a vowel: an HTTP request, an ISRC.
	spelledWithVowel = regexp.MustCompile(`^(?:[AEFHILMNORSX](?:[A-Z\d]|$)|[aefhilmnorsx]$|https?\b|hour)`)
	lowerStart       = regexp.MustCompile(`[^.][.?!] ([a-z][\w.]*)`)
	deadLink         = regexp.MustCompile(`(?:^|[^\w\])])(\[\*?\w*\.?[A-Z]\w*(?:\.\w+)?\])`)
)

// faults returns what is wrong with a comment. A comment behind code, at the end of its
// line, is a note, which needs no full stop.
func faults(text string, isNote bool, p *godoc.Parser) []string {
	var found []string
	for _, paragraph := range paragraphs(p.Parse(text)) {
		if !isNote && !strings.ContainsAny(paragraph[len(paragraph)-1:], ".:?!}") {
			words := strings.Fields(paragraph)
			found = append(found, fmt.Sprintf("%q ends without a full stop", strings.Join(words[max(0, len(words)-4):], " ")))
		}
		for _, m := range article.FindAllStringSubmatch(paragraph, -1) {
			if (len(m[1]) == 2) != wantsAn(m[3]) {
				found = append(found, fmt.Sprintf("%q has the wrong article", m[1]+" "+m[3]))
			}
		}
		if !isNote {
			for _, m := range lowerStart.FindAllStringSubmatch(paragraph, -1) {
				found = append(found, fmt.Sprintf("the sentence %q begins with a small letter", m[1]+" …"))
			}
		}
		for _, m := range deadLink.FindAllStringSubmatch(paragraph, -1) {
			found = append(found, fmt.Sprintf("the link %s leads nowhere", m[1]))
		}
	}
	return found
}

// wantsAn reports whether a word is said with a vowel at its beginning.
func wantsAn(word string) bool {
	if saidWithConsonant.MatchString(word) {
		return false
	}
	return spelledWithVowel.MatchString(word) || strings.ContainsRune("AEIOUaeiou", rune(word[0]))
}

// paragraphs returns the paragraphs of a comment, and those of its lists, as readers see
// them: without the brackets of links that lead somewhere. Code and headings do not count.
func paragraphs(d *godoc.Doc) []string {
	var all []string
	add := func(blocks []godoc.Block) {
		for _, b := range blocks {
			if p, ok := b.(*godoc.Paragraph); ok {
				all = append(all, plain(p.Text))
			}
		}
	}
	add(d.Content)
	for _, b := range d.Content {
		if list, ok := b.(*godoc.List); ok {
			for _, item := range list.Items {
				add(item.Content)
			}
		}
	}
	return all
}

func plain(texts []godoc.Text) string {
	var b strings.Builder
	for _, t := range texts {
		switch t := t.(type) {
		case godoc.Plain:
			b.WriteString(string(t))
		case godoc.Italic:
			b.WriteString(string(t))
		case *godoc.Link:
			b.WriteString(plain(t.Text))
		case *godoc.DocLink:
			b.WriteString(plain(t.Text))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestFaultsOfComments(t *testing.T) {
	tests := map[string]struct {
		text   string
		isNote bool
		want   []string
	}{
		"nothing wrong":            {"F is an [http.Handler] of a [T] and a [*T]: a user's URL, a one-off, a URI, an MP3.\n\n\tcode [None]\n", false, nil},
		"two paragraphs":           {"F is it\n\nIt is it", false, []string{`"F is it" ends without a full stop`, `"It is it" ends without a full stop`}},
		"a list":                   {"F is it:\n\n  - this\n  - that.\n", false, []string{`"this" ends without a full stop`}},
		"a note":                   {"in milliseconds", true, nil},
		"a before a vowel":         {"F is a error.", false, []string{`"a error" has the wrong article`}},
		"a before a link":          {"F is a [AuthConfig] at\na [http.Handler].", false, []string{`"a AuthConfig" has the wrong article`, `"a http" has the wrong article`, "the link [AuthConfig] leads nowhere"}},
		"a before an abbreviation": {"F is a ISRC.", true, []string{`"a ISRC" has the wrong article`}},
		"an before a consonant":    {"An track or an user.", false, []string{`"An track" has the wrong article`, `"an user" has the wrong article`}},
		"an unimportant one":       {"An unimportant hour, an n, a t.", false, nil},
		"a link to nothing":        {"See [None], [T.None], and [*None].", false, []string{"the link [None] leads nowhere", "the link [T.None] leads nowhere", "the link [*None] leads nowhere"}},
		"a small letter":           {"F is it. null is it, too.", false, []string{`the sentence "null …" begins with a small letter`}},
		"a list of a type":         {"F is a []T, or a T[None].", false, nil},
	}
	p := &godoc.Parser{
		LookupPackage: func(name string) (string, bool) { return "net/" + name, name == "http" },
		LookupSym:     func(receiver, name string) bool { return receiver == "" && name == "T" },
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, faults(test.text, test.isNote, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUncommented(t *testing.T) {
	const text = `package p

// T is a type.
type T int

// Gives a T.
func Give() T { return 0 }

func (T) Error() string { return "" }

func (T) unexported() {}

type U int

// F is a function.
func F() {}

func G() {}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p, err := doc.NewFromFiles(fset, []*ast.File{file}, "p")
	if err != nil {
		t.Fatal(err)
	}
	got := uncommented(p)
	slices.Sort(got)
	want := []string{"G has no comment", "T.Error has no comment", "U has no comment", "the comment on Give does not begin with the name"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

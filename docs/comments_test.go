package docs_test

import (
	"fmt"
	"go/ast"
	"go/doc"
	godoc "go/doc/comment"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
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
	packages := readPublished(t)
	for dir, p := range packages {
		for _, fault := range slices.Concat(uncommented(p), unlinked(p)) {
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

// readPublished returns what go doc shows of each published package, by its folder.
func readPublished(t *testing.T) map[string]*doc.Package {
	t.Helper()
	packages := map[string]*doc.Package{}
	for _, dir := range published {
		p, err := readPackage(dir)
		if err != nil {
			t.Fatal(err)
		}
		packages[dir] = p
	}
	return packages
}

// packageOf returns what go doc shows of a package of one file.
func packageOf(t *testing.T, text string) *doc.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	p, err := doc.NewFromFiles(fset, []*ast.File{file}, "p")
	if err != nil {
		t.Fatal(err)
	}
	return p
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

// unlinked reports names of the package that a comment has without a link to them. Names
// that fields have, too, and names of one word may mean something else.
func unlinked(p *doc.Package) []string {
	names := exported(p)
	var found []string
	check := func(self, text string) {
		linked := map[string]bool{self: true}
		var words []string
		eachText(p.Parser().Parse(text), func(t godoc.Text) {
			switch t := t.(type) {
			case godoc.Plain:
				words = append(words, composed.FindAllString(string(t), -1)...)
			case *godoc.DocLink:
				linked[t.Name], linked[t.Recv] = true, true
			}
		})
		for _, word := range words {
			if names[word] && !linked[word] {
				found = append(found, fmt.Sprintf("the comment on %s names %s; make that a link: [%s]", self, word, word))
			}
		}
	}
	eachComment(p, check)
	return found
}

var composed = regexp.MustCompile(`\b[A-Z][a-z\d]+[A-Z]\w*`)

// exported returns the names of a package that are not those of fields.
func exported(p *doc.Package) map[string]bool {
	names, fields := map[string]bool{}, map[string]bool{}
	values := func(list []*doc.Value) {
		for _, v := range list {
			for _, name := range v.Names {
				names[name] = true
			}
		}
	}
	functions := func(list []*doc.Func) {
		for _, f := range list {
			names[f.Name] = true
		}
	}
	values(p.Consts)
	values(p.Vars)
	functions(p.Funcs)
	for _, t := range p.Types {
		names[t.Name] = true
		values(t.Consts)
		values(t.Vars)
		functions(t.Funcs)
		ast.Inspect(t.Decl, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok {
				for _, name := range f.Names {
					fields[name.Name] = true
				}
			}
			return true
		})
	}
	maps.DeleteFunc(names, func(name string, _ bool) bool { return fields[name] })
	return names
}

var (
	article = regexp.MustCompile(`\b([Aa]n?)\s+([\[*]*)([A-Za-z]\w*)`)
	// Words that begin with a vowel but are said with a consonant: a user, a URL.
	saidWithConsonant = regexp.MustCompile(`^(?:[Uu](?:ni[^mn]|se|RL|RI|TC|GC)|[Ee]u|[Oo]ne|[Oo]nce)`)
	// Abbreviations that are spelled with a vowel: an HTTP request, an ISRC.
	spelledWithVowel = regexp.MustCompile(`^(?:[AEFHILMNORSX](?:[A-Z\d]|$)|[aefhilmnorsx]$|https?\b|hour)`)
	// The guides and comments are in British English.
	american   = regexp.MustCompile(`(?i)\b(?:analyz\w+|behaviors?|catalogs?|colors?|favorites?|labeled|licenses?)\b`)
	lowerStart = regexp.MustCompile(`[^.][.?!] ([a-z][\w.]*)`)
	deadLink   = regexp.MustCompile(`(?:^|[^\w\])])(\[\*?\w*\.?[A-Z]\w*(?:\.\w+)?\])`)
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
		for _, word := range american.FindAllString(paragraph, -1) {
			found = append(found, fmt.Sprintf("%q is American English, and the others are British", word))
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
	eachParagraph(d, func(p *godoc.Paragraph) { all = append(all, plain(p.Text)) })
	return all
}

func eachParagraph(d *godoc.Doc, f func(*godoc.Paragraph)) {
	each := func(blocks []godoc.Block) {
		for _, b := range blocks {
			if p, ok := b.(*godoc.Paragraph); ok {
				f(p)
			}
		}
	}
	each(d.Content)
	for _, b := range d.Content {
		if list, ok := b.(*godoc.List); ok {
			for _, item := range list.Items {
				each(item.Content)
			}
		}
	}
}

func eachText(d *godoc.Doc, f func(godoc.Text)) {
	eachParagraph(d, func(p *godoc.Paragraph) {
		for _, t := range p.Text {
			f(t)
		}
	})
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
		"spelling":                 {"F is in the catalog.", false, []string{`"catalog" is American English, and the others are British`}},
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
	got := uncommented(packageOf(t, text))
	slices.Sort(got)
	want := []string{"G has no comment", "T.Error has no comment", "U has no comment", "the comment on Give does not begin with the name"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestUnlinked(t *testing.T) {
	const text = `package p

// NewThing returns a [Thing]. A Thing is made, not a SmallThing, as OldThing says.
//
//	OldThing()
func NewThing() Thing { return Thing{} }

// OldThing is like NewThing: see [NewThing] and its Size, or ThatSize.
func OldThing() {}

// A Thing is made by NewThing.
type Thing struct { ThatSize int }

// ThatSize is a type.
type ThatSize int

// SmallThing returns less than [Thing.SmallThing].
func (Thing) SmallThing() {}

// SmallThing is a SmallThing.
type SmallThing int
`
	got := unlinked(packageOf(t, text))
	slices.Sort(got)
	want := []string{
		"the comment on NewThing names OldThing; make that a link: [OldThing]",
		"the comment on NewThing names SmallThing; make that a link: [SmallThing]",
		"the comment on Thing names NewThing; make that a link: [NewThing]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

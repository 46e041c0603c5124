package docs_test

import (
	"fmt"
	"go/doc"
	godoc "go/doc/comment"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"strings"
	"testing"
)

// The code around the code of a comment: the packages that it is about, and variables under
// the names that a reader would expect.
const (
	beforeComment = `
import . "github.com/spotgen/spotgen/gen/spotify"

func fragment(ctx context.Context, client *spotify.Client, server *spotifytest.Server, auth *spotify.Authenticator,
	source oauth2.TokenSource, store spotify.TokenStore, mux *http.ServeMux, kinds []spotify.Kind, track *spotify.Track,
	loggedIn func(http.ResponseWriter, *http.Request, spotify.Grant) error, t *testing.T, err error) error {
	{
`
	afterComment = `
	}
	return nil
}
`
)

// TestCodeInCommentsCompiles type-checks the Go in the comments that go doc shows.
func TestCodeInCommentsCompiles(t *testing.T) {
	known := dependencies(t)
	blocks := 0
	for dir, p := range readPublished(t) {
		eachComment(p, func(name, text string) {
			for _, code := range codeOf(p.Parser().Parse(text)) {
				if !isGo(code) {
					continue
				}
				blocks++
				for _, err := range typeCheck(known, commentFile(name, code)) {
					t.Errorf("%s: %v\n%s", path.Base(dir), err, code)
				}
			}
		})
	}
	if blocks < 10 {
		t.Errorf("only %d blocks of Go", blocks)
	}
}

// eachComment calls a function with the comments of a package, of its types, and of its
// functions.
func eachComment(p *doc.Package, f func(name, text string)) {
	functions := func(list []*doc.Func) {
		for _, fn := range list {
			f(fn.Name, fn.Doc)
		}
	}
	f("the package", p.Doc)
	functions(p.Funcs)
	for _, t := range p.Types {
		f(t.Name, t.Doc)
		functions(t.Funcs)
		functions(t.Methods)
	}
}

func codeOf(d *godoc.Doc) []string {
	var all []string
	for _, b := range d.Content {
		if code, ok := b.(*godoc.Code); ok {
			all = append(all, code.Text)
		}
	}
	return all
}

// What begins a line of Go in comments: a statement with a call or an assignment. Types
// show how to adapt other modules, which the tests do not have.
var goLine = regexp.MustCompile(`(?m)^[\w, ]+ :?= |^\w+\.\w+\(|^(?:if|for) `)

func isGo(code string) bool { return goLine.MatchString(code) && !strings.HasPrefix(code, "type ") }

func commentFile(name, code string) string {
	file := "package main\n"
	for _, path := range usual {
		file += fmt.Sprintf("import %q\n", path)
	}
	return file + strings.Replace(beforeComment, "\n\t{\n", fmt.Sprintf("\n\t{\n//line %s:1\n", strings.ReplaceAll(name, " ", "_")), 1) + code + afterComment
}

func TestBrokenCodeInCommentsIsFound(t *testing.T) {
	known := dependencies(t)
	tests := map[string]struct {
		code string
		isGo bool
		want string // of the first error; empty for none
	}{
		"an assignment":    {"track, err := client.Tracks.Get(ctx, \"x\", nil)\n", true, ""},
		"without package":  {"found, err := InMarkets(ctx, []Market{\"SE\"}, nil)\n", true, "in call to InMarkets"},
		"a wrong argument": {"err = client.Library.Save(ctx, track)\n", true, "cannot use track"},
		"an ellipsis":      {"if errors.Is(err, spotify.ErrNotFound) { … }\n", true, "illegal character"},
		"a loop":           {"for op := range Operations {\n\tfmt.Println(op.Nam)\n}\n", true, "op.Nam undefined"},
		"a call":           {"server.Fail(1)\n", true, "not enough arguments"},
		"JSON":             {"{\"error\": \"x\"}\n", false, ""},
		"a table":          {"spotify:track:null   kind track\n", false, ""},
		"a type":           {"type pace struct{ *rate.Limiter }\n", false, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := isGo(test.code); got != test.isGo {
				t.Fatalf("Go: %v, want %v", got, test.isGo)
			}
			if !test.isGo {
				return
			}
			errs := typeCheck(known, commentFile("F", test.code))
			switch {
			case test.want == "" && len(errs) > 0:
				t.Errorf("found %v", errs)
			case test.want != "" && (len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want)):
				t.Errorf("found %v, want something with %q", errs, test.want)
			}
		})
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "", commentFile("the package", ""), 0); err != nil {
		t.Error(err)
	}
}

package docs_test

import (
	"fmt"
	"go/doc"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuidesNameWhatExists looks up the names of the packages that guides have between
// backquotes. Code in fences is compiled by other tests.
func TestGuidesNameWhatExists(t *testing.T) {
	packages := map[string]*doc.Package{}
	for dir, p := range readPublished(t) {
		packages[path.Base(dir)] = p
	}
	known := namesOf(packages)
	guides, err := os.ReadDir(path.Join(root, "docs"))
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"README.md"}
	for _, g := range guides {
		if path.Ext(g.Name()) == ".md" {
			pages = append(pages, "docs/"+g.Name())
		}
	}
	found := 0
	for _, page := range pages {
		data, err := os.ReadFile(path.Join(root, page))
		if err != nil {
			t.Fatal(err)
		}
		problems, n := unknownNames(string(data), known)
		found += n
		for _, problem := range problems {
			t.Errorf("%s:%s", page, problem)
		}
	}
	if found < 150 {
		t.Errorf("only %d names", found)
	}
}

// namesOf returns the names by which guides call what packages export: spotify.Track,
// client.Tracks.Get. Options, errors, and clients may stand alone: WithRetry.
func namesOf(packages map[string]*doc.Package) map[string]bool {
	known := map[string]bool{}
	for short, p := range packages {
		add := func(names ...string) {
			for _, name := range names {
				known[short+"."+name], known[name] = true, true
			}
		}
		functions := func(list []*doc.Func) {
			for _, f := range list {
				add(f.Name)
			}
		}
		values := func(list []*doc.Value) {
			for _, v := range list {
				add(v.Names...)
			}
		}
		functions(p.Funcs)
		values(p.Consts)
		values(p.Vars)
		for _, t := range p.Types {
			add(t.Name)
			functions(t.Funcs)
			values(t.Consts)
			values(t.Vars)
			service, isService := strings.CutSuffix(t.Name, "Service")
			for _, m := range t.Methods {
				if isService {
					known["client."+service+"."+m.Name] = true
				}
			}
		}
	}
	return known
}

var (
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
	guideName  = regexp.MustCompile(`\bclient\.[A-Z]\w+\.[A-Z]\w+|\bspotify(?:test)?\.[A-Z]\w+|(?:^|[^.\w])((?:With|Err)[A-Z]\w+)`)
	// The first column of a table of the guide from zmb3/spotify, which names what is there.
	former = regexp.MustCompile(`^\|[^|]*\|`)
)

// unknownNames returns the names in a guide that are not known, with their lines, and the
// number of names.
func unknownNames(text string, known map[string]bool) (problems []string, found int) {
	ofOther := strings.Contains(text, "| zmb3/spotify |")
	for i, line := range strings.Split(blank(fenced, text), "\n") {
		if ofOther {
			line = former.ReplaceAllString(line, "|")
		}
		for _, code := range inlineCode.FindAllStringSubmatch(line, -1) {
			for _, m := range guideName.FindAllStringSubmatch(code[1], -1) {
				name := m[0]
				if m[1] != "" {
					name = m[1]
				}
				found++
				if !known[name] {
					problems = append(problems, fmt.Sprintf("%d: there is no %s", i+1, name))
				}
			}
		}
	}
	return problems, found
}

func TestUnknownNames(t *testing.T) {
	known := map[string]bool{}
	for _, name := range []string{"spotify.Track", "client.Tracks.Get", "WithRetry", "ErrGone"} {
		known[name] = true
	}
	tests := map[string][]string{
		"`spotify.Track`, `client.Tracks.Get(ctx, id)`, `WithRetry(p)`, `ErrGone`": nil,
		"`spotify.Trck`":         {"1: there is no spotify.Trck"},
		"\n`client.Tracks.Got`":  {"2: there is no client.Tracks.Got"},
		"`WithRetries`, `ErrNo`": {"1: there is no WithRetries", "1: there is no ErrNo"},
		"`[]spotify.No{}`":       {"1: there is no spotify.No"},
		"spotify.No without quotes, `client.Get`, `open.spotify.com`":                                    nil,
		"```go\nspotify.No\n```\n":                                                                       nil,
		"| zmb3/spotify | here |\n| `spotify.No` | `spotify.Track` |\n| `spotify.No` | `spotify.None` |": {"3: there is no spotify.None"},
		"| call | here |\n| `spotify.No` | |":                                                            {"2: there is no spotify.No"},
	}
	for text, want := range tests {
		got, _ := unknownNames(text, known)
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

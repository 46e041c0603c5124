package docs_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// readmeLines is how long README may get: it sells and starts, and docs/ has the rest.
const readmeLines = 250

// pages are the Markdown files of the repository, by their path from the root.
func pages(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md", "bench/*.md"} {
		names, err := fs.Glob(os.DirFS(root), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			found[name] = string(text)
		}
	}
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/client.md", cookbook} {
		if found[name] == "" {
			t.Fatalf("there is no page %s", name)
		}
	}
	return found
}

func TestReadmeIsShort(t *testing.T) {
	if n := strings.Count(pages(t)["README.md"], "\n"); n > readmeLines {
		t.Errorf("README.md has %d lines, want at most %d: move what few need to docs/", n, readmeLines)
	}
}

// TestReadmeNamesExamples makes sure that a newcomer finds each example.
func TestReadmeNamesExamples(t *testing.T) {
	mains, err := fs.Glob(os.DirFS(root), "examples/*/main.go")
	if err != nil || len(mains) == 0 {
		t.Fatalf("there are no examples: %v", err)
	}
	for _, main := range mains {
		if dir := path.Dir(main); !strings.Contains(pages(t)["README.md"], "go run ./"+dir+" ") {
			t.Errorf("README.md does not name ./%s", dir)
		}
	}
}

// TestPagesNameWhatIsThere follows the links of all pages, and looks for the programs,
// the targets of make, and the files that they name.
func TestPagesNameWhatIsThere(t *testing.T) {
	all := pages(t)
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	r := references{os.DirFS(root), string(makefile), all}
	followed := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, problem := range r.missing(name, &followed) {
			t.Errorf("%s: %s", name, problem)
		}
	}
	// Fewer would mean that links have another form than the test knows.
	if followed < 200 {
		t.Errorf("the pages refer to %d things, want at least 200", followed)
	}
}

func TestMissingReferencesAreFound(t *testing.T) {
	root := fstest.MapFS{
		"cmd/tool/main.go": {Data: []byte("// Comment.\npackage main\n")},
		"cmd/part/main.go": {Data: []byte("package part\n")},
		"docs/other.md":    {Data: []byte("# Other\n\n## Some `code`, and more\n")},
	}
	for text, want := range map[string][]string{
		"    go run ./cmd/tool":                                 nil,
		"    go run ./cmd/part":                                 {"go run ./cmd/part: there is no such program"},
		"`go run example.com/m/cmd/gone@latest`":                nil,
		"    go run github.com/spotgen/spotgen/cmd/gone@latest": {"go run github.com/spotgen/spotgen/cmd/gone: there is no such program"},
		"    make good":                                         nil,
		"`make love`":                                           {"make love: there is no such target"},
		"to make sense":                                         nil,
		"[x](other.md)":                                         nil,
		"[x](../docs/other.md#some-code-and-more)":              nil,
		"[x](other.md#nowhere)":                                 {"other.md#nowhere: there is no such heading"},
		"[x](gone.md)":                                          {"gone.md: there is no such file"},
		"[x](../../gone.md)":                                    {"../../gone.md: there is no such file"},
		"[x](#here)\n\n# Here":                                  nil,
		"[x](#there)":                                           {"#there: there is no such heading"},
		"[x](https://example.com/gone)":                         nil,
		"![x](gone.svg)":                                        {"gone.svg: there is no such file"},
		"`cmd/tool/main.go`, `cmd/*/main.go`, `cmd/tool`":       nil,
		"`cmd/gone`":                                            {"cmd/gone: there is no such file"},
		"`GET /me`, `application/json`, `a/b`":                  nil,
		"```go\n[x](gone.md)\n```\n":                            nil,
	} {
		page := "docs/page.md"
		r := references{root, "good: ## x\n", map[string]string{page: text, "docs/other.md": string(root["docs/other.md"].Data)}}
		n := 0
		if diff := cmp.Diff(want, r.missing(page, &n)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

var (
	goRun      = regexp.MustCompile(`go run (?:\./|github\.com/spotgen/spotgen/)([\w/-]+)`)
	makeTarget = regexp.MustCompile("(?m)(?:^    |`)make ([a-z-]+)")
	pageLink   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fencedGo   = regexp.MustCompile("(?ms)^```go.*?^```$")
	codePath   = regexp.MustCompile("`([\\w.*-]+(?:/[\\w.*-]+)+/?)`")
	anchored   = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
)

// references is what pages may refer to.
type references struct {
	root     fs.FS
	makefile string
	pages    map[string]string
}

// missing lists the programs, targets, links, and files that a page names and that are
// not there. It adds the number of those that it looked for.
func (r references) missing(page string, followed *int) []string {
	text := fencedGo.ReplaceAllString(r.pages[page], "")
	var problems []string
	report := func(is bool, what, kind string) {
		*followed++
		if !is {
			problems = append(problems, fmt.Sprintf("%s: there is no such %s", what, kind))
		}
	}
	for _, found := range goRun.FindAllStringSubmatch(text, -1) {
		main, err := fs.ReadFile(r.root, found[1]+"/main.go")
		report(err == nil && strings.Contains("\n"+string(main), "\npackage main\n"), found[0], "program")
	}
	for _, found := range makeTarget.FindAllStringSubmatch(text, -1) {
		report(strings.Contains("\n"+r.makefile, "\n"+found[1]+":"), "make "+found[1], "target")
	}
	for _, found := range pageLink.FindAllStringSubmatch(text, -1) {
		if strings.Contains(found[1], "://") {
			continue
		}
		file, anchor, _ := strings.Cut(found[1], "#")
		target := page
		if file != "" {
			target = path.Join(path.Dir(page), file)
			if _, err := fs.Stat(r.root, target); err != nil {
				report(false, found[1], "file")
				continue
			}
		}
		report(anchor == "" || slices.Contains(anchors(r.pages[target]), anchor), found[1], "heading")
	}
	for _, found := range codePath.FindAllStringSubmatch(text, -1) {
		top, _, _ := strings.Cut(found[1], "/")
		if _, err := fs.Stat(r.root, top); err != nil || top == "." || top == ".." {
			continue // no path of the repository
		}
		matches, err := fs.Glob(r.root, strings.TrimSuffix(found[1], "/"))
		report(err == nil && len(matches) > 0, found[1], "file")
	}
	return problems
}

// anchors are the fragments under which GitHub shows the headings of a page.
func anchors(page string) []string {
	var all []string
	seen := map[string]int{}
	for _, found := range anchored.FindAllStringSubmatch(fencedGo.ReplaceAllString(page, ""), -1) {
		anchor := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, found[1])
		n := seen[anchor]
		seen[anchor]++
		if n > 0 {
			anchor = fmt.Sprintf("%s-%d", anchor, n)
		}
		all = append(all, anchor)
	}
	return all
}

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
		dir := path.Dir(main)
		command := "go run ./" + dir + " "
		if _, err := os.Stat(filepath.Join(root, dir, "go.mod")); err == nil { // a module of its own
			command = "go -C " + dir + " run . "
		}
		if !strings.Contains(pages(t)["README.md"], command) {
			t.Errorf("README.md does not say %q", command)
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
			t.Error(problem)
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
		"    go run ./cmd/part":                                 {"1: go run ./cmd/part: there is no such program"},
		"`go run example.com/m/cmd/gone@latest`":                nil,
		"    go run github.com/spotgen/spotgen/cmd/gone@latest": {"1: go run github.com/spotgen/spotgen/cmd/gone: there is no such program"},
		"    make good":                                         nil,
		"`make love`":                                           {"1: make love: there is no such target"},
		"```sh\n`make love`\n```":                               {"2: make love: there is no such target"},
		"to make sense":                                         nil,
		"[x](other.md)":                                         nil,
		"[x](../docs/other.md#some-code-and-more)":              nil,
		"[x](other.md#nowhere)":                                 {"1: other.md#nowhere: there is no such heading"},
		"Text.\n\n[x](gone.md)":                                 {"3: gone.md: there is no such file"},
		"[x](gone.md \"Title\")":                                {"1: gone.md: there is no such file"},
		"[x](<gone.md>)":                                        {"1: gone.md: there is no such file"},
		"[x][y]\n\n[y]: gone.md":                                {"3: gone.md: there is no such file"},
		"<a href=\"gone.md\">x</a>":                             {"1: gone.md: there is no such file"},
		"[x](../../gone.md)":                                    {"1: ../../gone.md: there is no such file"},
		"[x](#here)\n\n# Here":                                  nil,
		"[x](#there)":                                           {"1: #there: there is no such heading"},
		"[x](#there)\n\n```sh\n# There\n```":                    {"1: #there: there is no such heading"},
		"[x](https://example.com/gone)":                         nil,
		"![x](gone.svg)":                                        {"1: gone.svg: there is no such file"},
		"`cmd/tool/main.go`, `cmd/*/main.go`, `cmd/tool`":       nil,
		"`cmd/gone`":                                            {"1: cmd/gone: there is no such file"},
		"`GET /me`, `application/json`, `a/b`":                  nil,
		"```go\n[x](gone.md)\n```\n":                            nil,
		"```go\n…………………………………………\n\n```\n[x](gone.md)\n\n": {"5: gone.md: there is no such file"},
		"```go zmb3\n[x](gone.md)\n```\n":                  nil,
		"```yaml\n[x](gone.md)\n```\n":                     nil,
		"Text.\n```go title\n```\n":                        {"2: ```go title: the snippets of such a fence are not compiled; write ```go at the start of a line"},
		"- Item\n\n  ```go\n  ```\n":                       {"3: ```go: the snippets of such a fence are not compiled; write ```go at the start of a line"},
		"```golang\n```\n":                                 {"1: ```golang: the snippets of such a fence are not compiled; write ```go at the start of a line"},
	} {
		page := "docs/page.md"
		r := references{root, "good: ## x\n", map[string]string{page: text, "docs/other.md": string(root["docs/other.md"].Data)}}
		for i := range want {
			want[i] = page + ":" + want[i]
		}
		n := 0
		if diff := cmp.Diff(want, r.missing(page, &n)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

var (
	goRun      = regexp.MustCompile(`go run (?:\./|github\.com/spotgen/spotgen/)([\w/-]+)`)
	makeTarget = regexp.MustCompile("(?m)(?:^    |`)make ([a-z-]+)")
	pageLink   = regexp.MustCompile(`(?m)\]\(<?([^)\s>]+)[^)]*\)|^ {0,3}\[[^\]]+\]: +<?([^\s>]+)|<(?:a|img)\b[^>]*\b(?:href|src)="([^"]+)"`)
	fenced     = regexp.MustCompile("(?ms)^```.*?^```$")
	fencedGo   = regexp.MustCompile("(?ms)^```go.*?^```$")
	goFence    = regexp.MustCompile("(?m)^[ \t>]*(`{3,}|~{3,})[ \t]*(?i:go|golang)\\b.*$")
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
	whole := r.pages[page]
	text, prose := blank(fencedGo, whole), blank(fenced, whole)
	var problems []string
	complain := func(position int, what, message string) {
		line := strings.Count(whole[:position], "\n") + 1
		problems = append(problems, fmt.Sprintf("%s:%d: %s: %s", page, line, what, message))
	}
	report := func(is bool, position int, what, kind string) {
		*followed++
		if !is {
			complain(position, what, "there is no such "+kind)
		}
	}
	for _, at := range goFence.FindAllStringIndex(whole, -1) {
		if fence := whole[at[0]:at[1]]; fence != "```go" && fence != "```go zmb3" {
			complain(at[0], strings.TrimSpace(fence), "the snippets of such a fence are not compiled; write ```go at the start of a line")
		}
	}
	for _, at := range goRun.FindAllStringSubmatchIndex(text, -1) {
		main, err := fs.ReadFile(r.root, text[at[2]:at[3]]+"/main.go")
		report(err == nil && strings.Contains("\n"+string(main), "\npackage main\n"), at[0], text[at[0]:at[1]], "program")
	}
	for _, at := range makeTarget.FindAllStringSubmatchIndex(text, -1) {
		target := text[at[2]:at[3]]
		report(strings.Contains("\n"+r.makefile, "\n"+target+":"), at[2], "make "+target, "target")
	}
	for _, at := range pageLink.FindAllStringSubmatchIndex(prose, -1) {
		link := prose[max(at[2], at[4], at[6]):max(at[3], at[5], at[7])]
		if strings.Contains(link, "://") {
			continue
		}
		file, anchor, _ := strings.Cut(link, "#")
		target := page
		if file != "" {
			target = path.Join(path.Dir(page), file)
			if _, err := fs.Stat(r.root, target); err != nil {
				report(false, at[0], link, "file")
				continue
			}
		}
		report(anchor == "" || slices.Contains(anchors(r.pages[target]), anchor), at[0], link, "heading")
	}
	for _, at := range codePath.FindAllStringSubmatchIndex(text, -1) {
		named := text[at[2]:at[3]]
		top, _, _ := strings.Cut(named, "/")
		if _, err := fs.Stat(r.root, top); err != nil || top == "." || top == ".." {
			continue // no path of the repository
		}
		matches, err := fs.Glob(r.root, strings.TrimSuffix(named, "/"))
		report(err == nil && len(matches) > 0, at[0], named, "file")
	}
	return problems
}

// blank overwrites what a pattern matches with spaces, so that the rest keeps its place.
func blank(pattern *regexp.Regexp, text string) string {
	blanked := []byte(text)
	for _, at := range pattern.FindAllStringIndex(text, -1) {
		for i := at[0]; i < at[1]; i++ {
			if blanked[i] != '\n' {
				blanked[i] = ' '
			}
		}
	}
	return string(blanked)
}

// anchors are the fragments under which GitHub shows the headings of a page.
func anchors(page string) []string {
	var all []string
	seen := map[string]int{}
	for _, found := range anchored.FindAllStringSubmatch(blank(fenced, page), -1) {
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

package docs_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const cookbook = "docs/cookbook.md"

// marker stands above a block of Go that is a part of a file.
var marker = regexp.MustCompile(`^<!-- (examples/[\w./-]+\.go) -->$`)

// A shownBlock is a block of Go in a page, and the file that it is said to be from.
type shownBlock struct {
	block
	file string // below the root; "" if there is no marker
}

func shownBlocks(page string) []shownBlock {
	var found []shownBlock
	inside, above := false, ""
	for i, line := range strings.Split(page, "\n") {
		switch {
		case !inside && line == "```go":
			inside = true
			b := shownBlock{block: block{line: i + 2}}
			if match := marker.FindStringSubmatch(above); match != nil {
				b.file = match[1]
			}
			found = append(found, b)
		case line == "```":
			inside = false
		case inside:
			found[len(found)-1].text += line + "\n"
		}
		above = line
	}
	return found
}

// problem says why a block is not a part of a file, or not one that can be understood;
// "" if it is. The block may be indented less than the file.
func (b shownBlock) problem(file string) string {
	if !standsIn(b.text, file) {
		return "it does not stand in the file like this"
	}
	function := "package p\nfunc _() {\n" + b.text + "\n}"
	for _, source := range []string{"package p\n" + b.text, function} {
		if _, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution); err == nil {
			return ""
		}
	}
	return "it begins or ends within a statement"
}

// standsIn reports whether the lines of a text stand in a file one below the other, all
// of them indented by the same number of tabs more.
func standsIn(text, file string) bool {
	want := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	lines := strings.Split(file, "\n")
	for start := 0; start+len(want) <= len(lines); start++ {
		indent, ok := strings.CutSuffix(lines[start], want[0])
		if ok && strings.Trim(indent, "\t") == "" && want[0] != "" && equalIndented(lines[start:], want, indent) {
			return true
		}
	}
	return false
}

func equalIndented(lines, want []string, indent string) bool {
	for i, line := range want {
		if line != "" {
			line = indent + line
		}
		if lines[i] != line {
			return false
		}
	}
	return true
}

// All code of the cookbook is compiled and tested where it comes from.
func TestCookbookShowsWhatIsTested(t *testing.T) {
	page := pages(t)[cookbook]
	blocks := shownBlocks(page)
	if len(blocks) < 12 {
		t.Errorf("there are %d blocks of Go; are there others that the test does not find?", len(blocks))
	}
	for _, b := range blocks {
		at := fmt.Sprintf("cookbook.md:%d", b.line)
		if b.file == "" {
			t.Errorf("%s: put a line like <!-- examples/follow/follow.go --> above the block", at)
			continue
		}
		file, err := os.ReadFile(filepath.Join("..", b.file))
		if err != nil {
			t.Errorf("%s: %v", at, err)
			continue
		}
		if problem := b.problem(string(file)); problem != "" {
			t.Errorf("%s: %s: %s", at, b.file, problem)
		}
		if !strings.Contains(page, "](../"+b.file+")") {
			t.Errorf("%s: there is no link to %s", at, b.file)
		}
	}
}

func TestProblemsOfBlocksAreFound(t *testing.T) {
	const file = "package p\n\nfunc f() {\n\tif true {\n\t\tg()\n\n\t\th()\n\t}\n}\n"
	for text, want := range map[string]string{
		"func f() {\n\tif true {\n\t\tg()\n\n\t\th()\n\t}\n}\n": "",
		"if true {\n\tg()\n\n\th()\n}\n":                        "",
		"\tg()\n\n\th()\n":                                      "",
		"g()\n":                                                 "",
		"if true {\n\tg()\n":                                    "it begins or ends within a statement",
		"if true {\n\tg()\n\th()\n}\n":                          "it does not stand in the file like this",
		"if true {\ng()\n\nh()\n}\n":                            "it does not stand in the file like this",
		"true {\n\tg()\n\n\th()\n}\n":                           "it does not stand in the file like this",
		"i()\n":                                                 "it does not stand in the file like this",
		"\n":                                                    "it does not stand in the file like this",
	} {
		if got := (shownBlock{block: block{text: text}}).problem(file); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestShownBlocks(t *testing.T) {
	page := "<!-- examples/a/b.go -->\n```go\nx\n\ny\n```\n\n```go\nz\n```\n<!-- examples/a/b.go -->\n\n```go\n```\n"
	want := []shownBlock{{block{3, "x\n\ny\n"}, "examples/a/b.go"}, {block{9, "z\n"}, ""}, {block{14, ""}, ""}}
	got := shownBlocks(page)
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

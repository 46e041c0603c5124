// Package examples has a folder for each example. Its own test holds README.md to
// what it says.
package examples

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const readme = "../README.md"

// A fragment may use these packages without importing them.
var usual = []string{
	"context", "errors", "fmt", "log", "log/slog", "os", "path/filepath", "slices", "testing", "time",
	"golang.org/x/oauth2", "github.com/spotgen/spotgen/gen/spotify", "github.com/spotgen/spotgen/gen/spotifytest",
}

// What stands around a fragment: what README takes for granted in the names that a
// reader would expect. A fragment may return an error.
const (
	before = `
func fragment(ctx context.Context, client *spotify.Client, source oauth2.TokenSource,
	id spotify.TrackID, albumIDs []spotify.AlbumID, configDir string) error {
	{
`
	after = `
	}
	return nil
}
`
)

// A block is a piece of README between two fences.
type block struct {
	line int // of its first line
	text string
}

func readReadme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// goBlocks finds the blocks of Go, without those that are a part of a file: these are
// compiled there.
func goBlocks(text string) []block {
	var found []block
	for _, b := range shownBlocks(text) {
		if b.file == "" {
			found = append(found, b.block)
		}
	}
	return found
}

// file makes a file of a block, whose lines have the numbers that they have in
// README. A block is a program if it begins with its package, a part of one if it
// begins with a function, and otherwise goes into the body of a function.
func (b block) file() string {
	at := fmt.Sprintf("//line README.md:%d\n", b.line)
	if strings.HasPrefix(b.text, "package ") {
		return at + b.text
	}
	file := "package main\n"
	for _, path := range usual {
		file += fmt.Sprintf("import %q\n", path)
	}
	if strings.HasPrefix(b.text, "func ") {
		return file + at + b.text
	}
	return file + before + at + b.text + after
}

func TestReadmeCompiles(t *testing.T) {
	blocks := goBlocks(readReadme(t))
	if len(blocks) < 8 {
		t.Errorf("README has %d blocks of Go; are there others that the test does not find?", len(blocks))
	}
	known := dependencies(t)
	for _, b := range blocks {
		for _, err := range typeCheck(known, b.file()) {
			t.Error(err)
		}
	}
}

// Without this, the test above could be one that finds nothing.
func TestBrokenBlocksAreFound(t *testing.T) {
	known := dependencies(t)
	tests := []struct{ name, text, want string }{
		{"program", "package main\n\nfunc main() { nowhere() }\n", "README.md:9: undefined: nowhere"},
		{"syntax", "if {\n", "README.md:7: "},
		{"method", "client.Tracks.Fetch(ctx, id)\n", "README.md:7: client.Tracks.Fetch undefined"},
		{"arguments", "_, err := client.Tracks.Get(ctx, id)\nreturn err\n", "README.md:7: not enough arguments"},
		{"option", "spotify.NewClient(spotify.WithMagic())\n", "undefined: spotify.WithMagic"},
		{"function", "func TestIt(t *testing.T) { spotifytest.NewServer(nowhere) }\n", "README.md:7: undefined: nowhere"},
		{"import", "package main\n\nimport _ \"os/exec\"\n", "os/exec"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			errs := typeCheck(known, block{line: 7, text: test.text}.file())
			if len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want) {
				t.Errorf("found %v, want something with %q", errs, test.want)
			}
		})
	}
	if errs := typeCheck(known, block{line: 7, text: "track, err := client.Tracks.Get(ctx, id, nil)\n"}.file()); len(errs) != 0 {
		t.Errorf("a fragment need not use what it gets: %v", errs)
	}
}

// dependencies are the packages that README may import, by path.
type imported map[string]*types.Package

func dependencies(t *testing.T) imported {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports,
	}, usual...)
	if err != nil {
		t.Fatal(err)
	}
	found := imported{}
	for _, p := range loaded {
		for _, err := range p.Errors {
			t.Fatal(err)
		}
		found[p.PkgPath] = p.Types
	}
	return found
}

// Import implements types.Importer.
func (i imported) Import(path string) (*types.Package, error) {
	if p, ok := i[path]; ok {
		return p, nil
	}
	return nil, errors.New("README does without " + path)
}

// typeCheck returns what the compiler would say, except that something is not used:
// a fragment shows how to get a thing, and leaves open what for.
func typeCheck(known imported, source string) []error {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, "block.go", source, parser.SkipObjectResolution)
	if err != nil {
		return []error{err}
	}
	var errs []error
	config := types.Config{Importer: known, Error: func(err error) {
		var e types.Error
		if ok := errors.As(err, &e); !ok || !e.Soft {
			errs = append(errs, err)
		}
	}}
	// What Check returns is the first of the errors that it reports.
	_, _ = config.Check("main", set, []*ast.File{tree}, nil)
	return errs
}

// Whatever README tells to run is there.
func TestReadmeCommandsExist(t *testing.T) {
	text := readReadme(t)
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range missing(text, string(makefile)) {
		t.Error(problem)
	}
	for what, pattern := range map[string]*regexp.Regexp{"go run": goRun, "make": makeTarget, "a link": link} {
		if !pattern.MatchString(text) {
			t.Errorf("README does not have %s; has its form changed?", what)
		}
	}
	for _, dir := range examples(t) {
		if !strings.Contains(text, "go run ./examples/"+dir) {
			t.Errorf("README does not name ./examples/%s", dir)
		}
	}
}

func TestMissingCommandsAreFound(t *testing.T) {
	text := "    go run ./examples/nowhere\n    make sense    # or not\n`make love`, `go run ./generator`, [x](NOWHERE.md), [y](https://example.com), [z](#no-where), [t](#some-where)\n\n## Some where\n"
	if problems := missing(text, "generate: ## x\n"); len(problems) != 6 {
		t.Errorf("found %q, want 6 problems", problems)
	}
	if problems := missing("    make generate\nto make sense", "generate: ## x\n"); len(problems) != 0 {
		t.Errorf("found %q", problems)
	}
}

var (
	goRun      = regexp.MustCompile(`go run (\./[\w./-]+)`)
	makeTarget = regexp.MustCompile("(?m)(?:^    |`)make ([a-z-]+)")
	link       = regexp.MustCompile(`\]\(([^)]+)\)`)
)

// missing finds programs, targets and files that are not there.
func missing(text, makefile string) []string {
	var problems []string
	for _, found := range goRun.FindAllStringSubmatch(text, -1) {
		main, err := os.ReadFile(filepath.Join("..", found[1], "main.go"))
		if err != nil || !strings.Contains(string(main), "\npackage main\n") {
			problems = append(problems, found[0]+": there is no such program")
		}
	}
	for _, found := range makeTarget.FindAllStringSubmatch(text, -1) {
		if !strings.Contains("\n"+makefile, "\n"+found[1]+":") {
			problems = append(problems, found[0]+": there is no such target")
		}
	}
	for _, found := range link.FindAllStringSubmatch(text, -1) {
		if strings.Contains(found[1], "://") {
			continue
		}
		if heading, ok := strings.CutPrefix(found[1], "#"); ok {
			if !strings.Contains(strings.ToLower(text), "# "+strings.ReplaceAll(heading, "-", " ")+"\n") {
				problems = append(problems, found[1]+": there is no such heading")
			}
			continue
		}
		if _, err := os.Stat(filepath.Join("..", found[1])); err != nil {
			problems = append(problems, found[1]+": there is no such file")
		}
	}
	return problems
}

// examples are the folders beside this test.
func examples(t *testing.T) []string {
	t.Helper()
	mains, err := filepath.Glob("*/main.go")
	if err != nil || len(mains) == 0 {
		t.Fatalf("there are no examples: %v", err)
	}
	for i, main := range mains {
		mains[i] = filepath.Dir(main)
	}
	return mains
}

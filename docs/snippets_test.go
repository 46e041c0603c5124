package docs_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// oldestGo is the language that importers may have to do with: see go.mod.
const oldestGo = "go1.25"

// A fragment may use these packages without importing them.
var usual = []string{
	"context", "errors", "fmt", "log", "log/slog", "net/http", "os", "path/filepath", "slices", "testing", "time",
	"golang.org/x/oauth2", "github.com/spotgen/spotgen/gen/spotify", "github.com/spotgen/spotgen/gen/spotifytest",
	"github.com/spotgen/spotgen/gen/spotifytest/storetest",
}

// The code around a fragment: the variables that the pages take for granted, under the
// names that a reader would expect. A fragment may return an error.
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

// A block is a piece of a page between two fences.
type block struct {
	line int // of its first line
	text string
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

// file makes a file of a block, whose lines have the numbers that they have in the page. A block is a program if it begins with its package, a part of one if it
// begins with a function, and otherwise goes into the body of a function.
func (b block) file(page string) string {
	at := fmt.Sprintf("//line %s:%d\n", page, b.line)
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

// TestSnippetsCompile type-checks the Go in all pages.
func TestSnippetsCompile(t *testing.T) {
	known := dependencies(t)
	blocks := map[string]int{}
	for name, text := range pages(t) {
		for _, b := range goBlocks(text) {
			blocks[name]++
			for _, err := range typeCheck(known, b.file(name)) {
				t.Error(err)
			}
		}
	}
	// Fewer would mean that the fences have another form than the test knows.
	for name, atLeast := range map[string]int{"README.md": 3, "docs/client.md": 12, "docs/testing.md": 5, "docs/migrating-from-zmb3.md": 10} {
		if blocks[name] < atLeast {
			t.Errorf("%s has %d blocks of Go, want at least %d", name, blocks[name], atLeast)
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
			errs := typeCheck(known, block{line: 7, text: test.text}.file("README.md"))
			if len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want) {
				t.Errorf("found %v, want something with %q", errs, test.want)
			}
		})
	}
	if errs := typeCheck(known, block{line: 7, text: "track, err := client.Tracks.Get(ctx, id, nil)\n"}.file("README.md")); len(errs) != 0 {
		t.Errorf("a fragment need not use what it gets: %v", errs)
	}
}

// imported are the packages that pages may import, by path.
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
	return nil, errors.New("pages do without " + path + "; add it to usual if a reader needs it")
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
	config := types.Config{Importer: known, GoVersion: oldestGo, Error: func(err error) {
		var e types.Error
		if ok := errors.As(err, &e); !ok || !e.Soft {
			errs = append(errs, err)
		}
	}}
	// What Check returns is the first of the errors that it reports.
	_, _ = config.Check("main", set, []*ast.File{tree}, nil)
	return errs
}

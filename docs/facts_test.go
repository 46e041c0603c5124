package docs_test

import (
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const root = ".."

func TestCitations(t *testing.T) {
	s, found, err := newScanner(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	dangling, err := s.scanAll(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(found, dangling...) {
		t.Error(f)
	}
	// There are many: a walk that finds few has missed the repository.
	if s.cited < 300 {
		t.Errorf("only %d citations", s.cited)
	}
}

// A small repository with facts of its own.
var sample = fstest.MapFS{
	"docs/facts/README.md": {Data: []byte("# Facts\n")},
	"docs/facts/mismatches.md": {Data: []byte(`# Where they differ

## A. Loading

- M01 The first.
- M21 The second, which goes on
  in another line.

## F. Errors

- M70 The third.
`)},
	"docs/facts/concepts.md": {Data: []byte("# How it works\n\n## Rate limits and quota\n\n| row | x |\n|---|---|\n| 7 | a |\n| 11 | b |\n| 12 | c |\n")},
	"docs/facts/list.tsv":    {Data: []byte("operation\tduplicates\nGET /me\tids\nPUT /me\t\n")},
}

func TestFindings(t *testing.T) {
	for name, test := range map[string]struct {
		file string // a.go if it is empty
		text string
		want []string
	}{
		"a file":               {text: "// See docs/facts/concepts.md.\n"},
		"a number":             {text: "// It is so (docs/facts/mismatches.md M70).\n"},
		"numbers":              {text: "x() // docs/facts/mismatches.md M01, M21 and M70\n"},
		"a number on line two": {text: "\t// It is so (docs/facts/mismatches.md\n\t// M70).\n"},
		"a section":            {text: "// See docs/facts/mismatches.md section F, and more.\n"},
		"a letter":             {text: "// (docs/facts/mismatches.md F)\n"},
		"a heading":            {text: "// (docs/facts/concepts.md \"Rate limits and quota\")\n"},
		"a heading on two":     {text: "// (docs/facts/concepts.md \"Rate\n// limits and quota\")\n"},
		"a heading in Go":      {text: "const x = \"docs/facts/concepts.md \\\"Rate limits and quota\\\"; more\"\n"},
		"a heading in YAML":    {file: "o.yml", text: "x-evidence: 'docs/facts/concepts.md \"Rate limits and quota\"; docs/facts/mismatches.md M01'\n"},
		"rows":                 {text: "// docs/facts/concepts.md row 7; docs/facts/concepts.md rows 7, 11 and 12\n"},
		"a line of a table":    {text: "// docs/facts/list.tsv \"GET /me\"\n"},
		"a column":             {text: "// docs/facts/list.tsv \"duplicates\" and \"operation\"\n"},
		"code below":           {text: "\tx, // docs/facts/mismatches.md M01\n\t\"snapshot\",\n"},
		"words below":          {file: "r.md", text: "As in docs/facts/mismatches.md M01, five\nanswers\n"},
		"other files":          {text: "// README.md, generator/testdata/facts/a.yml, changes.md, names.tsv, M4A, M1\n"},
		"a number in testdata": {file: "a/testdata/x.go", text: "// M99\n"},
		"a number elsewhere":   {file: "a.svg", text: "M10 20\n"},
		"links beside":         {file: "docs/facts/concepts.md", text: "[mismatches.md](mismatches.md) M01\n"},

		"no such file":           {text: "\n// (docs/facts/changes.md)\n", want: []string{`a.go:2: there is no docs/facts/changes.md`}},
		"no such file, in YAML":  {file: "o.yml", text: "a: b\nx-evidence: \"docs/facts/draft.yaml\"\n", want: []string{`o.yml:2: there is no docs/facts/draft.yaml`}},
		"no such number":         {text: "// docs/facts/mismatches.md M02\n", want: []string{`a.go:1: docs/facts/mismatches.md has no M02`}},
		"no such second number":  {text: "// docs/facts/mismatches.md M01 and M02\n", want: []string{`a.go:1: docs/facts/mismatches.md has no M02`}},
		"no such third number":   {text: "// docs/facts/mismatches.md M01, M21,\n// and M02\n", want: []string{`a.go:1: docs/facts/mismatches.md has no M02`}},
		"no number on line two":  {text: "x()\n// docs/facts/mismatches.md\n// M02\n", want: []string{`a.go:2: docs/facts/mismatches.md has no M02`}},
		"a number of another":    {text: "// docs/facts/concepts.md M01\n", want: []string{`a.go:1: docs/facts/concepts.md has no M01`}},
		"no such section":        {text: "// docs/facts/mismatches.md section B\n", want: []string{`a.go:1: docs/facts/mismatches.md has no section B`}},
		"no such letter":         {text: "// (docs/facts/mismatches.md B)\n", want: []string{`a.go:1: docs/facts/mismatches.md has no section B`}},
		"no such heading":        {text: "// docs/facts/concepts.md \"Limits\"\n", want: []string{`a.go:1: docs/facts/concepts.md has no Limits`}},
		"no such heading on two": {text: "// docs/facts/concepts.md \"Rate\n// limits\"\n", want: []string{`a.go:1: docs/facts/concepts.md has no Rate limits`}},
		"no such heading in Go":  {text: "const x = \"docs/facts/concepts.md \\\"Limits\\\"\"\n", want: []string{`a.go:1: docs/facts/concepts.md has no Limits`}},
		"no such row":            {text: "// docs/facts/concepts.md rows 11 and 13\n", want: []string{`a.go:1: docs/facts/concepts.md has no row 13`}},
		"no such line":           {text: "// docs/facts/list.tsv \"GET /you\"\n", want: []string{`a.go:1: docs/facts/list.tsv has no GET /you`}},
		"a cell that is no name": {text: "// docs/facts/list.tsv \"ids\"\n", want: []string{`a.go:1: docs/facts/list.tsv has no ids`}},
		"a heading unquoted": {text: "// docs/facts/concepts.md, Rate limits and quota\n",
			want: []string{`a.go:1: what follows docs/facts/concepts.md is no place in it; put a heading into quotes: docs/facts/concepts.md "Heading"`}},
		"a number alone": {text: "x() // M01\n", want: []string{`a.go:1: M01 is in no file; write docs/facts/mismatches.md in front of it`}},
		"a number behind a sentence": {text: "// docs/facts/mismatches.md M01. It is so (M21).\n",
			want: []string{`a.go:1: M21 is in no file; write docs/facts/mismatches.md in front of it`}},
		"a number in a line of code": {text: "x() // docs/facts/mismatches.md\nM01()\n",
			want: []string{`a.go:2: M01 is in no file; write docs/facts/mismatches.md in front of it`}},
		"another folder": {text: "// facts/concepts.md\n",
			want: []string{`a.go:1: facts/concepts.md cannot be found from the root of the repository; write docs/facts/concepts.md`}},
		"another folder, no such file": {text: "// ../facts/draft.yaml\n",
			want: []string{`a.go:1: ../facts/draft.yaml cannot be found from the root of the repository; write docs/facts/draft.yaml`}},
		"no folder": {file: "docs/other.md", text: "list.tsv\n",
			want: []string{`docs/other.md:1: list.tsv cannot be found from the root of the repository; write docs/facts/list.tsv`}},
		"several": {text: "// docs/facts/list.tsv \"x\"\n\n// docs/facts/none.md\n",
			want: []string{`a.go:1: docs/facts/list.tsv has no x`, `a.go:3: there is no docs/facts/none.md`}},
		"in testdata":        {file: "a/testdata/want.txt", text: "docs/facts/none.md\n", want: []string{`a/testdata/want.txt:1: there is no docs/facts/none.md`}},
		"in a script":        {file: "run", text: "# docs/facts/\n# docs/facts/mismatches.md\n# M02\n", want: []string{`run:2: docs/facts/mismatches.md has no M02`}},
		"a dead link beside": {file: "docs/facts/concepts.md", text: "[x](none.md)\n", want: []string{`docs/facts/concepts.md:1: there is no docs/facts/none.md`}},
		"no number beside": {file: "docs/facts/concepts.md", text: "[mismatches.md](mismatches.md) M02\n",
			want: []string{`docs/facts/concepts.md:1: docs/facts/mismatches.md has no M02`}},
	} {
		t.Run(name, func(t *testing.T) {
			s, found, err := newScanner(sample)
			if err != nil || found != nil {
				t.Fatal(err, found)
			}
			if test.file == "" {
				test.file = "a.go"
			}
			equal(t, s.scan(test.file, test.text), test.want)
		})
	}
}

func TestWalk(t *testing.T) {
	dangling := &fstest.MapFile{Data: []byte("docs/facts/none.md\n")}
	fsys := fstest.MapFS{
		"deep/down/x.txt": dangling, ".github/workflows/x.yml": dangling,
		// These are not looked at.
		".git/x": dangling, "bin/x": dangling, "a/.spotgen-1": dangling, "a.test": dangling,
		"docs/facts_test.go": dangling, "image.png": {Data: []byte("\x89docs/facts/none.md")}, "zero": {Data: []byte("docs/facts/none.md\x00")},
	}
	for name, file := range sample {
		fsys[name] = file
	}
	s, found, err := newScanner(fsys)
	if err != nil || found != nil {
		t.Fatal(err, found)
	}
	found, err = s.scanAll(fsys)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, []string{".github/workflows/x.yml:1: there is no docs/facts/none.md", "deep/down/x.txt:1: there is no docs/facts/none.md"})
	if s.cited != 2 {
		t.Errorf("%d citations, want 2", s.cited)
	}
}

func TestNumbersAreGivenOnce(t *testing.T) {
	_, found, err := newScanner(fstest.MapFS{"docs/facts/mismatches.md": {Data: []byte("- M01 One.\n- M02 Two.\n- M01 Three.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, []string{"docs/facts/mismatches.md:3: M01 is there twice; give the later one a number of its own"})
	if _, _, err := newScanner(fstest.MapFS{}); err == nil {
		t.Error("no facts are no error")
	}
}

func equal(t *testing.T, found []finding, want []string) {
	t.Helper()
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprint(f))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

package generator_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"sync"
	"testing"

	"golang.org/x/exp/apidiff"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/diff"
	"github.com/spotgen/spotgen/generator/emit"
)

func checkApidiffBothWays(t *testing.T, old, new generator.ComparedVersion, report, back *diff.Report) {
	t.Helper()
	before, after := emittedPackage(t, old), emittedPackage(t, new)
	checkApidiff(t, before, after, report)
	checkApidiff(t, after, before, back)
}

// checkApidiff compares what a report says about code that may not compile with what
// apidiff finds in the two packages: each name that it calls incompatible is one that
// breaks in the report, and the other way round.
func checkApidiff(t *testing.T, before, after *types.Package, report *diff.Report) {
	t.Helper()
	theirs := apidiffNames(t, before, after)
	ours := map[string]diff.GoName{}
	for _, c := range report.Changes {
		breaks := false
		for _, name := range c.Go {
			if name.Breaking {
				ours[name.Name] = name
				breaks = true
			}
		}
		if breaks != (c.Effect == diff.Compile) {
			t.Errorf("the effect of %s %s is %s, but names that break: %v", c.Kind, c.Subject, c.Effect, breaks)
		}
	}
	for name, message := range theirs {
		if _, ok := ours[name]; !ok {
			t.Errorf("apidiff finds %q, but %s breaks in no change", message, name)
		}
	}
	for name, claim := range ours {
		owner, _, isMember := strings.Cut(name, ".")
		switch {
		case theirs[name] != "":
		case isMember && (theirs[owner] != "" || theirs[owner+"Service"] != ""):
			// To apidiff, the members of a type that is gone are no news.
		case withoutSequences(claim.Old) == withoutSequences(claim.New) && claim.Old != claim.New:
			// It does not compare the type arguments of types of other packages: to it,
			// iter.Seq2[Song, error] is iter.Seq2[Tune, error]. Code that names the
			// type of what it ranges over does not compile.
		case strings.Contains(claim.Why, "no longer implements"):
			// Of pointers, apidiff does not know.
		default:
			t.Errorf("%s breaks in the report, but not for apidiff: %q → %q %s", name, claim.Old, claim.New, claim.Why)
		}
	}
	if (len(theirs) > 0) != (report.Effect() == diff.Compile) {
		t.Errorf("the report says %s, and apidiff finds %d incompatible changes", report.Effect(), len(theirs))
	}
}

// withoutSequences leaves the type arguments of iter.Seq2 out of a declaration.
func withoutSequences(declaration string) string {
	begin, rest, found := strings.Cut(declaration, "iter.Seq2[")
	if !found {
		return declaration
	}
	depth := 1
	for i, r := range rest {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			return begin + "iter.Seq2" + withoutSequences(rest[i+1:])
		}
	}
	return declaration
}

// emittedPackage type-checks what the client of a version declares, with all of its
// files. What is in the bodies of functions is none of apidiff's business.
func emittedPackage(t *testing.T, version generator.ComparedVersion) *types.Package {
	t.Helper()
	api, err := version.Model()
	if err != nil {
		t.Fatal(err)
	}
	files, err := emit.Emit(api, version.Runtime())
	if err != nil {
		t.Fatal(err)
	}
	dependencies, err := loadDependencies()
	if err != nil {
		t.Fatal(err)
	}
	var errs []error
	config := types.Config{
		Importer:         dependencies,
		IgnoreFuncBodies: true,
		Error:            func(err error) { errs = append(errs, err) },
	}
	set, parsed := parsedFiles(t, files)
	checked, _ := config.Check("spotify", set, parsed, nil)
	if len(errs) > 0 {
		t.Fatalf("the client does not compile: %v", errs)
	}
	return checked
}

// parsedFiles parses emitted files. What is copied from the runtime of the repository
// is the same in all clients, and is parsed for the first of them only.
func parsedFiles(t *testing.T, files []emit.File) (*token.FileSet, []*ast.File) {
	t.Helper()
	shared := sharedFiles()
	var parsed []*ast.File
	for _, file := range files {
		tree, err := shared.parse(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, tree)
	}
	return shared.set, parsed
}

var sharedFiles = sync.OnceValue(func() *fileCache {
	return &fileCache{set: token.NewFileSet(), known: map[string]cachedFile{}}
})

// fileCache keeps the trees of files that are copied into packages.
type fileCache struct {
	set   *token.FileSet
	mu    sync.Mutex
	known map[string]cachedFile // by name
}

type cachedFile struct {
	data []byte
	tree *ast.File
}

func (c *fileCache) parse(file emit.File) (*ast.File, error) {
	c.mu.Lock()
	known := c.known[file.Name]
	c.mu.Unlock()
	if known.tree != nil && bytes.Equal(known.data, file.Data) {
		return known.tree, nil
	}
	tree, err := parser.ParseFile(c.set, file.Name, file.Data, parser.SkipObjectResolution)
	if err == nil && bytes.HasPrefix(file.Data, []byte(emit.Marker+" from overrides/")) {
		c.mu.Lock()
		c.known[file.Name] = cachedFile{file.Data, tree}
		c.mu.Unlock()
	}
	return tree, err
}

// apidiffNames returns what apidiff calls incompatible, by the names as a user of the
// client says them.
func apidiffNames(t *testing.T, before, after *types.Package) map[string]string {
	t.Helper()
	names := map[string]string{}
	for _, c := range apidiff.Changes(before, after).Changes {
		subject, _, ok := strings.Cut(c.Message, ": ")
		if !ok {
			t.Fatalf("apidiff says %q, which has no subject", c.Message)
		}
		if c.Compatible {
			continue
		}
		subject, part, _ := strings.Cut(subject, ", ")
		subject = strings.NewReplacer("(", "", ")", "", "*", "").Replace(subject)
		if begin, rest, ok := strings.Cut(subject, "["); ok { // type parameters
			_, rest, _ = strings.Cut(rest, "]")
			subject = begin + rest
		}
		if of, ok := strings.CutPrefix(part, "method set of "); ok {
			_, method, _ := strings.Cut(subject, ".")
			subject = strings.TrimPrefix(of, "*") + "." + method
		}
		if service, method, ok := strings.Cut(subject, "Service."); ok {
			subject = service + "." + method
		}
		names[subject] = c.Message
	}
	return names
}

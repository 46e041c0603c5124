package generator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/backlog"
)

// publishedDir holds the schemas as they were published, prose and all. They
// are not part of the repository.
const publishedDir = "../../shared/published"

// generateReal makes the committed package anew, once for all tests.
var generateReal = sync.OnceValues(func() (*generator.Output, error) {
	in, err := readRepository()
	if err != nil {
		return nil, err
	}
	return generator.Generate(in, realOptions)
})

// realOptions let overrides through that no longer fit. What comes of them has to be
// good nevertheless; that they are brought up to date is for make check to ask.
var realOptions = generator.Options{StaleAsWarning: true}

func realOutput(t *testing.T) *generator.Output {
	t.Helper()
	out, err := generateReal()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// committedFiles reads the Go files of the client that are not tests.
func committedFiles(t *testing.T) []emit.File {
	t.Helper()
	return committedPackage(t, "spotify")
}

// committedPackage reads the Go files of a folder below gen that are not tests.
func committedPackage(t *testing.T, name string) []emit.File {
	t.Helper()
	names, err := filepath.Glob("../gen/" + name + "/*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("gen/%s has no Go files: %v", name, err)
	}
	var files []emit.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, emit.File{Name: filepath.Base(name), Data: data})
	}
	return files
}

// TestCommittedPackage makes sure that gen/ is what the generator emits.
func TestCommittedPackage(t *testing.T) {
	for name, files := range map[string][]emit.File{"spotify": realOutput(t).Files, emit.FakePackage: realOutput(t).Fake} {
		committed := slices.DeleteFunc(committedPackage(t, name), func(f emit.File) bool { return !strings.HasSuffix(f.Name, emit.Suffix) })
		for _, difference := range fileDifferences(committed, emit.Made(files)) {
			t.Errorf("gen/%s/%s; run make generate", name, difference)
		}
	}
}

// TestCommittedAPIReport makes sure that gen/api.txt lists what the committed packages
// export, and nothing of the tests beside them.
func TestCommittedAPIReport(t *testing.T) {
	committed := &generator.Output{Files: committedPackage(t, "spotify"), Fake: committedPackage(t, emit.FakePackage)}
	report, err := generator.APIReport(committed)
	if err != nil {
		t.Fatal(err)
	}
	if found := fileDifferences([]emit.File{committedReport(t)}, []emit.File{report}); len(found) > 0 {
		t.Errorf("gen/%s; run make generate", found[0])
	}
	test := emit.File{Name: "extra_test.go", Data: []byte("package spotify\n\nfunc Extra() {}\n")}
	committed.Files = append(committed.Files, test)
	withTest, err := generator.APIReport(committed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, withTest); diff != "" {
		t.Errorf("a test counts (-without +with):\n%s", diff)
	}
}

func committedReport(t *testing.T) emit.File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../gen", generator.APIReportName))
	if err != nil {
		t.Fatal(err)
	}
	return emit.File{Name: generator.APIReportName, Data: data}
}

// TestAPIReport holds that both packages are in the report, the client first, and that
// it can be told that it was generated.
func TestAPIReport(t *testing.T) {
	file := func(text string) []emit.File { return []emit.File{{Name: "p.go", Data: []byte(text)}} }
	report, err := generator.APIReport(&generator.Output{Files: file("package spotify; const C = 1"), Fake: file("package spotifytest; func F() {}")})
	if err != nil {
		t.Fatal(err)
	}
	want := emit.Marker + ": what the packages beside this file export; DO NOT EDIT.\npkg spotify, const C = 1\npkg spotifytest, func F()\n"
	if diff := cmp.Diff(want, string(report.Data)); diff != "" {
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
	if _, err := generator.APIReport(&generator.Output{Files: file("no Go")}); err == nil || !strings.Contains(err.Error(), "p.go:1:1") {
		t.Errorf("what is no Go gives %v, want an error with the place", err)
	}
}

// fileDifferences tells the first line in which each file differs.
func fileDifferences(have, want []emit.File) []string {
	var found []string
	for _, file := range want {
		i := slices.IndexFunc(have, func(f emit.File) bool { return f.Name == file.Name })
		if i < 0 {
			found = append(found, file.Name+": is missing")
			continue
		}
		if bytes.Equal(have[i].Data, file.Data) {
			continue
		}
		found = append(found, file.Name+":"+firstDifference(string(have[i].Data), string(file.Data)))
	}
	for _, file := range have {
		if !slices.ContainsFunc(want, func(f emit.File) bool { return f.Name == file.Name }) {
			found = append(found, file.Name+": is not emitted")
		}
	}
	return found
}

// allDifferences is fileDifferences for all packages of an output.
func allDifferences(have, want *generator.Output) []string {
	return slices.Concat(fileDifferences(have.Files, want.Files), fileDifferences(have.Fake, want.Fake))
}

func firstDifference(have, want string) string {
	haveLines, wantLines := strings.Split(have, "\n"), strings.Split(want, "\n")
	line := 0
	for line < len(haveLines) && line < len(wantLines) && haveLines[line] == wantLines[line] {
		line++
	}
	at := func(lines []string) string {
		if line < len(lines) {
			return lines[line]
		}
		return "(end of file)"
	}
	return strings.Join([]string{strconv.Itoa(line+1) + ": differs", "has:   " + at(haveLines), "wants: " + at(wantLines)}, "\n\t")
}

func TestFileDifferences(t *testing.T) {
	file := func(name, data string) emit.File { return emit.File{Name: name, Data: []byte(data)} }
	have := []emit.File{file("a.go", "1\n2\n3\n"), file("b.go", "1\n"), file("old.go", "")}
	want := []emit.File{file("a.go", "1\n2\nthree\n"), file("b.go", "1\n"), file("new.go", "")}
	if diff := cmp.Diff([]string{
		"a.go:3: differs\n\thas:   3\n\twants: three",
		"new.go: is missing",
		"old.go: is not emitted",
	}, fileDifferences(have, want)); diff != "" {
		t.Errorf("found differences differ (-want +got):\n%s", diff)
	}
}

// TestDeterminism makes sure that nothing but the inputs decides on the
// output: not the order of maps, not earlier runs, not the working directory,
// and not what else the process does.
func TestDeterminism(t *testing.T) {
	first := realOutput(t)
	t.Run("again", func(t *testing.T) {
		again, err := generator.Generate(repositoryInputs(t), realOptions)
		if err != nil {
			t.Fatal(err)
		}
		if found := allDifferences(again, first); len(found) > 0 {
			t.Errorf("the second run differs:\n%s", strings.Join(found, "\n"))
		}
	})
	t.Run("elsewhere", func(t *testing.T) {
		root, err := filepath.Abs("..")
		if err != nil {
			t.Fatal(err)
		}
		t.Chdir(t.TempDir())
		in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
		if err != nil {
			t.Fatal(err)
		}
		elsewhere, err := generator.Generate(in, realOptions)
		if err != nil {
			t.Fatal(err)
		}
		if found := allDifferences(elsewhere, first); len(found) > 0 {
			t.Errorf("another working directory makes a difference:\n%s", strings.Join(found, "\n"))
		}
	})
	t.Run("at once", func(t *testing.T) {
		// Different schemas, because a state that they share shows when one
		// run sees what another has left there.
		inputs := []generator.Inputs{repositoryInputs(t)}
		for _, name := range []string{"unions", "enums", "pages", "scalars"} {
			inputs = append(inputs, caseInputs(t, filepath.Join("testdata", "cases", name)))
		}
		alone := make([]*model.API, len(inputs))
		for i, in := range inputs {
			var err error
			if alone[i], _, err = generator.Model(in, realOptions); err != nil {
				t.Fatal(err)
			}
		}
		var running sync.WaitGroup
		for i, in := range inputs {
			running.Go(func() {
				for range 5 {
					together, _, err := generator.Model(in, realOptions)
					if err != nil {
						t.Errorf("%s: a concurrent run fails: %v", in.Spec.Name, err)
						return
					}
					if diff := cmp.Diff(alone[i], together); diff != "" {
						t.Errorf("%s: a concurrent run differs:\n%s", in.Spec.Name, diff)
						return
					}
				}
			})
		}
		running.Wait()
	})
}

// TestRealPackageCompiles makes sure that the files of the real schema are a
// package, and that overrides are up to date enough to leave hardly any warning.
func TestRealPackageCompiles(t *testing.T) {
	out := realOutput(t)
	for _, err := range typeCheck(t, out.Files, out.Fake) {
		t.Error(err)
	}
	var warnings []string
	for _, warning := range out.Warnings {
		warnings = append(warnings, warning.String())
	}
	backlog.Check(t, "the overrides do not quite fit the schema", warnings)
}

// TestPublishedSchema makes sure that the reduction of the schema to its
// interface loses nothing: the schema as it is published gives the same API.
func TestPublishedSchema(t *testing.T) {
	in := repositoryInputs(t)
	in.Spec = published(t, filepath.Join(publishedDir, "open-api-schema.yml"))
	source, err := os.ReadFile("../spec/SOURCE")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(in.Spec.Data); !bytes.Contains(source, []byte(hex.EncodeToString(sum[:]))) {
		t.Skip("spec/ was not made from the published schema that is here, but from another version")
	}
	out, err := generator.Generate(in, realOptions)
	if err != nil {
		t.Fatal(err)
	}
	report, err := generator.APIReport(out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(committedReport(t), report); diff != "" {
		t.Errorf("the published schema gives another API (-committed +published):\n%s", diff)
	}
	if diff := cmp.Diff(realOutput(t).API.Endpoints, out.API.Endpoints); diff != "" {
		t.Errorf("the published schema gives other endpoints (-committed +published):\n%s", diff)
	}
}

// TestOlderSchemas makes sure that overrides which are too new do not stand in
// the way of an older schema.
func TestOlderSchemas(t *testing.T) {
	published(t, filepath.Join(publishedDir, "open-api-schema.yml"))
	names, err := filepath.Glob(filepath.Join(publishedDir, "older", "*.yml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no older schemas: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			in := repositoryInputs(t)
			in.Spec = published(t, name)
			out, err := generator.Generate(in, generator.Options{StaleAsWarning: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range typeCheck(t, out.Files, out.Fake) {
				t.Error(err)
			}
		})
	}
}

// published reads a published schema, and skips the test in a checkout without
// them.
func published(t *testing.T, name string) load.Source {
	t.Helper()
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here: published schemas hold text that is not ours to copy", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return load.Source{Name: name, Data: data}
}

// TestOperationIDs holds that the model has the IDs of the schema and not what
// oapi-codegen makes of them, and that methods which an operation splits into
// share one.
func TestOperationIDs(t *testing.T) {
	got := map[string]string{}
	for _, op := range realOutput(t).API.Operations() {
		got[op.QualifiedName()] = op.ID
	}
	want := map[string]string{
		"Albums.GetMany":         "get-multiple-albums",
		"Playlists.ReplaceItems": "reorder-or-replace-playlists-items",
		"Playlists.ReorderItems": "reorder-or-replace-playlists-items",
	}
	for name, id := range want {
		if got[name] != id {
			t.Errorf("%s has the operation ID %q, want %q", name, got[name], id)
		}
	}
}

// TestNoReflectionDecodes makes sure that the package decodes with nothing but its
// own decoders, except in call_do.go, which decodes into types of importers.
func TestNoReflectionDecodes(t *testing.T) {
	forbidden := map[string][]string{
		"json":    {"Unmarshal", "NewDecoder"},
		"reflect": {"New", "Indirect", "MakeSlice", "MakeMap", "Append"},
	}
	for _, file := range committedFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := selector.X.(*ast.Ident); ok && slices.Contains(forbidden[pkg.Name], selector.Sel.Name) && file.Name != "call_do.go" {
				t.Errorf("%s uses %s.%s", file.Name, pkg.Name, selector.Sel.Name)
			}
			if slices.Contains([]string{"Set", "SetString", "SetInt", "SetFloat", "SetBool", "SetLen"}, selector.Sel.Name) && importsReflect(parsed) {
				t.Errorf("%s may set values by reflection (%s)", file.Name, selector.Sel.Name)
			}
			return true
		})
	}
}

func importsReflect(file *ast.File) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"reflect"` })
}

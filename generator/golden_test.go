package generator_test

import (
	"errors"
	"flag"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
	"github.com/spotgen/spotgen/generator/resolve"
	"github.com/spotgen/spotgen/internal/typecheck"
)

// update rewrites the files that stand in the want folders of the cases. A new golden
// case begins with an empty file of the name that it is about; one of a comparison
// needs no more than its schemas and expect.txt.
var update = flag.Bool("update", false, "rewrite the files in testdata/cases/*/want and testdata/diff/*/want")

// diagnosticsFile is the wanted file that holds the findings of a case. A case
// without it wants none.
const diagnosticsFile = "diagnostics.txt"

// TestGolden compares what the cases under testdata/cases emit. A case is a
// folder with spec.yml and, if it needs them, overrides/schema/*.yml,
// overrides/names.yml and overrides/docs.yml; the runtime is the real one. A file
// include.txt names the operations that the client is to have, one a line.
// want/ holds only the files that the case is about, those of the fake server in
// want/spotifytest, but all that it emits must be Go that compiles.
func TestGolden(t *testing.T) {
	dirs, err := filepath.Glob("testdata/cases/*/spec.yml")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, spec := range dirs {
		dir := filepath.Dir(spec)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			out, findings := generateCase(t, dir)
			wanted := wantedFiles(t, dir)
			if findings != "" && !slices.Contains(wanted, filepath.Join(dir, "want", diagnosticsFile)) {
				t.Errorf("the case finds\n%s\nand has no want/%s", findings, diagnosticsFile)
			}
			for _, name := range wanted {
				got := findings
				if base := filepath.Base(name); base != diagnosticsFile {
					files := out.Files
					if filepath.Base(filepath.Dir(name)) == emit.FakePackage {
						files = out.Fake
					}
					got = content(files, base)
					if got == "" {
						t.Errorf("%s is wanted and not emitted", name)
						continue
					}
				}
				compareWithFile(t, name, got)
			}
		})
	}
}

// wantedFiles lists the files below the want folder of a case.
func wantedFiles(t *testing.T, dir string) []string {
	t.Helper()
	var wanted []string
	err := filepath.WalkDir(filepath.Join(dir, "want"), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			wanted = append(wanted, name)
		}
		return err
	})
	if err != nil || len(wanted) == 0 {
		t.Fatalf("the case wants nothing: %v", err)
	}
	return wanted
}

// generateCase runs one case and returns its output, which is empty if it fails,
// and its findings. Files that are no compiling packages fail the test.
func generateCase(t *testing.T, dir string) (*generator.Output, string) {
	t.Helper()
	var include prune.Selection
	for line := range strings.Lines(string(readOptional(t, dir, "include.txt"))) {
		include.Operations = append(include.Operations, strings.TrimSpace(line))
	}
	out, err := generator.Generate(caseInputs(t, dir), generator.Options{Include: include})
	if err != nil {
		var diags model.Diagnostics
		if !errors.As(err, &diags) {
			t.Fatalf("the error is a %T, not model.Diagnostics: %v", err, err)
		}
		return &generator.Output{}, diags.Error() + "\n"
	}
	for _, err := range typeCheck(t, out.Files, out.Fake) {
		t.Error(err)
	}
	if len(out.Warnings) == 0 {
		return out, ""
	}
	return out, out.Warnings.Error() + "\n"
}

// caseInputs reads the inputs of a case. Their names are relative to its
// folder, so that diagnostics do not depend on where that is.
func caseInputs(t testing.TB, dir string) generator.Inputs {
	t.Helper()
	in := generator.Inputs{
		Spec:    load.Source{Name: "spec.yml", Data: readOptional(t, dir, "spec.yml")},
		Names:   resolve.Text{Name: "overrides/names.yml", Data: readOptional(t, dir, "overrides/names.yml")},
		Docs:    resolve.Text{Name: "overrides/docs.yml", Data: readOptional(t, dir, "overrides/docs.yml")},
		Runtime: runtimeSources(t),
		Fake:    outlinedFake(t),
	}
	overlays, err := filepath.Glob(filepath.Join(dir, "overrides", "schema", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, overlay := range overlays {
		name := "overrides/schema/" + filepath.Base(overlay)
		in.Overlay = append(in.Overlay, load.Source{Name: name, Data: readOptional(t, dir, name)})
	}
	return in
}

// readOptional reads a file of a case. One that is missing is empty.
func readOptional(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

// runtimeSources returns the runtime of the repository.
func runtimeSources(t testing.TB) []emit.Source {
	t.Helper()
	return repositoryInputs(t).Runtime
}

var readRepository = sync.OnceValues(func() (generator.Inputs, error) {
	return generator.ReadInputs("../spec/open-api-schema.yml", "../overrides", "../gen")
})

// repositoryInputs returns the inputs of the committed package.
func repositoryInputs(t testing.TB) generator.Inputs {
	t.Helper()
	in, err := readRepository()
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func content(files []emit.File, name string) string {
	for _, file := range files {
		if file.Name == name {
			return string(file.Data)
		}
	}
	return ""
}

// compareWithFile compares with a wanted file, or rewrites it.
func compareWithFile(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); if that is right, run go test ./generator -update:\n%s", name, diff)
	}
}

// typeCheck parses and type-checks the files of the client, and then those of the
// fake server against it, in memory. It returns what the compiler would say.
func typeCheck(t testing.TB, client, fake []emit.File) []error {
	t.Helper()
	checked, errs := typeCheckClient(t, client)
	errs = append(errs, loadedOutlines(t).runtime.hiddenNames(checked)...)
	if len(errs) > 0 || len(fake) == 0 {
		return errs
	}
	checked, errs = checkerOf(t).CheckWith(checked, emit.ClientPath, emit.FakePackage, fake)
	return append(errs, loadedOutlines(t).fake.hiddenNames(checked)...)
}

func typeCheckClient(t testing.TB, client []emit.File) (*types.Package, []error) {
	t.Helper()
	return checkerOf(t).Check("spotify", client)
}

func checkerOf(t testing.TB) *typecheck.Checker {
	t.Helper()
	checker, err := loadChecker()
	if err != nil {
		t.Fatal(err)
	}
	return checker
}

// loadChecker loads what the hand-written files import, but for the client, and what the
// emitter adds to it, once for all cases.
var loadChecker = sync.OnceValues(func() (*typecheck.Checker, error) {
	in, err := readRepository()
	if err != nil {
		return nil, err
	}
	imports, err := typecheck.LoadImports("..", slices.Concat(in.Runtime, in.Fake), emittedImports()...)
	if err != nil {
		return nil, err
	}
	return typecheck.New(imports), nil
})

// emittedImports are the packages that only emitted files import.
func emittedImports() []string {
	return []string{"bytes", "context", "encoding/json", "strings", "time"}
}

// TestTypeCheckSeesErrors makes sure that the check of the cases checks: code
// that does not compile must be reported, in emitted files and copied ones.
func TestTypeCheckSeesErrors(t *testing.T) {
	tests := map[string]struct{ source, want string }{
		"syntax":  {"package spotify\n\nfunc f( {}\n", "expected"},
		"type":    {"package spotify\n\nvar x int = \"one\"\n", "cannot use"},
		"import":  {"package spotify\n\nimport _ \"os/user\"\n", "may not import os/user"},
		"unused":  {"package spotify\n\nimport \"strings\"\n", "imported and not used"},
		"unknown": {"package spotify\n\nvar x = nowhere\n", "undefined: nowhere"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			bad := []emit.File{{Name: "x.go", Data: []byte(test.source)}}
			good := []emit.File{{Name: "y.go", Data: []byte("package spotify\n\ntype Op int\n")}}
			for _, errs := range [][]error{typeCheck(t, bad, nil), typeCheck(t, good, bad)} {
				if len(errs) == 0 || !strings.Contains(errs[0].Error(), test.want) {
					t.Errorf("typeCheck found %v, want something with %q", errs, test.want)
				}
			}
		})
	}
}

// TestTypeCheckKnowsTheClient makes sure that a fake server is checked against the
// client of its case, and not against the committed one.
func TestTypeCheckKnowsTheClient(t *testing.T) {
	client := []emit.File{{Name: "x.go", Data: []byte("package spotify\n\ntype OfThisCase int\n")}}
	fake := func(name string) []emit.File {
		return []emit.File{{Name: "y.go", Data: []byte("package spotifytest\n\nimport \"" + emit.ClientPath + "\"\n\nvar _ spotify." + name + "\n")}}
	}
	if errs := typeCheck(t, client, fake("OfThisCase")); len(errs) > 0 {
		t.Errorf("typeCheck found %v", errs)
	}
	if errs := typeCheck(t, client, fake("Client")); len(errs) != 1 || !strings.Contains(errs[0].Error(), "undefined: spotify.Client") {
		t.Errorf("typeCheck found %v, want that spotify.Client is undefined", errs)
	}
}

package generator_test

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/emit"
)

// TestHandwrittenFilesStandAlone makes sure that the hand-written files of the client name
// nothing that is emitted beside them: they are copied into other clients, which have
// other types. TestFakeNeedsTheRuntimeOnly does the same for the fake server.
func TestHandwrittenFilesStandAlone(t *testing.T) {
	in := repositoryInputs(t)
	_, errs := checkerOf(t).Check("spotify", asFiles(in.Runtime))
	for _, err := range errs {
		t.Errorf("gen/spotify without what is emitted: %v", err)
	}
	more := emit.Source{Path: "gen/spotify/more.go", Data: []byte("package spotify\n\nvar _ Track\n")}
	if _, errs := checkerOf(t).Check("spotify", asFiles(append(slices.Clip(in.Runtime), more))); len(errs) != 1 {
		t.Errorf("a file that names an emitted type: %v, want one error", errs)
	}
}

func asFiles(sources []emit.Source) []emit.File {
	var files []emit.File
	for _, source := range sources {
		files = append(files, emit.File{Name: path.Base(source.Path), Data: source.Data, CopyOf: source.Path})
	}
	return files
}

// TestNoFileIsACopy makes sure that no Go file of the repository stands there twice.
func TestNoFileIsACopy(t *testing.T) {
	seen := map[[sha256.Size]byte]string{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		// What matters is below the package clause: a copy may have another header.
		_, body, _ := strings.Cut("\n"+string(data), "\npackage ")
		hash := sha256.Sum256([]byte(body))
		if len(body) < 200 {
			return nil // hardly more than a clause
		}
		if other, ok := seen[hash]; ok && !bothGolden(name, other) {
			t.Errorf("%s is a copy of %s", name, other)
		}
		seen[hash] = name
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 300 {
		t.Errorf("found %d Go files, want the whole repository", len(seen))
	}
}

// bothGolden reports whether two files are what is emitted for test cases, which may have
// files in common.
func bothGolden(a, b string) bool {
	return strings.Contains(a, "/testdata/") && strings.Contains(b, "/testdata/")
}

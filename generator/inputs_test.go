package generator

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
)

func TestReadInputs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[odd] name*")
	writeFolder(t, dir, map[string]string{
		"spec.yml":                       "openapi: 3.0.3\n",
		"overrides/names.yml":            "types: {}\n",
		"overrides/docs.yml":             "package: p\n",
		"overrides/schema/b.yml":         "b",
		"overrides/schema/a.yml":         "a",
		"overrides/schema/README.md":     "no overlay",
		"overrides/schema/sub.yml/c.yml": "no overlay",
		"gen/spotify/z.go":               "package spotify",
		"gen/spotify/y.go":               "package spotify",
		"gen/spotify/z_test.go":          "package spotify",
		"gen/spotify/made_gen.go":        "package spotify",
		"gen/spotify/testdata/t":         "",
		"gen/spotifytest/f.go":           "package spotifytest",
		"gen/spotifytest/t_test.go":      "package spotifytest",
	})
	in, err := ReadInputs(filepath.Join(dir, "spec.yml"), filepath.Join(dir, "overrides"), filepath.Join(dir, "gen"))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{in.Spec.Name, in.Names.Name, in.Docs.Name}
	for _, overlay := range in.Overlay {
		got = append(got, overlay.Name+" "+string(overlay.Data))
	}
	for _, runtime := range in.Runtime {
		got = append(got, runtime.Path)
	}
	for _, fake := range in.Fake {
		got = append(got, fake.Path)
	}
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], filepath.ToSlash(dir), "$DIR")
	}
	want := []string{
		"$DIR/spec.yml", "$DIR/overrides/names.yml", "$DIR/overrides/docs.yml",
		"$DIR/overrides/schema/a.yml a", "$DIR/overrides/schema/b.yml b",
		"gen/spotify/y.go", "gen/spotify/z.go",
		"gen/spotifytest/f.go",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

// TestReadOverrides reads overrides that are not in a folder, and names them as it
// is told to.
func TestReadOverrides(t *testing.T) {
	files := fstest.MapFS{
		"names.yml":    {Data: []byte("n")},
		"docs.yml":     {Data: []byte("d")},
		"schema/a.yml": {Data: []byte("a")},
	}
	got, err := ReadOverrides(files, "HEAD~1:overrides")
	if err != nil {
		t.Fatal(err)
	}
	want := Inputs{
		Overlay: []load.Source{{Name: "HEAD~1:overrides/schema/a.yml", Data: []byte("a")}},
		Names:   resolve.Text{Name: "HEAD~1:overrides/names.yml", Data: []byte("n")},
		Docs:    resolve.Text{Name: "HEAD~1:overrides/docs.yml", Data: []byte("d")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("overrides (-want +got):\n%s", diff)
	}
	for _, name := range []string{"names.yml", "docs.yml", "schema"} {
		rest := fstest.MapFS{}
		for file, data := range files {
			if !strings.HasPrefix(file, name) {
				rest[file] = data
			}
		}
		_, err := ReadOverrides(rest, "HEAD~1:overrides")
		var failed *fs.PathError
		ok := errors.As(err, &failed)
		if !ok || failed.Path != filepath.FromSlash("HEAD~1:overrides/"+name) || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("without %s: got error %v", name, err)
		}
	}
}

func TestReadInputsIsBounded(t *testing.T) {
	dir := t.TempDir()
	writeFolder(t, dir, map[string]string{
		"spec.yml":               "",
		"overrides/names.yml":    "",
		"overrides/docs.yml":     "",
		"overrides/schema/a.yml": "",
		"gen/spotify/a.go":       "package spotify",
		"gen/spotifytest/a.go":   "package spotifytest",
	})
	for _, name := range []string{"spec.yml", "overrides/docs.yml", "overrides/schema/a.yml", "gen/spotify/a.go", "gen/spotifytest/a.go"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.Truncate(path, load.MaxBytes+1); err != nil {
				t.Fatal(err)
			}
			_, err := ReadInputs(filepath.Join(dir, "spec.yml"), filepath.Join(dir, "overrides"), filepath.Join(dir, "gen"))
			want := filepath.ToSlash(path) + ": is larger than 32 MiB; is it the right file?"
			if err == nil || err.Error() != want {
				t.Errorf("got error %v, want %s", err, want)
			}
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestFindRoot(t *testing.T) {
	root := t.TempDir()
	writeFolder(t, root, map[string]string{
		"overrides/schema/a.yml":    "",
		"gen/spotify/a.go":          "",
		"chance/overrides/schema/a": "",
		"a/b/c":                     "",
		"a/overrides/schema":        "a file, no folder",
		"nested/overrides/schema/a": "",
		"nested/gen/spotify/go":     "",
	})
	for dir, want := range map[string]string{
		".":                       ".",
		"a/b":                     ".",
		"overrides":               ".",
		"chance/overrides/schema": ".",
		"nested":                  "nested",
		"nested/gen/spotify":      "nested",
	} {
		got, err := FindRoot(filepath.Join(root, dir))
		if err != nil || got != filepath.Join(root, want) {
			t.Errorf("FindRoot(%s) = %s, %v; want %s", dir, got, err, want)
		}
	}
	got, err := FindRoot(string(filepath.Separator))
	if ok := errors.As(err, new(*NoRootError)); !ok {
		t.Errorf("FindRoot of the topmost folder = %s, %v; want a NoRootError", got, err)
	}
}

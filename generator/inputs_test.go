package generator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/load"
)

func TestReadInputs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "[odd] name*")
	writeFolder(t, dir, map[string]string{
		"spec.yml":                        "openapi: 3.0.3\n",
		"overrides/names.yml":             "types: {}\n",
		"overrides/docs.yml":              "package: p\n",
		"overrides/schema/b.yml":          "b",
		"overrides/schema/a.yml":          "a",
		"overrides/schema/README.md":      "no overlay",
		"overrides/schema/sub.yml/c.yml":  "no overlay",
		"overrides/spotify/z.go":          "package spotify",
		"overrides/spotify/y.go":          "package spotify",
		"overrides/spotify/z_test.go":     "package spotify",
		"overrides/spotify/testdata/t":    "",
		"overrides/spotifytest/f.go":      "package spotifytest",
		"overrides/spotifytest/t_test.go": "package spotifytest",
	})
	in, err := ReadInputs(filepath.Join(dir, "spec.yml"), filepath.Join(dir, "overrides"))
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
		"overrides/spotify/y.go", "overrides/spotify/z.go",
		"overrides/spotifytest/f.go",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

func TestReadInputsIsBounded(t *testing.T) {
	dir := t.TempDir()
	writeFolder(t, dir, map[string]string{
		"spec.yml":                   "",
		"overrides/names.yml":        "",
		"overrides/docs.yml":         "",
		"overrides/schema/a.yml":     "",
		"overrides/spotify/a.go":     "package spotify",
		"overrides/spotifytest/a.go": "package spotifytest",
	})
	for _, name := range []string{"spec.yml", "overrides/docs.yml", "overrides/schema/a.yml", "overrides/spotify/a.go", "overrides/spotifytest/a.go"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.Truncate(path, load.MaxBytes+1); err != nil {
				t.Fatal(err)
			}
			_, err := ReadInputs(filepath.Join(dir, "spec.yml"), filepath.Join(dir, "overrides"))
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
		"overrides/schema/a.yml":      "",
		"a/b/c":                       "",
		"a/overrides/schema":          "a file, no folder",
		"nested/overrides/schema/a":   "",
		"nested/overrides/spotify/go": "",
	})
	for dir, want := range map[string]string{
		".":                        ".",
		"a/b":                      ".",
		"overrides":                ".",
		"nested":                   "nested",
		"nested/overrides/spotify": "nested",
	} {
		got, err := FindRoot(filepath.Join(root, dir))
		if err != nil || got != filepath.Join(root, want) {
			t.Errorf("FindRoot(%s) = %s, %v; want %s", dir, got, err, want)
		}
	}
	if got, err := FindRoot(string(filepath.Separator)); err == nil {
		t.Errorf("FindRoot of the topmost folder = %s, want an error", got)
	}
}

package fetch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestCommitPutsBack makes the last of three renames fail.
func TestCommitPutsBack(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for name, data := range map[string]string{"known": "old", "known.tmp": "new", "fresh.tmp": "new"} {
		if err := os.WriteFile(path(name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := commit([]step{
		{path: path("known"), temporary: path("known.tmp"), old: []byte("old"), existed: true},
		{path: path("fresh"), temporary: path("fresh.tmp")},
		{path: path("failing"), temporary: path("missing.tmp")},
	})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error is %v, want one of a file that is not there", err)
	}
	if data, err := os.ReadFile(path("known")); err != nil || string(data) != "old" {
		t.Errorf("known file holds %q (%v), want its old content", data, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("folder holds %v (%v), want only the known file", entries, err)
	}
}

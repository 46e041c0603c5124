package generator

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/fetch"
)

// published is a schema as somebody might publish it.
const published = "openapi: 3.0.3\ninfo: {title: t, version: '1', description: Prose.}\npaths: {/a: {}}\n"

// serveSchema serves a text at a loopback address.
func serveSchema(t *testing.T, text string) (url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestFetch(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spec") // is made
	url := serveSchema(t, published)
	fetched, err := fetch.Fetch(t.Context(), url, fetch.Options{Date: "2026-03-01"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Fetch(t.Context(), url, dir, fetch.Options{Date: "2026-03-01"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Fetched{fetched, true}, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	want := map[string]string{fetch.SchemaFile: string(fetched.Schema), fetch.SourceFile: string(fetched.Source())}
	if diff := cmp.Diff(want, readFolder(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}

	// The same again, on any other day, is nothing new.
	again, err := Fetch(t.Context(), url, dir, fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Fetched{fetched, false}, again); diff != "" {
		t.Errorf("result of the second time (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, readFolder(t, dir)); diff != "" {
		t.Errorf("files after the second time (-want +got):\n%s", diff)
	}
}

func TestFetchLeavesFilesAsTheyAre(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name, url string
		ctx       context.Context
		want      string
	}{
		{"no schema", serveSchema(t, "a: 1\n"), t.Context(), "is not the schema of an API:"},
		{"interrupted", serveSchema(t, published), cancelled, "context canceled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			old := map[string]string{fetch.SchemaFile: "old schema\n", fetch.SourceFile: "old source\n", "README": "by hand\n"}
			writeFolder(t, dir, old)
			_, err := Fetch(test.ctx, test.url, dir, fetch.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one with %q", err, test.want)
			}
			if diff := cmp.Diff(old, readFolder(t, dir)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

// Reading a file does not ask the context, so that only the look before writing can
// notice.
func TestFetchInterruptedBeforeWriting(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "schema.yml")
	if err := os.WriteFile(path, []byte(published), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := Fetch(ctx, path, dir, fetch.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
	if files := readFolder(t, dir); len(files) > 0 {
		t.Errorf("files were written: %v", files)
	}
}

// A folder in the place of SOURCE: the schema could be written and SOURCE could not.
func TestFetchWritesAllOrNothing(t *testing.T) {
	url := serveSchema(t, published)
	for name, old := range map[string]map[string]string{
		"old schema": {fetch.SchemaFile: "old schema\n", fetch.SourceFile + "/inside": ""},
		"no schema":  {fetch.SourceFile + "/inside": ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeFolder(t, dir, old)
			if _, err := Fetch(t.Context(), url, dir, fetch.Options{}); err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(old, readFolder(t, dir)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

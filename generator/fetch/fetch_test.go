package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/fetch"
)

const small = "openapi: 3.0.3\ninfo: {title: t, version: '1', description: Prose.}\npaths: {/a: {}}\n"

const smallReduced = `# Reduced to its interface by "spotgen fetch": prose is left out. SOURCE beside
# this file says what was read. Do not edit; corrections go to overrides/schema.
openapi: 3.0.3
info: {title: t, version: '1'}
paths: {/a: {}}
`

// smallSum is the SHA-256 of small.
const smallSum = "35c927b6486b7b1f1381dea75b65ed4574aef6d730498e5d10f1060685cb42fc"

func day(year int) func() time.Time {
	return func() time.Time {
		// Still the day before in UTC.
		return time.Date(year, 3, 2, 1, 0, 0, 0, time.FixedZone("", 2*60*60))
	}
}

// serve starts a server that answers with a text.
func serve(t *testing.T, contentType, body string) string {
	t.Helper()
	return start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		fmt.Fprint(w, body)
	})
}

func start(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// content reads all files of a folder.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return files
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			files[e.Name()] = "(folder)"
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func source(origin, date, prose string) string {
	return fmt.Sprintf("origin: %s\ndate: %s\nsha256: %s\nbytes: %d\nprose: %s\n", origin, date, smallSum, len(small), prose)
}

func TestFetchURL(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spec") // is made
	url := serve(t, "text/yaml", small)
	// A query may hold a token, so that SOURCE leaves it out.
	got, err := fetch.Fetch(t.Context(), url+"/schema.yml?token=secret#part", dir, fetch.Options{Now: day(2026)})
	if err != nil {
		t.Fatal(err)
	}
	origin := url + "/schema.yml"
	want := fetch.Result{Origin: origin, Date: "2026-03-01", SHA256: smallSum, Bytes: int64(len(small)), Changed: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	wantFiles := map[string]string{fetch.SchemaFile: smallReduced, fetch.SourceFile: source(origin, "2026-03-01", "dropped")}
	if diff := cmp.Diff(wantFiles, content(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	info, err := os.Stat(filepath.Join(dir, fetch.SchemaFile))
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o644 {
		t.Errorf("mode is %o, want 644", got)
	}
}

func TestFetchAgain(t *testing.T) {
	dir := t.TempDir()
	url := serve(t, "text/yaml", small)
	tests := []struct {
		name    string
		opts    fetch.Options
		changed bool
		date    string
	}{
		{"first", fetch.Options{Now: day(2025)}, true, "2025-03-01"},
		{"the same", fetch.Options{Now: day(2026)}, false, "2025-03-01"},
		{"with prose", fetch.Options{Now: day(2026), Prose: true}, true, "2025-03-01"},
		{"with a date", fetch.Options{Date: "2024-01-02"}, true, "2024-01-02"},
		{"from elsewhere", fetch.Options{Now: day(2026), Origin: "https://example.com/x"}, true, "2026-03-01"},
	}
	for _, test := range tests {
		got, err := fetch.Fetch(t.Context(), url, dir, test.opts)
		if err != nil {
			t.Fatal(test.name, err)
		}
		if got.Changed != test.changed || got.Date != test.date {
			t.Errorf("%s: changed %v on %s, want %v on %s", test.name, got.Changed, got.Date, test.changed, test.date)
		}
		if line := "\ndate: " + test.date + "\n"; !strings.Contains(content(t, dir)[fetch.SourceFile], line) {
			t.Errorf("%s: SOURCE has no line %q:\n%s", test.name, line, content(t, dir)[fetch.SourceFile])
		}
	}
}

func TestFetchLeavesUnchangedFilesAlone(t *testing.T) {
	dir := t.TempDir()
	url := serve(t, "text/yaml", small)
	fetchOnce := func() (schema, note os.FileInfo) {
		if _, err := fetch.Fetch(t.Context(), url, dir, fetch.Options{}); err != nil {
			t.Fatal(err)
		}
		var err error
		if schema, err = os.Stat(filepath.Join(dir, fetch.SchemaFile)); err != nil {
			t.Fatal(err)
		}
		if note, err = os.Stat(filepath.Join(dir, fetch.SourceFile)); err != nil {
			t.Fatal(err)
		}
		return schema, note
	}
	schema, note := fetchOnce()
	schemaAgain, noteAgain := fetchOnce()
	// A rename would make another file of it.
	if !os.SameFile(schema, schemaAgain) || !os.SameFile(note, noteAgain) {
		t.Error("unchanged files were written again")
	}
}

func TestFetchFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(t.TempDir(), "local.yml")
	if err := os.WriteFile(path, []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := fetch.Fetch(t.Context(), path, dir, fetch.Options{Prose: true, Now: day(2026)}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{fetch.SchemaFile: small, fetch.SourceFile: source("local.yml", "2026-03-01", "kept")}
	if diff := cmp.Diff(want, content(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestFetchKeepsPropertyNamedDescription(t *testing.T) {
	dir := t.TempDir()
	url := serve(t, "text/yaml", small+"components: {schemas: {A: {properties: {description: {type: string, description: Prose.}}}}}\n")
	if _, err := fetch.Fetch(t.Context(), url, dir, fetch.Options{}); err != nil {
		t.Fatal(err)
	}
	want := smallReduced + "components: {schemas: {A: {properties: {description: {type: string}}}}}\n"
	if diff := cmp.Diff(want, content(t, dir)[fetch.SchemaFile]); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}

func TestFetchFollowsRedirects(t *testing.T) {
	var left int
	url := start(t, func(w http.ResponseWriter, r *http.Request) {
		if left--; left >= 0 {
			http.Redirect(w, r, "/next", http.StatusFound)
			return
		}
		fmt.Fprint(w, small)
	})
	left = 5
	if _, err := fetch.Fetch(t.Context(), url, t.TempDir(), fetch.Options{}); err != nil {
		t.Errorf("5 redirects: %v", err)
	}
	left = 6
	_, err := fetch.Fetch(t.Context(), url, t.TempDir(), fetch.Options{})
	if err == nil || !strings.HasSuffix(err.Error(), ": more than 5 redirects") {
		t.Errorf("6 redirects: %v", err)
	}
}

// TestFetchFails holds that each failure says what is wrong, without a secret,
// and leaves the folder as it was.
func TestFetchFails(t *testing.T) {
	file := func(data string) string {
		path := filepath.Join(t.TempDir(), "local.yml")
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	answer := func(contentType, body string) string { return serve(t, contentType, body) + "/s?token=secret" }
	tests := map[string]struct {
		source string
		opts   fetch.Options
		want   string // a part of the error
	}{
		"too large": {
			answer("text/yaml", small), fetch.Options{MaxBytes: int64(len(small)) - 1},
			fmt.Sprintf("the schema is larger than %d bytes", len(small)-1),
		},
		"slow": {
			start(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }) + "/s?token=secret",
			fetch.Options{Timeout: 20 * time.Millisecond},
			"context deadline exceeded",
		},
		"slow body": {
			start(t, func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprint(w, small)
				http.NewResponseController(w).Flush()
				<-r.Context().Done()
			}) + "/s?token=secret",
			fetch.Options{Timeout: 20 * time.Millisecond},
			"context deadline exceeded",
		},
		"truncated": {
			start(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", fmt.Sprint(len(small)+1))
				fmt.Fprint(w, small)
			}) + "/s?token=secret",
			fetch.Options{},
			"unexpected EOF",
		},
		"not found": {
			start(t, http.NotFound) + "/s?token=secret", fetch.Options{},
			"the server answers 404 Not Found instead of 200 OK",
		},
		"no content": {
			start(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }), fetch.Options{},
			"the server answers 204 No Content instead of 200 OK",
		},
		"HTML":              {answer("text/html; charset=utf-8", small), fetch.Options{}, "the server answers with an HTML page"},
		"HTML in disguise":  {answer("text/yaml", "\ufeff\n<!DOCTYPE html><html>"), fetch.Options{}, "the server answers with an HTML page"},
		"HTML file":         {file("<html>"), fetch.Options{}, "is an HTML page"},
		"empty":             {answer("text/yaml", ""), fetch.Options{}, "is empty; is it the right file?"},
		"not YAML":          {answer("text/yaml", "["), fetch.Options{}, "/s:1: is not YAML"},
		"not OpenAPI":       {answer("text/yaml", "a: 1\n"), fetch.Options{}, "/s:1:1: is not OpenAPI"},
		"OpenAPI 3.1":       {answer("text/yaml", "openapi: 3.1.0\npaths: {/a: {}}\n"), fetch.Options{}, "is OpenAPI 3.1.0"},
		"no paths":          {answer("text/yaml", "openapi: 3.0.3\npaths: {x-a: {}}\n"), fetch.Options{}, "/s: has no paths"},
		"credentials":       {"https://me:secret@example.com/", fetch.Options{}, "the URL has credentials"},
		"malformed URL":     {"http://secret host/", fetch.Options{}, "the URL is malformed"},
		"no host":           {"http:///secret", fetch.Options{}, "the URL has no host"},
		"other scheme":      {"ftp://example.com/secret", fetch.Options{}, "cannot fetch ftp URLs"},
		"no file":           {filepath.Join(t.TempDir(), "none.yml"), fetch.Options{}, "no such file"},
		"folder":            {t.TempDir(), fetch.Options{}, "is not a file"},
		"large file":        {file(small), fetch.Options{MaxBytes: 10}, "the schema is larger than 10 bytes"},
		"bad date":          {file(small), fetch.Options{Date: "yesterday"}, `date "yesterday" is not YYYY-MM-DD`},
		"bad origin":        {file(small), fetch.Options{Origin: "a\nb"}, "has control characters"},
		"credential origin": {file(small), fetch.Options{Origin: "https://me:secret@example.com"}, "origin: the URL has credentials"},
		"redirect to a file": {start(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/hosts", http.StatusFound)
		}), fetch.Options{}, "redirect: cannot fetch file URLs"},
		"redirect with credentials": {
			start(t, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://me:secret@example.com/", http.StatusFound)
			}), fetch.Options{}, "redirect: the URL has credentials",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			old := map[string]string{fetch.SchemaFile: "old schema\n", fetch.SourceFile: "old source\n"}
			for name, data := range old {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := fetch.Fetch(t.Context(), test.source, dir, test.opts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one with %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("error tells a secret: %v", err)
			}
			if diff := cmp.Diff(old, content(t, dir)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

func TestFetchCancelled(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	url := start(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := fetch.Fetch(ctx, url, dir, fetch.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
	if files := content(t, dir); len(files) > 0 {
		t.Errorf("files were left: %v", files)
	}
}

// TestFetchWritesAllOrNothing has a folder in the place of SOURCE, so that the
// schema could be written and SOURCE could not.
func TestFetchWritesAllOrNothing(t *testing.T) {
	url := serve(t, "text/yaml", small)
	for name, old := range map[string]map[string]string{
		"old schema": {fetch.SchemaFile: "old schema\n"},
		"no schema":  {},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for name, data := range old {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Mkdir(filepath.Join(dir, fetch.SourceFile), 0o755); err != nil {
				t.Fatal(err)
			}
			want := content(t, dir)
			if _, err := fetch.Fetch(t.Context(), url, dir, fetch.Options{}); err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(want, content(t, dir)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

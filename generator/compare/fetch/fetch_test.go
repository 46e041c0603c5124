package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/fetch"
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

func source(origin, date, prose string) string {
	return fmt.Sprintf("origin: %s\ndate: %s\nsha256: %s\nbytes: %d\nprose: %s\n", origin, date, smallSum, len(small), prose)
}

func TestFetchURL(t *testing.T) {
	url := serve(t, "text/yaml", small)
	// A query may hold a token, so that SOURCE leaves it out.
	got, err := fetch.Fetch(t.Context(), url+"/schema.yml?token=secret#part", fetch.Options{Now: day(2026)})
	if err != nil {
		t.Fatal(err)
	}
	origin := url + "/schema.yml"
	want := fetch.Result{Origin: origin, Date: "2026-03-01", SHA256: smallSum, Bytes: int64(len(small)), Read: []byte(small), Schema: []byte(smallReduced)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(source(origin, "2026-03-01", "dropped"), string(got.Source())); diff != "" {
		t.Errorf("SOURCE (-want +got):\n%s", diff)
	}
}

// The date is that of the first time that this content came from there.
func TestFetchAgain(t *testing.T) {
	url := serve(t, "text/yaml", small)
	known := []byte(source(url, "2025-03-01", "dropped"))
	tests := []struct {
		name string
		opts fetch.Options
		want string
	}{
		{"first", fetch.Options{Now: day(2025)}, "2025-03-01"},
		{"the same", fetch.Options{Now: day(2026), Known: known}, "2025-03-01"},
		{"with prose", fetch.Options{Now: day(2026), Known: known, Prose: true}, "2025-03-01"},
		{"with a date", fetch.Options{Date: "2024-01-02", Known: known}, "2024-01-02"},
		{"from elsewhere", fetch.Options{Now: day(2026), Known: known, Origin: "https://example.com/x"}, "2026-03-01"},
		{"other content", fetch.Options{Now: day(2026), Known: []byte("sha256: 00\norigin: " + url + "\ndate: 2020-01-02\n")}, "2026-03-01"},
		{"garbage", fetch.Options{Now: day(2026), Known: []byte("\x00: \n:\n")}, "2026-03-01"},
	}
	for _, test := range tests {
		got, err := fetch.Fetch(t.Context(), url, test.opts)
		if err != nil {
			t.Fatal(test.name, err)
		}
		if got.Date != test.want {
			t.Errorf("%s: date %s, want %s", test.name, got.Date, test.want)
		}
	}
}

func TestFetchFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.yml")
	if err := os.WriteFile(path, []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := fetch.Fetch(t.Context(), path, fetch.Options{Prose: true, Now: day(2026)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(small, string(got.Schema)); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(source("local.yml", "2026-03-01", "kept"), string(got.Source())); diff != "" {
		t.Errorf("SOURCE (-want +got):\n%s", diff)
	}
}

func TestFetchKeepsPropertyNamedDescription(t *testing.T) {
	url := serve(t, "text/yaml", small+"components: {schemas: {A: {properties: {description: {type: string, description: Prose.}}}}}\n")
	got, err := fetch.Fetch(t.Context(), url, fetch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := smallReduced + "components: {schemas: {A: {properties: {description: {type: string}}}}}\n"
	if diff := cmp.Diff(want, string(got.Schema)); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
}

// What a schema says twice is gone from what is written, so that it is told here.
func TestFetchWarns(t *testing.T) {
	const twice = "openapi: 3.0.3\ninfo: {title: t, title: !tag u, version: '1'}\npaths: {/a: {}}\n"
	want := []string{
		`schema.yml:2:8: warning: key "title" comes again on line 2, and only that counts; remove one`,
		"schema.yml:2:25: warning: YAML tag !tag is not known; the value is read without it",
	}
	for _, prose := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "schema.yml")
		if err := os.WriteFile(path, []byte(twice), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := fetch.Fetch(t.Context(), path, fetch.Options{Now: day(2026), Prose: prose})
		if err != nil {
			t.Fatal(err)
		}
		var warnings []string
		for _, w := range got.Warnings {
			warnings = append(warnings, w.String())
		}
		if prose { // it is written as it is, so that whoever reads it is warned
			want = nil
		} else if strings.Contains(string(got.Schema), "title: t") || !strings.Contains(string(got.Schema), "title: u") {
			t.Errorf("the schema is\n%s", got.Schema)
		}
		if diff := cmp.Diff(want, warnings); diff != "" {
			t.Errorf("warnings with prose %v (-want +got):\n%s", prose, diff)
		}
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
	if _, err := fetch.Fetch(t.Context(), url, fetch.Options{}); err != nil {
		t.Errorf("5 redirects: %v", err)
	}
	left = 6
	_, err := fetch.Fetch(t.Context(), url, fetch.Options{})
	if err == nil || !strings.HasSuffix(err.Error(), ": more than 5 redirects") {
		t.Errorf("6 redirects: %v", err)
	}
}

// TestFetchFails holds that each failure says what is wrong, without a secret.
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
		"OpenAPI 4":         {answer("text/yaml", "openapi: 4.0.0\npaths: {/a: {}}\n"), fetch.Options{}, "only 3.0 and 3.1 are read"},
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
			_, err := fetch.Fetch(t.Context(), test.source, test.opts)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one with %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("error tells a secret: %v", err)
			}
		})
	}
}

// TestFetchUnavailable holds which failures may be over at the next attempt.
func TestFetchUnavailable(t *testing.T) {
	status := func(code int) string {
		return start(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	tests := map[string]struct {
		source string
		opts   fetch.Options
		want   bool
	}{
		"nobody listens": {gone.URL, fetch.Options{}, true},
		"slow": {
			start(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
			fetch.Options{Timeout: 20 * time.Millisecond}, true,
		},
		"truncated": {
			start(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", fmt.Sprint(len(small)+1))
				fmt.Fprint(w, small)
			}), fetch.Options{}, true,
		},
		"at fault":   {status(http.StatusServiceUnavailable), fetch.Options{}, true},
		"busy":       {status(http.StatusTooManyRequests), fetch.Options{}, true},
		"moved":      {status(http.StatusNotFound), fetch.Options{}, false},
		"refused":    {status(http.StatusForbidden), fetch.Options{}, false},
		"too large":  {serve(t, "text/yaml", small), fetch.Options{MaxBytes: 10}, false},
		"HTML":       {serve(t, "text/html", small), fetch.Options{}, false},
		"no OpenAPI": {serve(t, "text/yaml", "a: 1\n"), fetch.Options{}, false},
		"elsewhere": {
			start(t, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "file:///etc/hosts", http.StatusFound)
			}), fetch.Options{}, false,
		},
		"no file": {filepath.Join(t.TempDir(), "none.yml"), fetch.Options{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := fetch.Fetch(t.Context(), test.source, test.opts)
			var unavailable *fetch.UnavailableError
			if err == nil || errors.As(err, &unavailable) != test.want {
				t.Errorf("error is %v; want an UnavailableError: %v", err, test.want)
			}
		})
	}
}

func TestFetchCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	url := start(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := fetch.Fetch(ctx, url, fetch.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

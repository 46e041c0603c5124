package source_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/compare/source"
	"github.com/spotgen/spotgen/generator/load"
)

// newRepository makes a repository with two commits, of which the first has a tag, in
// a new folder.
func newRepository(t *testing.T) (dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed, and it is what this is about")
	}
	dir = t.TempDir()
	git := func(args ...string) {
		t.Helper()
		command := exec.Command("git", args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v: %s", args, err, out)
		}
	}
	git("init", "--quiet", "--initial-branch=main")
	write(t, dir, map[string]string{"spec/schema.yml": "one\n", "overrides/names.yml": "old names\n", "overrides/schema/a.yml": "a\n"})
	git("add", ".")
	git("commit", "--quiet", "--message=one")
	git("tag", "v0.1.0")
	write(t, dir, map[string]string{"spec/schema.yml": "two\n", "overrides/names.yml": "new names\n"})
	git("add", ".")
	git("commit", "--quiet", "--message=two")
	return dir
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSchemaOfRevision(t *testing.T) {
	dir := newRepository(t)
	write(t, dir, map[string]string{
		"spec/schema.yml": "not committed\n",
		"HEAD:here.yml":   "a file all the same\n",
	})
	tests := []struct{ name, dir, want string }{
		{"spec/schema.yml", dir, "not committed\n"},
		{"HEAD:spec/schema.yml", dir, "two\n"},
		{"HEAD~1:spec/schema.yml", dir, "one\n"},
		{"v0.1.0:spec/schema.yml", dir, "one\n"},
		{"main@{0}:spec/schema.yml", dir, "two\n"},
		{"HEAD^{/one: or two|one}:spec/schema.yml", dir, "one\n"},
		{"HEAD~1:spec/schema.yml", filepath.Join(dir, "overrides"), "one\n"},
		{"HEAD~1:./schema.yml", filepath.Join(dir, "spec"), "one\n"},
		{"HEAD:here.yml", dir, "a file all the same\n"},
	}
	for _, test := range tests {
		got, err := source.Schema(t.Context(), test.name, source.Options{Dir: test.dir})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(load.Source{Name: test.name, Data: []byte(test.want)}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestFolderOfRevision(t *testing.T) {
	dir := newRepository(t)
	write(t, dir, map[string]string{"overrides/names.yml": "not committed\n"})
	for name, want := range map[string]string{
		"overrides":        "not committed\n",
		"HEAD:overrides":   "new names\n",
		"v0.1.0:overrides": "old names\n",
	} {
		folder, err := source.Folder(t.Context(), name, source.Options{Dir: dir})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := fstest.TestFS(folder, "names.yml", "schema/a.yml"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := fs.ReadFile(folder, "names.yml"); err != nil || string(got) != want {
			t.Errorf("%s: names.yml holds %q (%v), want %q", name, got, err, want)
		}
	}
}

func TestFailures(t *testing.T) {
	dir := newRepository(t)
	outside := t.TempDir()
	write(t, dir, map[string]string{"page.html": "<!doctype html>"})
	tests := []struct {
		folder          bool
		name, dir, want string
	}{
		{name: "HEAD:gone.yml", want: `HEAD:gone.yml: there is no "gone.yml" in revision "HEAD"; paths count from the root of the repository`},
		{name: "v9:spec/schema.yml", want: `v9:spec/schema.yml: the repository has no revision "v9"; was it fetched?`},
		{name: "HEAD:spec", want: "HEAD:spec: is a folder, not a file"},
		{name: "HEAD:", want: "HEAD:: is a folder, not a file"},
		{name: ":spec/schema.yml", want: ":spec/schema.yml: no such file, and no revision before the colon"},
		{name: "--output=x:spec/schema.yml", want: `--output=x:spec/schema.yml: "--output=x" cannot be a revision`},
		{name: "--:spec/schema.yml", want: `--:spec/schema.yml: "--" cannot be a revision`},
		{name: "HEAD..HEAD~1:spec/schema.yml", want: `HEAD..HEAD~1:spec/schema.yml: the repository has no revision "HEAD..HEAD~1"; was it fetched?`},
		{name: "HEAD:spec/schema.yml", dir: outside, want: "HEAD:spec/schema.yml: there is no git repository here, and so no revision"},
		{name: "gone.yml", want: "no such file or directory"},
		{name: "spec", want: "spec is not a file; give the schema itself"},
		{name: "page.html", want: "is an HTML page; give the schema itself"},
		{name: "", want: "is not a file"},
		{folder: true, name: "HEAD:gone", want: `HEAD:gone: there is no "gone" in revision "HEAD"`},
		{folder: true, name: "HEAD:spec/schema.yml", want: "HEAD:spec/schema.yml: is a file, not a folder"},
		{folder: true, name: "-x:overrides", want: `-x:overrides: "-x" cannot be a revision`},
		{folder: true, name: "page.html", want: "page.html: is not a folder"},
		{folder: true, name: "gone", want: "no such file or directory"},
		{folder: true, name: "https://example.com/overrides", want: "no such file or directory"},
	}
	for _, test := range tests {
		opts := source.Options{Dir: dir}
		if test.dir != "" {
			opts.Dir = test.dir
		}
		var err error
		if test.folder {
			_, err = source.Folder(t.Context(), test.name, opts)
		} else {
			_, err = source.Schema(t.Context(), test.name, opts)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error is %v, want one with %q", test.name, err, test.want)
		}
	}
	// Nothing that was given has reached git as an option.
	if _, err := os.Stat(filepath.Join(dir, "x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("git has written a file (%v)", err)
	}
}

func TestWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := source.Schema(t.Context(), "HEAD:schema.yml", source.Options{})
	if want := "HEAD:schema.yml: git is not installed, and only it can read revisions"; err == nil || err.Error() != want {
		t.Errorf("error is %v, want %q", err, want)
	}
}

func TestRevisionInterrupted(t *testing.T) {
	dir := newRepository(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := source.Schema(ctx, "HEAD:spec/schema.yml", source.Options{Dir: dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

// A revision can hold what is larger than memory.
func TestRevisionTooLarge(t *testing.T) {
	dir := newRepository(t)
	large := filepath.Join(dir, "large", "large.yml")
	write(t, dir, map[string]string{"large/large.yml": ""})
	if err := os.Truncate(large, load.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("git", "add", "large")
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	tree := exec.Command("git", "write-tree")
	tree.Dir = dir
	hash, err := tree.Output()
	if err != nil {
		t.Fatal(err)
	}
	revision := strings.TrimSpace(string(hash))
	const want = ": is larger than 32 MiB; is it the right one?"
	if _, err := source.Schema(t.Context(), revision+":large/large.yml", source.Options{Dir: dir}); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("schema: error is %v, want one with %q", err, want)
	}
	if _, err := source.Folder(t.Context(), revision+":large", source.Options{Dir: dir}); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("folder: error is %v, want one with %q", err, want)
	}
}

func TestSchemaOfURL(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /schema.yml", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "openapi: 3.0.3\n") })
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html>") })
	mux.HandleFunc("GET /loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("GET /endless", func(w http.ResponseWriter, r *http.Request) {
		for block := make([]byte, 1<<16); r.Context().Err() == nil; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	mux.HandleFunc("GET /slow", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	got, err := source.Schema(t.Context(), server.URL+"/schema.yml?token=secret", source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(load.Source{Name: server.URL + "/schema.yml", Data: []byte("openapi: 3.0.3\n")}, got); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}

	bounded := source.Options{Fetch: fetch.Options{MaxBytes: 1 << 20, Timeout: time.Minute}}
	for path, want := range map[string]string{
		"/page":    "the server answers with an HTML page",
		"/loop":    "more than 5 redirects",
		"/endless": "the schema is larger than 1048576 bytes",
		"/gone":    "404 Not Found",
	} {
		_, err := source.Schema(t.Context(), server.URL+path+"?token=secret", bounded)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error is %v, want one with %q", path, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error tells a secret: %v", path, err)
		}
	}
	if _, err := source.Schema(ctx, server.URL+"/slow", bounded); !errors.Is(err, context.Canceled) {
		t.Errorf("slow: error is %v, want context.Canceled", err)
	}
}

func TestSchemaOfStandardInput(t *testing.T) {
	opts := source.Options{Stdin: strings.NewReader("openapi: 3.0.3\n")}
	got, err := source.Schema(t.Context(), "-", opts)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(load.Source{Name: "stdin", Data: []byte("openapi: 3.0.3\n")}, got); diff != "" {
		t.Errorf("schema (-want +got):\n%s", diff)
	}
	if _, err := source.Schema(t.Context(), "-", opts); err == nil || err.Error() != "stdin: is empty; is it given twice?" {
		t.Errorf("second time: error is %v", err)
	}
	if _, err := source.Schema(t.Context(), "-", source.Options{Stdin: endless{}}); err == nil || err.Error() != "stdin: is larger than 32 MiB; is it the right one?" {
		t.Errorf("endless: error is %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestPublic(t *testing.T) {
	for name, want := range map[string]string{
		"HEAD:spec/schema.yml":                      "HEAD:spec/schema.yml",
		"https://me:pw@example.com/a%2Fb.yml?t=1#x": "https://example.com/a%2Fb.yml",
		"https://secret host/":                      "a malformed URL",
		"spec/schema.yml":                           "spec/schema.yml",
	} {
		if got := source.Public(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestRepository(t *testing.T) {
	dir := newRepository(t)
	opts := source.Options{Dir: dir}
	if got, err := source.Tags(t.Context(), opts); err != nil || !cmp.Equal(got, []string{"v0.1.0"}) {
		t.Errorf("tags: %q (%v)", got, err)
	}
	for name, want := range map[string]bool{"v0.1.0": true, "v0.1.": false, "*": false} {
		if got, err := source.HasTag(t.Context(), name, opts); err != nil || got != want {
			t.Errorf("tag %s: %v (%v), want %v", name, got, err, want)
		}
	}
	if got, err := source.Uncommitted(t.Context(), opts); err != nil || got != nil {
		t.Errorf("uncommitted: %q (%v), want none", got, err)
	}
	write(t, dir, map[string]string{"spec/schema.yml": "three\n", "new file": ""})
	if got, err := source.Uncommitted(t.Context(), opts); err != nil || !cmp.Equal(got, []string{"spec/schema.yml", "new file"}) {
		t.Errorf("uncommitted: %q (%v)", got, err)
	}
	if _, err := source.Tags(t.Context(), source.Options{Dir: t.TempDir()}); err == nil {
		t.Error("no error outside of a repository")
	}
}

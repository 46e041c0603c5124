package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/spotgen/spotgen/generator/emit"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"spotgen": main, "gh": fakeGH})
}

// Each script works on a copy of testdata/repo, a small repository with hardly any
// hand-written code. What a script brings along wins over the copy.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	// Scripts have no home folder; they use the caches of who runs the test.
	settings, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		t.Fatal(err)
	}
	goEnv := strings.Split(string(settings), "\n")
	if !online() {
		goEnv[2] = "off"
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": exitCode,
			// runtime DIR copies the hand-written files of the client into a folder.
			"runtime": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: runtime dir")
				}
				ts.Check(copyRuntime(ts.MkAbs(args[0]), root))
			},
		},
		Setup: func(env *testscript.Env) error {
			server := httptest.NewServer(published(root, env.WorkDir))
			env.Defer(server.Close)
			env.Setenv("SERVER", server.URL)
			env.Setenv("ROOT", root)
			env.Setenv("GOCACHE", goEnv[0])
			env.Setenv("GOMODCACHE", goEnv[1])
			env.Setenv("GOPROXY", goEnv[2])
			env.Setenv("GOFLAGS", "")
			env.Setenv("GOGC", os.Getenv("GOGC"))
			setGit(env)
			return copyRepository(env.WorkDir)
		},
	})
}

// online tells whether scripts may use the network, which .ci/fresh lets them do.
func online() bool { return os.Getenv("SPOTGEN_ONLINE") != "" }

func condition(name string) (bool, error) {
	if name != "online" {
		return false, fmt.Errorf("there is no condition %q", name)
	}
	return online(), nil
}

// setGit makes git independent of who runs the test.
func setGit(env *testscript.Env) {
	for _, name := range []string{"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"} {
		env.Setenv(name, os.DevNull)
	}
	for _, who := range []string{"GIT_AUTHOR", "GIT_COMMITTER"} {
		env.Setenv(who+"_NAME", "A maintainer")
		env.Setenv(who+"_EMAIL", "maintainer@example.com")
	}
}

// published serves the schema of testdata/repo as a publisher would, what may be found
// in its place, and below /files/ whatever a script has in its folder.
func published(root, work string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /files/", http.StripPrefix("/files/", http.FileServer(http.Dir(work))))
	mux.HandleFunc("GET /schema.yml", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(root, "cmd/spotgen/testdata/repo/spec/open-api-schema.yml"))
	})
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<!doctype html><title>Moved</title>"))
	})
	mux.HandleFunc("GET /slow", func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
	})
	return mux
}

// exitCode is the script command
//
//	code 2 spotgen …
//
// which runs a program that must end with that exit code.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// copyRepository copies testdata/repo.
func copyRepository(to string) error {
	return copyMissing(to, "testdata/repo", func(string) bool { return true })
}

// copyRuntime copies the hand-written files of the client, without their tests.
func copyRuntime(to, root string) error {
	return copyMissing(to, filepath.Join(root, "gen", "spotify"), func(name string) bool {
		return filepath.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, emit.Suffix)
	})
}

// copyMissing copies the files that are wanted into a folder, unless they are there
// already.
func copyMissing(to, from string, wanted func(name string) bool) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !wanted(entry.Name()) {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if _, err := os.Stat(target); err == nil {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o666)
	})
}

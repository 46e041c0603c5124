//go:build linux || darwin

package spotify

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The browsers are scripts, which write down what they are asked to show.
func TestOpenBrowser(t *testing.T) {
	const address = "https://example.com/authorize?scope=a+b&state='x'"
	folder := t.TempDir()
	script := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	show := `echo "$#:$1" >"$0.shown"` + "\n"
	broken, good := script("broken", show+"exit 3"), script("good", show)
	lasting := script("lasting", show+`read x <"$0.stop"; echo "the browser was closed" >"$0.ended"`)
	open := func(patience time.Duration, browsers ...string) error {
		return openBrowser(address, "linux", func(name string) string {
			return map[string]string{"BROWSER": strings.Join(browsers, ":")}[name]
		}, patience)
	}
	wantShown := func(path string, want bool) {
		t.Helper()
		text, err := os.ReadFile(path + ".shown")
		if got := string(text) == "1:"+address+"\n"; got != want {
			t.Errorf("%s has shown %q, %v", path, text, err)
		}
		os.Remove(path + ".shown")
	}

	if err := open(time.Minute, broken, good); err != nil {
		t.Error(err)
	}
	wantShown(broken, true)
	wantShown(good, true)
	if err := open(time.Minute, good, broken); err != nil {
		t.Error(err)
	}
	wantShown(broken, false)
	wantError(t, open(time.Minute, broken), "broken: exit status 3")

	// A browser that stays in the foreground counts as started, and runs on.
	for _, name := range []string{lasting + ".stop", lasting + ".ended"} {
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := open(time.Millisecond, lasting); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(lasting+".stop", []byte("now\n"), 0o600); err != nil { // waits for it to be read
		t.Error(err)
	}
	if text, err := os.ReadFile(lasting + ".ended"); string(text) != "the browser was closed\n" {
		t.Errorf("the browser says %q, %v", text, err)
	}
	wantShown(lasting, true)
}

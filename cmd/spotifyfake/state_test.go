package main

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/cli"
)

// statusOf sends a request with a token to a server that has printed its addresses.
func statusOf(t *testing.T, printed, method, path, token, body string) int {
	t.Helper()
	request, err := http.NewRequest(method, regexp.MustCompile(`http://\S+/v1`).FindString(printed)+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	return response.StatusCode
}

func tokenOf(printed string) string {
	return regexp.MustCompile(`Bearer (\S+)'`).FindStringSubmatch(printed)[1]
}

// TestStateFile starts the program twice with one file.
func TestStateFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "fake.json")
	printed, stderr, end := started(t, "--state", file)
	if !strings.Contains(printed, "What has changed is kept in "+file) {
		t.Errorf("it does not say where the state is:\n%s", printed)
	}
	token := tokenOf(printed)
	if _, err := os.Stat(file); err != nil {
		t.Errorf("there is no file at the beginning: %v", err)
	}
	if status := statusOf(t, printed, "POST", "/me/playlists", token, `{"name":"Kept in a File"}`); status != 201 {
		t.Fatalf("status %d", status)
	}
	if code := end(); code != cli.ExitOK || stderr.Len() > 0 {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), "Kept in a File") {
		t.Errorf("the playlist is not in the file (%v)", err)
	}
	printed, stderr, end = started(t, "--state", file)
	if again := tokenOf(printed); again != token || statusOf(t, printed, "GET", "/me", token, "") != 200 {
		t.Errorf("the token is %s, and was %s", again, token)
	}
	if code := end(); code != cli.ExitOK || stderr.Len() > 0 {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v (%v)", info.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v (%v)", entries, err)
	}
}

func TestStateFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte("{\n  \"Version\": 7}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		args []string
		want string
	}{
		{"another version", []string{"--state", bad}, "keep the state: " + bad + ": spotifytest: this is no state that can be loaded: its version is 7, and not 1; move it away to begin anew"},
		{"no folder", []string{"--state", filepath.Join(dir, "gone", "fake.json")}, "keep the state: "},
		{"a folder", []string{"--state", dir}, "keep the state: "},
	} {
		var stdout, stderr strings.Builder
		code := command().Run(t.Context(), cli.Terminal{Stdout: &stdout, Stderr: &stderr}, append(test.args, "--address", "127.0.0.1:0"))
		if code != cli.ExitProblem || !strings.Contains(stderr.String(), test.want) || stdout.Len() > 0 {
			t.Errorf("%s: exit code %d, stderr %q", test.name, code, stderr.String())
		}
	}
	if data, err := os.ReadFile(bad); err != nil || !strings.Contains(string(data), "7") {
		t.Errorf("the file that was refused is now %q (%v)", data, err)
	}
}

// TestStateFollows makes sure that the file is written while the server runs, only when
// something has changed, and that an error is told once.
func TestStateFollows(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "folder")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	server := spotifytest.NewServer(t, spotifytest.Empty())
	file := filepath.Join(dir, "fake.json")
	kept, err := openState(file, server)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	var told []error
	go func() {
		kept.follow(ctx, ticks, func(err error) { told = append(told, err) })
		close(ended)
	}()
	// The second of two ticks is taken when the first is done.
	tick := func() { ticks <- time.Time{}; ticks <- time.Time{} }
	content := func() string {
		data, _ := os.ReadFile(file)
		return string(data)
	}

	server.AddPlaylist(spotifytest.Playlist{Name: "First"})
	tick()
	if !strings.Contains(content(), "First") {
		t.Error("a change is not in the file")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	tick()
	if content() != "" {
		t.Error("the file was written although nothing has changed")
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	server.AddPlaylist(spotifytest.Playlist{Name: "Second"})
	tick()
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	tick()
	if !strings.Contains(content(), "Second") {
		t.Error("it was not written once that was possible")
	}
	cancel()
	<-ended
	if len(told) == 0 || len(told) > 2 || !errors.Is(told[0], fs.ErrNotExist) {
		t.Errorf("errors: %v", told)
	}
}

// TestStateFileIsALink makes sure that a link stays one.
func TestStateFileIsALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target.json"), filepath.Join(dir, "link.json")
	server := spotifytest.NewServer(t, spotifytest.Empty())
	if _, err := openState(target, server); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip("this user may not make symbolic links, as on Windows without its developer mode: ", err)
	}
	server.AddPlaylist(spotifytest.Playlist{Name: "Behind a Link"})
	next := spotifytest.NewServer(t, spotifytest.Empty())
	kept, err := openState(link, next)
	if err != nil {
		t.Fatal(err)
	}
	next.AddPlaylist(spotifytest.Playlist{Name: "Behind a Link"})
	if err := kept.save(); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != target {
		t.Errorf("the link leads to %q (%v)", to, err)
	}
	if data, err := os.ReadFile(target); err != nil || !strings.Contains(string(data), "Behind a Link") {
		t.Errorf("the file behind the link was not written (%v)", err)
	}
}

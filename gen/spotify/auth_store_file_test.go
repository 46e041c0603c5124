package spotify

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var _ TokenStore = (*FileStore)(nil)

func newTestFile(t *testing.T) (*FileStore, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token.json")
	return NewFileStore(path), path
}

func mustSave(t *testing.T, s *FileStore, g Grant) {
	t.Helper()
	if err := s.Save(t.Context(), g); err != nil {
		t.Fatal(err)
	}
}

func mustLoad(t *testing.T, s *FileStore) Grant {
	t.Helper()
	g, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// files returns the names in the folder of a file.
func files(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func write(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil { // whatever the umask
		t.Fatal(err)
	}
}

func TestFileStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "token.json")
	s := NewFileStore(path)
	if _, err := s.Load(t.Context()); !errors.Is(err, ErrNoToken) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	second := testGrant()
	second.Token.AccessToken = accessToken(2)
	second.Token.Expiry = time.Date(2026, 7, 1, 14, 0, 0, 123456789, time.FixedZone("CEST", 7200))
	ended := testGrant()
	ended.EndedAt = newClock().at
	for _, g := range []Grant{testGrant(), second, ended, {Token: testGrant().Token}} {
		mustSave(t, s, g)
		if diff := cmp.Diff(grantText(t, g.clone()), grantText(t, mustLoad(t, NewFileStore(path)))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff([]string{"token.json"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for _, p := range []string{path, filepath.Dir(path)} {
		info, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
	}
}

func TestFileThatOthersCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // which has no such modes
	}
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	for _, mode := range []fs.FileMode{0o644, 0o640, 0o602, 0o601} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := s.Load(t.Context())
		wantError(t, err, path, fmt.Sprintf("(mode %#o)", mode), "chmod 600")
		mustSave(t, s, testGrant())
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v after Save", info.Mode(), err)
		}
		mustLoad(t, s)
	}
}

func TestFilesThatAreNotUnderstood(t *testing.T) {
	valid := grantText(t, testGrant())
	tests := []struct{ name, content, want string }{
		{"empty", "", "it is empty"},
		{"blank", " \n", "it is empty"},
		{"torn", valid[:len(valid)/2], "it is damaged at byte"},
		{"text", "hush-token", "it is damaged at byte 0"},
		{"trailing", `{"version":1} hush-x`, "it is damaged at byte"},
		{"zeros", "\x00\x00\x00\x00", "it is damaged at byte 0"},
		{"list", "[]", "does not hold a token"},
		{"mark", "\ufeff", "it is empty"},
		{"list behind a mark", "\ufeff[]", "does not hold a token"},
		{"time", `{"version":1,"authorized_at":"hush-when"}`, "does not hold a token"},
		{"null", "null", "version 0"},
		{"no version", valid, "version 0"},
		{"later version", `{"version":2,"token":{"access_token":"hush-x"}}`, "version 2, but this program understands only version 1"},
		{"no token", `{"version":1}`, "it holds no token"},
		{"large", strings.Repeat(" ", maxTokenFile+1), "bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, path := newTestFile(t)
			write(t, path, test.content, 0o600)
			_, err := s.Load(t.Context())
			wantError(t, err, "token file "+path, test.want)
			noSecrets(t, err)
			if errors.Is(err, ErrNoToken) {
				t.Errorf("%v is ErrNoToken: a login would overwrite the file", err)
			}
			if content, err := os.ReadFile(path); err != nil || string(content) != test.content {
				t.Errorf("the file has been changed: %v", err)
			}
			mustSave(t, s, testGrant())
			mustLoad(t, s)
		})
	}
}

func TestFileStoreFollowsLinks(t *testing.T) {
	s, path := newTestFile(t)
	real := filepath.Join(t.TempDir(), "real.json")
	write(t, real, "{}", 0o600)
	if err := os.Symlink(real, path); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, testGrant())
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}
	mustLoad(t, NewFileStore(real))
	mustLoad(t, s)
	if diff := cmp.Diff([]string{"real.json"}, files(t, real)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if err := os.Remove(real); err != nil {
		t.Fatal(err)
	}
	mustSave(t, s, testGrant())
	mustLoad(t, NewFileStore(real))
	if err := os.RemoveAll(filepath.Dir(real)); err != nil {
		t.Fatal(err)
	}
	wantError(t, s.Save(t.Context(), testGrant()), path, "the symbolic link cannot be followed")
}

func TestFileStoreErrors(t *testing.T) {
	folder := NewFileStore(t.TempDir())
	wantError(t, folder.Save(t.Context(), testGrant()), "it is not a regular file")
	_, err := folder.Load(t.Context())
	wantError(t, err, "it is not a regular file")

	for path, want := range map[string]string{"": "the path is empty", t.TempDir() + "/new/": "the path is that of a folder"} {
		odd := NewFileStore(path)
		_, err := odd.Load(t.Context())
		wantError(t, err, want)
		wantError(t, odd.Save(t.Context(), testGrant()), want)
		wantError(t, odd.Delete(t.Context()), want)
		_, err = odd.Lock(t.Context())
		wantError(t, err, want)
	}

	s, path := newTestFile(t)
	below := NewFileStore(filepath.Join(path, "token.json"))
	write(t, path, "x", 0o600)
	noSecrets(t, below.Save(t.Context(), testGrant()))
	wantError(t, below.Save(t.Context(), testGrant()), "token file "+below.path)

	wantError(t, s.Save(cancelled(t), testGrant()), "context canceled: enough")
	_, err = s.Load(cancelled(t))
	wantError(t, err, "context canceled: enough")
}

// If the last step fails, the old grant is there and the new one nowhere.
func TestFailedRename(t *testing.T) {
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	s.beforeRename = func() {
		for _, name := range files(t, path) {
			if name != "token.json" {
				os.Remove(filepath.Join(filepath.Dir(path), name))
			}
		}
	}
	next := testGrant()
	next.Token.AccessToken = accessToken(2)
	err := s.Save(t.Context(), next)
	wantError(t, err, "token file "+path)
	noSecrets(t, err)
	if got := mustLoad(t, s); got.Token.AccessToken != testAccess {
		t.Errorf("got %s", grantText(t, got))
	}
	s.beforeRename = func() { os.Remove(path); os.Mkdir(path, 0o700) } // onto which no file can be moved
	if err := s.Save(t.Context(), next); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff([]string{"token.json"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func mustLock(t *testing.T, s *FileStore) (unlock func()) {
	t.Helper()
	unlock, err := s.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return unlock
}

const crashFile = "SPOTGEN_TEST_CRASH_FILE"

// TestCrash is run again in a process of its own, which ends between write and
// rename.
func TestCrash(t *testing.T) {
	next := testGrant()
	next.Token.AccessToken, next.Token.RefreshToken = accessToken(2), refreshToken(2)
	if path := os.Getenv(crashFile); path != "" {
		s := NewFileStore(path)
		s.beforeRename = func() { os.Exit(7) }
		s.Save(t.Context(), next)
		return
	}

	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	crash := exec.Command(executable, "-test.run=^TestCrash$")
	crash.Env = append(os.Environ(), crashFile+"="+path)
	err = crash.Run()
	var exit *exec.ExitError
	if ok := errors.As(err, &exit); !ok || exit.ExitCode() != 7 {
		t.Fatalf("the process did not crash where it should: %v", err)
	}

	left := files(t, path)
	if len(left) != 2 {
		t.Fatalf("files after the crash: %q", left)
	}
	for _, name := range left {
		if info, err := os.Stat(filepath.Join(filepath.Dir(path), name)); err != nil || info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
	if got := mustLoad(t, s); got.Token.AccessToken != testAccess {
		t.Errorf("got %s", grantText(t, got))
	}

	mustSave(t, s, next)
	if got := files(t, path); len(got) != 2 {
		t.Errorf("a file that another process may be writing has been removed: %q", got)
	}
	s.now = func() time.Time { return time.Now().Add(maxWriteTime + time.Minute) }
	others := []string{".token.json.tmp2", ".other.json.1.tmp", "token.json.1.tmp"}
	for _, name := range others {
		write(t, filepath.Join(filepath.Dir(path), name), "x", 0o600)
	}
	mustSave(t, s, next)
	if diff := cmp.Diff([]string{".other.json.1.tmp", ".token.json.tmp2", "token.json", "token.json.1.tmp"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := mustLoad(t, s); got.Token.RefreshToken != refreshToken(2) {
		t.Errorf("got %s", grantText(t, got))
	}
}

// Readers never see a torn file, and the last writer wins.
func TestFileStoreConcurrently(t *testing.T) {
	first, path := newTestFile(t)
	mustSave(t, first, testGrant())
	var writers, readers sync.WaitGroup
	stop := make(chan struct{})
	for n := range 4 {
		writers.Go(func() {
			g := testGrant()
			g.Token.AccessToken = strings.Repeat(accessToken(n), 1+n*100) // of different lengths
			for range 20 {
				if err := NewFileStore(path).Save(t.Context(), g); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := NewFileStore(path).Load(t.Context()); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	readers.Wait()
	if diff := cmp.Diff([]string{"token.json"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

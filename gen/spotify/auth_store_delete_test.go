package spotify

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"
)

func TestFileStoreDelete(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "app", "token.json")
	s := NewFileStore(path)
	for range 2 { // nothing there, not even the folder
		if err := s.Delete(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string(nil), allFiles(t, folder)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}

	for range 2 { // deleted, saved again, deleted again
		mustSave(t, s, testGrant())
		mustLock(t, s)()
		write(t, filepath.Join(folder, "app", ".token.json.backup"), "{}", 0o600)
		write(t, filepath.Join(folder, "app", ".token.json.YOUNG.tmp"), "{}", 0o600)
		write(t, filepath.Join(folder, "app", "other.json"), "{}", 0o600)
		write(t, filepath.Join(folder, "app", ".other.json.YOUNG.tmp"), "{}", 0o600)
		for range 2 {
			if err := s.Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Load(t.Context()); !errors.Is(err, ErrNoToken) {
				t.Errorf("got %v", err)
			}
		}
		want := []string{"app/.other.json.YOUNG.tmp", "app/.token.json.lock", "app/other.json"}
		if diff := cmp.Diff(want, allFiles(t, folder)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
	}
}

// Files that Load refuses can be deleted. Only files are.
func TestFileStoreDeletesWhatItCannotRead(t *testing.T) {
	for _, content := range []string{"", "{", "[]", `{"version":2}`} {
		s, path := newTestFile(t)
		write(t, path, content, 0o644)
		if err := s.Delete(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := s.Load(t.Context()); !errors.Is(err, ErrNoToken) {
			t.Errorf("got %v", err)
		}
	}
	folder := t.TempDir()
	wantError(t, NewFileStore(folder).Delete(t.Context()), "token file "+folder, "it is not a regular file")
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	wantError(t, s.Delete(cancelled(t)), "token file "+path, "context canceled: enough")
	mustLoad(t, s)
}

// The folder above may have other folders with files of the same name.
func TestFileStoreDeletesItsBackupAbove(t *testing.T) {
	folder := t.TempDir()
	s := NewFileStore(filepath.Join(folder, "a", "b,c.json"))
	mustSave(t, s, testGrant())
	own := filepath.Join(folder, ".a,b,c.json.backup")
	others := []string{filepath.Join(folder, ".b,c.json.backup"), filepath.Join(folder, ".b,b,c.json.backup"), filepath.Join(folder, ".a%2Cb,c.json.backup")}
	for _, path := range append(others, own) {
		write(t, path, "{}", 0o600)
	}
	if err := s.Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(own); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the backup: %v", err)
	}
	for _, path := range others {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// Stores in folders side by side do not read each other's backup.
func TestBackupsOfSiblings(t *testing.T) {
	folder := t.TempDir()
	names := []string{"a/c", "b/c", "a,b/c", "a/b,c", "a%2Cb/c"}
	seen := map[string]string{}
	for _, name := range names {
		backup := backups(filepath.Join(folder, filepath.FromSlash(name)))[1]
		if other, ok := seen[backup]; ok || filepath.Dir(backup) != folder {
			t.Errorf("%s and %s: %s", name, other, backup)
		}
		seen[backup] = name
	}
	t.Chdir(folder)
	if got, want := backups("c")[1], filepath.Join(filepath.Dir(folder), "."+filepath.Base(folder)+",c.backup"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := backups(filepath.VolumeName(folder) + string(filepath.Separator) + "c"); len(got) != 1 {
		t.Errorf("of a root: %q", got)
	}
}

func TestFileStoreDeleteFollowsLinks(t *testing.T) {
	s, path := newTestFile(t)
	real := filepath.Join(t.TempDir(), "real.json")
	mustSave(t, NewFileStore(real), testGrant())
	middle := filepath.Join(filepath.Dir(path), "middle.json")
	for from, to := range map[string]string{middle: real, path: "middle.json"} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := s.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{".real.json.lock"}, files(t, real)); diff != "" {
			t.Errorf("files (-want +got):\n%s", diff)
		}
	}
	mustSave(t, s, testGrant())
	mustLoad(t, NewFileStore(real))
}

// A file that is mounted by itself is empty afterwards, and can be filled again.
func TestFileThatCannotBeRemoved(t *testing.T) {
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	s.remove = func(path string) error { return &os.PathError{Op: "remove", Path: path, Err: syscall.EBUSY} }
	for range 2 {
		if err := s.Delete(t.Context()); err != nil {
			t.Fatal(err)
		}
		if content, err := os.ReadFile(path); err != nil || len(content) != 0 {
			t.Errorf("left %d bytes, %v", len(content), err)
		}
		if _, err := s.Load(t.Context()); !holdsNothing(err) {
			t.Errorf("got %v", err)
		}
	}
	mustSave(t, s, testGrant())
	mustLoad(t, s)
	s.openFile = func(path string, _ int, _ os.FileMode) (*os.File, error) {
		return nil, &os.PathError{Op: "open", Path: path, Err: syscall.EROFS}
	}
	wantError(t, s.Delete(t.Context()), "token file "+path, "remove "+path, "it cannot be emptied")
}

// Delete waits for its turn, or it would come between the load and the save of a refresh.
func TestFileStoreDeleteTakesTheLock(t *testing.T) {
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	unlock := mustLock(t, NewFileStore(path))
	ctx, cancel := context.WithTimeout(t.Context(), 2*lockPause)
	defer cancel()
	wantError(t, s.Delete(ctx), "token file "+path, "waiting for the lock")
	mustLoad(t, s)
	unlock()
	remove := s.remove
	s.remove = func(name string) error {
		ctx, cancel := context.WithTimeout(t.Context(), 2*lockPause)
		defer cancel()
		if unlock, err := NewFileStore(path).Lock(ctx); err == nil {
			unlock()
			t.Error("a refresh can begin while the login is deleted")
		}
		return remove(name)
	}
	if err := s.Delete(t.Context()); err != nil {
		t.Error(err)
	}
}

// A lock that cannot be had, because its owner hangs, does not keep the tokens on the disk.
func TestFileStoreDeleteWithoutLock(t *testing.T) {
	s, path := newTestFile(t)
	log := new(logBuffer)
	s.Logger = log.logger()
	s.tryLock = func(*flock.Flock) (bool, error) { return false, nil }
	mustSave(t, s, testGrant())
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := s.Delete(t.Context()); err != nil {
			t.Error(err)
		}
		wantElapsed(t, start, staleLock)
	})
	if names := files(t, path); len(names) != 0 {
		t.Errorf("left %q", names)
	}
	log.wantOne(t, "the token file is deleted without a lock")
}

const deletedFile, deletedAccounts = "SPOTGEN_TEST_DELETED_FILE", "SPOTGEN_TEST_DELETED_ACCOUNTS"

// TestProcessDoesNotSaveDeletedLogin is run again in a process that runs while this one
// deletes the login. It begins a refresh whenever it reads a line.
func TestProcessDoesNotSaveDeletedLogin(t *testing.T) {
	if path := os.Getenv(deletedFile); path != "" {
		auth, err := NewAuthenticator(AuthConfig{ClientID: testClientID, AccountsURL: os.Getenv(deletedAccounts)})
		if err != nil {
			t.Fatal(err)
		}
		source := mustSource(t, auth, NewFileStore(path))
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			_, err := source.Token()
			fmt.Println("error:", err, errors.Is(err, ErrReauthRequired))
		}
		return
	}
	path := filepath.Join(t.TempDir(), "token.json")
	store := NewFileStore(path)
	deleted := make(chan error, 1)
	var refreshes atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refreshes.Add(1)
		// The refresh holds the lock, so that the file is deleted after it has been saved.
		go func() { deleted <- store.Delete(context.Background()) }()
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":%q,"token_type":"Bearer","expires_in":1}`, accessToken(2)) // due at once
	}))
	defer server.Close()
	grant := testGrant()
	grant.Token.Expiry = time.Now()
	mustSave(t, store, grant)

	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	process := exec.Command(executable, "-test.run=^TestProcessDoesNotSaveDeletedLogin$")
	process.Env = append(os.Environ(), deletedFile+"="+path, deletedAccounts+"="+server.URL)
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(out)
	for i, want := range []string{"error: <nil> false\n", "error: " + errDeleted.Error() + " true\n"} {
		fmt.Fprintln(in)
		answer, err := answers.ReadString('\n')
		if answer != want {
			t.Fatalf("the process says %q, %v, want %q", answer, err, want)
		}
		if i > 0 {
			break
		}
		if err := <-deleted; err != nil {
			t.Fatal(err)
		}
	}
	in.Close()
	if err := process.Wait(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{".token.json.lock"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if n := refreshes.Load(); n != 1 {
		t.Errorf("refreshed %d times, want once", n)
	}
}

package spotify

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/go-cmp/cmp"
)

// unlockable is a file system without locks.
func unlockable(s *FileStore) *FileStore {
	s.tryLock = func(*flock.Flock) (bool, error) { return false, syscall.ENOLCK }
	return s
}

func TestFileStoreLock(t *testing.T) {
	for name, change := range map[string]func(*FileStore) *FileStore{
		"of the system": func(s *FileStore) *FileStore { return s },
		"by file":       unlockable,
	} {
		t.Run(name, func(t *testing.T) {
			s, path := newTestFile(t)
			var inside, most int
			var mu sync.Mutex
			var group sync.WaitGroup
			for range 8 {
				group.Go(func() {
					for range 5 {
						unlock, err := change(NewFileStore(path)).Lock(t.Context())
						if err != nil {
							t.Error(err)
							return
						}
						mu.Lock()
						inside++
						most = max(most, inside)
						mu.Unlock()
						runtime.Gosched()
						mu.Lock()
						inside--
						mu.Unlock()
						unlock()
					}
				})
			}
			group.Wait()
			if most != 1 {
				t.Errorf("%d at a time", most)
			}
			mustSave(t, s, testGrant())
			defer mustLock(t, change(NewFileStore(path)))()
			_, err := change(s).Lock(cancelled(t))
			wantError(t, err, "token file "+path, "waiting for the lock: context canceled: enough")
		})
	}
}

// A folder that does not exist is made, and one link more leads to the same lock.
func TestFileStoreLockFollowsLinks(t *testing.T) {
	folder := t.TempDir()
	real, link := filepath.Join(folder, "new", "token.json"), filepath.Join(folder, "link.json")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	mustSave(t, NewFileStore(real), testGrant())
	defer mustLock(t, NewFileStore(real))()
	_, err := NewFileStore(link).Lock(cancelled(t))
	wantError(t, err, "waiting for the lock")
	defer mustLock(t, NewFileStore(filepath.Join(folder, "other", "token.json")))()
}

const lockedFile = "SPOTGEN_TEST_LOCKED_FILE"

// TestLockOfAProcess is run again in a process that takes the lock and waits to be ended.
func TestLockOfAProcess(t *testing.T) {
	if path := os.Getenv(lockedFile); path != "" {
		mustLock(t, NewFileStore(path))
		fmt.Println("locked")
		bufio.NewReader(os.Stdin).ReadByte()
		return
	}
	_, path := newTestFile(t)
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	holder := exec.Command(executable, "-test.run=^TestLockOfAProcess$")
	holder.Env = append(os.Environ(), lockedFile+"="+path)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the process says %q, %v", line, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*lockPause)
	defer cancel()
	if _, err := NewFileStore(path).Lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v while another process has the lock", err)
	}
	holder.Process.Kill() // a crash
	holder.Wait()
	mustLock(t, NewFileStore(path))()
}

func TestStaleLocks(t *testing.T) {
	t.Run("of the system", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s, path := newTestFile(t)
			defer mustLock(t, s)()
			start := time.Now()
			_, err := NewFileStore(path).Lock(t.Context())
			wantError(t, err, "somebody has held the lock for 40s")
			wantElapsed(t, start, staleLock)
		})
	})
	for name, age := range map[string]time.Duration{"old": staleLock + time.Hour, "from the future": -time.Hour} {
		t.Run("by file, "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, path := newTestFile(t)
				held := besides(path, ".held")
				write(t, held, "somebody", 0o600)
				if err := os.Chtimes(held, time.Time{}, time.Now().Add(-age)); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				unlock := mustLock(t, unlockable(s))
				if took := time.Since(start); age > 0 && took != 0 || age < 0 && (took < staleLock || took > staleLock+time.Second) {
					t.Errorf("took %v", took)
				}
				unlock()
				if diff := cmp.Diff([]string(nil), files(t, path)); diff != "" {
					t.Errorf("files (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestStaleLockThatCannotBeRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, path := newTestFile(t)
		held := besides(path, ".held")
		if err := os.Mkdir(held, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(held, "something"), "", 0o600) // a folder that is not empty
		if err := os.Chtimes(held, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		_, err := unlockable(s).Lock(t.Context())
		wantError(t, err, "token file "+path, "removing a lock that was left", held)
	})
}

// Where no file can be made, the token file itself serves.
func TestLockInAFolderThatCannotBeWritten(t *testing.T) {
	s, path := newTestFile(t)
	mustSave(t, s, testGrant())
	readOnly := func(s *FileStore) *FileStore {
		s.tryLock = func(lock *flock.Flock) (bool, error) {
			if lock.Path() != path {
				return false, &os.PathError{Op: "open", Path: lock.Path(), Err: syscall.EROFS}
			}
			return lock.TryLock()
		}
		return s
	}
	if runtime.GOOS == "windows" {
		return // which would let nobody read a locked file
	}
	unlock := mustLock(t, readOnly(s))
	_, err := readOnly(NewFileStore(path)).Lock(cancelled(t))
	wantError(t, err, "waiting for the lock")
	mustLoad(t, NewFileStore(path))
	unlock()
	if diff := cmp.Diff([]string{"token.json"}, files(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

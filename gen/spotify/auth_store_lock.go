package spotify

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

const (
	// staleLock is how long a lock is respected. A source holds it for one request for a
	// token at most; who has it for longer hangs, or has crashed.
	staleLock = fetchTimeout + 10*time.Second
	lockPause = 25 * time.Millisecond // between two attempts to get a lock
)

var errStaleLock = fmt.Errorf("somebody has held the lock for %v", staleLock)

var _ TokenLocker = (*FileStore)(nil)

// Lock waits until no other source, in this process or another one, refreshes
// the login in the file. It uses an advisory lock of the operating system on a
// file beside the token file, .NAME.lock, which stays there. The lock ends with
// its process. On file systems without such locks, the file .NAME.held stands
// for the lock; one that is left after a crash holds for 40 seconds. Lock does
// not wait for longer than that for a process that hangs, either: it then
// returns an error.
func (s *FileStore) Lock(ctx context.Context) (unlock func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, s.failed(fmt.Errorf("waiting for the lock: %w", contextError(ctx, err)))
	}
	path, err := s.target()
	if err != nil {
		return nil, s.failed(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, s.failed(err)
	}
	limited, cancel := context.WithTimeoutCause(ctx, staleLock, errStaleLock)
	defer cancel()
	lock := flock.New(besides(path, ".lock"))
	for {
		held, err := s.tryLock(lock)
		switch {
		case held:
			return func() { lock.Unlock() }, nil
		case isOpenError(err) && lock.Path() != path && runtime.GOOS != "windows":
			// A folder that cannot be written. On Windows, nobody could read a locked file.
			lock = flock.New(path, flock.SetFlag(os.O_RDONLY))
			continue
		case err != nil:
			return s.lockByFile(ctx, besides(path, ".held"))
		}
		if err := sleep(limited, lockPause); err != nil {
			return nil, s.failed(fmt.Errorf("waiting for the lock: %w", contextError(limited, err)))
		}
	}
}

// isOpenError tells a file that cannot be opened from one that cannot be locked.
func isOpenError(err error) bool {
	var failed *fs.PathError
	ok := errors.As(err, &failed)
	return ok && failed.Op == "open"
}

// besides names a file in the folder of another one.
func besides(path, suffix string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+suffix)
}

// lockByFile is for file systems without locks: who makes the file has the lock. If two
// remove a stale one at a time, both may have it. Then one of them loses the refresh
// token to the other, and finds the new one in the store.
func (s *FileStore) lockByFile(ctx context.Context, path string) (unlock func(), err error) {
	owner := rand.Text()
	var seen string // the owner before
	var since time.Time
	for {
		err := makeFile(path, owner)
		switch {
		case err == nil:
			return func() {
				if content, err := os.ReadFile(path); err == nil && string(content) == owner {
					os.Remove(path)
				}
			}, nil
		case !errors.Is(err, fs.ErrExist):
			return nil, s.failed(err)
		}
		if content, err := os.ReadFile(path); err == nil && (string(content) != seen || since.IsZero()) {
			seen, since = string(content), s.now()
		}
		// The time of the file alone would not do: it is that of another clock.
		info, err := os.Stat(path)
		if err == nil && (s.now().Sub(info.ModTime()) > staleLock || s.now().Sub(since) > staleLock) {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, s.failed(fmt.Errorf("removing a lock that was left: %w", err))
			}
			continue
		}
		if err := sleep(ctx, lockPause); err != nil {
			return nil, s.failed(fmt.Errorf("waiting for the lock: %w", contextError(ctx, err)))
		}
	}
}

// makeFile makes a file, or fails with fs.ErrExist.
func makeFile(path, content string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(content)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

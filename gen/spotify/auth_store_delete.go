package spotify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Delete removes the login from the disk: the file, its backup, and temporary
// files that are left. The user has to log in again; to end the access of the
// app for good, the user has to remove the app in the settings of the Spotify
// account. It is not an error if there is nothing to remove.
//
// Delete waits for a refresh under way, as [FileStore.Lock] does, because that
// would save the login again. So do not call it with the lock held. Sources that
// are in use notice that the login has gone, and do not save it again. The empty
// lock file stays, because others may be waiting for the lock.
//
// Of a symbolic link, the file that it points to is removed. A file that cannot
// be removed, because it is mounted by itself or the folder cannot be written,
// is emptied.
func (s *FileStore) Delete(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return s.failed(contextError(ctx, err))
	}
	path, err := s.target()
	if err != nil {
		return s.failed(err)
	}
	if len(s.remains(path)) == 0 {
		return nil // and the lock would make files
	}
	unlock, err := s.Lock(ctx)
	switch {
	case err != nil && ctx.Err() != nil:
		return err
	case err != nil:
		// Tokens must not stay for want of a lock.
		s.warn("spotify: the token file is deleted without a lock", slog.String("error", err.Error()))
	default:
		defer unlock()
	}
	var failure error
	for _, name := range s.remains(path) {
		failure = cmp.Or(failure, s.removeOrEmpty(name)) // the rest is removed all the same
	}
	if failure = cmp.Or(failure, syncFolder(filepath.Dir(path))); failure != nil {
		return s.failed(failure)
	}
	return nil
}

// remains returns the files that hold the login, or a part of it.
func (s *FileStore) remains(path string) []string {
	var found []string
	for _, name := range append(backups(path), path) {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() {
			found = append(found, name)
		}
	}
	prefix, suffix := temporaryName(path)
	entries, _ := os.ReadDir(filepath.Dir(path)) // of a folder that cannot be read, the rest is removed
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), prefix) && strings.HasSuffix(entry.Name(), suffix) && entry.Type().IsRegular() {
			found = append(found, filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
	return found
}

func (s *FileStore) removeOrEmpty(path string) error {
	err := s.remove(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	file, openErr := s.openFile(path, os.O_WRONLY|os.O_TRUNC, 0o600)
	if openErr != nil {
		return fmt.Errorf("%w, and it cannot be emptied: %w", err, openErr)
	}
	err = file.Sync()
	return cmp.Or(err, file.Close())
}

// linkTarget returns the file that a link will point to once that exists. Its folder has to
// exist: one that is missing may be a disk that is not there.
func linkTarget(path string) (string, error) {
	for range 40 { // as many as Linux follows
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return "", err
		}
		path = filepath.Join(folder, filepath.Base(path))
		next, err := os.Readlink(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return path, nil
		case err != nil:
			return "", err
		case filepath.IsAbs(next):
			path = next
		default:
			path = filepath.Join(folder, next)
		}
	}
	return "", errors.New("too many links")
}

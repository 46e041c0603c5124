package spotify

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Save replaces the grant that was saved before.
func (s *FileStore) Save(ctx context.Context, grant Grant) error {
	if err := ctx.Err(); err != nil {
		return s.failed(contextError(ctx, err))
	}
	path, err := s.target()
	if err != nil {
		return s.failed(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return s.failed(err)
	}
	s.removeLeftovers(path)
	if err := s.replace(path, grant); err != nil {
		if errors.Is(err, syscall.EROFS) {
			err = fmt.Errorf("%w; keep it where it can be written", err)
		}
		return s.failed(err)
	}
	return nil
}

// marshalTokenFile goes around the methods of a Grant, which hide its tokens.
func marshalTokenFile(grant Grant, mode string) ([]byte, error) {
	return json.MarshalIndent(struct {
		Version int    `json:"version"`
		Mode    string `json:"mode,omitempty"`
		plainGrant
	}{tokenFileVersion, mode, plainGrant(grant.clone())}, "", "\t")
}

// target returns the file to replace: not a link to it.
func (s *FileStore) target() (string, error) {
	if err := s.checkPath(); err != nil {
		return "", err
	}
	info, err := os.Lstat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.path, nil
	case err != nil:
		return "", err
	case info.Mode()&fs.ModeSymlink != 0:
		path, err := filepath.EvalSymlinks(s.path)
		if errors.Is(err, fs.ErrNotExist) {
			if path, err = linkTarget(s.path); err == nil {
				return path, nil
			}
		}
		if err != nil {
			return "", fmt.Errorf("the symbolic link cannot be followed: %w", err)
		}
		if info, err = os.Stat(path); err != nil {
			return "", err
		}
		return path, checkRegular(info)
	}
	return s.path, checkRegular(info)
}

// checkPath finds a path that can never be that of a file. Load has to say so, or a user
// would log in for nothing.
func (s *FileStore) checkPath() error {
	switch {
	case s.path == "":
		return errors.New("the path is empty")
	case os.IsPathSeparator(s.path[len(s.path)-1]):
		return errors.New("the path is that of a folder")
	}
	return nil
}

func checkRegular(info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	return nil
}

// replace writes a temporary file and puts it in place of the old one. Each step
// that could be lost in a crash is on the disk before the next.
func (s *FileStore) replace(path string, grant Grant) error {
	prefix, suffix := temporaryName(path)
	temporary := filepath.Join(filepath.Dir(path), prefix+rand.Text()+suffix)
	err := s.write(temporary, os.O_CREATE|os.O_EXCL, grant)
	switch {
	case err == nil:
		s.beforeRename()
		err = s.rename(temporary, path)
		if err == nil {
			return syncFolder(filepath.Dir(path))
		}
		os.Remove(temporary)
		if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
			return s.overwrite(path, grant) // a file that is mounted by itself
		}
	case isForbidden(err):
		// Of a folder that cannot be written, one file may be writable.
		if _, statErr := os.Stat(path); statErr == nil {
			return s.overwrite(path, grant)
		}
	}
	return err
}

func isForbidden(err error) bool {
	return isOpenError(err) && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS))
}

// overwrite is for a file that cannot be replaced. A crash could leave half of it, so that
// the whole stands somewhere else meanwhile. Load finds it there.
func (s *FileStore) overwrite(path string, grant Grant) error {
	os.Chmod(path, 0o600) // if that does not help, write finds out
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	backup := ""
	for _, candidate := range backups(path) {
		if s.write(candidate, os.O_CREATE|os.O_TRUNC, grant) == nil {
			backup = candidate
			break
		}
	}
	if backup == "" {
		s.warn("spotify: the token file is written in place, and there is no place for a backup")
	}
	if err := s.write(path, 0, grant); err != nil {
		if backup == "" && len(old) > 0 {
			os.WriteFile(path, old, 0o600)
		}
		return err
	}
	if backup != "" {
		os.Remove(backup)
	}
	return nil
}

// backups returns where a file may stand while it is overwritten: beside it, or in the
// folder above. That one may have other folders with files of the same name, so the name
// of the folder is a part of the backup's; its commas are escaped.
func backups(path string) []string {
	beside := []string{besides(path, ".backup")}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return beside
	}
	folder, name := filepath.Split(absolute)
	folder = filepath.Clean(folder)
	if filepath.Dir(folder) == folder {
		return beside // a root
	}
	return append(beside, filepath.Join(filepath.Dir(folder), "."+url.PathEscape(filepath.Base(folder))+","+name+".backup"))
}

// write writes a file, for the owner only, to the disk. What it leaves after a failure is
// removed if it is new.
func (s *FileStore) write(path string, flag int, grant Grant) (err error) {
	file, err := s.openFile(path, flag|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		file.Close()
		if err != nil && flag&os.O_CREATE != 0 {
			os.Remove(path)
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	data, err := marshalTokenFile(grant, s.unprotected(info))
	if err != nil {
		return err
	}
	data = append(data, '\n')
	// In this order, the file never gets shorter than it has to be.
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := file.Truncate(int64(len(data))); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return file.Close()
}

// unprotected returns the mode of a file that others can access although it was made for
// the owner only: there are file systems without modes. Load then does not mind that mode.
func (s *FileStore) unprotected(info fs.FileInfo) string {
	perm := s.perm(info)
	if perm&0o077 == 0 {
		return ""
	}
	if s.warned.CompareAndSwap(false, true) {
		s.warn("spotify: the file system does not protect the token file from other users", slog.String("mode", formatMode(perm)))
	}
	return formatMode(perm)
}

func formatMode(perm fs.FileMode) string { return fmt.Sprintf("%#o", perm) }

// permOf returns the mode of a file as far as it matters.
func permOf(info fs.FileInfo) fs.FileMode {
	if runtime.GOOS == "windows" {
		return 0o600 // whose modes say nothing about other users
	}
	return info.Mode().Perm()
}

func (s *FileStore) warn(message string, attrs ...slog.Attr) {
	log := s.Logger
	if log == nil {
		log = slog.Default()
	}
	log.LogAttrs(context.Background(), slog.LevelWarn, message, append(attrs, slog.String("file", s.path))...)
}

// syncFolder makes sure that the new name is on the disk.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // which cannot do that
	}
	folder, err := os.Open(path)
	if err != nil {
		return nil // a folder that may be written but not read
	}
	defer folder.Close()
	err = folder.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil // some file systems cannot do that either
	}
	return err
}

func temporaryName(path string) (prefix, suffix string) {
	return "." + filepath.Base(path) + ".", ".tmp"
}

// removeLeftovers removes temporary files that were never renamed, because they hold
// tokens. It ignores failures.
func (s *FileStore) removeLeftovers(path string) {
	prefix, suffix := temporaryName(path)
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), prefix) || !strings.HasSuffix(entry.Name(), suffix) || !entry.Type().IsRegular() {
			continue
		}
		info, err := entry.Info()
		if err == nil && s.now().Sub(info.ModTime()) > maxWriteTime {
			os.Remove(filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
}

package spotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
	content, err := marshalTokenFile(grant)
	if err != nil {
		return s.failed(err)
	}
	path, err := s.target()
	if err != nil {
		return s.failed(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return s.failed(err)
	}
	s.removeLeftovers(path)
	if err := s.replace(path, append(content, '\n')); err != nil {
		return s.failed(err)
	}
	return nil
}

// marshalTokenFile goes around the methods of a Grant, which hide its tokens.
func marshalTokenFile(grant Grant) ([]byte, error) {
	return json.MarshalIndent(struct {
		Version int `json:"version"`
		plainGrant
	}{tokenFileVersion, plainGrant(grant.clone())}, "", "\t")
}

// target returns the file to replace: not a link to it.
func (s *FileStore) target() (string, error) {
	info, err := os.Lstat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.path, nil
	case err != nil:
		return "", err
	case info.Mode()&fs.ModeSymlink != 0:
		path, err := filepath.EvalSymlinks(s.path)
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

func checkRegular(info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	return nil
}

// replace writes a temporary file and puts it in place of the old one. Each step
// that could be lost in a crash is on the disk before the next.
func (s *FileStore) replace(path string, content []byte) (err error) {
	prefix, suffix := temporaryName(path)
	file, err := os.CreateTemp(filepath.Dir(path), prefix+"*"+suffix) // for the owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if _, err := file.Write(content); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	s.beforeRename()
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
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

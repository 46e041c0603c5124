package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// file is a file to write.
type file struct {
	name string
	data []byte
}

// readSource reads the lines of a SOURCE file. What cannot be read is absent.
func readSource(path string) map[string]string {
	lines := map[string]string{}
	data, err := os.ReadFile(path)
	if err != nil {
		return lines
	}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			lines[key] = value
		}
	}
	return lines
}

// replace makes the files of a folder hold new content, all or none of them,
// and reports whether that took any writing. Nobody sees half a file: the
// content is on disk under another name before it gets its own.
func replace(dir string, files []file) (changed bool, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	var steps []step
	defer func() {
		for _, s := range steps {
			os.Remove(s.temporary) // gone already if all went well
		}
	}()
	for _, f := range files {
		s := step{path: filepath.Join(dir, f.name)}
		s.old, err = os.ReadFile(s.path)
		s.existed = err == nil
		switch {
		case s.existed && bytes.Equal(s.old, f.data):
			continue
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return false, fmt.Errorf("look at the old %s: %w", f.name, err)
		}
		if s.temporary, err = writeTemporary(dir, f); err != nil {
			return false, fmt.Errorf("write %s: %w", f.name, err)
		}
		steps = append(steps, s)
	}
	if len(steps) == 0 {
		return false, nil
	}
	return true, errors.Join(commit(steps), syncDir(dir))
}

// commit gives new files their names. If one cannot have its name, the files
// before it are put back.
func commit(steps []step) error {
	for i, s := range steps {
		if err := os.Rename(s.temporary, s.path); err != nil {
			return errors.Join(fmt.Errorf("replace %s: %w", filepath.Base(s.path), err), restore(steps[:i]))
		}
	}
	return nil
}

// step is one file on its way.
type step struct {
	path, temporary string
	old             []byte
	existed         bool
}

// restore puts back what was there before.
func restore(steps []step) error {
	var errs []error
	for _, s := range steps {
		if !s.existed {
			errs = append(errs, os.Remove(s.path))
			continue
		}
		temporary, err := writeTemporary(filepath.Dir(s.path), file{filepath.Base(s.path), s.old})
		if err == nil {
			err = os.Rename(temporary, s.path)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// writeTemporary writes a file under another name in its folder, down to the
// disk.
func writeTemporary(dir string, f file) (path string, err error) {
	t, err := os.CreateTemp(dir, "."+f.name+".*.tmp")
	if err != nil {
		return "", err
	}
	_, err = t.Write(f.data)
	if err == nil {
		err = t.Chmod(0o644)
	}
	if err == nil {
		err = t.Sync()
	}
	if err = errors.Join(err, t.Close()); err != nil {
		os.Remove(t.Name())
		return "", err
	}
	return t.Name(), nil
}

// syncDir makes the renames in a folder last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

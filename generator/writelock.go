package generator

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockName is the file in each folder that is there, and locked, while Write works.
const lockName = tempPrefix + "lock"

// lockFolders waits until nobody else writes to the folders, which exist, and keeps
// others out until unlock. The locks are those of the operating system: a run that is
// killed leaves a file behind, but no lock.
func lockFolders(packages []Package) (unlock func(), err error) {
	var dirs []string
	for _, p := range packages {
		dir, err := filepath.Abs(p.Dir)
		if err != nil {
			return nil, err
		}
		dirs = append(dirs, dir)
	}
	// In one order for all, so that no two wait for each other.
	slices.Sort(dirs)
	var held []*lockedfile.File
	unlock = func() {
		for _, file := range held {
			// The name goes while the lock is held. Who waits for the lock finds the
			// name gone and begins anew.
			os.Remove(file.Name())
			file.Close()
		}
	}
	for _, dir := range slices.Compact(dirs) {
		file, err := lockFile(filepath.Join(dir, lockName))
		if errors.Is(err, errors.ErrUnsupported) {
			// A file system without locks has made the file all the same.
			os.Remove(filepath.Join(dir, lockName))
			continue
		}
		if err != nil {
			unlock()
			return nil, err
		}
		held = append(held, file)
	}
	return unlock, nil
}

// lockFile makes a file and locks it.
func lockFile(name string) (*lockedfile.File, error) {
	for {
		// Opening a link would make a file outside the folder.
		if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
			return nil, &os.PathError{Op: "lock", Path: name, Err: errors.New("is no regular file; remove it")}
		}
		file, err := lockedfile.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o666)
		if err != nil {
			return nil, err
		}
		locked, err := file.Stat()
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if named, err := os.Lstat(name); err == nil && os.SameFile(locked, named) {
			return file, nil
		}
		// The one before removed the file, so that the next one would lock another.
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
}

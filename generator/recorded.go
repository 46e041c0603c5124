package generator

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spotgen/spotgen/generator/emit"
)

// RecordedFlags returns the flags that the package in a folder was generated with, as
// Options.Flags had them. The error is a *NoRecordError if no file of the folder records
// flags.
func RecordedFlags(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, readError(err, dir)
	}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".go" || !entry.Type().IsRegular() {
			continue
		}
		name := filepath.Join(dir, entry.Name())
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, readError(err, name)
		}
		flags, found, err := emit.Flags(emit.File{Name: filepath.ToSlash(name), Data: data})
		if found || err != nil {
			return flags, err
		}
	}
	return nil, &NoRecordError{Dir: dir}
}

// NoRecordError says that a folder has no package that records how it was generated.
type NoRecordError struct{ Dir string }

func (e *NoRecordError) Error() string {
	return fmt.Sprintf("%s: no generated file has a line //spotgen:flags, which says how the package was generated; "+
		"name the folder with --out instead, with all flags, and generate writes that line", filepath.ToSlash(e.Dir))
}

package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/emit"
)

// Fetched says what Fetch brought.
type Fetched struct {
	fetch.Result
	Changed bool // whether a file was written
}

// Fetch reads a schema, as fetch.Fetch does, and writes dir/open-api-schema.yml and
// dir/SOURCE. On an error both files are as before. Content that is already there is
// left alone, its date included.
func Fetch(ctx context.Context, source, dir string, opts fetch.Options) (Fetched, error) {
	known, err := knownSource(dir)
	if err != nil {
		return Fetched{}, err
	}
	opts.Known = known
	result, err := fetch.Fetch(ctx, source, opts)
	if err != nil {
		return Fetched{}, err
	}
	p := specPackage(dir, result)
	report, err := p.verify()
	if err != nil {
		return Fetched{}, err
	}
	// Writing is brief and is not interrupted.
	if err := ctx.Err(); err != nil {
		return Fetched{}, fmt.Errorf("fetch %s: %w", result.Origin, err)
	}
	return Fetched{Result: result, Changed: len(report) > 0}, Write(p)
}

// specPackage is what the folder of the schema is to hold.
func specPackage(dir string, fetched fetch.Result) Package {
	return Package{Dir: dir, Unmarked: true, Files: []emit.File{
		{Name: fetch.SchemaFile, Data: fetched.Schema},
		{Name: fetch.SourceFile, Data: fetched.Source()},
	}}
}

// knownSource reads dir/SOURCE; nothing if there is none.
func knownSource(dir string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, fetch.SourceFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

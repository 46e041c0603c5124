package main

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/source"
)

// readVersion reads a schema and the overrides that belong to it, each from wherever it
// is: a file or folder, a revision such as HEAD~1:overrides, and a schema also from a
// URL or, as "-", from the standard input. Hand-written files are those beside the
// overrides, in a folder gen, or else the ones that the other commands would take.
func readVersion(ctx context.Context, schema, overrides string, opts source.Options) (generator.Inputs, error) {
	spec, err := source.Schema(ctx, schema, opts)
	if err != nil {
		return generator.Inputs{}, err
	}
	folder, err := source.Folder(ctx, overrides, opts)
	if err != nil {
		return generator.Inputs{}, err
	}
	in, err := generator.ReadOverrides(folder, source.Public(overrides))
	if err != nil {
		return generator.Inputs{}, err
	}
	in.Spec = spec
	if err := readBeside(ctx, &in, overrides, opts); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return in, err
	}
	return in, readHandwritten(&in)
}

// readBeside reads the hand-written files that belong to overrides.
func readBeside(ctx context.Context, in *generator.Inputs, overrides string, opts source.Options) error {
	parent, ok := strings.CutSuffix(strings.TrimSuffix(filepath.ToSlash(overrides), "/"), overridesDir)
	if !ok {
		return fs.ErrNotExist
	}
	folder, err := source.Folder(ctx, parent+genDir, opts)
	if err != nil {
		return err
	}
	return in.ReadHandwritten(folder, source.Public(parent+genDir))
}

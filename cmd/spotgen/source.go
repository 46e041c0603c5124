package main

import (
	"context"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/source"
)

// readVersion reads a schema and the overrides that belong to it, each from wherever it
// is: a file or folder, a revision such as HEAD~1:overrides, and a schema also from a
// URL or, as "-", from the standard input.
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
	return in, nil
}

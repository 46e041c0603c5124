package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"path/filepath"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/drift"
	"github.com/spotgen/spotgen/generator/model"
)

func generateCommand() command {
	return command{
		name:    "generate",
		summary: "write the Go package",
		details: `The folder of the package then holds what was generated and no other generated
files. Files that do not begin with the header of generated code are left alone.
If anything is wrong with the inputs, nothing is written.`,
		setup: func(flags *flag.FlagSet) action {
			var target target
			target.declare(flags)
			return func(ctx context.Context, t terminal, _ []string) error { return generate(ctx, t, target) }
		},
	}
}

// target is what generate writes and check compares.
type target struct {
	inputs
	out         string
	packageName string
}

func (g *target) declare(flags *flag.FlagSet) {
	g.inputs.declare(flags)
	flags.StringVar(&g.out, "out", "", "`DIR` of the package; by default gen/spotify of the repository")
	flags.StringVar(&g.packageName, "package", "spotify", "`NAME` of the package")
}

// emit generates the package in memory and compares it with the folder.
func (g *target) emit(t terminal) (dir string, output *generator.Output, report drift.Report, err error) {
	if !token.IsIdentifier(g.packageName) || g.packageName == "_" {
		return "", nil, nil, usageErrorf("%q cannot be the name of a package", g.packageName)
	}
	if dir, err = pathOr(g.out, "gen/spotify"); err != nil {
		return "", nil, nil, err
	}
	in, options, err := g.read()
	if err != nil {
		return "", nil, nil, err
	}
	options.Package = g.packageName
	if output, err = generator.Generate(in, options); err != nil {
		return "", nil, nil, err
	}
	t.warn(output.Warnings)
	report, err = drift.Compare(dir, output.Files)
	return dir, output, report, err
}

func generate(ctx context.Context, t terminal, g target) error {
	dir, output, report, err := g.emit(t)
	if err != nil {
		return err
	}
	// Writing is brief and is not interrupted.
	if ctx.Err() != nil {
		return errors.New("interrupted; nothing was written")
	}
	if err := generator.Write(dir, output.Files); err != nil {
		return err
	}
	fmt.Fprintf(t.stderr, "%s: %s, %s, %s, %s, %d changed\n", filepath.ToSlash(dir),
		count(countOperations(output.API), "operation"), count(len(output.API.Operations()), "method"),
		count(countTypes(output.API), "type"), count(len(output.Files), "file"), len(report))
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// countOperations counts the operations of the schema, of which some become
// several methods.
func countOperations(api *model.API) int {
	type key struct{ method, path string }
	seen := map[key]bool{}
	for _, op := range api.Operations() {
		seen[key{op.Method, op.Path}] = true
	}
	return len(seen)
}

// countTypes counts the types that come from the schema.
func countTypes(api *model.API) int {
	return len(api.Types) + len(api.Enums) + len(api.Unions) + len(api.Pages)
}

// Package generator is the pipeline from the published schema and its
// overrides to the Go files of the client.
package generator

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// Inputs is everything that the output depends on.
type Inputs struct {
	Spec    load.Source
	Overlay []load.Source // overrides/schema/*.yml, in the order of their names
	Names   resolve.Text  // overrides/names.yml
	Docs    resolve.Text  // overrides/docs.yml
	Runtime []emit.Source // overrides/spotify/*.go without tests, in the order of their names
	Fake    []emit.Source // overrides/spotifytest/*.go likewise; none is no fake server
}

// Options change how inputs are treated.
type Options struct {
	// Package is the name of the emitted package; spotify if it is empty. The fake
	// server, which imports the package, is made for that name only.
	Package string
	// StaleAsWarning reports overrides that match nothing as warnings, so
	// that an older or a newer schema generates.
	StaleAsWarning bool
}

// Output is what a run makes.
type Output struct {
	API      *model.API
	Files    []emit.File // of the client
	Fake     []emit.File // of the fake server; nil without one
	Warnings model.Diagnostics
}

// defaultPackage is the name of the client.
const defaultPackage = "spotify"

// Generate makes the files of the packages in memory. If the inputs are at
// fault, the error is a model.Diagnostics with all that is wrong with them.
func Generate(in Inputs, opts Options) (*Output, error) {
	api, warnings, err := Model(in, opts)
	if err != nil {
		return nil, err
	}
	files, err := emit.Emit(api, in.Runtime)
	if err != nil {
		return nil, err
	}
	fake, err := fakeFiles(api, in.Fake)
	if err != nil {
		return nil, err
	}
	return &Output{API: api, Files: files, Fake: fake, Warnings: warnings}, nil
}

// fakeFiles makes the files of the fake server, if there is one.
func fakeFiles(api *model.API, sources []emit.Source) ([]emit.File, error) {
	if len(sources) == 0 || api.Package != defaultPackage {
		return nil, nil
	}
	declared, err := declarations(sources)
	if err != nil {
		return nil, err
	}
	var diags model.Diagnostics
	for _, d := range declared {
		if slices.Contains(emit.FakeDeclares(), d.Name) {
			diags.Errorf(d.Pos, "the name %s is taken by what is emitted beside it; rename it", d.Name)
		}
	}
	if err := diags.Err(); err != nil {
		return nil, err
	}
	return emit.EmitFake(api, sources)
}

// Model makes the model of the client: everything but the files.
func Model(in Inputs, opts Options) (*model.API, model.Diagnostics, error) {
	runtime, err := declarations(in.Runtime)
	if err != nil {
		return nil, nil, err
	}
	doc, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: opts.StaleAsWarning})
	if err != nil {
		return nil, nil, err
	}
	packageName := cmp.Or(opts.Package, defaultPackage)
	api, more, err := resolve.Resolve(resolve.Input{
		Spec:           doc.Spec,
		Pos:            doc.Index.Pos,
		Names:          in.Names,
		Docs:           in.Docs,
		Runtime:        runtime,
		Package:        packageName,
		StaleAsWarning: opts.StaleAsWarning,
	})
	if err != nil {
		return nil, nil, err
	}
	return api, append(warnings, more...).Sorted(), nil
}

// ReadInputs reads a schema and a folder of overrides. Paths appear in
// diagnostics as they are given, with slashes.
func ReadInputs(spec, overrides string) (Inputs, error) {
	var in Inputs
	var err error
	read := func(name string) []byte {
		data, readErr := readFile(name)
		if readErr != nil && err == nil {
			err = readErr
		}
		return data
	}
	in.Spec = load.Source{Name: filepath.ToSlash(spec), Data: read(spec)}
	overlays, dirErr := os.ReadDir(filepath.Join(overrides, "schema"))
	if dirErr != nil {
		return Inputs{}, cmp.Or(err, dirErr)
	}
	for _, entry := range overlays {
		if filepath.Ext(entry.Name()) == ".yml" && !entry.IsDir() {
			name := filepath.Join(overrides, "schema", entry.Name())
			in.Overlay = append(in.Overlay, load.Source{Name: filepath.ToSlash(name), Data: read(name)})
		}
	}
	names, docs := filepath.Join(overrides, "names.yml"), filepath.Join(overrides, "docs.yml")
	in.Names = resolve.Text{Name: filepath.ToSlash(names), Data: read(names)}
	in.Docs = resolve.Text{Name: filepath.ToSlash(docs), Data: read(docs)}
	if err != nil {
		return Inputs{}, err
	}
	if in.Runtime, err = readGo(overrides, "spotify"); err != nil {
		return Inputs{}, err
	}
	in.Fake, err = readGo(overrides, emit.FakePackage)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // the fake server is not for every client
	}
	return in, err
}

// readFile reads a file of a size that can be meant, and no more of any other.
func readFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, load.MaxBytes+1))
	if err == nil && len(data) > load.MaxBytes {
		err = fmt.Errorf("%s: is larger than %d MiB; is it the right file?", filepath.ToSlash(name), load.MaxBytes>>20)
	}
	return data, err
}

// readGo reads the hand-written Go files of a package but for its tests. Their
// headers name them by their place in the repository, wherever they are read.
func readGo(overrides, packageName string) ([]emit.Source, error) {
	dir := filepath.Join(overrides, packageName)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var sources []emit.Source
	for _, entry := range entries {
		name := entry.Name()
		if entry.Type() != fs.FileMode(0) || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := readFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		sources = append(sources, emit.Source{Path: path.Join("overrides", packageName, name), Data: data})
	}
	return sources, nil
}

// declarations lists the package-level names of hand-written files.
func declarations(sources []emit.Source) ([]resolve.Declared, error) {
	var declared []resolve.Declared
	var diags model.Diagnostics
	set := token.NewFileSet()
	for _, source := range sources {
		file, err := parser.ParseFile(set, source.Path, source.Data, parser.SkipObjectResolution)
		if err != nil {
			diags.Errorf(model.Pos{}, "%v", err)
			continue
		}
		for _, decl := range file.Decls {
			for _, name := range declaredNames(decl) {
				at := set.Position(name.Pos())
				declared = append(declared, resolve.Declared{
					Name:   name.Name,
					IsType: isTypeDecl(decl),
					IsText: isTextType(decl, name),
					Pos:    model.Pos{File: at.Filename, Line: at.Line, Col: at.Column},
				})
			}
		}
	}
	return declared, diags.Err()
}

func declaredNames(decl ast.Decl) []*ast.Ident {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			return []*ast.Ident{decl.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, spec.Name)
			case *ast.ValueSpec:
				names = append(names, spec.Names...)
			}
		}
		return slices.DeleteFunc(names, func(n *ast.Ident) bool { return n.Name == "_" })
	}
	return nil
}

func isTypeDecl(decl ast.Decl) bool {
	general, ok := decl.(*ast.GenDecl)
	return ok && general.Tok == token.TYPE
}

// isTextType reports whether a name is declared as a string type.
func isTextType(decl ast.Decl, name *ast.Ident) bool {
	general, ok := decl.(*ast.GenDecl)
	if !ok {
		return false
	}
	for _, spec := range general.Specs {
		if spec, ok := spec.(*ast.TypeSpec); ok && spec.Name == name {
			underlying, ok := spec.Type.(*ast.Ident)
			return ok && underlying.Name == "string"
		}
	}
	return false
}

// FindRoot returns the nearest folder at or above dir that holds the
// generator's overrides.
func FindRoot(dir string) (string, error) {
	for current := filepath.Clean(dir); ; current = filepath.Dir(current) {
		if info, err := os.Stat(filepath.Join(current, "overrides", "schema")); err == nil && info.IsDir() {
			return current, nil
		}
		if current == filepath.Dir(current) {
			return "", fmt.Errorf("%s: no folder overrides/schema here or above; run spotgen inside its repository or give --spec and --overrides", dir)
		}
	}
}

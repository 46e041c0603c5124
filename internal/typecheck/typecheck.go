// Package typecheck type-checks emitted packages in memory, for tests.
package typecheck

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"

	"github.com/spotgen/spotgen/generator/emit"
)

// A Checker type-checks packages that have files and imports in common. It may be used
// concurrently.
type Checker struct {
	imports Imports

	set   *token.FileSet
	mu    sync.Mutex
	bare  map[*token.File]bool // the files of known
	known map[string]*ast.File // copied files without bodies, by name and content
}

// Imports are the packages that may be imported, by path. It is a types.Importer.
type Imports map[string]*types.Package

// Import returns a package, or an error if it may not be imported.
func (i Imports) Import(path string) (*types.Package, error) {
	if p, ok := i[path]; ok {
		return p, nil
	}
	return nil, errors.New("emitted code may not import " + path)
}

// LoadImports loads the packages that hand-written files import, and more of them, but for
// the client. They are compiled where that is not cached. The folder is one of the module
// that requires them.
func LoadImports(dir string, sources []emit.Source, more ...string) (Imports, error) {
	paths := slices.Clone(more)
	for _, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), source.Path, source.Data, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, err
			}
			if path != emit.ClientPath {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	loaded, err := packages.Load(&packages.Config{
		Dir:  dir,
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports,
	}, paths...)
	if err != nil {
		return nil, err
	}
	imports := Imports{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("load %s: %w", p.PkgPath, p.Errors[0])
		}
		imports[p.PkgPath] = p.Types
	}
	if len(imports) != len(paths) {
		return nil, fmt.Errorf("loaded %d packages of %q", len(imports), paths)
	}
	return imports, nil
}

// New returns a Checker of packages that may import others, and nothing else.
func New(imports Imports) *Checker {
	return &Checker{imports: imports, set: token.NewFileSet(), known: map[string]*ast.File{}, bare: map[*token.File]bool{}}
}

// Check type-checks a package, and returns what the compiler would say about it.
func (c *Checker) Check(path string, files []emit.File) (*types.Package, []error) {
	return c.check(path, files, types.Config{Importer: c.imports})
}

// CheckWith is Check for a package that imports another one, which is not among the
// imports of the Checker.
func (c *Checker) CheckWith(imported *types.Package, importedPath, path string, files []emit.File) (*types.Package, []error) {
	imports := maps.Clone(c.imports)
	imports[importedPath] = imported
	return c.check(path, files, types.Config{Importer: imports})
}

// CheckDeclarations is Check without the bodies of functions.
func (c *Checker) CheckDeclarations(path string, files []emit.File) (*types.Package, []error) {
	return c.check(path, files, types.Config{Importer: c.imports, IgnoreFuncBodies: true})
}

func (c *Checker) check(path string, files []emit.File, config types.Config) (*types.Package, []error) {
	var errs []error
	var trees []*ast.File
	for _, file := range files {
		tree, err := c.parse(file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		trees = append(trees, tree)
	}
	config.Error = func(err error) {
		if !c.isForBody(err) {
			errs = append(errs, err)
		}
	}
	// The error of Check is the first of the errors that it reports.
	checked, _ := config.Check(path, c.set, trees, nil)
	return checked, errs
}

// isForBody reports whether an error is about an import that only the bodies of a file use,
// and the file is checked without them.
func (c *Checker) isForBody(err error) bool {
	var typeError types.Error
	if !errors.As(err, &typeError) || !strings.HasSuffix(typeError.Msg, "and not used") {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bare[c.set.File(typeError.Pos)]
}

// withoutBodies returns a file without the bodies of functions, but for generic ones, which
// must have one.
func withoutBodies(file *ast.File) *ast.File {
	bare := *file
	bare.Decls = slices.Clone(file.Decls)
	for i, decl := range bare.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Type.TypeParams == nil {
			function := *f
			function.Body = nil
			bare.Decls[i] = &function
		}
	}
	return &bare
}

// parse parses a file. One that is copied from the hand-written ones is the same in all
// packages, and is parsed for the first of them only. It names nothing that is emitted, so
// that its bodies are checked for the first one only, too.
func (c *Checker) parse(file emit.File) (*ast.File, error) {
	key := file.Name + "\n" + string(file.Data)
	c.mu.Lock()
	known := c.known[key]
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	tree, err := parser.ParseFile(c.set, file.Name, file.Data, parser.SkipObjectResolution)
	if err == nil && file.CopyOf != "" {
		c.mu.Lock()
		c.known[key] = withoutBodies(tree)
		c.bare[c.set.File(tree.FileStart)] = true
		c.mu.Unlock()
	}
	return tree, err
}

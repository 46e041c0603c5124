package oracle

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
)

var readRepository = sync.OnceValues(func() (generator.Inputs, error) {
	return generator.ReadInputs("../spec/open-api-schema.yml", "../overrides")
})

// repository returns the inputs of the committed client.
func repository(t *testing.T) generator.Inputs {
	t.Helper()
	in, err := readRepository()
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// isBroken tells whether a case expects that one of its versions is refused.
func isBroken(t *testing.T, dir string) bool {
	t.Helper()
	expected := string(readCase(t, dir, "expect.txt"))
	return strings.HasPrefix(expected, "error ") || strings.Contains(expected, "\nerror ")
}

// readVersion reads one side of a case, with the first of the folders of overrides that
// the case has.
func readVersion(t *testing.T, dir, spec string, runtime []emit.Source, overrides ...string) generator.Inputs {
	t.Helper()
	in := generator.Inputs{
		Spec:    load.Source{Name: spec, Data: readCase(t, dir, spec)},
		Names:   resolve.Text{Name: "names.yml"},
		Docs:    resolve.Text{Name: "docs.yml"},
		Runtime: runtime,
	}
	for _, folder := range overrides {
		if _, err := os.Stat(filepath.Join(dir, folder)); err != nil {
			continue
		}
		in.Names.Data = readCase(t, dir, folder+"/names.yml")
		in.Docs.Data = readCase(t, dir, folder+"/docs.yml")
		overlays, err := filepath.Glob(filepath.Join(dir, folder, "schema", "*.yml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range overlays {
			name := folder + "/schema/" + filepath.Base(path)
			in.Overlay = append(in.Overlay, load.Source{Name: name, Data: readCase(t, dir, name)})
		}
		break
	}
	return in
}

// readCase reads a file of a case. One that is missing is empty.
func readCase(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

// imported are the packages that emitted files import, by path.
type imported map[string]*types.Package

// Import implements types.Importer.
func (i imported) Import(path string) (*types.Package, error) {
	if p, ok := i[path]; ok {
		return p, nil
	}
	return nil, errors.New("the client does not import " + path)
}

func dependencies(t *testing.T) imported {
	t.Helper()
	loaded, err := loadDependencies()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// loadDependencies loads what the committed client imports: what is emitted for a case
// imports no more.
var loadDependencies = sync.OnceValues(func() (imported, error) {
	clients, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps,
	}, emit.ClientPath)
	if err != nil {
		return nil, err
	}
	all := imported{}
	for _, client := range clients {
		for path, p := range client.Imports {
			if len(p.Errors) > 0 {
				return nil, errors.New(strconv.Quote(path) + ": " + p.Errors[0].Error())
			}
			all[path] = p.Types
		}
	}
	return all, nil
})

// parsedFiles parses emitted files. What is copied from the runtime of the repository
// is the same in all clients, and is parsed for the first of them only.
func parsedFiles(t *testing.T, files []emit.File) (*token.FileSet, []*ast.File) {
	t.Helper()
	shared := sharedFiles()
	var parsed []*ast.File
	for _, file := range files {
		tree, err := shared.parse(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, tree)
	}
	return shared.set, parsed
}

var sharedFiles = sync.OnceValue(func() *fileCache {
	return &fileCache{set: token.NewFileSet(), known: map[string]cachedFile{}}
})

// fileCache keeps the trees of files that are copied into packages.
type fileCache struct {
	set   *token.FileSet
	mu    sync.Mutex
	known map[string]cachedFile // by name
}

type cachedFile struct {
	data []byte
	tree *ast.File
}

func (c *fileCache) parse(file emit.File) (*ast.File, error) {
	c.mu.Lock()
	known := c.known[file.Name]
	c.mu.Unlock()
	if known.tree != nil && bytes.Equal(known.data, file.Data) {
		return known.tree, nil
	}
	tree, err := parser.ParseFile(c.set, file.Name, file.Data, parser.SkipObjectResolution)
	if err == nil && bytes.HasPrefix(file.Data, []byte(emit.Marker+" from overrides/")) {
		c.mu.Lock()
		c.known[file.Name] = cachedFile{file.Data, tree}
		c.mu.Unlock()
	}
	return tree, err
}

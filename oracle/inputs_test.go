package oracle

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
	"github.com/spotgen/spotgen/internal/typecheck"
)

var readRepository = sync.OnceValues(func() (generator.Inputs, error) {
	return generator.ReadInputs("../spec/open-api-schema.yml", "../overrides", "../gen")
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

var loadChecker = sync.OnceValues(func() (*typecheck.Checker, error) {
	in, err := readRepository()
	if err != nil {
		return nil, err
	}
	imports, err := typecheck.LoadImports("..", in.Runtime)
	if err != nil {
		return nil, err
	}
	return typecheck.New(imports), nil
})

package generator

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
)

// ReadInputs reads a schema and a folder of overrides. Paths appear in
// diagnostics as they are given, with slashes.
func ReadInputs(spec, overrides, gen string) (Inputs, error) {
	source, err := ReadSpec(spec)
	if err != nil {
		return Inputs{}, err
	}
	in, err := ReadOverrides(os.DirFS(overrides), filepath.ToSlash(overrides))
	if err != nil {
		return Inputs{}, err
	}
	in.Spec = source
	return in, in.ReadHandwritten(os.DirFS(gen), filepath.ToSlash(gen))
}

// ReadSpec reads a schema.
func ReadSpec(name string) (load.Source, error) {
	file, err := os.Open(name)
	if err != nil {
		return load.Source{}, readError(err, name)
	}
	defer file.Close()
	data, err := readAll(file, filepath.ToSlash(name))
	return load.Source{Name: filepath.ToSlash(name), Data: data}, readError(err, name)
}

// readError makes an error about a file say that it could not be read, and call it by
// a name.
func readError(err error, name string) error {
	var failed *fs.PathError
	if ok := errors.As(err, &failed); ok {
		return &fs.PathError{Op: "read", Path: name, Err: failed.Err}
	}
	return err
}

// ReadOverrides reads everything but the schema. The root of the file system is
// the folder of the overrides, which diagnostics and errors call by the name.
func ReadOverrides(fsys fs.FS, name string) (Inputs, error) {
	o := folder{fsys, name}
	var in Inputs
	overlays, err := o.list("schema")
	if err != nil {
		return Inputs{}, err
	}
	for _, entry := range overlays {
		if path.Ext(entry.Name()) != ".yml" || entry.IsDir() {
			continue
		}
		overlay, err := o.read(path.Join("schema", entry.Name()))
		if err != nil {
			return Inputs{}, err
		}
		in.Overlay = append(in.Overlay, overlay)
	}
	names, err := o.read("names.yml")
	if err != nil {
		return Inputs{}, err
	}
	docs, err := o.read("docs.yml")
	if err != nil {
		return Inputs{}, err
	}
	in.Names, in.Docs = resolve.Text(names), resolve.Text(docs)
	return in, nil
}

// ReadHandwritten reads the hand-written files of the packages. The root of the file
// system is the folder gen of the repository, which errors call by the name.
func (in *Inputs) ReadHandwritten(fsys fs.FS, name string) error {
	folder := folder{fsys, name}
	var err error
	if in.Runtime, err = folder.readGo(defaultPackage); err != nil {
		return err
	}
	in.Fake, err = folder.readGo(emit.FakePackage)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // the fake server is not for every client
	}
	return err
}

// folder is a folder of inputs.
type folder struct {
	fsys fs.FS
	name string // as messages call it
}

func (o folder) list(dir string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.fsys, dir)
	return entries, o.named(dir, err)
}

// read reads a file of a size that can be meant, and no more of any other.
func (o folder) read(file string) (load.Source, error) {
	name := path.Join(o.name, file)
	opened, err := o.fsys.Open(file)
	if err != nil {
		return load.Source{}, o.named(file, err)
	}
	defer opened.Close()
	data, err := readAll(opened, name)
	return load.Source{Name: name, Data: data}, o.named(file, err)
}

// readGo reads the hand-written Go files of a package but for its tests. They are known by
// their place in the repository, wherever they are read.
func (o folder) readGo(packageName string) ([]emit.Source, error) {
	entries, err := o.list(packageName)
	if err != nil {
		return nil, err
	}
	var sources []emit.Source
	for _, entry := range entries {
		name := entry.Name()
		if entry.Type() != fs.FileMode(0) || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, emit.Suffix) {
			continue
		}
		source, err := o.read(path.Join(packageName, name))
		if err != nil {
			return nil, err
		}
		embedded, err := o.readEmbedded(packageName, source.Data)
		if err != nil {
			return nil, err
		}
		sources = append(sources, emit.Source{Path: path.Join("gen", packageName, name), Data: source.Data, Embedded: embedded})
	}
	return sources, nil
}

// readEmbedded reads the files that a hand-written file embeds.
func (o folder) readEmbedded(packageName string, source []byte) (map[string][]byte, error) {
	var files map[string][]byte
	for _, name := range emit.EmbeddedNames(source) {
		file, err := o.read(path.Join(packageName, name))
		if err != nil {
			return nil, err
		}
		if files == nil {
			files = map[string][]byte{}
		}
		files[name] = file.Data
	}
	return files, nil
}

// named makes an error name the file as seen from outside of the file system.
func (o folder) named(file string, err error) error {
	return readError(err, filepath.FromSlash(path.Join(o.name, file)))
}

// readAll reads a file of a size that can be meant, and no more of any other.
func readAll(file io.Reader, name string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(file, load.MaxBytes+1))
	if err == nil && len(data) > load.MaxBytes {
		err = fmt.Errorf("%s: is larger than %d MiB; is it the right file?", name, load.MaxBytes>>20)
	}
	return data, err
}

// FindRoot returns the nearest folder at or above dir that holds the overrides of the
// schema and the client. A folder that is only called overrides is not enough.
func FindRoot(dir string) (string, error) {
	for current := filepath.Clean(dir); ; current = filepath.Dir(current) {
		if isDir(filepath.Join(current, "overrides", "schema")) && isDir(filepath.Join(current, "gen", defaultPackage)) {
			return current, nil
		}
		if current == filepath.Dir(current) {
			return "", &NoRootError{Dir: dir}
		}
	}
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// NoRootError says that a folder is not inside a repository of the generator.
type NoRootError struct {
	Dir string // where the search began
}

func (e *NoRootError) Error() string {
	return e.Dir + ": no folders overrides/schema and gen/spotify here or above; run spotgen inside its repository or give the paths"
}

// Package source opens the schemas and the folders of overrides that are named on a
// command line: files, URLs, and revisions of a git repository.
package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/load"
)

// Options say how sources are read. The zero value is ready for use.
type Options struct {
	// Fetch bounds time and size of downloads; what it says about origin, date, and
	// prose does not count.
	Fetch fetch.Options
	// Stdin is read for the name "-"; os.Stdin if nil.
	Stdin io.Reader
	// Dir is where git looks for its repository, and what names of files and folders
	// are relative to; the current folder if it is empty.
	Dir string
}

// stdinName is the source that stands for the standard input.
const stdinName = "-"

// Schema reads a schema of at most load.MaxBytes. The name is, whichever fits first,
//
//   - the standard input
//     https://…, http://…  a URL
//     schema.yml           a file that exists
//     HEAD~1:schema.yml    a file of a revision of the repository
//
// In diagnostics the schema is called by the name, URLs without what may be secret.
func Schema(ctx context.Context, name string, opts Options) (load.Source, error) {
	switch revision, path, ok := opts.revision(name); {
	case name == stdinName:
		return opts.stdin()
	case ok:
		data, err := repository{opts.Dir}.file(ctx, revision, path)
		if err != nil {
			return load.Source{}, fmt.Errorf("%s: %w", name, err)
		}
		return load.Source{Name: name, Data: data}, nil
	}
	given := name
	if !fetch.IsURL(name) {
		given = opts.local(name)
	}
	data, origin, err := fetch.Read(ctx, given, opts.Fetch)
	if err != nil {
		return load.Source{}, err
	}
	if !fetch.IsURL(name) {
		origin = filepath.ToSlash(name)
	}
	return load.Source{Name: origin, Data: data}, nil
}

// Folder opens a folder, or one of a revision, such as HEAD~1:overrides, which is read
// into memory with load.MaxBytes at most. A revision needs no working tree.
func Folder(ctx context.Context, name string, opts Options) (fs.FS, error) {
	if revision, path, ok := opts.revision(name); ok {
		folder, err := repository{opts.Dir}.folder(ctx, revision, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return folder, nil
	}
	info, err := os.Stat(opts.local(name))
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s: is not a folder", name)
	}
	return os.DirFS(opts.local(name)), nil
}

// Public is the name of a source as it may be printed: a URL without query and
// credentials.
func Public(name string) string {
	if !fetch.IsURL(name) {
		return filepath.ToSlash(name)
	}
	u, err := url.Parse(name)
	if err != nil {
		return "a malformed URL"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

func (o Options) local(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(o.Dir, name)
}

// revision takes a name apart that is a path in a revision: neither a URL nor a file
// or folder that exists, nor one on a drive of Windows.
func (o Options) revision(name string) (revision, path string, ok bool) {
	if fetch.IsURL(name) || runtime.GOOS == "windows" && filepath.VolumeName(name) != "" {
		return "", "", false
	}
	if _, err := os.Lstat(o.local(name)); err == nil {
		return "", "", false
	}
	return cutRevision(name)
}

// cutRevision cuts at the first colon that is not inside braces, where a revision may
// have a time or a text to look for: HEAD@{10:00}:schema.yml.
func cutRevision(name string) (revision, path string, ok bool) {
	depth := 0
	for i := range len(name) {
		switch name[i] {
		case '{':
			depth++
		case '}':
			depth--
		case ':':
			if depth <= 0 {
				return name[:i], name[i+1:], true
			}
		}
	}
	return "", "", false
}

func (o Options) stdin() (load.Source, error) {
	in := o.Stdin
	if in == nil {
		in = os.Stdin
	}
	const name = "stdin"
	data, err := readBounded(in)
	switch {
	case err != nil:
		return load.Source{}, fmt.Errorf("%s: %w", name, err)
	case len(bytes.TrimSpace(data)) == 0:
		return load.Source{}, errors.New(name + ": is empty; is it given twice?")
	}
	return load.Source{Name: name, Data: data}, nil
}

// readBounded reads as much as can be meant.
func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, load.MaxBytes+1))
	if err == nil && len(data) > load.MaxBytes {
		return nil, errTooLarge
	}
	return data, err
}

var errTooLarge = fmt.Errorf("is larger than %d MiB; is it the right one?", load.MaxBytes>>20)

// slash makes a path one of git, which knows slashes only.
func slash(path string) string { return strings.ReplaceAll(filepath.ToSlash(path), `\`, "/") }

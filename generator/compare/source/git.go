package source

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// repository is the git repository around a folder.
type repository struct {
	dir string // the current folder if it is empty
}

// Tags lists the tags that the current commit has behind it, in no particular order.
func Tags(ctx context.Context, opts Options) ([]string, error) {
	out, err := repository{opts.Dir}.run(ctx, "tag", "--list", "--merged", "HEAD")
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(out)), nil
}

// Uncommitted lists the files of the repository that are not as they were committed,
// as paths from its root; files that git ignores do not count.
func Uncommitted(ctx context.Context, opts Options) ([]string, error) {
	out, err := repository{opts.Dir}.run(ctx, "status", "--porcelain", "-z", "--no-renames")
	if err != nil {
		return nil, err
	}
	var paths []string
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if len(entry) > 3 {
			paths = append(paths, entry[3:]) // two letters and a blank
		}
	}
	return paths, nil
}

// HasTag reports whether there is a tag of that name, wherever it leads.
func HasTag(ctx context.Context, name string, opts Options) (bool, error) {
	out, err := repository{opts.Dir}.run(ctx, "tag", "--list")
	if err != nil {
		return false, err
	}
	for tag := range strings.Lines(string(out)) {
		if strings.TrimSuffix(tag, "\n") == name {
			return true, nil
		}
	}
	return false, nil
}

// file reads a file of a revision. A path that begins with ./ or ../ counts from the
// current folder, any other from the root of the repository.
func (r repository) file(ctx context.Context, revision, path string) ([]byte, error) {
	object, err := r.object(ctx, revision, path, "blob")
	if err != nil {
		return nil, err
	}
	return r.run(ctx, "cat-file", "blob", object)
}

// folder reads a folder of a revision.
func (r repository) folder(ctx context.Context, revision, path string) (fs.FS, error) {
	object, err := r.object(ctx, revision, path, "tree")
	if err != nil {
		return nil, err
	}
	// Without compression, the archive is not smaller than its files, so that one
	// limit holds for both.
	archive, err := r.run(ctx, "archive", "--format=zip", "-0", object)
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
}

// object finds the hash of a file (blob) or folder (tree). What is given never
// reaches git where it could be an option.
func (r repository) object(ctx context.Context, revision, path, kind string) (string, error) {
	switch {
	case revision == "":
		return "", errors.New("no such file, and no revision before the colon")
	case strings.HasPrefix(revision, "-"):
		return "", fmt.Errorf("%q cannot be a revision", revision)
	}
	tree, err := r.resolve(ctx, revision+"^{tree}")
	if err != nil {
		return "", explain(err, fmt.Errorf("the repository has no revision %q; was it fetched?", revision))
	}
	object, err := r.resolve(ctx, tree+":"+slash(path))
	if err != nil {
		return "", explain(err, &missingError{path, revision})
	}
	got, err := r.run(ctx, "cat-file", "-t", object)
	if err != nil {
		return "", err
	}
	if got := strings.TrimSpace(string(got)); got != kind {
		return "", fmt.Errorf("is %s, not %s", kindName(got), kindName(kind))
	}
	return object, nil
}

// missingError says that a revision has no such file or folder: it is fs.ErrNotExist.
type missingError struct{ path, revision string }

func (e *missingError) Error() string {
	return fmt.Sprintf("there is no %q in revision %q; paths count from the root of the repository", e.path, e.revision)
}

func (e *missingError) Is(target error) bool { return target == fs.ErrNotExist }

func kindName(kind string) string {
	switch kind {
	case "blob":
		return "a file"
	case "tree":
		return "a folder"
	}
	return "a " + kind
}

// explain replaces the failure of git to find something by what that means; other
// failures explain themselves.
func explain(err, notFound error) error {
	if errors.Is(err, errNoObject) {
		return notFound
	}
	return err
}

var errNoObject = errors.New("no such object")

// resolve returns the hash of an object; errNoObject if there is none.
func (r repository) resolve(ctx context.Context, name string) (string, error) {
	out, err := r.run(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
	var failed *gitError
	if errors.As(err, &failed) && !failed.refused {
		return "", errNoObject
	}
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

var errOutside = errors.New("there is no git repository here, and so no revision")

// gitError is what git had to say when it failed.
type gitError struct {
	text    string
	refused bool // to look at the repository at all
}

func (e *gitError) Error() string { return e.text }

// run runs git and returns what it prints, which is bounded. It never asks anybody
// for a password.
func (r repository) run(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir = r.dir
	command.Env = append(os.Environ(), "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, errors.New("git is not installed, and only it can read revisions")
		}
		return nil, err
	}
	out, readErr := readBounded(stdout)
	if readErr != nil {
		cancel(readErr)
		_, _ = io.Copy(io.Discard, stdout)
	}
	err = command.Wait()
	switch {
	case context.Cause(ctx) != nil:
		return nil, context.Cause(ctx)
	case readErr != nil:
		return nil, readErr
	case err != nil:
		text, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(stderr.String()), "fatal: "), "\n")
		if strings.HasPrefix(text, "not a git repository") {
			return nil, errOutside
		}
		return nil, &gitError{"git " + args[0] + ": " + cmp.Or(text, err.Error()), strings.Contains(text, "dubious ownership")}
	}
	return out, nil
}

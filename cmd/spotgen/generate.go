package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/drift"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
	"github.com/spotgen/spotgen/internal/cli"
)

func generateCommand() cli.Command {
	return cli.Command{
		Name:      "generate",
		Arguments: "[DIR]",
		Summary:   "write the Go packages",
		Details: `There are two packages: the client, and a fake server for tests, which is made
from the same schema. Their exported declarations are listed in api.txt.

With --out, only the client is written, and no api.txt. To write a fake server
for it as well, give --fake-out. Its package has the name of the client with
"test" behind it. It imports the client by the path that follows from the go.mod
file above, and answers the operations that the client has.

--include-tags, --include-operations, and --exclude-operations select
operations. The client then has these operations and the types that they need.
Without the first two flags, it has all operations but the excluded ones. A
batch read also brings the method that reads a single thing, which it calls in
development mode, even if that one is excluded.

Separate several tags or operations with commas, or repeat the flag. Upper and
lower case make no difference. A tag is a tag of the schema, or the name of a
service (Albums). Name an operation by its method and path (GET /albums/{id}),
by its ID in the schema, or as a Go method (Albums.Get, or Albums.* for all
methods of a service). "spotgen ops" lists them.

With --out, the package records its flags in the comment of its doc.go. To
generate such a package again, give its folder as DIR. Flags that are given
replace those that are recorded. To drop a recorded flag, use --out and give all
others.

Outside of the repository of spotgen, --out or DIR is needed. The schema and the
overrides then are those that come with the command.

Old generated files in the folder of a package are removed. Files that do not
begin with the header of generated code are left alone. If anything is wrong
with the inputs, nothing is written.

To generate a package with go generate in your own module, run "go get -tool
github.com/spotgen/spotgen/cmd/spotgen", and put a line like this into a file of
the package:

  //go:generate go tool spotgen generate --package music --out .

The first run after an update of spotgen compiles it silently, which takes about
a minute. To compile it beforehand, run "go tool spotgen version".`,
		Examples: []string{
			"spotgen generate",
			"spotgen generate --package music --out music --include-operations 'Albums.*'",
			"spotgen generate music",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var target target
			target.declare(flags)
			return func(ctx context.Context, t cli.Terminal, operands []string) error {
				if err := target.recall(operands); err != nil {
					return err
				}
				return generate(ctx, t, target)
			}
		},
	}
}

// target is what generate writes and check compares.
type target struct {
	inputs
	out, fakeOut string
	packageName  string
	include      prune.Selection
	flags        *flag.FlagSet
	recorded     bool // out is a package that records its flags
}

func (g *target) declare(flags *flag.FlagSet) {
	g.flags = flags
	g.inputs.declare(flags)
	flags.StringVar(&g.out, "out", "", "`DIR` of the client; by default gen/spotify of the repository")
	declareSelection(flags, &g.include)
	flags.StringVar(&g.fakeOut, "fake-out", "", "`DIR` of the fake server; by default gen/spotifytest of the repository, or none with --out")
	flags.StringVar(&g.packageName, "package", clientPackage, "`NAME` of the package of the client")
}

// declareSelection declares the flags that say which operations a client has.
func declareSelection(flags *flag.FlagSet, s *prune.Selection) {
	cli.ListVar(flags, &s.Tags, "include-tags", "`TAGS` or services whose operations the client has")
	cli.ListVar(flags, &s.Operations, "include-operations", "`OPERATIONS` that the client has")
	cli.ListVar(flags, &s.Exclude, "exclude-operations", "`OPERATIONS` that the client does not have, even if they are included")
}

const clientPackage = "spotify"

// emitted are the packages in memory, and how they differ from their folders.
type emitted struct {
	*generator.Output
	packages []generator.Package // the client first; the API report, which is a folder too, last
	reports  []drift.Report      // one for each package
}

// emit generates the packages in memory and compares them with their folders.
func (g *target) emit(t cli.Terminal) (*emitted, error) {
	switch {
	case !token.IsIdentifier(g.packageName) || g.packageName == "_":
		return nil, cli.Usagef("%q cannot be the name of a package", g.packageName)
	case !g.include.IsZero() && g.out == "":
		return nil, cli.Usagef("--out is needed: gen/spotify is for the whole client")
	case g.packageName != clientPackage && g.out == "":
		return nil, cli.Usagef("--out is needed: gen/spotify is for a package called %s", clientPackage)
	}
	dir, err := pathOr(g.out, "gen/spotify")
	if outside := errors.As(err, new(*generator.NoRootError)); outside {
		return nil, cli.Usagef("--out is needed outside of the repository of spotgen")
	} else if err != nil {
		return nil, err
	}
	path, err := g.clientPath(dir)
	if err != nil {
		return nil, err
	}
	output, err := g.generate(t, path)
	var wrong *prune.SelectionError
	if ok := errors.As(err, &wrong); ok {
		return nil, g.misuse(wrong)
	} else if err != nil {
		return nil, err
	}
	g.warn(t, output.Warnings)
	e := &emitted{Output: output, packages: []generator.Package{{Dir: dir, Files: inFolder(dir, clientPackage, output.Files)}}}
	if err := g.addFake(e); err != nil {
		return nil, err
	}
	if err := g.addAPIReport(e); err != nil {
		return nil, err
	}
	for _, p := range e.packages {
		report, err := drift.Compare(p.Dir, p.Files)
		if err != nil {
			return nil, err
		}
		e.reports = append(e.reports, report)
	}
	return e, nil
}

// clientPath is the import path by which a fake server imports the client in a folder. It
// is empty if there is to be none, or that of the repository.
func (g *target) clientPath(dir string) (string, error) {
	if g.fakeOut == "" || g.out == "" {
		return "", nil
	}
	path, err := importPath(absolute(dir))
	switch {
	case err != nil:
		return "", err
	case path == "" && (g.packageName != clientPackage || !g.include.IsZero()):
		return "", cli.Usagef("--fake-out: there is no go.mod file at or above %s, from which the import path of the client would follow", filepath.ToSlash(g.out))
	}
	return path, nil
}

// importPath is the import path of a folder, which need not exist; "" outside of a module.
func importPath(dir string) (string, error) {
	for root := dir; ; root = filepath.Dir(root) {
		name := filepath.Join(root, "go.mod")
		data, err := os.ReadFile(name)
		switch {
		case err == nil:
			module := modfile.ModulePath(data)
			if module == "" {
				return "", fmt.Errorf("%s names no module", cli.ShortPath(name))
			}
			relative, err := filepath.Rel(root, dir)
			return path.Join(module, filepath.ToSlash(relative)), err
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		case root == filepath.Dir(root):
			return "", nil
		}
	}
}

// generate reads the inputs and generates from them, without looking at any folder.
func (g *target) generate(t cli.Terminal, clientPath string) (*generator.Output, error) {
	defer t.Progress("Generating the packages in memory")()
	in, options, err := g.read()
	if err != nil {
		return nil, err
	}
	options.Package, options.Include, options.Flags = g.packageName, g.include, g.record()
	options.ClientPath = clientPath
	return generator.Generate(in, options)
}

// misuse makes a usage error of what is wrong with a selection.
func (g *target) misuse(wrong *prune.SelectionError) error {
	if !g.recorded {
		return cli.Usagef("%v", wrong)
	}
	return cli.Usagef("%v\n%s records flags; each that is given replaces one that is recorded", wrong, filepath.ToSlash(g.out))
}

// addFake adds the fake server if it is wanted and there is one.
func (g *target) addFake(e *emitted) error {
	if g.fakeOut == "" && (g.out != "" || len(e.Fake) == 0) {
		return nil
	}
	if len(e.Fake) == 0 {
		return cli.Usagef("--fake-out: there is no folder gen/%s with the hand-written half of a fake server", emit.FakePackage)
	}
	dir, err := pathOr(g.fakeOut, "gen/"+emit.FakePackage)
	if err != nil {
		return err
	}
	if sameFolder(dir, e.packages[0].Dir) {
		return cli.Usagef("the client and the fake server cannot both be in %s", filepath.ToSlash(dir))
	}
	if own, err := pathOr("", genDir+"/"+emit.FakePackage); err == nil && sameFolder(dir, own) && g.out != "" {
		return cli.Usagef("--fake-out: %s is for the fake server of gen/%s", filepath.ToSlash(dir), clientPackage)
	}
	e.packages = append(e.packages, generator.Package{Dir: dir, Files: inFolder(dir, emit.FakePackage, e.Fake)})
	return nil
}

// inFolder returns the files that go into a folder: without the copies of hand-written
// files if it is the one in which these are.
func inFolder(dir, packageName string, files []emit.File) []emit.File {
	own, err := pathOr("", genDir+"/"+packageName)
	if err == nil && sameFolder(dir, own) {
		return emit.Made(files)
	}
	return files
}

// addAPIReport adds the list of what the packages of the repository export. With
// --out, that is not what is in gen.
func (g *target) addAPIReport(e *emitted) error {
	if g.out != "" {
		return nil
	}
	dir, err := pathOr("", "gen")
	if err != nil {
		return err
	}
	file, err := generator.APIReport(e.Output)
	if err != nil {
		return err
	}
	e.packages = append(e.packages, generator.Package{Dir: dir, Files: []emit.File{file}})
	return nil
}

// sameFolder reports whether two paths lead to one folder, which need not exist.
func sameFolder(a, b string) bool {
	if absolute(a) == absolute(b) {
		return true
	}
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

func generate(ctx context.Context, t cli.Terminal, g target) error {
	e, err := g.emit(t)
	if err != nil {
		return err
	}
	// Writing is brief and is not interrupted.
	if ctx.Err() != nil {
		return errors.New("interrupted; nothing was written")
	}
	if err := generator.Write(e.packages...); err != nil {
		return err
	}
	for _, n := range e.Also {
		fmt.Fprintf(t.Stderr, "%s is there too: %s reads with it in development mode\n", n.Method, n.By)
	}
	operations := count(len(e.API.Endpoints), "operation")
	if !g.include.IsZero() {
		operations = fmt.Sprintf("%d of %s", len(e.API.Endpoints), count(e.Whole, "operation"))
	}
	fmt.Fprintf(t.Stderr, "%s: %s, %s, %s, %s, %d changed%s\n", filepath.ToSlash(e.packages[0].Dir),
		operations, count(len(e.API.Operations()), "method"),
		count(countTypes(e.API), "type"), count(len(e.packages[0].Files), "file"), len(e.reports[0]), g.from())
	for i, p := range e.packages[1:] {
		changed := len(e.reports[i+1])
		switch {
		case p.Files[0].Name != generator.APIReportName:
			fmt.Fprintf(t.Stderr, "%s: %s, %s, %d changed\n", filepath.ToSlash(p.Dir),
				count(len(e.API.Endpoints), "operation"), count(len(p.Files), "file"), changed)
		case changed > 0:
			fmt.Fprintf(t.Stderr, "%s: what the packages export has changed\n", filepath.ToSlash(filepath.Join(p.Dir, generator.APIReportName)))
		}
	}
	return nil
}

// from says which inputs have been read, if that needs to be said.
func (g *target) from() string {
	if g.origin == "" {
		return ""
	}
	return ", " + g.origin
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// countTypes counts the types that come from the schema.
func countTypes(api *model.API) int {
	return len(api.Types) + len(api.Enums) + len(api.Unions) + len(api.Pages)
}

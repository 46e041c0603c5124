// Package generator makes the Go files of the client from the published schema and
// its overrides. It runs the packages below it one after the other: load, resolve,
// prune, and emit.
package generator

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
	"github.com/spotgen/spotgen/generator/resolve"
)

// Inputs is everything that the output depends on.
type Inputs struct {
	Spec    load.Source
	Overlay []load.Source // overrides/schema/*.yml, in the order of their names
	Names   resolve.Text  // overrides/names.yml
	Docs    resolve.Text  // overrides/docs.yml
	Runtime []emit.Source // the hand-written files of gen/spotify without tests, in the order of their names
	Fake    []emit.Source // those of gen/spotifytest likewise; none is no fake server
}

// Options change how inputs are treated.
type Options struct {
	// Package is the name of the emitted package; spotify if it is empty.
	Package string
	// ClientPath is the import path of the emitted package, for the fake server, which
	// imports it. If it is empty, there is a fake server for the whole client under its
	// usual name only, which is imported from this repository.
	ClientPath string
	// StaleAsWarning reports overrides that match nothing as warnings, so
	// that an older or a newer schema generates.
	StaleAsWarning bool
	// Include selects the part of the API that the client is to have; the zero value
	// is all of it. Names that select or exclude nothing are a *prune.SelectionError.
	Include prune.Selection
	// Flags are the words of the command line with which the package can be generated
	// again. The comment of the package records them, unless there are none.
	Flags []string
	// provisional is for models from which nothing is emitted: names that Go does not
	// admit, or that two things would have, are no errors.
	provisional bool
}

// Output is what a run makes.
type Output struct {
	API      *model.API
	Files    []emit.File // of the client
	Fake     []emit.File // of the fake server; nil without one
	Warnings model.Diagnostics
	// Whole is the number of operations that the API has, of which API may be a part.
	Whole int
	// Also lists the methods that are there because others need them, although the
	// selection does not name them.
	Also []prune.Needed
}

// defaultPackage is the name of the client.
const defaultPackage = "spotify"

// Generate makes the files of the packages in memory. If the inputs are at
// fault, the error is a model.Diagnostics with all that is wrong with them.
func Generate(in Inputs, opts Options) (*Output, error) {
	whole, warnings, err := Model(in, opts)
	if err != nil {
		return nil, err
	}
	api, also, err := prune.Prune(whole, opts.Include)
	if err != nil {
		return nil, err
	}
	api.Flags = opts.Flags
	files, err := emit.Emit(api, in.Runtime)
	if err != nil {
		return nil, err
	}
	out := &Output{API: api, Files: files, Warnings: warnings, Whole: len(whole.Endpoints), Also: also}
	path := opts.ClientPath
	if path == "" && opts.Include.IsZero() && api.Package == defaultPackage {
		path = emit.ClientPath
	}
	out.Fake, err = fakeFiles(api, in.Fake, path)
	return out, err
}

// fakeFiles makes the files of the fake server, if there is one of the client at this
// import path.
func fakeFiles(api *model.API, sources []emit.Source, clientPath string) ([]emit.File, error) {
	if len(sources) == 0 || clientPath == "" {
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
	return emit.EmitFake(api, sources, clientPath)
}

// Model makes the model of the whole client, whatever part of it is to be emitted:
// everything but the files.
func Model(in Inputs, opts Options) (*model.API, model.Diagnostics, error) {
	api, _, warnings, err := modelOf(in, opts)
	return api, warnings, err
}

// modelOf is Model with what the client does not show.
func modelOf(in Inputs, opts Options) (*model.API, []model.Hidden, model.Diagnostics, error) {
	runtime, err := declarations(in.Runtime)
	if err != nil {
		return nil, nil, nil, err
	}
	doc, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: opts.StaleAsWarning, WithoutGo: opts.provisional})
	if err != nil {
		return nil, nil, nil, err
	}
	api, more, err := resolveDocument(doc, in, opts, runtime)
	if err != nil {
		return nil, nil, nil, err
	}
	return api, doc.Hidden, append(warnings, more...).Sorted(), nil
}

// resolveDocument makes the model of a loaded schema.
func resolveDocument(doc *load.Document, in Inputs, opts Options, runtime []resolve.Declared) (*model.API, model.Diagnostics, error) {
	return resolve.Resolve(resolve.Input{
		Spec:           doc.Spec,
		Pos:            doc.Index.Pos,
		Names:          in.Names,
		Docs:           in.Docs,
		Runtime:        runtime,
		Package:        cmp.Or(opts.Package, defaultPackage),
		StaleAsWarning: opts.StaleAsWarning,
		Provisional:    opts.provisional,
	})
}

// declarations lists the package-level names of hand-written files.
func declarations(sources []emit.Source) ([]resolve.Declared, error) {
	parsed, err := parseSources(sources)
	return parsed.declared, err
}

// syntax is what hand-written files are to the generator.
type syntax struct {
	files    []*ast.File
	declared []resolve.Declared // the package-level names
}

func parseSources(sources []emit.Source) (syntax, error) {
	var s syntax
	var diags model.Diagnostics
	set := token.NewFileSet()
	for _, source := range sources {
		file, err := goapi.Parse(set, source.Path, source.Data)
		if err != nil {
			diags.Errorf(model.Pos{}, "%v", err)
			continue
		}
		s.files = append(s.files, file)
		for _, decl := range file.Decls {
			for _, name := range declaredNames(decl) {
				at := set.Position(name.Pos())
				s.declared = append(s.declared, resolve.Declared{
					Name:   name.Name,
					IsType: isTypeDecl(decl),
					IsText: isTextType(decl, name),
					Pos:    model.Pos{File: at.Filename, Line: at.Line, Col: at.Column},
				})
			}
		}
	}
	return s, diags.Err()
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

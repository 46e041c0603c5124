package generator

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"sync"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
	"github.com/spotgen/spotgen/generator/resolve"
)

// CompareOptions change what is compared.
type CompareOptions struct {
	// Raw compares what Spotify publishes: of the overrides, only those are applied
	// without which a schema does not load at all. Such a report knows nothing of Go.
	Raw bool
	// Include selects the part of the API that is compared; the zero value is all of it.
	// A name that only one of the versions has selects nothing in the other one; names
	// that neither has are a *prune.SelectionError. Overrides that do not fit and
	// findings are about the whole schema, and are not in the report of a part.
	Include prune.Selection
	// OldName and NewName are the names of the versions in the report; the names of
	// the schema files if they are empty.
	OldName, NewName string
	// OldClient and OldFake are the packages as they were emitted for the old version,
	// if what the generator emits has to count as well: it may be another one now.
	OldClient, OldFake []emit.File
}

// rawOverlay is the file of overrides without which the published schema does not load.
const rawOverlay = "load.yml"

// Compare reports what is different after the change from one schema to another, or
// from some overrides to others. Overrides that do not fit one of the versions are left
// out there. If the inputs of a version are at fault, the error is a model.Diagnostics
// with all that is wrong, with both of them.
func Compare(before, after Inputs, opts CompareOptions) (*diff.Report, error) {
	olds := runtimeOf(before.Runtime)
	news := olds
	if !slices.EqualFunc(before.Runtime, after.Runtime, sameSource) {
		news = runtimeOf(after.Runtime)
	}
	var old, new *version
	var wait sync.WaitGroup
	wait.Go(func() { old = newVersion(before, opts.OldName, opts, olds) })
	wait.Go(func() { new = newVersion(after, opts.NewName, opts, news) })
	wait.Wait()
	if len(opts.OldClient) > 0 && old.err == nil {
		old.Go, old.err = goapi.Read(opts.OldClient)
	}
	report, err := compareVersions(old, new)
	if err != nil || len(opts.OldFake) == 0 {
		return report, err
	}
	return report, compareFakes(report, opts.OldFake, new.Model, after.Fake)
}

// compareFakes adds what is different in the fake server.
func compareFakes(report *diff.Report, before []emit.File, api *model.API, sources []emit.Source) error {
	old, err := goapi.Read(before)
	if err != nil {
		return err
	}
	files, err := fakeFiles(api, sources, emit.ClientPath)
	if err != nil || len(files) == 0 {
		return err
	}
	new, err := goapi.Read(files)
	if err != nil {
		return err
	}
	report.AddPackage(emit.FakePackage, goapi.Compare(old, new))
	return nil
}

// compareVersions compares two versions, and changes neither.
func compareVersions(old, new *version) (*diff.Report, error) {
	if err := joinDiagnostics(old.err, new.err); err != nil {
		return nil, err
	}
	if err := joinProblems(old.problems, new.problems); err != nil {
		return nil, err
	}
	report := diff.Compare(old.Version, new.Version)
	if report.Raw = old.raw || new.raw; !report.Raw && old.include.IsZero() && new.include.IsZero() {
		report.Overrides = append(staleOverrides(old.warnings, new.warnings), wantedNames(report.Renamed, new.names)...)
		report.Findings = newFindings(old.findings, new.findings)
	}
	return report, nil
}

// runtimeOf returns a function that parses hand-written files when they are first asked
// for. Versions that have them in common call the same one.
func runtimeOf(sources []emit.Source) func() (syntax, error) {
	return sync.OnceValues(func() (syntax, error) { return parseSources(sources) })
}

func sameSource(a, b emit.Source) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) }

// version is one side of a comparison, with what was noticed on the way.
type version struct {
	diff.Version
	raw      bool
	names    string // the file of names
	include  prune.Selection
	problems []prune.Problem // names of the selection that the version does not have
	warnings model.Diagnostics
	findings []lint.Finding
	err      error
}

func newVersion(in Inputs, name string, opts CompareOptions, runtime func() (syntax, error)) *version {
	if name == "" {
		name = in.Spec.Name
	}
	v := &version{Version: diff.Version{Name: name}, raw: opts.Raw, names: in.Names.Name, include: opts.Include}
	if v.raw {
		v.Model, v.Hidden, v.warnings, v.err = rawModel(in)
		if v.err == nil {
			v.reduce()
		}
		return v
	}
	v.err = v.generate(in, runtime)
	return v
}

// generate does what Generate does, as far as a comparison needs it, and looks for known
// troubles on the way.
func (v *version) generate(in Inputs, runtime func() (syntax, error)) error {
	doc, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: true})
	if err != nil {
		return err
	}
	written, err := runtime()
	if err != nil {
		return err
	}
	v.Hidden = doc.Hidden
	v.findings = lint.Lint(doc, typeNames(written.declared))
	api, more, err := resolveDocument(doc, in, Options{StaleAsWarning: true}, written.declared)
	if err != nil {
		return err
	}
	v.Model, v.warnings = api, append(warnings, more...).Sorted()
	v.reduce()
	files, err := emit.EmitExported(v.Model)
	if err != nil {
		return err
	}
	v.Go, err = goapi.ReadWith(written.files, files)
	return err
}

// reduce leaves of the model what is selected.
func (v *version) reduce() { v.Model, _, v.problems = prune.Reduce(v.Model, v.include) }

// joinProblems returns the problems that a selection has with both versions. The texts
// are those for the newer one.
func joinProblems(before, after []prune.Problem) error {
	var both []prune.Problem
	for _, p := range after {
		if slices.ContainsFunc(before, func(other prune.Problem) bool { return p.Same(other) }) {
			both = append(both, p)
		}
	}
	if len(both) == 0 {
		return nil
	}
	return &prune.SelectionError{Problems: both}
}

// rawModel makes the model of what Spotify publishes. Names and comments are left out
// with the overlays that they belong to.
func rawModel(in Inputs) (*model.API, []model.Hidden, model.Diagnostics, error) {
	in.Overlay = slices.DeleteFunc(slices.Clone(in.Overlay), func(s load.Source) bool { return path.Base(s.Name) != rawOverlay })
	in.Names, in.Docs, in.Runtime = resolve.Text{Name: in.Names.Name}, resolve.Text{Name: in.Docs.Name}, nil
	return modelOf(in, Options{StaleAsWarning: true, provisional: true})
}

// joinDiagnostics puts what is wrong with two versions together. An error that is none
// about the inputs wins. Warnings are left out: of a version that is older or newer than
// the overrides there are many, and none of them is why it cannot be compared.
func joinDiagnostics(errs ...error) error {
	var all model.Diagnostics
	for _, err := range errs {
		var diags model.Diagnostics
		switch {
		case err == nil:
		case errors.As(err, &diags):
			all = append(all, slices.DeleteFunc(slices.Clone(diags), func(d model.Diagnostic) bool { return d.Warning })...)
		default:
			return err
		}
	}
	return all.Err()
}

// staleOverrides lists the overrides that do not fit the new version, and whether they
// fit the old one.
func staleOverrides(before, after model.Diagnostics) []diff.Override {
	known := map[model.Pos]bool{}
	for _, d := range before {
		if d.Stale != "" {
			known[d.Pos] = true
		}
	}
	var overrides []diff.Override
	for _, d := range after {
		if d.Stale != "" {
			overrides = append(overrides, diff.Override{
				Staleness: d.Stale, Pos: d.Pos, Message: d.Message, Known: known[d.Pos]})
		}
	}
	return overrides
}

package generator

import (
	"bytes"
	"context"
	"errors"
	"path"
	"path/filepath"
	"slices"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// Update is a newer schema in memory, with everything that follows from it.
type Update struct {
	Fetched fetch.Result
	// Unchanged says that the schema is to the byte the one that the repository has.
	// Then there is nothing else to know, and Write only removes what a run that was
	// killed left in spec/.
	Unchanged bool
	Output    *Output
	Report    *diff.Report // from the schema of the repository to the fetched one
	Former    []string     // names of types that have another name now, and keep this one

	packages []Package
}

// PrepareUpdate fetches a schema from a URL or a file for the repository in a folder,
// generates from it, and compares it with the one that is there. Overrides that no
// longer fit are part of the report. Types that have another name keep the old one, through
// entries in overrides/names.yml. Nothing is written; if no client can be generated
// from the schema, the error is a model.Diagnostics with positions in what was read.
//
// With an empty source, the schema is fetched from where the one of the repository came.
func PrepareUpdate(ctx context.Context, root, source string, opts fetch.Options) (*Update, error) {
	spec := filepath.Join(root, "spec")
	known, err := knownSource(spec)
	if err != nil {
		return nil, err
	}
	note := fetch.Note(known)
	if source == "" {
		source = note["origin"]
	}
	if source == "" {
		return nil, errors.New("spec/SOURCE does not say where the schema is from; give a URL or a file")
	}
	before, err := ReadInputs(filepath.Join(spec, fetch.SchemaFile), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		return nil, err
	}
	opts.Known, opts.Prose = known, note["prose"] == "kept"
	u := &Update{}
	if u.Fetched, err = fetch.Fetch(ctx, source, opts); err != nil {
		return nil, err
	}
	if u.Unchanged = bytes.Equal(u.Fetched.Schema, before.Spec.Data); u.Unchanged {
		u.packages = []Package{{Dir: spec, Unmarked: true}}
		return u, nil
	}
	after := before
	after.Spec.Data = u.Fetched.Schema
	if u.Output, err = u.generate(after); err != nil {
		return nil, err
	}
	compare := CompareOptions{OldName: dated(before.Spec.Name, note["date"]), NewName: dated(u.Fetched.Origin, u.Fetched.Date)}
	if u.Report, err = Compare(before, after, compare); err != nil {
		return nil, err
	}
	if after, err = u.keepNames(before, after, compare); err != nil {
		return nil, err
	}
	if err := u.lint(before, after); err != nil {
		return nil, err
	}
	u.Report.Overrides = append(u.Report.Overrides, staleOverrides(nil, u.Fetched.Warnings)...)
	for _, w := range u.Fetched.Warnings {
		if w.Stale == "" {
			u.Output.Warnings = append(u.Output.Warnings, w)
		}
	}
	packages, err := repositoryPackages(root, u.Output)
	if err != nil {
		return nil, err
	}
	u.packages = append(packages, specPackage(spec, u.Fetched))
	if len(u.Former) > 0 {
		u.packages = append(u.packages, Package{Dir: filepath.Join(root, "overrides"), Unmarked: true,
			Files: []emit.File{{Name: path.Base(after.Names.Name), Data: after.Names.Data}}})
	}
	return u, nil
}

// keepNames adds the former names of types to names.yml, and generates and compares again
// with that. Where it cannot, everything stays, and the report says what to add.
func (u *Update) keepNames(before, after Inputs, compare CompareOptions) (Inputs, error) {
	kept, output := u.withFormerNames(after, u.Report.Renamed)
	if output == nil {
		return after, nil
	}
	report, err := Compare(before, kept, compare)
	if err != nil {
		return after, err
	}
	for _, r := range u.Report.Renamed {
		if isAlias(output.API, r.Old) {
			u.Former = append(u.Former, r.Old)
		}
	}
	u.Output, u.Report = output, report
	return kept, nil
}

// withFormerNames returns the inputs with the former names of types, and what is generated
// from them; nil if there is none that can stay. A name that is taken is left out.
func (u *Update) withFormerNames(in Inputs, renamed []diff.Renaming) (Inputs, *Output) {
	if len(renamed) == 0 {
		return in, nil
	}
	because := "renamed by the schema"
	if u.Fetched.Date != "" {
		because += " of " + u.Fetched.Date
	}
	names, err := addFormerNames(in.Names, renamed, because)
	if err != nil {
		return in, nil
	}
	kept := in
	kept.Names = names
	output, err := Generate(kept, Options{StaleAsWarning: true})
	if err != nil {
		return in, nil
	}
	free := slices.DeleteFunc(slices.Clone(renamed), func(r diff.Renaming) bool { return !isAlias(output.API, r.Old) })
	if len(free) < len(renamed) {
		return u.withFormerNames(in, free)
	}
	return kept, output
}

func isAlias(api *model.API, name string) bool {
	return slices.ContainsFunc(api.Aliases, func(a model.Alias) bool { return a.Name == name })
}

// Write puts the schema and all that was generated from it into the repository, or
// nothing at all.
func (u *Update) Write() error { return Write(u.packages...) }

// repositoryPackages are the folders of the repository that hold what is generated. The
// hand-written files are there already.
func repositoryPackages(root string, out *Output) ([]Package, error) {
	gen := filepath.Join(root, "gen")
	packages := []Package{{Dir: filepath.Join(gen, defaultPackage), Files: emit.Made(out.Files)}}
	if len(out.Fake) > 0 {
		packages = append(packages, Package{Dir: filepath.Join(gen, emit.FakePackage), Files: emit.Made(out.Fake)})
	}
	report, err := APIReport(out)
	return append(packages, Package{Dir: gen, Files: []emit.File{report}}), err
}

func (u *Update) generate(in Inputs) (*Output, error) {
	output, err := Generate(in, Options{StaleAsWarning: true})
	var findings model.Diagnostics
	if !errors.As(err, &findings) {
		return output, err
	}
	// The file that the findings point at will not be written. In what was read they
	// can be looked up.
	in.Spec = load.Source{Name: u.Fetched.Origin, Data: u.Fetched.Read}
	if _, published := Generate(in, Options{StaleAsWarning: true}); published != nil {
		return nil, published
	}
	return nil, err
}

// lint looks for troubles in what was read, because prose tells more of them than the
// reduced schema does.
func (u *Update) lint(before, after Inputs) error {
	old, err := Lint(before)
	if err != nil {
		return err
	}
	after.Spec = load.Source{Name: u.Fetched.Origin, Data: u.Fetched.Read}
	review, err := Lint(after)
	if err != nil {
		return err
	}
	review.Since(old)
	u.Report.Findings = review.Findings
	return nil
}

func dated(name, date string) string {
	if date == "" {
		return name
	}
	return name + " of " + date
}

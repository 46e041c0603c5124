package generator

import (
	"errors"
	"slices"

	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// Review is what a maintainer should look at when a schema has changed.
type Review struct {
	Stale    model.Diagnostics // overrides that do not fit the schema, by their places
	Lost     model.Diagnostics // parts of the schema that do not fit the client as they are, by their places
	Findings []lint.Finding    // parts of the schema that look like known troubles, by their pointers
}

// Lint reviews a schema with its overrides. Overrides that no longer fit stop nothing
// and are in the result. If the inputs are at fault otherwise, the error is a
// model.Diagnostics with that; as soon as the schema loads, there is a result beside
// it, because a new operation may well need a name before it generates.
func Lint(in Inputs) (*Review, error) {
	runtime, err := declarations(in.Runtime)
	if err != nil {
		return nil, err
	}
	doc, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: true})
	if err != nil {
		return nil, err
	}
	review := &Review{Findings: lint.Lint(doc, typeNames(runtime))}
	_, more, err := resolveDocument(doc, in, Options{StaleAsWarning: true}, runtime)
	var problems, faults model.Diagnostics
	if err != nil && !errors.As(err, &faults) {
		return review, err
	}
	for _, d := range append(append(warnings, more...), faults...).Sorted() {
		switch {
		case d.Stale == model.Lost:
			review.Lost = append(review.Lost, d)
		case d.Stale != "":
			review.Stale = append(review.Stale, d)
		case !d.Warning:
			problems = append(problems, d)
		}
	}
	return review, problems.Err()
}

// newFindings returns those that were not there before.
func newFindings(before, after []lint.Finding) []lint.Finding {
	known := map[string]bool{}
	for _, f := range before {
		known[f.Key()] = true
	}
	return slices.DeleteFunc(slices.Clone(after), func(f lint.Finding) bool { return known[f.Key()] })
}

// Since leaves out of a review the findings that another one has as well.
func (r *Review) Since(before *Review) { r.Findings = newFindings(before.Findings, r.Findings) }

func typeNames(declared []resolve.Declared) []string {
	var names []string
	for _, d := range declared {
		if d.IsType {
			names = append(names, d.Name)
		}
	}
	return names
}

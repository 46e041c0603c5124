package report

import (
	"slices"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// mostNamed is how many things the verdict names.
const mostNamed = 3

// verdict says in one sentence what a report means.
func verdict(r *diff.Report, changes []diff.Change) phrase {
	effect := r.Effect()
	switch {
	case len(changes) == 0 && len(r.Overrides) == 0 && len(r.Findings) == 0:
		return plain("Nothing has changed.")
	case len(changes) == 0:
		return plain("The API has not changed.")
	case effect == diff.Compile && r.Raw:
		return join(plain("The published API has breaking changes: "), gravest(changes), plain("."))
	case effect == diff.Compile:
		return join(plain("Code that uses "), broken(changes), plain(" may no longer compile."))
	case effect == diff.Behaviour && r.Raw:
		return join(plain("The published API behaves differently: "), gravest(changes), plain("."))
	case effect == diff.Behaviour:
		return join(plain("All code still compiles, but some of it behaves differently: "), gravest(changes), plain("."))
	case effect == diff.Additive:
		return join(plain("Nothing breaks: "), gravest(changes), plain("."))
	case effect == diff.Comment:
		return join(plain("Only the documentation changes: "), gravest(changes), plain("."))
	}
	return join(plain("No change has an effect: "), gravest(changes), plain("."))
}

// gravest counts the changes of the gravest effect by kind.
func gravest(changes []diff.Change) phrase {
	effect := changes[0].Effect
	end := slices.IndexFunc(changes, func(c diff.Change) bool { return c.Effect != effect })
	if end >= 0 {
		changes = changes[:end]
	}
	counts := makeCounts(changes)
	slices.SortStableFunc(counts, func(a, b count) int { return b.N - a.N })
	named := make([]phrase, 0, mostNamed)
	rest := len(changes)
	for _, c := range counts[:min(mostNamed, len(counts))] {
		named = append(named, c.Text)
		rest -= c.N
	}
	if rest > 0 {
		named = append(named, plain(number(rest)+" more"))
	}
	return list(named, 0)
}

// broken names what code may no longer compile with, as the sections do.
func broken(changes []diff.Change) phrase {
	names := mainNames(slices.DeleteFunc(slices.Clone(changes), func(c diff.Change) bool { return !slices.ContainsFunc(c.Go, isBreaking) }))
	if len(names) == 0 {
		return plain("the client")
	}
	named := make([]phrase, 0, mostNamed+1)
	for _, name := range names[:min(mostNamed, len(names))] {
		named = append(named, code(shorten(name, mostRunes)))
	}
	if rest := len(names) - len(named); rest == 1 {
		named = append(named, plain("one other name"))
	} else if rest > 1 {
		named = append(named, plain(number(rest)+" other names"))
	}
	return list(named, 0)
}

// stepWords names a step: "a major step".
func stepWords(step diff.Step, raw bool) string {
	switch {
	case raw:
		return ""
	case step == diff.NoStep:
		return "no new version"
	}
	return string(step)
}

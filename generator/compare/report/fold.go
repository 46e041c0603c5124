package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// sortedChanges returns the changes in the order of a page: the gravest first, then by
// group, kind, and subject. Changes that differ in anything have an order, so that the
// one in which they came is not to be seen.
func sortedChanges(changes []diff.Change) []diff.Change {
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b diff.Change) int {
		if order := cmp.Or(
			cmp.Compare(b.Effect, a.Effect),
			cmp.Compare(groupOrder(a.Group), groupOrder(b.Group)),
			cmp.Compare(a.Group, b.Group),
			cmp.Compare(kindOrder(a.Kind), kindOrder(b.Kind)),
			cmp.Compare(a.Kind, b.Kind),
			compareSubjects(a.Subject, b.Subject),
			cmp.Compare(a.Old.String(), b.Old.String()),
			cmp.Compare(a.New.String(), b.New.String()),
			cmp.Compare(a.Text.String(), b.Text.String()),
			cmp.Compare(a.Advice.Text.String(), b.Advice.Text.String()),
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
		); order != 0 {
			return order
		}
		return cmp.Compare(fmt.Sprintf("%#v", a.Go), fmt.Sprintf("%#v", b.Go))
	})
	return sorted
}

// compareSubjects puts operations at the same path together.
func compareSubjects(a, b string) int {
	return cmp.Or(cmp.Compare(path(a), path(b)), cmp.Compare(a, b))
}

// path is a subject without the method of an operation.
func path(subject string) string {
	if method, rest, ok := strings.Cut(subject, " "); ok && isMethod(method) {
		return rest
	}
	return subject
}

// kindsOf lists the kinds that occur in changes, in the order of a report.
func kindsOf(changes []diff.Change) []diff.Kind {
	var found []diff.Kind
	for _, change := range changes {
		if !slices.Contains(found, change.Kind) {
			found = append(found, change.Kind)
		}
	}
	slices.SortFunc(found, func(a, b diff.Kind) int {
		return cmp.Or(cmp.Compare(kindOrder(a), kindOrder(b)), cmp.Compare(a, b))
	})
	return found
}

// fold makes one entry of changes of the same kind, group, and effect.
func fold(changes []diff.Change) entry {
	first := changes[0]
	e := entry{Kind: first.Kind, Group: first.Group, N: len(changes)}
	if len(changes) == 1 {
		e.Title = sentence(first)
		e.Advice = advice(first)
		only := makeRow(changes)
		only.Text, only.Advice = nil, nil
		e.Rows = []row{only}
		return e
	}
	e.Title = join(wordsOf(first.Kind, first.Group).count(len(changes)), remark(changes))
	for _, same := range alike(changes) {
		e.Rows = append(e.Rows, makeRow(same))
	}
	e.advise(changes)
	return e
}

// remark adds to a count of changes what they have in common apart from their kind.
func remark(changes []diff.Change) phrase {
	gone := goneWords(changes[0].Kind, changes[0].Effect)
	if gone == "" {
		return plain(guessWords(changes))
	}
	since := changes[0].Since
	for _, change := range changes {
		if change.Since != since {
			since = ""
		}
	}
	if since == "" {
		return plain(gone)
	}
	return plain(gone + " since " + since)
}

// guessWords says of changes of names that they may be none.
func guessWords(changes []diff.Change) string {
	guesses := 0
	for _, change := range changes {
		if change.Advice.Kind == diff.UseIfSame {
			guesses++
		}
	}
	switch guesses {
	case 0:
		return ""
	case len(changes):
		return ", as it seems"
	}
	return ", " + number(guesses) + " of them as it seems"
}

// alike puts together the changes that can be told in one row: those of members of the
// same name, and of the others those of the same owner. The rows of most changes come
// first, and otherwise the order stays.
func alike(changes []diff.Change) [][]diff.Change {
	var rows, rest [][]diff.Change
	for _, same := range groupBy(changes, func(c diff.Change) string { _, member, _ := splitSubject(c); return member }) {
		if len(same) > 1 {
			rows = append(rows, same)
		} else {
			rest = append(rest, same)
		}
	}
	rows = append(rows, groupBy(slices.Concat(rest...), func(c diff.Change) string { owner, _, _ := splitSubject(c); return owner })...)
	slices.SortStableFunc(rows, func(a, b []diff.Change) int { return cmp.Compare(len(b), len(a)) })
	return rows
}

// groupBy groups the changes that have the same key and say the same otherwise. What
// cannot be told without its sentence stays alone.
func groupBy(changes []diff.Change, key func(diff.Change) string) [][]diff.Change {
	var groups [][]diff.Change
	index := map[[4]string]int{}
	for _, change := range changes {
		all := [4]string{key(change), change.Old.String(), change.New.String(), pattern(change.Advice)}
		i, found := index[all]
		if found && all[0] != "" && foldable(change) {
			groups[i] = append(groups[i], change)
			continue
		}
		index[all] = len(groups)
		groups = append(groups, []diff.Change{change})
	}
	return groups
}

// foldable reports whether nothing is lost when a change is told without its sentence.
func foldable(c diff.Change) bool {
	return wordsOf(c.Kind, c.Group).told || len(c.Old) > 0 || len(c.New) > 0
}

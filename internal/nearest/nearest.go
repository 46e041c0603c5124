// Package nearest suggests names that a mistyped name may stand for.
package nearest

import (
	"math"
	"slices"
	"strings"
)

// most is how many names are suggested.
const most = 3

// Question asks whether a name was meant to be one of the candidates that are most like
// it: "; did you mean generate?". It is empty if none of them is.
func Question(name string, candidates []string) string { return Ask(Names(name, candidates)) }

// Ask asks whether one of some names was meant. It is empty if there are none.
func Ask(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; did you mean " + Or(names) + "?"
}

// Or lists names: "A", "A or B", "A, B, or C".
func Or(names []string) string {
	switch last := len(names) - 1; last {
	case -1:
		return ""
	case 0:
		return names[0]
	case 1:
		return names[0] + " or " + names[1]
	default:
		return strings.Join(names[:last], ", ") + ", or " + names[last]
	}
}

// Names returns the candidates that are most like a name, three at most and in their
// order. These are the shortest that begin with it; or else those that take the fewest
// changes, if at most a third of the name has to be changed. Upper and lower case make
// no difference.
func Names(name string, candidates []string) []string {
	name = strings.ToLower(name)
	begins := func(candidate string) bool {
		return len(name) > 1 && strings.HasPrefix(strings.ToLower(candidate), name)
	}
	limit := min(max(2, len(name)/3), len(name)-1)
	if begun := slices.DeleteFunc(slices.Clone(candidates), func(c string) bool { return !begins(c) }); len(begun) > 0 {
		candidates, limit = begun, math.MaxInt
	}
	var names []string
	for _, candidate := range candidates {
		switch d := distance(name, strings.ToLower(candidate)); {
		case d > limit:
		case d < limit || names == nil:
			names, limit = []string{candidate}, d
		case len(names) < most:
			names = append(names, candidate)
		}
	}
	return names
}

// distance counts the letters that have to be added, removed, changed, or swapped with
// their neighbour to make one text of the other.
func distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	// Rows of the usual table: the last but one, the last, and the current one.
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current[0] = i + 1
		for j := range b {
			changed := previous[j]
			if a[i] != b[j] {
				changed++
			}
			current[j+1] = min(changed, previous[j+1]+1, current[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				current[j+1] = min(current[j+1], before[j-1]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}

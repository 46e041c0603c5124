package spotify

import "slices"

// scopesFor returns the smallest set of scopes with which operations that have
// these rules work whatever they are called with, sorted.
//
// Of a rule, All and ByKind go in, because a call may concern every kind. So does
// each scope of Any: one of them is enough for any one playlist, but which one is
// up to the playlist, public or private, and with one alone half of the playlists
// are refused. Optional does not go in: without it the operation works.
func scopesFor(rules []ScopeRule) []Scope {
	var needed []Scope
	for _, rule := range rules {
		needed = append(needed, rule.All...)
		needed = append(needed, rule.Any...)
		for _, k := range rule.ByKind {
			needed = append(needed, k.Scope)
		}
	}
	slices.Sort(needed)
	return slices.Compact(needed)
}

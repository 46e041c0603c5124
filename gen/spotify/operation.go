package spotify

import (
	"fmt"
	"slices"
	"strconv"
)

// An Operation describes one operation of the API.
type Operation struct {
	// Name is the Go name: service and method, like "Albums.Get".
	Name string
	// Method is the HTTP method.
	Method string
	// Path is the path below the base URL, with its placeholders, like
	// "/albums/{id}". Method and Path identify an operation: the names in the
	// published schema have moved between operations.
	Path string
	// Scopes says which scopes the user must have granted.
	Scopes ScopeRule
	// Success lists the documented status codes of success. Other 2xx codes occur
	// too and are not failures.
	Success []int
	// Result tells whether the method returns something decoded from the answer.
	Result bool
	// Deprecated tells whether the API advises against the operation.
	Deprecated bool
	// Replacement is the Name of the operation to use instead of a deprecated one.
	// If this package does not have that operation, it is its method and path. It
	// is "" if there is no replacement.
	Replacement string
	// Development tells whether apps in development mode may use the operation.
	Development Availability
	// Paging tells how to read the other pages of a result.
	Paging Paging
	// Pages tells how large a page may be. It is zero for a result that is not in
	// pages.
	Pages PageSizes
	// Batch is the parameter that takes a list of IDs or URIs, if there is one.
	Batch Batch
	// Idempotent tells whether sending the request twice has the same effect as
	// sending it once. If not, it is never sent again after a failure that leaves
	// open whether it was carried out; see [RetryPolicy].
	Idempotent bool
}

// A Scope is something that a user can allow an app to do, like
// "playlist-modify-private".
type Scope string

// A ScopeRule says which scopes an operation needs. The zero value means that
// it needs no scope.
type ScopeRule struct {
	// All lists the scopes that are always needed, all of them.
	All []Scope
	// Any lists scopes of which one is needed. Which one depends on the visibility
	// of the playlist.
	Any []Scope
	// Optional lists scopes that are not always needed. With them the answer holds
	// more, or the call works for more, like private playlists.
	Optional []Scope
	// ByKind lists the scope that is needed for each kind of URI in the request.
	ByKind []KindScope
}

// A KindScope is the scope that one kind of URI needs.
type KindScope struct {
	Kind  Kind
	Scope Scope
}

// Availability says whether apps in development mode may use an operation. Apps
// with extended quota may use all operations.
type Availability struct {
	// RemovedOn is the date, like "2026-02-11", from which new apps in development
	// mode may not use the operation. It is "" for an operation that they may use.
	// Spotify has switched existing apps later, one by one.
	RemovedOn string
	// Note says what is different in development mode, "" if nothing is.
	Note string
}

// Available reports whether development mode has the operation.
func (a Availability) Available() bool { return a.RemovedOn == "" }

// Paging is the way in which a request selects a page of a result.
type Paging int

// The kinds of paging.
const (
	PagingNone   Paging = iota // not in pages
	PagingOffset               // limit and offset
	PagingCursor               // limit, and the position before or after which to read
)

// String returns "none", "offset" or "cursor".
func (p Paging) String() string {
	switch p {
	case PagingNone:
		return "none"
	case PagingOffset:
		return "offset"
	case PagingCursor:
		return "cursor"
	}
	return "Paging(" + strconv.Itoa(int(p)) + ")"
}

// PageSizes are the largest numbers of items that a request for a page may ask for.
type PageSizes struct {
	// Largest is the number that every app may ask for, 0 if it is not known.
	Largest int
	// Extended is the number in extended quota mode where that is larger, else 0.
	Extended int
}

// String says how large a page may be, for errors.
func (p PageSizes) String() string {
	if p.Extended > p.Largest {
		return fmt.Sprintf("a page has at most %d items, or %d in extended quota mode", p.Largest, p.Extended)
	}
	return fmt.Sprintf("a page has at most %d items", p.Largest)
}

// A Batch is a parameter that takes a list of IDs or URIs. It is the zero value
// for operations that have no such parameter.
type Batch struct {
	// Param is the name of the parameter, like "ids".
	Param string
	// Max is the number of values that one request may have, 0 if it is not known.
	Max int
	// Whole says that the values cannot be spread over several requests: each
	// request would undo the one before, or their answers could not be joined.
	Whole bool
}

// scopesFor returns the scopes with which operations that have these rules work
// whatever they are called with, sorted. With the optional ones, they also read
// everything that they can.
//
// Of a rule, All and ByKind go in, because a call may concern every kind. So does
// each scope of Any: one of them is enough for any one playlist, but which one is
// up to the playlist, public or private, and with one alone half of the playlists
// are refused.
func scopesFor(rules []ScopeRule, optional bool) []Scope {
	var needed []Scope
	for _, rule := range rules {
		needed = append(needed, rule.All...)
		needed = append(needed, rule.Any...)
		for _, k := range rule.ByKind {
			needed = append(needed, k.Scope)
		}
		if optional {
			needed = append(needed, rule.Optional...)
		}
	}
	slices.Sort(needed)
	return slices.Compact(needed)
}

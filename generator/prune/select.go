// Package prune takes a part out of the model of the client: some operations, and
// what they need. It works on the model, so that the schema and the overrides are
// read, and checked, as a whole.
package prune

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// Selection says which operations a client is to have: those of all tags and all
// operations together. The zero value selects everything. Upper and lower case
// make no difference.
type Selection struct {
	// Tags are tags of the schema, or names of services. A tag selects the
	// operations that have it, wherever it stands in their list, and those of the
	// service of that name.
	Tags []string
	// Operations are methods and paths of the schema ("GET /albums/{id}"), operation
	// IDs of the schema ("get-an-album"), or Go names of methods ("Albums.Get", and
	// "Albums.*" for all of a service).
	Operations []string
}

// IsZero reports whether nothing is selected, which means everything.
func (s Selection) IsZero() bool { return len(s.Tags)+len(s.Operations) == 0 }

// An UnknownError says that a selection names what the API does not have.
type UnknownError struct {
	Name  string   // as in the selection
	IsTag bool     // whether it is among the tags
	Like  []string // what may be meant: all tags, or the operations with similar names
}

func (e *UnknownError) Error() string {
	if e.IsTag {
		return fmt.Sprintf("there is no tag %q; there are %s", e.Name, strings.Join(e.Like, ", "))
	}
	return fmt.Sprintf("there is no operation %q; is it %s? The command ops lists all", e.Name, strings.Join(e.Like, ", or "))
}

// methods returns the methods that are selected, by their qualified names.
func (s Selection) methods(api *model.API) (map[string]bool, error) {
	selected := map[string]bool{}
	for _, tag := range s.Tags {
		if !add(selected, api, func(op *model.Operation) bool { return hasTag(op, tag) }) {
			return nil, &UnknownError{Name: tag, IsTag: true, Like: tags(api)}
		}
	}
	for _, name := range s.Operations {
		if !add(selected, api, func(op *model.Operation) bool { return isCalled(op, name) }) {
			return nil, &UnknownError{Name: name, Like: similar(name, operationNames(api))}
		}
	}
	return selected, nil
}

// add selects the methods for which a test holds, and reports whether there are any.
func add(selected map[string]bool, api *model.API, test func(*model.Operation) bool) bool {
	found := false
	for _, op := range api.Operations() {
		if test(op) {
			selected[op.QualifiedName()] = true
			found = true
		}
	}
	return found
}

func hasTag(op *model.Operation, tag string) bool {
	return strings.EqualFold(op.Service, tag) ||
		slices.ContainsFunc(op.Tags, func(own string) bool { return strings.EqualFold(own, tag) })
}

// tags lists the names of services, and tags that are no names of services.
func tags(api *model.API) []string {
	var all []string
	for _, s := range api.Services {
		all = append(all, s.Name)
	}
	for _, op := range api.Operations() {
		for _, tag := range op.Tags {
			if !slices.ContainsFunc(all, func(known string) bool { return strings.EqualFold(known, tag) }) {
				all = append(all, tag)
			}
		}
	}
	slices.Sort(all)
	return all
}

func isCalled(op *model.Operation, name string) bool {
	name = strings.Join(strings.Fields(name), " ")
	return strings.EqualFold(name, op.Service+".*") ||
		slices.ContainsFunc(namesOf(op), func(own string) bool { return strings.EqualFold(name, own) })
}

// namesOf lists the names by which a method can be selected. An iterator is there
// with the method that reads its pages.
func namesOf(op *model.Operation) []string {
	names := []string{op.Method + " " + op.Path, op.QualifiedName()}
	if op.ID != "" {
		names = append(names, op.ID)
	}
	for _, it := range op.Iterators {
		names = append(names, op.Service+"."+it.Name)
	}
	return names
}

func operationNames(api *model.API) []string {
	var all []string
	for _, op := range api.Operations() {
		all = append(all, namesOf(op)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// similar returns the names that are most like one, at most three.
func similar(name string, names []string) []string {
	name = strings.ToLower(name)
	distances := map[string]int{}
	for _, other := range names {
		distances[other] = distance(name, strings.ToLower(other))
	}
	sorted := slices.Clone(names)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(distances[a], distances[b]) })
	return sorted[:min(len(sorted), 3)]
}

// distance counts the letters that have to be added, removed, or changed to make
// one text of the other.
func distance(a, b string) int {
	previous, current := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range len(a) {
		current[0] = i + 1
		for j := range len(b) {
			changed := previous[j]
			if a[i] != b[j] {
				changed++
			}
			current[j+1] = min(changed, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return previous[len(b)]
}

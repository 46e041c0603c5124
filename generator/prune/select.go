// Package prune reduces the model of the client to some operations and the types that
// they need. It works on the model, so the schema and the overrides are still read
// and checked as a whole.
package prune

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/internal/nearest"
)

// Selection says which operations a client is to have: those of all tags and all
// operations together, or all that there are, without those that are excluded. The zero
// value selects everything. Upper and lower case make no difference.
type Selection struct {
	// Tags are tags of the schema, or names of services. A tag selects the
	// operations that have it, wherever it stands in their list, and those of the
	// service of that name.
	Tags []string
	// Operations are methods and paths of the schema ("GET /albums/{id}"), operation
	// IDs of the schema ("get-an-album"), or Go names of methods ("Albums.Get", and
	// "Albums.*" for all of a service).
	Operations []string
	// Exclude are operations that are left out, named in the same ways.
	Exclude []string
}

// IsZero reports whether everything is selected.
func (s Selection) IsZero() bool { return len(s.Tags)+len(s.Operations)+len(s.Exclude) == 0 }

// A Problem is a name of a selection that selects nothing, or excludes nothing.
type Problem struct {
	Name     string // as in the selection; empty if the problem is that nothing is left
	Excluded bool   // whether it is among those to exclude
	Text     string // what is wrong, and what to do
}

// Same reports whether two problems, perhaps with two versions of the API, are with the
// same name.
func (p Problem) Same(other Problem) bool {
	return p.Name == other.Name && p.Excluded == other.Excluded
}

// A SelectionError says what is wrong with a selection: all of it.
type SelectionError struct{ Problems []Problem }

// Error returns the problems, one a line.
func (e *SelectionError) Error() string {
	var lines []string
	for _, p := range e.Problems {
		lines = append(lines, p.Text)
	}
	return strings.Join(lines, "\n")
}

// methods returns the methods that are selected, by their qualified names, and the names
// that select or exclude nothing.
func (s Selection) methods(api *model.API) (selected map[string]bool, problems []Problem) {
	selected = map[string]bool{}
	if len(s.Tags)+len(s.Operations) == 0 {
		add(selected, api, func(*model.Operation) bool { return true })
	}
	for _, tag := range s.Tags {
		if !add(selected, api, func(op *model.Operation) bool { return hasTag(op, tag) }) {
			problems = append(problems, Problem{Name: tag, Text: unknownTag(tag, tags(api))})
		}
	}
	for _, name := range s.Operations {
		if !add(selected, api, func(op *model.Operation) bool { return isCalled(op, name) }) {
			problems = append(problems, Problem{Name: name, Text: unknownOperation(name, api)})
		}
	}
	return selected, append(problems, s.exclude(selected, api, len(problems) == 0)...)
}

// exclude takes out of the selected methods those to exclude. Unless all that was to be
// included is known, it is no problem that something excluded is not included.
func (s Selection) exclude(selected map[string]bool, api *model.API, allKnown bool) (problems []Problem) {
	included := maps.Clone(selected)
	for _, name := range s.Exclude {
		excluded := map[string]bool{}
		exists := add(excluded, api, func(op *model.Operation) bool { return isCalled(op, name) })
		maps.DeleteFunc(excluded, func(method string, _ bool) bool { return !included[method] })
		switch {
		case !exists:
			problems = append(problems, Problem{name, true, unknownOperation(name, api)})
		case len(excluded) == 0 && allKnown:
			problems = append(problems, Problem{name, true, fmt.Sprintf("%q cannot be excluded, because it is not included; leave it out", name)})
		}
		maps.DeleteFunc(selected, func(method string, _ bool) bool { return excluded[method] })
	}
	if allKnown && len(problems) == 0 && len(selected) == 0 {
		problems = append(problems, Problem{Text: "everything that is included is excluded, and nothing is left"})
	}
	return problems
}

func unknownTag(tag string, known []string) string {
	hint := nearest.Question(tag, known)
	if hint == "" {
		hint = "; there are " + strings.Join(known, ", ")
	}
	return fmt.Sprintf("there is no tag %q%s", tag, hint)
}

func unknownOperation(name string, api *model.API) string {
	like := nearest.Names(name, operationNames(api))
	if strings.HasPrefix(name, "/") {
		like = operationsAt(nearest.Names(name, paths(api)), api)
	}
	hint := nearest.Ask(like)
	if hint == "" {
		hint = "; the command ops lists all"
	}
	return fmt.Sprintf("there is no operation %q%s", name, hint)
}

// paths lists the paths of the schema, each once.
func paths(api *model.API) []string {
	var all []string
	for _, e := range api.Endpoints {
		all = append(all, e.Path)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// operationsAt lists the operations of some paths by method and path.
func operationsAt(paths []string, api *model.API) []string {
	var names []string
	for _, e := range api.Endpoints {
		if slices.Contains(paths, e.Path) {
			names = append(names, e.Method+" "+e.Path)
		}
	}
	return names
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
	for _, service := range api.Services {
		all = append(all, service.Name+".*")
	}
	for _, op := range api.Operations() {
		all = append(all, namesOf(op)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

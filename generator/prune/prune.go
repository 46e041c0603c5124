package prune

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// Needed is a method that a selection does not name, but that one of its methods
// calls.
type Needed struct {
	Method string // Albums.Get
	By     string // Albums.GetMany
}

// Prune returns the model of a client that has the selected operations, and of
// types, scopes, and comments what these need. What is kept is as it was: the same
// names, the same fields. The model that it is made from is not changed. If names
// select or exclude nothing, the error is a *SelectionError with all of them.
//
// A batch read brings the method along with which it reads one by one in
// development mode, even if that is excluded: without, it would work in one mode only. A
// replacement of a deprecated operation is not brought along; it is named by method and
// path.
func Prune(api *model.API, s Selection) (*model.API, []Needed, error) {
	part, needed, problems := Reduce(api, s)
	if len(problems) > 0 {
		return nil, nil, &SelectionError{problems}
	}
	return part, needed, nil
}

// Reduce does what Prune does, but leaves out of the selection the names that select or
// exclude nothing, and returns them. The part may be empty then.
func Reduce(api *model.API, s Selection) (*model.API, []Needed, []Problem) {
	if s.IsZero() {
		return api, nil, nil
	}
	selected, problems := s.methods(api)
	needed := addSingleReads(api, selected)
	part := &model.API{Package: api.Package, Title: api.Title, Doc: api.Doc, Server: api.Server}
	for _, service := range api.Services {
		service.Operations = keep(service.Operations, func(op *model.Operation) bool { return selected[op.QualifiedName()] })
		if len(service.Operations) > 0 {
			part.Services = append(part.Services, service)
		}
	}
	for _, e := range api.Endpoints {
		e.Methods = keep(e.Methods, func(name *string) bool { return selected[*name] })
		if len(e.Methods) > 0 {
			part.Endpoints = append(part.Endpoints, e)
		}
	}
	keepTypes(part, api)
	keepScopes(part, api)
	redirectReplacements(part, api)
	adaptDocs(part, api, s)
	return part, needed, problems
}

// keep returns the elements for which a test holds, in a slice of their own.
func keep[T any](list []T, test func(*T) bool) []T {
	var kept []T
	for i := range list {
		if test(&list[i]) {
			kept = append(kept, list[i])
		}
	}
	return kept
}

// addSingleReads selects what batch reads become in development mode.
func addSingleReads(api *model.API, selected map[string]bool) []Needed {
	var needed []Needed
	for _, op := range api.Operations() {
		single := op.Service + "." + op.Batch.Single
		if op.Batch.Single != "" && selected[op.QualifiedName()] && !selected[single] {
			selected[single] = true
			needed = append(needed, Needed{Method: single, By: op.QualifiedName()})
		}
	}
	return needed
}

// keepTypes takes over the types that the operations of the part lead to.
func keepTypes(part, api *model.API) {
	r := reach{api: api, reached: map[string]bool{}}
	for _, op := range part.Operations() {
		for _, p := range slices.Concat(op.Params, op.Options) {
			r.ref(p.Type)
		}
		r.ref(op.Body.Type)
		for _, ref := range op.Result.Types() {
			r.ref(ref)
		}
		for _, it := range op.Iterators {
			r.ref(it.Elem)
		}
	}
	part.Types = keep(api.Types, func(t *model.Type) bool { return r.reached[t.Name] })
	for i := range part.Types {
		t := &part.Types[i]
		t.Conversions = keep(t.Conversions, func(c *model.Conversion) bool { return r.reached[c.To.Name] })
	}
	part.Enums = keep(api.Enums, func(e *model.Enum) bool { return r.reached[e.Name] })
	part.Unions = keep(api.Unions, func(u *model.Union) bool { return r.reached[u.Name] })
	part.Aliases = keep(api.Aliases, func(a *model.Alias) bool { return r.reached[a.Target] })
	part.Pages = keep(api.Pages, func(p *model.Page) bool { return r.reached[p.Name] })
}

// reach finds out which types lead to which.
type reach struct {
	api     *model.API
	reached map[string]bool // by name; no two types share one
}

func (r *reach) ref(ref model.TypeRef) {
	if ref.Elem != nil {
		r.ref(*ref.Elem)
	}
	if ref.Kind == model.Named && ref.Class != model.Runtime || ref.Kind == model.PageOf {
		r.name(ref.Name)
	}
}

func (r *reach) name(name string) {
	if r.reached[name] {
		return
	}
	r.reached[name] = true
	for _, t := range r.api.Types {
		if t.Name == name {
			r.fields(t.Fields)
		}
	}
	for _, p := range r.api.Pages {
		if p.Name == name {
			r.fields(p.Fields)
		}
	}
	for _, u := range r.api.Unions {
		if u.Name == name {
			for _, m := range u.Members {
				r.name(m.Type)
			}
			for _, a := range u.Attempts {
				r.ref(a.Type)
			}
		}
	}
}

func (r *reach) fields(fields []model.Field) {
	for _, f := range fields {
		r.ref(f.Type)
	}
}

// keepScopes takes over the scopes that the operations of the part ask for.
func keepScopes(part, api *model.API) {
	var used []string
	for _, op := range part.Operations() {
		used = slices.Concat(used, op.Scopes.All, op.Scopes.Any, op.Scopes.Optional)
		for _, k := range op.Scopes.ByKind {
			used = append(used, k.Scope)
		}
	}
	part.Scopes = keep(api.Scopes, func(s *model.Scope) bool { return slices.Contains(used, s.Name) })
}

// redirectReplacements names the replacements that the part does not have by
// method and path.
func redirectReplacements(part, api *model.API) {
	for _, op := range part.Operations() {
		if find(part, op.Replacement) != nil {
			continue
		}
		if other := find(api, op.Replacement); other != nil {
			op.Replacement = other.Method + " " + other.Path
		}
	}
}

// find returns the method of a qualified name, or nil.
func find(api *model.API, name string) *model.Operation {
	for _, op := range api.Operations() {
		if op.QualifiedName() == name {
			return op
		}
	}
	return nil
}

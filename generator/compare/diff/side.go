package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// side is a version with what is looked up in it.
type side struct {
	Version
	endpoints []*endpoint // in the order of the model
	places    map[string]*endpoint
	replaces  map[string][]string // the places of what an operation replaces, by its own
	types     map[string]*model.Type
	enums     map[string]*model.Enum
	unions    map[string]*model.Union
	pages     map[string]*model.Page
	methods   map[string]*model.Operation // by qualified name
	users     map[string][]user           // what uses each type directly
	received  map[string]bool             // types that are part of an answer
	heldBy    map[string][]string         // the types that have a type as a part of their values
	equatable map[string]bool             // whether values of a type can be compared, as far as known
}

// endpoint is an operation on the wire with the methods that it becomes.
type endpoint struct {
	model.Endpoint
	methods []*model.Operation // never empty
}

func newSide(v Version) *side {
	s := &side{
		Version: v,
		types:   map[string]*model.Type{},
		enums:   map[string]*model.Enum{},
		unions:  map[string]*model.Union{},
		pages:   map[string]*model.Page{},
		methods: map[string]*model.Operation{},
		places:  map[string]*endpoint{},

		replaces:  map[string][]string{},
		heldBy:    map[string][]string{},
		equatable: map[string]bool{},
	}
	for i, t := range v.Model.Types {
		s.types[t.Name] = &v.Model.Types[i]
	}
	for i, e := range v.Model.Enums {
		s.enums[e.Name] = &v.Model.Enums[i]
	}
	for i, u := range v.Model.Unions {
		s.unions[u.Name] = &v.Model.Unions[i]
	}
	for i, p := range v.Model.Pages {
		s.pages[p.Name] = &v.Model.Pages[i]
	}
	for _, op := range v.Model.Operations() {
		s.methods[op.QualifiedName()] = op
	}
	for _, e := range v.Model.Endpoints {
		found := &endpoint{Endpoint: e}
		for _, name := range e.Methods {
			if op := s.methods[name]; op != nil {
				found.methods = append(found.methods, op)
			}
		}
		if len(found.methods) > 0 {
			s.endpoints = append(s.endpoints, found)
			s.places[found.place()] = found
		}
	}
	for _, e := range s.endpoints {
		if next := s.replacement(e.op()); next != nil {
			s.replaces[placeOf(next)] = append(s.replaces[placeOf(next)], e.place())
		}
	}
	for _, t := range v.Model.Types {
		for _, f := range t.Fields {
			if f.Type.Kind == model.Named && !f.Type.Pointer && !slices.Contains(s.heldBy[f.Type.Name], t.Name) {
				s.heldBy[f.Type.Name] = append(s.heldBy[f.Type.Name], t.Name)
			}
		}
	}
	s.users = s.usage()
	s.received = s.answers()
	return s
}

// summary counts what a version has.
func (s *side) summary() Side {
	return Side{
		Name:       s.Name,
		Operations: len(s.Model.Endpoints),
		Methods:    len(s.methods),
		Types:      len(s.types) + len(s.enums) + len(s.unions) + len(s.pages),
	}
}

// place identifies an operation: GET /albums/{id}
func (e *endpoint) place() string { return e.Method + " " + e.Path }

// op returns the first method, which knows what all methods of the operation share.
func (e *endpoint) op() *model.Operation { return e.methods[0] }

func placeOf(op *model.Operation) string { return op.Method + " " + op.Path }

// replacement returns the operation that replaces a method, or nil.
func (s *side) replacement(op *model.Operation) *model.Operation { return s.methods[op.Replacement] }

// user is a part of the API that uses types.
type user struct {
	kind  userKind
	owner string // GET /albums, or the Go name of a type or a union
	part  string // name of a parameter or a field on the wire, or the member of a union
}

// userKind tells what uses a type.
type userKind int

const (
	byOperation userKind = iota // any part of one
	byParameter
	byBody
	byResult
	byField
	byMember
)

// usage lists what uses each type directly.
func (s *side) usage() map[string][]user {
	type use struct {
		name string
		by   user
	}
	users, known := map[string][]user{}, map[use]bool{}
	add := func(ref model.TypeRef, by user) {
		eachName(ref, func(name string) {
			if !known[use{name, by}] {
				known[use{name, by}] = true
				users[name] = append(users[name], by)
			}
		})
	}
	for _, e := range s.endpoints {
		for _, op := range e.methods {
			for _, p := range slices.Concat(op.Params, op.Options) {
				add(p.Type, user{byParameter, e.place(), p.Wire})
			}
			add(op.Body.Type, user{kind: byBody, owner: e.place()})
			for _, ref := range op.Result.Types() {
				add(ref, user{kind: byResult, owner: e.place()})
			}
		}
	}
	for _, t := range s.Model.Types {
		for _, f := range t.Fields {
			add(f.Type, user{byField, t.Name, f.Wire})
		}
	}
	for _, p := range s.Model.Pages {
		for _, f := range p.Fields {
			add(f.Type, user{byField, p.Name, f.Wire})
		}
	}
	for _, u := range s.Model.Unions {
		for _, m := range u.Members {
			add(model.TypeRef{Kind: model.Named, Name: m.Type}, user{byMember, u.Name, m.GoName})
		}
		for _, a := range u.Attempts {
			add(a.Type, user{byMember, u.Name, a.Method()})
		}
	}
	return users
}

// answers lists the types that are part of an answer.
func (s *side) answers() map[string]bool {
	received := map[string]bool{}
	var visit func(ref model.TypeRef)
	visit = func(ref model.TypeRef) {
		eachName(ref, func(name string) {
			if received[name] {
				return
			}
			received[name] = true
			s.eachPart(name, visit)
		})
	}
	for _, e := range s.endpoints {
		for _, op := range e.methods {
			for _, ref := range op.Result.Types() {
				visit(ref)
			}
		}
	}
	return received
}

// eachPart calls f for the types that a type consists of.
func (s *side) eachPart(name string, f func(model.TypeRef)) {
	if t := s.types[name]; t != nil {
		for _, field := range t.Fields {
			f(field.Type)
		}
	}
	if p := s.pages[name]; p != nil {
		for _, field := range p.Fields {
			f(field.Type)
		}
	}
	if u := s.unions[name]; u != nil {
		for _, m := range u.Members {
			f(model.TypeRef{Kind: model.Named, Name: m.Type})
		}
		for _, a := range u.Attempts {
			f(a.Type)
		}
	}
}

// eachName calls f for each emitted type with a codec that a reference names.
func eachName(ref model.TypeRef, f func(name string)) {
	if ref.Kind == model.Named && ref.Class != model.Runtime && ref.Class != model.ResultStruct || ref.Kind == model.PageOf {
		f(ref.Name)
	}
	if ref.Elem != nil {
		eachName(*ref.Elem, f)
	}
}

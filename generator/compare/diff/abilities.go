package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// abilities lists the methods that a type has, or could have, because of a property.
func (s *side) abilities(typeName, wire string) []string {
	var methods []string
	switch wire {
	case "uri":
		methods = []string{"ResourceURI", "LocalFile", "IsRelinked", "OriginalURI", "OriginalID", "IsReplacementFor"}
	case "id", "linked_from":
		methods = []string{"ResourceURI", "IsRelinked", "OriginalURI", "OriginalID", "IsReplacementFor"}
	case "is_local":
		methods = []string{"LocalFile"}
	default:
		if t := s.types[typeName]; t != nil {
			if f := t.Field(wire); f != nil && f.HTML {
				return []string{typeName + "." + f.TextMethod()}
			}
		}
		return nil
	}
	var claims []string
	for _, m := range methods {
		claims = append(claims, typeName+"."+m)
	}
	for _, u := range s.Model.Unions {
		if slices.ContainsFunc(u.Members, func(m model.Member) bool { return m.Type == typeName }) {
			claims = append(claims, u.Name+".ResourceURI", u.Name)
		}
	}
	return append(claims, typeName) // it becomes a Resource, or stops being one
}

// isComparable reports whether values of a type can be compared with == in Go.
func (s *side) isComparable(ref model.TypeRef) bool {
	switch {
	case ref.Pointer:
		return true
	case ref.Kind == model.List, ref.Kind == model.MapOf, ref.Kind == model.Raw, ref.Kind == model.PageOf:
		return false
	case ref.Kind != model.Named:
		return true
	case ref.Class == model.UnionType:
		return false // unknown values are kept raw
	case ref.Class == model.Runtime:
		return ref.Runtime == model.Text
	}
	known, ok := s.equatable[ref.Name]
	if !ok {
		t := s.types[ref.Name]
		known = t == nil || !slices.ContainsFunc(t.Fields, func(f model.Field) bool { return !s.isComparable(f.Type) })
		s.equatable[ref.Name] = known
	}
	return known
}

// holders lists the types that have a type as a part of their own values, and itself.
func (s *side) holders(name string) []string {
	held, seen := []string{name}, map[string]bool{name: true}
	for i := 0; i < len(held); i++ {
		for _, by := range s.heldBy[held[i]] {
			if !seen[by] {
				seen[by] = true
				held = append(held, by)
			}
		}
	}
	return held
}

// iteratorsOver lists the methods that go through the pages which a field of an answer
// holds.
func (s *side) iteratorsOver(typeName, field string) []string {
	var names []string
	for _, e := range s.endpoints {
		for _, op := range e.methods {
			for _, it := range op.Iterators {
				if it.Field == field && elementName(op.Result.Type) == typeName {
					names = append(names, serviceType(op)+"."+it.Name)
				}
			}
		}
	}
	return names
}

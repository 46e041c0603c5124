package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// nameIterators gives iterators longer names where others of their service have the short
// ones, with the name of the operation in them: a second search has AllFindAlbums. Of two
// operations, that keeps the short names which is named in overrides/names.yml, or has the
// shorter path.
func (r *resolver) nameIterators(s *model.Service) {
	taken := map[string]bool{}
	var all []*model.Operation
	for i := range s.Operations {
		op := &s.Operations[i]
		taken[op.Name] = true
		all = append(all, op)
	}
	rank := func(op *model.Operation) int {
		if r.names.entries["methods"][op.Method+" "+op.Path] != nil {
			return 0
		}
		return strings.Count(op.Path, "/")
	}
	slices.SortStableFunc(all, func(a, b *model.Operation) int { return cmp.Compare(rank(a), rank(b)) })
	for _, op := range all {
		for i := range op.Iterators {
			it := &op.Iterators[i]
			if taken[it.Name] {
				it.Name = "All" + op.Name + it.Field
			}
			for base, n := it.Name, 2; taken[it.Name]; n++ {
				it.Name = base + strconv.Itoa(n)
			}
			taken[it.Name] = true
		}
	}
}

// iterators returns the methods that go through all pages of an operation.
// ListItems has AllItems; a search has one for each of its pages.
func (r *resolver) iterators(schema operation, op *model.Operation) []model.Iterator {
	result := op.Result.Type
	switch {
	case op.Paging == model.NoPaging || !canMove(op):
		return nil
	case result.Kind == model.PageOf:
		return []model.Iterator{{Name: iteratorName(op.Name), Elem: *result.Elem}}
	}
	var iterators []model.Iterator
	for _, f := range r.types[result.Name].Fields {
		if f.Type.Kind != model.PageOf {
			continue
		}
		it := model.Iterator{Name: "All" + f.GoName, Elem: *f.Type.Elem, Field: f.GoName}
		it.Selector, it.Kind = r.selector(schema, op, f.Wire)
		iterators = append(iterators, it)
	}
	if len(iterators) == 1 {
		iterators[0].Name = iteratorName(op.Name)
	}
	return iterators
}

// canMove reports whether an operation takes the place at which a page begins.
// Without that there is only one page.
func canMove(op *model.Operation) bool {
	switch op.Paging {
	case model.OffsetPaging:
		return op.Option(model.PageOffset) != nil
	case model.CursorPaging:
		return op.Option(model.CursorAfter) != nil || op.Option(model.CursorBefore) != nil
	}
	return false
}

// iteratorName puts All in the place of List.
func iteratorName(list string) string {
	return "All" + strings.TrimPrefix(list, "List")
}

// selector returns the required list of kinds which asks for the page of a name, and the
// kind in Go: of the page tracks, the one that is track on the wire.
func (r *resolver) selector(schema operation, op *model.Operation, page string) (param, kind string) {
	wire := naming.Singular(page)
	for _, p := range schema.params {
		i := slices.IndexFunc(op.Params, func(q model.Param) bool { return q.Wire == p.name && q.Type.Kind == model.List })
		if i >= 0 && p.shape.items != nil && slices.Contains(r.schemas.shape(p.shape.items).enum, any(wire)) {
			return p.name, r.constant(op.Params[i].Type.Elem.Name, wire)
		}
	}
	return "", ""
}

// constant returns a value of a type of texts in Go: the constant that the client has for
// it, or else a literal.
func (r *resolver) constant(typeName, wire string) string {
	if e := r.enums[typeName]; e != nil {
		for _, v := range e.Values {
			if v.Wire == wire {
				return v.GoName
			}
		}
	}
	if name := typeName + naming.Exported(wire); r.runtime[name] != (Declared{}) {
		return name
	}
	return strconv.Quote(wire)
}

// isSingleRead reports whether a method reads one of what another one reads
// many of: the only thing that it requires is one of the IDs.
func isSingleRead(many, one *model.Operation) bool {
	if len(many.Params) != 1 || len(one.Params) != 1 || many.Params[0].Type.Kind != model.List {
		return false
	}
	elem := many.Params[0].Type.Elem
	id, read := one.Params[0].Type, many.Result.Type
	return one.Method == "GET" && one.Body.Kind == model.NoBody &&
		id.Kind == elem.Kind && id.Name == elem.Name &&
		read.Kind == model.List && read.Elem.Pointer && read.Elem.Kind == model.Named && read.Elem.Class == model.Struct &&
		one.Result.Kind == model.Value && one.Result.Type.Kind == model.Named && one.Result.Type.Class == model.Struct
}

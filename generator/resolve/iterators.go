package resolve

import (
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// iterators returns the methods that go through all pages of an operation.
// ListItems has AllItems; a search has one for each of its pages.
func (r *resolver) iterators(op *model.Operation) []model.Iterator {
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
		iterators = append(iterators, model.Iterator{
			Name:  "All" + f.GoName,
			Elem:  *f.Type.Elem,
			Field: f.GoName,
			Kind:  r.kindOf(op, f.Wire),
		})
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

// kindOf returns the constant with which a required list of kinds asks for the
// page of a name: the page tracks for the kind track.
func (r *resolver) kindOf(op *model.Operation, page string) string {
	for _, p := range op.Params {
		if p.Type.Kind != model.List || p.Type.Elem.Class != model.EnumType {
			continue
		}
		for _, v := range r.enums[p.Type.Elem.Name].Values {
			if v.Wire == naming.Singular(page) {
				return v.GoName
			}
		}
	}
	return ""
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

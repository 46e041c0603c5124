package resolve

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// noteLists notes which lists a batch is about, and what it takes to send them in parts.
// It needs the parameters and the body of the method.
func (r *resolver) noteLists(op *model.Operation) {
	b := &op.Batch
	if b.Param == "" {
		return
	}
	b.IDs = strings.HasSuffix(b.Param, "ids")
	for i := range op.Params {
		if p := &op.Params[i]; p.Wire == b.Param && p.In == model.InQuery {
			if !b.Whole {
				p.Role = model.SplitList
			}
			return
		}
	}
	body := r.structOf(op.Body.Type)
	if body == nil {
		return
	}
	for _, f := range body.Fields {
		if b.Whole && f.Wire != b.Param || !b.Whole && f.MaxItems <= 1 {
			continue
		}
		list := model.BatchList{Wire: f.Wire, GoName: f.GoName, Type: f.Type}
		if f.Type.Elem != nil {
			list.Positions = positions(r.structOf(*f.Type.Elem))
		}
		b.Lists = append(b.Lists, list)
	}
	if slices.ContainsFunc(b.Lists, func(l model.BatchList) bool { return l.Positions != "" }) && !b.Whole {
		b.Snapshot = r.snapshot(body)
	}
	if f := body.Field("position"); f != nil && f.Type.Kind == model.Int && f.Type.Pointer {
		b.InsertAt = f.GoName
	}
}

// structOf returns the struct that a reference names, or nil.
func (r *resolver) structOf(ref model.TypeRef) *model.Type {
	if ref.Kind != model.Named || ref.Class != model.Struct {
		return nil
	}
	return r.types[ref.Name]
}

// positions returns the field in which a thing holds its positions in a playlist.
func positions(t *model.Type) string {
	if t == nil {
		return ""
	}
	if f := t.Field("positions"); f != nil && f.Type.Kind == model.List {
		return f.GoName
	}
	return ""
}

// snapshot returns the field of a body that says in which version of a playlist
// positions count. The emitted code compares it with an empty string.
func (r *resolver) snapshot(body *model.Type) string {
	f := body.Field("snapshot_id")
	switch {
	case f == nil || f.Type.Kind == model.Invalid: // there is none, or it is reported where it arose
		return ""
	case r.in.Provisional: // nothing is emitted that could compare it
	case f.Type.Pointer || f.Type.Kind != model.String && !f.Type.IsNamedText():
		r.diags.Errorf(f.Pos, "the property snapshot_id must be a string, never a pointer: it says in which version of a playlist positions count; describe it so in overrides/schema/playlists.yml")
		return ""
	}
	return f.GoName
}

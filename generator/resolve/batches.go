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
		if p := &op.Params[i]; p.Wire == b.Param && (p.In == model.InQuery || p.In == model.InBody) {
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
		r.lose(f.Pos, "the property snapshot_id must be a string, never a pointer: it says in which version of a playlist positions count; describe it so in overrides/schema/playlists.yml")
		return ""
	}
	return f.GoName
}

// noteSingleRead notes how a method that reads one thing makes up for one that reads many:
// which options it is given, and which fields it is to give back.
func (r *resolver) noteSingleRead(many, one *model.Operation) {
	for _, o := range one.Options {
		i := slices.IndexFunc(many.Options, func(other model.Param) bool { return other.Wire == o.Wire && other.GoName == o.GoName })
		switch {
		case i < 0:
		case sameGoType(many.Options[i].Type, o.Type):
			many.Batch.Shared = append(many.Batch.Shared, o.GoName)
		case !r.in.Provisional:
			many.Batch.Single = ""
			r.lose(many.Pos, "the option %s of %s is of another type than that of %s, with which it is read in development mode; describe both in one way in overrides/schema/requests.yml", o.GoName, many.QualifiedName(), one.QualifiedName())
		}
	}
	full, simplified := r.structOf(one.Result.Type), r.structOf(*many.Result.Type.Elem)
	if full == simplified {
		return
	}
	for _, f := range simplified.Fields {
		source := full.Field(f.Wire)
		switch {
		case source != nil && source.GoName == f.GoName && sameGoType(source.Type, f.Type):
			many.Batch.Copied = append(many.Batch.Copied, f.GoName)
		case !r.in.Provisional:
			many.Batch.Single = ""
			r.lose(f.Pos, "a %s has no %s like it; the batch read of %s cannot be replaced by single reads in development mode: remove its x-spotgen-replacement", full.Name, f.GoName, simplified.Name)
			return
		}
	}
}

// sameGoType reports whether a value of one type can be assigned to the other in Go.
func sameGoType(a, b model.TypeRef) bool {
	if a.Kind != b.Kind || a.Name != b.Name || a.Pointer != b.Pointer || (a.Elem == nil) != (b.Elem == nil) {
		return false
	}
	return a.Elem == nil || sameGoType(*a.Elem, *b.Elem)
}

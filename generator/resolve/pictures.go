package resolve

import (
	"fmt"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

const pictureKey = "x-spotgen-picture"

// picture reads what overrides say of an object that describes a picture. The fields are
// found later, because lists of the object may be among them.
func (r *resolver) picture(s shape, at place) *model.Picture {
	given, ok := s.extensions[pictureKey]
	if !ok {
		return nil
	}
	object, _ := given.(map[string]any)
	list, _ := object["list"].(string)
	if !naming.IsExported(list) {
		r.diags.Errorf(r.in.Pos(at.pointer+"/"+pictureKey), "%s needs a Go name for lists of the object: {list: Images, url: …, width: …, height: …}", pictureKey)
		return nil
	}
	return &model.Picture{List: list}
}

// listOf returns the type of lists of a type, which may have a name.
func (r *resolver) listOf(elem model.TypeRef) model.TypeRef {
	list := model.TypeRef{Kind: model.List, Elem: &elem}
	if t := r.types[elem.Name]; elem.Kind == model.Named && elem.Class == model.Struct && !elem.Pointer && !elem.Single && t != nil && t.Picture != nil {
		list.Name = t.Picture.List
	}
	return list
}

// addPicture finds the fields that tell where a picture is, and how large.
func (r *resolver) addPicture(t *model.Type, a asked) {
	object, _ := a.extensions[pictureKey].(map[string]any)
	if t.Picture == nil || object == nil {
		return
	}
	isText := func(ref model.TypeRef) bool { return ref.Kind == model.String && !ref.Pointer && !ref.Single }
	isNumber := func(ref model.TypeRef) bool { return ref.Kind == model.Int && !ref.Single }
	for _, part := range []struct {
		key  string
		fits func(model.TypeRef) bool
		into **model.Step
	}{
		{"url", isText, &t.Picture.URL}, {"width", isNumber, &t.Picture.Width}, {"height", isNumber, &t.Picture.Height},
	} {
		given, ok := object[part.key]
		if !ok {
			continue
		}
		f := t.Field(fmt.Sprint(given))
		if f == nil || !part.fits(f.Type) {
			r.stale(r.in.Pos(a.pointer+"/"+pictureKey+"/"+part.key), "%s: %s has no property %v that can be the %s: that is a text for url, or else an integer; correct or remove the entry", pictureKey, t.Name, given, part.key)
			continue
		}
		*part.into = &model.Step{GoName: f.GoName, Type: f.Type}
	}
}

package resolve

import (
	"net/http"
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// linkRequested notes the methods that read tracks by their IDs: the API may answer
// another track in the place of one that was asked for.
func linkRequested(api *model.API) {
	for _, op := range api.Operations() {
		ref, ofList := op.Result.Type, false
		if ref.Kind == model.List {
			ref, ofList = *ref.Elem, true
		}
		reads := op.Method == http.MethodGet && (op.Result.Kind == model.Value || op.Result.Kind == model.Unwrap)
		if !reads || ref.Class != model.Struct || ofList && !ref.Pointer {
			continue
		}
		if i := slices.IndexFunc(api.Types, func(t model.Type) bool { return t.Name == ref.Name && t.Relinkable }); i >= 0 {
			t := &api.Types[i]
			op.Requested = requestedID(op, t, ofList)
			t.ReadByID = t.ReadByID || op.Requested != ""
		}
	}
}

// requestedID returns the wire name of the parameter that names the track of an answer, or
// the tracks of a list; empty if there is no such parameter.
func requestedID(op *model.Operation, t *model.Type, ofList bool) string {
	for _, p := range op.Params {
		id := p.Type
		if ofList != (id.Kind == model.List) || ofList && p.Role != model.SplitList {
			continue
		}
		if ofList {
			id = *id.Elem
		}
		if id.Kind == model.Named && id.Name == t.IDType {
			return p.Wire
		}
	}
	return ""
}

package diff_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// TestLayeredTypes compares versions of which the newer one has layers of two types, each
// of which holds both types of the next layer. There are more ways through them than
// could ever be walked, and one new operation brings them all.
func TestLayeredTypes(t *testing.T) {
	const layers = 40
	before := build(t, nil, nil)
	after := layered(t, layers, "Songs.Get")
	added := diff.Compare(before, after)
	want := "operation-added GET /songs/{id}"
	if got := told(added); got != want {
		t.Errorf("changes are\n%s\nwant\n%s", got, want)
	}
	if got, want := len(added.Changes[0].Go), 2*layers; got < want {
		t.Errorf("the operation brings %d names, want at least %d", got, want)
	}
	if got, want := told(diff.Compare(after, before)), "operation-removed GET /songs/{id}"; got != want {
		t.Errorf("on the way back, changes are\n%s\nwant\n%s", got, want)
	}
	// Where two operations bring them, none of them is why.
	both := told(diff.Compare(before, layered(t, layers, "Songs.Get", "Songs.List")))
	if got := strings.Count(both, "type-added"); got != 2*layers {
		t.Errorf("%d types are new, want %d:\n%s", got, 2*layers, both)
	}
}

// TestCircularTypes makes sure that types which hold each other come with the operation
// that brings them.
func TestCircularTypes(t *testing.T) {
	ring := []model.Type{
		{Name: "A", Schema: "A", Fields: []model.Field{field("b", "B")}},
		{Name: "B", Schema: "B", Fields: []model.Field{field("c", "C")}},
		{Name: "C", Schema: "C", Fields: []model.Field{field("a", "A"), field("b", "B")}},
	}
	after := build(t, ring, []model.Operation{operation("Songs", "Get", "GET", "/songs/{id}", "B")})
	if got, want := told(diff.Compare(build(t, nil, nil), after)), "operation-added GET /songs/{id}"; got != want {
		t.Errorf("changes are\n%s\nwant\n%s", got, want)
	}
}

// BenchmarkCompareRenamed measures what it takes where everything has another name:
// 1,000 operations with as many types of their own, and as many types within those.
func BenchmarkCompareRenamed(b *testing.B) {
	before, after := renamedVersion(b, 1000, "Song", "songs"), renamedVersion(b, 1000, "Tune", "tunes")
	changes := 0
	for b.Loop() {
		changes = len(diff.Compare(before, after).Changes)
	}
	b.ReportMetric(float64(changes), "changes")
}

// BenchmarkCompareLayered measures 200 layers of types that hold each other.
func BenchmarkCompareLayered(b *testing.B) {
	before, after := build(b, nil, nil), layered(b, 200, "Songs.Get", "Songs.List")
	for b.Loop() {
		diff.Compare(before, after)
	}
}

// layered makes a version of layers of two types, of which methods answer the first.
func layered(t testing.TB, layers int, methods ...string) diff.Version {
	var types []model.Type
	for i := range layers {
		for _, side := range []string{"L", "R"} {
			layer := model.Type{Name: fmt.Sprintf("%s%03d", side, i), Schema: fmt.Sprintf("%s%03dObject", side, i)}
			if i+1 < layers {
				layer.Fields = []model.Field{field("l", fmt.Sprintf("L%03d", i+1)), field("r", fmt.Sprintf("R%03d", i+1))}
			}
			types = append(types, layer)
		}
	}
	var operations []model.Operation
	for i, method := range methods {
		service, name, _ := strings.Cut(method, ".")
		path := "/songs/{id}" + strings.Repeat("/more", i)
		op := operation(service, name, "GET", path, "L000")
		op.Body = model.Body{Kind: model.JSONBody, Type: model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "R000"}}
		operations = append(operations, op)
	}
	return build(t, types, operations)
}

// renamedVersion makes a version in which everything is named after a noun.
func renamedVersion(t testing.TB, operations int, noun, path string) diff.Version {
	var types []model.Type
	var ops []model.Operation
	for i := range operations {
		outer, inner := fmt.Sprintf("%s%d", noun, i), fmt.Sprintf("%sPart%d", noun, i)
		types = append(types,
			model.Type{Name: outer, Schema: outer + "Object", Fields: []model.Field{field("id", ""), field("title", ""), field("part", inner)}},
			model.Type{Name: inner, Schema: inner + "Object", Fields: []model.Field{field("name", ""), field("uri", ""), field("size", "")}},
		)
		op := operation(noun+"s", fmt.Sprintf("Get%d", i), "GET", fmt.Sprintf("/%s/{id}/%d", path, i), outer)
		op.ID = fmt.Sprintf("get-%d", i)
		ops = append(ops, op)
	}
	return build(t, types, ops)
}

// field makes a field of a named type, or a string.
func field(wire, typeName string) model.Field {
	ref := model.TypeRef{Kind: model.String}
	if typeName != "" {
		ref = model.TypeRef{Kind: model.Named, Class: model.Struct, Name: typeName}
	}
	return model.Field{Wire: wire, GoName: strings.ToUpper(wire[:1]) + wire[1:], Type: ref}
}

func operation(service, name, method, path, result string) model.Operation {
	return model.Operation{
		Service: service, Name: name, Method: method, Path: path,
		Result: model.Result{Kind: model.Value, Type: model.TypeRef{Kind: model.Named, Class: model.Struct, Name: result, Pointer: true}},
	}
}

// build makes a version of types and of the operations of one service.
func build(t testing.TB, types []model.Type, operations []model.Operation) diff.Version {
	api := &model.API{Types: types}
	for _, op := range operations {
		api.Endpoints = append(api.Endpoints, model.Endpoint{Method: op.Method, Path: op.Path, Methods: []string{op.QualifiedName()}})
	}
	if len(operations) > 0 {
		api.Services = []model.Service{{Name: operations[0].Service, Operations: operations}}
	}
	return diff.Version{Model: api, Go: declarations(t, api)}
}

// declarations declares what a version has in Go.
func declarations(t testing.TB, api *model.API) *goapi.API {
	t.Helper()
	var source strings.Builder
	source.WriteString("package spotify\n")
	for _, typ := range api.Types {
		fmt.Fprintf(&source, "type %s struct {\n", typ.Name)
		for _, f := range typ.Fields {
			fmt.Fprintf(&source, "\t%s %s\n", f.GoName, cmp.Or(f.Type.Name, "string"))
		}
		source.WriteString("}\n")
	}
	for _, s := range api.Services {
		fmt.Fprintf(&source, "type %s struct{}\n", s.Type())
		for _, op := range s.Operations {
			fmt.Fprintf(&source, "func (s *%s) %s(id string) (*%s, error) { return nil, nil }\n", s.Type(), op.Name, op.Result.Type.Name)
		}
	}
	exported, err := goapi.Read([]emit.File{{Name: "x.go", Data: []byte(source.String())}})
	if err != nil {
		t.Fatal(err)
	}
	return exported
}

// told lists the kinds and subjects of changes, one a line.
func told(r *diff.Report) string {
	var lines []string
	for _, c := range r.Changes {
		lines = append(lines, string(c.Kind)+" "+c.Subject)
	}
	return strings.Join(lines, "\n")
}

package model_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

func TestPosString(t *testing.T) {
	tests := map[model.Pos]string{
		{}:                               "",
		{File: "a.yml"}:                  "a.yml",
		{File: "a.yml", Line: 3}:         "a.yml:3",
		{File: "a.yml", Line: 3, Col: 7}: "a.yml:3:7",
		{File: "a.yml", Col: 7}:          "a.yml", // a column says nothing without its line
	}
	for pos, want := range tests {
		if got := pos.String(); got != want {
			t.Errorf("%#v is %q, want %q", pos, got, want)
		}
	}
}

func TestDiagnosticsAreSortedAndSaidOnce(t *testing.T) {
	var diags model.Diagnostics
	diags.Errorf(model.Pos{File: "b.yml", Line: 1, Col: 1}, "in b")
	diags.Errorf(model.Pos{File: "a.yml", Line: 10, Col: 1}, "line ten")
	diags.Warnf(model.Pos{File: "a.yml", Line: 2, Col: 9}, "column %d", 9)
	diags.Errorf(model.Pos{File: "a.yml", Line: 2, Col: 10}, "column ten")
	diags.Errorf(model.Pos{File: "a.yml", Line: 2, Col: 9}, "same place")
	diags.Errorf(model.Pos{}, "nowhere")
	diags.Errorf(model.Pos{File: "a.yml", Line: 10, Col: 1}, "line ten")
	want := `nowhere
a.yml:2:9: warning: column 9
a.yml:2:9: same place
a.yml:2:10: column ten
a.yml:10:1: line ten
b.yml:1:1: in b`
	if diff := cmp.Diff(want, diags.Error()); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
	diags[4].Stale = model.Unnecessary
	if got := diags.Sorted()[2].Stale; got != model.Unnecessary {
		t.Errorf("sorted, the finding is %q", got)
	}
	if diags[0].Message != "in b" {
		t.Error("sorting for print has changed the order of the original")
	}
}

func TestDiagnosticsErr(t *testing.T) {
	var diags model.Diagnostics
	if err := diags.Err(); err != nil {
		t.Errorf("no findings are the error %v", err)
	}
	diags.Warnf(model.Pos{}, "careful")
	if err := diags.Err(); err != nil {
		t.Errorf("a warning is the error %v", err)
	}
	diags.Errorf(model.Pos{}, "wrong")
	err := diags.Err()
	var found model.Diagnostics
	if !errors.As(err, &found) || len(found) != 2 {
		t.Errorf("an error beside a warning is %v, want both as model.Diagnostics", err)
	}
}

func TestOperationNames(t *testing.T) {
	api := model.API{Services: []model.Service{
		{Name: "Albums", Operations: []model.Operation{{Service: "Albums", Name: "Get"}, {Service: "Albums", Name: "List"}}},
		{Name: "Songs", Operations: []model.Operation{{Service: "Songs", Name: "Get"}}},
	}}
	var got []string
	for _, op := range api.Operations() {
		op.Summary = "changed through the pointer"
		got = append(got, op.QualifiedName())
	}
	if diff := cmp.Diff([]string{"Albums.Get", "Albums.List", "Songs.Get"}, got); diff != "" {
		t.Errorf("names differ (-want +got):\n%s", diff)
	}
	if api.Services[0].Operations[0].Summary == "" {
		t.Error("Operations returns copies, not the operations of the model")
	}
	if got := api.Services[0].Type(); got != "AlbumsService" {
		t.Errorf("the type of the service is %q", got)
	}
}

func TestField(t *testing.T) {
	typ := model.Type{Fields: []model.Field{{Wire: "a", GoName: "A"}, {Wire: "b", GoName: "B"}}}
	if f := typ.Field("b"); f == nil || f != &typ.Fields[1] {
		t.Errorf("Field(b) = %v, want the field in the type", f)
	}
	if f := typ.Field("B"); f != nil {
		t.Errorf("Field goes by the name on the wire, but B is %v", f)
	}
}

package generator

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// TestStaleOverrides makes sure that overrides which no longer fit are told apart from
// those that did not fit before either, and that other warnings are no overrides.
func TestStaleOverrides(t *testing.T) {
	at := func(line int) model.Pos { return model.Pos{File: "overrides/schema/a.yml", Line: line} }
	before := model.Diagnostics{
		{Pos: at(1), Message: "said another thing", Warning: true, Stale: model.Unmatched},
		{Pos: at(2), Message: "is no override", Warning: true},
	}
	after := model.Diagnostics{
		{Pos: at(1), Message: "fits neither", Warning: true, Stale: model.Unmatched},
		{Pos: at(2), Message: "no longer fits", Warning: true, Stale: model.Unnecessary},
		{Pos: at(3), Message: "is no override", Warning: true},
	}
	want := []diff.Override{
		{Staleness: model.Unmatched, Pos: at(1), Message: "fits neither", Known: true},
		{Staleness: model.Unnecessary, Pos: at(2), Message: "no longer fits"},
	}
	if diff := cmp.Diff(want, staleOverrides(before, after)); diff != "" {
		t.Errorf("overrides (-want +got):\n%s", diff)
	}
}

func TestJoinDiagnostics(t *testing.T) {
	other := errors.New("the disk is full")
	finding := model.Diagnostics{{Message: "wrong"}}
	if err := joinDiagnostics(nil, nil); err != nil {
		t.Errorf("no errors are %v", err)
	}
	if err := joinDiagnostics(finding, other); err != other {
		t.Errorf("beside findings, an error is %v", err)
	}
	if err := joinDiagnostics(nil, finding); err == nil || err.Error() != "wrong" {
		t.Errorf("findings are %v", err)
	}
	stale := model.Diagnostics{{Message: "matches nothing", Warning: true, Stale: model.Unmatched}, {Message: "broken"}}
	if err := joinDiagnostics(stale, finding); err == nil || err.Error() != "broken\nwrong" {
		t.Errorf("with stale overrides, findings are %v", err)
	}
	if len(stale) != 2 || !stale[0].Warning {
		t.Errorf("the findings of a version have become %v", stale)
	}
}

// TestComparedAPI makes sure that what is left out of a package for a comparison
// exports nothing: the API is that of the package as it is generated.
func TestComparedAPI(t *testing.T) {
	in, err := ReadInputs("../spec/open-api-schema.yml", "../overrides", "../gen")
	if err != nil {
		t.Fatal(err)
	}
	v := newVersion(in, "", CompareOptions{}, runtimeOf(in.Runtime))
	if v.err != nil {
		t.Fatal(v.err)
	}
	files, err := emit.Emit(v.Model, in.Runtime)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := goapi.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole.Text(), v.Go.Text()); diff != "" {
		t.Errorf("the compared API differs (-generated +compared):\n%s", diff)
	}
	if found := goapi.Compare(whole, v.Go); len(found) > 0 {
		t.Errorf("the compared API has the differences %v", found)
	}
}

package diff_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// TestValueRenamed has what only a change of the rules of naming brings about: the same
// value under another constant.
func TestValueRenamed(t *testing.T) {
	version := func(constant string) diff.Version {
		return diff.Version{
			Model: &model.API{Enums: []model.Enum{{Name: "Mood", Values: []model.EnumValue{{Wire: "sad", GoName: constant}}}}},
			Go:    read(t, "type Mood string\n\nconst "+constant+" Mood = \"sad\"\n"),
		}
	}
	want := []diff.Change{{
		Kind: diff.ValueRenamed, Group: diff.Enums, Effect: diff.Compile, Subject: "Mood sad", Old: diff.Textf("%s", "MoodSad"), New: diff.Textf("%s", "MoodIsSad"),
		Text: diff.Textf("The value %q of %s is called %s in Go now; it was %s.", "sad", "Mood", "MoodIsSad", "MoodSad"),
		Advice: diff.Advice{
			Kind: diff.UseInstead, Use: []string{"MoodIsSad"},
			Text: diff.Textf("Use %s instead of %s.", diff.About("MoodIsSad"), diff.About("MoodSad")),
		},
		Go: []diff.GoName{
			{Name: "MoodIsSad", New: `const MoodIsSad Mood = "sad"`},
			{Name: "MoodSad", Old: `const MoodSad Mood = "sad"`, Breaking: true},
		},
	}}
	if diff := cmp.Diff(want, diff.Compare(version("MoodSad"), version("MoodIsSad")).Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func read(t *testing.T, source string) *goapi.API {
	t.Helper()
	api, err := goapi.Read([]emit.File{{Name: "x.go", Data: []byte("package spotify\n\n" + source)}})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// TestEmpty makes sure that versions without anything are compared, too.
func TestEmpty(t *testing.T) {
	report := diff.Compare(diff.Version{Name: "old", Model: &model.API{}}, diff.Version{Name: "new", Model: &model.API{}})
	want := &diff.Report{Old: diff.Side{Name: "old"}, New: diff.Side{Name: "new"}, Raw: true}
	if diff := cmp.Diff(want, report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}

func TestEffects(t *testing.T) {
	tests := []struct {
		effect   diff.Effect
		name     string
		breaking bool
		step     diff.Step
	}{
		{diff.None, "none", false, diff.NoStep},
		{diff.Comment, "comment", false, diff.Patch},
		{diff.Additive, "additive", false, diff.Minor},
		{diff.Behaviour, "behaviour", true, diff.Minor},
		{diff.Compile, "compile", true, diff.Major},
	}
	var changes []diff.Change
	for _, test := range tests {
		changes = append(changes, diff.Change{Effect: test.effect})
		r := diff.Report{Changes: changes}
		if r.Effect() != test.effect || r.Step() != test.step || r.Count(test.effect) != 1 || test.effect.Breaking() != test.breaking {
			t.Errorf("with %s, a report is %s and a step %s; breaking: %v, counted %d times",
				test.name, r.Effect(), r.Step(), test.effect.Breaking(), r.Count(test.effect))
		}
		text, err := json.Marshal(test.effect)
		if err != nil || string(text) != `"`+test.name+`"` {
			t.Errorf("%d is written as %s (%v), want %s", test.effect, text, err, test.name)
		}
		var back diff.Effect
		if err := json.Unmarshal(text, &back); err != nil || back != test.effect {
			t.Errorf("%s is read as %v (%v)", text, back, err)
		}
	}
	if raw := (&diff.Report{Raw: true, Changes: changes}); raw.Step() != diff.NoStep {
		t.Errorf("the step of a raw report is %s", raw.Step())
	}
	for _, bad := range []diff.Effect{-1, 5} {
		if text, err := json.Marshal(bad); err == nil {
			t.Errorf("%d is written as %s, want an error", bad, text)
		}
	}
	var effect diff.Effect
	if err := json.Unmarshal([]byte(`"terrible"`), &effect); err == nil {
		t.Errorf("terrible is read as %s, want an error", effect)
	}
}

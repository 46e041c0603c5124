package main

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
)

// TestWhatComesWithTheCommand makes sure that all of the repository's inputs, and no
// others, are what the command has in it, and that it says whose they are.
func TestWhatComesWithTheCommand(t *testing.T) {
	want, err := generator.ReadInputs("../../spec/open-api-schema.yml", "../../overrides", "../../gen")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	var in inputs
	got, _, err := in.read()
	if err != nil {
		t.Fatal(err)
	}
	want.Spec.Name = modulePath + "/spec/open-api-schema.yml"
	want.Names.Name = modulePath + "/overrides/names.yml"
	want.Docs.Name = modulePath + "/overrides/docs.yml"
	for i := range want.Overlay {
		want.Overlay[i].Name = modulePath + want.Overlay[i].Name[len("../.."):]
	}
	// Bytes are compared one by one, texts as a whole.
	asText := cmp.Transformer("text", func(data []byte) string { return string(data) })
	if diff := cmp.Diff(want, got, asText); diff != "" {
		t.Errorf("inputs (-repository +command):\n%s", diff)
	}
	if schemaDate() == "" {
		t.Error("the day of the schema is not known")
	}
}

func TestOrigin(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	for _, test := range []struct {
		in      inputs
		outside bool
		want    string
	}{
		{inputs{}, false, ""},
		{inputs{}, true, "from the schema " + schemaDate() + "that comes with spotgen"},
		{inputs{spec: filepath.Join(root, specFile)}, true, "with the overrides that come with spotgen"},
		{inputs{overrides: filepath.Join(root, overridesDir)}, true, "from the schema " + schemaDate() + "that comes with spotgen"},
		{inputs{spec: filepath.Join(root, specFile), overrides: filepath.Join(root, overridesDir)}, true, ""},
	} {
		t.Run(test.want, func(t *testing.T) {
			if test.outside {
				t.Chdir(t.TempDir())
			}
			if _, _, err := test.in.read(); err != nil {
				t.Fatal(err)
			}
			if test.in.origin != test.want {
				t.Errorf("got %q, want %q", test.in.origin, test.want)
			}
		})
	}
}

package generator_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
)

// TestOtherAPI makes sure that an API that has nothing to do with music becomes a client
// without any override, and that nothing that is made from it speaks of Spotify.
// library.txtar of cmd/spotgen calls it.
func TestOtherAPI(t *testing.T) {
	const name = "testdata/library/openapi.yml"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in := generator.Inputs{Spec: load.Source{Name: name, Data: data}, Runtime: repositoryInputs(t).Runtime}
	out, err := generator.Generate(in, generator.Options{Package: "library"})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Warnings) > 0 {
		t.Errorf("the warnings are\n%v\nwant none", out.Warnings)
	}
	if _, errs := checkerOf(t).Check("library", out.Files); len(errs) > 0 {
		t.Errorf("the package does not compile: %v", errs)
	}
	foreign := regexp.MustCompile(`(?i)spotify|web api`)
	for _, f := range emit.Made(out.Files) {
		for i, line := range strings.Split(string(f.Data), "\n") {
			if foreign.MatchString(line) {
				t.Errorf("%s:%d speaks of another API: %s", f.Name, i+1, line)
			}
		}
	}
}

package generator_test

import (
	"path"
	"slices"
	"testing"

	"github.com/spotgen/spotgen/generator/emit"
)

// TestHandwrittenFilesStandAlone makes sure that the hand-written files of the client name
// nothing that is emitted beside them: they are copied into other clients, which have
// other types. TestFakeNeedsTheRuntimeOnly does the same for the fake server.
func TestHandwrittenFilesStandAlone(t *testing.T) {
	in := repositoryInputs(t)
	_, errs := checkerOf(t).Check("spotify", asFiles(in.Runtime))
	for _, err := range errs {
		t.Errorf("gen/spotify without what is emitted: %v", err)
	}
	more := emit.Source{Path: "gen/spotify/more.go", Data: []byte("package spotify\n\nvar _ Track\n")}
	if _, errs := checkerOf(t).Check("spotify", asFiles(append(slices.Clip(in.Runtime), more))); len(errs) != 1 {
		t.Errorf("a file that names an emitted type: %v, want one error", errs)
	}
}

func asFiles(sources []emit.Source) []emit.File {
	var files []emit.File
	for _, source := range sources {
		files = append(files, emit.File{Name: path.Base(source.Path), Data: source.Data, CopyOf: source.Path})
	}
	return files
}

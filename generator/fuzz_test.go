package generator_test

import (
	"bytes"
	"errors"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/resolve"
)

// FuzzGenerate feeds the generator with anything. It must come to an end,
// either with files that are Go, or with findings, whether or not parts may be lost.
func FuzzGenerate(f *testing.F) {
	specs, err := filepath.Glob("testdata/cases/*/spec.yml")
	if err != nil || len(specs) == 0 {
		f.Fatalf("no cases to start from: %v", err)
	}
	for _, spec := range specs {
		in := caseInputs(f, filepath.Dir(spec))
		var overlay []byte
		if len(in.Overlay) > 0 {
			overlay = in.Overlay[0].Data
		}
		f.Add(in.Spec.Data, overlay, in.Names.Data, in.Docs.Data)
	}
	runtime := runtimeSources(f)
	f.Fuzz(func(t *testing.T, spec, overlay, names, docs []byte) {
		in := generator.Inputs{
			Spec:    load.Source{Name: "spec.yml", Data: spec},
			Names:   resolve.Text{Name: "names.yml", Data: names},
			Docs:    resolve.Text{Name: "docs.yml", Data: docs},
			Runtime: runtime,
		}
		if len(overlay) > 0 {
			in.Overlay = []load.Source{{Name: "overlay.yml", Data: overlay}}
		}
		for _, opts := range []generator.Options{{}, {StaleAsWarning: true}} {
			out, err := generator.Generate(in, opts)
			if err != nil {
				checkFindings(t, err)
				continue
			}
			checkFiles(t, out.Files)
		}
	})
}

// FuzzMutatedSchema changes the structure of the real schema under the real overrides. It
// must generate, and what it emits must be Go.
func FuzzMutatedSchema(f *testing.F) {
	for seed := range uint32(3) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint32) {
		data, done := mutate(t, realDocument(t), int(seed))
		out, err := generator.Generate(changedInputs(t, data), realOptions)
		if err != nil {
			t.Fatalf("refused: %v\nmade by: %s", err, strings.Join(done, "; then: "))
		}
		checkFiles(t, out.Files)
	})
}

// checkFindings makes sure that an error is a list of findings, each of which
// says something and has a place.
func checkFindings(t *testing.T, err error) {
	t.Helper()
	var diags model.Diagnostics
	if !errors.As(err, &diags) {
		t.Fatalf("the error is a %T, not model.Diagnostics: %v", err, err)
	}
	if len(diags) == 0 {
		t.Fatal("the error has no findings")
	}
	for _, d := range diags {
		if d.Pos.File == "" || strings.TrimSpace(d.Message) == "" {
			t.Errorf("finding without a place or a message: %q", d)
		}
	}
}

// checkFiles makes sure that files are Go and show that they are emitted.
func checkFiles(t *testing.T, files []emit.File) {
	t.Helper()
	for _, file := range files {
		if file.Name != filepath.Base(file.Name) || strings.HasSuffix(file.Name, "_test.go") {
			t.Errorf("%q is no name for an emitted file", file.Name)
		}
		if !bytes.HasPrefix(file.Data, []byte(emit.Marker)) {
			t.Errorf("%s does not begin with %q", file.Name, emit.Marker)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), file.Name, file.Data, parser.SkipObjectResolution); err != nil {
			t.Errorf("emitted file does not parse: %v\n%s", err, file.Data)
		}
	}
}

// TestShapelessInputs runs inputs that are not worth a case of their
// own through the fuzz target's checks: files that are empty, cut off, or not
// what they are said to be.
func TestShapelessInputs(t *testing.T) {
	whole, err := os.ReadFile("testdata/cases/unions/spec.yml")
	if err != nil {
		t.Fatal(err)
	}
	inputs := map[string]generator.Inputs{
		"nothing":         {},
		"names are text":  {Spec: load.Source{Data: whole}, Names: resolve.Text{Data: []byte("text")}},
		"names are blank": {Spec: load.Source{Data: whole}, Names: resolve.Text{Data: []byte("# only a comment\n---\n")}},
		"docs are a list": {Spec: load.Source{Data: whole}, Docs: resolve.Text{Data: []byte("- one\n- two\n")}},
		"docs are binary": {Spec: load.Source{Data: whole}, Docs: resolve.Text{Data: []byte{0xff, 0xfe, 0, 1}}},
	}
	for cut := 0; cut < len(whole); cut += 97 {
		inputs["cut at "+strconv.Itoa(cut)] = generator.Inputs{Spec: load.Source{Data: whole[:cut]}}
	}
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			in.Runtime = runtimeSources(t)
			in.Spec.Name, in.Names.Name, in.Docs.Name = "spec.yml", "names.yml", "docs.yml"
			out, err := generator.Generate(in, generator.Options{})
			if err != nil {
				checkFindings(t, err)
				return
			}
			checkFiles(t, out.Files)
		})
	}
}

// TestMutatedSpecs changes the structure of the cases, which the fuzzer, as it
// changes bytes, seldom does without making them no YAML. The result must be
// findings or a package that compiles. The changes are the same in every run.
func TestMutatedSpecs(t *testing.T) {
	specs, err := filepath.Glob("testdata/cases/*/spec.yml")
	if err != nil || len(specs) == 0 {
		t.Fatalf("no cases to start from: %v", err)
	}
	generated, tries := 0, 30
	if *exhaustive {
		tries = 250
	}
	for i := range tries {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		in := caseInputs(t, filepath.Dir(specs[i%len(specs)]))
		in.Spec.Data = mutated(t, in.Spec.Data, random)
		out, err := generator.Generate(in, generator.Options{StaleAsWarning: true})
		if err != nil {
			checkFindings(t, err)
		} else {
			generated++
			for _, err := range typeCheck(t, out.Files, out.Fake) {
				t.Error(err)
			}
		}
		if t.Failed() {
			t.Fatalf("made from change %d of %s:\n%s", i, specs[i%len(specs)], in.Spec.Data)
		}
	}
	if generated < tries/10 {
		t.Errorf("only %d of %d changed schemas generate; the changes are too harsh to find anything", generated, tries)
	}
}

// mutated removes a key of a document, exchanges two parts of one kind, or puts
// a part in the place of another, once or twice.
func mutated(t *testing.T, data []byte, random *rand.Rand) []byte {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	for range 1 + random.IntN(2) {
		nodes := descendants(&document)
		a, b := nodes[random.IntN(len(nodes))], nodes[random.IntN(len(nodes))]
		switch {
		case a.Kind == yaml.MappingNode && len(a.Content) > 1:
			key := random.IntN(len(a.Content)/2) * 2
			a.Content = slices.Delete(slices.Clone(a.Content), key, key+2)
		case a.Kind == b.Kind && random.IntN(2) == 0:
			copyOfA, copyOfB := cloned(a), cloned(b)
			*a, *b = *copyOfB, *copyOfA
		default:
			*a = *cloned(b)
		}
	}
	data, err := yaml.Marshal(&document)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func descendants(node *yaml.Node) []*yaml.Node {
	var all []*yaml.Node
	for _, child := range node.Content {
		all = append(append(all, child), descendants(child)...)
	}
	return all
}

func cloned(node *yaml.Node) *yaml.Node {
	clone := *node
	clone.Content = nil
	for _, child := range node.Content {
		clone.Content = append(clone.Content, cloned(child))
	}
	return &clone
}

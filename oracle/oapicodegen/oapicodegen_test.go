package oapicodegen_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/oracle/oapicodegen"
)

var update = flag.Bool("update", false, "write the stock client instead of comparing it")

// root is the root of the repository, seen from here.
const root = "../.."

// TestStock makes sure that the client which the requests are compared with is
// what oapi-codegen makes of the schema today.
func TestStock(t *testing.T) {
	want := stock(t)
	file := filepath.Join("..", "stock", "client.gen.go")
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what oapi-codegen makes of the schema; run make stock and review the change (-committed +made):\n%s",
			file, firstDifference(got, want))
	}
}

// TestSmaller makes sure that the emitted client has fewer lines than the stock
// one, although it does more.
func TestSmaller(t *testing.T) {
	emitted := lines(t, filepath.Join(root, "gen", "spotify", "*.go"))
	stock := lines(t, filepath.Join("..", "stock", "client.gen.go"))
	if emitted >= stock {
		t.Errorf("gen/spotify has %d lines, the stock client %d", emitted, stock)
	}
	t.Logf("gen/spotify has %d lines, the stock client %d", emitted, stock)
}

func lines(t *testing.T, pattern string) int {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: no files: %v", pattern, err)
	}
	n := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, []byte("\n"))
	}
	return n
}

// TestPrepare makes sure that the schema is as somebody without spotgen would
// have it, and that what the pipeline uses stays as it is.
func TestPrepare(t *testing.T) {
	doc := document(t)
	before, err := json.Marshal(doc.Spec)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := oapicodegen.Prepare(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"x-go-`, `"x-spotgen-`} {
		if !bytes.Contains(before, []byte(key)) {
			t.Errorf("the schema has no %s…, so that the test proves nothing", key)
		}
		if bytes.Contains(schema, []byte(key)) {
			t.Errorf("the prepared schema has %s…", key)
		}
	}
	if after, err := json.Marshal(doc.Spec); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the document has changed: %v", err)
	}
}

// stock returns the stock client for the schema of the repository.
func stock(t *testing.T) []byte {
	t.Helper()
	schema, err := oapicodegen.Prepare(document(t))
	if err != nil {
		t.Fatal(err)
	}
	source, err := oapicodegen.Stock(schema)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func document(t *testing.T) *load.Document {
	t.Helper()
	in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		t.Fatal(err)
	}
	doc, _, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: true})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// firstDifference shows where two long texts part: a diff of all of it would
// take longer to read than the change of the schema.
func firstDifference(a, b []byte) string {
	aLines, bLines := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	i := 0
	for i < len(aLines) && i < len(bLines) && bytes.Equal(aLines[i], bLines[i]) {
		i++
	}
	window := func(lines [][]byte) string {
		return string(bytes.Join(lines[i:min(i+10, len(lines))], []byte("\n")))
	}
	return cmp.Diff(window(aLines), window(bLines))
}

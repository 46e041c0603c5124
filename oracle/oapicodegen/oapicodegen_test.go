package oapicodegen_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/oracle/oapicodegen"
)

// root is the root of the repository, seen from here.
const root = "../.."

// TestSmaller makes sure that what is emitted has at most half of the lines of the
// stock client, although it does more. The hand-written files beside it do what the stock client does
// not do at all, such as logins, retries, and the cache.
func TestSmaller(t *testing.T) {
	emitted := lines(t, filepath.Join(root, "gen", "spotify", "*_gen.go"))
	stock := bytes.Count(stock(t), []byte("\n"))
	if emitted > stock/2 {
		t.Errorf("what is emitted has %d lines, more than half of the %d of the stock client", emitted, stock)
	}
	t.Logf("what is emitted has %d lines, the stock client %d", emitted, stock)
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
	source, err := oapicodegen.ForRepository(root)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func document(t *testing.T) *load.Document {
	t.Helper()
	doc, err := oapicodegen.ReadRepository(root)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

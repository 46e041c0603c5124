package emit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

// TestFlags makes sure that what a package records can be read again, that Go does not
// show it, and that gofmt leaves it alone.
func TestFlags(t *testing.T) {
	for _, test := range []struct {
		words []string
		line  string
	}{
		{[]string{"--package", "music"}, "//spotgen:flags --package music"},
		{[]string{"--include-operations", "GET /albums/{id},Albums.*"}, `//spotgen:flags --include-operations "GET /albums/{id},Albums.*"`},
		{[]string{"--spec", `..\my "own".yml`, "--stale", "warn"}, `//spotgen:flags --spec "..\\my \"own\".yml" --stale warn`},
		{[]string{"--spec", ""}, `//spotgen:flags --spec ""`},
		{[]string{"a\nb", "\u202e", "é", "*/"}, `//spotgen:flags "a\nb" "\u202e" "é" */`},
	} {
		api := &model.API{Package: "music", Doc: "Package music is small.\n\n\tcode", Flags: test.words}
		files, err := Emit(api, nil)
		if err != nil {
			t.Fatal(err)
		}
		doc := fileNamed(t, files, "doc_gen.go")
		if want := "\n//\tcode\n//\n" + test.line + "\npackage music\n"; !strings.HasSuffix(string(doc.Data), want) {
			t.Errorf("%q: doc.go ends with\n%s\nwant\n%s", test.words, doc.Data, want)
		}
		words, found, err := Flags(doc)
		if diff := cmp.Diff(test.words, words); diff != "" || !found || err != nil {
			t.Errorf("%q: read again (%v, %v; -want +got):\n%s", test.words, found, err, diff)
		}
	}
}

func TestFlagsThatAreNotThere(t *testing.T) {
	for _, test := range []struct{ source, err string }{
		{Marker + " once; DO NOT EDIT.\n\n// Package a is small.\npackage a\n", ""},
		{Marker + " once; DO NOT EDIT.\n\npackage a\n\n//spotgen:flags --package a\n", ""},
		{Marker + " once; DO NOT EDIT.\n\n// Package a is.\n//\n//spotgen:flagship a\npackage a\n", ""},
		{"// Package a is small.\n//\n//spotgen:flags --package a\npackage a\n", ""},
		{Marker + " once; DO NOT EDIT.\n\n//spotgen:flags --package \"a\npackage a\n", "doc.go:3:1: the quotation mark before a has no other one; generate the package again"},
		{Marker + " once; DO NOT EDIT.\n\nno Go", "doc.go:3:1: expected 'package', found no"},
	} {
		words, found, err := Flags(File{Name: "doc.go", Data: []byte(test.source)})
		if found || words != nil {
			t.Errorf("%s: found %q", test.source, words)
		}
		if (err != nil || test.err != "") && (err == nil || err.Error() != test.err) {
			t.Errorf("%s: error %v, want %q", test.source, err, test.err)
		}
	}
}

func fileNamed(t *testing.T, files []File, name string) File {
	t.Helper()
	for _, f := range files {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no file %s", name)
	return File{}
}

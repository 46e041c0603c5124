package generator_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const modulePath = "github.com/spotgen/spotgen"

// layers orders the packages of the module: each may import those of the layers
// below its own, and nobody else.
func layers() [][]string {
	return [][]string{
		{"generator", "internal/cli"},
		{"generator/compare/release"},
		{"generator/compare/report", "generator/compare/source"},
		{"generator/drift", "generator/compare/fetch", "generator/compare/diff"}, // compare with what emit makes, read what load can parse
		{"generator/compare/goapi", "generator/compare/lint", "generator/compare/verify"},
		{"generator/load", "generator/resolve", "generator/emit", "generator/prune"},
		{"generator/model", "generator/naming", "generator/compare/overlay", "templates"},
		{"internal/nearest"},
	}
}

// TestImports holds the direction of the imports.
func TestImports(t *testing.T) {
	missing := slices.Concat(layers()...)
	for _, p := range listPackages(t, "./...") {
		missing = slices.DeleteFunc(missing, func(short string) bool { return short == p.short() })
		for _, imported := range p.Imports {
			if short, ok := strings.CutPrefix(imported, modulePath+"/"); ok && !mayImport(p, short) {
				t.Errorf("%s imports %s, which is not below it", p.short(), short)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("there are no packages %q; remove them from the layers", missing)
	}
}

// mayImport reports whether a package may import another one of the module.
func mayImport(p goPackage, imported string) bool {
	top, _, _ := strings.Cut(p.short(), "/")
	layer := layerOf(imported)
	switch {
	case p.short() == "gen/spotify":
		return false
	case p.short() == "gen/spotifytest":
		return imported == "gen/spotify"
	case p.short() == "gen/spotifytest/storetest":
		return imported == "gen/spotify" || imported == "gen/spotifytest"
	case top == "examples":
		return strings.HasPrefix(imported, "gen/")
	case p.short() == "cmd/spotifyfake":
		return strings.HasPrefix(imported, "gen/") || imported == "internal/cli" || imported == "internal/nearest"
	case p.short() == "internal/cli":
		return imported == "internal/nearest"
	case p.short() == "internal/typecheck":
		return imported == "generator/emit"
	case p.Name == "main":
		return layer >= 0
	}
	own := layerOf(p.short())
	return own >= 0 && layer > own
}

// layerOf returns the index of the layer of a package, or -1.
func layerOf(short string) int {
	return slices.IndexFunc(layers(), func(layer []string) bool { return slices.Contains(layer, short) })
}

// TestImportersOfOAPICodegen keeps the package state of oapi-codegen, and its
// idea of a client, out of all but one package of the pipeline.
func TestImportersOfOAPICodegen(t *testing.T) {
	var got []string
	for _, p := range listPackages(t, "./...") {
		if slices.ContainsFunc(p.Imports, func(path string) bool {
			return strings.HasPrefix(path, "github.com/oapi-codegen/oapi-codegen/")
		}) {
			got = append(got, p.short())
		}
	}
	if want := []string{"generator/resolve"}; !slices.Equal(got, want) {
		t.Errorf("oapi-codegen is imported by %q, want %q", got, want)
	}
}

// TestDependencies makes sure that importing the client brings in nothing but
// golang.org/x/oauth2, and locks of files with what they need.
func TestDependencies(t *testing.T) {
	found := 0
	for _, p := range listPackages(t, "-deps", "./gen/...") {
		switch {
		case p.Standard:
		case strings.HasPrefix(p.ImportPath, modulePath+"/gen/"):
			found++
		case p.ImportPath == "github.com/gofrs/flock", strings.HasPrefix(p.ImportPath, "golang.org/x/sys/"):
		case p.ImportPath != "golang.org/x/oauth2" && !strings.HasPrefix(p.ImportPath, "golang.org/x/oauth2/"):
			t.Errorf("the client depends on %s", p.ImportPath)
		}
	}
	if found == 0 {
		t.Error("no client found")
	}
}

// goPackage is what go list tells of a package, its tests left out.
type goPackage struct {
	ImportPath string
	Name       string
	Standard   bool
	Imports    []string
}

// short is the import path inside the module.
func (p goPackage) short() string { return strings.TrimPrefix(p.ImportPath, modulePath+"/") }

func listPackages(t *testing.T, args ...string) []goPackage {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Name,Standard,Imports"}, args...)...)
	command.Dir = ".."
	out, err := command.Output()
	var exit *exec.ExitError
	if ok := errors.As(err, &exit); ok {
		t.Fatalf("go list: %v: %s", err, exit.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := decoder.Decode(&p); err == io.EOF {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

package spotifytest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// emittedScopes reads the constants of the client, which has no list of them.
func emittedScopes(t *testing.T) []spotify.Scope {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../spotify/scopes_gen.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var scopes []spotify.Scope
	for node := range ast.Preorder(file) {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for _, value := range spec.Values {
			literal, ok := value.(*ast.BasicLit)
			if !ok {
				t.Fatalf("%s is no literal", spec.Names[0])
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			scopes = append(scopes, spotify.Scope(text))
		}
	}
	return scopes
}

func TestAllScopes(t *testing.T) {
	want, got := emittedScopes(t), allScopes()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-client +server):\n%s", diff)
	}
}

func TestParseScopes(t *testing.T) {
	for _, test := range []struct {
		text string
		want []spotify.Scope
		ok   bool
	}{
		{"", nil, true},
		{"  ", nil, true},
		{"user-top-read streaming", []spotify.Scope{"user-top-read", "streaming"}, true},
		{" streaming  streaming ", []spotify.Scope{"streaming"}, true},
		{"streaming\tuser-top-read", nil, false},
		{"streaming user-personalized", nil, false},
		{"streaming user-soa-unlink", nil, false},
		{"soa-manage-entitlements", nil, false},
		{"soa-manage-partner", nil, false},
		{"soa-create-partner", nil, false},
	} {
		got, ok := parseScopes(test.text)
		if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
			t.Errorf("%q: ok %v (-want +got):\n%s", test.text, ok, diff)
		}
	}
}

package emit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

func TestComment(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing":    {"", []string{"//"}},
		"a sentence": {"Get returns an album.", []string{"// Get returns an album."}},
		"exactly 80 columns": {
			strings.Repeat("a", 40) + " " + strings.Repeat("b", 36),
			[]string{"// " + strings.Repeat("a", 40) + " " + strings.Repeat("b", 36)},
		},
		"81 columns": {
			strings.Repeat("a", 40) + " " + strings.Repeat("b", 37),
			[]string{"// " + strings.Repeat("a", 40), "// " + strings.Repeat("b", 37)},
		},
		"a word that is too long": {
			"See https://" + strings.Repeat("x", 90) + " for more.",
			[]string{"// See", "// https://" + strings.Repeat("x", 90), "// for more."},
		},
		"lines that are too short":     {"a\nb\n  \nc", []string{"// a", "// b", "//", "// c"}},
		"wrapped by hand":              {"one\ntwo\n\nthree  four", []string{"// one two", "//", "// three four"}},
		"many empty lines":             {"one\n\n\n\n\ntwo", []string{"// one", "//", "// two"}},
		"code":                         {"So:\n\n\tx := 1\n\n\ty := 2", []string{"// So:", "//", "// \tx := 1", "//", "// \ty := 2"}},
		"a heading":                    {"# Errors\n\nMany.", []string{"// # Errors", "//", "// Many."}},
		"a list":                       {"Two:\n\n  - one\n  - two", []string{"// Two:", "//", "//   - one", "//   - two"}},
		"a list that is not indented":  {"- one\n  more\n- two", []string{"//   - one", "//     more", "//   - two"}},
		"a list right below its title": {"Two\nthings:\n- one\n- two", []string{"// Two things:", "//   - one", "//   - two"}},
		"white space around":           {"\n\n  text  \n\n", []string{"// text"}},
		"control characters":           {"a\x00b\u0007c\ufeffd\u202ee\rf", []string{"// abcdef"}},
		"end of a block comment":       {"*/ func init() {}", []string{"// */ func init() {}"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := comment(test.text)
			if diff := cmp.Diff(test.want, strings.Split(got, "\n")); diff != "" {
				t.Errorf("the comment differs (-want +got):\n%s", diff)
			}
			for line := range strings.SplitSeq(got, "\n") {
				if !strings.HasPrefix(line, "//") {
					t.Errorf("a line is outside of the comment: %q", line)
				}
			}
		})
	}
}

func TestScopeSentences(t *testing.T) {
	tests := map[string]struct {
		rule model.ScopeRule
		want string
	}{
		"none":  {model.ScopeRule{}, "It needs no scope."},
		"one":   {model.ScopeRule{All: []string{"a"}}, "It needs the scope a."},
		"two":   {model.ScopeRule{All: []string{"a", "b"}}, "It needs the scopes a and b."},
		"three": {model.ScopeRule{All: []string{"a", "b", "c"}}, "It needs the scopes a, b and c."},
		"any":   {model.ScopeRule{Any: []string{"a", "b"}}, "It needs a or b, depending on the visibility of the playlist."},
		"all and any": {
			model.ScopeRule{All: []string{"c"}, Any: []string{"a", "b"}},
			"It needs the scope c. It also needs a or b, depending on the visibility of the playlist.",
		},
		"optional": {model.ScopeRule{Optional: []string{"a", "b"}}, "It needs no scope. With the scopes a and b, it reads more."},
		"by kind": {
			model.ScopeRule{ByKind: []model.KindScope{{Kind: "album", Scope: "a"}, {Kind: "artist", Scope: "b"}, {Kind: "show", Scope: "a"}, {Kind: "track", Scope: "a"}}},
			"The scope depends on the kind of URI: a for album, show and track; b for artist.",
		},
		"by kind and optional": {
			model.ScopeRule{Optional: []string{"c"}, ByKind: []model.KindScope{{Kind: "album", Scope: "a"}}},
			"With the scope c, it reads more. The scope depends on the kind of URI: a for album.",
		},
		"all and optional": {
			model.ScopeRule{All: []string{"a"}, Optional: []string{"b"}},
			"It needs the scope a. With the scope b, it reads more.",
		},
	}
	for name, test := range tests {
		if got := strings.Join(scopeSentences(test.rule), " "); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want)
		}
	}
}

func TestFacts(t *testing.T) {
	tests := map[string]struct {
		op   model.Operation
		want string
	}{
		"available": {model.Operation{}, "It sends GET /x. It needs no scope."},
		"removed": {
			model.Operation{Development: model.Availability{Removed: "2026-02-11"}},
			"It sends GET /x. It needs no scope. It has not been available to apps in development mode since 2026-02-11.",
		},
		"pinned parameters": {
			model.Operation{Path: "/top/{type}/{id}", Pins: []model.Pin{{Wire: "type", In: model.InPath, Value: "songs"}, {Wire: "id", In: model.InQuery, Value: "1"}}},
			"It sends GET /top/songs/{id}. It needs no scope.",
		},
		"a note with its full stop": {
			model.Operation{Development: model.Availability{Note: "at most 5."}},
			"It sends GET /x. It needs no scope. In development mode, at most 5.",
		},
	}
	for name, test := range tests {
		test.op.Method = "GET"
		if test.op.Path == "" {
			test.op.Path = "/x"
		}
		if got := facts(&test.op); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, test.want)
		}
	}
}

func TestDeprecation(t *testing.T) {
	byName := func(name string) *model.Operation {
		service, method, _ := strings.Cut(name, ".")
		pages := map[string][]model.Iterator{
			"Songs.List": {{Name: "AllSongs"}},
			"Songs.Find": {{Name: "AllFoundSongs"}, {Name: "AllFoundSingers"}},
		}
		if name == "" {
			return nil
		}
		return &model.Operation{Service: service, Name: method, Iterators: pages[name]}
	}
	tests := []struct {
		replacement string
		nameOf      func(*model.Operation) string
		want        string
	}{
		{"Library.Save", methodName, "Use [LibraryService.Save] instead."},
		{"Songs.List", methodName, "Use [SongsService.List] instead."},
		{"Songs.List", iteratorName, "Use [SongsService.AllSongs] instead."},
		{"Songs.Find", iteratorName, "Use [SongsService.Find] instead."},
		{"Songs.Get", iteratorName, "Use [SongsService.Get] instead."},
		{"", methodName, "There is no replacement."},
	}
	for _, test := range tests {
		want := "Deprecated: The API has deprecated this operation. " + test.want
		if got := deprecation(&model.Operation{Replacement: test.replacement}, byName, test.nameOf); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", test.replacement, got, want)
		}
	}
}

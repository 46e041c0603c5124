package spotify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScopesFor(t *testing.T) {
	const (
		private Scope = "playlist-modify-private"
		public  Scope = "playlist-modify-public"
		image   Scope = "ugc-image-upload"
		follow  Scope = "user-follow-modify"
		library Scope = "user-library-modify"
	)
	tests := []struct {
		name    string
		rules   []ScopeRule
		minimal []Scope
		more    []Scope // where it is not the same
	}{
		{"nothing", nil, nil, nil},
		{"needs none", []ScopeRule{{}}, nil, nil},
		{"all", []ScopeRule{{All: []Scope{library, follow}}}, []Scope{follow, library}, nil},
		{"any is up to the playlist", []ScopeRule{{Any: []Scope{public, private}}}, []Scope{private, public}, nil},
		{"all and any", []ScopeRule{{All: []Scope{image}, Any: []Scope{private, public}}}, []Scope{private, public, image}, nil},
		{"optional", []ScopeRule{{Optional: []Scope{image}}}, nil, []Scope{image}},
		{"optional and all", []ScopeRule{{All: []Scope{library}, Optional: []Scope{private, image}}}, []Scope{library}, []Scope{private, image, library}},
		{"optional here, needed there", []ScopeRule{{Optional: []Scope{image}}, {All: []Scope{image}}}, []Scope{image}, nil},
		{"by kind", []ScopeRule{{ByKind: []KindScope{{KindTrack, library}, {KindAlbum, library}, {KindArtist, follow}}}}, []Scope{follow, library}, nil},
		{"twice", []ScopeRule{{All: []Scope{library}}, {All: []Scope{library, follow}}, {Any: []Scope{private}}}, []Scope{private, follow, library}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.more == nil {
				test.more = test.minimal
			}
			for optional, want := range map[bool][]Scope{false: test.minimal, true: test.more} {
				if diff := cmp.Diff(want, scopesFor(test.rules, optional)); diff != "" {
					t.Errorf("optional %t (-want +got):\n%s", optional, diff)
				}
			}
		})
	}
}

// The rules are those of the operations, shared by all who ask.
func TestScopesForLeavesRulesAlone(t *testing.T) {
	rule := ScopeRule{All: append(make([]Scope, 0, 4), "b", "a"), Any: []Scope{"c"}, Optional: []Scope{"d"}}
	scopesFor([]ScopeRule{rule}, true)
	if diff := cmp.Diff([]Scope{"b", "a", "", ""}, rule.All[:4]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

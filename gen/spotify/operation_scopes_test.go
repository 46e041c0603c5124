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
		name  string
		rules []ScopeRule
		want  []Scope
	}{
		{"nothing", nil, nil},
		{"needs none", []ScopeRule{{}}, nil},
		{"all", []ScopeRule{{All: []Scope{library, follow}}}, []Scope{follow, library}},
		{"any is up to the playlist", []ScopeRule{{Any: []Scope{public, private}}}, []Scope{private, public}},
		{"all and any", []ScopeRule{{All: []Scope{image}, Any: []Scope{private, public}}}, []Scope{private, public, image}},
		{"optional", []ScopeRule{{Optional: []Scope{image}}}, nil},
		{"optional here, needed there", []ScopeRule{{Optional: []Scope{image}}, {All: []Scope{image}}}, []Scope{image}},
		{"by kind", []ScopeRule{{ByKind: []KindScope{{KindTrack, library}, {KindAlbum, library}, {KindArtist, follow}}}}, []Scope{follow, library}},
		{"twice", []ScopeRule{{All: []Scope{library}}, {All: []Scope{library, follow}}, {Any: []Scope{private}}}, []Scope{private, follow, library}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, scopesFor(test.rules)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The rules are those of the operations, shared by all who ask.
func TestScopesForLeavesRulesAlone(t *testing.T) {
	rule := ScopeRule{All: append(make([]Scope, 0, 4), "b", "a"), Any: []Scope{"c"}}
	scopesFor([]ScopeRule{rule})
	if diff := cmp.Diff([]Scope{"b", "a", "", ""}, rule.All[:4]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

package generator

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/resolve"
)

func TestAddFormerNames(t *testing.T) {
	renamed := []diff.Renaming{{Old: "Song", New: "Tune"}, {Old: "SongMood", New: "TuneMood"}}
	const (
		added   = "Song: {name: Tune, because: renamed}\n"
		andMood = "SongMood: {name: TuneMood, because: renamed}\n"
	)
	tests := map[string]struct {
		before, want, wantErr string
	}{
		"empty": {
			before: "",
			want:   "# Former names of types in Go, which stay as deprecated aliases.\nformerly:\n  " + added + "  " + andMood,
		},
		"other sections": {
			before: "# Names.\ntypes:\n  A: {name: B, because: c} # d\n\n",
			want:   "# Names.\ntypes:\n  A: {name: B, because: c} # d\n\n# Former names of types in Go, which stay as deprecated aliases.\nformerly:\n  " + added + "  " + andMood,
		},
		"section": {
			before: "formerly:\n    # first\n    A: {name: B, because: c}\ntypes: {}\n",
			want:   "formerly:\n    # first\n    " + added + "    " + andMood + "    A: {name: B, because: c}\ntypes: {}\n",
		},
		"empty section": {
			before: "formerly:\ntypes: {}\n",
			want:   "formerly:\n  " + added + "  " + andMood + "types: {}\n",
		},
		"renamed back": {
			before: "formerly:\n  A: {name: B, because: c}\n  Tune: {name: Song, because: d}\n  C: {name: D, because: e}\n",
			want:   "formerly:\n  " + added + "  " + andMood + "  A: {name: B, because: c}\n  C: {name: D, because: e}\n",
		},
		"renamed back, on several lines": {
			before:  "formerly:\n  Tune:\n    name: Song\n    because: d\n",
			wantErr: "names.yml:2: cannot remove Tune: write the entry on one line",
		},
		"on one line": {before: "formerly: {A: {name: B, because: c}}\n", wantErr: "names.yml:1: cannot add to formerly: write each entry on a line of its own"},
		"no mapping":  {before: "formerly: [A]\n", wantErr: "names.yml:1: cannot add to formerly: write each entry on a line of its own"},
		"no YAML":     {before: "types: [\n", wantErr: "names.yml: yaml: line 1: did not find expected node content"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := addFormerNames(resolve.Text{Name: "names.yml", Data: []byte(test.before)}, renamed, "renamed")
			message := ""
			if err != nil {
				message, got.Data = err.Error(), nil
			}
			if diff := cmp.Diff(test.wantErr, message); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, string(got.Data)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

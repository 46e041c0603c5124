package resolve_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSharedOptions gives the options of two methods one name. They share it if they are
// the same in Go, comments included.
func TestSharedOptions(t *testing.T) {
	const loud = "{name: loud, in: query, description: More of it., schema: {type: boolean}}"
	tests := map[string]struct {
		second string // the parameters of the second method
		stale  bool   // whether overrides may be stale
		want   string // the options of both methods
		diags  string
	}{
		"the same":     {second: loud, want: "SongOptions SongOptions"},
		"another wire": {second: strings.Replace(loud, "loud", "LOUD, x-go-name: Loud", 1), want: "SongOptions SongOptions"},
		"another type": {
			second: strings.Replace(loud, "boolean", "integer", 1),
			diags:  "spec.yml:6:5: Songs.Update and Songs.Get (at spec.yml:5:5) have other options, so that they cannot share SongOptions; remove the entry of one in overrides/names.yml",
		},
		"another comment": {
			second: strings.Replace(loud, "More", "Less", 1),
			diags:  "spec.yml:6:5: Songs.Update and Songs.Get (at spec.yml:5:5) have other options, so that they cannot share SongOptions; remove the entry of one in overrides/names.yml",
		},
		"one more, where overrides may be stale": {
			second: loud + ", {name: fast, in: query, schema: {type: boolean}}", stale: true,
			want:  "SongOptions SongsUpdateOptions",
			diags: "spec.yml:6:5: warning: Songs.Update and Songs.Get (at spec.yml:5:5) have other options, so that they cannot share SongOptions; remove the entry of one in overrides/names.yml; until then it is SongsUpdateOptions",
		},
		"none": {
			second: "",
			diags:  `names.yml:3:3: options: "PUT /songs" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			operation := func(method, parameters string) string {
				return "    " + method + ": {tags: [Songs], parameters: [" + parameters + "], responses: {'204': {description: d}}}\n"
			}
			in := inputs{
				spec:  "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /songs:\n" + operation("get", loud) + operation("put", test.second),
				names: "options:\n  GET /songs: {name: SongOptions, because: both take the same}\n  PUT /songs: {name: SongOptions, because: both take the same}\n",
				stale: test.stale,
			}
			api, _, err := resolveInputs(t, in)
			got := ""
			if err == nil {
				ops := api.Operations()
				got = ops[0].OptionsType + " " + ops[1].OptionsType
			}
			if diff := cmp.Diff(test.diags, strings.Join(findings(t, in), "\n")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("options (-want +got):\n%s", diff)
			}
		})
	}
}

package overlay_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
)

func TestRender(t *testing.T) {
	old := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "string", LineComment: "# of the schema", Line: 7}
	got := overlay.Render([]overlay.Action{
		{
			Target: "$.components.schemas.Album.properties.size", Description: "numbers", Evidence: "seen: 3 of 4",
			Was:    overlay.Mapping("type", overlay.Copy(old)),
			Update: overlay.Mapping("type", "number", "minimum", 1.5, "maximum", float64(3), "maxItems", 4, "nullable", true, "enum", []string{"a", "1"}, "default", nil),
		},
		{Target: "$.paths", Description: "gone", Evidence: "", Was: overlay.Copy(nil)},
	})
	const want = `  - target: $.components.schemas.Album.properties.size
    description: numbers
    x-evidence: "seen: 3 of 4"
    x-was:
      type: string
    update:
      type: number
      minimum: 1.5
      maximum: 3
      maxItems: 4
      nullable: true
      enum: [a, "1"]
      default: null

  - target: $.paths
    description: gone
    x-evidence: ""
    remove: true
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := overlay.Render(nil); got != "" {
		t.Errorf("without actions: %q", got)
	}
}

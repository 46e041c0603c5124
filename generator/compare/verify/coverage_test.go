package verify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/verify"
)

// covering are overrides of each kind that answers can show.
const covering = `
  - target: $.components.schemas.Base.properties.size
    x-evidence: e
    update: {nullable: true, x-spotgen-within: total}
  - target: $.components.schemas.Base.properties.size
    x-evidence: e
    update: {format: int64}
  - target: $.components.schemas.Base.properties.tags
    x-evidence: e
    update: {x-spotgen-null-elements: zero}
  - target: $.components.schemas.Base.required[?@ == 'kind']
    x-evidence: e
    remove: true
  - target: $.components.schemas.Thing.allOf[1].required
    x-evidence: e
    remove: true
  - target: $.components.schemas.Base.properties.kind
    x-evidence: e
    update: {enum: [huge]}
  - target: $.components.schemas.Base.properties.kind
    x-evidence: e
    update: {x-spotgen-fold-case: true}
  - target: $.components.schemas.Base.properties
    x-evidence: e
    update: {smart: {type: boolean, nullable: true}}
  - target: $.paths['/small'].get.responses
    x-evidence: e
    update: {'204': {description: nothing}}
  - target: $.paths['/one'].get.responses['200'].content['application/json'].schema
    x-evidence: e
    update: {discriminator: {mapping: {track: '#/components/schemas/Track', episode: '#/components/schemas/Episode'}}}
  - target: $.paths['/one'].get.responses['200'].content['application/json'].schema
    x-evidence: e
    update: {x-spotgen-shapes: [{says: episode, has: album, is: track}]}
  - target: $.components.schemas.Base.properties.name
    x-evidence: e
    update: {x-go-name: Title}
`

func TestCoverage(t *testing.T) {
	track := `{"type": "track", "album": {"id": "x"}, "artists": [], "minutes": 2}`
	thing := get("/things/1", "market=SE", `{"name": "N", "kind": "big", "parts": []}`)
	tests := []struct {
		name    string
		answers []verify.Exchange
		want    []string
	}{
		{"nothing that overrides are about", []verify.Exchange{get("/named", "", `{}`)}, nil},
		{
			"nothing needs them",
			[]verify.Exchange{small(`, "size": 3, "tags": ["a"]`), small(`, "size": 3`), thing},
			[]string{
				"a.yml:4:5 nullable of Base.size: no null in 2 answers",
				"a.yml:7:5 int64 of Base.size: no number beyond 32 bits in 2 answers",
				"a.yml:10:5 null elements of Base.tags: none in 1 answer",
				"a.yml:13:5 not required: Base.kind: never absent in 3 answers",
				"a.yml:16:5 not required: Thing.parts: never absent in 1 answer",
				`a.yml:19:5 value "huge" of Base.kind: not seen in 3 answers`,
				"a.yml:22:5 x-spotgen-fold-case of Base.kind: no value in other letters in 3 answers",
				"a.yml:25:5 Base.smart: not seen in 3 answers",
				"a.yml:28:5 status 204 of GET /small: not seen in 2 answers",
			},
		},
		{
			"all are needed",
			[]verify.Exchange{
				small(`, "size": null, "tags": [null], "smart": null`), small(`, "size": 3000000000`),
				get("/small", "", `{"name": "N"}`), get("/small", "", `{"name": "N", "kind": "huge"}`), get("/small", "", `{"name": "N", "kind": "Big"}`),
				get("/things/1", "market=SE", `{"name": "N", "kind": "big"}`), status(get("/small", "", ""), 204),
				get("/one", "", track), get("/one", "", `{"type": "episode", "album": {"id": "x"}, "artists": [], "minutes": 2}`),
			},
			nil,
		},
		{"one of two effects is enough", []verify.Exchange{small(`, "size": {"total": 3000000000}`), small(`, "size": 3000000000`)}, []string{
			"a.yml:13:5 not required: Base.kind: never absent in 2 answers",
			`a.yml:19:5 value "huge" of Base.kind: not seen in 2 answers`,
			"a.yml:22:5 x-spotgen-fold-case of Base.kind: no value in other letters in 2 answers",
			"a.yml:25:5 Base.smart: not seen in 2 answers",
			"a.yml:28:5 status 204 of GET /small: not seen in 2 answers",
		}},
		{"a shape", []verify.Exchange{get("/one", "", track)}, []string{
			"a.yml:34:5 shape of episode in GET /one 200: not seen in 1 answer",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := add(t, newVerifier(t, covering[1:]), test.answers)
			var got []string
			for _, u := range report.Unneeded {
				got = append(got, u.Pos.String()+" "+u.Message)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("overrides that are not needed (-want +got):\n%s", diff)
			}
			if len(report.Findings) > 0 {
				t.Errorf("findings %+v, want none: the overrides cover all", report.Findings)
			}
		})
	}
}

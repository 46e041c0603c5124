package load_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// frame is a sound beginning of an overlay; its actions start at line 4.
const frame = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions:\n"

// corrected is the schema that the overlays of the tests correct.
const corrected = `openapi: 3.0.3
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    A:
      type: object
      required: [id, name]
      properties:
        id:
          type: string
          maxLength: 22
        name: {type: string, x-gone: 1}
    B:
      type: object
      properties:
        id: {type: string, x-gone: 2}
`

func loadCorrected(opts load.Options, overlays ...string) (*load.Document, []string, error) {
	sources := make([]load.Source, len(overlays))
	for i, o := range overlays {
		name := "o.yml"
		if i > 0 {
			name = fmt.Sprintf("o%d.yml", i+1)
		}
		sources[i] = load.Source{Name: name, Data: []byte(o)}
	}
	doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(corrected)}, sources, opts)
	var lines []string
	for _, w := range warnings {
		lines = append(lines, w.String())
	}
	return doc, lines, err
}

func TestOverlayForm(t *testing.T) {
	tests := map[string]struct {
		overlays []string
		want     []string
	}{
		"not an overlay": {
			[]string{"a: 1\n"},
			[]string{
				"o.yml:1:1: is not an overlay: there is no overlay key; write overlay: 1.0.0",
				"o.yml:1:1: overlay has no actions; list at least one under actions",
				"o.yml:1:1: overlay has no info.title; add it",
				"o.yml:1:1: overlay has no info.version; add it",
				`o.yml:1:1: unknown key "a" in an overlay; it has overlay, info, extends, actions and x-*`,
			},
		},
		"what a schema may have": {
			[]string{frame + "- {target: $.a, target: $.b, x-evidence: !tag e, update: {a: 1}}\n"},
			[]string{
				`o.yml:4:17: key "target" stands here for the second time, first on line 4; remove one`,
				"o.yml:4:42: YAML tag !tag is not known; remove it",
			},
		},
		"problems of all files": {
			[]string{"a: [\n", frame + "- {}\n", ""},
			[]string{
				"o.yml:1: is not YAML: did not find expected node content",
				"o2.yml:4:3: action has neither update nor remove; add one of them",
				"o2.yml:4:3: action has no target; add the JSONPath of what it changes",
				"o2.yml:4:3: action has no x-evidence; say why this is believed",
				"o3.yml: is empty; is it the right file?",
			},
		},
		"other version": {
			[]string{"overlay: 2.0.0\ninfo: {title: '', version: []}\nactions: []\n"},
			[]string{
				`o.yml:1:10: overlay version is the text "2.0.0"; write 1.0.0`,
				"o.yml:2:7: overlay has no info.title; add it",
				"o.yml:2:7: overlay has no info.version; add it",
				"o.yml:3:10: overlay has no actions; list at least one under actions",
			},
		},
		"actions": {
			[]string{frame +
				"- remove\n" +
				"- {target: $.info, remove: true, update: {}, x-evidence: e}\n" +
				"- {target: $.info, remove: false, x-evidence: e}\n" +
				"- {target: $.info, remove: 'yes', x-evidence: e}\n" +
				"- {target: $.info, remove: true, x-evidence: ' '}\n" +
				"- {target: $.info, remove: true, x-evidence: e, reason: r}\n" +
				"- {target: [], remove: true, x-evidence: e}\n" +
				"- {target: '', remove: true, x-evidence: e}\n"},
			[]string{
				`o.yml:4:3: action is not a mapping but the text "remove"; write target, x-evidence, and update or remove`,
				"o.yml:5:3: action has both update and remove; make two actions of it",
				"o.yml:6:28: remove is not true; delete it or write true",
				`o.yml:7:28: remove is the text "yes"; write true`,
				"o.yml:8:3: action has no x-evidence; say why this is believed",
				`o.yml:9:49: unknown key "reason" in an action; it has target, description, update, remove and x-*`,
				"o.yml:10:12: target is not a JSONPath but a list",
				`o.yml:11:12: target "" is not a JSONPath of RFC 9535: empty JSONPath expression`,
			},
		},
		"JSONPath": {
			[]string{frame +
				"- {target: info, remove: true, x-evidence: e}\n" +
				"- {target: \"$.paths['/a\", remove: true, x-evidence: e}\n" +
				"- {target: $..a..b..c, remove: true, x-evidence: e}\n" +
				"- {target: '$." + strings.Repeat("a", 1000) + "', remove: true, x-evidence: e}\n"},
			[]string{
				`o.yml:4:12: target "info" is not a JSONPath of RFC 9535: expected '$' at character 1`,
				`o.yml:5:12: target "$.paths['/a" is not a JSONPath of RFC 9535: unexpected token at character 9`,
				`o.yml:6:12: target "$..a..b..c" is not a JSONPath of RFC 9535: it has more than 2 times ".."`,
				`o.yml:7:12: target "$.` + strings.Repeat("a", 58) + `…" is not a JSONPath of RFC 9535: it is longer than 1000 bytes`,
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			// Form is not a matter of staleness.
			_, _, err := loadCorrected(load.Options{StaleAsWarning: true}, test.overlays...)
			if diff := cmp.Diff(test.want, findings(t, err)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStaleActions(t *testing.T) {
	const unnecessary, unmatched = model.Unnecessary, model.Unmatched
	tests := map[string]struct {
		action string
		how    model.Staleness
		want   string // without position; empty if the action is not stale
	}{
		"no match of a removal":            {"{target: $.components.schemas.C, remove: true, x-evidence: e}", unnecessary, `target "$.components.schemas.C" matches nothing in the schema: upstream removed it too; remove the action`},
		"no match of a removal anywhere":   {"{target: $..nothing, remove: true, x-evidence: e}", unnecessary, `target "$..nothing" matches nothing in the schema: upstream removed it too; remove the action`},
		"no match of a removed element":    {"{target: \"$.components.schemas.A.required[?@ == 'age']\", remove: true, x-evidence: e}", unnecessary, `target "$.components.schemas.A.required[?@ == 'age']" matches nothing in the schema: upstream removed it too; remove the action`},
		"no match around a removal":        {"{target: $.components.schemas.C.properties.id, remove: true, x-evidence: e}", unmatched, `target "$.components.schemas.C.properties.id" matches nothing in the schema, nor is there what held it: upstream moved, renamed, or removed that; correct the target, or remove the action`},
		"no match around a removed key":    {"{target: \"$.components.schemas['C']['id']\", remove: true, x-evidence: e}", unmatched, `target "$.components.schemas['C']['id']" matches nothing in the schema, nor is there what held it: upstream moved, renamed, or removed that; correct the target, or remove the action`},
		"no match of update":               {"{target: $.components.schemas.C, update: {a: 1}, x-evidence: e}", unmatched, `target "$.components.schemas.C" matches nothing in the schema: upstream moved, renamed, or removed it; correct the target, or remove the action`},
		"no change":                        {"{target: $.components.schemas.A, update: {type: object, properties: {id: {maxLength: 22}}}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A" changes nothing: upstream says the same at spec.yml:7:13; remove the action`},
		"no change of a number":            {"{target: $.components.schemas.A.properties.id, update: {maxLength: 22.0}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A.properties.id" changes nothing: upstream says the same at spec.yml:12:22; remove the action`},
		"no change of a list":              {"{target: $.components.schemas.A, update: {required: [name]}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A" changes nothing: upstream says the same at spec.yml:8:22; remove the action`},
		"one element of two in a list":     {"{target: $.components.schemas.A, update: {required: [age, name]}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A" adds "name" to a list that has it already, at spec.yml:8:22; take it out of the update`},
		"a change of type":                 {"{target: \"$.components.schemas.A.properties.name['x-gone']\", update: '1', x-evidence: e}", "", ""},
		"no change of one name":            {"{target: \"$.components.schemas['A','B'].properties.id\", update: {maxLength: 22}, x-evidence: e}", unnecessary, `update of target "$.components.schemas['A','B'].properties.id" changes nothing for the name "A": upstream says the same at spec.yml:12:22; take the name out of the target`},
		"no change of either name":         {"{target: \"$.components.schemas.A.properties['id','name']\", update: {type: string}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A.properties['id','name']" changes nothing: upstream says the same at spec.yml:11:17; remove the action`},
		"one name of two":                  {"{target: \"$.components.schemas['A','Z'].properties.id\", update: {maxLength: 23}, x-evidence: e}", unmatched, `the name "Z" in target "$.components.schemas['A','Z'].properties.id" matches nothing in the schema: upstream moved, renamed, or removed it; correct it, or take it out of the target`},
		"one name of two to remove":        {"{target: \"$.components.schemas.A.properties['name','age']\", remove: true, x-evidence: e}", unnecessary, `the name "age" in target "$.components.schemas.A.properties['name','age']" matches nothing in the schema: upstream removed it too; take it out of the target`},
		"one element of two to remove":     {"{target: \"$.components.schemas.A.required[?@ == 'name' || @ == 'age']\", remove: true, x-evidence: e}", unnecessary, `the name "age" in target "$.components.schemas.A.required[?@ == 'name' || @ == 'age']" matches nothing in the schema: upstream removed it too; take it out of the target`},
		"one name of two around a removal": {"{target: \"$.components.schemas['A','Z'].properties.name\", remove: true, x-evidence: e}", unmatched, `the name "Z" in target "$.components.schemas['A','Z'].properties.name" matches nothing in the schema: upstream moved, renamed, or removed it; correct it, or take it out of the target`},
		"both names":                       {"{target: \"$.components.schemas['A'].properties['id','name']\", update: {x-a: 1}, x-evidence: e}", "", ""},
		"empty update":                     {"{target: $.components.schemas.A, update: {}, x-evidence: e}", unnecessary, `update of target "$.components.schemas.A" is empty and changes nothing; remove the action`},
		"empty list":                       {"{target: $.components.schemas.A.required, update: [], x-evidence: e}", unnecessary, `update of target "$.components.schemas.A.required" is empty and changes nothing; remove the action`},
		"one of two changes":               {"{target: $.components.schemas.*.properties.id, update: {maxLength: 22}, x-evidence: e}", "", ""},
		"was scalar":                       {"{target: $.components.schemas.A.properties.id.maxLength, update: 23, x-was: 21, x-evidence: e}", unmatched, `x-was of target "$.components.schemas.A.properties.id.maxLength" does not hold: it expects 21, and spec.yml:12:22 has 22: upstream changed it; update or remove the action`},
		"was same scalar":                  {"{target: $.components.schemas.A.properties.id.maxLength, update: 23, x-was: 22.0, x-evidence: e}", "", ""},
		"was text, not number":             {"{target: $.components.schemas.A.properties.id.maxLength, update: 23, x-was: '22', x-evidence: e}", unmatched, `x-was of target "$.components.schemas.A.properties.id.maxLength" does not hold: it expects "22", and spec.yml:12:22 has 22: upstream changed it; update or remove the action`},
		"was list":                         {"{target: $.components.schemas.A.required, remove: true, x-was: [name, id], x-evidence: e}", unmatched, `x-was of target "$.components.schemas.A.required" does not hold: it expects ["name", "id"], and spec.yml:8:17 has ["id", "name"]: upstream changed it; update or remove the action`},
		"was same list":                    {"{target: $.components.schemas.A.required, remove: true, x-was: [id, name], x-evidence: e}", "", ""},
		"was keys of an update":            {"{target: $.components.schemas.A, update: {x-a: 1}, x-was: {properties: {id: {maxLength: 22}}}, x-evidence: e}", "", ""},
		"was key that is gone":             {"{target: $.components.schemas.A, update: {x-a: 1}, x-was: {nullable: true}, x-evidence: e}", unmatched, `x-was of target "$.components.schemas.A" does not hold: it expects {nullable: true}, and spec.yml:7:7 has none of that: upstream changed it; update or remove the action`},
		"was whole of a remove":            {"{target: $.components.schemas.A.properties.name, remove: true, x-was: {type: string}, x-evidence: e}", unmatched, `x-was of target "$.components.schemas.A.properties.name" does not hold: it expects {type: "string"}, and spec.yml:13:15 has {type: "string", x-gone: 1}: upstream changed it; update or remove the action`},
		"was any order of keys":            {"{target: $.components.schemas.A.properties.name, remove: true, x-was: {x-gone: 1, type: string}, x-evidence: e}", "", ""},
		"was of the second":                {"{target: \"$..['x-gone']\", remove: true, x-was: 1, x-evidence: e}", unmatched, `x-was of target "$..['x-gone']" does not hold for 1 of its 2 matches: it expects 1, and spec.yml:17:36 has 2: upstream changed it; update or remove the action`},
		"is what it should become":         {"{target: $.components.schemas.A.properties.id, update: {maxLength: 22}, x-was: {maxLength: 21}, x-evidence: e}", unnecessary, `x-was of target "$.components.schemas.A.properties.id" does not hold, because the update is there already: upstream says the same at spec.yml:12:22; remove the action`},
		"scalar is what it should become":  {"{target: $.components.schemas.A.properties.id.maxLength, update: 22, x-was: 21, x-evidence: e}", unnecessary, `x-was of target "$.components.schemas.A.properties.id.maxLength" does not hold, because the update is there already: upstream says the same at spec.yml:12:22; remove the action`},
		"one name is what it should be":    {"{target: \"$.components.schemas['A','B'].properties.id\", update: {maxLength: 22}, x-was: {type: string}, x-evidence: e}", unnecessary, `update of target "$.components.schemas['A','B'].properties.id" changes nothing for the name "A": upstream says the same at spec.yml:12:22; take the name out of the target`},
		"one name is, and is expected not": {"{target: \"$.components.schemas['A','B'].properties.id\", update: {x-gone: 2}, x-was: {maxLength: 22}, x-evidence: e}", unnecessary, `x-was of target "$.components.schemas['A','B'].properties.id" does not hold for 1 of its 2 matches, because the update is there already: upstream says the same at spec.yml:17:36; narrow the target to the others`},
		"one of two is what it should be":  {"{target: \"$..['x-gone']\", update: 2, x-was: 1, x-evidence: e}", unnecessary, `x-was of target "$..['x-gone']" does not hold for 1 of its 2 matches, because the update is there already: upstream says the same at spec.yml:17:36; narrow the target to the others`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			overlay := frame + "- " + test.action + "\n"
			want := func(warning bool) model.Diagnostics {
				if test.want == "" {
					return nil
				}
				return model.Diagnostics{{Pos: model.Pos{File: "o.yml", Line: 4, Col: 3}, Message: test.want, Warning: warning, Stale: test.how}}
			}
			_, _, err := loadCorrected(load.Options{}, overlay)
			var found model.Diagnostics
			errors.As(err, &found)
			if diff := cmp.Diff(want(false), found); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
			_, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(corrected)}, []load.Source{{Name: "o.yml", Data: []byte(overlay)}}, load.Options{StaleAsWarning: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want(true), warnings, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestAnotherOverrideSaysTheSame holds that upstream is not praised for what another
// override does.
func TestAnotherOverrideSaysTheSame(t *testing.T) {
	_, warnings, err := loadCorrected(load.Options{StaleAsWarning: true},
		frame+"- {target: $.components.schemas.A, update: {nullable: true}, x-evidence: e}\n",
		frame+"- {target: $.components.schemas.A, update: {nullable: true}, x-evidence: e}\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`o2.yml:4:3: warning: update of target "$.components.schemas.A" changes nothing: the override at o.yml:4:55 says the same; remove the action`}
	if diff := cmp.Diff(want, warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestListsDoNotRepeatThemselves holds that an update does not append what is there.
func TestListsDoNotRepeatThemselves(t *testing.T) {
	doc, _, err := loadCorrected(load.Options{StaleAsWarning: true},
		frame+"- {target: $.components.schemas.A, update: {required: [age, name]}, x-evidence: e}\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"id", "name", "age"}, doc.Spec.Components.Schemas["A"].Value.Required); diff != "" {
		t.Errorf("required (-want +got):\n%s", diff)
	}
	if got := doc.Index.Pos("/components/schemas/A/required/2").String(); got != "o.yml:4:56" {
		t.Errorf("what was added is at %s", got)
	}
}

func TestStaleActionsOfAllOverlays(t *testing.T) {
	gone := "- {target: $.a, remove: true, x-evidence: e}\n"
	_, _, err := loadCorrected(load.Options{}, frame+gone+gone, frame+gone)
	want := []string{"o.yml:4:3", "o.yml:5:3", "o2.yml:4:3"}
	for i, line := range findings(t, err) {
		if i >= len(want) || !strings.HasPrefix(line, want[i]+": ") {
			t.Errorf("finding %d is %q, want one at %v", i, line, want)
		}
	}
}

func TestWholeSchemaCannotBeRemoved(t *testing.T) {
	_, _, err := loadCorrected(load.Options{}, frame+"- {target: $, remove: true, x-evidence: e}\n")
	want := []string{`o.yml:4:3: target "$" is the whole schema, which cannot be removed; name a part of it`}
	if diff := cmp.Diff(want, findings(t, err)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// TestWasMismatchIsLeftOut holds that an action is applied to those targets only
// that are what it expects, when it is let through at all.
func TestWasMismatchIsLeftOut(t *testing.T) {
	doc, warnings, err := loadCorrected(load.Options{StaleAsWarning: true},
		frame+"- {target: '$.components.schemas.A.properties[*]', update: {description: corrected}, x-was: {maxLength: 22}, x-evidence: e}\n"+
			"- {target: $.components.schemas.A.properties.id.maxLength, update: 40, x-was: 21, x-evidence: e}\n")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{"warnings": len(warnings)}
	for name, property := range doc.Spec.Components.Schemas["A"].Value.Properties {
		got[name] = property.Value.Description
	}
	got["maxLength"] = *doc.Spec.Components.Schemas["A"].Value.Properties["id"].Value.MaxLength
	if diff := cmp.Diff(map[string]any{"warnings": 2, "id": "corrected", "name": "", "maxLength": uint64(22)}, got); diff != "" {
		t.Errorf("what was applied (-want +got):\n%s", diff)
	}
}

// positions has one action of each kind, with the lines that the test names.
const positions = frame + `- target: $.components.schemas.A
  update:
    nullable: true
    properties:
      id:
        maxLength: 40
      size:
        type: integer
        enum: [1, 2]
  x-evidence: e
- target: $.components.schemas.A.required
  update: [size]
  x-evidence: e
- target: $..['x-gone']
  remove: true
  x-evidence: e
- target: $.components.schemas.B.properties.id
  update: 
    type: array
    items: {type: string}
  x-evidence: e
- target: $.components.schemas.B.properties
  update:
    id: {maxItems: '3'}
  x-evidence: e
- target: $.components.schemas.B.properties.id.maxItems
  update: 4
  x-evidence: e
`

func TestPositions(t *testing.T) {
	doc, warnings, err := loadCorrected(load.Options{}, positions)
	if err != nil || warnings != nil {
		t.Fatal(err, warnings)
	}
	tests := map[string]string{
		"":                                    "spec.yml:1:1",
		"/":                                   "spec.yml:1:1",
		"/components/schemas/A":               "spec.yml:6:5",
		"/components/schemas/A/properties/id": "spec.yml:10:9",
		"/components/schemas/A/properties/id/type":            "spec.yml:11:11",
		"/components/schemas/A/properties/id/maxLength":       "o.yml:9:20",
		"/components/schemas/A/nullable":                      "o.yml:6:5",
		"/components/schemas/A/properties/size":               "o.yml:10:7",
		"/components/schemas/A/properties/size/enum/1":        "o.yml:12:19",
		"/components/schemas/A/required/0":                    "spec.yml:8:18",
		"/components/schemas/A/required/2":                    "o.yml:15:12",
		"/components/schemas/A/properties/nothing/there":      "spec.yml:9:7",
		"/components/schemas/A/required/99":                   "spec.yml:8:7",
		"/components/schemas/A/properties/name/x-gone":        "spec.yml:13:9",
		"/components/schemas/B/properties/id":                 "spec.yml:17:9",
		"/components/schemas/B/properties/id/type":            "o.yml:22:11",
		"/components/schemas/B/properties/id/items/type":      "o.yml:23:13",
		"/components/schemas/B/properties/id/maxItems":        "o.yml:30:11",
		"/components/schemas/~0nothing~1here/type/of/the/way": "spec.yml:5:3",
	}
	for pointer, want := range tests {
		if got := doc.Index.Pos(pointer).String(); got != want {
			t.Errorf("Pos(%q) = %s, want %s", pointer, got, want)
		}
	}
	if got := *doc.Spec.Components.Schemas["B"].Value.Properties["id"].Value.MaxItems; got != 4 {
		t.Errorf("maxItems is %d, want 4: an update that changes a text to a number changes its type too", got)
	}
}

func TestPositionsWithSlashes(t *testing.T) {
	spec := pathLines("/a~b/{c}:", "  get: {"+ok+", parameters: [{name: c, in: path, required: true, schema: {type: string}}]}")
	doc, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(spec)}, nil, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := doc.Index.Pos("/paths/~1a~0b~1{c}/get").String(), "spec.yml:5:5"; got != want {
		t.Errorf("operation is at %s, want %s", got, want)
	}
}

func TestFindingsPointAtOverlays(t *testing.T) {
	_, _, err := loadCorrected(load.Options{}, frame+`- target: $.components.schemas.A.properties
  update:
    id: {type: strnig}
    size: {$ref: '#/nowhere'}
  x-evidence: e
`)
	want := []string{
		`o.yml:6:16: type is the text "strnig"; write one of string, number, integer, boolean, array, object`,
		`o.yml:7:18: $ref "#/nowhere" leads nowhere; define it under components or correct the name`,
	}
	if diff := cmp.Diff(want, findings(t, err)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

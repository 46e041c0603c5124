package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/load"
)

// runtime has the types that the tests know.
var runtime = []string{"TrackID", "AlbumID", "UserID", "DeviceID", "SnapshotID", "URI", "Market", "Markets", "ReleaseDate", "Resources", "Reason", "Kind"}

// read loads a schema with overlays, none of which may be stale.
func read(t *testing.T, spec string, overlays ...string) *load.Document {
	t.Helper()
	var sources []load.Source
	for i, o := range overlays {
		sources = append(sources, load.Source{Name: fmt.Sprintf("overrides/%d.yml", i), Data: []byte(o)})
	}
	doc, warnings, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(spec)}, sources, load.Options{})
	if err != nil || warnings != nil {
		t.Fatalf("%v %v\n%s", err, warnings, strings.Join(overlays, "\n"))
	}
	return doc
}

// pasted is an overlay with suggested actions, as they come.
func pasted(actions string) string {
	return "overlay: 1.0.0\nx-speakeasy-jsonpath: rfc9535\ninfo: {title: Pasted, version: 1.0.0}\nactions:\n" + actions
}

// schemas returns a schema without operations; its components start at line 6.
func schemas(lines ...string) string {
	return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    " + strings.Join(lines, "\n    ") + "\n"
}

// operation returns a schema with one operation; what it has beside its answer
// starts at line 6, and components may follow after an empty line.
func operation(route string, lines ...string) string {
	method, path, _ := strings.Cut(route, " ")
	own, components := lines, []string(nil)
	if i := slices.Index(lines, ""); i >= 0 {
		own, components = lines[:i], lines[i+1:]
	}
	known := strings.Join(own, "\n")
	for _, line := range []string{"operationId: only", "tags: [Songs]", "security: []", "responses: {'204': {description: d}}"} {
		if key, _, _ := strings.Cut(line, " "); !strings.Contains(known, key) {
			own = append(slices.Clone(own), line)
		}
	}
	return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  " + path + ":\n    " + method + ":\n      " +
		strings.Join(own, "\n      ") + "\n" + strings.Join(append(components, ""), "\n")
}

// parameter returns a schema with one parameter, in line 7.
func parameter(lines ...string) string {
	return operation("put /songs", append([]string{"parameters:"}, indented("  ", lines)...)...)
}

// body returns a schema with a body of JSON whose schema starts in line 9.
func body(lines ...string) string {
	return operation("put /songs", append([]string{"requestBody:", "  required: true", "  content: {application/json: {schema:"}, append(indented("    ", lines), "  }}")...)...)
}

func indented(by string, lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, by+line)
	}
	return out
}

// row is a schema and the findings in it.
type row struct {
	spec string
	want []string // line:col: rule: message
	fix  string   // the action of the first finding, without its evidence; empty is not compared
}

func TestRules(t *testing.T) {
	covered := map[string]bool{}
	for _, rows := range []map[string]row{rowsOfStrings(), rowsOfEnums(), rowsOfNulls(), rowsOfUnions(), rowsOfObjects(), rowsOfRequests(), rowsOfOperations()} {
		for name, test := range rows {
			for _, line := range test.want {
				covered[strings.Split(line, ": ")[1]] = true
			}
			t.Run(name, func(t *testing.T) { checkRow(t, test) })
		}
	}
	for _, rule := range lint.Rules() {
		if !covered[rule.Name] {
			t.Errorf("no row has the rule %s", rule.Name)
		}
		if rule.What == "" || rule.Why == "" || rule.Example == "" {
			t.Errorf("the rule %s says too little of itself", rule.Name)
		}
	}
}

// checkRow compares the findings, and pastes each action: the finding has to be gone
// after that, and the action has to fit the schema.
func checkRow(t *testing.T, test row) {
	found := lint.Lint(read(t, test.spec), runtime)
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%d:%d: %s: %s", f.Pos.Line, f.Pos.Col, f.Rule, f.Message))
	}
	if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	if test.fix != "" {
		if diff := cmp.Diff(test.fix, withoutEvidence(found[0].Action)); diff != "" {
			t.Errorf("action (-want +got):\n%s", diff)
		}
	}
	for _, f := range found {
		checkAction(t, test.spec, f)
	}
}

func checkAction(t *testing.T, spec string, f lint.Finding) {
	t.Helper()
	if f.Action == "" {
		return
	}
	for _, again := range lint.Lint(read(t, spec, pasted(f.Action)), runtime) {
		if again.Key() == f.Key() {
			t.Errorf("%s is still found after its action:\n%s", f.Key(), f.Action)
		}
	}
}

func withoutEvidence(action string) string {
	lines := strings.Split(action, "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "    x-evidence: ") })
	return strings.Join(lines, "\n")
}

func TestActionsHaveEvidence(t *testing.T) {
	found := lint.Lint(read(t, parameter("- {name: ids, in: query, schema: {type: string, example: 'a,b'}}")), runtime)
	if len(found) != 1 || !strings.Contains(found[0].Action, "\n    x-evidence: \"spotgen lint: the name ids and the example say a list\"\n") || found[0].Topic != "requests.yml" {
		t.Errorf("found %+v", found)
	}
}

// TestFindingsInOverrides holds that what an override makes is mended behind it, in
// the same file.
func TestFindingsInOverrides(t *testing.T) {
	overlay := pasted("  - target: $.components.schemas\n    x-evidence: e\n    update: {B: {type: object, properties: {uri: {type: string}}}}\n")
	found := lint.Lint(read(t, schemas("A: {type: string}"), overlay), runtime)
	if len(found) != 1 || found[0].Topic != "0.yml" || found[0].Pos.String() != "overrides/0.yml:7:45" {
		t.Fatalf("found %+v", found)
	}
	mended := lint.Lint(read(t, schemas("A: {type: string}"), overlay+found[0].Action), runtime)
	if len(mended) != 0 {
		t.Errorf("found %+v", mended)
	}
}

func TestOrder(t *testing.T) {
	spec := schemas("B: {type: object, properties: {uri: {type: string}, device_id: {type: string}}}", "A: {type: object, properties: {uri: {type: string}}}")
	var got []string
	for _, f := range lint.Lint(read(t, spec), runtime) {
		got = append(got, f.Key())
	}
	want := []string{
		"untyped-string /components/schemas/A/properties/uri",
		"untyped-string /components/schemas/B/properties/device_id",
		"untyped-string /components/schemas/B/properties/uri",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	for range 20 {
		if diff := cmp.Diff(lint.Lint(read(t, spec), runtime), lint.Lint(read(t, spec), runtime)); diff != "" {
			t.Fatalf("two runs differ:\n%s", diff)
		}
	}
}

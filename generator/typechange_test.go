package generator_test

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
)

// TestChangedTypesAreReported changes the type of one property after the other of the real
// schema. Whatever overrides say of it, the report must have a change that is more than a
// comment: today's client may not be able to read the new values. It takes every sixtieth
// property, with -exhaustive every third.
func TestChangedTypesAreReported(t *testing.T) {
	document := realDocument(t)
	before := repositoryInputs(t)
	used := usedSchemas(t)
	step := 60
	if *exhaustive {
		step = 3
	}
	for i, s := range typedProperties(document, used) {
		if i%step != 0 {
			continue
		}
		t.Run(s.path, func(t *testing.T) {
			t.Parallel()
			changed := cloned(document)
			node := changed.Content[0]
			for token := range strings.SplitSeq(strings.TrimPrefix(s.path, "/"), "/") {
				node = lookUp(node, token)
			}
			kind := "integer"
			if lookUp(s.node, "type").Value != "string" {
				kind = "string"
			}
			for _, key := range []string{"enum", "format", "minimum", "maximum", "default", "example", "items", "properties"} {
				remove(node, key)
			}
			assign(node, "type", yamlOf(kind))
			data, err := yaml.Marshal(changed)
			if err != nil {
				t.Fatal(err)
			}
			report, err := generator.Compare(before, changedInputs(t, data), generator.CompareOptions{})
			if err != nil {
				t.Fatal(err)
			}
			worst := diff.None
			for _, change := range report.Changes {
				worst = max(worst, change.Effect)
			}
			if worst < diff.Behaviour {
				t.Errorf("of type %s instead of %s, the report has nothing worse than %v", kind, lookUp(s.node, "type").Value, worst)
			}
		})
	}
}

// typedProperties lists the properties with a type of the schemas that are used.
func typedProperties(document *yaml.Node, used map[string]bool) []spot {
	var found []spot
	var visit func(s spot)
	visit = func(s spot) {
		if s.node.Kind != yaml.MappingNode && s.node.Kind != yaml.SequenceNode {
			return
		}
		parts := strings.Split(s.path, "/")
		if len(parts) > 3 && parts[len(parts)-2] == "properties" && used[parts[3]] {
			if kind := lookUp(s.node, "type"); kind != nil && kind.Value != "array" && kind.Value != "object" {
				found = append(found, s)
			}
		}
		for i := 0; i+1 < len(s.node.Content) && s.node.Kind == yaml.MappingNode; i += 2 {
			visit(spot{s.path + "/" + s.node.Content[i].Value, s.node.Content[i+1]})
		}
	}
	visit(spot{"/components/schemas", lookUp(lookUp(document.Content[0], "components"), "schemas")})
	return found
}

// usedSchemas are the schemas that the client has a type for.
func usedSchemas(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	for _, typ := range realOutput(t).API.Types {
		used[typ.Schema] = true
	}
	return used
}

// TestHiddenValuesAreReported changes the only value of an enum that an override gives a
// type of the runtime: unions go by it, so that the client cannot tell what it reads.
func TestHiddenValuesAreReported(t *testing.T) {
	document := realDocument(t)
	node := document.Content[0]
	for _, key := range []string{"components", "schemas", "EpisodeBase", "properties", "type"} {
		node = lookUp(node, key)
	}
	assign(node, "enum", yamlOf("[podcast]"))
	data, err := yaml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	report, err := generator.Compare(repositoryInputs(t), changedInputs(t, data), generator.CompareOptions{})
	if err != nil {
		t.Fatal(err)
	}
	worst := diff.None
	for _, change := range report.Changes {
		worst = max(worst, change.Effect)
	}
	if worst < diff.Behaviour {
		t.Errorf("the report has nothing worse than %v", worst)
	}
}

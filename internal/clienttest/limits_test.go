package clienttest

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// limitParameter is the parameter for the size of a page, or a reference to it.
type limitParameter struct {
	Ref    string `yaml:"$ref"`
	Name   string
	Schema struct{ Maximum int }
}

// pageLimits returns a function that tells the size of the largest page of a path
// according to the committed schema, which Spotify changes at times.
func pageLimits(t *testing.T) func(path string) int {
	t.Helper()
	data, err := os.ReadFile("../../spec/open-api-schema.yml")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Paths map[string]struct {
			Get struct{ Parameters []limitParameter }
		}
		Components struct{ Parameters map[string]limitParameter }
	}
	if err := yaml.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	variable := regexp.MustCompile(`\{[^}]*\}`)
	return func(path string) int {
		t.Helper()
		for template, item := range schema.Paths {
			pattern := "^" + variable.ReplaceAllString(template, "[^/]+") + "$"
			if !regexp.MustCompile(pattern).MatchString(path) {
				continue
			}
			for _, p := range item.Get.Parameters {
				if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
					p = schema.Components.Parameters[name]
				}
				if p.Name == "limit" && p.Schema.Maximum > 0 {
					return p.Schema.Maximum
				}
			}
		}
		t.Fatalf("the schema has no largest page for %s", path)
		return 0
	}
}

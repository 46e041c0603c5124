package verify_test

import (
	"bytes"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/verify"
)

// seen is what a report says of how often a finding was seen.
func seen(f verify.Finding) string {
	var b bytes.Buffer
	if err := verify.Write(&b, &verify.Report{Findings: []verify.Finding{f}}, "text", false); err != nil {
		return err.Error()
	}
	_, text, _ := strings.Cut(b.String(), "; ")
	text, _, _ = strings.Cut(text, ",")
	return text
}

// bare writes actions without descriptions and evidence, with their values on one line.
func bare(t *testing.T, actions string) string {
	t.Helper()
	var list []yaml.Node
	if err := yaml.Unmarshal([]byte(actions), &list); err != nil {
		t.Fatalf("%v\n%s", err, actions)
	}
	var b strings.Builder
	for _, action := range list {
		dash := "- "
		for i := 0; i < len(action.Content); i += 2 {
			key, value := action.Content[i].Value, action.Content[i+1]
			if key == "description" || key == "x-evidence" {
				continue
			}
			b.WriteString(dash + key + ": " + flow(t, value))
			dash = "  "
		}
	}
	return b.String()
}

func flow(t *testing.T, n *yaml.Node) string {
	t.Helper()
	if n.Kind != yaml.ScalarNode {
		n.Style = yaml.FlowStyle
	}
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	if err := encoder.Encode(n); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(b.String(), "\n    ", " ")), "\n", " ") + "\n"
}

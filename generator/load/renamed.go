package load

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// targetComponent finds the schema that a target is about, and its property if it names one.
var targetComponent = regexp.MustCompile(`^\$\.components\.schemas(?:\.([\w-]+)|\['([^',\]]+)'\])(?:.*\.properties(?:\.([\w-]+)|\['([^',\]]+)'\]))?`)

// componentOf returns the schema that an action is about, and the property if it names one.
func (a action) componentOf() (name, property string) {
	m := targetComponent.FindStringSubmatch(a.target)
	if m == nil {
		return "", ""
	}
	return m[1] + m[2], m[3] + m[4]
}

// noteProperties notes which properties the overrides expect of each schema.
func (l *loader) noteProperties(actions []action) {
	l.expected = map[string][]string{}
	for _, a := range actions {
		if name, property := a.componentOf(); property != "" && !slices.Contains(l.expected[name], property) {
			l.expected[name] = append(l.expected[name], property)
		}
	}
}

// renamed tells what the schema that an action is about may be called now: no override is
// about that name, and it has the properties that overrides expect of the former one. Of
// several, it is the one with a similar name. It is empty where that is not clear.
func (l *loader) renamed(root *yaml.Node, a action) string {
	name, _ := a.componentOf()
	schemas := member(member(root, "components"), "schemas")
	expected := l.expected[name]
	if name == "" || schemas == nil || member(schemas, name) != nil || len(expected) == 0 {
		return ""
	}
	var likely, similar []string
	members(schemas, func(key, schema *yaml.Node) {
		has := propertiesOf(root, schema, 0)
		if l.expected[key.Value] != nil || slices.ContainsFunc(expected, func(p string) bool { return !slices.Contains(has, p) }) {
			return
		}
		likely = append(likely, key.Value)
		if commonStart(name, key.Value) >= 4 || strings.Contains(key.Value, name) || strings.Contains(name, key.Value) {
			similar = append(similar, key.Value)
		}
	})
	switch {
	case len(similar) == 1:
		likely = similar
	case len(likely) != 1 || len(expected) < 2:
		return ""
	}
	return "; " + name + " may be called " + likely[0] + " now, which has the properties that overrides expect of it"
}

// commonStart returns how many bytes two names have in common at their start.
func commonStart(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// propertiesOf lists the properties of a schema and of the parts of its allOf.
func propertiesOf(root, schema *yaml.Node, depth int) []string {
	schema = follow(root, schema)
	var names []string
	members(member(schema, "properties"), func(key, _ *yaml.Node) { names = append(names, key.Value) })
	if parts := member(schema, "allOf"); parts != nil && depth < maxDepth/10 {
		for _, part := range parts.Content {
			names = append(names, propertiesOf(root, part, depth+1)...)
		}
	}
	return names
}

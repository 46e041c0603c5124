package generator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// A mutation is a change of a schema as upstream might make it, or a mishap.
type mutation struct {
	random *rand.Rand
	root   *yaml.Node
}

// mutators are the kinds of changes. Each says what it has done, or nothing if what
// it has come upon is not for it.
func mutators() []func(*mutation) string {
	return []func(*mutation) string{
		(*mutation).addProperty, (*mutation).removeProperty, (*mutation).renameProperty,
		(*mutation).retypeProperty, (*mutation).toggleNullable, (*mutation).toggleRequired,
		(*mutation).widenEnvelope, (*mutation).retypeEnvelope, (*mutation).exchangeAnswers,
		(*mutation).answerNothing, (*mutation).growEnum, (*mutation).shrinkEnum,
		(*mutation).retypeParameter, (*mutation).requireParameter, (*mutation).renameParameter,
		(*mutation).addParameter, (*mutation).removeParameter, (*mutation).retypeLeaf,
		(*mutation).redirectReference, (*mutation).removeOperation, (*mutation).movePath,
		(*mutation).copyPath, (*mutation).retag, (*mutation).renameSchema, (*mutation).deprecate,
	}
}

// mutate changes a schema once or twice, always in the same way for one seed. The
// kinds of changes take turns.
func mutate(t *testing.T, document *yaml.Node, seed int) (data []byte, done []string) {
	t.Helper()
	m := &mutation{random: rand.New(rand.NewPCG(2, uint64(seed)))}
	changed := cloned(document)
	m.root = changed.Content[0]
	kinds := mutators()
	next := kinds[seed%len(kinds)]
	for tries, wanted := 0, 1+m.random.IntN(2); len(done) < wanted; tries++ {
		if tries > 100 {
			t.Fatalf("change %d finds nothing to change", seed)
		}
		if what := next(m); what != "" {
			done = append(done, what)
			next = kinds[m.random.IntN(len(kinds))]
		}
	}
	data, err := yaml.Marshal(changed)
	if err != nil {
		t.Fatal(err)
	}
	return data, done
}

// A spot is a part of the schema and where it stands.
type spot struct {
	path string
	node *yaml.Node
}

// pick chooses one of the parts that are suitable.
func (m *mutation) pick(suits func(s spot) bool) spot {
	var found []spot
	var visit func(s spot)
	visit = func(s spot) {
		if suits(s) {
			found = append(found, s)
		}
		switch s.node.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(s.node.Content); i += 2 {
				visit(spot{s.path + "/" + s.node.Content[i].Value, s.node.Content[i+1]})
			}
		case yaml.SequenceNode:
			for i, child := range s.node.Content {
				visit(spot{fmt.Sprintf("%s/%d", s.path, i), child})
			}
		}
	}
	visit(spot{"", m.root})
	return found[m.random.IntN(len(found))]
}

func isProperties(s spot) bool {
	return strings.HasSuffix(s.path, "/properties") && s.node.Kind == yaml.MappingNode && len(s.node.Content) > 0
}

// isEnvelope finds the properties of objects that are answers themselves.
func isEnvelope(s spot) bool {
	return isProperties(s) && strings.HasSuffix(s.path, "/content/application/json/schema/properties") && !strings.Contains(s.path, "requestBody")
}

func isOperation(s spot) bool {
	return strings.HasPrefix(s.path, "/paths/") && lookUp(s.node, "operationId") != nil
}

func isParameter(s spot) bool {
	return lookUp(s.node, "in") != nil && lookUp(s.node, "name") != nil && lookUp(s.node, "schema") != nil
}

// entry chooses one entry of a mapping: the index of its key.
func (m *mutation) entry(mapping *yaml.Node) int { return m.random.IntN(len(mapping.Content)/2) * 2 }

func choose[T any](m *mutation, of ...T) T { return of[m.random.IntN(len(of))] }

func (m *mutation) word() string {
	return choose(m, "gain", "mood", "tempo_map", "is_live", "added_on", "fetched_at", "limit", "offset", "name", "href", "uri", "id", "items", "next", "type", "self", "err", "2nd")
}

func (m *mutation) section(names ...string) *yaml.Node {
	node := m.root
	for _, name := range names {
		node = lookUp(node, name)
	}
	return node
}

// reference refers to any of the schemas.
func (m *mutation) reference() string {
	schemas := m.section("components", "schemas")
	return "#/components/schemas/" + schemas.Content[m.entry(schemas)].Value
}

func (m *mutation) schema() *yaml.Node {
	return choose(m,
		yamlOf("{type: string}"), yamlOf("{type: integer}"), yamlOf("{type: boolean}"), yamlOf("{type: number}"),
		yamlOf("{type: string, nullable: true}"), yamlOf("{type: integer, nullable: true}"), yamlOf("{type: string, format: date-time}"),
		yamlOf("{type: array, items: {type: string}}"), yamlOf("{type: array, maxItems: 9, items: {type: string}}"),
		yamlOf("{type: array, items: {type: object, properties: {deep: {type: string}}}}"),
		yamlOf("{type: string, enum: [a, b, c_d]}"), yamlOf("{type: object, properties: {one: {type: string}, two: {type: integer}}}"),
		yamlOf("{oneOf: [{type: string}, {type: integer}]}"), yamlOf("{type: [string, array], items: {type: integer}}"),
		yamlOf(fmt.Sprintf("{anyOf: [{$ref: '%s'}, {$ref: '%s'}, {type: array, items: {$ref: '%s'}}]}", m.reference(), m.reference(), m.reference())),
		yamlOf(fmt.Sprintf("{oneOf: [{$ref: '%s'}, {$ref: '%s'}], discriminator: {propertyName: type, mapping: {one: '%s'}}}", m.reference(), m.reference(), m.reference())),
		yamlOf("{type: object, additionalProperties: {type: string}}"), yamlOf("{type: string, maxLength: 4, deprecated: true}"),
		yamlOf("{$ref: '"+m.reference()+"'}"), yamlOf("{type: array, items: {$ref: '"+m.reference()+"'}}"),
	)
}

func (m *mutation) addProperty() string {
	s, name, schema := m.pick(isProperties), m.word(), m.schema()
	assign(s.node, name, schema)
	return fmt.Sprintf("add %s to %s: %s", name, s.path, flow(schema))
}

func (m *mutation) removeProperty() string {
	s := m.pick(isProperties)
	i := m.entry(s.node)
	name := s.node.Content[i].Value
	s.node.Content = slices.Delete(s.node.Content, i, i+2)
	return fmt.Sprintf("remove %s from %s", name, s.path)
}

func (m *mutation) renameProperty() string {
	s := m.pick(isProperties)
	key := s.node.Content[m.entry(s.node)]
	to := choose(m, key.Value+"_url", "new_"+key.Value, m.word(), strings.ReplaceAll(key.Value, "_", ""))
	if lookUp(s.node, to) != nil {
		return ""
	}
	from := key.Value
	key.Value = to
	return fmt.Sprintf("rename %s of %s to %s", from, s.path, to)
}

func (m *mutation) retypeProperty() string { return m.retypeOneOf(m.pick(isProperties)) }

func (m *mutation) retypeEnvelope() string { return m.retypeOneOf(m.pick(isEnvelope)) }

func (m *mutation) retypeOneOf(s spot) string {
	i, schema := m.entry(s.node), m.schema()
	s.node.Content[i+1] = schema
	return fmt.Sprintf("retype %s of %s: %s", s.node.Content[i].Value, s.path, flow(schema))
}

func (m *mutation) widenEnvelope() string {
	s, name, schema := m.pick(isEnvelope), m.word(), m.schema()
	assign(s.node, name, schema)
	return fmt.Sprintf("add %s to %s: %s", name, s.path, flow(schema))
}

func (m *mutation) toggleNullable() string {
	s := m.pick(isProperties)
	i := m.entry(s.node)
	if lookUp(s.node.Content[i+1], "$ref") != nil {
		return ""
	}
	toggle(s.node.Content[i+1], "nullable")
	return fmt.Sprintf("toggle nullable of %s in %s", s.node.Content[i].Value, s.path)
}

func (m *mutation) toggleRequired() string {
	s := m.pick(func(s spot) bool { return isProperties(spot{"/properties", orEmpty(lookUp(s.node, "properties"))}) })
	properties := lookUp(s.node, "properties")
	name := properties.Content[m.entry(properties)].Value
	list := lookUp(s.node, "required")
	if list == nil || list.Kind != yaml.SequenceNode {
		assign(s.node, "required", yamlOf("["+name+"]"))
		return fmt.Sprintf("require %s of %s", name, s.path)
	}
	without := slices.DeleteFunc(slices.Clone(list.Content), func(n *yaml.Node) bool { return n.Value == name })
	if len(without) == len(list.Content) {
		without = append(without, yamlOf(name))
	}
	list.Content = without
	if len(without) == 0 {
		remove(s.node, "required")
	}
	return fmt.Sprintf("toggle required %s of %s", name, s.path)
}

func (m *mutation) pickEnum() spot {
	return m.pick(func(s spot) bool {
		return strings.HasSuffix(s.path, "/enum") && s.node.Kind == yaml.SequenceNode
	})
}

func (m *mutation) growEnum() string {
	s, value := m.pickEnum(), choose(m, "", "other", "OTHER", "a b", "1st", "album", "Ünï")
	s.node.Content = append(s.node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value})
	return fmt.Sprintf("add %q to %s", value, s.path)
}

func (m *mutation) shrinkEnum() string {
	s := m.pickEnum()
	if len(s.node.Content) < 2 {
		return ""
	}
	i := m.random.IntN(len(s.node.Content))
	value := s.node.Content[i].Value
	s.node.Content = slices.Delete(s.node.Content, i, i+1)
	return fmt.Sprintf("remove %q from %s", value, s.path)
}

func (m *mutation) retypeParameter() string {
	s, schema := m.pick(isParameter), m.schema()
	assign(s.node, "schema", schema)
	return fmt.Sprintf("retype the parameter %s: %s", s.path, flow(schema))
}

func (m *mutation) requireParameter() string {
	s := m.pick(isParameter)
	if lookUp(s.node, "in").Value == "path" {
		return ""
	}
	toggle(s.node, "required")
	return "toggle required of the parameter " + s.path
}

func (m *mutation) renameParameter() string {
	s, name := m.pick(isParameter), m.word()
	if lookUp(s.node, "in").Value == "path" {
		return ""
	}
	lookUp(s.node, "name").Value = name
	return fmt.Sprintf("rename the parameter %s to %s", s.path, name)
}

func (m *mutation) addParameter() string {
	s := m.pick(isOperation)
	parameter := yamlOf("{in: query, name: " + m.word() + "}")
	if m.random.IntN(3) == 0 {
		assign(parameter, "required", yamlOf("true"))
	}
	assign(parameter, "schema", m.schema())
	if lookUp(s.node, "parameters") == nil {
		assign(s.node, "parameters", yamlOf("[]"))
	}
	list := lookUp(s.node, "parameters")
	list.Content = append(list.Content, parameter)
	return fmt.Sprintf("add a parameter to %s: %s", s.path, flow(parameter))
}

func (m *mutation) removeParameter() string {
	s := m.pick(isOperation)
	list := orEmpty(lookUp(s.node, "parameters"))
	if len(list.Content) == 0 {
		return ""
	}
	i := m.random.IntN(len(list.Content))
	gone := flow(list.Content[i])
	list.Content = slices.Delete(list.Content, i, i+1)
	return fmt.Sprintf("remove a parameter of %s: %s", s.path, gone)
}

func (m *mutation) exchangeAnswers() string {
	responses := m.section("components", "responses")
	s, other := m.pick(isOperation), responses.Content[m.entry(responses)].Value
	answers := lookUp(s.node, "responses")
	remove(answers, "201")
	remove(answers, "204")
	assign(answers, "200", yamlOf("{$ref: '#/components/responses/"+other+"'}"))
	return fmt.Sprintf("answer %s with %s", s.path, other)
}

func (m *mutation) answerNothing() string {
	s := m.pick(isOperation)
	answers := lookUp(s.node, "responses")
	remove(answers, "200")
	assign(answers, "204", yamlOf("{description: nothing}"))
	return fmt.Sprintf("answer %s with nothing", s.path)
}

// retypeLeaf makes a scalar, wherever it stands, one of another type.
func (m *mutation) retypeLeaf() string {
	s := m.pick(func(s spot) bool {
		is := lookUp(s.node, "type")
		return is != nil && slices.Contains([]string{"integer", "string", "boolean"}, is.Value) && lookUp(s.node, "enum") == nil && !strings.Contains(s.path, "securitySchemes")
	})
	to := choose(m, "integer", "string", "boolean", "number")
	*s.node = *yamlOf("{type: " + to + "}")
	return fmt.Sprintf("make %s of %s", to, s.path)
}

func (m *mutation) redirectReference() string {
	s := m.pick(func(s spot) bool {
		return strings.HasSuffix(s.path, "/$ref") && strings.HasPrefix(s.node.Value, "#/components/schemas/")
	})
	s.node.Value = m.reference()
	return fmt.Sprintf("let %s refer to %s", s.path, s.node.Value)
}

func (m *mutation) removeOperation() string {
	paths := m.section("paths")
	i := m.entry(paths)
	path, item := paths.Content[i].Value, paths.Content[i+1]
	j := m.entry(item)
	verb := item.Content[j].Value
	item.Content = slices.Delete(item.Content, j, j+2)
	if len(item.Content) == 0 {
		remove(paths, path)
	}
	return fmt.Sprintf("remove %s %s", verb, path)
}

func (m *mutation) movePath() string {
	paths := m.section("paths")
	key := paths.Content[m.entry(paths)]
	key.Value = "/moved" + key.Value
	return "move to " + key.Value
}

func (m *mutation) copyPath() string {
	paths := m.section("paths")
	i := m.entry(paths)
	path, item := paths.Content[i].Value+"/copies", cloned(paths.Content[i+1])
	for j := 1; j < len(item.Content); j += 2 {
		if id := lookUp(item.Content[j], "operationId"); id != nil {
			id.Value += "-copy"
		}
	}
	assign(paths, path, item)
	return "copy to " + path
}

func (m *mutation) retag() string {
	s, from := m.pick(isOperation), m.pick(isOperation)
	assign(s.node, "tags", cloned(lookUp(from.node, "tags")))
	return fmt.Sprintf("give %s the tags of %s", s.path, from.path)
}

func (m *mutation) renameSchema() string {
	schemas := m.section("components", "schemas")
	key := schemas.Content[m.entry(schemas)]
	from, to := "#/components/schemas/"+key.Value, "#/components/schemas/Other"+key.Value
	key.Value = "Other" + key.Value
	for _, node := range descendants(m.root) {
		if node.Value == from {
			node.Value = to
		}
	}
	return "rename the schema to " + key.Value
}

func (m *mutation) deprecate() string {
	s := m.pick(isOperation)
	toggle(s.node, "deprecated")
	return "toggle deprecated of " + s.path
}

// lookUp returns the value of a key, or nil.
func lookUp(mapping *yaml.Node, key string) *yaml.Node {
	if mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

func orEmpty(node *yaml.Node) *yaml.Node {
	if node == nil {
		return &yaml.Node{}
	}
	return node
}

func assign(mapping *yaml.Node, key string, value *yaml.Node) {
	remove(mapping, key)
	mapping.Content = append(mapping.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
}

func remove(mapping *yaml.Node, key string) bool {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			mapping.Content = slices.Delete(mapping.Content, i, i+2)
			return true
		}
	}
	return false
}

func toggle(mapping *yaml.Node, key string) {
	if !remove(mapping, key) {
		assign(mapping, key, yamlOf("true"))
	}
}

// yamlOf parses a little YAML of the test itself.
func yamlOf(text string) *yaml.Node {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		panic(err)
	}
	return document.Content[0]
}

func flow(node *yaml.Node) string {
	data, err := yaml.Marshal(node)
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(strings.TrimSpace(string(data)), "\n", " ")
}

package load

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// typeKeys are the keys of a schema that say what a value is.
var typeKeys = []string{"type", "format", "enum", "items", "oneOf", "anyOf", "allOf", "$ref", "properties", "x-go-type"}

// noteOverridden notes the type that a target has before an update gives it another one.
// Where x-was says what the type is expected to be, the update does not fit another one.
func (l *loader) noteOverridden(was, target, update *yaml.Node) {
	if target.Kind != yaml.MappingNode || update.Kind != yaml.MappingNode {
		return
	}
	overrides := slices.ContainsFunc(typeKeys, func(key string) bool {
		if key == "items" && member(was, "type") != nil { // which says that it is no list
			return false
		}
		return key != "properties" && member(update, key) != nil && member(was, key) == nil
	})
	says := isNullOnly(target) || member(update, "x-go-type") != nil ||
		slices.ContainsFunc(typeKeys, func(key string) bool { return member(target, key) != nil })
	if _, known := l.overridden[target]; overrides && !known && says {
		l.overridden[target] = l.describePublished(target)
	}
	if values := member(target, "enum"); values != nil && member(update, "x-go-type") != nil {
		l.overriddenValues[target] = l.publishedValues(values)
	}
	members(update, func(key, value *yaml.Node) {
		if _, inner := child(target, key.Value); inner != nil && key.Value != "discriminator" && !isExtension(key.Value) {
			l.noteOverridden(member(was, key.Value), inner, value)
		}
	})
}

// describePublished says of what type a schema is, whether or not an override has said that
// it may be null.
func (l *loader) describePublished(n *yaml.Node) string {
	if nullable := member(n, "nullable"); nullable != nil && !l.isPublished(nullable) {
		published := *n
		published.Content = slices.Clone(n.Content)
		dropKey(&published, "nullable")
		n = &published
	}
	return describeSchema(n)
}

// publishedValues lists the values of an enum that the schema has without overrides.
func (l *loader) publishedValues(values *yaml.Node) string {
	published := *values
	published.Content = slices.DeleteFunc(slices.Clone(values.Content), func(value *yaml.Node) bool { return !l.isPublished(value) })
	if len(published.Content) == 0 {
		return ""
	}
	return sketch(&published)
}

// describeSchema says of what type a schema is, in a few words.
func describeSchema(n *yaml.Node) string {
	switch {
	case isNullOnly(n) || isNullOnly(withoutType(n)):
		return "null"
	case member(n, "$ref") != nil:
		return lastToken(member(n, "$ref"))
	case member(n, "allOf") != nil:
		return joinSchemas(member(n, "allOf"), " and ")
	case member(n, "oneOf") != nil:
		return joinSchemas(member(n, "oneOf"), " or ")
	case member(n, "anyOf") != nil:
		return joinSchemas(member(n, "anyOf"), " or ")
	}
	kind := member(n, "type")
	switch {
	case kind == nil:
		return "anything"
	case kind.Value == "array":
		return "list of " + describeSchema(member(n, "items"))
	}
	text := kind.Value
	if format := member(n, "format"); format != nil && slices.Contains(tellingFormats, format.Value) {
		text += " (" + format.Value + ")"
	}
	return text
}

// tellingFormats are the formats that tell how a value is written, or how large it may be.
// Others tell what it is about. It is never written to.
var tellingFormats = []string{"date-time", "date", "time", "duration", "byte", "binary", "int64", "uint64"}

// withoutType returns the values that a schema lists, if any.
func withoutType(n *yaml.Node) *yaml.Node {
	values := &yaml.Node{Kind: yaml.MappingNode}
	if key, list := child(n, "enum"); list != nil {
		values.Content = []*yaml.Node{key, list}
	}
	return values
}

// lastToken returns the name of what a reference leads to.
func lastToken(ref *yaml.Node) string {
	return unescapeToken(ref.Value[strings.LastIndexByte(ref.Value, '/')+1:])
}

func joinSchemas(list *yaml.Node, word string) string {
	var parts []string
	for _, c := range list.Content {
		part := describeSchema(c)
		if word == " and " && part == "anything" && len(list.Content) > 1 {
			continue // which takes nothing away
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "anything"
	}
	return strings.Join(parts, word)
}

// hidden collects what is hidden, in the order of the schema.
func (l *loader) hidden(root *yaml.Node) []model.Hidden {
	var all []model.Hidden
	add := func(kind model.HiddenKind, subject, value string, at *yaml.Node) {
		all = append(all, model.Hidden{Kind: kind, Subject: subject, Value: value, Pos: l.index.of(at)})
	}
	inAnswers := answered(root)
	WalkPointers(root, func(n *yaml.Node, kind Kind, way []string) {
		if kind == KindSchema && inAnswers[n] {
			l.hiddenInAnswers(root, n, way, func(kind model.HiddenKind, value string, at *yaml.Node) { add(kind, subjectOf(way), value, at) })
		}
		switch {
		case kind == KindSchema && l.overridden[n] != "":
			value := l.overridden[n]
			if values := l.overriddenValues[n]; values != "" && value != "null" {
				value += " of " + values
			}
			add(model.OverriddenType, subjectOf(way), value, n)
		case kind == KindServer && len(way) == 2 && way[1] != "0" && member(n, "url") != nil:
			add(model.OtherServer, strings.Join(way, " "), member(n, "url").Value, n)
		case kind == KindOperation && member(n, "security") != nil && len(member(n, "security").Content) != 1:
			add(model.Security, subjectOf(way)+" security", sketchDeep(member(n, "security"), 4), member(n, "security"))
		}
	})
	for _, f := range errorFields(root) {
		add(model.ErrorField, f.subject, describeSchema(f.schema), f.schema)
	}
	return all
}

// subjectOf names a part of a schema by its way: TrackObject.id, GET /albums parameters 0.
func subjectOf(way []string) string {
	switch {
	case len(way) > 2 && way[0] == "components":
		var words []string
		for i, token := range way[2:] {
			if structural := i > 0 && slices.Contains([]string{"properties", "allOf", "schema", "items"}, token); !structural && !isIndex(token) {
				words = append(words, token)
			}
		}
		return strings.Join(words, ".")
	case len(way) > 2 && way[0] == "paths":
		return strings.TrimSpace(strings.ToUpper(way[2]) + " " + way[1] + " " + strings.Join(way[3:], " "))
	}
	return strings.Join(way, " ")
}

func isIndex(token string) bool { return strings.Trim(token, "0123456789") == "" }

type errorField struct {
	subject string
	schema  *yaml.Node
}

// errorFields lists the properties of the objects that errors are answered with, each
// object once.
func errorFields(root *yaml.Node) []errorField {
	var fields []errorField
	seen := map[*yaml.Node]bool{}
	var visit func(name string, n *yaml.Node)
	visit = func(name string, n *yaml.Node) {
		if ref := member(n, "$ref"); ref != nil {
			name = lastToken(ref)
		}
		n = follow(root, n)
		if seen[n] {
			return
		}
		seen[n] = true
		members(member(n, "properties"), func(key, value *yaml.Node) {
			fields = append(fields, errorField{name + "." + key.Value, value})
			visit(name+"."+key.Value, value)
		})
	}
	Walk(root, func(n *yaml.Node, kind Kind) {
		if kind != KindOperation {
			return
		}
		members(member(n, "responses"), func(code, answer *yaml.Node) {
			if code.Value == "default" || strings.HasPrefix(code.Value, "4") || strings.HasPrefix(code.Value, "5") {
				answer = follow(root, answer)
				if media := member(member(answer, "content"), mediaJSON); media != nil && member(media, "schema") != nil {
					visit("error answers", member(media, "schema"))
				}
			}
		})
	})
	return fields
}

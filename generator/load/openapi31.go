package load

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// fromOpenAPI31 rewrites a document of OpenAPI 3.1 as one of 3.0, which says the same
// of everything that a client needs.
func (l *loader) fromOpenAPI31(root *yaml.Node) {
	version := member(root, "openapi")
	if version == nil || version.Value != "3.1" && !strings.HasPrefix(version.Value, "3.1.") {
		return
	}
	version.Value, version.Tag = "3.0.3", "!!str"
	for _, name := range []string{"jsonSchemaDialect", "$self"} {
		dropKey(root, name)
	}
	if member(root, "paths") == nil {
		root.Content = append(root.Content, l.text(root, "paths"), l.made(root, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}))
	}
	dropKeys(member(root, "info"), "summary")
	dropKeys(member(member(root, "info"), "license"), "identifier")
	dropKeys(member(root, "components"), "pathItems")
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if kind == KindSchema {
			l.schemaFrom31(n)
		}
	})
}

func dropKeys(n *yaml.Node, names ...string) {
	if n != nil {
		for _, name := range names {
			dropKey(n, name)
		}
	}
}

// objectKeys are the keys that objects of OpenAPI 3.0 have beside extensions. It is never
// written to.
var objectKeys = map[Kind][]string{
	KindDocument:   {"openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs"},
	KindInfo:       {"title", "description", "termsOfService", "contact", "license", "version"},
	KindComponents: {"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links", "callbacks"},
	KindOperation: {"tags", "summary", "description", "externalDocs", "operationId", "parameters", "requestBody", "responses", "callbacks",
		"deprecated", "security", "servers"},
	KindParameter: {"$ref", "name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode", "allowReserved",
		"schema", "example", "examples", "content"},
	KindBody:      {"$ref", "description", "content", "required"},
	KindResponse:  {"$ref", "description", "headers", "content", "links"},
	KindMediaType: {"schema", "example", "examples", "encoding"},
	KindTag:       {"name", "description", "externalDocs"},
	KindServer:    {"url", "description", "variables"},
	KindDiscrim:   {"propertyName", "mapping"},
	KindSchema:    schemaKeys,
}

// schemaKeys are the keys that a schema of OpenAPI 3.0 has.
var schemaKeys = []string{
	"$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
	"pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum", "type", "allOf",
	"oneOf", "anyOf", "not", "items", "properties", "additionalProperties", "description", "format", "default", "nullable",
	"discriminator", "readOnly", "writeOnly", "xml", "externalDocs", "example", "deprecated",
}

// schemaFrom31 rewrites one schema: null is a type in 3.1, a constant is an enum of one,
// and an exclusive bound is a number. Documents that call themselves 3.0 have that, too.
func (l *loader) schemaFrom31(n *yaml.Node) {
	l.typesFrom31(n)
	for _, key := range []string{"anyOf", "oneOf"} {
		l.alternativesFrom31(n, key)
	}
	if key, value := child(n, "const"); value != nil {
		key.Value = "enum"
		for i, c := range n.Content {
			if c == value {
				n.Content[i] = l.made(value, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{value}})
			}
		}
		if kind := jsonType(value); kind != "" && member(n, "type") == nil {
			n.Content = append(n.Content, l.text(value, "type"), l.text(value, kind))
		}
	}
	if values := member(n, "enum"); values != nil && slices.ContainsFunc(values.Content, isNull) && !isTrue(member(n, "nullable")) {
		l.makeNullable(n, values)
	}
	l.contentFrom31(n)
	for _, bound := range []string{"Minimum", "Maximum"} {
		key, value := child(n, "exclusive"+bound)
		if value == nil || value.Tag != "!!int" && value.Tag != "!!float" {
			continue
		}
		dropKey(n, strings.ToLower(bound))
		key.Value = strings.ToLower(bound)
		n.Content = append(n.Content, l.text(key, "exclusive"+bound), l.made(key, yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}))
	}
}

// contentFrom31 says with a format which texts are bytes: in 3.1, they have a media type
// other than text, and bytes that are written in base64 have an encoding.
func (l *loader) contentFrom31(n *yaml.Node) {
	kind, mediaType, encoding := member(n, "type"), member(n, "contentMediaType"), member(n, "contentEncoding")
	if member(n, "format") != nil || kind != nil && kind.Value != "string" {
		return
	}
	at, format := mediaType, "binary"
	switch {
	case isString(encoding):
		if at = encoding; !strings.HasPrefix(encoding.Value, "base64") {
			return
		}
		format = "byte"
	case !isString(mediaType), strings.HasPrefix(mediaType.Value, "text/"), strings.HasSuffix(mediaType.Value, "json"), strings.HasSuffix(mediaType.Value, "xml"):
		return
	}
	n.Content = append(n.Content, l.text(at, "format"), l.text(at, format))
	if kind == nil {
		n.Content = append(n.Content, l.text(at, "type"), l.text(at, "string"))
	}
}

// laterKeys are the keys of OpenAPI 3.1 that are notes, or that only narrow the values. It
// is never written to.
var laterKeys = []string{
	"$schema", "$id", "$anchor", "$comment", "$defs", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "examples", "if", "then", "else",
	"prefixItems", "contains", "minContains", "maxContains", "patternProperties", "propertyNames", "dependentRequired",
	"dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema",
}

// dropUnknownKeys takes out the keys that OpenAPI 3.0 does not have, but for those of overrides,
// whose authors want to know of a slip.
func (l *loader) dropUnknownKeys(n *yaml.Node, kind Kind) {
	known := objectKeys[kind]
	if known == nil {
		return
	}
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		switch {
		case slices.Contains(known, key.Value), isExtension(key.Value):
		case kind == KindSchema && slices.Contains(laterKeys, key.Value):
			return
		case l.index.of(key).File != l.index.file:
		default:
			l.warnAt(key, "%s has no %q in OpenAPI; it is left out", kind, short(key.Value))
			return
		}
		kept = append(kept, key, value)
	})
	n.Content = kept
}

// typesFrom31 makes one type of a list of them.
func (l *loader) typesFrom31(n *yaml.Node) {
	kinds := member(n, "type")
	if kinds == nil {
		return
	}
	list := []*yaml.Node{kinds}
	if kinds.Kind == yaml.SequenceNode {
		list = kinds.Content
	}
	var others []*yaml.Node
	for _, kind := range list {
		if kind.Value == "null" {
			l.makeNullable(n, kind)
			continue
		}
		others = append(others, kind)
	}
	switch {
	case len(others) == 1:
		*kinds = *others[0]
	case len(others) == 2 && isNumeric(others[0]) && isNumeric(others[1]):
		*kinds = *l.text(kinds, "number")
	default:
		dropKey(n, "type")
		if len(others) > 1 {
			l.alternativesOf(n, kinds, others)
		}
	}
}

// alternativesOf makes an alternative of each of several types, which has what the schema
// says about values of this type. A schema that refers to others has their types.
func (l *loader) alternativesOf(n, kinds *yaml.Node, types []*yaml.Node) {
	for _, key := range []string{"$ref", "allOf", "oneOf", "anyOf"} {
		if member(n, key) != nil {
			return
		}
	}
	alternatives := l.made(kinds, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
	about := map[*yaml.Node]bool{}
	for _, kind := range types {
		one := l.made(kind, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{l.text(kind, "type"), kind}})
		members(n, func(key, value *yaml.Node) {
			if part := l.about(kind.Value, key, value); part != nil {
				one.Content = append(one.Content, key, part)
				about[key] = true
			} else if typesAbout(key.Value) != nil {
				about[key] = true
			}
		})
		alternatives.Content = append(alternatives.Content, one)
	}
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		if !about[key] {
			kept = append(kept, key, value)
		}
	})
	n.Content = append(kept, l.text(kinds, "anyOf"), alternatives)
}

// about returns what a key of a schema says about values of a type; nil if it says nothing.
func (l *loader) about(kind string, key, value *yaml.Node) *yaml.Node {
	switch key.Value {
	case "enum":
		values := l.made(value, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
		for _, v := range value.Content {
			if of := jsonType(v); of == kind || of == "integer" && kind == "number" {
				values.Content = append(values.Content, v)
			}
		}
		if len(values.Content) == 0 {
			return nil
		}
		return values
	case "format":
		isOfNumber := slices.Contains([]string{"int32", "int64", "float", "double"}, value.Value)
		if isOfNumber != (kind == "integer" || kind == "number") {
			return nil
		}
		return value
	}
	if slices.Contains(typesAbout(key.Value), kind) {
		return value
	}
	return nil
}

// typesAbout lists the types of values that a key of a schema is about; none if it is
// about all.
func typesAbout(key string) []string {
	switch key {
	case "enum", "format":
		return []string{"string", "integer", "number", "boolean"}
	case "maxLength", "minLength", "pattern":
		return []string{"string"}
	case "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum":
		return []string{"integer", "number"}
	case "items", "maxItems", "minItems", "uniqueItems":
		return []string{"array"}
	case "properties", "required", "additionalProperties", "maxProperties", "minProperties":
		return []string{"object"}
	}
	return nil
}

func isNumeric(kind *yaml.Node) bool { return kind.Value == "integer" || kind.Value == "number" }

// alternativesFrom31 takes null out of alternatives. A single one that is left is what
// the schema is.
func (l *loader) alternativesFrom31(n *yaml.Node, name string) {
	key, list := child(n, name)
	if list == nil || list.Kind != yaml.SequenceNode {
		return
	}
	before := len(list.Content)
	list.Content = slices.DeleteFunc(list.Content, func(c *yaml.Node) bool { return isNullOnly(follow(l.index.root, c)) })
	if len(list.Content) == before {
		return
	}
	l.makeNullable(n, key)
	switch {
	case len(list.Content) == 0:
		dropKey(n, name)
	case len(list.Content) == 1 && member(n, "allOf") == nil && member(n, "discriminator") == nil:
		key.Value = "allOf"
	}
}

// isNullOnly reports whether a schema admits nothing but null: it says so, or it says of
// nothing at all that it may be null.
func isNullOnly(n *yaml.Node) bool {
	if kind := member(n, "type"); kind != nil {
		return kind.Kind == yaml.ScalarNode && kind.Value == "null"
	}
	if value := member(n, "const"); value != nil {
		return isNull(value)
	}
	if values := member(n, "enum"); values != nil && values.Kind == yaml.SequenceNode {
		return len(values.Content) > 0 && !slices.ContainsFunc(values.Content, func(value *yaml.Node) bool { return !isNull(value) })
	}
	nullable, others := member(n, "nullable"), 0
	members(n, func(key, _ *yaml.Node) {
		if !isExtension(key.Value) && !slices.Contains([]string{"nullable", "title", "description"}, key.Value) {
			others++
		}
	})
	return nullable != nil && nullable.Value == "true" && others == 0
}

func isTrue(n *yaml.Node) bool { return n != nil && n.Value == "true" }

func (l *loader) makeNullable(n, at *yaml.Node) {
	dropKey(n, "nullable")
	n.Content = append(n.Content, l.text(at, "nullable"), l.made(at, yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"}))
}

// jsonType names the type of a value; empty for null.
func jsonType(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "object"
	case n.Kind == yaml.SequenceNode:
		return "array"
	case n.Tag == "!!int":
		return "integer"
	case n.Tag == "!!float":
		return "number"
	case n.Tag == "!!bool":
		return "boolean"
	case n.Tag == "!!null":
		return ""
	}
	return "string"
}

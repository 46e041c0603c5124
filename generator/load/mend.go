package load

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// mend gives what a schema says the types that OpenAPI wants: a number that stands for a
// text is quoted, one element that stands for a list becomes one, and null is as good as
// nothing. What cannot be meant otherwise is left out. Overrides are left as they are,
// because their authors want to know of a slip.
func (l *loader) mend(root *yaml.Node) {
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if !l.isPublished(n) {
			return
		}
		l.mendNulls(n, kind)
		l.mendValues(n, kind)
		switch kind {
		case KindDocument:
			l.mendSecurity(n)
			l.mendServers(n)
		case KindOperation:
			l.mendTags(n)
			l.mendSecurity(n)
		case KindSchema:
			l.mendSchema(n)
		}
		if member(n, "$ref") == nil {
			l.mendObjects(n, kind)
		}
	})
}

// isPublished reports whether a node comes from the schema, not from an override.
func (l *loader) isPublished(n *yaml.Node) bool { return l.index.of(n).File == l.index.file }

// mendNulls leaves out what is null, but for values that may be.
func (l *loader) mendNulls(n *yaml.Node, kind Kind) {
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		switch {
		case !isNull(value) || isExtension(key.Value) || kind == KindSchema && key.Value == "default":
			kept = append(kept, key, value)
		case kind == KindSchema && key.Value == "items":
			kept = append(kept, key, l.empty(value))
		}
	})
	n.Content = kept
}

// empty returns an empty object in the place of a node.
func (l *loader) empty(at *yaml.Node) *yaml.Node {
	return l.made(at, yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"})
}

// valueType is what a value has to be.
type valueType int

const (
	text valueType = iota + 1
	boolean
	number
	count // an integer that is not negative
)

// valueTypes are the types of single values that the generator uses. It is never written to.
var valueTypes = map[Kind]map[string]valueType{
	KindDocument:  {"openapi": text},
	KindInfo:      {"title": text},
	KindServer:    {"url": text},
	KindServerVar: {"default": text},
	KindOperation: {"summary": text, "description": text, "operationId": text, "deprecated": boolean},
	KindParameter: {"name": text, "in": text, "description": text, "style": text, "required": boolean, "deprecated": boolean, "explode": boolean},
	KindBody:      {"required": boolean},
	KindResponse:  {"description": text},
	KindEncoding:  {"contentType": text, "style": text, "explode": boolean},
	KindDiscrim:   {"propertyName": text},
	KindSchema: {"description": text, "format": text, "nullable": boolean, "deprecated": boolean, "minimum": number, "maximum": number,
		"minItems": count, "maxItems": count, "minProperties": count, "maxLength": count},
}

// mendValues gives single values their types.
func (l *loader) mendValues(n *yaml.Node, kind Kind) {
	types := valueTypes[kind]
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		want := types[key.Value]
		if want != 0 && l.isPublished(value) && !mendValue(value, want) {
			l.warnAt(value, "%s of %s cannot be %s; it is left out", key.Value, kind, describe(value))
			return
		}
		kept = append(kept, key, value)
	})
	n.Content = kept
}

// mendValue gives a value a type and reports whether it can have it.
func mendValue(n *yaml.Node, want valueType) bool {
	if n.Kind != yaml.ScalarNode {
		return false
	}
	if want == text {
		if !isString(n) {
			n.Tag = "!!str"
		}
		return true
	}
	if want == boolean {
		return n.Tag == "!!bool" || mendBool(n)
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(n.Value), 64)
	if n.Tag == "!!int" && err != nil {
		var i int64 // YAML has more ways to write one
		err = n.Decode(&i)
		f = float64(i)
	}
	switch {
	case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
		return false
	case want == count:
		if f < 0 || f != math.Trunc(f) || f >= 1<<53 {
			return false
		}
		n.Tag, n.Value = "!!int", strconv.FormatFloat(f, 'f', -1, 64)
	case n.Tag != "!!int" && n.Tag != "!!float":
		n.Tag, n.Value = "!!float", strconv.FormatFloat(f, 'g', -1, 64)
	}
	return true
}

// mendBool reads a text as YAML 1.1 does.
func mendBool(n *yaml.Node) bool {
	switch strings.ToLower(n.Value) {
	case "true", "yes", "on":
		n.Value = "true"
	case "false", "no", "off":
		n.Value = "false"
	default:
		return false
	}
	n.Tag = "!!bool"
	return true
}

// mendTags makes a list of names of the tags of an operation.
func (l *loader) mendTags(n *yaml.Node) {
	tags := member(n, "tags")
	if tags == nil || !l.isPublished(tags) {
		return
	}
	l.mendTexts(n, "tags", tags)
}

// mendTexts makes a list of texts of a value.
func (l *loader) mendTexts(n *yaml.Node, key string, value *yaml.Node) {
	list := value
	if value.Kind != yaml.SequenceNode {
		list = l.listOf(value)
		replace(n, value, list)
	}
	list.Content = slices.DeleteFunc(list.Content, func(element *yaml.Node) bool {
		if isNull(element) || !mendValue(element, text) {
			l.warnAt(element, "%s cannot hold %s; it is left out", key, describe(element))
			return true
		}
		return false
	})
}

// listOf returns a list of one node.
func (l *loader) listOf(n *yaml.Node) *yaml.Node {
	return l.made(n, yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{n}})
}

// replace puts a node in the place of another one.
func replace(parent, old, new *yaml.Node) {
	parent.Content[slices.Index(parent.Content, old)] = new
}

// mendSecurity makes the ways to be allowed something a list of names with their scopes.
func (l *loader) mendSecurity(n *yaml.Node) {
	security := member(n, "security")
	if security == nil || !l.isPublished(security) {
		return
	}
	if security.Kind != yaml.SequenceNode {
		list := l.listOf(security)
		replace(n, security, list)
		security = list
	}
	security.Content = slices.DeleteFunc(security.Content, func(way *yaml.Node) bool {
		if way.Kind != yaml.MappingNode {
			l.warnAt(way, "security cannot be %s; it is left out", describe(way))
			return true
		}
		members(way, func(name, scopes *yaml.Node) {
			if isNull(scopes) {
				*scopes = yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: scopes.Line, Column: scopes.Column}
			}
			l.mendTexts(way, "security", scopes)
		})
		return false
	})
}

// mendServers leaves out servers to which no request can be sent: without an address, or
// with a variable for which there is no value.
func (l *loader) mendServers(root *yaml.Node) {
	servers := member(root, "servers")
	if servers == nil || !l.isPublished(servers) {
		return
	}
	if servers.Kind == yaml.MappingNode {
		list := l.listOf(servers)
		replace(root, servers, list)
		servers = list
	}
	servers.Content = slices.DeleteFunc(servers.Content, func(server *yaml.Node) bool {
		if server.Kind != yaml.MappingNode || !l.isPublished(server) {
			return false
		}
		url := member(server, "url")
		if url == nil || url.Value == "" {
			l.lose(server, "server has no url, and is left out")
			return true
		}
		for _, m := range placeholder.FindAllStringSubmatch(url.Value, -1) {
			variable := member(member(server, "variables"), m[1])
			if member(variable, "default") == nil {
				first := member(variable, "enum")
				if first == nil || first.Kind != yaml.SequenceNode || len(first.Content) == 0 {
					l.lose(url, "server %q is left out: it has no default for {%s}", short(url.Value), short(m[1]))
					return true
				}
				variable.Content = append(variable.Content, l.text(first, "default"), first.Content[0])
			}
		}
		return false
	})
}

// mendSchema does what is special to schemas: a type is written in small letters, enums of
// texts are texts, and what is required is said once.
func (l *loader) mendSchema(n *yaml.Node) {
	kind := member(n, "type")
	if kind != nil && l.isPublished(kind) && slices.Contains(schemaTypes, strings.ToLower(kind.Value)) {
		kind.Value = strings.ToLower(kind.Value)
	}
	if enum := member(n, "enum"); kind != nil && kind.Value == "string" && enum != nil && l.isPublished(enum) {
		for _, value := range enum.Content {
			if value.Kind == yaml.ScalarNode && !isNull(value) {
				mendValue(value, text)
			}
		}
	}
	if required := member(n, "required"); required != nil && required.Kind == yaml.SequenceNode && l.isPublished(required) {
		seen := map[string]bool{}
		required.Content = slices.DeleteFunc(required.Content, func(name *yaml.Node) bool {
			isAgain := name.Kind == yaml.ScalarNode && seen[name.Value]
			seen[name.Value] = true
			return isAgain
		})
		for _, name := range required.Content {
			if !isNull(name) {
				mendValue(name, text)
			}
		}
	}
}

// mendObjects gives the parts of an object their forms: an object, a list of them, or a
// mapping of names to them.
func (l *loader) mendObjects(n *yaml.Node, kind Kind) {
	if kind == KindCallback {
		return
	}
	edges := grammar[kind]
	kept := n.Content[:0:0]
	members(n, func(key, value *yaml.Node) {
		e, ok := edges[key.Value]
		isChecked := kind == KindDocument && key.Value == "paths" || key.Value == "properties" || kind == KindOperation && key.Value == "parameters"
		switch {
		case !ok || !isUsed(kind, key.Value) || !l.isPublished(value):
		case kind == KindPathItem && key.Value != "parameters": // operations are checked later
		case e.shape == one:
			if value = l.mendObject(key, value, e.kind); value == nil {
				return
			}
		case e.shape == list:
			if value.Kind == yaml.MappingNode && !isChecked {
				value = l.listOf(value)
			}
			if value.Kind == yaml.SequenceNode {
				l.mendElements(key, value, e.kind)
			} else if !isChecked {
				l.lose(value, "%s is not a list but %s, and is left out", key.Value, describe(value))
				return
			}
		case value.Kind == yaml.MappingNode:
			l.mendEntries(kind, key, value, e.kind)
		case !isChecked:
			l.lose(value, "%s is not a mapping but %s, and is left out", key.Value, describe(value))
			return
		}
		kept = append(kept, key, value)
	})
	n.Content = kept
}

// mendObject returns a part of an object as what it has to be; nil if it is left out.
func (l *loader) mendObject(key, value *yaml.Node, kind Kind) *yaml.Node {
	switch {
	case value.Kind == yaml.MappingNode:
		return value
	case key.Value == "additionalProperties" && (value.Tag == "!!bool" || mendValue(value, boolean)):
		return value
	case isNull(value), kind == KindSchema && value.Tag == "!!bool" && value.Value == "true":
		return l.empty(value)
	case kind == KindSchema && key.Value != "not" && key.Value != "additionalProperties":
		l.lose(value, "%s is not a schema but %s; it is raw JSON", key.Value, describe(value))
		return l.empty(value)
	}
	report := l.lose
	if kind == KindInfo || kind == KindSecurity || kind == KindOAuthFlows || kind == KindOAuthFlow { // the client can do without
		report = l.warnAt
	}
	report(value, "%s is not a mapping but %s, and is left out", key.Value, describe(value))
	return nil
}

// mendElements does for the elements of a list what mendObject does.
func (l *loader) mendElements(key, list *yaml.Node, kind Kind) {
	var kept []*yaml.Node
	for _, element := range list.Content {
		if isNull(element) {
			continue
		}
		if kind != KindParameter && l.isPublished(element) { // a parameter that is none is reported later
			element = l.mendObject(key, element, kind)
		}
		if element != nil {
			kept = append(kept, element)
		}
	}
	list.Content = kept
}

// mendEntries does for what names stand for what mendObject does.
func (l *loader) mendEntries(outer Kind, key, mapping *yaml.Node, kind Kind) {
	kept := mapping.Content[:0:0]
	members(mapping, func(name, value *yaml.Node) {
		isChecked := outer == KindDocument || isExtension(name.Value) && kind == KindResponse // a path that is none is reported later
		if !isChecked && isUsedMember(outer, key.Value, name.Value) && l.isPublished(value) {
			if value = l.mendObject(name, value, kind); value == nil {
				return
			}
		}
		kept = append(kept, name, value)
	})
	mapping.Content = kept
}

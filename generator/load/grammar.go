package load

import (
	"strconv"

	"gopkg.in/yaml.v3"
)

// Kind names an object of OpenAPI 3.0, in the words of messages.
type Kind string

// The objects that Walk tells apart.
const (
	KindDocument   Kind = "document"
	KindInfo       Kind = "info"
	KindContact    Kind = "contact"
	KindLicense    Kind = "license"
	KindServer     Kind = "server"
	KindServerVar  Kind = "server variable"
	KindTag        Kind = "tag"
	KindDocs       Kind = "external documentation"
	KindComponents Kind = "components"
	KindPathItem   Kind = "path item"
	KindOperation  Kind = "operation"
	KindParameter  Kind = "parameter"
	KindHeader     Kind = "header"
	KindBody       Kind = "request body"
	KindResponse   Kind = "response"
	KindMediaType  Kind = "media type"
	KindEncoding   Kind = "encoding"
	KindExample    Kind = "example"
	KindLink       Kind = "link"
	KindCallback   Kind = "callback"
	KindSchema     Kind = "schema"
	KindXML        Kind = "xml"
	KindDiscrim    Kind = "discriminator"
	KindSecurity   Kind = "security scheme"
	KindOAuthFlows Kind = "OAuth flows"
	KindOAuthFlow  Kind = "OAuth flow"
)

// shape says how many objects stand behind a key.
type shape int

const (
	one       shape = iota // the value is the object
	list                   // the value is a list of objects
	named                  // the value maps names, any names, to objects
	patterned              // as named, but x-* keys are extensions
)

// edge says what stands behind a key.
type edge struct {
	kind  Kind
	shape shape
}

// grammar says which keys of which objects lead to which objects. It is never
// written to.
var grammar = map[Kind]map[string]edge{
	KindDocument: {
		"info": {KindInfo, one}, "servers": {KindServer, list}, "paths": {KindPathItem, patterned},
		"components": {KindComponents, one}, "tags": {KindTag, list}, "externalDocs": {KindDocs, one},
	},
	KindInfo:   {"contact": {KindContact, one}, "license": {KindLicense, one}},
	KindServer: {"variables": {KindServerVar, named}},
	KindTag:    {"externalDocs": {KindDocs, one}},
	KindComponents: {
		"schemas": {KindSchema, named}, "responses": {KindResponse, named}, "parameters": {KindParameter, named},
		"examples": {KindExample, named}, "requestBodies": {KindBody, named}, "headers": {KindHeader, named},
		"securitySchemes": {KindSecurity, named}, "links": {KindLink, named}, "callbacks": {KindCallback, named},
	},
	KindPathItem: {
		"get": {KindOperation, one}, "put": {KindOperation, one}, "post": {KindOperation, one},
		"delete": {KindOperation, one}, "options": {KindOperation, one}, "head": {KindOperation, one},
		"patch": {KindOperation, one}, "trace": {KindOperation, one},
		"servers": {KindServer, list}, "parameters": {KindParameter, list},
	},
	KindOperation: {
		"externalDocs": {KindDocs, one}, "parameters": {KindParameter, list}, "requestBody": {KindBody, one},
		"responses": {KindResponse, patterned}, "callbacks": {KindCallback, named}, "servers": {KindServer, list},
	},
	KindParameter: {"schema": {KindSchema, one}, "content": {KindMediaType, named}, "examples": {KindExample, named}},
	KindHeader:    {"schema": {KindSchema, one}, "content": {KindMediaType, named}, "examples": {KindExample, named}},
	KindBody:      {"content": {KindMediaType, named}},
	KindResponse: {
		"headers": {KindHeader, named}, "content": {KindMediaType, named}, "links": {KindLink, named},
	},
	KindMediaType: {
		"schema": {KindSchema, one}, "examples": {KindExample, named}, "encoding": {KindEncoding, named},
	},
	KindEncoding: {"headers": {KindHeader, named}},
	KindLink:     {"server": {KindServer, one}},
	KindSchema: {
		"properties": {KindSchema, named}, "items": {KindSchema, one}, "additionalProperties": {KindSchema, one},
		"allOf": {KindSchema, list}, "oneOf": {KindSchema, list}, "anyOf": {KindSchema, list}, "not": {KindSchema, one},
		"discriminator": {KindDiscrim, one}, "xml": {KindXML, one}, "externalDocs": {KindDocs, one},
	},
	KindSecurity: {"flows": {KindOAuthFlows, one}},
	KindOAuthFlows: {
		"implicit": {KindOAuthFlow, one}, "password": {KindOAuthFlow, one},
		"clientCredentials": {KindOAuthFlow, one}, "authorizationCode": {KindOAuthFlow, one},
	},
}

// Walk calls visit for every object of a schema, in the order of the file, the
// outer before the inner. It calls it also for a reference, with the kind that
// the reference should lead to, and does not follow it. What is not an object
// of OpenAPI (extensions, examples, defaults) is not walked, and neither is
// what is no mapping where one should be.
func Walk(root *yaml.Node, visit func(n *yaml.Node, kind Kind)) {
	WalkPointers(root, func(n *yaml.Node, kind Kind, _ []string) { visit(n, kind) })
}

// WalkPointers is Walk with the way to each object: the tokens of its JSON pointer,
// unescaped. They are good until visit returns.
func WalkPointers(root *yaml.Node, visit func(n *yaml.Node, kind Kind, way []string)) {
	w := walker{visit: visit}
	w.walk(root, KindDocument, nil)
}

type walker struct {
	usedOnly bool // leave out what the generator does not use
	visit    func(n *yaml.Node, kind Kind, way []string)
}

func (w *walker) walk(n *yaml.Node, kind Kind, way []string) {
	if n.Kind != yaml.MappingNode {
		return
	}
	w.visit(n, kind, way)
	if member(n, "$ref") != nil {
		return
	}
	edges := grammar[kind]
	members(n, func(key, value *yaml.Node) {
		if kind == KindCallback {
			if !isExtension(key.Value) {
				w.walk(value, KindPathItem, append(way, key.Value))
			}
			return
		}
		e, ok := edges[key.Value]
		if !ok || w.usedOnly && !isUsed(kind, key.Value) {
			return
		}
		switch {
		case e.shape == one:
			w.walk(value, e.kind, append(way, key.Value))
		case e.shape == list && value.Kind == yaml.SequenceNode:
			for i, c := range value.Content {
				w.walk(c, e.kind, append(way, key.Value, strconv.Itoa(i)))
			}
		case e.shape == named || e.shape == patterned:
			members(value, func(name, c *yaml.Node) {
				if (e.shape == named || !isExtension(name.Value)) && (!w.usedOnly || isUsedMember(kind, key.Value, name.Value)) {
					w.walk(c, e.kind, append(way, key.Value, name.Value))
				}
			})
		}
	})
}

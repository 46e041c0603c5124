package load

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// unusedKeys are the keys of objects that say nothing which the generator uses: notes for
// readers, facts about other programs than clients, and checks that the server makes. They
// are neither checked nor handed on, so that whatever they hold costs nothing. It is never
// written to.
var unusedKeys = map[Kind][]string{
	KindDocument:   {"tags", "externalDocs"},
	KindInfo:       {"description", "termsOfService", "contact", "license", "version"},
	KindServer:     {"description"},
	KindServerVar:  {"description", "enum"},
	KindComponents: {"examples", "headers", "links", "callbacks"},
	KindPathItem:   {"summary", "description", "servers"},
	KindOperation:  {"externalDocs", "callbacks", "servers"},
	KindParameter:  {"example", "examples", "allowEmptyValue", "allowReserved"},
	KindHeader:     objectKeys[KindParameter],
	KindBody:       {"description"},
	KindResponse:   {"headers", "links"},
	KindMediaType:  {"example", "examples"},
	KindEncoding:   {"allowReserved"},
	KindSchema: {"title", "multipleOf", "exclusiveMaximum", "exclusiveMinimum", "minLength", "pattern", "uniqueItems", "maxProperties",
		"readOnly", "writeOnly", "xml", "externalDocs", "example"},
	KindSecurity:  {"description", "name", "in", "scheme", "bearerFormat", "openIdConnectUrl"},
	KindOAuthFlow: {"authorizationUrl", "tokenUrl", "refreshUrl"},
}

// isUsed reports whether a member of an object says something which the generator uses.
func isUsed(kind Kind, key string) bool { return !slices.Contains(unusedKeys[kind], key) }

// isSuccess reports whether the answers under a status are results of methods. Others are
// errors, which the runtime reads by itself, whatever the schema says of them.
func isSuccess(status string) bool { return strings.HasPrefix(status, "2") }

// isUsedMember is isUsed for what an object of a kind maps names to under a key.
func isUsedMember(kind Kind, key, name string) bool {
	return kind != KindOperation || key != "responses" || isSuccess(name) || isExtension(name)
}

// walkUsed is Walk without what the generator does not use.
func walkUsed(root *yaml.Node, visit func(n *yaml.Node, kind Kind)) {
	w := walker{usedOnly: true, visit: func(n *yaml.Node, kind Kind, _ []string) { visit(n, kind) }}
	w.walk(root, KindDocument, nil)
}

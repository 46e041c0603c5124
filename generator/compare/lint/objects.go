package lint

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
)

func objectRules() []Rule {
	return []Rule{
		{
			Name: "page", topic: "pages.yml", kinds: schemasOnly, check: (*linter).page,
			What:    "an object with the properties of a page that does not compose the schema of pages",
			Why:     "it becomes a type of its own, without All… and Next",
			Example: "pages.yml: PagingObject",
		},
		{
			Name: "page-base", topic: "pages.yml", kinds: schemasOnly, check: (*linter).pageBase,
			What:    "a schema from which pages are composed, without x-spotgen-page",
			Why:     "its pages become types of their own",
			Example: "pages.yml: PagingObject, CursorPagingObject",
		},
		{
			Name: "empty-object", topic: "catalogue.yml", kinds: schemasOnly, check: (*linter).emptyObject,
			What:    "an object without described properties",
			Why:     "it becomes raw JSON",
			Example: "relinking.yml: linked_from; player.yml: offset",
		},
		{
			Name: "open-object", topic: "requests.yml", kinds: schemasOnly, check: (*linter).openObject,
			What:    "a body that allows properties that are not described",
			Why:     "it becomes a map beside the fields",
			Example: "docs/facts/community-fixes.md rows 11 and 12",
		},
		{
			Name: "unknown-required", topic: "requests.yml", kinds: schemasOnly, check: (*linter).unknownRequired,
			What:    "a required property that is not described",
			Why:     "it cannot be given",
			Example: "docs/facts/mismatches.md M60",
		},
		{
			Name: "bare-error", topic: "errors.yml", kinds: []load.Kind{load.KindResponse}, check: (*linter).bareError,
			What:    "an error answer that is a bare error object, while others wrap it",
			Why:     "real answers always wrap it",
			Example: "docs/facts/mismatches.md M72",
		},
		{
			Name: "unlike-siblings", topic: "strings.yml", kinds: schemasOnly, check: (*linter).unlikeSiblings,
			What:    "a property without the overrides that all others of its name and type have",
			Why:     "the same thing would be two types in Go",
			Example: "strings.yml: release_date_precision; playlists.yml: public",
		},
	}
}

// pageKeys are properties of a page besides its items.
var pageKeys = []string{"href", "limit", "next", "offset", "previous", "total", "cursors"}

// countPageKeys counts the properties of a page that a schema has itself.
func (l *linter) countPageKeys(p *part) int {
	n := 0
	for _, key := range pageKeys {
		if l.child(p, "properties", key) != nil {
			n++
		}
	}
	return n
}

func (l *linter) page(p *part) {
	items := l.child(p, "properties", "items")
	if items == nil || items.text("type") != "array" || l.countPageKeys(p) < 4 || p.has("x-spotgen-page") || p.inRequest() {
		return
	}
	kind := "offset"
	if l.child(p, "properties", "cursors") != nil {
		kind = "cursor"
	}
	var actions []action
	if base := l.pages[kind]; base != "" {
		composed := wrapper(schemasPrefix + base)
		composed.Content = append(composed.Content, overlay.Mapping("type", "object", "properties", overlay.Mapping("items", items.node)))
		actions = []action{{target: l.target(p, "properties"), description: "makes room for the schema of pages"}}
		if p.has("required") {
			actions = append(actions, action{target: l.target(p, "required"), description: "makes room for the schema of pages"})
		}
		actions = append(actions, action{target: l.target(p), description: "a page like the others", update: overlay.Mapping("allOf", composed)})
	}
	l.report(p, "its properties are those of a page", actions, "%s has the properties of a page, but does not compose the schema of pages", label(p))
}

func (l *linter) pageBase(p *part) {
	if p.component() == "" || p.has("x-spotgen-page") || l.countPageKeys(p) < 4 || l.child(p, "properties", "items") != nil {
		return
	}
	kind := "offset"
	if l.child(p, "properties", "cursors") != nil {
		kind = "cursor"
	}
	l.report(p, "its properties are those of a page", []action{{
		target: l.target(p), description: "how one gets to the next page",
		update: overlay.Mapping("x-spotgen-page", kind),
	}}, "%s has the properties of a page, but it does not say how to get to the next page", p.component())
}

func (l *linter) emptyObject(p *part) {
	if p.text("type") != "object" || p.isVia("allOf") {
		return
	}
	for _, key := range []string{"properties", "allOf", "oneOf", "anyOf", "additionalProperties", "x-go-type"} {
		if n := p.get(key); n != nil && (n.Kind == yaml.ScalarNode && key == "x-go-type" || len(n.Content) > 0) {
			return
		}
	}
	ref := l.twin(p)
	var actions []action
	if ref != "" {
		actions = l.extend(p, "like the others of its name", "allOf", wrapper(schemasPrefix+ref))
	}
	l.report(p, seen("the other "+label(p)), actions, "the properties of %s are not described", label(p))
}

// twin returns the component that all other properties of a name refer to, or "".
func (l *linter) twin(p *part) string {
	if p.property() == "" {
		return ""
	}
	if refs := l.refs[p.property()]; len(refs) == 1 {
		return refs[0]
	}
	return ""
}

func (l *linter) openObject(p *part) {
	if !p.inRequest() || !p.isTrue("additionalProperties") {
		return
	}
	message := "the schema allows other properties than it describes; other clients show that the API does not"
	switch typ := p.text("type"); {
	case typ == "object" && !p.has("properties"):
		return // any properties are all that there is
	case typ != "object":
		message = "properties are allowed in " + label(p) + ", which is not an object"
	}
	l.report(p, "only described properties are accepted", []action{
		{target: l.target(p, "additionalProperties"), description: "only described properties are accepted", was: overlay.Value(true)},
	}, "%s", message)
}

func (l *linter) unknownRequired(p *part) {
	required := texts(p.get("required"))
	if len(required) == 0 || p.isVia("allOf") || p.component() != "" && l.composed[schemasPrefix+p.component()] {
		return // a schema that composes it may have the properties
	}
	var unknown []string
	for _, name := range required {
		if l.find(p, name) == nil {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 || p.text("additionalProperties") == "true" && !p.has("properties") {
		return
	}
	var actions []action
	if len(unknown) == len(required) {
		actions = []action{{target: l.target(p, "required"), description: "there is no such property", was: overlay.Copy(p.get("required"))}}
	} else {
		for _, name := range unknown {
			target := ""
			if !strings.ContainsAny(name, `'"\`) {
				target = fmt.Sprintf("%s[?@ == '%s']", l.target(p, "required"), name)
			}
			actions = append(actions, action{target: target, description: "there is no such property"})
		}
	}
	l.report(p, "the properties", actions, "%s is required, but not described", strings.Join(unknown, ", "))
}

func (l *linter) bareError(p *part) {
	code := ""
	if p.isVia("responses") && p.parent.kind == load.KindOperation {
		code = p.via[1]
	}
	if code != "default" && !strings.HasPrefix(code, "4") && !strings.HasPrefix(code, "5") {
		return
	}
	for _, media := range l.children[p] {
		schema := l.child(media, "schema")
		ref := ""
		if schema != nil {
			ref = schema.text("$ref")
		}
		if ref == "" || l.find(schema, "error") != nil || !l.errors[ref] {
			continue
		}
		envelope := overlay.Mapping("type", "object", "required", []string{"error"}, "properties", overlay.Mapping("error", overlay.Mapping("$ref", ref)))
		l.report(p, "the other refusals", []action{
			{target: l.target(p, "content"), description: "the bare error object", was: overlay.Copy(p.get("content"))},
			{target: l.target(p), description: "the error object in its envelope", update: overlay.Mapping("content", overlay.Mapping(media.via[1], overlay.Mapping("schema", envelope)))},
		}, "the answer %s is a bare error object, while others have it under error", code)
		return
	}
}

// minSiblings is how many properties make a habit.
const minSiblings = 2

func (l *linter) unlikeSiblings(p *part) {
	key := l.likeness(p)
	if key == "" || p.has("x-go-type") || p.inError() {
		return
	}
	counts := l.marks[key]
	var pairs []any
	var lacks []string
	for _, mark := range marks {
		if p.has(mark) || mark == pointerMark && p.isTrue("nullable") {
			continue // an object that is nullable is a pointer by rule
		}
		for known, n := range counts {
			name, value, _ := strings.Cut(known, " ")
			if name == mark && n >= minSiblings && n == counts[""]-1 {
				pairs = append(pairs, mark, &yaml.Node{Kind: yaml.ScalarNode, Value: value})
				lacks = append(lacks, mark+": "+value)
			}
		}
	}
	if len(lacks) > 0 {
		l.report(p, seen("the other "+p.property()), l.extend(p, "like the others of its name", pairs...),
			"%s has no %s, unlike the %d others of its name and type", p.property(), strings.Join(lacks, " and "), counts[""]-1)
	}
}

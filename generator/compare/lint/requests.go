package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
)

func requestRules() []Rule {
	return []Rule{
		{
			Name: "untyped-list", topic: "requests.yml", kinds: []load.Kind{load.KindParameter}, check: (*linter).untypedList,
			What:    "a parameter that is a list by its name, example, or description, but has the type string",
			Why:     "callers join it, and the client cannot split it into batches",
			Example: "requests.yml: ids, uris, seed_…; docs/facts/mismatches.md M61",
		},
		{
			Name: "bounds", topic: "requests.yml", kinds: schemasOnly, check: (*linter).bounds,
			What:    "a number or a list in a request without the bounds in its name or description",
			Why:     "the fake server accepts requests that the API refuses, and batches are not split",
			Example: "docs/facts/mismatches.md M63; requests.yml: limit, offset; player.yml: volume_percent",
		},
		{
			Name: "optional-body", topic: "requests.yml", kinds: []load.Kind{load.KindBody}, check: (*linter).optionalBody,
			What:    "an optional body with required properties",
			Why:     "the method takes it as an option",
			Example: "playlists.yml, player.yml, requests.yml: required: true",
		},
		{
			Name: "said-twice", topic: "requests.yml", kinds: []load.Kind{load.KindBody}, check: (*linter).saidTwice,
			What:    "a value that can be given both in the query and in the body",
			Why:     "the method would take it twice",
			Example: "requests.yml, playlists.yml: duplicates; docs/facts/mismatches.md M61, M64",
		},
	}
}

func (l *linter) untypedList(p *part) {
	schema := l.child(p, "schema")
	evidence := l.listEvidence(p, schema)
	if len(evidence) == 0 {
		return
	}
	prose := schema.prose()
	by := strings.Join(evidence, " and ")
	said := "say"
	if len(evidence) == 1 {
		said = "says"
	}
	items := []any{"type", "string"}
	list := []any{"type", "array"}
	switch goType, values := l.goType(schema, p.text("name"), true), valuesIn(prose); {
	case slices.Contains(l.wholeLists(), goType):
		list = append(list, "x-go-type", goType)
	case goType != "":
		items = append(items, "x-go-type", goType)
	case len(values) > 0:
		items = append(items, "enum", values)
	}
	if maximum := maxItems(prose); maximum > 0 {
		list = append(list, "maxItems", maximum)
	}
	list = append(list, "items", overlay.Mapping(items...))
	l.report(p, seen(fmt.Sprintf("%s %s a list", by, said)), []action{{
		target: l.target(p), description: "a list, written with commas", was: overlay.Mapping("schema", overlay.Mapping("type", "string")),
		update: overlay.Mapping("style", "form", "explode", false, "schema", overlay.Mapping(list...)),
	}}, "%s is one string, though %s %s that it is a list", p.text("name"), by, said)
}

// listEvidence returns what says of a parameter in the query that it is a list,
// though its schema is a string; nothing for anything else.
func (l *linter) listEvidence(p, schema *part) []string {
	if p == nil || schema == nil || p.kind != load.KindParameter || p.text("in") != "query" || !isPlainString(schema) {
		return nil
	}
	prose, example := schema.prose(), schema.text("example")
	if example == "" {
		example = p.text("example")
	}
	var evidence []string
	if listName.MatchString(p.text("name")) {
		evidence = append(evidence, "the name "+p.text("name"))
	}
	if listSample.MatchString(example) {
		evidence = append(evidence, "the example")
	}
	if saysList.MatchString(prose) {
		evidence = append(evidence, "the description")
	}
	if isGrammar.MatchString(example) || strings.Contains(strings.ToLower(prose), "parenthes") {
		return nil
	}
	return evidence
}

// maxItems returns how many elements a list can have in words, or 0.
func maxItems(prose string) int { return max(numberIn(countInWords, prose), 0) }

func (l *linter) bounds(p *part) {
	named := name(p)
	if named == "" || !p.inRequest() {
		return
	}
	if p.text("type") == "array" {
		if maximum := maxItems(p.prose()); maximum > 0 && !p.has("maxItems") {
			l.report(p, "the schema says so in words", l.extend(p, fmt.Sprintf("at most %d", maximum), "maxItems", maximum),
				"%s can have %d elements by its description, but has no maxItems", named, maximum)
		}
		return
	}
	if p.text("type") != "integer" {
		return
	}
	minimum, maximum := bounds(p.prose())
	evidence := "the schema says so in words"
	switch {
	case minimum < 0 && named == "limit":
		minimum, evidence = 1, "the name limit"
	case minimum < 0 && named == "offset" && p.parent.kind == load.KindParameter:
		minimum, evidence = 0, "the name offset"
	}
	var pairs []any
	was := overlay.Mapping()
	switch {
	case minimum >= 0 && !p.has("minimum"):
		pairs = append(pairs, "minimum", minimum)
	case named == "limit" && p.text("minimum") == "0" && minimum > 0:
		was = overlay.Mapping("minimum", 0)
		pairs = append(pairs, "minimum", minimum)
	}
	if maximum > 0 && !p.has("maximum") {
		pairs = append(pairs, "maximum", maximum)
	}
	if len(pairs) == 0 {
		return
	}
	actions := l.extend(p, "bounds", pairs...)
	if len(was.Content) > 0 {
		actions[len(actions)-1].was = was
	}
	var what []string
	for i := 0; i < len(pairs); i += 2 {
		what = append(what, fmt.Sprintf("%v: %v", pairs[i], pairs[i+1]))
	}
	l.report(p, seen(evidence), actions, "%s lacks %s", named, strings.Join(what, " and "))
}

// bodySchema returns the JSON that a body describes, or nil.
func (l *linter) bodySchema(p *part) *part {
	return l.follow(l.child(l.child(p, "content", "application/json"), "schema"))
}

func (l *linter) optionalBody(p *part) {
	schema := l.bodySchema(p)
	if schema == nil || p.isTrue("required") {
		return
	}
	required := texts(schema.get("required"))
	if len(required) == 0 {
		return
	}
	l.report(p, seen("the schema requires "+strings.Join(required, ", ")), []action{
		{target: l.target(p), description: "nothing happens without a body", update: overlay.Mapping("required", true)},
	}, "the body need not be given, though %s in it is required", strings.Join(required, ", "))
}

func (l *linter) saidTwice(p *part) {
	schema := l.bodySchema(p)
	if schema == nil || p.parent.kind != load.KindOperation {
		return
	}
	var twice []*part
	for _, c := range l.children[p.parent] {
		parameter := l.follow(c)
		if c.isVia("parameters") && parameter != nil && parameter.text("in") == "query" && l.find(schema, parameter.text("name")) != nil {
			twice = append(twice, c)
		}
	}
	if len(twice) == 0 {
		return
	}
	var names []string
	for _, c := range twice {
		names = append(names, l.follow(c).text("name"))
	}
	var actions []action
	if len(l.properties(schema)) == len(twice) {
		actions = []action{{target: l.target(p), description: "a duplicate of the query"}}
	} else {
		for _, c := range twice {
			actions = append(actions, action{target: l.target(c), description: "a duplicate of the body"})
		}
	}
	l.report(p, "the names of parameters and properties", actions, "%s can be given in the query and in the body; keep one of them", strings.Join(names, ", "))
}

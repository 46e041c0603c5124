package lint

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/naming"
)

var operationsOnly = []load.Kind{load.KindOperation}

func operationRules() []Rule {
	return []Rule{
		{
			Name: "no-scopes", topic: "scopes.yml", kinds: operationsOnly, check: (*linter).noScopes,
			What:    "an operation that does not say which scopes it needs",
			Why:     "ScopesFor asks the user for too little",
			Example: "docs/facts/mismatches.md M69",
		},
		{
			Name: "no-answer", topic: "catalogue.yml", kinds: operationsOnly, check: (*linter).noAnswer,
			What:    "a GET whose success has no body",
			Why:     "the method returns nothing",
			Example: `docs/facts/census.md "Success without a schema"`,
		},
		{
			Name: "no-tag", topic: "methods.yml", kinds: operationsOnly, check: (*linter).noTag,
			What:    "an operation without a tag",
			Why:     "the service is guessed from the path",
			Example: "methods.yml",
		},
		{
			Name: "no-operation-id", topic: "methods.yml", kinds: operationsOnly, check: (*linter).noOperationID,
			What:    "an operation without an operationId",
			Why:     "reports and documentation cannot name it",
			Example: "docs/facts/operations.tsv",
		},
		{
			Name: "no-mode", topic: "modes.yml", kinds: operationsOnly, check: (*linter).noMode,
			What:    "a deprecated operation that does not say whether development mode has it",
			Why:     "apps in development mode call an operation that is gone",
			Example: `docs/facts/changes-2026.md "Gone in development mode"`,
		},
	}
}

func (l *linter) noScopes(p *part) {
	method, path := p.route()
	if p.has("security") || path == "" || member(l.parts[0].node, "security") != nil {
		return
	}
	var actions []action
	if len(l.schemes) == 1 {
		scopes := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Style: yaml.FlowStyle}
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{overlay.Mapping(l.schemes[0], scopes)}}
		actions = []action{{target: l.target(p), description: "a token, and no scope that is known", update: overlay.Mapping("security", list)}}
	}
	l.report(p, "no scopes are described", actions, "%s %s does not say which scopes it needs", method, path)
}

func (l *linter) noAnswer(p *part) {
	method, path := p.route()
	if method != "GET" {
		return
	}
	success := ""
	for _, c := range l.children[p] {
		if !c.isVia("responses") || !strings.HasPrefix(c.via[1], "2") {
			continue
		}
		success = c.via[1]
		response := l.follow(c)
		if response == nil {
			return
		}
		for _, media := range l.children[response] {
			if l.child(media, "schema") != nil || media.isVia("content") && !mayBeJSON(media.via[1]) {
				return
			}
		}
	}
	if success == "" {
		l.report(p, "", nil, "GET %s has no successful answer; describe one", path)
		return
	}
	l.report(p, "", nil, "GET %s answers %s without a body; describe what it answers", path, success)
}

// mayBeJSON reports whether a body of a media type is read only if it has a schema.
func mayBeJSON(mediaType string) bool {
	return strings.HasSuffix(mediaType, "json") || mediaType == "application/*" || mediaType == "*/*"
}

func (l *linter) noTag(p *part) {
	method, path := p.route()
	if path == "" || len(texts(p.get("tags"))) > 0 {
		return
	}
	var actions []action
	if tag := l.tagOf(path); tag != "" {
		actions = []action{{target: l.target(p), description: "the service of its neighbours", update: overlay.Mapping("tags", []string{tag})}}
	}
	l.report(p, "the path", actions, "%s %s has no tag, so its service is guessed from the path", method, path)
}

func (l *linter) noOperationID(p *part) {
	method, path := p.route()
	if path == "" || p.has("operationId") {
		return
	}
	words := []string{strings.ToLower(method)}
	for _, word := range naming.Words(path) {
		words = append(words, strings.ToLower(word))
	}
	id := strings.Join(words, "-")
	actions := []action{{target: l.target(p), description: "a name in reports", update: overlay.Mapping("operationId", id)}}
	if l.ids[id] {
		actions = nil
	}
	l.report(p, "the method and the path", actions, "%s %s has no operationId", method, path)
}

func (l *linter) noMode(p *part) {
	method, path := p.route()
	if path == "" || !p.isTrue("deprecated") || p.has("x-spotgen-development") {
		return
	}
	l.report(p, "deprecated; correct the day, and say what replaces it", []action{{
		target: l.target(p), description: "deprecated", was: overlay.Mapping("deprecated", true),
		update: overlay.Mapping("x-spotgen-development", overlay.Mapping("removed", "YYYY-MM-DD")),
	}}, "%s %s is deprecated, but nothing says what development mode makes of it, and what replaces it", method, path)
}

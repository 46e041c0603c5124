// Package lint finds parts of a schema that are known to cause trouble: no good
// client can be made from them, or experience shows that they are wrong. It suggests
// an override for each of them.
//
// Errors that stop the generator are reported by load and resolve: a required that is
// not a list, a reference that leads nowhere, an array without items.
package lint

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// Finding is a part of the schema that looks like trouble.
type Finding struct {
	Rule    string    // untyped-list, described-nullable, no-mapping, …
	Pos     model.Pos // in the schema, or in the override that made the part
	Pointer string    // JSON pointer of the part, which lasts when lines move
	Message string    // what it is and what follows: one sentence
	Topic   string    // file of overrides/schema that the action belongs to: strings.yml
	Action  string    // overlay actions in YAML that can be pasted at the end of it; empty where only a person can tell
}

// Key identifies a finding in different versions of a schema.
func (f Finding) Key() string { return f.Rule + " " + f.Pointer }

// Rule is what Lint looks for.
type Rule struct {
	Name    string
	What    string // what is found
	Why     string // what follows from it
	Example string // a fact, or an override, that is about such a part
	topic   string
	check   func(l *linter, p *part)
	kinds   []load.Kind // the parts that check is called for
}

// Rules lists the rules by their names.
func Rules() []Rule {
	rules := slices.Concat(stringRules(), enumRules(), nullRules(), unionRules(), objectRules(), requestRules(), operationRules())
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Name, b.Name) })
	return rules
}

// Lint returns what looks like trouble in a schema after its overlays, in the order of
// the JSON pointers, so that what an override mends is no finding. The types are the
// names of the types of the runtime, such as TrackID, of which x-go-type can have one.
func Lint(doc *load.Document, types []string) []Finding {
	l := &linter{schema: newSchema(doc.Nodes, types), index: doc.Index}
	byKind := map[load.Kind][]Rule{}
	for _, rule := range Rules() {
		for _, kind := range rule.kinds {
			byKind[kind] = append(byKind[kind], rule)
		}
	}
	for _, p := range l.parts {
		if p.has("$ref") && p.kind != load.KindSchema {
			continue // found where it leads to
		}
		for _, rule := range byKind[p.kind] {
			l.rule = rule
			rule.check(l, p)
		}
	}
	slices.SortFunc(l.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(l.found, func(a, b Finding) bool { return a.Key() == b.Key() })
}

// linter collects what the rules find.
type linter struct {
	*schema
	index *load.Index
	rule  Rule
	found []Finding
}

// seen is what a rule has seen, as the evidence of the actions that it suggests.
type seen string

// report adds a finding about a part. The evidence says on what it is based.
func (l *linter) report(p *part, evidence seen, actions []action, format string, args ...any) {
	pointer := p.pointer()
	pos := l.index.At(l.keys[p.node], p.node)
	topic := l.rule.topic
	if pos.File != l.index.Pos("").File {
		// Actions of an earlier file would come before what they are about.
		topic = path.Base(pos.File)
	}
	l.found = append(l.found, Finding{
		Rule:    l.rule.Name,
		Pos:     pos,
		Pointer: pointer,
		Message: fmt.Sprintf(format, args...),
		Topic:   topic,
		Action:  render("spotgen lint: "+string(evidence), actions),
	})
}

var schemasOnly = []load.Kind{load.KindSchema}

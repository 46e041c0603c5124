package lint

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
)

func unionRules() []Rule {
	return []Rule{
		{
			Name: "no-discriminator", topic: "unions.yml", kinds: schemasOnly, check: (*linter).noDiscriminator,
			What:    "a oneOf or anyOf of several objects without a discriminator",
			Why:     "the client cannot tell which of them an answer holds",
			Example: "docs/facts/mismatches.md M04",
		},
		{
			Name: "no-mapping", topic: "unions.yml", kinds: schemasOnly, check: (*linter).noMapping,
			What:    "a discriminator without a mapping, or whose mapping lacks a member",
			Why:     "the value would have to be the name of the schema, and never is",
			Example: "docs/facts/mismatches.md M04",
		},
		{
			Name: "member-without-type", topic: "strings.yml", kinds: schemasOnly, check: (*linter).memberWithoutType,
			What:    "a member of a union without the property of the discriminator, or without an enum for it",
			Why:     "the member may never have the value that the mapping expects",
			Example: "unions.yml: tracks and episodes",
		},
	}
}

// members returns the members of a union, of which each is a reference, or nil.
func (l *linter) members(p *part) []*part {
	var members []*part
	for _, c := range l.children[p] {
		if c.isVia("oneOf") || c.isVia("anyOf") {
			members = append(members, c)
		}
	}
	if len(members) < 2 {
		return nil
	}
	return members
}

// mapping returns the mapping for members by the value that each has for a property,
// or nothing if one of them does not tell, or two tell the same.
func (l *linter) mapping(members []*part, property string) []any {
	var pairs []any
	taken := map[string]bool{}
	for _, m := range members {
		value := l.constant(m, property)
		if value == "" || taken[value] || m.text("$ref") == "" {
			return nil
		}
		taken[value] = true
		pairs = append(pairs, value, m.text("$ref"))
	}
	return pairs
}

// constant returns the only value that a property of an object can have, or "".
func (l *linter) constant(p *part, property string) string {
	found := l.find(p, property)
	if found == nil {
		return ""
	}
	if found = l.follow(found); found == nil {
		return ""
	}
	if enum := texts(found.get("enum")); len(enum) == 1 {
		return enum[0]
	}
	return ""
}

func (l *linter) noDiscriminator(p *part) {
	members := l.members(p)
	if members == nil || p.has("discriminator") {
		return
	}
	for _, m := range members {
		if target := l.follow(m); target == nil || len(l.properties(target)) == 0 {
			return // no union of objects
		}
	}
	var actions []action
	if pairs := l.mapping(members, "type"); pairs != nil {
		actions = l.extend(p, "told apart by their type", "discriminator", overlay.Mapping("propertyName", "type", "mapping", overlay.Mapping(pairs...)))
	}
	l.report(p, "the enums of the members", actions, "the schema does not tell which of %s it is", l.names(members))
}

// names lists the members of a union for a message.
func (l *linter) names(members []*part) string {
	var names []string
	for _, m := range members {
		name := l.reference(m)
		if name == "" {
			name = "an unnamed schema"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func (l *linter) noMapping(p *part) {
	members := l.members(p)
	discriminator := p.get("discriminator")
	property := scalar(member(discriminator, "propertyName"))
	if members == nil || property == "" {
		return
	}
	mapped := map[string]bool{}
	if mapping := member(discriminator, "mapping"); mapping != nil {
		for i := 1; i < len(mapping.Content); i += 2 {
			mapped[scalar(mapping.Content[i])] = true
		}
	}
	var missing []*part
	for _, m := range members {
		ref := m.text("$ref")
		if ref != "" && !mapped[ref] && !mapped[strings.TrimPrefix(ref, schemasPrefix)] {
			missing = append(missing, m)
		}
	}
	if len(missing) == 0 {
		return
	}
	var actions []action
	if pairs := l.mapping(missing, property); pairs != nil {
		actions = []action{{
			target: l.target(p), description: "the values of " + property,
			was:    overlay.Mapping("discriminator", overlay.Mapping("propertyName", property)),
			update: overlay.Mapping("discriminator", overlay.Mapping("mapping", overlay.Mapping(pairs...))),
		}}
	}
	l.report(p, "the enums of the members", actions, "the discriminator does not say which value of %s stands for %s", property, l.names(missing))
}

func (l *linter) memberWithoutType(p *part) {
	members := l.members(p)
	discriminator := p.get("discriminator")
	property := scalar(member(discriminator, "propertyName"))
	if property == "" {
		return
	}
	for _, m := range members {
		name := l.reference(m)
		if name == "" || l.follow(m) == nil || l.constant(m, property) != "" {
			continue
		}
		found := l.find(m, property)
		if found != nil && found.has("enum") {
			continue // one of several, as for an older and a newer name
		}
		value := mappedTo(discriminator, m.text("$ref"))
		switch {
		case found == nil:
			l.report(l.follow(m), "", nil, "the member %s has no property %s, by which the union is told apart", name, property)
		case value == "":
			l.report(found, "", nil, "the member %s does not say with an enum which %s it has", name, property)
		default:
			l.report(found, "the mapping of the union", l.extend(found, "always "+value, "enum", []string{value}),
				"the member %s does not say with an enum that its %s is %s", name, property, value)
		}
	}
}

// mappedTo returns the value that a discriminator maps to a reference, or "".
func mappedTo(discriminator *yaml.Node, ref string) string {
	mapping := member(discriminator, "mapping")
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if scalar(mapping.Content[i+1]) == ref {
			return mapping.Content[i].Value
		}
	}
	return ""
}

package lint

import (
	"regexp"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
)

func nullRules() []Rule {
	return []Rule{
		{
			Name: "described-nullable", topic: "nullability.yml", kinds: schemasOnly, check: (*linter).describedNullable,
			What:    "a value in an answer that can be null by its description, without nullable: true",
			Why:     "the field is not a pointer, and strict decoders fail on null",
			Example: "docs/facts/mismatches.md M11, M19, M20, M22, M23",
		},
		{
			Name: "null-elements", topic: "nullability.yml", kinds: []load.Kind{load.KindSchema, load.KindResponse}, check: (*linter).nullElements,
			What:    "a list that can have null elements by its description, without x-spotgen-null-elements",
			Why:     "positions in the list no longer match those in the request",
			Example: "docs/facts/mismatches.md M12, M13",
		},
		{
			Name: "optional-object", topic: "nullability.yml", kinds: schemasOnly, check: (*linter).optionalObject,
			What:    "an object named restrictions that is not always sent, as a plain struct",
			Why:     "an item without restrictions looks like one that is restricted for no reason",
			Example: "nullability.yml: restrictions",
		},
		{
			Name: "renamed-property", topic: "playlists.yml", kinds: schemasOnly, check: (*linter).renamed,
			What:    "a deprecated property that names its replacement, without x-spotgen-merge-into",
			Why:     "answers have either name, or both, for a time",
			Example: "docs/facts/mismatches.md M52",
		},
	}
}

func (l *linter) describedNullable(p *part) {
	if p.has("nullable") || p.inRequest() || !p.isVia("properties") && !p.isVia("items") {
		return
	}
	if target := l.follow(p); !describesNull(p.text("description")) || target == nil || target.isTrue("nullable") {
		return
	}
	l.report(p, "the schema says so in words", l.extend(p, "null in words", "nullable", true),
		"%s can be null by its description, but is not nullable", label(p))
}

// label names a schema for a message.
func label(p *part) string {
	switch {
	case p.isVia("items"):
		return "an element"
	case p.property() != "":
		return p.property()
	case p.component() != "":
		return p.component()
	}
	return "the schema"
}

func (l *linter) nullElements(p *part) {
	m := saysNullElements.FindStringSubmatch(p.text("description"))
	if m == nil {
		return
	}
	list := l.list(p, m[1])
	if list == nil || list.has("x-spotgen-null-elements") || list.inRequest() {
		return
	}
	l.report(list, "the schema says so in words", l.extend(list, "null in place of what cannot be shown", "x-spotgen-null-elements", "pointer"),
		"%s can have null elements by its description, but has no x-spotgen-null-elements", label(list))
}

// list finds the list that a description is about: the one of a name below it, or it
// itself.
func (l *linter) list(p *part, named string) *part {
	isList := func(c *part) bool { return c != nil && c.text("type") == "array" }
	if isList(p) {
		return p
	}
	if p.kind == load.KindResponse {
		for _, media := range l.children[p] {
			if c := l.find(l.child(media, "schema"), named); isList(c) {
				return c
			}
		}
		return nil
	}
	if c := l.find(p, named); isList(c) {
		return c
	}
	return nil
}

var restrictions = regexp.MustCompile(`Restrictions?(?:Object)?$`)

func (l *linter) optionalObject(p *part) {
	if p.property() == "" || p.inRequest() || p.has("x-go-type-skip-optional-pointer") || p.isTrue("nullable") {
		return
	}
	ref := l.reference(p)
	isObject := ref != "" || p.text("type") == "object"
	if !restrictions.MatchString(ref) && (p.property() != "restrictions" || !isObject) {
		return
	}
	l.report(p, "a new object of restrictions", l.extend(p, "sent only where something is restricted", "x-go-type-skip-optional-pointer", false),
		"%s is sent only where something is restricted, which a zero value does not show", p.property())
}

func (l *linter) renamed(p *part) {
	if p.property() == "" || !p.isTrue("deprecated") || p.has("x-spotgen-merge-into") {
		return
	}
	m := useInstead.FindStringSubmatch(p.text("description"))
	if m == nil || m[1] == p.property() || l.child(p.parent, "properties", m[1]) == nil {
		return
	}
	l.report(p, "the schema says so in words", []action{{
		target: l.target(p), description: "the former name of " + m[1],
		was: overlay.Mapping("deprecated", true), update: overlay.Mapping("x-spotgen-merge-into", m[1]),
	}}, "%s is the former name of %s, and answers may have either", p.property(), m[1])
}

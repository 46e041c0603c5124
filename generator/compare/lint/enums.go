package lint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/naming"
)

func enumRules() []Rule {
	return []Rule{
		{
			Name: "described-enum", topic: "strings.yml", kinds: schemasOnly, check: (*linter).describedEnum,
			What:    "a string whose values are listed only in its description",
			Why:     "there are no constants for them, and typing errors compile",
			Example: "strings.yml: repeat_state, time_range, reason, product",
		},
		{
			Name: "mixed-case-enum", topic: "strings.yml", kinds: schemasOnly, check: (*linter).mixedCase,
			What:    "an enum with values in upper and lower case, without x-spotgen-fold-case",
			Why:     "the API may mix upper and lower case, too",
			Example: "docs/facts/mismatches.md M24, M44, M50",
		},
		{
			Name: "number-enum", topic: "catalogue.yml", kinds: schemasOnly, check: (*linter).numberEnum,
			What:    "an enum of numbers",
			Why:     "numbers cannot become names of constants, and bounds say the same",
			Example: "catalogue.yml: mode",
		},
		{
			Name: "object-type", topic: "strings.yml", kinds: schemasOnly, check: (*linter).objectType,
			What:    "a property type without an enum, or with the value of another object",
			Why:     "unions are told apart by it",
			Example: "docs/facts/mismatches.md M42",
		},
	}
}

func (l *linter) describedEnum(p *part) {
	if !isPlainString(p) {
		return
	}
	named := name(p)
	values := valuesIn(p.prose())
	if named == "" || len(values) == 0 || p.isObjectType() && len(values) == 1 || len(l.listEvidence(p.parent, p)) > 0 {
		return
	}
	l.report(p, "the description", l.extend(p, "the values in words", "enum", values),
		"%s has its values only in its description: %s", named, strings.Join(values, ", "))
}

func (l *linter) mixedCase(p *part) {
	values := texts(p.get("enum"))
	if len(values) < 2 || p.text("type") != "string" || p.isTrue("x-spotgen-fold-case") {
		return
	}
	upper := slices.ContainsFunc(values, func(v string) bool { return v != strings.ToLower(v) })
	lower := slices.ContainsFunc(values, func(v string) bool { return v != strings.ToUpper(v) && v == strings.ToLower(v) })
	if !upper || !lower {
		return
	}
	l.report(p, "the values", l.extend(p, "upper and lower case vary", "x-spotgen-fold-case", true),
		"the enum has values in upper and in lower case (%s), so the API may mix them", short(strings.Join(values, ", ")))
}

func (l *linter) numberEnum(p *part) {
	enum := p.get("enum")
	typ := p.text("type")
	if enum == nil || enum.Kind != yaml.SequenceNode || len(enum.Content) == 0 || typ != "number" && typ != "integer" {
		return
	}
	var numbers []int
	for _, v := range enum.Content {
		n, err := strconv.Atoi(v.Value)
		if err != nil {
			l.report(p, "the values", nil, "an enum of numbers gives no names for constants; describe it by bounds")
			return
		}
		numbers = append(numbers, n)
	}
	l.report(p, "the values", []action{
		{target: l.target(p, "enum"), description: "numbers make no enum of names", was: overlay.Copy(enum)},
		{target: l.target(p), description: "the bounds of the enum", was: overlay.Mapping("type", typ),
			update: overlay.Mapping("type", "integer", "minimum", slices.Min(numbers), "maximum", slices.Max(numbers))},
	}, "an enum of numbers gives no names for constants; describe it by bounds")
}

// plainType is what the name of a schema leaves of the object that it describes.
var plainType = regexp.MustCompile(`(?:Object|Base)$`)

func kindOf(component string) string {
	words := naming.Words(plainType.ReplaceAllString(component, ""))
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// isObjectType reports whether a schema is for the property with which an object says
// what it is.
func (p *part) isObjectType() bool {
	return p.property() == "type" && p.parent.component() != ""
}

// objectType looks at the property type of the objects that say what they are.
func (l *linter) objectType(p *part) {
	if !p.isObjectType() || p.text("type") != "string" {
		return
	}
	component := p.parent.component()
	kind := kindOf(component)
	known := l.kinds[kind] > 0
	if values := valuesIn(p.prose()); len(values) == 1 {
		kind, known = values[0], true
	} else if len(values) > 1 {
		return
	}
	enum := texts(p.get("enum"))
	switch {
	case len(enum) == 0 && known && isPlainString(p):
		pairs := []any{"enum", []string{kind}}
		if l.typeName != "" {
			pairs = append(pairs, "x-go-type-name", l.typeName)
		}
		l.report(p, "the name of the schema or its words, and the enums of the others", l.extend(p, "always "+kind, pairs...),
			"the type of %s is always %q, but has no enum", component, kind)
	case len(enum) == 1 && kind != "" && enum[0] != kind && !l.named(component, enum[0]) && l.honest[enum[0]]:
		l.report(p, seen("the name of the schema"), []action{
			{target: l.target(p, "enum"), description: "the type of another object", was: overlay.Copy(p.get("enum"))},
			{target: l.target(p), description: "the type of " + component, update: overlay.Mapping("enum", []string{kind})},
		}, "%s says that its type is %q, like another schema", component, enum[0])
	}
}

// named reports whether the name of a schema has a word for a type.
func (l *linter) named(component, kind string) bool {
	return strings.Contains(strings.ToLower(component), strings.ReplaceAll(kind, "_", ""))
}

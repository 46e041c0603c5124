package lint

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/naming"
)

func stringRules() []Rule {
	return []Rule{
		{
			Name: "untyped-string", topic: "strings.yml", kinds: schemasOnly, check: (*linter).untypedString,
			What:    "a string, or a list of strings, that by its name has a type of the runtime, such as an ID",
			Why:     "an ID of one kind can be passed where one of another kind is wanted",
			Example: "strings.yml: IDs, URIs, markets, snapshots, release dates",
		},
		{
			Name: "untyped-time", topic: "strings.yml", kinds: schemasOnly, check: (*linter).untypedTime,
			What:    "a string that is a time by its name or example, without format: date-time",
			Why:     "every caller parses it",
			Example: "docs/facts/mismatches.md M51, added_at",
		},
		{
			Name: "unix-time", topic: "strings.yml", kinds: schemasOnly, check: (*linter).unixTime,
			What:    "an integer that is a time by its name, description, or example, without format: int64",
			Why:     "milliseconds since 1970 overflow 32 bits",
			Example: "docs/facts/mismatches.md M32",
		},
		{
			Name: "example-type", topic: "strings.yml", kinds: schemasOnly, check: (*linter).exampleType,
			What:    "an example that does not have the type of its schema",
			Why:     "one of the two is wrong, and decoding fails if it is the type",
			Example: "docs/facts/mismatches.md M30",
		},
	}
}

// isPlainString reports whether a schema is a string of which nothing more is said.
func isPlainString(p *part) bool {
	return p.text("type") == "string" && !p.has("enum") && !p.has("format") && !p.has("x-go-type") && !p.has("x-go-type-name")
}

// name returns the name of the property or the parameter that a schema is for.
func name(p *part) string {
	if p.parent != nil && p.parent.kind == load.KindParameter {
		return p.parent.text("name")
	}
	return p.property()
}

func (l *linter) untypedString(p *part) {
	named := name(p)
	if named == "" || p.has("x-go-type") || p.inError() {
		return
	}
	at, element := p, p
	list := p.text("type") == "array"
	if list {
		if element = l.child(p, "items"); element == nil {
			return
		}
		at = element
	}
	if !isPlainString(element) {
		return
	}
	goType := l.goType(p, named, list)
	switch {
	case goType == "":
		return
	case list && slices.Contains(l.wholeLists(), goType):
		at = p
	}
	l.report(at, seen("the name "+named), l.extend(at, "the type of its name", "x-go-type", goType),
		"%s is a plain string, but its name is that of the type %s", named, goType)
}

// wholeLists are the types that stand for a list, not for its elements.
func (l *linter) wholeLists() []string { return []string{"Markets", "Resources"} }

// isValue matches the types of values in the schema. The runtime has others for what
// it reads by itself, such as Reason.
var isValue = regexp.MustCompile(`(?:ID|URI|Date|Markets?|Resources)$`)

// goType returns the type of the runtime that a name stands for, or "".
func (l *linter) goType(p *part, named string, list bool) string {
	var candidates []string
	switch {
	case list && named == "uris" && p.inRequest():
		// The client cannot leave out resources.
		if parameter := p.within(load.KindParameter); parameter == nil || parameter.isTrue("required") {
			candidates = []string{"Resources"}
		}
	case named == "id" || list && named == "ids":
		candidates = l.idTypes(p)
	case list:
		words := naming.Words(named)
		candidates = []string{naming.Exported(words[len(words)-1]), naming.Singular(naming.Exported(named))}
	default:
		candidates = []string{naming.Exported(named)}
		if prose := p.prose(); strings.Contains(prose, "3166-1 alpha-2") && !strings.Contains(prose, "639") {
			candidates = append(candidates, "Market")
		}
	}
	for _, candidate := range candidates {
		whole := slices.Contains(l.wholeLists(), candidate)
		if isValue.MatchString(candidate) && slices.Contains(l.types, candidate) && (list || !whole) {
			return candidate
		}
	}
	return ""
}

var paramComponent = regexp.MustCompile(`^(?:Path|Query)?(\w+?)Ids?$`)

// idTypes returns the types that an ID without a kind in its name can have: by the
// object that has it, by the component that describes it, or by the path.
func (l *linter) idTypes(p *part) []string {
	if owner := p.owner(); owner != nil {
		words := naming.Words(strings.TrimSuffix(naming.Type(owner.component()), "Base"))
		if len(words) == 0 {
			return nil
		}
		return []string{naming.Exported(words[len(words)-1]) + "ID"}
	}
	parameter := p.within(load.KindParameter)
	if parameter != nil && parameter.parent.kind == load.KindComponents {
		if m := paramComponent.FindStringSubmatch(parameter.via[1]); m != nil {
			return []string{naming.Exported(m[1]) + "ID"}
		}
		return nil
	}
	_, path := p.route()
	segments := strings.Split(strings.TrimSuffix(path, "/contains"), "/")
	for i, segment := range segments {
		if segment == "{id}" && i > 0 {
			return []string{naming.Singular(naming.Exported(segments[i-1])) + "ID"}
		}
	}
	return []string{naming.Singular(naming.Exported(segments[len(segments)-1])) + "ID"}
}

var (
	timeName    = regexp.MustCompile(`_at$`)
	timeExample = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}`)
)

func (l *linter) untypedTime(p *part) {
	named := name(p)
	if named == "" || !isPlainString(p) {
		return
	}
	example := p.text("example")
	var evidence string
	switch {
	case timeExample.MatchString(example):
		evidence = "the example " + example
	case timeName.MatchString(named):
		evidence = "the name " + named
	default:
		return
	}
	l.report(p, seen(evidence), l.extend(p, "a time", "format", "date-time"), "%s is a plain string, but %s is that of a time", named, evidence)
}

var (
	unixName  = regexp.MustCompile(`(?:^|_)timestamp(?:_ms)?$`)
	unixWords = regexp.MustCompile(`(?i)\bunix\b.*\btimestamp\b|\bunix time\b|since the (?:unix )?epoch`)
)

func (l *linter) unixTime(p *part) {
	named := name(p)
	if named == "" || p.text("type") != "integer" || p.has("format") || p.has("x-go-type") {
		return
	}
	example, err := strconv.ParseFloat(p.text("example"), 64)
	var evidence string
	switch {
	case unixName.MatchString(named):
		evidence = "the name " + named
	case unixWords.MatchString(p.prose()):
		evidence = "the description"
	case err == nil && math.Abs(example) > math.MaxInt32:
		evidence = "the example"
	default:
		return
	}
	l.report(p, seen(evidence), l.extend(p, "needs 64 bits", "format", "int64"), "%s needs 64 bits by %s, but has no format: int64", named, evidence)
}

func (l *linter) exampleType(p *part) {
	example := p.get("example")
	if example == nil || example.Kind != yaml.ScalarNode || example.Tag == "!!null" {
		return
	}
	typ := p.text("type")
	number, err := strconv.ParseFloat(example.Value, 64)
	isNumber := err == nil && (example.Tag == "!!int" || example.Tag == "!!float")
	fits := true
	switch typ {
	case "integer":
		fits = isNumber && number == math.Trunc(number)
	case "number":
		fits = isNumber
	case "boolean":
		fits = example.Tag == "!!bool"
	case "object":
		fits = false
	}
	if fits {
		return
	}
	var actions []action
	if typ == "integer" && isNumber {
		actions = []action{{target: l.target(p), description: "not always whole", was: overlay.Mapping("type", typ), update: overlay.Mapping("type", "number")}}
	}
	l.report(p, seen("the example "+example.Value), actions, "the example %s is not of the type %s; correct the type, or remove the example", short(example.Value), typ)
}

// short cuts a text to a length that fits into a message.
func short(text string) string {
	const limit = 40
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}

package diff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// enumerate joins words with commas and a conjunction.
func enumerate(items []string, conjunction string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " " + conjunction + " " + items[last]
}

func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// orNone names what is not there.
func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// difference returns what is only in one of two lists.
func difference(old, new []string) (removed, added []string) {
	for _, s := range old {
		if !slices.Contains(new, s) {
			removed = append(removed, s)
		}
	}
	for _, s := range new {
		if !slices.Contains(old, s) {
			added = append(added, s)
		}
	}
	return removed, added
}

// contains reports whether all of some are in a list.
func contains(list, some []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(list, s) })
}

// describeSchema says in a few words what a value on the wire is.
func describeSchema(s model.WireSchema) string {
	switch {
	case s.Kind == "array" && s.Items != nil:
		return "a list, each element " + describeSchema(*s.Items)
	case len(s.Enum) > 0 && s.Kind == "string":
		return "one of " + enumerate(quoted(s.Enum), "and")
	case s.Kind == "":
		return "anything"
	case s.Kind == "array":
		return "a list"
	case s.Kind == "integer", s.Kind == "object":
		return "an " + s.Kind
	}
	return "a " + s.Kind
}

func quoted(list []string) []string {
	quotes := make([]string, len(list))
	for i, s := range list {
		quotes[i] = strconv.Quote(s)
	}
	return quotes
}

const unbounded = "none"

// describeBounds says between what a value must be.
func describeBounds(s model.WireSchema) string {
	var parts []string
	switch {
	case s.Min != nil && s.Max != nil:
		parts = append(parts, number(*s.Min)+" to "+number(*s.Max))
	case s.Min != nil:
		parts = append(parts, "at least "+number(*s.Min))
	case s.Max != nil:
		parts = append(parts, "at most "+number(*s.Max))
	}
	if s.MaxExtended > 0 && len(parts) > 0 {
		parts[0] += " (" + number(s.MaxExtended) + " in extended quota mode)"
	}
	if s.MaxLength > 0 {
		parts = append(parts, fmt.Sprintf("at most %d characters", s.MaxLength))
	}
	if s.MinItems > 0 {
		parts = append(parts, fmt.Sprintf("at least %d %s", s.MinItems, plural("element", s.MinItems)))
	}
	if s.MaxItems > 0 {
		parts = append(parts, fmt.Sprintf("at most %d %s", s.MaxItems, plural("element", s.MaxItems)))
	}
	if s.MinProps > 0 {
		parts = append(parts, fmt.Sprintf("at least %d %s", s.MinProps, plural("member", s.MinProps)))
	}
	if len(parts) == 0 {
		return unbounded
	}
	return strings.Join(parts, ", ")
}

// sentence writes the first letter in upper case.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func describeDefault(s model.WireSchema) string {
	switch value := s.Default.(type) {
	case float64:
		return number(value)
	case string:
		return strconv.Quote(value)
	case bool:
		return strconv.FormatBool(value)
	}
	return "none"
}

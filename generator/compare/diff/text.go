package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// orNone names what is not there.
func orNone(t Text) Text {
	if len(t) == 0 {
		return words("none")
	}
	return t
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
func describeSchema(s model.WireSchema) Text {
	switch {
	case s.Kind == "array" && s.Items != nil:
		return Textf("a list, each element %s", describeSchema(*s.Items))
	case len(s.Enum) > 0 && s.Kind == "string":
		var values []Text
		for _, value := range s.Enum {
			values = append(values, Textf("%q", value))
		}
		return Textf("one of %s", enumerate(values, "and"))
	case s.Time:
		return words("a time")
	case s.Kind == "":
		return words("anything")
	case s.Kind == "array":
		return words("a list")
	case s.Kind == "integer", s.Kind == "object":
		return words("an " + s.Kind)
	case s.Kind == "string", s.Kind == "number", s.Kind == "boolean":
		return words("a " + s.Kind)
	}
	return Textf("a %s", s.Kind)
}

// describeStyle says how a list or an object is written in a query.
func describeStyle(s model.Style) Text {
	switch s {
	case model.Repeated:
		return words("once for each element")
	case model.Deep:
		return words("once for each property")
	}
	return Textf("with %s", cmp.Or(string(s), "commas"))
}

const unbounded = "none"

// describeBounds says between what a value must be.
func describeBounds(s model.WireSchema) Text {
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
		return words(unbounded)
	}
	return words(strings.Join(parts, ", "))
}

// sentence writes the first letter in upper case, unless it is that of a name.
func sentence(t Text) Text {
	if len(t) == 0 || t[0].Kind == Code {
		return t
	}
	first := t[0].Text
	return join(words(strings.ToUpper(first[:1])+first[1:]), t[1:])
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func describeDefault(s model.WireSchema) Text {
	switch value := s.Default.(type) {
	case float64:
		return words(number(value))
	case string:
		return Textf("%q", value)
	case bool:
		return name(strconv.FormatBool(value))
	}
	return words("none")
}

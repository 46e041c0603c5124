package verify

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// message says what was seen in a place, in a few words, without texts of answers.
func (v *Verifier) message(k key, t *tally) string {
	detail := k.detail
	n := v.tree.at(k.pointer)
	switch k.kind {
	case Null:
		return "is null"
	case NullElement:
		return "has null elements"
	case Missing:
		return "lacks " + detail
	case UnknownMember:
		if detail == others {
			return "has members with many names"
		}
		return "has " + detail + ", " + t.shape.describe()
	case UnknownValue:
		if detail == others {
			return "has further values"
		}
		return "is " + detail
	case OtherCase:
		return "is " + detail + " in these letters"
	case UnknownKind:
		return "is of the kind " + detail
	case OtherShape:
		return "an object that says " + detail
	case Wrapped:
		return "is inside of the member " + detail + " of another object"
	case WrongType:
		return "is " + withArticle(detail) + " and not " + withArticle(text(n, "type"))
	case Bent:
		return "comes as " + detail
	case Format:
		if detail == "int32" {
			return "is an integer beyond 32 bits"
		}
		return "is not of the format " + text(n, "format")
	case Bounds:
		return "is beyond " + detail + v.limits(text(n, detail), t)
	case UnknownStatus:
		return "answers with status " + detail
	case UnknownHeader:
		return "has the header " + detail
	case MissingBody:
		return "has no body"
	case UnknownBody:
		return "has a body of JSON"
	case NotJSON:
		return "has a body that is not JSON"
	case UnknownParameter:
		return "has the parameter " + detail
	case MissingParameter:
		return "is accepted without " + detail
	case UnknownOperation:
		return "is no operation"
	}
	return detail
}

// limits tells a bound and the numbers that were beyond it.
func (v *Verifier) limits(bound string, t *tally) string {
	if bound == "" || len(bound) > 20 {
		return ""
	}
	if t.shape.numbers == 0 {
		return " " + bound
	}
	number := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	if t.shape.low == t.shape.high || math.IsInf(t.shape.low, 0) {
		return fmt.Sprintf(" %s: %s", bound, number(t.shape.high))
	}
	return fmt.Sprintf(" %s: %s to %s", bound, number(t.shape.low), number(t.shape.high))
}

func withArticle(kind string) string {
	switch kind {
	case "string":
		return "a text"
	case "number":
		return "a number with a fraction or an exponent"
	case "array":
		return "a list"
	case "":
		return "what is described"
	}
	if strings.ContainsRune("aeiou", rune(kind[0])) {
		return "an " + kind
	}
	return "a " + kind
}

// describe names the types of values.
func (s *shape) describe() string {
	kinds := sortedNames(s.kinds)
	for i, kind := range kinds {
		switch kind {
		case "null":
			kinds[i] = "null"
		case "number":
			kinds[i] = "a number"
		default:
			kinds[i] = withArticle(kind)
		}
	}
	return strings.Join(kinds, " or ")
}

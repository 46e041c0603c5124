package spotifytest

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spotgen/spotgen/gen/spotify"
)

// check compares a request with the schema of its endpoint, and sets c.body.
//
// A violation is something in a request that does not fit the schema; its text says
// what was sent and what is wanted. A refusal is the answer of the API. Most violations
// are also refused, but the API ignores some, such as unknown parameters. A number out
// of its bounds, and a market that Spotify does not have, are refused but are not
// violations, because a program may reasonably try them.
func (c *call) check(r *http.Request) (violations []string, refused *refusal) {
	v := &validation{call: c}
	v.checkPath()
	v.checkQuery(r.URL.RawQuery)
	v.checkHeader(r)
	v.checkBody(r.Header)
	return v.violations, v.refused
}

// A validation is what has been found out about a request.
type validation struct {
	*call
	violations []string
	refused    *refusal
}

// violate records a violation.
func (v *validation) violate(format string, args ...any) {
	v.violations = append(v.violations, fmt.Sprintf(format, args...))
}

// refuse records what the API answers; it tells only of the first mistake.
func (v *validation) refuse(message string) {
	if v.refused == nil {
		v.refused = badRequest(message)
	}
}

// checkPath checks the parameters in the path. IDs may be any text here; they are
// checked where they are looked up.
func (v *validation) checkPath() {
	for _, p := range v.endpoint.params {
		if p.in == inPath {
			v.checkValue(p, v.path[p.name])
		}
	}
}

// checkHeader checks the parameters in the header, and those in its cookies.
func (v *validation) checkHeader(r *http.Request) {
	for _, p := range v.endpoint.params {
		switch p.in {
		case inHeader:
			v.checkParameter(p, r.Header.Values(p.name))
		case inCookie:
			var values []string
			for _, cookie := range r.CookiesNamed(p.name) {
				values = append(values, cookie.Value)
			}
			v.checkParameter(p, values)
		}
	}
}

func (v *validation) checkQuery(raw string) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		v.violate("the query cannot be read: %v", err)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if !v.takes(name) {
			v.violate("the query parameter %q is not in the schema; %s", name, v.takesInstead(name))
		}
	}
	for _, p := range v.endpoint.params {
		switch {
		case p.in != inQuery:
		case p.style == deep && !p.given(query):
			v.checkParameter(p, nil)
		default:
			for _, part := range p.parts() {
				v.checkParameter(part, query[part.name])
			}
		}
	}
}

func (v *validation) takes(name string) bool {
	return slices.Contains(v.queryNames(), name) ||
		slices.ContainsFunc(v.endpoint.params, func(p parameter) bool { return p.in == inQuery && p.holds(name) })
}

func (v *validation) queryNames() []string {
	var names []string
	for _, p := range v.endpoint.params {
		if p.in == inQuery {
			for _, part := range p.parts() {
				names = append(names, part.name)
			}
		}
	}
	return names
}

// takesInstead says what could be meant by an unknown parameter.
func (v *validation) takesInstead(name string) string {
	names := v.queryNames()
	if property := v.endpoint.body.schema.property(name); property != nil {
		return "it belongs into the body"
	}
	return alternatives(name, names, "it takes no parameters")
}

// checkParameter checks the values that a parameter was given.
func (v *validation) checkParameter(p parameter, values []string) {
	if len(values) == 0 {
		if p.required {
			v.violate("%v is missing; want %s", p, p.schema.wanted())
			v.refuse(missing(p.name))
		}
		return
	}
	if len(values) > 1 && p.style != repeated {
		want := "once"
		if p.schema.kind == "array" {
			want = "one list, separated by " + p.style.String()
		}
		v.violate("%v is there %d times; want it %s", p, len(values), want)
	}
	value := values[0]
	switch {
	case value == "" && len(values) == 1 && p.required:
		v.violate("%v is empty; want %s", p, p.schema.wanted())
		v.refuse(missing(p.name))
	case p.name == "market" && p.in == inQuery:
		v.checkMarket(spotify.Market(value))
	case p.schema.kind == "array":
		v.checkList(p, values)
	default:
		v.checkValue(p, value)
	}
}

// checkMarket checks a market. The schema takes any text for one.
func (v *validation) checkMarket(market spotify.Market) {
	known := slices.Contains(v.markets, spotify.Market(strings.ToUpper(string(market))))
	if market == spotify.MarketFromToken {
		known = v.user != nil
	}
	if !known {
		v.refuse("Invalid market code")
	}
}

// checkList checks a parameter with several elements. Those beyond the number that is
// allowed make no difference any more.
func (v *validation) checkList(p parameter, values []string) {
	elements := p.elements(values)
	n := len(elements)
	if most := p.schema.maxSize; most > 0 && n > most {
		v.violate("%v has %d elements; want at most %d", p, n, most)
		v.refuse(tooMany(p.name))
		elements = elements[:most]
	}
	if n < p.schema.minSize {
		v.violate("%v has %d elements; want at least %d", p, n, p.schema.minSize)
		v.refuse(missing(p.name))
	}
	for i, element := range elements {
		switch {
		case element == "":
			v.violate("%v has an empty element at %d: %q", p, i, strings.Join(values, "&"))
		case !p.schema.items.fits(element):
			v.violate("%v has the element %q; want %s", p, element, p.schema.items.wanted())
			v.refuseValue(p, element)
		case !v.within(*p.schema.items, element):
			v.refuse(v.invalid(p.name, element))
		}
	}
}

// checkValue checks a parameter that is one value.
func (v *validation) checkValue(p parameter, value string) {
	switch {
	case !p.schema.fits(value):
		v.violate("%v is %q; want %s", p, value, p.schema.wanted())
		v.refuseValue(p, value)
	case !v.within(p.schema, value):
		// A test may want to see that the API refuses it.
		v.refuse(v.invalid(p.name, value))
	}
}

// refuseValue refuses a value that is not in the schema, unless the API ignores unknown
// values of the parameter.
func (v *validation) refuseValue(p parameter, value string) {
	switch p.name {
	case "additional_types", "include_external":
		return
	}
	v.refuse(v.invalid(p.name, value))
}

// within reports whether the number that a parameter is, if it is one, is within its
// bounds.
func (v *validation) within(s schema, value string) bool {
	if s.kind != "integer" && s.kind != "number" {
		return true
	}
	n, err := strconv.ParseFloat(value, 64)
	return err == nil && v.withinBounds(s, n)
}

// withinBounds reports whether a number is within the bounds of its schema. The upper
// one depends on the quota mode.
func (v *validation) withinBounds(s schema, n float64) bool {
	switch {
	case s.min != nil && n < *s.min:
		return false
	case s.maxExt != 0 && !v.development():
		return n <= s.maxExt
	}
	return s.max == nil || n <= *s.max
}

// fits reports whether a value in a URL is of the kind that a schema wants. The bounds
// of numbers are another matter.
func (s *schema) fits(value string) bool {
	switch s.kind {
	case "integer":
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case "number":
		// strconv also takes NaN and 0x1p3, which are not numbers of JSON.
		_, err := strconv.ParseFloat(value, 64)
		return err == nil && strings.Trim(value, "+-.0123456789eE") == ""
	case "boolean":
		return value == "true" || value == "false"
	case "string":
		return s.lists(value) && (s.length == 0 || utf8.RuneCountInString(value) <= s.length) && (!s.time || isTime(value))
	}
	return true
}

func isTime(value string) bool {
	_, err := time.Parse(time.RFC3339, value)
	return err == nil
}

// lists reports whether a value is one of those that a schema lists, if it does.
func (s *schema) lists(value string) bool {
	return len(s.enum) == 0 || slices.Contains(s.enum, value)
}

// property returns a member of an object, nil if the schema has none of that name.
func (s *schema) property(name string) *property {
	for i := range s.props {
		if s.props[i].name == name {
			return &s.props[i]
		}
	}
	return nil
}

// wanted describes what fits a schema.
func (s *schema) wanted() string {
	switch s.kind {
	case "integer":
		return "an integer"
	case "number":
		return "a number"
	case "boolean":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "string":
		switch {
		case s.time:
			return "a time like 2026-02-11T00:00:00Z"
		case len(s.enum) > 0:
			return oneOfThese(s.enum)
		case s.length > 0:
			return fmt.Sprintf("a string of at most %d characters", s.length)
		}
		return "a string"
	}
	return "a value"
}

// The words of the API, as far as they are known; the others follow their example.

func missing(name string) string {
	if name == "q" {
		return "No search query"
	}
	return "Missing required field: " + name // docs/facts/mismatches.md M60, M61
}

func tooMany(name string) string { return "Too many " + name + " requested" }

func (v *validation) invalid(name, value string) string {
	if name == "type" && v.endpoint.path == "/search" {
		return "Bad search type field " + value
	}
	return "Invalid " + name
}

package spotifytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	mediaJSON     = "application/json"
	malformedJSON = "Malformed json"
)

// checkBody checks the body, and reads it if it is JSON. A body of only white space
// counts as absent.
func (v *validation) checkBody(header http.Header) {
	want := v.endpoint.body
	given := len(bytes.TrimSpace(v.raw)) > 0
	switch {
	case given && want.mediaType == "":
		v.refuseBody()
		return
	case !given && want.required:
		v.violate("the body is missing; want %s", want.mediaType)
		v.refuse(v.missingMember())
		return
	case !given:
		return
	}
	// The API does not look at the type of what it takes for JSON in any case. Some
	// clients send none (docs/facts/mismatches.md M87).
	switch got := header.Get("Content-Type"); {
	case isMediaType(got, want.mediaType):
	case got == "" && want.mediaType == mediaJSON:
		v.warn("there is no Content-Type; Spotify accepts that, but the schema has %s", want.mediaType)
	default:
		v.violate("the Content-Type is %q; want %s", got, want.mediaType)
	}
	switch {
	case want.mediaType == mediaJSON || strings.HasSuffix(want.mediaType, "+json"):
		v.readJSON()
	case want.mediaType == mediaForm, want.mediaType == mediaMultipart:
		v.checkForm(header)
	}
}

// refuseBody checks a body where the schema has none. The API ignores it, except where
// a request names things by their URIs: there, it takes the body for an attempt to name
// them (docs/facts/mismatches.md M61).
func (v *validation) refuseBody() {
	v.violate("there is a body of %d bytes; want none", len(v.raw))
	if v.endpoint.path == "/me/library" {
		v.refuse(missing("uris"))
	}
}

// isMediaType reports whether a header names one of the media types that are wanted, or
// one in a range of them: image/png, text/*.
func isMediaType(header, wanted string) bool {
	mediaType, _, err := mime.ParseMediaType(header)
	for want := range strings.SplitSeq(wanted, ", ") {
		if fits, _ := path.Match(want, mediaType); err == nil && (fits || want == "*/*") {
			return true
		}
	}
	return false
}

func (v *validation) readJSON() {
	var value any
	if err := json.Unmarshal(v.raw, &value); err != nil {
		v.violate("the body is not JSON: %v", err)
		v.refuse(malformedJSON)
		return
	}
	body, ok := value.(object)
	if !ok {
		v.violate("the body is %s; want an object", describe(value))
		v.refuse(v.missingMember())
		return
	}
	v.body = body
	v.checkObject(nil, v.endpoint.body.schema, body)
}

// missingMember is the refusal of a body that is missing or not an object. It names the
// member that is needed most (docs/facts/mismatches.md M60).
func (v *validation) missingMember() string {
	s := v.endpoint.body.schema
	for _, p := range s.props {
		if p.required || p.name == "ids" {
			return missing(p.name)
		}
	}
	return malformedJSON
}

// A place in a body, from its root: members by name, and elements by number.
type bodyPath []string

func (p bodyPath) member(name string) bodyPath { return append(slices.Clip(p), "."+name) }

func (p bodyPath) element(i int) bodyPath {
	return append(slices.Clip(p), "["+strconv.Itoa(i)+"]")
}

func (p bodyPath) String() string {
	text := "the body"
	for i, step := range p {
		if i == 0 {
			text = "body "
			step = step[1:] // which is a member: the root is an object
		}
		text += step
	}
	return text
}

// name is that of the member of the root which the place belongs to. The API tells no
// more than that.
func (p bodyPath) name() string { return p[0][1:] }

func (v *validation) checkObject(at bodyPath, s schema, o object) {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		p := s.property(name)
		switch {
		case p != nil:
			v.checkMember(at.member(name), *p, o[name])
		case !s.open:
			v.violate("%v is not in the schema; %s", at.member(name), v.memberInstead(s, name))
		}
	}
	for _, p := range s.props {
		if _, ok := o[p.name]; p.required && !ok {
			v.violate("%v is missing; want %s", at.member(p.name), p.schema.wanted())
			v.refuse(missing(p.name))
		}
	}
	switch {
	case len(o) >= s.least:
	case len(o) == 0 && len(at) == 0 && !v.endpoint.body.required:
		// docs/facts/mismatches.md M66
		v.warn("the body is an empty object; Spotify accepts it, but no body at all is meant")
	default:
		v.violate("%v has %d members; want at least %d", at, len(o), s.least)
	}
}

func (v *validation) memberInstead(s schema, name string) string {
	if v.takes(name) {
		return "it belongs into the query"
	}
	names := make([]string, len(s.props))
	for i, p := range s.props {
		names[i] = p.name
	}
	return alternatives(name, names, "it has no members")
}

// checkMember checks a member of an object. The API takes null for a member that is not
// there.
func (v *validation) checkMember(at bodyPath, p property, value any) {
	if value == nil && p.schema.kind != "" {
		v.violate("%v is null; want %s", at, p.schema.wanted())
		if p.required {
			v.refuse(missing(p.name))
		}
		return
	}
	v.checkJSON(at, p.schema, value)
}

// checkJSON checks a value of a body.
func (v *validation) checkJSON(at bodyPath, s schema, value any) {
	if !s.isKind(value) {
		v.violate("%v is %s; want %s", at, describe(value), s.wanted())
		v.refuse("Invalid " + at.name())
		return
	}
	switch value := value.(type) {
	case string:
		if !s.fits(value) {
			v.violate("%v is %s; want %s", at, describe(value), s.wanted())
			v.refuse("Invalid " + at.name())
		}
	case float64:
		if !v.withinBounds(s, value) {
			v.refuse("Invalid " + at.name())
		}
	case []any:
		v.checkArray(at, s, value)
	case object:
		if s.kind == "object" {
			v.checkObject(at, s, value)
		}
	}
}

func (v *validation) checkArray(at bodyPath, s schema, list []any) {
	n := len(list)
	if s.maxSize > 0 && n > s.maxSize {
		v.violate("%v has %d elements; want at most %d", at, n, s.maxSize)
		v.refuse(tooMany(at.name()))
		list = list[:s.maxSize]
	}
	if n < s.minSize {
		v.violate("%v has %d elements; want at least %d", at, n, s.minSize)
		v.refuse(missing(at.name()))
	}
	if s.items == nil {
		return
	}
	for i, element := range list {
		v.checkJSON(at.element(i), *s.items, element)
	}
}

// isKind reports whether a value of JSON is of the kind that a schema wants.
func (s *schema) isKind(value any) bool {
	switch s.kind {
	case "":
		return true
	case "string":
		_, ok := value.(string)
		return ok
	case "integer":
		n, ok := value.(float64)
		return ok && n == math.Trunc(n)
	case "number":
		_, ok := value.(float64)
		return ok
	case "boolean":
		_, ok := value.(bool)
		return ok
	case "array":
		_, ok := value.([]any)
		return ok
	case "object":
		_, ok := value.(object)
		return ok
	}
	return false
}

// describe says what a value of JSON is, and a short one in full.
func describe(value any) string {
	const longest = 40
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return "the number " + strconv.FormatFloat(value, 'g', -1, 64)
	case string:
		if n := utf8.RuneCountInString(value); n > longest {
			return fmt.Sprintf("a string of %d characters", n)
		}
		return fmt.Sprintf("the string %q", value)
	case []any:
		return "a list"
	}
	return "an object"
}

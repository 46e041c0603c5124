package spotifytest

import (
	"net/url"
	"slices"
	"strings"
)

// A style is how a parameter of several values is written in a query.
type style string

const (
	commas   style = ""  // ids=a,b; also what is one value
	pipes    style = "|" // ids=a|b
	spaces   style = " " // ids=a b
	repeated style = "&" // ids=a&ids=b
	deep     style = "[" // song[year]=1999&song[live]=true, for an object
)

// String says how elements are separated.
func (s style) String() string {
	switch s {
	case pipes:
		return "pipes"
	case spaces:
		return "spaces"
	}
	return "commas"
}

// elements returns the elements of a list. What is given more than once counts once, but
// for the style that is meant so.
func (p parameter) elements(values []string) []string {
	switch {
	case p.style == repeated:
		return values
	case len(values) == 0 || values[0] == "":
		return nil
	case p.style == commas:
		return strings.Split(values[0], ",")
	}
	return strings.Split(values[0], string(p.style))
}

// parts returns the parameters as which one stands in a query: those of its properties if
// it is an object, and else itself.
func (p parameter) parts() []parameter {
	if p.style != deep {
		return []parameter{p}
	}
	parts := make([]parameter, len(p.schema.props))
	for i, property := range p.schema.props {
		parts[i] = parameter{name: p.name + "[" + property.name + "]", in: p.in, required: property.required, schema: property.schema}
	}
	return parts
}

// holds reports whether a name in a query is one of an object that may have any.
func (p parameter) holds(name string) bool {
	return p.style == deep && p.schema.open && strings.HasPrefix(name, p.name+"[") && strings.HasSuffix(name, "]")
}

// given reports whether a query has a part of a parameter.
func (p parameter) given(query url.Values) bool {
	if slices.ContainsFunc(p.parts(), func(part parameter) bool { return query.Has(part.name) }) {
		return true
	}
	for name := range query {
		if p.holds(name) {
			return true
		}
	}
	return false
}

// String names a parameter in messages.
func (p parameter) String() string {
	switch p.in {
	case inPath:
		return p.name + " in the path"
	case inHeader:
		return "the header " + p.name
	case inCookie:
		return "the cookie " + p.name
	}
	return "the query parameter " + p.name
}

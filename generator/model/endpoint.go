package model

import (
	"cmp"
	"slices"
)

// Endpoint is an operation of the schema as it is on the wire: what a server is
// asked, by whatever client. An operation that splits into several methods is one
// endpoint, and what methods pin or leave out is there too.
type Endpoint struct {
	Method  string   // GET
	Path    string   // /albums/{id}, as in the schema
	Methods []string // Go names of the methods that send it, in their order: Albums.Get
	Params  []EndpointParam
	Body    EndpointBody
}

// CompareEndpoints orders endpoints by their paths, and those of one path from
// reading to removing: GET, POST, PUT, DELETE, and then whatever else there is.
func CompareEndpoints(a, b Endpoint) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(methodRank(a.Method), methodRank(b.Method)),
		cmp.Compare(a.Method, b.Method),
	)
}

func methodRank(method string) int {
	order := []string{"GET", "POST", "PUT", "DELETE"}
	if i := slices.Index(order, method); i >= 0 {
		return i
	}
	return len(order)
}

// EndpointParam is a parameter in the path, in the query, in the header, or in a cookie.
type EndpointParam struct {
	Name       string
	In         Place
	Style      Style
	Required   bool
	Deprecated bool
	Schema     WireSchema
}

// EndpointBody is what a request carries. Without a media type it carries nothing.
type EndpointBody struct {
	MediaType string
	Required  bool
	Schema    WireSchema
}

// WireSchema is the part of a schema that a value on the wire can be checked
// against: references are followed and allOf is merged.
type WireSchema struct {
	Kind        string   // string, integer, number, boolean, array, object, file; empty is anything
	Enum        []string // of a string
	Time        bool     // a string is a date and time of RFC 3339
	Min, Max    *float64 // of a number
	MaxExtended float64  // the larger maximum of extended quota mode; 0 is none
	Default     any      // float64, string, or bool; nil is none
	MaxLength   int      // of a string, in characters; 0 is any
	Items       *WireSchema
	MinItems    int
	MaxItems    int // 0 is any
	Properties  []WireProperty
	MinProps    int
	Open        bool // an object may have properties that are not listed
}

// WireProperty is a property of an object.
type WireProperty struct {
	Name       string
	Encoding   string // how a form says that the field is written; empty if it says nothing
	Required   bool
	Deprecated bool
	Schema     WireSchema
}

package model

// A Hidden fact is something that a published schema says and that the client does not
// show: because an override says something else, or because no client needs it. A change
// of it must be reported all the same.
type Hidden struct {
	Kind    HiddenKind
	Subject string // TrackObject.id, GET /me security
	Value   string // in the words of OpenAPI: integer (int64), list of string
	Pos     Pos
}

// HiddenKind tells what a hidden fact is about.
type HiddenKind string

// The kinds of hidden facts.
const (
	OverriddenType HiddenKind = "type"     // the published type of what an override gives another one
	ErrorField     HiddenKind = "error"    // the type of a property of an answer that is an error
	Security       HiddenKind = "security" // the alternatives that an operation admits
	OtherServer    HiddenKind = "server"   // a server that is not the first
	NullElements   HiddenKind = "elements" // whether elements of a list or a map of an answer may be null: "null" or nothing
	WriteOnly      HiddenKind = "write"    // whether only requests have a property of an answer: "writeOnly" or nothing
)

package verify

// Kind says in which way an exchange and the schema differ.
type Kind string

// The kinds. Their effects are in effects.
const (
	Null             Kind = "null"              // null, where the schema admits none
	NullElement      Kind = "null_element"      // null in a list, where the schema admits none
	Missing          Kind = "missing"           // a required member is not there
	UnknownMember    Kind = "unknown_member"    // a member that the schema lacks
	UnknownValue     Kind = "unknown_value"     // a value that the enum lacks
	OtherCase        Kind = "other_case"        // a value of the enum, in other letters
	UnknownKind      Kind = "unknown_kind"      // a value that tells objects apart and that the schema lacks
	OtherShape       Kind = "other_shape"       // an object of another kind than it says
	Wrapped          Kind = "wrapped"           // the object is one level deeper than the schema says
	WrongType        Kind = "wrong_type"        // text instead of a number, and the like
	Bent             Kind = "bent"              // another form of the value, which the client understands: 640.0
	Format           Kind = "format"            // a format that does not hold, or an integer beyond 32 bits
	Bounds           Kind = "bounds"            // beyond a minimum, a maximum, a length, or a pattern
	UnknownStatus    Kind = "unknown_status"    // a status that the operation does not list
	UnknownHeader    Kind = "unknown_header"    // Retry-After, where the answer does not list it
	MissingBody      Kind = "missing_body"      // no body, where there must be one
	UnknownBody      Kind = "unknown_body"      // JSON, where the schema describes no body
	NotJSON          Kind = "not_json"          // another body, where the schema describes JSON
	UnknownParameter Kind = "unknown_parameter" // a parameter of the query that the operation lacks
	MissingParameter Kind = "missing_parameter" // a required parameter is not there
	UnknownOperation Kind = "unknown_operation" // a request that is no operation
)

// Effect says what a difference means for the client.
type Effect int

// The effects.
const (
	Nothing  Effect = iota // there is no difference
	Additive               // there is more than the schema says
	Breaking               // what the schema says does not hold
)

// Effect returns what a difference of a kind means for the client.
func (k Kind) Effect() Effect {
	switch k {
	case UnknownMember, UnknownValue, OtherCase, UnknownKind, OtherShape, Bent, UnknownStatus, UnknownHeader, UnknownBody, NotJSON, UnknownParameter, UnknownOperation:
		return Additive
	}
	return Breaking
}

func (e Effect) String() string {
	return [...]string{"nothing", "additive", "breaking"}[e]
}

// Package diff compares two models of the API, and says for each difference what it
// means for Go code that imports the client.
package diff

import (
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
)

// Effect is what a change does to Go code that imports the client.
type Effect int

// The effects, from harmless to grave.
const (
	None      Effect = iota // nothing that an importer could notice
	Comment                 // comments only: a deprecation, a documented bound
	Additive                // there is more to be used
	Behaviour               // the code compiles as before and does something else
	Compile                 // the code may not compile
)

// Step is the step of the semantic version that follows from a change.
type Step string

// The steps, from none to the largest.
const (
	NoStep Step = "none"
	Patch  Step = "patch"
	Minor  Step = "minor"
	Major  Step = "major"
)

// Group is the part of a report that a change belongs to.
type Group string

// The groups, in the order of a report.
const (
	Operations Group = "operations"
	Parameters Group = "parameters" // and members of request bodies
	Results    Group = "results"
	Types      Group = "types" // with fields, unions, and pages
	Enums      Group = "enums"
	Scopes     Group = "scopes"
	Modes      Group = "modes" // availability in development mode
	GoAPI      Group = "go"    // what no change of the schema explains
)

// Kind tells what has happened.
type Kind string

// The kinds of changes, by group.
const (
	OperationAdded      Kind = "operation-added"
	OperationRemoved    Kind = "operation-removed"
	OperationMoved      Kind = "operation-moved"    // another path or method
	OperationIDChanged  Kind = "operation-id"       // the same operation under another operationId
	OperationIDMoved    Kind = "operation-id-moved" // an operationId that names another operation now
	OperationDeprecated Kind = "operation-deprecated"
	OperationRestored   Kind = "operation-restored" // no longer deprecated
	OperationReplaced   Kind = "operation-replaced" // deprecated as before, and something else is to be used
	MethodRenamed       Kind = "method-renamed"     // Go name only
	RetryChanged        Kind = "retry"              // whether it may be sent twice
	ServerChanged       Kind = "server"             // where all operations are

	ParameterAdded      Kind = "parameter-added"
	ParameterRemoved    Kind = "parameter-removed"
	ParameterRenamed    Kind = "parameter-renamed"
	ParameterRequired   Kind = "parameter-required"
	ParameterOptional   Kind = "parameter-optional"
	ParameterType       Kind = "parameter-type"
	ParameterBounds     Kind = "parameter-bounds"
	ParameterValues     Kind = "parameter-values" // of an enum that is no type of its own
	ParameterDefault    Kind = "parameter-default"
	ParameterDeprecated Kind = "parameter-deprecated"
	BatchSize           Kind = "batch-size"
	BodyChanged         Kind = "body" // there is one now, or none, or of another media type

	ResultChanged Kind = "result" // another type, or another way to it
	ResultStatus  Kind = "status" // other declared success codes
	PagingChanged Kind = "paging"

	TypeAdded       Kind = "type-added"
	TypeRemoved     Kind = "type-removed"
	TypeRenamed     Kind = "type-renamed"
	FieldAdded      Kind = "field-added"
	FieldRemoved    Kind = "field-removed"
	FieldRenamed    Kind = "field-renamed"
	FieldType       Kind = "field-type"
	FieldNullable   Kind = "field-nullable"
	FieldNotNull    Kind = "field-not-null"
	FieldRequired   Kind = "field-required"
	FieldOptional   Kind = "field-optional"
	FieldDeprecated Kind = "field-deprecated"
	FieldRestored   Kind = "field-restored"
	FieldBounds     Kind = "field-bounds"
	MemberAdded     Kind = "union-member-added"
	MemberRemoved   Kind = "union-member-removed"

	ValueAdded   Kind = "value-added"
	ValueRemoved Kind = "value-removed"
	// ValueUnlisted is about a value that has no constant any more, because the schema
	// lists no values of the type. It may still come.
	ValueUnlisted Kind = "value-unlisted"
	ValueRenamed  Kind = "value-renamed" // Go name only

	ScopeAdded    Kind = "scope-added"   // a scope that no operation knew
	ScopeRemoved  Kind = "scope-removed" // a scope that no operation knows any more
	ScopesChanged Kind = "scopes"        // what an operation needs

	ModeLost     Kind = "mode-lost" // an operation, or a field that is not sent
	ModeRegained Kind = "mode-regained"
	ModeNote     Kind = "mode-note" // other limits in development mode

	// HiddenChanged is about what the published schema says and the client does not show.
	HiddenChanged Kind = "hidden"

	GoAdded   Kind = "go-added"
	GoRemoved Kind = "go-removed"
	GoChanged Kind = "go-changed"
)

// Change is one difference between two versions of the API.
type Change struct {
	Kind    Kind
	Group   Group
	Subject string // on the wire: GET /albums/{id}, GET /search limit, TrackObject.popularity
	// Old and New are the old and the new value, where a few words tell them:
	// "0 to 50" and "0 to 10", an old name and a new one; empty otherwise.
	Old, New Text
	Effect   Effect
	// Text says what has changed, as a whole sentence that needs no other column.
	Text   Text
	Advice Advice // what an importer is to do
	// Since is the day since which apps in development mode have to do without what the
	// change is about, as in 2026-02-11; empty where they do not lose it with the change.
	Since string
	// Go are the exported names that the change affects, in their order.
	Go  []GoName
	Pos model.Pos // in the new schema, or in the old one for what is gone
}

// GoName is an exported name that a change affects.
type GoName struct {
	Name     string // Albums.GetMany, AlbumsListOptions.Limit, Album.Label: as a user of the client says it
	Old, New string // the declarations; both are empty where only the behaviour is affected
	Breaking bool   // code that uses it may not compile
	Why      string // what breaks, where the declarations do not show it
}

// Side is one of the two versions.
type Side struct {
	Name       string // as it was asked for: a file, a URL, a revision
	Operations int    // on the wire
	Methods    int
	Types      int
}

// Override is an entry of overrides/ that does not fit the new schema, or a part of the
// new schema that does not fit the client as it is and wants an entry.
type Override struct {
	Staleness model.Staleness
	Pos       model.Pos
	Message   string
	Known     bool // it did not fit the old schema either
}

// Report is the difference between two versions.
type Report struct {
	Old, New Side
	// Raw says that what Spotify publishes was compared, without overrides. Then there
	// are no Go names, and effects are those on the wire.
	Raw       bool
	Changes   []Change       // by group, the gravest first, then by subject
	Overrides []Override     // in the order of their places
	Findings  []lint.Finding // troubles that the new schema has and the old one has not
	// Renamed are the types that have another name in Go, but for those whose old name
	// still means something. It is not a part of the written report.
	Renamed []Renaming
}

// Renaming is a type that has another name in Go than before.
type Renaming struct{ Old, New string }

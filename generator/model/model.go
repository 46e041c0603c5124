// Package model describes the client that is to be emitted. It is plain data, without
// OpenAPI types and Go syntax trees. It has no maps, so that loops over it always
// have the same order. All decisions have been taken when a model exists: names,
// nulls, paging, scopes, and quota modes.
package model

import "slices"

// API is the whole client.
type API struct {
	Package  string    // name of the emitted package
	Title    string    // what the schema calls the API, on one line; may be empty
	Doc      string    // package documentation
	Flags    []string  // words of a command line that the package records, as generator.Options has them
	Server   string    // URL of the first server of the schema, to which paths are relative; may be empty
	Scopes   []Scope   // in the order of their names
	Services []Service // in the order of their names
	Types    []Type    // in the order of their names
	Enums    []Enum    // in the order of their names
	Unions   []Union   // in the order of their names
	Pages    []Page    // the generic page types, offset before cursor

	// Endpoints are the operations of the schema as they are on the wire, in
	// the order of CompareEndpoints.
	Endpoints []Endpoint
}

// Operations returns the operations of all services, in the order of their
// services and names.
func (a *API) Operations() []*Operation {
	var all []*Operation
	for i := range a.Services {
		for j := range a.Services[i].Operations {
			all = append(all, &a.Services[i].Operations[j])
		}
	}
	return all
}

// Scope is a permission that a user grants.
type Scope struct {
	Name   string // as on the wire: user-library-read
	GoName string // ScopeUserLibraryRead
	Doc    string
}

// Service groups operations under one field of the client.
type Service struct {
	Name       string // field of the client: Albums
	Doc        string
	Operations []Operation // in the order of their names
}

// Type returns the Go name of the service's type.
func (s Service) Type() string { return s.Name + "Service" }

// Operation is one method of a service. An operation of the schema that
// splits into several methods appears once for each of them.
type Operation struct {
	Service string   // Albums
	Name    string   // GetMany
	Method  string   // GET
	Path    string   // /albums/{id}, as in the schema
	ID      string   // operationId of the schema; it moves between paths, so nothing is keyed by it
	Tags    []string // of the schema, in its order
	Summary string   // title of the operation in the schema
	Doc     string

	Params  []Param // required parameters, in the order of the Go method's
	Options []Param // optional parameters, the fields of the options struct
	Pins    []Pin   // parameters that the method fixes
	Body    Body
	Result  Result
	Success []int // declared success codes, ascending

	Paging     Paging
	Iterators  []Iterator // one for each page that the answer is or holds
	Batch      Batch
	Scopes     ScopeRule
	Deprecated bool
	// Replacement is the Go name of the method to use instead, Library.Save, or its
	// method and path, PUT /me/library, if the client does not have it.
	Replacement string
	Development Availability // availability to apps in development mode
	Idempotent  bool         // whether sending it twice is harmless

	Pos Pos
}

// QualifiedName returns the name of the method with its service: Albums.Get.
func (o *Operation) QualifiedName() string { return o.Service + "." + o.Name }

// SplitList returns the required parameter that the method sends in parts, or nil.
func (o *Operation) SplitList() *Param { return withRole(o.Params, SplitList) }

// OptionsType returns the Go name of the options struct.
func (o *Operation) OptionsType() string { return o.Service + o.Name + "Options" }

// Option returns the option with a role, or nil.
func (o *Operation) Option(role Role) *Param { return withRole(o.Options, role) }

func withRole(params []Param, role Role) *Param {
	i := slices.IndexFunc(params, func(p Param) bool { return p.Role == role })
	if i < 0 {
		return nil
	}
	return &params[i]
}

// Place is where a parameter travels.
type Place string

// The places of parameters.
const (
	InPath   Place = "path"
	InQuery  Place = "query"
	InHeader Place = "header"
)

// Style is how a parameter of several values is written in a query.
type Style string

// The styles of parameters. The first is also that of all single values.
const (
	Commas   Style = ""         // ids=a,b
	Repeated Style = "repeated" // ids=a&ids=b
	Pipes    Style = "pipes"    // ids=a|b
	Spaces   Style = "spaces"   // ids=a b
	Deep     Style = "deep"     // song[year]=1999&song[live]=true, for an object
)

// Role tells what the client does with a parameter, beyond sending what the caller gave.
type Role int

// The roles of parameters. Each is of the type that its role needs, and no pointer. All
// but the first are roles of options.
const (
	NoRole       Role = iota
	SplitList         // the list in the query that a batch sends in parts
	PageOffset        // an integer: iterators move it on
	PageLimit         // an integer: iterators choose it
	CursorAfter       // a string or an int64: iterators move it on
	CursorBefore      // the same, for lists that are read backwards
	FieldFilter       // a string: iterators add the fields of pages to it
	MarketChoice      // a Market: the client has one for requests that name none
)

// Param is a parameter of an operation.
type Param struct {
	Wire    string // name on the wire: additional_types
	GoName  string // field of the options struct: AdditionalTypes
	ArgName string // argument of the method: additionalTypes
	Doc     string
	In      Place
	Style   Style
	Type    TypeRef // of the style Deep, a struct of single values
	Role    Role
	Max     int // the largest value of an integer; 0 is any
	// MaxExtended is the largest value in extended quota mode where that is
	// more than Max; else 0.
	MaxExtended int
	Pos         Pos
}

// Pin is a parameter that a method sends with a fixed value.
type Pin struct {
	Wire  string
	In    Place
	Value string
}

// BodyKind tells what a request carries.
type BodyKind int

// The kinds of request bodies.
const (
	NoBody   BodyKind = iota
	JSONBody          // a request struct as JSON
	JPEGBody          // image bytes, sent as base64 text
)

// Body is the body of a request.
type Body struct {
	Kind BodyKind
	Type TypeRef // of a JSON body
	// NonEmpty says that a JSON body without any property does harm.
	NonEmpty bool
}

// ResultKind tells how the answer becomes the result of a method.
type ResultKind int

// The kinds of results.
const (
	NoResult ResultKind = iota
	Value               // the body is the result: *Album, []Image, *Page[SavedTrack]
	Unwrap              // the only property of the body is the result: {"albums": […]}
	First               // the only element of the body is the result: [true]
	Verbatim            // the body as it is is the result, a string or []byte: it is no JSON
	ByStatus            // a struct of which the field for the status of the answer is set; see Cases
)

// Result is what a method returns beside the error.
type Result struct {
	Kind     ResultKind
	Type     TypeRef
	Envelope string // property to unwrap
	// Nilable says that the API may answer 204, which is a nil result.
	Nilable bool
	// Accept lists the media types to ask for, if that is not JSON alone.
	Accept []string
	// Cases are the fields of a result by status, in the order of their statuses. The first
	// is also that of a success for which there is none.
	Cases []Case
}

// Types lists the types that the result consists of.
func (r Result) Types() []TypeRef {
	types := []TypeRef{r.Type}
	for _, c := range r.Cases {
		types = append(types, c.Type)
	}
	return types
}

// Case is the part of a result by status that holds the answers with one status.
type Case struct {
	Status int    // 201; 2 stands for every other success
	GoName string // Created
	Doc    string
	Kind   ResultKind // Value or Verbatim
	Type   TypeRef
}

// Paging is the way in which an operation pages.
type Paging string

// The ways of paging.
const (
	NoPaging     Paging = ""
	OffsetPaging Paging = "offset"
	CursorPaging Paging = "cursor"
)

// Batch is the list parameter of an operation that takes many things at once.
type Batch struct {
	Param string // name on the wire; empty without one
	Max   int    // the most elements of one request
	// Whole says that the list must not be split over several requests: each would
	// undo the one before, or their answers could not be put together.
	Whole bool
	IDs   bool // the elements are IDs
	// Lists are the lists in the body that the method sends in parts, one list after
	// the other. If Whole is set, it is the list that must not be split. It is nil for
	// a list in the query, which has the role SplitList.
	Lists []BatchList
	// Snapshot is the Go name of the field of the body that says in which version of a
	// playlist the positions in the lists count; empty without one.
	Snapshot string
	// InsertAt is the Go name of the field of the body, a pointer to an integer, that
	// says where the elements of the first part go; empty without one.
	InsertAt string
	// Single is the Go name of the method that reads one thing, with which
	// development mode makes up for the batch read that it lacks.
	Single string
	// Shared are the Go names of the options that both methods have.
	Shared []string
	// Copied are the Go names of the fields that make a simplified object of the full
	// one that Single reads; nil if both methods answer with one type.
	Copied []string
}

// BatchList is a list in the body of a batch.
type BatchList struct {
	Wire   string // name on the wire
	GoName string
	Type   TypeRef // a list, or the type Resources
	// Positions is the Go name of the field in which elements hold their positions
	// in a playlist; empty without one.
	Positions string
}

// Iterator is a method that goes through all pages of an operation.
type Iterator struct {
	Name string  // AllItems
	Elem TypeRef // of the items
	// Field is the field of the answer that holds the page; empty if the
	// answer is the page.
	Field string
	// Kind is the constant of the required list parameter that selects the
	// page: a search has one page for each kind.
	Kind string
}

// ScopeRule says which scopes an operation needs.
type ScopeRule struct {
	All      []string    // every one of them
	Any      []string    // one of them, depending on the visibility of the playlist
	Optional []string    // not needed, but the answer holds more
	ByKind   []KindScope // depending on the kinds of URIs in the request
}

// IsZero reports whether the operation needs no scope at all.
func (r ScopeRule) IsZero() bool {
	return len(r.All)+len(r.Any)+len(r.Optional)+len(r.ByKind) == 0
}

// KindScope is the scope that one kind of URI needs.
type KindScope struct {
	Kind  string // track, artist, …
	Scope string
}

// Availability tells whether apps in development mode may use an operation.
type Availability struct {
	// Removed is the date on which the mode lost the operation
	// (2026-02-11); empty where it is available.
	Removed string
	// Note tells of limits in an available operation.
	Note string
}

// Kind is the shape of a type reference.
type Kind int

// The shapes of type references.
const (
	Invalid Kind = iota
	String
	Int
	Int64
	Float64
	Bool
	Time
	Raw    // JSON that is kept as it is
	Bytes  // []byte, which only results are
	Named  // a type of the emitted package; see Class
	List   // []Elem
	MapOf  // map[string]Elem
	PageOf // Page[Elem] or CursorPage[Elem]; Name is the generic type
)

// Class tells what a named type is.
type Class int

// The classes of named types.
const (
	Unclassified Class = iota
	Struct             // an emitted struct
	EnumType           // an emitted enum
	UnionType          // an emitted union
	Runtime            // a type of the runtime, by x-go-type
	ResultStruct       // the emitted struct of a result by status, which has no codec
)

// RuntimeKind tells how emitted code treats a type of the runtime.
type RuntimeKind int

// The kinds of runtime types. Plain is also the kind of every type that does not belong
// to the runtime.
const (
	Plain     RuntimeKind = iota // a type with the methods decode, encode, and IsZero
	Text                         // a string under a name of its own, like AlbumID
	Resource                     // the interface Resource, sent as its URI
	Resources                    // the list Resources, sent as URIs
	Markets                      // the type Markets, whose zero value is not an empty list
)

// TypeRef is a use of a type.
type TypeRef struct {
	Kind    Kind
	Name    string
	Class   Class
	Runtime RuntimeKind
	Elem    *TypeRef
	Pointer bool
	// Single marks a list of one that is presented as its element.
	Single bool
}

// IsNamedText reports whether the type is a string under a name of its own: an enum,
// or a string type of the runtime.
func (r TypeRef) IsNamedText() bool {
	return r.Kind == Named && (r.Class == EnumType || r.Runtime == Text)
}

// Type is an emitted struct.
type Type struct {
	Name    string // Track
	Schema  string // TrackObject; empty for an inline schema
	Doc     string
	Fields  []Field // in the order of their Go names
	Request bool    // a request body: sent, not received

	// What the type can do, derived from its fields.
	HasURI       bool   // it has a URI and is a Resource
	IDType       string // type of its ID; empty without one
	Relinkable   bool   // it has linked_from
	LinkedURI    bool   // what it was linked from has a URI
	LinkedID     bool   // what it was linked from has an ID
	LocalCapable bool   // it has is_local beside its URI
	Position     string // field that is filled with the position in a list; empty without one
	Positions    string // field of a request with the positions of a thing in a playlist; empty without one

	Pos Pos
}

// Field returns the field with a wire name, or nil.
func (t *Type) Field(wire string) *Field {
	for i := range t.Fields {
		if t.Fields[i].Wire == wire {
			return &t.Fields[i]
		}
	}
	return nil
}

// Field is a field of an emitted struct.
type Field struct {
	Wire       string
	GoName     string
	Doc        string
	Type       TypeRef
	Required   bool // in a request: must be given
	Nullable   bool // may be null on the wire, whether or not Go can tell
	Deprecated bool
	MaxItems   int // of a list; 0 is any
	// Removed is the date since when apps in development mode are not sent the
	// field (2026-02-11); empty if they are.
	Removed string
	// Twin is the wire name of an older property that is read into the field
	// when the newer one is absent.
	Twin string
	// Within is the property of an object in which an integer has been seen to
	// come; empty for one that comes as it is.
	Within string
	Pos    Pos
}

// Enum is an open string type with constants.
type Enum struct {
	Name     string // AlbumType
	Doc      string
	Values   []EnumValue // in the order of the schema
	FoldCase bool        // values compare without regard to case
	Pos      Pos
}

// EnumValue is a constant of an enum.
type EnumValue struct {
	Wire   string // appears_on
	GoName string // AlbumGroupAppearsOn
	Doc    string
}

// Union is a value of one of several types, told apart by a property.
type Union struct {
	Name     string // Playable
	Doc      string
	Property string // type
	Members  []Member
	Shapes   []Shape // in the order of the overrides
	Pos      Pos
}

// Shape tells that an object that says it is of one kind is of another, if it
// has an object under a key.
type Shape struct {
	Said string // episode
	Key  string // album
	Kind string // track
}

// Member is one of the types of a union.
type Member struct {
	GoName string // field of the union: Track
	Type   string // Track
	Kind   string // value of the property: track
	HasURI bool
}

// Page is a generic page type.
type Page struct {
	Name   string // Page or CursorPage
	Schema string // PagingObject
	Paging Paging
	Doc    string
	Fields []Field // without the items

	// What iterators go by: Go names of fields, empty for those that the page lacks.
	Cursors string // of an object with the field After
	Limit   string
	Next    string
	Offset  string
	Total   string
}

// Variadic reports whether the method takes nothing but a list of resources,
// which it then takes as variadic arguments: Library.Save(ctx, track, album).
func (o *Operation) Variadic() bool {
	return len(o.Params) == 1 && o.Params[0].Type.Runtime == Resources &&
		len(o.Options) == 0 && o.Body.Kind == NoBody
}

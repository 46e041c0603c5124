package model

import "slices"

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
	// OptionsType is the Go name of the options struct, which methods may share; "" without options.
	OptionsType string
	Pins        []Pin // parameters that the method fixes
	Body        Body
	Result      Result
	Success     []int // declared success codes, ascending

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
	// Requested is the wire name of the required parameter with the ID, or the IDs, of
	// what is answered, if the API may answer something else in its place; else empty.
	Requested string

	Pos Pos
}

// QualifiedName returns the name of the method with its service: Albums.Get.
func (o *Operation) QualifiedName() string { return o.Service + "." + o.Name }

// SplitList returns the required parameter that the method sends in parts, or nil.
func (o *Operation) SplitList() *Param { return withRole(o.Params, SplitList) }

// RequestedID returns the parameter that Requested names, or nil.
func (o *Operation) RequestedID() *Param {
	i := slices.IndexFunc(o.Params, func(p Param) bool { return o.Requested != "" && p.Wire == o.Requested })
	if i < 0 {
		return nil
	}
	return &o.Params[i]
}

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
	InCookie Place = "cookie"
	InBody   Place = "body" // a property of an [ArgumentBody]
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
	SplitList         // the list that a batch sends in parts
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
	NotEmpty    bool // an empty list is refused; of an argument in a body
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
	NoBody        BodyKind = iota
	JSONBody               // a request struct as JSON
	JPEGBody               // image bytes, sent as base64 text
	FormBody               // a struct or a map, sent like a query
	MultipartBody          // the same, sent in parts, some of which may be files
	TextBody               // a text as it is
	BinaryBody             // bytes as they are
	ArgumentBody           // an object as JSON whose properties are arguments; see InBody
)

// Body is the body of a request.
type Body struct {
	Kind BodyKind
	Type TypeRef // of JSON, or of a form
	// Fields are those of a form that is a struct, in the order in which they are sent.
	Fields []FormField
	// MediaType is that of a text or of bytes; empty if the caller says it. Of JSON, it is
	// only there if it is not application/json.
	MediaType string
	// MediaTypes are those among which the caller chooses.
	MediaTypes []string
	Base64     bool // bytes are sent as base64 text
	Required   bool // of a text or of bytes: it is sent even if it is empty
	// NonEmpty says that a JSON body without any property does harm.
	NonEmpty bool
}

// FormField is a field of a form.
type FormField struct {
	Wire     string
	GoName   string
	Type     TypeRef // of the style Deep, a struct of single values
	Required bool
	Style    Style // of a list that is a form in an URL; else Repeated
	// JSON says that the value is written as JSON; of a list that is repeated, each
	// element is.
	JSON bool
	// MediaType is that of a part, where it does not go without saying.
	MediaType string
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
	// Nilable says that the API may answer 204, which is an empty result, but no nil
	// pointer.
	Nilable  bool
	Presence string // method of the result that then reports false; empty without one
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
	// a list that is an argument, which has the role SplitList.
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
	// Selector is the required list parameter that selects the page by the value
	// Kind, a constant or a literal in Go: a search has one page for each kind.
	// Both are empty if the method has but one page.
	Selector, Kind string
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

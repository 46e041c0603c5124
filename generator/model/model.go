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
	Aliases  []Alias   // in the order of their names
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
	Raw      // JSON that is kept as it is
	Bytes    // []byte, which only results and bodies are
	File     // FilePart, a file in a form
	Duration // time.Duration, which only getters return
	Named    // a type of the emitted package; see Class
	List     // []Elem, or the type Name of such lists
	MapOf    // map[string]Elem
	PageOf   // Page[Elem] or CursorPage[Elem]; Name is the generic type
)

// HasFiles reports whether any request holds a file.
func (a *API) HasFiles() bool {
	for _, t := range a.Types {
		for _, f := range t.Fields {
			if f.Type.IsFile() {
				return true
			}
		}
	}
	return false
}

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

// HasKnownValues reports whether the type is a string of which some values are known: an
// enum, or the type Kind of the runtime. Such a type has the method decode.
func (r TypeRef) HasKnownValues() bool {
	return r.Kind == Named && (r.Class == EnumType || r.Runtime == Text && r.Name == "Kind")
}

// IsFile reports whether the type is a file, or a list of files.
func (r TypeRef) IsFile() bool { return r.Kind == File || r.Kind == List && r.Elem.Kind == File }

// Type is an emitted struct.
type Type struct {
	Name    string // Track
	Schema  string // TrackObject; empty for an inline schema
	Doc     string
	Fields  []Field // in the order of their Go names
	Request bool    // a request body: sent, not received
	Form    bool    // a request body that is sent as a form, and never as JSON

	// What the type can do, derived from its fields.
	HasURI       bool   // it has a URI and is a Resource
	IDType       string // type of its ID; empty without one
	Relinkable   bool   // it has linked_from
	LinkedType   string // type of what it was linked from
	LinkedURI    bool   // what it was linked from has a URI
	LinkedID     bool   // what it was linked from has an ID
	ReadByID     bool   // a method reads it by its ID, and may get another in its place
	LocalCapable bool   // it has is_local beside its URI
	Position     string // field that is filled with the position in a list; empty without one
	Positions    string // field of a request with the positions of a thing in a playlist; empty without one

	// Of a request: wire names of fields of which at most one may be given, and
	// whether one of them has to be.
	Alternatives []string
	NeedsOne     bool

	Getters []Getter // in the order of their names

	Conversions []Conversion // in the order of their names

	Picture *Picture // what it says of a picture; nil if it is none

	// Presence is the method that reports whether there is anything in the value. A type
	// has it that an operation may leave empty; see Result.Nilable.
	Presence    string
	PresenceDoc string // what follows the name

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
	// Replacement is the Go name of the field of the same struct to use instead of a
	// deprecated one; empty if there is none.
	Replacement string
	MaxItems    int // of a list; 0 is any
	// NotEmpty says that a list of a request must have elements if it is given.
	NotEmpty bool
	// HTML says that a string is escaped as in HTML when it is received.
	HTML bool
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

// TextMethod is the method that reads a field with HTML as plain text.
func (f *Field) TextMethod() string { return f.GoName + "Text" }

// Enum is an open string type with constants.
type Enum struct {
	Name     string // AlbumType
	Doc      string
	Values   []EnumValue // in the order of the schema
	FoldCase bool        // values compare without regard to case
	Listed   bool        // the schema lists values; if not, those that there are come from overrides
	Pos      Pos
}

// EnumValue is a constant of an enum.
type EnumValue struct {
	Wire   string // appears_on
	GoName string // AlbumGroupAppearsOn
	Doc    string
}

// Union is a value of one of several types. Some of them a property tells; whether a value
// is of one of the others can only be tried.
type Union struct {
	Name     string // Playable
	Doc      string
	Property string // type; empty without members
	Members  []Member
	Shapes   []Shape       // in the order of the overrides
	Attempts []Attempt     // in the order of the schema
	Getters  []UnionGetter // in the order of their names
	Request  bool          // part of a request body
	Pos      Pos
}

// Fields returns the fields of the union: its members, each once.
func (u Union) Fields() []UnionField {
	var fields []UnionField
	for _, m := range u.Members {
		i := slices.IndexFunc(fields, func(f UnionField) bool { return f.GoName == m.GoName })
		if i < 0 {
			fields = append(fields, UnionField{GoName: m.GoName, Type: m.Type, Kinds: []string{m.Kind}})
			continue
		}
		fields[i].Kinds = append(fields[i].Kinds, m.Kind)
	}
	return fields
}

// UnionField is a member of a union with all the kinds that stand for it.
type UnionField struct {
	GoName string
	Type   string
	Kinds  []string
}

// Constructor returns the name of the function that makes the union of one of its attempts.
func (u Union) Constructor(a Attempt) string { return "New" + u.Name + "From" + a.Name }

// Attempt is a type that a value of a union may be of, without a property that says so.
type Attempt struct {
	Name string // ImageList
	Type TypeRef
}

// Method returns the name of the method that tries to read the value: AsImageList
func (a Attempt) Method() string { return "As" + a.Name }

// Shape tells that an object that says it is of one kind is of another, if it
// has an object under a key.
type Shape struct {
	Said string // episode
	Key  string // album
	Kind string // track
}

// Member is one of the types of a union, for one of the kinds that stand for it.
type Member struct {
	GoName string // field of the union: Track
	Type   string // Track
	Kind   string // value of the property: track
	HasURI bool
}

// Alias is the former name of a type, which code that uses it may go on to use.
type Alias struct {
	Name         string // Track
	Target       string // TrackModel
	Values       []AliasPart
	Constructors []AliasPart
}

// AliasPart is the former name of a value of an enum, or of a function that makes a union.
type AliasPart struct {
	Name   string  // TrackKindSong
	Target string  // TrackModelKindSong
	Param  TypeRef // what the function takes
}

// Page is a generic page type.
type Page struct {
	Name   string // Page or CursorPage
	Schema string // PagingObject
	Paging Paging
	Doc    string
	Fields []Field // without the items

	// Href is the Go name of the URL of the page, empty if it has none: decoders look in it
	// for how many items there are.
	Href string

	// What iterators go by: Go names of fields, empty for those that the page lacks.
	Cursors string // of an object with the field After
	Limit   string
	Next    string
	Offset  string
	Total   string
}

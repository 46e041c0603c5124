// Package goapi lists the exported declarations of a Go package from its source, in a
// stable text form. It also says how a change of them affects code that imports the
// package. It type-checks declarations without the packages that they import.
//
// # What belongs to the API
//
// Everything that code outside the package can name: constants, variables, functions,
// and types, and the exported fields and methods of types. Fields and methods that a
// type gets from an embedded unexported type count as its own, because they are
// listed nowhere else. Those from an embedded exported type are listed with that
// type. An unexported type that an exported declaration mentions is exposed: its
// exported fields and methods count, under its name, but not the type itself.
//
// # What is not known
//
//   - Other packages are opaque. A type of another package is the same if it has the
//     same name and import path; its fields and methods are taken to stay as they
//     are. Whether its values can be compared is known for the types that the client
//     uses, and otherwise unknown: a struct that has a field of such a type for the
//     first time is taken to be no longer comparable.
//   - Where the type of a variable or the value of a constant comes from a function or
//     a constant of another package, the expression stands for it, with the value of
//     iota. Another expression is taken for another type or value.
//   - Files are taken together whatever their build constraints, and if several of
//     them declare a name, the first counts. A name that none of them declares is taken
//     for a type of its own.
package goapi

// API is what one package exports, in the order of the names.
type API struct {
	Package      string // spotify
	Declarations []Declaration

	// scope has the types behind the texts. It is what Compare compares.
	scope *scope
}

// DeclKind tells what is declared.
type DeclKind string

// The kinds of declarations.
const (
	Const  DeclKind = "const"
	Var    DeclKind = "var"
	Func   DeclKind = "func"
	Type   DeclKind = "type"   // without the fields and methods, which are declarations of their own
	Field  DeclKind = "field"  // of a struct; also an embedded one, and what of another package an interface embeds
	Method DeclKind = "method" // of a type, or of an interface
)

// Declaration is one exported thing, as small as code can use it.
type Declaration struct {
	Name string // Album, Album.Label, AlbumsService.Get, AlbumTypeSingle: unique in the package
	Kind DeclKind
	// Text is the declaration as Go on one line, with single spaces, without comments,
	// bodies, and names of parameters and results:
	//
	//	const AlbumTypeSingle AlbumType = "single"
	//	var ErrNotFound error
	//	func NewClient(...ClientOption) *Client
	//	type Album struct
	//	type AlbumID string
	//	Label string
	//	func (*AlbumsService) Get(context.Context, AlbumID) (*Album, error)
	//	ResourceURI() URI
	//
	// The last is a method of an interface. The tags of a declared struct are left
	// out, because no code depends on them to compile; those of a struct without a
	// name are a part of its type and stay.
	Text string
	// Deprecated says that the comment has a paragraph that begins with "Deprecated:".
	// Compare does not look at it.
	Deprecated bool

	// owner is the text of the type that a field, or a method of an interface, is of.
	owner string
	// notes are what the text form says beyond Text, since it is of importance to
	// importers: that values can be compared, that an interface has unexported methods.
	notes []string
}

// Difference is one declaration that is not the same in two packages.
type Difference struct {
	Name string
	Kind DeclKind
	// Old and New are the texts, empty where the declaration is absent. They are equal
	// where the text does not show what is different; Why does.
	Old, New string
	// Breaking says that code which compiled with the old package may not compile
	// with the new one, by the rules of golang.org/x/exp/apidiff. This package also
	// looks where that does not: at what the type parameters of functions may be, at
	// type sets and at the type arguments of types of other packages, and at pointers
	// that no longer implement an interface of the package.
	Breaking bool
	// Why says in a few words what breaks, where that is not to be seen from Old and
	// New: "is no longer comparable".
	Why string
}

package model

import "slices"

// Getter is a method of a type that follows a path of fields. Where a pointer of the path
// is nil, it returns the zero value.
type Getter struct {
	Name string // ArtistNames
	Doc  string // what follows the name: returns the names of the artists.
	Type TypeRef
	Path []Step // of one step at least
}

// Step is a field that a getter goes through, or that it returns.
type Step struct {
	GoName string
	Type   TypeRef
	Each   bool // the rest of the path is followed for each element; what is no list is one of one
}

// UnionGetter is a method of a union that returns what the member that is set has under
// the same name, or the zero value if no member is set.
type UnionGetter struct {
	Name       string
	Doc        string
	Type       TypeRef
	Methods    []string // the members of which it is a method; it is a field of the others
	Deprecated bool
}

// IsMethod reports whether the getter calls a method of a member, and does not read a field.
func (g UnionGetter) IsMethod(member string) bool { return slices.Contains(g.Methods, member) }

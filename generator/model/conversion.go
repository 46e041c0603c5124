package model

// Conversion is a method of a struct that returns what another struct has of it.
type Conversion struct {
	Name   string // Simplified
	Doc    string // what follows the name
	To     TypeRef
	Copies []Copy
}

// Copy is how a field becomes the field of another struct.
type Copy struct {
	GoName string  // of both fields
	From   TypeRef // type of the field that is read
	To     TypeRef // type of the field that is set
	// Copies are those of the fields inside, if both are structs of different types. A
	// field of one type is copied as it is.
	Copies []Copy
}

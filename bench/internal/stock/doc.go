// Package stock is what oapi-codegen makes of the same schema, overlays applied,
// without knowing anything about spotgen. client.gen.go is a link to the file
// that the tests of the generator keep up to date, because a package below
// generator/internal cannot be imported from another module.
package stock

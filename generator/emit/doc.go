// Package emit turns the model into Go files. It has two hands:
//
//   - templates draw pictures: what can be drawn as a file with holes (types,
//     enums, the table of operations, the wiring of services, doc.go). They
//     are in the templates folder at the top of the repository.
//   - jennifer writes sentences: statements that depend on the operation or
//     the type (methods, conversions to and from JSON). Each of its builders
//     stands under a comment that shows the Go it yields.
//
// A template that needs a condition inside a statement has become a sentence;
// a builder that only ever writes the same lines has become a picture.
//
// Files are made in memory, gofmt-clean, and depend on the model alone.
package emit

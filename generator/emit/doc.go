// Package emit turns the model into Go files, in two ways:
//
//   - Templates write what is a file with holes: types, enums, the table of
//     operations, the wiring of services, doc.go. They are in the templates folder
//     at the top of the repository.
//   - jennifer builds statements that depend on the operation or the type:
//     methods, conversions to and from JSON. Above each of its builders, a comment
//     shows the Go that it yields.
//
// A template that needs a condition inside a statement should become a builder; a
// builder that always writes the same lines should become a template.
//
// Files are made in memory, formatted by gofmt, and depend on the model alone. The
// code here has no names of properties, parameters, or types to compare with: what follows
// from such a name is a fact that generator/resolve notes in the model.
package emit

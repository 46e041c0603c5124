// Package stock is the client that oapi-codegen makes of the schema when it is asked for
// types and a client and told nothing else. Tests and benchmarks compare with it. Its
// code is not committed: make stock writes client.gen.go, and so do the targets that
// need it.
package stock

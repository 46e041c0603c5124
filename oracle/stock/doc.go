// Package stock is the client that oapi-codegen makes of the schema when it is asked for
// types and a client and told nothing else. Tests and benchmarks compare with it.
package stock

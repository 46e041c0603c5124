// Package clienttest has nothing but tests and benchmarks: of the emitted client
// as a whole, from outside of its package, against servers made by hand. Tables go
// over all methods of a kind, which they find by reflection, so that a method that
// is new fails until it has a row.
package clienttest

// Package clienttest has only tests and benchmarks. They test the emitted client as a
// whole, from outside of its package, against hand-written servers. Some tests go
// over all methods of a kind, which they find by reflection. They fail for a new
// method until it has a row in their table.
package clienttest

// Package oracle holds what spotgen says about the compatibility of Go packages against
// golang.org/x/exp/apidiff: generator/compare/goapi with small packages, and whole reports with
// the cases of generator/testdata/diff. The packages below it hold the emitted client
// against the one that oapi-codegen makes of the same schema.
package oracle

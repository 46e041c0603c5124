// Package oracle holds what spotgen says about the compatibility of Go packages against
// golang.org/x/exp/apidiff: generator/goapi with small packages, and whole reports with
// the cases of generator/testdata/diff.
package oracle

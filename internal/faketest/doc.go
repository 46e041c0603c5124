// Package faketest has nothing but tests: of the fake server as a whole, through HTTP
// and from outside of its package, and of what it decodes.
package faketest

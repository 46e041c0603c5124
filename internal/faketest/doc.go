// Package faketest has only tests. They test the fake server as a whole, through HTTP
// and from outside of its package, and DecodeResponse.
package faketest

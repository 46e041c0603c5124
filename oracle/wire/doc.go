// Package wire calls every method of the client, and the method of oapi-codegen's stock
// client for the same operation, and compares the requests that they send.
package wire

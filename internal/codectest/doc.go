// Package codectest has only tests. They test the JSON decoders and encoders of the
// emitted client, from outside of its package. They compare them with a slow and
// obvious decoder and encoder, which know the types from their struct tags only, so a
// new field of the schema needs no change here. A new type needs a line in the list
// of subjects; without it, a test fails.
package codectest

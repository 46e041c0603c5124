// Package codectest has nothing but tests: of the JSON decoders and encoders of the
// emitted client, from outside of its package. They are held against a decoder and
// an encoder that are slow, obvious, and know the types from their struct tags only,
// so that a new field of the schema needs no change here. A new type needs a line
// in the list of subjects, which a test demands.
package codectest

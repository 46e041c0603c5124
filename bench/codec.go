package main

import "encoding/json"

// A decodable is a pointer to a T that decodes itself.
type decodable[T any] interface {
	*T
	json.Unmarshaler
}

// decoder returns how this package decodes into a T: by the method of T, which
// reads the body once. json.Unmarshal would read it all before it calls that
// method.
func decoder[T any, P decodable[T]]() func(data []byte, into *T) error {
	return func(data []byte, into *T) error { return P(into).UnmarshalJSON(data) }
}

// encoder returns how this package encodes a T.
func encoder[T json.Marshaler]() func(value *T) ([]byte, error) {
	return func(value *T) ([]byte, error) { return (*value).MarshalJSON() }
}

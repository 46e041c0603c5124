package main

import (
	"fmt"
	"slices"
)

// The contenders, as the tables name them.
const (
	thisPackage = "this package"
	zmb3Types   = "zmb3/spotify"
	stockTypes  = "oapi-codegen, unions resolved"
	jsonLean    = "encoding/json, lean structs"
	jsonV2Lean  = "encoding/json/v2, lean structs"
	sonicLean   = "bytedance/sonic, lean structs"
	jxSkip      = "go-faster/jx, skipping"
	sonicValid  = "sonic.Valid"
	jsonValid   = "json.Valid"
)

// A reader decodes one kind of body in the way of one contender.
type reader struct {
	contender string
	// read returns a value that holds what has been decoded, or nil if the
	// contender keeps nothing.
	read func(data []byte) (any, error)
	// names returns the names in such a value, in order. It is nil if there is no
	// value.
	names func(value any) []string
}

// readers returns the contenders that can read a kind of body, this package
// first.
func readers(kind string) []reader {
	return slices.Concat(spotgenReaders(kind), zmb3Readers(kind), stockReaders(kind), leanReaders(kind), floors())
}

// intoType returns the reader that decodes into a new T each time.
func intoType[T any](contender string, decode func(data []byte, into *T) error, names func(*T) []string) reader {
	return reader{
		contender: contender,
		read: func(data []byte) (any, error) {
			value := new(T)
			if err := decode(data, value); err != nil {
				return nil, err
			}
			return value, nil
		},
		names: func(value any) []string { return names(value.(*T)) },
	}
}

// check makes sure that nobody is measured who fails, or does less than the
// others: everything with a name must have been found.
func (r reader) check(b body) error {
	value, err := r.read(b.data)
	if err != nil {
		return fmt.Errorf("%s: %w", r.contender, err)
	}
	if r.names == nil {
		return nil
	}
	found := r.names(value)
	for i, name := range b.names {
		if i >= len(found) || found[i] != name {
			return fmt.Errorf("%s: name %d of %d, %q, was not found among %d", r.contender, i, len(b.names), name, len(found))
		}
	}
	if len(found) > len(b.names) {
		return fmt.Errorf("%s: %d names were found, there are %d", r.contender, len(found), len(b.names))
	}
	return nil
}

// namesOf returns the names of the elements of a list.
func namesOf[T any](list []T, name func(*T) string) []string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = name(&list[i])
	}
	return names
}

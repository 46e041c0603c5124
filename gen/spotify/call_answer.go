package spotify

import (
	"errors"
	"fmt"
)

// only returns the element of an answer that is a list of exactly one, like the
// one to whether a user follows a playlist.
func only[T any](r *request, list []T) (T, error) {
	if len(list) != 1 {
		var zero T
		return zero, &DecodeError{Operation: r.op.Name, Path: "$", Err: fmt.Errorf("the answer is a list of %d, not of one", len(list))}
	}
	return list[0], nil
}

// missing says that an answer lacks the property that it consists of.
func missing(r *request, property string) error {
	return &DecodeError{Operation: r.op.Name, Path: "$." + property, Err: errors.New("it is missing")}
}

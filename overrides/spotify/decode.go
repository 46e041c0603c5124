package spotify

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// A DecodeError says that the answer to a successful request is not what the
// operation promises.
type DecodeError struct {
	// Operation is the Go name of the operation, like "Tracks.Get".
	Operation string
	// Path is the JSON path of the value that does not fit, like
	// "$.album.total_tracks". It is empty where it is not known.
	Path string
	// Offset is the number of bytes read before the error was seen, 0 if it is
	// not known.
	Offset int64
	// Err is what is wrong.
	Err error
}

func (e *DecodeError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "spotify: %s: cannot decode the answer", e.Operation)
	if e.Path != "" {
		fmt.Fprintf(&b, " at %s", e.Path)
	}
	if e.Offset > 0 {
		fmt.Fprintf(&b, " (offset %d)", e.Offset)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", singleLine(e.Err.Error(), maxMessage))
	}
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// decodeBody decodes the JSON of an answer, which is one value and nothing after
// it, into out.
func decodeBody(op *Operation, body []byte, out any) error {
	err := json.Unmarshal(body, out)
	if err == nil {
		return nil
	}
	decodeErr := &DecodeError{Operation: op.Name, Err: err}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		decodeErr.Offset = e.Offset
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		decodeErr.Offset = e.Offset
		decodeErr.Path = "$"
		if e.Field != "" {
			decodeErr.Path = "$." + e.Field
		}
	}
	return decodeErr
}

package spotify

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Values of several types whose JSON does not tell of which type they are keep it. The
// methods As… of such a type try to read it as one of the types, with these functions.

// readAs reads JSON as a value of a type. null is no value of any.
func readAs[T any](raw json.RawMessage, read func(*T, *decoder)) (T, error) {
	var value T
	if raw == nil {
		return value, &DecodeError{Path: "$", Err: errNoValue}
	}
	err := unmarshal(raw, func(d *decoder) {
		d.peek()
		if at := d.pos; d.null() {
			d.fail(at, errNoValue)
			return
		}
		if d.err == nil {
			read(&value, d)
		}
	})
	if err != nil {
		var zero T
		return zero, err
	}
	return value, nil
}

var errNoValue = errors.New("there is no value")

// readObjectAs is readAs for objects. Decoders pass over what they do not know, so that
// any object could be read as any type: a check looks at which of some properties the
// object has.
func readObjectAs[T any](raw json.RawMessage, read func(*T, *decoder), check func(lacking, all []string) error, properties ...string) (*T, error) {
	value, err := readAs(raw, func(p **T, d *decoder) {
		start := d.mark()
		if d.peek() == '[' {
			d.mismatch("an object") // also if it is empty: another type may be a list
			return
		}
		lacking := slices.Clone(properties)
		for key, more := d.object(); more; key, more = d.member() {
			name := string(key)
			lacking = slices.DeleteFunc(lacking, func(other string) bool { return other == name })
			d.skip()
		}
		if d.err != nil {
			return
		}
		if err := check(lacking, properties); err != nil {
			d.fail(start.pos, err)
			return
		}
		d.rewind(start)
		*p = new(T)
		read(*p, d)
	})
	if err != nil {
		return nil, err
	}
	return value, nil
}

// hasAll is the check for an object that has to have all of some properties.
func hasAll(lacking, _ []string) error {
	if len(lacking) > 0 {
		return fmt.Errorf("the object lacks %q", lacking[0])
	}
	return nil
}

// hasAny is the check for an object that may have each of some properties.
func hasAny(lacking, all []string) error {
	if len(all) > 0 && len(lacking) == len(all) {
		return fmt.Errorf("the object has no property of this type, such as %s", strings.Join(all[:min(len(all), 3)], ", "))
	}
	return nil
}

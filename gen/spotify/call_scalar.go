package spotify

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"
)

// A scalar is the value of a parameter, or an element of a list, wherever it travels.
type scalar interface {
	~string | ~int | ~int64 | ~float64 | ~bool | time.Time
}

// isZero reports whether a value stands for one that is not given.
func isZero[T scalar](value T) bool {
	if t, ok := any(value).(time.Time); ok {
		return t.IsZero() // in whatever time zone
	}
	var zero T
	return value == zero
}

// formatScalar writes a value as it stands in a path, a query, a header, or a cookie: a time as
// RFC 3339 has it, with as many decimals of its second as it has.
func formatScalar[T scalar](value T) (string, error) {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return "", fmt.Errorf("%v is not a number that can be sent", f)
		}
		return strconv.FormatFloat(v.Float(), 'f', -1, 64), nil
	case reflect.Struct:
		text, err := any(value).(time.Time).MarshalText()
		return string(text), err
	}
	return strconv.FormatInt(v.Int(), 10), nil
}

// formatList writes the elements of a list. None may hold what separates them.
func formatList[T scalar](values []T, separates func(text string) bool) ([]string, error) {
	texts := make([]string, len(values))
	for i, value := range values {
		text, err := formatScalar(value)
		switch {
		case err != nil:
		case text == "":
			err = errEmpty
		case separates(text):
			err = fmt.Errorf("%q holds what separates the values from each other", text)
		}
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
		texts[i] = text
	}
	return texts, nil
}

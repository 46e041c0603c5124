package main

import (
	"fmt"
	"strconv"
)

// An object is a JSON object whose properties keep their order, as an answer of
// the API has it.
type object []property

// A property of an object. Its value is one of those that appendValue knows.
type property struct {
	key   string
	value any
}

// raw is JSON that is ready to be copied, for what is long and comes often.
type raw string

// decimals is a number with a fixed number of digits after the point, of which
// the zeros at the end are not written.
type decimals struct {
	value  float64
	digits int
}

// appendJSON appends the object without any space, as the API sends it
// nowadays; its answers used to be indented.
func (o object) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, p := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, p.key)
		b = append(b, ':')
		b = appendValue(b, p.value)
	}
	return append(b, '}')
}

// appendValue appends what a body can hold.
func appendValue(b []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendString(b, value)
	case raw:
		return append(b, value...)
	case bool:
		return strconv.AppendBool(b, value)
	case int:
		return strconv.AppendInt(b, int64(value), 10)
	case decimals:
		return appendDecimals(b, value)
	case object:
		return value.appendJSON(b)
	case []object:
		return appendList(b, value)
	case []string:
		return appendList(b, value)
	case []decimals:
		return appendList(b, value)
	case []any:
		return appendList(b, value)
	}
	panic(fmt.Sprintf("a body cannot hold a %T", value))
}

func appendList[T any](b []byte, list []T) []byte {
	b = append(b, '[')
	for i, value := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(b, value)
	}
	return append(b, ']')
}

// appendString appends a string of UTF-8 without control characters. Slashes
// and letters beyond ASCII are not escaped, as in the API's answers.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

func appendDecimals(b []byte, d decimals) []byte {
	b = strconv.AppendFloat(b, d.value, 'f', d.digits, 64)
	for b[len(b)-1] == '0' && b[len(b)-2] != '.' {
		b = b[:len(b)-1]
	}
	return b
}

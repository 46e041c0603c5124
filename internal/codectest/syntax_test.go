package codectest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// What follows takes JSON apart that json.Valid has seen before: where a value ends
// is then a matter of quotes and brackets.

// A member is one of an object; of a list, it has no key.
type member struct {
	key        string
	start, end int // of the value, in the bytes of the whole
	from       int // where the key begins, or the value of an element
}

// members returns what an object or a list consists of, in order and with the keys
// that occur twice. Positions count from the beginning of whole, of which the object
// or list is the part from start to end.
func members(whole []byte, start int) []member {
	var list []member
	isObject := whole[start] == '{'
	for i := skipSpace(whole, start+1); whole[i] != '}' && whole[i] != ']'; {
		m := member{from: i}
		if isObject {
			end := valueEnd(whole, i)
			m.key = text(whole[i:end])
			i = skipSpace(whole, skipSpace(whole, end)+1)
		}
		m.start, m.end = i, valueEnd(whole, i)
		list = append(list, m)
		if i = skipSpace(whole, m.end); whole[i] == ',' {
			i = skipSpace(whole, i+1)
		}
	}
	return list
}

// valueEnd returns the position after the value that begins at start.
func valueEnd(whole []byte, start int) int {
	depth := 0
	for i := start; ; i++ {
		switch whole[i] {
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		case '"':
			for i++; whole[i] != '"'; i++ {
				if whole[i] == '\\' {
					i++
				}
			}
		case ' ', '\t', '\n', '\r', ',', ':':
			continue
		default:
			for i+1 < len(whole) && isLiteral(whole[i+1]) {
				i++
			}
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// isLiteral reports whether a byte can be in a number, true, false, or null.
func isLiteral(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'E'
}

func skipSpace(whole []byte, i int) int {
	for i < len(whole) && (whole[i] == ' ' || whole[i] == '\t' || whole[i] == '\n' || whole[i] == '\r') {
		i++
	}
	return i
}

// text returns what a JSON string says.
func text(raw []byte) string {
	for _, c := range raw {
		if c == '\\' || c >= 0x80 {
			var s string
			if err := json.Unmarshal(raw, &s); err != nil {
				panic(fmt.Sprintf("%q was taken for a string: %v", raw, err))
			}
			return s
		}
	}
	return string(raw[1 : len(raw)-1])
}

// TestMembers holds the taking apart against the tokens of encoding/json.
func TestMembers(t *testing.T) {
	compared := 0
	for seed := range uint64(300) {
		doc := newDocuments(seed, tidy|odd).of(reflect.TypeFor[spotify.PlaybackState]())
		if !json.Valid(doc) {
			t.Fatalf("seed %d: the document is not valid: %s", seed, doc)
		}
		var ours []json.Token
		flatten(doc, skipSpace(doc, 0), &ours)
		decoder := json.NewDecoder(bytes.NewReader(doc))
		decoder.UseNumber()
		for i, token := range ours {
			theirs, err := decoder.Token()
			if err != nil || fmt.Sprint(token) != fmt.Sprint(theirs) {
				t.Fatalf("seed %d: token %d is %v, want %v (%v) in %s", seed, i, token, theirs, err, doc)
			}
			compared++
		}
		if decoder.More() {
			t.Fatalf("seed %d: there are more tokens in %s", seed, doc)
		}
	}
	if compared < 10_000 {
		t.Errorf("compared only %d tokens", compared)
	}
}

// flatten appends the tokens of the value at start.
func flatten(whole []byte, start int, tokens *[]json.Token) {
	switch c := whole[start]; c {
	case '{', '[':
		*tokens = append(*tokens, json.Delim(c))
		for _, m := range members(whole, start) {
			if c == '{' {
				*tokens = append(*tokens, m.key)
			}
			flatten(whole, m.start, tokens)
		}
		*tokens = append(*tokens, json.Delim(c+2)) // in ASCII, the closing one
	case '"':
		*tokens = append(*tokens, text(whole[start:valueEnd(whole, start)]))
	case 'n':
		*tokens = append(*tokens, nil)
	default:
		*tokens = append(*tokens, string(whole[start:valueEnd(whole, start)]))
	}
}

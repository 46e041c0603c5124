package spotifytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/spotgen/spotgen/gen/spotify"
)

// encode writes JSON with the members of objects in the order of their names, and
// without the escapes that are only of use within HTML.
func encode(v any) []byte {
	return appendJSON(make([]byte, 0, 1024), v)
}

// appendJSON writes JSON behind what a buffer has.
func appendJSON(buffer []byte, v any) []byte {
	e := encoding{json: buffer}
	if err := e.value(v); err != nil {
		return appendJSON(buffer, object{"error": object{"status": http.StatusInternalServerError, "message": err.Error()}})
	}
	return e.json
}

// An encoding is JSON on its way. It writes what encoding/json would write, byte by byte,
// but does not use reflection for the types that answers consist of. That makes it several
// times as fast.
type encoding struct {
	json []byte
	// An answer often has one list of markets many times. The JSON of the last one is then
	// copied.
	markets     []spotify.Market
	marketsJSON struct{ from, to int }
}

func (e *encoding) value(v any) error {
	switch v := v.(type) {
	case nil:
		e.null()
	case object:
		return e.object(v)
	case []any:
		return list(e, v, e.value)
	case []object:
		return list(e, v, e.object)
	case []string:
		return list(e, v, e.text)
	case []spotify.Market:
		return e.marketList(v)
	case string:
		return e.text(v)
	case spotify.Market:
		return e.text(string(v))
	case notJSON:
		e.json = append(e.json, v...)
	case json.RawMessage: // made here, so that nothing is wrong with it
		e.json = append(e.json, v...)
	case bool:
		e.json = strconv.AppendBool(e.json, v)
	case int:
		e.json = strconv.AppendInt(e.json, int64(v), 10)
	case int64:
		e.json = strconv.AppendInt(e.json, v, 10)
	default:
		return e.other(v)
	}
	return nil
}

func (e *encoding) null() { e.json = append(e.json, "null"...) }

func (e *encoding) object(o object) error {
	if o == nil {
		e.null()
		return nil
	}
	var few [32]string // so that most objects need no allocation
	names := few[:0]
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	e.json = append(e.json, '{')
	for i, name := range names {
		if i > 0 {
			e.json = append(e.json, ',')
		}
		if err := e.text(name); err != nil {
			return err
		}
		e.json = append(e.json, ':')
		if err := e.value(o[name]); err != nil {
			return err
		}
	}
	e.json = append(e.json, '}')
	return nil
}

// list writes a list whose elements are written by a function.
func list[E any](e *encoding, elements []E, write func(E) error) error {
	if elements == nil {
		e.null()
		return nil
	}
	e.json = append(e.json, '[')
	for i, element := range elements {
		if i > 0 {
			e.json = append(e.json, ',')
		}
		if err := write(element); err != nil {
			return err
		}
	}
	e.json = append(e.json, ']')
	return nil
}

func (e *encoding) marketList(markets []spotify.Market) error {
	if len(markets) > 0 && len(markets) == len(e.markets) && &markets[0] == &e.markets[0] {
		e.json = append(e.json, e.json[e.marketsJSON.from:e.marketsJSON.to]...)
		return nil
	}
	from := len(e.json)
	err := list(e, markets, func(m spotify.Market) error { return e.text(string(m)) })
	e.markets, e.marketsJSON.from, e.marketsJSON.to = markets, from, len(e.json)
	return err
}

// text writes a string. Those that need an escape are rare.
func (e *encoding) text(s string) error {
	if !isPlain(s) {
		return e.other(s)
	}
	e.json = append(e.json, '"')
	e.json = append(e.json, s...)
	e.json = append(e.json, '"')
	return nil
}

// isPlain reports whether a text stands in JSON as it is. encoding/json escapes U+2028 and
// U+2029, and replaces what is not UTF-8.
func isPlain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ', b == '"', b == '\\', b == 0x7f:
			return false
		case b >= utf8.RuneSelf:
			ascii = false
		}
	}
	if ascii {
		return true
	}
	for _, r := range s {
		if r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			return false
		}
	}
	return true
}

// other writes a value of any other type.
func (e *encoding) other(v any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	e.json = append(e.json, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
	return nil
}

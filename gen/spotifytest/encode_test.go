package spotifytest

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The JSON is that of encoding/json for every type that handlers return.
func TestEncode(t *testing.T) {
	markets := []spotify.Market{"AD", "SE"}
	many := object{}
	for i := range 40 {
		many[strings.Repeat("m", i)] = i
	}
	for name, v := range map[string]any{
		"null":            nil,
		"nil object":      object(nil),
		"nil lists":       []any{[]any(nil), []object(nil), []string(nil), []spotify.Market(nil)},
		"empty":           []any{object{}, []any{}, []object{}, []string{}, []spotify.Market{}},
		"scalars":         []any{true, false, 0, -1, math.MaxInt, int64(math.MinInt64), 1.5, 1e21, "", spotify.Market("SE")},
		"numbers as text": []any{json.Number("640.0"), json.Number("1.1113535E7")},
		"order":           object{"b": 1, "a": object{"d": nil, "c": []object{{"f": 1}, nil}}, "é": 2, "A": 3, "": 4},
		"many members":    many,
		"texts":           []string{"Zoë", "\"q\"", `back\slash`, "line\nbreak", "tab\t", "\x00\x1f\x7f", "<b>&amp;</b>", "\u2028 \u2029", "bad \xff utf8", "\ufffd", "😀 日本"},
		"odd names":       object{"a\"b": 1, "c\nd": 2, "\xff": 3, "<&>": 4},
		"one list of markets twice": []any{
			markets, object{"available_markets": markets}, markets[:1], markets, markets[1:], []spotify.Market{"NO", "FI"}, []spotify.Market{}, markets,
		},
		"other types": []any{
			[]bool{true}, map[string]int{"b": 1, "a": 2}, spotify.KindTrack, []spotify.URI{"spotify:track:x"},
			struct {
				A string `json:"a,omitempty"`
				B *int
			}{}, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), json.RawMessage(`{"x":1}`), []json.RawMessage{[]byte(`[]`)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var want bytes.Buffer
			encoder := json.NewEncoder(&want)
			encoder.SetEscapeHTML(false)
			if err := encoder.Encode(v); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSuffix(want.String(), "\n"), string(encode(v))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEncodeWhatCannotBeEncoded(t *testing.T) {
	got := string(encode([]any{object{"tempo": math.NaN()}}))
	if want := `{"error":{"message":"json: unsupported value: NaN","status":500}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

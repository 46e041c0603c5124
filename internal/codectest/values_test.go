package codectest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Values makes random Go values, the same for the same seed, that can be encoded.
type values struct {
	*rand.Rand
	depth int
}

func newValues(seed uint64) *values { return &values{Rand: rand.New(rand.NewPCG(seed, 0xca1f))} }

// of returns a value of a type.
func (r *values) of(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	r.fill(v)
	return v
}

func (r *values) fill(v reflect.Value) {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > 1 && r.IntN(12) < min(r.depth, 8) && !isResource(v.Type()) {
		return // leaves zero values, the deeper the more
	}
	switch t := v.Type(); {
	case isUnknown(t): // mirrors have none: TestUnknownMembersAreEncoded looks at them
	case isTime(t):
		v.Set(reflect.ValueOf(r.time()))
	case isMarkets(t):
		v.Set(reflect.ValueOf(r.markets()))
	case isResource(t):
		v.Set(reflect.ValueOf(r.resource()))
	case hasRules(unions(), t):
		r.union(v)
	case isRaw(t):
		v.SetBytes([]byte(pick(r.Rand, `{"type":"concert"}`, `{"a":[1,null,"<&>"]}`, `{}`, `{"é":"\u2028"}`)))
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			r.fill(v.Field(i))
		}
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		r.fill(v.Elem())
	case t.Kind() == reflect.Slice:
		length := r.IntN(4)
		v.Set(reflect.MakeSlice(t, length, length))
		for i := range length {
			r.fill(v.Index(i))
		}
	default:
		r.scalar(v)
	}
}

func (r *values) scalar(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(r.text())
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		unused := 64 - v.Type().Bits()
		v.SetInt(pick(r.Rand, 0, 1, -1, int64(r.IntN(100_000)), r.Int64()>>unused, math.MaxInt64>>unused, math.MinInt64>>unused))
	case reflect.Float64:
		v.SetFloat(r.float())
	default:
		panic(fmt.Sprintf("there are no random values of %s", v.Type()))
	}
}

func (r *values) text() string {
	text := ""
	for range r.IntN(5) {
		text += pick(r.Rand, "Blue Hour", "é", "日本", "🎵", `"`, `\`, "/", "<b>&amp;", "\n\r\t", "\b\f", "\x00\x1f", "\x7f", "\u2028", "\u2029", "\xff", "\xc3", "\xed\xa0\x80", "\ufffd")
	}
	return text
}

// float prefers numbers around which the format changes.
func (r *values) float() float64 {
	return pick(r.Rand, 0, math.Copysign(0, -1), 1, -60, 0.1, 1e-6, 9.999999e-7, 1e-7, 1e20, 1e21, 1.5e21, -1e300, 0.30000000000000004,
		math.MaxFloat64, math.SmallestNonzeroFloat64, 100, r.Float64(), r.NormFloat64()*1e3, r.ExpFloat64()*math.Pow(10, float64(r.IntN(60)-30)))
}

func (r *values) time() time.Time {
	zone := pick(r.Rand, time.UTC, time.FixedZone("", 5*3600+1800), time.FixedZone("west", -11*3600), time.FixedZone("", 0))
	nanoseconds := pick(r.Rand, 0, 721_000_000, 1, r.IntN(1e9))
	return time.Date(1+r.IntN(9998), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), nanoseconds, zone)
}

func (r *values) markets() spotify.Markets {
	var codes []spotify.Market
	for range r.IntN(4) {
		codes = append(codes, pick(r.Rand, "SE", "NO", "xk", "from_token", "", spotify.Market(r.text())))
	}
	return spotify.NewMarkets(codes...)
}

// resource returns something that a request can name.
func (r *values) resource() spotify.Resource {
	uri := someURI(r.Rand)
	return pick[spotify.Resource](r.Rand, uri, &spotify.Album{URI: uri}, &spotify.Track{URI: uri},
		spotify.Playable{Episode: &spotify.Episode{URI: uri}})
}

// union sets one member of a union, or several, of which the first counts.
func (r *values) union(v reflect.Value) {
	chosen := r.IntN(v.NumField())
	for i := range v.NumField() {
		field := v.Field(i)
		switch {
		case i != chosen && r.IntN(8) > 0:
		case isRaw(field.Type()):
			r.fill(field)
			if field.IsNil() {
				field.SetBytes(json.RawMessage(`{}`))
			}
		default:
			field.Set(reflect.New(field.Type().Elem()))
			r.fill(field.Elem())
		}
	}
}

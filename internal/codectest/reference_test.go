package codectest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A reference is a decoder that is easier to believe than to wait for. It takes a
// document apart after json.Valid has seen it, asks reflection where things go, and
// notes every value that does not fit.
type reference struct {
	doc      []byte
	path     []string
	problems []problem
}

// A problem is a value that does not fit its place.
type problem struct {
	path       string // like "$.items[3].name"
	start, end int
	what       string
}

func (p problem) String() string { return p.path + ": " + p.what }

// referenceDecode decodes a document into a settable value. It returns what does not
// fit; all of it, in no particular order.
func referenceDecode(into reflect.Value, doc []byte) []problem {
	if rest, marked := bytes.CutPrefix(doc, []byte("\uFEFF")); marked {
		doc = append([]byte("   "), rest...) // a byte order mark counts as space
	}
	if !json.Valid(doc) {
		return []problem{{path: "$", end: len(doc), what: "not valid JSON"}}
	}
	r := &reference{doc: doc, path: []string{"$"}}
	start := skipSpace(doc, 0)
	r.value(into, start, valueEnd(doc, start))
	return r.problems
}

// value decodes what stands from start to end.
func (r *reference) value(into reflect.Value, start, end int) {
	t, raw := into.Type(), r.doc[start:end]
	isNull := raw[0] == 'n'
	switch {
	case isTime(t):
		if err := into.Addr().Interface().(*time.Time).UnmarshalJSON(raw); err != nil && !readOddTime(into, raw) {
			r.problem(start, end, "not a time")
		}
	case isMarkets(t):
		r.markets(into, start, end)
	case hasRules(unions(), t):
		r.union(into, start, end)
	case isRaw(t):
		into.SetZero()
		if !isNull {
			into.SetBytes(bytes.Clone(raw))
		}
	case isResource(t):
		r.resource(into, start, end)
	case isNull:
		switch into.Kind() {
		case reflect.Pointer, reflect.Slice:
			into.SetZero()
		}
	case into.Kind() == reflect.Pointer:
		if into.IsNil() {
			into.Set(reflect.New(t.Elem()))
		}
		r.value(into.Elem(), start, end)
	case into.Kind() == reflect.Struct:
		r.object(into, start, end)
	case into.Kind() == reflect.Slice:
		r.list(into, start, end)
	default:
		r.scalar(into, start, end)
	}
}

// readOddTime reads a time that lacks parts of one of RFC 3339.
func readOddTime(into reflect.Value, raw []byte) bool {
	var text string
	if raw[0] != '"' || json.Unmarshal(raw, &text) != nil {
		return false
	}
	if text == "" {
		into.SetZero()
		return true
	}
	parts := regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:[T ](\d{1,2}):(\d\d:\d\d(?:[.,]\d+)?)(?:(Z)|([+-]\d\d):?(\d\d))?)?$`).FindStringSubmatch(text)
	if parts == nil {
		return false
	}
	zone := "Z"
	if parts[5] != "" {
		zone = parts[5] + ":" + parts[6]
	}
	t, err := time.Parse(time.RFC3339, fmt.Sprintf("%sT%02s:%s%s", parts[1], cmp.Or(parts[2], "00"), cmp.Or(parts[3], "00:00"), zone))
	if err == nil {
		into.Set(reflect.ValueOf(t))
	}
	return err == nil
}

// isEmptyList reports whether a value is one, which passes for an empty object.
func isEmptyList(raw []byte) bool {
	return raw[0] == '[' && len(bytes.Trim(raw[1:len(raw)-1], " \t\r\n")) == 0
}

func (r *reference) object(into reflect.Value, start, end int) {
	t := into.Type()
	if isEmptyList(r.doc[start:end]) {
		return
	}
	if r.doc[start] != '{' {
		r.problem(start, end, "not an object")
		return
	}
	fields := fieldsOf(t)
	former := make(map[string]reflect.Value) // by the present name
	for _, m := range members(r.doc, start) {
		if i, ok := fields[m.key]; ok {
			r.in("."+m.key, func() { r.field(into.Field(i), t, m) })
			continue
		}
		for present, name := range twins()[t] {
			field := into.Field(fields[present])
			first := r.doc[m.start]
			if isFlag := first == 't' || first == 'f'; name != m.key || !field.IsZero() || isFlag {
				continue // all of these properties are objects, so that a flag has another meaning
			}
			if _, ok := former[present]; !ok {
				former[present] = reflect.New(field.Type()).Elem()
			}
			r.in("."+m.key, func() { r.value(former[present], m.start, m.end) })
		}
	}
	for present, value := range former {
		if field := into.Field(fields[present]); field.IsZero() {
			field.Set(value)
		}
	}
}

// field decodes a member of an object of type t.
func (r *reference) field(into reflect.Value, t reflect.Type, m member) {
	first := r.doc[m.start]
	switch {
	case first == '{' && milliseconds()[t] == m.key:
		for _, inner := range members(r.doc, m.start) {
			if inner.key == millisecondsKey {
				r.in("."+inner.key, func() { r.value(into, inner.start, inner.end) })
			}
		}
	case first != 'n' && listsOfOne()[t] == m.key:
		var elements []member
		if first == '[' {
			elements = members(r.doc, m.start)
		}
		if len(elements) != 1 {
			r.problem(m.start, m.end, "not a list of one")
			return
		}
		r.in("[0]", func() { r.value(into, elements[0].start, elements[0].end) })
	default:
		r.value(into, m.start, m.end)
	}
}

// list replaces a list, whose elements know nothing of those before.
func (r *reference) list(into reflect.Value, start, end int) {
	if r.doc[start] != '[' {
		r.problem(start, end, "not a list")
		return
	}
	elements := members(r.doc, start)
	list := reflect.MakeSlice(into.Type(), len(elements), len(elements))
	for i, m := range elements {
		if isResources(into.Type()) { // where null is an element like another
			list.Index(i).Set(reflect.ValueOf(spotify.URI("")))
		}
		if r.doc[m.start] != 'n' || !isResources(into.Type()) {
			r.in("["+strconv.Itoa(i)+"]", func() { r.value(list.Index(i), m.start, m.end) })
		}
	}
	into.Set(list)
}

func (r *reference) markets(into reflect.Value, start, end int) {
	var codes []spotify.Market
	r.value(reflect.ValueOf(&codes).Elem(), start, end)
	markets := spotify.Markets{}
	if codes != nil {
		markets = spotify.NewMarkets(codes...)
	}
	into.Set(reflect.ValueOf(markets))
}

func (r *reference) resource(into reflect.Value, start, end int) {
	switch r.doc[start] {
	case 'n':
		into.SetZero()
	case '"':
		into.Set(reflect.ValueOf(spotify.URI(text(r.doc[start:end]))))
	default:
		r.problem(start, end, "not a URI")
	}
}

func (r *reference) union(into reflect.Value, start, end int) {
	rules := unions()[into.Type()]
	into.SetZero()
	switch r.doc[start] {
	case 'n':
		return
	case '{':
	default:
		if !isEmptyList(r.doc[start:end]) {
			r.problem(start, end, "not an object")
		}
		return
	}
	var kind string
	has := make(map[string]bool) // objects
	for _, m := range members(r.doc, start) {
		if m.key == rules.kind {
			r.in("."+m.key, func() { r.value(reflect.ValueOf(&kind).Elem(), m.start, m.end) })
		}
		has[m.key] = has[m.key] || r.doc[m.start] == '{'
	}
	for _, shape := range rules.shapes {
		if kind == shape.kind && has[shape.property] {
			kind = shape.becomes
		}
	}
	if name, ok := rules.members[kind]; ok {
		r.value(into.FieldByName(name), start, end)
		return
	}
	r.value(into.FieldByName(rules.raw), start, end)
}

func (r *reference) scalar(into reflect.Value, start, end int) {
	raw := r.doc[start:end]
	isNumber := raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9'
	switch kind := into.Kind(); {
	case kind == reflect.String && raw[0] == '"':
		into.SetString(text(raw))
	case kind == reflect.Bool && (raw[0] == 't' || raw[0] == 'f'):
		into.SetBool(raw[0] == 't')
	case into.CanInt() && isNumber:
		n, ok := integer(string(raw))
		if !ok || into.OverflowInt(n) {
			r.problem(start, end, "not an integer in the range")
			return
		}
		into.SetInt(n)
	case into.CanFloat() && isNumber:
		f, err := strconv.ParseFloat(string(raw), into.Type().Bits())
		if err != nil {
			r.problem(start, end, "out of the range of floats")
			return
		}
		into.SetFloat(f)
	case kind == reflect.String, kind == reflect.Bool, into.CanInt(), into.CanFloat():
		r.problem(start, end, "not a "+kind.String())
	default:
		panic(fmt.Sprintf("the reference decoder has no rule for %s at %s", into.Type(), strings.Join(r.path, "")))
	}
}

// integer returns the value of a JSON number that is an integer, however it is
// written.
func integer(number string) (int64, bool) {
	digits, exponentText, hasExponent := strings.Cut(strings.ToLower(number), "e")
	digits, isNegative := strings.CutPrefix(digits, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return 0, true
	}
	exponent := 0
	if hasExponent {
		var err error
		if exponent, err = strconv.Atoi(exponentText); err != nil {
			// Beyond anything that the digits could make up for.
			exponent = math.MaxInt / 2
			if exponentText[0] == '-' {
				exponent = -exponent
			}
		}
	}
	significant := strings.TrimRight(digits, "0")
	zeros := len(digits) - len(significant) - len(fraction) + exponent
	if zeros < 0 || zeros > 20 {
		return 0, false
	}
	if isNegative {
		significant = "-" + significant
	}
	n, err := strconv.ParseInt(significant+strings.Repeat("0", zeros), 10, 64)
	return n, err == nil
}

// in runs do one step deeper in the document.
func (r *reference) in(step string, do func()) {
	r.path = append(r.path, step)
	do()
	r.path = r.path[:len(r.path)-1]
}

func (r *reference) problem(start, end int, what string) {
	r.problems = append(r.problems, problem{strings.Join(r.path, ""), start, end, what})
}

// fieldsOf returns the indexes of the fields of a struct by their JSON names. All
// fields must have a tag, for nothing else says what a field is called.
var fieldsOf = cached(func(t reflect.Type) map[string]int {
	fields := make(map[string]int)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" {
			panic(fmt.Sprintf("%s.%s has no JSON name", t, t.Field(i).Name))
		}
		if name != "-" {
			fields[name] = i
		}
	}
	return fields
})

// cached remembers the results of a function.
func cached[V any](f func(reflect.Type) V) func(reflect.Type) V {
	var known sync.Map
	return func(t reflect.Type) V {
		if v, ok := known.Load(t); ok {
			return v.(V)
		}
		v := f(t)
		known.Store(t, v)
		return v
	}
}

// sortedKeys returns the keys of a map in an order that is always the same.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

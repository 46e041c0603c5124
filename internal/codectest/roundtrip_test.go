package codectest

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// roundTrip decodes a document, encodes the value, and decodes that. It says what is
// wrong with it, "" if nothing is.
func roundTrip(s subject, doc []byte) (encoded []byte, problem string) {
	first := reflect.New(s.typ)
	if err := decode(first.Interface(), doc); err != nil {
		return nil, err.Error()
	}
	encoded, err := encode(first.Elem().Interface())
	if err != nil {
		return nil, fmt.Sprintf("cannot be encoded again: %v", err)
	}
	second := reflect.New(s.typ)
	if err := decode(second.Interface(), encoded); err != nil {
		return nil, fmt.Sprintf("cannot be decoded again: %v in %s", err, encoded)
	}
	return encoded, difference(first.Elem(), second.Elem())
}

// TestRoundTrip holds that random documents survive decoding and encoding.
func TestRoundTrip(t *testing.T) {
	for _, s := range answers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			compared := 0
			for seed := range seeds(100) {
				doc := newDocuments(seed, odd).of(s.typ)
				if disagreement(s, doc) != "" {
					continue // is for TestDecodersAgree
				}
				if _, problem := roundTrip(s, doc); problem != "" {
					t.Fatalf("%s\nJSON: %s", problem, doc)
				}
				compared++
			}
			if compared < int(seeds(100))/4 {
				t.Errorf("compared only %d documents", compared)
			}
		})
	}
}

// answers returns the subjects without those that hold things to be named by their
// URIs: more can be decoded into them than a request may say.
func answers() []subject {
	return slices.DeleteFunc(subjects(), func(s subject) bool { return isRequest(s.typ) })
}

// TestRequestsSurvive goes the other way around: what is encoded is the same once it
// was decoded, though a thing comes back as its URI.
func TestRequestsSurvive(t *testing.T) {
	for _, s := range subjects() {
		if !isRequest(s.typ) && !strings.HasSuffix(s.name, "Request") {
			continue
		}
		for seed := range uint64(60) {
			first, err := encode(newValues(seed).of(s.typ).Interface())
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			again := reflect.New(s.typ)
			if err := decode(again.Interface(), first); err != nil {
				t.Fatalf("%s: %v in %s", s.name, err, first)
			}
			// What stands in for bytes that are not UTF-8 is a character like others now.
			first = bytes.ReplaceAll(first, []byte(`\ufffd`), []byte("\ufffd"))
			second, err := encode(again.Elem().Interface())
			if err != nil || !bytes.Equal(first, second) {
				t.Fatalf("%s: %v (-want +got):\n%s", s.name, err, firstDifference(first, second))
			}
		}
	}
}

// TestLeavesSurvive holds that whatever the schema names comes out again as it came
// in: numbers to the last digit, times to the nanosecond, text to the last character.
func TestLeavesSurvive(t *testing.T) {
	for _, s := range answers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			l := &leaves{}
			for seed := range seeds(60) {
				doc := newDocuments(seed, tidy|lenient|escaped|formerly|shifting).of(s.typ)
				if disagreement(s, doc) != "" {
					continue
				}
				l.survive(t, s, doc)
			}
			if l.compared < int(seeds(60))/3 {
				t.Errorf("compared only %d leaves", l.compared)
			}
		})
	}
	for _, s := range samples() {
		t.Run("sample of "+s.name, func(t *testing.T) {
			l := &leaves{}
			l.survive(t, s.subject, s.body)
			if l.compared < 10 {
				t.Errorf("compared only %d leaves", l.compared)
			}
		})
	}
}

// leaves compares the leaves of two documents of the same type.
type leaves struct {
	in, out  []byte
	problems []string
	compared int
}

func (l *leaves) survive(t *testing.T, s subject, doc []byte) {
	t.Helper()
	encoded, problem := roundTrip(s, doc)
	if problem != "" {
		t.Fatalf("%s\nJSON: %s", problem, doc)
	}
	l.in, l.out = doc, encoded
	l.value("$", s.typ, skipSpace(doc, 0), 0)
	if l.problems != nil {
		t.Fatalf("%v\nin:  %s\nout: %s", l.problems, doc, encoded)
	}
}

func (l *leaves) inValue(i int) []byte  { return l.in[i:valueEnd(l.in, i)] }
func (l *leaves) outValue(i int) []byte { return l.out[i:valueEnd(l.out, i)] }

// value compares what stands at in with what stands at out; both are a t.
func (l *leaves) value(path string, t reflect.Type, in, out int) {
	switch {
	case l.in[in] == 'n':
	case isTime(t), isResource(t):
		l.scalar(path, t, in, out)
	case isMarkets(t):
		l.list(path, reflect.TypeFor[string](), in, out)
	case hasRules(unions(), t):
		l.union(path, t, in, out)
	case t.Kind() == reflect.Pointer:
		l.value(path, t.Elem(), in, out)
	case t.Kind() == reflect.Struct:
		l.object(path, t, in, out)
	case t.Kind() == reflect.Slice:
		l.list(path, t.Elem(), in, out)
	default:
		l.scalar(path, t, in, out)
	}
}

func (l *leaves) object(path string, t reflect.Type, in, out int) {
	if l.out[out] != '{' {
		l.differ(path, in, out)
		return
	}
	encoded := make(map[string]int)
	for _, m := range members(l.out, out) {
		encoded[m.key] = m.start
	}
	fields, given := fieldsOf(t), l.given(t, in)
	for key, start := range given {
		i, ok := fields[key]
		if !ok || l.in[start] == 'n' {
			continue
		}
		at, ok := encoded[key]
		if !ok {
			_, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if options != "omitzero" || !l.isZero(t.Field(i).Type, start) {
				l.problems = append(l.problems, fmt.Sprintf("%s.%s is missing", path, key))
			}
			continue
		}
		if listsOfOne()[t] == key {
			l.list(path+"."+key, t.Field(i).Type, start, at)
			continue
		}
		l.value(path+"."+key, t.Field(i).Type, start, at)
	}
}

// given returns where the values of an object of the input are, by the present names
// of the properties, and without objects that stand for a number.
func (l *leaves) given(t reflect.Type, in int) map[string]int {
	given := make(map[string]int)
	for _, m := range members(l.in, in) {
		given[m.key] = m.start
	}
	for present, former := range twins()[t] {
		start, ok := given[present]
		if older, hasOlder := given[former]; hasOlder && (!ok || l.in[start] == 'n') {
			given[present] = older
		}
	}
	if key := milliseconds()[t]; key != "" {
		if start, ok := given[key]; ok && l.in[start] == '{' {
			delete(given, key)
			for _, m := range members(l.in, start) {
				if m.key == millisecondsKey {
					given[key] = m.start
				}
			}
		}
	}
	return given
}

func (l *leaves) list(path string, element reflect.Type, in, out int) {
	if l.out[out] != '[' {
		l.differ(path, in, out)
		return
	}
	given, encoded := members(l.in, in), members(l.out, out)
	if len(given) != len(encoded) {
		l.differ(path, in, out)
		return
	}
	for i, m := range given {
		at := encoded[i].start
		if l.out[at] == 'n' && l.isZero(element, m.start) {
			continue // nothing in it is lost
		}
		l.value(path+"["+strconv.Itoa(i)+"]", element, m.start, at)
	}
}

// isZero reports whether a value of the input is the zero value of a type, which has
// no leaves that a null in its place would lose.
func (l *leaves) isZero(t reflect.Type, in int) bool {
	value := reflect.New(t).Elem()
	return referenceDecode(value, l.inValue(in)) == nil && value.IsZero()
}

func (l *leaves) union(path string, t reflect.Type, in, out int) {
	value := reflect.New(t).Elem()
	if problems := referenceDecode(value, l.inValue(in)); problems != nil {
		l.problems = append(l.problems, fmt.Sprintf("%s: %v", path, problems))
		return
	}
	for i := range value.NumField() {
		field := value.Field(i)
		switch {
		case field.IsZero():
		case isRaw(field.Type()):
			l.compared++
			if !bytes.Equal(l.inValue(in), l.outValue(out)) {
				l.differ(path, in, out)
			}
		default:
			l.value(path, field.Type(), in, out)
		}
	}
}

func (l *leaves) scalar(path string, t reflect.Type, in, out int) {
	l.compared++
	given, encoded := l.inValue(in), l.outValue(out)
	same := false
	switch {
	case given[0] == '"' && encoded[0] != '"':
	case isTime(t):
		was, errWas := time.Parse(time.RFC3339Nano, text(given))
		is, errIs := time.Parse(time.RFC3339Nano, text(encoded))
		same = errWas == nil && errIs == nil && sameTime(was, is)
	case given[0] == '"':
		same = text(given) == text(encoded)
	case t.Kind() == reflect.Float64:
		was, errWas := strconv.ParseFloat(string(given), 64)
		is, errIs := strconv.ParseFloat(string(encoded), 64)
		same = errWas == nil && errIs == nil && was == is
	case t.Kind() == reflect.Bool:
		same = bytes.Equal(given, encoded)
	default:
		was, okWas := integer(string(given))
		is, err := strconv.ParseInt(string(encoded), 10, 64)
		same = okWas && err == nil && was == is
	}
	if !same {
		l.differ(path, in, out)
	}
}

func (l *leaves) differ(path string, in, out int) {
	l.problems = append(l.problems, fmt.Sprintf("%s was %s and is %s", path, l.inValue(in), l.outValue(out)))
}

package codectest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// attempt decodes a document into a new value, from bytes that are overwritten
// afterwards, because a decoder may not keep what it was lent.
func attempt(s subject, doc []byte) (value reflect.Value, panicked any, err error) {
	pointer := reflect.New(s.typ)
	lent := bytes.Clone(doc)
	defer func() {
		panicked = recover()
		for i := range lent {
			lent[i] = '!'
		}
	}()
	err = decode(pointer.Interface(), lent)
	return pointer.Elem(), nil, err
}

// disagreement says how a decoder and the reference differ about a document, "" if
// they do not.
func disagreement(s subject, doc []byte) string {
	got, panicked, err := attempt(s, doc)
	if panicked != nil {
		return fmt.Sprintf("panics: %v", panicked)
	}
	want := reflect.New(s.typ).Elem()
	problems := referenceDecode(want, doc)
	switch {
	case err == nil && problems != nil:
		return fmt.Sprintf("accepts what it must refuse: %v", problems)
	case err != nil && problems == nil:
		return fmt.Sprintf("refuses what it must accept: %v", err)
	case err != nil:
		return ""
	}
	return difference(want, got)
}

// difference is "" for equal values, else what cmp says about them.
func difference(want, got reflect.Value) string {
	if reflect.DeepEqual(want.Interface(), got.Interface()) {
		return "" // which is by far faster to find out
	}
	diff := cmp.Diff(want.Interface(), got.Interface(), cmp.Comparer(sameTime), cmp.Comparer(spotify.Markets.Equal))
	if diff == "" {
		return ""
	}
	return "value differs (-want +got):\n" + diff
}

// sameTime also compares how far from UTC the two are, because an encoder shows it.
func sameTime(a, b time.Time) bool {
	_, offsetA := a.Zone()
	_, offsetB := b.Zone()
	return a.Equal(b) && (offsetA == offsetB || a.IsZero())
}

// report fails the test with a document that is as small as it gets.
func report(t *testing.T, s subject, doc []byte) {
	t.Helper()
	small := shrink(doc, func(doc []byte) bool { return disagreement(s, doc) != "" })
	t.Fatalf("%s %s\nJSON: %q", s.name, disagreement(s, small), small)
}

// shrink takes away from a document what does not matter for a failure: members and
// elements as long as it is valid, then runs of bytes.
func shrink(doc []byte, fails func([]byte) bool) []byte {
	for json.Valid(doc) {
		smaller := withoutOneMember(doc, fails)
		if smaller == nil {
			break
		}
		doc = smaller
	}
	budget := 20_000
	for size := len(doc) / 2; size > 0; size /= 2 {
		for i := 0; i+size <= len(doc) && budget > 0; budget-- {
			smaller := append(bytes.Clone(doc[:i]), doc[i+size:]...)
			if fails(smaller) {
				doc = smaller
			} else {
				i += size
			}
		}
	}
	return doc
}

// withoutOneMember returns the document without the first member that can be missed,
// nil if there is none.
func withoutOneMember(doc []byte, fails func([]byte) bool) []byte {
	pending := []int{skipSpace(doc, 0)}
	for len(pending) > 0 {
		start := pending[0]
		pending = pending[1:]
		if doc[start] != '{' && doc[start] != '[' {
			continue
		}
		list := members(doc, start)
		for i, m := range list {
			from, to := m.from, m.end
			switch {
			case i+1 < len(list):
				to = list[i+1].from
			case i > 0:
				from = list[i-1].end
			}
			if smaller := append(bytes.Clone(doc[:from]), doc[to:]...); fails(smaller) {
				return smaller
			}
			pending = append(pending, m.start)
		}
	}
	return nil
}

// TestDecodersAgree compares all decoders with the reference on random documents.
func TestDecodersAgree(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for _, with := range []oddities{tidy, odd, odd | wrong, odd | wrong | broken} {
				for seed := range seeds(100) {
					doc := newDocuments(seed, with).of(s.typ)
					if disagreement(s, doc) != "" {
						report(t, s, doc)
					}
				}
			}
		})
	}
}

// TestDocumentsAreOdd makes sure that the random documents have what they are for:
// some are good, some are refused for a value, some for their syntax.
func TestDocumentsAreOdd(t *testing.T) {
	const total = 40
	for _, s := range subjects() {
		var bad, invalid int
		for seed := range uint64(total) {
			doc := newDocuments(seed, odd).of(s.typ)
			if problems := referenceDecode(reflect.New(s.typ).Elem(), doc); problems != nil {
				t.Fatalf("%s: a document without wrong values is refused: %v in %s", s.name, problems, doc)
			}
			doc = newDocuments(seed, tidy|wrong).of(s.typ)
			if json.Valid(doc) && referenceDecode(reflect.New(s.typ).Elem(), doc) != nil {
				bad++
			}
			if doc = newDocuments(seed, tidy|broken).of(s.typ); !json.Valid(doc) {
				invalid++
			}
		}
		if bad < total/10 || bad == total || invalid < total/3 || invalid > total-total/20 {
			t.Errorf("%s: of %d documents, %d are refused for a value and %d for their syntax", s.name, total, bad, invalid)
		}
	}
}

// TestDecodeIntoUsedValue holds that a decoder leaves what the document does not
// speak of, like encoding/json.
func TestDecodeIntoUsedValue(t *testing.T) {
	for _, s := range subjects() {
		for seed := range seeds(100) {
			first := newDocuments(seed, tidy).of(s.typ)
			second := newDocuments(seed+1000, tidy).of(s.typ)
			got, want := reflect.New(s.typ), reflect.New(s.typ)
			for _, doc := range [][]byte{first, second} {
				if err := decode(got.Interface(), doc); err != nil {
					t.Fatalf("%s: %v in %s", s.name, err, doc)
				}
				if problems := referenceDecode(want.Elem(), doc); problems != nil {
					t.Fatalf("%s: %v in %s", s.name, problems, doc)
				}
			}
			if diff := difference(want.Elem(), got.Elem()); diff != "" {
				t.Fatalf("%s: %s\nfirst %s\nthen %s", s.name, diff, first, second)
			}
		}
	}
}

// TestStandardLibraryUsesDecoders holds that the decoders do the same when
// encoding/json is the one that calls them.
func TestStandardLibraryUsesDecoders(t *testing.T) {
	for _, s := range subjects() {
		for seed := range uint64(30) {
			doc := newDocuments(seed, odd).of(s.typ)
			direct, viaUnmarshal, viaDecoder := reflect.New(s.typ), reflect.New(s.typ), reflect.New(s.typ)
			errs := []error{
				decode(direct.Interface(), doc),
				json.Unmarshal(doc, viaUnmarshal.Interface()),
				json.NewDecoder(bytes.NewReader(doc)).Decode(viaDecoder.Interface()),
			}
			for _, err := range errs {
				if err != nil {
					t.Fatalf("%s: %v in %s", s.name, errs, doc)
				}
			}
			if diff := difference(direct.Elem(), viaUnmarshal.Elem()) + difference(direct.Elem(), viaDecoder.Elem()); diff != "" {
				t.Fatalf("%s: %s\nJSON: %s", s.name, diff, doc)
			}
		}
	}
}

// someURI returns a URI that a request may hold.
func someURI(r *rand.Rand) spotify.URI {
	return spotify.URI("spotify:" + pick(r, "track", "episode", "album") + ":" + strings.Repeat(pick(r, "a", "B", "7"), 22))
}

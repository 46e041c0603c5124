package codectest

import (
	"testing"
)

// addSeeds adds samples, and small random documents for every type. A document goes
// with the number of its type among the subjects.
func addSeeds(f *testing.F, with oddities) {
	numbers := make(map[string]uint8)
	for i, s := range subjects() {
		numbers[s.name] = uint8(i)
		for seed := range uint64(2) {
			if doc := newDocuments(seed, with).of(s.typ); len(doc) < 4<<10 {
				f.Add(uint8(i), doc)
			}
		}
	}
	for _, s := range samples() {
		f.Add(numbers[s.subject.name], s.body)
	}
}

// fuzzSubject returns a type by its number; any number is one.
func fuzzSubject(number uint8) subject {
	list := subjects()
	return list[int(number)%len(list)]
}

// FuzzDecode compares a decoder with the reference: whether it accepts the bytes, the
// value, and where an error says that it is.
func FuzzDecode(f *testing.F) {
	addSeeds(f, odd|wrong|broken)
	f.Fuzz(func(t *testing.T, number uint8, doc []byte) {
		s := fuzzSubject(number)
		if difference := disagreement(s, doc); difference != "" {
			t.Fatalf("%s %s", s.name, difference)
		}
		if _, _, err := attempt(s, doc); err != nil {
			if problem := errorProblem(s, doc); problem != "" {
				t.Fatalf("%s: %s", s.name, problem)
			}
		}
	})
}

// FuzzRoundTrip holds that what was decoded survives being encoded.
func FuzzRoundTrip(f *testing.F) {
	addSeeds(f, odd)
	f.Fuzz(func(t *testing.T, number uint8, doc []byte) {
		s := fuzzSubject(number)
		if _, _, err := attempt(s, doc); err != nil || isRequest(s.typ) {
			return
		}
		if _, problem := roundTrip(s, doc); problem != "" {
			t.Fatalf("%s %s", s.name, problem)
		}
	})
}

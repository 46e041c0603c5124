package codectest

import (
	"bytes"
	"flag"
	"testing"
)

// exhaustive damages samples in all ways instead of in a part of them, and makes all of
// the random documents. make exhaustive sets it.
var exhaustive = flag.Bool("exhaustive", false, "damage JSON in all ways, which takes a minute, rather than in one of sampleEvery, and make four times as many random documents")

// sampleEvery is how many kinds of damage are left out for each that is tried, and that
// one. It has no factor in common with the number of replacements, so that each place of
// a sample is damaged, and each replacement is tried in many places.
const sampleEvery = 23

// replacements are the bytes that matter to a decoder of JSON, and one of each kind
// that does not.
const replacements = "{}[]\",:\\ -+.019eEtfnulx\x00\n\x1f\x7f\x80\xbf\xc3\xed\xff"

// TestTruncated decodes every beginning of every sample.
func TestTruncated(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for end := range s.body {
				if disagreement(s.subject, s.body[:end]) != "" {
					report(t, s.subject, s.body[:end])
				}
			}
		})
	}
}

// TestDamaged decodes every sample with each byte replaced by some of what may confuse a
// decoder, and the smallest one with each byte replaced by all others.
func TestDamaged(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, s := range samples() {
		others, every := []byte(replacements), sampleEvery
		if s.name == "user" {
			others, every = all, 1
		}
		if *exhaustive {
			every = 1
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			damageEach(t, s, others, every)
		})
	}
}

// damageEach tries one of every so many replacements.
func damageEach(t *testing.T, s sample, others []byte, every int) {
	doc := bytes.Clone(s.body)
	tries := 0
	for i, was := range s.body {
		for _, c := range others {
			if tries++; tries%every != 0 {
				continue
			}
			if doc[i] = c; c != was && disagreement(s.subject, doc) != "" {
				report(t, s.subject, doc)
			}
		}
		doc[i] = was
	}
}

// TestShortened decodes every sample without one of its bytes, and with one of them
// twice, which moves what is behind it.
func TestShortened(t *testing.T) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			for i := range s.body {
				without := append(bytes.Clone(s.body[:i]), s.body[i+1:]...)
				twice := append(bytes.Clone(s.body[:i+1]), s.body[i:]...)
				for _, doc := range [][]byte{without, twice} {
					if disagreement(s.subject, doc) != "" {
						report(t, s.subject, doc)
					}
				}
			}
		})
	}
}

// TestSampleIsEven makes sure that what TestDamaged tries by default leaves no place and
// no replacement out.
func TestSampleIsEven(t *testing.T) {
	const places = 100
	perPlace, perReplacement := make([]int, places), make([]int, len(replacements))
	tries := 0
	for place := range places {
		for replacement := range len(replacements) {
			if tries++; tries%sampleEvery == 0 {
				perPlace[place]++
				perReplacement[replacement]++
			}
		}
	}
	for place, n := range perPlace {
		if n == 0 {
			t.Errorf("place %d is never damaged", place)
		}
	}
	for replacement, n := range perReplacement {
		if n == 0 {
			t.Errorf("%q is never tried", replacements[replacement])
		}
	}
}

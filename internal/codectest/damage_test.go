package codectest

import (
	"bytes"
	"testing"
)

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

// TestDamaged decodes every sample with every byte replaced by what may confuse a
// decoder, and the smallest one with every byte replaced by all others.
func TestDamaged(t *testing.T) {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, s := range samples() {
		others := []byte(replacements)
		if s.name == "user" {
			others = all
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			damageEach(t, s, others)
		})
	}
}

func damageEach(t *testing.T, s sample, others []byte) {
	doc := bytes.Clone(s.body)
	for i, was := range s.body {
		for _, c := range others {
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

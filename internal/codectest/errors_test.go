package codectest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// errorProblem says what is wrong with the error for a document that is refused, ""
// if nothing is.
func errorProblem(s subject, doc []byte) string {
	err := decode(reflect.New(s.typ).Interface(), doc)
	if err == nil {
		return "there is no error"
	}
	var decodeErr *spotify.DecodeError
	if !errors.As(err, &decodeErr) {
		return fmt.Sprintf("the error is a %T: %v", err, err)
	}
	if decodeErr.Err == nil {
		return "the error does not say what is wrong"
	}
	if decodeErr.Offset < 0 || decodeErr.Offset > int64(len(doc)) {
		return fmt.Sprintf("the offset %d is outside of the document", decodeErr.Offset)
	}
	if !json.Valid(doc) {
		if decodeErr.Path != "" && !strings.HasPrefix(decodeErr.Path, "$") {
			return fmt.Sprintf("the path is %q", decodeErr.Path)
		}
		return ""
	}
	problems := referenceDecode(reflect.New(s.typ).Elem(), doc)
	if !slices.ContainsFunc(problems, func(p problem) bool {
		return p.path == decodeErr.Path && int64(p.start) <= decodeErr.Offset && decodeErr.Offset <= int64(p.end)
	}) {
		return fmt.Sprintf("%q at %d is none of %+v", decodeErr.Path, decodeErr.Offset, problems)
	}
	return ""
}

// TestErrorsTellWhere holds path and offset of errors against the reference, for
// random documents with wrong values or broken syntax.
func TestErrorsTellWhere(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			compared := 0
			for _, with := range []oddities{odd | wrong, tidy | broken} {
				for seed := range seeds(60) {
					doc := newDocuments(seed, with).of(s.typ)
					if referenceDecode(reflect.New(s.typ).Elem(), doc) == nil || disagreement(s, doc) != "" {
						continue // the latter is for TestDecodersAgree
					}
					compared++
					if problem := errorProblem(s, doc); problem != "" {
						small := shrink(doc, func(doc []byte) bool {
							return referenceDecode(reflect.New(s.typ).Elem(), doc) != nil && disagreement(s, doc) == "" && errorProblem(s, doc) != ""
						})
						t.Fatalf("%s\nJSON: %s", errorProblem(s, small), small)
					}
				}
			}
			if compared < int(seeds(60))/4 {
				t.Errorf("compared only %d errors", compared)
			}
		})
	}
}

// TestErrorPaths has the paths that people will read.
func TestErrorPaths(t *testing.T) {
	items := subjectFor[spotify.Page[spotify.PlaylistItem]]()
	for _, test := range []struct {
		subject
		doc, path string
		at        string // the text that the offset points into, or right after
	}{
		{subjectFor[spotify.Track](), `[1]`, "$", "[1]"},
		{subjectFor[spotify.Track](), `{"album":{"total_tracks":"12"}}`, "$.album.total_tracks", `"12"`},
		{subjectFor[spotify.Track](), `{"is_playable":0}`, "$.is_playable", "0"},
		{subjectFor[spotify.Track](), `{"artists":[{},{"name":7}]}`, "$.artists[1].name", "7"},
		{subjectFor[spotify.Track](), `{"available_markets":["SE",4]}`, "$.available_markets[1]", "4"},
		{subjectFor[spotify.Track](), `{"available_markets":true}`, "$.available_markets", "true"},
		{subjectFor[spotify.Track](), `{"duration_ms":{"totalMilliseconds":1.5}}`, "$.duration_ms.totalMilliseconds", "1.5"},
		{subjectFor[spotify.SavedTrack](), `{"added_at":"yesterday"}`, "$.added_at", `"yesterday"`},
		{items, `{"items":[null,{},{"is_local":"no"}]}`, "$.items[2].is_local", `"no"`},
		{items, `{"items":[{},{},{},{"track":{"type":"track","duration_ms":"long"}}]}`, "$.items[3].track.duration_ms", `"long"`},
		{items, `{"items":[{"item":{"duration_ms":[1],"type":"episode"}}]}`, "$.items[0].item.duration_ms", "[1]"},
		{items, `{"items":[{"item":{"type":3}}]}`, "$.items[0].item.type", "3"},
		{items, `{"items":[{"item":"track"}]}`, "$.items[0].item", `"track"`},
		{subjectFor[spotify.Playlist](), `{"tracks":{"items":[{"item":[{}]}]}}`, "$.tracks.items[0].item", "[{}]"},
		{subjectFor[spotify.AudioAnalysis](), `{"segments":[{"pitches":[0.5,1e999]}]}`, "$.segments[0].pitches[1]", "1e999"},
		{subjectFor[spotify.PlaylistItemsRef](), `{"total":9223372036854775808}`, "$.total", "9223372036854775808"},
	} {
		err := decode(reflect.New(test.typ).Interface(), []byte(test.doc))
		var decodeErr *spotify.DecodeError
		if !errors.As(err, &decodeErr) {
			t.Errorf("%s: %T: %v, want a DecodeError", test.doc, err, err)
			continue
		}
		start := strings.Index(test.doc, test.at)
		if decodeErr.Path != test.path || decodeErr.Offset < int64(start) || decodeErr.Offset > int64(start+len(test.at)) {
			t.Errorf("%s: path %s and offset %d, want %s and %d to %d", test.doc, decodeErr.Path, decodeErr.Offset, test.path, start, start+len(test.at))
		}
	}
}

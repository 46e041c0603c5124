package codectest

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestEncodersAgree compares all encoders, byte by byte, with what encoding/json makes
// of the mirrors of random values.
func TestEncodersAgree(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			distinct := make(map[string]bool)
			for seed := range seeds(400) {
				v := newValues(seed).of(s.typ)
				want, err := standardEncode(mirrorOf(v).Interface())
				if err != nil {
					t.Fatalf("the mirror cannot be encoded: %v", err)
				}
				got, err := encode(v.Interface())
				if err != nil {
					t.Fatalf("%v, want %s", err, want)
				}
				if !bytes.Equal(got, want) {
					t.Fatalf("seed %d, (-want +got):\n%s", seed, firstDifference(want, got))
				}
				distinct[string(want)] = true
			}
			if len(distinct) < 3 {
				t.Errorf("all values encode as %v", distinct)
			}
		})
	}
}

// firstDifference shows where two documents part.
func firstDifference(want, got []byte) string {
	i := 0
	for i < len(want) && i < len(got) && want[i] == got[i] {
		i++
	}
	around := func(b []byte) string { return string(b[max(0, i-80):min(len(b), i+80)]) }
	return cmp.Diff(around(want), around(got))
}

// TestStandardLibraryUsesEncoders holds that json.Marshal, which compacts and escapes
// what the encoders give it, finds nothing wrong with it.
func TestStandardLibraryUsesEncoders(t *testing.T) {
	for _, s := range subjects() {
		for seed := range uint64(50) {
			v := newValues(seed).of(s.typ)
			want, err := json.Marshal(mirrorOf(v).Interface())
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(v.Interface())
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%s, seed %d: %v (-want +got):\n%s", s.name, seed, err, firstDifference(want, got))
			}
		}
	}
}

// TestEncode has the forms that the random test knows from the tables.
func TestEncode(t *testing.T) {
	uri := spotify.URI("spotify:track:7aaaaaaaaaaaaaaaaaaaaa")
	position := 3
	for _, test := range []struct {
		name  string
		value any
		want  string
	}{
		{"zero item of a page", spotify.Page[spotify.SimplifiedArtist]{Items: []spotify.SimplifiedArtist{{}, {Name: "A"}, {}}},
			`{"items":[null,{"external_urls":{"spotify":""},"href":"","id":"","name":"A","type":"","uri":""},null],"href":"","limit":0,"next":"","offset":0,"previous":"","total":0}`},
		{"zero item of a page with a cursor", spotify.CursorPage[spotify.Artist]{Items: []spotify.Artist{{}}},
			`{"items":[null],"cursors":{"after":"","before":""},"href":"","limit":0,"next":"","total":0}`},
		{"zero item elsewhere", spotify.Audiobook{Authors: []spotify.Author{{}}}.Authors[0], `{"name":""}`},
		{"no page", spotify.Page[spotify.Track]{}, `{"items":null,"href":"","limit":0,"next":"","offset":0,"previous":"","total":0}`},
		{"withheld", spotify.SearchResult{}, `{}`},
		{"nothing", spotify.Playable{}, `null`},
		{"other kind, as it came", spotify.Playable{Raw: []byte(`{ "type" : "concert" }`)}, `{ "type" : "concert" }`},
		{"in a list", spotify.Queue{Queue: []spotify.Playable{{}, {Raw: []byte(`{"a":"<"}`)}}}, `{"queue":[null,{"a":"<"}]}`},
		{"no escapes for HTML", spotify.Author{Name: "<&>\u2028\x7f\xff"}, `{"name":"<&>\u2028` + "\x7f" + `\ufffd"}`},
		{"play from", spotify.PlayOffset{Item: uri}, `{"uri":"spotify:track:7aaaaaaaaaaaaaaaaaaaaa"}`},
		{"play from position", spotify.PlayOffset{Position: &position}, `{"position":3}`},
		{"play", spotify.PlayRequest{Items: spotify.Resources{uri}, Offset: &spotify.PlayOffset{}}, `{"uris":["spotify:track:7aaaaaaaaaaaaaaaaaaaaa"],"offset":{}}`},
		{"play nothing", spotify.PlayRequest{Items: spotify.Resources{}}, `{"uris":[]}`},
		{"replace by nothing", spotify.ReplaceItemsRequest{}, `{"uris":[]}`},
		{"transfer", spotify.TransferRequest{DeviceID: "d", Play: true}, `{"device_ids":["d"],"play":true}`},
		{"transfer nowhere", spotify.TransferRequest{}, `{"device_ids":[""]}`},
		{"remove a local file", spotify.PlaylistItemToRemove{Item: spotify.URI("spotify:local:a:b:c:1"), Positions: []int{0}}, `{"uri":"spotify:local:a:b:c:1","positions":[0]}`},
		{"fractions of a second", spotify.TimestampedID{AddedAt: time.Date(2017, 5, 27, 20, 7, 54, 721e6, time.UTC)}, `{"added_at":"2017-05-27T20:07:54.721Z","id":""}`},
		{"no time", spotify.TimestampedID{}, `{"added_at":"0001-01-01T00:00:00Z","id":""}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := encode(test.value)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEncodeRefuses holds that what is no JSON, or nothing that the API takes, is an
// error, wherever in a value it is.
func TestEncodeRefuses(t *testing.T) {
	local := spotify.URI("spotify:local:a:b:c:1")
	var noTrack *spotify.Track
	for _, test := range []struct {
		name  string
		value any
		is    error // nil for any
	}{
		{"not a number", spotify.TimeInterval{Start: math.NaN()}, nil},
		{"infinite", spotify.AudioAnalysis{Segments: []spotify.AudioSegment{{Pitches: []float64{0, math.Inf(-1)}}}}, nil},
		{"year 10000", spotify.TimestampedID{AddedAt: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, nil},
		{"year -1", spotify.Page[spotify.SavedTrack]{Items: []spotify.SavedTrack{{AddedAt: time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)}}}, nil},
		{"a zone of more than a day", spotify.SavedShow{AddedAt: time.Date(2000, 1, 1, 0, 0, 0, 0, time.FixedZone("", 30*3600))}, nil},
		{"local file to play from", spotify.PlayRequest{Offset: &spotify.PlayOffset{Item: local}}, spotify.ErrLocalFile},
		{"local file as context", spotify.PlayRequest{Context: local}, spotify.ErrLocalFile},
		{"local file to add", spotify.AddItemsRequest{Items: spotify.Resources{local}}, spotify.ErrLocalFile},
		{"local file to remove without position", spotify.RemoveItemsRequest{Items: []spotify.PlaylistItemToRemove{{Item: local}}}, spotify.ErrLocalFile},
		{"nil pointer", spotify.PlayOffset{Item: noTrack}, nil},
		{"nil in a list", spotify.ReplaceItemsRequest{Items: spotify.Resources{nil}}, nil},
		{"no URI", spotify.PlaylistItemToRemove{Item: &spotify.Track{}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := encode(test.value)
			if err == nil {
				t.Fatalf("encodes as %s", got)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%v, want %v", err, test.is)
			}
			if _, err := json.Marshal(test.value); err == nil {
				t.Error("encoding/json does not refuse it")
			}
		})
	}
}

// TestMirrorsHaveNoMethods makes sure that the encoders are not compared with
// themselves.
func TestMirrorsHaveNoMethods(t *testing.T) {
	for _, s := range subjects() {
		mirror := reflect.PointerTo(mirrorType(s.typ))
		if mirror.Implements(reflect.TypeFor[json.Marshaler]()) || mirror.Implements(reflect.TypeFor[json.Unmarshaler]()) {
			t.Errorf("the mirror of %s has methods for JSON", s.name)
		}
	}
}

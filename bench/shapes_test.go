package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShapes makes sure that everything in the bodies is found, and that they are of the
// size of the others of their kind.
func TestShapes(t *testing.T) {
	for _, s := range shapes() {
		b := s.make(1)
		for _, r := range append(spotgenReaders(s.kind), sonicLeanReader(s.kind)) {
			if err := r.check(b); err != nil {
				t.Errorf("%s: %v", s.title, err)
			}
			if err := r.check(body{b.data, append(slices.Clone(b.names), "?")}); err == nil {
				t.Errorf("%s: a name too many is no error", s.title)
			}
		}
		if again := s.make(1); !bytes.Equal(again.data, b.data) {
			t.Errorf("%s: the same seed makes another body", s.title)
		}
		least, most := 3, 5
		if kind, ok := bodyNamed(s.kind); ok {
			usual := len(kind.make(1).data) / 1000
			least, most = usual*9/10, usual*11/10
		}
		if size := len(b.data) / 1000; size < least || size > most {
			t.Errorf("%s: it has %d kB, want %d to %d", s.title, size, least, most)
		}
	}
}

// TestShapesVary counts the users and the lists of artists in playlists.
func TestShapesVary(t *testing.T) {
	for i, want := range []struct{ least, most int }{{1, 1}, {90, 400}} {
		artists := map[string]bool{}
		for _, item := range decodedPlaylist(t, shapes()[i].make(1)).Items {
			for _, artist := range item.Track.Artists {
				artists[artist.ID] = true
			}
		}
		if n := len(artists); n < want.least || n > want.most {
			t.Errorf("%s: %d artists, want %d to %d", shapes()[i].title, n, want.least, want.most)
		}
	}
}

// TestShuffled makes sure that the order of the keys differs, and nothing else.
func TestShuffled(t *testing.T) {
	usual, other := playlistBody(1, true).data, shapes()[2].make(1).data
	if bytes.Equal(usual, other) {
		t.Error("the keys have the usual order")
	}
	var a, b any
	if err := json.Unmarshal(usual, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(other, &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("(-usual +shuffled):\n%s", diff)
	}
}

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The output is that of "go run ./examples/player".
func TestRun(t *testing.T) {
	want, err := os.ReadFile("testdata/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	server := spotifytest.NewServer(t)
	var out strings.Builder
	if err := run(t.Context(), server, server.Client(), &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	if playback := server.Playback(""); playback.Playing || playback.Context != server.Example().Album.URI() {
		t.Errorf("in the end, the player is at %+v, want the album, paused", playback)
	}
}

package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The output is that of "go run ./examples/tour", which waits for longer.
func TestRun(t *testing.T) {
	want, err := os.ReadFile("testdata/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	server := spotifytest.NewServer(t, spotifytest.RealTime())
	var out strings.Builder
	if err := run(t.Context(), server, server.Client(), &out, 50*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	example := server.Example()
	if newest := server.Saved("", "track")[0]; newest != example.RelinkedTrack.URI() {
		t.Errorf("saved %s, want the original %s", newest, example.RelinkedTrack.URI())
	}
}

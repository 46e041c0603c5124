package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestRun(t *testing.T) {
	server := startServer()
	defer server.Close()
	var out strings.Builder
	if err := run(t.Context(), spotify.NewClient(spotify.WithBaseURL(server.URL+"/v1")), &out); err != nil {
		t.Fatal(err)
	}
	want := `A track
  Lighthouse Keeper by The Tidal Clocks
  from Harbour Songs (2019)
  track 3 of 9, 3m35s long
A relinked track
  Night Ferry: asked for spotify:track:4NightFerry00000000001
  got           spotify:track:4NightFerry00000000002, which plays in the US
  saved         spotify:track:4NightFerry00000000001
A local file
  Rain on the Roof by Grandma, 1m34s
  spotify: Library.Save: parameter uris: item 0: "Rain on the Roof" by "Grandma": local files cannot be added, saved, removed by URI or played through the API
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

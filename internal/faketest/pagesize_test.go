package faketest_test

import (
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestDefaultPageSizes makes sure that a page without a limit is as large as the quota
// mode has it.
func TestDefaultPageSizes(t *testing.T) {
	for _, test := range []struct {
		mode    string
		options []spotifytest.Option
		want    int
	}{
		{"extended", nil, 20},
		{"development", []spotifytest.Option{spotifytest.Development()}, 5},
	} {
		t.Run(test.mode, func(t *testing.T) {
			server := spotifytest.NewServer(t, test.options...)
			client := server.Client()
			found, err := client.Search.Query(t.Context(), "genre:*", []spotify.Kind{spotify.KindTrack}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if found.Tracks == nil || found.Tracks.Limit != test.want {
				t.Errorf("a search has a page %+v, want one of %d", found.Tracks, test.want)
			}
			albums, err := client.Artists.ListAlbums(t.Context(), server.Example().Artist, nil)
			if err != nil {
				t.Fatal(err)
			}
			if albums.Limit != test.want {
				t.Errorf("an artist's albums have pages of %d, want %d", albums.Limit, test.want)
			}
			// Elsewhere, it does not depend on the mode.
			if saved, err := client.Tracks.ListSaved(t.Context(), nil); err != nil || saved.Limit != 20 {
				t.Errorf("saved tracks have pages of %d (%v), want 20", saved.Limit, err)
			}
		})
	}
}

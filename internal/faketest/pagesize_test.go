package faketest_test

import (
	"errors"
	"strings"
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

// A refused limit says what would have been admitted.
func TestErrorsNameTheLargestPage(t *testing.T) {
	server := spotifytest.NewServer(t)
	client := server.Client()
	albums := func() error {
		_, err := client.Artists.ListAlbums(t.Context(), server.Example().Artist, &spotify.ArtistsListAlbumsOptions{Limit: 60})
		return err
	}
	saved := func() error {
		_, err := client.Tracks.ListSaved(t.Context(), &spotify.TracksListSavedOptions{Limit: 60})
		return err
	}
	for _, test := range []struct {
		message string
		call    func() error
		want    string
	}{
		{"Invalid limit", albums, "400 Bad Request: Invalid limit; a page has at most 10 items, or 50 in extended quota mode"},
		{"invalid LIMIT", saved, "400 Bad Request: invalid LIMIT; a page has at most 50 items"},
		{"Invalid offset", saved, "400 Bad Request: Invalid offset"},
	} {
		server.Fail(1, spotifytest.JSONError(400, test.message, ""))
		err := test.call()
		var refused *spotify.APIError
		if !errors.As(err, &refused) || !strings.HasSuffix(err.Error(), test.want) {
			t.Errorf("error %v, want %q", err, test.want)
		}
	}
}

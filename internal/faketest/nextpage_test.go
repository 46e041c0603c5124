package faketest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The links of the fake server lead on from a page in hand, in both quota modes.
func TestRestOfAPage(t *testing.T) {
	for mode, options := range map[string][]spotifytest.Option{"extended": nil, "development": {spotifytest.Development()}} {
		t.Run(mode, func(t *testing.T) {
			server := spotifytest.NewServer(t, options...)
			client := server.Client()

			saved, err := client.Tracks.ListSaved(t.Context(), &spotify.TracksListSavedOptions{Limit: 40})
			if err != nil {
				t.Fatal(err)
			}
			all, err := spotify.Collect(client.Tracks.AllSaved(t.Context(), nil), 0)
			if err != nil {
				t.Fatal(err)
			}
			rest, err := spotify.Collect(saved.Rest(t.Context(), client, spotify.WithPrefetch(2)), 0)
			if diff := cmp.Diff(all[40:], rest); diff != "" || err != nil {
				t.Errorf("saved tracks: error %v (-want +got):\n%s", err, diff)
			}

			found, err := client.Search.Query(t.Context(), "genre:*", []spotify.Kind{spotify.KindTrack, spotify.KindAlbum}, nil)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for {
				for _, track := range found.Tracks.Items {
					seen[fmt.Sprint(track.ID)] = true
				}
				if err := client.NextPage(t.Context(), found.Tracks); err != nil {
					if err != spotify.ErrNoMorePages {
						t.Error(err)
					}
					break
				}
			}
			if len(seen) < min(found.Tracks.Total, 1000) || found.Tracks.Total == 0 { // docs/facts/concepts.md "Pagination"
				t.Errorf("a search: %d of %d tracks", len(seen), found.Tracks.Total)
			}

			artists, err := client.Users.ListFollowedArtists(t.Context(), &spotify.UsersListFollowedArtistsOptions{Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			others, err := spotify.Collect(artists.Rest(t.Context(), client), 0)
			if err != nil || len(others) != artists.Total-1 || artists.Total < 2 {
				t.Errorf("followed artists: %d behind the first of %d, error %v", len(others), artists.Total, err)
			}
		})
	}
}

package recipes_test

import (
	"context"
	"fmt"
	"log"
	"maps"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A search in several markets. The token is that of the app: with the token of a user, all
// searches would be in the country of the user.
func Example_severalMarkets() {
	server, err := spotifytest.Start(spotifytest.Empty())
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	server.AddTrack(spotifytest.Track{Name: "Lighthouse", Markets: []spotify.Market{"SE", "US"}})
	server.AddTrack(spotifytest.Track{Name: "Lighthouse (Live)", Markets: []spotify.Market{"US"}})
	ctx, client := context.Background(), server.AppClient()

	found, err := spotify.InMarkets(ctx, []spotify.Market{"JP", "SE", "US"},
		func(ctx context.Context, market spotify.Market) ([]spotify.Track, error) {
			options := &spotify.SearchQueryOptions{Market: market}
			return spotify.Collect(client.Search.AllTracks(ctx, "lighthouse", options), 20)
		})
	if err != nil {
		log.Fatal(err)
	}

	markets := map[string][]spotify.Market{} // by the names of the tracks
	for _, market := range slices.Sorted(maps.Keys(found)) {
		for _, track := range found[market] {
			markets[track.Name] = append(markets[track.Name], market)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(markets)) {
		fmt.Println(name, markets[name])
	}
	// Output:
	// Lighthouse [SE US]
	// Lighthouse (Live) [US]
}

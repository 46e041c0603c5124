// Package likes has one function. Its test shows how to test a program that uses
// Spotify.
package likes

import (
	"context"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Copy adds the saved tracks of a user to the end of a playlist, the newest first, and
// returns how many it added. Tracks that the playlist already has are left out.
func Copy(ctx context.Context, client *spotify.Client, playlist spotify.PlaylistID) (int, error) {
	there := map[spotify.URI]bool{}
	for item, err := range client.Playlists.AllItems(ctx, playlist, nil) {
		if err != nil {
			return 0, err
		}
		there[item.Item.ResourceURI()] = true
	}
	var missing spotify.Resources
	for saved, err := range client.Tracks.AllSaved(ctx, nil) {
		if err != nil {
			return 0, err
		}
		if !there[saved.Track.ResourceURI()] {
			missing = append(missing, &saved.Track)
		}
	}
	if len(missing) == 0 {
		return 0, nil
	}
	_, err := client.Playlists.AddItems(ctx, playlist, spotify.AddItemsRequest{Items: missing})
	return len(missing), err
}

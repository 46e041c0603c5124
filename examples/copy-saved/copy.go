package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// copySaved appends the saved tracks that a playlist lacks, the oldest first. It
// returns how many it has certainly added. The items of the playlist stay. To replace
// them would lose local files for good, because the Web API cannot add local files.
//
// If it fails, call it again: it goes on from there, and adds nothing twice. Tracks that
// are saved later come after the others.
func copySaved(ctx context.Context, client *spotify.Client, playlist spotify.PlaylistID) (int, error) {
	there := map[spotify.URI]bool{}
	for item, err := range client.Playlists.AllItems(ctx, playlist, nil, spotify.WithPrefetch(4)) {
		if err != nil {
			return 0, fmt.Errorf("reading the playlist: %w", err)
		}
		there[item.Item.ResourceURI()] = true
	}
	var missing spotify.Resources
	for saved, err := range client.Tracks.AllSaved(ctx, nil, spotify.WithPrefetch(4)) {
		if err != nil {
			return 0, fmt.Errorf("reading the saved tracks: %w", err)
		}
		// The URI is that of the track that was saved, also if another one replaces it in
		// the market of the user. It is empty if Spotify no longer has the track.
		uri := saved.Track.ResourceURI()
		if uri == "" || uri.IsLocal() || there[uri] {
			continue
		}
		there[uri] = true // a track that is saved meanwhile moves others to the next page
		missing = append(missing, uri)
	}
	slices.Reverse(missing) // the API lists the newest first
	if len(missing) == 0 {
		return 0, nil
	}
	// This sends a request for each hundred tracks, one after the other.
	_, err := client.Playlists.AddItems(ctx, playlist, spotify.AddItemsRequest{Items: missing})
	if err == nil {
		return len(missing), nil
	}
	added := 0
	var partly *spotify.BatchError
	if errors.As(err, &partly) {
		added = partly.From
	}
	return added, fmt.Errorf("added at least %d of %d tracks: %w", added, len(missing), err)
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// demonstrate backs a playlist up, spoils it, and restores it, on a fake Spotify.
func demonstrate(ctx context.Context, out io.Writer, report progress) error {
	server, err := spotifytest.Start(spotifytest.RealTime())
	if err != nil {
		return err
	}
	defer server.Close()
	dir, err := os.MkdirTemp("", "playlist-backup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	client, id, file := server.Client(), addMix(server), filepath.Join(dir, "mix.json")

	fmt.Fprintln(out, "A backup")
	if err := command(ctx, client, []string{"backup", "-playlist", string(id), "-out", file}, out, report); err != nil {
		return err
	}
	before, _ := server.Playlist(id)
	if err := spoil(ctx, client, id, before); err != nil {
		return err
	}
	fmt.Fprintln(out, "Restored, after somebody has spoilt the playlist")
	if err := command(ctx, client, []string{"restore", "-playlist", string(id), "-in", file}, out, report); err != nil {
		return err
	}
	after, _ := server.Playlist(id)
	same := slices.EqualFunc(before.Items, after.Items, func(a, b spotifytest.PlaylistItem) bool { return a.URI == b.URI })
	fmt.Fprintf(out, "Is it as it was, with its local files? %t\n", same)
	fmt.Fprintln(out, "Restored into a new playlist")
	return command(ctx, client, []string{"restore", "-in", file}, out, report)
}

// addMix adds a long playlist with some local files in it.
func addMix(server *spotifytest.Server) spotify.PlaylistID {
	var items []spotifytest.PlaylistItem
	for i := range 345 {
		track := server.AddTrack(spotifytest.Track{Name: fmt.Sprintf("Song %d", i+1)})
		items = append(items, spotifytest.PlaylistItem{URI: track.ID.URI()})
	}
	for i, title := range []string{"Lullaby", "Rain+on+the+Roof", "Kettle"} {
		file := spotify.URI("spotify:local:Grandma:Kitchen+Tapes:" + title + ":94")
		items = slices.Insert(items, 120+2*i, spotifytest.PlaylistItem{URI: file})
	}
	return server.AddPlaylist(spotifytest.Playlist{Name: "Everything and the Attic", Items: items}).ID
}

// spoil removes some items, adds others, and moves the rest.
func spoil(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, playlist spotifytest.Playlist) error {
	var gone []spotify.PlaylistItemToRemove
	for i, item := range playlist.Items {
		if i%3 == 0 && item.URI.Kind() == spotify.KindTrack {
			gone = append(gone, spotify.PlaylistItemToRemove{Item: item.URI})
		}
	}
	if _, err := client.Playlists.RemoveItems(ctx, id, spotify.RemoveItemsRequest{Items: gone}); err != nil {
		return err
	}
	others, err := client.Search.Query(ctx, "lighthouse", []spotify.Kind{spotify.KindTrack}, &spotify.SearchQueryOptions{Limit: 50})
	if err != nil {
		return err
	}
	added := spotify.AddItemsRequest{Position: new(int)}
	for _, track := range others.Tracks.Items {
		added.Items = append(added.Items, &track)
	}
	if _, err := client.Playlists.AddItems(ctx, id, added); err != nil {
		return err
	}
	for from := 60; from < 200; from += 7 {
		move := spotify.ReorderItemsRequest{RangeStart: from, RangeLength: 3, InsertBefore: 5}
		if _, err := client.Playlists.ReorderItems(ctx, id, move); err != nil {
			return err
		}
	}
	return nil
}

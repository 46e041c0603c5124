package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A report says what was done, and what cannot be done.
type report struct {
	change
	fileChanged bool
	leftOut     []spotify.URI // items of the file that the API cannot add
}

// synchronise brings a file and a playlist in step. If it fails, call it again: what was
// done already needs no further change.
func synchronise(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, file string) (report, error) {
	recordName := file + ".sync"
	last, err := readRecord(recordName, id)
	if err != nil {
		return report{}, err
	}
	list, err := readList(file)
	if err != nil {
		return report{}, err
	}
	playlist, err := client.Playlists.Get(ctx, id, &spotify.PlaylistsGetOptions{Fields: "snapshot_id"})
	if err != nil {
		return report{}, err
	}
	before, now, titles := itemsOf(last.Items), itemsOf(last.Items), map[spotify.URI]string{}
	if last.Version == "" || last.Version != playlist.SnapshotID {
		if now, err = readItems(ctx, client, id, titles); err != nil {
			return report{}, fmt.Errorf("reading the playlist: %w", err)
		}
	}

	goal := merge(before, list.items, now)
	done := report{change: changeOf(now, goal)}
	for _, it := range list.items {
		if !it.isAddable() && !slices.Contains(goal, it) {
			done.leftOut = append(done.leftOut, it.uri)
		}
	}
	if err := done.apply(ctx, client, id, playlist.SnapshotID); err != nil {
		return report{}, err
	}
	inFile := slices.DeleteFunc(slices.Clone(goal), func(it item) bool { return it.uri == "" })
	if done.fileChanged = !slices.Equal(inFile, list.items); done.fileChanged {
		if err := list.write(file, goal, titles); err != nil {
			return report{}, err
		}
	}
	last.Items, last.Version = urisOf(goal), ""
	if done.isNothing() {
		// The version after a change of ours could have changes of others, too.
		last.Version = playlist.SnapshotID
	}
	return done, last.write(recordName)
}

// readItems reads a playlist, and the titles of what it has.
func readItems(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, titles map[spotify.URI]string) ([]item, error) {
	var uris []spotify.URI
	options := &spotify.PlaylistsListItemsOptions{AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode}}
	for entry, err := range client.Playlists.AllItems(ctx, id, options, spotify.WithPrefetch(4)) {
		if err != nil {
			return nil, err
		}
		// The URI is that of the track that was added, also if another one replaces it.
		uri := entry.Item.ResourceURI()
		uris = append(uris, uri)
		titles[uri] = entry.Item.Name()
		if by := entry.Item.By(); len(by) > 0 {
			titles[uri] += " by " + strings.Join(by, ", ")
		}
	}
	return itemsOf(uris), nil
}

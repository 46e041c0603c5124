package main

import (
	"context"
	"errors"
	"fmt"
	"html"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A backup is a playlist as it is kept in a file.
type backup struct {
	Name          string  `json:"name"`
	Description   string  `json:"description,omitempty"`
	Public        bool    `json:"public"`
	Collaborative bool    `json:"collaborative"`
	Items         []entry `json:"items"`
}

// An entry is an item of a playlist. All fields but the URI are only for people to
// read.
type entry struct {
	// URI is that of a track, an episode, or a local file. That of a local file is kept
	// exactly as it came, because encoding its parts again may give another one. It is
	// empty if Spotify no longer has the item.
	URI     spotify.URI `json:"uri"`
	Name    string      `json:"name"`
	AddedAt time.Time   `json:"added_at,omitzero"`
}

func (b backup) uris() []spotify.URI {
	uris := make([]spotify.URI, len(b.Items))
	for i, item := range b.Items {
		uris[i] = item.URI
	}
	return uris
}

// read reads a playlist, and returns the snapshot ID of the version that it read.
func read(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, report progress) (backup, spotify.SnapshotID, error) {
	const attempts = 3
	for range attempts {
		before, err := client.Playlists.Get(ctx, id, nil)
		if err != nil {
			return backup{}, "", err
		}
		if before.Items == nil {
			return backup{}, "", fmt.Errorf("%s: Spotify withholds the contents of playlists of other users", before.Name)
		}
		b := backup{
			Name:          before.Name,
			Description:   html.UnescapeString(before.Description), // which Spotify sends as HTML
			Public:        before.Public != nil && *before.Public,
			Collaborative: before.Collaborative,
		}
		if b.Items, err = readItems(ctx, client, id, before.Items.Total, report); err != nil {
			return backup{}, "", err
		}
		// If the playlist changed between two pages, they do not fit together.
		after, err := client.Playlists.Get(ctx, id, &spotify.PlaylistsGetOptions{Fields: "snapshot_id"})
		if err != nil {
			return backup{}, "", err
		}
		if after.SnapshotID == before.SnapshotID {
			return b, after.SnapshotID, nil
		}
	}
	return backup{}, "", errors.New("the playlist keeps changing while it is read; try again later")
}

func readItems(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, total int, report progress) ([]entry, error) {
	// Without this, episodes would come as tracks, or not at all.
	options := &spotify.PlaylistsListItemsOptions{
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	}
	items := make([]entry, 0, total)
	for item, err := range client.Playlists.AllItems(ctx, id, options, spotify.WithPrefetch(4)) {
		if err != nil {
			return nil, err
		}
		// The URI of a track that was relinked is that of the original: it is the one
		// that is in the playlist.
		items = append(items, entry{URI: item.Item.ResourceURI(), Name: nameOf(item.Item), AddedAt: item.AddedAt})
		report("reading", len(items), total)
	}
	return items, nil
}

func nameOf(item spotify.Playable) string {
	switch {
	case item.Track != nil && len(item.Track.Artists) > 0:
		return item.Track.Artists[0].Name + " – " + item.Track.Name
	case item.Track != nil:
		return item.Track.Name
	case item.Episode != nil:
		return item.Episode.Name
	}
	return ""
}

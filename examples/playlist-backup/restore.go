package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A restoration says what was changed.
type restoration struct {
	plan
	requests int
}

// create makes an empty playlist with the name and the visibility of a backup.
func create(ctx context.Context, client *spotify.Client, saved backup) (spotify.PlaylistID, error) {
	public := saved.Public && !saved.Collaborative // the API wants no playlist to be both
	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{
		Name:          saved.Name,
		Description:   saved.Description,
		Public:        &public,
		Collaborative: &saved.Collaborative,
	})
	if err != nil {
		return "", err
	}
	return playlist.ID, nil
}

// restore gives a playlist the items of a backup, in their order, and checks the
// result.
func restore(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, saved backup, report progress) (restoration, error) {
	now, snapshot, err := read(ctx, client, id, report)
	if err != nil {
		return restoration{}, err
	}
	p := makePlan(now.uris(), saved.uris())
	for i, s := range p.steps {
		if snapshot, err = s.carryOut(ctx, client, id, snapshot); err != nil {
			return restoration{}, fmt.Errorf("change %d of %d: %w", i+1, len(p.steps), err)
		}
		report("restoring", i+1, len(p.steps))
	}
	if len(p.steps) > 0 {
		if now, _, err = read(ctx, client, id, report); err != nil {
			return restoration{}, err
		}
		if !slices.Equal(now.uris(), p.goal) {
			return restoration{}, errors.New("the playlist is not as it should be: it was changed meanwhile, or the app is in development mode and some tracks are relinked")
		}
	}
	return restoration{p, len(p.steps)}, nil
}

// carryOut sends the request. The snapshot says which version of the playlist the
// positions are meant for; an addition has none.
func (s step) carryOut(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, snapshot spotify.SnapshotID) (spotify.SnapshotID, error) {
	switch {
	case s.add != nil:
		return client.Playlists.AddItems(ctx, id, *s.add)
	case s.move != nil:
		move := *s.move
		move.SnapshotID = snapshot
		return client.Playlists.ReorderItems(ctx, id, move)
	}
	body := spotify.RemoveItemsRequest{SnapshotID: snapshot}
	for _, uri := range s.remove {
		body.Items = append(body.Items, spotify.PlaylistItemToRemove{Item: uri})
	}
	return client.Playlists.RemoveItems(ctx, id, body)
}

func (r restoration) print(out io.Writer, saved backup) {
	var removed, moved, added int
	for _, s := range r.steps {
		switch {
		case s.add != nil:
			added += s.size()
		case s.move != nil:
			moved += s.size()
		default:
			removed += s.size()
		}
	}
	fmt.Fprintf(out, "%s: %d items, for which %d were removed, %d moved, and %d added, in %d requests\n",
		saved.Name, len(r.goal), removed, moved, added, r.requests)
	for _, i := range r.leftOut {
		fmt.Fprintf(out, "  left out at %d: %s\n", i+1, describe(saved.Items[i].URI))
	}
	for _, uri := range r.kept {
		fmt.Fprintf(out, "  kept at the end: %s\n", describe(uri))
	}
}

// describe names an item that the API cannot add.
func describe(uri spotify.URI) string {
	file, ok := uri.Local()
	if !ok {
		return "something that Spotify no longer has"
	}
	return fmt.Sprintf("the local file %q by %q", file.Title, file.Artist)
}

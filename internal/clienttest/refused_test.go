//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// What the API refuses for certain is refused before anything is sent.
func TestRefusedBeforeSending(t *testing.T) {
	album, track := spotify.URI("spotify:album:x"), spotify.URI("spotify:track:x")
	one, none := spotify.Ptr(1), []int{}
	play := func(body spotify.PlayRequest) func(*spotify.Client) error {
		return func(c *spotify.Client) error { return c.Player.Play(ctx, body, nil) }
	}
	remove := func(items ...spotify.PlaylistItemToRemove) func(*spotify.Client) error {
		return func(c *spotify.Client) error {
			_, err := c.Playlists.RemoveItems(ctx, "x", spotify.RemoveItemsRequest{Items: items, SnapshotID: "s"})
			return err
		}
	}
	jpeg := func(size int) func(*spotify.Client) error {
		return func(c *spotify.Client) error {
			return c.Playlists.UploadCoverImage(ctx, "x", append([]byte{0xFF, 0xD8, 0xFF}, make([]byte, size-3)...))
		}
	}
	tests := []struct {
		name string
		call func(*spotify.Client) error
		want string // "" if it is sent
	}{
		{"an album", play(spotify.PlayRequest{Context: album}), ""},
		{"an album from an index on", play(spotify.PlayRequest{Context: album, Offset: &spotify.PlayOffset{Position: one}}), ""},
		{"an album from the beginning on", play(spotify.PlayRequest{Context: album, Offset: &spotify.PlayOffset{Position: spotify.Ptr(0)}}), ""},
		{"an album from a track on", play(spotify.PlayRequest{Context: album, Offset: &spotify.PlayOffset{Item: track}}), ""},
		{"tracks", play(spotify.PlayRequest{Items: spotify.Resources{track}}), ""},
		{"nothing", play(spotify.PlayRequest{}), "request body: it is empty"},
		{"an empty offset", play(spotify.PlayRequest{Context: album, Offset: &spotify.PlayOffset{}}), "parameter offset: it has none of position and uri"},
		{"both offsets", play(spotify.PlayRequest{Context: album, Offset: &spotify.PlayOffset{Position: one, Item: track}}), "parameter offset: it has more than one of position and uri"},
		{"a context and items", play(spotify.PlayRequest{Context: album, Items: spotify.Resources{track}}), "request body: it has more than one of context_uri and uris"},
		{"a context and no items", play(spotify.PlayRequest{Context: album, Items: spotify.Resources{}}), "request body: it has more than one of context_uri and uris"},
		{"no items", play(spotify.PlayRequest{Items: spotify.Resources{}}), "parameter uris: it has no values"},
		{"no items, with a time", play(spotify.PlayRequest{Items: spotify.Resources{}, PositionMS: one}), "parameter uris: it has no values"},

		{"an item", remove(spotify.PlaylistItemToRemove{Item: track}), ""},
		{"an item at an index", remove(spotify.PlaylistItemToRemove{Item: track, Positions: []int{0}}), ""},
		{"an item at no index", remove(spotify.PlaylistItemToRemove{Item: track, Positions: none}), "parameter items: item 0: positions: it has no values"},
		{"another item at no index", remove(spotify.PlaylistItemToRemove{Item: track}, spotify.PlaylistItemToRemove{Item: track, Positions: none}), "parameter items: item 1: positions: it has no values"},
		{"one of very many at no index", remove(append(make201(track), spotify.PlaylistItemToRemove{Item: track, Positions: none})...), "parameter items: item 201: positions: it has no values"},
		{"in the older form", func(c *spotify.Client) error {
			_, err := c.Playlists.RemoveTracks(ctx, "x", spotify.RemoveTracksRequest{Tracks: []spotify.PlaylistItemToRemove{{Item: track, Positions: none}}})
			return err
		}, "parameter tracks: item 0: positions: it has no values"},

		{"a cover", jpeg(192 << 10), ""},
		{"a cover that is too large as it is sent", jpeg(192<<10 + 1), "request body: the image has 196609 bytes, at most 196608"},

		{"before a time", func(c *spotify.Client) error {
			_, err := c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Before: 1})
			return err
		}, ""},
		{"before and after", func(c *spotify.Client) error {
			_, err := c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Before: 1, After: 1})
			return err
		}, "parameter after: before is given, too"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := serve(t, answering(`{"snapshot_id":"s","items":[]}`))
			err := test.call(server.client())
			if test.want == "" {
				if err != nil || len(server.sent()) != 1 {
					t.Errorf("error %v, sent %v", err, server.sent())
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), ": "+test.want) || !strings.HasPrefix(err.Error(), "spotify: ") {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if len(server.sent()) > 0 {
				t.Errorf("sent %v", server.sent())
			}
		})
	}
}

func make201(item spotify.Resource) []spotify.PlaylistItemToRemove {
	list := make([]spotify.PlaylistItemToRemove, 201)
	for i := range list {
		list[i].Item = item
	}
	return list
}

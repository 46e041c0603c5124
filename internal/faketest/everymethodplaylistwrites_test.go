//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"context"
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func playlistWrites() map[string]step {
	made := func(t *testing.T, f *fixture, got *spotify.Playlist) {
		t.Helper()
		all := f.PlaylistsOf(f.User().ID)
		wantEqual(t, "newest playlist",
			spotifytest.Playlist{ID: got.ID, Name: "Brand New", Description: "With & without", Owner: f.User().ID, Private: true},
			withoutItems(t, all[0]))
		wantEqual(t, "name, public, and snapshot of the answer", []any{"Brand New", false, f.Snapshot(got.ID)}, []any{got.Name, *got.Public, got.SnapshotID})
	}
	return map[string]step{
		"Playlists.Create": func(t *testing.T, f *fixture) error {
			got, err := f.client.Playlists.Create(t.Context(), spotify.CreatePlaylistRequest{
				Name: "Brand New", Description: "With & without", Public: spotify.Ptr(false),
			})
			if err != nil {
				return err
			}
			made(t, f, got)
			return nil
		},
		"Playlists.CreateForUser": func(t *testing.T, f *fixture) error {
			got, err := f.client.Playlists.CreateForUser(t.Context(), f.User().ID, spotify.CreatePlaylistRequest{
				Name: "Brand New", Description: "With & without", Public: spotify.Ptr(false),
			})
			if err != nil {
				return err
			}
			made(t, f, got)
			return nil
		},
		"Playlists.Update": func(t *testing.T, f *fixture) error {
			want, _ := f.Playlist(f.example.Playlist)
			snapshot := f.Snapshot(want.ID)
			err := f.client.Playlists.Update(t.Context(), want.ID, spotify.UpdatePlaylistRequest{
				Name: "Evening Ferry", Description: spotify.Ptr("Back from Saltmere."), Public: spotify.Ptr(false), Collaborative: spotify.Ptr(true),
			})
			if err != nil {
				return err
			}
			want.Name, want.Description, want.Private, want.Collaborative = "Evening Ferry", "Back from Saltmere.", true, true
			got, _ := f.Playlist(want.ID)
			wantEqual(t, "playlist", want, got)
			if f.Snapshot(want.ID) == snapshot {
				t.Error("the snapshot is that of before")
			}
			return nil
		},
		"Playlists.UploadCoverImage": func(t *testing.T, f *fixture) error {
			jpeg := append([]byte{0xFF, 0xD8, 0xFF, 0xE0}, make([]byte, 3000)...)
			if err := f.client.Playlists.UploadCoverImage(t.Context(), f.example.Playlist, jpeg); err != nil {
				return err
			}
			wantEqual(t, "cover", jpeg, f.Cover(f.example.Playlist))
			wantEqual(t, "cover of another playlist", []byte(nil), f.Cover(f.example.LongPlaylist))
			return nil
		},
		"Playlists.Follow": func(t *testing.T, f *fixture) error {
			want := f.library()
			for _, id := range []spotify.PlaylistID{f.example.OthersPlaylist, f.example.Playlist} {
				if err := f.client.Playlists.Follow(t.Context(), id, spotify.FollowPlaylistRequest{Public: spotify.Ptr(true)}); err != nil {
					return err
				}
			}
			want[spotify.KindPlaylist] = prepend(want[spotify.KindPlaylist], f.example.OthersPlaylist.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Playlists.Unfollow": func(t *testing.T, f *fixture) error {
			want := f.library()
			for _, id := range []spotify.PlaylistID{f.example.Playlist, f.example.OthersPlaylist} {
				if err := f.client.Playlists.Unfollow(t.Context(), id); err != nil {
					return err
				}
			}
			want[spotify.KindPlaylist] = without(want[spotify.KindPlaylist], f.example.Playlist.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
	}
}

func withoutItems(t *testing.T, p spotifytest.Playlist) spotifytest.Playlist {
	t.Helper()
	if len(p.Items) > 0 {
		t.Errorf("%s has %d items, want none", p.Name, len(p.Items))
	}
	p.Items = nil
	return p
}

// A rearrangement is a change of the items of a playlist: how to ask for it, and what
// becomes of the items.
type rearrangement struct {
	send   func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error)
	change func(f *fixture, items []spotifytest.PlaylistItem) []spotifytest.PlaylistItem
}

// step changes a playlist with local files, and compares all of it.
func (r rearrangement) step(t *testing.T, f *fixture) error {
	want, _ := f.Playlist(f.example.LocalPlaylist)
	before := f.Snapshot(want.ID)
	snapshot, err := r.send(t.Context(), f, want.ID)
	if err != nil {
		return err
	}
	want.Items = r.change(f, want.Items)
	got, _ := f.Playlist(want.ID)
	wantEqual(t, "playlist", want, got)
	if now := f.Snapshot(want.ID); snapshot != now || snapshot == before {
		t.Errorf("the answer says snapshot %s; before it was %s, and now %s", snapshot, before, now)
	}
	return nil
}

func playlistItemWrites() map[string]step {
	two := func(f *fixture) spotify.Resources {
		return spotify.Resources{f.fresh.track.URI(), f.fresh.episode.URI()}
	}
	places := func(f *fixture) []spotifytest.PlaylistItem {
		return each(two(f), func(r spotify.Resource) spotifytest.PlaylistItem {
			return spotifytest.PlaylistItem{URI: r.ResourceURI(), AddedAt: f.Now(), AddedBy: f.User().ID}
		})
	}
	insert := func(f *fixture, items []spotifytest.PlaylistItem) []spotifytest.PlaylistItem {
		return slices.Insert(items, 3, places(f)...)
	}
	replace := func(f *fixture, _ []spotifytest.PlaylistItem) []spotifytest.PlaylistItem { return places(f) }
	// The two at the beginning, a track and a local file, go behind the fifth one.
	reorder := func(_ *fixture, items []spotifytest.PlaylistItem) []spotifytest.PlaylistItem {
		return slices.Concat(items[2:5], items[:2], items[5:])
	}
	reordering := spotify.ReorderItemsRequest{RangeStart: 0, RangeLength: 2, InsertBefore: 5}
	// One track wherever it is, and a local file by its position.
	remove := func(_ *fixture, items []spotifytest.PlaylistItem) []spotifytest.PlaylistItem {
		gone := items[0].URI
		items = slices.Delete(items, 2, 3)
		return slices.DeleteFunc(items, func(i spotifytest.PlaylistItem) bool { return i.URI == gone })
	}
	removed := func(f *fixture, id spotify.PlaylistID) []spotify.PlaylistItemToRemove {
		p, _ := f.Playlist(id)
		return []spotify.PlaylistItemToRemove{{Item: p.Items[0].URI}, {Item: p.Items[2].URI, Positions: []int{2}}}
	}
	return map[string]step{
		"Playlists.AddItems": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.AddItems(ctx, id, spotify.AddItemsRequest{Items: two(f), Position: spotify.Ptr(3)})
		}, insert}.step,
		"Playlists.AddTracks": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.AddTracks(ctx, id, spotify.AddItemsRequest{Items: two(f), Position: spotify.Ptr(3)})
		}, insert}.step,
		"Playlists.ReplaceItems": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.ReplaceItems(ctx, id, spotify.ReplaceItemsRequest{Items: two(f)})
		}, replace}.step,
		"Playlists.ReplaceTracks": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.ReplaceTracks(ctx, id, spotify.ReplaceItemsRequest{Items: two(f)})
		}, replace}.step,
		"Playlists.ReorderItems": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.ReorderItems(ctx, id, reordering)
		}, reorder}.step,
		"Playlists.ReorderTracks": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.ReorderTracks(ctx, id, reordering)
		}, reorder}.step,
		"Playlists.RemoveItems": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.RemoveItems(ctx, id, spotify.RemoveItemsRequest{Items: removed(f, id), SnapshotID: f.Snapshot(id)})
		}, remove}.step,
		"Playlists.RemoveTracks": rearrangement{func(ctx context.Context, f *fixture, id spotify.PlaylistID) (spotify.SnapshotID, error) {
			return f.client.Playlists.RemoveTracks(ctx, id, spotify.RemoveTracksRequest{Tracks: removed(f, id), SnapshotID: f.Snapshot(id)})
		}, remove}.step,
	}
}

//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func playlistReads() map[string]step {
	episodes := []spotify.Kind{spotify.KindTrack, spotify.KindEpisode}
	itself := func(p spotify.SimplifiedPlaylist) spotify.SimplifiedPlaylist { return p }
	return map[string]step{
		"Playlists.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Playlists.Get(t.Context(), f.example.MixedPlaylist, &spotify.PlaylistsGetOptions{AdditionalTypes: episodes})
			if err != nil {
				return err
			}
			want, _ := f.Playlist(f.example.MixedPlaylist)
			wantEqual(t, "name, description, owner, public, and snapshot",
				[]any{want.Name, want.Description, want.Owner, !want.Private, f.Snapshot(want.ID)},
				[]any{got.Name, got.Description, got.Owner.ID, *got.Public, got.SnapshotID})
			f.wantItems(t, want.Items, got.Items.Items)
			return nil
		},
		"Playlists.GetCoverImages": func(t *testing.T, f *fixture) error {
			got, err := f.client.Playlists.GetCoverImages(t.Context(), f.example.LongPlaylist)
			if err != nil {
				return err
			}
			wantEqual(t, "widths of the mosaic", []int{640, 300, 60}, each(got, func(i spotify.Image) int { return *i.Width }))
			return nil
		},
		"Playlists.CheckFollowing": func(t *testing.T, f *fixture) error {
			for id, want := range map[spotify.PlaylistID]bool{f.example.Playlist: true, f.example.OthersPlaylist: false} {
				got, err := f.client.Playlists.CheckFollowing(t.Context(), id, nil)
				if err != nil {
					return err
				}
				wantEqual(t, "whether it is followed", want, got)
			}
			return nil
		},
		"Playlists.List": func(t *testing.T, f *fixture) error {
			page, err := f.client.Playlists.List(t.Context(), &spotify.PlaylistsListOptions{Limit: 6, Offset: 2})
			if err != nil {
				return err
			}
			all := f.PlaylistsOf(f.User().ID)
			wantEqual(t, "page", playlistIDs(all[2:8]), listedIDs(page.Items))
			wantEqual(t, "total", len(all), page.Total)
			f.wantPlaylists(t, page.Items)
			return nil
		},
		"Playlists.All": func(t *testing.T, f *fixture) error {
			lists, err := collect(f.client.Playlists.All(t.Context(), &spotify.PlaylistsListOptions{Limit: 20}), itself)
			if err != nil {
				return err
			}
			wantEqual(t, "playlists", playlistIDs(f.PlaylistsOf(f.User().ID)), listedIDs(lists))
			return nil
		},
		"Playlists.ListForUser": func(t *testing.T, f *fixture) error {
			page, err := f.client.Playlists.ListForUser(t.Context(), f.example.OtherUser, &spotify.PlaylistsListForUserOptions{Limit: 50})
			if err != nil {
				return err
			}
			wantEqual(t, "playlists", f.publicPlaylists(f.example.OtherUser), listedIDs(page.Items))
			return nil
		},
		"Playlists.AllForUser": func(t *testing.T, f *fixture) error {
			lists, err := collect(f.client.Playlists.AllForUser(t.Context(), f.example.OtherUser, &spotify.PlaylistsListForUserOptions{Limit: 1}), itself)
			if err != nil {
				return err
			}
			wantEqual(t, "playlists", f.publicPlaylists(f.example.OtherUser), listedIDs(lists))
			return nil
		},
		"Playlists.ListFeatured": func(t *testing.T, f *fixture) error {
			got, err := f.client.Playlists.ListFeatured(t.Context(), &spotify.PlaylistsListFeaturedOptions{Limit: 2})
			if err != nil {
				return err
			}
			wantEqual(t, "size and total", []int{2, 12}, []int{len(got.Playlists.Items), got.Playlists.Total})
			f.wantPlaylists(t, got.Playlists.Items)
			return nil
		},
		"Playlists.AllFeatured": func(t *testing.T, f *fixture) error {
			lists, err := collect(f.client.Playlists.AllFeatured(t.Context(), &spotify.PlaylistsListFeaturedOptions{Limit: 5}), itself)
			if err != nil {
				return err
			}
			wantEqual(t, "number", 12, len(lists))
			f.wantPlaylists(t, lists)
			return nil
		},
		"Playlists.ListItems": func(t *testing.T, f *fixture) error {
			page, err := f.client.Playlists.ListItems(t.Context(), f.example.LocalPlaylist, &spotify.PlaylistsListItemsOptions{Limit: 7, Offset: 1})
			if err != nil {
				return err
			}
			want, _ := f.Playlist(f.example.LocalPlaylist)
			f.wantItems(t, want.Items[1:8], page.Items)
			wantEqual(t, "first position", 1, page.Items[0].Position)
			return nil
		},
		"Playlists.ListTracks": func(t *testing.T, f *fixture) error {
			page, err := f.client.Playlists.ListTracks(t.Context(), f.example.LongPlaylist, &spotify.PlaylistsListTracksOptions{Limit: 100, Offset: 200})
			if err != nil {
				return err
			}
			want, _ := f.Playlist(f.example.LongPlaylist)
			f.wantItems(t, want.Items[200:300], page.Items)
			return nil
		},
		"Playlists.AllItems": func(t *testing.T, f *fixture) error {
			items, err := collect(f.client.Playlists.AllItems(t.Context(), f.example.MixedPlaylist,
				&spotify.PlaylistsListItemsOptions{Limit: 5, AdditionalTypes: episodes}), itemItself)
			if err != nil {
				return err
			}
			want, _ := f.Playlist(f.example.MixedPlaylist)
			f.wantItems(t, want.Items, items)
			wantEqual(t, "last position", len(want.Items)-1, items[len(items)-1].Position)
			return nil
		},
		"Playlists.AllTracks": func(t *testing.T, f *fixture) error {
			items, err := collect(f.client.Playlists.AllTracks(t.Context(), f.example.LongPlaylist, nil), itemItself)
			if err != nil {
				return err
			}
			want, _ := f.Playlist(f.example.LongPlaylist)
			f.wantItems(t, want.Items, items)
			return nil
		},
	}
}

func itemItself(i spotify.PlaylistItem) spotify.PlaylistItem { return i }

// wantItems compares who added what and when, in the order of the playlist.
func (f *fixture) wantItems(t *testing.T, want []spotifytest.PlaylistItem, got []spotify.PlaylistItem) {
	t.Helper()
	wantEqual(t, "items",
		each(want, func(i spotifytest.PlaylistItem) []any {
			return []any{f.itemShown(i.URI), i.AddedAt.UTC(), i.AddedBy, i.URI.IsLocal()}
		}),
		each(got, func(i spotify.PlaylistItem) []any {
			var by spotify.UserID
			if i.AddedBy != nil {
				by = i.AddedBy.ID
			}
			return []any{shownItem(i.Item), i.AddedAt.UTC(), by, i.IsLocal}
		}))
}

// itemShown is how an item of a playlist is recognized: a track by its recording, as
// another instance may stand for it. Of one that is gone there is nothing left.
func (f *fixture) itemShown(uri spotify.URI) string {
	switch uri.Kind() {
	case spotify.KindTrack:
		return f.recording(spotify.TrackID(uri.ID()))
	case spotify.KindEpisode:
		if e, _ := f.Episode(spotify.EpisodeID(uri.ID())); e.Removed {
			return ""
		}
	}
	return string(uri)
}

func shownItem(item spotify.Playable) string {
	if item.Track != nil && !item.Track.IsLocal {
		return item.Track.ExternalIDs.ISRC
	}
	return string(item.ResourceURI())
}

func playlistIDs(lists []spotifytest.Playlist) []spotify.PlaylistID {
	return each(lists, func(p spotifytest.Playlist) spotify.PlaylistID { return p.ID })
}

func listedIDs(lists []spotify.SimplifiedPlaylist) []spotify.PlaylistID {
	return each(lists, func(p spotify.SimplifiedPlaylist) spotify.PlaylistID { return p.ID })
}

func (f *fixture) publicPlaylists(user spotify.UserID) []spotify.PlaylistID {
	return playlistIDs(slices.DeleteFunc(f.PlaylistsOf(user), func(p spotifytest.Playlist) bool { return p.Private }))
}

// wantPlaylists compares what a list says of playlists with what they are. In
// development mode it says nothing about the contents of those of others.
func (f *fixture) wantPlaylists(t *testing.T, got []spotify.SimplifiedPlaylist) {
	t.Helper()
	for _, p := range got {
		want, _ := f.Playlist(p.ID)
		total, shown := -1, -1
		if f.extended() || want.Owner == f.User().ID {
			total = len(want.Items)
		}
		if p.Items != nil {
			shown = p.Items.Total
		}
		wantEqual(t, "name, owner, snapshot, and number of items",
			[]any{want.Name, want.Owner, f.Snapshot(p.ID), total},
			[]any{p.Name, p.Owner.ID, p.SnapshotID, shown})
	}
	if len(got) == 0 {
		t.Error("there are no playlists")
	}
}

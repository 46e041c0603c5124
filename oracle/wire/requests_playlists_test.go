package wire_test

//lint:file-ignore SA1019 Every method is called, those that Spotify has deprecated as well.

import (
	"bytes"
	"context"
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/oracle/stock"
)

// fields is a filter as the documentation has it.
const fields = "items(added_by.id,track(name,href,album(!external_urls,images)))"

func playlistRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	jpeg := []byte(jpegStart)
	return []row{
		{"Playlists.CheckFollowing",
			func() (any, error) {
				return c.Playlists.CheckFollowing(ctx, oddID, &spotify.PlaylistsCheckFollowingOptions{ID: oddID})
			},
			func() (*http.Response, error) {
				return s.CheckIfUserFollowsPlaylist(ctx, oddID, &stock.CheckIfUserFollowsPlaylistParams{Ids: &[]string{oddID}})
			}},
		{"Playlists.CheckFollowing, the current user",
			func() (any, error) { return c.Playlists.CheckFollowing(ctx, plainID, nil) },
			func() (*http.Response, error) { return s.CheckIfUserFollowsPlaylist(ctx, plainID, nil) }},
		{"Playlists.Create",
			func() (any, error) {
				return c.Playlists.Create(ctx, spotify.CreatePlaylistRequest{
					Name:          oddText,
					Description:   "a\n<b> & \"c\" 日本",
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			},
			func() (*http.Response, error) {
				return s.CreatePlaylist(ctx, stock.CreatePlaylistJSONRequestBody{
					Name:          oddText,
					Description:   spotify.Ptr("a\n<b> & \"c\" 日本"),
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			}},
		{"Playlists.Create, only a name",
			func() (any, error) { return c.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: oddText}) },
			func() (*http.Response, error) {
				return s.CreatePlaylist(ctx, stock.CreatePlaylistJSONRequestBody{Name: oddText})
			}},
		{"Playlists.CreateForUser",
			func() (any, error) {
				return c.Playlists.CreateForUser(ctx, oddID, spotify.CreatePlaylistRequest{
					Name:          oddText,
					Description:   "a\n<b> & \"c\" 日本",
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			},
			func() (*http.Response, error) {
				return s.CreatePlaylistForUser(ctx, oddID, stock.CreatePlaylistForUserJSONRequestBody{
					Name:          oddText,
					Description:   spotify.Ptr("a\n<b> & \"c\" 日本"),
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			}},
		{"Playlists.Follow",
			func() (any, error) {
				return nil, c.Playlists.Follow(ctx, oddID, spotify.FollowPlaylistRequest{Public: spotify.Ptr(false)})
			},
			func() (*http.Response, error) {
				return s.FollowPlaylist(ctx, oddID, stock.FollowPlaylistJSONRequestBody{Public: spotify.Ptr(false)})
			}},
		{"Playlists.Follow, as it is",
			func() (any, error) { return nil, c.Playlists.Follow(ctx, plainID, spotify.FollowPlaylistRequest{}) },
			func() (*http.Response, error) {
				return s.FollowPlaylist(ctx, plainID, stock.FollowPlaylistJSONRequestBody{})
			}},
		{"Playlists.Get",
			func() (any, error) {
				return c.Playlists.Get(ctx, oddID, &spotify.PlaylistsGetOptions{
					Market:          "SE",
					Fields:          fields,
					AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetPlaylist(ctx, oddID, &stock.GetPlaylistParams{
					Market:          spotify.Ptr("SE"),
					Fields:          spotify.Ptr(fields),
					AdditionalTypes: &[]string{"track", "episode"},
				})
			}},
		{"Playlists.Get, no options",
			func() (any, error) { return c.Playlists.Get(ctx, plainID, nil) },
			func() (*http.Response, error) { return s.GetPlaylist(ctx, plainID, nil) }},
		{"Playlists.GetCoverImages",
			func() (any, error) { return c.Playlists.GetCoverImages(ctx, oddID) },
			func() (*http.Response, error) { return s.GetPlaylistCover(ctx, oddID) }},
		{"Playlists.List",
			func() (any, error) { return c.Playlists.List(ctx, &spotify.PlaylistsListOptions{Limit: 7, Offset: 14}) },
			func() (*http.Response, error) {
				return s.GetAListOfCurrentUsersPlaylists(ctx, &stock.GetAListOfCurrentUsersPlaylistsParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Playlists.ListFeatured",
			func() (any, error) {
				return c.Playlists.ListFeatured(ctx, &spotify.PlaylistsListFeaturedOptions{Locale: "es_MX", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetFeaturedPlaylists(ctx, &stock.GetFeaturedPlaylistsParams{Locale: spotify.Ptr("es_MX"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Playlists.ListForUser",
			func() (any, error) {
				return c.Playlists.ListForUser(ctx, oddID, &spotify.PlaylistsListForUserOptions{Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetListUsersPlaylists(ctx, oddID, &stock.GetListUsersPlaylistsParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Playlists.Unfollow",
			func() (any, error) { return nil, c.Playlists.Unfollow(ctx, oddID) },
			func() (*http.Response, error) { return s.UnfollowPlaylist(ctx, oddID) }},
		{"Playlists.Update",
			func() (any, error) {
				return nil, c.Playlists.Update(ctx, oddID, spotify.UpdatePlaylistRequest{
					Name:          oddText,
					Description:   spotify.Ptr("a\n<b> & \"c\" 日本"),
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			},
			func() (*http.Response, error) {
				return s.ChangePlaylistDetails(ctx, oddID, stock.ChangePlaylistDetailsJSONRequestBody{
					Name:          spotify.Ptr(oddText),
					Description:   spotify.Ptr("a\n<b> & \"c\" 日本"),
					Public:        spotify.Ptr(false),
					Collaborative: spotify.Ptr(true),
				})
			}},
		{"Playlists.Update, one thing",
			func() (any, error) {
				return nil, c.Playlists.Update(ctx, plainID, spotify.UpdatePlaylistRequest{Public: spotify.Ptr(false)})
			},
			func() (*http.Response, error) {
				return s.ChangePlaylistDetails(ctx, plainID, stock.ChangePlaylistDetailsJSONRequestBody{Public: spotify.Ptr(false)})
			}},
		{"Playlists.Update, empty description",
			func() (any, error) {
				return nil, c.Playlists.Update(ctx, plainID, spotify.UpdatePlaylistRequest{Description: spotify.Ptr("")})
			},
			func() (*http.Response, error) {
				return s.ChangePlaylistDetails(ctx, plainID, stock.ChangePlaylistDetailsJSONRequestBody{Description: spotify.Ptr("")})
			}},
		{"Playlists.UploadCoverImage",
			func() (any, error) { return nil, c.Playlists.UploadCoverImage(ctx, oddID, jpeg) },
			func() (*http.Response, error) {
				return s.UploadCustomPlaylistCoverWithBody(ctx, oddID, "image/jpeg", bytes.NewReader(jpeg))
			}},
	}
}

func playlistItemRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	type item = struct {
		Positions *[]int  `json:"positions,omitempty"`
		Uri       *string `json:"uri,omitempty"`
	}
	return []row{
		{"Playlists.AddItems",
			func() (any, error) {
				return c.Playlists.AddItems(ctx, oddID, spotify.AddItemsRequest{
					Items:    spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
					Position: spotify.Ptr(3),
				})
			},
			func() (*http.Response, error) {
				return s.AddItemsToPlaylist(ctx, oddID, stock.AddItemsToPlaylistJSONRequestBody{
					Uris:     []string{trackURI, episodeURI},
					Position: spotify.Ptr(3),
				})
			}},
		{"Playlists.AddItems, at the start",
			func() (any, error) {
				return c.Playlists.AddItems(ctx, plainID, spotify.AddItemsRequest{
					Items:    spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
					Position: spotify.Ptr(0),
				})
			},
			func() (*http.Response, error) {
				return s.AddItemsToPlaylist(ctx, plainID, stock.AddItemsToPlaylistJSONRequestBody{
					Uris:     []string{trackURI, episodeURI},
					Position: spotify.Ptr(0),
				})
			}},
		{"Playlists.AddItems, at the end",
			func() (any, error) {
				return c.Playlists.AddItems(ctx, plainID, spotify.AddItemsRequest{
					Items: spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
				})
			},
			func() (*http.Response, error) {
				return s.AddItemsToPlaylist(ctx, plainID, stock.AddItemsToPlaylistJSONRequestBody{Uris: []string{trackURI, episodeURI}})
			}},
		{"Playlists.ListItems",
			func() (any, error) {
				return c.Playlists.ListItems(ctx, oddID, &spotify.PlaylistsListItemsOptions{
					Market:          "SE",
					Fields:          fields,
					Limit:           7,
					Offset:          14,
					AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetPlaylistsItems(ctx, oddID, &stock.GetPlaylistsItemsParams{
					Market:          spotify.Ptr("SE"),
					Fields:          spotify.Ptr(fields),
					Limit:           spotify.Ptr(7),
					Offset:          spotify.Ptr(14),
					AdditionalTypes: &[]string{"track", "episode"},
				})
			}},
		{"Playlists.RemoveItems",
			func() (any, error) {
				return c.Playlists.RemoveItems(ctx, oddID, spotify.RemoveItemsRequest{
					Items:      []spotify.PlaylistItemToRemove{{Item: spotify.URI(trackURI), Positions: []int{0, 4}}, {Item: spotify.URI(episodeURI)}},
					SnapshotID: "AAAA+/==",
				})
			},
			func() (*http.Response, error) {
				return s.RemoveItemsPlaylist(ctx, oddID, stock.RemoveItemsPlaylistJSONRequestBody{
					Items:      []item{{Uri: spotify.Ptr(trackURI), Positions: &[]int{0, 4}}, {Uri: spotify.Ptr(episodeURI)}},
					SnapshotId: spotify.Ptr("AAAA+/=="),
				})
			}},
		{"Playlists.ReorderItems",
			func() (any, error) {
				return c.Playlists.ReorderItems(ctx, oddID, spotify.ReorderItemsRequest{
					RangeStart:   2,
					InsertBefore: 9,
					RangeLength:  3,
					SnapshotID:   "AAAA+/==",
				})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsItems(ctx, oddID, stock.ReorderOrReplacePlaylistsItemsJSONRequestBody{
					RangeStart:   spotify.Ptr(2),
					InsertBefore: spotify.Ptr(9),
					RangeLength:  spotify.Ptr(3),
					SnapshotId:   spotify.Ptr("AAAA+/=="),
				})
			}},
		{"Playlists.ReorderItems, to the start",
			func() (any, error) {
				return c.Playlists.ReorderItems(ctx, plainID, spotify.ReorderItemsRequest{RangeStart: 9})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsItems(ctx, plainID, stock.ReorderOrReplacePlaylistsItemsJSONRequestBody{
					RangeStart:   spotify.Ptr(9),
					InsertBefore: spotify.Ptr(0),
				})
			}},
		{"Playlists.ReorderItems, the first",
			func() (any, error) {
				return c.Playlists.ReorderItems(ctx, plainID, spotify.ReorderItemsRequest{InsertBefore: 9})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsItems(ctx, plainID, stock.ReorderOrReplacePlaylistsItemsJSONRequestBody{
					RangeStart:   spotify.Ptr(0),
					InsertBefore: spotify.Ptr(9),
				})
			}},
		{"Playlists.ReplaceItems",
			func() (any, error) {
				return c.Playlists.ReplaceItems(ctx, oddID, spotify.ReplaceItemsRequest{
					Items: spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
				})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsItems(ctx, oddID, stock.ReorderOrReplacePlaylistsItemsJSONRequestBody{
					Uris: &[]string{trackURI, episodeURI},
				})
			}},
		{"Playlists.ReplaceItems, by nothing",
			func() (any, error) { return c.Playlists.ReplaceItems(ctx, plainID, spotify.ReplaceItemsRequest{}) },
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsItems(ctx, plainID, stock.ReorderOrReplacePlaylistsItemsJSONRequestBody{Uris: &[]string{}})
			}},
	}
}

func playlistTrackRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	type item = struct {
		Positions *[]int  `json:"positions,omitempty"`
		Uri       *string `json:"uri,omitempty"`
	}
	return []row{
		{"Playlists.AddTracks",
			func() (any, error) {
				return c.Playlists.AddTracks(ctx, oddID, spotify.AddItemsRequest{
					Items:    spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
					Position: spotify.Ptr(3),
				})
			},
			func() (*http.Response, error) {
				return s.AddTracksToPlaylist(ctx, oddID, stock.AddTracksToPlaylistJSONRequestBody{
					Uris:     []string{trackURI, episodeURI},
					Position: spotify.Ptr(3),
				})
			}},
		{"Playlists.AddTracks, at the start",
			func() (any, error) {
				return c.Playlists.AddTracks(ctx, plainID, spotify.AddItemsRequest{
					Items:    spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
					Position: spotify.Ptr(0),
				})
			},
			func() (*http.Response, error) {
				return s.AddTracksToPlaylist(ctx, plainID, stock.AddTracksToPlaylistJSONRequestBody{
					Uris:     []string{trackURI, episodeURI},
					Position: spotify.Ptr(0),
				})
			}},
		{"Playlists.AddTracks, at the end",
			func() (any, error) {
				return c.Playlists.AddTracks(ctx, plainID, spotify.AddItemsRequest{
					Items: spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
				})
			},
			func() (*http.Response, error) {
				return s.AddTracksToPlaylist(ctx, plainID, stock.AddTracksToPlaylistJSONRequestBody{Uris: []string{trackURI, episodeURI}})
			}},
		{"Playlists.ListTracks",
			func() (any, error) {
				return c.Playlists.ListTracks(ctx, oddID, &spotify.PlaylistsListTracksOptions{
					Market:          "SE",
					Fields:          fields,
					Limit:           7,
					Offset:          14,
					AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetPlaylistsTracks(ctx, oddID, &stock.GetPlaylistsTracksParams{
					Market:          spotify.Ptr("SE"),
					Fields:          spotify.Ptr(fields),
					Limit:           spotify.Ptr(7),
					Offset:          spotify.Ptr(14),
					AdditionalTypes: &[]string{"track", "episode"},
				})
			}},
		{"Playlists.RemoveTracks",
			func() (any, error) {
				return c.Playlists.RemoveTracks(ctx, oddID, spotify.RemoveTracksRequest{
					Tracks:     []spotify.PlaylistItemToRemove{{Item: spotify.URI(trackURI), Positions: []int{0, 4}}, {Item: spotify.URI(episodeURI)}},
					SnapshotID: "AAAA+/==",
				})
			},
			func() (*http.Response, error) {
				return s.RemoveTracksPlaylist(ctx, oddID, stock.RemoveTracksPlaylistJSONRequestBody{
					Tracks:     []item{{Uri: spotify.Ptr(trackURI), Positions: &[]int{0, 4}}, {Uri: spotify.Ptr(episodeURI)}},
					SnapshotId: spotify.Ptr("AAAA+/=="),
				})
			}},
		{"Playlists.ReorderTracks",
			func() (any, error) {
				return c.Playlists.ReorderTracks(ctx, oddID, spotify.ReorderItemsRequest{
					RangeStart:   2,
					InsertBefore: 9,
					RangeLength:  3,
					SnapshotID:   "AAAA+/==",
				})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsTracks(ctx, oddID, stock.ReorderOrReplacePlaylistsTracksJSONRequestBody{
					RangeStart:   spotify.Ptr(2),
					InsertBefore: spotify.Ptr(9),
					RangeLength:  spotify.Ptr(3),
					SnapshotId:   spotify.Ptr("AAAA+/=="),
				})
			}},
		{"Playlists.ReorderTracks, to the start",
			func() (any, error) {
				return c.Playlists.ReorderTracks(ctx, plainID, spotify.ReorderItemsRequest{RangeStart: 9})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsTracks(ctx, plainID, stock.ReorderOrReplacePlaylistsTracksJSONRequestBody{
					RangeStart:   spotify.Ptr(9),
					InsertBefore: spotify.Ptr(0),
				})
			}},
		{"Playlists.ReorderTracks, the first",
			func() (any, error) {
				return c.Playlists.ReorderTracks(ctx, plainID, spotify.ReorderItemsRequest{InsertBefore: 9})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsTracks(ctx, plainID, stock.ReorderOrReplacePlaylistsTracksJSONRequestBody{
					RangeStart:   spotify.Ptr(0),
					InsertBefore: spotify.Ptr(9),
				})
			}},
		{"Playlists.ReplaceTracks",
			func() (any, error) {
				return c.Playlists.ReplaceTracks(ctx, oddID, spotify.ReplaceItemsRequest{
					Items: spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
				})
			},
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsTracks(ctx, oddID, stock.ReorderOrReplacePlaylistsTracksJSONRequestBody{
					Uris: &[]string{trackURI, episodeURI},
				})
			}},
		{"Playlists.ReplaceTracks, by nothing",
			func() (any, error) { return c.Playlists.ReplaceTracks(ctx, plainID, spotify.ReplaceItemsRequest{}) },
			func() (*http.Response, error) {
				return s.ReorderOrReplacePlaylistsTracks(ctx, plainID, stock.ReorderOrReplacePlaylistsTracksJSONRequestBody{Uris: &[]string{}})
			}},
	}
}

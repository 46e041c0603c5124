package wire_test

//lint:file-ignore SA1019 Every method is called, those that Spotify has deprecated as well.

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/oracle/stock"
)

// rows is the table of TestRequests.
func rows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return slices.Concat(
		albumRows(ctx, c, s), artistRows(ctx, c, s), audiobookRows(ctx, c, s), browseRows(ctx, c, s),
		episodeRows(ctx, c, s), showRows(ctx, c, s), trackRows(ctx, c, s), recommendationRows(ctx, c, s),
		libraryRows(ctx, c, s), userRows(ctx, c, s),
		playerRows(ctx, c, s), playlistRows(ctx, c, s), playlistItemRows(ctx, c, s), playlistTrackRows(ctx, c, s),
	)
}

func libraryRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	relinked := &spotify.Track{URI: "spotify:track:1", LinkedFrom: &spotify.LinkedTrack{URI: trackURI}}
	return []row{
		{"Library.Check",
			func() (any, error) {
				return c.Library.Check(ctx, spotify.Resources{spotify.URI(trackURI), spotify.URI(oddURI)})
			},
			func() (*http.Response, error) {
				return s.CheckLibraryContains(ctx, &stock.CheckLibraryContainsParams{Uris: []string{trackURI, oddURI}})
			}},
		{"Library.Remove",
			func() (any, error) {
				return nil, c.Library.Remove(ctx, spotify.Resources{spotify.URI(trackURI), spotify.URI(oddURI)})
			},
			func() (*http.Response, error) {
				return s.RemoveLibraryItems(ctx, &stock.RemoveLibraryItemsParams{Uris: []string{trackURI, oddURI}})
			}},
		{"Library.Save",
			func() (any, error) {
				return nil, c.Library.Save(ctx, spotify.Resources{spotify.URI(trackURI), spotify.URI(oddURI)})
			},
			func() (*http.Response, error) {
				return s.SaveLibraryItems(ctx, &stock.SaveLibraryItemsParams{Uris: []string{trackURI, oddURI}})
			}},
		{"Library.Save, a relinked track",
			func() (any, error) { return nil, c.Library.Save(ctx, spotify.Resources{relinked}) },
			func() (*http.Response, error) {
				return s.SaveLibraryItems(ctx, &stock.SaveLibraryItemsParams{Uris: []string{trackURI}})
			}},
	}
}

func userRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Users.CheckFollowingArtists",
			func() (any, error) {
				return c.Users.CheckFollowingArtists(ctx, []spotify.ArtistID{plainID, oddID})
			},
			func() (*http.Response, error) {
				return s.CheckCurrentUserFollows(ctx, &stock.CheckCurrentUserFollowsParams{Type: "artist", Ids: []string{plainID, oddID}})
			}},
		{"Users.CheckFollowingUsers",
			func() (any, error) { return c.Users.CheckFollowingUsers(ctx, []spotify.UserID{oddID, plainID}) },
			func() (*http.Response, error) {
				return s.CheckCurrentUserFollows(ctx, &stock.CheckCurrentUserFollowsParams{Type: "user", Ids: []string{oddID, plainID}})
			}},
		{"Users.FollowArtists",
			func() (any, error) {
				return nil, c.Users.FollowArtists(ctx, []spotify.ArtistID{plainID, oddID})
			},
			func() (*http.Response, error) {
				return s.FollowArtistsUsers(ctx, &stock.FollowArtistsUsersParams{Type: "artist", Ids: []string{plainID, oddID}})
			}},
		{"Users.FollowUsers",
			func() (any, error) { return nil, c.Users.FollowUsers(ctx, []spotify.UserID{oddID, plainID}) },
			func() (*http.Response, error) {
				return s.FollowArtistsUsers(ctx, &stock.FollowArtistsUsersParams{Type: "user", Ids: []string{oddID, plainID}})
			}},
		{"Users.Get",
			func() (any, error) { return c.Users.Get(ctx, oddID) },
			func() (*http.Response, error) { return s.GetUsersProfile(ctx, oddID) }},
		{"Users.Get, other punctuation",
			func() (any, error) { return c.Users.Get(ctx, "~!$'()*;") },
			func() (*http.Response, error) { return s.GetUsersProfile(ctx, "~!$'()*;") }},
		{"Users.Me",
			func() (any, error) { return c.Users.Me(ctx) },
			func() (*http.Response, error) { return s.GetCurrentUsersProfile(ctx) }},
		{"Users.ListFollowedArtists",
			func() (any, error) {
				return c.Users.ListFollowedArtists(ctx, &spotify.UsersListFollowedArtistsOptions{After: oddID, Limit: 7})
			},
			func() (*http.Response, error) {
				return s.GetFollowed(ctx, &stock.GetFollowedParams{Type: "artist", After: spotify.Ptr(oddID), Limit: spotify.Ptr(7)})
			}},
		{"Users.ListFollowedArtists, no options",
			func() (any, error) { return c.Users.ListFollowedArtists(ctx, nil) },
			func() (*http.Response, error) {
				return s.GetFollowed(ctx, &stock.GetFollowedParams{Type: "artist"})
			}},
		{"Users.ListTopArtists",
			func() (any, error) {
				return c.Users.ListTopArtists(ctx, &spotify.UsersListTopArtistsOptions{TimeRange: spotify.TimeRangeLongTerm, Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersTopArtistsAndTracks(ctx, "artists", &stock.GetUsersTopArtistsAndTracksParams{
					TimeRange: spotify.Ptr(stock.GetUsersTopArtistsAndTracksParamsTimeRange("long_term")), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Users.ListTopTracks",
			func() (any, error) {
				return c.Users.ListTopTracks(ctx, &spotify.UsersListTopTracksOptions{TimeRange: spotify.TimeRangeShortTerm, Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersTopArtistsAndTracks(ctx, "tracks", &stock.GetUsersTopArtistsAndTracksParams{
					TimeRange: spotify.Ptr(stock.GetUsersTopArtistsAndTracksParamsTimeRange("short_term")), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Users.UnfollowArtists",
			func() (any, error) {
				return nil, c.Users.UnfollowArtists(ctx, []spotify.ArtistID{plainID, oddID})
			},
			func() (*http.Response, error) {
				return s.UnfollowArtistsUsers(ctx, &stock.UnfollowArtistsUsersParams{Type: "artist", Ids: []string{plainID, oddID}})
			}},
		{"Users.UnfollowUsers",
			func() (any, error) { return nil, c.Users.UnfollowUsers(ctx, []spotify.UserID{oddID, plainID}) },
			func() (*http.Response, error) {
				return s.UnfollowArtistsUsers(ctx, &stock.UnfollowArtistsUsersParams{Type: "user", Ids: []string{oddID, plainID}})
			}},
	}
}

func trackRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	saved := time.Date(2024, time.February, 29, 23, 59, 59, 0, time.UTC)
	type timestamped = struct {
		AddedAt time.Time `json:"added_at"`
		Id      string    `json:"id"`
	}
	return []row{
		{"Tracks.CheckSaved",
			func() (any, error) { return c.Tracks.CheckSaved(ctx, []spotify.TrackID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.CheckUsersSavedTracks(ctx, &stock.CheckUsersSavedTracksParams{Ids: []string{plainID, oddID}})
			}},
		{"Tracks.Get",
			func() (any, error) { return c.Tracks.Get(ctx, oddID, &spotify.TracksGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetTrack(ctx, oddID, &stock.GetTrackParams{Market: spotify.Ptr("SE")})
			}},
		{"Tracks.Get, no options",
			func() (any, error) { return c.Tracks.Get(ctx, plainID, nil) },
			func() (*http.Response, error) { return s.GetTrack(ctx, plainID, nil) }},
		{"Tracks.GetAudioAnalysis",
			func() (any, error) { return c.Tracks.GetAudioAnalysis(ctx, oddID) },
			func() (*http.Response, error) { return s.GetAudioAnalysis(ctx, oddID) }},
		{"Tracks.GetAudioFeatures",
			func() (any, error) { return c.Tracks.GetAudioFeatures(ctx, oddID) },
			func() (*http.Response, error) { return s.GetAudioFeatures(ctx, oddID) }},
		{"Tracks.GetMany",
			func() (any, error) {
				return c.Tracks.GetMany(ctx, []spotify.TrackID{plainID, oddID}, &spotify.TracksGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetSeveralTracks(ctx, &stock.GetSeveralTracksParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
		{"Tracks.GetManyAudioFeatures",
			func() (any, error) {
				return c.Tracks.GetManyAudioFeatures(ctx, []spotify.TrackID{plainID, oddID})
			},
			func() (*http.Response, error) {
				return s.GetSeveralAudioFeatures(ctx, &stock.GetSeveralAudioFeaturesParams{Ids: []string{plainID, oddID}})
			}},
		{"Tracks.ListSaved",
			func() (any, error) {
				return c.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Market: "SE", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersSavedTracks(ctx, &stock.GetUsersSavedTracksParams{Market: spotify.Ptr("SE"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Tracks.RemoveSaved",
			func() (any, error) { return nil, c.Tracks.RemoveSaved(ctx, []spotify.TrackID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.RemoveTracksUser(ctx, &stock.RemoveTracksUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Tracks.Save",
			func() (any, error) {
				return nil, c.Tracks.Save(ctx, []spotify.TrackID{plainID, oddID})
			},
			func() (*http.Response, error) {
				return s.SaveTracksUser(ctx, stock.SaveTracksUserJSONRequestBody{Ids: &[]string{plainID, oddID}})
			}},
		{"Tracks.SaveTimestamped",
			func() (any, error) {
				return nil, c.Tracks.SaveTimestamped(ctx, []spotify.TimestampedID{{ID: plainID, AddedAt: saved}})
			},
			func() (*http.Response, error) {
				return s.SaveTracksUser(ctx, stock.SaveTracksUserJSONRequestBody{TimestampedIds: &[]timestamped{{Id: plainID, AddedAt: saved}}})
			}},
	}
}

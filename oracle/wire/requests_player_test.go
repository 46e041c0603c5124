package wire_test

//lint:file-ignore SA1019 Every method is called, those that Spotify has deprecated as well.

import (
	"context"
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/oracle/stock"
)

func playerRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	type offset = struct {
		Position *int    `json:"position,omitempty"`
		Uri      *string `json:"uri,omitempty"`
	}
	return []row{
		{"Player.AddToQueue",
			func() (any, error) {
				return nil, c.Player.AddToQueue(ctx, spotify.URI(oddURI), &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.AddToQueue(ctx, &stock.AddToQueueParams{Uri: oddURI, DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.GetCurrentlyPlaying",
			func() (any, error) {
				return c.Player.GetCurrentlyPlaying(ctx, &spotify.PlayerGetCurrentlyPlayingOptions{
					Market:          "SE",
					AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetTheUsersCurrentlyPlayingTrack(ctx, &stock.GetTheUsersCurrentlyPlayingTrackParams{
					Market:          spotify.Ptr("SE"),
					AdditionalTypes: &[]string{"track", "episode"},
				})
			}},
		{"Player.GetQueue",
			func() (any, error) { return c.Player.GetQueue(ctx) },
			func() (*http.Response, error) { return s.GetQueue(ctx) }},
		{"Player.GetState",
			func() (any, error) {
				return c.Player.GetState(ctx, &spotify.PlayerGetStateOptions{
					Market:          "SE",
					AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetInformationAboutTheUsersCurrentPlayback(ctx, &stock.GetInformationAboutTheUsersCurrentPlaybackParams{
					Market:          spotify.Ptr("SE"),
					AdditionalTypes: &[]string{"track", "episode"},
				})
			}},
		{"Player.GetState, no options",
			func() (any, error) { return c.Player.GetState(ctx, nil) },
			func() (*http.Response, error) { return s.GetInformationAboutTheUsersCurrentPlayback(ctx, nil) }},
		{"Player.ListDevices",
			func() (any, error) { return c.Player.ListDevices(ctx) },
			func() (*http.Response, error) { return s.GetAUsersAvailableDevices(ctx) }},
		{"Player.ListRecentlyPlayed",
			func() (any, error) {
				return c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Limit: 7, After: 1484811043508})
			},
			func() (*http.Response, error) {
				return s.GetRecentlyPlayed(ctx, &stock.GetRecentlyPlayedParams{Limit: spotify.Ptr(7), After: spotify.Ptr(int64(1484811043508))})
			}},
		{"Player.ListRecentlyPlayed, before",
			func() (any, error) {
				return c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Before: 1484811043508})
			},
			func() (*http.Response, error) {
				return s.GetRecentlyPlayed(ctx, &stock.GetRecentlyPlayedParams{Before: spotify.Ptr(int64(1484811043508))})
			}},
		{"Player.Next",
			func() (any, error) { return nil, c.Player.Next(ctx, &spotify.DeviceOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.SkipUsersPlaybackToNextTrack(ctx, &stock.SkipUsersPlaybackToNextTrackParams{DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.Pause",
			func() (any, error) { return nil, c.Player.Pause(ctx, &spotify.DeviceOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.PauseAUsersPlayback(ctx, &stock.PauseAUsersPlaybackParams{DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.Pause, no options",
			func() (any, error) { return nil, c.Player.Pause(ctx, nil) },
			func() (*http.Response, error) { return s.PauseAUsersPlayback(ctx, &stock.PauseAUsersPlaybackParams{}) }},
		{"Player.Play",
			func() (any, error) {
				return nil, c.Player.Play(ctx, spotify.PlayRequest{
					Context:    spotify.URI(oddURI),
					Offset:     &spotify.PlayOffset{Position: spotify.Ptr(5)},
					PositionMS: spotify.Ptr(1500),
				}, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, &stock.StartAUsersPlaybackParams{DeviceId: spotify.Ptr(oddID)}, stock.StartAUsersPlaybackJSONRequestBody{
					ContextUri: spotify.Ptr(oddURI),
					Offset:     &offset{Position: spotify.Ptr(5)},
					PositionMs: spotify.Ptr(1500),
				})
			}},
		{"Player.Play, from the start",
			func() (any, error) {
				return nil, c.Player.Play(ctx, spotify.PlayRequest{
					Context:    spotify.URI(oddURI),
					Offset:     &spotify.PlayOffset{Position: spotify.Ptr(0)},
					PositionMS: spotify.Ptr(0),
				}, nil)
			},
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, nil, stock.StartAUsersPlaybackJSONRequestBody{
					ContextUri: spotify.Ptr(oddURI),
					Offset:     &offset{Position: spotify.Ptr(0)},
					PositionMs: spotify.Ptr(0),
				})
			}},
		{"Player.Play, tracks",
			func() (any, error) {
				return nil, c.Player.Play(ctx, spotify.PlayRequest{
					Items:  spotify.Resources{spotify.URI(trackURI), &spotify.Episode{URI: episodeURI}},
					Offset: &spotify.PlayOffset{Item: spotify.URI(episodeURI)},
				}, nil)
			},
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, nil, stock.StartAUsersPlaybackJSONRequestBody{
					Uris:   &[]string{trackURI, episodeURI},
					Offset: &offset{Uri: spotify.Ptr(episodeURI)},
				})
			}},
		{"Player.Previous",
			func() (any, error) {
				return nil, c.Player.Previous(ctx, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SkipUsersPlaybackToPreviousTrack(ctx, &stock.SkipUsersPlaybackToPreviousTrackParams{DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.Resume",
			func() (any, error) { return nil, c.Player.Resume(ctx, &spotify.DeviceOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, &stock.StartAUsersPlaybackParams{
					DeviceId: spotify.Ptr(oddID),
				}, stock.StartAUsersPlaybackJSONRequestBody{})
			}},
		{"Player.Seek",
			func() (any, error) {
				return nil, c.Player.Seek(ctx, 25000, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SeekToPositionInCurrentlyPlayingTrack(ctx, &stock.SeekToPositionInCurrentlyPlayingTrackParams{
					PositionMs: 25000,
					DeviceId:   spotify.Ptr(oddID),
				})
			}},
		{"Player.Seek, to the start",
			func() (any, error) { return nil, c.Player.Seek(ctx, 0, nil) },
			func() (*http.Response, error) {
				return s.SeekToPositionInCurrentlyPlayingTrack(ctx, &stock.SeekToPositionInCurrentlyPlayingTrackParams{PositionMs: 0})
			}},
		{"Player.SetRepeat",
			func() (any, error) {
				return nil, c.Player.SetRepeat(ctx, spotify.RepeatStateContext, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SetRepeatModeOnUsersPlayback(ctx, &stock.SetRepeatModeOnUsersPlaybackParams{State: "context", DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.SetShuffle",
			func() (any, error) {
				return nil, c.Player.SetShuffle(ctx, true, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.ToggleShuffleForUsersPlayback(ctx, &stock.ToggleShuffleForUsersPlaybackParams{State: true, DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.SetShuffle, off",
			func() (any, error) { return nil, c.Player.SetShuffle(ctx, false, nil) },
			func() (*http.Response, error) {
				return s.ToggleShuffleForUsersPlayback(ctx, &stock.ToggleShuffleForUsersPlaybackParams{State: false})
			}},
		{"Player.SetVolume",
			func() (any, error) {
				return nil, c.Player.SetVolume(ctx, 50, &spotify.DeviceOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SetVolumeForUsersPlayback(ctx, &stock.SetVolumeForUsersPlaybackParams{VolumePercent: 50, DeviceId: spotify.Ptr(oddID)})
			}},
		{"Player.SetVolume, mute",
			func() (any, error) { return nil, c.Player.SetVolume(ctx, 0, nil) },
			func() (*http.Response, error) {
				return s.SetVolumeForUsersPlayback(ctx, &stock.SetVolumeForUsersPlaybackParams{VolumePercent: 0})
			}},
		{"Player.Transfer",
			func() (any, error) {
				return nil, c.Player.Transfer(ctx, spotify.TransferRequest{DeviceID: oddID, Play: true})
			},
			func() (*http.Response, error) {
				return s.TransferAUsersPlayback(ctx, stock.TransferAUsersPlaybackJSONRequestBody{DeviceIds: []string{oddID}, Play: spotify.Ptr(true)})
			}},
		{"Player.Transfer, as it is",
			func() (any, error) { return nil, c.Player.Transfer(ctx, spotify.TransferRequest{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.TransferAUsersPlayback(ctx, stock.TransferAUsersPlaybackJSONRequestBody{DeviceIds: []string{oddID}})
			}},
		{"Player.Transfer, paused or not",
			func() (any, error) {
				return nil, c.Player.Transfer(ctx, spotify.TransferRequest{DeviceID: oddID, Play: false})
			},
			func() (*http.Response, error) {
				return s.TransferAUsersPlayback(ctx, stock.TransferAUsersPlaybackJSONRequestBody{DeviceIds: []string{oddID}, Play: spotify.Ptr(false)})
			}},
	}
}

func recommendationRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Tracks.GetRecommendations",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					Limit:       7,
					Market:      "SE",
					SeedArtists: []spotify.ArtistID{plainID, oddID},
					SeedGenres:  []string{"r&b, soul", "k-pop", oddText},
					SeedTracks:  []spotify.TrackID{plainID},
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					Limit:       spotify.Ptr(7),
					Market:      spotify.Ptr("SE"),
					SeedArtists: &[]string{plainID, oddID},
					SeedGenres:  &[]string{"r&b, soul", "k-pop", oddText},
					SeedTracks:  &[]string{plainID},
				})
			}},
		{"Tracks.GetRecommendations, all attributes",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinAcousticness:        spotify.Ptr(0.0),
					MaxAcousticness:        spotify.Ptr(0.25),
					TargetAcousticness:     spotify.Ptr(0.5),
					MinDanceability:        spotify.Ptr(0.75),
					MaxDanceability:        spotify.Ptr(1.0),
					TargetDanceability:     spotify.Ptr(1.25),
					MinDurationMS:          spotify.Ptr(6),
					MaxDurationMS:          spotify.Ptr(7),
					TargetDurationMS:       spotify.Ptr(8),
					MinEnergy:              spotify.Ptr(2.25),
					MaxEnergy:              spotify.Ptr(2.5),
					TargetEnergy:           spotify.Ptr(2.75),
					MinInstrumentalness:    spotify.Ptr(3.0),
					MaxInstrumentalness:    spotify.Ptr(3.25),
					TargetInstrumentalness: spotify.Ptr(3.5),
					MinKey:                 spotify.Ptr(15),
					MaxKey:                 spotify.Ptr(16),
					TargetKey:              spotify.Ptr(17),
					MinLiveness:            spotify.Ptr(4.5),
					MaxLiveness:            spotify.Ptr(4.75),
					TargetLiveness:         spotify.Ptr(5.0),
					MinLoudness:            spotify.Ptr(-5.25),
					MaxLoudness:            spotify.Ptr(-5.5),
					TargetLoudness:         spotify.Ptr(-5.75),
					MinMode:                spotify.Ptr(24),
					MaxMode:                spotify.Ptr(25),
					TargetMode:             spotify.Ptr(26),
					MinPopularity:          spotify.Ptr(27),
					MaxPopularity:          spotify.Ptr(28),
					TargetPopularity:       spotify.Ptr(29),
					MinSpeechiness:         spotify.Ptr(7.5),
					MaxSpeechiness:         spotify.Ptr(7.75),
					TargetSpeechiness:      spotify.Ptr(8.0),
					MinTempo:               spotify.Ptr(8.25),
					MaxTempo:               spotify.Ptr(8.5),
					TargetTempo:            spotify.Ptr(8.75),
					MinTimeSignature:       spotify.Ptr(36),
					MaxTimeSignature:       spotify.Ptr(37),
					TargetTimeSignature:    spotify.Ptr(38),
					MinValence:             spotify.Ptr(9.75),
					MaxValence:             spotify.Ptr(10.0),
					TargetValence:          spotify.Ptr(10.25),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinAcousticness:        spotify.Ptr(float32(0.0)),
					MaxAcousticness:        spotify.Ptr(float32(0.25)),
					TargetAcousticness:     spotify.Ptr(float32(0.5)),
					MinDanceability:        spotify.Ptr(float32(0.75)),
					MaxDanceability:        spotify.Ptr(float32(1.0)),
					TargetDanceability:     spotify.Ptr(float32(1.25)),
					MinDurationMs:          spotify.Ptr(6),
					MaxDurationMs:          spotify.Ptr(7),
					TargetDurationMs:       spotify.Ptr(8),
					MinEnergy:              spotify.Ptr(float32(2.25)),
					MaxEnergy:              spotify.Ptr(float32(2.5)),
					TargetEnergy:           spotify.Ptr(float32(2.75)),
					MinInstrumentalness:    spotify.Ptr(float32(3.0)),
					MaxInstrumentalness:    spotify.Ptr(float32(3.25)),
					TargetInstrumentalness: spotify.Ptr(float32(3.5)),
					MinKey:                 spotify.Ptr(15),
					MaxKey:                 spotify.Ptr(16),
					TargetKey:              spotify.Ptr(17),
					MinLiveness:            spotify.Ptr(float32(4.5)),
					MaxLiveness:            spotify.Ptr(float32(4.75)),
					TargetLiveness:         spotify.Ptr(float32(5.0)),
					MinLoudness:            spotify.Ptr(float32(-5.25)),
					MaxLoudness:            spotify.Ptr(float32(-5.5)),
					TargetLoudness:         spotify.Ptr(float32(-5.75)),
					MinMode:                spotify.Ptr(24),
					MaxMode:                spotify.Ptr(25),
					TargetMode:             spotify.Ptr(26),
					MinPopularity:          spotify.Ptr(27),
					MaxPopularity:          spotify.Ptr(28),
					TargetPopularity:       spotify.Ptr(29),
					MinSpeechiness:         spotify.Ptr(float32(7.5)),
					MaxSpeechiness:         spotify.Ptr(float32(7.75)),
					TargetSpeechiness:      spotify.Ptr(float32(8.0)),
					MinTempo:               spotify.Ptr(float32(8.25)),
					MaxTempo:               spotify.Ptr(float32(8.5)),
					TargetTempo:            spotify.Ptr(float32(8.75)),
					MinTimeSignature:       spotify.Ptr(36),
					MaxTimeSignature:       spotify.Ptr(37),
					TargetTimeSignature:    spotify.Ptr(38),
					MinValence:             spotify.Ptr(float32(9.75)),
					MaxValence:             spotify.Ptr(float32(10.0)),
					TargetValence:          spotify.Ptr(float32(10.25)),
				})
			}},
		{"Tracks.GetRecommendations, tiny and huge",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinEnergy: spotify.Ptr(1.0 / (1 << 30)),
					MaxTempo:  spotify.Ptr(1e21),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinEnergy: spotify.Ptr(float32(1.0 / (1 << 30))),
					MaxTempo:  spotify.Ptr(float32(1e21)),
				})
			}},
		{"Tracks.GetRecommendations, decimals",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinEnergy:   spotify.Ptr(0.1),
					TargetTempo: spotify.Ptr(120.123456789),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinEnergy:   spotify.Ptr(float32(0.1)),
					TargetTempo: spotify.Ptr(float32(120.123456789)),
				})
			}},
	}
}

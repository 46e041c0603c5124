package generator_test

//lint:file-ignore SA1019 Every method is called, those that Spotify has deprecated as well.

import (
	"context"
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/generator/internal/oracle/stock"
)

func playerRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	type offset = struct {
		Position *int    `json:"position,omitempty"`
		Uri      *string `json:"uri,omitempty"`
	}
	return []row{
		{"Player.AddToQueue",
			func() (any, error) {
				return nil, c.Player.AddToQueue(ctx, spotify.URI(oddURI), &spotify.PlayerAddToQueueOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.AddToQueue(ctx, &stock.AddToQueueParams{Uri: oddURI, DeviceId: new(oddID)})
			}},
		{"Player.GetCurrentlyPlaying",
			func() (any, error) {
				return c.Player.GetCurrentlyPlaying(ctx, &spotify.PlayerGetCurrentlyPlayingOptions{
					Market:          "SE",
					AdditionalTypes: []spotify.ItemType{spotify.ItemTypeTrack, spotify.ItemTypeEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetTheUsersCurrentlyPlayingTrack(ctx, &stock.GetTheUsersCurrentlyPlayingTrackParams{
					Market:          new("SE"),
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
					AdditionalTypes: []spotify.ItemType{spotify.ItemTypeTrack, spotify.ItemTypeEpisode},
				})
			},
			func() (*http.Response, error) {
				return s.GetInformationAboutTheUsersCurrentPlayback(ctx, &stock.GetInformationAboutTheUsersCurrentPlaybackParams{
					Market:          new("SE"),
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
				return s.GetRecentlyPlayed(ctx, &stock.GetRecentlyPlayedParams{Limit: new(7), After: new(int64(1484811043508))})
			}},
		{"Player.ListRecentlyPlayed, before",
			func() (any, error) {
				return c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Before: 1484811043508})
			},
			func() (*http.Response, error) {
				return s.GetRecentlyPlayed(ctx, &stock.GetRecentlyPlayedParams{Before: new(int64(1484811043508))})
			}},
		{"Player.Next",
			func() (any, error) { return nil, c.Player.Next(ctx, &spotify.PlayerNextOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.SkipUsersPlaybackToNextTrack(ctx, &stock.SkipUsersPlaybackToNextTrackParams{DeviceId: new(oddID)})
			}},
		{"Player.Pause",
			func() (any, error) { return nil, c.Player.Pause(ctx, &spotify.PlayerPauseOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.PauseAUsersPlayback(ctx, &stock.PauseAUsersPlaybackParams{DeviceId: new(oddID)})
			}},
		{"Player.Pause, no options",
			func() (any, error) { return nil, c.Player.Pause(ctx, nil) },
			func() (*http.Response, error) { return s.PauseAUsersPlayback(ctx, &stock.PauseAUsersPlaybackParams{}) }},
		{"Player.Play",
			func() (any, error) {
				return nil, c.Player.Play(ctx, spotify.PlayRequest{
					Context:    spotify.URI(oddURI),
					Offset:     &spotify.PlayOffset{Position: new(5)},
					PositionMS: new(1500),
				}, &spotify.PlayerPlayOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, &stock.StartAUsersPlaybackParams{DeviceId: new(oddID)}, stock.StartAUsersPlaybackJSONRequestBody{
					ContextUri: new(oddURI),
					Offset:     &offset{Position: new(5)},
					PositionMs: new(1500),
				})
			}},
		{"Player.Play, from the start",
			func() (any, error) {
				return nil, c.Player.Play(ctx, spotify.PlayRequest{
					Context:    spotify.URI(oddURI),
					Offset:     &spotify.PlayOffset{Position: new(0)},
					PositionMS: new(0),
				}, nil)
			},
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, nil, stock.StartAUsersPlaybackJSONRequestBody{
					ContextUri: new(oddURI),
					Offset:     &offset{Position: new(0)},
					PositionMs: new(0),
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
					Offset: &offset{Uri: new(episodeURI)},
				})
			}},
		{"Player.Previous",
			func() (any, error) {
				return nil, c.Player.Previous(ctx, &spotify.PlayerPreviousOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SkipUsersPlaybackToPreviousTrack(ctx, &stock.SkipUsersPlaybackToPreviousTrackParams{DeviceId: new(oddID)})
			}},
		{"Player.Resume",
			func() (any, error) { return nil, c.Player.Resume(ctx, &spotify.PlayerResumeOptions{DeviceID: oddID}) },
			func() (*http.Response, error) {
				return s.StartAUsersPlayback(ctx, &stock.StartAUsersPlaybackParams{
					DeviceId: new(oddID),
				}, stock.StartAUsersPlaybackJSONRequestBody{})
			}},
		{"Player.Seek",
			func() (any, error) {
				return nil, c.Player.Seek(ctx, 25000, &spotify.PlayerSeekOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SeekToPositionInCurrentlyPlayingTrack(ctx, &stock.SeekToPositionInCurrentlyPlayingTrackParams{
					PositionMs: 25000,
					DeviceId:   new(oddID),
				})
			}},
		{"Player.Seek, to the start",
			func() (any, error) { return nil, c.Player.Seek(ctx, 0, nil) },
			func() (*http.Response, error) {
				return s.SeekToPositionInCurrentlyPlayingTrack(ctx, &stock.SeekToPositionInCurrentlyPlayingTrackParams{PositionMs: 0})
			}},
		{"Player.SetRepeat",
			func() (any, error) {
				return nil, c.Player.SetRepeat(ctx, spotify.RepeatStateContext, &spotify.PlayerSetRepeatOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SetRepeatModeOnUsersPlayback(ctx, &stock.SetRepeatModeOnUsersPlaybackParams{State: "context", DeviceId: new(oddID)})
			}},
		{"Player.SetShuffle",
			func() (any, error) {
				return nil, c.Player.SetShuffle(ctx, true, &spotify.PlayerSetShuffleOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.ToggleShuffleForUsersPlayback(ctx, &stock.ToggleShuffleForUsersPlaybackParams{State: true, DeviceId: new(oddID)})
			}},
		{"Player.SetShuffle, off",
			func() (any, error) { return nil, c.Player.SetShuffle(ctx, false, nil) },
			func() (*http.Response, error) {
				return s.ToggleShuffleForUsersPlayback(ctx, &stock.ToggleShuffleForUsersPlaybackParams{State: false})
			}},
		{"Player.SetVolume",
			func() (any, error) {
				return nil, c.Player.SetVolume(ctx, 50, &spotify.PlayerSetVolumeOptions{DeviceID: oddID})
			},
			func() (*http.Response, error) {
				return s.SetVolumeForUsersPlayback(ctx, &stock.SetVolumeForUsersPlaybackParams{VolumePercent: 50, DeviceId: new(oddID)})
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
				return s.TransferAUsersPlayback(ctx, stock.TransferAUsersPlaybackJSONRequestBody{DeviceIds: []string{oddID}, Play: new(true)})
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
				return s.TransferAUsersPlayback(ctx, stock.TransferAUsersPlaybackJSONRequestBody{DeviceIds: []string{oddID}, Play: new(false)})
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
					Limit:       new(7),
					Market:      new("SE"),
					SeedArtists: &[]string{plainID, oddID},
					SeedGenres:  &[]string{"r&b, soul", "k-pop", oddText},
					SeedTracks:  &[]string{plainID},
				})
			}},
		{"Tracks.GetRecommendations, all attributes",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinAcousticness:        new(0.0),
					MaxAcousticness:        new(0.25),
					TargetAcousticness:     new(0.5),
					MinDanceability:        new(0.75),
					MaxDanceability:        new(1.0),
					TargetDanceability:     new(1.25),
					MinDurationMS:          new(6),
					MaxDurationMS:          new(7),
					TargetDurationMS:       new(8),
					MinEnergy:              new(2.25),
					MaxEnergy:              new(2.5),
					TargetEnergy:           new(2.75),
					MinInstrumentalness:    new(3.0),
					MaxInstrumentalness:    new(3.25),
					TargetInstrumentalness: new(3.5),
					MinKey:                 new(15),
					MaxKey:                 new(16),
					TargetKey:              new(17),
					MinLiveness:            new(4.5),
					MaxLiveness:            new(4.75),
					TargetLiveness:         new(5.0),
					MinLoudness:            new(-5.25),
					MaxLoudness:            new(-5.5),
					TargetLoudness:         new(-5.75),
					MinMode:                new(24),
					MaxMode:                new(25),
					TargetMode:             new(26),
					MinPopularity:          new(27),
					MaxPopularity:          new(28),
					TargetPopularity:       new(29),
					MinSpeechiness:         new(7.5),
					MaxSpeechiness:         new(7.75),
					TargetSpeechiness:      new(8.0),
					MinTempo:               new(8.25),
					MaxTempo:               new(8.5),
					TargetTempo:            new(8.75),
					MinTimeSignature:       new(36),
					MaxTimeSignature:       new(37),
					TargetTimeSignature:    new(38),
					MinValence:             new(9.75),
					MaxValence:             new(10.0),
					TargetValence:          new(10.25),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinAcousticness:        new(float32(0.0)),
					MaxAcousticness:        new(float32(0.25)),
					TargetAcousticness:     new(float32(0.5)),
					MinDanceability:        new(float32(0.75)),
					MaxDanceability:        new(float32(1.0)),
					TargetDanceability:     new(float32(1.25)),
					MinDurationMs:          new(6),
					MaxDurationMs:          new(7),
					TargetDurationMs:       new(8),
					MinEnergy:              new(float32(2.25)),
					MaxEnergy:              new(float32(2.5)),
					TargetEnergy:           new(float32(2.75)),
					MinInstrumentalness:    new(float32(3.0)),
					MaxInstrumentalness:    new(float32(3.25)),
					TargetInstrumentalness: new(float32(3.5)),
					MinKey:                 new(15),
					MaxKey:                 new(16),
					TargetKey:              new(17),
					MinLiveness:            new(float32(4.5)),
					MaxLiveness:            new(float32(4.75)),
					TargetLiveness:         new(float32(5.0)),
					MinLoudness:            new(float32(-5.25)),
					MaxLoudness:            new(float32(-5.5)),
					TargetLoudness:         new(float32(-5.75)),
					MinMode:                new(24),
					MaxMode:                new(25),
					TargetMode:             new(26),
					MinPopularity:          new(27),
					MaxPopularity:          new(28),
					TargetPopularity:       new(29),
					MinSpeechiness:         new(float32(7.5)),
					MaxSpeechiness:         new(float32(7.75)),
					TargetSpeechiness:      new(float32(8.0)),
					MinTempo:               new(float32(8.25)),
					MaxTempo:               new(float32(8.5)),
					TargetTempo:            new(float32(8.75)),
					MinTimeSignature:       new(36),
					MaxTimeSignature:       new(37),
					TargetTimeSignature:    new(38),
					MinValence:             new(float32(9.75)),
					MaxValence:             new(float32(10.0)),
					TargetValence:          new(float32(10.25)),
				})
			}},
		{"Tracks.GetRecommendations, tiny and huge",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinEnergy: new(1.0 / (1 << 30)),
					MaxTempo:  new(1e21),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinEnergy: new(float32(1.0 / (1 << 30))),
					MaxTempo:  new(float32(1e21)),
				})
			}},
		{"Tracks.GetRecommendations, decimals",
			func() (any, error) {
				return c.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{
					MinEnergy:   new(0.1),
					TargetTempo: new(120.123456789),
				})
			},
			func() (*http.Response, error) {
				return s.GetRecommendations(ctx, &stock.GetRecommendationsParams{
					MinEnergy:   new(float32(0.1)),
					TargetTempo: new(float32(120.123456789)),
				})
			}},
	}
}

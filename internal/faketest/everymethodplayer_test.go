package faketest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func playOf(track spotify.TrackID) spotifytest.Play { return spotifytest.Play{URI: track.URI()} }

func playerReads() map[string]step {
	return map[string]step{
		"Player.GetState": func(t *testing.T, f *fixture) error {
			f.Advance(42 * time.Second)
			got, err := f.client.Player.GetState(t.Context(), nil)
			if err != nil {
				return err
			}
			now := f.Playback("")
			wantEqual(t, "device, item, context, progress, and modes",
				[]any{now.Device.ID, f.example.Track.URI(), f.example.Album.URI(), 42_000, true, spotify.RepeatStateOff, false},
				[]any{got.Device.ID, got.Item.ResourceURI(), got.Context.URI, *got.ProgressMS, got.IsPlaying, got.RepeatState, got.ShuffleState})
			return nil
		},
		"Player.GetCurrentlyPlaying": func(t *testing.T, f *fixture) error {
			f.StartPlayback("", f.example.Episode.URI())
			f.Advance(time.Minute)
			got, err := f.client.Player.GetCurrentlyPlaying(t.Context(), &spotify.PlayerGetCurrentlyPlayingOptions{
				AdditionalTypes: []spotify.Kind{spotify.KindEpisode},
			})
			if err != nil {
				return err
			}
			if got.Item.Episode == nil || got.Item.Episode.ID != f.example.Episode {
				t.Fatalf("what plays is %+v, want the episode", got.Item)
			}
			wantEqual(t, "kind and progress", []any{spotify.KindEpisode, 60_000, true}, []any{got.CurrentlyPlayingType, *got.ProgressMS, got.IsPlaying})
			return nil
		},
		"Player.GetQueue": func(t *testing.T, f *fixture) error {
			got, err := f.client.Player.GetQueue(t.Context())
			if err != nil {
				return err
			}
			want := f.Playback("")
			wantEqual(t, "queue", prepend(want.Upcoming, want.Item),
				prepend(each(got.Queue, spotify.Playable.ResourceURI), got.CurrentlyPlaying.ResourceURI()))
			wantEqual(t, "its length", 11, len(got.Queue))
			return nil
		},
		"Player.ListDevices": func(t *testing.T, f *fixture) error {
			got, err := f.client.Player.ListDevices(t.Context())
			if err != nil {
				return err
			}
			wantEqual(t, "devices",
				each(f.Devices(""), func(d spotifytest.Device) []any {
					return []any{d.ID, d.Name, d.Type, d.Volume, d.Active, d.Restricted}
				}),
				each(got, func(d spotify.Device) []any {
					volume := -1
					if d.VolumePercent != nil {
						volume = *d.VolumePercent
					}
					return []any{d.ID, d.Name, string(d.Type), volume, d.IsActive, d.IsRestricted}
				}))
			wantEqual(t, "number of devices", 3, len(got))
			return nil
		},
		"Player.ListRecentlyPlayed": func(t *testing.T, f *fixture) error {
			plays := f.RecentlyPlayed("")
			page, err := f.client.Player.ListRecentlyPlayed(t.Context(), &spotify.PlayerListRecentlyPlayedOptions{
				Limit: 5, Before: plays[9].At.UnixMilli(),
			})
			if err != nil {
				return err
			}
			f.wantPlays(t, plays[10:15], page.Items)
			return nil
		},
		"Player.AllRecentlyPlayed": func(t *testing.T, f *fixture) error {
			plays, err := collect(f.client.Player.AllRecentlyPlayed(t.Context(), nil), func(p spotify.PlayHistory) spotify.PlayHistory { return p })
			if err != nil {
				return err
			}
			f.wantPlays(t, f.RecentlyPlayed(""), plays)
			return nil
		},
	}
}

// wantPlays compares times, contexts, and recordings: another instance of a track may
// stand for it.
func (f *fixture) wantPlays(t *testing.T, want []spotifytest.Play, got []spotify.PlayHistory) {
	t.Helper()
	wantEqual(t, "plays",
		each(want, func(p spotifytest.Play) []any {
			return []any{p.At, p.Context, f.recording(spotify.TrackID(p.URI.ID()))}
		}),
		each(got, func(p spotify.PlayHistory) []any {
			var context spotify.URI
			if p.Context != nil {
				context = p.Context.URI
			}
			return []any{p.PlayedAt, context, p.Track.ExternalIDs.ISRC}
		}))
}

// command makes a step of a command to the player: what it changes in the playback of
// the example album, which is at its first track.
func command(send func(t *testing.T, f *fixture, player *spotify.PlayerService) error, change func(f *fixture, p *spotifytest.Playback)) step {
	return func(t *testing.T, f *fixture) error {
		f.Advance(10 * time.Second)
		want := f.Playback("")
		err := send(t, f, f.client.Player)
		if err != nil {
			return err
		}
		change(f, &want)
		got := f.Playback("")
		// No device has other fields that a command could change.
		wantEqual(t, "playback", want, got)
		if diff := cmp.Diff(want.Device.ID, activeDevice(f)); diff != "" {
			t.Errorf("active device (-want +got):\n%s", diff)
		}
		return nil
	}
}

func activeDevice(f *fixture) spotify.DeviceID {
	devices := f.Devices("")
	i := slices.IndexFunc(devices, func(d spotifytest.Device) bool { return d.Active })
	if i < 0 {
		return ""
	}
	return devices[i].ID
}

func playerCommands() map[string]step {
	// played says that the first track of the album gives way to another one.
	played := func(p *spotifytest.Playback, item spotify.URI, upcoming []spotify.URI) {
		p.Item, p.Upcoming, p.Progress = item, upcoming, 0
	}
	return map[string]step{
		"Player.AddToQueue": command(
			func(t *testing.T, f *fixture, player *spotify.PlayerService) error {
				return player.AddToQueue(t.Context(), f.fresh.track.URI(), nil)
			},
			func(f *fixture, p *spotifytest.Playback) {
				p.Queue = []spotify.URI{f.fresh.track.URI()}
				p.Upcoming = prepend(p.Upcoming, f.fresh.track.URI())
			}),
		"Player.Next": command(
			func(t *testing.T, _ *fixture, player *spotify.PlayerService) error {
				return player.Next(t.Context(), nil)
			},
			func(_ *fixture, p *spotifytest.Playback) { played(p, p.Upcoming[0], p.Upcoming[1:]) }),
		"Player.Pause": command(
			func(t *testing.T, _ *fixture, player *spotify.PlayerService) error {
				return player.Pause(t.Context(), nil)
			},
			func(_ *fixture, p *spotifytest.Playback) { p.Playing = false }),
		"Player.Play": command(
			func(t *testing.T, f *fixture, player *spotify.PlayerService) error {
				return player.Play(t.Context(), spotify.PlayRequest{
					Context:    f.example.Album.URI(),
					Offset:     &spotify.PlayOffset{Position: spotify.Ptr(2)},
					PositionMS: spotify.Ptr(5_000),
				}, nil)
			},
			func(_ *fixture, p *spotifytest.Playback) {
				played(p, p.Upcoming[1], p.Upcoming[2:])
				p.Progress = 5 * time.Second
			}),
		"Player.Previous": func(t *testing.T, f *fixture) error {
			want := f.Playback("")
			try(t, f.client.Player.Play(t.Context(), spotify.PlayRequest{
				Context: f.example.Album.URI(), Offset: &spotify.PlayOffset{Position: spotify.Ptr(1)},
			}, nil))
			f.Advance(time.Second)
			if err := f.client.Player.Previous(t.Context(), nil); err != nil {
				return err
			}
			wantEqual(t, "playback", want, f.Playback(""))
			return nil
		},
		"Player.Resume": command(
			func(t *testing.T, f *fixture, player *spotify.PlayerService) error {
				try(t, player.Pause(t.Context(), nil))
				f.Advance(time.Minute)
				return player.Resume(t.Context(), nil)
			},
			func(*fixture, *spotifytest.Playback) {}),
		"Player.Seek": command(
			func(t *testing.T, _ *fixture, player *spotify.PlayerService) error {
				return player.Seek(t.Context(), 90_500, nil)
			},
			func(_ *fixture, p *spotifytest.Playback) { p.Progress = 90_500 * time.Millisecond }),
		"Player.SetRepeat": command(
			func(t *testing.T, _ *fixture, player *spotify.PlayerService) error {
				return player.SetRepeat(t.Context(), spotify.RepeatStateTrack, nil)
			},
			func(_ *fixture, p *spotifytest.Playback) { p.Repeat = "track" }),
		"Player.SetShuffle": func(t *testing.T, f *fixture) error {
			before := f.Playback("")
			if err := f.client.Player.SetShuffle(t.Context(), true, nil); err != nil {
				return err
			}
			after := f.Playback("")
			if !after.Shuffle || after.Item != before.Item || slices.Equal(before.Upcoming, after.Upcoming) {
				t.Errorf("shuffle is %t for %s and then %s", after.Shuffle, after.Item, after.Upcoming)
			}
			wantEqual(t, "what will play, in any order", slices.Sorted(slices.Values(before.Upcoming)), slices.Sorted(slices.Values(after.Upcoming)))
			return nil
		},
		"Player.SetVolume": command(
			func(t *testing.T, _ *fixture, player *spotify.PlayerService) error {
				return player.SetVolume(t.Context(), 35, nil)
			},
			func(_ *fixture, p *spotifytest.Playback) { p.Device.Volume = 35 }),
		"Player.Transfer": command(
			func(t *testing.T, f *fixture, player *spotify.PlayerService) error {
				return player.Transfer(t.Context(), spotify.TransferRequest{DeviceID: f.Devices("")[1].ID})
			},
			func(f *fixture, p *spotifytest.Playback) {
				p.Device = f.Devices("")[1]
				p.Device.Active = true
			}),
	}
}

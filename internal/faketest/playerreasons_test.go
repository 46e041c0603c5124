package faketest_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestPlayerReasons(t *testing.T) {
	type commands = *spotify.PlayerService
	playing := func(j *jukebox) { j.StartPlayback("", j.album) }
	pause := func(ctx context.Context, p commands) error { return p.Pause(ctx, nil) }
	resume := func(ctx context.Context, p commands) error { return p.Resume(ctx, nil) }
	next := func(ctx context.Context, p commands) error { return p.Next(ctx, nil) }
	previous := func(ctx context.Context, p commands) error { return p.Previous(ctx, nil) }
	seek := func(ctx context.Context, p commands) error { return p.Seek(ctx, 1000, nil) }
	volume := func(ctx context.Context, p commands) error { return p.SetVolume(ctx, 10, nil) }
	tests := []struct {
		name    string
		given   func(j *jukebox)
		command func(ctx context.Context, p commands) error
		status  int
		reason  spotify.Reason
		is      []error
	}{
		{"nothing active", func(*jukebox) {}, pause, 404, spotify.ReasonNoActiveDevice, []error{spotify.ErrNoActiveDevice}},
		{"the device is gone", func(j *jukebox) { playing(j); j.RemoveDevice("", j.computer) }, next,
			404, spotify.ReasonNoActiveDevice, []error{spotify.ErrNoActiveDevice}},
		{"without Premium", func(j *jukebox) {
			playing(j)
			free := j.User()
			free.Product = "free"
			j.AddUser(free)
		}, pause, 403, spotify.ReasonPremiumRequired, []error{spotify.ErrPremiumRequired, spotify.ErrForbidden}},
		{"paused already", func(j *jukebox) {
			playing(j)
			j.Advance(30 * time.Minute) // beyond the end
		}, pause, 403, spotify.ReasonAlreadyPaused, []error{spotify.ErrForbidden}},
		{"playing already", playing, resume, 403, spotify.ReasonNotPaused, []error{spotify.ErrForbidden}},
		{"nothing to resume", func(j *jukebox) { j.AddDevice("", spotifytest.Device{Name: "TV", Type: "TV", Active: true}) }, resume,
			403, spotify.ReasonNotPlayingContext, []error{spotify.ErrForbidden}},
		{"nothing to seek in", func(j *jukebox) { j.AddDevice("", spotifytest.Device{Name: "TV", Type: "TV", Active: true}) }, seek,
			403, spotify.ReasonNotPlayingTrack, []error{spotify.ErrForbidden}},
		{"before the first", playing, previous, 403, spotify.ReasonNoPrevTrack, []error{spotify.ErrForbidden}},
		{"behind the last", func(j *jukebox) { j.StartPlayback("", j.uris["a"]) }, next, 403, spotify.ReasonNoNextTrack, []error{spotify.ErrForbidden}},
		{"skipping an advertisement", func(j *jukebox) { playing(j); j.PlayAd("") }, next, 403, spotify.ReasonContextDisallow, []error{spotify.ErrForbidden}},
		{"seeking in an advertisement", func(j *jukebox) { playing(j); j.PlayAd("") }, seek, 403, spotify.ReasonContextDisallow, []error{spotify.ErrForbidden}},
		{"a fixed volume", func(j *jukebox) {
			j.AddDevice("", spotifytest.Device{ID: j.phone, Name: "Phone", Volume: 100, FixedVolume: true, Active: true})
		}, volume, 403, spotify.ReasonVolumeControlDisallow, []error{spotify.ErrForbidden}},
		{"playing on a restricted device", func(j *jukebox) {
			playing(j)
			j.AddDevice("", spotifytest.Device{ID: j.radio, Name: "Radio", Volume: -1, Restricted: true, Active: true})
		}, pause, 403, spotify.ReasonRemoteControlDisallow, []error{spotify.ErrForbidden}},
		{"naming a restricted device", playing, func(ctx context.Context, p commands) error {
			return p.Pause(ctx, &spotify.DeviceOptions{DeviceID: "radio"})
		}, 403, spotify.ReasonDeviceNotControllable, []error{spotify.ErrForbidden}},
		{"transferring to it", playing, func(ctx context.Context, p commands) error {
			return p.Transfer(ctx, spotify.TransferRequest{DeviceID: "radio"})
		}, 403, spotify.ReasonDeviceNotControllable, []error{spotify.ErrForbidden}},
		{"naming an unknown device", playing, func(ctx context.Context, p commands) error {
			return p.Pause(ctx, &spotify.DeviceOptions{DeviceID: "none"})
		}, 404, "", []error{spotify.ErrNotFound}},
		{"transferring to it", playing, func(ctx context.Context, p commands) error {
			return p.Transfer(ctx, spotify.TransferRequest{DeviceID: "none"})
		}, 404, "", []error{spotify.ErrNotFound}},
		{"queueing what nobody has", playing, func(ctx context.Context, p commands) error {
			return p.AddToQueue(ctx, spotify.TrackID("6kLCHFM39wkFjOuyPGLGeQ").URI(), nil)
		}, 404, spotify.ReasonNoSpecificTrack, []error{spotify.ErrNotFound}},
	}
	for _, reason := range []spotify.Reason{
		spotify.ReasonAlreadyPlaying, spotify.ReasonEndlessContext, spotify.ReasonNotPlayingLocally,
		spotify.ReasonUnknown, "SOMETHING_NEW",
	} {
		tests = append(tests, struct {
			name    string
			given   func(j *jukebox)
			command func(ctx context.Context, p commands) error
			status  int
			reason  spotify.Reason
			is      []error
		}{string(reason), func(j *jukebox) { playing(j); j.RefuseCommand("", reason) }, next, 403, reason, []error{spotify.ErrForbidden}})
	}
	sentinels := []error{spotify.ErrNoActiveDevice, spotify.ErrPremiumRequired, spotify.ErrForbidden, spotify.ErrNotFound, spotify.ErrRateLimited}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j := newJukebox(t)
			test.given(j)
			before := j.Playback("")
			err := test.command(t.Context(), j.player)
			var refused *spotify.APIError
			if !errors.As(err, &refused) || refused.StatusCode != test.status || refused.Reason != test.reason {
				t.Fatalf("error %v, want status %d with the reason %q", err, test.status, test.reason)
			}
			for _, sentinel := range sentinels {
				if got, want := errors.Is(err, sentinel), slices.Contains(test.is, sentinel); got != want {
					t.Errorf("is %v: %v, want %v", sentinel, got, want)
				}
			}
			if diff := cmp.Diff(before, j.Playback("")); diff != "" {
				t.Errorf("what was refused changed playback (-before +after):\n%s", diff)
			}
		})
	}
}

func TestRefuseCommandCounts(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	j.StartPlayback("", j.album)
	j.RefuseCommand("", spotify.ReasonUnknown)
	j.RefuseCommand("", spotify.ReasonEndlessContext)
	for _, want := range []string{
		"403 Player command failed: Restriction violated [UNKNOWN]",
		"403 Player command failed: Endless context [ENDLESS_CONTEXT]",
		"",
	} {
		if got := refusedCommand(j.player.SetShuffle(ctx, true, nil)); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
}

func TestCommandSpacing(t *testing.T) {
	j, ctx := newJukebox(t, spotifytest.CommandSpacing(time.Second)), t.Context()
	where := &spotify.DeviceOptions{DeviceID: j.computer}
	try(t, j.player.Play(ctx, spotify.PlayRequest{Context: j.album}, where))
	err := j.player.Next(ctx, nil)
	if want := "403 Player command failed: Too many commands [RATE_LIMITED]"; refusedCommand(err) != want || errors.Is(err, spotify.ErrRateLimited) {
		t.Errorf("refused with %q, want %q, which is not ErrRateLimited", refusedCommand(err), want)
	}
	try(t, j.player.Pause(ctx, nil))
	j.Advance(time.Second)
	try(t, j.player.Next(ctx, nil))
	j.expect(t, "b|ce")
}

// What the player says that it disallows is what it refuses.
func TestPlayerDisallows(t *testing.T) {
	states := []struct {
		name  string
		given func(j *jukebox)
		want  []string
	}{
		{"the first of several", func(j *jukebox) { j.StartPlayback("", j.album) }, []string{"resuming", "skipping_prev"}},
		{"the last of several", func(j *jukebox) { j.StartPlayback("", j.album); j.Advance(10 * time.Minute) }, []string{"resuming", "skipping_next"}},
		{"stopped at the end", func(j *jukebox) { j.StartPlayback("", j.album); j.Advance(30 * time.Minute) }, []string{"pausing", "skipping_prev"}},
		{"an advertisement", func(j *jukebox) { j.StartPlayback("", j.album); j.Advance(4 * time.Minute); j.PlayAd("") },
			[]string{"interrupting_playback", "resuming", "seeking", "skipping_next", "skipping_prev"}},
		{"nothing", func(j *jukebox) { j.AddDevice("", spotifytest.Device{ID: j.computer, Volume: 1, Active: true}) },
			[]string{"pausing", "resuming", "seeking", "skipping_next", "skipping_prev"}},
		{"restricted", func(j *jukebox) {
			j.StartPlayback("", j.album)
			j.AddDevice("", spotifytest.Device{ID: j.radio, Name: "Radio", Volume: -1, Restricted: true, Active: true})
		}, []string{
			"interrupting_playback", "pausing", "resuming", "seeking", "skipping_next", "skipping_prev",
			"toggling_repeat_context", "toggling_repeat_track", "toggling_shuffle",
		}},
	}
	commands := map[string]func(j *jukebox, ctx context.Context) error{
		"interrupting_playback": func(j *jukebox, ctx context.Context) error {
			return j.player.Play(ctx, spotify.PlayRequest{Context: j.show}, nil)
		},
		"pausing":                 func(j *jukebox, ctx context.Context) error { return j.player.Pause(ctx, nil) },
		"resuming":                func(j *jukebox, ctx context.Context) error { return j.player.Resume(ctx, nil) },
		"seeking":                 func(j *jukebox, ctx context.Context) error { return j.player.Seek(ctx, 1, nil) },
		"skipping_next":           func(j *jukebox, ctx context.Context) error { return j.player.Next(ctx, nil) },
		"skipping_prev":           func(j *jukebox, ctx context.Context) error { return j.player.Previous(ctx, nil) },
		"toggling_repeat_context": func(j *jukebox, ctx context.Context) error { return j.player.SetRepeat(ctx, "context", nil) },
		"toggling_repeat_track":   func(j *jukebox, ctx context.Context) error { return j.player.SetRepeat(ctx, "track", nil) },
		"toggling_shuffle":        func(j *jukebox, ctx context.Context) error { return j.player.SetShuffle(ctx, true, nil) },
		"transferring_playback": func(j *jukebox, ctx context.Context) error {
			return j.player.Transfer(ctx, spotify.TransferRequest{DeviceID: j.phone})
		},
	}
	for _, state := range states {
		t.Run(state.name, func(t *testing.T) {
			j := newJukebox(t)
			state.given(j)
			actions := playerObject(t, j.Server, "/me/player")["actions"].(map[string]any)
			disallowed := slices.Sorted(maps.Keys(actions["disallows"].(map[string]any)))
			if diff := cmp.Diff(state.want, disallowed); diff != "" {
				t.Errorf("disallowed (-want +got):\n%s", diff)
			}
			for name, command := range commands {
				j := newJukebox(t)
				state.given(j)
				err := command(j, t.Context())
				if refused := err != nil; refused != slices.Contains(state.want, name) {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// What a test asks for and cannot have is a mistake of the test.
func TestPlayerMistakes(t *testing.T) {
	tests := []struct {
		name string
		do   func(s *spotifytest.Server)
		want string
	}{
		{"an unknown user", func(s *spotifytest.Server) { s.StartPlayback("nobody", s.Example().Album.URI()) }, `there is no user "nobody"`},
		{"an ad for an unknown user", func(s *spotifytest.Server) { s.PlayAd("nobody") }, `there is no user "nobody"`},
		{"a play of an unknown user", func(s *spotifytest.Server) { s.AddPlay("nobody", spotifytest.Play{}) }, `there is no user "nobody"`},
		{"a device of an unknown user", func(s *spotifytest.Server) { s.AddDevice("nobody", spotifytest.Device{}) }, `there is no user "nobody"`},
		{"playback of an unknown user", func(s *spotifytest.Server) { s.Playback("nobody") }, `there is no user "nobody"`},
		{"plays of an unknown user", func(s *spotifytest.Server) { s.RecentlyPlayed("nobody") }, `there is no user "nobody"`},
		{"devices of an unknown user", func(s *spotifytest.Server) { s.Devices("nobody") }, `there is no user "nobody"`},
		{"nothing", func(s *spotifytest.Server) { s.StartPlayback("") }, "No such track"},
		{"a local file", func(s *spotifytest.Server) { s.StartPlayback("", "spotify:local:::Song:60") }, "Unsupported uri"},
		{"an unknown album", func(s *spotifytest.Server) {
			s.StartPlayback("", spotify.AlbumID("6kLCHFM39wkFjOuyPGLGeQ").URI())
		}, "Resource not found"},
		{"without a device", func(s *spotifytest.Server) {
			for _, d := range s.Devices("")[:2] {
				s.RemoveDevice("", d.ID)
			}
			s.StartPlayback("", s.Example().Album.URI()) // on the speaker that takes no commands
			s.AddDevice(s.Example().OtherUser, spotifytest.Device{})
			for _, d := range s.Devices(s.Example().OtherUser) {
				s.RemoveDevice(s.Example().OtherUser, d.ID)
			}
			s.StartPlayback(s.Example().OtherUser, s.Example().Album.URI())
		}, "StartPlayback: the user has no device"},
		{"an ad without a device", func(s *spotifytest.Server) {
			user := s.AddUser(spotifytest.User{}).ID
			for _, d := range s.Devices(user) {
				s.RemoveDevice(user, d.ID)
			}
			s.PlayAd(user)
		}, "PlayAd: the user has no device"},
		{"a play of an episode", func(s *spotifytest.Server) { s.AddPlay("", spotifytest.Play{URI: s.Example().Episode.URI()}) }, "only tracks"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := spotifytest.Start()
			try(t, err)
			defer s.Close()
			told := panicOf(func() { test.do(s) })
			if err := s.Err(); err == nil || err.Error() != told || !strings.Contains(told, test.want) {
				t.Errorf("the panic is %q, mistakes: %v; want one about %q", told, err, test.want)
			}
		})
	}
}

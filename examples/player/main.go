// Player shows how to control the player of a user: it lists devices, plays an album,
// uses the queue, and explains refusals. It talks to a fake Spotify, so it needs
// neither an account nor a network, and three minutes of music take no time:
//
//	go run ./examples/player
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	server, err := spotifytest.Start()
	if err != nil {
		log.Fatal(err)
	}
	err = run(context.Background(), server, server.Client(), os.Stdout)
	if err := errors.Join(err, server.Close()); err != nil {
		log.Fatal(err)
	}
}

// A tour shows one thing after another. It uses the server only to let time pass.
type tour struct {
	server *spotifytest.Server
	player *spotify.PlayerService
	album  spotify.URI
	track  spotify.URI
	out    io.Writer
}

func run(ctx context.Context, server *spotifytest.Server, client *spotify.Client, out io.Writer) error {
	example := server.Example()
	t := tour{server, client.Player, example.Album.URI(), example.RelinkedTrack.URI(), out}
	for _, stop := range []func(context.Context) error{t.devices, t.listen, t.queue, t.refusals, t.history} {
		if err := stop(ctx); err != nil {
			return err
		}
	}
	return t.withoutPremium(ctx, server.ClientFor(example.FreeUser))
}

func (t tour) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// devices shows that nothing plays, lists the devices, and moves playback to the first
// one.
func (t tour) devices(ctx context.Context) error {
	t.say("Devices")
	state, err := t.player.GetState(ctx, nil)
	if err != nil {
		return err
	}
	if !state.IsActive() { // which is no error
		t.say("  nothing plays")
	}
	t.explain("resume", t.player.Resume(ctx, nil))

	devices, err := t.player.ListDevices(ctx)
	if err != nil {
		return err
	}
	for _, device := range devices {
		t.say("  %s, a %s%s", device.Name, device.Type, remarks(device))
	}
	return t.player.Transfer(ctx, spotify.TransferRequest{DeviceID: devices[0].ID})
}

func remarks(device spotify.Device) (text string) {
	if device.VolumePercent != nil {
		text += fmt.Sprintf(", at %d %%", *device.VolumePercent)
	}
	if !device.SupportsVolume {
		text += ", whose volume cannot be set"
	}
	if device.IsRestricted {
		text += ", which takes no commands"
	}
	return text
}

// listen plays an album from its third track on.
func (t tour) listen(ctx context.Context) error {
	t.say("An album, from its third track on")
	third := 2
	if err := t.player.Play(ctx, spotify.PlayRequest{Context: t.album, Offset: &spotify.PlayOffset{Position: &third}}, nil); err != nil {
		return err
	}
	if err := t.show(ctx); err != nil {
		return err
	}
	t.say("  … 90 seconds later")
	t.server.Advance(90 * time.Second)
	if err := t.show(ctx); err != nil {
		return err
	}
	if err := t.player.Seek(ctx, 10_000, nil); err != nil {
		return err
	}
	if err := t.player.Pause(ctx, nil); err != nil {
		return err
	}
	t.server.Advance(time.Hour)
	t.say("  … back to 0:10, paused, and an hour later")
	if err := t.show(ctx); err != nil {
		return err
	}
	return t.player.Resume(ctx, nil)
}

// show prints what plays.
func (t tour) show(ctx context.Context) error {
	state, err := t.player.GetState(ctx, &spotify.PlayerGetStateOptions{
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	})
	if err != nil || !state.IsActive() {
		return err
	}
	sign := "‖"
	if state.IsPlaying {
		sign = "▶"
	}
	t.say("  %s %s, %s of %s, on %s", sign, name(state.Item), clock(state.Progress()), clock(state.Item.Duration()), state.Device.Name)
	return nil
}

// queue lets a track play before the rest of the album.
func (t tour) queue(ctx context.Context) error {
	t.say("The queue")
	if err := t.player.AddToQueue(ctx, t.track, nil); err != nil {
		return err
	}
	queue, err := t.player.GetQueue(ctx)
	if err != nil {
		return err
	}
	for i, item := range queue.Queue[:min(3, len(queue.Queue))] {
		t.say("  next %d: %s", i+1, name(item))
	}
	if err := t.player.Next(ctx, nil); err != nil {
		return err
	}
	if err := t.show(ctx); err != nil {
		return err
	}
	t.say("  … four minutes later")
	t.server.Advance(4 * time.Minute)
	return t.show(ctx)
}

// refusals sends commands that are refused.
func (t tour) refusals(ctx context.Context) error {
	t.say("Commands that are refused")
	devices, err := t.player.ListDevices(ctx)
	if err != nil {
		return err
	}
	for _, device := range devices {
		if !device.SupportsVolume && device.ID != "" {
			t.explain("set the volume of "+device.Name, t.player.SetVolume(ctx, 10, &spotify.DeviceOptions{DeviceID: device.ID}))
		}
	}
	t.explain("play a file of the user's own", t.player.Play(ctx, spotify.PlayRequest{
		Items: spotify.Resources{spotify.URI("spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94")},
	}, nil))
	if err := t.player.Pause(ctx, nil); err != nil {
		return err
	}
	t.explain("pause, and pause again", t.player.Pause(ctx, nil))
	return nil
}

// explain prints an error in words for people who listen to music.
func (t tour) explain(what string, err error) {
	var refusal *spotify.APIError
	switch {
	case err == nil:
		t.say("  %s: done", what)
	case errors.Is(err, spotify.ErrNoActiveDevice):
		t.say("  %s: no device is active", what)
	case errors.Is(err, spotify.ErrPremiumRequired):
		t.say("  %s: this needs a Premium subscription", what)
	case errors.Is(err, spotify.ErrLocalFile):
		t.say("  %s: the Web API cannot play it", what)
	case errors.As(err, &refusal) && refusal.Reason == spotify.ReasonAlreadyPaused:
		t.say("  %s: it is already paused", what)
	case errors.As(err, &refusal) && refusal.Reason == spotify.ReasonVolumeControlDisallow:
		t.say("  %s: its volume can only be set on the device", what)
	default:
		t.say("  %s: %v", what, err)
	}
}

// history prints the tracks that were played for at least 30 seconds.
func (t tour) history(ctx context.Context) error {
	t.say("Recently played")
	page, err := t.player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Limit: 2})
	if err != nil {
		return err
	}
	for _, play := range page.Items {
		t.say("  %s  %s", play.PlayedAt.Format("15:04:05"), play.Track.Name)
	}
	return nil
}

func (t tour) withoutPremium(ctx context.Context, client *spotify.Client) error {
	t.say("A user without Premium")
	t.explain("play", client.Player.Play(ctx, spotify.PlayRequest{Context: t.album}, nil))
	return nil
}

func name(item spotify.Playable) string {
	if item.Name() == "" {
		return "an advertisement"
	}
	return strings.Join(item.By(), ", ") + " – " + item.Name()
}

func clock(d time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}
